//! Scores of forecasts: what was foretold, compared with the waits that came.

use serde::{Deserialize, Serialize};

use crate::wait::WaitDistribution;

/// Waits are whole seconds: one second more is no miss.
const TOLERANCE_MINUTES: f64 = 1.0 / 60.0;

/// Parts of the answers in the chart.
const BANDS: usize = 10;

/// What was said and what came, in minutes.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) wait: f64,
    pub(super) distribution: Option<WaitDistribution>,
    pub(super) last: Option<f64>,
    pub(super) head: f64,
    pub(super) average: Option<f64>,
}

/// By what a wait was foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum WaitMethod {
    /// The engine: P50, and P10 and P90.
    Simulated,
    /// As long as the last one who was seen waited.
    LastToBeSeen,
    /// As long as the first in the line has waited by now.
    HeadOfLine,
    /// The average visit times those who wait, the asker among them, divided by the doctors seen today.
    AverageByDoctors,
}

/// How near one method was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct WaitScore {
    /// The method.
    pub method: WaitMethod,
    /// Answers that were scored.
    pub answers: i64,
    /// Questions it had no answer to.
    pub unanswered: i64,
    /// The mean absolute error, in minutes.
    pub mae: f64,
    /// The mean of what was said less the wait.
    pub bias: f64,
    /// The share of waits within P90. Of methods that say one number only, within that number.
    pub within_p90: f64,
    /// The share of waits from P10 to P90; null of a method that says one number only.
    pub within_p10_p90: Option<f64>,
    /// The mean loss of P90: nine tenths of what is above it, a tenth of what is below.
    pub pinball: f64,
}

/// What an evaluation says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct WaitEvaluation {
    /// Questions.
    pub questions: i64,
    /// The mean of their waits, in minutes.
    pub mean_wait: f64,
    /// One row for each method.
    pub scores: Vec<WaitScore>,
    /// What the engine said beside what came, in ten equal parts from short to long.
    pub bands: Vec<WaitBand>,
    /// What in the log was not taken as it stands.
    #[serde(default)]
    pub doubts: LogDoubts,
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    told: Vec<(f64, f64, f64)>,
}

/// Visits of a log that were not taken as they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct LogDoubts {
    /// Neither begun nor over: left out.
    pub nothing_known: i64,
    /// Over before they began: they end when their doctor begins the next.
    pub ends_before_start: i64,
    /// Over after their doctor had begun the next: they end then.
    pub overlapping: i64,
    /// Not over on the day on which they began: they teach nothing.
    pub overnight: i64,
    /// So long that nobody believes it: they don't teach how long visits take.
    pub unlikely: i64,
}

impl LogDoubts {
    pub(super) fn add(&mut self, more: Self) {
        self.overlapping += more.overlapping;
        self.overnight += more.overnight;
        self.unlikely += more.unlikely;
    }
}

/// A tenth of the answers, in minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct WaitBand {
    /// Answers.
    pub answers: i64,
    /// The mean of what was said: P50, and P90.
    pub p50: f64,
    /// See above.
    pub p90: f64,
    /// The wait that half of them did not exceed, and the one that nine of ten did not.
    pub waited_p50: f64,
    /// See above.
    pub waited_p90: f64,
}

impl WaitBand {
    fn new(told: &[(f64, f64, f64)]) -> Self {
        let mut waits: Vec<f64> = told.iter().map(|(_, _, wait)| *wait).collect();
        waits.sort_unstable_by(f64::total_cmp);
        let count = told.len() as f64;
        let at = |share: f64| waits[((share * count) as usize).min(waits.len() - 1)];
        Self {
            answers: told.len() as i64,
            p50: told.iter().map(|(p50, _, _)| p50).sum::<f64>() / count,
            p90: told.iter().map(|(_, p90, _)| p90).sum::<f64>() / count,
            waited_p50: at(0.5),
            waited_p90: at(0.9),
        }
    }
}

impl WaitEvaluation {
    pub(super) fn add(&mut self, asked: Asked) {
        if self.scores.is_empty() {
            let methods = [
                WaitMethod::Simulated,
                WaitMethod::LastToBeSeen,
                WaitMethod::HeadOfLine,
                WaitMethod::AverageByDoctors,
            ];
            self.scores = methods.map(WaitScore::new).into();
        }
        self.questions += 1;
        self.mean_wait += asked.wait;
        if let Some(said) = asked.distribution {
            self.told.push((said.p50, said.p90, asked.wait));
        }
        let point = |minutes: f64| (minutes, None, minutes);
        let said = [
            asked.distribution.map(|said| (said.p50, Some(said.p10), said.p90)),
            asked.last.map(point),
            Some(point(asked.head)),
            asked.average.map(point),
        ];
        for (score, said) in self.scores.iter_mut().zip(said) {
            score.add(said, asked.wait);
        }
    }

    /// Means of sums.
    pub(super) fn finish(mut self) -> Self {
        self.mean_wait /= self.questions.max(1) as f64;
        for score in &mut self.scores {
            let count = score.answers.max(1) as f64;
            let within = score.within_p10_p90.iter_mut();
            [&mut score.mae, &mut score.bias, &mut score.within_p90, &mut score.pinball]
                .into_iter()
                .chain(within)
                .for_each(|sum| *sum /= count);
        }
        let mut told = std::mem::take(&mut self.told);
        told.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        self.bands = told.chunks(told.len().div_ceil(BANDS).max(1)).map(WaitBand::new).collect();
        self
    }
}

impl WaitScore {
    fn new(method: WaitMethod) -> Self {
        let within_p10_p90 = (method == WaitMethod::Simulated).then_some(0.0);
        Self {
            method,
            answers: 0,
            unanswered: 0,
            mae: 0.0,
            bias: 0.0,
            within_p90: 0.0,
            within_p10_p90,
            pinball: 0.0,
        }
    }

    fn add(&mut self, said: Option<(f64, Option<f64>, f64)>, wait: f64) {
        let Some((p50, p10, p90)) = said else {
            self.unanswered += 1;
            return;
        };
        self.answers += 1;
        self.mae += (p50 - wait).abs();
        self.bias += p50 - wait;
        let within = wait <= p90 + TOLERANCE_MINUTES;
        self.within_p90 += f64::from(u8::from(within));
        if let (Some(sum), Some(p10)) = (&mut self.within_p10_p90, p10) {
            *sum += f64::from(u8::from(within && wait >= p10 - TOLERANCE_MINUTES));
        }
        self.pinball += if wait > p90 { 0.9 * (wait - p90) } else { 0.1 * (p90 - wait) };
    }
}
