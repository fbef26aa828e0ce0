//! What the databases hold: both stores, faults, restarts, files, connections with TLS.

#![allow(clippy::unwrap_used, clippy::panic, clippy::needless_pass_by_value, reason = "it is how tests fail")]

#[path = "../common/certificates.rs"]
mod certificates;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/faulty.rs"]
mod faulty;
#[path = "../common/postgres.rs"]
mod postgres;
#[path = "../common/postgres_tls.rs"]
mod postgres_tls;
#[path = "../common/process.rs"]
mod process;

mod database_away;
mod database_hangs;
mod faults;
mod file;
mod import_overlap;
mod kill;
mod load;
mod migrations;
mod overridden;
mod seats;
mod several_at_once;
mod standby;
mod store;
mod tls;
