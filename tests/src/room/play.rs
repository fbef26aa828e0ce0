//! Plays a scenario: asks a room step by step, and compares.

use frontdesk::{Error, EstimateQuery, Learner, QueueChange, QueueEvent, Visit, WaitEstimate, WaitingRoom};
use serde_json::Value;

use super::{Action, Scenario, Step, Table};
use crate::forecast::visit as visit_of;
use crate::scenario::WeekClock;
use crate::scenario::play::{Answer, recorded};

/// What a room was told.
enum Told {
    Event(QueueEvent),
    Change(Box<QueueChange>),
}

/// What is wrong in a scenario: of each step that was answered otherwise, its line and both answers. At the end, all that
/// happened is recorded once more, which changes nothing, and once in a new room, which is then the same.
pub fn play(table: &Table, scenario: &Scenario) -> Vec<String> {
    let mut room = match WaitingRoom::new(table.room.clone()) {
        Ok(room) => room,
        Err(error) => return vec![format!("the room: {error}")],
    };
    let mut replayed = room.clone();
    let (mut wrong, mut log) = (Vec::new(), Vec::new());
    let mut learner = Learner::default();
    for step in &scenario.steps {
        let answer = answer(&table.clock, &mut room, &mut learner, step, &mut log);
        if !answer.agrees_with(&step.expected) {
            let (Answer::Whole(parts) | Answer::Parts(parts)) = answer;
            wrong.push(format!("line {}: expected {}\n    answered {}", step.line, step.expected.join(", "), parts.join(", ")));
        }
        match WaitingRoom::new(room.snapshot()).map(|room| room.snapshot()) {
            Ok(again) if again == room.snapshot() => {}
            other => wrong.push(format!("line {}: the snapshot comes back as {other:?}", step.line)),
        }
    }
    let last = room.snapshot();
    for told in log {
        match told {
            Told::Event(event) => {
                replayed.apply(&event);
                if room.visit_of(&event).is_some() || room.apply(&event) || room.snapshot() != last {
                    wrong.push(format!("what happened is recorded again: {event:?}"));
                }
            }
            Told::Change(change) => {
                if let Err(refusal) = replayed.change(*change) {
                    wrong.push(format!("what was changed can't be changed again: {refusal}"));
                }
            }
        }
    }
    if replayed.snapshot() != last {
        wrong.push(format!("the replay gives {:?}\n  instead of {last:?}", replayed.snapshot()));
    }
    wrong
}

/// Carries out a step, and says what came of it.
fn answer(clock: &WeekClock, room: &mut WaitingRoom, learner: &mut Learner, step: &Step, log: &mut Vec<Told>) -> Answer {
    let now = step.now;
    match &step.action {
        Action::Decide(command) => match room.decide(command, now) {
            Ok(events) => {
                let mut parts = Vec::new();
                for event in events {
                    let visit = visit(clock, room.visit_of(&event).as_ref());
                    let changed = room.apply(&event);
                    let mut event_parts = self::event(clock, room, &event);
                    event_parts.push(visit);
                    parts.extend(recorded(event_parts, changed));
                    log.push(Told::Event(event));
                }
                Answer::Parts(parts)
            }
            Err(refusal) => Answer::Parts(clock.data(&serde_json::to_value(refusal))),
        },
        Action::Change(change) => Answer::Parts(match room.change(change.as_ref().clone()) {
            Ok(()) => {
                log.push(Told::Change(change.clone()));
                vec!["changed".to_owned()]
            }
            Err(refusal) => clock.data(&serde_json::to_value(refusal)),
        }),
        Action::Queue => {
            let uids: Vec<String> = room.waiting().map(|entry| entry.uid.to_string()).collect();
            Answer::Whole(if uids.is_empty() { vec!["nobody".to_owned()] } else { uids })
        }
        Action::Show(uid) => Answer::Parts(entry(clock, room, uid)),
        Action::Doctor(uid) => Answer::Parts(doctor(clock, room, uid)),
        Action::Estimate(uid) => {
            let minutes = room.position_times_average(uid, now).map_or("no time".to_owned(), |minutes| format!("{minutes} minutes"));
            let (before, seconds) = (room.before_me(uid), room.average_times_before_me(uid));
            Answer::Whole(vec![minutes, format!("{before} before"), format!("{seconds} seconds")])
        }
        Action::Learn { doctor_uid, minutes, reason } => {
            let ended_at = now.0 - 86_400;
            let visits = (0..1_000).map(|number| visit_of(doctor_uid, reason.as_deref(), 60 * minutes, ended_at + number));
            let learned = visits.into_iter().try_for_each(|visit| learner.learn(&visit, &room.policy().visit_reasons));
            Answer::Parts(learned.map_or_else(|error| clock.data(&serde_json::to_value(error)), |()| vec!["learned".to_owned()]))
        }
        Action::Forecast(uid) => {
            let waits = room.estimate(learner, &EstimateQuery::default(), now);
            let own = |waits: Vec<WaitEstimate>| waits.into_iter().find(|wait| wait.uid.as_ref() == Some(uid));
            Answer::Parts(wait(clock, waits.map(own)))
        }
        Action::Joining(joining) => {
            let estimate = room.estimate_if_joined(learner, joining, &EstimateQuery::default(), now);
            Answer::Parts(wait(clock, estimate.map(Some)))
        }
    }
}

