//! What the forecast learns from what happens in a room.

use super::WaitingRoom;
use super::entry::QueueEntry;
use super::event::QueueEvent;
use crate::model::appointment::Actor;
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;
use crate::wait::{Visit, VisitDoubt, VisitKind, VisitOutcome};

/// Nobody goes on for longer after the end of a duty, in seconds.
const OVERTIME_MAX: i64 = 120 * MINUTE;

/// Of an entry: what all visits from the queue have in common.
fn walk_in(entry: &QueueEntry, outcome: VisitOutcome, ended_at: Instant) -> Visit {
    Visit {
        kind: VisitKind::WalkIn,
        outcome,
        doctor_uid: entry.doctor_uid.clone(),
        reason: entry.visit_reason.clone(),
        registered_at: entry.registered_at,
        started_at: entry.first_start(),
        ended_at,
        urgent: entry.urgent,
        head_start_seconds: entry.head_start_seconds,
        preferred_doctor_uid: entry.own_first_doctor().cloned(),
        pauses: Vec::new(),
        gap_seconds: None,
        only_doctor: false,
        doubt: None,
        interrupted_seconds: 0,
        elsewhere_seconds: Vec::new(),
    }
}

impl WaitingRoom {
    /// The visit that ends by an event; `None` if none does, or the event does not fit, being recorded
    /// already.
    ///
    /// Ask before the event is [applied](Self::apply). A visit that is called off or left while the patient
    /// is with a doctor tells neither how long visits take nor how long patients wait: it is none.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{Learner, QueueCommand, QueueDoctor, WaitingRoom, hours, minutes};
    ///
    /// let nine = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
    /// let mut room = WaitingRoom::builder()
    ///     .doctor(QueueDoctor::new("ada").duty(nine..nine + hours(4)))
    ///     .build()?;
    ///
    /// let mut learner = Learner::default();
    /// for (command, at) in [
    ///     (QueueCommand::register("q-1", "pat-1").into(), nine),
    ///     (QueueCommand::allocate("ada"), nine),
    ///     (QueueCommand::complete("q-1"), nine + minutes(12)),
    /// ] {
    ///     for event in room.decide(&command, at.into())? {
    ///         // A visit that ends teaches how long visits take.
    ///         if let Some(visit) = room.visit_of(&event) {
    ///             learner.learn(&visit, &[])?;
    ///         }
    ///         room.apply(&event);
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn visit_of(&self, event: &QueueEvent) -> Option<Visit> {
        if !self.is_next(event) {
            return None;
        }
        match event {
            QueueEvent::Completed { uid, at, .. } => {
                self.after(event)?;
                let entry = self.entries.get(uid)?;
                let (first, last) = (entry.first_start()?, entry.allocated_at?);
                let doctor = entry.doctor_uid.as_deref();
                let before = doctor.map_or(0, |doctor| entry.seen_seconds(doctor));
                Some(Visit {
                    interrupted_seconds: last.0 - first.0 - before,
                    elsewhere_seconds: entry.elsewhere_seconds(),
                    pauses: self.pauses_before(entry),
                    gap_seconds: self.gap_before(entry),
                    only_doctor: self.doctors.len() == 1,
                    doubt: self.doubt(doctor, (last, *at), before),
                    ..walk_in(entry, VisitOutcome::Completed, *at)
                })
            }
            QueueEvent::Seen { at, .. } => {
                let entry = self.after(event)?;
                let gap_seconds = self.gap_before(&entry);
                // Whoever saw them before is not who sees them now.
                let interrupted_seconds = at.0 - entry.first_start()?.0;
                let visit = walk_in(&entry, VisitOutcome::Completed, *at);
                Some(Visit { gap_seconds, interrupted_seconds, ..visit })
            }
            QueueEvent::Cancelled { uid, at, by, .. } => {
                self.after(event)?;
                let entry = self.entries.get(uid).filter(|entry| entry.first_start().is_none())?;
                // Whom the clinic sends away has not lost patience.
                let left = *by != Actor::Administrator && !self.policy.is_past_closing(*at);
                let outcome = if left { VisitOutcome::Abandoned } else { VisitOutcome::Unserved };
                Some(walk_in(entry, outcome, *at))
            }
            QueueEvent::AppointmentFinished { doctor_uid, at, .. }
            | QueueEvent::NoShow { doctor_uid, at, .. } => {
                let current = self.ended_appointment(event)?;
                let came = matches!(event, QueueEvent::AppointmentFinished { .. });
                Some(Visit {
                    kind: VisitKind::Appointment,
                    outcome: if came { VisitOutcome::Completed } else { VisitOutcome::NoShow },
                    doctor_uid: Some(doctor_uid.clone()),
                    reason: current.reason.clone(),
                    registered_at: current.registered_at,
                    started_at: came.then_some(current.started_at),
                    ended_at: *at,
                    urgent: false,
                    head_start_seconds: 0,
                    preferred_doctor_uid: None,
                    pauses: Vec::new(),
                    gap_seconds: None,
                    only_doctor: false,
                    doubt: self.doubt(Some(doctor_uid), (current.started_at, *at), 0).filter(|_| came),
                    interrupted_seconds: 0,
                    elsewhere_seconds: Vec::new(),
                })
            }
            QueueEvent::Registered { .. }
            | QueueEvent::Allocated { .. }
            | QueueEvent::AppointmentStarted { .. }
            | QueueEvent::AppointmentLeft { .. }
            | QueueEvent::Requeued { .. }
            | QueueEvent::Transferred { .. }
            | QueueEvent::SentElsewhere { .. }
            | QueueEvent::CameBack { .. }
            | QueueEvent::PresenceSet { .. }
            | QueueEvent::Announced { .. }
            | QueueEvent::AwaySet { .. }
            | QueueEvent::LevelSet { .. }
            | QueueEvent::UrgencySet { .. } => None,
        }
    }

    /// Why it is not believed that a visit of this doctor took so long: from start to end, and the seconds of
    /// the parts before.
    pub(super) fn doubt(
        &self,
        doctor: Option<&str>,
        (start, end): (Instant, Instant),
        before: i64,
    ) -> Option<VisitDoubt> {
        let (policy, seconds) = (&self.policy, end.0 - start.0 + before);
        let duty = doctor.and_then(|uid| self.doctor(uid)).and_then(|doctor| doctor.duty_at(start));
        if policy.visit_minutes_max.is_some_and(|minutes| seconds > minutes * MINUTE) {
            Some(VisitDoubt::TooLong)
        } else if policy.visit_seconds_min.is_some_and(|least| seconds < least) {
            Some(VisitDoubt::TooShort)
        } else if duty.is_some_and(|duty| end.0 - duty.end_date.0 > OVERTIME_MAX) {
            Some(VisitDoubt::PastDuty)
        } else {
            None
        }
    }
}
