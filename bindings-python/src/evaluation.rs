//! How well waits would have been foretold from a practice's own log.

use frontdesk::EvaluationQuery;
use pyo3::prelude::*;

use crate::error::as_exception;
use crate::input::read;
use crate::output::write;

/// Plays a log of visits to a waiting room as it happened, and says how near its answers were to the waits
/// that came.
///
#[doc = include_str!("help/evaluate_waits.txt")]
#[pyfunction]
pub(crate) fn evaluate_waits<'py>(query: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let (py, query): (_, EvaluationQuery) = (query.py(), read(query)?);
    let answer = py.detach(|| frontdesk::evaluate_waits(&query));
    write(py, &answer.map_err(|error| as_exception(py, &error))?)
}
