//! Writes the vectors that nobody can work out by hand.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::case::{Vectors, path};
use super::{answer, wire};

/// The file whose answers hang on chance and so on every bit of the engine: `UPDATE_GOLDEN=1` writes them
/// anew.
pub const WRITTEN_BY_THE_ENGINE: &str = "waits.json";

/// Writes a file with the answers that the engine gives now. Errors stay as they are: they are worked out by
/// hand.
///
/// # Panics
/// If the file can't be written.
pub fn write_anew(file: &str, vectors: Vectors) {
    let mut text = format!("{{\n  \"about\": {},\n  \"cases\": [", Value::from(vectors.about));
    for (index, case) in vectors.cases.into_iter().enumerate() {
        let answered = match &case.error {
            Some(_) => case.error.clone().map(Value::from),
            None => answer(&case).ok(),
        };
        let fields = [
            ("name", case.name.into()),
            ("note", case.note.into()),
            ("call", wire(&case.call)),
            ("input", wire(&case.input)),
            (if case.error.is_some() { "error" } else { "answer" }, answered.unwrap_or_default()),
        ];
        text.push_str(if index > 0 { ",\n    {" } else { "\n    {" });
        for (index, (field, value)) in fields.iter().enumerate() {
            let _ = write!(
                text,
                "{}\n      \"{field}\": {}",
                if index > 0 { "," } else { "" },
                readable(value, 3)
            );
        }
        text.push_str("\n    }");
    }
    text.push_str("\n  ]\n}\n");
    fs::write(path(file), text).expect("the file can be written");
}

/// A value as text, with a line for whatever fits in one, or is nothing but numbers.
fn readable(value: &Value, depth: usize) -> String {
    const WIDTH: usize = 140;
    let line = value.to_string();
    let indent = "  ".repeat(depth);
    let lines = match value {
        _ if line.len() <= WIDTH => return line,
        Value::Object(fields) => fields
            .iter()
            .map(|(field, value)| format!("{}: {}", Value::from(field.as_str()), readable(value, depth + 1))),
        Value::Array(elements) if elements.iter().any(|element| !element.is_number()) => {
            let lines: Vec<String> = elements
                .iter()
                .map(|element| format!("{indent}  {}", readable(element, depth + 1)))
                .collect();
            return format!("[\n{}\n{indent}]", lines.join(",\n"));
        }
        _ => return line,
    };
    let lines: Vec<String> = lines.map(|line| format!("{indent}  {line}")).collect();
    format!("{{\n{}\n{indent}}}", lines.join(",\n"))
}
