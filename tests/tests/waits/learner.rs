//! What is learned from visits: that it is right, that it follows a change, that it can be kept and put
//! together, and that nothing else is taken for it.

use frontdesk::limits::{INSTANT_MAX, LEARNER_DOCTORS_MAX, LEARNER_REASONS_MAX, VISIT_SECONDS_MAX};
use frontdesk::{
    ErrorCode, EstimateQuery, Instant, Learner, Visit, VisitKind, VisitOutcome, VisitReason,
    WaitDistribution, WaitingRoom, from_json,
};
use frontdesk_tests::forecast::visit;
use serde_json::{Value, json};

const NINE: i64 = 1_774_256_400; // 2026-03-23T09:00Z

/// A length about `seconds`: of nine visits, the logarithms have a standard deviation of about a third.
fn about(seconds: f64, number: usize) -> i64 {
    let z = [-1.5, -1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0, 1.5][number * 4 % 9];
    (seconds * f64::exp(0.35 * z)).round() as i64
}

/// A visit, from doctor, reason and mean seconds, that ends as number `number`.
fn scattered(doctor: &str, reason: Option<&str>, seconds: f64, number: usize) -> Visit {
    visit(doctor, reason, about(seconds, number), NINE - 1_000_000 + 300 * number as i64)
}

fn learn(learner: &mut Learner, visits: impl IntoIterator<Item = Visit>) {
    for visit in visits {
        learner.learn(&visit, &[]).expect("a visit");
    }
}

fn learned(visits: impl IntoIterator<Item = Visit>) -> Learner {
    let mut learner = Learner::default();
    learn(&mut learner, visits);
    learner
}

fn room(value: &Value) -> WaitingRoom {
    WaitingRoom::new(from_json(&value.to_string()).expect("JSON")).expect("a room")
}

fn duty() -> Value {
    json!([ { "start_date": NINE, "end_date": NINE + 864_000 } ])
}

fn waiting(index: usize, reason: Option<&str>) -> Value {
    json!({ "uid": format!("q-{index}"), "status": "waiting", "patient_uid": format!("pat-{index}"),
        "visit_reason": reason, "registered_at": NINE, "sequence": index })
}

/// The mean minutes of a visit, as the second of two who wait is told.
fn minutes(learner: &Learner, doctor: &str, reason: Option<&str>) -> f64 {
    let room = room(&json!({ "doctors": [ { "uid": doctor, "duty": duty() } ],
            "entries": [ waiting(0, reason), waiting(1, None) ] }));
    let waits =
        room.forecast(learner, Instant(NINE)).expect("a forecast").expected_waits().expect("few steps");
    waits[1].expect("somebody is on duty")
}

fn is_near(what: &str, found: f64, expected: f64, share: f64) {
    assert!((found / expected - 1.0).abs() < share, "{what}: {found}, and not {expected}");
}

#[test]
fn after_two_hundred_visits_lengths_are_known() {
    // The mean of exp(0.35 z) over the nine.
    let mean = (0..9).map(|number| about(600.0, number) as f64).sum::<f64>() / 9.0 / 600.0;
    for seconds in [90.0, 300.0, 600.0, 1_800.0, 5_400.0] {
        let learner = learned((0..200).map(|number| scattered("ada", Some("flu"), seconds, number)));
        is_near("a length", minutes(&learner, "ada", Some("flu")), mean * seconds / 60.0, 0.08);
    }
}

#[test]
fn doctors_and_reasons_are_told_apart() {
    // Ada is quick and Ben is slow, and a cough takes longer than flu; but nobody is as quick as Ben with a
    // cough.
    let seconds = |doctor: &str, reason: &str| match (doctor, reason) {
        ("ada", "flu") => 400.0,
        ("ada", _) => 800.0,
        (_, "flu") => 700.0,
        _ => 650.0,
    };
    let cells = [("ada", "flu"), ("ada", "cough"), ("ben", "flu"), ("ben", "cough")];
    let learner = learned((0..800).map(|number| {
        let (doctor, reason) = cells[number % 4];
        scattered(doctor, Some(reason), seconds(doctor, reason), number / 4)
    }));
    for (doctor, reason) in cells {
        is_near(
            &format!("{doctor} {reason}"),
            minutes(&learner, doctor, Some(reason)),
            1.06 * seconds(doctor, reason) / 60.0,
            0.12,
        );
    }
    // What is known of Ada and of a reason goes for what she has not been seen with.
    let learner = learned((0..600).map(|number| match number % 3 {
        0 => scattered("ada", Some("flu"), 300.0, number / 3),
        1 => scattered("ben", Some("flu"), 600.0, number / 3),
        _ => scattered("ben", Some("cough"), 1_200.0, number / 3),
    }));
    is_near("ada with a cough", minutes(&learner, "ada", Some("cough")), 1.06 * 10.0, 0.25);
}

