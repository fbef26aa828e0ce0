//! A reason may name the doctors who serve it: whom they fetch, and how long that takes.

use frontdesk::{
    DoctorPreference, ErrorCode, EstimateQuery, Instant, Joining, Learner, QueueChange, QueueCommand,
    QueuePolicy, QueueRefusal, QueueRule, Uid, VisitReason, WaitEstimate, WaitUnknown, WaitingRoom,
    from_json, minutes,
};
use frontdesk_tests::forecast::visit;
use serde_json::{Value, json};

const NINE: i64 = 1_805_706_000;

/// Ada and Ben are on duty, Cara is not; of them Ada takes scans, and Cara too if `cara_scans`.
fn room(scans: &[&str]) -> WaitingRoom {
    let doctor = |uid: &str, hours: i64| {
        let duty: Value = (0..hours.min(1))
            .map(|_| json!({ "start_date": NINE - 60, "end_date": NINE + 3_600 * hours }))
            .collect();
        json!({ "uid": uid, "duty": duty })
    };
    let room = json!({
        "policy": { "visit_reasons": [
            { "reason": "scan", "duration_minutes": 10, "doctor_uids": scans },
            { "reason": "flu", "duration_minutes": 10 },
        ] },
        "doctors": [doctor("ada", 6), doctor("ben", 6), doctor("cara", 0)],
    });
    WaitingRoom::new(from_json(&room.to_string()).expect("a snapshot")).expect("a room")
}

fn happens(room: &mut WaitingRoom, command: impl Into<QueueCommand>) {
    let events = room.decide(&command.into(), Instant(NINE)).expect("it may happen");
    assert!(events.iter().all(|event| room.apply(event)));
}

fn joins(room: &mut WaitingRoom, uid: &str, reason: &str) {
    happens(room, QueueCommand::register(uid, uid).visit_reason(reason));
}

fn refused(room: &WaitingRoom, command: impl Into<QueueCommand>) -> QueueRefusal {
    room.decide(&command.into(), Instant(NINE)).expect_err("it may not happen")
}

fn call(doctor: &str, uid: Option<&str>) -> QueueCommand {
    QueueCommand::Allocate { doctor_uid: doctor.into(), uid: uid.map(Into::into) }
}

fn with(room: &WaitingRoom, doctor: &str) -> Option<Uid> {
    room.doctor(doctor).and_then(|doctor| doctor.current.as_ref()).map(|current| current.uid.clone())
}

fn waits(room: &WaitingRoom, learner: &Learner) -> Vec<WaitEstimate> {
    let query = EstimateQuery { futures: Some(256), ..EstimateQuery::default() };
    room.estimate(learner, &query, Instant(NINE)).expect("an answer")
}

/// Both doctors take about ten minutes for everything.
fn learner() -> Learner {
    let mut learner = Learner::default();
    for number in 0..200 {
        let (doctor, reason) =
            (["ada", "ben"][number as usize % 2], ["scan", "flu"][number as usize / 2 % 2]);
        let over = visit(doctor, Some(reason), 540 + 40 * (number % 4), NINE - 200_000 + 600 * number);
        learner.learn(&over, &[]).expect("a visit");
    }
    learner
}

#[test]
fn a_doctor_fetches_whom_the_reason_lets() {
    let mut room = room(&["ada"]);
    for (uid, reason) in [("s1", "scan"), ("s2", "scan"), ("f1", "flu")] {
        joins(&mut room, uid, reason);
    }
    let rule = QueueRule::ReasonNotServed { reason: "scan".into(), doctor_uids: vec!["ada".into()] };
    assert_eq!(refused(&room, call("ben", Some("s1"))), QueueRefusal::Rule(rule));
    happens(&mut room, call("ben", None));
    assert_eq!(with(&room, "ben").as_deref(), Some("f1"), "the first whom ben serves");
    happens(&mut room, call("ada", None));
    assert_eq!(with(&room, "ada").as_deref(), Some("s1"));
    happens(&mut room, QueueCommand::Complete { uid: "f1".into(), ended_at: None });
    let nobody = QueueRefusal::Rule(QueueRule::NobodyWaiting { for_others: 1 });
    assert_eq!(refused(&room, call("ben", None)), nobody);
    // Somebody decides otherwise: a transfer names the doctor.
    happens(&mut room, QueueCommand::Transfer { uid: "s2".into(), doctor_uid: "ben".into() });
    happens(&mut room, call("ben", None));
    assert_eq!(with(&room, "ben").as_deref(), Some("s2"));
}

