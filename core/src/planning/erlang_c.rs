//! Erlang C: everybody waits for as long as it takes (M/M/c).

use serde::{Deserialize, Serialize};

use super::steady_state::SteadyState;
use super::traffic::{Found, Traffic, elapsed};
use crate::error::faults::both;
use crate::error::{Path, Result};
use crate::limits::bounds;
use crate::model::check::number_within;

/// Poisson arrivals with exponential service times that wait in one line, first come first served.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErlangC {
    /// Patients who come per minute, 0 to
    /// [`ARRIVALS_PER_MINUTE_MAX`](crate::limits::ARRIVALS_PER_MINUTE_MAX).
    pub arrivals_per_minute: f64,
    /// Mean minutes that a doctor needs for a patient, within
    /// [`PLANNING_MINUTES_MIN`](crate::limits::PLANNING_MINUTES_MIN) and
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    pub service_minutes: f64,
    /// Doctors, the servers of the literature, more than the offered load and at most
    /// [`DOCTORS_MAX`](crate::limits::DOCTORS_MAX).
    #[serde(deserialize_with = "crate::wire::integer")]
    pub doctors: i64,
}

impl ErlangC {
    /// How many wait, and how long on average.
    ///
    /// Erlang 1917, as for [`ErlangB`](super::ErlangB): `C = B / (1 - ρ(1 - B))`, `Wq = C·s/(c - a)`; the
    /// means by J. D. C. Little, "A Proof for the Queuing Formula L = λW", Operations Research 9 (1961).
    ///
    /// # Errors
    ///
    /// A field out of its range; `unstable` where the offered load is not below the number of doctors.
    ///
    /// ```
    /// use frontdesk::planning::ErlangC;
    ///
    /// let practice = ErlangC { arrivals_per_minute: 0.225, service_minutes: 12.0, doctors: 3 };
    /// assert!((practice.steady_state()?.wait_minutes - 32.68).abs() < 0.01);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn steady_state(&self) -> Result<SteadyState> {
        Ok(self.waits()?.0)
    }

    /// The probability that a wait is longer than `minutes`, 0 to
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    ///
    /// Erlang 1917: `P(W > t) = C·exp(-(c - a)·t/s)`.
    ///
    /// # Errors
    ///
    /// As for [`steady_state`](Self::steady_state); `minutes` out of range.
    pub fn wait_exceeds(&self, minutes: f64) -> Result<f64> {
        let ((state, scale_minutes), minutes) = both(self.waits(), elapsed(minutes, "minutes"))?;
        Ok(state.wait_probability * libm::exp(-minutes / scale_minutes))
    }

    /// The wait in minutes that is not exceeded with `probability`, 0 to
    /// [`QUANTILE_PROBABILITY_MAX`](crate::limits::QUANTILE_PROBABILITY_MAX): the inverse of
    /// [`wait_exceeds`](Self::wait_exceeds), and 0 where so many do not wait at all.
    ///
    /// # Errors
    ///
    /// As for [`steady_state`](Self::steady_state); `probability` out of range.
    pub fn wait_quantile(&self, probability: f64) -> Result<f64> {
        let path = Path::Root.field("probability");
        let probability = number_within(probability, bounds::PROBABILITY, &path);
        let ((state, scale_minutes), probability) = both(self.waits(), probability)?;
        let exceeding = 1.0 - probability;
        match state.wait_probability > exceeding {
            true => Ok(scale_minutes * libm::log(state.wait_probability / exceeding)),
            false => Ok(0.0),
        }
    }

    /// The steady state, and the mean wait in minutes of those who wait.
    fn waits(&self) -> Result<(SteadyState, f64)> {
        let traffic =
            Traffic::checked(self.arrivals_per_minute, self.service_minutes, self.doctors)?.stable()?;
        let below = traffic.below();
        let spare_doctors = traffic.servers() - traffic.offered_load;
        let spare_share = spare_doctors / traffic.servers();
        let scale_minutes = traffic.service_minutes / spare_doctors;
        let wait_probability = 1.0 / (1.0 + below.weight * spare_share);
        let found = Found {
            all_busy_probability: wait_probability * spare_share,
            weight_above: 1.0 / spare_share,
            wait_probability,
            blocking_probability: 0.0,
            abandonment_probability: 0.0,
            wait_minutes: wait_probability * scale_minutes,
            offered_wait_minutes: wait_probability * scale_minutes,
            waiting: wait_probability * traffic.offered_load / spare_doctors,
        };
        Ok((traffic.steady_state(&below, &found), scale_minutes))
    }
}
