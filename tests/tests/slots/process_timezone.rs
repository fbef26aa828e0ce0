//! The time zone and the locale of the process have no say: the same answers whatever `TZ` is.

use std::collections::BTreeSet;
use std::env;
use std::process::Command;

use frontdesk_tests::engine::ask;
use frontdesk_tests::run::stream;

/// Set for the processes that only answer.
const ANSWER: &str = "FRONTDESK_ONLY_ANSWER";

/// Slots, and the JSON of the clinic, of a few cases.
fn answers() -> String {
    let answer = |case| {
        let (clinic, slots) =
            ask(&case).map_err(|failure| failure.detail).expect("generated cases are valid");
        format!(
            "{}\n{}\n",
            serde_json::to_string(&slots).expect("plain data"),
            serde_json::to_string(&clinic.snapshot()).expect("plain data")
        )
    };
    stream("process", 0).take(300).map(answer).collect()
}

#[test]
fn answers_do_not_depend_on_the_process() {
    if env::var_os(ANSWER).is_some() {
        // The test runner may have begun a line.
        println!("\n{}", answers());
        return;
    }
    let itself = env::current_exe().expect("a test is a program");
    let zones =
        ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", ":/nowhere", ""];
    let outputs: BTreeSet<String> = zones
        .iter()
        .map(|zone| {
            let mut again = Command::new(&itself);
            again.args(["--exact", "process_timezone::answers_do_not_depend_on_the_process", "--nocapture"]);
            let output = again
                .env(ANSWER, "1")
                .env("TZ", zone)
                .env("LC_ALL", "tr_TR.UTF-8")
                .output()
                .expect("a test runs again");
            assert!(output.status.success(), "TZ={zone}: {}", String::from_utf8_lossy(&output.stderr));
            let text = String::from_utf8(output.stdout).expect("the answers are JSON");
            // The test runner adds how long it took.
            text.lines().filter(|line| line.starts_with(['[', '{'])).collect::<Vec<_>>().join("\n")
        })
        .collect();
    assert_eq!(outputs.len(), 1, "TZ changes an answer");
    let expected: Vec<String> = answers().lines().map(str::to_owned).collect();
    assert_eq!(outputs.first().map(|text| text.lines().map(str::to_owned).collect()), Some(expected));
}
