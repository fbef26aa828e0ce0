//! `cargo xtask test`: every check of the repository, on a machine that has the Rust toolchain and Python 3.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::batches::{Batches, DATAFUSION};
use crate::calendars::Calendars;
use crate::clients::Clients;
use crate::docs;
use crate::fuzz;
use crate::instructions::Instructions;
use crate::pages;
use crate::setup::{apt, beside, cargo, need, steps, stream};
use crate::types::Types;
use crate::wasm;
use crate::wheel;

/// What to check.
#[derive(clap::Args)]
pub(crate) struct Test {
    /// Compare the engine with its oracle on 10^6 cases instead of 10^5, make 10^5 attempts at the same few
    /// starts on both databases, let PostgreSQL go away 20 times, try the server with whatever its OpenAPI
    /// document allows and forbids, count instructions, read real calendars, and list slots in DataFusion and
    /// Spark
    #[arg(long, conflicts_with = "quick")]
    long: bool,
    /// For the everyday loop: lints, and all Rust tests with a tenth of the cases; no packages
    #[arg(long)]
    quick: bool,
}

impl Test {
    pub(crate) fn run(&self) -> Result<()> {
        let started = Instant::now();
        need("curl", "Debian: `apt-get install curl`; macOS has it")?;
        need("python3", "Debian: `apt-get install python3 python3-venv`; macOS: `brew install python`")?;
        postgresql()?;
        let done = if self.quick { quick() } else { self.all() };
        eprint!("\n{}", steps());
        done?;
        eprintln!("all checks passed in {:.0} s", started.elapsed().as_secs_f64());
        Ok(())
    }

    fn all(&self) -> Result<()> {
        // Links of optimised code leave a processor idle: packages are built while the workspace is linted
        // and its tests are built. Nothing is tested meanwhile, since tests that wait for something want
        // quiet.
        let packages = || {
            wasm::build()?;
            wheel::build()
        };
        let wheel = beside(packages, || {
            lints()?;
            stream("building the tests", tests().arg("--no-run"))
        })?;
        let mut tests = tests();
        if self.long {
            tests.env("FRONTDESK_CASES", "10");
        }
        stream("tests, and each benchmark once", &mut tests)?;
        fuzz::Engine { seconds: self.long.then_some(1_800), seed: 1 }.run()?;
        doc_examples()?;
        wheel::test(&wheel)?;
        docs::build()?;
        Clients {}.run()?;
        wasm::test()?;
        pages::test()?;
        if self.long {
            fuzz::Server::default().run()?;
            Instructions::default().run()?;
            Calendars {}.run()?;
            Batches::default().on(&wheel)?;
        }
        Ok(())
    }
}

/// Formatting, every lint, documentation, and whether what is generated is current.
fn lints() -> Result<()> {
    stream("formatting", cargo(&["fmt", "--all", "--", "--check"]))?;
    let apart = ["fmt", "--manifest-path", DATAFUSION, "--", "--check"];
    stream("formatting of the table function", cargo(&apart))?;
    lint_workspace()?;
    // The workspace builds the core with every feature that any member names, so what breaks without them
    // shows only alone.
    let core = ["clippy", "--package", "frontdesk"];
    stream("lints of the core, default features", cargo(&[&core[..], &["--", "-D", "warnings"]].concat()))?;
    stream(
        "lints of the core, no features",
        cargo(&[&core[..], &["--no-default-features", "--", "-D", "warnings"]].concat()),
    )?;
    stream(
        "documentation",
        cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    Types { check: true }.run()
}

fn lint_workspace() -> Result<()> {
    stream("lints", cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn quick() -> Result<()> {
    stream("formatting", cargo(&["fmt", "--all", "--", "--check"]))?;
    lint_workspace()?;
    Types { check: true }.run()?;
    let mut tests = tests();
    tests.env("FRONTDESK_CASES", "0.1");
    stream("tests", &mut tests)
}

/// The examples of the documentation, as those who use the crate build them: the workspace turns on a feature
/// by which more compiles. They are short, so nothing is optimised for them.
fn doc_examples() -> Result<()> {
    let features = ["--profile", "dev", "--features", "chrono-tz,icalendar,jiff,schema"];
    let examples = [&["test", "--package", "frontdesk", "--doc"][..], &features].concat();
    stream("examples of the documentation", cargo(&examples))
}

/// All tests but those of the documentation, which have a step of their own. Examples are linted, and one of
/// them is part of a test; none is linked.
fn tests() -> Command {
    cargo(&["test", "--workspace", "--tests", "--no-fail-fast"])
}

/// Sees to it that the tests of the server can start a PostgreSQL of their own. Root on Debian gets it
/// installed; nobody else's machine is changed.
fn postgresql() -> Result<()> {
    let says = |program: &str, arguments: &[&str]| {
        let output =
            Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
    };
    let in_folder =
        |folder: &std::path::Path| folder.join("initdb").exists() && folder.join("postgres").exists();
    let in_path = || {
        std::env::var_os("PATH")
            .is_some_and(|paths| std::env::split_paths(&paths).any(|folder| in_folder(&folder)))
    };
    let of_debian = || {
        let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        versions.map(|version| version.path().join("bin")).any(|folder| in_folder(&folder))
    };
    if in_path()
        || of_debian()
        || says("pg_config", &["--bindir"]).is_some_and(|folder| in_folder(folder.as_ref()))
    {
        return Ok(());
    }
    apt(&["postgresql"]).context("PostgreSQL is missing; macOS: `brew install postgresql`")
}
