//! JSON text, and what is wrong with it.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use crate::error::{Error, ErrorCode, Path};
use crate::limits::JSON_BYTES_MAX;

/// Reads a snapshot, a query or any other value of the wire model from JSON text.
///
/// # Errors
/// `invalid_json`, `unknown_field`, `missing_field`, `wrong_type` and `unknown_value`, each with the path of the field;
/// `too_many` for a text over 1 GiB.
///
/// ```
/// use frontdesk::{SlotQuery, from_json};
///
/// let error = from_json::<SlotQuery>(r#"{ "appointment_type_uid": "apt-001", "from": "9", "to": 10 }"#).unwrap_err();
/// assert_eq!(error.path, "from");
/// assert_eq!(error.to_string(), "`from`: invalid type: string \"9\", expected an integer");
/// ```
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    if text.len() > JSON_BYTES_MAX {
        let code = ErrorCode::TooMany { count: text.len() as u64, limit: JSON_BYTES_MAX as u64 };
        return Err(code.at(&Path::Root));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(answer_of_json)?;
    deserializer.end().map_err(|error| ErrorCode::InvalidJson { detail: error.to_string() }.at(&Path::Root))?;
    Ok(value)
}

/// Reads a value of the wire model from anything that serde can read, such as the objects of another language. [`from_json`] is this for text.
///
/// # Errors
/// `unknown_field`, `missing_field`, `wrong_type` and `unknown_value`, each with the path of the field.
///
/// ```
/// use frontdesk::{Instant, SlotQuery, from_deserializer};
///
/// let value = serde_json::json!({ "appointment_type_uid": "apt-001", "from": "9", "to": 10 });
/// assert_eq!(from_deserializer::<SlotQuery, _>(value).unwrap_err().path, "from");
/// ```
pub fn from_deserializer<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, Error> {
    serde_path_to_error::deserialize(deserializer).map_err(|report| answer(report.path(), &report.inner().to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn answer_of_json(report: serde_path_to_error::Error<serde_json::Error>) -> Error {
    let full = report.inner().to_string();
    if !report.inner().is_data() {
        return Error { code: ErrorCode::InvalidJson { detail: full }, path: String::new() };
    }
    // "… at line 3 column 7" is of no use beside the path.
    answer(report.path(), full.rfind(" at line ").map_or(full.as_str(), |end| &full[..end]))
}

/// Turns what serde says into one of our codes. serde tells the cases apart only in prose; `tests/` pins the words.
fn answer(path: &serde_path_to_error::Path, detail: &str) -> Error {
    let mut path = match path.to_string() {
        root if root == "." => String::new(),
        path => path,
    };
    let (word, expected) = quoted(detail);
    let code = if detail.starts_with("missing field") {
        extend(&mut path, word);
        ErrorCode::MissingField
    } else if detail.starts_with("unknown field") {
        extend(&mut path, word);
        ErrorCode::UnknownField { expected }
    } else if detail.starts_with("unknown variant") {
        ErrorCode::UnknownValue { value: word.to_owned(), expected }
    } else {
        ErrorCode::WrongType { detail: detail.to_owned() }
    };
    Error { code, path }
}

/// The word that serde quotes, and those it would have taken: "unknown field `a`, expected one of `b`, `c`". The word is the caller's and may hold backticks
/// too; the others are ours and hold none, so the word ends where the last list begins.
fn quoted(detail: &str) -> (&str, String) {
    let (_, after) = detail.split_once('`').unwrap_or_default();
    let alone = || after.strip_suffix("`, there are no fields").or(after.strip_suffix('`')).map(|word| (word, ""));
    let (word, expected) = after.rsplit_once("`, expected ").or_else(alone).unwrap_or_default();
    (word, expected.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", "))
}

/// Ends the path with `field`, unless the reader has already put it there.
fn extend(path: &mut String, field: &str) {
    let there = path.as_str() == field || path.ends_with(&format!(".{field}"));
    if !there {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(field);
    }
}
