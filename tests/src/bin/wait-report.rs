//! Puts the engine in front of simulated clinics, and writes how well it foretells waits:
//! `core/docs/waits.md` and `waits.svg`.
//!
//! `cargo run --release -p frontdesk-tests --bin wait-report [-- --seed N --queries N]`

use std::path::Path;
use std::process::ExitCode;

use frontdesk_tests::waits::family::FAMILIES;
use frontdesk_tests::waits::figure::figure;
use frontdesk_tests::waits::report::page;
use frontdesk_tests::waits::score::Scores;
use frontdesk_tests::waits::survey::{Survey, typical};
use frontdesk_tests::waits::trial::Trial;

/// How many seeds there are in the table: the one that is asked for, and those that follow it.
const SEEDS: u64 = 5;

fn main() -> ExitCode {
    match arguments().and_then(write) {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Trial, String> {
    let mut trial = Trial { seed: 1, share: 1.0, questions: 2_400, futures: 256 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let number = words.next().and_then(|word| word.parse::<u32>().ok());
        match (word.as_str(), number) {
            ("--seed", Some(number)) => trial.seed = u64::from(number),
            ("--queries", Some(number)) if number > 0 => trial.questions = number as usize,
            _ => return Err("wait-report [--seed N] [--queries N]".to_owned()),
        }
    }
    Ok(trial)
}

fn write(main: Trial) -> Result<(), String> {
    let mut surveys = Vec::new();
    for seed in main.seed..main.seed + SEEDS {
        let survey = Survey::of(Trial { seed, ..main }, FAMILIES.len())?;
        eprintln!("seed {seed}: {:.3} × the oracle's error", typical(&survey.outcomes, Scores::to_oracle));
        surveys.push(survey);
    }
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/docs");
    let file = |name: &str, text: String| {
        std::fs::write(docs.join(name), text).map_err(|error| format!("{name}: {error}"))
    };
    let page = page(&surveys);
    println!("{page}");
    file("waits.md", page)?;
    file("waits.svg", figure(&surveys[0]))
}
