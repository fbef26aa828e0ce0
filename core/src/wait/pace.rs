//! The pace of a room: how long after one start the next one is, while somebody waits, whoever sees whom.
//!
//! It knows nothing of doctors, and so is right where it is not known who is there.

use super::RATES;
use super::rate::Rate;
use super::service::Fit;
use super::shape::Atoms;

/// The spread of gaps before any was seen, as a standard deviation of their logarithm.
const SPREAD: f64 = 0.8;
/// Fewer starts than this say nothing.
const STARTS_MIN: f64 = 20.0;

/// The pace as it was learned, forgotten at three rates. Row 0 is that of rooms with several doctors or
/// none; the others are those of rooms with one.
pub(crate) type Pace = [Rate; 3];

/// Learns a gap, in minutes. `level` is the logarithm of the minutes expected before any.
pub(crate) fn learn(pace: &mut Pace, row: usize, minutes: f64, level: f64) {
    for (rate, (half_life, _)) in pace.iter_mut().zip(RATES) {
        rate.learn(Some(row), 0, libm::log(minutes), &[level], SPREAD, libm::exp2(-1.0 / half_life));
    }
}

/// The gaps to come.
#[derive(Debug, Clone)]
pub(crate) struct PaceLaw {
    pub(crate) fit: Fit,
    pub(crate) atoms: Atoms,
}

impl PaceLaw {
    /// `None` as long as too few starts were seen.
    pub(crate) fn new(pace: &Pace, row: usize, level: f64) -> Option<Self> {
        let rate = Rate::best(pace);
        if rate.visits() < STARTS_MIN {
            return None;
        }
        let fit = rate.fit(rate.doctors(), &[level], SPREAD).with_doctors(rate.cells(Some(row), 1));
        Some(Self { fit, atoms: rate.atoms(SPREAD) })
    }
}
