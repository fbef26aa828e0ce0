//! What a practice asks of its days as a whole: when a doctor is there, and how much of that is booked.

pub(crate) mod open_time;
pub mod utilisation;