/// Before a reason has been seen often, it takes as long as the others are said to.
#[test]
fn a_reason_that_nobody_configured_is_like_those_that_somebody_did() {
    let configured = [VisitReason { reason: "surgery".into(), duration_minutes: 90, doctor_uids: None }];
    let mut learner = Learner::default();
    learner.learn(&visit("ada", Some("transplant"), 5_400, NINE - 6_000), &configured).expect("a visit");
    let room = room(&json!({
        "policy": { "visit_reasons": [ { "reason": "surgery", "duration_minutes": 90 } ] },
        "doctors": [ { "uid": "ada", "duty": duty() } ],
        "entries": [ waiting(0, Some("transplant")), waiting(1, None) ] }));
    let waits =
        room.forecast(&learner, Instant(NINE)).expect("a forecast").expected_waits().expect("few steps");
    is_near("a transplant", waits[1].expect("somebody is on duty"), 90.0, 0.1);
}

#[test]
fn a_change_of_speed_is_followed() {
    let mut learner = learned((0..400).map(|number| scattered("ada", Some("flu"), 600.0, number)));
    let before = minutes(&learner, "ada", Some("flu"));
    learn(&mut learner, (400..600).map(|number| scattered("ada", Some("flu"), 1_500.0, number)));
    let after = minutes(&learner, "ada", Some("flu"));
    is_near("after the change", after / before, 2.5, 0.12);
}

/// The wire form of a learner.
fn state(learner: &Learner) -> Value {
    serde_json::to_value(learner).expect("a state is JSON")
}

fn load(state: &Value) -> Result<Learner, frontdesk::Error> {
    from_json(&state.to_string())
}

/// Visits of one server: `first` is the number of the first, doctors and reasons are told by it.
fn server(first: usize) -> Learner {
    learned((first..first + 150).map(|number| {
        let doctor = ["ada", "ben", "cara"][(number + first) % 3];
        let reason = [None, Some("flu"), Some("cough"), Some("back")][(number / 3 + first) % 4];
        let seconds = 300.0 + 200.0 * (number % 3) as f64;
        let visit = scattered(doctor, reason, seconds, number);
        let outcome = [VisitOutcome::Completed, VisitOutcome::Completed, VisitOutcome::Abandoned][number % 3];
        let started_at = visit.started_at.filter(|_| outcome == VisitOutcome::Completed);
        Visit { outcome, started_at, urgent: number.is_multiple_of(7), ..visit }
    }))
}

/// All that is expected of a room with everybody in it.
fn expected(learner: &Learner) -> Vec<f64> {
    let doctors: Vec<Value> =
        ["ada", "ben", "cara"].map(|doctor| json!({ "uid": doctor, "duty": duty() })).to_vec();
    let reasons = [None, Some("flu"), Some("cough"), Some("back")];
    let entries: Vec<Value> = (0..12).map(|index| waiting(index, reasons[index % 4])).collect();
    let room = room(&json!({ "doctors": doctors, "entries": entries }));
    room.forecast(learner, Instant(NINE))
        .expect("a forecast")
        .expected_waits()
        .expect("few steps")
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn what_servers_learned_is_put_together() {
    let slow = learned((0..300).map(|number| scattered("ada", Some("flu"), 1_200.0, number)));
    let quick = learned((0..300).map(|number| scattered("ben", Some("cough"), 240.0, number)));
    let mut both = slow.clone();
    both.merge(&quick).expect("few doctors");
    is_near(
        "what the one knows",
        minutes(&both, "ada", Some("flu")),
        minutes(&slow, "ada", Some("flu")),
        0.05,
    );
    is_near(
        "what the other knows",
        minutes(&both, "ben", Some("cough")),
        minutes(&quick, "ben", Some("cough")),
        0.05,
    );

    let parts = [server(0), server(1), server(5)];
    let merged = |order: [usize; 3]| {
        let mut all = Learner::default();
        order.iter().for_each(|&part| all.merge(&parts[part]).expect("few doctors"));
        all
    };
    let first = expected(&merged([0, 1, 2]));
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        for (one, other) in expected(&merged(order)).iter().zip(&first) {
            assert!((one - other).abs() <= 1e-9 * other, "{order:?}: {one} and {other}");
        }
    }
    let mut with_nothing = parts[0].clone();
    with_nothing.merge(&Learner::default()).expect("nothing");
    assert_eq!(state(&with_nothing), state(&parts[0]));
}

