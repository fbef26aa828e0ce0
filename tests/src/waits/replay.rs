//! A clinic's stream of finished visits and questions, put to the engine as a back office would: every visit
//! is learned, every question is a waiting room as it stands.

use frontdesk::{EstimateQuery, Learner, Visit, VisitReason, WaitEstimate, WaitingRoom};
use serde::Serialize;

use super::stream::{Line, Question, instant};

/// What is said about a question.
#[derive(Debug, Clone, Serialize)]
pub struct Prediction<'s> {
    scenario: &'s str,
    q: u64,
    p10: f64,
    p50: f64,
    p90: f64,
    mean: f64,
    p_served: f64,
}

/// The engine in front of a stream.
#[derive(Debug)]
pub struct Replay {
    scenario: String,
    query: EstimateQuery,
    learner: Learner,
    /// Visits that came before the clinic has told its reasons, in its first question.
    early: Vec<Visit>,
    reasons: Option<Vec<VisitReason>>,
}

impl Replay {
    /// At the start of a stream.
    pub fn new(scenario: &str) -> Self {
        Self {
            scenario: scenario.to_owned(),
            query: EstimateQuery::default(),
            learner: Learner::default(),
            early: Vec::new(),
            reasons: None,
        }
    }

    /// Plays other futures.
    #[must_use]
    pub fn with_query(self, query: EstimateQuery) -> Self {
        Self { query, ..self }
    }

    /// Takes a line in, and says what there is to be said: the prediction as a line of JSON, if it is a
    /// question.
    pub fn line(&mut self, text: &str) -> Result<Option<String>, String> {
        let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let Some((question, estimate)) = self.take(line)? else { return Ok(None) };
        let Some(said) = estimate.distribution else {
            let line = serde_json::json!({ "scenario": self.scenario, "q": question.q, "p10": null,
                "p50": null, "p90": null, "mean": null, "p_served": 0.0 });
            return Ok(Some(line.to_string()));
        };
        let prediction = Prediction {
            scenario: &self.scenario,
            q: question.q,
            p10: said.p10,
            p50: said.p50,
            p90: said.p90,
            mean: said.mean,
            p_served: said.p_served,
        };
        serde_json::to_string(&prediction).map(Some).map_err(|error| error.to_string())
    }

    /// [`line`](Self::line) without text.
    pub fn take(&mut self, line: Line) -> Result<Option<(Question, WaitEstimate)>, String> {
        match line {
            Line::Clinic { .. } => {
                (self.learner, self.reasons, self.early) = (Learner::default(), None, Vec::new());
                Ok(None)
            }
            Line::Visit(visit) => {
                self.early.push(visit.visit());
                if self.reasons.is_some() {
                    self.learn()?;
                }
                Ok(None)
            }
            Line::Query(question) => {
                self.reasons = Some(question.policy.reasons());
                self.learn()?;
                let estimate = self.estimate(&question)?;
                Ok(Some((*question, estimate)))
            }
        }
    }

    fn learn(&mut self) -> Result<(), String> {
        let reasons = self.reasons.as_deref().unwrap_or_default();
        self.early
            .drain(..)
            .try_for_each(|visit| self.learner.learn(&visit, reasons).map(drop))
            .map_err(|error| error.to_string())
    }

    fn estimate(&self, question: &Question) -> Result<WaitEstimate, String> {
        let room = WaitingRoom::new(question.room()).map_err(|error| error.to_string())?;
        let (joining, now) = (question.asker.joining(), instant(question.t));
        room.estimate_if_joined(&self.learner, &joining, &self.query, now).map_err(|error| error.to_string())
    }
}
