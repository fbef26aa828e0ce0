//! Bounds of a forecast on both sides: how many futures, how many steps, how many people. Nothing here is
//! timed: what takes a time that grows with the square of the queue would be noticed by whoever waits for it.

use frontdesk::limits::{
    FORECAST_CELLS_MAX, FORECAST_STEPS_MAX, FUTURES_MAX, FUTURES_MIN, LIVE_ENTRIES_MAX, ROOM_DOCTORS_MAX,
    SEED_MAX,
};
use frontdesk::{ErrorCode, EstimateMode, EstimateQuery, Instant, Joining, Learner, WaitingRoom, from_json};
use serde_json::{Value, json};

const NINE: i64 = 1_774_256_400; // 2026-03-23T09:00Z

fn room(doctors: usize, waiting: usize) -> WaitingRoom {
    let doctor = |index: usize| {
        json!({ "uid": format!("doc-{index}"),
        "duty": [ { "start_date": NINE, "end_date": NINE + 40_000_000 } ] })
    };
    let entry = |index: usize| {
        json!({ "uid": format!("q-{index}"), "status": "waiting",
        "patient_uid": format!("pat-{index}"), "registered_at": NINE, "sequence": index })
    };
    let room = json!({ "doctors": (0..doctors).map(doctor).collect::<Value>(),
        "entries": (0..waiting).map(entry).collect::<Value>() });
    WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room")
}

fn futures(futures: i64) -> EstimateQuery {
    EstimateQuery { futures: Some(futures), ..EstimateQuery::default() }
}

#[test]
fn futures_are_a_power_of_two_between_bounds() {
    let (room, learner) = (room(2, 3), Learner::default());
    for good in [FUTURES_MIN, 32, 64, 2_048, FUTURES_MAX] {
        assert!(room.estimate(&learner, &futures(good), Instant(NINE)).is_ok(), "{good}");
        assert!(
            room.estimate_if_joined(&learner, &Joining::default(), &futures(good), Instant(NINE)).is_ok(),
            "{good}"
        );
    }
    let out_of_range = |value: i64| ErrorCode::OutOfRange { value, min: FUTURES_MIN, max: FUTURES_MAX };
    let no_power = |value: i64| ErrorCode::Conflict { detail: format!("{value} is not a power of two") };
    for (bad, code) in [
        (15, out_of_range(15)),
        (8, out_of_range(8)),
        (0, out_of_range(0)),
        (-16, out_of_range(-16)),
        (i64::MIN, out_of_range(i64::MIN)),
        (24, no_power(24)),
        (17, no_power(17)),
        (4_095, no_power(4_095)),
        (4_097, out_of_range(4_097)),
        (8_192, out_of_range(8_192)),
        (i64::MAX, out_of_range(i64::MAX)),
    ] {
        let error = room.estimate(&learner, &futures(bad), Instant(NINE)).expect_err("no number of futures");
        assert_eq!((error.path.as_str(), &error.code), ("futures", &code));
        let joining = room.estimate_if_joined(&learner, &Joining::default(), &futures(bad), Instant(NINE));
        assert_eq!(joining, Err(error));
    }
}

#[test]
fn now_is_an_instant_in_every_mode() {
    let (room, learner) = (room(1, 1), Learner::default());
    for mode in
        [EstimateMode::Simulated, EstimateMode::PositionTimesAverage, EstimateMode::AverageTimesBeforeMe]
    {
        let query = EstimateQuery { mode, ..EstimateQuery::default() };
        for (now, is_one) in [
            (-1, false),
            (0, true),
            (7_258_118_399, true),
            (7_258_118_400, false),
            (i64::MAX, false),
            (i64::MIN, false),
        ] {
            let waits = room.estimate(&learner, &query, Instant(now)).map(|_| ());
            let joining =
                room.estimate_if_joined(&learner, &Joining::default(), &query, Instant(now)).map(|_| ());
            assert_eq!((waits.is_ok(), joining.is_ok()), (is_one, is_one), "{mode:?} {now}");
            if let (Err(one), Err(other)) = (waits, joining) {
                assert_eq!((one.path.as_str(), other.path.as_str()), ("now", "now"));
            }
        }
    }
}

#[test]
fn a_seed_is_a_number_that_every_language_can_say() {
    let room = room(2, 3);
    for (seed, is_one) in [
        (0, true),
        (-1, true),
        (SEED_MAX, true),
        (-SEED_MAX, true),
        (SEED_MAX + 1, false),
        (-SEED_MAX - 1, false),
        (i64::MIN, false),
        (i64::MAX, false),
    ] {
        let query = EstimateQuery { seed: Some(seed), ..EstimateQuery::default() };
        let waits = room.estimate(&Learner::default(), &query, Instant(NINE));
        let wrong = waits.err().map(|error| (error.path, error.code));
        let expected =
            ("seed".to_owned(), ErrorCode::OutOfRange { value: seed, min: -SEED_MAX, max: SEED_MAX });
        assert_eq!(wrong, (!is_one).then_some(expected), "{seed}");
    }
}

