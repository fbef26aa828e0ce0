//! A look at a room a little later, when nothing has happened meanwhile, gives nearly the same numbers, on a
//! clinic's first day too.

use frontdesk::{EstimateQuery, Instant, Learner, WaitingRoom, from_json};
use frontdesk_tests::run::case_count;
use serde_json::{Value, json};

const NINE: i64 = 1_774_256_400; // 2026-03-23T09:00Z

/// Six wait, and the doctors have just begun.
fn room(number: usize, doctors: usize, duty: &Value) -> WaitingRoom {
    let seen = |doctor: usize| {
        json!({ "uid": format!("s-{number}-{doctor}"), "status": "allocated",
            "patient_uid": format!("seen-{doctor}"),
        "registered_at": NINE - 600, "sequence": doctor, "doctor_uid": format!("doc-{doctor}"),
        "video_room_id": "room", "allocated_at": NINE })
    };
    let waits = |index: usize| {
        json!({ "uid": format!("q-{number}-{index}"), "status": "waiting",
            "patient_uid": format!("pat-{index}"),
        "registered_at": NINE - 300, "sequence": doctors + index })
    };
    let doctor = |doctor: usize| {
        json!({ "uid": format!("doc-{doctor}"), "duty": duty,
            "current": { "kind": "walk_in", "uid": format!("s-{number}-{doctor}"),
        "registered_at": NINE - 600, "started_at": NINE } })
    };
    let entries: Value = (0..doctors).map(seen).chain((0..6).map(waits)).collect();
    let room = json!({ "doctors": (0..doctors).map(doctor).collect::<Value>(), "entries": entries });
    WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room")
}

#[test]
fn ten_seconds_in_which_nothing_happens_move_p50_by_seconds() {
    let learner = Learner::default();
    let duty = json!([ { "start_date": NINE - 3_600, "end_date": NINE + 86_400 } ]);
    for doctors in [1, 3] {
        let (mut worst, mut changes): (f64, Vec<f64>) = (0.0, Vec::new());
        for number in 0..case_count(10) {
            let room = room(number, doctors, &duty);
            let mut before: Option<Vec<f64>> = None;
            for seconds in (0..=600).step_by(10) {
                let waits = room.estimate(&learner, &EstimateQuery::default(), Instant(NINE + seconds));
                let waits = waits.expect("an answer");
                let now: Vec<f64> =
                    waits.iter().map(|wait| wait.distribution.expect("futures").p50).collect();
                for (was, is) in before.iter().flatten().zip(&now) {
                    changes.push(is - was);
                    worst = worst.max((is - was).abs());
                }
                before = Some(now);
            }
        }
        let spread =
            (changes.iter().map(|change| change * change).sum::<f64>() / changes.len() as f64).sqrt();
        eprintln!("{doctors} doctors: worst {worst:.2} min, root mean square {:.1} s", 60.0 * spread);
        assert!(worst <= 0.5 && spread <= 0.15, "{doctors} doctors: {worst} minutes, {spread} as a rule");
    }
}

#[test]
fn nobody_is_foretold_to_be_seen_while_no_doctor_is_there() {
    let (from, until) = (NINE + 3_600, NINE + 7_200);
    let duty = json!([
        { "start_date": NINE - 3_600, "end_date": from }, { "start_date": until, "end_date": NINE + 86_400 }
    ]);
    let seen_by = vec![Instant(from), Instant(until - 1), Instant(until + 3_600)];
    let query = EstimateQuery { seen_by, ..EstimateQuery::default() };
    let mut are_seen_after = false;
    for number in 0..case_count(10) {
        let waits = room(number, 1, &duty).estimate(&Learner::default(), &query, Instant(NINE + 60));
        for wait in waits.expect("an answer") {
            let seen = &wait.p_seen_by;
            let (before, meanwhile, after) = (seen[0], seen[1], seen[2]);
            assert!((before - meanwhile).abs() < 1e-9, "room {number}, place {}", wait.position);
            are_seen_after |= before > 0.1 && after > before + 0.1;
        }
    }
    assert!(are_seen_after, "of none it is open whether they are seen before the break");
}
