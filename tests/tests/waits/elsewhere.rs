//! Visits in parts: patients whom a doctor sends elsewhere in the middle, and who come back to be seen again.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::limits::{ELSEWHERE_SECONDS_MAX, VISIT_PARTS_MAX};
use frontdesk::{
    DoctorPreference, Duty, ErrorCode, EstimateQuery, Instant, Learner, QueueCommand, QueueDoctor,
    QueuePresence, QueueRefusal, QueueStatus, Visit, VisitKind, VisitOutcome, WaitDistribution, WaitEstimate,
    WaitingRoom, WaitingRoomSnapshot, from_json,
};
use frontdesk_tests::engine::answered;
use frontdesk_tests::forecast::generate::{TAPE, smaller};
use frontdesk_tests::forecast::{Case, visit};
use frontdesk_tests::run::{Failure, Verdict, case_count, check_all, fail, tapes};
use serde_json::{Value, json};

const NINE: i64 = 1_774_256_400; // 2026-03-23T09:00Z
const CASES: usize = 400;

/// One doctor, and so many who wait.
fn room(waiting: usize) -> WaitingRoom {
    let entry = |index: usize| {
        json!({ "uid": format!("q-{index}"), "status": "waiting",
        "patient_uid": format!("pat-{index}"), "registered_at": NINE - 600, "sequence": index })
    };
    let room = json!({ "doctors": [ { "uid": "ada", "duty": [ { "start_date": NINE - 3_600,
        "end_date": NINE + 72_000 } ] } ],
        "entries": (0..waiting).map(entry).collect::<Value>() });
    WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room")
}

fn happens(room: &mut WaitingRoom, at: i64, command: impl Into<QueueCommand>) -> Option<Visit> {
    let events = room.decide(&command.into(), Instant(at)).expect("nothing is against it");
    let visit = room.visit_of(&events[0]);
    assert!(events.iter().all(|event| room.apply(event)));
    visit
}

fn waits(room: &WaitingRoom, learner: &Learner, at: i64) -> Vec<WaitEstimate> {
    room.estimate(learner, &EstimateQuery::default(), Instant(at)).expect("an answer")
}

fn p50(wait: &WaitEstimate) -> f64 {
    wait.distribution.expect("futures").p50
}

/// Visits of ten minutes with the doctor, in two parts, with so many minutes elsewhere in between.
fn learner(minutes: i64) -> Learner {
    let mut learner = Learner::default();
    for number in 0..300 {
        let over = visit("ada", None, 600 + 60 * minutes, NINE - 400_000 + 900 * number);
        let interrupted = Visit {
            interrupted_seconds: 60 * minutes,
            elsewhere_seconds: vec![60 * minutes + 6 * (number % 3 - 1) - 6],
            ..over
        };
        assert_eq!(learner.learn(&interrupted, &[]), Ok(None));
    }
    learner
}

/// Pia has been with Ada for four minutes, and is sent to the X-ray.
fn sent(waiting: usize) -> WaitingRoom {
    let mut room = room(waiting);
    happens(&mut room, NINE, QueueCommand::allocate("ada"));
    assert_eq!(happens(&mut room, NINE + 240, QueueCommand::send_elsewhere("q-0")), None, "it is not over");
    room
}

#[test]
fn a_visit_in_parts_is_one_visit() {
    let mut room = sent(2);
    happens(&mut room, NINE + 300, QueueCommand::allocate("ada"));
    happens(&mut room, NINE + 900, QueueCommand::complete("q-1"));
    happens(&mut room, NINE + 1_000, QueueCommand::come_back("q-0"));
    happens(&mut room, NINE + 1_100, QueueCommand::allocate("ada"));
    let visit = happens(&mut room, NINE + 1_460, QueueCommand::complete("q-0")).expect("it is over");
    assert_eq!((visit.started_at, visit.ended_at), (Some(Instant(NINE)), Instant(NINE + 1_460)));
    assert_eq!(visit.interrupted_seconds, 1_100 - 240, "elsewhere, and waiting again");
    assert_eq!(visit.elsewhere_seconds, [760]);
    assert_eq!(visit.gap_seconds, Some(100), "since the patient was back");
    assert_eq!(visit.pauses.len(), 1);
    assert_eq!(visit.pauses[0].seconds, Some(200), "ada was free since quinn left");
    let all: i64 = visit.pauses[0].asked_seconds.iter().sum();
    assert_eq!(all, 100, "and nobody waited before pia was back");
    // The learner takes ten minutes out of it.
    let mut learner = Learner::default();
    learner.learn(&visit, &[]).expect("a visit");
    let mut plain = Learner::default();
    let whole = Visit { ended_at: Instant(NINE + 600), interrupted_seconds: 0, ..visit.clone() };
    plain.learn(&Visit { elsewhere_seconds: Vec::new(), ..whole }, &[]).expect("a visit");
    let rates = |learner: &Learner| serde_json::to_value(learner).expect("JSON")["rates"].clone();
    assert_eq!(rates(&learner), rates(&plain));
}

