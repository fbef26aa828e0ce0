//! M/G/c: service times of any spread, exact for one doctor and an approximation for more.

use serde::{Deserialize, Serialize};

use super::erlang_c::ErlangC;
use super::steady_state::SteadyState;
use super::traffic::minutes;
use crate::error::faults::both;
use crate::error::{Path, Result};
use crate::limits::bounds;
use crate::model::check::number_within;

/// Poisson arrivals with service times of which mean and spread are known, that wait in one line, first come
/// first served.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mgc {
    /// Patients who come per minute, 0 to
    /// [`ARRIVALS_PER_MINUTE_MAX`](crate::limits::ARRIVALS_PER_MINUTE_MAX).
    pub arrivals_per_minute: f64,
    /// Mean minutes that a doctor needs for a patient, within
    /// [`PLANNING_MINUTES_MIN`](crate::limits::PLANNING_MINUTES_MIN) and
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    pub service_minutes: f64,
    /// Coefficient of variation of the service times, their standard deviation over their mean, 0 to
    /// [`SERVICE_CV_MAX`](crate::limits::SERVICE_CV_MAX): 0 always the same, 1 exponential.
    pub service_cv: f64,
    /// Doctors, the servers of the literature, more than the offered load and at most
    /// [`DOCTORS_MAX`](crate::limits::DOCTORS_MAX).
    #[serde(deserialize_with = "crate::wire::integer")]
    pub doctors: i64,
}

impl Mgc {
    /// How long patients wait on average.
    ///
    /// With one doctor exact: F. Pollaczek, "Über eine Aufgabe der Wahrscheinlichkeitstheorie", Mathematische
    /// Zeitschrift 32 (1930), and A. Y. Khinchine, "Mathematical theory of a stationary queue",
    /// Matematicheskii Sbornik 39 (1932): `Wq = λE[S²]/(2(1 - ρ))`. With more the approximation of
    /// Allen and Cunneen, in A. O. Allen, "Probability, Statistics, and Queueing Theory", 2nd ed. (1990): `Wq
    /// ≈ Wq(M/M/c)·(1 + cv²)/2`; the probabilities are those of [`ErlangC`] then.
    ///
    /// # Errors
    ///
    /// A field out of its range; `unstable` where the offered load is not below the number of doctors.
    ///
    /// ```
    /// use frontdesk::planning::Mgc;
    ///
    /// let practice = Mgc { arrivals_per_minute: 0.06, service_minutes: 12.0, service_cv: 0.8, doctors: 1 };
    /// assert!((practice.steady_state()?.wait_minutes - 25.3).abs() < 0.01);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn steady_state(&self) -> Result<SteadyState> {
        let Self { arrivals_per_minute, service_minutes, doctors, .. } = *self;
        let markov = ErlangC { arrivals_per_minute, service_minutes, doctors }.steady_state();
        let (spread, markov) = both(self.spread(), markov)?;
        let (wait_minutes, waiting) = (markov.wait_minutes * spread, markov.waiting * spread);
        Ok(SteadyState {
            wait_minutes,
            offered_wait_minutes: wait_minutes,
            stay_minutes: wait_minutes + service_minutes,
            waiting,
            present: waiting + markov.busy_doctors,
            ..markov
        })
    }

    /// The mean minutes that a doctor who is found busy still needs for the patient of the moment:
    /// `E[S²]/(2E[S])`.
    ///
    /// The residual life of renewal theory, as in D. R. Cox, "Renewal Theory" (1962), §5.2.
    ///
    /// # Errors
    ///
    /// `service_minutes` or `service_cv` out of its range.
    pub fn residual_minutes(&self) -> Result<f64> {
        let (minutes, spread) = both(minutes(self.service_minutes, "service_minutes"), self.spread())?;
        Ok(minutes * spread)
    }

    fn spread(&self) -> Result<f64> {
        let cv = number_within(self.service_cv, bounds::SERVICE_CV, &Path::Root.field("service_cv"))?;
        Ok((1.0 + cv * cv) / 2.0)
    }
}
