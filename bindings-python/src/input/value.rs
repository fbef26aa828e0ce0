//! What serde reads of Python's: dicts, lists, tuples and scalars, one part after the other, each with its
//! path.
//!
//! The values and their parts read each other, so they stand in one file.

use frontdesk::Fault;
use frontdesk::reread::{ANY_TEXT, any_word};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};

use super::object::{foreign, has_objects, integer, is_array, is_instance, raised, type_name};
use super::time::seconds;

/// What serde reads: an object of Python; or one with something in it changed, such that reading it again
/// finds what else is wrong.
pub(super) enum Input<'py> {
    Given(Bound<'py, PyAny>),
    /// One that is known to be right. Its lists of objects are left empty.
    Right(Bound<'py, PyAny>),
    /// The elements of a list, and the first that counts.
    List(Vec<Self>, usize),
    Fields(Python<'py>, Vec<(Bound<'py, PyAny>, Self)>),
    /// What is of whatever type is asked for.
    Anything,
}

impl<'py> Input<'py> {
    /// The object, if it is one.
    pub(super) fn object(&self) -> Option<&Bound<'py, PyAny>> {
        match self {
            Self::Given(object) | Self::Right(object) => Some(object),
            Self::List(..) | Self::Fields(..) | Self::Anything => None,
        }
    }

    fn of(object: Bound<'py, PyAny>, is_right: bool) -> Self {
        if is_right { Self::Right(object) } else { Self::Given(object) }
    }

    fn is_right(&self) -> bool {
        matches!(self, Self::Right(_))
    }

    /// It has not the parts that were expected. A text is not quoted: it may be all of an input, as JSON.
    fn lacks(&self, expected: &str) -> Fault {
        let found = match self.object() {
            Some(value) if value.is_instance_of::<PyString>() => Unexpected::Other("a string"),
            Some(value) if value.is_none() => Unexpected::Unit,
            Some(value) if value.is_instance_of::<PyBool>() => {
                Unexpected::Bool(value.is_truthy().unwrap_or_default())
            }
            Some(value) if value.is_instance_of::<PyInt>() => match value.extract() {
                Ok(number) => Unexpected::Signed(number),
                Err(_) => Unexpected::Other("an integer"),
            },
            Some(value) if value.is_instance_of::<PyFloat>() => {
                Unexpected::Float(value.extract().unwrap_or_default())
            }
            Some(value) if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() => {
                Unexpected::Seq
            }
            Some(value) if value.is_instance_of::<PyDict>() => Unexpected::Map,
            Some(value) => return foreign(value, &expected),
            None => Unexpected::Other("anything"),
        };
        de::Error::invalid_type(found, &expected)
    }
}

