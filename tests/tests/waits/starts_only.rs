//! Rooms that record who comes and who is seen, and neither by whom nor until when.

use frontdesk::{
    EstimateQuery, Instant, Joining, Learner, QueueCommand, QueuePolicy, QueueStatus, Visit, WaitUnknown,
    WaitingRoom, WaitingRoomSnapshot,
};
use frontdesk_tests::forecast::visit;
use frontdesk_tests::room::waiter;

const NINE: i64 = 1_805_706_000;

fn tell(room: &mut WaitingRoom, learner: &mut Learner, command: &QueueCommand, now: i64) {
    for event in room.decide(command, Instant(now)).expect("nothing is against it") {
        if let Some(visit) = room.visit_of(&event) {
            assert_eq!(learner.learn(&visit, &[]), Ok(None));
        }
        assert!(room.apply(&event));
    }
}

fn register(uid: &str) -> QueueCommand {
    frontdesk::from_json(&format!(r#"{{ "command": "register", "uid": "{uid}", "patient_uid": "{uid}" }}"#))
        .expect("a command")
}

#[test]
fn a_room_learns_its_pace_from_starts_and_answers() {
    let mut room = WaitingRoom::new(WaitingRoomSnapshot::default()).expect("an empty room");
    let mut learner = Learner::default();
    let waits = |room: &WaitingRoom, learner: &Learner, now: i64| {
        room.estimate(learner, &EstimateQuery::default(), Instant(now)).expect("an answer")
    };
    let mut now = NINE;
    for number in 0..4 {
        tell(&mut room, &mut learner, &register(&format!("q-{number}")), now);
    }
    let first = waits(&room, &learner, now);
    assert_eq!((first[3].estimated_wait_minutes, first[3].unknown), (None, Some(WaitUnknown::NobodyOnDuty)));
    // Somebody is seen every three minutes or so, and somebody else comes.
    for number in 0..60 {
        now += [120, 180, 240][number % 3];
        tell(&mut room, &mut learner, &QueueCommand::MarkSeen { uid: format!("q-{number}").into() }, now);
        tell(&mut room, &mut learner, &register(&format!("q-{}", number + 4)), now);
    }
    let entry = room.entry("q-0").expect("was seen");
    assert_eq!((entry.status, entry.doctor_uid.as_ref()), (QueueStatus::Completed, None));
    assert_eq!(entry.allocated_at, entry.completed_at);
    let said: Vec<f64> =
        waits(&room, &learner, now).iter().map(|wait| wait.distribution.expect("a pace").p50).collect();
    for (place, p50) in said.iter().enumerate() {
        let due = 3.0 * (place as f64 + 1.0);
        assert!((p50 / due - 1.0).abs() < 0.25, "place {place}: {p50} of {due}");
    }
    let query = EstimateQuery::default();
    let joining = room.estimate_if_joined(&learner, &Joining::default(), &query, Instant(now));
    assert!(joining.expect("an answer").estimated_wait_minutes.is_some_and(|minutes| minutes >= 12));
    // What was seen is not waiting any more.
    let again = room.decide(&QueueCommand::MarkSeen { uid: "q-0".into() }, Instant(now));
    assert!(again.is_err());
}

/// Visits of nobody knows whom teach how long visits take.
#[test]
fn visits_without_a_doctor_teach_level_and_shape() {
    let of = |doctor: bool, count: i64| {
        let mut learner = Learner::default();
        for number in 0..count {
            let over = visit("ada", None, 240, NINE - 300_000 + 300 * number);
            let over = if doctor { over } else { Visit { doctor_uid: None, ..over } };
            assert_eq!(learner.learn(&over, &[]), Ok(None));
        }
        let duty = frontdesk::Duty { start_date: Instant(NINE - 60), end_date: Instant(NINE + 36_000) };
        let ada = frontdesk::QueueDoctor { uid: "ada".into(), duty: vec![duty], ..Default::default() };
        let entries = ["pia", "quinn"].iter().enumerate().map(|(place, patient)| frontdesk::QueueEntry {
            sequence: place as i64,
            ..waiter(patient, Instant(NINE - 30))
        });
        let room = WaitingRoom::new(WaitingRoomSnapshot {
            policy: QueuePolicy::default(),
            doctors: vec![ada],
            entries: entries.collect(),
            ..WaitingRoomSnapshot::default()
        });
        let query = EstimateQuery { futures: Some(1024), ..EstimateQuery::default() };
        let waits = room.expect("a room").estimate(&learner, &query, Instant(NINE)).expect("an answer");
        (waits[1].distribution.expect("on duty"), learner)
    };
    let (fresh, _) = of(false, 0);
    let (without, learner) = of(false, 200);
    let (with, _) = of(true, 200);
    assert!(fresh.p50 > 8.0 && (without.p50 - 4.0).abs() < 0.5, "{fresh:?} and {without:?}");
    // Who the doctor is remains to be seen.
    assert!(without.p90 - without.p10 > with.p90 - with.p10, "{with:?} and {without:?}");
    assert!(without.p90 < 0.4 * fresh.p90, "{fresh:?} and {without:?}");
    let state = serde_json::to_string(&learner).expect("plain data");
    let mut merged: Learner = frontdesk::from_json(&state).expect("what was saved");
    merged.merge(&learner).expect("twice as much");
}
