//! Dates and clock times as text of one form.

use std::fmt::Debug;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime};
use serde::de::{Deserialize, Deserializer, Error, Unexpected};

/// A date as `YYYY-MM-DD`.
pub(crate) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    exactly(&String::deserialize(deserializer)?, "a date as YYYY-MM-DD")
}

/// A clock's date and time as `YYYY-MM-DDTHH:MM:SS`, or `null`.
pub(crate) fn optional_local_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDateTime>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| exactly(&text, "a local time as YYYY-MM-DDTHH:MM:SS")).transpose()
}

/// A value that is written as chrono writes it. chrono reads other forms too, such as `2027-3-1`, and spaces before them.
fn exactly<T: FromStr + Debug, E: Error>(text: &str, expected: &str) -> Result<T, E> {
    let value = text.parse().ok().filter(|value| format!("{value:?}") == text);
    value.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &expected))
}