impl<'de> Deserializer<'de> for &Input<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let value = match self {
            Input::Given(value) | Input::Right(value) => value,
            Input::List(values, first) => return elements(Items::Opened(values), *first, visitor),
            Input::Fields(_, fields) => {
                return visitor.visit_map(Fields { items: Pairs::Opened(fields), next: 0 });
            }
            Input::Anything => return visitor.visit_u64(0),
        };
        if let Ok(text) = value.cast::<PyString>() {
            visitor.visit_str(&text.to_cow().map_err(raised)?)
        } else if let Ok(truth) = value.cast::<PyBool>() {
            visitor.visit_bool(truth.is_true())
        } else if value.is_instance_of::<PyInt>() {
            integer(value, visitor)
        } else if let Ok(number) = value.cast::<PyFloat>() {
            visitor.visit_f64(number.value())
        } else if value.is_none() {
            visitor.visit_unit()
        } else if let Ok(dict) = value.cast::<PyDict>() {
            let items = Pairs::Given(dict.keys(), dict.values(), self.is_right());
            visitor.visit_map(Fields { items, next: 0 })
        } else if let Ok(list) = value.cast::<PyList>() {
            let first = if self.is_right() && has_objects(list.get_item(0)) { list.len() } else { 0 };
            elements(Items::List(list), first, visitor)
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            let first = if self.is_right() && has_objects(tuple.get_item(0)) { tuple.len() } else { 0 };
            elements(Items::Tuple(tuple), first, visitor)
        } else if is_instance(value, "datetime").map_err(raised)? {
            visitor.visit_i64(seconds(value)?)
        } else if value.hasattr("__index__").map_err(raised)? && !is_array(value).map_err(raised)? {
            // The integers of numpy.
            integer(value, visitor)
        } else {
            Err(foreign(value, &visitor))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Input::Anything => visitor.visit_none(),
            Input::Given(value) | Input::Right(value) if value.is_none() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// By its fields' names only: serde would take a list of values too.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Input::Anything => visitor.visit_map(Fields { items: Pairs::Named(names), next: 0 }),
            Input::Fields(..) => self.deserialize_any(visitor),
            Input::Given(value) | Input::Right(value) if value.is_instance_of::<PyDict>() => {
                self.deserialize_any(visitor)
            }
            _ => Err(self.lacks("an object")),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Input::Anything => elements(Items::Opened(&[]), 0, visitor),
            Input::List(..) => self.deserialize_any(visitor),
            Input::Given(value) | Input::Right(value)
                if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() =>
            {
                self.deserialize_any(visitor)
            }
            _ => Err(self.lacks("a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Input::Anything => visitor.visit_bool(false),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    /// Where text is asked for, a date is its text, and so is a time on a clock, which has no zone.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Some(value) = self.object() else {
            return match self {
                Input::Anything => visitor.visit_str(ANY_TEXT),
                _ => self.deserialize_any(visitor),
            };
        };
        let is_civil = !value.is_instance_of::<PyString>()
            && if is_instance(value, "datetime").map_err(raised)? {
                value.getattr("tzinfo").map_err(raised)?.is_none()
            } else {
                is_instance(value, "date").map_err(raised)?
            };
        if is_civil {
            visitor.visit_str(
                &value.call_method0("isoformat").and_then(|text| text.extract::<String>()).map_err(raised)?,
            )
        } else {
            self.deserialize_any(visitor)
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.object().map(|value| value.cast::<PyString>()) {
            Some(Ok(word)) => visitor.visit_enum(StrDeserializer::new(&word.to_cow().map_err(raised)?)),
            None if matches!(self, Input::Anything) => {
                visitor.visit_enum(StrDeserializer::new(any_word(name, words)))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct map
        identifier ignored_any
    }
}

/// The fields of an object.
enum Pairs<'a, 'py> {
    /// The items of a dict, as lists: whatever code of the caller's runs while they are read can't change
    /// them. And whether they are known to be right.
    Given(Bound<'py, PyList>, Bound<'py, PyList>, bool),
    Opened(&'a [(Bound<'py, PyAny>, Input<'py>)]),
    /// Anything under each of these names.
    Named(&'static [&'static str]),
}

struct Fields<'a, 'py> {
    items: Pairs<'a, 'py>,
    next: usize,
}

impl Fields<'_, '_> {
    fn count(&self) -> usize {
        match &self.items {
            Pairs::Given(keys, ..) => keys.len(),
            Pairs::Opened(fields) => fields.len(),
            Pairs::Named(names) => names.len(),
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        if self.next >= self.count() {
            return Ok(None);
        }
        let key = match &self.items {
            Pairs::Given(keys, ..) => keys.get_item(self.next).map_err(raised)?,
            Pairs::Opened(fields) => fields[self.next].0.clone(),
            Pairs::Named(names) => return seed.deserialize(StrDeserializer::new(names[self.next])).map(Some),
        };
        match key.cast::<PyString>() {
            Ok(key) => seed.deserialize(StrDeserializer::new(&key.to_cow().map_err(raised)?)).map(Some),
            Err(_) => Err(de::Error::custom(format_args!(
                "invalid type: {} as a key, expected a string",
                type_name(&key)
            ))),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        let index = self.next;
        self.next += 1;
        let name =
            |key: PyResult<Bound<'_, PyAny>>| key.map_or_else(|_| String::new(), |key| key.to_string());
        match &self.items {
            Pairs::Given(keys, values, is_right) => {
                let value = Input::of(values.get_item(index).map_err(raised)?, *is_right);
                seed.deserialize(&value).map_err(|fault: Fault| fault.in_field(&name(keys.get_item(index))))
            }
            Pairs::Opened(fields) => {
                let (key, value) = &fields[index];
                seed.deserialize(value).map_err(|fault: Fault| fault.in_field(&name(Ok(key.clone()))))
            }
            Pairs::Named(names) => {
                seed.deserialize(&Input::Anything).map_err(|fault: Fault| fault.in_field(names[index]))
            }
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.count() - self.next)
    }
}

/// Reads a list or tuple from an element on, all of it.
fn elements<'de, V: Visitor<'de>>(items: Items<'_, '_>, first: usize, visitor: V) -> Result<V::Value, Fault> {
    let mut elements = Elements { items, next: first };
    let count = elements.count();
    let read = visitor.visit_seq(&mut elements)?;
    if elements.next < count { Err(de::Error::invalid_length(count, &"fewer elements")) } else { Ok(read) }
}

/// The elements of a list or tuple.
enum Items<'a, 'py> {
    List(&'a Bound<'py, PyList>),
    Tuple(&'a Bound<'py, PyTuple>),
    Opened(&'a [Input<'py>]),
}

struct Elements<'a, 'py> {
    items: Items<'a, 'py>,
    next: usize,
}

impl Elements<'_, '_> {
    fn count(&self) -> usize {
        match &self.items {
            Items::List(list) => list.len(),
            Items::Tuple(tuple) => tuple.len(),
            Items::Opened(values) => values.len(),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Elements<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let index = self.next;
        if index >= self.count() {
            return Ok(None);
        }
        self.next += 1;
        let given = match &self.items {
            Items::List(list) => list.get_item(index).map_err(raised)?,
            Items::Tuple(tuple) => tuple.get_item(index).map_err(raised)?,
            Items::Opened(values) => {
                return seed.deserialize(&values[index]).map(Some).map_err(|fault| fault.in_element(index));
            }
        };
        let read = seed.deserialize(&Input::Given(given));
        read.map(Some).map_err(|fault| fault.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.count().saturating_sub(self.next))
    }
}
