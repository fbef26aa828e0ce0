//! The steady state of a queue, which all models of the long run answer with.

use serde::{Deserialize, Serialize};

/// The long-run averages of a queue, the same fields for every model.
///
/// Minutes are those of the input; probabilities are shares of patients, or of time, between 0 and 1. A
/// number below the smallest that `f64` holds is 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SteadyState {
    /// Doctors that the arrivals would keep busy if none were lost, in erlangs: arrivals per minute times
    /// minutes per patient (`a`).
    pub offered_load: f64,
    /// The share of their time that doctors spend with patients (`ρ` where no patient is lost).
    pub utilisation: f64,
    /// The share of those let in who have to wait.
    pub wait_probability: f64,
    /// The share of arrivals turned away.
    pub blocking_probability: f64,
    /// The share of those let in who give up waiting.
    pub abandonment_probability: f64,
    /// The share of time in which nobody is there (`P₀`).
    pub empty_probability: f64,
    /// The mean wait of those let in, who does not wait and who gives up among them (`Wq`).
    pub wait_minutes: f64,
    /// The mean wait of somebody who would never give up.
    pub offered_wait_minutes: f64,
    /// The mean time from arrival to departure of those let in (`W`).
    pub stay_minutes: f64,
    /// The mean number of patients waiting (`Lq`).
    pub waiting: f64,
    /// The mean number of patients waiting or with a doctor (`L`).
    pub present: f64,
    /// The mean number of doctors with a patient.
    pub busy_doctors: f64,
}
