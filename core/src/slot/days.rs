//! Which local days have a slot, without listing the slots. Callers of [`Clinic`] ask for it.

use super::admit::Scratch;
use super::query::{DayWithSlots, DaysQuery};
use super::question::Question;
use super::range::{Bounds, Range, check_coverage};
use super::sink::{Chunk, Sink};
use crate::clinic::Clinic;
use crate::error::Result;
use crate::error::faults::both;
use crate::time::instant::Instant;
use crate::time::zone::{DAY, Segment, Zone, day_date};

impl Clinic {
    /// The local days on which something can be booked, each with its first start. Slots are not listed.
    ///
    /// # Errors
    /// As `find_slots`; `unknown_timezone` for the calendar's zone.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, DaysQuery, at, days, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let query = DaysQuery::new("visit", monday..monday + days(14));
    /// let found: Vec<String> =
    ///     clinic.days_with_slots(&query, monday.into())?.iter().map(|day| day.date.to_string()).collect();
    /// assert_eq!(found, ["2026-03-23", "2026-03-30"]);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn days_with_slots(&self, query: &DaysQuery, now: Instant) -> Result<Vec<DayWithSlots>> {
        let question = Question::new(self, &query.named(), now);
        let (range, question) = both(Range::new(query.from, query.to), question)?;
        let zone = question.zone(self);
        range.check_work(question.doctor_count(self))?;
        check_coverage(&zone, Bounds { low: range.from, high: range.to, skip: i64::MIN }, range.field)?;
        let first_day = zone.day_of(range.from);
        let mut first_starts = vec![i64::MAX; (zone.day_of(range.to - 1) - first_day + 1) as usize];
        let mut scratch = Scratch::default();
        for (_, member) in question.members(self) {
            question
                .admit(member, range, &mut scratch, |_| Days::new(&zone, first_day, &mut first_starts))?;
        }
        let mut days = Vec::with_capacity(first_starts.len());
        for (date, start) in day_date(first_day).iter_days().zip(first_starts) {
            if start < i64::MAX {
                days.push(DayWithSlots { date, first_start_date: Instant(start) });
            }
        }
        Ok(days)
    }
}

/// Collects the days on which something can be booked, with the first start of each.
struct Days<'a> {
    zone: &'a Zone,
    /// That of the last start.
    segment: Segment,
    /// By day: its number and its first start, or `i64::MAX`.
    first_starts: &'a mut [i64],
    first_day: i64,
    /// The day of the last start, as `[from, until)`, and its index.
    from: i64,
    until: i64,
    index: usize,
}

impl<'a> Days<'a> {
    /// `first_starts` has a place for each day of `zone` from `first_day` on.
    fn new(zone: &'a Zone, first_day: i64, first_starts: &'a mut [i64]) -> Self {
        Self { zone, segment: zone.segments()[0], first_starts, first_day, from: 0, until: 0, index: 0 }
    }

    /// Makes the day of `start` the current one.
    #[inline]
    fn turn_to(&mut self, start: i64) {
        if !(self.segment.from <= start && start < self.segment.until) {
            self.segment = *self.zone.segment_at(start);
        }
        let mut day = (start + self.segment.offset).div_euclid(DAY);
        if self.segment.plain_from <= day && day < self.segment.plain_until {
            self.from = day * DAY - self.segment.offset;
            self.until = self.from + DAY;
        } else {
            day = self.zone.day_of(start);
            (self.from, self.until) = (self.zone.boundary(day, 0), self.zone.boundary(day + 1, 0));
        }
        self.index = (day - self.first_day) as usize;
    }
}

impl Sink for Days<'_> {
    #[inline]
    fn free(&mut self, chunk: Chunk<'_>, bounds: &mut Bounds) {
        let (mut next, last) = (i64::MIN, chunk.last());
        for start in chunk.starts() {
            // The rest of a day that has its first start is of no interest.
            if start < next {
                continue;
            }
            if !(self.from <= start && start < self.until) {
                self.turn_to(start);
            }
            let first = &mut self.first_starts[self.index];
            *first = start.min(*first);
            next = self.until;
            if last < next {
                break;
            }
        }
        bounds.skip = next.max(bounds.skip);
    }
}
