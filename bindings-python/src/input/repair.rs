//! An input with one fault in it mended, such that reading it again finds what else is wrong.

use frontdesk::reread::{Repair, Step};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::value::Input;

impl<'py> Input<'py> {
    /// Its elements or its fields one by one, so that they can be changed.
    fn open(&mut self) {
        let Self::Given(object) = self else { return };
        *self = if let Ok(dict) = object.cast::<PyDict>() {
            let fields = dict.iter().map(|(key, value)| (key, Self::Given(value)));
            Self::Fields(object.py(), fields.collect())
        } else if let Ok(list) = object.cast::<PyList>() {
            Self::List(list.iter().map(Self::Given).collect(), 0)
        } else if let Ok(tuple) = object.cast::<PyTuple>() {
            Self::List(tuple.iter().map(Self::Given).collect(), 0)
        } else {
            return;
        };
    }

    /// Changes what is read next.
    pub(super) fn repair(&mut self, repair: &Repair<'_>) {
        if !repair.at.is_empty() || repair.name.is_some() {
            self.open();
        }
        let Some((step, rest)) = repair.at.split_first() else {
            match (self, repair.name) {
                (Self::Fields(py, fields), Some(name)) => {
                    fields.retain(|(key, _)| !is_named(key, name));
                    fields.iter_mut().for_each(|(_, value)| value.skim());
                    fields.push((PyString::new(*py, name).into_any(), Self::Anything));
                }
                (value, _) => *value = Self::Anything,
            }
            return;
        };
        let further = Repair { at: rest, ..repair.clone() };
        match (step, self) {
            (Step::Field(name), Self::Fields(_, fields)) => {
                let Some(place) = fields.iter().position(|(key, _)| is_named(key, name)) else { return };
                fields[..place].iter_mut().for_each(|(_, value)| value.skim());
                if repair.remove && rest.is_empty() {
                    fields.remove(place);
                } else {
                    fields[place].1.repair(&further);
                }
            }
            (Step::Element(index), Self::List(values, first)) => {
                *first = *index;
                match values.get_mut(*index) {
                    Some(element) if !rest.is_empty() || repair.name.is_some() => element.repair(&further),
                    _ => *first += 1,
                }
            }
            _ => {}
        }
    }

    /// Empties the lists of objects in it, which is known to be right.
    fn skim(&mut self) {
        match self {
            Self::Given(object) => *self = Self::Right(object.clone()),
            Self::List(values, first)
                if values.get(*first).is_some_and(|first| match first {
                    Self::Given(object) => object.is_instance_of::<PyDict>(),
                    _ => true,
                }) =>
            {
                *first = values.len();
            }
            Self::Fields(_, fields) => fields.iter_mut().for_each(|(_, value)| value.skim()),
            Self::Right(_) | Self::List(..) | Self::Anything => {}
        }
    }
}

fn is_named(key: &Bound<'_, PyAny>, name: &str) -> bool {
    key.cast::<PyString>().is_ok_and(|key| key.to_cow().is_ok_and(|key| key == name))
}
