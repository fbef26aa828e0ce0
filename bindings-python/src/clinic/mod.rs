//! `Clinic`: who can be booked when, and what is booked.

mod class;
pub(crate) mod prepared_query;

use std::sync::{Arc, OnceLock};

use frontdesk::{Error, Result, SlotBuffer, SlotQuery, Uid, Zone};
use pyo3::prelude::*;
use pyo3::types::PyList;
use serde::de::DeserializeOwned;

use crate::datetimes::Clocks;
use crate::error::as_exception;
use crate::input::{instant, read_on};
use crate::shared::Shared;
use crate::slot_table::{SlotTable, slots_as_dicts};

/// A clinic, ready to be asked. Made once from a snapshot, kept up to date by `change` and `apply`, asked as
/// often as you like.
///
/// It holds no clock: every question comes with its `now`, Unix seconds or an aware `datetime`. Threads may
/// share it.
///
/// >>> from frontdesk import Clinic, build
/// >>> Clinic(build.example())
/// Clinic(1 doctor, 1 appointment, timezone='Europe/Berlin')
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct Clinic {
    state: Shared<State>,
}

#[derive(Clone)]
pub(crate) struct State {
    pub(crate) clinic: frontdesk::Clinic,
    /// The doctors in order, once somebody has asked: tables share them.
    doctor_uids: OnceLock<Arc<[Uid]>>,
}

impl State {
    pub(crate) fn doctor_uids(&self) -> Arc<[Uid]> {
        self.doctor_uids.get_or_init(|| self.clinic.doctor_uids().cloned().collect()).clone()
    }
}

impl Clinic {
    fn of(clinic: frontdesk::Clinic) -> Self {
        Self { state: Shared::new(State { clinic, doctor_uids: OnceLock::new() }) }
    }

    /// Asks the engine.
    fn ask<R: Send>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&frontdesk::Clinic) -> Result<R> + Send,
    ) -> PyResult<R> {
        self.state.ask(py, |state| question(&state.clinic)).map_err(|error| as_exception(py, &error))
    }

    fn snapshot_json(&self, py: Python<'_>) -> Vec<u8> {
        self.state.ask(py, |state| {
            serde_json::to_vec(&state.clinic.snapshot()).expect("plain data has a JSON form")
        })
    }

    /// Slots as a table, by start or by doctor.
    pub(crate) fn table(
        &self,
        py: Python<'_>,
        query: &SlotQuery,
        now: frontdesk::Instant,
        by_doctor: bool,
    ) -> PyResult<SlotTable> {
        let found = self.state.ask(py, |state| {
            let mut buffer = SlotBuffer::new();
            if by_doctor {
                state.clinic.find_slots_by_doctor_into(query, now, &mut buffer)?;
            } else {
                state.clinic.find_slots_into(query, now, &mut buffer)?;
            }
            let location_uids =
                state.clinic.locations().iter().map(|location| location.uid.clone()).collect();
            Ok(SlotTable::new(buffer, state.doctor_uids(), location_uids))
        });
        found.map_err(|error: Error| as_exception(py, &error))
    }

    /// Slots as dicts, with instants or with times on the doctors' clocks.
    pub(crate) fn slots<'py>(
        &self,
        py: Python<'py>,
        query: &SlotQuery,
        now: frontdesk::Instant,
        first: bool,
        datetimes: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        let (slots, clocks) = self.ask(py, |clinic| {
            let slots =
                if first { clinic.first_slots(query, now)? } else { clinic.find_slots(query, now)? };
            let clocks = datetimes.then(|| Clocks::of(clinic, slots.iter().map(|slot| &slot.doctor_uid)));
            Ok((slots, clocks))
        })?;
        slots_as_dicts(py, &slots, clocks.as_ref())
    }
}

/// What a clinic is asked or told, in which dates are days on its clock.
pub(crate) fn given<T: DeserializeOwned + Send>(
    clinic: &Bound<'_, Clinic>,
    value: &Bound<'_, PyAny>,
) -> PyResult<T> {
    read_on(value, "", Some(clinic.as_any()))
}

/// What the engine answers to a question that is asked at an instant.
fn asked<Q: DeserializeOwned + Send, R: Send>(
    clinic: &Bound<'_, Clinic>,
    query: &Bound<'_, PyAny>,
    now: &Bound<'_, PyAny>,
    question: impl FnOnce(&frontdesk::Clinic, &Q, frontdesk::Instant) -> Result<R> + Send,
) -> PyResult<R> {
    let (query, now): (Q, _) = (given(clinic, query)?, instant(now, "now")?);
    clinic.get().ask(clinic.py(), move |clinic| question(clinic, &query, now))
}

/// The clock of a doctor, or of the clinic.
fn zone_of(clinic: &frontdesk::Clinic, doctor_uid: Option<&str>) -> Result<Zone> {
    let Some(uid) = doctor_uid else { return Ok(clinic.timezone()) };
    clinic.timezone_of(uid).ok_or_else(|| {
        let code = frontdesk::ErrorCode::NotFound { what: "doctor", uid: uid.to_owned() };
        Error::new(code, "doctor_uid".to_owned())
    })
}
