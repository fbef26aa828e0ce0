//! What is estimated is what is done: days are worked with `decide` and `apply`, in which everything takes as
//! long as was expected. Then what was foreseen comes true.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::{
    EstimateQuery, Instant, Learner, QueueStatus, Uid, Visit, VisitKind, WaitingRoom, WaitingRoomSnapshot,
};
use frontdesk_tests::engine::answered;
use frontdesk_tests::forecast::day::{Decision, Lengths, work};
use frontdesk_tests::forecast::generate::{TAPE, smaller};
use frontdesk_tests::forecast::{Case, visit};
use frontdesk_tests::run::{Failure, REFUSED, Verdict, case_count, check_all, fail, same, tapes};

const CASES: usize = 3_000;
/// Minutes between what was expected and what was done that are rounding.
const ROUNDING: f64 = 1e-6;

/// Random rooms, of patients who stay: with the chance that one leaves, an expected visit is a fraction of
/// one.
fn cases(name: &'static str) -> impl Fn(u64) -> Box<dyn Iterator<Item = Case>> {
    move |stream| Box::new(tapes(name, stream, TAPE).map(|tape| stays(Case::read(tape))))
}

fn stays(mut case: Case) -> Case {
    case.visits.retain(|visit| {
        !(visit.kind == VisitKind::WalkIn && visit.outcome == frontdesk::VisitOutcome::Abandoned)
    });
    case
}

/// How a room that is a little other than it is would decide.
type Misreading = fn(&mut WaitingRoomSnapshot);

fn decide_as_if(
    change: Option<Misreading>,
) -> impl Fn(&WaitingRoom, &frontdesk::QueueCommand, Instant) -> Decision {
    move |room, command, now| {
        let Some(change) = change else { return room.decide(command, now) };
        let mut snapshot = room.snapshot();
        change(&mut snapshot);
        WaitingRoom::new(snapshot).map_err(frontdesk::QueueRefusal::Input)?.decide(command, now)
    }
}

/// Whether a day is worked as it was expected to be, and of how many that could be said; `None` where the
/// order of things hangs on rounding.
fn comes_true(case: &Case, misreading: Option<Misreading>) -> Result<Option<usize>, Failure> {
    let (room, learner) = (case.room()?, case.learner()?);
    if !answered("forgotten", room.forgotten(&learner, case.now))?.is_empty() {
        // How long a doctor will not be there hangs on how long who waits has done so.
        return Ok(None);
    }
    let forecast = answered("forecast", room.forecast(&learner, case.now))?;
    let waits = answered("expected waits", forecast.expected_waits())?;
    let expected =
        room.waiting().zip(waits).filter_map(|(entry, wait)| Some((entry.uid.clone(), wait?))).collect();
    let lengths = Lengths::of(&case.room, &learner, case.now)?;
    let worked = work(room, &lengths, case.now, decide_as_if(misreading))?;
    if worked.is_close_run {
        return Ok(None);
    }
    let seen = |starts: &BTreeMap<Uid, f64>| starts.keys().cloned().collect::<Vec<_>>();
    same("others are seen than was expected", &seen(&worked.starts), &seen(&expected))?;
    for (uid, start) in &worked.starts {
        let off = (start - expected[uid]).abs();
        if off > ROUNDING * start.max(1.0) {
            return fail(
                "seen at another time than expected",
                format!("{uid}: {start}, expected {}\n{:?}\n{expected:?}", expected[uid], worked.starts),
            );
        }
    }
    Ok(Some(expected.len()))
}

#[test]
fn a_day_on_which_all_takes_what_was_expected_is_as_expected() {
    let [seen, days, close] = [const { AtomicUsize::new(0) }; 3];
    check_all("comes true", CASES, cases("comes true"), smaller, |case| {
        match comes_true(case, None)? {
            Some(count) => seen.fetch_add(count, Ordering::Relaxed) + days.fetch_add(1, Ordering::Relaxed),
            None => close.fetch_add(1, Ordering::Relaxed),
        };
        Ok(())
    });
    let counts = [seen, days, close].map(AtomicUsize::into_inner);
    println!("{counts:?} patients seen as expected, days, days that hang on rounding");
    assert!(counts[0] > 2 * case_count(CASES) && counts[2] * 10 < counts[1], "{counts:?}");
}

