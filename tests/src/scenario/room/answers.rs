//! What a waiting room answers, in words.

use frontdesk::{Error, QueueEvent, Visit, WaitEstimate, WaitingRoom};
use serde_json::Value;

use crate::scenario::WeekClock;
use crate::scenario::answer::{self, word};

/// `about 10 minutes, position 2, p10 9.5, p50 10, p90 10.5, served 1`.
pub(super) fn wait(clock: &WeekClock, estimate: Result<Option<WaitEstimate>, Error>) -> Vec<String> {
    let estimate = match estimate {
        Ok(Some(estimate)) => estimate,
        Ok(None) => return vec!["does not wait".to_owned()],
        Err(error) => return clock.data(&error),
    };
    let minutes = estimate
        .estimated_wait_minutes
        .map_or("not foreseen".to_owned(), |minutes| format!("about {minutes} minutes"));
    let mut parts = vec![minutes, format!("position {}", estimate.position)];
    parts.extend(estimate.unknown.map(|unknown| word(&unknown)));
    let Some(said) = estimate.distribution else {
        parts.push("no distribution".to_owned());
        return parts;
    };
    // A thousandth of a minute is told apart.
    let of = |(name, number): (&str, f64)| format!("{name} {}", (number * 1_000.0).round() / 1_000.0);
    parts
        .extend([("p10", said.p10), ("p50", said.p50), ("p90", said.p90), ("served", said.p_served)].map(of));
    parts
}

/// The name of the event, and the entry as it is then, or the doctor.
pub(super) fn event(clock: &WeekClock, room: &WaitingRoom, event: &QueueEvent) -> Vec<String> {
    let value = serde_json::to_value(event).unwrap_or(Value::Null);
    let mut parts = vec![
        value["event"].as_str().unwrap_or_default().to_owned(),
        format!("at {}", clock.write(event.at())),
    ];
    let entry_uid = value["entry"]["uid"].as_str().or(value["uid"].as_str());
    match (entry_uid, value["doctor_uid"].as_str()) {
        (Some(uid), _) => parts.extend(entry(clock, room, uid)),
        (None, Some(uid)) => parts.extend(doctor(clock, room, uid)),
        (None, None) => {}
    }
    parts
}

/// `allocated, entry q1, with ada, in room q1, since 09:00, not waiting, …`.
pub(super) fn entry(clock: &WeekClock, room: &WaitingRoom, uid: &str) -> Vec<String> {
    let Some(entry) = room.entry(uid) else {
        return vec!["unknown".to_owned()];
    };
    let mut parts = vec![
        entry.status.to_string(),
        format!("entry {uid}"),
        format!("registered {}", clock.write(entry.registered_at)),
    ];
    parts.push(format!("sequence {}", entry.sequence));
    let mut say = |name: &str, value: Option<String>| answer::say(&mut parts, name, value);
    say("position", room.position(uid).map(|position| position.to_string()));
    say("with", entry.doctor_uid.as_ref().map(ToString::to_string));
    say("room", entry.video_room_id.as_ref().map(ToString::to_string));
    say("allocated", entry.allocated_at.map(|at| clock.write(at)));
    say("completed", entry.completed_at.map(|at| clock.write(at)));
    say("cancelled", entry.cancelled_at.map(|at| clock.write(at)));
    say(
        "preference",
        entry.preferred_doctor_uid.as_ref().map(|doctor| format!("{doctor} {}", word(&entry.preference))),
    );
    say("level", entry.level.as_ref().map(ToString::to_string));
    parts.push(if entry.urgent { "urgent".to_owned() } else { "not urgent".to_owned() });
    parts
}

/// `with q1, since 09:00, a1 at 10:00`.
pub(super) fn doctor(clock: &WeekClock, room: &WaitingRoom, uid: &str) -> Vec<String> {
    let Some(doctor) = room.doctor(uid) else {
        return vec!["unknown".to_owned()];
    };
    let with = doctor.consultations().flat_map(|current| {
        [
            format!("with {}", current.uid),
            word(&current.kind),
            format!("since {}", clock.write(current.started_at)),
        ]
    });
    let mut parts: Vec<String> = with.collect();
    if parts.is_empty() {
        parts.push("free".to_owned());
    }
    parts.extend(
        doctor
            .appointments
            .iter()
            .map(|appointment| format!("{} at {}", appointment.uid, clock.write(appointment.start_date))),
    );
    parts
}

/// `visit completed 09:00 09:05 09:20`: how it ended, and when the patient came, was seen and left.
pub(super) fn visit(clock: &WeekClock, visit: Option<&Visit>) -> String {
    let Some(visit) = visit else {
        return "no visit".to_owned();
    };
    let started = visit.started_at.map_or("unseen".to_owned(), |at| clock.write(at));
    format!(
        "visit {} {} {started} {}",
        word(&visit.outcome),
        clock.write(visit.registered_at),
        clock.write(visit.ended_at)
    )
}
