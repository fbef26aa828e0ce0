//! What a practice asks of its appointments and hours, as tables.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, TimestampSecondType, UInt32Type};
use arrow_array::{Array, ArrayRef, Date32Array, StringArray, TimestampSecondArray, UInt32Array};
use arrow_schema::DataType;
use chrono::NaiveDate;
use frontdesk::{Appointment, HoursState, OpenHours, Outcomes};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};

use crate::arrow::{UTC, stream};

/// Rows as columns: Arrow takes the table as it is, and `column` gives one as a list.
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct Table {
    /// Whether a value may be missing stands beside each.
    columns: Vec<(&'static str, ArrayRef, bool)>,
}

impl Table {
    pub(crate) fn of_appointments(rows: &[Appointment]) -> Self {
        Self {
            columns: vec![
                texts("uid", rows.iter().map(|row| Some(row.uid.to_string()))),
                texts("status", rows.iter().map(|row| Some(row.status.to_string()))),
                texts("doctor_uid", rows.iter().map(|row| Some(row.doctor_uid.to_string()))),
                optional("patient_uid", rows.iter().map(|row| row.patient_uid.as_deref())),
                optional("appointment_type_uid", rows.iter().map(|row| row.appointment_type_uid.as_deref())),
                times("start_date", rows.iter().map(|row| row.start_date.0)),
                times("end_date", rows.iter().map(|row| row.end_date.0)),
            ],
        }
    }

    pub(crate) fn of_outcomes(rows: &[Outcomes]) -> Self {
        let counts = |name, field: fn(&Outcomes) -> u32| {
            let array: ArrayRef = Arc::new(UInt32Array::from_iter_values(rows.iter().map(field)));
            (name, array, false)
        };
        Self {
            columns: vec![
                texts("doctor_uid", rows.iter().map(|row| Some(row.doctor_uid.to_string()))),
                optional("appointment_type_uid", rows.iter().map(|row| row.appointment_type_uid.as_deref())),
                counts("kept", |row| row.kept),
                counts("missed", |row| row.missed),
                counts("cancelled", |row| row.cancelled),
                counts("cancelled_late", |row| row.cancelled_late),
                counts("unresolved", |row| row.unresolved),
            ],
        }
    }

    pub(crate) fn of_hours(rows: &[OpenHours]) -> Self {
        let state = |row: &OpenHours| match row.state {
            HoursState::Open => "open",
            HoursState::Closed => "closed",
            HoursState::Blocked => "blocked",
        };
        let days = rows.iter().map(|row| row.date.map(Date32Type::from_naive_date));
        Self {
            columns: vec![
                texts("doctor_uid", rows.iter().map(|row| Some(row.doctor_uid.to_string()))),
                times("start_date", rows.iter().map(|row| row.start_date.0)),
                times("end_date", rows.iter().map(|row| row.end_date.0)),
                texts("state", rows.iter().map(|row| Some(state(row).to_owned()))),
                optional("by", rows.iter().map(|row| row.by.as_deref())),
                ("date", Arc::new(days.collect::<Date32Array>()), true),
                optional("name", rows.iter().map(|row| row.name.as_deref())),
            ],
        }
    }
}

#[pymethods]
impl Table {
    /// The names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|(name, ..)| *name).collect()
    }

    /// A column as a list: texts, Unix seconds, counts or dates as texts, and `None` where nothing is said.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let (_, array, _) = self
            .columns
            .iter()
            .find(|(own, ..)| *own == name)
            .ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
        match array.data_type() {
            DataType::Utf8 => PyList::new(py, array.as_string::<i32>().iter()),
            DataType::UInt32 => PyList::new(py, array.as_primitive::<UInt32Type>().iter()),
            DataType::Date32 => {
                let date = |days| NaiveDate::default() + chrono::TimeDelta::days(i64::from(days));
                let dates = array.as_primitive::<Date32Type>().iter();
                PyList::new(py, dates.map(|days| days.map(|days| date(days).to_string())))
            }
            _ => PyList::new(py, array.as_primitive::<TimestampSecondType>().iter()),
        }
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer may ask for other types, and a producer need not have them.
        drop(requested_schema);
        stream(py, self.columns.clone())
    }

    fn __len__(&self) -> usize {
        self.columns.first().map_or(0, |(_, array, _)| array.len())
    }

    fn __repr__(&self) -> String {
        format!("Table({} rows of {})", self.__len__(), self.column_names().join(", "))
    }
}

fn texts(name: &'static str, texts: impl Iterator<Item = Option<String>>) -> (&'static str, ArrayRef, bool) {
    (name, Arc::new(texts.collect::<StringArray>()), false)
}

fn optional<'a>(
    name: &'static str,
    texts: impl Iterator<Item = Option<&'a str>>,
) -> (&'static str, ArrayRef, bool) {
    (name, Arc::new(texts.collect::<StringArray>()), true)
}

fn times(name: &'static str, seconds: impl Iterator<Item = i64>) -> (&'static str, ArrayRef, bool) {
    (name, Arc::new(TimestampSecondArray::from_iter_values(seconds).with_timezone(UTC)), false)
}
