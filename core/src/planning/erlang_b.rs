//! Erlang B: nobody waits, who finds every doctor busy is turned away (M/M/c/c).

use serde::{Deserialize, Serialize};

use super::steady_state::SteadyState;
use super::traffic::{Found, Traffic};
use crate::error::Result;

/// Poisson arrivals that are served at once or turned away.
///
/// The distribution of service times makes no difference, only its mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErlangB {
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
}

impl ErlangB {
    /// How many are turned away, and what that leaves to do. There is a steady state under any load.
    ///
    /// A. K. Erlang, "Løsning af nogle Problemer fra Sandsynlighedsregningen af Betydning for de automatiske
    /// Telefoncentraler", Elektroteknikeren 13 (1917): `B = (a^c/c!) / Σ_{k≤c} a^k/k!`.
    ///
    /// # Errors
    ///
    /// A field out of its range.
    ///
    /// ```
    /// use frontdesk::planning::ErlangB;
    ///
    /// let phones = ErlangB { arrivals_per_minute: 1.0, service_minutes: 2.0, doctors: 2 };
    /// assert_eq!(phones.steady_state()?.blocking_probability, 0.4);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn steady_state(&self) -> Result<SteadyState> {
        let traffic = Traffic::checked(self.arrivals_per_minute, self.service_minutes, self.doctors)?;
        let below = traffic.below();
        let blocking_probability = 1.0 / (1.0 + below.weight);
        let found = Found {
            all_busy_probability: blocking_probability,
            weight_above: 1.0,
            wait_probability: 0.0,
            blocking_probability,
            abandonment_probability: 0.0,
            wait_minutes: 0.0,
            offered_wait_minutes: 0.0,
            waiting: 0.0,
        };
        Ok(traffic.steady_state(&below, &found))
    }
}
