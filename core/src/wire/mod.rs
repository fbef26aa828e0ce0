//! How values cross the border: integers that are integers, dates that are dates, and JSON text whose faults
//! have a path.

mod date;
mod fault;
#[cfg(feature = "json")]
mod json;
mod opened;
mod reader;
mod reread;
mod source;
mod tagged;
#[cfg(feature = "json")]
mod tree;
pub(crate) mod uid;

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

pub use self::date::optional_local_time;
pub(crate) use self::date::{date, local_time, optional_date};
pub use self::fault::{Fault, Step};
#[cfg(feature = "json")]
pub use self::json::from_json;
pub use self::reader::{every_fault_in, read, read_from};
pub use self::reread::{ANY_TEXT, Placing, Repair, any_word, every_fault, every_fault_by};
pub use self::source::{Look, Source};
pub(crate) use self::tagged::{Given, no_others, tagged};

/// Whether a value is what is read where nothing is said, so that it need not be written.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What is read where nothing is said of a flag that is set by default.
pub(crate) fn yes() -> bool {
    true
}

/// What is read where nothing is said of a count that is one by default.
pub(crate) fn one() -> i64 {
    1
}

/// Whether such a count need not be written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
pub(crate) fn is_one(value: &i64) -> bool {
    *value == 1
}

/// An integer, also where it is written as `30.0`, as JSON Schema counts it. Booleans and numeric strings are
/// not integers.
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
            // What does not fit is far outside every range of the engine: the range check says so, with its
            // bounds.
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

/// An integer or `null`. `30.0` is an integer, as JSON Schema counts it; booleans and numeric strings are
/// not.
///
/// For `#[serde(deserialize_with)]` on fields of a service's own bodies, so that they take what the engine
/// takes.
///
/// # Errors
/// What is neither, as the deserializer says it.
pub fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Wrapped(#[serde(deserialize_with = "integer")] i64);
    Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|Wrapped(value)| value))
}

/// A list of [`integer`]s.
pub(crate) fn integers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Wrapped(#[serde(deserialize_with = "integer")] i64);
    Ok(Vec::<Wrapped>::deserialize(deserializer)?.into_iter().map(|Wrapped(value)| value).collect())
}
