//! From Python: dicts, lists and scalars as values of the wire model, with the path of whatever is wrong in
//! them.

use frontdesk::{Error, Fault, Instant, from_json};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected,
    Visitor,
};

use crate::error::{as_exception, invalid_text};

/// Reads a wire value from a dict, or from JSON as text or bytes.
pub(crate) fn read<T: DeserializeOwned + Send>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    read_at(value, "")
}

/// [`read`] of an argument that is not the first: what is wrong is at `name`.
pub(crate) fn read_at<T: DeserializeOwned + Send>(value: &Bound<'_, PyAny>, name: &str) -> PyResult<T> {
    let py = value.py();
    let read: Result<T, Error> = if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_cow()?;
        py.detach(|| from_json(&text))
    } else if let Ok(bytes) = value.cast::<PyBytes>() {
        let bytes = bytes.as_bytes();
        let text = std::str::from_utf8(bytes).map_err(|error| invalid_text(py, &error.to_string()))?;
        py.detach(|| from_json(text))
    } else {
        T::deserialize(Value(value)).map_err(Error::from)
    };
    read.map_err(|error| as_exception(py, &under(name, error)))
}

/// An instant, given as an integer or as an aware `datetime`.
pub(crate) fn instant(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Instant> {
    if let (true, Ok(seconds)) = (value.is_exact_instance_of::<PyInt>(), value.extract::<i64>()) {
        return Ok(Instant(seconds));
    }
    let read = Instant::deserialize(Value(value)).map_err(Error::from);
    read.map_err(|error| as_exception(value.py(), &under(name, error)))
}

/// Puts a path below a name.
fn under(name: &str, error: Error) -> Error {
    let path = match (name, error.path.as_str()) {
        ("", _) => error.path,
        (name, "") => name.to_owned(),
        (name, path) if path.starts_with('[') => format!("{name}{path}"),
        (name, path) => format!("{name}.{path}"),
    };
    Error { path, ..error }
}

/// What Python itself raised while a value was read.
fn raised(error: PyErr) -> Fault {
    de::Error::custom(error)
}

/// An object of Python, as serde reads it.
struct Value<'a, 'py>(&'a Bound<'py, PyAny>);

impl<'de> Deserializer<'de> for Value<'_, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let value = self.0;
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
            visitor.visit_map(Fields { keys: dict.keys(), values: dict.values(), next: 0 })
        } else if let Ok(list) = value.cast::<PyList>() {
            elements(list.len(), |index| list.get_item(index), visitor)
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            elements(tuple.len(), |index| tuple.get_item(index), visitor)
        } else if is_instance(value, "datetime").map_err(raised)? {
            visitor.visit_i64(seconds(value)?)
        } else if value.hasattr("__index__").map_err(raised)? {
            // The integers of numpy.
            integer(value, visitor)
        } else {
            Err(de::Error::invalid_type(Unexpected::Other(&type_name(value)), &visitor))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    /// By its fields' names only: serde would take a list of values too.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if self.0.is_instance_of::<PyList>() || self.0.is_instance_of::<PyTuple>() {
            return Err(de::Error::invalid_type(Unexpected::Seq, &visitor));
        }
        self.deserialize_any(visitor)
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
        let value = self.0;
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
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0.cast::<PyString>() {
            Ok(word) => visitor.visit_enum(StrDeserializer::new(&word.to_cow().map_err(raised)?)),
            Err(_) => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// An integer of whatever size. One that needs more than 64 bits is outside every range of the engine, as it
/// is in JSON text: the range check says so.
fn integer<'de, V: Visitor<'de>>(value: &Bound<'_, PyAny>, visitor: V) -> Result<V::Value, Fault> {
    if let Ok(number) = value.extract::<i64>() {
        return visitor.visit_i64(number);
    }
    match value.extract::<u64>() {
        Ok(number) => visitor.visit_u64(number),
        Err(_) => match value.extract::<f64>() {
            Ok(number) => visitor.visit_f64(number),
            Err(_) => Err(de::Error::custom(format_args!(
                "invalid type: {} that no number of the engine can hold",
                type_name(value)
            ))),
        },
    }
}

/// Unix seconds of an aware `datetime`; parts of a second are dropped towards the past.
fn seconds(value: &Bound<'_, PyAny>) -> Result<i64, Fault> {
    if value.call_method0("utcoffset").map_err(raised)?.is_none() {
        return Err(de::Error::custom(
            "a naive datetime is no instant: it can mean another one in every time zone; give it a `tzinfo`, such as `zoneinfo.ZoneInfo(\"Europe/Berlin\")`"
                .to_owned(),
        ));
    }
    Ok(value.call_method0("timestamp").and_then(|seconds| seconds.extract::<f64>()).map_err(raised)?.floor()
        as i64)
}

/// Whether this is a `datetime` or a `date` of Python's module `datetime`. The first is also the second.
fn is_instance(value: &Bound<'_, PyAny>, class: &str) -> PyResult<bool> {
    static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let kept = if class == "date" { &DATE } else { &DATETIME };
    value.is_instance(kept.import(value.py(), "datetime", class)?)
}

fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| format!("`{name}`"))
}

/// The items of a dict, as lists: whatever code of the caller's runs while they are read can't change them.
struct Fields<'py> {
    keys: Bound<'py, PyList>,
    values: Bound<'py, PyList>,
    next: usize,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        if self.next >= self.keys.len() {
            return Ok(None);
        }
        let key = self.keys.get_item(self.next).map_err(raised)?;
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
        let value = self.values.get_item(index).map_err(raised)?;
        self.next += 1;
        let name = || self.keys.get_item(index).map_or_else(|_| String::new(), |key| key.to_string());
        seed.deserialize(Value(&value)).map_err(|fault: Fault| fault.in_field(&name()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.keys.len() - self.next)
    }
}

/// Reads a list or tuple, all of it.
fn elements<'de, 'py, V: Visitor<'de>>(
    count: usize,
    get: impl Fn(usize) -> PyResult<Bound<'py, PyAny>>,
    visitor: V,
) -> Result<V::Value, Fault> {
    let mut elements = Elements { next: 0, count, get };
    let read = visitor.visit_seq(&mut elements)?;
    if elements.next < count { Err(de::Error::invalid_length(count, &"fewer elements")) } else { Ok(read) }
}

/// The elements of a list or tuple.
struct Elements<G> {
    next: usize,
    count: usize,
    get: G,
}

impl<'de, 'py, G: Fn(usize) -> PyResult<Bound<'py, PyAny>>> SeqAccess<'de> for &mut Elements<G> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if self.next == self.count {
            return Ok(None);
        }
        let index = self.next;
        let element = (self.get)(index).map_err(raised)?;
        self.next += 1;
        seed.deserialize(Value(&element)).map(Some).map_err(|fault: Fault| fault.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.count - self.next)
    }
}

/// A list of wire values that may be left out.
pub(crate) fn read_list<T: for<'de> Deserialize<'de> + Send>(
    value: Option<&Bound<'_, PyAny>>,
    name: &str,
) -> PyResult<Vec<T>> {
    value.map_or_else(|| Ok(Vec::new()), |value| read_at(value, name))
}
