//! Lines have at most 110 characters: code, comments and prose, in every language of the repository.

use std::fs;
use std::path::{Path, PathBuf};

const WIDTH: usize = 110;

/// What people write and read. Data (JSON, calendars, scenario tables, golden files) is as wide as it is, and
/// so is SQL: a migration that has run somewhere is never changed.
const WRITTEN: &[&str] =
    &["rs", "md", "ts", "tsx", "mjs", "js", "py", "pyi", "toml", "yml", "sh", "css", "html"];

/// Folders of what is built, fetched or kept by tools. `dist` is the server's pages as built.
const BUILT: &[&str] = &["target", "node_modules", "pkg", "dist", "generated", "__pycache__", "site"];

/// A word, address or literal of more than so many characters cannot be broken, nor moved to its own line in
/// every language: it excuses its line.
const WORD: usize = 60;

/// Remarks to type checkers have to stand behind the code that they are about.
const REMARKS: &[&str] = &["  # type: ignore", "  # pyright: ignore"];

pub(crate) fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folders can be read") {
        let path = entry.expect("entries can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_hidden = name.starts_with('.') && name != ".github";
        if path.is_dir() && !is_hidden && !BUILT.contains(&name.as_str()) {
            files(&path, found);
        } else if path.extension().is_some_and(|end| WRITTEN.iter().any(|written| end == *written)) {
            found.push(path);
        }
    }
}

/// The numbers of the lines that are too long, from 1.
fn too_long(text: &str, is_markdown: bool) -> Vec<usize> {
    // In Markdown, what a program prints and the rows of scenarios stand in blocks of their own.
    let mut shown = false;
    let mut inside = false;
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if is_markdown && line.trim_start().starts_with("```") {
            shown = !inside && matches!(line.trim(), "```text" | "```console");
            inside = !inside;
        }
        let said = line.trim_start();
        let prose = if is_markdown { Some(said) } else { said.strip_prefix("/// ") };
        let is_row = prose.is_some_and(|prose| prose.starts_with('|'));
        let end = REMARKS.iter().filter_map(|remark| line.find(remark)).min().unwrap_or(line.len());
        let is_long = line[..end].chars().count() > WIDTH;
        let is_unbreakable = || line.split_whitespace().any(|word| word.chars().count() > WORD);
        if is_long && !shown && !is_row && !is_unbreakable() {
            found.push(number + 1);
        }
    }
    found
}

#[test]
fn lines_have_at_most_110_characters() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    files(&root, &mut found);
    assert!(found.len() > 500, "the repository is below {}: {} files", root.display(), found.len());
    let mut wrong = Vec::new();
    for path in found {
        let text = fs::read_to_string(&path).expect("what is written is text");
        let is_markdown = path.extension().is_some_and(|end| end == "md");
        let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        wrong.extend(too_long(&text, is_markdown).iter().map(|number| format!("{name}:{number}")));
    }
    assert!(wrong.is_empty(), "lines of more than {WIDTH} characters:\n{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_broken_is_let_through_and_nothing_else() {
    let (words, row) = ("word ".repeat(25), format!("| {} |", "cell ".repeat(25)));
    let check = |text: &str, is_markdown, expected: &[usize]| {
        assert_eq!(too_long(text, is_markdown), expected, "{text}");
    };
    check(&"é".repeat(110), false, &[]);
    check(&words, false, &[1]);
    check(&format!("short\n{words}"), true, &[2]);
    check(&row, true, &[]);
    check(&format!("    /// {row}"), false, &[]);
    check(&row, false, &[1]);
    check(&format!("```text\n{words}\n```\n{words}"), true, &[4]);
    check(&format!("```json\n{words}\n```"), true, &[2]);
    check(&format!("{words}{}", "a".repeat(61)), false, &[]);
    check(&format!("{words}{}", "a".repeat(60)), false, &[1]);
    check(&format!("{}  # type: ignore[arg-type]", "a b".repeat(35)), false, &[]);
    check(&format!("{words}  # type: ignore[arg-type]"), false, &[1]);
}
