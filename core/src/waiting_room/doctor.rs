//! The doctors of a room: when they are on duty, whom they expect, whom they see.

use serde::{Deserialize, Serialize};

use crate::order::sort_by;
use crate::time::instant::Instant;
use crate::wait::VisitKind;
use crate::wire::uid::Uid;

/// A doctor who sees patients from the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct QueueDoctor {
    /// The id, such as `doc-456`.
    pub uid: Uid,
    /// Kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The doctor's own video room. Without one, each visit has a room of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video_room_id: Option<Uid>,
    /// When the doctor fetches patients from the queue: in order, none overlapping another.
    #[serde(default)]
    pub duty: Vec<Duty>,
    /// Appointments that have not begun.
    #[serde(default)]
    pub appointments: Vec<UpcomingAppointment>,
    /// Whom the doctor sees now.
    #[serde(default)]
    pub current: Option<Consultation>,
    /// How many patients the doctor sees at a time, 1 to 20; one if null.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::wire::optional_integer"
    )]
    pub concurrent_patients_max: Option<i64>,
    /// Whom the doctor sees beside `current`, in the order in which these began. There may be more than
    /// places: who has begun stays to the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Consultation>,
    /// When the doctor's last consultation was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_ended_at: Option<Instant>,
    /// Since when the doctor has been away, or was the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_since: Option<Instant>,
    /// When the doctor will be back, or has been since; null of one who is away until somebody says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_at: Option<Instant>,
}

/// A stretch of time on duty, `[start_date, end_date)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Duty {
    /// The start.
    pub start_date: Instant,
    /// The end.
    pub end_date: Instant,
}

/// An appointment that has not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct UpcomingAppointment {
    /// The appointment's id.
    pub uid: Uid,
    /// When it is to begin.
    pub start_date: Instant,
    /// What it is about.
    #[serde(default)]
    pub reason: Option<Uid>,
}

/// A consultation that is taking place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Consultation {
    /// Whether the patient comes from the queue or has an appointment.
    pub kind: VisitKind,
    /// The queue entry, or the appointment.
    pub uid: Uid,
    /// What it is about.
    #[serde(default)]
    pub reason: Option<Uid>,
    /// When the patient joined the queue; the scheduled start of an appointment.
    pub registered_at: Instant,
    /// When it began.
    pub started_at: Instant,
}

impl QueueDoctor {
    /// Whether the doctor fetches patients from the queue at `at`.
    pub fn is_on_duty(&self, at: Instant) -> bool {
        self.duty_at(at).is_some()
    }

    /// The stretch of duty that holds `at`.
    pub(super) fn duty_at(&self, at: Instant) -> Option<&Duty> {
        let ended = self.duty.partition_point(|window| window.end_date <= at);
        self.duty.get(ended).filter(|window| window.start_date <= at)
    }

    /// Whether the doctor is away at `at`, on duty or not.
    pub fn is_away(&self, at: Instant) -> bool {
        self.away_since.is_some_and(|since| since <= at) && self.back_at.is_none_or(|back_at| at < back_at)
    }

    /// Whether the doctor is on duty, and not away.
    pub(super) fn is_here(&self, at: Instant) -> bool {
        self.is_on_duty(at) && !self.is_away(at)
    }

    /// When the doctor's next stretch on duty after `at` begins.
    pub(super) fn next_duty(&self, at: Instant) -> Option<Instant> {
        let begun = self.duty.partition_point(|window| window.start_date <= at);
        self.duty.get(begun).map(|window| window.start_date)
    }

    /// How many patients the doctor sees at a time.
    pub(super) fn places(&self) -> usize {
        self.concurrent_patients_max.unwrap_or(1) as usize
    }

    /// Everybody whom the doctor sees now, in the order in which they began.
    pub fn consultations(&self) -> impl Iterator<Item = &Consultation> + Clone {
        self.current.iter().chain(&self.beside)
    }

    /// Whether the doctor has no place for another patient.
    pub(crate) fn is_full(&self) -> bool {
        self.consultations().count() >= self.places()
    }

    /// Records a consultation as it is now: one that begins comes last.
    pub(super) fn put_consultation(&mut self, consultation: Consultation) {
        let is_it =
            |there: &&mut Consultation| (there.kind, &there.uid) == (consultation.kind, &consultation.uid);
        if let Some(there) = self.current.iter_mut().chain(&mut self.beside).find(is_it) {
            *there = consultation;
        } else if self.current.is_none() {
            self.current = Some(consultation);
        } else {
            self.beside.push(consultation);
        }
    }

    /// Forgets a consultation: of those that are left the first to begin is the current one.
    pub(super) fn drop_consultation(&mut self, kind: VisitKind, uid: &Uid) {
        let is_it = |there: &Consultation| there.kind == kind && there.uid == *uid;
        if self.current.as_ref().is_some_and(is_it) {
            self.current = if self.beside.is_empty() { None } else { Some(self.beside.remove(0)) };
        } else {
            self.beside.retain(|there| !is_it(there));
        }
    }

    /// The appointment that comes first. They are in the order of their starts.
    pub(super) fn next_appointment(&self) -> Option<&UpcomingAppointment> {
        self.appointments.first()
    }

    /// The consultation of that appointment, if it is taking place.
    pub(super) fn current_appointment(&self, uid: &Uid) -> Option<&Consultation> {
        let mut consultations = self.consultations();
        consultations.find(|current| current.kind == VisitKind::Appointment && current.uid == *uid)
    }

    /// The appointments that are the doctor's: those to come, and those that are taking place.
    pub(super) fn appointment_uids(&self) -> impl Iterator<Item = &Uid> {
        let begun = self
            .consultations()
            .filter(|current| current.kind == VisitKind::Appointment)
            .map(|current| &current.uid);
        begun.chain(self.appointments.iter().map(|appointment| &appointment.uid))
    }

    /// Records the end of a consultation. A clock that jumps back does not undo an end.
    pub(super) fn ended(&mut self, at: Instant) {
        self.last_ended_at = self.last_ended_at.max(Some(at));
    }

    /// Since when the doctor has had a free place on duty and turned to nobody: since the last end, the last
    /// start of who is there still, or the start of this stretch of duty.
    pub(super) fn free_since(&self, at: Instant) -> Option<Instant> {
        let window = self.duty.iter().find(|duty| duty.start_date <= at && at < duty.end_date)?;
        if self.is_away(at) {
            return None;
        }
        let began = self.consultations().map(|current| current.started_at).max();
        let since = self.last_ended_at.max(began).max(self.back_at).max(Some(window.start_date));
        since.map(|since| since.min(at))
    }

    /// Puts the appointments into the order of their starts.
    pub(super) fn sort_appointments(&mut self) {
        sort_by(&mut self.appointments, |a, b| (a.start_date, &a.uid).cmp(&(b.start_date, &b.uid)));
    }
}
