//! Candidates of a grid as the bits of a word.

/// Candidates of a word: one bit less than it has, so that no shift goes over its end.
pub(super) const CHUNK: i64 = 63;

/// Up to [`CHUNK`] candidates.
pub(super) struct Span {
    pub(super) first: i64,
    pub(super) step: Step,
    pub(super) count: i64,
    pub(super) last: i64,
}

/// The step of a grid, ready to divide by. A division by hardware costs as much as all else that a booking needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) seconds: i64,
    /// 2^64 / seconds, rounded up.
    reciprocal: u64,
}

impl Step {
    pub(super) fn new(seconds: i64) -> Self {
        Self { seconds, reciprocal: u64::MAX / seconds as u64 + 1 }
    }

    /// `dividend / seconds`, rounded down, for a dividend from 0 to 2^32.
    ///
    /// The product exceeds the quotient by less than `dividend / 2^64`, which is at most 2^-32. The quotient falls short of the next integer
    /// by `1 / seconds` at least, and a step is far below 2^32 seconds.
    #[inline]
    fn divide(self, dividend: i64) -> i64 {
        ((dividend as u128 * u128::from(self.reciprocal)) >> 64) as i64
    }

    /// `dividend / seconds`, rounded up, for any dividend that is not negative.
    #[inline]
    pub(super) fn divide_up(self, dividend: i64) -> i64 {
        if dividend < 1 << 31 { self.divide(dividend + self.seconds - 1) } else { (dividend + self.seconds - 1) / self.seconds }
    }
}

impl Span {
    pub(super) fn all(&self) -> u64 {
        (1 << self.count) - 1
    }

    /// The candidates `s` with `after < s < before`, where `after < last`. Without a branch: bookings lie as they like, so each would be a guess.
    #[inline]
    pub(super) fn between(&self, after: i64, before: i64) -> u64 {
        let (step, length) = (self.step, self.last - self.first);
        let low = step.divide((after - self.first + step.seconds).max(0));
        let high = step.divide((before - self.first).clamp(0, length + 1) + step.seconds - 1);
        ((1 << high) - 1) & !((1 << low) - 1)
    }

    /// The candidate at `start`, if there is one.
    pub(super) fn at(&self, start: i64) -> u64 {
        if start <= self.last { self.between(start - 1, start + 1) } else { 0 }
    }
}
