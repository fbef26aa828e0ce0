//! Python's dicts, lists, tuples and scalars as a source of the wire model.

use std::borrow::Cow;

use frontdesk::Fault;
use frontdesk::source::{Look, Source};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::de;

use super::object::{foreign, integer, is_array, is_instance, raised, type_name};
use super::time::seconds;

/// An object of Python.
pub(super) struct Input<'py>(pub(super) Bound<'py, PyAny>);

impl<'py> Source for Input<'py> {
    type Elements = Elements<'py>;
    type Fields = Fields<'py>;
    type Name = Bound<'py, PyAny>;

    fn look(&self) -> Result<Look<'_, Self::Elements, Self::Fields>, Fault> {
        let Self(value) = self;
        Ok(if let Ok(text) = value.cast::<PyString>() {
            Look::Text(text.to_cow().map_err(raised)?)
        } else if let Ok(truth) = value.cast::<PyBool>() {
            Look::Bool(truth.is_true())
        } else if value.is_instance_of::<PyInt>() {
            integer(value)?
        } else if let Ok(number) = value.cast::<PyFloat>() {
            Look::Float(number.value())
        } else if value.is_none() {
            Look::Null
        } else if let Ok(dict) = value.cast::<PyDict>() {
            Look::Object(Fields { keys: dict.keys(), values: dict.values(), next: 0 })
        } else if let Ok(list) = value.cast::<PyList>() {
            Look::List(Elements { list: Sequence::List(list.clone()), next: 0, count: list.len() })
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            Look::List(Elements { list: Sequence::Tuple(tuple.clone()), next: 0, count: tuple.len() })
        } else if is_instance(value, "datetime").map_err(raised)? {
            Look::Signed(seconds(value)?)
        } else if value.hasattr("__index__").map_err(raised)? && !is_array(value).map_err(raised)? {
            // The integers of numpy.
            integer(value)?
        } else {
            foreign(value)?
        })
    }

    fn name<'n>(name: &'n Bound<'py, PyAny>) -> Result<Cow<'n, str>, Fault> {
        match name.cast::<PyString>() {
            Ok(name) => name.to_cow().map_err(raised),
            Err(_) => Err(de::Error::custom(format_args!(
                "invalid type: {} as a key, expected a string",
                type_name(name)
            ))),
        }
    }

    /// Where text is asked for, a date is its text, and so is a time on a clock, which has no zone.
    fn look_for_text(&self) -> Result<Look<'_, Self::Elements, Self::Fields>, Fault> {
        let Self(value) = self;
        let is_civil = !value.is_instance_of::<PyString>()
            && if is_instance(value, "datetime").map_err(raised)? {
                value.getattr("tzinfo").map_err(raised)?.is_none()
            } else {
                is_instance(value, "date").map_err(raised)?
            };
        if is_civil {
            let text = value.call_method0("isoformat").and_then(|text| text.extract()).map_err(raised)?;
            Ok(Look::Text(Cow::Owned(text)))
        } else {
            self.look()
        }
    }

    fn is_null(&self) -> bool {
        self.0.is_none()
    }

    fn is_object(&self) -> bool {
        self.0.is_instance_of::<PyDict>()
    }
}

/// The elements of a list or tuple.
pub(super) struct Elements<'py> {
    list: Sequence<'py>,
    next: usize,
    /// How many there were at first: code of the caller's that runs in between may add others without end.
    count: usize,
}

enum Sequence<'py> {
    List(Bound<'py, PyList>),
    Tuple(Bound<'py, PyTuple>),
}

impl<'py> Iterator for Elements<'py> {
    type Item = Result<Input<'py>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.len() == 0 {
            return None;
        }
        let element = match &self.list {
            Sequence::List(list) => list.get_item(self.next),
            Sequence::Tuple(tuple) => tuple.get_item(self.next),
        };
        self.next += 1;
        Some(element.map(Input).map_err(raised))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        // It may as well make a list shorter.
        let count = match &self.list {
            Sequence::List(list) => list.len().min(self.count),
            Sequence::Tuple(_) => self.count,
        };
        let rest = count.saturating_sub(self.next);
        (rest, Some(rest))
    }
}

impl ExactSizeIterator for Elements<'_> {}

/// The items of a dict, as lists: whatever code of the caller's runs while they are read can't change them.
pub(super) struct Fields<'py> {
    keys: Bound<'py, PyList>,
    values: Bound<'py, PyList>,
    next: usize,
}

impl<'py> Iterator for Fields<'py> {
    type Item = Result<(Bound<'py, PyAny>, Input<'py>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.keys.len() {
            return None;
        }
        let field = self.keys.get_item(self.next).and_then(|key| Ok((key, self.values.get_item(self.next)?)));
        self.next += 1;
        Some(field.map(|(key, value)| (key, Input(value))).map_err(raised))
    }
}
