//! What a table or a sequence is about: a clinic or a waiting room, which decides, records and changes, and
//! can be replayed.

use std::fmt::{Debug, Display};

use frontdesk::{
    Change, Clinic, ClinicSnapshot, Command, Error, Event, Instant, QueueChange, QueueCommand, QueueEvent,
    QueueRefusal, Refusal, WaitingRoom, WaitingRoomSnapshot,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::answered;
use crate::run::{Failure, fail, same};

/// A clinic or a waiting room.
pub trait Subject: Debug + Clone + Sized {
    /// All of it, as plain data.
    type Snapshot: Debug + Clone + PartialEq + Serialize + DeserializeOwned;
    /// What it is asked to do.
    type Command: Debug + Clone;
    /// What was done.
    type Event: Debug + Clone + PartialEq;
    /// What makes another of it.
    type Change: Debug + Clone + DeserializeOwned;
    /// Why a command or a change does nothing.
    type Refusal: Debug + Display + Serialize;

    /// What a snapshot describes.
    ///
    /// # Errors
    /// What is wrong with it.
    fn new(snapshot: Self::Snapshot) -> Result<Self, Error>;

    /// What it is now.
    fn snapshot(&self) -> Self::Snapshot;

    /// What happens if `command` is carried out.
    ///
    /// # Errors
    /// What is against it.
    fn decide(&self, command: &Self::Command, now: Instant) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// Records an event, and says whether it changed anything.
    fn apply(&mut self, event: &Self::Event) -> bool;

    /// Makes a change.
    ///
    /// # Errors
    /// What is against it.
    fn change(&mut self, change: Self::Change) -> Result<(), Self::Refusal>;

    /// Whether a visit ends by an event that is about to be recorded.
    fn ends_visit(&self, event: &Self::Event) -> bool;
}

impl Subject for Clinic {
    type Snapshot = ClinicSnapshot;
    type Command = Command;
    type Event = Event;
    type Change = Change;
    type Refusal = Refusal;

    fn new(snapshot: ClinicSnapshot) -> Result<Self, Error> {
        Self::new(snapshot)
    }

    fn snapshot(&self) -> ClinicSnapshot {
        self.snapshot()
    }

    fn decide(&self, command: &Command, now: Instant) -> Result<Vec<Event>, Refusal> {
        self.decide(command, now)
    }

    fn apply(&mut self, event: &Event) -> bool {
        self.apply(event)
    }

    fn change(&mut self, change: Change) -> Result<(), Refusal> {
        Ok(self.change(change)?)
    }

    /// A clinic knows no visits.
    fn ends_visit(&self, _: &Event) -> bool {
        false
    }
}

impl Subject for WaitingRoom {
    type Snapshot = WaitingRoomSnapshot;
    type Command = QueueCommand;
    type Event = QueueEvent;
    type Change = QueueChange;
    type Refusal = QueueRefusal;

    fn new(snapshot: WaitingRoomSnapshot) -> Result<Self, Error> {
        Self::new(snapshot)
    }

    fn snapshot(&self) -> WaitingRoomSnapshot {
        self.snapshot()
    }

    fn decide(&self, command: &QueueCommand, now: Instant) -> Result<Vec<QueueEvent>, QueueRefusal> {
        self.decide(command, now)
    }

    fn apply(&mut self, event: &QueueEvent) -> bool {
        self.apply(event)
    }

    fn change(&mut self, change: QueueChange) -> Result<(), QueueRefusal> {
        self.change(change)
    }

    fn ends_visit(&self, event: &QueueEvent) -> bool {
        self.visit_of(event).is_some()
    }
}

/// What happened: of a log, one entry.
#[derive(Debug, Clone)]
pub enum Told<S: Subject> {
    /// Something was done.
    Event(S::Event),
    /// It was made another.
    Change(Box<S::Change>),
}

/// The snapshot as text.
pub fn json<S: Subject>(subject: &S) -> String {
    serde_json::to_string(&subject.snapshot()).unwrap_or_default()
}

/// Records an event; once more changes nothing and ends no visit.
///
/// # Errors
/// If it does.
pub fn record<S: Subject>(subject: &mut S, event: &S::Event) -> Result<bool, Failure> {
    let changed = subject.apply(event);
    let once = json(subject);
    same("an event that is recorded already changes nothing, and says so", &subject.apply(event), &false)?;
    same("an event that is recorded already changes nothing", &json(subject), &once)?;
    same("an event that is recorded already ends no visit", &subject.ends_visit(event), &false)?;
    Ok(changed)
}

/// What happened, once more from the start. After that, the events alone change nothing and end no visit:
/// they are recorded.
///
/// # Errors
/// What goes otherwise than it went.
pub fn replayed<S: Subject>(start: &S::Snapshot, log: &[Told<S>]) -> Result<String, Failure> {
    let mut subject = answered("the start", S::new(start.clone()))?;
    for told in log {
        match told {
            Told::Event(event) => {
                same("an event that happened does not fit", &(event, subject.apply(event)), &(event, true))?;
            }
            Told::Change(change) => {
                if let Err(refusal) = subject.change(change.as_ref().clone()) {
                    return fail("a change that was made is refused", refusal.to_string());
                }
            }
        }
    }
    let last = json(&subject);
    for told in log {
        if let Told::Event(event) = told {
            same(
                "an event is recorded again",
                &(event, subject.ends_visit(event), subject.apply(event)),
                &(event, false, false),
            )?;
        }
    }
    same("what is recorded again changes the snapshot", &json(&subject), &last)?;
    Ok(last)
}
