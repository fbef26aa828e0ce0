//! Dates and clock times as text of one form.

use chrono::{NaiveDate, NaiveDateTime};
use serde::de::{Deserialize, Deserializer, Error, Unexpected};

/// A date as `YYYY-MM-DD`.
pub(crate) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    date_of(&text).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &"a date as YYYY-MM-DD"))
}

/// [`date`], or `null`.
pub(crate) fn optional_date<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Wrapped(#[serde(deserialize_with = "date")] NaiveDate);
    Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|Wrapped(date)| date))
}

/// A clock's date and time as `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`.
pub(crate) fn local_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDateTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    local_time_of(&text)
        .ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &"a local time as YYYY-MM-DDTHH:MM"))
}

/// A clock's date and time as `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`, or `null`: for serde's
/// `deserialize_with`.
///
/// # Errors
/// The deserializer's, for anything else.
pub fn optional_local_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDateTime>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Wrapped(#[serde(deserialize_with = "local_time")] NaiveDateTime);
    Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|Wrapped(local)| local))
}

// chrono reads other forms too, such as `2027-3-1`, and spaces before them.
fn date_of(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = numbers(text, "9999-99-99")?;
    NaiveDate::from_ymd_opt(year as i32, month, day)
}

fn local_time_of(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once('T')?;
    // Without seconds, their number stays 0.
    let [hour, minute, second] = numbers(time, "99:99").or_else(|| numbers(time, "99:99:99"))?;
    date_of(date)?.and_hms_opt(hour, minute, second)
}

/// The three numbers of a text that has a digit where the form has one, and is the form elsewhere.
fn numbers(text: &str, form: &str) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    let mut number = 0;
    if text.len() != form.len() {
        return None;
    }
    for (found, expected) in text.bytes().zip(form.bytes()) {
        if expected == b'9' && found.is_ascii_digit() {
            numbers[number] = numbers[number] * 10 + u32::from(found - b'0');
        } else if found == expected && expected != b'9' {
            number += 1;
        } else {
            return None;
        }
    }
    Some(numbers)
}
