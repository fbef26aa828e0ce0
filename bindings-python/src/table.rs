//! What a practice asks of its appointments and hours, as tables.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, TimestampSecondType, UInt32Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, StringArray, TimestampSecondArray, UInt32Array,
};
use arrow_schema::DataType;
use chrono::NaiveDate;
use frontdesk::{
    Appointment, DayWithSlots, ExplainedDay, HoursState, Instant, OpenHours, Outcomes, Promises, QueueEntry,
    WaitDistribution, WaitEstimate,
};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde::Serialize;

use crate::arrow::{Stream, UTC, Wished, stream};

/// Rows as columns: Arrow takes the table as it is, and `column` gives one as a list.
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct Table {
    /// Whether a value may be missing stands beside each.
    columns: Vec<Column>,
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
        let count = |name, field: fn(&Outcomes) -> u32| counts(name, rows.iter().map(field).map(Some));
        Self {
            columns: vec![
                texts("doctor_uid", rows.iter().map(|row| Some(row.doctor_uid.to_string()))),
                optional("appointment_type_uid", rows.iter().map(|row| row.appointment_type_uid.as_deref())),
                count("kept", |row| row.kept),
                count("missed", |row| row.missed),
                count("cancelled", |row| row.cancelled),
                count("cancelled_late", |row| row.cancelled_late),
                count("unresolved", |row| row.unresolved),
            ],
        }
    }

    pub(crate) fn of_hours(rows: &[OpenHours]) -> Self {
        let state = |row: &OpenHours| match row.state {
            HoursState::Open => "open",
            HoursState::Closed => "closed",
            HoursState::Blocked => "blocked",
        };
        Self {
            columns: vec![
                texts("doctor_uid", rows.iter().map(|row| Some(row.doctor_uid.to_string()))),
                times("start_date", rows.iter().map(|row| row.start_date.0)),
                times("end_date", rows.iter().map(|row| row.end_date.0)),
                texts("state", rows.iter().map(|row| Some(state(row).to_owned()))),
                optional("by", rows.iter().map(|row| row.by.as_deref())),
                dates("date", rows.iter().map(|row| row.date)),
                optional("name", rows.iter().map(|row| row.name.as_deref())),
            ],
        }
    }
}

impl Table {
    pub(crate) fn of_days(rows: &[DayWithSlots]) -> Self {
        Self {
            columns: vec![
                dates("date", rows.iter().map(|row| Some(row.date))),
                times("first_start_date", rows.iter().map(|row| row.first_start_date.0)),
            ],
        }
    }

    pub(crate) fn of_explained_days(rows: &[ExplainedDay]) -> Self {
        let main = |row: &ExplainedDay| row.reasons.first().cloned();
        // The name of the kind, which a time that does not exist has on the wire only.
        let code = |row: &ExplainedDay| {
            let reason = serde_json::to_value(main(row)?.reason).ok()?;
            reason["code"].as_str().map(str::to_owned)
        };
        let codes: StringArray = rows.iter().map(code).collect();
        Self {
            columns: vec![
                dates("date", rows.iter().map(|row| Some(row.date))),
                texts("doctor_uid", rows.iter().map(|row| Some(row.doctor_uid.to_string()))),
                counts("candidates", rows.iter().map(|row| Some(row.candidates))),
                counts("slots", rows.iter().map(|row| Some(row.slots))),
                flags("booked_out", rows.iter().map(|row| row.booked_out)),
                flags("no_gap_long_enough", rows.iter().map(|row| row.no_gap_long_enough)),
                ("reason", Arc::new(codes), true),
                numbers("reason_share", rows.iter().map(|row| main(row).map(|main| main.share))),
                dates("next_date", rows.iter().map(|row| row.next_date)),
            ],
        }
    }

    pub(crate) fn of_waits(rows: &[WaitEstimate]) -> Self {
        let said = |name, field: fn(&WaitDistribution) -> f64| {
            numbers(name, rows.iter().map(|row| row.distribution.as_ref().map(field)))
        };
        let unknown: StringArray = rows.iter().map(|row| row.unknown.map(|unknown| word(&unknown))).collect();
        Self {
            columns: vec![
                optional("uid", rows.iter().map(|row| row.uid.as_deref())),
                counts("position", rows.iter().map(|row| u32::try_from(row.position).ok())),
                numbers(
                    "estimated_wait_minutes",
                    rows.iter().map(|row| row.estimated_wait_minutes.map(|minutes| minutes as f64)),
                ),
                ("unknown", Arc::new(unknown), true),
                said("p_served", |waits| waits.p_served),
                said("mean", |waits| waits.mean),
                said("p10", |waits| waits.p10),
                said("p50", |waits| waits.p50),
                said("p90", |waits| waits.p90),
                numbers(
                    "overdue_minutes",
                    rows.iter().map(|row| row.overdue_minutes.map(|minutes| minutes as f64)),
                ),
            ],
        }
    }

