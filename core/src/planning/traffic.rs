//! Traffic: who comes, how long each takes, and how many doctors there are; the states in which a doctor is
//! free.

use super::steady_state::SteadyState;
use crate::error::faults::both;
use crate::error::{ErrorCode, Number, Path, Result};
use crate::limits::bounds;
use crate::model::check::{number_within, within};

/// Poisson arrivals at a number of doctors, checked.
#[derive(Clone, Copy)]
pub(super) struct Traffic {
    pub(super) arrivals_per_minute: f64,
    pub(super) service_minutes: f64,
    pub(super) doctors: i64,
    /// Doctors that the work would keep busy, in erlangs.
    pub(super) offered_load: f64,
}

/// The states with fewer patients than doctors, reckoned against the state in which all doctors are busy and
/// nobody waits.
pub(super) struct Below {
    /// Their probability, as a multiple of that state's. Infinite where that state is too rare for a number.
    pub(super) weight: f64,
    /// The same with one doctor less.
    weight_before: f64,
    /// `Σ a^k/k!` over them, which is one over the probability that nobody is there, but for the states
    /// above.
    sum: f64,
    /// `a^c/c!`
    top: f64,
}

/// What a model finds out; the rest of a [`SteadyState`] follows from it.
pub(super) struct Found {
    /// Of the state in which all doctors are busy and nobody waits.
    pub(super) all_busy_probability: f64,
    /// Of all states with a busy doctor each, as a multiple of that.
    pub(super) weight_above: f64,
    pub(super) wait_probability: f64,
    pub(super) blocking_probability: f64,
    pub(super) abandonment_probability: f64,
    pub(super) wait_minutes: f64,
    pub(super) offered_wait_minutes: f64,
    /// Mean number of patients waiting.
    pub(super) waiting: f64,
}

impl Traffic {
    pub(super) fn checked(arrivals_per_minute: f64, service_minutes: f64, doctors: i64) -> Result<Self> {
        let root = Path::Root;
        let arrivals = root.field("arrivals_per_minute");
        let times = both(
            number_within(arrivals_per_minute, bounds::ARRIVALS, &arrivals),
            minutes(service_minutes, "service_minutes"),
        );
        let doctors_wanted = within(doctors, bounds::PLANNED_DOCTORS, &root.field("doctors"));
        let ((arrivals_per_minute, service_minutes), ()) = both(times, doctors_wanted)?;
        Ok(Self {
            arrivals_per_minute,
            service_minutes,
            doctors,
            offered_load: arrivals_per_minute * service_minutes,
        })
    }

    /// Refused where the queue would grow without end.
    pub(super) fn stable(self) -> Result<Self> {
        let Self { offered_load, doctors, .. } = self;
        if offered_load < self.servers() {
            Ok(self)
        } else {
            Err(ErrorCode::Unstable { offered_load: Number(offered_load), doctors }
                .at(&Path::Root.field("doctors")))
        }
    }

    /// The doctors, as a number to reckon with.
    pub(super) fn servers(&self) -> f64 {
        self.doctors as f64
    }

    /// By the recursion of Erlang B, in the form that only adds and multiplies: with `b` the weight for `k -
    /// 1` doctors, that for `k` is `(1 + b)·k/a`.
    pub(super) fn below(&self) -> Below {
        let mut below = Below { weight: 0.0, weight_before: 0.0, sum: 0.0, top: 1.0 };
        for k in 1..=self.doctors {
            let k = k as f64;
            below.weight_before = below.weight;
            below.weight = (1.0 + below.weight) * (k / self.offered_load);
            below.sum += below.top;
            below.top *= self.offered_load / k;
        }
        below
    }

    pub(super) fn steady_state(&self, below: &Below, found: &Found) -> SteadyState {
        let lost =
            found.blocking_probability + (1.0 - found.blocking_probability) * found.abandonment_probability;
        // Two forms of one sum. Each is the one that subtracts little where it is used.
        let busy_doctors = if self.offered_load <= self.servers() {
            self.offered_load * (1.0 - lost)
        } else {
            self.servers() * (1.0 - (below.weight - below.weight_before) * found.all_busy_probability)
        };
        SteadyState {
            offered_load: self.offered_load,
            utilisation: busy_doctors / self.servers(),
            wait_probability: found.wait_probability,
            blocking_probability: found.blocking_probability,
            abandonment_probability: found.abandonment_probability,
            empty_probability: 1.0 / (below.sum + below.top * found.weight_above),
            wait_minutes: found.wait_minutes,
            offered_wait_minutes: found.offered_wait_minutes,
            stay_minutes: found.wait_minutes + self.service_minutes * (1.0 - found.abandonment_probability),
            waiting: found.waiting,
            present: found.waiting + busy_doctors,
            busy_doctors,
        }
    }
}

/// A mean duration.
pub(super) fn minutes(value: f64, field: &str) -> Result<f64> {
    number_within(value, bounds::MEAN_MINUTES, &Path::Root.field(field))
}

/// Time that has passed or may pass, which can be none.
pub(super) fn elapsed(value: f64, field: &str) -> Result<f64> {
    number_within(value, bounds::ELAPSED_MINUTES, &Path::Root.field(field))
}
