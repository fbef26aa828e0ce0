//! The calendar: which local days have a slot, without listing the slots.

use super::range::Bounds;
use super::sink::{Chunk, Sink};
use crate::time::zone::{DAY, Segment, Zone};

/// Collects the days on which something can be booked, with the first start of each.
pub(crate) struct Days<'a> {
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
    pub(crate) fn new(zone: &'a Zone, first_day: i64, first_starts: &'a mut [i64]) -> Self {
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
    fn free(&mut self, chunk: Chunk, bounds: &mut Bounds) {
        let mut next = i64::MIN;
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
            if chunk.last < next {
                break;
            }
        }
        bounds.skip = next.max(bounds.skip);
    }
}
