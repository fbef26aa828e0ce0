//! The lanes of the days of a week: what one Monday comes to, the next does too.

use std::ops::Range;

use super::lane::Lane;
use crate::time::zone::DAY;

/// Lanes that are kept. Who has more in a week has them made anew each day.
const LANES: usize = 16;

/// The lanes of plain days by weekday.
#[derive(Debug, Clone)]
pub(super) struct Week {
    /// By the seconds since the midnight of the weekday that was learnt first, in the week that begins with
    /// it.
    lanes: [Lane; LANES],
    filled: u8,
    /// By weekday: where its lanes are; nowhere, as long as they are not known.
    days: [(u8, u8); 7],
    /// The weekday that was learnt first, and how many were since.
    first: usize,
    learnt: usize,
    /// Whether all were learnt one after the other, and no windows of a day overlap: then the lanes are in
    /// order.
    in_order: bool,
    /// The weekday that is being learnt, and when the week begins to which the midnight of its lanes
    /// belongs.
    learning: Option<(usize, i64)>,
}

const UNKNOWN: (u8, u8) = (u8::MAX, u8::MAX);

impl Default for Week {
    fn default() -> Self {
        Self {
            lanes: [Lane::EMPTY; LANES],
            filled: 0,
            days: [UNKNOWN; 7],
            first: 0,
            learnt: 0,
            in_order: true,
            learning: None,
        }
    }
}

impl Week {
    /// Where the lanes of a weekday are, if they are known; and how long before its midnight the week begins.
    #[inline(always)]
    pub(super) fn known(&self, weekday: usize) -> Option<(Range<u8>, i64)> {
        let (from, until) = self.days[weekday];
        // Not `then`, which is a call where code is to be small.
        if from == UNKNOWN.0 { None } else { Some((from..until, self.since_first(weekday))) }
    }

    /// How many lanes there are in the seven days from `weekday` on, if these are all lanes, in order.
    #[inline(always)]
    pub(super) fn all_from(&self, weekday: usize) -> Option<u8> {
        (self.learnt == 7 && self.in_order && weekday == self.first).then_some(self.filled)
    }

    /// One of the lanes, in the week that begins at `midnight`.
    #[inline(always)]
    pub(super) fn lane(&self, index: u8, midnight: i64) -> Lane {
        self.lanes[usize::from(index) % LANES].later_by(midnight)
    }

    /// The lanes that are noted from now on are those of a day.
    pub(super) fn learn(&mut self, weekday: usize, midnight: i64, in_order: bool) {
        if self.learnt == 0 {
            self.first = weekday;
        }
        self.in_order &= in_order && weekday == (self.first + self.learnt) % 7;
        self.learnt += 1;
        self.days[weekday] = (self.filled, self.filled);
        self.learning = Some((weekday, midnight - self.since_first(weekday)));
    }

    #[inline(always)]
    pub(super) fn note(&mut self, lane: Lane) {
        let Some((weekday, begin)) = self.learning else { return };
        if usize::from(self.filled) < LANES {
            self.lanes[usize::from(self.filled)] = lane.later_by(-begin);
            self.filled += 1;
            self.days[weekday].1 = self.filled;
        } else {
            // There are lanes that are not kept, so these are never all.
            (self.days[weekday], self.learning, self.in_order) = (UNKNOWN, None, false);
        }
    }

    pub(super) fn stop(&mut self) {
        self.learning = None;
    }

    fn since_first(&self, weekday: usize) -> i64 {
        ((weekday + 7 - self.first) % 7) as i64 * DAY
    }
}
