//! Waiting rooms, tested from the outside: scenario tables, and random sequences of commands.

pub mod generate;
mod parse;
mod play;
pub mod rules;

use frontdesk::{Instant, Joining, QueueChange, QueueCommand, Uid, WaitingRoomSnapshot};

pub use self::parse::read;
pub use self::play::play;
use crate::scenario::WeekClock;

/// A file: a room, and scenarios each of which starts with it anew.
#[derive(Debug, Clone)]
pub struct Table {
    /// The room at the start of each scenario.
    pub room: WaitingRoomSnapshot,
    /// How its times are written.
    pub clock: WeekClock,
    /// In the order of the file.
    pub scenarios: Vec<Scenario>,
}

/// Steps that follow each other.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The fact that it shows.
    pub title: String,
    /// In order. Their times may run back.
    pub steps: Vec<Step>,
}

/// One line: something is asked, and the answer is expected to be so.
#[derive(Debug, Clone)]
pub struct Step {
    /// The line in the file.
    pub line: usize,
    /// When it is asked.
    pub now: Instant,
    /// What.
    pub action: Action,
    /// The parts of the answer that are named, the first of them first.
    pub expected: Vec<String>,
}

/// What is asked in a step.
#[derive(Debug, Clone)]
pub enum Action {
    /// A command is decided, and its event applied.
    Decide(QueueCommand),
    /// The room is changed.
    Change(Box<QueueChange>),
    /// Who waits, in the order of service.
    Queue,
    /// What is recorded of an entry.
    Show(Uid),
    /// Whom a doctor sees, and which appointments are to come.
    Doctor(Uid),
    /// What the two simple estimates say to an entry.
    Estimate(Uid),
    /// A thousand visits are learned, all of the same doctor, for the same reason, and of the same length in minutes.
    Learn {
        /// The doctor.
        doctor_uid: Uid,
        /// How long each took.
        minutes: i64,
        /// What they were about.
        reason: Option<Uid>,
    },
    /// What the forecast says to an entry.
    Forecast(Uid),
    /// What the forecast says to somebody who would join.
    Joining(Joining),
}
