//! The random choices of a case, as a tape of numbers. Zero is always the simplest choice, and so is the end
//! of the tape.

use proptest::prelude::*;

/// Numbers that decide, one after the other.
#[derive(Debug, Clone)]
pub struct Tape {
    numbers: Vec<u32>,
    next: usize,
}

/// Tapes of `length` numbers.
pub fn tapes(length: usize) -> impl Strategy<Value = Tape> {
    proptest::collection::vec(any::<u32>(), length).prop_map(Tape::new)
}

impl Tape {
    /// A tape that decides by these numbers.
    pub fn new(numbers: Vec<u32>) -> Self {
        Self { numbers, next: 0 }
    }

    /// A longer tape made of a few numbers: eight times as long.
    pub fn stretched(numbers: &[u32]) -> Self {
        let round = |round: u32| {
            numbers.iter().map(move |number| number.rotate_left(round * 4).wrapping_mul(2 * round + 1))
        };
        Self::new((0..8).flat_map(round).collect())
    }

    /// The next `count` numbers that no choice has used so far.
    pub fn rest(&self, count: usize) -> Vec<u32> {
        self.numbers.iter().skip(self.next).take(count).copied().collect()
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        let number = self.numbers.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        number as usize % bound
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of `choices`, which are not empty.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// One of `choices`, or `otherwise` if there is none.
    pub fn pick_or<T: Copy>(&mut self, choices: &[T], otherwise: T) -> T {
        if choices.is_empty() { otherwise } else { self.pick(choices) }
    }

    /// An integer of `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    /// `Some(value)` in so many of a hundred cases.
    pub fn maybe<T>(&mut self, percent: usize, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(percent).then(|| value(self))
    }

    /// A moment at one of `points`, or a little off it.
    pub fn near(&mut self, points: &[i64], otherwise: i64) -> i64 {
        let point = self.pick_or(points, otherwise);
        let off = self.pick(&[0, 0, 0, 0, 1, -1, 60, -60, 30, -1_800, 900, 3_600]);
        (point + off).max(0)
    }
}
