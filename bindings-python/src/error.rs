//! Errors of the engine as exceptions of the package.

use frontdesk::refusal::Refusal;
use frontdesk::{Error, ErrorCode, ErrorKind};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use serde::Serialize;

use crate::output::write;

/// The exception for an error.
pub(crate) fn as_exception(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error.kind(), error)
}

/// The exception for a refusal, which may be an error.
pub(crate) fn refused<R: Serialize + std::fmt::Display>(py: Python<'_>, refusal: &Refusal<R>) -> PyErr {
    exception(py, refusal.kind(), refusal)
}

/// The exception for bytes that are no text.
pub(crate) fn invalid_text(py: Python<'_>, detail: &str) -> PyErr {
    as_exception(py, &Error::new(ErrorCode::InvalidJson { detail: detail.to_owned() }, String::new()))
}

/// `SchedulingError` of the kind, with the wire form of what is wrong.
fn exception<T: Serialize>(py: Python<'_>, kind: ErrorKind, wrong: &T) -> PyErr {
    static INVALID: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static NOT_FOUND: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static REFUSED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static TOO_LARGE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let (class, name) = match kind {
        ErrorKind::Invalid => (&INVALID, "InvalidInput"),
        ErrorKind::NotFound => (&NOT_FOUND, "NotFound"),
        ErrorKind::Refused => (&REFUSED, "Refused"),
        ErrorKind::TooLarge => (&TOO_LARGE, "TooLarge"),
    };
    let made =
        class.import(py, "frontdesk._errors", name).and_then(|class| class.call1((write(py, wrong)?,)));
    made.map_or_else(|error| error, PyErr::from_value)
}