#[test]
fn a_day_that_is_worked_otherwise_is_found_out() {
    let found_out = |misreading: Option<Misreading>| {
        let cases = tapes("comes true", 0, TAPE).take(500).map(|tape| stays(Case::read(tape)));
        cases
            .filter(|case| comes_true(case, misreading).is_err_and(|failure| failure.kind != REFUSED))
            .count()
    };
    assert_eq!(found_out(None), 0);
    let misreadings: [(&str, Misreading); 11] = [
        ("everybody sees one patient at a time", |room| {
            room.doctors.iter_mut().for_each(|doctor| doctor.concurrent_patients_max = None);
        }),
        ("who was sent elsewhere goes by arrival", |room| {
            room.entries.iter_mut().for_each(|entry| entry.parts.clear());
        }),
        ("who was sent elsewhere is there all the time", |room| {
            room.entries.iter_mut().filter(|entry| !entry.parts.is_empty()).for_each(|entry| {
                (entry.presence, entry.ready_at) = (frontdesk::QueuePresence::Ready, None);
            });
        }),
        ("there is no guard", |room| room.policy.guard_minutes = 0),
        ("everybody serves every reason", |room| {
            room.policy.visit_reasons.iter_mut().for_each(|reason| reason.doctor_uids = None);
        }),
        ("preferences are ignored", |room| {
            for entry in &mut room.entries {
                (entry.preferred_doctor_uid, entry.preference_patience_minutes) = (None, None);
                entry.preference = frontdesk::DoctorPreference::Soft;
            }
        }),
        ("soft preferences are ignored", |room| {
            for entry in
                room.entries.iter_mut().filter(|entry| entry.preference == frontdesk::DoctorPreference::Soft)
            {
                (entry.preferred_doctor_uid, entry.preference_patience_minutes) = (None, None);
            }
        }),
        ("patience has no end", |room| {
            for entry in room.entries.iter_mut().filter(|entry| entry.preference_patience_minutes.is_some()) {
                entry.preference_patience_minutes = Some(1_440);
            }
        }),
        ("urgency is ignored", |room| room.entries.iter_mut().for_each(|entry| entry.urgent = false)),
        ("duty has no breaks", |room| {
            for doctor in room.doctors.iter_mut().filter(|doctor| doctor.duty.len() > 1) {
                doctor.duty = vec![frontdesk::Duty { end_date: doctor.duty[1].end_date, ..doctor.duty[0] }];
            }
        }),
        ("the day has no end", |room| room.policy.closes_at = None),
    ];
    for (name, misreading) in misreadings {
        let found = found_out(Some(misreading));
        println!("{name}: {found} of 500");
        assert!(found > 0, "{name}");
    }
}

/// Three doctors of different speed, and what their visits take, to the second.
fn seconds(doctor: usize, reason: usize) -> i64 {
    [600, 480, 750][doctor] * [100, 80, 150, 120][reason] / 100
}

/// A learner who has seen thousands of visits, all of the same length for the same doctor and reason, kept
/// appointments, and nobody who left or was urgent.
static CERTAIN: LazyLock<Learner> = LazyLock::new(|| {
    let mut learner = Learner::default();
    for number in 0..4_800 {
        let (doctor, reason) = (number % 3, number / 3 % 4);
        let uid = ["ada", "ben", "cara"][doctor];
        let reason = ([None, Some("flu"), Some("cough"), Some("back")][reason], reason);
        let walk_in = visit(uid, reason.0, seconds(doctor, reason.1), 1_800_000_000 + 300 * number as i64);
        let kind = if number % 2 == 0 { VisitKind::Appointment } else { VisitKind::WalkIn };
        learner.learn(&Visit { kind, ..walk_in }, &[]).expect("a visit");
    }
    learner
});

