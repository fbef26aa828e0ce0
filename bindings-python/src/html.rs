//! What notebooks show of a handle.

use pyo3::prelude::*;

/// The HTML that a function of `frontdesk._html` makes.
pub(crate) fn shown<'py>(handle: &Bound<'py, PyAny>, function: &str) -> PyResult<Bound<'py, PyAny>> {
    handle.py().import("frontdesk._html")?.call_method1(function, (handle,))
}
