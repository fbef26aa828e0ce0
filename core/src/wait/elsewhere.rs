//! How long patients are elsewhere whom a doctor sends in the middle of a visit: learned as lengths of visits
//! are, by the doctor and the reason, with the ratios as they were seen.

use super::RATES;
use super::rate::Rate;
use super::shape::Atoms;

/// What it takes before any was seen, in minutes, and its spread as a standard deviation of the logarithm.
const MINUTES: f64 = 20.0;
const SPREAD: f64 = 0.8;

/// Times elsewhere as they were learned, forgotten at three rates.
pub(crate) type Elsewhere = [Rate; 3];

/// The level of each column before any.
fn prior(columns: usize) -> Vec<f64> {
    vec![libm::log(MINUTES); columns]
}

/// Learns how long somebody was elsewhere.
pub(crate) fn learn(elsewhere: &mut Elsewhere, doctor: usize, column: usize, columns: usize, seconds: i64) {
    let logarithm = libm::log(seconds.max(1) as f64 / 60.0);
    for (rate, (half_life, _)) in elsewhere.iter_mut().zip(RATES) {
        let keep = libm::exp2(-1.0 / half_life);
        rate.learn(Some(doctor), column, logarithm, &prior(columns), SPREAD, keep);
    }
}

/// How long it takes.
#[derive(Debug, Clone)]
pub(crate) struct ElsewhereLaw {
    columns: usize,
    /// The most likely seconds, before they scatter: by doctor and column, and then by column where nobody
    /// knows who sent them.
    expected: Vec<f64>,
    pub(crate) atoms: Atoms,
}

impl ElsewhereLaw {
    /// Of these doctors, as far as they are known.
    pub(crate) fn new(elsewhere: &Elsewhere, doctors: &[Option<usize>], columns: usize) -> Self {
        let rate = Rate::best(elsewhere);
        let fit = rate.fit(rate.doctors(), &prior(columns), SPREAD);
        let of_nobody = (0..columns).map(|column| fit.expected_of(None, column)).collect::<Vec<_>>();
        let cells = doctors.iter().flat_map(|doctor| rate.cells(*doctor, columns));
        let mut expected = fit.with_doctors(cells).expected();
        expected.extend(of_nobody);
        expected.iter_mut().for_each(|logarithm| *logarithm = 60.0 * libm::exp(*logarithm));
        Self { columns, expected, atoms: rate.atoms(SPREAD) }
    }

    /// The most likely seconds of a doctor and a column.
    pub(crate) fn expected(&self, doctor: Option<usize>, column: usize) -> f64 {
        let row = doctor.unwrap_or(self.expected.len() / self.columns - 1);
        self.expected[row * self.columns + column]
    }
}