#[test]
fn what_a_nurse_did_teaches_nothing_of_the_doctor() {
    let mut snapshot = room(1).snapshot();
    let nurse = frontdesk::QueueDoctor { uid: "nurse".into(), ..snapshot.doctors[0].clone() };
    snapshot.doctors.push(nurse);
    let mut room = WaitingRoom::new(snapshot).expect("a room");
    happens(&mut room, NINE, QueueCommand::allocate("nurse"));
    happens(&mut room, NINE + 300, QueueCommand::send_on("q-0", "ada"));
    happens(&mut room, NINE + 360, QueueCommand::come_back("q-0"));
    let nobody = room.decide(&QueueCommand::allocate("nurse"), Instant(NINE + 360));
    assert!(nobody.is_err(), "it is ada's patient now");
    happens(&mut room, NINE + 360, QueueCommand::allocate("ada"));
    let visit = happens(&mut room, NINE + 960, QueueCommand::complete("q-0")).expect("it is over");
    assert_eq!(visit.ended_at.0 - visit.started_at.map_or(0, |at| at.0) - visit.interrupted_seconds, 600);
}

#[test]
fn the_time_elsewhere_is_learned_and_the_longer_it_has_taken_the_less_is_left() {
    let (room, learner) = (sent(1), learner(30));
    let after = |minutes: i64| p50(&waits(&room, &learner, NINE + 240 + 60 * minutes)[0]);
    assert!((28.0..32.0).contains(&after(0)), "{}", after(0));
    assert!((8.0..12.0).contains(&after(20)), "{}", after(20));
    // Who is away for longer than anybody was comes back the later, the longer it has been.
    assert!(after(60) < after(180) && after(180) < 120.0, "{} and {}", after(60), after(180));
    let (fresh, know) = (waits(&room, &Learner::default(), NINE + 240), waits(&room, &learner, NINE + 240));
    assert!((15.0..25.0).contains(&p50(&fresh[0])) && fresh[0].unknown.is_none(), "{fresh:?}");
    assert!(p50(&fresh[0]) < p50(&know[0]));
}

#[test]
fn the_doctor_sees_others_meanwhile_and_the_rest_of_the_visit_counts_for_them() {
    let learner = learner(30);
    let room = sent(6);
    let now = waits(&room, &learner, NINE + 240);
    assert_eq!(p50(&now[1]), 0.0, "ada is free");
    // Four minutes of ten are over: of the first three who follow nobody waits for the rest.
    assert!((19.0..21.5).contains(&p50(&now[3])), "{now:?}");
    assert!((36.0..47.5).contains(&p50(&now[5])), "and the last one does, or nearly: {now:?}");
    assert!((30.0..41.0).contains(&p50(&now[0])), "the patient waits for the end of a visit: {now:?}");
    let mut back = room;
    happens(&mut back, NINE + 240, QueueCommand::come_back("q-0"));
    let now = waits(&back, &learner, NINE + 240);
    assert_eq!(p50(&now[0]), 0.0);
    assert!((5.0..7.0).contains(&p50(&now[1])), "what is left of ten minutes: {now:?}");
}

/// After a day nobody knows; neither does anybody of one who is elsewhere again.
#[test]
fn nobody_is_expected_back_after_more_than_a_day() {
    let mut snapshot = sent(1).snapshot();
    snapshot.doctors[0].duty[0].end_date = Instant(NINE + 10 * ELSEWHERE_SECONDS_MAX);
    let mut room = WaitingRoom::new(snapshot).expect("a room");
    for (seconds, is_expected) in [(ELSEWHERE_SECONDS_MAX, true), (ELSEWHERE_SECONDS_MAX + 1, false)] {
        let wait = &waits(&room, &Learner::default(), NINE + 240 + seconds)[0];
        assert_eq!(wait.unknown.is_none(), is_expected, "{wait:?}");
    }
    happens(&mut room, NINE + 300, QueueCommand::come_back("q-0"));
    let gone =
        QueueCommand::SetPresence { uid: "q-0".into(), presence: QueuePresence::Elsewhere, minutes: None };
    happens(&mut room, NINE + 300, gone);
    assert!(waits(&room, &Learner::default(), NINE + 360)[0].unknown.is_some());
    // Nor is that learned.
    let mut room = sent(1);
    let back = NINE + 240 + ELSEWHERE_SECONDS_MAX + 1;
    happens(&mut room, back, QueueCommand::come_back("q-0"));
    let by_name = QueueCommand::Allocate { doctor_uid: "ada".into(), uid: Some("q-0".into()) };
    happens(&mut room, back, by_name);
    let visit = happens(&mut room, back + 60, QueueCommand::complete("q-0")).expect("it is over");
    assert_eq!(visit.elsewhere_seconds, Vec::<i64>::new());
    assert_eq!(Learner::default().learn(&visit, &[]), Ok(None), "and the visit took five minutes");
}

