//! How much longer a consultation takes that has taken a while already.

use serde::{Deserialize, Serialize};

use super::traffic::{elapsed, minutes};
use crate::error::faults::both;
use crate::error::{Path, Result};
use crate::limits::bounds;
use crate::model::check::number_within;

/// Terms of the series for the remainder. At the smallest argument it is used for, fewer have every digit.
const TERMS: i32 = 400;

/// Service times with a lognormal distribution, as consultations have them more nearly than an exponential
/// one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LognormalService {
    /// Mean minutes that a doctor needs for a patient, within
    /// [`PLANNING_MINUTES_MIN`](crate::limits::PLANNING_MINUTES_MIN) and
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    pub service_minutes: f64,
    /// Coefficient of variation of the service times, their standard deviation over their mean, 0 to
    /// [`SERVICE_CV_MAX`](crate::limits::SERVICE_CV_MAX).
    pub service_cv: f64,
}

impl LognormalService {
    /// The mean minutes still to come after `elapsed_minutes`, 0 to
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX): `E[S - e | S > e]`.
    ///
    /// From the partial mean of the lognormal distribution, as in J. Aitchison and J. A. C. Brown, "The
    /// Lognormal Distribution" (1957), §2.4: `m·Φ(σ - d)/Φ(-d) - e` with `d = (ln e - μ)/σ`. Without
    /// spread it is what is left of the mean, and nothing after that.
    ///
    /// Good to twelve digits for a coefficient of variation of 0.001 or more; below, what is left around the
    /// mean loses a digit for each power of ten.
    ///
    /// # Errors
    ///
    /// A field or `elapsed_minutes` out of its range.
    ///
    /// ```
    /// use frontdesk::planning::LognormalService;
    ///
    /// let consultation = LognormalService { service_minutes: 12.0, service_cv: 1.0 };
    /// assert_eq!(consultation.remaining_minutes(0.0)?, 12.0);
    /// assert!((consultation.remaining_minutes(36.0)? - 17.2).abs() < 0.1);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn remaining_minutes(&self, elapsed_minutes: f64) -> Result<f64> {
        let cv = number_within(self.service_cv, bounds::SERVICE_CV, &Path::Root.field("service_cv"));
        let service = both(minutes(self.service_minutes, "service_minutes"), cv);
        let ((mean, cv), elapsed) = both(service, elapsed(elapsed_minutes, "elapsed_minutes"))?;
        let variance = libm::log1p(cv * cv);
        let sigma = variance.sqrt();
        if elapsed == 0.0 || sigma == 0.0 {
            return Ok((mean - elapsed).max(0.0));
        }
        let excess = (elapsed - mean) / mean;
        let ln_ratio = if excess.abs() < 0.5 { libm::log1p(excess) } else { libm::log(elapsed / mean) };
        let d = (ln_ratio + variance / 2.0) / sigma;
        Ok(if d < 1.0 { early(mean, elapsed, sigma, d) } else { elapsed * late(sigma, d) })
    }
}

/// `(m - e) + m·(Φ(σ - d) - Φ(-d))/Φ(-d)`
fn early(mean: f64, elapsed: f64, sigma: f64, d: f64) -> f64 {
    let tail = |z: f64| libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2);
    ((mean - elapsed) + mean * (tail(-d) - tail(sigma - d)) / tail(d)).max(0.0)
}

/// The remainder as a multiple of what has elapsed, `R(d - σ)/R(d) - 1` with Mills' ratio `R(z) = (1 -
/// Φ(z))/φ(z)`.
///
/// `R(d - σ)` is `∫exp(σt)·exp(-t²/2 - dt)dt`. Expanded in σ, its terms are the repeated integrals of the
/// error function, all positive. Their ratios follow from the last to the first (Abramowitz and Stegun 1964,
/// 7.2.5), and the sum with them.
fn late(sigma: f64, d: f64) -> f64 {
    let after = f64::from(TERMS + 1);
    let mut ratio = 2.0 / (d + (d * d + 4.0 * after).sqrt());
    let mut sum = 0.0;
    for k in (1..=TERMS).rev() {
        ratio = 1.0 / (d + f64::from(k + 1) * ratio);
        sum = sigma * ratio * (1.0 + sum);
    }
    sum
}
