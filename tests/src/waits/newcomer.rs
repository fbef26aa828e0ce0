//! Who knows from which clinics this one was chosen, and not how quick its doctors are: they learn that from
//! the visits that are over, and from those that are not over yet. With the same family and the same luck
//! nobody who sees what the desk sees can say more on a first day, so this is the bound there.

use super::chance::Chance;
use super::clinic::Clinic;
use super::family::FirstDay;
use super::floor::{Floor, Who};
use super::guess::Guess;
use super::law::Law;
use super::oracle::{Oracle, last_start};
use super::stream::PastVisit;

/// What may be so, drawn to be weighed; of those the futures are chosen.
const DRAWN: u64 = 2_048;

/// Somebody in the family's clinics for the first time.
#[derive(Debug)]
pub struct Newcomer<'c> {
    clinic: &'c Clinic,
    family: &'c FirstDay,
    futures: u64,
}

impl<'c> Newcomer<'c> {
    /// In this clinic, which is one of the family.
    pub fn new(clinic: &'c Clinic, family: &'c FirstDay, futures: u64) -> Self {
        Self { clinic, family, futures }
    }

    /// How long somebody will wait who stays, after these visits.
    pub fn guess(&self, visits: &[PastVisit], floor: &Floor<'_>, asker: usize, chance: Chance) -> Guess {
        let known = Known::of(self.clinic, self.family, visits);
        let drawn: Vec<Vec<Vec<f64>>> = (0..DRAWN).map(|draw| known.draw(chance.of(0).of(draw))).collect();
        let weights: Vec<f64> = drawn.iter().map(|minutes| self.stays(minutes, floor)).collect();
        let sum: f64 = weights.iter().sum();
        let (mut place, mut before) = (0, weights[0]);
        let mut wait = |future: u64| {
            let at = (future as f64 + 0.5) / self.futures as f64 * sum;
            while before < at && place + 1 < weights.len() {
                place += 1;
                before += weights[place];
            }
            let clinic = Clinic { minutes: vec![(0, drawn[place].clone())], ..self.clinic.clone() };
            Oracle::new(&clinic, 1).wait(floor, asker, chance.of(1).of(future))
        };
        let waits: Vec<Option<f64>> = (0..self.futures).map(&mut wait).collect();
        Guess::of(&waits, last_start(floor) - floor.now)
    }

    /// How likely the visits under way are still under way, if visits take so long.
    fn stays(&self, minutes: &[Vec<f64>], floor: &Floor<'_>) -> f64 {
        let busy = floor.rooms.iter().zip(minutes).filter_map(|(room, minutes)| Some((room.busy?, minutes)));
        busy.map(|(busy, minutes)| {
            let Who::WalkIn(who) = busy.who else { return 1.0 };
            let ratio = (floor.now - busy.began) / minutes[floor.day.walk_ins[who].reason];
            if ratio <= 0.0 { 1.0 } else { self.clinic.law.outlasts(ratio) }
        })
        .product()
    }
}

/// What is known of a clinic: a level, the speed of each doctor, and what is left of each with each reason,
/// as logarithms. A priori each is normal, so it is afterwards.
struct Known {
    means: Vec<f64>,
    /// The Cholesky factor of the precision, by rows.
    factor: Vec<Vec<f64>>,
    doctors: usize,
    reasons: Vec<f64>,
}

impl Known {
    fn of(clinic: &Clinic, family: &FirstDay, visits: &[PastVisit]) -> Self {
        let spread = match clinic.law {
            Law::Lognormal(spread) => Some(spread),
            Law::Exponential => None,
        };
        let spread = spread.expect("the visits of a first day are lognormal");
        let (doctors, reasons) = (clinic.duty.len(), family.minutes.len());
        let size = 1 + doctors + doctors * reasons;
        let sd = |unknown: usize| match unknown {
            0 => family.level_sd,
            _ if unknown <= doctors => family.doctor_sd,
            _ => family.cell_sd,
        };
        let mut precision = vec![vec![0.0; size]; size];
        (0..size).for_each(|unknown| precision[unknown][unknown] = sd(unknown).powi(-2));
        let mut pull = vec![0.0; size];
        for visit in visits.iter().filter(|visit| visit.outcome == "done") {
            let (doctor, started) = (visit.doctor as usize, visit.started.expect("it was seen"));
            let expected = libm::log(family.minutes[visit.reason]) - 0.5 * spread * spread;
            let parts = [0, 1 + doctor, 1 + doctors + doctor * reasons + visit.reason];
            for a in parts {
                pull[a] += (libm::log(visit.ended - started) - expected) / (spread * spread);
                parts.iter().for_each(|&b| precision[a][b] += 1.0 / (spread * spread));
            }
        }
        let factor = cholesky(&precision);
        let mut half = vec![0.0; size];
        for row in 0..size {
            let known: f64 = (0..row).map(|k| factor[row][k] * half[k]).sum();
            half[row] = (pull[row] - known) / factor[row][row];
        }
        let means = backward(&factor, half);
        Self { means, factor, doctors, reasons: family.minutes.to_vec() }
    }

    /// Mean minutes by doctor and reason, as they may be.
    fn draw(&self, chance: Chance) -> Vec<Vec<f64>> {
        let normals = (0..self.means.len()).map(|unknown| chance.of(unknown as u64).normal()).collect();
        let off = backward(&self.factor, normals);
        let value = |unknown: usize| self.means[unknown] + off[unknown];
        let minutes = |doctor: usize, reason: usize| {
            let cell = 1 + self.doctors + doctor * self.reasons.len() + reason;
            self.reasons[reason] * libm::exp(value(0) + value(1 + doctor) + value(cell))
        };
        (0..self.doctors)
            .map(|doctor| (0..self.reasons.len()).map(|reason| minutes(doctor, reason)).collect())
            .collect()
    }
}

fn cholesky(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = matrix.len();
    let mut factor = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| factor[row][k] * factor[column][k]).sum();
            let left = matrix[row][column] - known;
            factor[row][column] = if row == column { left.sqrt() } else { left / factor[column][column] };
        }
    }
    factor
}

fn backward(factor: &[Vec<f64>], mut values: Vec<f64>) -> Vec<f64> {
    for row in (0..values.len()).rev() {
        let known: f64 = (row + 1..values.len()).map(|k| factor[k][row] * values[k]).sum();
        values[row] = (values[row] - known) / factor[row][row];
    }
    values
}
