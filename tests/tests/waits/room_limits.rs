//! Every count of a waiting room that is limited, on both sides of its limit; and a room as large as may be,
//! in which nothing must take long.

use frontdesk::limits::{
    CONCURRENT_PATIENTS_MAX, DUTY_WINDOWS_MAX, ENTRIES_MAX, LEVELS_MAX, LIVE_ENTRIES_MAX, ROOM_DOCTORS_MAX,
    SEQUENCE_MAX, UPCOMING_APPOINTMENTS_MAX, VISIT_REASONS_MAX,
};
use frontdesk::{
    ErrorCode, Instant, QueueChange, QueueCommand, QueueRefusal, Uid, WaitingRoom, WaitingRoomSnapshot,
    from_json,
};
use serde_json::{Value, json};

const NINE: i64 = 1_774_256_400; // 2026-03-23T09:00Z

fn snapshot(value: &Value) -> WaitingRoomSnapshot {
    from_json(&value.to_string()).expect("the room is well formed")
}

fn waiting(index: usize) -> Value {
    json!({ "uid": format!("q-{index}"), "status": "waiting", "patient_uid": format!("pat-{index}"),
        "registered_at": NINE, "sequence": index })
}

fn over(index: usize) -> Value {
    json!({ "uid": format!("q-{index}"), "status": "cancelled", "patient_uid": "pat-0",
        "registered_at": NINE, "sequence": index,
        "cancelled_at": NINE, "cancelled_by": "patient" })
}

fn doctor(index: usize) -> Value {
    json!({ "uid": format!("doc-{index}"), "duty": [ { "start_date": NINE, "end_date": NINE + 3_600 } ] })
}

fn window(index: usize) -> Value {
    json!({ "start_date": NINE + index as i64 * 60, "end_date": NINE + index as i64 * 60 + 60 })
}

fn appointment(index: usize) -> Value {
    json!({ "uid": format!("mtg-{index}"), "start_date": NINE + index as i64 })
}

fn begun(index: usize) -> Value {
    json!({ "kind": "appointment", "uid": format!("mtg-{index}"), "registered_at": NINE, "started_at": NINE })
}

fn reason(index: usize) -> Value {
    json!({ "reason": format!("reason-{index}"), "duration_minutes": 10 })
}

fn level(index: usize) -> Value {
    json!({ "uid": format!("level-{index}"), "head_start_minutes": index })
}

fn many(count: usize, element: fn(usize) -> Value) -> Value {
    (0..count).map(element).collect()
}

fn register(number: usize) -> QueueCommand {
    let json = json!({ "command": "register", "uid": format!("new-{number}"),
        "patient_uid": format!("new-{number}") });
    from_json(&json.to_string()).expect("a command needs no more")
}

