//! Chance by name: a number depends on the seed and on what it is for, not on what was drawn before. So a day
//! can be played again with one thing changed and everything else as it was.

/// Where the random numbers of one thing come from.
#[derive(Debug, Clone, Copy)]
pub struct Chance(u64);

/// Pelle Evensen's `moremur`, after an odd constant is added, so that 0 does not stay 0.
fn mix(value: u64) -> u64 {
    let mut x = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 27)).wrapping_mul(0x3c79_ac49_2ba7_b653);
    x = (x ^ (x >> 33)).wrapping_mul(0x1c69_b3f7_4ac4_ae35);
    x ^ (x >> 27)
}

impl Chance {
    /// The chance of everything under a seed.
    pub fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// The chance of a part, by its number.
    #[must_use]
    pub fn of(self, part: u64) -> Self {
        Self(mix(self.0.rotate_left(17) ^ mix(part)))
    }

    /// A number in `(0, 1)`.
    pub fn unit(self) -> f64 {
        ((mix(self.0) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Whether something of this probability happens.
    pub fn happens(self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A number of mean 1 from the exponential distribution.
    pub fn exponential(self) -> f64 {
        -libm::log(self.unit())
    }

    /// A standard normal number (Box, Muller: A Note on the Generation of Random Normal Deviates, 1958).
    pub fn normal(self) -> f64 {
        (2.0 * self.of(0).exponential()).sqrt() * libm::cos(std::f64::consts::TAU * self.of(1).unit())
    }

    /// A place in a list, by weights.
    pub fn pick(self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len() - 1
    }

    /// The first of many draws that may be: how to draw what is known to be so, where only the whole can be
    /// drawn.
    pub fn such_that<T>(self, draw: impl Fn(Self) -> T, may_be: impl Fn(&T) -> bool) -> Option<T> {
        const DRAWS_MAX: u64 = 20_000;
        (0..DRAWS_MAX).map(|number| draw(self.of(number))).find(may_be)
    }
}