#[test]
fn what_is_saved_is_loaded_byte_for_byte() {
    for learner in [Learner::default(), server(0), server(3)] {
        let text = serde_json::to_string(&learner).expect("JSON");
        let again: Learner = from_json(&text).expect("what was written is read");
        assert_eq!(again, learner);
        assert_eq!(serde_json::to_string(&again).expect("JSON"), text);
        // And goes on as if nothing had been.
        let (mut kept, mut loaded) = (learner, again);
        learn(&mut kept, [scattered("dora", Some("new"), 500.0, 0)]);
        learn(&mut loaded, [scattered("dora", Some("new"), 500.0, 0)]);
        assert_eq!(state(&loaded), state(&kept));
    }
}

/// Whatever was learned can be saved and loaded again, also where visits are as odd as may be.
#[test]
fn whatever_is_learned_can_be_loaded_again() {
    let end = INSTANT_MAX - 1;
    let odd = |seconds: i64| visit("ada", Some("flu"), seconds, end);
    let forever =
        Visit { registered_at: Instant(0), started_at: None, outcome: VisitOutcome::Abandoned, ..odd(0) };
    let unserved = Visit { outcome: VisitOutcome::Unserved, ..forever.clone() };
    let kept = Visit { kind: VisitKind::Appointment, ..odd(60) };
    let visits = [odd(0), odd(VISIT_SECONDS_MAX), forever, unserved, kept];
    for visit in visits {
        let mut learner = Learner::default();
        learn(
            &mut learner,
            std::iter::repeat_n(visit.clone(), if visit.started_at.is_some() { 500 } else { 10_000 }),
        );
        assert_eq!(load(&state(&learner)), Ok(learner), "{visit:?}");
    }
}

/// A learner that is merged with itself over and over knows twice as much each time, until it is too much.
#[test]
fn whatever_is_merged_can_be_loaded_again() {
    let mut learner = server(0);
    let refused = (0..100).find_map(|_| {
        let other = learner.clone();
        let merged = learner.merge(&other);
        assert!(load(&state(&learner)) == Ok(learner.clone()), "what was merged is no state");
        merged.err()
    });
    assert!(matches!(refused, Some(error) if matches!(error.code,
            ErrorCode::TooMany { limit: 1_000_000_000_000, .. })));
}

#[test]
fn a_visit_that_cannot_have_been_is_refused_and_not_learned() {
    let good = json!({ "kind": "walk_in", "outcome": "completed", "doctor_uid": "ada", "reason": "flu",
        "registered_at": NINE, "started_at": NINE + 60,
        "ended_at": NINE + 660 });
    let out_of = |value: i64, min: i64, max: i64| {
        json!({ "code": "out_of_range", "value": value, "min": min,
        "max": max })
    };
    let cases = [
        ("registered_at", json!(-1), "registered_at", out_of(-1, 0, INSTANT_MAX - 1)),
        ("started_at", json!(INSTANT_MAX), "started_at", out_of(INSTANT_MAX, 0, INSTANT_MAX - 1)),
        ("ended_at", json!(i64::MAX), "ended_at", out_of(i64::MAX, 0, INSTANT_MAX - 1)),
        (
            "ended_at",
            json!(NINE + 59),
            "ended_at",
            json!({ "code": "empty_interval", "start": NINE + 60, "end": NINE + 59 }),
        ),
        ("ended_at", json!(NINE + 60 + 86_401), "ended_at", out_of(86_401, 0, 86_400)),
        ("doctor_uid", json!(""), "doctor_uid", out_of(0, 1, 255)),
        ("reason", json!("x".repeat(256)), "reason", out_of(256, 1, 255)),
    ];
    let before = server(0);
    for (field, value, path, expected) in cases {
        let mut visit = good.clone();
        visit[field] = value;
        let visit: Visit = from_json(&visit.to_string()).expect("well formed");
        let mut learner = before.clone();
        let error = learner.learn(&visit, &[]).expect_err(path);
        let wire = serde_json::to_value(&error).expect("JSON");
        assert_eq!((error.path.as_str(), learner == before), (path, true));
        assert!(
            expected
                .as_object()
                .is_some_and(|expected| expected.iter().all(|(key, value)| wire[key] == *value)),
            "{wire} {expected}"
        );
    }
    // At the bounds it is one: no length, and a whole day.
    for end in [NINE + 60, NINE + 60 + 86_400] {
        let mut visit = good.clone();
        visit["ended_at"] = json!(end);
        let mut learner = before.clone();
        learner.learn(&from_json(&visit.to_string()).expect("well formed"), &[]).expect("a visit");
        assert!(learner != before);
        assert_eq!(load(&state(&learner)), Ok(learner));
    }
}

