//! Staffing: the fewest doctors that keep a service level, such as eight of ten within ten minutes.

use serde::{Deserialize, Serialize};

use super::traffic::{Traffic, elapsed};
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{DOCTORS_MAX, bounds};
use crate::model::check::number_within;

/// A service level: a share of patients who wait no longer than some minutes, in the model of
/// [`ErlangC`](super::ErlangC).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// Patients who come per minute, 0 to
    /// [`ARRIVALS_PER_MINUTE_MAX`](crate::limits::ARRIVALS_PER_MINUTE_MAX).
    pub arrivals_per_minute: f64,
    /// Mean minutes that a doctor needs for a patient, within
    /// [`PLANNING_MINUTES_MIN`](crate::limits::PLANNING_MINUTES_MIN) and
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    pub service_minutes: f64,
    /// The longest wait of the promise, 0 to [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    pub within_minutes: f64,
    /// The share of patients to whom it is kept, 0 to
    /// [`QUANTILE_PROBABILITY_MAX`](crate::limits::QUANTILE_PROBABILITY_MAX).
    pub probability: f64,
}

impl ServiceLevel {
    /// The fewest doctors with whom there is a steady state and at least that share waits no longer.
    ///
    /// The formula of [`ErlangC::wait_exceeds`](super::ErlangC::wait_exceeds), asked for one doctor after the
    /// other.
    ///
    /// # Errors
    ///
    /// A field out of its range; `unstable` where even [`DOCTORS_MAX`] can't keep up, and `too_many` where
    /// they can but don't keep the promise.
    ///
    /// ```
    /// use frontdesk::planning::ServiceLevel;
    ///
    /// let promise = ServiceLevel {
    ///     arrivals_per_minute: 0.225, service_minutes: 12.0, within_minutes: 10.0, probability: 0.8,
    /// };
    /// assert_eq!(promise.doctors()?, 4);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn doctors(&self) -> Result<i64> {
        let most = DOCTORS_MAX as i64;
        let path = Path::Root.field("probability");
        let promise = both(
            elapsed(self.within_minutes, "within_minutes"),
            number_within(self.probability, bounds::PROBABILITY, &path),
        );
        let traffic = Traffic::checked(self.arrivals_per_minute, self.service_minutes, most);
        let (traffic, (within_minutes, probability)) = both(traffic, promise)?;
        let (within, exceeding) = (within_minutes / traffic.service_minutes, 1.0 - probability);
        let load = traffic.stable()?.offered_load;
        let mut below = 0.0;
        // Under the largest load that is stable, a good five square roots more than the load are enough.
        for doctors in 1..=2 * most {
            let servers = doctors as f64;
            below = (1.0 + below) * (servers / load);
            let spare = servers - load;
            if spare > 0.0 && libm::exp(-spare * within) / (1.0 + below * spare / servers) <= exceeding {
                return match doctors <= most {
                    true => Ok(doctors),
                    false => Err(ErrorCode::TooMany { count: doctors as u64, limit: most as u64 }
                        .at(&Path::Root.field("probability"))),
                };
            }
        }
        unreachable!("twice as many doctors as work leave hardly anybody waiting")
    }
}
