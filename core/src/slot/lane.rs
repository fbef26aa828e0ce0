//! Candidates of a grid as the bits of a word.

use super::gap::Gap;
use super::sink::{CHUNK, Chunk};
use crate::prepared::place::LocationPlace;
use crate::time::interval::Interval;

/// Candidates of a lane at most: one bit less than a word has, so that no shift goes over its end.
const CANDIDATES: i64 = CHUNK as i64 - 1;

/// Up to [`CANDIDATES`] candidates of one window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lane {
    pub(super) first: i64,
    pub(super) last: i64,
    /// What to subtract from the start and from the end of a booking to count candidates by it.
    before_start: i64,
    before_end: i64,
    /// Of the step: see there.
    reciprocal: u64,
    pub(super) step: u32,
    /// That of all candidates together.
    length: u32,
    pub(super) count: u32,
    /// Where its window is.
    pub(super) location: Option<LocationPlace>,
}

/// The step of a grid, ready to divide by. A division by hardware costs as much as all else that a booking
/// needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) seconds: i64,
    /// 2^52 / seconds, rounded up, or one more: see [`divide`].
    reciprocal: u64,
}

impl Step {
    /// The quotient of floats costs a third of that of integers, and may be off by less than one in either
    /// direction.
    pub(super) const fn new(seconds: i64) -> Self {
        Self { seconds, reciprocal: ((1_u64 << 52) as f64 / seconds as f64) as u64 + 1 }
    }

    /// That of no window yet.
    pub(super) const NONE: Self = Self { seconds: 0, reciprocal: 0 };

    /// `dividend / seconds`, rounded up, for any dividend that is not negative.
    #[inline(always)]
    pub(super) fn divide_up(self, dividend: i64) -> i64 {
        let rounding = dividend + self.seconds - 1;
        if dividend <= CANDIDATES * self.seconds {
            divide(rounding, self.reciprocal)
        } else {
            rounding / self.seconds
        }
    }
}

/// A dividend of at most [`CANDIDATES`] + 1 steps by a step, rounded down.
///
/// The product exceeds the quotient by `2 * dividend / 2^52` at most, and the quotient falls short of the
/// next integer by `1 / step` at least. So it is exact while `dividend * step < 2^51`, and the longest step
/// is a week. 64 bits hold the product: it is about the quotient times 2^52.
#[inline(always)]
fn divide(dividend: i64, reciprocal: u64) -> i64 {
    ((dividend as u64).wrapping_mul(reciprocal) >> 52) as i64
}

impl Lane {
    /// So many candidates from `first` on, for slots of a duration with gaps to what is booked.
    #[inline(always)]
    pub(super) const fn new(
        first: i64,
        count: i64,
        step: Step,
        gap: Gap,
        duration: i64,
        location: Option<LocationPlace>,
    ) -> Self {
        Self {
            first,
            last: first + (count - 1) * step.seconds,
            before_start: first + duration + gap.ahead - step.seconds,
            before_end: first - gap.behind - step.seconds + 1,
            reciprocal: step.reciprocal,
            step: step.seconds as u32,
            length: (count * step.seconds) as u32,
            count: count as u32,
            location,
        }
    }

    /// The gaps, of slots of this duration.
    pub(super) fn gap(&self, duration: i64) -> Gap {
        let step = i64::from(self.step);
        Gap {
            behind: self.first - self.before_end - step + 1,
            ahead: self.before_start + step - self.first - duration,
        }
    }

    /// The lanes of the candidates from `first` on that are before `high`, in order.
    #[inline(always)]
    pub(super) fn all_between(
        first: i64,
        high: i64,
        step: Step,
        gap: Gap,
        duration: i64,
        location: Option<LocationPlace>,
    ) -> impl Iterator<Item = Self> {
        let mut next = first;
        std::iter::from_fn(move || {
            let first = next;
            next += CANDIDATES * step.seconds;
            // As many as fit.
            let count = || if high > next { CANDIDATES } else { step.divide_up(high - first) };
            (first < high).then(|| Self::new(first, count(), step, gap, duration, location))
        })
    }

