//! What can be seen of a server that works: an id for each request, a line in the log for each, and numbers.
//! None of it says who a patient is: routes stand there as templates, and what callers have written is left
//! out.

mod exposition;
mod metrics;
mod observe;
mod request_id;

pub use self::exposition::exposition;
pub use self::metrics::{Attempt, Metrics};
pub use self::observe::observed;
pub use self::request_id::request_id;
