//! How long a visit lasts with a doctor for a reason: a Gaussian model of its logarithm, with everything that
//! could be known pulled towards what usually holds (Lindley, Smith: Bayes Estimates for the Linear Model,
//! JRSS B 1972).
//!
//! ```text
//! ln minutes = level of the reason + doctor + doctor with this reason + what is left
//! ```
//!
//! Every visit is one of a doctor and a reason, so its sums per such cell say all that the model can learn.
//! The effects of cells and of doctors are integrated out one after the other; what remains is a system of as
//! many equations as there are reasons.

use serde::{Deserialize, Serialize};

use super::dice::{self, Luck};

/// Standard deviations of what is not known, as logarithms: what is configured is off by two fifths for the
/// clinic as a whole, by a fifth for each reason beside it, and by a third for each doctor, as a rule.
///
/// Of ten practices the means were from 5.7 to 8.5 minutes, and those of their 51 doctors from 4.4 to 11
/// (Carr-Hill et al., J Health Serv Res Policy 1998), so practices differ by less; but what is configured is
/// somebody's guess. Within a country two sevenths of the variance are between doctors (Deveugele et al., BMJ
/// 2002).
const CLINIC_SD: f64 = 0.4;
const REASON_SD: f64 = 0.2;
const DOCTOR_SD: f64 = 0.3;
/// Of a doctor with a reason, beside both.
const CELL_SD: f64 = 0.12;

/// Visits of one doctor for one reason: how many, and the sum of the logarithms of their minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LearnerSeen"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Seen {
    pub(crate) visits: f64,
    pub(crate) sum: f64,
}

impl Seen {
    fn mean(&self) -> f64 {
        if self.visits > 0.0 { self.sum / self.visits } else { 0.0 }
    }
}

/// What the visits of a doctor for a reason say.
#[derive(Debug, Clone, Copy)]
struct Cell {
    mean: f64,
    /// The weight of the mean in what it says about doctor and reason; 0 without visits.
    weight: f64,
    /// How much it counts against what doctor and reason say, and what is not known then, as a standard
    /// deviation.
    share: f64,
    sd: f64,
}

impl Cell {
    fn new(seen: &Seen, variance: f64) -> Self {
        let weight = weight(seen, variance);
        let share = CELL_SD * CELL_SD * weight;
        Self { mean: seen.mean(), weight, share, sd: CELL_SD * (1.0 - share).sqrt() }
    }
}

/// What is believed after the visits seen. Cells are by doctor and reason: `doctor * reasons + reason`.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    reasons: usize,
    variance: f64,
    cells: Vec<Cell>,
    /// The level of each reason, and the Cholesky factor of its precision, by rows.
    level: Vec<f64>,
    factor: Vec<f64>,
}

/// The weight of a cell's mean in what it says about doctor and reason.
fn weight(cell: &Seen, variance: f64) -> f64 {
    cell.visits / (variance + cell.visits * CELL_SD * CELL_SD)
}

impl Fit {
    /// `prior` is the level expected of each reason before any visit, `variance` that of visits about their
    /// cell. Those of `unknown` doctors, by reason, are taken to be of many of them.
    pub(crate) fn new(seen: &[Seen], unknown: &[Seen], prior: &[f64], variance: f64) -> Self {
        let reasons = prior.len();
        // The prior's precision, by the formula of Sherman and Morrison (Annals of Mathematical Statistics,
        // 1950).
        let own = 1.0 / (REASON_SD * REASON_SD);
        let shared = own * own / (1.0 / (CLINIC_SD * CLINIC_SD) + reasons as f64 * own);
        let mut precision = vec![-shared; reasons * reasons];
        let total: f64 = prior.iter().sum();
        let mut level: Vec<f64> = prior.iter().map(|level| own * level - shared * total).collect();
        for reason in 0..reasons {
            precision[reason * reasons + reason] += own;
        }
        let mut weights = Vec::with_capacity(reasons);
        for cells in seen.chunks_exact(reasons) {
            weights.clear();
            weights.extend(
                cells
                    .iter()
                    .enumerate()
                    .filter(|(_, cell)| cell.visits > 0.0)
                    .map(|(reason, cell)| (reason, weight(cell, variance), cell.mean())),
            );
            let sum = weights.iter().fold(1.0 / (DOCTOR_SD * DOCTOR_SD), |sum, (_, weight, _)| sum + weight);
            let pull = weights.iter().fold(0.0, |pull, (_, weight, mean)| pull + weight * mean) / sum;
            for &(a, weight_a, mean) in &weights {
                precision[a * reasons + a] += weight_a;
                level[a] += weight_a * (mean - pull);
                for &(b, weight_b, _) in &weights {
                    precision[a * reasons + b] -= weight_a * weight_b / sum;
                }
            }
        }
        for (reason, cell) in unknown.iter().enumerate().filter(|(_, cell)| cell.visits > 0.0) {
            let weight = weight(cell, variance);
            precision[reason * reasons + reason] += weight;
            level[reason] += weight * cell.mean();
        }
        let factor = cholesky(precision, reasons);
        forward(&factor, reasons, &mut level);
        backward(&factor, reasons, &mut level);
        let cells = seen.iter().map(|seen| Cell::new(seen, variance)).collect();
        Self { reasons, variance, cells, level, factor }
    }

    /// Keeps what is believed of reasons, and goes on with the cells of other doctors.
    pub(crate) fn with_doctors(self, seen: impl Iterator<Item = Seen>) -> Self {
        let cells = seen.map(|seen| Cell::new(&seen, self.variance)).collect();
        Self { cells, ..self }
    }

