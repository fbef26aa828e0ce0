//! The desk's mistakes: ends that are said late, visits that nobody closed, clocks that jump, and what a
//! learner is told of them.

use frontdesk::limits::VISIT_SECONDS_MAX;
use frontdesk::{
    Duty, EstimateQuery, Instant, Learner, Pause, QueueCommand, QueueDoctor, QueuePolicy, QueueRefusal,
    Visit, VisitDoubt, VisitOutcome, WaitDistribution, WaitingRoom, WaitingRoomSnapshot,
};
use frontdesk_tests::forecast::visit;
use frontdesk_tests::room::waiter;
use frontdesk_tests::waits::chance::Chance;

const NINE: i64 = 1_805_706_000;
const HOUR: i64 = 3_600;

/// One doctor on duty until three in the afternoon, and six who wait.
fn room(policy: QueuePolicy) -> WaitingRoom {
    let duty = Duty { start_date: Instant(NINE - HOUR), end_date: Instant(NINE + 6 * HOUR) };
    let ada = QueueDoctor { uid: "ada".into(), duty: vec![duty], ..QueueDoctor::default() };
    let entries = (0..6).map(|place| frontdesk::QueueEntry {
        sequence: place,
        ..waiter(&format!("pat-{place}"), Instant(NINE - 600 + place))
    });
    let snapshot = WaitingRoomSnapshot {
        policy,
        doctors: vec![ada],
        entries: entries.collect(),
        ..WaitingRoomSnapshot::default()
    };
    WaitingRoom::new(snapshot).expect("a room")
}

/// Tells the room, and answers the visit that ends by it.
fn tell(room: &mut WaitingRoom, command: &QueueCommand, now: i64) -> Option<Visit> {
    let event = room.decide(command, Instant(now)).expect("nothing is against it").remove(0);
    let visit = room.visit_of(&event);
    assert!(room.apply(&event));
    visit
}

fn allocate() -> QueueCommand {
    QueueCommand::Allocate { doctor_uid: "ada".into(), uid: None }
}

fn complete(ended_at: Option<i64>) -> QueueCommand {
    QueueCommand::Complete { uid: "pat-0".into(), ended_at: ended_at.map(Instant) }
}

#[test]
fn a_visit_that_is_closed_late_ends_when_it_ended() {
    let mut room = room(QueuePolicy::default());
    tell(&mut room, &allocate(), NINE);
    for ended_at in [NINE - 1, NINE + HOUR + 1, i64::MIN, i64::MAX] {
        let refused =
            room.decide(&complete(Some(ended_at)), Instant(NINE + HOUR)).expect_err("none of these");
        let is_named = |error: &frontdesk::Error| error.path == "ended_at";
        assert!(matches!(&refused, QueueRefusal::Input(error) if is_named(error)), "{refused:?}");
    }
    for ended_at in [NINE, NINE + HOUR] {
        assert!(room.decide(&complete(Some(ended_at)), Instant(NINE + HOUR)).is_ok(), "{ended_at}");
    }
    let over = tell(&mut room, &complete(Some(NINE + 300)), NINE + HOUR).expect("a visit");
    assert_eq!((over.ended_at, over.doubt), (Instant(NINE + 300), None));
    assert_eq!(room.doctors()[0].last_ended_at, Some(Instant(NINE + 300)));
    // The time since then is a pause.
    tell(&mut room, &allocate(), NINE + HOUR + 60);
    let next = QueueCommand::Complete { uid: "pat-1".into(), ended_at: None };
    let over = tell(&mut room, &next, NINE + HOUR + 600).expect("a visit");
    assert_eq!(over.pauses[0].seconds, Some(HOUR - 240));
}

#[test]
fn a_clock_that_jumped_back_leaves_an_end_at_the_start() {
    let mut room = room(QueuePolicy::default());
    tell(&mut room, &allocate(), NINE + 60);
    assert!(room.decide(&complete(Some(NINE + 59)), Instant(NINE)).is_err());
    let over = tell(&mut room, &complete(Some(NINE + 60)), NINE).expect("a visit");
    assert_eq!(over.ended_at, Instant(NINE + 60));
}

