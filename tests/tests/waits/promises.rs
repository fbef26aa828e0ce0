//! What patients were told is kept with their entries, and held against what came.

use frontdesk::{
    Actor, Duty, EstimateMode, EstimateQuery, Instant, Learner, Promises, QueueCommand, QueueDoctor,
    QueueEntry, ShownWait, WaitEstimate, WaitingRoom, WaitingRoomSnapshot, from_json,
};
use frontdesk_tests::room::waiter;

const NINE: i64 = 1_805_706_000;
const HOUR: i64 = 3_600;

/// One doctor, and four who wait.
fn room() -> WaitingRoom {
    let duty = Duty { start_date: Instant(NINE - HOUR), end_date: Instant(NINE + 8 * HOUR) };
    let ada = QueueDoctor { uid: "ada".into(), duty: vec![duty], ..QueueDoctor::default() };
    let entries = (0..4).map(|place| QueueEntry {
        sequence: place,
        ..waiter(&format!("pat-{place}"), Instant(NINE - 60 + place))
    });
    let snapshot = WaitingRoomSnapshot {
        doctors: vec![ada],
        entries: entries.collect(),
        ..WaitingRoomSnapshot::default()
    };
    WaitingRoom::new(snapshot).expect("a room")
}

fn tell(room: &mut WaitingRoom, command: &QueueCommand, now: i64) {
    let events = room.decide(command, Instant(now)).expect("nothing is against it");
    assert!(events.iter().all(|event| room.apply(event)));
}

fn shown(minutes: i64, at_most_minutes: i64) -> ShownWait {
    ShownWait { uid: None, at: Instant(0), minutes, at_most_minutes, position: 1, doctors: 1 }
}

fn announce(uid: &str, shown: ShownWait) -> QueueCommand {
    QueueCommand::Announce { uid: uid.into(), shown }
}

fn estimates(room: &WaitingRoom, now: i64, shown: Option<Vec<ShownWait>>) -> Vec<WaitEstimate> {
    let query = EstimateQuery { shown, ..EstimateQuery::default() };
    room.estimate(&Learner::default(), &query, Instant(now)).expect("an answer")
}

#[test]
fn the_first_announcement_is_the_promise_and_the_last_is_what_is_shown() {
    let mut room = room();
    tell(&mut room, &announce("pat-1", shown(10, 20)), NINE);
    tell(&mut room, &announce("pat-1", shown(5, 15)), NINE + 300);
    let entry = room.entry("pat-1").expect("waits");
    assert_eq!(entry.announced, Some(ShownWait { at: Instant(NINE), ..shown(10, 20) }));
    assert_eq!(entry.shown, Some(ShownWait { at: Instant(NINE + 300), ..shown(5, 15) }));
    // It is in the snapshot, so a restart forgets nothing.
    let text = serde_json::to_string(&room.snapshot()).expect("plain data");
    let again = WaitingRoom::new(from_json(&text).expect("JSON")).expect("a room");
    assert_eq!(again.snapshot(), room.snapshot());
    // Of another entry, of minutes that can't be, and of who does not wait.
    let of = |uid: &str, shown: ShownWait| room.decide(&announce(uid, shown), Instant(NINE));
    assert!(of("pat-1", ShownWait { uid: Some("pat-1".into()), ..shown(1, 2) }).is_ok());
    assert!(of("pat-1", ShownWait { uid: Some("pat-2".into()), ..shown(1, 2) }).is_err());
    assert!(of("pat-1", shown(2, 1)).is_err());
    assert!(of("nobody", shown(1, 2)).is_err());
}

/// A process that has just started shows what the one before would have.
#[test]
fn what_is_shown_is_as_steady_with_what_the_room_keeps_as_with_what_a_caller_does() {
    let mut kept = room();
    let plain = room();
    let mut before: Vec<ShownWait> = Vec::new();
    for step in 0..30 {
        let now = NINE + 37 * step;
        let by_caller: Vec<Option<ShownWait>> =
            estimates(&plain, now, Some(before.clone())).into_iter().map(|estimate| estimate.shown).collect();
        let by_room: Vec<Option<ShownWait>> =
            estimates(&kept, now, Some(Vec::new())).into_iter().map(|estimate| estimate.shown).collect();
        assert_eq!(by_room, by_caller, "at step {step}");
        before = by_caller.into_iter().flatten().collect();
        for shown in by_room.into_iter().flatten() {
            let uid = shown.uid.clone().expect("of an entry");
            tell(&mut kept, &announce(&uid, shown), now);
        }
    }
}

