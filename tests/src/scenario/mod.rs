//! Scenario tables: what is asked of a clinic step by step, and what comes of it, as a clinic manager would write it down.
//! `scenarios/README.md` says how a table is written.

mod clock;
pub(crate) mod parse;
pub(crate) mod play;
pub(crate) mod words;

use frontdesk::{Change, ClinicSnapshot, Command, Instant, Uid};

pub use self::clock::WeekClock;
pub use self::parse::read;
pub use self::play::play;

/// A file: a clinic, and scenarios each of which starts with it anew.
#[derive(Debug, Clone)]
pub struct Table {
    /// The clinic at the start of each scenario.
    pub clinic: ClinicSnapshot,
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
    Decide(Command),
    /// The clinic is changed.
    Change(Box<Change>),
    /// What `due` lists; nothing is recorded.
    Due,
    /// What `due` lists is recorded.
    Expire,
    /// The reminders due after an instant, until now.
    Reminders {
        /// That instant.
        after: Instant,
    },
    /// The next instant at which something falls due.
    NextDue,
    /// What is recorded of an appointment.
    Show(Uid),
    /// What lies outside hours.
    Outside,
}
