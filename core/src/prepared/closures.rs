//! When nobody comes, or one doctor does not: dates, and hours of dates.

use crate::limits::{CLOSURE_DAYS_MAX, MINUTE_OF_DAY_MAX};
use crate::model::availability::Closure;
use crate::order::sort_by_key;
use crate::time::interval::{Interval, unite};

/// Closures for all, or those of one doctor.
#[derive(Debug, Clone, Default)]
pub(crate) struct Closures {
    /// Whole dates, as intervals of their numbers that neither overlap nor touch.
    whole: Box<[Interval]>,
    /// By first date.
    hours: Box<[ClosedHours]>,
}

/// The same minutes of one or more dates.
#[derive(Debug, Clone, Copy)]
struct ClosedHours {
    days: Interval,
    start: i64,
    end: i64,
}

impl Closures {
    /// Those that have been checked.
    pub(crate) fn new<'a>(closures: impl Iterator<Item = &'a Closure>) -> Self {
        let (mut whole, mut hours) = (Vec::new(), Vec::new());
        for closure in closures {
            let days = closure.days();
            let (start, end) =
                (closure.start_time.unwrap_or(0), closure.end_time.unwrap_or(MINUTE_OF_DAY_MAX));
            if (start, end) == (0, MINUTE_OF_DAY_MAX) {
                whole.push(days);
            } else {
                hours.push(ClosedHours { days, start, end });
            }
        }
        unite(&mut whole);
        sort_by_key(&mut hours, |closed| closed.days.start);
        Self { whole: whole.into(), hours: hours.into() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.hours.is_empty()
    }

    /// Whether the whole date is closed.
    pub(crate) fn close(&self, day: i64) -> bool {
        self.whole_from(day).is_some_and(|days| days.contains(day))
    }

    /// The minutes of a date that are closed, if it is not as a whole.
    pub(crate) fn hours_on(&self, day: i64) -> impl Iterator<Item = (i64, i64)> {
        self.reaching(day).map(|closed| (closed.start, closed.end))
    }

    /// Whether any of the date is closed.
    pub(crate) fn touch(&self, day: i64) -> bool {
        self.next_from(day) == day
    }

    /// The first date from `day` on of which any is closed, or `i64::MAX`.
    pub(crate) fn next_from(&self, day: i64) -> i64 {
        let whole = self.whole_from(day).map_or(i64::MAX, |days| days.start.max(day));
        if self.hours.is_empty() {
            return whole;
        }
        if self.reaching(day).next().is_some() {
            return day;
        }
        let hours = self.hours.get(self.hours.partition_point(|closed| closed.days.start <= day));
        whole.min(hours.map_or(i64::MAX, |closed| closed.days.start))
    }

    fn whole_from(&self, day: i64) -> Option<Interval> {
        self.whole.get(self.whole.partition_point(|days| days.end <= day)).copied()
    }

    fn reaching(&self, day: i64) -> impl Iterator<Item = &ClosedHours> {
        let begun = &self.hours[..self.hours.partition_point(|closed| closed.days.start <= day)];
        let near = begun.iter().rev().take_while(move |closed| day - closed.days.start < CLOSURE_DAYS_MAX);
        near.filter(move |closed| closed.days.contains(day))
    }
}
