//! Checks of text from outside: whether a database can store it, and whether it has a visible character.

use serde_json::Value;

use crate::limits::EMAIL_BYTES_MAX;

/// What has no ink, besides white space: control characters, and what Unicode calls default ignorable or
/// leaves blank.
const UNSEEN: &[(char, char)] = &[
    ('\u{0}', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether a database can keep it. PostgreSQL keeps no NUL in a text, and nobody has one in a name.
pub fn is_sound(text: &str) -> bool {
    !text.contains('\0')
}

/// Whether all text in a value is [sound](is_sound), the names of fields too.
pub fn all_sound(value: &Value) -> bool {
    match value {
        Value::String(text) => is_sound(text),
        Value::Array(values) => values.iter().all(all_sound),
        Value::Object(fields) => fields.iter().all(|(name, value)| is_sound(name) && all_sound(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

/// The same of JSON text, read only where it can matter: a raw NUL is no JSON.
pub fn json_is_sound(text: &str) -> bool {
    !text.contains("\\u0000") || serde_json::from_str(text).is_ok_and(|value| all_sound(&value))
}

/// Whether nobody would see anything of it.
pub fn is_blank(text: &str) -> bool {
    let is_unseen = |c: char| UNSEEN.iter().any(|(first, last)| (*first..=*last).contains(&c));
    text.chars().all(|c| c.is_whitespace() || is_unseen(c))
}

/// Whether a name that may be left out is none, or has something to see.
pub fn is_name(text: &str) -> bool {
    text.is_empty() || !is_blank(text)
}

/// What is said of a name that is there and can't be seen.
pub const UNSEEN_NAME: &str = "must have something to see";

/// Whether it is a date such as `1960-04-10`.
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

/// Whether it looks like an email, and is no longer than one may be.
pub fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    let is_one =
        parts.is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty() && !domain.contains('@'));
    is_one && text.len() <= EMAIL_BYTES_MAX && !text.contains(char::is_whitespace)
}

/// The same as a pattern of a JSON schema.
pub const EMAIL_PATTERN: &str = "^[^@\\s]+@[^@\\s]+$";

/// Whether there is something to see, as a pattern of a JSON schema. Tag characters are not in it: without
/// Unicode's mode, which not every reader of patterns has, their range is no range.
pub fn pattern() -> String {
    let ranges = UNSEEN.iter().filter(|(_, last)| *last <= '\u{ffff}');
    let ranges =
        ranges.map(|(first, last)| format!("\\u{:04x}-\\u{:04x}", u32::from(*first), u32::from(*last)));
    format!("[^\\s{}]", ranges.collect::<String>())
}

/// [`is_name`] as a pattern.
pub fn name_pattern() -> String {
    format!("^$|{}", pattern())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_blank() {
        for text in
            ["", " ", "\t\n", "\u{200b}", "\u{feff} \u{2060}\u{ad}", "\u{3164}", "\u{e0041}", "\u{a0}"]
        {
            assert!(is_blank(text), "{text:?}");
            assert_eq!(is_name(text), text.is_empty(), "{text:?}");
        }
        for text in ["a", " a ", "\u{200b}a", "医", "👩‍⚕️", "-", "\u{301}"] {
            assert!(!is_blank(text), "{text:?}");
        }
        assert!(pattern().starts_with("[^\\s\\u0000-\\u001f\\u007f-\\u009f\\u00ad-\\u00ad"), "{}", pattern());
    }
}
