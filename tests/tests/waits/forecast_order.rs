//! Who joins and who leaves, in a forecast: it says before what it says after, and nobody is later than who
//! comes behind them.

use frontdesk_tests::room::register;

use super::forecast::{CASES, cases, estimates, is_right, is_strict, json};
use frontdesk::{
    Actor, DoctorPreference, EstimateMode, EstimateQuery, Instant, Joining, Learner, QueueCommand,
    QueueEntry, QueuePolicy, QueuePresence, QueueStatus, Visit, VisitKind, WaitEstimate, WaitingRoom,
    from_json,
};
use frontdesk_tests::engine::answered;
use frontdesk_tests::forecast::Case;
use frontdesk_tests::forecast::generate::smaller;
use frontdesk_tests::run::{Failure, case_count, check_all, fail, same};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

fn is_until(entry: &QueueEntry) -> bool {
    entry.preference_patience_minutes.is_some()
}

/// Whether somebody could be seen now.
fn is_there(entry: &QueueEntry) -> bool {
    entry.presence == QueuePresence::Ready
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
    let register = register("joining".into(), "joining".into(), joining);
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
