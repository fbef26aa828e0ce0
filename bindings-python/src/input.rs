//! From Python: dicts, lists and scalars as values of the wire model, with the path of whatever is wrong in
//! them.

use frontdesk::{Error, Fault, Instant, Zone, from_json};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected,
    Visitor,
};

use crate::datetimes::zone_named;
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
        T::deserialize(Value(value)).map_err(Error::from)
    };
    read.map_err(|error| as_exception(py, &under(name, error)))
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
        } else if value.hasattr("__array__").map_err(raised)? && !is_scalar(value) {
            Err(de::Error::custom(format_args!(
                "invalid type: {}, expected {}; of an array, `.tolist()` is a list",
                type_name(value),
                &visitor as &dyn de::Expected
            )))
        } else if value.hasattr("__index__").map_err(raised)? {
            // The integers of numpy.
            integer(value, visitor)
        } else if value.hasattr("__fspath__").map_err(raised)? {
            Err(de::Error::custom(PATH_HINT))
        } else if value.hasattr("keys").map_err(raised)? {
            Err(de::Error::custom(format_args!(
                "invalid type: {}, expected a dict; `dict(…)` makes one",
                type_name(value)
            )))
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

/// Whether a value of numpy is one number, and no array of them.
fn is_scalar(value: &Bound<'_, PyAny>) -> bool {
    value.getattr("ndim").and_then(|count| count.extract::<usize>()).is_ok_and(|count| count == 0)
}

/// Unix seconds of an aware `datetime`; parts of a second are dropped towards the past.
fn seconds(value: &Bound<'_, PyAny>) -> Result<i64, Fault> {
    if value.call_method0("utcoffset").map_err(raised)?.is_none() {
        return Err(de::Error::custom(
            "a naive datetime is no instant: it can mean another one in every time zone; give it a `tzinfo`, such as `zoneinfo.ZoneInfo(\"Europe/Berlin\")`"
                .to_owned(),
        ));
    }
    let at =
        value.call_method0("timestamp").and_then(|seconds| seconds.extract::<f64>()).map_err(raised)?.floor()
            as i64;
    same_rules(value, at)?;
    Ok(at)
}

/// Refuses a `datetime` whose zone has other rules in Python than in the engine: what is nine o'clock there
/// would be another hour here, and nobody would notice.
fn same_rules(value: &Bound<'_, PyAny>, at: i64) -> Result<(), Fault> {
    let Some(zone) = zone_of(&value.getattr("tzinfo").map_err(raised)?) else { return Ok(()) };
    let offset = value
        .call_method0("utcoffset")
        .and_then(|offset| offset.call_method0("total_seconds"))
        .and_then(|offset| offset.extract::<f64>())
        .map_err(raised)? as i64;
    // What is outside the engine's time is refused for that.
    let known = frontdesk::limits::INSTANT_MIN..frontdesk::limits::INSTANT_MAX;
    if !known.contains(&at) || zone.offset_seconds(Instant(at)) == offset {
        return Ok(());
    }
    let Some(local) = Instant(at + offset).to_utc().map(|utc| utc.naive_utc()) else { return Ok(()) };
    let Some(meant) = zone.instant_of(local) else { return Ok(()) };
    // What a change skips is reckoned by the offset before it or after it.
    let is_skipped = zone.local(meant) != local;
    let (before, after) = (zone.offset_seconds(Instant(meant.0 - 1)), zone.offset_seconds(Instant(meant.0)));
    if is_skipped && (offset == before || offset == after) {
        return Ok(());
    }
    Err(de::Error::custom(format_args!(
        "{local:?} in {} is UTC{} by the rules of this `tzinfo`, and UTC{} by the engine's (tz database {}): \
         one of the two is an hour that nobody meant. `clinic.instant(local, …)` takes the time on the \
         clock, and so does `local_start`",
        zone.name(),
        Offset(offset),
        Offset(after),
        frontdesk::tzdata_version(),
    )))
}

/// An offset from UTC as people write it.
struct Offset(i64);

impl std::fmt::Display for Offset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, minutes) = (if self.0 < 0 { '-' } else { '+' }, self.0.abs() / 60);
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The engine's zone of the name that a `tzinfo` has: of zoneinfo, pendulum, pytz or dateutil.
fn zone_of(tzinfo: &Bound<'_, PyAny>) -> Option<Zone> {
    let named = |attribute: &str| {
        let name = tzinfo.getattr(attribute).ok()?;
        name.cast::<PyString>().ok()?.to_cow().ok().map(|name| name.into_owned())
    };
    if let Some(name) = named("key").or_else(|| named("zone")) {
        return zone_named(&name).ok();
    }
    // Of dateutil: the file that it has read, whose path ends with the name.
    let file = named("_filename")?;
    let parts: Vec<&str> = file.rsplitn(4, '/').collect();
    let (last, rest) = parts.split_first()?;
    let mut name = (*last).to_owned();
    let mut found = zone_named(&name).ok();
    for part in rest.iter().take(2) {
        name = format!("{part}/{name}");
        found = zone_named(&name).ok().or(found);
    }
    found
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
