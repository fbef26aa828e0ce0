//! Recurrence, expanded on a clock without a zone: local times as seconds that Unix time would count if the
//! clock were that of UTC.
//!
//! Every part of a rule limits: a period's days are those that all parts agree to, times its times of day.
//! That is what the table of RFC 5545 §3.3.10 comes to, row by row.

use chrono::NaiveDate;

use super::moment::civil;
use super::rule::{Frequency, Rule};
use crate::error::ErrorCode;
use crate::limits::{ICALENDAR_STEPS_MAX, ICALENDAR_STEPS_PER_RULE_MAX};
use crate::time::zone::{DAY, day_number, weekday};

/// How much may still be done for the rules of one text.
pub(super) struct Budget(u64);

impl Budget {
    pub(super) fn new() -> Self {
        Self(ICALENDAR_STEPS_MAX)
    }
}

/// A rule with a start, in local seconds.
pub(super) struct Expansion<'a> {
    rule: Rule,
    start: i64,
    /// Whether instances are dates.
    is_date: bool,
    /// The last local time that may be one.
    until: i64,
    budget: &'a mut Budget,
    /// Steps that were made for this rule.
    steps: u64,
}

impl<'a> Expansion<'a> {
    pub(super) fn new(
        rule: &Rule,
        start: i64,
        is_date: bool,
        until: Option<i64>,
        budget: &'a mut Budget,
    ) -> Self {
        let rule = rule.with_start(start);
        Self { rule, start, is_date, until: until.unwrap_or(i64::MAX), budget, steps: 0 }
    }

    /// Calls `found` with each instance in `[from, to)`, in order, until that says no. What `exists` denies
    /// is not counted. The start is an instance only if the rule yields it.
    pub(super) fn each(
        mut self,
        from: i64,
        to: i64,
        exists: impl Fn(i64) -> bool,
        mut found: impl FnMut(i64) -> bool,
    ) -> Result<(), ErrorCode> {
        let (first, interval) = (self.period_of(self.start), self.rule.interval);
        let last = self.until.min(to - 1);
        let mut left = self.rule.count;
        let mut turn = match left {
            Some(_) => 0,
            // Nothing that comes before has a say.
            None => (self.period_of(from.max(self.start)) - first).div_euclid(interval),
        };
        let mut set = Vec::new();
        loop {
            let period = first + turn * interval;
            if self.start_of(period) > last {
                return Ok(());
            }
            set.clear();
            self.steps(1)?;
            let next = self.fill(period, &mut set)?;
            self.choose(&mut set);
            for &at in &set {
                if at < self.start || at != self.start && !exists(at) {
                    continue;
                }
                if at > last || left == Some(0) {
                    return Ok(());
                }
                left = left.map(|left| left - 1);
                if at >= from && !found(at) {
                    return Ok(());
                }
            }
            if left == Some(0) {
                return Ok(());
            }
            turn += ((next - period + interval - 1) / interval).max(1);
        }
    }

    fn steps(&mut self, steps: i64) -> Result<(), ErrorCode> {
        self.steps += steps as u64;
        if self.steps > ICALENDAR_STEPS_PER_RULE_MAX {
            let limit = ICALENDAR_STEPS_PER_RULE_MAX;
            return Err(ErrorCode::TooMany { count: self.steps, limit });
        }
        let too_many = ErrorCode::TooMany { count: ICALENDAR_STEPS_MAX + 1, limit: ICALENDAR_STEPS_MAX };
        self.budget.0 = self.budget.0.checked_sub(steps as u64).ok_or(too_many)?;
        Ok(())
    }

    /// The number of the period that holds a local time.
    fn period_of(&self, at: i64) -> i64 {
        let day = at.div_euclid(DAY);
        match self.rule.frequency {
            Frequency::Yearly => civil(day).0,
            Frequency::Monthly => civil(day).0 * 12 + civil(day).1 - 1,
            Frequency::Weekly => self.week_of(day),
            Frequency::Daily => day,
            Frequency::Hourly => at.div_euclid(3_600),
            Frequency::Minutely => at.div_euclid(60),
            Frequency::Secondly => at,
        }
    }

    /// The number of a week, by the day on which weeks start.
    fn week_of(&self, day: i64) -> i64 {
        // Day 0 was a Thursday.
        (day + 3 - self.rule.week_start as i64).div_euclid(7)
    }

    fn start_of(&self, period: i64) -> i64 {
        match self.rule.frequency {
            Frequency::Yearly => new_year(period) * DAY,
            Frequency::Monthly => month_start(period) * DAY,
            Frequency::Weekly => (period * 7 - 3 + self.rule.week_start as i64) * DAY,
            Frequency::Daily => period * DAY,
            Frequency::Hourly => period * 3_600,
            Frequency::Minutely => period * 60,
            Frequency::Secondly => period,
        }
    }

