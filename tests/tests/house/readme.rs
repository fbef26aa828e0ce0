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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
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
