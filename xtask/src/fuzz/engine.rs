//! `cargo xtask fuzz engine`: libFuzzer on the targets of `tests/fuzz`. Coverage counters come from flags of
//! the stable compiler, so no other toolchain is needed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::setup::{beside, cargo, root, run};

/// A fuzz target.
#[derive(Clone, Copy)]
struct Target {
    name: &'static str,
    /// The longest input: longer ones take longer, and find no more.
    bytes: u32,
    /// How many inputs are tried where no time is said: about half a minute.
    runs: u32,
}

const TARGETS: [Target; 4] = [
    Target { name: "call", bytes: 16_384, runs: 30_000 },
    Target { name: "json", bytes: 8_192, runs: 200_000 },
    Target { name: "zone", bytes: 4_096, runs: 200_000 },
    Target { name: "calendar", bytes: 4_096, runs: 200_000 },
];

/// How libFuzzer learns which code an input has reached.
const COUNTERS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                        -Cllvm-args=-sanitizer-coverage-pc-table \
                        -Cllvm-args=-sanitizer-coverage-trace-compares";

/// How long to try.
#[derive(clap::Args)]
pub(crate) struct Engine {
    /// So long for each target, going on from what was found before; if not said, a number of inputs that
    /// are the same on every machine
    #[arg(long, value_name = "SECONDS")]
    pub(crate) seconds: Option<u32>,
    /// Where chance begins
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u32,
}

impl Engine {
    pub(crate) fn run(&self) -> Result<()> {
        let programs = build()?;
        let [first, second] = [0, 2].map(|from| &TARGETS[from..from + 2]);
        // Two at a time: each keeps one processor busy.
        let all_of = |targets: &[Target]| targets.iter().try_for_each(|target| self.fuzz(&programs, *target));
        beside(|| all_of(first), || all_of(second))
    }

    fn fuzz(&self, programs: &Path, Target { name: target, bytes, runs }: Target) -> Result<()> {
        let folder = root().join("target/fuzz-inputs").join(target);
        let found = folder.join("found/");
        fs::create_dir_all(&found)?;
        let corpus = folder.join("corpus");
        if self.seconds.is_none() && corpus.exists() {
            fs::remove_dir_all(&corpus)?;
        }
        seeds(target, &corpus)?;
        let mut fuzzer = Command::new(programs.join(target));
        fuzzer.arg(match self.seconds {
            Some(seconds) => format!("-max_total_time={seconds}"),
            None => format!("-runs={runs}"),
        });
        fuzzer.arg(format!("-seed={}", self.seed)).args([
            "-timeout=20",
            "-rss_limit_mb=4096",
            "-verbosity=0",
        ]);
        fuzzer.arg(format!("-max_len={bytes}")).arg(format!("-artifact_prefix={}", found.display()));
        let what = format!("fuzzing `{target}`");
        match run(&what, fuzzer.arg(&corpus)) {
            Ok(_) => Ok(()),
            Err(error) => bail!("{error:#}; the input is in {}", found.display()),
        }
    }
}

/// Builds the targets, and says where they are.
fn build() -> Result<PathBuf> {
    let said = run("asking rustc", Command::new("rustc").arg("-vV"))?;
    let said = String::from_utf8(said)?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let target = root().join("target/fuzz");
    let mut build = cargo(&["build", "--release", "--locked", "--manifest-path"]);
    build.arg(root().join("tests/fuzz/Cargo.toml"));
    // With a target named, build scripts and macros go without the counters.
    build.args(["--target", host, "--target-dir"]).arg(&target).env("RUSTFLAGS", COUNTERS);
    run("building the fuzz targets", &mut build)?;
    Ok(target.join(host).join("release"))
}

/// Writes what to begin with: the test vectors, and what stands in them.
fn seeds(target: &str, corpus: &Path) -> Result<()> {
    fs::create_dir_all(corpus)?;
    let mut number = 0;
    let mut seed = |text: &str| {
        number += 1;
        fs::write(corpus.join(format!("seed-{number:04}")), text)
    };
    let files = fs::read_dir(root().join("tests/vectors"))?;
    let mut paths = files.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let vectors: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        for case in vectors["cases"].as_array().into_iter().flatten() {
            let input = &case["input"];
            match target {
                "call" => {
                    let mut case = case.clone();
                    let fields = case.as_object_mut().context("a case is an object")?;
                    // Not asked for, and half of the text.
                    ["answer", "error"].iter().for_each(|name| drop(fields.remove(*name)));
                    ["name", "note"].iter().for_each(|name| fields[*name] = "".into());
                    seed(&case.to_string())?;
                }
                "json" => {
                    let own = ["clinic", "room", "query", "learner"].iter().map(|name| &input[*name]);
                    own.filter(|value| value.is_object()).try_for_each(|value| seed(&value.to_string()))?;
                }
                "zone" => {
                    let zones = input["clinic"]["timezones"].as_array().into_iter().flatten();
                    zones.into_iter().try_for_each(|zone| seed(&zone.to_string()))?;
                }
                _ => {
                    let text = ["text", "icalendar"].iter().find_map(|name| input["query"][*name].as_str());
                    text.into_iter().try_for_each(&mut seed)?;
                }
            }
        }
    }
    Ok(())
}