#[test]
fn what_nobody_believes_is_doubted_and_taught_to_nobody() {
    let bounded =
        QueuePolicy { visit_minutes_max: Some(90), visit_seconds_min: Some(10), ..QueuePolicy::default() };
    // Duty ends at three, so two hours later.
    let plain = QueuePolicy::default();
    for (policy, began, seconds, doubt) in [
        (&bounded, NINE, 9, Some(VisitDoubt::TooShort)),
        (&bounded, NINE, 10, None),
        (&bounded, NINE, 90 * 60, None),
        (&bounded, NINE, 90 * 60 + 1, Some(VisitDoubt::TooLong)),
        (&plain, NINE, 0, None),
        (&plain, NINE + 5 * HOUR, 3 * HOUR, None),
        (&plain, NINE + 5 * HOUR, 3 * HOUR + 1, Some(VisitDoubt::PastDuty)),
    ] {
        let mut room = room(policy.clone());
        tell(&mut room, &allocate(), began);
        let over = tell(&mut room, &complete(None), began + seconds).expect("a visit");
        assert_eq!(over.doubt, doubt, "{seconds} s");
        let mut learner = learned(100);
        let before = serde_json::to_value(&learner).expect("plain data")["rates"].clone();
        assert_eq!(learner.learn(&over, &[]).expect("a visit"), doubt, "{seconds} s");
        let after = serde_json::to_value(&learner).expect("plain data")["rates"].clone();
        assert_eq!(before == after, doubt.is_some(), "{seconds} s");
    }
}

#[test]
fn bounds_of_a_visit_are_of_a_day_at_most() {
    let policy = |minutes: i64, seconds: i64| WaitingRoomSnapshot {
        policy: QueuePolicy {
            visit_minutes_max: Some(minutes),
            visit_seconds_min: Some(seconds),
            ..QueuePolicy::default()
        },
        ..WaitingRoomSnapshot::default()
    };
    for (minutes, seconds) in [(1, 1), (VISIT_SECONDS_MAX / 60, VISIT_SECONDS_MAX)] {
        assert!(WaitingRoom::new(policy(minutes, seconds)).is_ok());
    }
    for (minutes, seconds) in [(0, 0), (VISIT_SECONDS_MAX / 60 + 1, VISIT_SECONDS_MAX + 1)] {
        let error = WaitingRoom::new(policy(minutes, seconds)).expect_err("out of range");
        let paths: Vec<&str> = error.all().map(|error| error.path.as_str()).collect();
        assert_eq!(paths, ["policy.visit_minutes_max", "policy.visit_seconds_min"]);
    }
}

/// A length about a mean of ten minutes.
fn about(chance: Chance, number: usize) -> i64 {
    let drawn = chance.of(number as u64);
    (600.0 * libm::exp(0.5 * (drawn.of(1).unit() + drawn.of(2).unit() + drawn.of(3).unit() - 1.5) * 2.0))
        as i64
}

fn learned(visits: usize) -> Learner {
    closed_next_morning(visits, 0, 1)
}

/// One visit in a hundred times `share` is closed 14 hours later.
fn closed_next_morning(visits: usize, percent: usize, seed: u64) -> Learner {
    let mut learner = Learner::default();
    for number in 0..visits {
        let open = (number * 37 + 11) % 100 < percent;
        let seconds = if open { 14 * HOUR } else { about(Chance::new(seed), number) };
        let over = visit("ada", None, seconds, NINE - 5_000_000 + 900 * number as i64);
        learner.learn(&over, &[]).expect("a visit");
    }
    learner
}

fn last(learner: &Learner) -> WaitDistribution {
    let query = EstimateQuery { futures: Some(1024), ..EstimateQuery::default() };
    let waits = room(QueuePolicy::default()).estimate(learner, &query, Instant(NINE)).expect("an answer");
    waits[5].distribution.expect("on duty")
}

