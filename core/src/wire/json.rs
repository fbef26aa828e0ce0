//! JSON text, and what is wrong with it.

use serde::de::DeserializeOwned;

use super::reader::read;
use super::tree::Tree;
use crate::error::{Error, ErrorCode, Path};
use crate::limits::JSON_BYTES_MAX;

/// Reads a snapshot, a query or any other value of the wire model from JSON text.
///
/// # Errors
/// `invalid_json`, `unknown_field`, `missing_field`, `wrong_type` and `unknown_value`, each with the path of
/// the field, and [all](Error::all) that there are; `too_many` for a text over 1 GiB.
///
/// ```
/// use frontdesk::{SlotQuery, from_json};
///
/// let error = from_json::<SlotQuery>(r#"{ "appointment_type_uid": "apt-001", "from": "9",
///   "to": 10 }"#).unwrap_err();
/// assert_eq!(error.path, "from");
/// assert_eq!(error.to_string(), "`from`: invalid type: string \"9\", expected an integer");
/// ```
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    if text.len() > JSON_BYTES_MAX {
        let code = ErrorCode::TooMany { count: text.len() as u64, limit: JSON_BYTES_MAX as u64 };
        return Err(code.at(&Path::Root));
    }
    read(&parse(text)?)
}

/// The text as a tree. Alone, so that what reads text is compiled once, and not for every type.
fn parse(text: &str) -> Result<Tree<'_>, Error> {
    serde_json::from_str(text)
        .map_err(|error| ErrorCode::InvalidJson { detail: error.to_string() }.at(&Path::Root))
}
