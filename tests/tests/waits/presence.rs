//! Patients who wait and are not there: doctors pass over them, and so do the futures.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::limits::ON_THE_WAY_MINUTES_MAX;
use frontdesk::{
    EstimateQuery, Instant, Learner, QueueCommand, QueueEntry, QueuePresence, QueueStatus, Uid,
    WaitDistribution, WaitEstimate, WaitUnknown, WaitingRoom, WaitingRoomSnapshot, from_json,
};
use frontdesk_tests::engine::answered;
use frontdesk_tests::forecast::Case;
use frontdesk_tests::forecast::generate::{TAPE, smaller};
use frontdesk_tests::run::{Verdict, case_count, check_all, same, tapes};
use serde_json::{Value, json};

const NINE: i64 = 1_774_256_400; // 2026-03-23T09:00Z
const CASES: usize = 1_000;

/// One doctor, and so many who wait.
fn room(waiting: usize) -> WaitingRoom {
    let entry = |index: usize| {
        json!({ "uid": format!("q-{index}"), "status": "waiting",
        "patient_uid": format!("pat-{index}"), "registered_at": NINE - 600, "sequence": index })
    };
    let room = json!({ "doctors": [ { "uid": "ada", "duty": [ { "start_date": NINE - 3_600,
        "end_date": NINE + 36_000 } ] } ],
        "entries": (0..waiting).map(entry).collect::<Value>() });
    WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room")
}

fn tell(room: &mut WaitingRoom, uid: &str, presence: QueuePresence, minutes: Option<i64>) {
    let command = QueueCommand::SetPresence { uid: uid.into(), presence, minutes };
    let events = room.decide(&command, Instant(NINE)).expect("nothing is against it");
    assert!(events.iter().all(|event| room.apply(event)));
}

fn waits(room: &WaitingRoom) -> Vec<WaitEstimate> {
    room.estimate(&Learner::default(), &EstimateQuery::default(), Instant(NINE)).expect("an answer")
}

/// For all others it is as if who is elsewhere were not in the room, to the last bit.
#[test]
fn who_is_elsewhere_makes_nobody_wait() {
    let compared = AtomicUsize::new(0);
    let cases = |stream| -> Box<dyn Iterator<Item = Case>> {
        Box::new(tapes("elsewhere", stream, TAPE).map(Case::read))
    };
    check_all("elsewhere", CASES, cases, smaller, |case| {
        let is_plain = |entry: &&QueueEntry| {
            entry.status == QueueStatus::Waiting && !entry.urgent && entry.preferred_doctor_uid.is_none()
        };
        let plain: Vec<&QueueEntry> = case.room.entries.iter().filter(is_plain).collect();
        let [gone, _, ..] = plain[..] else { return Ok(()) };
        compared.fetch_add(1, Ordering::Relaxed);
        others_wait_the_same(case, &gone.uid)
    });
    assert!(compared.into_inner() > case_count(CASES) / 5);
}

fn others_wait_the_same(case: &Case, gone: &Uid) -> Verdict {
    let learner = case.learner()?;
    let others = |room: WaitingRoomSnapshot| {
        let room = answered("WaitingRoom::new", WaitingRoom::new(room))?;
        let waits = answered("estimate", room.estimate(&learner, &case.query, case.now))?;
        let others = waits.into_iter().filter(|wait| wait.uid.as_ref() != Some(gone));
        Ok(others.map(|wait| wait.distribution).collect::<Vec<Option<WaitDistribution>>>())
    };
    let (mut elsewhere, mut without) = (case.room.clone(), case.room.clone());
    for entry in &mut elsewhere.entries {
        if entry.uid == *gone {
            entry.presence = QueuePresence::Elsewhere;
        }
    }
    without.entries.retain(|entry| entry.uid != *gone);
    same("others wait for somebody who is not there", &others(elsewhere)?, &others(without)?)
}

