//! Recording what happened. No rule is asked here: that was done when it was decided.

use super::WaitingRoom;
use super::doctor::{Consultation, QueueDoctor};
use super::entry::{DoctorPreference, QueueEntry, QueuePresence, QueueStatus};
use super::event::QueueEvent;
use super::part::VisitPart;
use crate::error::Path;
use crate::limits::{ENTRIES_MAX, LIVE_ENTRIES_MAX, SEQUENCE_MAX};
use crate::time::instant::Instant;
use crate::wait::{ShownWait, VisitKind};
use crate::wire::uid::Uid;

impl WaitingRoom {
    /// Records an event, and says whether that changed anything.
    ///
    /// Events are numbered, and only the next one fits: one that is recorded already changes nothing, and
    /// neither does one that comes too early, or that is of another room. So events can be replayed from
    /// the start or from a snapshot on, and a repeated one does no harm.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{QueueCommand, QueueDoctor, WaitingRoom, hours};
    ///
    /// let nine = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
    /// let mut room = WaitingRoom::builder()
    ///     .doctor(QueueDoctor::new("ada").duty(nine..nine + hours(4)))
    ///     .build()?;
    ///
    /// for event in room.decide(&QueueCommand::register("q-1", "pat-1").into(), nine.into())? {
    ///     assert!(room.apply(&event));
    ///     assert!(!room.apply(&event), "it is recorded already");
    /// }
    /// assert_eq!(room.position("q-1"), Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply(&mut self, event: &QueueEvent) -> bool {
        let fits = self.is_next(event)
            && match event {
                QueueEvent::AppointmentStarted { doctor_uid, .. } => {
                    self.start_appointment(event, doctor_uid)
                }
                QueueEvent::AppointmentFinished { doctor_uid, .. }
                | QueueEvent::NoShow { doctor_uid, .. }
                | QueueEvent::AppointmentLeft { doctor_uid, .. } => self.end_appointment(event, doctor_uid),
                QueueEvent::AwaySet { doctor_uid, at, away, back_at, .. } => {
                    self.set_away(doctor_uid, *at, *away, *back_at)
                }
                QueueEvent::Registered { .. }
                | QueueEvent::Allocated { .. }
                | QueueEvent::Completed { .. }
                | QueueEvent::Cancelled { .. }
                | QueueEvent::Requeued { .. }
                | QueueEvent::Transferred { .. }
                | QueueEvent::SentElsewhere { .. }
                | QueueEvent::CameBack { .. }
                | QueueEvent::PresenceSet { .. }
                | QueueEvent::Seen { .. }
                | QueueEvent::Announced { .. }
                | QueueEvent::LevelSet { .. }
                | QueueEvent::UrgencySet { .. } => {
                    self.after(event).map(|entry| self.put(entry, event)).is_some()
                }
            };
        self.next_sequence += i64::from(fits);
        fits
    }

    /// Whether an event has the number of the next, and happened at an instant that the room can record.
    pub(super) fn is_next(&self, event: &QueueEvent) -> bool {
        event.sequence() == self.next_sequence
            && event.sequence() < SEQUENCE_MAX
            && event.at().checked(&Path::Root).is_ok()
    }

    fn put(&mut self, entry: QueueEntry, event: &QueueEvent) {
        let seen = self.entries.get(&entry.uid).filter(|before| before.status == QueueStatus::Allocated);
        let doctor = seen.and_then(|before| before.doctor_uid.clone());
        let stays = entry.status == QueueStatus::Allocated;
        self.put_entry(entry);
        if let Some(doctor) = doctor.filter(|_| !stays).and_then(|uid| self.doctor_mut(&uid)) {
            doctor.ended(event.at());
        }
    }

    fn set_away(&mut self, doctor_uid: &Uid, at: Instant, away: bool, back_at: Option<Instant>) -> bool {
        let can_be =
            back_at.is_none_or(|back_at| away && at <= back_at && back_at.checked(&Path::Root).is_ok());
        let Some(doctor) = self.doctor_mut(doctor_uid).filter(|_| can_be) else { return false };
        match (away, doctor.is_away(at)) {
            (true, was_away) => {
                doctor.away_since = doctor.away_since.filter(|_| was_away).or(Some(at));
                doctor.back_at = back_at;
            }
            (false, true) => doctor.back_at = Some(at),
            (false, false) => {}
        }
        true
    }

    fn start_appointment(&mut self, event: &QueueEvent, doctor_uid: &Uid) -> bool {
        let QueueEvent::AppointmentStarted { at, appointment, .. } = event else { return false };
        let Some(doctor) = self.doctor_mut(doctor_uid).filter(|doctor| !doctor.is_full()) else {
            return false;
        };
        let place = doctor.appointments.iter().position(|there| there == appointment);
        let (Some(place), Ok(_)) = (place, at.checked(&Path::Root)) else { return false };
        let appointment = doctor.appointments.remove(place);
        doctor.put_consultation(Consultation {
            kind: VisitKind::Appointment,
            uid: appointment.uid,
            reason: appointment.reason,
            registered_at: appointment.start_date,
            started_at: *at,
        });
        true
    }

    fn end_appointment(&mut self, event: &QueueEvent, doctor_uid: &Uid) -> bool {
        let Some(uid) = self.ended_appointment(event).map(|current| current.uid.clone()) else {
            return false;
        };
        if let Some(doctor) = self.doctor_mut(doctor_uid) {
            doctor.drop_consultation(VisitKind::Appointment, &uid);
            doctor.ended(event.at());
        }
        true
    }

    /// The consultation of an appointment that ends by this event; `None` if the event does not fit.
    pub(super) fn ended_appointment(&self, event: &QueueEvent) -> Option<&Consultation> {
        let (QueueEvent::AppointmentFinished { doctor_uid, appointment_uid, started_at, .. }
        | QueueEvent::NoShow { doctor_uid, appointment_uid, started_at, .. }
        | QueueEvent::AppointmentLeft { doctor_uid, appointment_uid, started_at, .. }) = event
        else {
            return None;
        };
        let current = self.doctor(doctor_uid)?.current_appointment(appointment_uid)?;
        Some(current).filter(|current| current.started_at == *started_at)
    }

    fn doctor_mut(&mut self, uid: &Uid) -> Option<&mut QueueDoctor> {
        self.doctor_places.get(uid).map(|&place| &mut self.doctors[place])
    }

    /// The entry of an event as the event leaves it; `None` if the event does not fit.
    pub(super) fn after(&self, event: &QueueEvent) -> Option<QueueEntry> {
        let entry = match event {
            QueueEvent::Registered { entry } => QueueEntry::clone(self.joins(entry).then_some(entry)?),
            QueueEvent::Allocated { uid, at, doctor_uid, video_room_id, .. } => {
                self.doctor(doctor_uid).filter(|doctor| !doctor.is_full())?;
                let before = self.standing_at(uid, |status| status == QueueStatus::Waiting)?;
                // Whoever is taken in is back.
                QueueEntry {
                    status: QueueStatus::Allocated,
                    doctor_uid: Some(doctor_uid.clone()),
                    video_room_id: Some(video_room_id.clone()),
                    allocated_at: Some(*at),
                    ..before.back(*at)
                }
            }
            QueueEvent::Completed { uid, at, .. } => {
                let before = self.standing_at(uid, |status| status == QueueStatus::Allocated)?;
                QueueEntry { status: QueueStatus::Completed, completed_at: Some(*at), ..before }
            }
            QueueEvent::Cancelled { uid, at, by, .. } => {
                let before = self.standing_at(uid, QueueStatus::is_live)?;
                QueueEntry {
                    status: QueueStatus::Cancelled,
                    presence: QueuePresence::Ready,
                    ready_at: None,
                    cancelled_at: Some(*at),
                    cancelled_by: Some(*by),
                    ..before
                }
            }
            QueueEvent::Requeued { uid, .. } => {
                back_in_the_queue(self.standing_at(uid, |status| status == QueueStatus::Allocated)?)
            }
            QueueEvent::Transferred { uid, doctor_uid, .. } => QueueEntry {
                preferred_doctor_uid: Some(doctor_uid.clone()),
                preference: DoctorPreference::Strict,
                preference_patience_minutes: None,
                ..back_in_the_queue(self.standing_at(uid, QueueStatus::is_live)?)
            },
            QueueEvent::SentElsewhere { uid, at, doctor_uid, .. } => {
                let before = self.standing_at(uid, |status| status == QueueStatus::Allocated)?;
                sent_elsewhere(before, *at, doctor_uid)?
            }
            QueueEvent::CameBack { uid, at, .. } => {
                let before = self.standing_at(uid, |status| status == QueueStatus::Waiting)?;
                before.open_part()?;
                QueueEntry { ready_at: None, ..before }.back(*at)
            }
            QueueEvent::PresenceSet { uid, at, presence: QueuePresence::Ready, ready_at: None, .. } => {
                let before = self.standing_at(uid, |status| status == QueueStatus::Waiting)?;
                QueueEntry { ready_at: None, ..before }.back(*at)
            }
            QueueEvent::PresenceSet { uid, presence, ready_at, .. } => QueueEntry {
                presence: *presence,
                ready_at: *ready_at,
                ..self.standing_at(uid, |status| status == QueueStatus::Waiting)?
            },
            QueueEvent::Seen { uid, at, .. } => QueueEntry {
                status: QueueStatus::Completed,
                allocated_at: Some(*at),
                completed_at: Some(*at),
                ..self.standing_at(uid, |status| status == QueueStatus::Waiting)?.back(*at)
            },
            QueueEvent::Announced { uid, at, shown, .. } => {
                let before = self.standing_at(uid, |status| status == QueueStatus::Waiting)?;
                let shown = Some(ShownWait { at: *at, ..shown.clone() });
                QueueEntry { announced: before.announced.or(shown.clone()), shown, ..before }
            }
            QueueEvent::LevelSet { uid, level, urgent, head_start_seconds, .. } => QueueEntry {
                level: level.clone(),
                urgent: *urgent,
                head_start_seconds: *head_start_seconds,
                ..self.standing_at(uid, QueueStatus::is_live)?
            },
            QueueEvent::UrgencySet { uid, urgent, .. } => {
                QueueEntry { urgent: *urgent, ..self.standing_at(uid, QueueStatus::is_live)? }
            }
            QueueEvent::AppointmentStarted { .. }
            | QueueEvent::AppointmentFinished { .. }
            | QueueEvent::NoShow { .. }
            | QueueEvent::AppointmentLeft { .. }
            | QueueEvent::AwaySet { .. } => return None,
        };
        // Events come from storage: one that would leave what `new` refuses does not fit.
        self.check_entry(&entry, &Path::Root).is_ok().then_some(entry)
    }

    /// Whether this is somebody who can join.
    fn joins(&self, entry: &QueueEntry) -> bool {
        entry.status == QueueStatus::Waiting
            && !self.entries.contains_key(&entry.uid)
            && !self.live.contains_key(&entry.patient_uid)
            && self.live.len() < LIVE_ENTRIES_MAX
            && self.entries.len() < ENTRIES_MAX
    }

    /// The entry, if it stands where the event must have found it.
    fn standing_at(&self, uid: &Uid, expected: impl Fn(QueueStatus) -> bool) -> Option<QueueEntry> {
        self.entries.get(uid).filter(|entry| expected(entry.status)).cloned()
    }
}

/// A visit goes on with this doctor once the patient is back.
fn sent_elsewhere(entry: QueueEntry, at: Instant, doctor_uid: &Uid) -> Option<QueueEntry> {
    let part = VisitPart {
        doctor_uid: entry.doctor_uid.clone()?,
        started_at: entry.allocated_at?,
        sent_at: at,
        back_at: None,
    };
    let mut entry = QueueEntry {
        presence: QueuePresence::Elsewhere,
        preferred_doctor_uid: Some(doctor_uid.clone()),
        preference: DoctorPreference::Strict,
        preference_patience_minutes: None,
        ..back_in_the_queue(entry)
    };
    entry.parts.push(part);
    Some(entry)
}

fn back_in_the_queue(entry: QueueEntry) -> QueueEntry {
    QueueEntry {
        status: QueueStatus::Waiting,
        doctor_uid: None,
        video_room_id: None,
        allocated_at: None,
        ..entry
    }
}
