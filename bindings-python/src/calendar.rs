//! `Calendar`: one doctor without a clinic.

use frontdesk::{AppointmentType, Doctor, SlotBuffer, Uid};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyInt, PyList, PyTuple};

use crate::error::as_exception;
use crate::input::{instant, read, read_at};
use crate::slot_table::SlotTable;
use crate::zone::zone_named;

/// One doctor's clock, hours and bookings, for callers that have them at hand and want no clinic.
///
/// `bookings` are pairs of start and end in any order: a list of tuples, or a numpy array of two columns of
/// `int64` or `datetime64[s]`. The doctor's own `timezone` is not looked at: `timezone` is the clock. A
/// doctor's settings and a type's limits are a clinic's business.
///
/// >>> from frontdesk import Calendar, build
/// >>> Calendar(build.doctor("ada", build.hours("Mon-Fri", "08:00", "12:00")), "Europe/Berlin")
/// Calendar('ada')
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct Calendar {
    calendar: frontdesk::Calendar,
    doctor_uid: Uid,
}

#[pymethods]
impl Calendar {
    #[new]
    #[pyo3(signature = (doctor, timezone, bookings = None))]
    fn new(doctor: &Bound<'_, PyAny>, timezone: &str, bookings: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let (py, doctor): (_, Doctor) = (doctor.py(), read(doctor)?);
        let bookings = bookings.map_or_else(|| Ok(Vec::new()), pairs)?;
        let calendar = py.detach(|| frontdesk::Calendar::new(&doctor, &zone_named(timezone)?, &bookings));
        Ok(Self { calendar: calendar.map_err(|error| as_exception(py, &error))?, doctor_uid: doctor.uid })
    }

    /// The slots of an appointment type with `start` and `until` as the range, as a table.
    ///
    #[doc = include_str!("help/Calendar.slot_table.txt")]
    fn slot_table(
        &self,
        appointment_type: &Bound<'_, PyAny>,
        start: &Bound<'_, PyAny>,
        until: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<SlotTable> {
        let py = now.py();
        let kind: AppointmentType = read_at(appointment_type, "appointment_type")?;
        let (from, to, now) = (instant(start, "from")?, instant(until, "to")?, instant(now, "now")?);
        let mut buffer = SlotBuffer::new();
        let found = py.detach(|| self.calendar.find_slots_into(&kind, from, to, now, &mut buffer));
        found.map_err(|error| as_exception(py, &error))?;
        Ok(SlotTable::new(buffer, [self.doctor_uid.clone()].into(), [].into()))
    }

    fn __repr__(&self) -> String {
        format!("Calendar('{}')", self.doctor_uid)
    }
}

/// Bookings as pairs of seconds.
fn pairs(bookings: &Bound<'_, PyAny>) -> PyResult<Vec<(i64, i64)>> {
    let Ok(list) = bookings.cast::<PyList>() else { return columns(bookings) };
    let mut pairs = Vec::with_capacity(list.len());
    for (index, pair) in list.iter().enumerate() {
        let seconds = |at: Bound<'_, PyAny>| match at.is_exact_instance_of::<PyInt>() {
            // The path is made up only if it is needed.
            true => {
                at.extract::<i64>().or_else(|_| instant(&at, &format!("bookings[{index}]")).map(|at| at.0))
            }
            false => instant(&at, &format!("bookings[{index}]")).map(|at| at.0),
        };
        match pair.cast::<PyTuple>() {
            Ok(pair) if pair.len() == 2 => {
                pairs.push((seconds(pair.get_item(0)?)?, seconds(pair.get_item(1)?)?));
            }
            _ => pairs.push(read_at(&pair, &format!("bookings[{index}]"))?),
        }
    }
    Ok(pairs)
}

/// The bookings of a numpy array with two columns.
fn columns(array: &Bound<'_, PyAny>) -> PyResult<Vec<(i64, i64)>> {
    let expected = || {
        PyTypeError::new_err(
            "bookings are a list of pairs, or a numpy array of two columns of int64 or datetime64[s]",
        )
    };
    let kind: String =
        array.getattr("dtype").and_then(|kind| kind.getattr("str")?.extract()).map_err(|_| expected())?;
    let (_, columns): (usize, usize) = array.getattr("shape")?.extract().map_err(|_| expected())?;
    if !(kind == "<i8" || kind == "<M8[s]") || columns != 2 {
        return Err(expected());
    }
    let bytes = array.call_method0("tobytes")?;
    let bytes = bytes.cast::<PyBytes>()?.as_bytes();
    let seconds = |bytes: &[u8]| i64::from_le_bytes(bytes.try_into().expect("eight bytes"));
    Ok(bytes.chunks_exact(16).map(|pair| (seconds(&pair[..8]), seconds(&pair[8..]))).collect())
}
