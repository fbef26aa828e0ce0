//! Lengths and times of day, and how the wire model counts them.

use chrono::{NaiveTime, TimeDelta, Timelike, Weekday};

use crate::limits::MINUTE_OF_DAY_MAX;

/// So many minutes.
pub const fn minutes(count: u32) -> TimeDelta {
    TimeDelta::minutes(count as i64)
}

/// So many hours.
pub const fn hours(count: u32) -> TimeDelta {
    TimeDelta::hours(count as i64)
}

/// So many days of 24 hours.
pub const fn days(count: u32) -> TimeDelta {
    TimeDelta::days(count as i64)
}

/// A time of day: `at(13, 30)` is half past one in the afternoon.
///
/// Where a window ends, `at(0, 0)` is midnight at the end of the day.
///
/// # Panics
///
/// If the clock has no such time: the hour is above 23 or the minute above 59. In a `const` that is an error
/// of the compiler. For times that are not written in the source, see [`NaiveTime::from_hms_opt`].
#[expect(clippy::panic, reason = "for times that stand in the source, as in jiff's `civil::time`")]
pub const fn at(hour: u32, minute: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => time,
        None => panic!("a time of day is from 00:00 to 23:59"),
    }
}

/// Minutes, where a part of one counts as a whole one.
pub(super) fn whole_minutes(length: TimeDelta) -> i64 {
    let whole = length.num_minutes();
    if length > TimeDelta::minutes(whole) { whole + 1 } else { whole }
}

/// Seconds, where a part of one counts as a whole one.
pub(super) fn whole_seconds(length: TimeDelta) -> i64 {
    length.num_seconds() + i64::from(length.subsec_nanos() > 0)
}

/// Minutes from midnight, where a part of one counts as a whole one.
pub(super) fn minute_of_day(time: NaiveTime) -> i64 {
    let started = time.second() > 0 || time.nanosecond() > 0;
    i64::from(time.num_seconds_from_midnight() / 60) + i64::from(started)
}

/// Minutes from midnight to an end, which may be the next midnight.
pub(super) fn end_minute_of_day(time: NaiveTime) -> i64 {
    match minute_of_day(time) {
        0 => MINUTE_OF_DAY_MAX,
        minute => minute,
    }
}

/// 0 is Monday.
pub(super) fn weekday_number(weekday: Weekday) -> i64 {
    i64::from(weekday.num_days_from_monday())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_minute_counts_as_a_whole_one() {
        let seconds = |count| whole_minutes(TimeDelta::seconds(count));
        assert_eq!([0, 1, 59, 60, 61, 90].map(seconds), [0, 1, 1, 1, 2, 2]);
        assert_eq!([-1, -60, -61].map(seconds), [0, -1, -1]);
        assert_eq!(whole_minutes(TimeDelta::nanoseconds(1)), 1);
        assert!(whole_minutes(TimeDelta::MAX) > 0 && whole_minutes(TimeDelta::MIN) < 0);
    }

    #[test]
    fn a_part_of_a_second_counts_as_a_whole_one() {
        let milliseconds = |count| whole_seconds(TimeDelta::milliseconds(count));
        assert_eq!([0, 1, 999, 1_000, 1_001].map(milliseconds), [0, 1, 1, 1, 2]);
        assert_eq!([-1, -1_000, -1_001].map(milliseconds), [0, -1, -1]);
        assert!(whole_seconds(TimeDelta::MAX) > 0 && whole_seconds(TimeDelta::MIN) < 0);
    }

    #[test]
    fn a_day_ends_at_its_next_midnight() {
        let time =
            |hour, minute, second| NaiveTime::from_hms_opt(hour, minute, second).expect("a time of day");
        assert_eq!([at(0, 0), at(9, 30), time(9, 30, 1)].map(minute_of_day), [0, 570, 571]);
        assert_eq!([at(0, 0), at(9, 30), time(23, 59, 59)].map(end_minute_of_day), [1440, 570, 1440]);
    }

    #[test]
    fn weekdays_count_from_monday() {
        assert_eq!([Weekday::Mon, Weekday::Wed, Weekday::Sun].map(weekday_number), [0, 2, 6]);
    }
}
