//! Erlang A: patients give up when their patience ends (M/M/c+M).

use serde::{Deserialize, Serialize};

use super::gamma::{NEGLIGIBLE, ln_less_digamma, ln_poisson, terms_max};
use super::steady_state::SteadyState;
use super::traffic::{Found, Traffic, minutes};
use crate::error::Result;
use crate::error::faults::both;

/// Poisson arrivals with exponential service times and exponential patience, in one line, first come first
/// served.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErlangA {
    /// Patients who come per minute, 0 to
    /// [`ARRIVALS_PER_MINUTE_MAX`](crate::limits::ARRIVALS_PER_MINUTE_MAX).
    pub arrivals_per_minute: f64,
    /// Mean minutes that a doctor needs for a patient, within
    /// [`PLANNING_MINUTES_MIN`](crate::limits::PLANNING_MINUTES_MIN) and
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    pub service_minutes: f64,
    /// Doctors, the servers of the literature, 1 to [`DOCTORS_MAX`](crate::limits::DOCTORS_MAX).
    #[serde(deserialize_with = "crate::wire::integer")]
    pub doctors: i64,
    /// Mean minutes that a patient is willing to wait (`1/θ`), in the same range as `service_minutes`.
    pub patience_minutes: f64,
}

/// The states in which every doctor is busy, as multiples of the one in which nobody waits.
struct Above {
    weight: f64,
    /// Each times the number waiting; nothing where it is not needed.
    waiting: f64,
    /// The mean wait of somebody who never gives up and comes in one of these states, in units of patience.
    wait: f64,
}

impl ErlangA {
    /// How many wait and give up, and how long they wait. There is a steady state under any load.
    ///
    /// C. Palm, "Research on telephone traffic carried by full availability groups", Tele 1 (1957); O.
    /// Garnett, A. Mandelbaum and M. Reiman, "Designing a Call Center with Impatient Customers",
    /// Manufacturing & Service Operations Management 4 (2002): `p_{c+j} = p_c·Π_{i≤j} λ/(cμ + iθ)`, and a
    /// share `θ·Lq/λ` gives up.
    ///
    /// # Errors
    ///
    /// A field out of its range.
    ///
    /// ```
    /// use frontdesk::planning::ErlangA;
    ///
    /// let practice = ErlangA {
    ///     arrivals_per_minute: 0.46, service_minutes: 12.0, doctors: 4, patience_minutes: 35.0,
    /// };
    /// let state = practice.steady_state()?;
    /// assert!((state.abandonment_probability - 0.298).abs() < 1e-3);
    /// assert!((state.wait_minutes - 10.4).abs() < 0.1);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn steady_state(&self) -> Result<SteadyState> {
        let traffic = Traffic::checked(self.arrivals_per_minute, self.service_minutes, self.doctors);
        let (traffic, patience) = both(traffic, minutes(self.patience_minutes, "patience_minutes"))?;
        let below = traffic.below();
        // Arrivals, and patients that all doctors could see, in the time of one patience.
        let (x, s) = (
            traffic.arrivals_per_minute * patience,
            traffic.servers() * (patience / traffic.service_minutes),
        );
        let above = above(x, s);
        let wait_probability = 1.0 / (1.0 + below.weight / above.weight);
        let all_busy_probability = wait_probability / above.weight;
        // What flows up equals what flows down. Where little is left of that difference, the sum itself.
        let waiting = if x > s {
            (x - s) * wait_probability + s * all_busy_probability
        } else {
            above.waiting * all_busy_probability
        };
        let abandonment_probability = if waiting > 0.0 { (waiting / x).min(1.0) } else { 0.0 };
        let found = Found {
            all_busy_probability,
            weight_above: above.weight,
            wait_probability,
            blocking_probability: 0.0,
            abandonment_probability,
            wait_minutes: abandonment_probability * patience,
            offered_wait_minutes: wait_probability * above.wait * patience,
            waiting,
        };
        Ok(traffic.steady_state(&below, &found))
    }
}

/// `Σ_j Π_{i≤j} x/(s + i)`, which is Kummer's function `M(1, s + 1, x)`.
///
/// As `s·∫exp(x(1 - e^-t) - s·t)dt` it has its weight around `ln(x/s)`. Far from 0 the lower bound of the
/// integral makes no difference, and what is left is a gamma function, or for the mean of `t` its derivative
/// (M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 6.1.1, 6.3.1, 13.2.1).
fn above(x: f64, s: f64) -> Above {
    // Then what is missing is less than e^-40 of the whole.
    if x > s + 9.0 * s.sqrt() + 45.0 {
        let excess = (x - s) / s;
        let ln_ratio = if excess < 0.5 { libm::log1p(excess) } else { libm::log(x / s) };
        return Above {
            weight: libm::exp(-ln_poisson(s, x)),
            waiting: 0.0,
            wait: ln_ratio + ln_less_digamma(s),
        };
    }
    let (mut term, mut wait) = (1.0, 1.0 / s);
    let mut sums = Above { weight: 1.0, waiting: 0.0, wait };
    for j in 1..=terms_max(x + s) {
        let j = j as f64;
        let rate = 1.0 / (s + j);
        let ratio = x * rate;
        term *= ratio;
        wait += rate;
        sums.weight += term;
        sums.waiting += j * term;
        sums.wait += term * wait;
        if ratio < 1.0 && j * term <= NEGLIGIBLE * sums.waiting * (1.0 - ratio) {
            break;
        }
    }
    Above { wait: sums.wait / sums.weight, ..sums }
}
