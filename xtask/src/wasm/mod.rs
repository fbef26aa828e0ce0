//! `cargo xtask wasm`: the npm package, from nothing but a Rust toolchain and Node.

#[cfg(feature = "bindgen")]
pub(crate) mod bindgen;
mod toolchain;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::setup::{need, root, run, stream};

/// What to do with the package.
#[derive(Args)]
pub(crate) struct Wasm {
    /// Then test it, in Node and in Chromium
    #[arg(long)]
    test: bool,
    /// Then hold it against other libraries, in Node
    #[arg(long)]
    bench: bool,
}

const TARGET: &str = "wasm32-unknown-unknown";

impl Wasm {
    pub(crate) fn run(&self) -> Result<()> {
        need("node", "https://nodejs.org, version 20 or newer; Debian: `apt-get install nodejs npm`")?;
        need("npm", "it comes with Node; Debian: `apt-get install npm`")?;
        build()?;
        if self.test {
            test()?;
        }
        if self.bench {
            let folder = root().join("benches/javascript");
            packages(&folder)?;
            stream("benchmark in Node", Command::new("node").arg(folder.join("ratios.mjs")))?;
        }
        Ok(())
    }
}

/// Builds and tests the package.
pub(crate) fn test_all() -> Result<()> {
    Wasm { test: true, bench: false }.run()
}

/// Builds `bindings-wasm/pkg`, and says how large it is.
fn build() -> Result<()> {
    let folder = root().join("bindings-wasm");
    packages(&folder)?;
    let toolchain = toolchain::find()?;
    let stage = root().join("target/wasm");
    for (name, features) in [("full", "tzdata"), ("small", "")] {
        let mut cargo = toolchain.cargo();
        cargo.args(["build", "--profile", "wasm", "--package", "frontdesk-wasm", "--target", TARGET]);
        cargo.args(["--no-default-features", "--features", features]);
        stream(&format!("the {name} engine"), &mut cargo)?;
        let built = root().join("target").join(TARGET).join("wasm/frontdesk_wasm.wasm");
        let mut bindgen = crate::test::cargo(&["run", "--quiet", "--package", "xtask", "--features", "bindgen", "--", "bindgen"]);
        run(&format!("binding the {name} engine"), bindgen.arg(built).arg(stage.join(name)))?;
    }
    let mut package = Command::new("node");
    package.arg(folder.join("build.mjs")).arg(&stage).arg(env!("CARGO_PKG_VERSION"));
    stream("the package bindings-wasm/pkg", &mut package)
}

/// Runs the package's tests.
fn test() -> Result<()> {
    let mut reference = crate::test::cargo(&["build", "--quiet", "--release", "--package", "frontdesk-tests", "--bin", "native-calls"]);
    run("building what answers natively", &mut reference)?;
    let mut tests = Command::new("node");
    tests.args(["--test", "--expose-gc", "--test-concurrency=1", "bindings-wasm/tests/"]);
    stream("tests of the package", &mut tests)
}

/// Installs what `package-lock.json` says, unless it is there.
fn packages(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json")).context("package-lock.json")?;
    let stamp = folder.join("node_modules/.installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    // Not `npm ci`, which refuses a lock file that leaves out other systems' optional packages.
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(folder);
    run("installing npm packages", &mut npm)?;
    Ok(fs::write(stamp, lock)?)
}
