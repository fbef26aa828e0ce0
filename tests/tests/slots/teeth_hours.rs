//! Misreadings of clocks, rules, overrides, closures and windows.

use chrono::{Datelike, NaiveDate};
use frontdesk::AvailabilityRule;
use frontdesk_tests::oracle::clock::{Clock, DAY, date, day_number, weekday};
use frontdesk_tests::oracle::definitions::boundary;
use frontdesk_tests::oracle::interval::{Interval, union, without};
use frontdesk_tests::oracle::{Definitions, RIGHT};

/// The date that the clock shows.
pub(crate) fn shown(clock: &Clock, at: i64) -> i64 {
    clock.reading(at).div_euclid(DAY)
}

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        (
            "a boundary in a fold is the second of the two",
            Definitions {
                boundary: |clock, day, minute| {
                    let wanted = day * DAY + minute * 60;
                    let first = boundary(clock, day, minute);
                    let mut later = clock
                        .stretches_from(first)
                        .iter()
                        .skip(1)
                        .take(1)
                        .filter(|next| next.from - first < DAY);
                    later
                        .find(|next| (next.from..next.until).contains(&(wanted - next.offset)))
                        .map_or(first, |next| wanted - next.offset)
                },
                ..right
            },
        ),
        (
            "a boundary in a gap is as far behind it as it was in it",
            Definitions {
                boundary: |clock, day, minute| {
                    let first = boundary(clock, day, minute);
                    let before = clock.stretches_from(first - 1)[0];
                    (day * DAY + minute * 60 - before.offset).clamp(first, first + DAY)
                },
                ..right
            },
        ),
        (
            "a clock time is elapsed time since midnight",
            Definitions {
                boundary: |clock, day, minute| {
                    if minute == 1_440 {
                        boundary(clock, day + 1, 0)
                    } else {
                        boundary(clock, day, 0) + minute * 60
                    }
                },
                ..right
            },
        ),
        (
            "an extra interval belongs to the date that the clock shows",
            Definitions { day_of: shown, ..right },
        ),
        (
            "inactive rules count",
            Definitions { rule_applies: |rule, day| rule.weekday == weekday(day), ..right },
        ),
        (
            "0 is Sunday",
            Definitions {
                rule_applies: |rule, day| rule.active && rule.weekday == weekday(day + 1),
                ..right
            },
        ),
        ("every week is a rule's week", Definitions { recurs: |_, _| true, ..right }),
        (
            "weeks are counted from the week of the first date",
            Definitions {
                recurs: |rule, day| {
                    let monday = |day: i64| day - weekday(day);
                    let weeks = rule.every_weeks.unwrap_or(1);
                    let in_turn = rule.from_date.is_none_or(|from| {
                        let from = day_number(from);
                        day >= from && (monday(day) - monday(from)) / 7 % weeks == 0
                    });
                    in_turn && (RIGHT.recurs)(&AvailabilityRule { every_weeks: None, ..rule.clone() }, day)
                },
                ..right
            },
        ),
        (
            "weeks are counted though the first date is to come",
            Definitions {
                recurs: |rule, day| {
                    let earlier =
                        |from: NaiveDate| from - chrono::TimeDelta::weeks(rule.every_weeks.unwrap_or(1));
                    let from_date = rule.from_date.map(earlier);
                    (RIGHT.recurs)(&AvailabilityRule { from_date, ..rule.clone() }, day)
                },
                ..right
            },
        ),
        (
            "the last of a month is the fourth",
            Definitions {
                recurs: |rule, day| {
                    let from_the_end = |number: &i64| if *number < 0 { number + 5 } else { *number };
                    let nth_of_month = rule.nth_of_month.iter().map(from_the_end).collect();
                    (RIGHT.recurs)(&AvailabilityRule { nth_of_month, ..rule.clone() }, day)
                },
                ..right
            },
        ),
        (
            "the n-th of a month is one of its n-th week",
            Definitions {
                recurs: |rule, day| {
                    let first = weekday(day - i64::from(date(day).day0()));
                    let week = (i64::from(date(day).day0()) + first) / 7 + 1;
                    let whenever = AvailabilityRule { nth_of_month: Vec::new(), ..rule.clone() };
                    let numbered = rule.nth_of_month.iter().any(|number| *number < 0);
                    match rule.nth_of_month.is_empty() || numbered {
                        true => (RIGHT.recurs)(rule, day),
                        false => rule.nth_of_month.contains(&week) && (RIGHT.recurs)(&whenever, day),
                    }
                },
                ..right
            },
        ),
        ("recurring time off is a window", Definitions { is_time_off: |_, _| false, ..right }),
        (
            "an override ends recurring time off",
            Definitions { is_time_off: |rule, instead| rule.blocked && !instead, ..right },
        ),
        (
            "a closure ends before its last date",
            Definitions {
                closes: |closure, date| {
                    (RIGHT.closes)(closure, date) && (date == closure.date || Some(date) != closure.last_date)
                },
                ..right
            },
        ),
        (
            "closed hours end a window",
            Definitions {
                left_open: |window, closed| {
                    let mut left = without(&[window], closed);
                    left.retain(|part| part.start == window.start);
                    left
                },
                ..right
            },
        ),
        ("closed hours close nothing", Definitions { left_open: |window, _| vec![window], ..right }),
        (
            "closed hours close the date",
            Definitions {
                left_open: |window, closed| if closed.is_empty() { vec![window] } else { Vec::new() },
                ..right
            },
        ),
        (
            "validity moves the grid",
            Definitions {
                valid: |window, from, until| (RIGHT.valid)(window, from, until).map(|(_, open)| (open, open)),
                ..right
            },
        ),
        (
            "a window outside its validity anchors",
            Definitions {
                valid: |window, from, until| {
                    let nothing = Interval { start: window.start, end: window.start };
                    (RIGHT.valid)(window, from, until).or(Some((window, nothing)))
                },
                ..right
            },
        ),
        (
            "validity is about the start only",
            Definitions {
                valid: |window, from, until| {
                    let (window, open) = (RIGHT.valid)(window, from, until)?;
                    Some((window, Interval { start: open.start, end: window.end }))
                },
                ..right
            },
        ),
        (
            "valid_until is exclusive",
            Definitions {
                valid: |window, from, until| {
                    let (window, open) = (RIGHT.valid)(window, from, until)?;
                    let cut = until.is_some_and(|until| until.0 == open.end);
                    Interval::new(open.start, if cut { open.end - 1 } else { open.end })
                        .map(|open| (window, open))
                },
                ..right
            },
        ),
        ("rules hold in spite of an override", Definitions { override_on: |_, _, _| None, ..right }),
        (
            "a closure for all beats a doctor's own override",
            Definitions {
                override_on: |doctor, closures, date| {
                    let closed =
                        closures.iter().any(|closure| closure.date == date && closure.doctor_uid.is_none());
                    let mut found = (RIGHT.override_on)(doctor, closures, date);
                    if let (Some(found), true) = (&mut found, closed) {
                        found.windows.clear();
                    }
                    found
                },
                ..right
            },
        ),
        (
            "a closure of one is one of all",
            Definitions {
                override_on: |doctor, closures, date| {
                    let all: Vec<_> = closures
                        .iter()
                        .cloned()
                        .map(|closure| frontdesk::Closure { doctor_uid: None, ..closure })
                        .collect();
                    (RIGHT.override_on)(doctor, &all, date)
                },
                ..right
            },
        ),
        (
            "windows that touch are two",
            Definitions { one_window: |a, b| (RIGHT.one_window)(a, b) && a.span.overlaps(b.span), ..right },
        ),
        ("windows that overlap are two", Definitions { one_window: |_, _| false, ..right }),
        (
            "windows of different buffers merge",
            Definitions {
                one_window: |a, b| a.date == b.date && a.terms == b.terms && a.span.meets(b.span),
                ..right
            },
        ),
        (
            "all windows of a date and buffer are one",
            Definitions {
                one_window: |a, b| a.date == b.date && a.buffer == b.buffer && a.terms == b.terms,
                ..right
            },
        ),
        (
            "blocked intervals do nothing",
            Definitions { open_time: |windows, _, of| (RIGHT.open_time)(windows, &[], of), ..right },
        ),
        (
            "open time is of any buffer",
            Definitions {
                open_time: |windows, blocked, of| {
                    let alike = windows.iter().filter(|window| window.terms == of.terms);
                    without(&union(alike.flat_map(|window| window.open.iter().copied())), blocked)
                },
                ..right
            },
        ),
        (
            "windows that touch are apart",
            Definitions {
                open_time: |windows, blocked, of| {
                    let same = windows
                        .iter()
                        .filter(|window| window.buffer == of.buffer && window.terms == of.terms);
                    same.flat_map(|window| without(&union(window.open.iter().copied()), blocked)).collect()
                },
                ..right
            },
        ),
    ]
}
