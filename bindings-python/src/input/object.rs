//! What an object of Python's is, in the words of an error, and what is read out of it.

use frontdesk::Fault;
use frontdesk::source::Look;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use serde::de;

pub(super) const PATH_HINT: &str = "this looks like a path, not like JSON: `from_file` reads a file";

/// What Python itself raised while a value was read.
pub(super) fn raised(error: PyErr) -> Fault {
    de::Error::custom(error)
}

/// An integer of whatever size. One that needs more than 64 bits is outside every range of the engine, as it
/// is in JSON text: the range check says so.
pub(super) fn integer<L, O>(value: &Bound<'_, PyAny>) -> Result<Look<'static, L, O>, Fault> {
    if let Ok(number) = value.extract::<i64>() {
        return Ok(Look::Signed(number));
    }
    match value.extract::<u64>() {
        Ok(number) => Ok(Look::Unsigned(number)),
        Err(_) => value.extract::<f64>().map(Look::Float).map_err(|_| {
            de::Error::custom(format_args!(
                "invalid type: {} that no number of the engine can hold",
                type_name(value)
            ))
        }),
    }
}

/// Whether this is an array of numpy, and not one number of it.
pub(super) fn is_array(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let is_scalar =
        || value.getattr("ndim").and_then(|count| count.extract()).is_ok_and(|count: usize| count == 0);
    Ok(value.hasattr("__array__")? && !is_scalar())
}

/// An object that is none of those that JSON has: what it is, and what would make it one.
pub(super) fn foreign<L, O>(value: &Bound<'_, PyAny>) -> Result<Look<'static, L, O>, Fault> {
    let hint = if is_array(value).map_err(raised)? {
        "; `.tolist()` makes a list of an array"
    } else if value.hasattr("__fspath__").map_err(raised)? {
        return Err(de::Error::custom(PATH_HINT));
    } else if value.hasattr("keys").map_err(raised)? {
        "; `dict(…)` makes a dict of a mapping"
    } else {
        ""
    };
    Ok(Look::Foreign(type_name(value), hint))
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
