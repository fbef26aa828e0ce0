//! What is believed of how long visits take: sets of beliefs about all doctors and reasons, and which of them
//! each future of a scene has. `course` draws a future's lengths from its belief.

use super::outlook::Outlook;
use super::scene::{CurrentAt, DoctorAt, Scene};
use super::shape::ATOMS;

/// Sets of beliefs about the lengths of visits: so many futures share one, and there are at least so many
/// sets.
const FUTURES_PER_BELIEF: u32 = 4;
const BELIEFS_MIN: u32 = 32;
/// Fewer visits than this say little about how long visits are.
pub(super) const FRESH_VISITS: f64 = 30.0;
/// How much of what consultations under way tell is believed then. All of it would let every future visit
/// seem longer with each second that the first one lasts.
const FRESH_SHARE: f64 = 0.5;
/// Weighted beliefs come to at least one in so many that count alike.
const BELIEFS_PER_EFFECTIVE_MAX: f64 = 4.0;

/// The beliefs of all futures.
pub(super) struct Beliefs {
    columns: usize,
    doctors: usize,
    /// Expected seconds by belief, doctor and column.
    expected: Vec<f64>,
    /// By belief and doctor, how many atoms a consultation under way has outlasted.
    outlasted: Vec<u16>,
    /// The belief of each future.
    of_future: Vec<u16>,
}

impl Beliefs {
    /// How many sets of beliefs so many futures share. As long as little was learned, beliefs differ most, so
    /// each future has its own.
    pub(super) fn count(futures: u32, outlook: &Outlook) -> u32 {
        if outlook.visits < FRESH_VISITS { futures } else { (futures / FUTURES_PER_BELIEF).max(BELIEFS_MIN) }
    }

    /// Those of so many futures, drawn by a key. If somebody else may come, all columns are of use.
    pub(super) fn new(scene: &Scene, outlook: &Outlook, futures: u32, key: u64, comes: bool) -> Self {
        let mut expected = outlook.fit.beliefs(key, Self::count(futures, outlook));
        // Reasons that nobody has come for are of no use, unless somebody may come for them.
        let used = scene.columns_used(outlook.columns);
        if outlook.visits < FRESH_VISITS {
            expected = by_level(&expected, scene.doctors.len() * outlook.columns);
        }
        for (cell, logarithm) in expected.iter_mut().enumerate() {
            if comes || used[cell % outlook.columns] {
                *logarithm = 60.0 * libm::exp(*logarithm);
            }
        }
        let (columns, doctors) = (outlook.columns, scene.doctors.len());
        let mut beliefs = Self { columns, doctors, expected, outlasted: Vec::new(), of_future: Vec::new() };
        beliefs.outlasted = beliefs.outlast(scene, outlook);
        beliefs.of_future = beliefs.weigh(scene, outlook, futures);
        beliefs
    }

    /// The belief of a future: the expected seconds by doctor and column, and by doctor the atoms outlasted.
    pub(super) fn of(&self, future: u32) -> (&[f64], &[u16]) {
        let belief = usize::from(self.of_future[future as usize]);
        let cells = self.doctors * self.columns;
        (&self.expected[belief * cells..][..cells], &self.outlasted[belief * self.doctors..][..self.doctors])
    }

    fn outlast(&self, scene: &Scene, outlook: &Outlook) -> Vec<u16> {
        let of = |expected: &[f64], (doctor, at): (usize, &DoctorAt)| match &at.current {
            Some(now) => outlasted_by(outlook, expected, doctor, now),
            None => outlook.atoms.at_most(0.0) as u16,
        };
        let cells = (self.doctors * self.columns).max(1);
        self.expected
            .chunks_exact(cells)
            .flat_map(|expected| scene.doctors.iter().enumerate().map(move |doctor| of(expected, doctor)))
            .collect()
    }

    /// The belief of each future, by weight: under a belief by which the consultations under way would be
    /// over, they are unlikely to be under way.
    fn weigh(&self, scene: &Scene, outlook: &Outlook, count: u32) -> Vec<u16> {
        let tells = |now: &CurrentAt| !now.is_forgotten && !now.may_be_nobody(scene.grace);
        let stays = |below: u16| libm::log((ATOMS as f64 + 0.5 - f64::from(below)) / (ATOMS as f64 + 0.5));
        let logarithm = |outlasted: &[u16]| {
            let under_way =
                outlasted.iter().zip(&scene.doctors).filter(|(_, at)| at.current.as_ref().is_some_and(tells));
            under_way.map(|(&below, _)| stays(below)).sum::<f64>()
        };
        let doctors = self.doctors.max(1);
        let mut logarithms: Vec<f64> = self.outlasted.chunks_exact(doctors).map(logarithm).collect();
        for (doctor, at) in scene.doctors.iter().enumerate() {
            for now in at.beside.iter().filter(|now| tells(now)) {
                let beliefs = self.expected.chunks_exact(doctors * self.columns);
                for (sum, expected) in logarithms.iter_mut().zip(beliefs) {
                    *sum += stays(outlasted_by(outlook, expected, doctor, now));
                }
            }
        }
        let fresh = outlook.visits < FRESH_VISITS;
        let weights = tempered(&logarithms, if fresh { FRESH_SHARE } else { 1.0 });
        let share = weights.iter().sum::<f64>() / f64::from(count);
        let (mut belief, mut sum) = (0, weights.first().copied().unwrap_or_default());
        let mut of = |future: u32| {
            let at = (f64::from(future) + 0.5) * share;
            while sum < at && belief + 1 < weights.len() {
                belief += 1;
                sum += weights[belief];
            }
            belief as u16
        };
        (0..count).map(&mut of).collect()
    }
}

/// How many atoms a consultation under way has outlasted under a belief.
pub(super) fn outlasted_by(outlook: &Outlook, expected: &[f64], doctor: usize, now: &CurrentAt) -> u16 {
    let ratio = now.elapsed / expected[doctor * outlook.columns + now.column];
    outlook.atoms.at_most(ratio) as u16
}

/// Beliefs in the order of how long they take visits to be: when their weights change a little, a future's
/// belief is followed by one that is nearly the same. All reasons count alike, whoever waits: the order must
/// not hang on it.
fn by_level(expected: &[f64], cells: usize) -> Vec<f64> {
    let mut beliefs: Vec<(f64, &[f64])> =
        expected.chunks_exact(cells.max(1)).map(|belief| (belief.iter().sum(), belief)).collect();
    beliefs.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    beliefs.into_iter().flat_map(|(_, belief)| belief).copied().collect()
}

/// Weights from their logarithms, or from so much of them. If a few beliefs had nearly all of the weight,
/// which ones would hang on the seed: then all logarithms are halved until what the weights come to is a
/// quarter of the beliefs or more (Kish, Survey Sampling, 1965, for the effective size of a weighted sample).
fn tempered(logarithms: &[f64], mut exponent: f64) -> Vec<f64> {
    let most = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    loop {
        let weights: Vec<f64> =
            logarithms.iter().map(|logarithm| libm::exp(exponent * (logarithm - most))).collect();
        let (sum, squares) = weights
            .iter()
            .fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
        // The exponent runs out before the loop does: at zero all weights are one.
        if sum * sum >= squares * logarithms.len() as f64 / BELIEFS_PER_EFFECTIVE_MAX {
            return weights;
        }
        exponent /= 2.0;
    }
}
