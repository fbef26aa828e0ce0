//! JSON text, and what is wrong with it.

use serde::de::{DeserializeOwned, IgnoredAny};

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
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|report| answer(report, text))?;
    deserializer.end().map_err(|error| ErrorCode::InvalidJson { detail: error.to_string() }.at(&Path::Root))?;
    Ok(value)
}

/// Turns serde's report into one of our codes. serde tells the cases apart only in prose; `tests/` pins the words.
fn answer(report: serde_path_to_error::Error<serde_json::Error>, text: &str) -> Error {
    let mut path = match report.path().to_string() {
        root if root == "." => String::new(),
        path => path,
    };
    let error = report.into_inner();
    // serde_json also says of a number where a word is expected that the text is wrong. It is not, if it can be read at all.
    if !error.is_data() && serde_json::from_str::<IgnoredAny>(text).is_err() {
        return Error { code: ErrorCode::InvalidJson { detail: error.to_string() }, path: String::new() };
    }
    let full = error.to_string();
    // "… at line 3 column 7" is of no use beside the path.
    let detail = full.rfind(" at line ").map_or(full.as_str(), |end| &full[..end]);
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