#[test]
fn promises_are_counted() {
    let mut room = room();
    for (place, at_most) in [(0, 10), (1, 20), (2, 20), (3, 20)] {
        tell(&mut room, &announce(&format!("pat-{place}"), shown(5, at_most)), NINE + place);
    }
    let all = |room: &WaitingRoom| room.promises(Instant(NINE), Instant(NINE + HOUR)).expect("a range");
    assert_eq!(all(&room), Promises { announced: 4, waiting: 4, ..Promises::default() });
    let allocate = QueueCommand::Allocate { doctor_uid: "ada".into(), uid: None };
    let complete = |uid: &str| QueueCommand::Complete { uid: uid.into(), ended_at: None };
    tell(&mut room, &allocate, NINE + 300);
    tell(&mut room, &complete("pat-0"), NINE + 900);
    // To the second: 20 minutes after it was said.
    tell(&mut room, &allocate, NINE + 1 + 1_200);
    tell(&mut room, &complete("pat-1"), NINE + 1_202);
    tell(&mut room, &allocate, NINE + 2 + 1_201);
    tell(&mut room, &QueueCommand::Cancel { uid: "pat-3".into(), by: Actor::Patient }, NINE + 1_300);
    let counted = Promises { announced: 4, kept: 2, kept_early: 1, broken: 1, left: 1, waiting: 0 };
    assert_eq!(all(&room), counted);
    let none = room.promises(Instant(NINE + 4), Instant(NINE + HOUR)).expect("a range");
    assert_eq!(none, Promises::default());
    assert_eq!(room.promises(Instant(NINE), Instant(NINE + 1)).map(|some| some.announced), Ok(1));
    for (from, to, path) in [(NINE, NINE, "to"), (-1, NINE, "from"), (0, i64::MAX, "to")] {
        assert_eq!(room.promises(Instant(from), Instant(to)).expect_err("no range").path, path);
    }
}

#[test]
fn who_waits_beyond_the_promise_is_flagged() {
    let mut room = room();
    tell(&mut room, &announce("pat-2", shown(5, 20)), NINE);
    // Another announcement does not take the promise back.
    tell(&mut room, &announce("pat-2", shown(60, 90)), NINE + 600);
    let overdue = |now: i64, mode: EstimateMode| -> Vec<Option<i64>> {
        let query = EstimateQuery { mode, ..EstimateQuery::default() };
        let waits = room.estimate(&Learner::default(), &query, Instant(now)).expect("an answer");
        waits.into_iter().map(|wait| wait.overdue_minutes).collect()
    };
    for mode in [EstimateMode::Simulated, EstimateMode::PositionTimesAverage] {
        assert_eq!(overdue(NINE + 1_200, mode), [None; 4]);
        assert_eq!(overdue(NINE + 1_201, mode), [None, None, Some(0), None]);
        assert_eq!(overdue(NINE + 1_200 + 600, mode), [None, None, Some(10), None]);
    }
}

#[test]
fn what_is_kept_of_announcements_goes_together() {
    let mut room = room();
    tell(&mut room, &announce("pat-0", shown(5, 20)), NINE);
    let good = room.snapshot();
    type Change = fn(&mut QueueEntry);
    let changes: [(&str, Change); 4] = [
        ("entries[0].shown", |entry| entry.shown = None),
        ("entries[0].announced", |entry| entry.announced = None),
        ("entries[0].announced.at", |entry| {
            entry.announced.as_mut().expect("told").at = Instant(NINE - 61);
        }),
        ("entries[0].shown.uid", |entry| entry.shown.as_mut().expect("told").uid = Some("pat-0".into())),
    ];
    for (path, change) in changes {
        let mut snapshot = good.clone();
        change(&mut snapshot.entries[0]);
        assert_eq!(WaitingRoom::new(snapshot).expect_err("it does not go together").path, path);
    }
}
