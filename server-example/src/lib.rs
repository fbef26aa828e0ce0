//! The example server of Frontdesk: the documented scheduling API, for real.
//!
//! The engine decides everything; this crate carries questions to it and keeps what it answers. Read [`desk`]
//! for how a request becomes a transaction, [`store`] for what is kept, [`endpoint`] for how an operation is
//! described, and `api` for the operations.

pub mod api;
pub mod app;
pub mod auth;
pub mod availability;
pub mod cli;
pub mod clock;
pub mod cors;
pub mod demo;
pub mod desk;
mod encoding;
pub mod endpoint;
pub mod error;
pub mod extract;
pub mod fields;
pub mod id;
pub mod import;
pub mod json;
pub mod language;
pub mod limits;
pub mod openapi;
mod pages;
pub mod proxies;
pub mod prune;
pub mod rate_limit;
pub mod seal;
pub mod serve;
pub mod store;
pub mod telemetry;
pub mod text;
pub mod webhook;
