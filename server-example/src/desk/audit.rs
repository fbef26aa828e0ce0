//! The audit trail: who did or saw what, by which request. A line has ids and nothing that they stand for,
//! and is written in the transaction of what it tells of.

use std::sync::Arc;

use frontdesk::{Change, Event, Language, QueueEvent, Uid};

use super::entry::Entry;
use super::records::kind;
use super::state::State;

/// Appointments have a table of their own, so they are no kind of record.
const APPOINTMENT: &str = "appointment";

/// The actor of what is done on the command line.
const COMMAND_LINE: &str = "command_line";

/// What the actor of a patient begins with.
const PATIENT: &str = "patient:";

/// Who has something done, and by which request.
#[derive(Debug, Clone)]
pub struct By {
    /// Such as `key:key-…`, `patient:pat-…` or `server`.
    pub actor: String,
    /// What was asked for: the `operationId` of the OpenAPI document, or a word of the server's own.
    pub operation: Arc<str>,
    /// The request.
    pub request_uid: Arc<str>,
    /// What the path of the request names last, if anything.
    pub subject: Option<Uid>,
    /// In which language refusals are told.
    pub language: Language,
}

impl By {
    /// The server itself.
    pub fn server(operation: &str) -> Self {
        Self {
            actor: "server".to_owned(),
            operation: operation.into(),
            request_uid: "".into(),
            subject: None,
            language: Language::English,
        }
    }

    /// Whoever has the database at hand.
    pub fn command_line(operation: &str) -> Self {
        Self { actor: COMMAND_LINE.to_owned(), ..Self::server(operation) }
    }

    /// A patient.
    pub fn patient(self, uid: &Uid) -> Self {
        self.who(format!("{PATIENT}{uid}"))
    }

    /// Whether that is a patient.
    pub(super) fn is_patient(&self) -> bool {
        self.actor.starts_with(PATIENT)
    }

    /// The same request, once it is known whose it is.
    pub fn who(self, actor: String) -> Self {
        Self { actor, ..self }
    }

    /// Whether somebody outside asks.
    pub(super) fn is_asked(&self) -> bool {
        !self.request_uid.is_empty() || self.actor == COMMAND_LINE
    }
}

/// What an entry is called in the audit trail: the kind of its subject, and what became of that. Entries that
/// follow from others are not in it.
pub(super) fn called(entry: &Entry) -> Option<(String, &'static str)> {
    let (kind, action) = match entry {
        Entry::Event(Event::Held { overrode, .. }) if !overrode.is_empty() => {
            (APPOINTMENT, "held_overriding")
        }
        Entry::Event(Event::Rebooked { overrode, .. }) if !overrode.is_empty() => {
            (APPOINTMENT, "rebooked_overriding")
        }
        Entry::Event(event) => (APPOINTMENT, event.name()),
        Entry::Change(change) => of_change(change),
        // The clinic's event of the same command tells it.
        Entry::Queue { event: QueueEvent::NoShow { .. }, .. } => return None,
        // It follows from somebody looking.
        Entry::Queue { event: QueueEvent::Announced { .. }, .. } => return None,
        Entry::Queue { event, .. } => (kind_of(event), event.name()),
        Entry::Record { kind, data, .. } if kind == kind::ARRIVAL => {
            (APPOINTMENT, if data.is_some() { "arrived" } else { "arrival_taken_back" })
        }
        Entry::Record { kind, data, .. } => (kind.as_str(), if data.is_some() { "put" } else { "removed" }),
        Entry::QueueChange { .. } | Entry::Forget { .. } | Entry::Reload => return None,
    };
    Some((kind.to_owned(), action))
}

/// The patient whom an entry is about, as far as that is known once it has been taken in.
pub(super) fn patient_of(entry: &Entry, state: &State) -> Option<Uid> {
    match entry {
        Entry::Event(event) => state.clinic.appointment(event.appointment_uid())?.patient_uid,
        Entry::Change(change) => match &**change {
            Change::PutAppointment { appointment } => appointment.patient_uid.clone(),
            _ => None,
        },
        Entry::Queue { room, event } => {
            let subject = super::room::subject_of(event);
            let entry = state.rooms.get(room)?.room.entry(subject).map(|entry| entry.patient_uid.clone());
            entry.or_else(|| state.clinic.appointment(subject)?.patient_uid)
        }
        Entry::Record { kind, uid, .. } if kind == kind::ARRIVAL => {
            state.clinic.appointment(uid)?.patient_uid
        }
        Entry::Record { .. } | Entry::QueueChange { .. } | Entry::Forget { .. } | Entry::Reload => None,
    }
}

fn of_change(change: &Change) -> (&'static str, &'static str) {
    match change {
        Change::PutDoctor { .. } | Change::ReplaceExceptions { .. } => (kind::DOCTOR, "put"),
        Change::RemoveDoctor { .. } => (kind::DOCTOR, "removed"),
        Change::PutAppointmentType { .. } => (kind::APPOINTMENT_TYPE, "put"),
        Change::RemoveAppointmentType { .. } => (kind::APPOINTMENT_TYPE, "removed"),
        Change::PutReminder { .. } => (kind::REMINDER, "put"),
        Change::RemoveReminder { .. } => (kind::REMINDER, "removed"),
        Change::LimitLiveHolds { .. }
        | Change::SetLocations { .. }
        | Change::SetLimits { .. }
        | Change::PutQuietHours { .. } => (kind::CLINIC, "put"),
        Change::PutAppointment { .. } => (APPOINTMENT, "put"),
        Change::RemoveAppointment { .. } => (APPOINTMENT, "removed"),
        Change::PutClosure { .. } => (kind::CLOSURE, "put"),
        Change::RemoveClosure { .. } => (kind::CLOSURE, "removed"),
    }
}

/// An appointment that takes its turn is no entry.
fn kind_of(event: &QueueEvent) -> &'static str {
    match event {
        QueueEvent::AppointmentStarted { .. }
        | QueueEvent::AppointmentFinished { .. }
        | QueueEvent::NoShow { .. }
        | QueueEvent::AppointmentLeft { .. } => APPOINTMENT,
        QueueEvent::AwaySet { .. } => kind::DOCTOR,
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
        | QueueEvent::UrgencySet { .. } => kind::QUEUE_ENTRY,
    }
}
