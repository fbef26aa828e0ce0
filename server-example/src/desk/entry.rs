//! Journal entries: the engine's events and changes, and the server's own, one line of the journal each.

use frontdesk::{Change, Event, QueueChange, QueueEvent, Uid, from_json};

use super::records::{QUIET_HOURS, SECRET, closure_uid};
use super::room;
use crate::json::to_json;

/// A change to what a desk knows. Whoever applies the same entries in the same order stands where the others
/// do.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// Something happened to an appointment.
    Event(Event),
    /// The clinic is another: a type, a rule, a closure.
    Change(Box<Change>),
    /// Something happened in a waiting room.
    Queue {
        /// Which room.
        room: Uid,
        /// What.
        event: QueueEvent,
    },
    /// A waiting room is another: its rules, its doctors.
    QueueChange {
        /// Which room.
        room: Uid,
        /// How.
        change: Box<QueueChange>,
    },
    /// Entries of a waiting room are gone, and so is what they were about.
    Forget {
        /// Which room.
        room: Uid,
        /// Which entries.
        uids: Vec<Uid>,
    },
    /// A record that is no part of the clinic came, changed or went.
    Record {
        /// What it is, such as `shop`.
        kind: String,
        /// Which.
        uid: Uid,
        /// The record in JSON; `None` if it went.
        data: Option<String>,
    },
    /// More changed than is said: load everything anew.
    Reload,
}

impl Entry {
    /// The word under which it is written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::Change(_) => "change",
            Self::Queue { .. } => "queue_event",
            Self::QueueChange { .. } => "queue_change",
            Self::Forget { .. } => "queue_forget",
            Self::Record { .. } if self.is_secret() => "reload",
            Self::Record { .. } => "record",
            Self::Reload => "reload",
        }
    }

    /// Whether there is a secret in it. The journal is kept for long, and secrets are not: others are told
    /// to load everything anew, which has the secret from where it is revoked.
    fn is_secret(&self) -> bool {
        matches!(self, Self::Record { kind, data: Some(_), .. } if SECRET.contains(&kind.as_str()))
    }

    /// What it is about.
    pub fn subject(&self) -> Uid {
        match self {
            Self::Event(event) => event.appointment_uid().clone(),
            Self::Change(change) => subject_of(change),
            Self::Queue { event, .. } => room::subject_of(event).clone(),
            Self::QueueChange { room, .. } | Self::Forget { room, .. } => room.clone(),
            Self::Record { uid, .. } => uid.clone(),
            Self::Reload => Uid::default(),
        }
    }

    /// The entry as it is written.
    pub fn data(&self) -> String {
        match self {
            Self::Event(event) => to_json(event),
            Self::Change(change) => to_json(change),
            Self::Queue { room, event } => to_json(&(room, event)),
            Self::QueueChange { room, change } => to_json(&(room, change)),
            Self::Forget { room, uids } => to_json(&(room, uids)),
            Self::Record { .. } if self.is_secret() => "null".to_owned(),
            Self::Record { kind, data, .. } => to_json(&(kind, data)),
            Self::Reload => "null".to_owned(),
        }
    }

    /// The entry as it was written; `None` for one that this program does not know, or can't read.
    pub fn read(kind: &str, subject: &Uid, data: &str) -> Option<Self> {
        match kind {
            "event" => from_json(data).ok().map(Self::Event),
            "change" => from_json(data).ok().map(|change| Self::Change(Box::new(change))),
            "queue_event" => {
                let (room, event) = from_json(data).ok()?;
                Some(Self::Queue { room, event })
            }
            "queue_change" => {
                let (room, change) = from_json(data).ok()?;
                Some(Self::QueueChange { room, change: Box::new(change) })
            }
            "queue_forget" => {
                let (room, uids) = from_json(data).ok()?;
                Some(Self::Forget { room, uids })
            }
            "record" => {
                let (kind, data) = from_json(data).ok()?;
                Some(Self::Record { kind, uid: subject.clone(), data })
            }
            "reload" => Some(Self::Reload),
            _ => None,
        }
    }
}

fn subject_of(change: &Change) -> Uid {
    match change {
        Change::PutDoctor { doctor } => doctor.uid.clone(),
        Change::ReplaceExceptions { doctor_uid, .. } => doctor_uid.clone(),
        Change::PutAppointmentType { appointment_type } => appointment_type.uid.clone(),
        Change::PutReminder { reminder } => reminder.uid.clone(),
        Change::PutAppointment { appointment } => appointment.uid.clone(),
        Change::RemoveDoctor { uid }
        | Change::RemoveAppointmentType { uid }
        | Change::RemoveReminder { uid }
        | Change::RemoveAppointment { uid } => uid.clone(),
        Change::PutClosure { closure } | Change::RemoveClosure { closure } => closure_uid(closure),
        Change::LimitLiveHolds { .. } | Change::SetLocations { .. } | Change::SetLimits { .. } => {
            "clinic".into()
        }
        Change::PutQuietHours { .. } => QUIET_HOURS.into(),
    }
}
