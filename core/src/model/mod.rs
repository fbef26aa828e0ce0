//! The nouns of the wire model: what a practice offers, who offers it when, and what is booked. Callers of
//! every language write these; [`check`] says whether their values are what they must be.

pub mod appointment;
pub mod appointment_type;
pub mod availability;
pub(crate) mod check;
pub mod doctor;
pub mod grid;
pub mod limit;
pub mod location;
pub mod reason;
pub(crate) mod reason_code;
pub mod reminder;
