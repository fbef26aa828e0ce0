//! Priority levels with aging: a head start in the order of service.

use frontdesk::{
    Error, EstimateQuery, Instant, Learner, QueueCommand, QueueEntry, QueueRefusal, Visit, WaitEstimate,
    WaitingRoom, WaitingRoomSnapshot, from_json, limits,
};
use frontdesk_tests::forecast::visit;
use frontdesk_tests::room::waiter;

const NINE: i64 = 1_805_706_000;

/// One doctor on duty, and who waits: since how many seconds, and with what head start.
fn room(waiting: &[(&str, i64, i64)]) -> WaitingRoom {
    let doctor = format!(
        r#"{{ "uid": "ada", "duty": [ {{ "start_date": {}, "end_date": {} }} ] }}"#,
        NINE - 40_000,
        NINE + 40_000
    );
    let entries = waiting.iter().enumerate().map(|(place, (uid, waited, head_start_seconds))| QueueEntry {
        sequence: place as i64,
        head_start_seconds: *head_start_seconds,
        ..waiter(uid, Instant(NINE - waited))
    });
    WaitingRoom::new(WaitingRoomSnapshot {
        doctors: vec![from_json(&doctor).expect("a doctor")],
        entries: entries.collect(),
        ..WaitingRoomSnapshot::default()
    })
    .expect("a room")
}

fn in_order(room: &WaitingRoom) -> Vec<&str> {
    room.waiting().map(|entry| entry.uid.as_str()).collect()
}

#[test]
fn who_has_a_head_start_goes_before_those_who_came_within_it() {
    let mut urgent = waiter("uma", Instant(NINE));
    (urgent.urgent, urgent.sequence) = (true, 9);
    let room = room(&[("pia", 91, 0), ("quinn", 90, 0), ("rose", 60, 0), ("sam", 0, 90), ("tom", 0, 0)]);
    // Of the same time the first to come is first.
    assert_eq!(in_order(&room), ["pia", "quinn", "sam", "rose", "tom"]);
    let mut snapshot = room.snapshot();
    snapshot.entries.push(urgent);
    let room = WaitingRoom::new(snapshot).expect("a room");
    assert_eq!(in_order(&room)[0], "uma", "whatever the head start of others");
    assert_eq!((room.position("sam"), room.before_me("sam")), (Some(4), 3));
    let next = QueueCommand::Allocate { doctor_uid: "ada".into(), uid: None };
    let events = room.decide(&next, Instant(NINE)).expect("somebody waits");
    assert!(matches!(&events[0], frontdesk::QueueEvent::Allocated { uid, .. } if uid == "uma"));
}

#[test]
fn a_head_start_is_of_a_week_at_most() {
    let room = room(&[]);
    let registers = |seconds: i64| {
        let text = format!(
            r#"{{ "command": "register", "uid": "q", "patient_uid": "p", "head_start_seconds": {seconds} }}"#
        );
        room.decide(&from_json(&text).expect("a command"), Instant(NINE))
    };
    assert!(registers(0).is_ok() && registers(limits::HEAD_START_SECONDS_MAX).is_ok());
    for seconds in [-1, limits::HEAD_START_SECONDS_MAX + 1] {
        let refused = registers(seconds).expect_err("out of range");
        let is_named = |error: &Error| error.path == "head_start_seconds";
        assert!(matches!(&refused, QueueRefusal::Input(error) if is_named(error)), "{refused:?}");
        let over = Visit { head_start_seconds: seconds, ..visit("ada", None, 300, NINE) };
        assert_eq!(Learner::default().learn(&over, &[]).expect_err("as there").path, "head_start_seconds");
    }
}

/// Patients every five minutes, each with the head start that is next.
fn learned(head_starts: &[i64]) -> Learner {
    let mut learner = Learner::default();
    for number in 0..300 {
        let over = visit("ada", None, 270, NINE - 200_000 + 300 * number as i64);
        let head_start_seconds = head_starts[number % head_starts.len()];
        learner.learn(&Visit { head_start_seconds, ..over }, &[]).expect("a visit");
    }
    learner
}

fn minutes(room: &WaitingRoom, learner: &Learner) -> Vec<WaitEstimate> {
    room.estimate(learner, &EstimateQuery::default(), Instant(NINE)).expect("an estimate")
}

#[test]
fn those_who_will_come_with_a_head_start_are_foretold() {
    let room = room(&[("pia", 3, 3_600), ("quinn", 2, 0), ("rose", 1, 0), ("sam", 0, 0)]);
    let (none, some) = (minutes(&room, &learned(&[0])), minutes(&room, &learned(&[0, 3_600])));
    let p50 = |waits: &[WaitEstimate], place: usize| waits[place].distribution.expect("on duty").p50;
    assert_eq!(none[0], some[0], "nobody who comes later goes before who has as much");
    for place in 1..4 {
        assert!(p50(&some, place) >= p50(&none, place), "place {place}");
    }
    assert!(p50(&some, 3) > 1.3 * p50(&none, 3), "{} and {}", p50(&none, 3), p50(&some, 3));
    // Who came an hour ago is out of their reach.
    let early = self::room(&[("pia", 3_700, 0), ("quinn", 3_650, 0)]);
    assert_eq!(minutes(&early, &learned(&[0])), minutes(&early, &learned(&[0, 10])));
}

#[test]
fn a_learner_tells_twenty_head_starts_apart() {
    let many: Vec<i64> = (0..30).map(|level| 60 * (level + 1)).collect();
    let learner = learned(&many);
    let state: serde_json::Value = serde_json::to_value(&learner).expect("plain data");
    let ahead = state["habits"]["ahead"].as_array().expect("a list").clone();
    assert_eq!(ahead.len(), limits::LEARNER_HEAD_STARTS_MAX);
    let patients: f64 = ahead.iter().filter_map(|level| level["patients"].as_f64()).sum();
    assert!((patients - 300.0).abs() < 1e-9, "{patients}");
    let loaded: Learner = from_json(&state.to_string()).expect("what was saved");
    let mut merged = loaded;
    merged.merge(&learner).expect("the same levels");
    let state: serde_json::Value = serde_json::to_value(&merged).expect("plain data");
    assert_eq!(state["habits"]["ahead"].as_array().map(Vec::len), Some(limits::LEARNER_HEAD_STARTS_MAX));
}
