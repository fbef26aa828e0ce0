//! `cargo xtask pages`: the server's pages, from their sources and the npm package into what the server has
//! in it.

use std::io::Write;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::demo_server;
use crate::setup::{need, npm_packages, root, run, stream};
use crate::wasm;

/// What to do with the pages.
#[derive(Args)]
pub(crate) struct Pages {
    /// Then test them, in Chromium
    #[arg(long)]
    test: bool,
}

impl Pages {
    pub(crate) fn run(&self) -> Result<()> {
        wasm::build()?;
        let folder = root().join("server-example/pages");
        npm_packages(&folder)?;
        let mut types = Command::new("node");
        types.arg(folder.join("node_modules/typescript/bin/tsc")).arg("-p").arg(&folder);
        run("types of the pages", &mut types)?;
        let mut build = Command::new("node");
        let sizes = run(
            "the pages, into server-example/pages/dist",
            build.arg(folder.join("build.mjs")).arg("--with-new-engine"),
        )?;
        std::io::stdout().write_all(&sizes)?;
        if self.test {
            test()?;
        }
        Ok(())
    }
}

/// Runs the tests of the pages, on the server as the tests of the workspace build it.
pub(crate) fn test() -> Result<()> {
    need("node", "https://nodejs.org, version 20 or newer; Debian: `apt-get install nodejs npm`")?;
    wasm::chromium()?;
    npm_packages(&root().join("server-example/pages"))?;
    demo_server::build()?;
    // Two at a time wait for each other's browser less than they wait for their own server; what is timed
    // runs alone.
    stream("tests of the pages", &mut tests_in("server-example/pages/tests", 2)?)?;
    stream("tests of how fast the pages are", &mut tests_in("server-example/pages/tests/timed", 1)?)
}

/// The tests of a folder, so many files at a time.
fn tests_in(folder: &str, at_a_time: usize) -> Result<Command> {
    let mut command = Command::new("node");
    command.arg("--test").arg(format!("--test-concurrency={at_a_time}"));
    let entries = std::fs::read_dir(root().join(folder)).with_context(|| format!("cannot read {folder}"))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    command.args(files);
    Ok(command)
}
