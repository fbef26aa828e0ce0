//! Quantiles of the starts of one person in all futures, found by selection: they are never in order as a
//! whole.

use std::cmp::Ordering;

/// Starts, infinite where there is none. They are kept as integers of the same order, which are quicker to
/// compare.
#[derive(Debug)]
pub(super) struct Quantiles {
    keys: Vec<i64>,
    /// How many are finite.
    seen: usize,
    /// The place that was asked for first. What belongs there stands there ever since: before it only what is
    /// not greater, and behind it what is not less.
    middle: Option<usize>,
}

impl Quantiles {
    pub(super) fn of(starts: &[f64]) -> Self {
        let seen = starts.iter().filter(|start| start.is_finite()).count();
        Self { keys: starts.iter().map(|start| key(start.to_bits() as i64)).collect(), seen, middle: None }
    }

    /// How many are finite.
    pub(super) fn seen(&self) -> usize {
        self.seen
    }

    /// The quantile of a share of those that are finite; between two of them, the part of the way that is
    /// said. Ask for the median first: then each other is looked for in a half.
    ///
    /// It is the median-unbiased estimate (Hyndman, Fan: Sample Quantiles in Statistical Packages, The
    /// American Statistician 1996, type 8). What is not finite stands behind all others.
    pub(super) fn quantile(&mut self, share: f64) -> f64 {
        let place = ((self.seen as f64 + 1.0 / 3.0) * share - 2.0 / 3.0).clamp(0.0, self.seen as f64 - 1.0);
        let (index, part) = (place as usize, place - libm::floor(place));
        let (middle, all) = (*self.middle.get_or_insert(index), self.keys.len());
        let (from, to) = match index.cmp(&middle) {
            Ordering::Less => (0, middle),
            Ordering::Equal => (0, all),
            Ordering::Greater => (middle + 1, all),
        };
        self.keys[from..to].select_nth_unstable(index - from);
        let low = value(self.keys[index]);
        // What comes next is one of those that were looked through, or the middle.
        match self.keys[index + 1..all.min(to + 1)].iter().min() {
            Some(next) if part > 0.0 => low + part * (value(*next) - low),
            _ => low,
        }
    }
}

/// Of the bits of a number an integer that is in the same order, and the other way round; as in
/// [`f64::total_cmp`].
fn key(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

fn value(of: i64) -> f64 {
    f64::from_bits(key(of) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wait::dice;

    #[test]
    fn a_quantile_is_the_same_whatever_was_asked_before() {
        for case in 0..200_u64 {
            // Many are equal, and some are not seen.
            let start = |index: u64| match dice::mix(case << 32 ^ index) % 60 {
                50.. if index > 0 => f64::INFINITY,
                start => start as f64 * 0.7,
            };
            let starts: Vec<f64> = (0..1 + case).map(start).collect();
            let mut asked = Quantiles::of(&starts);
            for turn in 0..40 {
                let share =
                    [0.5, 0.1, 0.9].get(turn).copied().unwrap_or(dice::unit(case ^ (turn as u64) << 32));
                let mut in_order = starts.clone();
                in_order.sort_unstable_by(f64::total_cmp);
                let place = ((asked.seen() as f64 + 1.0 / 3.0) * share - 2.0 / 3.0)
                    .clamp(0.0, asked.seen() as f64 - 1.0);
                let (low, part) = (in_order[place as usize], place - libm::floor(place));
                let expected =
                    if part > 0.0 { low + part * (in_order[place as usize + 1] - low) } else { low };
                assert_eq!(asked.quantile(share), expected, "case {case}, turn {turn}, share {share}");
            }
        }
    }
}
