//! How good guesses were.

use super::guess::Guess;
use super::trial::Answer;

/// Waits until a shift begins are certain, and a second is what the engine counts in.
const TOLERANCE: f64 = 1.0 / 60.0;

/// How good somebody's guesses were. Minutes and shares, over the askers who were seen.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// How many there were.
    pub count: usize,
    /// Mean absolute error of P50.
    pub mae: f64,
    /// Mean error of P50: above 0 if too much was said.
    pub bias: f64,
    /// Share of waits up to P90.
    pub within_p90: f64,
    /// Share of waits from P10 to P90.
    pub within_p10_p90: f64,
    /// The pinball loss of P90.
    pub pinball: f64,
    /// Mean squared error of the probability to be seen, over all askers.
    pub brier: f64,
}

/// Everybody's scores in one scenario.
#[derive(Debug, Clone, Copy)]
pub struct Scores {
    /// The engine.
    pub engine: Score,
    /// The oracle.
    pub oracle: Score,
    /// Mean absolute error of `average × waiting`.
    pub naive_mae: f64,
    /// Mean absolute error of `average × (waiting + 1) / doctors`.
    pub per_doctor_mae: f64,
    /// Questions to which the engine said nothing, or quantiles that are out of order.
    pub missing: usize,
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    sum / count
}

impl Score {
    /// Of guesses with the waits that followed; `None` where the day was over before.
    pub fn of(said: &[(Guess, Option<f64>)]) -> Self {
        let seen: Vec<(Guess, f64)> =
            said.iter().filter_map(|(guess, wait)| Some((*guess, (*wait)?))).collect();
        let over = |of: &dyn Fn(&Guess, f64) -> f64| mean(seen.iter().map(|(guess, wait)| of(guess, *wait)));
        let share =
            |is: &dyn Fn(&Guess, f64) -> bool| over(&|guess, wait| f64::from(u8::from(is(guess, wait))));
        Self {
            count: seen.len(),
            mae: over(&|guess, wait| (guess.p50 - wait).abs()),
            bias: over(&|guess, wait| guess.p50 - wait),
            within_p90: share(&|guess, wait| wait <= guess.p90 + TOLERANCE),
            within_p10_p90: share(&|guess, wait| {
                (guess.p10 - TOLERANCE..=guess.p90 + TOLERANCE).contains(&wait)
            }),
            pinball: over(&|guess, wait| {
                if wait > guess.p90 { 0.9 * (wait - guess.p90) } else { 0.1 * (guess.p90 - wait) }
            }),
            brier: mean(
                said.iter()
                    .map(|(guess, wait)| (guess.p_served - f64::from(u8::from(wait.is_some()))).powi(2)),
            ),
        }
    }
}

impl Scores {
    /// Of answers to one scenario.
    pub fn of(answers: &[Answer]) -> Self {
        let is_well = |guess: &Guess| {
            guess.p10 <= guess.p50 + 1e-6 && guess.p50 <= guess.p90 + 1e-6 && guess.p90.is_finite()
        };
        let engine: Vec<_> =
            answers.iter().filter_map(|answer| Some((answer.engine.filter(is_well)?, answer.wait))).collect();
        let oracle: Vec<_> = answers.iter().map(|answer| (answer.oracle, answer.wait)).collect();
        let mae = |of: fn(&Answer) -> f64| {
            mean(answers.iter().filter_map(|answer| Some((of(answer) - answer.wait?).abs())))
        };
        Self {
            engine: Score::of(&engine),
            oracle: Score::of(&oracle),
            naive_mae: mae(|answer| answer.naive),
            per_doctor_mae: mae(|answer| answer.per_doctor),
            missing: answers.iter().filter(|answer| answer.wait.is_some()).count() - Score::of(&engine).count,
        }
    }

    /// The engine's error over the oracle's.
    pub fn to_oracle(&self) -> f64 {
        self.engine.mae / self.oracle.mae
    }

    /// The engine's error over that of the average by doctors.
    pub fn to_per_doctor(&self) -> f64 {
        self.engine.mae / self.per_doctor_mae
    }

    /// The engine's error over that of the average times the waiting.
    pub fn to_naive(&self) -> f64 {
        self.engine.mae / self.naive_mae
    }

    /// What a scenario fails of: the engine's error at most 1.05 times the oracle's, of every ten waits nine
    /// up to P90 and eight from P10 to P90, more or less.
    ///
    /// Where nothing is known at first, the oracle knows what nobody can, and a quarter more is allowed.
    pub fn failures(&self, is_coldstart: bool) -> Vec<String> {
        let (mae_max, pinball_max) = if is_coldstart { (1.25, 1.10 * 1.15) } else { (1.05, 1.10) };
        let mut failures = Vec::new();
        let mut hold = |what: &str, value: f64, least: f64, most: f64| {
            if !(least..=most).contains(&value) {
                failures.push(format!("{what} {value:.3} is not in {least}..{most}"));
            }
        };
        hold("missing answers", self.missing as f64, 0.0, 0.0);
        hold("MAE / oracle", self.to_oracle(), 0.0, mae_max);
        hold("P90 coverage", self.engine.within_p90, 0.86, 0.94);
        hold("P10–P90 coverage", self.engine.within_p10_p90, 0.74, 0.87);
        hold("P90 pinball / oracle", self.engine.pinball / self.oracle.pinball, 0.0, pinball_max);
        failures
    }
}

/// The geometric mean.
pub fn geometric_mean(values: impl Iterator<Item = f64>) -> f64 {
    libm::exp(mean(values.map(libm::log)))
}
