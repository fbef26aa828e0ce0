//! The server as a process: command line, connections, operation, and the example that embeds the engine.

#![allow(clippy::unwrap_used, clippy::panic, clippy::needless_pass_by_value, reason = "it is how tests fail")]

#[path = "../common/mod.rs"]
mod common;

mod command_line;
mod connections;
mod deploy;
mod import;
mod init;
mod operation;
mod settings;
mod small;