#[test]
fn three_in_a_hundred_that_are_closed_the_next_morning_move_p90_by_a_tenth_at_most() {
    for seed in 1..=5 {
        let (clean, dirty) =
            (last(&closed_next_morning(1_000, 0, seed)), last(&closed_next_morning(1_000, 3, seed)));
        assert!((dirty.p90 / clean.p90 - 1.0).abs() <= 0.1, "{clean:?} and {dirty:?}");
        assert!((dirty.p50 / clean.p50 - 1.0).abs() <= 0.05, "{clean:?} and {dirty:?}");
    }
}

/// If many visits are as long as that, they are what visits are.
#[test]
fn what_happens_often_is_believed() {
    let mut learner = learned(200);
    let mut believed = 0;
    for number in 0..60 {
        let over = visit("ada", Some("surgery"), 14 * HOUR, NINE + 60_000 * number);
        believed += usize::from(learner.learn(&over, &[]).expect("a visit").is_none());
    }
    assert!((30..50).contains(&believed), "{believed}");
}

#[test]
fn a_consultation_that_nobody_ended_is_named() {
    let mut room = room(QueuePolicy::default());
    tell(&mut room, &allocate(), NINE);
    let forgotten = |room: &WaitingRoom, learner: &Learner, now: i64| {
        room.forgotten(learner, Instant(now)).expect("an instant")
    };
    assert!(forgotten(&room, &learned(300), NINE + HOUR).is_empty());
    let named = forgotten(&room, &learned(300), NINE + 7 * HOUR);
    assert_eq!(
        (named[0].uid.as_str(), named[0].doubt),
        ("pat-0", VisitDoubt::Unlikely),
        "longer than all others"
    );
    let named = forgotten(&room, &Learner::default(), NINE + 8 * HOUR + 1);
    assert_eq!(named[0].doubt, VisitDoubt::PastDuty);
    let mut snapshot = room.snapshot();
    snapshot.policy.visit_minutes_max = Some(30);
    let room = WaitingRoom::new(snapshot).expect("a room");
    assert!(forgotten(&room, &Learner::default(), NINE + 1_800).is_empty());
    assert_eq!(forgotten(&room, &Learner::default(), NINE + 1_801)[0].doubt, VisitDoubt::TooLong);
    assert!(room.forgotten(&Learner::default(), Instant(-1)).is_err());
}

/// Whatever a history says, a learner refuses it and names the field, doubts it, or learns it.
#[test]
fn odd_histories_are_refused_or_doubted() {
    let plain = visit("ada", None, 600, NINE);
    let pause = |seconds: i64, asked: &[i64]| Pause { seconds: Some(seconds), asked_seconds: asked.to_vec() };
    for (odd, path) in [
        (Visit { started_at: Some(Instant(NINE + 1)), ended_at: Instant(NINE), ..plain.clone() }, "ended_at"),
        (Visit { started_at: Some(Instant(NINE - 3 * 86_400)), ..plain.clone() }, "ended_at"),
        (Visit { pauses: vec![pause(0, &[1])], ..plain.clone() }, "pauses[0].asked_seconds"),
        (Visit { pauses: vec![pause(-1, &[])], ..plain.clone() }, "pauses[0].seconds"),
        (Visit { pauses: vec![pause(60, &[2])], ..plain.clone() }, "pauses[0].asked_seconds[0]"),
        (Visit { doctor_uid: Some("".into()), ..plain.clone() }, "doctor_uid"),
    ] {
        let mut learner = learned(50);
        let before = learner.clone();
        let error = learner.learn(&odd, &[]).expect_err("it can't have been");
        assert_eq!(error.path, path, "{odd:?}");
        assert_eq!(learner, before, "what is refused is not learned");
    }
    let mut learner = learned(50);
    // A pause of days, and two visits of one doctor at once, can have been.
    let days = Visit { pauses: vec![pause(20 * 86_400, &[1, 1, 2])], ..plain.clone() };
    assert_eq!(learner.learn(&days, &[]), Ok(None));
    assert_eq!(learner.learn(&plain, &[]), Ok(None));
    let left = Visit { outcome: VisitOutcome::Abandoned, doctor_uid: None, started_at: None, ..plain };
    assert_eq!(learner.learn(&left, &[]), Ok(None));
    assert!(last(&learner).p90.is_finite());
}
