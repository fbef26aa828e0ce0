//! How values cross the border: integers that are integers, and JSON text whose faults have a path.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// An integer, also where it is written as `30.0`, as JSON Schema counts it. Booleans and numeric strings are not integers.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    struct Integer;

    impl Visitor<'_> for Integer {
        type Value = i64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an integer")
        }

        fn visit_i64<E: de::Error>(self, value: i64) -> Result<i64, E> {
            Ok(value)
        }

        fn visit_u64<E: de::Error>(self, value: u64) -> Result<i64, E> {
            // What does not fit is far outside every range of the engine: the range check says so, with its bounds.
            Ok(i64::try_from(value).unwrap_or(i64::MAX))
        }

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<i64, E> {
            if value.fract() == 0.0 && value.is_finite() {
                // Saturates, for the same reason as above.
                Ok(value as i64)
            } else {
                Err(E::invalid_type(de::Unexpected::Float(value), &self))
            }
        }
    }

    deserializer.deserialize_any(Integer)
}

/// [`integer`], or `null`.
pub(crate) fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Wrapped(#[serde(deserialize_with = "integer")] i64);
    Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|Wrapped(value)| value))
}

/// A field that must be there.
///
/// serde reads an enum whose tag is one of its fields from a copy, and forgets the path of what is wrong in it. Such enums are read here as one struct of all
/// fields, which keeps the path; then each variant takes its own.
pub(crate) fn required<T, E: de::Error>(value: Option<T>, field: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(field))
}

/// Refuses fields that are there but belong to other variants.
pub(crate) fn no_others<E: de::Error>(given: &[(&'static str, bool)], known: &'static [&'static str]) -> Result<(), E> {
    match given.iter().find(|(field, is_given)| *is_given && !known.contains(field)) {
        Some((field, _)) => Err(E::unknown_field(field, known)),
        None => Ok(()),
    }
}

#[cfg(feature = "json")]
pub use json::from_json;

#[cfg(feature = "json")]
mod json {
    use serde::de::DeserializeOwned;

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
        let value = serde_path_to_error::deserialize(&mut deserializer).map_err(answer)?;
        deserializer.end().map_err(|error| ErrorCode::InvalidJson { detail: error.to_string() }.at(&Path::Root))?;
        Ok(value)
    }

    /// Turns serde's report into one of our codes. serde tells the cases apart only in prose; `tests/` pins the words.
    fn answer(report: serde_path_to_error::Error<serde_json::Error>) -> Error {
        let mut path = match report.path().to_string() {
            root if root == "." => String::new(),
            path => path,
        };
        let error = report.into_inner();
        if !error.is_data() {
            return Error { code: ErrorCode::InvalidJson { detail: error.to_string() }, path: String::new() };
        }
        let full = error.to_string();
        // "… at line 3 column 7" is of no use beside the path.
        let detail = full.rfind(" at line ").map_or(full.as_str(), |end| &full[..end]);
        let mut quoted = detail.split('`').skip(1).step_by(2);
        let code = if detail.starts_with("missing field") {
            extend(&mut path, quoted.next());
            ErrorCode::MissingField
        } else if detail.starts_with("unknown field") {
            extend(&mut path, quoted.next());
            ErrorCode::UnknownField { expected: quoted.collect::<Vec<_>>().join(", ") }
        } else if detail.starts_with("unknown variant") {
            let value = quoted.next().unwrap_or_default().to_owned();
            ErrorCode::UnknownValue { value, expected: quoted.collect::<Vec<_>>().join(", ") }
        } else {
            ErrorCode::WrongType { detail: detail.to_owned() }
        };
        Error { code, path }
    }

    /// Ends the path with `field`, unless the reader has already put it there.
    fn extend(path: &mut String, field: Option<&str>) {
        let Some(field) = field else { return };
        let there = path.as_str() == field || path.ends_with(&format!(".{field}"));
        if !there {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(field);
        }
    }
}
