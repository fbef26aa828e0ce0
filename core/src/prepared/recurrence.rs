//! On which dates of its weekday a rule holds, where those are not all.

use chrono::Datelike;

use crate::model::availability::AvailabilityRule;
use crate::time::zone::{day_date, day_number};

/// Every so many weeks, from a date on, or on some of the weekdays of a month: what a rule asks for holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recurrence {
    /// The first date of the rule's weekday on which it may hold.
    first: i64,
    /// Days from one to the next.
    step: i64,
    /// By number from the beginning of the month, and from its end; all if both are 0.
    nth: u8,
    nth_last: u8,
}

impl Recurrence {
    /// That of a rule that has been checked; none if it holds every week.
    pub(crate) fn of(rule: &AvailabilityRule) -> Option<Self> {
        if rule.every_weeks.is_none() && rule.from_date.is_none() && rule.nth_of_month.is_empty() {
            return None;
        }
        let from = rule.from_date.map_or(i64::MIN / 2, day_number);
        let (mut nth, mut nth_last) = (0, 0);
        for &number in &rule.nth_of_month {
            match number {
                1.. => nth |= 1 << number,
                _ => nth_last |= 1 << -number,
            }
        }
        Some(Self {
            // 1970-01-01 was a Thursday.
            first: from + (rule.weekday - 3 - from).rem_euclid(7),
            step: rule.every_weeks.unwrap_or(1) * 7,
            nth,
            nth_last,
        })
    }

    /// Whether it holds on a date of the rule's weekday.
    pub(crate) fn holds_on(self, day: i64) -> bool {
        day >= self.first
            && (day - self.first) % self.step == 0
            && ((self.nth, self.nth_last) == (0, 0) || {
                let date = day_date(day);
                let (behind, ahead) = (date.day0(), u32::from(date.num_days_in_month()) - date.day());
                self.nth & 1 << (behind / 7 + 1) != 0 || self.nth_last & 1 << (ahead / 7 + 1) != 0
            })
    }
}