#[test]
fn a_visit_has_so_many_parts_at_most() {
    let mut room = room(1);
    let by_name = QueueCommand::Allocate { doctor_uid: "ada".into(), uid: Some("q-0".into()) };
    for part in 0..VISIT_PARTS_MAX as i64 {
        happens(&mut room, NINE + 60 * part, by_name.clone());
        happens(&mut room, NINE + 60 * part + 30, QueueCommand::send_elsewhere("q-0"));
    }
    happens(&mut room, NINE + 6_000, by_name);
    let refused = room.decide(&QueueCommand::send_elsewhere("q-0"), Instant(NINE + 6_000));
    let Err(QueueRefusal::Input(error)) = refused else { unreachable!("one part too many: {refused:?}") };
    let too_many = ErrorCode::TooMany { count: VISIT_PARTS_MAX as u64 + 1, limit: VISIT_PARTS_MAX as u64 };
    assert_eq!((error.path.as_str(), &error.code), ("parts", &too_many));
    let visit = happens(&mut room, NINE + 6_060, QueueCommand::complete("q-0")).expect("it is over");
    assert_eq!(visit.elsewhere_seconds.len(), VISIT_PARTS_MAX, "who is called is back");
    assert_eq!(6_060 - visit.interrupted_seconds, 30 * VISIT_PARTS_MAX as i64 + 60);
    // So has one that comes from elsewhere.
    let mut snapshot = room.snapshot();
    let more = snapshot.entries[0].parts[0].clone();
    snapshot.entries[0].parts.insert(0, more);
    let error = WaitingRoom::new(snapshot).expect_err("one more than may be");
    assert_eq!((error.path.as_str(), error.code), ("entries[0].parts", too_many));
    let learn = |elsewhere_seconds: Vec<i64>, interrupted_seconds: i64| {
        let whole = visit_of_a_day(interrupted_seconds);
        Learner::default().learn(&Visit { elsewhere_seconds, ..whole }, &[]).map_err(|error| error.path)
    };
    let most = ELSEWHERE_SECONDS_MAX;
    assert_eq!(learn(vec![0; VISIT_PARTS_MAX], 0), Ok(None));
    assert_eq!(learn(vec![0; VISIT_PARTS_MAX + 1], 0), Err("elsewhere_seconds".to_owned()));
    assert_eq!(learn(vec![most], 2 * most), Ok(None));
    assert_eq!(learn(vec![most + 1], 2 * most), Err("elsewhere_seconds[0]".to_owned()));
    assert_eq!(learn(vec![-1], 60), Err("elsewhere_seconds[0]".to_owned()));
    assert_eq!(learn(vec![60], 59), Err("elsewhere_seconds".to_owned()));
    assert_eq!(learn(vec![], -1), Err("interrupted_seconds".to_owned()));
    let over = Visit { interrupted_seconds: 601, ..visit_of_a_day(0) };
    let error = Learner::default().learn(&over, &[]).expect_err("longer than the visit");
    assert_eq!(error.path, "interrupted_seconds");
}

/// Ten minutes with the doctor, and so long without.
fn visit_of_a_day(interrupted_seconds: i64) -> Visit {
    let over = visit("ada", None, 600 + interrupted_seconds.max(0), NINE);
    Visit { interrupted_seconds, ..over }
}

