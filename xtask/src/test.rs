//! `cargo xtask test`: every check of the repository, on a machine that has the Rust toolchain and Python 3.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::setup::{root, stream};
use crate::types::Types;
use crate::wheel;

/// What to check.
#[derive(clap::Args)]
pub(crate) struct Test {
    /// Compare the engine with its oracle on 10^6 cases instead of 10^5
    #[arg(long)]
    long: bool,
}

impl Test {
    pub(crate) fn run(&self) -> Result<()> {
        let started = Instant::now();
        need("python3", "Debian: `apt-get install python3 python3-venv`; macOS: `brew install python`")?;
        stream("formatting", cargo(&["fmt", "--all", "--", "--check"]))?;
        stream("lints", cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
        // The workspace builds the core with every feature that any member names, so what breaks without them shows only alone.
        let core = ["clippy", "--package", "frontdesk"];
        stream("lints of the core, default features", cargo(&[&core[..], &["--", "-D", "warnings"]].concat()))?;
        stream("lints of the core, no features", cargo(&[&core[..], &["--no-default-features", "--", "-D", "warnings"]].concat()))?;
        stream(
            "documentation",
            cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"]).env("RUSTDOCFLAGS", "-D warnings"),
        )?;
        Types { check: true }.run()?;
        let mut tests = cargo(&["test", "--workspace"]);
        if self.long {
            tests.env("FRONTDESK_CASES", "10");
        }
        stream("tests", &mut tests)?;
        wheel::test()?;
        stream("benchmarks, each once", cargo(&["bench", "--package", "frontdesk-benches", "--", "--test"]))?;
        eprintln!("all checks passed in {:.0} s", started.elapsed().as_secs_f64());
        Ok(())
    }
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Refuses to begin without a program that nothing here can install.
fn need(program: &str, how: &str) -> Result<()> {
    match Command::new(program).arg("--version").output() {
        Ok(output) if output.status.success() => Ok(()),
        _ => bail!("`{program}` is missing. {how}"),
    }
}