/// A duration that is none would make every sum one that is none.
#[test]
fn a_reason_that_takes_no_time_is_refused() {
    let reason = |reason: &str, duration_minutes: i64| VisitReason {
        reason: reason.into(),
        duration_minutes,
        doctor_uids: None,
    };
    let visit = scattered("ada", Some("flu"), 600.0, 0);
    for (wrong, path) in [
        (reason("flu", 0), "visit_reasons[1].duration_minutes"),
        (reason("flu", -5), "visit_reasons[1].duration_minutes"),
        (reason("back", 1_441), "visit_reasons[1].duration_minutes"),
        (reason("", 10), "visit_reasons[1].reason"),
    ] {
        let mut learner = Learner::default();
        let error = learner.learn(&visit, &[reason("cough", 10), wrong]).expect_err(path);
        assert_eq!((error.path.as_str(), learner), (path, Learner::default()));
    }
    let many: Vec<VisitReason> = (0..101).map(|index| reason(&format!("r{index}"), 10)).collect();
    assert!(Learner::default().learn(&visit, &many[1..]).is_ok());
    let error = Learner::default().learn(&visit, &many).expect_err("too many");
    assert_eq!(
        (error.path.as_str(), error.code),
        ("visit_reasons", ErrorCode::TooMany { count: 101, limit: 100 })
    );
}

/// Every number of a value, by its pointer.
fn numbers(pointer: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(elements) => {
            elements
                .iter()
                .enumerate()
                .for_each(|(index, inner)| numbers(&format!("{pointer}/{index}"), inner, found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(field, inner)| numbers(&format!("{pointer}/{field}"), inner, found));
        }
        Value::Number(_) => found.push(pointer.to_owned()),
        _ => {}
    }
}

/// A state in which something is other than any learner would have written it is refused, or it answers as
/// any other does.
#[test]
fn a_state_that_is_none_is_refused_or_harmless() {
    let whole = state(&server(0));
    let mut pointers = Vec::new();
    numbers("", &whole, &mut pointers);
    let poisons = [
        json!(-1.0),
        json!(1e300),
        json!(-1e300),
        json!(1e12),
        json!(1.1e12),
        json!(5e-324),
        json!(0),
        json!(i64::MIN),
        json!(i64::MAX),
    ];
    let (mut refused, mut taken) = (0, 0);
    let doctor = |uid: &str| {
        let current = json!({ "kind": "appointment", "uid": format!("{uid}-1"), "reason": "flu",
            "registered_at": NINE, "started_at": NINE });
        json!({ "uid": uid, "duty": duty(), "current": current,
            "appointments": [ { "uid": format!("{uid}-2"), "start_date": NINE + 900, "reason": "cough" } ] })
    };
    let room = room(&json!({ "policy": { "guard_minutes": 5, "no_show_grace_minutes": 5 },
            "doctors": [ doctor("ada"), doctor("ben") ],
        "entries": [ waiting(0, Some("flu")), waiting(1, None), waiting(2, Some("back")) ] }));
    for pointer in &pointers {
        for poison in &poisons {
            let mut state = whole.clone();
            *state.pointer_mut(pointer).expect("it is there") = poison.clone();
            let mut learner = match load(&state) {
                Ok(learner) => learner,
                Err(error) => {
                    assert!(
                        matches!(error.code, ErrorCode::WrongType { .. }),
                        "{pointer} {poison}: {error:?}"
                    );
                    refused += 1;
                    continue;
                }
            };
            taken += 1;
            let query = EstimateQuery { futures: Some(16), ..EstimateQuery::default() };
            for estimate in room.estimate(&learner, &query, Instant(NINE + 60)).expect("an answer") {
                let said = estimate.distribution.expect("two doctors are there");
                let numbers = [said.p_served, said.mean, said.p10, said.p50, said.p90];
                assert!(
                    numbers.iter().all(|number| *number >= 0.0 && number.is_finite()),
                    "{pointer} {poison}: {said:?}"
                );
            }
            learn(&mut learner, [scattered("ada", Some("flu"), 600.0, 0), scattered("ben", None, 60.0, 1)]);
            let other = learner.clone();
            if let Err(error) = learner.merge(&other) {
                assert_eq!(
                    (error.path.as_str(), learner == other),
                    ("visits", true),
                    "{pointer} {poison}: {error}"
                );
            }
            assert!(expected(&learner).iter().all(|wait| wait.is_finite()), "{pointer} {poison}");
        }
    }
    println!("{refused} refused, {taken} taken");
    assert!(refused > 1_000 && taken > 1_000);
}

