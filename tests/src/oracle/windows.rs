//! §3: the windows of one doctor.

use std::collections::BTreeSet;

use frontdesk::{AvailabilityException, Closure, Doctor, ExceptionKind, Instant};

use super::clock::{Clock, date};
use super::definitions::Definitions;
use super::interval::Interval;

/// A window of a doctor on a local date, after merging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The number of the date to which it belongs.
    pub date: i64,
    /// From its start, where its grid is anchored, to its end. Validity and blocked intervals have no say.
    pub span: Interval,
    /// Least gap between two appointments in it, in seconds.
    pub buffer: i64,
    /// What validity leaves of its parts.
    pub open: Vec<Interval>,
}

/// The blocked intervals of a doctor.
pub fn blocked(doctor: &Doctor) -> Vec<Interval> {
    blocked_that(doctor, |_| true)
}

/// Those of them of which something is so.
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
    let window = |start_time,
                  end_time,
                  buffer_minutes: i64,
                  valid_from: Option<Instant>,
                  valid_until: Option<Instant>| {
        let span =
            Interval::new((rules.boundary)(clock, day, start_time), (rules.boundary)(clock, day, end_time))?;
        let (span, open) = (rules.valid)(span, valid_from, valid_until)?;
        Some(Window { date: day, span, buffer: buffer_minutes * 60, open: vec![open] })
    };
    match (rules.override_on)(doctor, closures, date(day)) {
        Some(instead) => {
            let windows = instead.windows.iter();
            windows
                .filter_map(|part| window(part.start_time, part.end_time, part.buffer_minutes, None, None))
                .collect()
        }
        None => {
            let applying = doctor.availability_rules.iter().filter(|rule| (rules.rule_applies)(rule, day));
            applying
                .filter_map(|rule| {
                    window(
                        rule.start_time,
                        rule.end_time,
                        rule.buffer_minutes,
                        rule.valid_from,
                        rule.valid_until,
                    )
                })
                .collect()
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