/// A clock that was put back: who comes later is before all who wait but the urgent one. Of those who come
/// later the urgent ones go first, whoever came first.
#[test]
fn who_comes_later_and_is_urgent_goes_before_all_others_who_come_later() {
    let entry = |uid: &str, at: i64, reason: Option<&str>| {
        json!({ "uid": uid, "status": "waiting", "patient_uid": uid, "visit_reason": reason,
            "registered_at": NINE + at, "sequence": at + 1_000 })
    };
    let with = |mut entry: Value, fields: Value| {
        let fields = fields.as_object().expect("fields").clone();
        entry.as_object_mut().expect("an entry").extend(fields);
        entry
    };
    let duty = json!([ { "start_date": NINE - 600, "end_date": NINE + 28_800 } ]);
    let doctor = |uid: &str| json!({ "uid": uid, "duty": duty });
    let room = json!({ "doctors": [doctor("ada"), doctor("ben")], "entries": [
        with(entry("q0", -420, Some("cough")), json!({ "urgent": true, "preferred_doctor_uid": "ada" })),
        entry("q2", -120, None),
        entry("q4", 180, Some("flu")),
        with(entry("q5", 300, None), json!({ "preferred_doctor_uid": "ben",
            "preference_patience_minutes": 1 })) ] });
    let visit = |reason: Option<&str>, at: i64, urgent: bool| {
        json!({ "kind": "walk_in", "outcome": "completed", "doctor_uid": "ada", "reason": reason,
            "registered_at": NINE - 86_400 + at, "started_at": NINE - 86_400 + at,
            "ended_at": NINE - 85_400 + at, "urgent": urgent })
    };
    let visits =
        json!([visit(Some("flu"), 0, false), visit(None, 300, false), visit(Some("cough"), 900, true)]);
    let case = Case {
        room: from_json(&room.to_string()).expect("a room"),
        visits: from_json(&visits.to_string()).expect("visits"),
        query: EstimateQuery { futures: Some(4_096), ..EstimateQuery::default() },
        now: Instant(NINE),
    };
    assert_eq!(others_wait_the_same(&case, &"q2".into()).map_err(|failure| failure.detail), Ok(()));
}

#[test]
fn who_is_elsewhere_is_told_nothing_and_who_is_on_the_way_when_they_are_there() {
    let mut room = room(4);
    let before = waits(&room);
    tell(&mut room, "q-0", QueuePresence::Elsewhere, None);
    let after = waits(&room);
    assert_eq!((after[0].unknown, after[0].estimated_wait_minutes), (Some(WaitUnknown::Unknown), None));
    assert_eq!(after[0].position, 1, "the place is kept");
    assert_eq!(after[1].estimated_wait_minutes, Some(0), "the next is seen at once");
    assert!(after[3].estimated_wait_minutes < before[3].estimated_wait_minutes);
    // Somebody in the middle of the queue is there in an hour, when the others have been seen.
    tell(&mut room, "q-0", QueuePresence::Ready, None);
    assert_eq!(waits(&room), before);
    tell(&mut room, "q-1", QueuePresence::OnTheWay, Some(60));
    let after = waits(&room);
    let said = after[1].distribution.expect("futures");
    assert!(said.p10 >= 60.0 && said.p_served == 1.0, "{said:?}");
    assert!(after[2].estimated_wait_minutes < before[2].estimated_wait_minutes);
    // From then on they are as if they had been there all along.
    let then = Instant(NINE + 3_600);
    let ready = |room: &WaitingRoom| room.estimate(&Learner::default(), &EstimateQuery::default(), then);
    let mut there = room.clone();
    tell(&mut there, "q-1", QueuePresence::Ready, None);
    assert_eq!(ready(&room).expect("an answer"), ready(&there).expect("an answer"));
}

#[test]
fn a_way_takes_a_day_at_most() {
    let mut room = room(1);
    for (minutes, is_one) in
        [(0, true), (ON_THE_WAY_MINUTES_MAX, true), (ON_THE_WAY_MINUTES_MAX + 1, false), (-1, false)]
    {
        let command = QueueCommand::SetPresence {
            uid: "q-0".into(),
            presence: QueuePresence::OnTheWay,
            minutes: Some(minutes),
        };
        assert_eq!(room.decide(&command, Instant(NINE)).is_ok(), is_one, "{minutes}");
    }
    // What is recorded of a room goes together.
    tell(&mut room, "q-0", QueuePresence::OnTheWay, Some(5));
    for (presence, ready_at, status) in [
        (QueuePresence::OnTheWay, None, QueueStatus::Waiting),
        (QueuePresence::Elsewhere, Some(Instant(NINE)), QueueStatus::Waiting),
        (QueuePresence::Ready, Some(Instant(NINE)), QueueStatus::Waiting),
        (QueuePresence::OnTheWay, Some(Instant(i64::MAX)), QueueStatus::Waiting),
    ] {
        let mut snapshot = room.snapshot();
        let entry = &mut snapshot.entries[0];
        (entry.presence, entry.ready_at, entry.status) = (presence, ready_at, status);
        let error = WaitingRoom::new(snapshot).expect_err("it does not go together");
        assert_eq!(error.path, "entries[0].ready_at", "{presence:?}");
    }
}