#[test]
fn parts_go_together() {
    let of = |change: &dyn Fn(&mut WaitingRoomSnapshot)| {
        let mut snapshot = sent(1).snapshot();
        change(&mut snapshot);
        WaitingRoom::new(snapshot).map(drop).map_err(|error| error.path)
    };
    let path = |path: &str| Err(path.to_owned());
    assert_eq!(of(&|_| {}), Ok(()));
    let part = |room: &mut WaitingRoomSnapshot, sent_at: i64, back_at: Option<i64>| {
        let part = &mut room.entries[0].parts[0];
        (part.sent_at, part.back_at) = (Instant(sent_at), back_at.map(Instant));
    };
    assert_eq!(of(&|room| part(room, NINE - 1, None)), path("entries[0].parts[0].sent_at"));
    assert_eq!(of(&|room| part(room, NINE + 9, Some(NINE + 8))), path("entries[0].parts[0].back_at"));
    let before = of(&|room| room.entries[0].parts[0].started_at = Instant(NINE - 601));
    assert_eq!(before, path("entries[0].parts[0].started_at"));
    let nobody = of(&|room| room.entries[0].parts[0].doctor_uid = "".into());
    assert_eq!(nobody, path("entries[0].parts[0].doctor_uid"));
    let twice = of(&|room| {
        let again = room.entries[0].parts[0].clone();
        room.entries[0].parts.push(again);
    });
    assert!(twice.is_err_and(|path| path.starts_with("entries[0].parts[")));
    let seen = of(&|room| {
        let entry = &mut room.entries[0];
        (entry.status, entry.presence) = (QueueStatus::Completed, QueuePresence::Ready);
        (entry.allocated_at, entry.completed_at) = (Some(Instant(NINE + 300)), Some(Instant(NINE + 300)));
    });
    assert_eq!(seen, path("entries[0].parts[0].back_at"), "who was taken in again was back");
}

#[test]
fn a_promise_is_kept_when_the_first_part_begins() {
    let mut room = room(1);
    let shown = json!({ "command": "announce", "uid": "q-0", "shown": { "at": NINE, "minutes": 0,
        "at_most_minutes": 5, "position": 1, "doctors": 1 } });
    let announce: QueueCommand = from_json(&shown.to_string()).expect("a command");
    happens(&mut room, NINE - 60, announce);
    happens(&mut room, NINE, QueueCommand::allocate("ada"));
    happens(&mut room, NINE + 240, QueueCommand::send_elsewhere("q-0"));
    let promises = room.promises(Instant(NINE - 60), Instant(NINE)).expect("an answer");
    assert_eq!((promises.kept, promises.waiting), (1, 0));
    assert_eq!(waits(&room, &Learner::default(), NINE + 3_600)[0].overdue_minutes, None);
}

/// Whoever is elsewhere goes on being a patient of the doctor: to remove the doctor is refused.
#[test]
fn the_doctor_is_needed_until_the_patient_is_back() {
    let mut room = sent(1);
    let remove = || frontdesk::QueueChange::RemoveDoctor { uid: "ada".into() };
    assert!(room.change(remove()).is_err());
    let left = QueueCommand::Cancel { uid: "q-0".into(), by: frontdesk::Actor::Patient };
    assert_eq!(happens(&mut room, NINE + 600, left), None, "it tells nothing of patience");
    assert_eq!(room.change(remove()), Ok(()));
    assert!(WaitingRoom::new(room.snapshot()).is_ok(), "who left never came back");
}

/// What a learner knows of it can be saved and merged.
#[test]
fn what_is_learned_is_kept() {
    let learned = learner(30);
    let text = serde_json::to_string(&learned).expect("JSON");
    let mut loaded: Learner = from_json(&text).expect("a learner");
    assert_eq!(loaded, learned);
    let mut merged = Learner::default();
    merged.merge(&learned).expect("another's");
    let (before, after) = (waits(&sent(1), &learned, NINE + 240), waits(&sent(1), &merged, NINE + 240));
    assert!((p50(&before[0]) - p50(&after[0])).abs() < 1.0);
    loaded.merge(&learned).expect("another's");
    let wrong = text.replacen(
        "\"elsewhere\":[{\"cells\":[[{\"visits\":",
        "\"elsewhere\":[{\"cells\":[[{\"visits\":-",
        1,
    );
    assert_ne!(wrong, text);
    assert!(from_json::<Learner>(&wrong).is_err_and(|error| error.to_string().contains("elsewhere")));
}

/// Noise of so many futures, in minutes: a tenth of a wait, and two minutes.
fn is_longer(after: f64, before: f64) -> bool {
    after > 1.1 * before + 2.0
}