/// `about 10 minutes, position 2, p10 9.5, p50 10, p90 10.5, served 1`.
fn wait(clock: &WeekClock, estimate: Result<Option<WaitEstimate>, Error>) -> Vec<String> {
    let estimate = match estimate {
        Ok(Some(estimate)) => estimate,
        Ok(None) => return vec!["does not wait".to_owned()],
        Err(error) => return clock.data(&serde_json::to_value(error)),
    };
    let minutes = estimate.estimated_wait_minutes.map_or("not foreseen".to_owned(), |minutes| format!("about {minutes} minutes"));
    let mut parts = vec![minutes, format!("position {}", estimate.position)];
    let Some(said) = estimate.distribution else {
        parts.push("no distribution".to_owned());
        return parts;
    };
    // A thousandth of a minute is told apart.
    let of = |(name, number): (&str, f64)| format!("{name} {}", (number * 1_000.0).round() / 1_000.0);
    parts.extend([("p10", said.p10), ("p50", said.p50), ("p90", said.p90), ("served", said.p_served)].map(of));
    parts
}

/// The name of the event, and the entry as it is then, or the doctor.
fn event(clock: &WeekClock, room: &WaitingRoom, event: &QueueEvent) -> Vec<String> {
    let value = serde_json::to_value(event).unwrap_or(Value::Null);
    let mut parts = vec![value["event"].as_str().unwrap_or_default().to_owned(), format!("at {}", clock.write(event.at()))];
    let entry_uid = value["entry"]["uid"].as_str().or(value["uid"].as_str());
    match (entry_uid, value["doctor_uid"].as_str()) {
        (Some(uid), _) => parts.extend(entry(clock, room, uid)),
        (None, Some(uid)) => parts.extend(doctor(clock, room, uid)),
        (None, None) => {}
    }
    parts
}

/// `allocated, entry q1, with ada, in room q1, since 09:00, not waiting, …`.
fn entry(clock: &WeekClock, room: &WaitingRoom, uid: &str) -> Vec<String> {
    let Some(entry) = room.entry(uid) else {
        return vec!["unknown".to_owned()];
    };
    let mut parts = vec![entry.status.to_string(), format!("entry {uid}"), format!("registered {}", clock.write(entry.registered_at))];
    parts.push(format!("sequence {}", entry.sequence));
    let mut say = |name: &str, value: Option<String>| parts.push(value.map_or(format!("no {name}"), |value| format!("{name} {value}")));
    say("position", room.position(uid).map(|position| position.to_string()));
    say("with", entry.doctor_uid.as_ref().map(ToString::to_string));
    say("room", entry.video_room_id.as_ref().map(ToString::to_string));
    say("allocated", entry.allocated_at.map(|at| clock.write(at)));
    say("completed", entry.completed_at.map(|at| clock.write(at)));
    say("cancelled", entry.cancelled_at.map(|at| clock.write(at)));
    say("preference", entry.preferred_doctor_uid.as_ref().map(|doctor| format!("{doctor} {}", word(&entry.preference))));
    parts.push(if entry.urgent { "urgent".to_owned() } else { "not urgent".to_owned() });
    parts
}

/// `with q1, since 09:00, a1 at 10:00`.
fn doctor(clock: &WeekClock, room: &WaitingRoom, uid: &str) -> Vec<String> {
    let Some(doctor) = room.doctor(uid) else {
        return vec!["unknown".to_owned()];
    };
    let mut parts = match &doctor.current {
        Some(current) => vec![format!("with {}", current.uid), word(&current.kind), format!("since {}", clock.write(current.started_at))],
        None => vec!["free".to_owned()],
    };
    parts.extend(doctor.appointments.iter().map(|appointment| format!("{} at {}", appointment.uid, clock.write(appointment.start_date))));
    parts
}

/// `visit completed 09:00 09:05 09:20`: how it ended, and when the patient came, was seen and left.
fn visit(clock: &WeekClock, visit: Option<&Visit>) -> String {
    let Some(visit) = visit else {
        return "no visit".to_owned();
    };
    let started = visit.started_at.map_or("unseen".to_owned(), |at| clock.write(at));
    format!("visit {} {} {started} {}", word(&visit.outcome), clock.write(visit.registered_at), clock.write(visit.ended_at))
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
