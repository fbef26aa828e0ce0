//! Each test vector and each scenario as a test of its own name, so that a filter runs one:
//!
//! `cargo test --workspace --test cases limits::a_week_is_full`
//!
//! `vectors/README.md` and `scenarios/README.md` say what a case is. Rust's own harness knows only tests that
//! are functions; this one has the same options.

#![allow(clippy::panic, reason = "a test that cannot read its own tables has failed")]

mod cookbook;
mod scenarios;
mod vectors;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vectors::trials();
    trials.extend(scenarios::trials());
    trials.extend(cookbook::trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// A test called after the table it stands in, and its title.
fn trial(table: &str, title: &str, run: impl FnOnce() -> Result<(), String> + Send + 'static) -> Trial {
    Trial::test(format!("{}::{}", words(table), words(title)), || Ok(run()?))
}

/// Words as a function would be called: lower case, with everything but letters and digits as one `_`.
fn words(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}
