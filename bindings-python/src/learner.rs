//! `Learner`: what a clinic's visits have taught.

use frontdesk::{Visit, VisitReason};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::error::as_exception;
use crate::input::{read, read_file, read_list};
use crate::output::write;
use crate::shared::Shared;

/// What is known of a clinic's visits. Everything about it is in its state: save it, load it, merge those of
/// several servers.
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct Learner {
    pub(crate) learner: Shared<frontdesk::Learner>,
}

impl Learner {
    pub(crate) fn clone_of(&self, py: Python<'_>) -> frontdesk::Learner {
        self.learner.ask(py, frontdesk::Learner::clone)
    }

    fn state_json(&self, py: Python<'_>) -> Vec<u8> {
        self.learner.ask(py, |learner| serde_json::to_vec(learner).expect("plain data has a JSON form"))
    }
}

#[pymethods]
impl Learner {
    #[new]
    #[pyo3(signature = (state = None))]
    fn new(state: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Ok(Self { learner: Shared::new(state.map_or_else(|| Ok(frontdesk::Learner::default()), read)?) })
    }

    /// A learner from a file of JSON.
    ///
    #[doc = include_str!("help/Learner.from_file.txt")]
    #[staticmethod]
    fn from_file(path: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::new(Some(&read_file(path)?))
    }

    /// Learns from a visit that is over, in the order in which visits end. `visit_reasons` are those of the
    /// room's policy. Answers why its length is not believed, and so not learned; or `None`.
    ///
    #[doc = include_str!("help/Learner.learn.txt")]
    #[pyo3(signature = (visit, visit_reasons = None))]
    fn learn<'py>(
        &self,
        visit: &Bound<'py, PyAny>,
        visit_reasons: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, visit): (_, Visit) = (visit.py(), read(visit)?);
        let reasons: Vec<VisitReason> = read_list(visit_reasons, "visit_reasons")?;
        let doubt = self.learner.change(py, |learner| learner.learn(&visit, &reasons));
        write(py, &doubt.map_err(|error| as_exception(py, &error))?)
    }

    /// Adds what another learner knows, such as that of another server of the same clinic.
    ///
    #[doc = include_str!("help/Learner.merge.txt")]
    fn merge(&self, other: &Bound<'_, Learner>) -> PyResult<()> {
        let py = other.py();
        // A copy, so that no two locks are held at once, and a learner can be merged with itself.
        let other = other.get().clone_of(py);
        self.learner.change(py, |learner| learner.merge(&other)).map_err(|error| as_exception(py, &error))
    }

    /// The state, to be saved and given to `Learner(state)`.
    ///
    #[doc = include_str!("help/Learner.state.txt")]
    fn state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        write(py, &self.clone_of(py))
    }

    /// The same as JSON text, byte for byte what every language writes.
    ///
    #[doc = include_str!("help/Learner.to_json.txt")]
    fn to_json(&self, py: Python<'_>) -> String {
        String::from_utf8(self.state_json(py)).expect("JSON is text")
    }

    fn __copy__(&self, py: Python<'_>) -> Self {
        Self { learner: Shared::new(self.clone_of(py)) }
    }

    fn __deepcopy__(&self, py: Python<'_>, _memo: &Bound<'_, PyDict>) -> Self {
        self.__copy__(py)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Bound<'py, PyBytes>,)) {
        let py = slf.py();
        (slf.get_type().into_any(), (PyBytes::new(py, &slf.get().state_json(py)),))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let state = self.state(py)?;
        Ok(format!(
            "Learner({} doctors, {} reasons)",
            state.get_item("doctors")?.len()?,
            state.get_item("reasons")?.len()?
        ))
    }
}
