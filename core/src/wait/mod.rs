//! How long somebody will wait: what is learned from visits, the futures of a room, and what they say.
//!
//! A [`Learner`] takes in every [`Visit`] that is over. A [`Forecast`] plays a few hundred futures of a room
//! as it stands, each with lengths of visits as they were seen, and with the dispatch function by which the
//! room works. What it says of everybody who waits are the starts in those futures, in order.

mod beliefs;
mod course;
mod desk;
pub(crate) mod dice;
pub(crate) mod dispatch;
mod elsewhere;
mod estimate;
mod expected;
mod forecast;
mod habits;
pub(crate) mod lasts;
mod learner;
mod line;
pub(crate) mod outlook;
mod pace;
mod paced;
pub(crate) mod pause;
pub(crate) mod play;
mod quantile;
mod rate;
mod rows;
pub(crate) mod said;
pub(crate) mod scene;
mod seats;
mod service;
mod shape;
mod shown;
mod state;
mod unseen;
mod visit;
mod weighed;

/// How many visits it takes until one counts half, and how much better than the slowest a quicker forgetting
/// must have foretold what came, as a logarithm of likelihood. After a change of how a clinic works the quick
/// one is right, else the slow one.
const RATES: [(f64, f64); 3] = [(60.0, 5.0), (500.0, 3.0), (10_000.0, 0.0)];

pub use estimate::{
    EstimateMode, EstimateQuery, WaitAcrossBreak, WaitDistribution, WaitEstimate, WaitUnknown,
};
pub use forecast::Forecast;
pub use learner::Learner;
pub use shown::ShownWait;
pub use visit::{Pause, Visit, VisitDoubt, VisitKind, VisitOutcome, VisitReason};
