//! What a practice asks of its days as a whole: which appointments there are and what became of them, when a
//! doctor is there, and how much of that is booked.

pub mod appointments;
pub mod hours;
pub(crate) mod open_time;
pub mod outcomes;
pub mod utilisation;
