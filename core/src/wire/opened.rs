//! A source with one fault after the other mended, such that reading it again finds what else is wrong.

use std::borrow::Cow;

use super::fault::{Fault, Step};
use super::reread::Repair;
use super::source::{Look, Source};

/// A source as it was given, or with something in it changed: what `reader.rs` reads.
pub(super) enum Opened<S: Source> {
    Given(S),
    /// One that is known to be right. Its lists of objects are left empty.
    Right(S),
    /// The elements of a list, and the first that counts.
    List(Vec<Self>, usize),
    Object(Vec<(Key<S>, Self)>),
    /// What is of whatever type is asked for.
    Anything,
}

/// The name of a field.
pub(super) enum Key<S: Source> {
    Given(S::Name),
    /// Of a field that was missing.
    Added(String),
}

impl<S: Source> Key<S> {
    pub(super) fn text(&self) -> Result<Cow<'_, str>, Fault> {
        match self {
            Self::Given(name) => S::name(name),
            Self::Added(name) => Ok(Cow::Borrowed(name)),
        }
    }

    fn is(&self, name: &str) -> bool {
        self.text().is_ok_and(|text| text == name)
    }
}

impl<S: Source> Opened<S> {
    fn is_object(&self) -> bool {
        match self {
            Self::Given(source) | Self::Right(source) => source.is_object(),
            Self::Object(_) => true,
            Self::List(..) | Self::Anything => false,
        }
    }

    /// Its elements or its fields one by one, so that they can be changed. What raises a fault stays closed:
    /// the fault comes again, and what holds it is given up.
    fn open(&mut self) {
        let Self::Given(source) = self else { return };
        let opened = match source.look() {
            Ok(Look::List(elements)) => {
                let elements: Result<Vec<_>, Fault> =
                    elements.map(|element| element.map(Self::Given)).collect();
                elements.map(|elements| Self::List(elements, 0))
            }
            Ok(Look::Object(fields)) => {
                let opened = |(name, value)| (Key::Given(name), Self::Given(value));
                fields.map(|field| field.map(opened)).collect::<Result<_, _>>().map(Self::Object)
            }
            _ => return,
        };
        if let Ok(opened) = opened {
            *self = opened;
        }
    }

    /// Changes what is read next.
    pub(super) fn repair(&mut self, repair: &Repair<'_>) {
        if !repair.at.is_empty() || repair.name.is_some() {
            self.open();
        }
        let Some((step, rest)) = repair.at.split_first() else {
            match (self, repair.name) {
                (Self::Object(fields), Some(name)) => {
                    fields.retain(|(key, _)| !key.is(name));
                    fields.iter_mut().for_each(|(_, value)| value.skim());
                    fields.push((Key::Added(name.to_owned()), Self::Anything));
                }
                (value, _) => *value = Self::Anything,
            }
            return;
        };
        let further = Repair { at: rest, ..repair.clone() };
        match (step, self) {
            (Step::Field(name), Self::Object(fields)) => {
                let Some(place) = fields.iter().position(|(key, _)| key.is(name)) else { return };
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
        *self = match std::mem::replace(self, Self::Anything) {
            Self::Given(source) => Self::Right(source),
            Self::List(values, first) if values.get(first).is_some_and(Self::is_object) => {
                let end = values.len();
                Self::List(values, end)
            }
            Self::Object(mut fields) => {
                fields.iter_mut().for_each(|(_, value)| value.skim());
                Self::Object(fields)
            }
            other => other,
        };
    }
}
