//! How long somebody will wait.

mod visit;

pub use visit::{Visit, VisitKind, VisitOutcome};
