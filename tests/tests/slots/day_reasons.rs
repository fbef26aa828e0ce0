//! What stands against each day is what the oracle finds, candidate by candidate.

use std::collections::BTreeMap;

use frontdesk::{Clinic, DaysQuery, ExplainedDay, Instant};
use frontdesk_tests::asked::slots_of;
use frontdesk_tests::engine::{answered, clinic};
use frontdesk_tests::generate::days::with_days;
use frontdesk_tests::oracle::day_reasons::{DAY_RULES, DayRules, Row, explained_days, observed_days};
use frontdesk_tests::oracle::interval::Interval;
use frontdesk_tests::run::{Failure, case_count_of_long_run, check, same, same_list, stream};

fn row(day: &ExplainedDay, with_next: bool) -> Row {
    let code = |told: &frontdesk::DayReason| {
        let value = serde_json::to_value(&told.reason).unwrap_or_default();
        (value["code"].as_str().unwrap_or_default().to_owned(), told.candidates)
    };
    Row {
        date: day.date.to_string(),
        doctor: day.doctor_uid.to_string(),
        candidates: day.candidates,
        slots: day.slots,
        booked_out: day.booked_out,
        no_gap_long_enough: day.no_gap_long_enough,
        codes: day.reasons.iter().map(code).collect(),
        next_date: day.next_date.filter(|_| with_next).map(|date| date.to_string()),
    }
}

fn explain(clinic: &Clinic, query: &DaysQuery, now: Instant) -> Result<Vec<ExplainedDay>, Failure> {
    answered("explain_days", clinic.explain_days(query, now))
}

#[test]
fn days_are_explained_as_the_oracle_does() {
    check("explain days", 4_000, |case| {
        let (case, query) = with_days(case);
        let engine = clinic(&case.snapshot)?;
        let days = explain(&engine, &query, case.now)?;
        let found: Vec<Row> = days.iter().map(|day| row(day, false)).collect();
        let expected = explained_days(&DAY_RULES, &case.snapshot, &query, case.now.0, false);
        same_list("differs from the oracle", &found, &expected)?;
        for told in days.iter().flat_map(|day| &day.reasons) {
            same("a share is no share", &(0.0 < told.share && told.share <= 1.0), &true)?;
        }
        let falls = |day: &ExplainedDay| day.reasons.is_sorted_by(|a, b| a.candidates >= b.candidates);
        same("the reasons are out of order", &days.iter().all(falls), &true)?;
        // Each slot is one of a day.
        let asked = slots_of(&query);
        if query.times.is_empty() || query.timezone.is_some() {
            let mut slots: BTreeMap<String, u32> = BTreeMap::new();
            // A start at two locations is one of the day's.
            let mut found = answered("find_slots", engine.find_slots(&asked, case.now))?;
            found.dedup_by_key(|slot| (slot.start_date, slot.doctor_uid.clone()));
            for slot in found {
                *slots.entry(slot.doctor_uid.to_string()).or_default() += 1;
            }
            let mut counted: BTreeMap<String, u32> = BTreeMap::new();
            for day in days.iter().filter(|day| day.slots > 0) {
                *counted.entry(day.doctor_uid.to_string()).or_default() += day.slots;
            }
            same("slots were counted otherwise", &counted, &slots)?;
        }
        Ok(())
    });
}

#[test]
fn the_next_day_is_that_of_the_next_slot() {
    check("next days", 250, |case| {
        let (case, query) = with_days(case);
        let days = explain(&clinic(&case.snapshot)?, &query, case.now)?;
        let found: Vec<Row> = days.iter().map(|day| row(day, true)).collect();
        let expected = explained_days(&DAY_RULES, &case.snapshot, &query, case.now.0, true);
        same_list("differs from the oracle", &found, &expected)
    });
}

/// Each misreading answers otherwise in so many of the cases at least, and each edge comes up so often.
const DIFFERENCES: usize = 3;
/// Cases of the ordinary run, in which only some of them come up, and of a long one.
const CASES: usize = 150;
const CASES_OF_LONG_RUN: usize = 8_000;

