//! Which appointments there are, what became of them, and when doctors are there: the engine against a naive
//! look at each appointment and each date.

use frontdesk::{Appointment, HoursState, OpenHours};
use frontdesk_tests::engine::{answered, clinic};
use frontdesk_tests::generate::days::with_outcomes;
use frontdesk_tests::oracle::appointments::{ASKING, Asking, open_hours};
use frontdesk_tests::run::{check, same, same_list, stream};

#[test]
fn appointments_and_outcomes_are_those_of_a_naive_look() {
    check("appointments", 20_000, |case| {
        let (case, query, _) = with_outcomes(case);
        let engine = clinic(&case.snapshot)?;
        let listed = answered("appointments", engine.appointments(&query, case.now))?;
        let row = |other: &Appointment| (other.uid.to_string(), other.status);
        let found: Vec<_> = listed.iter().map(row).collect();
        same_list("other appointments", &found, &ASKING.appointments(&case.snapshot, &query, case.now))?;
        let outcomes = answered("outcomes", engine.outcomes(&query, case.now))?;
        same_list("other outcomes", &outcomes, &ASKING.outcomes(&case.snapshot, &query, case.now))
    });
}

#[test]
fn hours_are_open_closed_and_blocked_as_a_naive_look_says() {
    check("open hours", 15_000, |case| {
        let (case, _, query) = with_outcomes(case);
        let engine = clinic(&case.snapshot)?;
        let hours = answered("open_hours", engine.open_hours(&query))?;
        same_list("other hours", &hours, &open_hours(&case.snapshot, &query))?;
        let open = hours.iter().filter(|row| row.state == HoursState::Open);
        let open: i64 = open.map(|row: &OpenHours| row.end_date.0 - row.start_date.0).sum();
        let days = answered("utilisation", engine.utilisation(&query, case.now))?;
        let minutes: f64 = days.iter().map(|day| day.open_minutes).sum();
        same("open time is not that of utilisation", &((minutes * 60.0).round() as i64), &open)
    });
}

/// Each misreading answers otherwise in so many of the cases at least.
const DIFFERENCES: usize = 20;
const CASES: usize = 20_000;

#[test]
fn every_misreading_of_an_outcome_is_found_out() {
    let misreadings: &[(&str, Asking)] = &[
        (
            "only what starts in the range is listed",
            Asking { runs: |other, range| range.holds(other.start), ..ASKING },
        ),
        (
            "what ends as the range begins is listed",
            Asking { runs: |other, range| other.overlaps(range) || other.end == range.start, ..ASKING },
        ),
        ("a hold that was released was called off", Asking { was_booked: |_| true, ..ASKING }),
        (
            "only what was confirmed was called off",
            Asking { was_booked: |other| other.confirmed_at.is_some(), ..ASKING },
        ),
        (
            "what has begun is unresolved",
            Asking { is_over: |other, now| other.start_date.0 <= now, ..ASKING },
        ),
        ("what ends now is not over", Asking { is_over: |other, now| other.end_date.0 < now, ..ASKING }),
        ("without a notice nothing is late", Asking { late_on_the_day: false, ..ASKING }),
    ];
    let mut times = vec![0; misreadings.len()];
    for case in stream("teeth of outcomes", 0).take(CASES) {
        let (case, query, _) = with_outcomes(&case);
        let both = |asking: &Asking| {
            (
                asking.appointments(&case.snapshot, &query, case.now),
                asking.outcomes(&case.snapshot, &query, case.now),
            )
        };
        let expected = both(&ASKING);
        for (times, (_, asking)) in times.iter_mut().zip(misreadings) {
            *times += usize::from(both(asking) != expected);
        }
        if times.iter().all(|times| *times >= DIFFERENCES) {
            return;
        }
    }
    let names: Vec<_> = misreadings.iter().map(|(name, _)| *name).zip(times).collect();
    assert!(names.iter().all(|(_, times)| *times >= DIFFERENCES), "too few told apart: {names:#?}");
}