    /// What ends by then is in the way of no candidate.
    #[inline(always)]
    pub(super) fn opens(&self) -> i64 {
        self.before_end + i64::from(self.step) - 1
    }

    /// What starts at that time, or later, is in the way of no candidate.
    #[inline(always)]
    pub(super) fn closes(&self) -> i64 {
        self.before_start + i64::from(self.length)
    }

    /// All candidates.
    #[inline(always)]
    pub(super) fn all(&self) -> u64 {
        (1 << self.count) - 1
    }

    /// The candidates that are closer to one of the bookings, which come by start, than the gap; and how
    /// many bookings there are before the first that is clear of all candidates.
    #[inline(never)]
    pub(super) fn clashing_with(&self, bookings: &[Interval]) -> (u64, usize) {
        let lane = *self;
        let mut taken = 0;
        for (index, booked) in bookings.iter().enumerate() {
            if lane.closes() <= booked.start {
                return (taken, index);
            }
            taken |= lane.clashing(*booked);
        }
        (taken, bookings.len())
    }

    /// The candidates that are closer to a booking than the gap. Without a branch: bookings lie as they
    /// like, so each would be a guess.
    #[inline(always)]
    pub(super) fn clashing(&self, booked: Interval) -> u64 {
        self.bits(booked.start - self.before_start, booked.end - self.before_end)
    }

    /// The candidates `s` with `after < s < before`.
    pub(super) fn between(&self, after: i64, before: i64) -> u64 {
        let step = i64::from(self.step);
        self.bits(after - self.first + step, before - self.first + step - 1)
    }

    /// The bits of the candidates with numbers from `from / step` to before `to / step`.
    #[inline(always)]
    fn bits(&self, from: i64, to: i64) -> u64 {
        let number = |dividend: i64| divide(dividend.max(0).min(i64::from(self.length)), self.reciprocal);
        (1 << number(to)) - (1 << number(from))
    }

    /// Those candidates of it that can be booked.
    #[inline(always)]
    pub(super) fn chunk<'a>(&self, free: u64, multiples: &'a mut Option<Multiples>) -> Chunk<'a> {
        let starts = match self.count {
            // Most single checks have no more, and need no room.
            1 => &[0; CHUNK],
            count => multiples.get_or_insert_default().of(self.step, count as usize),
        };
        Chunk { base: self.first, starts, free, location: self.location }
    }

    /// The candidate at `start`, if there is one.
    pub(super) fn at(&self, start: i64) -> u64 {
        self.between(start - 1, start + 1)
    }
}

/// 0, 1, 2, ... times a step, as far as it was asked for.
#[derive(Debug, Clone)]
pub(super) struct Multiples {
    step: u32,
    count: usize,
    of: [u32; CHUNK],
}

impl Default for Multiples {
    fn default() -> Self {
        Self { step: 0, count: 0, of: [0; CHUNK] }
    }
}

impl Multiples {
    /// At least so many of a step.
    #[inline]
    fn of(&mut self, step: u32, count: usize) -> &[u32; CHUNK] {
        if self.step != step {
            (self.step, self.count) = (step, 0);
        }
        for index in self.count..count.min(CHUNK) {
            self.of[index] = index as u32 * step;
        }
        self.count = self.count.max(count);
        &self.of
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::STEP_MINUTES_MAX;

    #[test]
    fn multiplying_divides() {
        for minutes in 1..=STEP_MINUTES_MAX {
            for seconds in [minutes * 60, minutes * 60 - 1, minutes * 60 + 1] {
                let step = Step::new(seconds);
                for count in 0..=CANDIDATES {
                    for dividend in [count * seconds, count * seconds + 1, (count + 1) * seconds - 1] {
                        assert_eq!(
                            divide(dividend, step.reciprocal),
                            dividend / seconds,
                            "{dividend} / {seconds}"
                        );
                    }
                }
            }
        }
    }
}
