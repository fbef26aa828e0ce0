//! From Python: dicts, lists and scalars as values of the wire model, with the path of whatever is wrong in
//! them.

mod object;
mod time;
mod value;

use frontdesk::source::{every_fault_in, read as read_source, read_from};
use frontdesk::{Error, Fault, Instant, from_json};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyInt, PyString};
use serde::de::{self, Deserialize, DeserializeOwned};

use self::object::PATH_HINT;
use self::value::Input;
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
        let input = Input(value.clone());
        match read_from(&input) {
            Ok(read) => Ok(read),
            Err(fault) => match as_written(value, "value", clinic)? {
                None => Err(every_fault_in::<T, _>(fault, input)),
                Some(other) => read_source(Input(other)),
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

/// A value that could not be read, as the engine has what people write; or none if there is nothing to
/// change. What an object of the caller's raises while it is looked at changes nothing.
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
    let read = match read_from(&Input(value.clone())) {
        Ok(at) => Ok(at),
        Err(fault) => match as_written(value, "moment", None)? {
            Some(other) => read_from(&Input(other)),
            None => Err(fault),
        },
    };
    read.map_err(|fault| as_exception(value.py(), &under(name, fault.into())))
}

/// Puts paths below a name, if there is one.
fn under(name: &str, error: Error) -> Error {
    if name.is_empty() { error } else { error.under(name) }
}

/// A list of wire values that may be left out.
pub(crate) fn read_list<T: for<'de> Deserialize<'de> + Send>(
    value: Option<&Bound<'_, PyAny>>,
    name: &str,
) -> PyResult<Vec<T>> {
    value.map_or_else(|| Ok(Vec::new()), |value| read_at(value, name))
}
