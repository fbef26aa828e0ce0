//! Doctors who are away, for about so many minutes or until they say that they are back.

use frontdesk::limits::AWAY_MINUTES_MAX;
use frontdesk::{
    Duty, EstimateQuery, Instant, Learner, QueueChange, QueueCommand, QueueDoctor, QueueEntry, QueueRefusal,
    QueueRule, WaitEstimate, WaitUnknown, WaitingRoom, WaitingRoomSnapshot,
};
use frontdesk_tests::forecast::visit;
use frontdesk_tests::room::waiter;

const NINE: i64 = 1_805_706_000;
const HOUR: i64 = 3_600;

fn doctor(uid: &str) -> QueueDoctor {
    let duty = Duty { start_date: Instant(NINE - HOUR), end_date: Instant(NINE + 3 * HOUR) };
    QueueDoctor { uid: uid.into(), duty: vec![duty], ..QueueDoctor::default() }
}

fn room(doctors: &[&str], waiting: usize) -> WaitingRoom {
    let entries = (0..waiting).map(|place| QueueEntry {
        sequence: place as i64,
        ..waiter(&format!("pat-{place}"), Instant(NINE - 600 + place as i64))
    });
    let doctors = doctors.iter().map(|uid| doctor(uid)).collect();
    WaitingRoom::new(WaitingRoomSnapshot {
        doctors,
        entries: entries.collect(),
        ..WaitingRoomSnapshot::default()
    })
    .expect("a room")
}

fn tell(room: &mut WaitingRoom, command: &QueueCommand, now: i64) {
    let events = room.decide(command, Instant(now)).expect("nothing is against it");
    assert!(events.iter().all(|event| room.apply(event)));
}

fn away(doctor: &str, away: bool, minutes: Option<i64>) -> QueueCommand {
    QueueCommand::SetAway { doctor_uid: doctor.into(), away, minutes }
}

fn allocate(doctor: &str) -> QueueCommand {
    QueueCommand::Allocate { doctor_uid: doctor.into(), uid: None }
}

fn waits(room: &WaitingRoom, now: i64) -> Vec<WaitEstimate> {
    room.estimate(&Learner::default(), &EstimateQuery::default(), Instant(now)).expect("an answer")
}

#[test]
fn who_is_away_fetches_nobody_and_is_waited_for() {
    let mut room = room(&["ada"], 3);
    tell(&mut room, &away("ada", true, Some(20)), NINE);
    let refused = room.decide(&allocate("ada"), Instant(NINE + 1_199)).expect_err("away");
    let back_at = Some(Instant(NINE + 1_200));
    assert_eq!(refused, QueueRefusal::Rule(QueueRule::DoctorAway { back_at }));
    let said = waits(&room, NINE)[0].distribution.expect("the doctor comes back");
    assert_eq!((said.p10, said.p90, said.p_served), (20.0, 20.0, 1.0));
    // Back when that was said, or before.
    assert!(room.decide(&allocate("ada"), Instant(NINE + 1_200)).is_ok());
    tell(&mut room, &away("ada", false, None), NINE + 60);
    assert_eq!(waits(&room, NINE + 60)[0].estimated_wait_minutes, Some(0));
    tell(&mut room, &allocate("ada"), NINE + 60);
    // Away after this one: a consultation goes on.
    tell(&mut room, &away("ada", true, None), NINE + 120);
    tell(&mut room, &QueueCommand::Complete { uid: "pat-0".into(), ended_at: None }, NINE + 300);
    assert!(room.decide(&allocate("ada"), Instant(NINE + 300)).is_err());
}

/// Everybody is told why there are no minutes, for as long as nobody says that the doctor is back.
#[test]
fn a_doctor_who_is_away_for_ever_is_said() {
    let mut room = room(&["ada"], 2);
    tell(&mut room, &away("ada", true, None), NINE);
    for now in [NINE, NINE + HOUR, NINE + 3 * HOUR - 1] {
        for wait in waits(&room, now) {
            assert_eq!((wait.estimated_wait_minutes, wait.unknown), (None, Some(WaitUnknown::DoctorAway)));
        }
    }
    // Off duty by then, which is said first of who asks for a patient.
    let refused = room.decide(&allocate("ada"), Instant(NINE + 3 * HOUR)).expect_err("off duty");
    assert_eq!(refused, QueueRefusal::Rule(QueueRule::OffDuty { next_duty: None }));
    // Longer than the duty lasts.
    tell(&mut room, &away("ada", true, Some(240)), NINE);
    assert_eq!(waits(&room, NINE)[0].unknown, Some(WaitUnknown::DoctorAway));
    // Without the doctor's duty it is that nobody is on duty.
    room.change(QueueChange::PutDuty { doctor_uid: "ada".into(), duty: Vec::new() }).expect("a doctor");
    tell(&mut room, &away("ada", false, None), NINE + 5);
    assert_eq!(waits(&room, NINE + 5)[0].unknown, Some(WaitUnknown::NobodyOnDuty));
}

