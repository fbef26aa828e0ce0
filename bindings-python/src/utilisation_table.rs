//! Utilisation in bulk: as numpy columns and as Arrow.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float64Array};
use frontdesk::{PackedUtilisation, Uid};
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::arrow::{Stream, Wished, doctors, stream};
use crate::column::{Column, address};

/// How doctors' days are used, as a table: a row for each doctor and local day. Columns are numpy arrays over
/// the engine's own memory, without a copy; Arrow takes the table as it is.
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct UtilisationTable {
    days: Arc<Vec<PackedUtilisation>>,
    doctor_uids: Arc<[Uid]>,
}

impl UtilisationTable {
    pub(crate) fn new(days: Vec<PackedUtilisation>, doctor_uids: Arc<[Uid]>) -> Self {
        Self { days: Arc::new(days), doctor_uids }
    }

    fn column<'py>(
        &self,
        py: Python<'py>,
        field: impl Fn(&PackedUtilisation) -> usize,
        type_code: &'static str,
    ) -> PyResult<Bound<'py, PyAny>> {
        Column::new(&self.days, Vec::as_slice, field, type_code).array(py)
    }
}

#[pymethods]
impl UtilisationTable {
    /// The days, as `datetime64[D]`, each on its doctor's own calendar.
    #[getter]
    fn date<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(py, |day| address(&day.day), "<M8[D]")
    }

    /// Which of `doctor_uids`, counted from 0.
    #[getter]
    fn doctor<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(py, |day| address(&day.doctor), "<u4")
    }

    /// Open time, before any booking is looked at.
    #[getter]
    fn open_minutes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(py, |day| address(&day.open_minutes), "<f8")
    }

    /// Time with an appointment, in or outside of open time.
    #[getter]
    fn booked_minutes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(py, |day| address(&day.booked_minutes), "<f8")
    }

    /// Time with a live hold and no appointment.
    #[getter]
    fn held_minutes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(py, |day| address(&day.held_minutes), "<f8")
    }

    /// Open time with neither.
    #[getter]
    fn free_minutes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(py, |day| address(&day.free_minutes), "<f8")
    }

    /// The uids of all doctors of the clinic, in order.
    #[getter]
    fn doctor_uids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.doctor_uids.iter().map(|uid| uid.as_str()))
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Wished<'py>) -> Stream<'py> {
        drop(requested_schema);
        let columns = py.detach(|| {
            let days = &self.days;
            let minutes = |field: fn(&PackedUtilisation) -> f64| -> ArrayRef {
                Arc::new(Float64Array::from_iter_values(days.iter().map(field)))
            };
            let columns: [(&str, ArrayRef); 6] = [
                ("doctor_uid", doctors(days.iter().map(|day| day.doctor), &self.doctor_uids)),
                ("date", Arc::new(Date32Array::from_iter_values(days.iter().map(|day| day.day as i32)))),
                ("open_minutes", minutes(|day| day.open_minutes)),
                ("booked_minutes", minutes(|day| day.booked_minutes)),
                ("held_minutes", minutes(|day| day.held_minutes)),
                ("free_minutes", minutes(|day| day.free_minutes)),
            ];
            columns
        });
        stream(py, columns.map(|(name, column)| (name, column, false)))
    }

    fn __len__(&self) -> usize {
        self.days.len()
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        crate::html::shown(slf.as_any(), "table")
    }

    fn __repr__(&self) -> String {
        format!("UtilisationTable({} days of doctors)", self.days.len())
    }
}
