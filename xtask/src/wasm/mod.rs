//! `cargo xtask wasm`: the npm package, from nothing but a Rust toolchain and Node.

mod sizes;
mod toolchain;

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use self::toolchain::{TARGET, Toolchain};
use crate::setup::{apt, cargo, need, npm_packages, root, run, stream};

/// What to do with the package.
#[derive(Args)]
pub(crate) struct Wasm {
    /// Then test it, in Node and in Chromium
    #[arg(long)]
    test: bool,
    /// Write down how large it is now, with a line that says why it may be
    #[arg(long, value_name = "WHY")]
    accept_sizes: Option<String>,
}

impl Wasm {
    pub(crate) fn run(&self) -> Result<()> {
        build_accepting(self.accept_sizes.as_deref())?;
        if self.test {
            test()?;
        }
        Ok(())
    }
}

/// Builds `bindings-wasm/pkg`, and says how large it is.
pub(crate) fn build() -> Result<()> {
    build_accepting(None)
}

/// [`build`], where the package may be larger than it was for a reason.
fn build_accepting(why: Option<&str>) -> Result<()> {
    need("node", "https://nodejs.org, version 20 or newer; Debian: `apt-get install nodejs npm`")?;
    need("npm", "it comes with Node; Debian: `apt-get install npm`")?;
    let folder = root().join("bindings-wasm");
    npm_packages(&folder)?;
    let mut toolchain = toolchain::find()?;
    let stage = root().join("target/wasm");
    for (name, glue, features) in [
        ("full", "clinics", "clinics,tzdata"),
        ("small", "clinics", "clinics"),
        ("slots", "slots", "slots,tzdata"),
        ("rooms", "rooms", "rooms"),
    ] {
        let engine = |toolchain: &Toolchain| {
            let mut cargo = toolchain.build();
            cargo.args(["--profile", "wasm", "--package", "frontdesk-wasm", "--target", TARGET]);
            cargo.args(["--no-default-features", "--features", features]);
            run(&format!("the {name} engine"), &mut cargo)
        };
        if let Err(error) = engine(&toolchain) {
            // What a compiler thinks of unstable options may change with its next release.
            let Some(without) = toolchain.without_sources() else { return Err(error) };
            eprintln!(
                "{error:#}; once more with the standard library that is there, with which the package is a \
                 seventh larger"
            );
            toolchain = without;
            engine(&toolchain)?;
        }
        let built = root().join("target").join(TARGET).join("wasm/frontdesk_wasm.wasm");
        // In a folder of its own: the other one is locked while the tests are built beside this.
        let mut bindgen = cargo(&["run", "--quiet", "--target-dir", "target/bindgen", "--package", "xtask"]);
        bindgen.args(["--no-default-features", "--features", "bindgen", "--bin", "bindgen", "--"]);
        run(&format!("binding the {name} engine"), bindgen.arg(built).arg(stage.join(name)).arg(glue))?;
    }
    let mut package = Command::new("node");
    package.arg(folder.join("build.mjs")).arg(&stage).arg(env!("CARGO_PKG_VERSION"));
    let said = String::from_utf8(run("the package bindings-wasm/pkg", &mut package)?)?;
    std::io::stdout().write_all(said.as_bytes())?;
    // With another standard library, the sizes are others.
    if toolchain.builds_std() { sizes::check(&sizes_of(&said)?, why) } else { Ok(()) }
}

/// The sizes by brotli in what `build.mjs` said, such as `rooms.wasm, …: 3 bytes, 2 by gzip, 1 by brotli`.
fn sizes_of(said: &str) -> Result<Vec<(String, u64)>> {
    let size = |line: &str| {
        let name = line.split([' ', ',']).next()?;
        let bytes = line.strip_suffix(" by brotli")?.rsplit(' ').next()?;
        Some((name.to_owned(), bytes.parse().ok()?))
    };
    said.lines().map(|line| size(line).with_context(|| format!("no size: {line}"))).collect()
}

/// Runs the package's tests.
pub(crate) fn test() -> Result<()> {
    chromium()?;
    // With the test of its package, as the tests of the workspace build it: then it is there already.
    let mut reference = cargo(&["test", "--quiet", "--workspace", "--no-run", "--test", "own"]);
    run("building what answers natively", &mut reference)?;
    let mut tests = Command::new("node");
    tests.args(["--test", "--expose-gc", "--test-concurrency=1", "bindings-wasm/tests/"]);
    stream("tests of the package", &mut tests)
}

/// A Chromium for the tests: the one that is there, or Debian's.
pub(crate) fn chromium() -> Result<()> {
    let known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    if std::env::var_os("CHROMIUM").is_some() || known.iter().any(|path| Path::new(path).exists()) {
        return Ok(());
    }
    apt(&["chromium"]).context("Chromium is missing: set CHROMIUM to its program")
}