/// A list by its path, how much it may hold, and a room with so many in it.
type Limited = (&'static str, usize, fn(usize) -> Value);

#[test]
fn every_list_of_a_room_has_a_limit() {
    let cases: [Limited; 9] = [
        ("doctors", ROOM_DOCTORS_MAX, |count| json!({ "doctors": many(count, doctor) })),
        ("entries", LIVE_ENTRIES_MAX, |count| json!({ "entries": many(count, waiting) })),
        ("entries", ENTRIES_MAX, |count| json!({ "entries": many(count, over) })),
        (
            "doctors[0].duty",
            DUTY_WINDOWS_MAX,
            |count| json!({ "doctors": [ { "uid": "doc-1", "duty": many(count, window) } ] }),
        ),
        (
            "doctors[0].appointments",
            UPCOMING_APPOINTMENTS_MAX,
            |count| json!({ "doctors": [ { "uid": "doc-1", "appointments": many(count, appointment) } ] }),
        ),
        ("doctors[0].beside", CONCURRENT_PATIENTS_MAX as usize - 1, |count| {
            let current = begun(count);
            json!({ "doctors": [ { "uid": "doc-1", "current": current, "beside": many(count, begun) } ] })
        }),
        ("policy.levels", LEVELS_MAX, |count| json!({ "policy": { "levels": many(count, level) } })),
        (
            "policy.visit_reasons",
            VISIT_REASONS_MAX,
            |count| json!({ "policy": { "visit_reasons": many(count, reason) } }),
        ),
        ("policy.visit_reasons[0].doctor_uids", ROOM_DOCTORS_MAX, |count| {
            let uids: Value = (0..count).map(|index| json!(format!("doc-{index}"))).collect();
            let reason = json!({ "reason": "flu", "duration_minutes": 10, "doctor_uids": uids });
            json!({ "policy": { "visit_reasons": [reason] }, "doctors": many(count.min(ROOM_DOCTORS_MAX),
                doctor) })
        }),
    ];
    for (path, limit, room) in cases {
        assert!(WaitingRoom::new(snapshot(&room(limit))).is_ok(), "{path}: {limit}");
        let error = WaitingRoom::new(snapshot(&room(limit + 1))).expect_err("one more than may be");
        assert_eq!(
            (error.path.as_str(), error.code),
            (path, ErrorCode::TooMany { count: limit as u64 + 1, limit: limit as u64 })
        );
    }
}

#[test]
fn nobody_joins_and_no_doctor_comes_beyond_the_limits() {
    let refused = |room: &Value| {
        let mut room = WaitingRoom::new(snapshot(room)).expect("the room is well formed");
        let [event] = &room.decide(&register(0), Instant(NINE)).expect("one more may be")[..] else {
            return None;
        };
        assert!(room.apply(event));
        room.decide(&register(1), Instant(NINE)).err()
    };
    for (room, limit) in [
        (json!({ "entries": many(LIVE_ENTRIES_MAX - 1, waiting) }), LIVE_ENTRIES_MAX),
        (json!({ "entries": many(ENTRIES_MAX - 1, over) }), ENTRIES_MAX),
        (json!({ "next_sequence": SEQUENCE_MAX - 1 }), SEQUENCE_MAX as usize),
    ] {
        let Some(QueueRefusal::Input(error)) = refused(&room) else { unreachable!("{limit} is a limit") };
        assert_eq!(error.code, ErrorCode::TooMany { count: limit as u64 + 1, limit: limit as u64 });
    }
    let mut room = WaitingRoom::new(snapshot(&json!({ "doctors": many(ROOM_DOCTORS_MAX, doctor) })))
        .expect("as many as may be");
    let put = |uid: &str| QueueChange::PutDoctor {
        doctor: frontdesk::QueueDoctor { uid: Uid::from(uid), ..Default::default() },
    };
    assert_eq!(room.change(put("doc-0")), Ok(()));
    assert!(matches!(room.change(put("another")), Err(QueueRefusal::Input(error)) if matches!(error.code,
            ErrorCode::TooMany { .. })));
}

/// Nothing here is timed: what takes a time that grows with the square of the queue would be noticed by
/// whoever waits for it.
#[test]
fn a_full_room_is_served_to_the_last() {
    let room = json!({ "policy": { "guard_minutes": 1 }, "doctors": many(50, doctor),
        "entries": many(LIVE_ENTRIES_MAX, waiting) });
    let mut room = WaitingRoom::new(snapshot(&room)).expect("as many as may wait");
    let tell = |room: &mut WaitingRoom, command: &QueueCommand| {
        let events = room.decide(command, Instant(NINE + 60)).expect("nothing is against it");
        assert!(events.iter().all(|event| room.apply(event)));
    };
    for number in 0..LIVE_ENTRIES_MAX {
        let doctor_uid = Uid::from(format!("doc-{}", number % 50));
        tell(&mut room, &QueueCommand::Allocate { doctor_uid, uid: None });
        let uid = Uid::from(format!("q-{number}"));
        assert_eq!((room.position(&uid), room.length()), (None, LIVE_ENTRIES_MAX - number - 1));
        tell(&mut room, &QueueCommand::Complete { uid, ended_at: None });
    }
    room.change(QueueChange::Forget { before: Instant(NINE + 61) }).expect("nothing is against it");
    assert_eq!(room.snapshot().entries, []);
}
