//! What an object of Python's is, in the words of an error, and what is read out of it.

use frontdesk::Fault;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use serde::de::{self, Visitor};

pub(super) const PATH_HINT: &str = "this looks like a path, not like JSON: `from_file` reads a file";

/// What Python itself raised while a value was read.
pub(super) fn raised(error: PyErr) -> Fault {
    de::Error::custom(error)
}

pub(super) fn has_objects(first: PyResult<Bound<'_, PyAny>>) -> bool {
    first.is_ok_and(|first| first.is_instance_of::<PyDict>())
}

/// An integer of whatever size. One that needs more than 64 bits is outside every range of the engine, as it
/// is in JSON text: the range check says so.
pub(super) fn integer<'de, V: Visitor<'de>>(value: &Bound<'_, PyAny>, visitor: V) -> Result<V::Value, Fault> {
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
pub(super) fn is_array(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let is_scalar =
        || value.getattr("ndim").and_then(|count| count.extract()).is_ok_and(|count: usize| count == 0);
    Ok(value.hasattr("__array__")? && !is_scalar())
}

/// An object that is none of those that JSON has: what it is, and what would make it one.
pub(super) fn foreign(value: &Bound<'_, PyAny>, expected: &dyn de::Expected) -> Fault {
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
pub(super) fn is_instance(value: &Bound<'_, PyAny>, class: &str) -> PyResult<bool> {
    static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let kept = if class == "date" { &DATE } else { &DATETIME };
    value.is_instance(kept.import(value.py(), "datetime", class)?)
}

pub(super) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| format!("`{name}`"))
}
