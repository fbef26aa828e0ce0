//! Plays the tables of `scenarios/waiting_room/`: what may happen in a waiting room, in words. `scenarios/README.md` says how they are written.

#![allow(clippy::panic, reason = "a test that cannot read its own tables has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use frontdesk_tests::room::{Table, play, read};

/// Fewer than this means that a file is lost, not that steps were dropped.
const STEPS_MIN: usize = 270;

#[test]
fn every_scenario_of_a_room_goes_as_it_is_written() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/waiting_room");
    let entries = fs::read_dir(directory).expect("the tables are beside the tests");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the directory can be read").path()).collect();
    paths.sort();
    let (mut steps, mut wrong) = (0, String::new());
    for path in paths {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a table is text");
        let table = read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
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
    read(&format!("week of 2027-03-22\n```json\n{{ \"doctors\": [ {{ \"uid\": \"ada\" }} ] }}\n```\n## A scenario\n{steps}"))
}

#[test]
fn a_step_that_goes_otherwise_is_reported() {
    let wrong = [
        "09:00 register q1 pia → queue_full",
        "09:00 register q1 pia → registered, position 2",
        "09:00 register q1 pia → registered, as before",
        "09:00 queue → q1",
        "09:00 estimate q1 → no time",
    ];
    for step in wrong {
        let table = of_steps(step).unwrap_or_else(|error| panic!("{step}: {error}"));
        assert_eq!(play(&table, &table.scenarios[0]).len(), 1, "{step}");
    }
}

#[test]
fn a_line_that_is_not_understood_is_an_error() {
    let wrong = [
        "09:00 register q1 pia",
        "09:00 register q1 → registered",
        "09:00 register q1 pia prefers ada firmly → registered",
        "09:00 allocate ada q1 → allocated",
        "09:00 transfer q1 ada → transferred",
        "09:00 change { \"change\": \"forget\", \"before\": \"@never\" } → changed",
        "",
    ];
    for step in wrong {
        assert!(of_steps(step).is_err(), "{step}");
    }
}
