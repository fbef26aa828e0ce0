//! Wire values and their schema.

use std::sync::LazyLock;

use frontdesk::{Error, from_json, schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The schema of the wire model.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(schema::document);

/// A value that is handed to the engine, or comes from it, as that type.
pub type Given = (&'static str, Value);

/// Reads a wire value as a caller's text is read, so that what is wrong with it has a path.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    from_json(&value.to_string())
}

/// Writes a wire value.
pub fn wire<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("wire values are JSON")
}

/// A JSON pointer to every value in a value, itself the first.
pub fn pointers(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut add = |key: String, value: &Value| {
        all.extend(pointers(value).into_iter().map(|rest| format!("/{key}{rest}")));
    };
    match value {
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(index, value)| add(index.to_string(), value));
        }
        Value::Object(fields) => fields.iter().for_each(|(field, value)| add(field.clone(), value)),
        _ => {}
    }
    all
}
