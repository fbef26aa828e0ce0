//! Do the generated cases tell right from wrong? Each rule of the oracle is replaced by a plausible
//! misreading of it, and some case must show the difference. This needs no engine.

use frontdesk::{DaysQuery, Slot, SlotQuery};
use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle::clock::DAY;
use frontdesk_tests::oracle::{Definitions, RIGHT};
use frontdesk_tests::run::stream;

use crate::teeth_hours::shown;

/// Each misreading must differ from the right reading in this many cases at least …
const DIFFERENCES: usize = 3;
/// … of so many. Properties try more.
const CASES: usize = 50_000;

#[test]
fn every_misreading_is_found_out() {
    let mut misreadings = crate::teeth_hours::misreadings();
    misreadings.extend(crate::teeth_grid::misreadings());
    misreadings.extend(crate::teeth_terms::misreadings());
    misreadings.extend(crate::teeth_lengths::misreadings());
    misreadings.extend(crate::teeth_holes::misreadings());
    misreadings.extend(crate::teeth_locations::misreadings());
    misreadings.extend(crate::teeth_limits::misreadings());
    misreadings.extend(crate::teeth_type_limits::misreadings());
    misreadings.extend(crate::teeth_places::misreadings());
    misreadings.extend(crate::teeth_seats::misreadings());
    // Each of the misreadings that are left, with how many cases told it apart so far.
    let mut left: Vec<(usize, usize)> = (0..misreadings.len()).map(|index| (index, 0)).collect();
    let mut found = Vec::new();
    for (number, case) in stream("teeth", 0).take(CASES).enumerate() {
        if left.is_empty() {
            break;
        }
        let answer = answer(&RIGHT, &case);
        left.retain_mut(|(index, times)| {
            *times += usize::from(self::answer(&misreadings[*index].1, &case) != answer);
            if *times == DIFFERENCES {
                found.push((number + 1, misreadings[*index].0));
            }
            *times < DIFFERENCES
        });
    }
    for (cases, name) in found {
        println!("{cases:>7} cases: {name}");
    }
    let names: Vec<(usize, &str)> =
        left.iter().map(|(index, times)| (*times, misreadings[*index].0)).collect();
    assert!(names.is_empty(), "in {CASES} cases, too few told apart: {names:#?}");
}

/// What is compared of a case.
fn answer(rules: &Definitions, case: &Case) -> Vec<Slot> {
    rules.slots(&case.snapshot, &case.query, case.now)
}

/// The days that a wrong partition gives.
#[test]
fn days_are_told_apart_too() {
    let wrong = Definitions { day_of: shown, ..RIGHT };
    let utc = Definitions { day_of: |_, at| at.div_euclid(DAY), ..RIGHT };
    let mut differences = [0, 0];
    let mut cases = stream("teeth of days", 0).take(20_000);
    while differences.iter().any(|times| *times < DIFFERENCES)
        && let Some(case) = cases.next()
    {
        let SlotQuery { appointment_type_uid, from, to, .. } = case.query.clone();
        let query = DaysQuery { appointment_type_uid, from, to, ..DaysQuery::default() };
        let right = RIGHT.days(&case.snapshot, &query, case.now);
        differences[0] += usize::from(wrong.days(&case.snapshot, &query, case.now) != right);
        differences[1] += usize::from(utc.days(&case.snapshot, &query, case.now) != right);
    }
    println!("{differences:?}");
    assert!(differences.iter().all(|times| *times >= DIFFERENCES), "{differences:?}");
}
