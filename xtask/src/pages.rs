//! `cargo xtask pages`: the server's pages, from their sources and the npm package into what the server has
//! in it.

use std::io::Write;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::setup::{cargo, need, npm_packages, root, run, stream};
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
    let mut server = cargo(&["build", "--quiet", "--workspace", "--bin", "frontdesk-server"]);
    run("building the server", &mut server)?;
    let mut tests = Command::new("node");
    tests.args(["--test", "--test-concurrency=1", "server-example/pages/tests/"]);
    stream("tests of the pages", &mut tests)
}
