//! What an engineer writes without an engine: chrono, chrono-tz and a sorted list of bookings.
//!
//! Three ways, known by the names of the first measurements:
//!
//! * **a3**, the fair one, is the work of a careful engineer: the zone is asked only for the two ends of a
//!   window, slots are stepped in `DateTime<Utc>`, and a search in the sorted bookings tells whether a slot
//!   is free. The engine is held against it.
//! * **a3 with a cursor** walks the bookings along with the slots: what is still to be had without leaving
//!   chrono. Only for information.
//! * **a2** is the usual one: it steps in `DateTime<Tz>`, and so asks the zone again for every slot. Only for
//!   information.
//!
//! All do just what the workloads need. They know no closures, overrides, exceptions, validity, holds,
//! groups, limits or overlapping windows, all of which the engine looks out for in the time it is measured
//! by.

use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use chrono::{DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use frontdesk::AvailabilityRule;

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// What is to be booked.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    /// Its length.
    pub duration: TimeDelta,
    /// Least time from now to its start.
    pub notice: TimeDelta,
}

/// From when to when starts are asked for, and the time of asking.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// Earliest start.
    pub from: DateTime<Utc>,
    /// First start that is too late.
    pub to: DateTime<Utc>,
    /// The time of asking.
    pub now: DateTime<Utc>,
}

/// The time from `.0` to `.1`.
pub type Busy = (DateTime<Utc>, DateTime<Utc>);

/// One doctor's weekly hours and bookings.
#[derive(Debug, Clone)]
pub struct Diary {
    zone: Tz,
    week: [Vec<Hours>; 7],
    // INVARIANT: sorted, and no two overlap: so ends are sorted too.
    busy: Vec<Busy>,
}

#[derive(Debug, Clone, Copy)]
struct Hours {
    start_minute: i64,
    end_minute: i64,
    buffer: TimeDelta,
}

impl Diary {
    /// Prepares a doctor: hours by weekday, bookings in order.
    pub fn new(zone: Tz, rules: &[AvailabilityRule], bookings: &[Busy]) -> Self {
        let mut week: [Vec<Hours>; 7] = Default::default();
        for rule in rules {
            let buffer = TimeDelta::minutes(rule.buffer_minutes);
            week[rule.weekday as usize].push(Hours {
                start_minute: rule.start_time,
                end_minute: rule.end_time,
                buffer,
            });
        }
        for day in &mut week {
            day.sort_unstable_by_key(|hours| hours.start_minute);
        }
        let mut busy = bookings.to_vec();
        busy.sort_unstable();
        debug_assert!(busy.is_sorted_by(|a, b| a.1 <= b.0), "bookings of the workloads do not overlap");
        Self { zone, week, busy }
    }

    /// a3: lists the free slots, in order.
    pub fn slots_into(&self, visit: Visit, range: Range, slots: &mut Vec<DateTime<Utc>>) {
        slots.clear();
        self.for_each_slot(visit, range, |slot| slots.push(slot));
    }

    /// a3: hands out the free slots, in order.
    pub fn for_each_slot(&self, visit: Visit, range: Range, mut found: impl FnMut(DateTime<Utc>)) {
        self.each_slot(visit, range, |slot| {
            found(slot);
            ControlFlow::Continue(())
        });
    }

    /// a3 with a cursor: walks the bookings along with the slots instead of searching them for each.
    pub fn slots_by_cursor_into(&self, visit: Visit, range: Range, slots: &mut Vec<DateTime<Utc>>) {
        slots.clear();
        let mut next = self.next_busy(range.from - TimeDelta::days(1));
        for date in self.dates(visit, range) {
            for hours in self.hours(date) {
                for (start, end) in self.candidates(date, hours, visit, range) {
                    let (start_with_gap, end_with_gap) = (start - hours.buffer, end + hours.buffer);
                    while self.busy.get(next).is_some_and(|busy| busy.1 <= start_with_gap) {
                        next += 1;
                    }
                    if self.busy.get(next).is_none_or(|busy| busy.0 >= end_with_gap) {
                        slots.push(start);
                    }
                }
            }
        }
    }

    /// a3: the days with a slot and the first slot of each. Leaves a day as soon as it has found one.
    pub fn days_with_slots(&self, visit: Visit, range: Range) -> Vec<(NaiveDate, DateTime<Utc>)> {
        let mut days = Vec::with_capacity((range.to - range.from).num_days() as usize + 2);
        for date in self.dates(visit, range) {
            let _ = self.each_slot_of(date, visit, range, &mut |slot| {
                days.push((date, slot));
                ControlFlow::Break(())
            });
        }
        days
    }

    /// a3: whether a visit can start then.
    pub fn is_bookable(&self, visit: Visit, start: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        if start < now + visit.notice {
            return false;
        }
        let date = start.with_timezone(&self.zone).date_naive();
        let end = start + visit.duration;
        self.hours(date).iter().any(|hours| {
            let step = visit.duration + hours.buffer;
            let opens = boundary(self.zone, date, hours.start_minute);
            opens <= start
                && (start - opens).num_seconds() % step.num_seconds() == 0
                && end <= boundary(self.zone, date, hours.end_minute)
                && self.is_free(start, end, hours.buffer)
        })
    }

