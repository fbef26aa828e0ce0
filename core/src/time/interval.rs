//! Half-open intervals of seconds, and sorted lists of them.

use std::ops::DerefMut;

use smallvec::SmallVec;

/// `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

impl Interval {
    pub(crate) fn new(start: i64, end: i64) -> Self {
        Self { start, end }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.end <= self.start
    }

    pub(crate) fn contains(self, at: i64) -> bool {
        self.start <= at && at < self.end
    }

    pub(crate) fn intersection(self, other: Self) -> Self {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

/// Intervals of a date: few, so that they need no memory of their own.
pub(crate) type Intervals = SmallVec<[Interval; 8]>;

/// A list of intervals that can be made shorter.
pub(crate) trait Shorten: DerefMut<Target = [Interval]> {
    fn truncate(&mut self, length: usize);
}

impl Shorten for Vec<Interval> {
    fn truncate(&mut self, length: usize) {
        Vec::truncate(self, length);
    }
}

impl Shorten for Intervals {
    fn truncate(&mut self, length: usize) {
        SmallVec::truncate(self, length);
    }
}

/// Turns intervals into their union: sorted, disjoint and not touching.
pub(crate) fn unite(intervals: &mut impl Shorten) {
    unite_from(intervals, 0);
}

/// Turns the intervals from a place on into their union.
pub(crate) fn unite_from(intervals: &mut impl Shorten, from: usize) {
    let united = united_in_front(&mut intervals[from..]);
    intervals.truncate(from + united);
}

/// Puts the union of intervals in front, and answers how many they are.
fn united_in_front(intervals: &mut [Interval]) -> usize {
    intervals.sort_unstable_by_key(|interval| interval.start);
    let mut end = 0;
    for index in 0..intervals.len() {
        let next = intervals[index];
        if end > 0 && next.start <= intervals[end - 1].end {
            intervals[end - 1].end = intervals[end - 1].end.max(next.end);
        } else {
            intervals[end] = next;
            end += 1;
        }
    }
    end
}

/// `pieces` minus `removed`. Both are sorted and disjoint, and so is the answer.
pub(crate) fn without(pieces: &[Interval], removed: &[Interval]) -> Vec<Interval> {
    let (mut left, mut first) = (Vec::with_capacity(pieces.len()), 0);
    for piece in pieces {
        let mut start = piece.start;
        // Those that end before this piece end before all that follow.
        first += removed[first..].iter().take_while(|gone| gone.end <= start).count();
        for gone in removed[first..].iter().take_while(|gone| gone.start < piece.end) {
            if start < gone.start {
                left.push(Interval::new(start, gone.start));
            }
            start = gone.end;
        }
        if start < piece.end {
            left.push(Interval::new(start, piece.end));
        }
    }
    left
}

/// The union of intervals, cut to a range.
pub(crate) fn united(mut intervals: Vec<Interval>, range: Interval) -> Vec<Interval> {
    for interval in &mut intervals {
        *interval = interval.intersection(range);
    }
    intervals.retain(|interval| !interval.is_empty());
    unite(&mut intervals);
    intervals
}
