//! Pauses: for how long a doctor is free while somebody waits, before the next patient is fetched.
//!
//! What is learned is how likely a pause ends, by how long it has lasted. Pauses that nobody saw the end of
//! count for the time that was seen, so who went home without a word is in it, too. And the longer a doctor
//! has been free while somebody waits, the longer the rest of it is: such a doctor is probably not there.

use serde::{Deserialize, Serialize};

use super::habits::Habits;
use super::service::Seen;
use super::shape::add;
use super::visit::Pause;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{INSTANT_MAX, PAUSES_PER_VISIT_MAX};
use crate::model::check;

/// The first second, the second one, and from there on each class twice as long as the one before, up to a
/// day and a half.
pub(crate) const CLASSES: usize = 18;
/// Ends of pauses that the prior counts for in each class. By it, a pause is as likely to end while it
/// doubles as not.
const ENDED_PRIOR: f64 = 0.5;
/// Ends of pauses that a doctor's own must weigh against.
const DOCTOR_PRIOR: f64 = 20.0;

/// The class of a pause that has lasted for so many seconds.
pub(crate) fn class(seconds: i64) -> usize {
    let bits = u64::BITS - (seconds.max(0) as u64).leading_zeros();
    (bits as usize).min(CLASSES - 1)
}

/// The seconds at which a class begins.
pub(crate) fn class_start(class: usize) -> i64 {
    if class == 0 { 0 } else { 1 << (class - 1) }
}

/// Counts of pauses. Nothing of it is forgotten: those who go home are few.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LearnerPauses"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Pauses {
    /// Patients who were fetched in the very second in which the doctor was free.
    prompt: f64,
    /// By class: pauses that ended, and seconds in which somebody waited in vain.
    ended: Vec<f64>,
    asked_seconds: Vec<f64>,
    /// By doctor: pauses that ended, and how many ends were to be expected of anybody.
    doctors: Vec<Seen>,
}

impl Pauses {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether these can be counts of so many doctors.
    pub(crate) fn is_valid(&self, doctors: usize) -> bool {
        let counts = [self.prompt];
        self.ended.len() <= CLASSES
            && self.asked_seconds.len() <= CLASSES
            && [&counts[..], &self.ended, &self.asked_seconds].into_iter().all(Habits::are_counts)
            && self.doctors.len() <= doctors
            && self.doctors.iter().all(|seen| Habits::are_counts(&[seen.visits, seen.sum]))
    }

    pub(crate) fn learn(&mut self, doctor: usize, pauses: &[Pause]) {
        let mut seen = Seen::default();
        for Pause { seconds, asked_seconds } in pauses {
            if *seconds == Some(0) {
                add(&mut self.prompt, 1.0);
                continue;
            }
            self.ended.resize(CLASSES, 0.0);
            self.asked_seconds.resize(CLASSES, 0.0);
            for (class, asked) in asked_seconds.iter().enumerate() {
                seen.sum += if class > 0 { *asked as f64 * self.rate(class) } else { 0.0 };
            }
            for (sum, asked) in self.asked_seconds.iter_mut().zip(asked_seconds) {
                add(sum, *asked as f64);
            }
            if let Some(seconds) = seconds {
                add(&mut self.ended[class(*seconds)], 1.0);
                seen.visits += 1.0;
            }
        }
        if seen.sum > 0.0 {
            self.doctors.resize(self.doctors.len().max(doctor + 1), Seen::default());
            add(&mut self.doctors[doctor].visits, seen.visits);
            add(&mut self.doctors[doctor].sum, seen.sum);
        }
    }

    /// Adds another's, whose doctors are these.
    pub(crate) fn merge(&mut self, other: &Self, doctors: &[usize]) {
        self.prompt += other.prompt;
        for (mine, more) in [(&mut self.ended, &other.ended), (&mut self.asked_seconds, &other.asked_seconds)]
        {
            mine.resize(mine.len().max(more.len()), 0.0);
            mine.iter_mut().zip(more).for_each(|(mine, more)| *mine += more);
        }
        for (more, &doctor) in other.doctors.iter().zip(doctors) {
            self.doctors.resize(self.doctors.len().max(doctor + 1), Seen::default());
            self.doctors[doctor].visits += more.visits;
            self.doctors[doctor].sum += more.sum;
        }
    }

