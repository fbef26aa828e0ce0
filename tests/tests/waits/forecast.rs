//! What holds of every forecast: numbers that are numbers, and the same ones every time.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::{
    DoctorPreference, Duty, EstimateQuery, Instant, Learner, QueueEntry, Uid, WaitEstimate, WaitingRoom,
    WaitingRoomSnapshot, from_json,
};
use frontdesk_tests::engine::answered;
use frontdesk_tests::forecast::Case;
use frontdesk_tests::forecast::generate::{TAPE, smaller};
use frontdesk_tests::run::{Failure, Verdict, case_count, check_all, fail, same, tapes};
use serde::Serialize;
use serde_json::json;

pub(super) const CASES: usize = 4_000;

pub(super) fn cases(name: &'static str) -> impl Fn(u64) -> Box<dyn Iterator<Item = Case>> {
    move |stream| Box::new(tapes(name, stream, TAPE).map(Case::read))
}

pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) fn estimates(case: &Case) -> Result<Vec<WaitEstimate>, Failure> {
    answered("estimate", case.room()?.estimate(&case.learner()?, &case.query, case.now))
}

/// Numbers as they must be.
pub(super) fn is_right(estimate: &WaitEstimate) -> Verdict {
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

pub(super) fn is_strict(entry: &QueueEntry) -> bool {
    entry.preference == DoctorPreference::Strict
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