/// The starts of all who wait in all futures are kept until their quantiles are known.
#[test]
fn a_forecast_that_keeps_too_many_numbers_is_refused() {
    let (room, learner) =
        (room(1, (FORECAST_CELLS_MAX / FUTURES_MAX as u64) as usize + 1), Learner::default());
    assert!(room.estimate(&learner, &futures(FUTURES_MAX / 2), Instant(NINE)).is_ok());
    let error = room.estimate(&learner, &futures(FUTURES_MAX), Instant(NINE)).expect_err("one too many");
    let count = FORECAST_CELLS_MAX + FUTURES_MAX as u64;
    assert_eq!(
        (error.path.as_str(), error.code),
        ("futures", ErrorCode::TooMany { count, limit: FORECAST_CELLS_MAX })
    );
}

/// Doctors who wait for somebody are not all asked each time that somebody's patience for one of them ends.
#[test]
fn a_thousand_idle_doctors_are_no_burden() {
    let entry = |index: usize| {
        json!({ "uid": format!("q-{index}"), "status": "waiting", "patient_uid": format!("pat-{index}"),
            "registered_at": NINE + index as i64,
        "sequence": index, "preferred_doctor_uid": "doc-0", "preference_patience_minutes": 600 })
    };
    let doctor = |index: usize| {
        json!({ "uid": format!("doc-{index}"),
        "duty": [ { "start_date": NINE, "end_date": NINE + 86_400 * 300 } ] })
    };
    let room = json!({ "doctors": (0..ROOM_DOCTORS_MAX).map(doctor).collect::<Value>(),
        "entries": (0..2_500).map(entry).collect::<Value>() });
    let room = WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room");
    let waits = room
        .estimate(&Learner::default(), &futures(64), Instant(NINE + 2_500))
        .expect("fewer than two billion steps");
    assert!(waits.iter().all(|wait| wait.distribution.is_some_and(|said| said.p_served == 1.0)));
}

/// In every turn every doctor is a step, so the queue of a thousand doctors has ten million in each future.
/// That is known before any of them is played.
#[test]
fn a_forecast_that_takes_too_many_steps_is_refused_at_once_or_has_fewer_futures() {
    let (room, learner) = (room(ROOM_DOCTORS_MAX, LIVE_ENTRIES_MAX), Learner::default());
    let forecast = room.forecast(&learner, Instant(NINE)).expect("a forecast");
    assert_eq!(forecast.waits(&futures(16)).expect("a few futures").len(), LIVE_ENTRIES_MAX);
    assert!(forecast.expected_waits().expect("a single course").iter().all(Option::is_some));
    let error = forecast.waits(&futures(256)).expect_err("ten million steps, 256 times");
    assert_eq!(error.path, "futures");
    assert_eq!(error.code, ErrorCode::TooMany { count: FORECAST_STEPS_MAX + 1, limit: FORECAST_STEPS_MAX });
    // Who names no number gets an answer, by as many futures as there can be.
    let waits = forecast.waits(&EstimateQuery::default()).expect("fewer futures");
    assert_eq!(waits, forecast.waits(&futures(128)).expect("half as many"));
}

#[test]
fn ten_thousand_who_wait_are_all_told() {
    let (room, learner) = (room(20, LIVE_ENTRIES_MAX), Learner::default());
    let waits = room.estimate(&learner, &EstimateQuery::default(), Instant(NINE)).expect("an answer");
    assert!(waits.iter().all(|wait| wait.distribution.is_some_and(|said| said.p_served == 1.0)));
    let joining = room
        .estimate_if_joined(&learner, &Joining::default(), &futures(16), Instant(NINE))
        .expect("an answer");
    assert_eq!(joining.position, LIVE_ENTRIES_MAX + 1);
}

/// Whoever wishes for whom, a doctor looks at three of those who wait: ten thousand who wait for one doctor
/// for a while, or would like to see one, are no more work than ten thousand who don't.
#[test]
fn wishes_cost_nothing() {
    let wishes = [
        json!({}),
        json!({ "preferred_doctor_uid": "doc-0" }),
        json!({ "preferred_doctor_uid": "doc-1", "preference_patience_minutes": 600 }),
    ];
    for wishes in [&wishes[1..2], &wishes[2..], &wishes] {
        let entry = |index: usize| {
            let mut entry = json!({ "uid": format!("q-{index}"), "status": "waiting",
                "patient_uid": format!("pat-{index}"), "registered_at": NINE, "sequence": index });
            entry
                .as_object_mut()
                .expect("an object")
                .extend(wishes[index % wishes.len()].as_object().expect("an object").clone());
            entry
        };
        let doctor = |index: usize| {
            json!({ "uid": format!("doc-{index}"),
            "duty": [ { "start_date": NINE, "end_date": NINE + 86_400 * 300 } ] })
        };
        let room = json!({ "doctors": (0..20).map(doctor).collect::<Value>(),
            "entries": (0..LIVE_ENTRIES_MAX).map(entry).collect::<Value>() });
        let room = WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room");
        let waits = room.estimate(&Learner::default(), &futures(256), Instant(NINE)).expect("an answer");
        assert!(waits.iter().all(|wait| wait.distribution.is_some_and(|said| said.p_served == 1.0)));
    }
}
