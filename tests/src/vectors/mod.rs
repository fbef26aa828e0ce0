//! The test vectors of `vectors/`: cases as JSON that every language runs alike. `vectors/README.md` says
//! what a case is.
//!
//! [`files`] reads them, [`answer`] is what the engine says to a case, and [`check`] compares.

mod case;
mod clinic;
mod golden;
mod room;

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use frontdesk::{Error, Instant, from_json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use self::case::{Call, Case, Input, Vectors, files};
pub use self::golden::{WRITTEN_BY_THE_ENGINE, write_anew};

/// Whether the engine answers as the case says.
///
/// # Errors
/// How not, in lines.
pub fn check(case: &Case) -> Result<(), String> {
    case.is_well_formed()?;
    let answered =
        catch_unwind(AssertUnwindSafe(|| answer(case))).map_err(|_| "  the engine panicked\n".to_owned())?;
    match (answered, &case.answer, &case.error) {
        (Ok(got), Some(expected), _) => differences(expected, &got),
        (Err(got), _, Some(expected)) => {
            if expected.iter().all(|(field, value)| got.get(field) == Some(value)) {
                Ok(())
            } else {
                Err(format!("  - {}\n  + {got}\n", Value::from(expected.clone())))
            }
        }
        (Ok(got), ..) => Err(format!("  expected an error, answered {got}\n")),
        (Err(error), ..) => Err(format!("  expected an answer, refused: {error}\n")),
    }
}

/// What is answered, or the wire form of what is wrong.
///
/// # Errors
/// That form.
pub fn answer(case: &Case) -> Result<Value, Value> {
    let Case { call, input, .. } = case;
    let now = Instant(input.now.unwrap_or_default());
    match call {
        Call::Learn | Call::Merge => room::foreseen(*call, input, now).map_err(|error| wire(&error)),
        call if call.foresees() => room::foreseen(*call, input, now).map_err(|error| wire(&error)),
        call if call.is_of_a_room() => room::answer(*call, input, now).map_err(|refusal| wire(&refusal)),
        call => clinic::answer(*call, input, now).map_err(|refusal| wire(&refusal)),
    }
}

/// Reads a wire value as a caller's text is read, so that what is wrong with it has a path.
fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    from_json(&value.to_string())
}

fn wire<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("wire values are JSON")
}

/// What is expected and not answered, and what is answered and not expected; lists entry by entry.
fn differences(expected: &Value, got: &Value) -> Result<(), String> {
    if expected == got {
        return Ok(());
    }
    let lines = |value: &Value| match value {
        Value::Array(entries) => entries.iter().map(ToString::to_string).collect(),
        value => vec![value.to_string()],
    };
    let (expected, got) = (lines(expected), lines(got));
    let mut text = String::new();
    for line in expected.iter().filter(|line| !got.contains(line)) {
        let _ = writeln!(text, "  - {line}");
    }
    for line in got.iter().filter(|line| !expected.contains(line)) {
        let _ = writeln!(text, "  + {line}");
    }
    if text.is_empty() {
        let _ = writeln!(
            text,
            "  the same entries, but in another order or number:\n  - {expected:?}\n  + {got:?}"
        );
    }
    Err(text)
}