    /// Fills in the local times of a period, in order. Answers the next period that may have some.
    fn fill(&mut self, period: i64, set: &mut Vec<i64>) -> Result<i64, ErrorCode> {
        let start = self.start_of(period);
        match self.rule.frequency {
            Frequency::Yearly if !self.rule.months.is_empty() => {
                for month in self.rule.months.clone() {
                    let month = period * 12 + month - 1;
                    self.days(month_start(month), month_start(month + 1), set)?;
                }
                Ok(period + 1)
            }
            Frequency::Yearly | Frequency::Monthly | Frequency::Weekly | Frequency::Daily => {
                self.days(start.div_euclid(DAY), self.start_of(period + 1).div_euclid(DAY), set)?;
                Ok(period + 1)
            }
            Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => {
                let (day, seconds) = (start.div_euclid(DAY), start.rem_euclid(DAY));
                if !self.has_day(day) {
                    return Ok(self.period_of((day + 1) * DAY));
                }
                let says = |list: &[i64], value: i64| list.is_empty() || list.contains(&value);
                if !says(&self.rule.hours, seconds / 3_600) {
                    return Ok(self.period_of(start - start.rem_euclid(3_600) + 3_600));
                }
                if self.rule.frequency == Frequency::Hourly {
                    self.hour(start, set)?;
                } else if !says(&self.rule.minutes, seconds / 60 % 60) {
                    return Ok(self.period_of(start - start.rem_euclid(60) + 60));
                } else if self.rule.frequency == Frequency::Minutely {
                    set.extend(self.rule.seconds.iter().map(|second| start + second));
                } else if says(&self.rule.seconds, seconds % 60) {
                    set.push(start);
                }
                Ok(period + 1)
            }
        }
    }

    /// Fills in the times of the days in `[first, end)` that the rule has.
    fn days(&mut self, first: i64, end: i64, set: &mut Vec<i64>) -> Result<(), ErrorCode> {
        self.steps(end - first)?;
        for day in first..end {
            if !self.has_day(day) {
                continue;
            }
            match self.is_date {
                true => set.push(day * DAY),
                false => {
                    for index in 0..self.rule.hours.len() {
                        self.hour(day * DAY + self.rule.hours[index] * 3_600, set)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Fills in the times of the hour from `start` on.
    fn hour(&mut self, start: i64, set: &mut Vec<i64>) -> Result<(), ErrorCode> {
        let Rule { minutes, seconds, .. } = &self.rule;
        let count = (minutes.len() * seconds.len()) as i64;
        let times = minutes.iter().flat_map(|minute| seconds.iter().map(move |second| minute * 60 + second));
        set.extend(times.map(|time| start + time));
        self.steps(count)
    }

    /// Whether every part that speaks of days has this one.
    fn has_day(&self, day: i64) -> bool {
        let rule = &self.rule;
        // Most rules ask for a weekday alone, which needs no date.
        let named = |name: usize| rule.weekdays.iter().any(|&(_, wanted)| wanted == name);
        if !rule.weekdays.is_empty() && !named(weekday(day)) {
            return false;
        }
        let says_more = [&rule.months, &rule.month_days, &rule.year_days, &rule.weeks];
        if rule.frequency > Frequency::Monthly && says_more.iter().all(|list| list.is_empty()) {
            return true;
        }
        let (year, month, month_day) = civil(day);
        let month_length = month_start(year * 12 + month) - month_start(year * 12 + month - 1);
        let (year_day, year_length) = (day - new_year(year) + 1, new_year(year + 1) - new_year(year));
        let has = |list: &[i64], from_start: i64, length: i64| {
            list.is_empty() || list.contains(&from_start) || list.contains(&(from_start - length - 1))
        };
        let (position, length) = match rule.frequency {
            Frequency::Yearly if rule.months.is_empty() => (year_day, year_length),
            _ => (month_day, month_length),
        };
        let is_weekday = |&(ordinal, name): &(i64, usize)| {
            let counted = match ordinal {
                1.. => (position - 1) / 7 + 1 == ordinal,
                0 => true,
                _ => (length - position) / 7 + 1 == -ordinal,
            };
            name == weekday(day) && (counted || rule.frequency > Frequency::Monthly)
        };
        (rule.weekdays.is_empty() || rule.weekdays.iter().any(is_weekday))
            && (rule.months.is_empty() || rule.months.contains(&month))
            && has(&rule.month_days, month_day, month_length)
            && has(&rule.year_days, year_day, year_length)
            && (rule.weeks.is_empty() || {
                let (week, weeks) = self.week_in_year(day, year);
                has(&rule.weeks, week, weeks)
            })
    }

    /// The number of a day's week, and how many weeks that week's year has. Week 1 is the first with four
    /// days or more in the year.
    fn week_in_year(&self, day: i64, year: i64) -> (i64, i64) {
        let first = |year: i64| self.week_of(new_year(year) + 3);
        let week = self.week_of(day);
        let of = (year - 1..=year + 1).rev().find(|year| first(*year) <= week).unwrap_or(year);
        (week - first(of) + 1, first(of + 1) - first(of))
    }

    /// Leaves those of a period's times that `BYSETPOS` chooses: all, if it says nothing.
    fn choose(&self, set: &mut Vec<i64>) {
        if self.rule.positions.is_empty() {
            return;
        }
        let length = set.len() as i64;
        let index = |&position: &i64| if position > 0 { position - 1 } else { length + position };
        let chosen: Vec<i64> = self.rule.positions.iter().map(index).collect();
        let mut index = 0..;
        set.retain(|_| index.next().is_some_and(|index| chosen.contains(&index)));
    }
}

fn new_year(year: i64) -> i64 {
    month_start(year * 12)
}

/// The first day of a month, which is counted from the year 0 on.
fn month_start(month: i64) -> i64 {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) as u32 + 1);
    // Years that chrono does not have are as far away.
    let date = NaiveDate::from_ymd_opt(year.clamp(-10_000, 250_000) as i32, month, 1);
    day_number(date.expect("a month of chrono's years has a first day"))
}