    pub(crate) fn of_promises(promises: &Promises, from: Instant, to: Instant) -> Self {
        let count = |name, count: usize| counts(name, std::iter::once(u32::try_from(count).ok()));
        Self {
            columns: vec![
                times("from", std::iter::once(from.0)),
                times("to", std::iter::once(to.0)),
                count("announced", promises.announced),
                count("kept", promises.kept),
                count("kept_early", promises.kept_early),
                count("broken", promises.broken),
                count("left", promises.left),
                count("waiting", promises.waiting),
            ],
        }
    }

    pub(crate) fn of_entries(rows: &[&QueueEntry]) -> Self {
        let texts_of =
            |name, field: fn(&QueueEntry) -> String| texts(name, rows.iter().map(|row| Some(field(row))));
        Self {
            columns: vec![
                counts("position", (1..).take(rows.len()).map(Some)),
                texts_of("uid", |row| row.uid.to_string()),
                texts_of("patient_uid", |row| row.patient_uid.to_string()),
                optional("visit_reason", rows.iter().map(|row| row.visit_reason.as_deref())),
                optional("preferred_doctor_uid", rows.iter().map(|row| row.preferred_doctor_uid.as_deref())),
                flags("urgent", rows.iter().map(|row| row.urgent)),
                texts_of("presence", |row| word(&row.presence)),
                times("registered_at", rows.iter().map(|row| row.registered_at.0)),
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

    /// A column as a list: texts, Unix seconds, numbers, truths or dates as texts, and `None` where nothing
    /// is said.
    ///
    #[doc = include_str!("help/Table.column.txt")]
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let (_, array, _) = self
            .columns
            .iter()
            .find(|(own, ..)| *own == name)
            .ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
        match array.data_type() {
            DataType::Utf8 => PyList::new(py, array.as_string::<i32>().iter()),
            DataType::UInt32 => PyList::new(py, array.as_primitive::<UInt32Type>().iter()),
            DataType::Float64 => PyList::new(py, array.as_primitive::<Float64Type>().iter()),
            DataType::Boolean => PyList::new(py, array.as_boolean().iter()),
            DataType::Date32 => {
                let date = |days| NaiveDate::default() + chrono::TimeDelta::days(i64::from(days));
                let dates = array.as_primitive::<Date32Type>().iter();
                PyList::new(py, dates.map(|days| days.map(|days| date(days).to_string())))
            }
            _ => PyList::new(py, array.as_primitive::<TimestampSecondType>().iter()),
        }
    }

    /// All columns as lists, by their names.
    ///
    #[doc = include_str!("help/Table.to_dict.txt")]
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (name, ..) in &self.columns {
            columns.set_item(name, self.column(py, name)?)?;
        }
        Ok(columns)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Wished<'py>) -> Stream<'py> {
        drop(requested_schema);
        stream(py, self.columns.clone())
    }

    fn __len__(&self) -> usize {
        self.columns.first().map_or(0, |(_, array, _)| array.len())
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        crate::html::shown(slf.as_any(), "table")
    }

    fn __repr__(&self) -> String {
        format!("Table({} rows of {})", self.__len__(), self.column_names().join(", "))
    }
}

/// A column's name, its values, and whether one may be missing.
type Column = (&'static str, ArrayRef, bool);

fn texts(name: &'static str, texts: impl Iterator<Item = Option<String>>) -> Column {
    (name, Arc::new(texts.collect::<StringArray>()), false)
}

fn optional<'a>(name: &'static str, texts: impl Iterator<Item = Option<&'a str>>) -> Column {
    (name, Arc::new(texts.collect::<StringArray>()), true)
}

fn times(name: &'static str, seconds: impl Iterator<Item = i64>) -> Column {
    (name, Arc::new(TimestampSecondArray::from_iter_values(seconds).with_timezone(UTC)), false)
}

fn dates(name: &'static str, dates: impl Iterator<Item = Option<NaiveDate>>) -> Column {
    let days = dates.map(|date| date.map(Date32Type::from_naive_date));
    (name, Arc::new(days.collect::<Date32Array>()), true)
}

fn counts(name: &'static str, counts: impl Iterator<Item = Option<u32>>) -> Column {
    let counts: UInt32Array = counts.collect();
    let may_miss = counts.null_count() > 0;
    (name, Arc::new(counts), may_miss)
}

fn numbers(name: &'static str, numbers: impl Iterator<Item = Option<f64>>) -> Column {
    (name, Arc::new(numbers.collect::<Float64Array>()), true)
}

fn flags(name: &'static str, flags: impl Iterator<Item = bool>) -> Column {
    (name, Arc::new(BooleanArray::from_iter(flags.map(Some))), false)
}

/// A word of the wire.
fn word<T: Serialize>(word: &T) -> String {
    serde_json::to_value(word).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
