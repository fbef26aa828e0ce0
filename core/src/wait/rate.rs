//! The lengths of a clinic's visits, forgotten at one rate.

use serde::{Deserialize, Serialize};

use super::RATES;
use super::service::{Fit, Seen};
use super::shape::{Atoms, COUNT_MAX, Shape};

/// How much of the score is kept with each visit: about the last hundred count.
const SCORE_KEPT: f64 = 0.99;
/// Visits that the spread expected beforehand counts for. It differs less from practice to practice than how
/// long visits are, so it takes more of them to say otherwise.
const SPREAD_PRIOR_VISITS: f64 = 30.0;
/// Beyond this, a logarithm of minutes is none of a visit.
const LOGARITHM_MAX: f64 = 50.0;
/// The most by which one such logarithm can differ from another.
const MISS_MAX: f64 = 2.0 * LOGARITHM_MAX;

/// The lengths of a clinic's visits, in which older ones count less.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LearnerRate"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Rate {
    /// By doctor and column. Rows are as long as they must be.
    cells: Vec<Vec<Seen>>,
    /// By column, those of nobody knows which doctor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<Seen>,
    shape: Shape,
    /// Of what the model missed: how often, and the sum of squares.
    missed: Seen,
    /// How likely the model took what came to be, as a logarithm.
    score: f64,
}

impl Rate {
    /// Learns the logarithm of a visit's minutes, of a doctor who may not be known. Everything
    /// before counts `keep` as much from now on.
    pub(crate) fn learn(
        &mut self,
        doctor: Option<usize>,
        column: usize,
        logarithm: f64,
        prior: &[f64],
        spread: f64,
        keep: f64,
    ) {
        let doctors = doctor.map_or(self.cells.len(), |doctor| self.cells.len().max(doctor + 1));
        self.cells.resize_with(doctors, Vec::new);
        let row = doctor.map_or(&mut self.unknown, |doctor| &mut self.cells[doctor]);
        row.resize(row.len().max(column + 1), Seen::default());

        let before = logarithm - self.fit(doctors, prior, spread).expected_of(doctor, column);
        let variance = self.variance(spread);
        let score = SCORE_KEPT * self.score - 0.5 * (libm::log(variance) + before * before / variance);
        self.score = score.clamp(-COUNT_MAX, COUNT_MAX);

        let cells = self.cells.iter_mut().flatten().chain(&mut self.unknown);
        for cell in cells.chain([&mut self.missed]) {
            (cell.visits, cell.sum) = (cell.visits * keep, cell.sum * keep);
        }
        self.shape.forget(keep);
        let row = doctor.map_or(&mut self.unknown, |doctor| &mut self.cells[doctor]);
        let cell = &mut row[column];
        (cell.visits, cell.sum) = (cell.visits + 1.0, cell.sum + logarithm);

        // What is missed before learning is too much by what was not known of the mean, and after it too
        // little: their geometric mean is right.
        let after = logarithm - self.fit(doctors, prior, spread).expected_of(doctor, column);
        let square = (before * after).max(0.0);
        (self.missed.visits, self.missed.sum) = (self.missed.visits + 1.0, self.missed.sum + square);
        self.shape.learn(if before < 0.0 { -square.sqrt() } else { square.sqrt() });
    }

    /// Adds another's visits, whose doctors and columns are these.
    pub(crate) fn merge(&mut self, other: &Self, doctors: &[usize], columns: &[usize]) {
        for (cells, &doctor) in other.cells.iter().zip(doctors) {
            self.cells.resize_with(self.cells.len().max(doctor + 1), Vec::new);
            for (cell, &column) in cells.iter().zip(columns) {
                let row = &mut self.cells[doctor];
                row.resize(row.len().max(column + 1), Seen::default());
                (row[column].visits, row[column].sum) =
                    (row[column].visits + cell.visits, row[column].sum + cell.sum);
            }
        }
        for (cell, &column) in other.unknown.iter().zip(columns) {
            self.unknown.resize(self.unknown.len().max(column + 1), Seen::default());
            let mine = &mut self.unknown[column];
            (mine.visits, mine.sum) = (mine.visits + cell.visits, mine.sum + cell.sum);
        }
        self.shape.merge(&other.shape);
        (self.missed.visits, self.missed.sum) =
            (self.missed.visits + other.missed.visits, self.missed.sum + other.missed.sum);
        self.score += other.score;
    }

    /// Of rates that forget at different speed the one that foretells best; of equals the slowest, which
    /// knows most.
    pub(crate) fn best(rates: &[Self; 3]) -> &Self {
        let worth = |index: usize| rates[index].score - RATES[index].1;
        let best = (0..RATES.len())
            .rev()
            .fold(RATES.len() - 1, |best, index| if worth(index) > worth(best) { index } else { best });
        &rates[best]
    }

    /// How many visits are not forgotten.
    pub(crate) fn visits(&self) -> f64 {
        self.missed.visits
    }

    /// Of how many doctors something was seen.
    pub(crate) fn doctors(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn fit(&self, doctors: usize, prior: &[f64], spread: f64) -> Fit {
        let seen: Vec<Seen> = (0..doctors).flat_map(|doctor| self.cells(Some(doctor), prior.len())).collect();
        Fit::new(&seen, &self.unknown, prior, self.variance(spread))
    }

    /// What was seen of a doctor, in so many columns.
    pub(crate) fn cells(&self, doctor: Option<usize>, columns: usize) -> impl Iterator<Item = Seen> + '_ {
        let row = doctor.and_then(|doctor| self.cells.get(doctor)).map_or(&[][..], Vec::as_slice);
        (0..columns).map(|column| row.get(column).copied().unwrap_or_default())
    }

    pub(crate) fn atoms(&self, spread: f64) -> Atoms {
        self.shape.atoms(self.variance(spread).sqrt())
    }

    /// Of the logarithms of visits about what is expected of them.
    fn variance(&self, spread: f64) -> f64 {
        (SPREAD_PRIOR_VISITS * spread * spread + self.missed.sum) / (SPREAD_PRIOR_VISITS + self.missed.visits)
    }

    /// Whether these can be sums over visits of so many doctors and columns.
    pub(crate) fn is_valid(&self, doctors: usize, columns: usize) -> bool {
        let counts = |seen: &Seen| {
            (0.0..=COUNT_MAX).contains(&seen.visits) && seen.sum.abs() <= LOGARITHM_MAX * seen.visits
        };
        self.cells.len() <= doctors
            && self.cells.iter().all(|row| row.len() <= columns && row.iter().all(counts))
            && self.unknown.len() <= columns
            && self.unknown.iter().all(counts)
            && self.shape.is_valid()
            && (0.0..=COUNT_MAX).contains(&self.missed.visits)
            && (0.0..=MISS_MAX * MISS_MAX * self.missed.visits).contains(&self.missed.sum)
            && self.score.abs() <= COUNT_MAX
    }
}
