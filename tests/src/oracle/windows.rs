//! §3: the windows of one doctor.

use std::collections::BTreeSet;

use frontdesk::{AvailabilityException, AvailabilityRule, Closure, Doctor, ExceptionKind, OverrideWindow};

use super::clock::{Clock, date};
use super::definitions::{Definitions, is_for, minutes};
use super::interval::Interval;
use super::window::{Terms, Window};

/// What a rule, an extra interval and a window of an override say alike.
macro_rules! terms {
    ($window:expr) => {
        Terms {
            types: $window.appointment_type_uids.as_ref().map(|uids| uids.iter().cloned().collect()),
            reserved_until: $window.reserved_until_minutes_before,
            released: $window.released_minutes_before,
            location: $window.location_uid.clone(),
            limits: $window
                .type_limits
                .iter()
                .map(|limit| (limit.appointment_type_uids.iter().cloned().collect(), limit.appointments))
                .collect(),
        }
    };
}

/// The blocked intervals of a doctor: all of exceptions, and those of rules on dates near `within`.
pub fn blocked(
    rules: &Definitions,
    doctor: &Doctor,
    clock: &Clock,
    closures: &[Closure],
    within: Interval,
) -> Vec<Interval> {
    let mut blocked = blocked_that(doctor, |_| true);
    if doctor.availability_rules.iter().any(|rule| rule.blocked) {
        let days = (rules.day_of)(clock, within.start) - 2..=(rules.day_of)(clock, within.end) + 2;
        blocked.extend(days.flat_map(|day| time_off(rules, doctor, clock, closures, day)).map(|off| off.1));
    }
    blocked
}

/// What rules take away of a date.
pub fn time_off<'a>(
    rules: &'a Definitions,
    doctor: &'a Doctor,
    clock: &'a Clock,
    closures: &[Closure],
    day: i64,
) -> Vec<(&'a AvailabilityRule, Interval)> {
    let instead = (rules.override_on)(doctor, closures, date(day)).is_some();
    let applying = doctor.availability_rules.iter().filter(|rule| {
        rule.blocked
            && (rules.rule_applies)(rule, day)
            && (rules.recurs)(rule, day)
            && (rules.is_time_off)(rule, instead)
    });
    let open = applying.filter_map(|rule| {
        let span = Interval::new(
            (rules.boundary)(clock, day, rule.start_time),
            (rules.boundary)(clock, day, rule.end_time),
        )?;
        (rules.valid)(span, rule.valid_from, rule.valid_until).map(|(_, open)| (rule, open))
    });
    open.collect()
}

/// Those of exceptions of which something is so.
pub fn blocked_that(doctor: &Doctor, so: impl Fn(&AvailabilityException) -> bool) -> Vec<Interval> {
    let blocked =
        doctor.availability_exceptions.iter().filter(|exception| exception.kind == ExceptionKind::Blocked);
    blocked
        .filter(|exception| so(exception))
        .map(|exception| Interval { start: exception.start_date.0, end: exception.end_date.0 })
        .collect()
}

/// All windows of the dates `days`, and of the dates on which an extra interval starts, so that none is
/// missing of those that run into `days`.
pub fn windows(
    rules: &Definitions,
    doctor: &Doctor,
    clock: &Clock,
    closures: &[Closure],
    days: std::ops::RangeInclusive<i64>,
) -> Vec<Window> {
    let extras = extras(rules, doctor, clock);
    let days: BTreeSet<i64> = days.chain(extras.iter().map(|extra| extra.date)).collect();
    let mut windows = Vec::new();
    for day in days {
        let mut parts = regular(rules, doctor, clock, closures, day);
        parts.extend(extras.iter().filter(|extra| extra.date == day).cloned());
        windows.extend(merged(rules, parts));
    }
    windows
}

/// The windows that extra intervals add, each on the date on which it starts.
fn extras(rules: &Definitions, doctor: &Doctor, clock: &Clock) -> Vec<Window> {
    let extras =
        doctor.availability_exceptions.iter().filter(|exception| exception.kind == ExceptionKind::Extra);
    extras
        .map(|extra| {
            let span = Interval { start: extra.start_date.0, end: extra.end_date.0 };
            Window {
                date: (rules.day_of)(clock, span.start),
                span,
                buffer: extra.buffer_minutes * 60,
                terms: terms!(extra),
                open: vec![span],
            }
        })
        .collect()
}

/// The windows of a date before merging: those of its override, or else those of the rules.
fn regular(
    rules: &Definitions,
    doctor: &Doctor,
    clock: &Clock,
    closures: &[Closure],
    day: i64,
) -> Vec<Window> {
    let span = |start_time, end_time| {
        Interval::new((rules.boundary)(clock, day, start_time), (rules.boundary)(clock, day, end_time))
    };
    match (rules.override_on)(doctor, closures, date(day)) {
        Some(instead) => {
            let window = |part: &OverrideWindow| {
                let span = span(part.start_time, part.end_time)?;
                let buffer = part.buffer_minutes * 60;
                Some(Window { date: day, span, buffer, terms: terms!(part), open: vec![span] })
            };
            instead.windows.iter().filter_map(window).collect()
        }
        None => {
            let own = closures
                .iter()
                .filter(|closure| is_for(closure, doctor) && (rules.closes)(closure, date(day)));
            let closed: Vec<Interval> =
                own.filter_map(|closure| span(minutes(closure).0, minutes(closure).1)).collect();
            let applying = doctor.availability_rules.iter().filter(|rule| {
                (rules.rule_applies)(rule, day)
                    && (rules.recurs)(rule, day)
                    && !(rule.blocked && (rules.is_time_off)(rule, false))
            });
            let windows = applying.flat_map(|rule| {
                let left = match span(rule.start_time, rule.end_time) {
                    Some(span) => (rules.left_open)(span, &closed),
                    None => Vec::new(),
                };
                left.into_iter().filter_map(|span| {
                    let (span, open) = (rules.valid)(span, rule.valid_from, rule.valid_until)?;
                    let buffer = rule.buffer_minutes * 60;
                    Some(Window { date: day, span, buffer, terms: terms!(rule), open: vec![open] })
                })
            });
            windows.collect()
        }
    }
}

/// Puts together what is one window, until no two are.
fn merged(rules: &Definitions, parts: Vec<Window>) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for mut window in parts {
        while let Some(other) = windows.iter().position(|other| (rules.one_window)(other, &window)) {
            let other = windows.swap_remove(other);
            window.span = Interval {
                start: window.span.start.min(other.span.start),
                end: window.span.end.max(other.span.end),
            };
            window.open.extend(other.open);
        }
        windows.push(window);
    }
    windows
}