/// One doctor who sees somebody, and whoever waits, all day and without appointments: where several doctors
/// choose, or breaks are near, who is free earlier may begin a long visit with somebody else. And nobody
/// leaves: fewer do whom the doctor sees earlier.
fn with_one_doctor(mut case: Case) -> Option<Case> {
    let sees = |doctor: &QueueDoctor| {
        doctor.current.as_ref().is_some_and(|current| current.kind == VisitKind::WalkIn)
    };
    case.visits.retain(|visit| visit.outcome != VisitOutcome::Abandoned);
    case.room.doctors.retain(sees);
    case.room.doctors.truncate(1);
    let doctor = case.room.doctors.first_mut()?;
    let duty = |from: i64, to: i64| Duty {
        start_date: Instant(case.now.0 + 86_400 * from),
        end_date: Instant(case.now.0 + 86_400 * to),
    };
    (doctor.duty, doctor.concurrent_patients_max) = (vec![duty(-1, 400)], None);
    (doctor.appointments, doctor.beside) = (Vec::new(), Vec::new());
    let current = doctor.current.as_ref().map(|current| current.uid.clone());
    case.room.policy.closes_at = None;
    case.room.policy.visit_reasons.iter_mut().for_each(|reason| reason.doctor_uids = None);
    case.room.entries.retain(|entry| {
        entry.status == QueueStatus::Waiting && entry.parts.is_empty() || Some(&entry.uid) == current.as_ref()
    });
    for entry in &mut case.room.entries {
        entry.preference = DoctorPreference::Soft;
        (entry.preferred_doctor_uid, entry.preference_patience_minutes) = (None, None);
    }
    Some(case)
}

/// That a patient is sent elsewhere makes nobody else wait longer than if the doctor went on with the visit,
/// and nobody less than if it were over: what is left of it is still to come.
#[test]
fn who_is_sent_elsewhere_makes_others_wait_less_than_one_who_stays_and_more_than_one_who_leaves() {
    let [compared, shorter, longer] = [const { AtomicUsize::new(0) }; 3];
    let cases = |stream| -> Box<dyn Iterator<Item = Case>> {
        Box::new(tapes("sent elsewhere", stream, TAPE).filter_map(|tape| with_one_doctor(Case::read(tape))))
    };
    check_all("sent elsewhere", CASES, cases, smaller, |case: &Case| -> Verdict {
        let (room, learner) = (case.room()?, case.learner()?);
        let seen = room.doctors().iter().flat_map(|doctor| doctor.consultations());
        let Some(seen) = seen.into_iter().find(|seen| seen.kind == VisitKind::WalkIn) else { return Ok(()) };
        if !answered("forgotten", room.forgotten(&learner, case.now))?.is_empty() {
            return Ok(());
        }
        let uid = seen.uid.clone();
        let after = |command: QueueCommand| -> Result<Vec<Option<WaitDistribution>>, Failure> {
            let mut room = room.clone();
            let decided = room.decide(&command, case.now);
            let Ok(events) = decided else { return fail("refused", format!("{decided:?}")) };
            events.iter().for_each(|event| assert!(room.apply(event), "what was decided fits"));
            others(case, &learner, &room, &uid)
        };
        let stays = others(case, &learner, &room, &uid)?;
        let sent = after(QueueCommand::send_elsewhere(uid.clone()))?;
        let over = after(QueueCommand::complete(uid.clone()))?;
        for ((stays, sent), over) in stays.into_iter().zip(sent).zip(over) {
            let (Some(stays), Some(sent), Some(over)) = (stays, sent, over) else { continue };
            if stays.p_served < 0.95 || over.p_served < 0.95 {
                continue;
            }
            compared.fetch_add(1, Ordering::Relaxed);
            shorter.fetch_add(usize::from(sent.mean + 1.0 < stays.mean), Ordering::Relaxed);
            longer.fetch_add(usize::from(over.mean + 1.0 < sent.mean), Ordering::Relaxed);
            if is_longer(sent.mean, stays.mean) || is_longer(over.mean, sent.mean) {
                return fail("sent elsewhere", format!("stays {stays:?}, sent {sent:?}, over {over:?}"));
            }
        }
        Ok(())
    });
    let [compared, shorter, longer] = [compared, shorter, longer].map(AtomicUsize::into_inner);
    println!("{compared} compared, {shorter} shorter than with one who stays, {longer} longer than without");
    assert!(compared > case_count(CASES) / 10 && shorter > compared / 10 && longer > compared / 20);
}

fn others(
    case: &Case,
    learner: &Learner,
    room: &WaitingRoom,
    uid: &frontdesk::Uid,
) -> Result<Vec<Option<WaitDistribution>>, Failure> {
    let query = EstimateQuery { futures: Some(512), ..case.query.clone() };
    let waits = answered("estimate", room.estimate(learner, &query, case.now))?;
    Ok(waits
        .into_iter()
        .filter(|wait| wait.uid.as_ref() != Some(uid))
        .map(|wait| wait.distribution)
        .collect())
}
