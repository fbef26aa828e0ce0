//! Half-open intervals of seconds, and the three things that are done with lists of them.

/// `[start, end)`, in Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// First second.
    pub start: i64,
    /// First second after it.
    pub end: i64,
}

impl Interval {
    /// The interval of these bounds; `None` if it would be empty.
    pub fn new(start: i64, end: i64) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Whether `at` lies in it.
    pub fn holds(self, at: i64) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether all of `other` lies in it.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two have an instant in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the two overlap or touch.
    pub fn meets(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// The unbroken pieces of what `intervals` cover together, in order. Those that touch are one piece.
pub fn union(intervals: impl IntoIterator<Item = Interval>) -> Vec<Interval> {
    let mut intervals: Vec<Interval> = intervals.into_iter().collect();
    intervals.sort();
    let mut pieces: Vec<Interval> = Vec::new();
    for interval in intervals {
        match pieces.last_mut() {
            Some(last) if last.meets(interval) => last.end = last.end.max(interval.end),
            _ => pieces.push(interval),
        }
    }
    pieces
}

/// What is left of `pieces` without `removed`.
pub fn without(pieces: &[Interval], removed: &[Interval]) -> Vec<Interval> {
    let mut left = pieces.to_vec();
    for gone in removed {
        left = left
            .into_iter()
            .flat_map(|piece| {
                let before = Interval::new(piece.start, piece.end.min(gone.start));
                let after = Interval::new(piece.start.max(gone.end), piece.end);
                before.into_iter().chain(after)
            })
            .collect();
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(intervals: &[(i64, i64)]) -> Vec<Interval> {
        intervals.iter().map(|&(start, end)| Interval { start, end }).collect()
    }

    #[test]
    fn intervals_that_touch_are_one_piece() {
        assert_eq!(union(list(&[(5, 7), (1, 3), (3, 4), (6, 9)])), list(&[(1, 4), (5, 9)]));
    }

    #[test]
    fn what_is_removed_splits_a_piece() {
        assert_eq!(without(&list(&[(0, 10)]), &list(&[(3, 4), (8, 20), (-5, 0)])), list(&[(0, 3), (4, 8)]));
        assert_eq!(without(&list(&[(0, 10)]), &list(&[(0, 10)])), list(&[]));
    }
}
