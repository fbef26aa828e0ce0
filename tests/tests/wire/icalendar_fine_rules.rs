//! Rules by the hour, the minute and the second, by the word of an enumerator that tries every second. Other
//! expanders take minutes for one of them.

use std::fmt::Write;

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike};
use frontdesk::Instant;
use frontdesk_tests::generate::tape::Tape;
use frontdesk_tests::run::{check_all, fail, same, tapes};
use serde::Serialize;

use crate::calendars::{event, read_between};

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A rule, as its parts.
#[derive(Serialize, Clone, Default)]
struct Rule {
    start: i64,
    /// Seconds of a period: 3,600, 60 or 1.
    period: i64,
    interval: i64,
    count: Option<usize>,
    until: Option<i64>,
    months: Vec<i64>,
    month_days: Vec<i64>,
    year_days: Vec<i64>,
    weekdays: Vec<i64>,
    hours: Vec<i64>,
    minutes: Vec<i64>,
    seconds: Vec<i64>,
    positions: Vec<i64>,
}

/// How long after the start is looked at.
const SPAN: i64 = 4 * 3_600;

fn time(at: i64) -> NaiveDateTime {
    DateTime::from_timestamp(at, 0).expect("a time of these years").naive_utc()
}

fn rule(tape: &mut Tape) -> Rule {
    let period = tape.pick(&[3_600, 60, 60, 1, 1]);
    let mut list = |percent: usize, most: i64, from: i64, to: i64| -> Vec<i64> {
        let values = tape.maybe(percent, |tape| {
            (0..tape.between(1, most)).map(|_| tape.between(from, to)).collect::<Vec<i64>>()
        });
        values.unwrap_or_default()
    };
    let (months, weekdays) = (list(10, 12, 1, 12), list(15, 6, 0, 6));
    let signed = |days: Vec<i64>, length: i64| {
        days.into_iter().map(|day| if day > length { length - day } else { day }).collect()
    };
    let (month_days, year_days) = (signed(list(10, 20, 1, 62), 31), signed(list(5, 30, 1, 732), 366));
    let (hours, minutes, seconds) = (list(40, 8, 0, 23), list(50, 8, 0, 59), list(50, 6, 0, 59));
    // Positions choose among what another part lists.
    let lists = !seconds.is_empty() || period == 3_600 && !minutes.is_empty();
    let positions = if lists { signed(list(30, 2, 1, 6), 3) } else { Vec::new() };
    let interval = tape.pick(&[1, 1, 2, 3, 5, 7, 45, 90, 1_000, 7_001]);
    let count = tape.maybe(40, |tape| tape.between(1, 40) as usize);
    let start = 1_767_225_600 + tape.between(0, 364) * 86_400 + tape.between(0, 86_399);
    let until = tape.maybe(30, |tape| start + tape.between(0, SPAN));
    Rule {
        start,
        period,
        interval,
        count,
        until,
        months,
        month_days,
        year_days,
        weekdays,
        hours,
        minutes,
        seconds,
        positions,
    }
}

fn text(rule: &Rule) -> String {
    let frequency = match rule.period {
        3_600 => "HOURLY",
        60 => "MINUTELY",
        _ => "SECONDLY",
    };
    let mut text = format!("FREQ={frequency};INTERVAL={}", rule.interval);
    let mut part = |name: &str, value: String| {
        if !value.is_empty() {
            write!(text, ";{name}={value}").expect("a string takes it");
        }
    };
    let list = |values: &[i64]| values.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    part("COUNT", rule.count.map_or(String::new(), |count| count.to_string()));
    part("UNTIL", rule.until.map_or(String::new(), |at| time(at).format("%Y%m%dT%H%M%SZ").to_string()));
    part("BYMONTH", list(&rule.months));
    part("BYMONTHDAY", list(&rule.month_days));
    part("BYYEARDAY", list(&rule.year_days));
    part("BYDAY", rule.weekdays.iter().map(|&day| DAYS[day as usize]).collect::<Vec<_>>().join(","));
    part("BYHOUR", list(&rule.hours));
    part("BYMINUTE", list(&rule.minutes));
    part("BYSECOND", list(&rule.seconds));
    part("BYSETPOS", list(&rule.positions));
    text
}