/// Consultations have begun in the last two minutes, so none has outlasted what it takes.
fn just_begun(mut case: Case) -> Case {
    let recent = |at: Instant| Instant(at.0.max(case.now.0 - 120));
    for entry in case.room.entries.iter_mut().filter(|entry| entry.status == QueueStatus::Allocated) {
        entry.allocated_at = entry.allocated_at.map(recent);
    }
    let doctors = case.room.doctors.iter_mut();
    for current in doctors.flat_map(|doctor| doctor.current.iter_mut().chain(&mut doctor.beside)) {
        current.started_at = recent(current.started_at);
    }
    case
}

/// How many of those who wait are told what then happens, and how many are not. Lengths are known to a
/// sixteenth of a logarithm, so of a queue the start is known to six of a hundred; what happens is what
/// happens with visits so much shorter, longer, or in between.
fn told_what_happens(case: &Case, misreading: Option<Misreading>) -> Result<(usize, usize), Failure> {
    let room = case.room()?;
    let lengths = Lengths::of(&case.room, &CERTAIN, case.now)?;
    let mut days = Vec::new();
    for factor in [0.94, 0.97, 1.0, 1.03, 1.06] {
        days.push(work(room.clone(), &lengths.times(factor), case.now, decide_as_if(misreading))?.starts);
    }
    let query = EstimateQuery { futures: Some(64), ..EstimateQuery::default() };
    let (mut right, mut wrong) = (0, 0);
    for estimate in answered("estimate", room.estimate(&CERTAIN, &query, case.now))? {
        let uid = estimate.uid.unwrap_or_default();
        let starts: Vec<f64> = days.iter().filter_map(|day| day.get(&uid).copied()).collect();
        let said = estimate.distribution.filter(|said| said.p_served > 0.0);
        let is_right = match said {
            None => starts.len() < days.len(),
            Some(said) if starts.is_empty() => said.p_served < 0.1,
            Some(said) => {
                let (first, last) = (
                    starts.iter().copied().fold(f64::INFINITY, f64::min),
                    starts.iter().copied().fold(0.0, f64::max),
                );
                (first - 0.5..=last + 0.5).contains(&said.p50)
            }
        };
        *if is_right { &mut right } else { &mut wrong } += 1;
    }
    Ok((right, wrong))
}

#[test]
fn where_chance_is_gone_the_median_comes_true() {
    let share = |misreading: Option<Misreading>| -> Result<f64, Failure> {
        let (mut right, mut wrong) = (0, 0);
        for tape in tapes("median comes true", 0, TAPE).take(case_count(600)) {
            let case = just_begun(Case { visits: Vec::new(), ..Case::read(tape) });
            let (more_right, more_wrong) = told_what_happens(&case, misreading)?;
            (right, wrong) = (right + more_right, wrong + more_wrong);
        }
        Ok(f64::from(right as u32) / f64::from((right + wrong) as u32))
    };
    let verdict = || -> Verdict {
        let right = share(None)?;
        let no_guard = share(Some(|room| room.policy.guard_minutes = 0))?;
        let no_preference = share(Some(|room| {
            for entry in &mut room.entries {
                (entry.preferred_doctor_uid, entry.preference_patience_minutes) = (None, None);
                entry.preference = frontdesk::DoctorPreference::Soft;
            }
        }))?;
        println!("told what happens: {right}; without guard {no_guard}, without preference {no_preference}");
        if right < 0.97 || no_guard > right - 0.01 || no_preference > right - 0.05 {
            return fail("not told what happens", format!("{right} {no_guard} {no_preference}"));
        }
        Ok(())
    };
    assert!(verdict().is_ok(), "{:?}", verdict());
}
