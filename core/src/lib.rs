#![doc = include_str!("../../README.md")]

pub mod appointment;
pub mod appointment_type;
pub mod availability;
pub mod clinic;
pub mod error;
pub mod limits;
pub mod slot;
mod time;
mod uid;
mod wire;
pub mod zone;
