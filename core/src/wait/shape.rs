//! How visits scatter about what is expected of them: not assumed, but kept as it was seen.

use serde::{Deserialize, Serialize};

use super::dice::Luck;

/// Most visits that a state can hold of one kind; no clinic has so many.
pub(crate) const COUNT_MAX: f64 = 1e12;
/// Adds to a count that nothing forgets. It stops at the most that a state can hold: what was learned can
/// always be loaded.
pub(crate) fn add(count: &mut f64, more: f64) {
    *count = (*count + more).min(COUNT_MAX);
}

/// Equally likely ratios of a visit's length to what was expected of it.
pub(crate) const ATOMS: usize = 256;
/// The ratios are counted in parts of one sixteenth of a natural logarithm.
const PARTS_PER_UNIT: f64 = 16.0;
const PARTS: usize = 128;
/// The logarithms that have a part: from −4 to 4, ratios from 1/55 to 55. What is beyond counts as the
/// outermost. What took as long as expected is in the middle of a part: at its edge, visits that all last
/// alike would be taken for shorter ones, or for longer.
const LOWEST: f64 = -4.0 - 0.5 / PARTS_PER_UNIT;
/// Visits that the prior counts for; it fades as visits come, and is gone with four times as many.
const PRIOR_VISITS: f64 = 80.0;

/// Fewer atoms than this above what has elapsed say little about what is to come.
const TAIL_ATOMS: usize = 8;
/// What is left of a visit that has taken longer than nearly all others: at least this share of what it has
/// taken.
const TAIL_SHARE_MIN: f64 = 0.15;

/// A visit of up to an hour is believed, whatever others take.
pub(super) const CREDIBLE_MINUTES: f64 = 60.0;
/// One that takes so many times as long as nineteen of twenty do is not.
const UNLIKELY_TIMES: f64 = 12.0;

/// Ratios seen, by parts of their logarithm, older ones counting less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(inline))]
#[serde(transparent)]
pub(crate) struct Shape {
    counts: Vec<f64>,
}

impl Default for Shape {
    fn default() -> Self {
        Self { counts: vec![0.0; PARTS] }
    }
}

impl Shape {
    pub(crate) fn forget(&mut self, keep: f64) {
        self.counts.iter_mut().for_each(|count| *count *= keep);
    }

    pub(crate) fn learn(&mut self, logarithm: f64) {
        let part = ((logarithm - LOWEST) * PARTS_PER_UNIT) as usize;
        self.counts[part.min(PARTS - 1)] += 1.0;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, more)| *count += more);
    }

    /// Whether these can be counts.
    pub(crate) fn is_valid(&self) -> bool {
        self.counts.len() == PARTS && self.counts.iter().all(|count| (0.0..=COUNT_MAX).contains(count))
    }

    /// The ratios as equally likely atoms, in order. Few visits are filled up with a normal logarithm of
    /// standard deviation `sd`.
    pub(crate) fn atoms(&self, sd: f64) -> Atoms {
        let seen: f64 = self.counts.iter().sum();
        let prior = PRIOR_VISITS * (1.0 - seen / (4.0 * PRIOR_VISITS)).max(0.0);
        let mut mass: [f64; PARTS] = std::array::from_fn(|part| self.counts[part]);
        if prior > 0.0 {
            let below = |upper: f64| 0.5 * libm::erfc(-upper / (sd * std::f64::consts::SQRT_2));
            let mut before = 0.0;
            for (part, mass) in mass.iter_mut().enumerate() {
                let upto = if part + 1 == PARTS { 1.0 } else { below(lower(part + 1)) };
                *mass += prior * (upto - before);
                before = upto;
            }
        }
        Atoms::of(&mass)
    }
}

/// The logarithm at which a part begins.
fn lower(part: usize) -> f64 {
    LOWEST + part as f64 / PARTS_PER_UNIT
}

/// Equally likely values in order, and what follows from each on. On the heap: an outlook is moved a few
/// times before it is asked, and these are most of it.
#[derive(Debug, Clone)]
pub(crate) struct Atoms {
    /// So many as `ATOMS`.
    pub(crate) values: Vec<f64>,
    /// The sum of the values from here on; one more.
    from: Vec<f64>,
}

impl Atoms {
    /// Cuts the mass of the parts into pieces of equal mass. Within a part it is spread evenly, from ratio to
    /// ratio.
    fn of(mass: &[f64; PARTS]) -> Self {
        let share = mass.iter().sum::<f64>() / ATOMS as f64;
        let step = libm::exp(1.0 / PARTS_PER_UNIT);
        let mut values = vec![0.0; ATOMS];
        let (mut atom, mut filled, mut sum) = (0, 0.0, 0.0);
        let mut from = libm::exp(LOWEST);
        for mass in mass {
            let width = from * (step - 1.0);
            let mut used = 0.0;
            while atom < ATOMS && used < *mass {
                // The last atom takes what is left: the pieces add up to the whole but for rounding.
                let take = if atom + 1 == ATOMS { mass - used } else { (share - filled).min(mass - used) };
                sum += take * (from + width * (used + 0.5 * take) / mass);
                (used, filled) = (used + take, filled + take);
                if filled >= share && atom + 1 < ATOMS {
                    values[atom] = sum / filled;
                    (atom, filled, sum) = (atom + 1, 0.0, 0.0);
                }
            }
            from *= step;
        }
        for value in &mut values[atom..] {
            *value = if filled > 0.0 { sum / filled } else { from };
        }
        let mut from = vec![0.0; ATOMS + 1];
        for index in (0..ATOMS).rev() {
            from[index] = from[index + 1] + values[index];
        }
        Self { values, from }
    }

    /// How many atoms are at most `ratio`.
    #[inline]
    pub(crate) fn at_most(&self, ratio: f64) -> usize {
        self.values.partition_point(|value| *value <= ratio)
    }

    /// Whether a visit of so many minutes is far longer than nearly all, given what is expected of it.
    pub(crate) fn is_unlikely(&self, minutes: f64, expected: f64) -> bool {
        minutes > CREDIBLE_MINUTES && minutes > UNLIKELY_TIMES * self.values[ATOMS * 19 / 20] * expected
    }

    pub(crate) fn mean(&self) -> f64 {
        self.from[0] / ATOMS as f64
    }

    /// Mean of the atoms from `index` on.
    pub(crate) fn mean_from(&self, index: usize) -> f64 {
        self.from[index] / (ATOMS - index) as f64
    }

    /// What is left in a future of something that has taken so long and with that has outlasted all but so
    /// many atoms.
    #[inline]
    pub(super) fn beyond(
        &self,
        expected: f64,
        (elapsed, above): (f64, usize),
        luck: Luck,
        future: u32,
    ) -> f64 {
        if above >= TAIL_ATOMS {
            let atom = self.values[ATOMS - above + luck.pick(future, above)];
            return (expected * atom - elapsed).max(0.0);
        }
        -libm::log(1.0 - luck.of(future)) * self.tail_mean(elapsed / expected) * expected
    }

    /// The mean of what is left, as a ratio, of a visit that has taken `elapsed` and with that longer than
    /// nearly all others.
    fn tail_mean(&self, elapsed: f64) -> f64 {
        let top = ATOMS - TAIL_ATOMS;
        (self.mean_from(top) - self.values[top]).max(TAIL_SHARE_MIN * elapsed)
    }

    /// That mean, if so many atoms are outlasted that the others say too little.
    pub(super) fn tail(&self, outlasted: usize, elapsed: f64) -> Option<f64> {
        (ATOMS - outlasted < TAIL_ATOMS).then(|| self.tail_mean(elapsed))
    }
}
