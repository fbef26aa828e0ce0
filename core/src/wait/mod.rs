//! How long somebody will wait: what is learned from visits, the futures of a room, and what they say.
//!
//! A [`Learner`] takes in every [`Visit`] that is over. A [`Forecast`] plays a few hundred futures of a room
//! as it stands, each with lengths of visits as they were seen, and with the dispatch function by which the
//! room works. What it says of everybody who waits are the starts in those futures, in order.

mod course;
pub(crate) mod dice;
pub(crate) mod dispatch;
mod estimate;
mod forecast;
mod habits;
mod learner;
mod line;
mod outlook;
pub(crate) mod play;
mod rate;
pub(crate) mod scene;
mod service;
mod shape;
mod visit;

pub use estimate::{EstimateMode, EstimateQuery, WaitDistribution, WaitEstimate};
pub use forecast::Forecast;
pub use learner::Learner;
pub use visit::{Visit, VisitKind, VisitOutcome, VisitReason};
