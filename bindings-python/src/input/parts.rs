//! What dicts, lists and tuples consist of, one part after the other, each with its path.

use frontdesk::Fault;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::{Input, raised, type_name};

/// The fields of an object.
pub(super) enum Pairs<'a, 'py> {
    /// The items of a dict, as lists: whatever code of the caller's runs while they are read can't change
    /// them. And whether they are known to be right.
    Given(Bound<'py, PyList>, Bound<'py, PyList>, bool),
    Opened(&'a [(Bound<'py, PyAny>, Input<'py>)]),
    /// Anything under each of these names.
    Named(&'static [&'static str]),
}

pub(super) struct Fields<'a, 'py> {
    pub(super) items: Pairs<'a, 'py>,
    pub(super) next: usize,
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
pub(super) fn elements<'de, V: Visitor<'de>>(
    items: Items<'_, '_>,
    first: usize,
    visitor: V,
) -> Result<V::Value, Fault> {
    let mut elements = Elements { items, next: first };
    let count = elements.count();
    let read = visitor.visit_seq(&mut elements)?;
    if elements.next < count { Err(de::Error::invalid_length(count, &"fewer elements")) } else { Ok(read) }
}

/// The elements of a list or tuple.
pub(super) enum Items<'a, 'py> {
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