/// Whether all parts agree to a second, by the table of RFC 5545 §3.3.10: what is not said and shorter than
/// the period is the start's.
fn agrees(rule: &Rule, at: NaiveDateTime) -> bool {
    let start = time(rule.start);
    let among = |list: &[i64], value: u32, otherwise: Option<u32>| match list.is_empty() {
        true => otherwise.is_none_or(|of_start| of_start == value),
        false => list.contains(&i64::from(value)),
    };
    let from_either_end = |list: &[i64], value: u32, length: u32| {
        let (value, length) = (i64::from(value), i64::from(length));
        list.is_empty() || list.contains(&value) || list.contains(&(value - length - 1))
    };
    let date = at.date();
    let month_length = u32::from(date.num_days_in_month());
    let year_length = if date.leap_year() { 366 } else { 365 };
    among(&rule.months, at.month(), None)
        && from_either_end(&rule.month_days, at.day(), month_length)
        && from_either_end(&rule.year_days, at.ordinal(), year_length)
        && among(&rule.weekdays, at.weekday().num_days_from_monday(), None)
        && among(&rule.hours, at.hour(), None)
        && among(&rule.minutes, at.minute(), (rule.period == 3_600).then(|| start.minute()))
        && among(&rule.seconds, at.second(), (rule.period > 1).then(|| start.second()))
}

/// What a rule yields from its start on, tried second by second.
fn enumerated(rule: &Rule) -> Vec<i64> {
    let mut found: Vec<i64> = Vec::new();
    let first = rule.start.div_euclid(rule.period);
    let last = (rule.start + SPAN).div_euclid(rule.period);
    for period in (first..=last).step_by(rule.interval as usize) {
        let seconds = period * rule.period..(period + 1) * rule.period;
        let set: Vec<i64> = seconds.filter(|&at| agrees(rule, time(at))).collect();
        let chosen = |index: usize| {
            let (from_start, from_end) = (index as i64 + 1, index as i64 - set.len() as i64);
            rule.positions.is_empty()
                || rule.positions.contains(&from_start)
                || rule.positions.contains(&from_end)
        };
        let chosen = set.iter().enumerate().filter(|(index, _)| chosen(*index)).map(|(_, at)| *at);
        found.extend(chosen.filter(|&at| at >= rule.start && rule.until.is_none_or(|until| at <= until)));
    }
    found.truncate(rule.count.unwrap_or(usize::MAX));
    // The start is an instance whatever the rule says.
    found.push(rule.start);
    found.sort_unstable();
    found.dedup();
    found.retain(|&at| at < rule.start + SPAN);
    found
}

#[test]
fn fine_rules_yield_what_an_enumerator_finds() {
    let cases = |stream| tapes("fine rules", stream, 64).map(|mut tape| rule(&mut tape));
    check_all(
        "fine rules",
        250,
        cases,
        |_, rule, failure| (rule, failure),
        |rule: &Rule| {
            let start = time(rule.start).format("%Y%m%dT%H%M%SZ");
            let lines =
                [format!("DTSTART:{start}"), "DURATION:PT1S".to_owned(), format!("RRULE:{}", text(rule))];
            let (from, to) = (Instant(rule.start), Instant(rule.start + SPAN));
            let answer = read_between(&event(&lines.each_ref().map(String::as_str)), from, to);
            let expected = enumerated(rule);
            let answer = match answer {
                // More than a doctor can have is refused as a whole.
                Err(_) if expected.len() > frontdesk::limits::EXCEPTIONS_PER_DOCTOR_MAX => return Ok(()),
                Err(error) => return fail("refused", format!("{error}: {}", lines[2])),
                Ok(answer) => answer,
            };
            if answer.not_read.iter().any(|entry| entry.message.contains("more than the limit")) {
                return Ok(());
            }
            same("not read", &answer.not_read, &Vec::new())?;
            let found: Vec<i64> = answer.blocked.iter().map(|blocked| blocked.start_date.0).collect();
            same("instances", &found, &expected)
        },
    );
}
