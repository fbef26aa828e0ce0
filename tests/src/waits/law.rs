//! The distributions of a simulated clinic.

use super::chance::Chance;

/// How visits scatter about their mean, as a ratio of mean 1.
#[derive(Debug, Clone, Copy)]
pub enum Law {
    /// As if nobody knew how long it takes already.
    Exponential,
    /// With a normal logarithm of this standard deviation.
    Lognormal(f64),
}

/// How many minutes a patient is willing to wait.
#[derive(Debug, Clone, Copy)]
pub enum Patience {
    /// As long as it takes.
    Endless,
    /// Exponential, of this mean.
    Exponential(f64),
    /// Lognormal, of this median and standard deviation of the logarithm.
    Lognormal(f64, f64),
}

impl Law {
    /// The lognormal law of this coefficient of variation.
    pub fn of_cv(cv: f64) -> Self {
        Self::Lognormal(libm::log1p(cv * cv).sqrt())
    }

    /// A ratio.
    pub fn draw(self, chance: Chance) -> f64 {
        match self {
            Self::Exponential => chance.exponential(),
            Self::Lognormal(sigma) => libm::exp(sigma * (chance.normal() - 0.5 * sigma)),
        }
    }

    /// How likely a ratio is above this one.
    pub fn outlasts(self, ratio: f64) -> f64 {
        match self {
            Self::Exponential => libm::exp(-ratio),
            Self::Lognormal(sigma) => {
                0.5 * libm::erfc((libm::log(ratio) / sigma + 0.5 * sigma) / std::f64::consts::SQRT_2)
            }
        }
    }
}

impl Patience {
    /// Minutes.
    pub fn draw(self, chance: Chance) -> f64 {
        match self {
            Self::Endless => f64::INFINITY,
            Self::Exponential(mean) => mean * chance.exponential(),
            Self::Lognormal(median, sigma) => median * libm::exp(sigma * chance.normal()),
        }
    }
}