/// With another doctor the room goes on as if the one who is away were not in it, to the last bit.
#[test]
fn who_is_away_until_told_counts_for_nothing() {
    let mut both = room(&["ada", "ben"], 8);
    tell(&mut both, &away("ben", true, None), NINE);
    let mut learner = Learner::default();
    for number in 0..40 {
        learner
            .learn(&visit("ada", None, 300 + 10 * number, NINE - 60_000 + 900 * number), &[])
            .expect("a visit");
    }
    let said = |room: &WaitingRoom| {
        let waits = room.estimate(&learner, &EstimateQuery::default(), Instant(NINE)).expect("an answer");
        waits.into_iter().map(|wait| wait.distribution).collect::<Vec<_>>()
    };
    assert_eq!(said(&both), said(&room(&["ada"], 8)));
    let mut snapshot = both.snapshot();
    snapshot.entries[0].preferred_doctor_uid = Some("ben".into());
    snapshot.entries[0].preference = frontdesk::DoctorPreference::Strict;
    let strict = WaitingRoom::new(snapshot).expect("a room");
    let said = waits(&strict, NINE);
    assert_eq!((said[0].unknown, said[1].unknown), (Some(WaitUnknown::DoctorAway), None));
}

/// A doctor who had said so and comes back has not let anybody wait.
#[test]
fn time_away_is_no_pause() {
    let mut room = room(&["ada"], 3);
    tell(&mut room, &allocate("ada"), NINE);
    tell(&mut room, &QueueCommand::Complete { uid: "pat-0".into(), ended_at: None }, NINE + 600);
    tell(&mut room, &away("ada", true, Some(60)), NINE + 600);
    tell(&mut room, &away("ada", false, None), NINE + 2_400);
    tell(&mut room, &allocate("ada"), NINE + 2_430);
    let complete = QueueCommand::Complete { uid: "pat-1".into(), ended_at: None };
    let event = room.decide(&complete, Instant(NINE + 3_000)).expect("a visit").remove(0);
    let over = room.visit_of(&event).expect("a visit");
    assert_eq!(over.pauses.iter().map(|pause| pause.seconds).collect::<Vec<_>>(), [Some(30)]);
    // So is what is said of a doctor who has just come back, although pauses are long as a rule.
    let mut learner = Learner::default();
    for number in 0..200 {
        let pauses =
            vec![frontdesk::Pause { seconds: Some(100), asked_seconds: vec![1, 1, 2, 4, 8, 16, 32, 36] }];
        let over = visit("ada", None, 300, NINE - 200_000 + 600 * number);
        learner.learn(&frontdesk::Visit { pauses, ..over }, &[]).expect("a visit");
    }
    assert!(room.apply(&event));
    let next = |room: &WaitingRoom| {
        let waits =
            room.estimate(&learner, &EstimateQuery::default(), Instant(NINE + 6_000)).expect("an answer");
        waits[0].distribution.expect("on duty").p50
    };
    let long_free = next(&room);
    tell(&mut room, &away("ada", true, None), NINE + 3_000);
    tell(&mut room, &away("ada", false, None), NINE + 6_000);
    assert!(next(&room) < long_free, "{} after {long_free}", next(&room));
}

#[test]
fn being_away_goes_together() {
    let mut room = room(&["ada"], 0);
    for (minutes, is_one) in [(0, true), (AWAY_MINUTES_MAX, true), (AWAY_MINUTES_MAX + 1, false), (-1, false)]
    {
        assert_eq!(
            room.decide(&away("ada", true, Some(minutes)), Instant(NINE)).is_ok(),
            is_one,
            "{minutes}"
        );
    }
    assert!(room.decide(&away("ada", false, Some(5)), Instant(NINE)).is_err());
    tell(&mut room, &away("ada", false, None), NINE);
    assert_eq!(room.doctors()[0], doctor("ada"), "nothing was undone");
    tell(&mut room, &away("ada", true, Some(5)), NINE);
    // A clock that jumps back makes nobody come back before they went.
    tell(&mut room, &away("ada", false, None), NINE - 60);
    assert_eq!(room.doctors()[0].back_at, Some(Instant(NINE)));
    // Who is put anew is away as before.
    tell(&mut room, &away("ada", true, None), NINE + 60);
    room.change(QueueChange::PutDoctor { doctor: doctor("ada") }).expect("a doctor");
    assert!(room.doctors()[0].is_away(Instant(NINE + 60)));
    for (away_since, back_at) in
        [(None, Some(NINE)), (Some(NINE), Some(NINE - 1)), (Some(NINE), Some(i64::MAX))]
    {
        let mut snapshot = room.snapshot();
        snapshot.doctors[0].away_since = away_since.map(Instant);
        snapshot.doctors[0].back_at = back_at.map(Instant);
        assert_eq!(
            WaitingRoom::new(snapshot).expect_err("it does not go together").path,
            "doctors[0].back_at"
        );
    }
}