/// What a day must be like now and then, and when it is.
type Edge = (&'static str, fn(&Row) -> bool);

#[test]
fn every_misreading_of_a_day_is_found_out() {
    let misreadings: &[(&str, DayRules)] = &[
        ("a hold is no booking", DayRules { is_booking: |code| code == "slot_taken", ..DAY_RULES }),
        (
            "a full group is no booking",
            DayRules { is_booking: |code| code == "slot_taken" || code == "held", ..DAY_RULES },
        ),
        ("every start of any grid is a candidate", DayRules { is_candidate: |_| true, ..DAY_RULES }),
        (
            "hours of other types have no candidates",
            DayRules {
                is_candidate: |codes| {
                    (DAY_RULES.is_candidate)(codes) && !codes.iter().any(|code| code == "reserved")
                },
                ..DAY_RULES
            },
        ),
        (
            "a gap on another day is long enough",
            DayRules {
                gaps: |gaps, day, length| {
                    let is_long = gaps.iter().any(|gap| gap.end - gap.start >= length);
                    ((DAY_RULES.gaps)(gaps, day, length).0, is_long)
                },
                ..DAY_RULES
            },
        ),
        (
            "a gap on another day is time that is left",
            DayRules {
                gaps: |gaps, day, length| (!gaps.is_empty(), (DAY_RULES.gaps)(gaps, day, length).1),
                ..DAY_RULES
            },
        ),
        (
            "a gap has to be longer than the type",
            DayRules { gaps: |gaps, day, length| (DAY_RULES.gaps)(gaps, day, length + 1), ..DAY_RULES },
        ),
        (
            "a day is booked out if bookings forbid each candidate",
            DayRules { is_for_bookings: |all, taken| taken > 0 && taken == all as usize, ..DAY_RULES },
        ),
    ];
    let mut times = vec![0; misreadings.len()];
    let edges: &[Edge] = &[
        ("booked out", |row| row.booked_out),
        ("no gap long enough", |row| row.no_gap_long_enough),
        ("taken, and neither", |row| {
            row.codes.contains_key("slot_taken")
                && row.slots == 0
                && !row.booked_out
                && !row.no_gap_long_enough
        }),
        ("closed", |row| row.codes.contains_key("closed")),
        ("reserved", |row| row.codes.contains_key("reserved")),
        ("some candidates forbidden, some not", |row| row.slots > 0 && row.slots < row.candidates),
        ("candidates at other times only", |row| row.candidates == 0 && row.codes.is_empty()),
    ];
    let mut met = vec![0; edges.len()];
    let count = case_count_of_long_run(CASES, CASES_OF_LONG_RUN);
    for case in stream("teeth of days explained", 0).take(count) {
        let (case, query) = with_days(&case);
        // The oracle does not check its input.
        if Clinic::new(case.snapshot.clone()).is_err() {
            continue;
        }
        let days = observed_days(&case.snapshot, &query, case.now.0, false);
        let explained = |rules: &DayRules| days.iter().map(|day| rules.row(day)).collect::<Vec<_>>();
        let expected = explained(&DAY_RULES);
        for (met, (_, has)) in met.iter_mut().zip(edges) {
            *met += usize::from(expected.iter().any(has));
        }
        for (times, (_, rules)) in times.iter_mut().zip(misreadings) {
            if *times < DIFFERENCES {
                *times += usize::from(explained(rules) != expected);
            }
        }
        if times.iter().chain(&met).all(|times| *times >= DIFFERENCES) {
            return;
        }
    }
    let names: Vec<_> = misreadings.iter().map(|(name, _)| *name).zip(times).collect();
    let met: Vec<_> = edges.iter().map(|(name, _)| *name).zip(met).collect();
    if count < CASES_OF_LONG_RUN {
        let all: usize = names.iter().chain(&met).map(|(_, times)| *times).sum();
        assert!(all >= DIFFERENCES, "too few told apart: {names:#?} {met:#?}");
        return;
    }
    assert!(names.iter().all(|(_, times)| *times >= DIFFERENCES), "too few told apart: {names:#?}");
    assert!(met.iter().all(|(_, times)| *times >= DIFFERENCES), "too few have: {met:#?}");
}

/// Whether a gap reaches into a day is a matter of both its ends.
#[test]
fn a_gap_counts_on_the_day_on_which_a_slot_can_begin() {
    let gap = |start, end| Interval { start, end };
    let day = gap(0, 100);
    assert_eq!((DAY_RULES.gaps)(&[gap(90, 120)], day, 30), (true, true));
    assert_eq!((DAY_RULES.gaps)(&[gap(-20, 20)], day, 30), (true, false));
    assert_eq!((DAY_RULES.gaps)(&[gap(100, 200)], day, 30), (false, false));
}
