//! Forecasts of random rooms, tested from the outside: rooms to ask about, and a doctor's day that is really
//! worked.

pub mod day;
pub mod generate;

use frontdesk::{EstimateQuery, Instant, Learner, Visit, WaitingRoom, WaitingRoomSnapshot};
use serde::Serialize;

use crate::engine::answered;
use crate::run::Failure;

/// A room, what its clinic has seen, and a question.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// As it stands.
    pub room: WaitingRoomSnapshot,
    /// In the order in which they were learned.
    pub visits: Vec<Visit>,
    /// How it is asked.
    pub query: EstimateQuery,
    /// When.
    pub now: Instant,
}

impl Case {
    /// The room.
    ///
    /// # Errors
    /// If it is none.
    pub fn room(&self) -> Result<WaitingRoom, Failure> {
        answered("WaitingRoom::new", WaitingRoom::new(self.room.clone()))
    }

    /// One who has learned the visits.
    ///
    /// # Errors
    /// If one of them is none.
    pub fn learner(&self) -> Result<Learner, Failure> {
        let mut learner = Learner::default();
        for visit in &self.visits {
            answered("learn", learner.learn(visit, &self.room.policy.visit_reasons))?;
        }
        Ok(learner)
    }
}

/// A visit of somebody who waited for ten minutes, by how long it took.
pub fn visit(doctor: &str, reason: Option<&str>, seconds: i64, ended_at: i64) -> Visit {
    let started_at = ended_at - seconds;
    let seen = Visit::seen(doctor, Instant(started_at - 600), Instant(started_at), Instant(ended_at));
    Visit { reason: reason.map(Into::into), ..seen }
}
