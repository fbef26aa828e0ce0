//! Recording what happened. No rule is asked here: that was done when it was decided.

use super::WaitingRoom;
use super::command::QueueEvent;
use super::doctor::{Consultation, QueueDoctor};
use super::entry::{DoctorPreference, QueueEntry, QueueStatus};
use crate::Uid;
use crate::error::Path;
use crate::limits::{ENTRIES_MAX, LIVE_ENTRIES_MAX};
use crate::wait::VisitKind;

impl WaitingRoom {
    /// Records an event, and says whether that changed anything.
    ///
    /// An event that is recorded already changes nothing, and neither does one that does not fit: of an entry, doctor or appointment that is
    /// not there, or that has gone on since. So events can be replayed from the start or from a snapshot on, and a repeated one does no harm.
    pub fn apply(&mut self, event: &QueueEvent) -> bool {
        match event {
            QueueEvent::AppointmentStarted { doctor_uid, at, appointment } => {
                let Some(index) = self.starts(event) else { return false };
                let doctor = self.doctor_mut(doctor_uid);
                doctor.appointments.remove(index);
                doctor.current = Some(Consultation {
                    kind: VisitKind::Appointment,
                    uid: appointment.uid.clone(),
                    reason: appointment.reason.clone(),
                    registered_at: appointment.start_date,
                    started_at: *at,
                });
                true
            }
            QueueEvent::AppointmentFinished { doctor_uid, .. } | QueueEvent::NoShow { doctor_uid, .. } => {
                let fits = self.ended_appointment(event).is_some();
                if fits {
                    self.doctor_mut(doctor_uid).current = None;
                }
                fits
            }
            _ => match self.after(event) {
                Some(entry) => {
                    self.put_entry(entry);
                    true
                }
                None => false,
            },
        }
    }

    /// The place of the appointment among those to come, if it starts by this event.
    fn starts(&self, event: &QueueEvent) -> Option<usize> {
        let QueueEvent::AppointmentStarted { doctor_uid, at, appointment } = event else { return None };
        let doctor = self.doctor(doctor_uid).filter(|doctor| doctor.current.is_none())?;
        at.checked(&Path::Root).ok()?;
        doctor.appointments.iter().position(|there| there == appointment)
    }

    /// The consultation of an appointment that ends by this event; `None` if the event does not fit.
    pub(super) fn ended_appointment(&self, event: &QueueEvent) -> Option<&Consultation> {
        let (QueueEvent::AppointmentFinished { doctor_uid, appointment_uid, started_at, .. }
        | QueueEvent::NoShow { doctor_uid, appointment_uid, started_at, .. }) = event
        else {
            return None;
        };
        let current = self.doctor(doctor_uid)?.current_appointment(appointment_uid)?;
        Some(current).filter(|current| current.started_at == *started_at)
    }

    fn doctor_mut(&mut self, uid: &Uid) -> &mut QueueDoctor {
        &mut self.doctors[self.doctor_places[uid]]
    }

    /// The entry of an event as the event leaves it; `None` if the event does not fit.
    pub(super) fn after(&self, event: &QueueEvent) -> Option<QueueEntry> {
        let entry = match event {
            QueueEvent::Registered { entry } => self.joins(entry).then(|| QueueEntry::clone(entry)),
            QueueEvent::Allocated { uid, at, doctor_uid, video_room_id, revision } => {
                self.doctor(doctor_uid).filter(|doctor| doctor.current.is_none())?;
                self.before(uid, *revision, &[QueueStatus::Waiting]).map(|before| QueueEntry {
                    status: QueueStatus::Allocated,
                    doctor_uid: Some(doctor_uid.clone()),
                    video_room_id: Some(video_room_id.clone()),
                    allocated_at: Some(*at),
                    revision: *revision,
                    ..before.clone()
                })
            }
            QueueEvent::Completed { uid, at, revision } => self.before(uid, *revision, &[QueueStatus::Allocated]).map(|before| {
                QueueEntry { status: QueueStatus::Completed, completed_at: Some(*at), revision: *revision, ..before.clone() }
            }),
            QueueEvent::Cancelled { uid, at, by, revision } => self.live(uid, *revision).map(|before| QueueEntry {
                status: QueueStatus::Cancelled,
                cancelled_at: Some(*at),
                cancelled_by: Some(*by),
                revision: *revision,
                ..before.clone()
            }),
            QueueEvent::Requeued { uid, revision, .. } => {
                self.before(uid, *revision, &[QueueStatus::Allocated]).map(|before| QueueEntry { revision: *revision, ..waiting(before) })
            }
            QueueEvent::Transferred { uid, doctor_uid, revision, .. } => self.live(uid, *revision).map(|before| QueueEntry {
                preferred_doctor_uid: Some(doctor_uid.clone()),
                preference: DoctorPreference::Strict,
                preference_patience_minutes: None,
                revision: *revision,
                ..waiting(before)
            }),
            QueueEvent::UrgencySet { uid, urgent, revision, .. } => {
                self.live(uid, *revision).map(|before| QueueEntry { urgent: *urgent, revision: *revision, ..before.clone() })
            }
            QueueEvent::AppointmentStarted { .. } | QueueEvent::AppointmentFinished { .. } | QueueEvent::NoShow { .. } => None,
        }?;
        // Events come from storage: one that would leave what `new` refuses does not fit.
        self.check_entry(&entry, &Path::Root).is_ok().then_some(entry)
    }

    /// Whether this is somebody who joins. The sequence tells those who joined before, also when they are forgotten.
    fn joins(&self, entry: &QueueEntry) -> bool {
        entry.sequence >= self.next_sequence
            && entry.status == QueueStatus::Waiting
            && !self.entries.contains_key(&entry.uid)
            && !self.live.contains_key(&entry.patient_uid)
            && self.live.len() < LIVE_ENTRIES_MAX
            && self.entries.len() < ENTRIES_MAX
    }

    /// The entry, if it stands where the event found it.
    fn before(&self, uid: &Uid, revision: i64, expected: &[QueueStatus]) -> Option<&QueueEntry> {
        self.entries.get(uid).filter(|entry| entry.revision.checked_add(1) == Some(revision) && expected.contains(&entry.status))
    }

    fn live(&self, uid: &Uid, revision: i64) -> Option<&QueueEntry> {
        self.before(uid, revision, &[QueueStatus::Waiting, QueueStatus::Allocated])
    }
}

/// An entry back in the queue, at its old place.
fn waiting(entry: &QueueEntry) -> QueueEntry {
    QueueEntry { status: QueueStatus::Waiting, doctor_uid: None, video_room_id: None, allocated_at: None, ..entry.clone() }
}
