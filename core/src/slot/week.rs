//! The candidates of a plain week: what one Monday comes to, the next does too. The admission pass fills it
//! once for a question and replays it week by week.

use std::ops::Range;

use super::ask::Ask;
use super::gap::Gap;
use super::sink::{CHUNK, Chunk};
use crate::prepared::place::{LocationPlace, TermsPlace};
use crate::prepared::schedule::Schedule;
use crate::prepared::windows::ClockWindow;
use crate::time::zone::DAY;

/// Words of candidates that a week has room for. The weekdays that do not fit are walked date by date.
const WORDS: usize = 4;
/// Places for candidates. The last one stays free, so that a byte counts them.
const ROOM: usize = WORDS * CHUNK;

/// A cell is 2^8 seconds, and no two candidates are closer: so none has more than one in it.
const CELL_BITS: u32 = 8;
const CELL: u16 = 1 << CELL_BITS;
const WEEK: i64 = 7 * DAY;
const CELLS: usize = (WEEK >> CELL_BITS) as usize + 1;
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

impl Default for Week {
    fn default() -> Self {
        Self { starts: [0; ROOM], days: [0; 8], runs: [0; 7], cells: [0; CELLS], alike: None }
    }
}

impl Week {
    /// Works out what the plain dates of a week come to: the candidates of windows that admit what is asked
    /// for, as far as `admits` says where these are.
    pub(super) fn fill(
        &mut self,
        schedule: &Schedule,
        ask: &Ask<'_>,
        admits: impl Fn(Option<TermsPlace>) -> Option<Option<LocationPlace>>,
    ) {
        (self.days, self.runs, self.alike) = ([0; 8], [0; 7], None);
        for weekday in 0..7 {
            self.days[weekday + 1] = self.days[weekday];
            let add = |window: &ClockWindow| match admits(window.terms()) {
                Some(location) => self.add(weekday, *window, location, ask),
                None => true,
            };
            let plain = schedule.plain_windows(weekday).filter(|plain| plain.in_order);
            if plain.is_some_and(|plain| plain.windows.iter().all(add)) {
                self.runs[weekday] = 1;
            } else {
                self.days[weekday + 1] = self.days[weekday];
            }
        }
        for weekday in (0..6).rev() {
            if self.runs[weekday] > 0 {
                self.runs[weekday] += self.runs[weekday + 1];
            }
        }
        self.count_cells();
    }

    /// Adds the candidates of a window to those of its weekday. Answers whether there was room, and whether
    /// they are like all others.
    #[inline]
    fn add(
        &mut self,
        weekday: usize,
        window: ClockWindow,
        location: Option<LocationPlace>,
        ask: &Ask<'_>,
    ) -> bool {
        let (open, buffer) = (window.starting_at(weekday as i64 * DAY), window.buffer());
        let (step, cell) = (ask.step(buffer), i64::from(CELL));
        let (mut start, high) = (ask.anchor_by_clock(open.start), open.end - ask.duration + 1);
        let mut count = usize::from(self.days[weekday + 1]);
        let is_close = count.checked_sub(1).is_some_and(|last| start < i64::from(self.starts[last]) + cell);
        let alike = (ask.gap(buffer), location);
        if is_close || step < cell || *self.alike.get_or_insert(alike) != alike {
            return false;
        }
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

    fn count_cells(&mut self) {
        let (mut cell, mut count) = (0, 0);
        for start in &self.starts[..usize::from(self.days[7])] {
            let own = (start >> CELL_BITS) as usize;
            match self.cells.get_mut(cell..cell + AT_ONCE).and_then(<[u16]>::first_chunk_mut) {
                Some(cells) if own - cell <= AT_ONCE => *cells = [count; AT_ONCE],
                _ => self.cells[cell..own].fill(count),
            }
            self.cells[own] = count + (CELL - 1 - *start as u16 % CELL);
            (cell, count) = (own + 1, count + CELL);
        }
        self.cells[cell..].fill(count);
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
    fn before(&self, at: i64) -> usize {
        match self.cells.get((at >> CELL_BITS) as usize) {
            Some(cell) => (u32::from(*cell) + at as u32 % u32::from(CELL)) as usize >> CELL_BITS,
            None if at < 0 => 0,
            None => usize::from(self.days[7]),
        }
    }

    /// When a candidate starts.
    pub(super) fn start(&self, candidate: usize) -> i64 {
        i64::from(self.starts[candidate % ROOM])
    }

    /// Marks the candidates `s` with `after < s < before`.
    #[inline(always)]
    pub(super) fn mark(&self, after: i64, before: i64, taken: &mut Taken) {
        let (from, until) = (self.before(after + 1), self.before(before));
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

    /// The candidates of a word that are wanted and not taken, in the week that begins at `monday`.
    #[inline(always)]
    pub(super) fn chunk(&self, word: usize, wanted: &Range<usize>, taken: &Taken, monday: i64) -> Chunk<'_> {
        let bits = |before: usize| match before.saturating_sub(word * CHUNK) {
            count if count < CHUNK => (1 << count) - 1,
            _ => u64::MAX,
        };
        let (starts, _) = self.starts.as_chunks::<CHUNK>();
        Chunk {
            base: monday,
            starts: &starts[word % WORDS],
            free: bits(wanted.end) & !bits(wanted.start) & !taken[word % WORDS],
            location: self.alike.and_then(|(_, location)| location),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weeks with candidates at both edges of cells, in neighbouring cells, and with as many as there is
    /// room for.
    fn weeks() -> Vec<Week> {
        let full: Vec<u32> = (0..ROOM as u32 - 1).map(|place| place * 2_371).collect();
        let close: Vec<u32> = (0..130).map(|place| 90_000 + place * 256).collect();
        let starts: [&[u32]; 8] =
            [&[], &[0], &[255], &[256], &[0, 256, 512, 604_799], &[255, 511, 770], &close, &full];
        let week = |starts: &&[u32]| {
            let mut week = Week::default();
            week.starts[..starts.len()].copy_from_slice(starts);
            week.days[7] = starts.len() as u8;
            week.count_cells();
            week
        };
        starts.iter().map(week).collect()
    }

    fn starts(week: &Week) -> &[u32] {
        &week.starts[..usize::from(week.days[7])]
    }

    #[test]
    fn cells_count_the_candidates_before_an_instant() {
        for week in weeks() {
            for at in -600..=WEEK + 600 {
                let before = starts(&week).partition_point(|start| i64::from(*start) < at);
                assert_eq!(week.before(at), before, "before {at} of {:?}", starts(&week));
            }
        }
    }

    #[test]
    fn a_stretch_marks_what_starts_within_it() {
        for week in weeks() {
            let edges = starts(&week).iter().flat_map(|start| (-1..=1).map(|off| i64::from(*start) + off));
            let edges: Vec<i64> = edges.step_by(7).chain([-DAY, 0, 63 * 2_371, WEEK, WEEK + DAY]).collect();
            for (after, before) in edges.iter().flat_map(|from| edges.iter().map(move |to| (*from, *to))) {
                if after < before {
                    let mut taken = Taken::default();
                    week.mark(after, before, &mut taken);
                    for (place, start) in starts(&week).iter().enumerate() {
                        let is_within = after < i64::from(*start) && i64::from(*start) < before;
                        let bit = taken[place / CHUNK] >> (place % CHUNK) & 1;
                        assert_eq!(bit == 1, is_within, "{start} in ({after}, {before})");
                    }
                }
            }
        }
    }
}
