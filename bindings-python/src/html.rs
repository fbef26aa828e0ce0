//! What notebooks show of a handle.

use frontdesk::{AppointmentType, Clinic, Doctor};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// Doctors and types that are shown: `ROWS_MAX` of `frontdesk._html`.
const ROWS_MAX: usize = 20;

/// The HTML that a function of `frontdesk._html` makes.
pub(crate) fn shown<'py>(handle: &Bound<'py, PyAny>, function: &str) -> PyResult<Bound<'py, PyAny>> {
    shown_with(PyTuple::new(handle.py(), [handle])?, function)
}

/// The HTML that a function of `frontdesk._html` makes of a handle and what was read out of it.
pub(crate) fn shown_with<'py>(arguments: Bound<'py, PyTuple>, function: &str) -> PyResult<Bound<'py, PyAny>> {
    arguments.py().import("frontdesk._html")?.call_method1(function, arguments)
}

/// The first doctors and types of a clinic, and how many there are: a notebook shows no more of a large one.
pub(crate) fn head(clinic: &Clinic) -> (Vec<Doctor>, usize, Vec<AppointmentType>, usize) {
    let uids: Vec<_> = clinic.doctor_uids().collect();
    let doctors = uids.iter().take(ROWS_MAX).filter_map(|uid| clinic.doctor(uid)).cloned().collect();
    let mut kinds: Vec<&AppointmentType> = clinic.appointment_types().collect();
    kinds.sort_by_key(|kind| &kind.uid);
    let first = kinds.iter().take(ROWS_MAX).map(|&kind| kind.clone()).collect();
    (doctors, uids.len(), first, kinds.len())
}
