//! Constructors and setters of queries about what is booked and open, and of the caller's own time zones, for
//! Rust callers.

use std::ops::Range;

use chrono::NaiveDateTime;

use super::{setters, uids};
use crate::clinic::InstantQuery;
use crate::model::appointment::AppointmentStatus;
use crate::report::appointments::AppointmentsQuery;
use crate::report::utilisation::UtilisationQuery;
use crate::time::instant::Instant;
use crate::time::zone::{TimezoneData, Transition};
use crate::wire::uid::Uid;

impl AppointmentsQuery {
    /// Which appointments run in `interval`?
    pub fn new<T: Into<Instant>>(interval: Range<T>) -> Self {
        Self { from: interval.start.into(), to: interval.end.into(), ..Self::default() }
    }
}

setters! { AppointmentsQuery {
    /// Only with these doctors.
    doctors(doctors: impl IntoIterator<Item = impl Into<Uid>>) => doctor_uids = Some(uids(doctors));
    /// Only of this patient.
    patient(uid: impl Into<Uid>) => patient_uid = Some(uid.into());
    /// Only of these types.
    appointment_types(types: impl IntoIterator<Item = impl Into<Uid>>) =>
        appointment_type_uids = Some(uids(types));
    /// Only those that stand there.
    statuses(statuses: impl IntoIterator<Item = AppointmentStatus>) =>
        statuses = Some(statuses.into_iter().collect());
} }

impl UtilisationQuery {
    /// How is the time of `interval` used?
    pub fn new<T: Into<Instant>>(interval: Range<T>) -> Self {
        Self { from: interval.start.into(), to: interval.end.into(), doctor_uids: None }
    }
}

setters! { UtilisationQuery {
    /// Only these doctors.
    doctors(doctors: impl IntoIterator<Item = impl Into<Uid>>) => doctor_uids = Some(uids(doctors));
} }

impl InstantQuery {
    /// When does the clinic's clock show `local`?
    pub fn new(local: NaiveDateTime) -> Self {
        Self { local, doctor_uid: None, timezone: None }
    }
}

setters! { InstantQuery {
    /// The clock of this doctor.
    doctor(uid: impl Into<Uid>) => doctor_uid = Some(uid.into());
    /// The clock of this zone.
    timezone(name: impl Into<String>) => timezone = Some(name.into());
} }

impl TimezoneData {
    /// A zone whose clock showed UTC and `offset_seconds` until its first transition, and goes by a POSIX TZ
    /// string such as `CET-1CEST,M3.5.0,M10.5.0/3` after the last.
    pub fn new(name: impl Into<String>, offset_seconds: i64, rule: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            initial_offset_seconds: offset_seconds,
            transitions: Vec::new(),
            rule: Some(rule.into()),
            covers_until: None,
        }
    }

    /// One more change of the clock, later than those before.
    #[must_use]
    pub fn transition(mut self, at: impl Into<Instant>, offset_seconds: i64) -> Self {
        self.transitions.push(Transition { at: at.into(), offset_seconds });
        self
    }

    /// Nothing is known from then on, and there is no rule.
    #[must_use]
    pub fn covers_until(mut self, end: impl Into<Instant>) -> Self {
        self.rule = None;
        self.covers_until = Some(end.into());
        self
    }
}
