//! What must hold between two rooms that differ in one thing, over random rooms.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::{QueueEntry, QueueStatus, VisitReason, WaitDistribution, WaitingRoom, WaitingRoomSnapshot};
use frontdesk_tests::engine::answered;
use frontdesk_tests::forecast::Case;
use frontdesk_tests::forecast::generate::{TAPE, smaller};
use frontdesk_tests::run::{Failure, Verdict, case_count, check_all, fail, tapes};

const CASES: usize = 600;

fn cases(stream: u64) -> Box<dyn Iterator<Item = Case>> {
    Box::new(tapes("metamorphic", stream, TAPE).map(Case::read))
}

/// The distributions of all who wait, by the entries' ids.
fn waits(case: &Case, room: &WaitingRoomSnapshot) -> Result<Vec<Option<WaitDistribution>>, Failure> {
    waits_in(512, case, room)
}

/// By so many futures.
fn waits_in(
    futures: i64,
    case: &Case,
    room: &WaitingRoomSnapshot,
) -> Result<Vec<Option<WaitDistribution>>, Failure> {
    let room = answered("WaitingRoom::new", WaitingRoom::new(room.clone()))?;
    let query = frontdesk::EstimateQuery { futures: Some(futures), ..case.query.clone() };
    let waits = answered("estimate", room.estimate(&case.learner()?, &query, case.now))?;
    Ok(waits.into_iter().map(|wait| wait.distribution).collect())
}

/// Whoever waits for anybody, and is there.
fn is_plain(entry: &QueueEntry) -> bool {
    entry.status != QueueStatus::Waiting || entry.preferred_doctor_uid.is_none()
}

/// Noise of so many futures, in minutes: a tenth of a wait, and two minutes.
fn is_longer(after: f64, before: f64) -> bool {
    after > 1.1 * before + 2.0
}

/// A doctor who takes as long as all together and is there all day makes nobody wait longer.
#[test]
fn a_doctor_more_makes_nobody_wait_longer() {
    let compared = AtomicUsize::new(0);
    check_all("a doctor more", CASES, cases, smaller, |case: &Case| -> Verdict {
        let mut more = case.room.clone();
        let Some(like) = more.doctors.first().cloned() else { return Ok(()) };
        if !case.room.entries.iter().all(is_plain) {
            return Ok(());
        }
        let mut another = frontdesk::QueueDoctor { uid: "another".into(), ..like };
        (another.current, another.beside, another.appointments) = (None, Vec::new(), Vec::new());
        more.doctors.push(another);
        for (before, after) in waits(case, &case.room)?.into_iter().zip(waits(case, &more)?) {
            let (Some(before), Some(after)) = (before, after) else { continue };
            if before.p_served < 0.95 {
                continue;
            }
            compared.fetch_add(1, Ordering::Relaxed);
            if is_longer(after.mean, before.mean) || after.p_served < before.p_served - 0.02 {
                return fail("a doctor more, and longer waits", format!("{before:?}, then {after:?}"));
            }
        }
        Ok(())
    });
    assert!(compared.into_inner() > case_count(CASES) / 10);
}

/// Of a doctor who can see one more patient at a time nobody waits longer.
#[test]
fn a_place_more_makes_nobody_wait_longer() {
    let [compared, shorter] = [const { AtomicUsize::new(0) }; 2];
    check_all("a place more", CASES, cases, smaller, |case: &Case| -> Verdict {
        let mut more = case.room.clone();
        if more.doctors.is_empty() || !case.room.entries.iter().all(is_plain) {
            return Ok(());
        }
        let first = &mut more.doctors[0];
        first.concurrent_patients_max = Some(first.concurrent_patients_max.unwrap_or(1) + 1);
        for (before, after) in waits(case, &case.room)?.into_iter().zip(waits(case, &more)?) {
            let (Some(before), Some(after)) = (before, after) else { continue };
            if before.p_served < 0.95 {
                continue;
            }
            compared.fetch_add(1, Ordering::Relaxed);
            shorter.fetch_add(usize::from(after.mean < 0.8 * before.mean), Ordering::Relaxed);
            if is_longer(after.mean, before.mean) || after.p_served < before.p_served - 0.02 {
                return fail("a place more, and longer waits", format!("{before:?}, then {after:?}"));
            }
        }
        Ok(())
    });
    let (compared, shorter) = (compared.into_inner(), shorter.into_inner());
    println!("{compared} compared, {shorter} shorter by a fifth");
    assert!(compared > case_count(CASES) / 10 && shorter > compared / 10);
}

/// Who is listed first decides ties between doctors who are free at once, and no more.
#[test]
fn the_order_of_doctors_has_no_say_beyond_ties() {
    let compared = AtomicUsize::new(0);
    check_all("another order", CASES, cases, smaller, |case: &Case| -> Verdict {
        let mut reversed = case.room.clone();
        reversed.doctors.reverse();
        let is_busy = |doctor: &frontdesk::QueueDoctor| {
            doctor.consultations().count() as i64 >= doctor.concurrent_patients_max.unwrap_or(1)
        };
        if reversed.doctors.len() < 2 || !reversed.doctors.iter().all(is_busy) {
            return Ok(());
        }
        // A visit that goes on for hours, of which nothing was learned, may go on for hours more: so many
        // futures make a mean of that, and the bounds are half as wide.
        let waits = |room| waits_in(4_096, case, room);
        let is_longer = |after: f64, before: f64| after > 1.05 * before + 1.0;
        for (before, after) in waits(&case.room)?.into_iter().zip(waits(&reversed)?) {
            let (Some(before), Some(after)) = (before, after) else { continue };
            if before.p_served < 0.95 {
                continue;
            }
            compared.fetch_add(1, Ordering::Relaxed);
            if is_longer(after.mean, before.mean) || is_longer(before.mean, after.mean) {
                return fail("the order of doctors decides", format!("{before:?}, then {after:?}"));
            }
        }
        Ok(())
    });
    assert!(compared.into_inner() > case_count(CASES) / 20);
}

/// Where all who wait come for the same thing, a further doctor who serves it makes nobody wait longer.
#[test]
fn a_skill_more_makes_nobody_wait_longer() {
    let compared = AtomicUsize::new(0);
    check_all("a skill more", CASES, cases, smaller, |case: &Case| -> Verdict {
        let mut few = case.room.clone();
        if few.doctors.len() < 2 || !few.entries.iter().all(is_plain) {
            return Ok(());
        }
        let waiting = few.entries.iter_mut().filter(|entry| entry.status == QueueStatus::Waiting);
        waiting.for_each(|entry| entry.visit_reason = Some("flu".into()));
        let serve = |room: &mut WaitingRoomSnapshot, count: usize| {
            let doctors = room.doctors[..count].iter().map(|doctor| doctor.uid.clone());
            let reason = VisitReason::new("flu", frontdesk::minutes(10)).served_by(doctors);
            room.policy.visit_reasons = vec![reason];
        };
        let (mut more, count) = (few.clone(), few.doctors.len());
        serve(&mut few, count - 1);
        serve(&mut more, count);
        for (before, after) in waits(case, &few)?.into_iter().zip(waits(case, &more)?) {
            let (Some(before), Some(after)) = (before, after) else { continue };
            if before.p_served < 0.95 {
                continue;
            }
            compared.fetch_add(1, Ordering::Relaxed);
            if is_longer(after.mean, before.mean) || after.p_served < before.p_served - 0.02 {
                return fail("a skill more, and longer waits", format!("{before:?}, then {after:?}"));
            }
        }
        Ok(())
    });
    assert!(compared.into_inner() > case_count(CASES) / 20);
}
