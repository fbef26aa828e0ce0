//! What holds of every forecast: numbers that are numbers, the same ones every time, and nobody later than
//! who comes behind them.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::{
    Actor, DoctorPreference, Duty, EstimateMode, EstimateQuery, Instant, Joining, Learner, QueueCommand,
    QueueEntry, QueuePolicy, QueuePresence, QueueStatus, Uid, Visit, VisitKind, WaitEstimate, WaitingRoom,
    WaitingRoomSnapshot, from_json,
};
use frontdesk_tests::engine::answered;
use frontdesk_tests::forecast::Case;
use frontdesk_tests::forecast::generate::{TAPE, smaller};
use frontdesk_tests::run::{Failure, Verdict, case_count, check_all, fail, same, tapes};
use serde::Serialize;
use serde_json::json;

const CASES: usize = 4_000;

fn cases(name: &'static str) -> impl Fn(u64) -> Box<dyn Iterator<Item = Case>> {
    move |stream| Box::new(tapes(name, stream, TAPE).map(Case::read))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn estimates(case: &Case) -> Result<Vec<WaitEstimate>, Failure> {
    answered("estimate", case.room()?.estimate(&case.learner()?, &case.query, case.now))
}

/// Numbers as they must be.
fn is_right(estimate: &WaitEstimate) -> Verdict {
    let wrong = |what| fail(what, format!("{estimate:?}"));
    let Some(said) = estimate.distribution else {
        return same("minutes without a distribution", &estimate.estimated_wait_minutes, &None);
    };
    let numbers = [said.p_served, said.mean, said.p10, said.p50, said.p90];
    if numbers.iter().any(|number| !number.is_finite() || number.is_sign_negative()) {
        return wrong("a number is none, or negative");
    }
    if said.p10 > said.p50 || said.p50 > said.p90 {
        return wrong("quantiles out of order");
    }
    if said.p_served > 1.0 {
        return wrong("more than all futures");
    }
    let minutes = (said.p_served >= 0.5).then(|| said.p50.round() as i64);
    same(
        "minutes are P50, and null exactly if it is more likely that they are not seen",
        &estimate.estimated_wait_minutes,
        &minutes,
    )
}

#[test]
fn numbers_are_numbers_and_in_order() {
    let [asked, unseen, nothing] = [const { AtomicUsize::new(0) }; 3];
    check_all("forecast", CASES, cases("forecast"), smaller, |case| {
        let estimates = estimates(case)?;
        let room = case.room()?;
        let order: Vec<_> =
            room.waiting().enumerate().map(|(place, entry)| (Some(entry.uid.clone()), place + 1)).collect();
        let said: Vec<_> =
            estimates.iter().map(|estimate| (estimate.uid.clone(), estimate.position)).collect();
        same("everybody in the order of service", &said, &order)?;
        for estimate in &estimates {
            is_right(estimate)?;
            asked.fetch_add(1, Ordering::Relaxed);
            nothing.fetch_add(usize::from(estimate.distribution.is_none()), Ordering::Relaxed);
            unseen.fetch_add(usize::from(estimate.estimated_wait_minutes.is_none()), Ordering::Relaxed);
        }
        Ok(())
    });
    let counts = [asked, unseen, nothing].map(AtomicUsize::into_inner);
    println!("{counts:?} estimates, without minutes, without a distribution");
    assert!(
        counts[0] > case_count(CASES) && counts[1] > counts[0] / 50 && counts[2] > counts[0] / 500,
        "{counts:?}"
    );
}

/// A snapshot or a state as it is read again from what was written.
fn written_and_read<T: Serialize + serde::de::DeserializeOwned>(
    what: &'static str,
    value: &T,
) -> Result<T, Failure> {
    let text = json(value);
    let again: T = answered(what, from_json(&text))?;
    same("written, read and written again", &json(&again), &text)?;
    Ok(again)
}

#[test]
fn the_same_room_gives_the_same_bits() {
    check_all("forecast again", CASES / 2, cases("forecast again"), smaller, |case| {
        let (room, learner) = (case.room()?, case.learner()?);
        let first = json(&answered("estimate", room.estimate(&learner, &case.query, case.now))?);
        let again = json(&answered("estimate", room.estimate(&learner, &case.query, case.now))?);
        same("asked again", &again, &first)?;
        let snapshot: WaitingRoomSnapshot = written_and_read("a snapshot", &room.snapshot())?;
        let room = answered("WaitingRoom::new", WaitingRoom::new(snapshot))?;
        let learner: Learner = written_and_read("a learner", &learner)?;
        let forecast = answered("forecast", room.forecast(&learner, case.now))?;
        let loaded = answered("waits", forecast.waits(&case.query))?;
        same("saved and loaded", &json(&loaded), &first)?;
        let estimates: Vec<WaitEstimate> = written_and_read("estimates", &loaded)?;
        same("estimates read again", &estimates, &loaded)
    });
}

fn is_until(entry: &QueueEntry) -> bool {
    entry.preference_patience_minutes.is_some()
}

/// Whether somebody could be seen now.
fn is_there(entry: &QueueEntry) -> bool {
    entry.presence == QueuePresence::Ready
}

fn is_strict(entry: &QueueEntry) -> bool {
    entry.preference == DoctorPreference::Strict
}

/// Whether a doctor would see the patient before others.
fn goes_before(joining: &Joining) -> bool {
    joining.preferred_doctor_uid.is_some()
        && joining.preference == DoctorPreference::Soft
        && joining.preference_patience_minutes.is_none()
}

/// Ways to join: no wish, and each kind of wish for each doctor.
fn ways_to_join(case: &Case) -> Vec<Joining> {
    let anyone = Joining { visit_reason: Some("cough".into()), ..Joining::default() };
    let mut ways = vec![Joining { urgent: true, ..anyone.clone() }, anyone];
    for doctor in &case.room.doctors {
        let soft = Joining { preferred_doctor_uid: Some(doctor.uid.clone()), ..Joining::default() };
        ways.push(Joining { preference: DoctorPreference::Strict, ..soft.clone() });
        ways.push(Joining { preference_patience_minutes: Some(5), ..soft.clone() });
        ways.push(soft);
    }
    ways
}

/// The room once they have joined, with the entry `joining`; `None` if they may not.
fn joined(room: &WaitingRoom, joining: &Joining, now: Instant) -> Result<Option<WaitingRoom>, Failure> {
    let mut room = room.clone();
    let Joining {
        visit_reason,
        preferred_doctor_uid,
        preference,
        preference_patience_minutes,
        level,
        urgent,
        head_start_seconds,
    } = joining.clone();
    let (uid, patient_uid) = (Uid::from("joining"), Uid::from("joining"));
    let register = QueueCommand::Register {
        uid,
        patient_uid,
        visit_reason,
        preferred_doctor_uid,
        preference,
        preference_patience_minutes,
        level,
        urgent,
        head_start_seconds,
    };
    let Ok(events) = room.decide(&register, now) else { return Ok(None) };
    events.iter().for_each(|event| assert!(room.apply(event), "what was decided fits"));
    Ok(Some(room))
}

/// What was said to somebody before they joined is what is said to them then.
#[test]
fn who_joins_is_told_what_they_were_told_before() {
    let compared = AtomicUsize::new(0);
    check_all("forecast joining", CASES / 4, cases("forecast joining"), smaller, |case| {
        let (room, learner) = (case.room()?, case.learner()?);
        for joining in ways_to_join(case) {
            for mode in [
                EstimateMode::Simulated,
                EstimateMode::PositionTimesAverage,
                EstimateMode::AverageTimesBeforeMe,
            ] {
                let query = EstimateQuery { mode, ..case.query.clone() };
                let before = answered(
                    "estimate_if_joined",
                    room.estimate_if_joined(&learner, &joining, &query, case.now),
                )?;
                if mode == EstimateMode::Simulated {
                    is_right(&before)?;
                }
                let Some(joined) = joined(&room, &joining, case.now)? else { continue };
                let after = answered("estimate", joined.estimate(&learner, &query, case.now))?;
                let after = after.into_iter().find(|estimate| estimate.uid.as_deref() == Some("joining"));
                let after = after.map(|estimate| WaitEstimate { uid: None, ..estimate });
                same(
                    "another estimate after joining",
                    &after.map(|after| json(&after)),
                    &Some(json(&before)),
                )?;
                compared.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(())
    });
    assert!(compared.into_inner() > case_count(CASES / 4));
}

/// Who joins behind all others and goes before nobody takes nobody's turn, so nobody's numbers change by a
/// bit: as long as no doctor is kept busy whom one who waits could see later, that is, unless somebody is
/// elsewhere, or somebody's patience with one doctor ends; and those to come who go before others find the
/// same doctors free, or nobody waits for a particular one.
#[test]
fn who_joins_behind_all_others_changes_nobody_else_by_a_bit() {
    let [compared, strict] = [const { AtomicUsize::new(0) }; 2];
    check_all("forecast behind", CASES / 2, cases("forecast behind"), smaller, |case| {
        let (room, learner) = (case.room()?, case.learner()?);
        let goes_first = |visit: &Visit| {
            visit.kind == VisitKind::WalkIn && (visit.urgent || visit.preferred_doctor_uid.is_some())
        };
        let first_come = case.visits.iter().any(goes_first);
        if first_come && case.room.policy.visit_reasons.iter().any(|reason| reason.doctor_uids.is_some()) {
            return Ok(());
        }
        let clock_is_back = room.waiting().any(|entry| entry.registered_at > case.now);
        let may_be_passed =
            |entry: &QueueEntry| is_until(entry) || !is_there(entry) || is_strict(entry) && first_come;
        if clock_is_back || room.waiting().any(may_be_passed) {
            return Ok(());
        }
        let before = answered("estimate", room.estimate(&learner, &case.query, case.now))?;
        for joining in
            ways_to_join(case).into_iter().filter(|joining| !joining.urgent && !goes_before(joining))
        {
            let Some(joined) = joined(&room, &joining, case.now)? else { continue };
            let mut after = answered("estimate", joined.estimate(&learner, &case.query, case.now))?;
            same("not the last", &after.pop().and_then(|last| last.uid), &Some("joining".into()))?;
            same("somebody else's numbers", &json(&after), &json(&before))?;
            compared.fetch_add(before.len(), Ordering::Relaxed);
            strict.fetch_add(room.waiting().filter(|entry| is_strict(entry)).count(), Ordering::Relaxed);
        }
        Ok(())
    });
    let counts = [compared, strict].map(AtomicUsize::into_inner);
    println!("{counts:?} estimates compared, of them strict");
    assert!(counts[0] > case_count(CASES) && counts[1] > 100, "{counts:?}");
}

/// Whether, in every future, `first` is seen before `second`, or neither is: whoever may see `second` may see
/// `first`, who is there, and would do so before.
fn goes_first(policy: &QueuePolicy, first: &QueueEntry, second: &QueueEntry) -> bool {
    let is_for_all = |entry: &QueueEntry| {
        let known =
            policy.visit_reasons.iter().find(|known| Some(&known.reason) == entry.visit_reason.as_ref());
        known.is_none_or(|known| known.doctor_uids.is_none())
    };
    let same_doctors = first.visit_reason == second.visit_reason || is_for_all(first) && is_for_all(second);
    let one_doctor = is_strict(first) && is_strict(second);
    let is_wider = is_for_all(first) && !is_until(first) || one_doctor;
    if !is_there(first) || !same_doctors && !is_wider {
        return false;
    }
    let anybody = |entry: &QueueEntry| !is_strict(entry) && !is_until(entry);
    let own = |entry: &QueueEntry| anybody(entry) && entry.preferred_doctor_uid.is_some();
    let wish = |entry: &QueueEntry| {
        (entry.preferred_doctor_uid.clone(), entry.preference, entry.preference_patience_minutes)
    };
    match (first.urgent, second.urgent) {
        (true, false) => anybody(first),
        (false, true) => false,
        // Of two who wait for one doctor for as long, who came later and has a head start does so until
        // later.
        _ if is_until(first) && first.registered_at > second.registered_at => false,
        _ => wish(first) == wish(second) || anybody(first) && !own(second),
    }
}

/// Nobody whose turn is before another's is later: not in one future, and so not in any quantile, if both are
/// seen in the same futures.
#[test]
fn who_goes_first_is_not_later() {
    let compared = AtomicUsize::new(0);
    check_all("forecast order", CASES, cases("forecast order"), smaller, |case| {
        let room = case.room()?;
        let estimates = estimates(case)?;
        let entries: Vec<&QueueEntry> = room.waiting().collect();
        for (place, first) in entries.iter().enumerate() {
            for (later, second) in entries
                .iter()
                .enumerate()
                .skip(place + 1)
                .filter(|(_, second)| goes_first(&case.room.policy, first, second))
            {
                let both = (estimates[place].distribution, estimates[later].distribution);
                let (Some(a), Some(b)) = both else {
                    same("one has a distribution", &both.0.is_some(), &both.1.is_some())?;
                    continue;
                };
                let wrong =
                    || fail("who goes first is later", format!("{} {a:?}\n{} {b:?}", first.uid, second.uid));
                if a.p_served < b.p_served {
                    return wrong();
                }
                let rounding = 1e-9;
                let is_later = |a: f64, b: f64| a > b + rounding;
                if a.p_served == b.p_served
                    && (is_later(a.p10, b.p10)
                        || is_later(a.p50, b.p50)
                        || is_later(a.p90, b.p90)
                        || is_later(a.mean, b.mean))
                {
                    return wrong();
                }
                compared
                    .fetch_add(usize::from(a.p_served == b.p_served && a.p_served > 0.0), Ordering::Relaxed);
            }
        }
        Ok(())
    });
    let compared = compared.into_inner();
    println!("{compared} pairs");
    assert!(compared > 2 * case_count(CASES));
}

/// Where no duty and no day ends, everybody is seen in every future and in the expected course, or in none of
/// them.
#[test]
fn without_an_end_of_the_day_all_are_seen_or_never_can_be() {
    let [seen, never] = [const { AtomicUsize::new(0) }; 2];
    check_all("forecast endless", CASES / 4, cases("forecast endless"), smaller, |case| {
        let mut case = case.clone();
        case.room.policy.closes_at = None;
        for doctor in case.room.doctors.iter_mut().filter(|doctor| !doctor.duty.is_empty()) {
            doctor.duty.truncate(1);
            doctor.duty[0] = Duty { end_date: Instant(6_000_000_000), ..doctor.duty[0] };
        }
        let room = case.room()?;
        let forecast = answered("forecast", room.forecast(&case.learner()?, case.now))?;
        let (expected, waits) = (
            answered("expected waits", forecast.expected_waits())?,
            answered("waits", forecast.waits(&case.query))?,
        );
        same("as many", &expected.len(), &waits.len())?;
        let somebody_works = |reason: Option<&Uid>| {
            let known = case.room.policy.visit_reasons.iter().find(|known| Some(&known.reason) == reason);
            let serves = |doctor: &Uid| {
                known.and_then(|known| known.doctor_uids.as_ref()).is_none_or(|uids| uids.contains(doctor))
            };
            case.room.doctors.iter().any(|doctor| !doctor.duty.is_empty() && serves(&doctor.uid))
        };
        for ((expected, wait), entry) in expected.iter().zip(&waits).zip(room.waiting()) {
            let only = entry
                .preferred_doctor_uid
                .as_ref()
                .filter(|_| is_strict(entry))
                .and_then(|uid| room.doctor(uid));
            let anybody = || somebody_works(entry.visit_reason.as_ref());
            let can_be = only.map_or_else(anybody, |doctor| !doctor.duty.is_empty());
            let p_served = wait.distribution.map_or(0.0, |said| said.p_served);
            same("seen in every future or in none", &p_served, &f64::from(u8::from(can_be)))?;
            same("expected exactly if it can be", &expected.is_some(), &can_be)?;
            if expected.is_some_and(|minutes| !(0.0..1e8).contains(&minutes)) {
                return fail("what is expected is no wait", format!("{expected:?}"));
            }
            if can_be { &seen } else { &never }.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    });
    let counts = [seen, never].map(AtomicUsize::into_inner);
    println!("{counts:?} seen, never seen");
    assert!(counts[0] > case_count(CASES) / 2 && counts[1] > 50, "{counts:?}");
}

/// With another seed the numbers are others, but say the same.
#[test]
fn another_seed_draws_other_futures_of_the_same_room() {
    /// What the futures have in common, they share among so many.
    const BELIEFS: f64 = 32.0;
    let [different, compared, hundredths] = [const { AtomicUsize::new(0) }; 3];
    check_all("forecast seed", CASES / 8, cases("forecast seed"), smaller, |case| {
        // A consultation that has outlasted what was thought possible leaves few of the beliefs, and so
        // numbers that hang on which were drawn.
        let lasted = |at: Instant| case.now.0 - at.0;
        let current = case.room.doctors.iter().flat_map(frontdesk::QueueDoctor::consultations);
        let is_odd = current.map(|current| lasted(current.started_at)).any(|seconds| seconds > 900);
        let has_gaps =
            case.room.doctors.iter().any(|doctor| doctor.duty.len() > 1 || !doctor.appointments.is_empty());
        let with = |seed| Case {
            query: EstimateQuery { futures: Some(256), seed: Some(seed), ..case.query.clone() },
            ..case.clone()
        };
        let (one, other) = (estimates(&with(1))?, estimates(&with(-2))?);
        for (one, other) in one.iter().zip(&other) {
            let (Some(a), Some(b)) = (one.distribution, other.distribution) else {
                same("one seed knows nothing", &one.distribution, &other.distribution)?;
                continue;
            };
            if (a.p_served - b.p_served).abs() > 4.0 * (2.0 * 0.25 / BELIEFS).sqrt() && !is_odd {
                return fail("another chance of being seen", format!("{a:?}\n{b:?}"));
            }
            if a.p_served < 0.5 || b.p_served < 0.5 {
                continue;
            }
            different.fetch_add(usize::from(a != b), Ordering::Relaxed);
            compared.fetch_add(1, Ordering::Relaxed);
            let spread = (a.p90 - a.p10).max(b.p90 - b.p10) / 2.56;
            let off = (a.p50 - b.p50).abs() / spread.max(1e-9);
            let most = 4.0 * (2.0 / BELIEFS).sqrt();
            // Where half of the futures are before a break and half behind it, chance says which half has the
            // middle one. The mean hardly moves then.
            let off_mean = (a.mean - b.mean).abs() / spread.max(1e-9);
            let between = if has_gaps { off.min(off_mean) } else { off };
            if between > most && !is_odd {
                return fail("another wait", format!("{a:?}\n{b:?}"));
            }
            hundredths.fetch_add((100.0 * off) as usize, Ordering::Relaxed);
        }
        Ok(())
    });
    let counts = [different, compared, hundredths].map(AtomicUsize::into_inner);
    println!("{counts:?} different, compared, hundredths of a standard deviation between them");
    assert!(counts[1] > case_count(CASES / 8) && 2 * counts[0] > counts[1], "{counts:?}");
    assert!(counts[2] < 10 * counts[1], "by a tenth of a standard deviation on average: {counts:?}");
}

/// Consultations that nobody has closed for hours leave few beliefs that could be true. What is said must not
/// hang on which of them were drawn.
#[test]
fn what_was_left_open_does_not_make_it_a_lottery() {
    let nine = 1_805_706_000;
    let doctor = |index: usize| {
        json!({ "uid": format!("doc-{index}"), "duty": [ { "start_date": nine, "end_date": nine + 86_400 } ],
            "current":
            { "kind": "walk_in", "uid": format!("c{index}"), "registered_at": nine, "started_at": nine } })
    };
    let with = |index: usize| {
        json!({ "uid": format!("c{index}"), "status": "allocated", "patient_uid": format!("p{index}"),
            "doctor_uid": format!("doc-{index}"),
        "video_room_id": format!("c{index}"), "registered_at": nine, "allocated_at": nine,
        "sequence": index })
    };
    let waiting = json!({ "uid": "q", "status": "waiting", "patient_uid": "p", "registered_at": nine,
        "sequence": 1_000 });
    let room = json!({ "doctors": (0..130).map(doctor).collect::<Vec<_>>(),
        "entries": (0..130).map(with).chain([waiting]).collect::<Vec<_>>() });
    let room = WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room");
    let mean = |seed: i64| {
        let query = EstimateQuery { seed: Some(seed), ..EstimateQuery::default() };
        let waits = room.estimate(&Learner::default(), &query, Instant(nine + 3_600)).expect("an answer");
        waits[0].distribution.expect("it is simulated").mean
    };
    let means: Vec<f64> = (0..8).map(mean).collect();
    let (least, most) =
        means.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), &mean| (least.min(mean), most.max(mean)));
    assert!(most < 1.5 * least, "{means:?}");
}

/// Somebody who leaves, or comes, changes nobody's luck: the numbers of who is with a doctor and of those in
/// front stay as they are.
#[test]
fn who_leaves_from_the_end_changes_nobody_else() {
    let snapshot = json!({
        "policy": { "visit_reasons": [ { "reason": "flu", "duration_minutes": 10 } ] },
        "doctors": [ { "uid": "ada", "duty": [ { "start_date": 1_805_706_000,
            "end_date": 1_805_796_000 } ] } ],
        "entries": (0..5).map(|index| json!({ "uid": format!("q{index}"), "status": "waiting",
            "patient_uid": format!("p{index}"), "visit_reason": "flu",
            "registered_at": 1_805_706_000, "sequence": index })).collect::<Vec<_>>() });
    let mut room = WaitingRoom::new(from_json(&snapshot.to_string()).expect("JSON")).expect("a room");
    let ask = |room: &WaitingRoom| {
        room.estimate(&Learner::default(), &EstimateQuery::default(), Instant(1_805_706_100))
            .expect("an answer")
    };
    let before = ask(&room);
    for last in (1..5).rev() {
        let cancel = QueueCommand::Cancel { uid: format!("q{last}").into(), by: Actor::Patient };
        for event in room.decide(&cancel, Instant(1_805_706_100)).expect("who waits may leave") {
            assert!(room.apply(&event));
        }
        assert_eq!(json(&ask(&room)), json(&before[..last].to_vec()));
        assert!(room.waiting().all(|entry| entry.status == QueueStatus::Waiting));
    }
}
