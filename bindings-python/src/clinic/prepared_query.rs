//! `PreparedQuery`: a question that is read and checked once.

use frontdesk::SlotQuery;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::Clinic;
use crate::input::instant;
use crate::slot_table::SlotTable;

/// A query that `Clinic.prepare` has read and checked. It is asked of its clinic as that is now, so changes
/// and bookings count; what is gone from the clinic by then is refused as in any query.
///
/// >>> from frontdesk import Clinic, build
/// >>> clinic = Clinic(build.example())
/// >>> days = {"from": "2026-03-23", "to": "2026-03-30"}
/// >>> week = clinic.prepare({"appointment_type_uid": "visit", **days})
/// >>> len(week.find_slots("2026-03-23T00:00Z")) == len(week.slot_table("2026-03-23T00:00Z"))
/// True
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct PreparedQuery {
    clinic: Py<Clinic>,
    query: SlotQuery,
}

impl PreparedQuery {
    pub(crate) fn new(clinic: Py<Clinic>, query: SlotQuery) -> Self {
        Self { clinic, query }
    }
}

#[pymethods]
impl PreparedQuery {
    /// `Clinic.find_slots` of this query.
    ///
    #[doc = include_str!("../help/PreparedQuery.find_slots.txt")]
    #[pyo3(signature = (now, *, datetimes = false))]
    fn find_slots<'py>(&self, now: &Bound<'py, PyAny>, datetimes: bool) -> PyResult<Bound<'py, PyList>> {
        self.clinic.get().slots(now.py(), &self.query, instant(now, "now")?, false, datetimes)
    }

    /// `Clinic.first_slots` of this query.
    ///
    #[doc = include_str!("../help/PreparedQuery.first_slots.txt")]
    #[pyo3(signature = (now, *, datetimes = false))]
    fn first_slots<'py>(&self, now: &Bound<'py, PyAny>, datetimes: bool) -> PyResult<Bound<'py, PyList>> {
        self.clinic.get().slots(now.py(), &self.query, instant(now, "now")?, true, datetimes)
    }

    /// `Clinic.slot_table` of this query.
    ///
    #[doc = include_str!("../help/PreparedQuery.slot_table.txt")]
    #[pyo3(signature = (now, *, by_doctor = false))]
    fn slot_table(&self, now: &Bound<'_, PyAny>, by_doctor: bool) -> PyResult<SlotTable> {
        self.clinic.get().table(now.py(), &self.query, instant(now, "now")?, by_doctor)
    }

    fn __repr__(&self) -> String {
        let SlotQuery { appointment_type_uid, from, to, .. } = &self.query;
        format!("PreparedQuery('{}', {from} to {to})", frontdesk::Quoted(appointment_type_uid))
    }
}
