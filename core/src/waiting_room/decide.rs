//! The rules: what may happen in a room now.

use super::WaitingRoom;
use super::check;
use super::command::QueueCommand;
use super::doctor::{Consultation, QueueDoctor};
use super::entry::{QueueEntry, QueueStatus};
use super::event::QueueEvent;
use super::rule::{QueueRefusal, QueueRule};
use crate::error::{Error, ErrorCode, Path};
use crate::limits::{SEQUENCE_MAX, VISIT_PARTS_MAX};
use crate::model::check::{count, range};
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;
use crate::wait::ShownWait;
use crate::wire::uid::Uid;

type Decision = Result<Vec<QueueEvent>, QueueRefusal>;

pub(super) const WAITING: &[QueueStatus] = &[QueueStatus::Waiting];
const ALLOCATED: &[QueueStatus] = &[QueueStatus::Allocated];
const LIVE: &[QueueStatus] = &[QueueStatus::Waiting, QueueStatus::Allocated];

impl WaitingRoom {
    /// What happens if this is asked for now: one event, or why nothing does. The room does not change;
    /// [`apply`](Self::apply) the events, and store them if they are to outlive it.
    ///
    /// # Errors
    /// `Input` for ids that are not there and values out of range, with the path in the command; `Rule` for
    /// what a rule is against.
    ///
    /// ```
    /// use frontdesk::{Instant, QueueCommand, QueueRefusal, QueueRule, WaitingRoom, from_json};
    ///
    /// let mut room = WaitingRoom::new(from_json(r#"{ "policy": { "capacity": 1 },
    ///     "doctors": [ { "uid": "doc-456", "duty": [ { "start_date": 1774256400,
    ///       "end_date": 1774270800 } ] } ] }"#)?)?;
    /// let now = Instant(1_774_256_460);
    /// let register: QueueCommand = from_json(r#"{ "command": "register", "uid": "q-1",
    ///   "patient_uid": "pat-789" }"#)?;
    /// for event in room.decide(&register, now)? {
    ///     room.apply(&event);
    /// }
    /// let another: QueueCommand = from_json(r#"{ "command": "register", "uid": "q-2",
    ///   "patient_uid": "pat-790" }"#)?;
    /// let full = QueueRefusal::Rule(QueueRule::QueueFull { capacity: 1 });
    /// assert_eq!(room.decide(&another, now).unwrap_err(), full);
    ///
    /// let allocate = QueueCommand::Allocate { doctor_uid: "doc-456".into(), uid: None };
    /// for event in room.decide(&allocate, now)? {
    ///     room.apply(&event);
    /// }
    /// assert_eq!(room.doctors()[0].current.as_ref().map(|current| current.uid.as_str()), Some("q-1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide(&self, command: &QueueCommand, now: Instant) -> Decision {
        match self.decide_as_far(command, now) {
            Err(QueueRefusal::Input(first)) => Err(self.every_fault(command, now, first).into()),
            decision => decision,
        }
    }

    /// The decision, or what is found first.
    fn decide_as_far(&self, command: &QueueCommand, now: Instant) -> Decision {
        now.checked(&Path::Root.field("now"))?;
        let sequence = self.next_sequence;
        count(sequence as usize + 1, SEQUENCE_MAX as usize, &Path::Root.field("next_sequence"))?;
        let event = match command {
            QueueCommand::Register {
                uid,
                patient_uid,
                visit_reason,
                preferred_doctor_uid,
                preference,
                preference_patience_minutes,
                level,
                urgent,
                head_start_seconds,
            } => self.decide_register(QueueEntry {
                visit_reason: visit_reason.clone(),
                preferred_doctor_uid: preferred_doctor_uid.clone(),
                preference: *preference,
                preference_patience_minutes: *preference_patience_minutes,
                level: level.clone(),
                urgent: *urgent,
                head_start_seconds: *head_start_seconds,
                ..QueueEntry::new(uid.clone(), patient_uid.clone(), now, sequence)
            })?,
            QueueCommand::Allocate { doctor_uid, uid } => {
                self.decide_allocate(doctor_uid, uid.as_ref(), now)?
            }
            QueueCommand::StartAppointment { doctor_uid, appointment_uid } => {
                let doctor = self.named_doctor(doctor_uid)?;
                free(doctor)?;
                let appointment =
                    doctor.appointments.iter().find(|appointment| appointment.uid == *appointment_uid);
                let appointment = appointment.ok_or_else(|| no_appointment(appointment_uid))?.clone();
                QueueEvent::AppointmentStarted {
                    doctor_uid: doctor_uid.clone(),
                    at: now,
                    appointment,
                    sequence,
                }
            }
            QueueCommand::FinishAppointment { doctor_uid, appointment_uid, ended_at } => {
                let started_at = self.current_appointment(doctor_uid, appointment_uid)?.started_at;
                let at = ended(*ended_at, started_at, now)?;
                let (doctor_uid, appointment_uid) = (doctor_uid.clone(), appointment_uid.clone());
                QueueEvent::AppointmentFinished { doctor_uid, appointment_uid, started_at, at, sequence }
            }
            QueueCommand::NoShow { doctor_uid, appointment_uid } => {
                let current = self.current_appointment(doctor_uid, appointment_uid)?;
                let started_at = current.started_at;
                // A doctor who turns to an appointment early does not make the patient late.
                let earliest = Instant(
                    started_at.max(current.registered_at).0 + self.policy.no_show_grace_minutes * MINUTE,
                );
                if now < earliest {
                    return Err(QueueRule::TooSoon { earliest }.into());
                }
                QueueEvent::NoShow {
                    doctor_uid: doctor_uid.clone(),
                    appointment_uid: appointment_uid.clone(),
                    started_at,
                    at: now,
                    sequence,
                }
            }
            QueueCommand::LeaveAppointment { doctor_uid, appointment_uid } => {
                let started_at = self.current_appointment(doctor_uid, appointment_uid)?.started_at;
                QueueEvent::AppointmentLeft {
                    doctor_uid: doctor_uid.clone(),
                    appointment_uid: appointment_uid.clone(),
                    started_at,
                    at: now.max(started_at),
                    sequence,
                }
            }
            QueueCommand::Complete { uid, ended_at } => {
                self.next(uid, ALLOCATED, now)?;
                let at = ended(*ended_at, self.named(uid)?.latest(), now)?;
                QueueEvent::Completed { uid: uid.clone(), at, sequence }
            }
            QueueCommand::Cancel { uid, by } => {
                let at = self.next(uid, LIVE, now)?;
                QueueEvent::Cancelled { uid: uid.clone(), at, by: *by, sequence }
            }
            QueueCommand::Requeue { uid } => {
                let at = self.next(uid, ALLOCATED, now)?;
                QueueEvent::Requeued { uid: uid.clone(), at, sequence }
            }
            QueueCommand::Transfer { uid, doctor_uid } => {
                self.named_doctor(doctor_uid)?;
                let at = self.next(uid, LIVE, now)?;
                QueueEvent::Transferred { uid: uid.clone(), at, doctor_uid: doctor_uid.clone(), sequence }
            }
            QueueCommand::SendElsewhere { uid, doctor_uid } => {
                doctor_uid.as_ref().map_or(Ok(()), |doctor| self.named_doctor(doctor).map(drop))?;
                let at = self.next(uid, ALLOCATED, now)?;
                let entry = self.named(uid)?;
                count(entry.parts.len() + 1, VISIT_PARTS_MAX, &Path::Root.field("parts"))?;
                let doctor_uid = doctor_uid.as_ref().or(entry.doctor_uid.as_ref());
                let doctor_uid = doctor_uid.expect("an allocated entry names a doctor").clone();
                QueueEvent::SentElsewhere { uid: uid.clone(), at, doctor_uid, sequence }
            }
            QueueCommand::ComeBack { uid } => {
                let at = self.next(uid, WAITING, now)?;
                let entry = self.named(uid)?;
                if entry.open_part().is_none() {
                    let back_at = entry.parts.last().and_then(|part| part.back_at);
                    return Err(QueueRule::NotElsewhere { back_at }.into());
                }
                QueueEvent::CameBack { uid: uid.clone(), at, sequence }
            }
            QueueCommand::SetPresence { uid, presence, minutes } => {
                let at = self.next(uid, WAITING, now)?;
                let minutes = check::minutes_away(*presence, *minutes, &Path::Root.field("minutes"))?;
                let ready_at = minutes.map(|minutes| Instant(now.0 + minutes * MINUTE));
                if let Some(ready_at) = ready_at {
                    ready_at.checked(&Path::Root.field("minutes"))?;
                }
                QueueEvent::PresenceSet { uid: uid.clone(), at, presence: *presence, ready_at, sequence }
            }
            QueueCommand::MarkSeen { uid } => {
                let at = self.next(uid, WAITING, now)?;
                QueueEvent::Seen { uid: uid.clone(), at, sequence }
            }
            QueueCommand::Announce { uid, shown } => {
                let at = self.next(uid, WAITING, now)?;
                let shown = check::announcement(uid, shown, &Path::Root.field("shown"))?;
                QueueEvent::Announced { uid: uid.clone(), at, shown: ShownWait { at, ..shown }, sequence }
            }
            QueueCommand::SetAway { doctor_uid, away, minutes } => {
                let doctor = self.named_doctor(doctor_uid)?;
                let minutes = check::minutes_until_back(*away, *minutes, &Path::Root.field("minutes"))?;
                let at = doctor.away_since.map_or(now, |since| since.max(now));
                let back_at = minutes.map(|minutes| Instant(at.0 + minutes * MINUTE));
                if let Some(back_at) = back_at {
                    back_at.checked(&Path::Root.field("minutes"))?;
                }
                QueueEvent::AwaySet { doctor_uid: doctor_uid.clone(), at, away: *away, back_at, sequence }
            }
            QueueCommand::SetLevel { uid, level } => {
                let (urgent, head_start_seconds) = self.urgency_of(level.as_ref(), &Path::Root)?;
                let at = self.next(uid, LIVE, now)?;
                let (uid, level) = (uid.clone(), level.clone());
                QueueEvent::LevelSet { uid, at, level, urgent, head_start_seconds, sequence }
            }
            QueueCommand::SetUrgent { uid, urgent } => {
                let at = self.next(uid, LIVE, now)?;
                QueueEvent::UrgencySet { uid: uid.clone(), at, urgent: *urgent, sequence }
            }
        };
        Ok(vec![event])
    }

    /// Refuses what does not happen at the end of the day any more.
    pub(super) fn open(&self, now: Instant) -> Result<(), QueueRule> {
        match self.policy.closes_at {
            Some(closes_at) if self.policy.is_past_closing(now) => Err(QueueRule::PastClosing { closes_at }),
            _ => Ok(()),
        }
    }

    /// The entry that a command names.
    pub(super) fn named(&self, uid: &Uid) -> Result<&QueueEntry, Error> {
        let not_found =
            || ErrorCode::NotFound { what: "queue entry", uid: uid.to_string() }.at(&Path::Root.field("uid"));
        self.entries.get(uid).ok_or_else(not_found)
    }

    /// The doctor that a command names.
    pub(super) fn named_doctor(&self, uid: &Uid) -> Result<&QueueDoctor, Error> {
        let not_found = || {
            ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&Path::Root.field("doctor_uid"))
        };
        self.doctor(uid).ok_or_else(not_found)
    }

    /// The consultation of an appointment that a command names.
    fn current_appointment(&self, doctor_uid: &Uid, appointment_uid: &Uid) -> Result<&Consultation, Error> {
        self.named_doctor(doctor_uid)?
            .current_appointment(appointment_uid)
            .ok_or_else(|| no_appointment(appointment_uid))
    }

    /// When something happens to an entry that stands where it must.
    fn next(
        &self,
        uid: &Uid,
        expected: &'static [QueueStatus],
        now: Instant,
    ) -> Result<Instant, QueueRefusal> {
        let entry = self.named(uid)?;
        standing(entry, expected)?;
        Ok(now.max(entry.latest()))
    }
}

/// When a consultation was over: not before it began, and not after now.
fn ended(ended_at: Option<Instant>, started_at: Instant, now: Instant) -> Result<Instant, Error> {
    let latest = now.max(started_at);
    let Some(ended_at) = ended_at else { return Ok(latest) };
    range(ended_at.0, started_at.0, latest.0, &Path::Root.field("ended_at"))?;
    Ok(ended_at)
}

/// Refuses an entry that does not stand where it must.
pub(super) fn standing(entry: &QueueEntry, expected: &'static [QueueStatus]) -> Result<(), QueueRule> {
    if expected.contains(&entry.status) {
        Ok(())
    } else {
        Err(QueueRule::WrongStatus { status: entry.status, expected })
    }
}

/// Refuses a doctor who sees as many as that doctor can.
pub(super) fn free(doctor: &QueueDoctor) -> Result<(), QueueRule> {
    let current = doctor.current.as_ref().filter(|_| doctor.is_full());
    current.map_or(Ok(()), |current| Err(QueueRule::DoctorBusy { uid: current.uid.clone() }))
}

pub(super) fn no_appointment(uid: &Uid) -> Error {
    ErrorCode::NotFound { what: "appointment", uid: uid.to_string() }.at(&Path::Root.field("appointment_uid"))
}
