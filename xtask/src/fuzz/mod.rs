//! `cargo xtask fuzz`: what nobody would write by hand, to the engine and to the server.

mod engine;
mod server;

use anyhow::Result;

pub(crate) use self::engine::Engine;
pub(crate) use self::server::Server;

/// What to try.
#[derive(clap::Subcommand)]
pub(crate) enum Fuzz {
    /// The engine, by libFuzzer: calls, texts, zones, calendars
    Engine(Engine),
    /// The server, by Schemathesis: whatever its OpenAPI document allows, and forbids
    Server(Server),
}

impl Fuzz {
    pub(crate) fn run(&self) -> Result<()> {
        match self {
            Self::Engine(engine) => engine.run(),
            Self::Server(server) => server.run(),
        }
    }
}
