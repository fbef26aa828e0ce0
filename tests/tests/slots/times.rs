//! Wished times leave out the starts at all others, on the clock that they are on.

use std::sync::Arc;

use frontdesk::SlotQuery;
use frontdesk_tests::asked::days_of;
use frontdesk_tests::engine::{answered, ask};
use frontdesk_tests::generate::Case;
use frontdesk_tests::generate::times::with_times;
use frontdesk_tests::oracle::clock::{Clock, DAY, weekday};
use frontdesk_tests::oracle::definitions::{boundary, day_of};
use frontdesk_tests::oracle::{self, Definitions, RIGHT};
use frontdesk_tests::run::{check, same_list, stream};

#[test]
fn only_starts_at_wished_times_are_listed() {
    check("times", 20_000, |case| {
        let case = &with_times(case);
        let (clinic, slots) = ask(case)?;
        let Case { snapshot, query, now, .. } = case;
        same_list("differs from the oracle", &slots, &oracle::slots(snapshot, query, *now))?;
        let first = SlotQuery { limit: Some(2), ..query.clone() };
        let some = answered("first_slots", clinic.first_slots(&first, *now))?;
        same_list("the first differ", &some, &oracle::slots(snapshot, &first, *now))?;
        let days = days_of(query);
        let found = answered("days_with_slots", clinic.days_with_slots(&days, *now))?;
        same_list("the days differ", &found, &oracle::days(snapshot, &days, *now))
    });
}

/// Each misreading answers otherwise in so many of the cases at least.
const DIFFERENCES: usize = 20;
const CASES: usize = 10_000;

#[test]
fn every_misreading_of_a_time_is_found_out() {
    let right = RIGHT;
    let misreadings = [
        ("times are no wish", Definitions { wished: |_, _, _| true, ..right }),
        (
            "a time ends after its last minute",
            Definitions {
                wished: |clock, time, start| {
                    let day = day_of(clock, start);
                    (RIGHT.wished)(clock, time, start)
                        || start == boundary(clock, day, time.to)
                            && time.weekday.is_none_or(|own| own == weekday(day))
                },
                ..right
            },
        ),
        (
            "a time begins after its first minute",
            Definitions {
                wished: |clock, time, start| {
                    (RIGHT.wished)(clock, time, start)
                        && start != boundary(clock, day_of(clock, start), time.from)
                },
                ..right
            },
        ),
        (
            "the weekday is that of UTC",
            Definitions {
                wished: |clock, time, start| {
                    let of_utc = weekday(start.div_euclid(DAY));
                    let whenever = frontdesk::WishedTime { weekday: None, ..*time };
                    (RIGHT.wished)(clock, &whenever, start) && time.weekday.is_none_or(|own| own == of_utc)
                },
                ..right
            },
        ),
        ("times are on the doctor's clock", Definitions { wish_clock: |_, of_doctor| of_doctor, ..right }),
        (
            "times are elapsed since midnight",
            Definitions {
                wished: |clock, time, start| {
                    let day = day_of(clock, start);
                    let since = start - boundary(clock, day, 0);
                    time.weekday.is_none_or(|own| own == weekday(day))
                        && (time.from * 60..time.to * 60).contains(&since)
                },
                ..right
            },
        ),
        (
            "the whole slot lies in the time",
            Definitions {
                wished: |clock, time, start| {
                    (RIGHT.wished)(clock, time, start)
                        && start + 15 * 60 <= boundary(clock, day_of(clock, start), time.to)
                },
                ..right
            },
        ),
    ];
    let mut times = [0; 7];
    for case in stream("teeth of times", 0).take(CASES) {
        let Case { snapshot, query, now, .. } = &with_times(&case);
        let expected = RIGHT.slots(snapshot, query, *now);
        for (times, (_, rules)) in times.iter_mut().zip(&misreadings) {
            *times += usize::from(rules.slots(snapshot, query, *now) != expected);
        }
        if times.iter().all(|times| *times >= DIFFERENCES) {
            return;
        }
    }
    let names: Vec<_> = misreadings.iter().map(|(name, _)| *name).zip(times).collect();
    assert!(times.iter().all(|times| *times >= DIFFERENCES), "too few told apart: {names:#?}");
}

/// A clock that nobody names is the doctor's, whatever the clinic's is.
#[test]
fn nobody_names_a_clock() {
    let (doctor, clinic) = (Clock::named("Asia/Tokyo"), Clock::named("Europe/Berlin"));
    assert!(std::ptr::eq((RIGHT.wish_clock)(None, &doctor), Arc::as_ptr(&doctor)));
    assert!(std::ptr::eq((RIGHT.wish_clock)(Some(&clinic), &doctor), Arc::as_ptr(&clinic)));
}
