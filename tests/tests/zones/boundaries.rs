//! The sentence on which all civil time rests, read slowly, minute by minute, around every change of every
//! zone:
//!
//! > A boundary is the first instant at which the zone's clock, on that local date, reads that minute or
//! > later.
//!
//! The clock is that of the zoneinfo fixture; nothing here knows how the engine stores a zone.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own table has failed")]

use chrono::{Days, NaiveDate};
use frontdesk::limits::{INSTANT_MAX, INSTANT_MIN, OFFSET_SECONDS_MAX, TRANSITION_SPACING_SECONDS_MIN};
use frontdesk::{Instant, TimezoneData, Transition, Zone};
use frontdesk_tests::zoneinfo::{self, Clock};
use proptest::prelude::*;

const DAY: i64 = 86_400;
const MINUTES: usize = 1_440;
/// The boundaries of a day for the minutes 0 to 1440, by looking at the clock every `step` seconds from
/// before it could be that date until after it could be.
fn boundaries(clock: &Clock, day: i64, step: i64) -> Vec<i64> {
    let offsets = || clock.changes.iter().map(|change| change.1).chain([clock.initial]);
    let furthest_east = (offsets().max().expect("at least one") / 60 + 1) * 60;
    let furthest_west = (offsets().min().expect("at least one") / 60 - 1) * 60;
    let mut boundaries: Vec<i64> = Vec::with_capacity(MINUTES + 1);
    let (mut next_date, mut later_date) = (None, None);
    for at in (day * DAY - furthest_east..(day + 1) * DAY - furthest_west).step_by(step as usize) {
        let local = at + clock.offset(at);
        let (date, minute) = (local.div_euclid(DAY), (local.rem_euclid(DAY) / 60) as usize);
        if date == day {
            // The first time that the clock gets this far on this date.
            while boundaries.len() <= minute {
                boundaries.push(at);
            }
        }
        if date == day + 1 {
            next_date.get_or_insert(at);
        }
        if date > day {
            later_date.get_or_insert(at);
        }
    }
    // What the clock never reads, nor anything later on that date: the moment of the change.
    let change = later_date.expect("time goes on");
    boundaries.resize(MINUTES, change);
    // 1440 is the first instant of the next local date, or of the change that skips it.
    boundaries.push(next_date.unwrap_or(change));
    boundaries
}

fn date(day: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + Days::new(day as u64)
}

/// Compares the engine with the sentence on each date near each change of the clock.
fn check(clock: &Clock, zone: &Zone) {
    for &(change, offset) in &clock.changes {
        let before = clock.offset(change - 1);
        let step = if [change, before, offset].iter().all(|seconds| seconds % 60 == 0) { 60 } else { 1 };
        let days = [change + before, change + offset].map(|local| local.div_euclid(DAY));
        for day in days[0].min(days[1]) - 1..=days[0].max(days[1]) + 1 {
            let (date, expected) = (date(day), boundaries(clock, day, step));
            // Each minute at which something is odd, its neighbours, the first, the last and every seventh.
            let odd = |minute: usize| {
                minute == 0 || minute >= MINUTES || expected[minute] != expected[minute - 1] + 60
            };
            for (minute, &at) in expected
                .iter()
                .enumerate()
                .filter(|&(minute, _)| minute % 7 == 0 || odd(minute) || odd(minute + 1))
            {
                let at = (INSTANT_MIN..INSTANT_MAX).contains(&at).then_some(Instant(at));
                assert_eq!(zone.instant(date, minute as u16), at, "{zone:?} {date} {minute}");
            }
            // Every instant belongs to one date, which runs from its boundary 0 to its boundary 1440: so do
            // every seventh minute, the first second and the last.
            let (first, end) = (expected[0].max(INSTANT_MIN), expected[MINUTES]);
            for at in (first..end).step_by(420).chain((first < end).then_some(end - 1)) {
                assert_eq!(zone.date(Instant(at)), date, "{zone:?} {at}");
            }
        }
    }
}

fn check_all(fixture: &zoneinfo::Zoneinfo, names: &[&str]) -> usize {
    names.iter().map(|name| check(&fixture.zones[name], &Zone::named(name).unwrap())).count()
}

#[test]
fn a_boundary_is_the_first_instant_at_which_the_clock_reads_that_minute_or_later() {
    let fixture = &zoneinfo::read();
    let halves = fixture.distinct.split_at(fixture.distinct.len() / 2);
    let checked = std::thread::scope(|scope| {
        let half = scope.spawn(|| check_all(fixture, halves.0));
        check_all(fixture, halves.1) + half.join().unwrap()
    });
    // So that an empty fixture does not pass: 2026f has 306 different clocks in 1970 to 2037.
    assert!(checked > 300, "{checked}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The wildest clocks that a caller may supply: changes as close as the limit, between offsets as far
    /// apart as the limit.
    #[test]
    fn the_same_holds_of_the_callers_own_clocks(
        initial in -OFFSET_SECONDS_MAX / 60..=OFFSET_SECONDS_MAX / 60,
        start in 10..20_000_i64,
        changes in prop::collection::vec((0..5_000_i64, -OFFSET_SECONDS_MAX / 60..=OFFSET_SECONDS_MAX / 60),
            1..6),
    ) {
        let mut at = start * DAY;
        let mut clock = Clock { initial: initial * 60, changes: Vec::new() };
        for (minutes, offset) in changes {
            clock.changes.push((at, offset * 60));
            at += TRANSITION_SPACING_SECONDS_MIN + minutes * 60;
        }
        let zone = Zone::from_data(&TimezoneData {
            name: "Own/Clock".to_owned(),
            initial_offset_seconds: clock.initial,
            transitions: clock.changes.iter().map(|&(at, offset_seconds)| Transition { at: Instant(at),
                offset_seconds }).collect(),
            rule: None,
            covers_until: Some(Instant(INSTANT_MAX - 1)),
        });
        check(&clock, &zone.unwrap());
    }
}
