//! Bookings: what may happen to an appointment, and what time makes true.
//!
//! Every change has two steps. [`decide`](crate::clinic::Clinic::decide) holds every rule and changes
//! nothing; [`apply`](crate::clinic::Clinic::apply) holds none and cannot fail. So a decision can be written
//! down before it is carried out, and what was written down can be replayed.

mod apply;
mod approval;
mod choice;
mod command;
mod decide;
mod due;
mod event;
mod faults;
mod hold;
mod outside;
mod rebook;
mod refusal;
mod remind;
mod reopen;
mod sentence;

pub use command::Command;
pub use event::Event;
pub use outside::OutsideHours;
pub use refusal::{Refusal, Rule};
