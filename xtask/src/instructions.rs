//! `cargo xtask instructions`: how many instructions the engine takes for each workload, held against what is
//! checked in. Unlike times, the counts are the same on a busy machine, so three percent are told from noise.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::setup::{cargo, need, root, run};

/// What was counted last, with the compiler that it depends on.
const FILE: &str = "benches/instructions.txt";
/// So much more than that is refused.
const PERCENT_MAX: f64 = 3.0;

/// Each workload with the passes that are counted: enough for what is rare to be in.
const WORKLOADS: [(&str, u32); 15] = [
    ("one_doctor", 1),
    ("three_kinds", 1),
    ("stateless", 1),
    ("bulk", 1),
    ("earliest", 1),
    ("one_day", 2),
    ("one_day_change", 2),
    ("year", 1),
    ("candidate", 2),
    ("hold", 2),
    ("hold_refused", 1),
    ("estimate", 1),
    ("estimate_paused", 1),
    ("estimate_choosy", 1),
    ("visit", 8),
];

/// What to do with the counts.
#[derive(clap::Args, Default)]
pub(crate) struct Instructions {
    /// Write them down as what is expected from now on; say in the commit why they grew
    #[arg(long)]
    update: bool,
}

impl Instructions {
    pub(crate) fn run(&self) -> Result<()> {
        need("valgrind", "Debian: `apt-get install valgrind`")?;
        let build = ["build", "--release", "--package", "frontdesk-benches", "--bin", "instructions"];
        run("building the workloads", &mut cargo(&build))?;
        let program = root().join("target/release/instructions");
        let rustc = String::from_utf8(run("asking rustc", Command::new("rustc").arg("--version"))?)?;
        let counts = WORKLOADS
            .iter()
            .map(|&(name, passes)| Ok((name, count(&program, name, passes)?)))
            .collect::<Result<Vec<_>>>()?;
        let path = root().join(FILE);
        if self.update {
            let mut text = format!("# Instructions of one call. {}", rustc);
            counts.iter().try_for_each(|(name, count)| writeln!(text, "{name} {count}"))?;
            return fs::write(&path, text).context(FILE);
        }
        let text = fs::read_to_string(&path).context(FILE)?;
        if !text.lines().next().is_some_and(|line| line.ends_with(rustc.trim())) {
            eprintln!("{FILE} was counted with another compiler than {rustc}");
        }
        compare(&text, &counts)
    }
}

/// Prints both counts of each workload; refuses one that has grown.
fn compare(text: &str, counts: &[(&str, u64)]) -> Result<()> {
    let expected: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    let mut grown = Vec::new();
    for (name, count) in counts {
        let before: f64 =
            expected.get(name).with_context(|| format!("{FILE} does not name {name}"))?.parse()?;
        let percent = (*count as f64 / before - 1.0) * 100.0;
        println!("{name:<16} {count:>12} {percent:>+7.2} %");
        if percent > PERCENT_MAX {
            grown.push(*name);
        }
    }
    ensure!(grown.is_empty(), "more instructions than {FILE} by over {PERCENT_MAX} %: {}", grown.join(", "));
    Ok(())
}

/// The instructions of one call: those of a run with some passes less those of a run with none.
fn count(program: &Path, name: &str, passes: u32) -> Result<u64> {
    let of = |passes: u32| {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
        let output = valgrind.arg(program).args([name, &passes.to_string()]).output()?;
        ensure!(output.status.success(), "{name} under valgrind: {}", output.status);
        let calls: u64 = String::from_utf8(output.stdout)?.trim().parse()?;
        let report = String::from_utf8(output.stderr)?;
        let line = report.lines().find_map(|line| line.split_once("refs:")).map(|(_, number)| number);
        let Some(number) = line else { bail!("valgrind says no number of instructions: {report}") };
        Ok((number.trim().replace(',', "").parse::<u64>()?, calls))
    };
    let ((all, calls), (setting_up, _)) = (of(passes)?, of(0)?);
    Ok(all.saturating_sub(setting_up) / calls.max(1))
}
