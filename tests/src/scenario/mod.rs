//! Scenario tables: what is asked of a clinic or a waiting room step by step, and what comes of it, as a
//! clinic manager would write it down. `scenarios/README.md` says how a table is written.
//!
//! [`read()`] and [`play()`] are the same for both; [`Words`] are how a table asks one of them and how it
//! answers.

mod answer;
pub mod clinic;
mod clock;
mod play;
mod read;
pub mod room;
mod tables;
mod words;

use std::fmt::Debug;

use frontdesk::Instant;

pub use self::answer::Answer;
pub use self::clock::WeekClock;
pub use self::play::{Play, play};
pub use self::read::read;
pub use self::tables::{fixture, folder, tables};
use crate::subject::Subject;

/// How a table asks its subject, and how that answers. A value of it keeps what a scenario needs beside the
/// subject.
pub trait Words: Debug + Clone + Default {
    /// What is asked.
    type Subject: Subject;
    /// What is asked of it, apart from commands and changes.
    type Question: Debug + Clone;

    /// What a header calls the subject.
    const SUBJECT: &'static str;

    /// What a step asks by `verb` and the words after it, which are taken off the front.
    ///
    /// # Errors
    /// What is not understood.
    fn asked(verb: &str, words: &mut &[String], clock: &WeekClock) -> Result<Asked<Self>, String>;

    /// What happened, as seen from before and after it was recorded.
    fn event(
        clock: &WeekClock,
        event: &EventOf<Self>,
        before: &Self::Subject,
        after: &Self::Subject,
    ) -> Vec<String>;

    /// Why nothing happens.
    fn refusal(clock: &WeekClock, refusal: &RefusalOf<Self>) -> Answer;

    /// The answer to a question.
    fn answer(
        &mut self,
        play: &mut Play<Self::Subject>,
        question: &Self::Question,
        clock: &WeekClock,
        now: Instant,
    ) -> Answer;
}

/// What happens to the subject of a table.
pub type EventOf<W> = <<W as Words>::Subject as Subject>::Event;
/// Why nothing does.
pub type RefusalOf<W> = <<W as Words>::Subject as Subject>::Refusal;

/// A file: a subject, and scenarios each of which starts with it anew.
#[derive(Debug, Clone)]
pub struct Table<W: Words> {
    /// The subject at the start of each scenario.
    pub start: <W::Subject as Subject>::Snapshot,
    /// How its times are written.
    pub clock: WeekClock,
    /// In the order of the file.
    pub scenarios: Vec<Scenario<W>>,
}

/// Steps that follow each other.
#[derive(Debug, Clone)]
pub struct Scenario<W: Words> {
    /// The fact that it shows.
    pub title: String,
    /// In order. Their times may run back.
    pub steps: Vec<Step<W>>,
}

/// One line: something is asked, and the answer is expected to be so.
#[derive(Debug, Clone)]
pub struct Step<W: Words> {
    /// The line in the file.
    pub line: usize,
    /// When it is asked.
    pub now: Instant,
    /// What.
    pub asked: Asked<W>,
    /// The parts of the answer that are named, the first of them first.
    pub expected: Vec<String>,
}

/// What is asked in a step.
#[derive(Debug, Clone)]
pub enum Asked<W: Words> {
    /// A command is decided, and its event recorded.
    Decide(<W::Subject as Subject>::Command),
    /// The subject is changed.
    Change(Box<<W::Subject as Subject>::Change>),
    /// Anything else.
    Question(W::Question),
}
