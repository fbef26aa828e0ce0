//! A field, reason or event can be added without breaking those who use the crate.

use std::fs;
use std::path::Path;

use crate::layering::files;

const MARK: &str = "#[cfg_attr(not(feature = \"exhaustive\"), non_exhaustive)]";

/// Formulas, whose parameters are all that they have.
const CLOSED: &[&str] = &["src/planning/"];

/// The public enums and structs with public fields that do not have the mark, of one file.
fn without_mark(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &str| line.starts_with("pub enum ") || line.starts_with("pub struct ");
    let is_open = |at: usize| {
        let body = lines[at..].iter().take_while(|line| **line != "}");
        lines[at].starts_with("pub enum ") || body.skip(1).any(|line| line.starts_with("    pub "))
    };
    let is_marked = |at: usize| {
        let above = lines[..at].iter().rev().take_while(|line| !line.is_empty() && **line != "}");
        above.into_iter().any(|line| *line == MARK)
    };
    (0..lines.len())
        .filter(|&at| begins(lines[at]) && lines[at].ends_with('{') && is_open(at) && !is_marked(at))
        .map(|at| lines[at])
        .collect()
}

#[test]
fn what_the_wire_model_has_can_grow() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/src");
    let (mut paths, mut wrong, mut marked) = (Vec::new(), Vec::new(), 0);
    files(&core, &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).expect("sources are text");
        marked += text.matches(MARK).count();
        if CLOSED.iter().all(|part| !path.to_string_lossy().contains(part)) {
            wrong.extend(without_mark(&text).into_iter().map(|line| format!("{}: {line}", path.display())));
        }
    }
    assert!(marked > 100, "the core is where it was");
    assert!(wrong.is_empty(), "without `{MARK}`:\n{}", wrong.join("\n"));
    assert_eq!(without_mark("pub struct A {\n    pub a: u8,\n}\npub enum B {\n    C,\n}\n").len(), 2);
}
