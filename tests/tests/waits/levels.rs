//! Priority levels: a table in the policy, from which who joins has urgency and head start.

#![allow(clippy::panic, reason = "a command that is taken, or refused otherwise, has failed the test")]

use frontdesk::limits::HEAD_START_MINUTES_MAX;
use frontdesk::{
    ErrorCode, EstimateQuery, Instant, Joining, Learner, QueueChange, QueueCommand, QueueLevel, QueuePolicy,
    QueueRefusal, Visit, WaitEstimate, WaitUnknown, WaitingRoom, from_json, minutes,
};
use frontdesk_tests::forecast::visit;
use serde_json::{Value, json};

const NINE: i64 = 1_805_706_000;

/// One doctor on duty for so many minutes from nine on, and three levels.
fn room(minutes: i64) -> WaitingRoom {
    let room = json!({
        "policy": { "levels": levels() },
        "doctors": [{ "uid": "ada", "duty": [{ "start_date": NINE, "end_date": NINE + 60 * minutes }] }],
    });
    WaitingRoom::new(from_json(&room.to_string()).expect("a snapshot")).expect("a room")
}

fn levels() -> Value {
    json!([{ "uid": "red", "urgent": true }, { "uid": "amber", "head_start_minutes": 15 },
        { "uid": "green" }])
}

fn happens(room: &mut WaitingRoom, command: impl Into<QueueCommand>) {
    let events = room.decide(&command.into(), Instant(NINE)).expect("it may happen");
    assert!(events.iter().all(|event| room.apply(event)));
}

fn wait(room: &WaitingRoom, learner: &Learner, uid: &str) -> WaitEstimate {
    let waits = room.estimate(learner, &EstimateQuery::default(), Instant(NINE)).expect("an estimate");
    waits.into_iter().find(|wait| wait.uid.as_deref() == Some(uid)).expect("who waits")
}

/// Patients of one level every five minutes, who take eight.
fn learned(level: &QueueLevel) -> Learner {
    let mut learner = Learner::default();
    for number in 0..300 {
        let over = visit("ada", None, 480, NINE - 200_000 + 300 * number);
        let head_start_seconds = 60 * level.head_start_minutes;
        let over = Visit { urgent: level.urgent, head_start_seconds, ..over };
        learner.learn(&over, &[]).expect("a visit");
    }
    learner
}

/// More come than one doctor sees. Where they are urgent, the others are not seen before closing, and that is
/// said; where they have a head start, who has waited for longer than that goes before them.
#[test]
fn what_starves_behind_urgent_patients_is_said_and_a_head_start_ends_it() {
    for (level, starves) in [("red", true), ("amber", false)] {
        let mut room = room(150);
        happens(&mut room, QueueCommand::register("q", "pia").level("green"));
        for number in 0..3 {
            let uid = format!("{level}-{number}");
            happens(&mut room, QueueCommand::register(uid.clone(), uid).level(level));
        }
        let learner = learned(room.policy().levels.iter().find(|is| is.uid == level).expect("a level"));
        let wait = wait(&room, &learner, "q");
        let p_served = wait.distribution.expect("somebody is on duty").p_served;
        assert_eq!(wait.unknown, starves.then_some(WaitUnknown::TooMany), "{level}: {p_served}");
        assert!(if starves { p_served < 0.2 } else { p_served > 0.95 }, "{level}: {p_served}");
    }
}

#[test]
fn who_would_join_with_a_level_is_told_what_is_told_then() {
    let learner = learned(&QueueLevel::new("amber").head_start(minutes(15)));
    let query = EstimateQuery::default();
    for level in ["red", "amber", "green"] {
        let mut room = room(240);
        for (uid, level) in [("g", "green"), ("a", "amber"), ("r", "red")] {
            happens(&mut room, QueueCommand::register(uid, uid).level(level));
        }
        let joining = Joining::default().level(level);
        let before = room.estimate_if_joined(&learner, &joining, &query, Instant(NINE)).expect("a level");
        happens(&mut room, QueueCommand::register("joining", "joining").level(level));
        let then = wait(&room, &learner, "joining");
        assert_eq!((before.position, before.distribution), (then.position, then.distribution), "{level}");
    }
    let refused = |joining: Joining| {
        let refused = room(240).estimate_if_joined(&learner, &joining, &query, Instant(NINE));
        let error = refused.expect_err("no such level, or said twice");
        (matches!(error.code, ErrorCode::NotFound { what: "level", .. }), error.path)
    };
    assert_eq!(refused(Joining::default().level("blue")), (true, "joining.level".to_owned()));
    assert_eq!(refused(Joining::default().level("red").urgent()), (false, "joining.urgent".to_owned()));
}

#[test]
fn a_policy_whose_levels_cannot_be_is_refused() {
    let put = |levels: Value| {
        let policy: QueuePolicy = from_json(&json!({ "levels": levels }).to_string()).expect("a policy");
        room(60).change(QueueChange::PutPolicy { policy })
    };
    let of = |minutes: i64| json!([{ "uid": "a" }, { "uid": "b", "head_start_minutes": minutes }]);
    for minutes in [0, HEAD_START_MINUTES_MAX] {
        assert_eq!(put(of(minutes)), Ok(()), "{minutes}");
    }
    let path = "policy.levels[1].head_start_minutes";
    let cases = [
        (of(-1), path),
        (of(HEAD_START_MINUTES_MAX + 1), path),
        (json!([{ "uid": "a" }, { "uid": "" }]), "policy.levels[1].uid"),
        (json!([{ "uid": "a" }, { "uid": "a" }]), "policy.levels[1].uid"),
        (json!([{ "uid": "a", "name": "x".repeat(1_000) }]), "policy.levels[0].name"),
    ];
    for (levels, path) in cases {
        match put(levels) {
            Err(QueueRefusal::Input(error)) => assert_eq!(error.path, path, "{error}"),
            other => panic!("{path}: {other:?}"),
        }
    }
}

/// Every fault of a command is named.
#[test]
fn what_is_wrong_with_a_level_is_said_beside_what_else_is_wrong() {
    let commands = [
        (
            json!({ "command": "register", "uid": "q", "patient_uid": "p", "level": "blue", "urgent": true,
                "head_start_seconds": 60, "preferred_doctor_uid": "ben" }),
            vec!["urgent", "head_start_seconds", "preferred_doctor_uid", "level"],
        ),
        (json!({ "command": "set_level", "uid": "q", "level": "blue" }), vec!["level", "uid"]),
    ];
    for (command, paths) in commands {
        let command: QueueCommand = from_json(&command.to_string()).expect("a command");
        let Err(QueueRefusal::Input(error)) = room(60).decide(&command, Instant(NINE)) else {
            panic!("{command:?} is taken");
        };
        let mut named: Vec<&str> = error.all().map(|error| error.path.as_str()).collect();
        named.sort_unstable();
        let mut paths = paths;
        paths.sort_unstable();
        assert_eq!(named, paths);
    }
}
