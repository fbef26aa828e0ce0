//! `cargo xtask serve`: the example server, on a demo clinic of its own.

use std::process::Command;

use anyhow::{Result, bail};

use crate::setup::root;

/// Where to serve.
#[derive(clap::Args)]
pub(crate) struct Serve {
    /// Where to listen; port 0 takes one that is free
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// A file for SQLite, or `postgres://…`
    #[arg(long, default_value = "target/demo.db")]
    database: String,
    /// Build it with every optimisation: slower to start, faster to serve
    #[arg(long)]
    release: bool,
}

impl Serve {
    pub(crate) fn run(&self) -> Result<()> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["run", "--package", "frontdesk-server"]).args(self.release.then_some("--release"));
        command.args(["--", "serve", "--demo", "--listen", &self.listen, "--database", &self.database]);
        let status = command.current_dir(root()).status()?;
        if !status.success() {
            bail!("the server ended: {status}");
        }
        Ok(())
    }
}
