//! What receivers are told, in which order, and what one of them can do to others.

#![allow(clippy::unwrap_used, clippy::panic, clippy::needless_pass_by_value, reason = "it is how tests fail")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/postgres.rs"]
mod postgres;

mod deliveries;
mod kill;
mod queues;
