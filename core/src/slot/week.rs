//! The lanes of a plain week: what one Monday comes to, the next does too.

use std::ops::Range;

use super::gap::Gap;
use super::lane::Lane;
use crate::prepared::place::LocationPlace;
use crate::time::interval::Interval;

/// Lanes that a week has room for. The weekdays that do not fit are walked date by date.
pub(super) const LANES: usize = 16;

/// A cell is 2^14 seconds, which is four and a half hours: windows of one day are about as far apart, so one
/// cell rarely has more than one lane in it.
const CELL_BITS: u32 = 14;
/// Cells from the Monday on. Together they are longer than a week, a slot and a gap.
const CELLS: usize = 64;
/// The cell of what starts before the week: no booking that any lane can reach starts as late as that. Like
/// every cell behind those of the last lane, it says the first one.
const LAST_CELL: usize = CELLS - 1;

/// The lanes of the plain dates of a week, by the seconds since the midnight of its Monday.
#[derive(Debug, Clone)]
pub(super) struct Week {
    // INVARIANT: in order, and none begins before the window of the one before ends.
    lanes: [Lane; LANES],
    /// By weekday: its first lane. Behind them: how many lanes there are.
    days: [u8; 8],
    /// By weekday: how many dates from it on have their lanes here, one after the other, until the week ends.
    runs: [u8; 7],
    /// By lane: what ends by then is clear of this lane and of all later ones. Lanes of greater gaps reach
    /// back further, so it is not always this lane that says when.
    opens: [i64; LANES + 1],
    /// By lane: what starts at that time, or later, is clear of this lane and of all earlier ones.
    closes: [i64; LANES],
    /// By cell: the first lane that a booking can reach that starts in it.
    cells: [u8; CELLS],
    /// The gaps and the location of all lanes, if they are the same.
    alike: Alike,
}

/// Whether all lanes have the same gaps and the same location.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Alike {
    /// There is none yet.
    Empty,
    All(Gap, Option<LocationPlace>),
    No,
}

impl Week {
    /// A week of which nothing is known yet.
    pub(super) fn new() -> Self {
        Self {
            lanes: [Lane::EMPTY; LANES],
            days: [0; 8],
            runs: [0; 7],
            opens: [i64::MAX; LANES + 1],
            closes: [i64::MAX; LANES],
            cells: [0; CELLS],
            alike: Alike::Empty,
        }
    }

    /// The lanes that are added from now on are those of a weekday: the next one.
    pub(super) fn begin(&mut self, weekday: usize) {
        self.days[weekday + 1] = self.days[weekday];
        self.runs[weekday] = 1;
    }

    /// The lanes that are added from now on have these gaps and are there.
    pub(super) fn of(&mut self, gap: Gap, location: Option<LocationPlace>) {
        self.alike = match self.alike {
            Alike::Empty => Alike::All(gap, location),
            same if same == Alike::All(gap, location) => same,
            _ => Alike::No,
        };
    }

    /// The gaps and the location of every lane, if they are the same.
    pub(super) fn gap(&self) -> Option<(Gap, Option<LocationPlace>)> {
        match self.alike {
            Alike::All(gap, location) => Some((gap, location)),
            Alike::Empty | Alike::No => None,
        }
    }

    /// Adds a lane; whether there was room.
    #[inline(always)]
    pub(super) fn add(&mut self, weekday: usize, lane: Lane) -> bool {
        let room = self.lanes.get_mut(usize::from(self.days[weekday + 1]));
        room.map(|room| {
            *room = lane;
            self.days[weekday + 1] += 1;
        })
        .is_some()
    }

    /// The lanes of this weekday are not known, or not all of them.
    pub(super) fn leave_out(&mut self, weekday: usize) {
        self.days[weekday + 1] = self.days[weekday];
        self.runs[weekday] = 0;
    }

    /// Works out the rest, once all weekdays are there.
    pub(super) fn finish(&mut self) {
        for weekday in (0..6).rev() {
            if self.runs[weekday] > 0 {
                self.runs[weekday] += self.runs[weekday + 1];
            }
        }
        let filled = usize::from(self.days[7]).min(LANES);
        let mut opens = i64::MAX;
        for index in (0..filled).rev() {
            opens = opens.min(self.lanes[index].opens());
            self.opens[index] = opens;
        }
        let (mut closes, mut cell) = (i64::MIN, 0);
        for index in 0..filled {
            closes = closes.max(self.lanes[index].closes());
            self.closes[index] = closes;
            // All cells that begin before this lane closes, but for those of lanes that close before.
            let until = ((closes - 1) >> CELL_BITS) as usize + 1;
            if let Some(cells) = self.cells.get_mut(cell..until) {
                cells.fill(index as u8);
            }
            cell = until;
        }
    }

    /// How many dates from a weekday on have their lanes here, until the week ends.
    #[inline(always)]
    pub(super) fn dates_from(&self, weekday: usize) -> i64 {
        i64::from(self.runs[weekday])
    }

    /// The lanes of so many dates, as far as they have candidates in `wanted`.
    #[inline(always)]
    pub(super) fn lanes_of(&self, weekday: usize, dates: i64, wanted: Interval) -> Range<usize> {
        let mut from = usize::from(self.days[weekday]);
        let mut until = usize::from(self.days[weekday + dates as usize]);
        // Mostly all are wanted: only the first and the last week of a range are cut.
        while from < until && wanted.end <= self.lanes[(until - 1) % LANES].first {
            until -= 1;
        }
        while from < until && self.lanes[from % LANES].last < wanted.start {
            from += 1;
        }
        from..until
    }

    /// One of the lanes, in the week that begins at `monday`.
    #[inline(always)]
    pub(super) fn lane(&self, index: usize, monday: i64) -> Lane {
        self.lanes[index % LANES].later_by(monday)
    }

    /// What ends by then is clear of a lane and of all later ones.
    #[inline(always)]
    pub(super) fn opens(&self, index: usize) -> i64 {
        self.opens[index % LANES]
    }

    /// What starts at that time, or later, is clear of a lane and of all earlier ones.
    #[inline(always)]
    pub(super) fn closes(&self, index: usize) -> i64 {
        self.closes[index % LANES]
    }

    /// Marks the candidates that are closer to a booking than the gap. Few bookings reach a second lane, so
    /// the processor has next to nothing to guess.
    #[inline(always)]
    pub(super) fn mark(&self, booked: Interval, taken: &mut [u64; LANES]) {
        let cell = (booked.start >> CELL_BITS) as usize;
        let mut index = usize::from(self.cells[cell.min(LAST_CELL)]) % LANES;
        loop {
            taken[index] |= self.lanes[index].clashing(booked);
            // Behind the last lane, nothing ends late enough.
            if booked.end <= self.opens[index + 1] {
                return;
            }
            index = (index + 1) % LANES;
        }
    }
}