    /// Takes one booking out and puts another in.
    pub fn rebook(&mut self, old: Busy, new: Busy) {
        if let Ok(index) = self.busy.binary_search(&old) {
            self.busy.remove(index);
        }
        let index = self.busy.partition_point(|busy| *busy < new);
        self.busy.insert(index, new);
    }

    /// a2: lists the free slots, in order, stepping in the doctor's zone.
    pub fn zoned_slots_into(&self, visit: Visit, range: Range, slots: &mut Vec<DateTime<Tz>>) {
        slots.clear();
        let earliest = range.from.max(range.now + visit.notice);
        for date in self.dates(visit, range) {
            for hours in self.hours(date) {
                let step = visit.duration + hours.buffer;
                let end = boundary(self.zone, date, hours.end_minute).with_timezone(&self.zone);
                let mut slot = boundary(self.zone, date, hours.start_minute).with_timezone(&self.zone);
                while slot + visit.duration <= end && slot < range.to {
                    if slot >= earliest
                        && self.is_free(slot.to_utc(), (slot + visit.duration).to_utc(), hours.buffer)
                    {
                        slots.push(slot);
                    }
                    slot += step;
                }
            }
        }
    }

    #[inline]
    fn each_slot(&self, visit: Visit, range: Range, mut found: impl FnMut(DateTime<Utc>) -> ControlFlow<()>) {
        for date in self.dates(visit, range) {
            if self.each_slot_of(date, visit, range, &mut found).is_break() {
                return;
            }
        }
    }

    /// The slots of one date until `found` has had enough of them.
    #[inline]
    fn each_slot_of<F>(&self, date: NaiveDate, visit: Visit, range: Range, found: &mut F) -> ControlFlow<()>
    where
        F: FnMut(DateTime<Utc>) -> ControlFlow<()>,
    {
        for hours in self.hours(date) {
            for (start, end) in self.candidates(date, hours, visit, range) {
                if self.is_free(start, end, hours.buffer) {
                    found(start)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// The starts and ends on the grid of a window, as far as they are in range.
    #[inline]
    fn candidates(
        &self,
        date: NaiveDate,
        hours: &Hours,
        visit: Visit,
        range: Range,
    ) -> impl Iterator<Item = Busy> + use<> {
        let step = visit.duration + hours.buffer;
        let earliest = range.from.max(range.now + visit.notice);
        let mut first = boundary(self.zone, date, hours.start_minute);
        let last = (boundary(self.zone, date, hours.end_minute) - visit.duration).min(range.to - SECOND);
        if first < earliest {
            let step = step.num_seconds();
            let behind = (earliest - first).num_seconds();
            first += TimeDelta::seconds((behind + step - 1) / step * step);
        }
        let starts = std::iter::successors(Some(first), move |start| Some(*start + step));
        starts.take_while(move |start| *start <= last).map(move |start| (start, start + visit.duration))
    }

    /// Whether `start..end` keeps its distance from every booking.
    #[inline]
    fn is_free(&self, start: DateTime<Utc>, end: DateTime<Utc>, buffer: TimeDelta) -> bool {
        let (start, end) = (start - buffer, end + buffer);
        self.busy.get(self.next_busy(start)).is_none_or(|busy| busy.0 >= end)
    }

    /// Number of the first booking that ends after `at`.
    #[inline]
    fn next_busy(&self, at: DateTime<Utc>) -> usize {
        self.busy.partition_point(|busy| busy.1 <= at)
    }

    /// The local dates of the range. Windows lie in one date each, so no other date has a say.
    fn dates(&self, visit: Visit, range: Range) -> impl Iterator<Item = NaiveDate> + use<> {
        let earliest = range.from.max(range.now + visit.notice);
        let first = earliest.with_timezone(&self.zone).date_naive();
        let last = (range.to - SECOND).with_timezone(&self.zone).date_naive();
        first.iter_days().take_while(move |date| *date <= last)
    }

    fn hours(&self, date: NaiveDate) -> &[Hours] {
        &self.week[date.weekday().num_days_from_monday() as usize]
    }
}

/// a3: the earliest `count` slots of all, by start and doctor. A doctor is left at the first start that comes
/// too late.
pub fn first_slots(diaries: &[Diary], visit: Visit, range: Range, count: usize) -> Vec<(DateTime<Utc>, u32)> {
    let mut best = BinaryHeap::with_capacity(count + 1);
    for (doctor, diary) in (0..).zip(diaries) {
        let to = if best.len() < count { range.to } else { latest(&best) };
        diary.each_slot(visit, Range { to, ..range }, |slot| {
            if best.len() == count {
                if slot >= latest(&best) {
                    return ControlFlow::Break(());
                }
                best.pop();
            }
            best.push((slot, doctor));
            ControlFlow::Continue(())
        });
    }
    best.into_sorted_vec()
}

fn latest(best: &BinaryHeap<(DateTime<Utc>, u32)>) -> DateTime<Utc> {
    best.peek().expect("as many as are asked for, and that is one at least").0
}

/// The first instant at which the zone's clock, on that date, shows that minute of the day or a later one.
pub fn boundary(zone: Tz, date: NaiveDate, minute: i64) -> DateTime<Utc> {
    let local = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
        MappedLocalTime::None => {
            let skipped = (1..)
                .map(|minutes| zone.from_local_datetime(&(local + TimeDelta::minutes(minutes))).earliest());
            skipped.flatten().next().expect("every gap ends").to_utc()
        }
    }
}
