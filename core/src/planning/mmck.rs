//! M/M/c/K: a waiting room with a limited number of places.

use serde::{Deserialize, Serialize};

use super::steady_state::SteadyState;
use super::traffic::{Below, Found, Traffic};
use crate::error::{Path, Result};
use crate::limits::PLACES_MAX;
use crate::model::check::range;

/// Poisson arrivals with exponential service times, turned away where every place is taken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mmck {
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
    /// Patients who can be there at once, waiting or with a doctor (`K`), at least as many as doctors and at
    /// most [`PLACES_MAX`].
    #[serde(deserialize_with = "crate::wire::integer")]
    pub places: i64,
}

/// The states in which every doctor is busy, as multiples of one of them.
#[derive(Default)]
struct Above {
    /// Of that state in which nobody waits.
    all_busy: f64,
    /// Of those with a place left.
    open: f64,
    /// Of the one without.
    full: f64,
    /// Of each, times the number waiting.
    waiting: f64,
}

impl Mmck {
    /// How many are turned away, and how long those let in wait. There is a steady state under any load.
    ///
    /// The birth and death process with constant rates, as in D. Gross, J. F. Shortle, J. M. Thompson and C.
    /// M. Harris, "Fundamentals of Queueing Theory", 4th ed. (2008), §2.5: `p_{c+j} = p_c·ρ^j` up to `K`.
    /// As many places as doctors is [`ErlangB`](super::ErlangB).
    ///
    /// # Errors
    ///
    /// A field out of its range.
    ///
    /// ```
    /// use frontdesk::planning::Mmck;
    ///
    /// let practice = Mmck { arrivals_per_minute: 0.45, service_minutes: 6.0, doctors: 3, places: 10 };
    /// assert!((practice.steady_state()?.blocking_probability - 0.0603).abs() < 1e-4);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn steady_state(&self) -> Result<SteadyState> {
        let traffic = Traffic::checked(self.arrivals_per_minute, self.service_minutes, self.doctors)?;
        range(self.places, self.doctors, PLACES_MAX, &Path::Root.field("places"))?;
        let below = traffic.below();
        Ok(traffic.steady_state(&below, &self.found(&traffic, &below)))
    }

    fn found(&self, traffic: &Traffic, below: &Below) -> Found {
        let above = self.above(traffic.offered_load / traffic.servers());
        // Infinite only where nobody waits.
        let less = below.weight * above.all_busy;
        let total = less + above.open + above.full;
        let blocking_probability = above.full / total;
        let let_in = if traffic.offered_load > traffic.servers() {
            (less + above.open) / total
        } else {
            1.0 - blocking_probability
        };
        let waiting = above.waiting / total;
        let wait_minutes = if waiting > 0.0 { waiting / (traffic.arrivals_per_minute * let_in) } else { 0.0 };
        Found {
            all_busy_probability: above.all_busy / total,
            weight_above: (above.open + above.full) / above.all_busy,
            wait_probability: above.open / total / let_in,
            blocking_probability,
            abandonment_probability: 0.0,
            wait_minutes,
            offered_wait_minutes: wait_minutes,
            waiting,
        }
    }

    /// The largest state is the measure of all, so that none overflows: the first for a load up to 1, the
    /// last above.
    fn above(&self, load: f64) -> Above {
        let queue = self.places - self.doctors;
        let (ratio, rising) = if load > 1.0 { (1.0 / load, true) } else { (load, false) };
        let mut above = Above::default();
        let mut weight = 1.0;
        for step in 0..=queue {
            let waiting = if rising { queue - step } else { step };
            match waiting == queue {
                true => above.full = weight,
                false => above.open += weight,
            }
            if waiting == 0 {
                above.all_busy = weight;
            }
            above.waiting += waiting as f64 * weight;
            weight *= ratio;
        }
        above
    }
}
