//! The lanes of the days of a week: what one Monday comes to, the next does too.

use std::ops::Range;

use super::lane::Lane;

/// Lanes that are kept. Who has more in a week has them made anew each day.
const LANES: usize = 16;

/// The lanes of plain days by weekday, by the seconds since midnight.
#[derive(Debug, Clone)]
pub(super) struct Week {
    lanes: [Lane; LANES],
    filled: u8,
    /// By weekday: where its lanes are; nowhere, as long as they are not known.
    days: [(u8, u8); 7],
    /// The weekday that is being learnt, and its midnight.
    learning: Option<(usize, i64)>,
}

const UNKNOWN: (u8, u8) = (u8::MAX, u8::MAX);

impl Default for Week {
    fn default() -> Self {
        Self { lanes: [Lane::EMPTY; LANES], filled: 0, days: [UNKNOWN; 7], learning: None }
    }
}

impl Week {
    /// Where the lanes of a weekday are, if they are known.
    #[inline]
    pub(super) fn known(&self, weekday: usize) -> Option<Range<u8>> {
        let (from, until) = self.days[weekday];
        (from != UNKNOWN.0).then_some(from..until)
    }

    /// One of the lanes, on the day that begins at `midnight`.
    #[inline]
    pub(super) fn lane(&self, index: u8, midnight: i64) -> Lane {
        self.lanes[usize::from(index) % LANES].later_by(midnight)
    }

    /// The lanes that are noted from now on are those of a day.
    pub(super) fn learn(&mut self, weekday: usize, midnight: i64) {
        self.days[weekday] = (self.filled, self.filled);
        self.learning = Some((weekday, midnight));
    }

    #[inline]
    pub(super) fn note(&mut self, lane: Lane) {
        let Some((weekday, midnight)) = self.learning else { return };
        if usize::from(self.filled) < LANES {
            self.lanes[usize::from(self.filled)] = lane.later_by(-midnight);
            self.filled += 1;
            self.days[weekday].1 = self.filled;
        } else {
            (self.days[weekday], self.learning) = (UNKNOWN, None);
        }
    }

    pub(super) fn stop(&mut self) {
        self.learning = None;
    }
}
