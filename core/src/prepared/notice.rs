//! Notices that are counted in dates: from when on something can be booked, and until when it can be called
//! off.

use crate::limits::NOTICE_LOOK_DAYS_MAX;
use crate::prepared::calendar::Calendar;
use crate::prepared::policy::{DayNotice, Policy};
use crate::time::interval::Interval;

impl DayNotice {
    /// The first instant of the first date that can be booked at `now`.
    pub(crate) fn earliest(self, calendar: &Calendar, now: i64) -> i64 {
        let zone = &calendar.zone;
        let today = zone.day_of(now);
        // The first date that can still be the last one to book on.
        let first = if now < zone.boundary(today, self.until) { today } else { today + 1 };
        let end = first + NOTICE_LOOK_DAYS_MAX;
        let (mut day, mut left) = (first, self.days);
        while left > 0 && day < end {
            left -= i64::from(self.counts(calendar, day));
            day += 1;
        }
        zone.boundary(day, 0)
    }

    /// The last instant at which the notice before a start is kept.
    pub(crate) fn latest(self, calendar: &Calendar, start: i64) -> i64 {
        let zone = &calendar.zone;
        let own = zone.day_of(start);
        let (mut day, mut left) = (own, self.days);
        while left > 0 && day > own - NOTICE_LOOK_DAYS_MAX {
            day -= 1;
            left -= i64::from(self.counts(calendar, day));
        }
        zone.boundary(day, self.until) - 1
    }

    fn counts(self, calendar: &Calendar, day: i64) -> bool {
        let zone = &calendar.zone;
        let date = || Interval::new(zone.boundary(day, 0), zone.boundary(day + 1, 0));
        !self.working_days || !calendar.hours(date()).is_empty()
    }
}

impl Policy {
    /// The first start that keeps the booking notice at `now`, of which `notice` is the part in seconds.
    pub(crate) fn earliest(&self, calendar: &Calendar, notice: i64, now: i64) -> i64 {
        let by_days = self.notice_days.map(|notice| notice.earliest(calendar, now));
        by_days.map_or(now + notice, |earliest| earliest.max(now + notice))
    }

    /// The last start inside the horizon at `now`, if there is one.
    pub(crate) fn latest(&self, calendar: &Calendar, now: i64) -> Option<i64> {
        let zone = &calendar.zone;
        let by_days = self.horizon_days.map(|days| zone.boundary(zone.day_of(now) + days + 1, 0) - 1);
        self.horizon.map(|horizon| now + horizon).into_iter().chain(by_days).min()
    }

    /// Whether there is any notice to cancel.
    pub(crate) fn has_cancellation_notice(&self) -> bool {
        self.cancellation_notice > 0 || self.cancellation_notice_days.is_some()
    }

    /// The last instant at which an appointment can be cancelled.
    pub(crate) fn latest_to_cancel(&self, calendar: &Calendar, start: i64) -> i64 {
        latest(self.cancellation_notice, self.cancellation_notice_days, calendar, start)
    }

    /// The last instant at which an appointment can be rebooked.
    pub(crate) fn latest_to_rebook(&self, calendar: &Calendar, start: i64) -> i64 {
        latest(self.rebooking_notice, self.rebooking_notice_days, calendar, start)
    }
}

fn latest(notice: i64, days: Option<DayNotice>, calendar: &Calendar, start: i64) -> i64 {
    let by_days = days.map_or(i64::MAX, |days| days.latest(calendar, start));
    by_days.min(start - notice)
}
