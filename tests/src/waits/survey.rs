//! Many trials at once, on as many threads as the machine has.

use std::sync::Mutex;

use super::family::{FAMILIES, FIRST, Family};
use super::score::{Score, Scores, geometric_mean};
use super::trial::{Answer, Trial};

/// What came of all families under one seed, in their order.
#[derive(Debug)]
pub struct Survey {
    /// How it was done.
    pub trial: Trial,
    /// By family.
    pub outcomes: Vec<Outcome>,
}

/// What came of a family.
#[derive(Debug)]
pub struct Outcome {
    /// The family.
    pub family: &'static Family,
    /// Every question.
    pub answers: Vec<Answer>,
    /// What they come to.
    pub scores: Scores,
}

impl Outcome {
    /// What the family fails of.
    pub fn failures(&self) -> Vec<String> {
        self.scores.failures(self.family.is_coldstart())
    }
}

impl Survey {
    /// Tries the families, the first `families` of the list.
    ///
    /// # Errors
    /// What the engine says of a room that it can't read.
    pub fn of(trial: Trial, families: usize) -> Result<Self, String> {
        // The last are the longest.
        let waiting = Mutex::new((0..families).collect::<Vec<usize>>());
        let done = Mutex::new(Vec::new());
        let work = || {
            loop {
                let Some(place) = waiting.lock().expect("no thread panics with the lock").pop() else {
                    return;
                };
                let family = &FAMILIES[place];
                let answers = trial.answers(family, |_| {});
                let outcome =
                    answers.map(|answers| Outcome { family, scores: Scores::of(&answers), answers });
                done.lock().expect("no thread panics with the lock").push((place, outcome));
            }
        };
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        let mut done = done.into_inner().expect("no thread panicked");
        done.sort_by_key(|(place, _)| *place);
        Ok(Self { trial, outcomes: done.into_iter().map(|(_, outcome)| outcome).collect::<Result<_, _>>()? })
    }

    /// Of the families that the bounds were drawn for.
    pub fn first(&self) -> &[Outcome] {
        &self.outcomes[..FIRST.min(self.outcomes.len())]
    }

    /// The error over the oracle's where each clinic is seen on its first day only.
    pub fn first_day(&self) -> f64 {
        let outcome = self.outcomes.iter().find(|outcome| outcome.family.is_coldstart());
        outcome.map_or(f64::NAN, |outcome| outcome.scores.to_oracle())
    }

    /// The scores where each clinic is seen on its first day only, and those of a newcomer there.
    pub fn newcomer(&self) -> Option<(Scores, Score)> {
        let outcome = self.outcomes.iter().find(|outcome| outcome.family.is_coldstart())?;
        let said = outcome.answers.iter().filter_map(|answer| Some((answer.newcomer?, answer.wait)));
        Some((outcome.scores, Score::of(&said.collect::<Vec<_>>())))
    }

    /// The outcome that is farthest from the oracle; on their first day clinics are not compared.
    pub fn worst(&self) -> &Outcome {
        let compared = self.outcomes.iter().filter(|outcome| !outcome.family.is_coldstart());
        compared
            .max_by(|a, b| a.scores.to_oracle().total_cmp(&b.scores.to_oracle()))
            .expect("there are families")
    }
}

/// The geometric mean of a ratio over outcomes.
pub fn typical(outcomes: &[Outcome], ratio: impl Fn(&Scores) -> f64) -> f64 {
    geometric_mean(outcomes.iter().map(|outcome| ratio(&outcome.scores)))
}

/// The mean of a share over outcomes.
pub fn average(outcomes: &[Outcome], share: impl Fn(&Scores) -> f64) -> f64 {
    outcomes.iter().map(|outcome| share(&outcome.scores)).sum::<f64>() / outcomes.len() as f64
}
