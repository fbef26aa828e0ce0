//! A family put to the engine: what it said, what the oracle and the baselines said, and what came.

use frontdesk::EstimateQuery;

use super::baseline::Baseline;
use super::chance::Chance;
use super::family::{FIRST_DAY, Family};
use super::guess::Guess;
use super::newcomer::Newcomer;
use super::oracle::Oracle;
use super::replay::Replay;
use super::stream::{Line, Question};
use super::world::{Known, World};

/// How a family is put to the engine.
#[derive(Debug, Clone, Copy)]
pub struct Trial {
    /// What chance hangs on.
    pub seed: u64,
    /// The share of the days of the full length.
    pub share: f64,
    /// Questions at most.
    pub questions: usize,
    /// Futures that the oracle plays.
    pub futures: u64,
}

/// A question, what was said, and what came.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// The minutes until the asker was seen; `None` if the day was over before.
    pub wait: Option<f64>,
    /// What the engine said, if it said anything.
    pub engine: Option<Guess>,
    /// What the oracle said.
    pub oracle: Guess,
    /// What a newcomer said, where each clinic is seen on its first day only.
    pub newcomer: Option<Guess>,
    /// What the baselines said.
    pub naive: f64,
    /// See [`Baseline::per_doctor`].
    pub per_doctor: f64,
}

impl Trial {
    /// Puts a family to the engine, with `tamper` between the desk and the engine.
    ///
    /// # Errors
    /// What the engine says of a room that it can't read.
    pub fn answers(&self, family: &Family, tamper: impl Fn(&mut Question)) -> Result<Vec<Answer>, String> {
        let name =
            family.name.bytes().fold(0, |key: u64, byte| key.wrapping_mul(257).wrapping_add(u64::from(byte)));
        let chance = Chance::new(self.seed).of(name);
        let world = World { clinics: family.clinics(chance.of(0), self.share), chance: chance.of(1) };
        let mut replay = Replay::new(family.name).with_query(EstimateQuery::default());
        let (mut baseline, mut answers, mut failed) = (Baseline::default(), Vec::new(), None);
        let mut visits = Vec::new();
        world.watch(self.questions, |known| match known {
            Known::Line(line) => {
                match &line {
                    Line::Clinic { .. } => visits.clear(),
                    Line::Visit(visit) if family.is_coldstart() => visits.push(visit.clone()),
                    _ => {}
                }
                baseline.hear(&line);
                failed = failed.take().or(replay.take(line).err());
            }
            Known::Asked(asked) => {
                let number = answers.len() as u64;
                let mut question = asked.question(number);
                let (naive, per_doctor) = (baseline.naive(&question), baseline.per_doctor(&question));
                tamper(&mut question);
                let engine = match replay.take(Line::Query(Box::new(question))) {
                    Ok(said) => said.and_then(|(_, estimate)| Guess::of_engine(&estimate)),
                    Err(error) => {
                        failed = failed.take().or(Some(error));
                        None
                    }
                };
                let oracle = Oracle::new(asked.clinic, self.futures).guess(
                    asked.floor,
                    asked.asker,
                    chance.of(2).of(number),
                );
                let newcomer = family.is_coldstart().then(|| {
                    Newcomer::new(asked.clinic, &FIRST_DAY, self.futures).guess(
                        &visits,
                        asked.floor,
                        asked.asker,
                        chance.of(3).of(number),
                    )
                });
                answers.push(Answer { wait: asked.wait(), engine, oracle, newcomer, naive, per_doctor });
            }
        });
        failed.map_or(Ok(answers), Err)
    }
}