#[test]
fn a_wish_for_a_doctor_who_does_not_serve_the_reason_is_refused_or_counts_for_nothing() {
    let mut room = room(&["ada"]);
    let strict = QueueCommand::register("s1", "s1")
        .visit_reason("scan")
        .preferred_doctor("ben")
        .preference(DoctorPreference::Strict);
    let QueueRefusal::Input(error) = refused(&room, strict) else { unreachable!("it is no rule") };
    assert_eq!(error.path, "preferred_doctor_uid");
    assert!(matches!(error.code, ErrorCode::Conflict { .. }));
    let joining =
        Joining::default().visit_reason("scan").preferred_doctor("ben").preference(DoctorPreference::Strict);
    let error = room
        .estimate_if_joined(&Learner::default(), &joining, &EstimateQuery::default(), Instant(NINE))
        .expect_err("nor may they think of it");
    assert_eq!(error.path, "joining.preferred_doctor_uid");
    for patience in [None, Some(30)] {
        let uid = format!("s-{patience:?}");
        let soft = QueueCommand::Register {
            uid: uid.clone().into(),
            patient_uid: uid.clone().into(),
            visit_reason: Some("scan".into()),
            preferred_doctor_uid: Some("ben".into()),
            preference: DoctorPreference::Soft,
            preference_patience_minutes: patience,
            level: None,
            urgent: false,
            head_start_seconds: 0,
        };
        happens(&mut room, soft);
        happens(&mut room, call("ada", None));
        assert_eq!(with(&room, "ada").as_deref(), Some(uid.as_str()));
        happens(&mut room, QueueCommand::Complete { uid: uid.into(), ended_at: None });
    }
}

#[test]
fn the_wait_is_for_those_who_serve_the_reason() {
    let learner = learner();
    let mut both = room(&["ada", "ben", "cara"]);
    let mut one = room(&["ada"]);
    for room in [&mut both, &mut one] {
        for number in 0..6 {
            joins(room, &format!("s{number}"), "scan");
        }
        joins(room, "f", "flu");
    }
    let p50 = |waits: &[WaitEstimate], place: usize| waits[place].distribution.expect("on duty").p50;
    let (both_waits, one_waits) = (waits(&both, &learner), waits(&one, &learner));
    assert!((45.0..55.0).contains(&p50(&one_waits, 5)), "five before, one after the other: {one_waits:?}");
    assert!((17.0..23.0).contains(&p50(&both_waits, 5)), "{both_waits:?}");
    assert_eq!(p50(&one_waits, 6), 0.0, "ben is free for the flu");
    assert!(p50(&both_waits, 6) > 20.0);
    let joining = Joining::default().visit_reason("scan");
    let query = EstimateQuery { futures: Some(256), ..EstimateQuery::default() };
    let joined = one.estimate_if_joined(&learner, &joining, &query, Instant(NINE)).expect("an answer");
    let p50 = joined.distribution.expect("on duty").p50;
    assert!((54.0..66.0).contains(&p50), "{p50}");
    // Who is named by all is as who is named by none.
    let mut plain = both.snapshot();
    plain.policy.visit_reasons[0].doctor_uids = None;
    let plain = WaitingRoom::new(plain).expect("a room");
    assert_eq!(waits(&plain, &learner), both_waits);
}