    /// How likely a pause ends that has lasted until this class, per second.
    fn rate(&self, class: usize) -> f64 {
        let at = |counts: &[f64]| counts.get(class).copied().unwrap_or_default();
        (at(&self.ended) + ENDED_PRIOR) / (at(&self.asked_seconds) + class_start(class) as f64)
    }

    /// `None` as long as nobody has waited for a free doctor: then a free doctor fetches at once.
    pub(crate) fn law(&self) -> Option<PauseLaw> {
        let asked: f64 = self.asked_seconds.iter().sum();
        (asked > 0.0).then(|| self.asked())
    }

    /// What is known of doctors who let somebody wait.
    fn asked(&self) -> PauseLaw {
        let late = self.asked_seconds.first().copied().unwrap_or_default();
        let mut law = PauseLaw {
            prompt: self.prompt / (self.prompt + late).max(1.0),
            rate: [0.0; CLASSES],
            burden: [0.0; CLASSES],
        };
        for class in 1..CLASSES {
            law.rate[class] = self.rate(class);
            let width = (class_start(class) - class_start(class - 1)) as f64;
            law.burden[class] = law.burden[class - 1] + law.rate[class - 1] * width;
        }
        law
    }

    /// How many times as likely as anybody's a doctor's pauses end.
    pub(crate) fn factor(&self, doctor: Option<usize>) -> f64 {
        let seen = doctor.and_then(|doctor| self.doctors.get(doctor)).copied().unwrap_or_default();
        (seen.visits + DOCTOR_PRIOR) / (seen.sum + DOCTOR_PRIOR)
    }
}

/// How long pauses are.
#[derive(Debug, Clone)]
pub(crate) struct PauseLaw {
    /// The share of pauses of less than a second.
    prompt: f64,
    /// By class, how likely a pause ends per second; and the sum of that over all seconds before.
    rate: [f64; CLASSES],
    burden: [f64; CLASSES],
}

impl Default for PauseLaw {
    /// As it is before any pause was learned.
    fn default() -> Self {
        Pauses::default().asked()
    }
}

impl PauseLaw {
    /// The seconds of a pause that begins.
    pub(crate) fn fresh(&self, factor: f64, unit: f64) -> f64 {
        if unit < self.prompt {
            return 0.0;
        }
        let unit = (unit - self.prompt) / (1.0 - self.prompt);
        self.at_burden(-libm::log(1.0 - unit) / factor)
    }

    /// The seconds of a pause that has not ended after `age`.
    pub(crate) fn beyond(&self, age: f64, factor: f64, unit: f64) -> f64 {
        let class = class(age as i64);
        let passed = self.burden[class] + (age - class_start(class) as f64) * self.rate[class];
        self.at_burden(passed - libm::log(1.0 - unit) / factor)
    }

    /// How likely a pause lasts for longer.
    pub(crate) fn outlasts(&self, seconds: f64) -> f64 {
        let class = class(seconds as i64);
        let passed = self.burden[class] + (seconds - class_start(class) as f64) * self.rate[class];
        (1.0 - self.prompt) * libm::exp(-passed)
    }

    fn at_burden(&self, burden: f64) -> f64 {
        let class = (2..CLASSES).find(|&class| self.burden[class] > burden).unwrap_or(CLASSES) - 1;
        class_start(class) as f64 + (burden - self.burden[class]).max(0.0) / self.rate[class]
    }
}

impl Pause {
    /// Whether there may be so many, and each can have lasted as it says.
    pub(crate) fn check_all(pauses: &[Self], path: &Path<'_>) -> Result<()> {
        check::count(pauses.len(), PAUSES_PER_VISIT_MAX, path)?;
        for (index, pause) in pauses.iter().enumerate() {
            let path = path.index(index);
            if let Some(seconds) = pause.seconds {
                check::range(seconds, 0, INSTANT_MAX, &path.field("seconds"))?;
            }
            let asked = path.field("asked_seconds");
            check::count(pause.asked_seconds.len(), CLASSES, &asked)?;
            for (class, seconds) in pause.asked_seconds.iter().enumerate() {
                let width = class_start(class + 1) - class_start(class);
                check::range(*seconds, 0, width, &asked.index(class))?;
            }
            if pause.seconds == Some(0) && pause.asked_seconds.iter().any(|seconds| *seconds > 0) {
                let detail = "nobody waits in vain in a pause of no length".to_owned();
                return Err(ErrorCode::Conflict { detail }.at(&asked));
            }
        }
        Ok(())
    }
}
