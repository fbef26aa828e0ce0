//! The example server on a demo clinic, for as long as something is tried on it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::setup::{cargo, root, run};

/// Builds the server as the tests of the workspace do: after them, it is there already. It has the features
/// that all packages and their tests ask for together, so any other way of naming it builds what it needs
/// once more. A test of the server has it built along; without one of the engine's tests, libraries that a
/// build script needs too would be built apart from those of the tests.
pub(crate) fn build() -> Result<()> {
    let mut build =
        cargo(&["test", "--quiet", "--workspace", "--no-run", "--test", "log", "--test", "house"]);
    run("building the server", &mut build).map(drop)
}

/// A demo server that ends with this value.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
    pub(crate) key: String,
}

impl Server {
    /// The one that [`build`] makes.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let name = format!("frontdesk-server{}", std::env::consts::EXE_SUFFIX);
        Self::start_program(&root().join("target/debug").join(name), folder)
    }

    pub(crate) fn start_program(program: &Path, folder: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--database"])
            .arg(folder.join("demo.db"));
        let log = std::fs::File::create(folder.join("server.log"))?;
        let mut process =
            command.stdout(Stdio::piped()).stderr(log).spawn().context("cannot start the server")?;
        let mut lines =
            BufReader::new(process.stdout.take().context("it was asked for")?).lines().map_while(Result::ok);
        let mut after = |words: &str| lines.find_map(|line| line.strip_prefix(words).map(str::to_owned));
        let (address, key) = (after("listening on "), after("demo key "));
        let server = Self { process, address: address.unwrap_or_default(), key: key.unwrap_or_default() };
        anyhow::ensure!(
            !server.key.is_empty(),
            "the server does not say where it listens: see {}",
            folder.join("server.log").display()
        );
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
