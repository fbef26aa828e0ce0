//! Text from outside, wherever it comes in: paths, queries, headers, bodies, forms, tokens, files.

use serde_json::Value;

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
