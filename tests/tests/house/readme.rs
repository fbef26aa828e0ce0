//! The front door keeps its promises: every command that README shows runs, and prints what README says.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The commands of the `console` blocks, each with the output shown below it.
fn commands(readme: &str) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        for line in block.lines() {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.to_owned(), Vec::new())),
                (None, Some((_, output))) => output.push(line.to_owned()),
                (None, None) => assert!(line.is_empty(), "output before any command: {line}"),
            }
        }
    }
    commands
}

/// Whether `printed` has the `expected` lines, where `…` alone stands for any number of lines.
fn shows(printed: &str, expected: &[String]) -> bool {
    let mut lines = printed.lines();
    let mut skipping = false;
    for expected in expected {
        if expected == "…" {
            skipping = true;
            continue;
        }
        let found =
            if skipping { lines.any(|line| line == expected) } else { lines.next() == Some(expected) };
        if !found {
            return false;
        }
        skipping = false;
    }
    skipping || lines.next().is_none()
}

#[test]
fn every_command_of_the_readme_prints_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("README is beside the tests");
    let commands = commands(&readme);
    assert!(commands.len() >= 2, "README shows how to list slots and how to ask why");
    for (command, expected) in commands {
        let mut words = command.split_whitespace();
        assert_eq!((words.next(), words.next()), (Some("cargo"), Some("xtask")), "{command}");
        // What the alias `xtask` stands for, so that the test needs no more than cargo does.
        let run = ["run", "--package", "xtask", "--"];
        let output = Command::new(env!("CARGO"))
            .args(run)
            .args(words)
            .current_dir(&root)
            .output()
            .expect("cargo starts");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(
            expected.is_empty() || shows(&printed, &expected),
            "{command}\nprinted\n{printed}\nREADME says\n{}",
            expected.join("\n")
        );
    }
}

/// The figures beside others are those that `cargo xtask bench` wrote down last.
#[test]
fn the_ratios_of_the_readme_are_those_that_were_measured() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_default();
    let (readme, measured) = (text("README.md"), text("docs/benchmarks.md"));
    let cells = |row: &str| row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let of_readme = readme.lines().find(|line| line.starts_with("| time for the same 90 days")).map(cells);
    let ratio = |peer: &str| {
        let in_node = measured.lines().skip_while(|line| !line.starts_with("| Node.js"));
        let row = in_node.map(cells).find(|row| row.get(2).is_some_and(|way| way == peer));
        row.and_then(|row| row.get(4)?.split_whitespace().next().map(str::to_owned)).unwrap_or_default()
    };
    let expected = ["", "1", &ratio("cal.com"), "", "", &ratio("rrule and luxon"), "", ""].map(str::to_owned);
    let shown = of_readme.map(|row| row[2..].to_vec()).unwrap_or_default();
    assert_eq!(shown, expected[1..], "{measured}");
}

/// What is said of each entry of the npm package is what `cargo xtask wasm` wrote down last.
#[test]
fn what_a_page_loads_is_what_was_measured() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings-wasm");
    let text = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_default();
    let (readme, sizes) = (text("README.md"), text("sizes.txt"));
    let measured = |module: &str| {
        let bytes = sizes.lines().find_map(|line| line.strip_prefix(module)?.split(' ').nth(1)?.parse().ok());
        bytes.map(|bytes: f64| format!("{:.0}", bytes / 1_000.0)).unwrap_or_default()
    };
    for (import, module) in [
        ("`frontdesk`", "frontdesk.wasm"),
        ("`frontdesk/small`", "small.wasm"),
        ("`frontdesk/slots`", "slots.wasm"),
        ("`frontdesk/lean`", "frontdesk.wasm"),
        ("`initRooms()` of each", "rooms.wasm"),
    ] {
        let cells = |row: &str| row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let row = readme.lines().map(cells).find(|row| row.len() == 5 && row[1] == import);
        let said = row.and_then(|row| row[2].parse::<u64>().ok()).map(|size| size.to_string());
        assert_eq!(said, Some(measured(module)), "{import}: bindings-wasm/README.md and sizes.txt");
    }
}

/// The front door is short: code aside, since that is looked at and not read.
#[test]
fn the_readme_has_at_most_1200_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("README is beside the tests");
    let prose = readme.split("```").step_by(2);
    let words = prose.flat_map(str::split_whitespace).filter(|word| word.contains(char::is_alphanumeric));
    let words = words.count();
    assert!((300..=1_200).contains(&words), "README has {words} words");
}
