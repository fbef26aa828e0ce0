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
/// How often the interval is halved in which the exponent is that they come to.
const EXPONENT_STEPS: u32 = 12;

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
    /// How much each future counts, as long as little was learned.
    weights: Option<Vec<f64>>,
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
        for cells in expected.chunks_exact_mut(outlook.columns) {
            for (logarithm, _) in cells.iter_mut().zip(&used).filter(|(_, used)| comes || **used) {
                *logarithm = 60.0 * libm::exp(*logarithm);
            }
        }
        let (columns, doctors) = (outlook.columns, scene.doctors.len());
        let (outlasted, of_future) = (Vec::new(), Vec::new());
        let mut beliefs = Self { columns, doctors, expected, outlasted, of_future, weights: None };
        beliefs.outlasted = beliefs.outlast(scene, outlook);
        let weights = beliefs.weigh(scene, outlook);
        if outlook.visits < FRESH_VISITS {
            beliefs.of_future = (0..futures as u16).collect();
            // Without doctors there are no beliefs.
            beliefs.weights = Some(weights).filter(|weights| !weights.is_empty());
        } else {
            beliefs.of_future = by_weight(&weights, futures);
        }
        beliefs
    }

    /// The belief of a future: the expected seconds by doctor and column, and by doctor the atoms outlasted.
    pub(super) fn of(&self, future: u32) -> (&[f64], &[u16]) {
        let belief = usize::from(self.of_future[future as usize]);
        let cells = self.doctors * self.columns;
        (&self.expected[belief * cells..][..cells], &self.outlasted[belief * self.doctors..][..self.doctors])
    }

    /// How much each future counts as long as little was learned, when each has a belief of its own: its
    /// draws stay what they were while beliefs come to count more or less. `None` later, when all count
    /// alike.
    pub(super) fn weights(&self) -> Option<&[f64]> {
        self.weights.as_deref()
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

    /// How much each belief counts, one at most: under a belief by which the consultations under way would be
    /// over, they are unlikely to be under way.
    fn weigh(&self, scene: &Scene, outlook: &Outlook) -> Vec<f64> {
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
        tempered(&logarithms, if fresh { FRESH_SHARE } else { 1.0 })
    }
}

/// The belief of each of so many futures, by the beliefs' weights.
fn by_weight(weights: &[f64], futures: u32) -> Vec<u16> {
    let share = weights.iter().sum::<f64>() / f64::from(futures);
    let (mut belief, mut sum) = (0, weights.first().copied().unwrap_or_default());
    let mut of = |future: u32| {
        let at = (f64::from(future) + 0.5) * share;
        while sum < at && belief + 1 < weights.len() {
            belief += 1;
            sum += weights[belief];
        }
        belief as u16
    };
    (0..futures).map(&mut of).collect()
}

/// How many atoms a consultation under way has outlasted under a belief.
pub(super) fn outlasted_by(outlook: &Outlook, expected: &[f64], doctor: usize, now: &CurrentAt) -> u16 {
    let ratio = now.elapsed / expected[doctor * outlook.columns + now.column];
    outlook.atoms.at_most(ratio) as u16
}

/// Weights from their logarithms, or from so much of them. If a few beliefs had nearly all of the weight,
/// which ones would hang on the seed: then so much less of the logarithms counts that what the weights come
/// to is a quarter of the beliefs (Kish, Survey Sampling, 1965, for the effective size of a weighted sample).
/// It is less and less, not half at once: what is foretold must not jump.
fn tempered(logarithms: &[f64], exponent: f64) -> Vec<f64> {
    let most = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights = |exponent: f64| -> Vec<f64> {
        logarithms.iter().map(|logarithm| libm::exp(exponent * (logarithm - most))).collect()
    };
    let are_enough = |weights: &[f64]| {
        let (sum, squares) = weights
            .iter()
            .fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
        sum * sum >= squares * logarithms.len() as f64 / BELIEFS_PER_EFFECTIVE_MAX
    };
    let all = weights(exponent);
    if are_enough(&all) {
        return all;
    }
    // At zero all weights are one.
    let (mut low, mut high) = (0.0, exponent);
    for _ in 0..EXPONENT_STEPS {
        let middle = 0.5 * (low + high);
        if are_enough(&weights(middle)) { low = middle } else { high = middle }
    }
    weights(low)
}