/// A path to what is wrong, and what is put there.
type Wrong = (&'static str, Value);

#[test]
fn a_state_of_another_form_is_refused_with_its_path() {
    let whole = state(&server(0));
    let cases: [(Wrong, &str, &str); 9] = [
        (("/doctors", json!("ada")), "wrong_type", "doctors"),
        (("/doctors/0", json!(7)), "wrong_type", "doctors[0]"),
        (("/walk_ins/0", json!(null)), "wrong_type", "walk_ins[0]"),
        (("/rates", json!([])), "wrong_type", "rates"),
        (("/rates/0/cells/0/0/visits", json!("1")), "wrong_type", "rates[0].cells[0][0].visits"),
        (("/habits/kept", json!(null)), "wrong_type", "habits.kept"),
        (("/habits/left", json!([0.0])), "wrong_type", "habits.left"),
        (("/habits/left/0", json!(-1.0)), "wrong_type", ""),
        (("/rates/1/shape", json!([1.0, 2.0])), "wrong_type", ""),
    ];
    for ((pointer, value), code, path) in cases {
        let mut state = whole.clone();
        *state.pointer_mut(pointer).expect("it is there") = value;
        let error = load(&state).expect_err(pointer);
        let wire = serde_json::to_value(&error).expect("JSON");
        assert_eq!((wire["code"].as_str(), error.path.as_str()), (Some(code), path), "{pointer}: {error}");
    }
    let mut state = whole.clone();
    state["more"] = json!(1);
    assert!(matches!(load(&state), Err(error) if matches!(error.code,
            ErrorCode::UnknownField { .. }) && error.path == "more"));
    let huge = whole.to_string().replacen(r#""kept":0.0"#, r#""kept":NaN"#, 1);
    assert!(matches!(from_json::<Learner>(&huge), Err(error) if matches!(error.code,
            ErrorCode::InvalidJson { .. })));
    let huge = whole.to_string().replacen(r#""kept":0.0"#, r#""kept":1e999"#, 1);
    assert!(from_json::<Learner>(&huge).is_err());
}

#[test]
fn there_are_so_many_doctors_and_no_more() {
    let mut learner = Learner::default();
    learn(
        &mut learner,
        (0..LEARNER_DOCTORS_MAX).map(|index| scattered(&format!("doc-{index}"), None, 600.0, index)),
    );
    let full = learner.clone();
    let error = learner.learn(&scattered("one more", None, 600.0, 0), &[]).expect_err("one more than may be");
    let too_many =
        ErrorCode::TooMany { count: LEARNER_DOCTORS_MAX as u64 + 1, limit: LEARNER_DOCTORS_MAX as u64 };
    assert_eq!((error.path.as_str(), &error.code), ("doctor_uid", &too_many));
    assert_eq!(learner, full);
    learn(&mut learner, [scattered("doc-7", None, 600.0, 0)]);

    let error =
        learner.merge(&learned([scattered("one more", None, 600.0, 0)])).expect_err("one more than may be");
    assert_eq!((error.path.as_str(), &error.code), ("doctors", &too_many));
    learner.merge(&learned([scattered("doc-9", None, 600.0, 0)])).expect("no more doctors");

    assert!(load(&state(&full)).is_ok());
    let mut more = state(&full);
    more["doctors"].as_array_mut().expect("a list").push(json!("one more"));
    assert!(load(&more).is_err());
}

/// A reason too many is one that is not known.
#[test]
fn there_are_so_many_reasons_and_the_others_are_one() {
    let mut learner = Learner::default();
    learn(
        &mut learner,
        (0..LEARNER_REASONS_MAX)
            .map(|index| scattered("ada", Some(&format!("reason-{index}")), 600.0, index)),
    );
    assert_eq!(state(&learner)["reasons"].as_array().map(Vec::len), Some(LEARNER_REASONS_MAX));
    let before = minutes(&learner, "ada", None);
    let known = minutes(&learner, "ada", Some("reason-3"));
    learn(&mut learner, (0..60).map(|number| scattered("ada", Some("one more"), 3_000.0, number)));
    assert_eq!(state(&learner)["reasons"].as_array().map(Vec::len), Some(LEARNER_REASONS_MAX));
    assert!(minutes(&learner, "ada", None) > 2.0 * before);
    assert_eq!(minutes(&learner, "ada", Some("one more")), minutes(&learner, "ada", None));
    assert!(minutes(&learner, "ada", None) > 1.5 * minutes(&learner, "ada", Some("reason-3")), "{known}");

    let mut more = state(&learner);
    more["reasons"].as_array_mut().expect("a list").push(json!("one more"));
    assert!(load(&more).is_err());
    let mut merged = learner.clone();
    merged.merge(&learned([scattered("ada", Some("two more"), 600.0, 0)])).expect("one doctor");
    assert_eq!(state(&merged)["reasons"].as_array().map(Vec::len), Some(LEARNER_REASONS_MAX));
}

/// What the last of those who wait is told.
fn said(room: &WaitingRoom, learner: &Learner) -> WaitDistribution {
    let waits = room.estimate(learner, &EstimateQuery::default(), Instant(NINE)).expect("an answer");
    waits.last().and_then(|wait| wait.distribution).expect("somebody is on duty")
}

#[test]
fn what_patients_do_moves_the_estimate_as_it_must() {
    let visits = |more: &dyn Fn(usize) -> Visit| {
        learned((0..100).flat_map(|number| [scattered("ada", Some("flu"), 600.0, number), more(number)]))
    };
    let completed = |number: usize| scattered("ada", Some("flu"), 600.0, number);
    let none = visits(&completed);

    // Who does not come to an appointment keeps the doctor for the grace only.
    let kind = VisitKind::Appointment;
    let kept = visits(&|number| Visit { kind, ..completed(number) });
    let missed = visits(&|number| Visit {
        kind,
        outcome: VisitOutcome::NoShow,
        started_at: None,
        ..completed(number)
    });
    let expecting = room(&json!({ "policy": { "no_show_grace_minutes": 2 },
        "doctors": [ { "uid": "ada", "duty": duty(), "appointments": [ { "uid": "mtg-1", "start_date": NINE,
            "reason": "flu" } ] } ],
        "entries": [ waiting(0, None) ] }));
    let (if_kept, if_missed) = (said(&expecting, &kept), said(&expecting, &missed));
    assert!(
        if_missed.p50 == 2.0 && if_kept.p50 > 5.0 && if_missed.mean < if_kept.mean - 3.0,
        "{if_missed:?} {if_kept:?}"
    );

    // Who leaves is not in the way any more.
    let leaving = |number: usize| Visit {
        outcome: VisitOutcome::Abandoned,
        doctor_uid: None,
        started_at: None,
        ..completed(number)
    };
    let impatient = visits(&leaving);
    let long = room(&json!({ "doctors": [ { "uid": "ada", "duty": duty() } ],
            "entries": (0..10).map(|index| waiting(index, Some("flu"))).collect::<Vec<_>>() }));
    let (patient, impatient) = (said(&long, &none), said(&long, &impatient));
    assert!(impatient.p50 < 0.8 * patient.p50, "{impatient:?} {patient:?}");

    // Urgent patients to come go before; the more of them, the later everybody else.
    let hurried = visits(&|number| Visit { urgent: true, ..completed(number) });
    let hurried = said(&long, &hurried);
    assert!(hurried.p50 > 1.1 * patient.p50, "{hurried:?} {patient:?}");
}