/// Urgent patients who come later for something that only Ben serves push back nobody who waits for Ada.
#[test]
fn who_comes_later_is_seen_by_those_who_serve_the_reason() {
    let mut learner = Learner::default();
    for number in 0..300 {
        let over = visit("ben", Some("scan"), 500, NINE - 200_000 + 600 * number);
        learner.learn(&frontdesk::Visit { urgent: number % 2 == 0, ..over }, &[]).expect("a visit");
    }
    let p50 = |scans: &[&str]| {
        let mut room = room(scans);
        (0..8).for_each(|number| joins(&mut room, &format!("f{number}"), "flu"));
        room.change(QueueChange::PutDuty { doctor_uid: "ben".into(), duty: Vec::new() }).expect("a doctor");
        waits(&room, &learner)[7].distribution.expect("on duty").p50
    };
    let (ben, all) = (p50(&["ben"]), p50(&["ada", "ben", "cara"]));
    assert!(ben + 10.0 < all, "{ben} and {all}");
}

#[test]
fn whom_nobody_on_duty_serves_is_told_so() {
    for (scans, unknown) in [(vec!["cara"], true), (vec![], true), (vec!["cara", "ben"], false)] {
        let mut room = room(&scans);
        joins(&mut room, "s", "scan");
        let wait = &waits(&room, &learner())[0];
        assert_eq!(wait.unknown, unknown.then_some(WaitUnknown::NobodyOnDuty), "{scans:?}");
        assert_eq!(wait.estimated_wait_minutes.is_none(), unknown, "{scans:?}");
    }
}

#[test]
fn a_reason_names_doctors_who_are_here() {
    let mut room = room(&["ada"]);
    let policy = |doctors: &[&str]| {
        let reason = VisitReason::new("scan", minutes(10)).served_by(doctors.iter().copied());
        QueueChange::PutPolicy { policy: QueuePolicy::default().visit_reason(reason) }
    };
    for (doctors, path) in [
        (&["ada", "dora"][..], "policy.visit_reasons[0].doctor_uids[1]"),
        (&["ada", "ada"], "policy.visit_reasons[0].doctor_uids[1]"),
        (&["ada", ""], "policy.visit_reasons[0].doctor_uids[1]"),
    ] {
        let Err(QueueRefusal::Input(error)) = room.change(policy(doctors)) else {
            unreachable!("{doctors:?}")
        };
        assert_eq!(error.path, path, "{doctors:?}");
    }
    let remove = || QueueChange::RemoveDoctor { uid: "ada".into() };
    let needed = QueueRule::DoctorNeeded { entries: 0, reasons: 1 };
    assert_eq!(room.change(remove()), Err(QueueRefusal::Rule(needed)));
    joins(&mut room, "s", "scan");
    assert!(matches!(refused(&room, call("ben", Some("s"))), QueueRefusal::Rule(_)));
    // Another policy counts for those who wait already.
    room.change(policy(&["ben"])).expect("a policy");
    assert!(room.decide(&call("ben", Some("s")), Instant(NINE)).is_ok());
    assert_eq!(room.change(remove()), Ok(()));
}

/// The order of doctors, and who is here, have no say in who serves what.
#[test]
fn skills_follow_the_doctors() {
    let mut room = room(&["ada"]);
    joins(&mut room, "s", "scan");
    let uids = ["cara", "ben", "ada"].map(Uid::from).to_vec();
    room.change(QueueChange::OrderDoctors { uids }).expect("all of them");
    assert!(matches!(refused(&room, call("ben", Some("s"))), QueueRefusal::Rule(_)));
    room.change(QueueChange::RemoveDoctor { uid: "cara".into() }).expect("she serves nothing");
    let room = WaitingRoom::new(room.snapshot()).expect("a room");
    assert!(matches!(refused(&room, call("ben", Some("s"))), QueueRefusal::Rule(_)));
    assert!(room.decide(&call("ada", None), Instant(NINE)).is_ok());
}
