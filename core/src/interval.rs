//! Half-open intervals of seconds, and sorted lists of them.

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

/// Turns `intervals[from..]` into their union: sorted, disjoint and not touching.
pub(crate) fn unite(intervals: &mut Vec<Interval>, from: usize) {
    intervals[from..].sort_unstable_by_key(|interval| interval.start);
    let mut end = from;
    for index in from..intervals.len() {
        let next = intervals[index];
        if end > from && next.start <= intervals[end - 1].end {
            intervals[end - 1].end = intervals[end - 1].end.max(next.end);
        } else {
            intervals[end] = next;
            end += 1;
        }
    }
    intervals.truncate(end);
}
