//! Slots in bulk: as numpy columns, as Arrow, and as a list of dicts.

use std::collections::HashMap;
use std::sync::Arc;

use frontdesk::{PackedSlot, Slot, SlotBuffer, Uid};
use frontdesk_arrow::slots_as_batch;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::arrow::{Stream, Wished, stream_of};
use crate::column::{Column, address};
use crate::datetimes::Clocks;
use crate::output::write;

/// Slots as a table. Columns are numpy arrays over the engine's own memory, without a copy; Arrow takes the
/// table as it is: `pandas.DataFrame.from_arrow(table)`, `polars.DataFrame(table)`, `pyarrow.table(table)`,
/// and in DuckDB `FROM table`.
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct SlotTable {
    slots: Arc<SlotBuffer>,
    doctor_uids: Arc<[Uid]>,
    location_uids: Arc<[Uid]>,
}

impl SlotTable {
    pub(crate) fn new(slots: SlotBuffer, doctor_uids: Arc<[Uid]>, location_uids: Arc<[Uid]>) -> Self {
        Self { slots: Arc::new(slots), doctor_uids, location_uids }
    }

    fn column(&self, field: impl Fn(&PackedSlot) -> usize, type_code: &'static str) -> Column {
        Column::new(&self.slots, SlotBuffer::slots, field, type_code)
    }
}

#[pymethods]
impl SlotTable {
    /// The starts, as `datetime64[s]` in UTC.
    #[getter]
    fn start_date<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(|slot| address(&slot.start_date), "<M8[s]").array(py)
    }

    /// The ends, as `datetime64[s]` in UTC. They are reckoned now.
    #[getter]
    fn end_date<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let starts = self.start_date(py)?;
        let slots = &self.slots;
        if slots.is_of_one_length() {
            return starts.call_method1("__add__", (self.duration_seconds(),));
        }
        let lengths = slots.slots().iter().map(|slot| slots.duration_seconds_of(slot));
        let lengths = PyList::new(py, lengths.collect::<Vec<_>>())?;
        starts.call_method1("__add__", (py.import("numpy")?.call_method1("array", (lengths, "m8[s]"))?,))
    }

    /// Which of `doctor_uids`, counted from 0.
    #[getter]
    fn doctor<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(|slot| address(&slot.doctor), "<u4").array(py)
    }

    /// Seats that are left; 1 but for group visits.
    #[getter]
    fn seats_left<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(|slot| address(&slot.seats_left), "<u2").array(py)
    }

    /// Which of `location_uids`, counted from 1; 0 for none.
    #[getter]
    fn location<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.column(|slot| address(&slot.location), "<u2").array(py)
    }

    /// The uids of all doctors of the clinic, in order.
    #[getter]
    fn doctor_uids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.doctor_uids.iter().map(|uid| uid.as_str()))
    }

    /// The uids of the locations of the clinic, in its order.
    #[getter]
    fn location_uids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.location_uids.iter().map(|uid| uid.as_str()))
    }

    /// How long each slot is, but for those of doctors whose settings say otherwise.
    #[getter]
    fn duration_seconds(&self) -> i64 {
        self.slots.duration_seconds()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Wished<'py>) -> Stream<'py> {
        drop(requested_schema);
        let batch = py.detach(|| slots_as_batch(&self.slots, &self.doctor_uids, &self.location_uids));
        let schema = batch.schema();
        stream_of(py, vec![batch], schema)
    }

    fn __len__(&self) -> usize {
        self.slots.slots().len()
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        crate::html::shown(slf.as_any(), "slots")
    }

    fn __repr__(&self) -> String {
        let slots = self.slots.slots();
        match (slots.first(), slots.last()) {
            (Some(first), Some(last)) if first.start_date <= last.start_date => {
                format!(
                    "SlotTable({} slots, {} to {})",
                    slots.len(),
                    utc(first.start_date),
                    utc(last.start_date)
                )
            }
            _ => format!("SlotTable({} slots)", slots.len()),
        }
    }
}

fn utc(seconds: i64) -> String {
    frontdesk::Instant(seconds)
        .to_utc()
        .map_or_else(String::new, |at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A doctor, and a location or none.
type Place<'a> = (&'a str, Option<&'a str>);

/// Slots as dicts. Each is a copy of a dict of its doctor's and location's, with its own times: copying one
/// is several times as fast as making one.
pub(crate) fn slots_as_dicts<'py>(
    py: Python<'py>,
    slots: &[Slot],
    clocks: Option<&Clocks>,
) -> PyResult<Bound<'py, PyList>> {
    let mut first_of: HashMap<Place<'_>, (Bound<'py, PyDict>, u32)> = HashMap::new();
    let mut dicts = Vec::with_capacity(slots.len());
    for slot in slots {
        let key = (slot.doctor_uid.as_str(), slot.location_uid.as_ref().map(|uid| uid.as_str()));
        let (first, seats_left) = match first_of.get(&key) {
            Some(first) => first,
            None => first_of.entry(key).or_insert((write(py, slot)?.cast_into()?, slot.seats_left)),
        };
        let dict = first.copy()?;
        match clocks {
            None => {
                dict.set_item(intern!(py, "start_date"), slot.start_date.0)?;
                dict.set_item(intern!(py, "end_date"), slot.end_date.0)?;
            }
            Some(clocks) => {
                dict.set_item(
                    intern!(py, "start_date"),
                    clocks.datetime(py, slot.start_date, &slot.doctor_uid)?,
                )?;
                dict.set_item(
                    intern!(py, "end_date"),
                    clocks.datetime(py, slot.end_date, &slot.doctor_uid)?,
                )?;
            }
        }
        if slot.seats_left != *seats_left {
            dict.set_item(intern!(py, "seats_left"), slot.seats_left)?;
        }
        dicts.push(dict);
    }
    PyList::new(py, dicts)
}
