//! From Python: dicts, lists and scalars as values of the wire model, with the path of whatever is wrong in
//! them.

mod parts;
mod time;

use frontdesk::reread::{ANY_TEXT, Repair, Step, any_word, every_fault};
use frontdesk::{Error, Fault, Instant, from_json};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use serde::de::value::StrDeserializer;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, Unexpected, Visitor};

use self::parts::{Fields, Items, Pairs, elements};
use self::time::seconds;
use crate::error::{as_exception, invalid_text};

/// Reads a wire value from a dict, or from JSON as text or bytes.
pub(crate) fn read<T: DeserializeOwned + Send>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    read_at(value, "")
}

/// [`read`] of an argument that is not the first: what is wrong is at `name`.
pub(crate) fn read_at<T: DeserializeOwned + Send>(value: &Bound<'_, PyAny>, name: &str) -> PyResult<T> {
    read_on(value, name, None)
}

/// [`read_at`], where dates are days on the clock of a clinic.
///
/// What the engine can't read as it stands is read once more as people write it: see `frontdesk._given`. What
/// can be read as it stands pays nothing for that.
pub(crate) fn read_on<'py, T: DeserializeOwned + Send>(
    value: &Bound<'py, PyAny>,
    name: &str,
    clinic: Option<&Bound<'py, PyAny>>,
) -> PyResult<T> {
    let py = value.py();
    let read: Result<T, Error> = if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_cow()?;
        if looks_like_a_path(&text) {
            let fault: Fault = de::Error::custom(PATH_HINT);
            return Err(as_exception(py, &under(name, fault.into())));
        }
        py.detach(|| from_json(&text))
    } else if let Ok(bytes) = value.cast::<PyBytes>() {
        let bytes = bytes.as_bytes();
        let text = std::str::from_utf8(bytes).map_err(|error| invalid_text(py, &error.to_string()))?;
        py.detach(|| from_json(text))
    } else {
        let input = Input::Given(value.clone());
        match T::deserialize(&input) {
            Ok(read) => Ok(read),
            Err(fault) => match as_written(value, "value", clinic)? {
                None => Err(every_fault_of::<T>(fault, input)),
                Some(other) => {
                    let input = Input::Given(other);
                    T::deserialize(&input).map_err(|fault| every_fault_of::<T>(fault, input))
                }
            },
        }
    };
    let read = match read {
        Err(error) if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() => {
            match as_written(value, "text", None)? {
                Some(other) => return read_at(&other, name),
                None => Err(error),
            }
        }
        read => read,
    };
    read.map_err(|error| as_exception(py, &under(name, error)))
}

/// All that is wrong with an input, of which one fault is known.
fn every_fault_of<T: DeserializeOwned>(fault: Fault, mut input: Input<'_>) -> Error {
    every_fault(fault, &mut input, Input::repair, &|input: &Input<'_>| T::deserialize(input).err())
}

/// A value that could not be read, as the engine has what people write; or none if there is nothing to change.
/// What an object of the caller's raises while it is looked at changes nothing.
fn as_written<'py>(
    value: &Bound<'py, PyAny>,
    function: &str,
    clinic: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = value.py();
    match py.import("frontdesk._given")?.call_method1(function, (value, clinic)) {
        Ok(other) => Ok(if other.is(value) { None } else { Some(other) }),
        Err(error) if error.is_instance_of::<PyException>(py) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The bytes of a file.
pub(crate) fn read_file<'py>(path: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = path.py();
    py.import("pathlib")?.getattr("Path")?.call1((path,))?.call_method0("read_bytes")
}

const PATH_HINT: &str = "this looks like a path, not like JSON: `from_file` reads a file";

/// Whether a text that should be JSON is the name of a file.
fn looks_like_a_path(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && !text.contains('\n')
        && !text.starts_with(['{', '[', '"'])
        && (text.ends_with(".json") || text.contains(['/', '\\']))
}

/// An instant, given as an integer or as an aware `datetime`.
pub(crate) fn instant(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Instant> {
    if let (true, Ok(seconds)) = (value.is_exact_instance_of::<PyInt>(), value.extract::<i64>()) {
        return Ok(Instant(seconds));
    }
    let read = match Instant::deserialize(&Input::Given(value.clone())) {
        Ok(at) => Ok(at),
        Err(fault) => match as_written(value, "moment", None)? {
            Some(other) => Instant::deserialize(&Input::Given(other)),
            None => Err(fault),
        },
    };
    read.map_err(|fault| as_exception(value.py(), &under(name, fault.into())))
}

/// Puts paths below a name, if there is one.
fn under(name: &str, error: Error) -> Error {
    if name.is_empty() { error } else { error.under(name) }
}

/// What Python itself raised while a value was read.
fn raised(error: PyErr) -> Fault {
    de::Error::custom(error)
}

/// What serde reads: an object of Python; or one with something in it changed, such that reading it again
/// finds what else is wrong.
enum Input<'py> {
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
    fn object(&self) -> Option<&Bound<'py, PyAny>> {
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
    fn repair(&mut self, repair: &Repair<'_>) {
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

fn has_objects(first: PyResult<Bound<'_, PyAny>>) -> bool {
    first.is_ok_and(|first| first.is_instance_of::<PyDict>())
}

fn is_named(key: &Bound<'_, PyAny>, name: &str) -> bool {
    key.cast::<PyString>().is_ok_and(|key| key.to_cow().is_ok_and(|key| key == name))
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

/// Whether this is an array of numpy, and not one number of it.
fn is_array(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let is_scalar =
        || value.getattr("ndim").and_then(|count| count.extract()).is_ok_and(|count: usize| count == 0);
    Ok(value.hasattr("__array__")? && !is_scalar())
}

/// An object that is none of those that JSON has: what it is, and what would make it one.
fn foreign(value: &Bound<'_, PyAny>, expected: &dyn de::Expected) -> Fault {
    let hint = || -> PyResult<&str> {
        Ok(if is_array(value)? {
            "; `.tolist()` makes a list of an array"
        } else if value.hasattr("__fspath__")? {
            PATH_HINT
        } else if value.hasattr("keys")? {
            "; `dict(…)` makes a dict of a mapping"
        } else {
            ""
        })
    };
    match hint() {
        Ok(PATH_HINT) => de::Error::custom(PATH_HINT),
        Ok(hint) => {
            de::Error::custom(format_args!("invalid type: {}, expected {expected}{hint}", type_name(value)))
        }
        Err(error) => raised(error),
    }
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

/// A list of wire values that may be left out.
pub(crate) fn read_list<T: for<'de> Deserialize<'de> + Send>(
    value: Option<&Bound<'_, PyAny>>,
    name: &str,
) -> PyResult<Vec<T>> {
    value.map_or_else(|| Ok(Vec::new()), |value| read_at(value, name))
}
