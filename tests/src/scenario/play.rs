//! Plays a scenario: asks a clinic or a waiting room step by step, and compares.

use super::{Answer, Asked, EventOf, Scenario, Step, Table, WeekClock, Words};
use crate::subject::{Subject, Told, json, replayed};

/// A subject in the middle of a scenario.
#[derive(Debug)]
pub struct Play<S: Subject> {
    /// As it is.
    pub subject: S,
    /// How it came about.
    log: Vec<Told<S>>,
    /// Every event that was recorded, also those that changed nothing.
    recorded: Vec<S::Event>,
}

impl<S: Subject> Play<S> {
    /// Records an event, and says whether it changed anything.
    pub(super) fn record(&mut self, event: &S::Event) -> bool {
        let changed = self.subject.apply(event);
        if changed {
            self.log.push(Told::Event(event.clone()));
        }
        self.recorded.push(event.clone());
        changed
    }
}

/// What is wrong in a scenario: of each step that was answered otherwise, its line and both answers, and of
/// each after which the snapshot does not come back. At the end, all that happened is recorded once more,
/// which changes nothing, and once from the start, which gives the same.
pub fn play<W: Words>(table: &Table<W>, scenario: &Scenario<W>) -> Vec<String> {
    let subject = match W::Subject::new(table.start.clone()) {
        Ok(subject) => subject,
        Err(error) => return vec![format!("the {}: {error}", W::SUBJECT)],
    };
    let mut play = Play { subject, log: Vec::new(), recorded: Vec::new() };
    let (mut words, mut wrong) = (W::default(), Vec::new());
    for step in &scenario.steps {
        let answer = answer(&table.clock, &mut words, &mut play, step);
        if !answer.agrees_with(&step.expected) {
            let (Answer::Whole(parts) | Answer::Parts(parts)) = answer;
            wrong.push(format!(
                "line {}: expected {}\n    answered {}",
                step.line,
                step.expected.join(", "),
                parts.join(", ")
            ));
        }
        let snapshot = play.subject.snapshot();
        match W::Subject::new(snapshot.clone()).map(|again| again.snapshot()) {
            Ok(again) if again == snapshot => {}
            other => wrong.push(format!("line {}: the snapshot comes back as {other:?}", step.line)),
        }
    }
    let Play { mut subject, log, recorded } = play;
    let last = subject.snapshot();
    for event in recorded {
        if subject.ends_visit(&event) || subject.apply(&event) || subject.snapshot() != last {
            wrong.push(format!("what happened is recorded again: {event:?}"));
        }
    }
    match replayed(&table.start, &log) {
        Ok(again) if again == json(&subject) => {}
        other => wrong.push(format!("the replay gives {other:?}\n  instead of {last:?}")),
    }
    wrong
}

/// Carries out a step, and says what came of it.
fn answer<W: Words>(clock: &WeekClock, words: &mut W, play: &mut Play<W::Subject>, step: &Step<W>) -> Answer {
    match &step.asked {
        Asked::Decide(command) => match play.subject.decide(command, step.now) {
            Ok(events) => {
                Answer::Parts(events.iter().flat_map(|event| happened::<W>(clock, play, event)).collect())
            }
            Err(refusal) => W::refusal(clock, &refusal),
        },
        Asked::Change(change) => Answer::Parts(match play.subject.change(change.as_ref().clone()) {
            Ok(()) => {
                play.log.push(Told::Change(change.clone()));
                vec!["changed".to_owned()]
            }
            Err(refusal) => clock.data(&refusal),
        }),
        Asked::Question(question) => words.answer(play, question, clock, step.now),
    }
}

/// Records an event, and says what it was. One that changed nothing had been recorded before.
fn happened<W: Words>(clock: &WeekClock, play: &mut Play<W::Subject>, event: &EventOf<W>) -> Vec<String> {
    let before = play.subject.clone();
    let changed = play.record(event);
    let mut parts = W::event(clock, event, &before, &play.subject);
    if !changed {
        parts.push("as before".to_owned());
    }
    parts
}
