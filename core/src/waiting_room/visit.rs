//! What the forecast learns from what happens in a room.

use super::WaitingRoom;
use super::command::QueueEvent;
use crate::model::appointment::Actor;
use crate::wait::{Visit, VisitKind, VisitOutcome};

impl WaitingRoom {
    /// The visit that ends by an event; `None` if none does, or the event does not fit, being recorded
    /// already.
    ///
    /// Ask before the event is [applied](Self::apply). A visit that is called off or left while the patient is with a
    /// doctor tells neither how long visits take nor how long patients wait: it is none.
    pub fn visit_of(&self, event: &QueueEvent) -> Option<Visit> {
        if !self.is_next(event) {
            return None;
        }
        match event {
            QueueEvent::Completed { uid, at, .. } => {
                self.after(event)?;
                let entry = self.entries.get(uid)?;
                Some(Visit {
                    kind: VisitKind::WalkIn,
                    outcome: VisitOutcome::Completed,
                    doctor_uid: entry.doctor_uid.clone(),
                    reason: entry.visit_reason.clone(),
                    registered_at: entry.registered_at,
                    started_at: entry.allocated_at,
                    ended_at: *at,
                    urgent: entry.urgent,
                    head_start_seconds: entry.head_start_seconds,
                    preferred_doctor_uid: entry.own_first_doctor().cloned(),
                    pauses: self.pauses_before(entry),
                    gap_seconds: self.gap_before(entry),
                    only_doctor: self.doctors.len() == 1,
                })
            }
            QueueEvent::Cancelled { uid, at, by, .. } => {
                self.after(event)?;
                let entry = self.entries.get(uid).filter(|entry| entry.allocated_at.is_none())?;
                // Whom the clinic sends away has not lost patience.
                let left = *by != Actor::Administrator && !self.policy.is_past_closing(*at);
                Some(Visit {
                    kind: VisitKind::WalkIn,
                    outcome: if left { VisitOutcome::Abandoned } else { VisitOutcome::Unserved },
                    doctor_uid: None,
                    reason: entry.visit_reason.clone(),
                    registered_at: entry.registered_at,
                    started_at: None,
                    ended_at: *at,
                    urgent: entry.urgent,
                    head_start_seconds: entry.head_start_seconds,
                    preferred_doctor_uid: entry.own_first_doctor().cloned(),
                    pauses: Vec::new(),
                    gap_seconds: None,
                    only_doctor: false,
                })
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
                })
            }
            QueueEvent::Registered { .. }
            | QueueEvent::Allocated { .. }
            | QueueEvent::AppointmentStarted { .. }
            | QueueEvent::AppointmentLeft { .. }
            | QueueEvent::Requeued { .. }
            | QueueEvent::Transferred { .. }
            | QueueEvent::PresenceSet { .. }
            | QueueEvent::UrgencySet { .. } => None,
        }
    }
}
