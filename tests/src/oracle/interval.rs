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
