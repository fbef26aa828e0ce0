//! Constructors and setters of hours, extra hours, time off and closures, for Rust callers.

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::units::{end_minute_of_day, minute_of_day, weekday_number, whole_minutes};
use super::{adders, setters, uids};
use crate::model::availability::{
    AvailabilityException, AvailabilityRule, Closure, DateOverride, ExceptionKind, OverrideWindow,
};
use crate::model::limit::TypeLimit;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl AvailabilityRule {
    /// A window that recurs every week. It ends at the next midnight where `hours` end at 00:00; hours over
    /// midnight are two rules.
    ///
    /// ```
    /// use chrono::Weekday;
    /// use frontdesk::{AvailabilityRule, at, minutes};
    ///
    /// let rule = AvailabilityRule::weekly("rule-1", Weekday::Mon, at(9, 0)..at(12, 0)).buffer(minutes(10));
    /// assert_eq!((rule.weekday, rule.start_time, rule.end_time, rule.buffer_minutes), (0, 540, 720, 10));
    /// ```
    pub fn weekly(uid: impl Into<Uid>, weekday: Weekday, hours: Range<NaiveTime>) -> Self {
        Self {
            uid: uid.into(),
            weekday: weekday_number(weekday),
            start_time: minute_of_day(hours.start),
            end_time: end_minute_of_day(hours.end),
            ..Self::default()
        }
    }

    /// Time off that recurs every week.
    pub fn weekly_off(uid: impl Into<Uid>, weekday: Weekday, hours: Range<NaiveTime>) -> Self {
        Self { blocked: true, ..Self::weekly(uid, weekday, hours) }
    }

    /// It holds only every so many weeks, of which that of `from_date` is the first.
    #[must_use]
    pub fn every_weeks(mut self, weeks: u32, from_date: NaiveDate) -> Self {
        self.every_weeks = Some(weeks.into());
        self.from_date = Some(from_date);
        self
    }
}

setters! { AvailabilityRule {
    /// Least gap between two appointments.
    buffer(gap: TimeDelta) => buffer_minutes = whole_minutes(gap);
    /// No slot of this rule starts before.
    valid_from(start: impl Into<Instant>) => valid_from = Some(start.into());
    /// No slot of this rule ends after.
    valid_until(end: impl Into<Instant>) => valid_until = Some(end.into());
    /// The first local date on which it may hold.
    from_date(date: NaiveDate) => from_date = Some(date);
    /// Which of its weekdays in a month it holds on: 1 is the first, -1 the last.
    nth_of_month(which: impl IntoIterator<Item = i64>) => nth_of_month = which.into_iter().collect();
    /// The rule is not in force.
    inactive() => active = false;
} }

impl OverrideWindow {
    /// A window of a single date.
    pub fn new(hours: Range<NaiveTime>) -> Self {
        Self {
            start_time: minute_of_day(hours.start),
            end_time: end_minute_of_day(hours.end),
            ..Self::default()
        }
    }
}

setters! { OverrideWindow {
    /// Least gap between two appointments.
    buffer(gap: TimeDelta) => buffer_minutes = whole_minutes(gap);
} }

impl AvailabilityException {
    /// Hours beside those of the rules.
    pub fn extra<T: Into<Instant>>(uid: impl Into<Uid>, interval: Range<T>) -> Self {
        let (start_date, end_date) = (interval.start.into(), interval.end.into());
        Self { uid: uid.into(), kind: ExceptionKind::Extra, start_date, end_date, ..Self::default() }
    }

    /// Time off, which beats all hours.
    pub fn blocked<T: Into<Instant>>(uid: impl Into<Uid>, interval: Range<T>) -> Self {
        Self { kind: ExceptionKind::Blocked, ..Self::extra(uid, interval) }
    }
}

setters! { AvailabilityException {
    /// Least gap between two appointments in extra hours.
    buffer(gap: TimeDelta) => buffer_minutes = whole_minutes(gap);
    /// The gap of a window holds to this blocked interval as well: it is busy time, not time off.
    keeps_gap() => keeps_gap = true;
} }

/// For whom a window is, from when on, and where.
macro_rules! for_whom {
    ($($window:ident),*) => {
        $(setters! { $window {
            /// Only these types can be booked in it.
            only_for(types: impl IntoIterator<Item = impl Into<Uid>>) =>
                appointment_type_uids = Some(uids(types));
            /// Other types can be booked in it too, from so long before a start on.
            reserved_until_before(length: TimeDelta) =>
                reserved_until_minutes_before = Some(whole_minutes(length));
            /// Nobody can book it earlier than so long before a start.
            released_before(length: TimeDelta) => released_minutes_before = Some(whole_minutes(length));
            /// Where it is.
            location(location_uid: impl Into<Uid>) => location_uid = Some(location_uid.into());
        } }
        adders! { $window {
            /// One more limit of appointments of some types in the window.
            type_limit(limit: TypeLimit) => type_limits;
        } })*
    };
}

for_whom!(AvailabilityRule, AvailabilityException, OverrideWindow);

impl DateOverride {
    /// The windows of a date, instead of those of the rules.
    pub fn new(date: NaiveDate, windows: impl IntoIterator<Item = OverrideWindow>) -> Self {
        Self { date, windows: windows.into_iter().collect() }
    }

    /// A date without windows.
    pub fn closed(date: NaiveDate) -> Self {
        Self { date, windows: Vec::new() }
    }
}

impl Closure {
    /// A date on which all doctors' rules have no windows.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use frontdesk::{Closure, at};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    /// let holidays = Closure::on(date(12, 24)).until(date(12, 31)).name("Between the years");
    /// let training = Closure::on(date(5, 6)).between(at(12, 0)..at(15, 0)).doctor("doc-456");
    /// assert_eq!((holidays.last_date, training.end_time), (Some(date(12, 31)), Some(900)));
    /// ```
    pub fn on(date: NaiveDate) -> Self {
        Self { date, ..Self::default() }
    }

    /// Only these hours of each of its dates.
    #[must_use]
    pub fn between(mut self, hours: Range<NaiveTime>) -> Self {
        self.start_time = Some(minute_of_day(hours.start));
        self.end_time = Some(end_minute_of_day(hours.end));
        self
    }
}

setters! { Closure {
    /// The last of several dates.
    until(last_date: NaiveDate) => last_date = Some(last_date);
    /// Only this doctor's rules.
    doctor(doctor_uid: impl Into<Uid>) => doctor_uid = Some(doctor_uid.into());
    /// What is kept that day.
    name(name: impl Into<String>) => name = Some(name.into());
} }
