//! What is expected of the visits of the doctors and reasons of one scene.

use super::habits::Habits;
use super::service::Fit;
use super::shape::Atoms;

/// What is expected of visits. Lengths are by doctor and column, a column being a reason.
#[derive(Debug, Clone)]
pub(crate) struct Outlook {
    pub(crate) fit: Fit,
    pub(crate) atoms: Atoms,
    pub(crate) habits: Habits,
    pub(crate) columns: usize,
    /// The most likely seconds, before they scatter.
    pub(crate) expected: Vec<f64>,
    /// The share of walk-ins whose column is this one or one before.
    pub(crate) mix: Vec<f64>,
    /// Patients per second who go before those who wait: urgent ones, and by doctor those who want that one first.
    pub(crate) urgent_rate: f64,
    pub(crate) own_first_rates: Vec<f64>,
}
