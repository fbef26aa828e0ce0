//! Instants as `datetime` on a clock.

use std::collections::HashMap;

use frontdesk::{Instant, Uid, Zone};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

use crate::input::instant;
use crate::zone::zone_named;

/// Unix seconds of an instant that is given as such or as an aware `datetime`.
///
#[doc = include_str!("help/seconds.txt")]
#[pyfunction]
pub(crate) fn seconds(at: &Bound<'_, PyAny>) -> PyResult<i64> {
    instant(at, "at").map(|at| at.0)
}

/// An instant as an aware `datetime` on the clock of a built-in zone.
///
#[doc = include_str!("help/local_datetime.txt")]
#[pyfunction]
pub(crate) fn local_datetime<'py>(at: &Bound<'py, PyAny>, timezone: &str) -> PyResult<Bound<'py, PyAny>> {
    let zone = zone_named(timezone).map_err(|error| crate::error::as_exception(at.py(), &error))?;
    on_clock(at.py(), instant(at, "at")?, &zone)
}

/// The clocks of some doctors.
pub(crate) struct Clocks(HashMap<Uid, Zone>);

impl Clocks {
    pub(crate) fn of<'a>(clinic: &frontdesk::Clinic, doctors: impl Iterator<Item = &'a Uid>) -> Self {
        let mut clocks = HashMap::new();
        for uid in doctors {
            if !clocks.contains_key(uid) {
                clocks.extend(clinic.timezone_of(uid).map(|zone| (uid.clone(), zone)));
            }
        }
        Self(clocks)
    }

    pub(crate) fn datetime<'py>(
        &self,
        py: Python<'py>,
        at: Instant,
        doctor_uid: &Uid,
    ) -> PyResult<Bound<'py, PyAny>> {
        match self.0.get(doctor_uid) {
            Some(zone) => on_clock(py, at, zone),
            None => on_clock(py, at, &Zone::utc()),
        }
    }
}

/// The instant as a `datetime` with the `zoneinfo` zone of that name, or with the engine's offset where
/// Python does not know the zone or has other rules for it: the clock always shows what the engine reckons
/// with.
pub(crate) fn on_clock<'py>(py: Python<'py>, at: Instant, zone: &Zone) -> PyResult<Bound<'py, PyAny>> {
    static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static TIMEDELTA: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static TIMEZONE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static ZONE_INFO: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let datetime = DATETIME.import(py, "datetime", "datetime")?;
    let timezone = TIMEZONE.import(py, "datetime", "timezone")?;
    let at_clock = |clock: &Bound<'py, PyAny>| datetime.call_method1("fromtimestamp", (at.0, clock));
    let offset = TIMEDELTA
        .import(py, "datetime", "timedelta")?
        .call((), Some(&seconds_of(py, zone.offset_seconds(at))?))?;
    if let Ok(known) = ZONE_INFO.import(py, "zoneinfo", "ZoneInfo")?.call1((zone.name(),)) {
        let local = at_clock(&known)?;
        if local.call_method0("utcoffset")?.eq(&offset)? {
            return Ok(local);
        }
    }
    at_clock(&timezone.call1((offset, zone.name()))?)
}

fn seconds_of(py: Python<'_>, seconds: i64) -> PyResult<Bound<'_, PyDict>> {
    let keywords = PyDict::new(py);
    keywords.set_item("seconds", seconds)?;
    Ok(keywords)
}
