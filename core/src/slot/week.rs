//! The candidates of a plain week: what one Monday comes to, the next does too.

use std::ops::Range;

use super::gap::Gap;
use super::sink::{CHUNK, Chunk};
use crate::prepared::place::LocationPlace;
use crate::time::zone::DAY;

/// Words of candidates that a week has room for. The weekdays that do not fit are walked date by date.
const WORDS: usize = 4;
/// Places for candidates. The last one stays free.
const ROOM: usize = WORDS * CHUNK;

/// A cell is 2^8 seconds, and no two candidates are closer: so none has more than one in it.
const CELL_BITS: u32 = 8;
const CELL: u16 = 1 << CELL_BITS;
const WEEK: i64 = 7 * DAY;
/// More than a week has: a power of two, so that no lookup has to ask whether it is inside.
const CELLS: usize = 1 << 12;
/// Cells that are filled at once. Most candidates are no further apart.
const AT_ONCE: usize = 8;

/// Which candidates of a week something is in the way of, as bits.
pub(super) type Taken = [u64; WORDS];

/// The candidates of the plain dates of a week, by the seconds since the midnight of its Monday.
#[derive(Debug, Clone)]
pub(super) struct Week {
    // INVARIANT: ascending as far as `days[7]` says, no two of them closer than a cell.
    starts: [u32; ROOM],
    /// By weekday: its first candidate. Behind them: how many there are.
    days: [u8; 8],
    /// By weekday: how many dates from it on have their candidates here, one after the other, until the week
    /// ends.
    runs: [u8; 7],
    /// By cell: the number of candidates before it, times 2^8, and how far before the end of the cell that is
    /// which lies in it. So with the seconds since the beginning of the cell added, the carry counts it.
    cells: [u16; CELLS],
    /// The gaps and the location of all candidates, once there is one.
    alike: Option<(Gap, Option<LocationPlace>)>,
}

impl Week {
    /// Nothing is known any more.
    pub(super) fn clear(&mut self) {
        (self.days, self.runs, self.alike) = ([0; 8], [0; 7], None);
    }
}

impl Default for Week {
    fn default() -> Self {
        Self { starts: [0; ROOM], days: [0; 8], runs: [0; 7], cells: [0; CELLS], alike: None }
    }
}

impl Week {
    /// The candidates that are added from now on are those of a weekday: the next one.
    pub(super) fn begin(&mut self, weekday: usize) {
        self.days[weekday + 1] = self.days[weekday];
        self.runs[weekday] = 1;
    }

    /// The candidates that are added from now on have these gaps and are there. Answers whether all others
    /// have and are, too.
    pub(super) fn is_alike(&mut self, gap: Gap, location: Option<LocationPlace>) -> bool {
        *self.alike.get_or_insert((gap, location)) == (gap, location)
    }

    /// Adds the candidates from `first` on that are before `high`. Answers whether there was room.
    pub(super) fn add(&mut self, weekday: usize, first: i64, high: i64, step: i64) -> bool {
        let mut count = usize::from(self.days[weekday + 1]);
        let cell = i64::from(CELL);
        let is_close = count.checked_sub(1).is_some_and(|last| first < i64::from(self.starts[last]) + cell);
        if is_close || step < cell {
            return false;
        }
        let mut start = first;
        while start < high {
            if count == ROOM - 1 {
                return false;
            }
            self.starts[count] = start as u32;
            count += 1;
            start += step;
        }
        self.days[weekday + 1] = count as u8;
        true
    }

    /// The candidates of this weekday are not known, or not all of them.
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
        let (mut cell, mut count) = (0, 0);
        for start in &self.starts[..usize::from(self.days[7])] {
            let own = (start >> CELL_BITS) as usize;
            match self.cells[cell % CELLS..].first_chunk_mut() {
                Some(cells) if own - cell <= AT_ONCE => *cells = [count; AT_ONCE],
                _ => self.cells[cell..own].fill(count),
            }
            self.cells[own % CELLS] = count + (CELL - 1 - *start as u16 % CELL);
            (cell, count) = (own + 1, count + CELL);
        }
        self.cells[cell..=(WEEK >> CELL_BITS) as usize].fill(count);
    }

    /// The gaps and the location of every candidate.
    pub(super) fn gap(&self) -> Option<(Gap, Option<LocationPlace>)> {
        self.alike
    }

    /// How many dates from a weekday on have their candidates here, until the week ends.
    #[inline(always)]
    pub(super) fn dates_from(&self, weekday: usize) -> i64 {
        i64::from(self.runs[weekday])
    }

    /// The candidates of so many dates that are in `[low, high)`.
    #[inline(always)]
    pub(super) fn candidates_of(&self, weekday: usize, dates: i64, low: i64, high: i64) -> Range<usize> {
        let from = usize::from(self.days[weekday]).max(self.before(low));
        let until = usize::from(self.days[weekday + dates as usize]).min(self.before(high));
        from..until
    }

    /// How many candidates start before `at`.
    #[inline(always)]
    pub(super) fn before(&self, at: i64) -> usize {
        self.before_inside(at.clamp(0, WEEK))
    }

    /// The same of a time that is not outside of the week.
    #[inline(always)]
    fn before_inside(&self, at: i64) -> usize {
        let count = u32::from(self.cells[(at >> CELL_BITS) as usize % CELLS]) + at as u32 % u32::from(CELL);
        (count >> CELL_BITS) as usize
    }

    /// When a candidate starts.
    pub(super) fn start(&self, candidate: usize) -> i64 {
        i64::from(self.starts[candidate % ROOM])
    }

    /// Marks the candidates `s` with `after < s < before`. `after` is not behind the last candidate.
    #[inline(always)]
    pub(super) fn mark(&self, after: i64, before: i64, taken: &mut Taken) {
        let (from, until) = (self.before_inside((after + 1).max(0)), self.before(before));
        let (first, last) = (from / CHUNK % WORDS, until / CHUNK % WORDS);
        let bit = |candidate: usize| 1_u64 << (candidate % CHUNK);
        if first == last {
            taken[first] |= bit(until) - bit(from);
        } else {
            taken[first] |= bit(from).wrapping_neg();
            (first + 1..last).for_each(|word| taken[word] = u64::MAX);
            taken[last] |= bit(until) - 1;
        }
    }

    /// The candidates of a word that are in a range and not taken, in the week that begins at `monday`.
    #[inline(always)]
    pub(super) fn chunk(&self, word: usize, within: &Range<usize>, taken: &Taken, monday: i64) -> Chunk<'_> {
        let bits = |before: usize| match before.saturating_sub(word * CHUNK) {
            count if count < CHUNK => (1 << count) - 1,
            _ => u64::MAX,
        };
        let (starts, _) = self.starts.as_chunks::<CHUNK>();
        Chunk {
            base: monday,
            starts: &starts[word % WORDS],
            free: bits(within.end) & !bits(within.start) & !taken[word % WORDS],
            location: self.alike.and_then(|(_, location)| location),
        }
    }
}
