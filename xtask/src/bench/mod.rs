//! `cargo xtask bench`: the engine natively, in Node.js, in Chromium and from Python, each beside what a user
//! would take instead there. All list the slots of one practice, and every answer is compared before it is
//! measured. What is told are ratios of one process: a time says little without its machine.

mod chart;
mod table;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::setup::{self, cargo, npm_packages, root, run};
use crate::{wasm, wheel};

/// The page that shows what was measured, and the lines between which it does.
const PAGE: &str = "docs/benchmarks.md";
const BEGIN: &str = "<!-- What follows is printed by `cargo xtask bench`. -->";
const END: &str = "<!-- What is above was printed by `cargo xtask bench`. -->";
const CHART: &str = "docs/assets/beside.svg";

/// What to do with the figures.
#[derive(clap::Args)]
pub(crate) struct Bench {
    /// Write table and chart into the documentation; the machine has to be quiet
    #[arg(long)]
    update: bool,
    /// How often each way has its turn; the middle one is told, with the least and the greatest
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    rounds: u32,
}

/// What one process has measured.
#[derive(Deserialize)]
pub(super) struct Measured {
    /// The language, with its version.
    r#where: String,
    /// Microseconds of a query, of each way in each round.
    micros: serde_json::Map<String, serde_json::Value>,
    /// Of ways with other answers, how many of so many starts they have.
    #[serde(default)]
    differs: std::collections::BTreeMap<String, (u64, u64)>,
}

impl Bench {
    pub(crate) fn run(&self) -> Result<()> {
        let folder = root().join("benches/node");
        npm_packages(&folder)?;
        let practice = run("making up a practice", Command::new("node").arg(folder.join("workload.mjs")))?;
        let mut practice: serde_json::Value = serde_json::from_slice(&practice)?;
        practice["rounds"] = self.rounds.into();
        let practice = practice.to_string();

        let natively = natively()?;
        wasm::build()?;
        npm_packages(&root().join("bindings-wasm"))?;
        wasm::chromium()?;
        let python = setup::python(&["numpy", "python-dateutil", "tzdata"])?;
        let wheel = wheel::build()?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        run("installing the wheel", install.args(["--no-deps", "--force-reinstall"]).arg(wheel))?;

        let node = |script: &str| {
            let mut command = Command::new("node");
            command.arg(folder.join(script));
            command
        };
        let mut in_python = Command::new(&python);
        in_python.arg(root().join("benches/python/beside.py"));
        let all = [
            ask("in Rust", &mut Command::new(natively), &practice)?,
            ask("in Node.js", &mut node("in_node.mjs"), &practice)?,
            ask("in Chromium", &mut node("in_chromium.mjs"), &practice)?,
            ask("in Python", &mut in_python, &practice)?,
        ];
        let rows = table::rows(&all)?;
        let text = format!("{}\n{}", table::head(self.rounds)?, table::markdown(&rows));
        println!("{text}");
        if self.update {
            write_down(&text)?;
            fs::write(root().join(CHART), chart::svg(&rows)).context(CHART)?;
        }
        Ok(())
    }
}

/// Builds what is measured in Rust: a project of its own, whose libraries nothing else here needs.
fn natively() -> Result<std::path::PathBuf> {
    let manifest = root().join("benches/peers/Cargo.toml");
    let target = root().join("target/peers");
    let mut build = cargo(&["build", "--release", "--locked", "--manifest-path"]);
    build.arg(manifest).arg("--target-dir").arg(&target);
    run("building what else there is in Rust", &mut build)?;
    Ok(target.join("release/frontdesk-peers"))
}

/// Hands the practice in, and reads what was measured.
fn ask(what: &str, command: &mut Command, practice: &str) -> Result<Measured> {
    eprint!("{what} …");
    let began = Instant::now();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start")?;
    let mut stdin = child.stdin.take().context("no input")?;
    // Every process reads all of it before it says anything.
    stdin.write_all(practice.as_bytes())?;
    drop(stdin);
    let mut text = String::new();
    child.stdout.take().context("no output")?.read_to_string(&mut text)?;
    let status = child.wait()?;
    ensure!(status.success(), "{what}: {status}");
    eprintln!(" {:.1} s", began.elapsed().as_secs_f64());
    serde_json::from_str(&text).with_context(|| format!("{what}: {text}"))
}

fn write_down(text: &str) -> Result<()> {
    let path: &Path = &root().join(PAGE);
    let page = fs::read_to_string(path).context(PAGE)?;
    let (before, rest) = page.split_once(BEGIN).context("the page has no place for the table")?;
    let (_, after) = rest.split_once(END).context("the table of the page does not end")?;
    fs::write(path, format!("{before}{BEGIN}\n\n{text}\n{END}{after}")).context(PAGE)
}
