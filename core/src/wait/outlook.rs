//! What is expected of the visits of the doctors and reasons of one scene.

use super::elsewhere::ElsewhereLaw;
use super::habits::Habits;
use super::pace::PaceLaw;
use super::pause::PauseLaw;
use super::service::Fit;
use super::shape::Atoms;

/// What is expected of visits. Lengths are by doctor and column, a column being a reason.
#[derive(Debug, Clone)]
pub(crate) struct Outlook {
    pub(crate) fit: Fit,
    pub(crate) atoms: Atoms,
    /// How many visits that was learned from.
    pub(crate) visits: f64,
    pub(crate) habits: Habits,
    /// How long a free doctor pauses while somebody waits, if that is known; and how many times as likely a
    /// pause of each doctor ends.
    pub(crate) pauses: Option<PauseLaw>,
    pub(crate) pause_factors: Vec<f64>,
    pub(crate) pace: Option<PaceLaw>,
    /// How long patients are elsewhere in the middle of a visit, if anybody is.
    pub(crate) elsewhere: Option<ElsewhereLaw>,
    pub(crate) columns: usize,
    /// The most likely seconds, before they scatter.
    pub(crate) expected: Vec<f64>,
    /// The share of walk-ins whose column is this one or one before.
    pub(crate) mix: Vec<f64>,
    /// Patients who join per second: urgent ones, by doctor those who go first with that one, and those who
    /// go before nobody.
    pub(crate) urgent_rate: f64,
    pub(crate) own_first_rates: Vec<f64>,
    pub(crate) in_turn_rate: f64,
    /// Those with a head start of so many seconds.
    pub(crate) head_start_rates: Vec<(f64, f64)>,
}

impl Outlook {
    /// Whether a visit of so many seconds would be far longer than nearly all that were learned.
    pub(crate) fn is_unlikely(&self, doctor: usize, column: usize, seconds: i64) -> bool {
        let expected = self.expected[doctor * self.columns + column] / 60.0;
        self.atoms.is_unlikely(seconds as f64 / 60.0, expected)
    }
}
