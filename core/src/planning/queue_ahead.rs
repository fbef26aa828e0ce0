//! The wait behind a number of patients, from the number alone.

use serde::{Deserialize, Serialize};

use super::gamma::{erlang_exceeds, erlang_quantile};
use super::traffic::{elapsed, minutes};
use crate::error::faults::both;
use crate::error::{Path, Result};
use crate::limits::bounds;
use crate::model::check::{number_within, within};

/// Somebody who waits behind others for doctors who are all busy, with exponential service times, where
/// nobody gives up.
///
/// The wait is the sum of `ahead + 1` times until some doctor is free: an Erlang distribution of that shape,
/// with the rate at which all doctors together finish. W. Whitt, "Predicting Queueing Delays", Management
/// Science 45 (1999).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QueueAhead {
    /// Patients who wait and are served before, 0 to [`AHEAD_MAX`](crate::limits::AHEAD_MAX).
    #[serde(deserialize_with = "crate::wire::integer")]
    pub ahead: i64,
    /// Mean minutes that a doctor needs for a patient, within
    /// [`PLANNING_MINUTES_MIN`](crate::limits::PLANNING_MINUTES_MIN) and
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    pub service_minutes: f64,
    /// Doctors, the servers of the literature, 1 to [`DOCTORS_MAX`](crate::limits::DOCTORS_MAX).
    #[serde(deserialize_with = "crate::wire::integer")]
    pub doctors: i64,
}

/// The same where those ahead give up after an exponential patience. The one who waits does not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImpatientQueueAhead {
    /// Patients who wait and are served before unless they give up, 0 to
    /// [`AHEAD_MAX`](crate::limits::AHEAD_MAX).
    #[serde(deserialize_with = "crate::wire::integer")]
    pub ahead: i64,
    /// Mean minutes that a doctor needs for a patient, as in [`QueueAhead`].
    pub service_minutes: f64,
    /// Doctors, the servers of the literature, 1 to [`DOCTORS_MAX`](crate::limits::DOCTORS_MAX).
    #[serde(deserialize_with = "crate::wire::integer")]
    pub doctors: i64,
    /// Mean minutes that a patient is willing to wait (`1/θ`), in the same range as `service_minutes`.
    pub patience_minutes: f64,
}

/// The middle and the spread of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitBehind {
    /// The mean, in minutes.
    pub mean_minutes: f64,
    /// The standard deviation, in minutes.
    pub sd_minutes: f64,
    /// The root of the mean squared error of predicting the mean, over the mean.
    pub relative_rmse: f64,
}

impl QueueAhead {
    /// The mean wait and its spread.
    ///
    /// Whitt 1999: `(n + 1)/(cμ)`, `√(n + 1)/(cμ)`, `1/√(n + 1)`.
    ///
    /// # Errors
    ///
    /// A field out of its range.
    pub fn wait(&self) -> Result<WaitBehind> {
        let (ahead, next_minutes) = self.checked()?;
        let root = (ahead + 1.0).sqrt();
        Ok(WaitBehind {
            mean_minutes: (ahead + 1.0) * next_minutes,
            sd_minutes: root * next_minutes,
            relative_rmse: 1.0 / root,
        })
    }

    /// The probability that the wait is longer than `minutes`, 0 to
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    ///
    /// Erlang's distribution: `Σ_{k≤n} x^k·e^-x/k!` with `x = cμt`.
    ///
    /// # Errors
    ///
    /// A field or `minutes` out of its range.
    pub fn wait_exceeds(&self, minutes: f64) -> Result<f64> {
        let ((ahead, next_minutes), minutes) = both(self.checked(), elapsed(minutes, "minutes"))?;
        Ok(erlang_exceeds(ahead, minutes / next_minutes))
    }

    /// The wait in minutes that is not exceeded with `probability`, 0 to
    /// [`QUANTILE_PROBABILITY_MAX`](crate::limits::QUANTILE_PROBABILITY_MAX): the inverse of
    /// [`wait_exceeds`](Self::wait_exceeds).
    ///
    /// # Errors
    ///
    /// A field or `probability` out of its range.
    ///
    /// ```
    /// use frontdesk::planning::QueueAhead;
    ///
    /// let queue = QueueAhead { ahead: 5, service_minutes: 12.0, doctors: 3 };
    /// assert_eq!(queue.wait()?.mean_minutes, 24.0);
    /// assert!((queue.wait_quantile(0.9)? - 37.1).abs() < 0.01);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn wait_quantile(&self, probability: f64) -> Result<f64> {
        let path = Path::Root.field("probability");
        let probability = number_within(probability, bounds::PROBABILITY, &path);
        let ((ahead, next_minutes), probability) = both(self.checked(), probability)?;
        Ok(erlang_quantile(ahead, probability) * next_minutes)
    }

    /// Those ahead, and the mean minutes until the next doctor is free.
    fn checked(&self) -> Result<(f64, f64)> {
        let root = Path::Root;
        let ahead = within(self.ahead, bounds::AHEAD, &root.field("ahead"));
        let ahead = both(ahead, minutes(self.service_minutes, "service_minutes"));
        let doctors = within(self.doctors, bounds::PLANNED_DOCTORS, &root.field("doctors"));
        let (((), service_minutes), ()) = both(ahead, doctors)?;
        Ok((self.ahead as f64, service_minutes / self.doctors as f64))
    }
}

impl ImpatientQueueAhead {
    /// The mean wait and its spread.
    ///
    /// R. Ibrahim and W. Whitt, "Real-Time Delay Estimation in Overloaded Multiserver Queues with
    /// Abandonments", Management Science 55 (2009), there `QL_m`: with `i` still ahead, somebody leaves
    /// at the rate `cμ + iθ`, so the mean is `Σ_{i≤n} 1/(cμ + iθ)` and the variance the sum of the squares.
    ///
    /// # Errors
    ///
    /// A field out of its range.
    ///
    /// ```
    /// use frontdesk::planning::ImpatientQueueAhead;
    ///
    /// let queue = ImpatientQueueAhead {
    ///     ahead: 5, service_minutes: 10.0, doctors: 4, patience_minutes: 25.0,
    /// };
    /// assert!((queue.wait()?.mean_minutes - 12.23).abs() < 0.01);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn wait(&self) -> Result<WaitBehind> {
        let Self { ahead, service_minutes, doctors, patience_minutes } = *self;
        let queue = QueueAhead { ahead, service_minutes, doctors }.checked();
        let ((ahead, next_minutes), patience_minutes) =
            both(queue, minutes(patience_minutes, "patience_minutes"))?;
        let (mut mean_minutes, mut variance) = (0.0, 0.0);
        for still_ahead in 0..=ahead as u32 {
            let step_minutes = 1.0 / (1.0 / next_minutes + f64::from(still_ahead) / patience_minutes);
            mean_minutes += step_minutes;
            variance += step_minutes * step_minutes;
        }
        let sd_minutes = variance.sqrt();
        Ok(WaitBehind { mean_minutes, sd_minutes, relative_rmse: sd_minutes / mean_minutes })
    }
}