    /// The most likely logarithm of each cell.
    pub(crate) fn expected(&self) -> Vec<f64> {
        let mut cells = Vec::with_capacity(self.cells.len());
        self.draw(&vec![0.0; self.unknowns()], &self.doctor_spreads(), &mut cells);
        cells
    }

    /// The most likely logarithm of one cell.
    pub(crate) fn expected_of(&self, doctor: Option<usize>, reason: usize) -> f64 {
        let Some(doctor) = doctor else { return self.level[reason] };
        let cells = &self.cells[doctor * self.reasons..][..self.reasons];
        let expected = self.level[reason] + doctor_effect(cells, &self.level, doctor_precision(cells));
        expected + cells[reason].share * (cells[reason].mean - expected)
    }

    /// `count` sets of what may be believed, one after the other. Every unknown takes each of `count` equally
    /// likely values once.
    pub(crate) fn beliefs(&self, key: u64, count: u32) -> Vec<f64> {
        let middles: Vec<f64> =
            (0..count).map(|part| dice::normal((f64::from(part) + 0.5) / f64::from(count))).collect();
        // Cut into pieces, the normal distribution lacks its ends.
        let sd = (middles.iter().map(|z| z * z).sum::<f64>() / f64::from(count)).sqrt();
        let middles: Vec<f64> = middles.into_iter().map(|z| z / sd).collect();
        // By belief, a normal of each unknown. One unknown after the other: its luck is read once.
        let unknowns = self.unknowns();
        let mut normals = vec![0.0; unknowns * count as usize];
        for unknown in 0..unknowns {
            let luck = Luck::new(key ^ unknown as u64, count);
            for (belief, normals) in (0..count).zip(normals.chunks_exact_mut(unknowns)) {
                normals[unknown] = middles[luck.part(belief) as usize];
            }
        }
        let doctors = self.doctor_spreads();
        let mut cells = Vec::with_capacity(self.cells.len() * count as usize);
        normals.chunks_exact(unknowns).for_each(|normals| self.draw(normals, &doctors, &mut cells));
        cells
    }

    /// How much is not known: the level of each reason, and of each doctor the effect and the cells.
    fn unknowns(&self) -> usize {
        self.reasons + self.cells.len() / self.reasons * (self.reasons + 1)
    }

    /// By doctor, the precision of the effect and its standard deviation, which no draw changes.
    fn doctor_spreads(&self) -> Vec<(f64, f64)> {
        let precisions = self.cells.chunks_exact(self.reasons).map(doctor_precision);
        precisions.map(|precision| (precision, 1.0 / precision.sqrt())).collect()
    }

    /// The logarithms of all cells for one draw of every unknown: reasons, then each doctor, then the
    /// doctor's cells.
    fn draw(&self, normals: &[f64], doctors: &[(f64, f64)], out: &mut Vec<f64>) {
        let (reasons, rest) = normals.split_at(self.reasons);
        let mut level = reasons.to_vec();
        backward(&self.factor, self.reasons, &mut level);
        level.iter_mut().zip(&self.level).for_each(|(drawn, mean)| *drawn += mean);
        let cells = self.cells.chunks_exact(self.reasons).zip(rest.chunks_exact(self.reasons + 1));
        for ((cells, normals), &(precision, sd)) in cells.zip(doctors) {
            let doctor = doctor_effect(cells, &level, precision) + sd * normals[0];
            out.extend(cells.iter().zip(&level).zip(&normals[1..]).map(|((cell, level), normal)| {
                let expected = level + doctor;
                expected + cell.share * (cell.mean - expected) + cell.sd * normal
            }));
        }
    }
}

/// The mean of a doctor's effect, if the reasons have these levels.
fn doctor_effect(cells: &[Cell], level: &[f64], precision: f64) -> f64 {
    cells.iter().zip(level).fold(0.0, |pull, (cell, level)| pull + cell.weight * (cell.mean - level))
        / precision
}

/// The precision of a doctor's effect: one over its variance.
fn doctor_precision(cells: &[Cell]) -> f64 {
    cells.iter().fold(1.0 / (DOCTOR_SD * DOCTOR_SD), |sum, cell| sum + cell.weight)
}

/// The lower triangle `l` with `l l' = matrix`, by rows. The matrix is a prior's precision plus what was
/// seen, so it has one.
fn cholesky(mut matrix: Vec<f64>, size: usize) -> Vec<f64> {
    for row in 0..size {
        for column in 0..=row {
            let mut sum = matrix[row * size + column];
            for k in 0..column {
                sum -= matrix[row * size + k] * matrix[column * size + k];
            }
            matrix[row * size + column] =
                if row == column { sum.max(1e-12).sqrt() } else { sum / matrix[column * size + column] };
        }
    }
    matrix
}

fn forward(factor: &[f64], size: usize, values: &mut [f64]) {
    for row in 0..size {
        let mut sum = values[row];
        for k in 0..row {
            sum -= factor[row * size + k] * values[k];
        }
        values[row] = sum / factor[row * size + row];
    }
}

fn backward(factor: &[f64], size: usize, values: &mut [f64]) {
    for row in (0..size).rev() {
        let mut sum = values[row];
        for k in row + 1..size {
            sum -= factor[k * size + row] * values[k];
        }
        values[row] = sum / factor[row * size + row];
    }
}
