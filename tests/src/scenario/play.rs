//! Plays a scenario: asks a clinic step by step, and compares.

use frontdesk::{Clinic, Error, Event, Refusal, Rule};

use super::{Action, Scenario, Step, Table, WeekClock};

/// What was answered.
pub(crate) enum Answer {
    /// To be named in full: a list, or the reasons against a slot.
    Whole(Vec<String>),
    /// To be named as far as it matters, the first part always.
    Parts(Vec<String>),
}

/// What is wrong in a scenario: of each step that was answered otherwise, its line and both answers. At the end, all that
/// happened is recorded once more, which changes nothing.
pub fn play(table: &Table, scenario: &Scenario) -> Vec<String> {
    let mut clinic = match Clinic::new(table.clinic.clone()) {
        Ok(clinic) => clinic,
        Err(error) => return vec![format!("the clinic: {error}")],
    };
    let (mut wrong, mut log) = (Vec::new(), Vec::new());
    for step in &scenario.steps {
        let answer = answer(table, &mut clinic, step, &mut log);
        if !answer.agrees_with(&step.expected) {
            let (Answer::Whole(parts) | Answer::Parts(parts)) = answer;
            wrong.push(format!("line {}: expected {}\n    answered {}", step.line, step.expected.join(", "), parts.join(", ")));
        }
    }
    let last = clinic.snapshot();
    for event in &log {
        if clinic.apply(event) || clinic.snapshot() != last {
            wrong.push(format!("what happened is recorded again: {event:?}"));
        }
    }
    wrong
}

impl Answer {
    pub(crate) fn agrees_with(&self, expected: &[String]) -> bool {
        match self {
            Self::Whole(parts) => parts == expected,
            Self::Parts(parts) => parts.first() == expected.first() && expected.iter().all(|part| parts.contains(part)),
        }
    }

    /// A list, or why there is none.
    fn list<T>(clock: &WeekClock, answer: Result<Vec<T>, Error>, write: impl Fn(&T) -> String) -> Self {
        match answer {
            Ok(entries) if entries.is_empty() => Self::Whole(vec!["nothing".to_owned()]),
            Ok(entries) => Self::Whole(entries.iter().map(write).collect()),
            Err(error) => Self::Parts(clock.data(&serde_json::to_value(error))),
        }
    }
}

/// Carries out a step, and says what came of it.
fn answer(table: &Table, clinic: &mut Clinic, step: &Step, log: &mut Vec<Event>) -> Answer {
    let clock = &table.clock;
    let now = step.now;
    match &step.action {
        Action::Decide(command) => match clinic.decide(command, now) {
            Ok(events) => {
                log.extend_from_slice(&events);
                Answer::Parts(events.iter().flat_map(|event| recorded(clock.event(event), clinic.apply(event))).collect())
            }
            Err(refusal @ Refusal::Rule(Rule::NotBookable { .. })) => Answer::Whole(clock.refusal(&refusal)),
            Err(refusal) => Answer::Parts(clock.refusal(&refusal)),
        },
        Action::Change(change) => Answer::Parts(match clinic.change(change.as_ref().clone()) {
            Ok(()) => vec!["changed".to_owned()],
            Err(error) => clock.data(&serde_json::to_value(error)),
        }),
        Action::Due => Answer::list(clock, Ok(clinic.due(now)), |event| clock.lapsed(event)),
        Action::Expire => {
            log.extend(clinic.due(now));
            let recorded = clinic.due(now).iter().map(|event| recorded(vec![clock.lapsed(event)], clinic.apply(event)).join(" ")).collect();
            Answer::list(clock, Ok(recorded), String::clone)
        }
        Action::Reminders { after } => Answer::list(clock, clinic.reminders_due(*after, now), |due| clock.reminder(due)),
        Action::NextDue => Answer::Whole(vec![clinic.next_due(now).map_or("nothing".to_owned(), |at| clock.write(at))]),
        Action::Show(uid) => Answer::Parts(clinic.appointment(uid).map_or(vec!["unknown".to_owned()], |found| clock.appointment(&found))),
        Action::Outside => Answer::list(clock, clinic.outside_hours(now), |outside| clock.outside(outside)),
    }
}

/// An event that changed nothing had been recorded before.
pub(crate) fn recorded(mut parts: Vec<String>, changed: bool) -> Vec<String> {
    if !changed {
        parts.push("as before".to_owned());
    }
    parts
}
