//! Plays the tables of `scenarios/`: what may happen to an appointment, in words. `scenarios/README.md` says how they are written.

#![allow(clippy::panic, reason = "a test that cannot read its own tables has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use frontdesk_tests::scenario::{Table, play, read};

/// Fewer than this means that a file is lost, not that steps were dropped.
const STEPS_MIN: usize = 650;

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn fixture(name: &str) -> Option<String> {
    fs::read_to_string(directory().join(format!("{name}.json"))).ok()
}

fn table(name: &str) -> Table {
    let text = fs::read_to_string(directory().join(name)).expect("a table is text");
    read(&text, fixture).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_scenario_goes_as_it_is_written() {
    let entries = fs::read_dir(directory()).expect("the tables are beside the tests");
    let names = entries.map(|entry| entry.expect("the directory can be read").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".txt")).collect();
    names.sort();
    let (mut steps, mut wrong) = (0, String::new());
    for name in names {
        let table = table(&name);
        for scenario in &table.scenarios {
            steps += scenario.steps.len();
            for difference in play(&table, scenario) {
                let _ = writeln!(wrong, "{name}: {}\n  {difference}", scenario.title);
            }
        }
    }
    assert!(wrong.is_empty(), "some steps go otherwise:\n{wrong}");
    assert!(steps >= STEPS_MIN, "only {steps} steps were found");
    println!("{steps} steps");
}

/// A table of one scenario with these steps.
fn of_steps(steps: &str) -> Result<Table, String> {
    read(&format!("week of 2027-03-22\nclinic practice\n## A scenario\n{steps}"), fixture)
}

#[test]
fn a_step_that_goes_otherwise_is_reported() {
    let wrong = [
        "08:00 hold a1 visit 09:00 with ada → hold_expired",
        "08:00 hold a1 visit 09:00 with ada → held, until 08:16",
        "08:00 hold a1 visit 09:00 with ada → held, as before",
        // Reasons are named in full, and in their order.
        "09:00:01 hold a1 visit 09:10 with ada → not_bookable, ada too_soon earliest 09:00:01",
        "09:10:01 hold a1 visit 09:10 with ada → not_bookable, ada off_grid nearest 09:00, ada too_soon earliest 09:10:01",
        "08:00 due → a1 at 08:00",
        "08:00 next_due → 08:00",
        "08:00 show a1 → held",
    ];
    for step in wrong {
        let table = of_steps(step).unwrap_or_else(|error| panic!("{step}: {error}"));
        assert_eq!(play(&table, &table.scenarios[0]).len(), 1, "{step}");
    }
}

#[test]
fn a_line_that_is_not_understood_is_an_error() {
    let wrong = [
        "08:00 hold a1 visit 09:00 with ada",
        "08:00 hold a1 visit 09:00 with ada →",
        "hold a1 visit 09:00 with ada → held",
        "8 o'clock hold a1 visit 09:00 with ada → held",
        "08:00 hold a1 visit 09:00 at ada → held",
        "08:00 hold a1 visit 09:00 by ada → held",
        "08:00 hold a1 visit → held",
        "08:00 keep a1 → kept",
        "08:00 cancel a1 \"ill → cancelled",
        "08:00 change { \"change\": \"nothing\" } → changed",
        "",
    ];
    for step in wrong {
        assert!(of_steps(step).is_err(), "{step}");
    }
}
