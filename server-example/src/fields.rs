//! What callers may say of a resource: which fields they set and which they must. From one list come the
//! reading of bodies and their schema.

use frontdesk::from_json;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::error::{ApiError, ApiResult};
use crate::text::{self, is_blank};

/// A field that callers may set.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    name: &'static str,
    required: bool,
    /// The range that the engine holds, for the schema. A test holds the two together.
    range: Option<(i64, i64)>,
    extension: bool,
    /// A text that somebody is to see.
    visible: bool,
}

impl Field {
    /// A field that may be left out.
    pub const fn optional(name: &'static str) -> Self {
        Self { name, required: false, range: None, extension: false, visible: false }
    }

    /// A field that must be there, and is never null.
    pub const fn required(name: &'static str) -> Self {
        Self { name, required: true, range: None, extension: false, visible: false }
    }

    /// A number, or the length of a text, within a range.
    pub const fn within(self, min: i64, max: i64) -> Self {
        Self { range: Some((min, max)), ..self }
    }

    /// A text that has something to see.
    pub const fn visible(self) -> Self {
        Self { visible: true, ..self }
    }

    /// Not in the documents: ours.
    pub const fn extension(self) -> Self {
        Self { extension: true, ..self }
    }
}

/// A new value: what the caller says, and what the server says.
///
/// # Errors
/// 400: a field that is missing, not known, or not what it must be.
pub fn create<T: DeserializeOwned>(fields: &[Field], body: Map<String, Value>, ours: Value) -> ApiResult<T> {
    if let Some(missing) = fields.iter().find(|field| field.required && !body.contains_key(field.name)) {
        return Err(ApiError::invalid(missing.name, "this field is required"));
    }
    let ours = match ours {
        Value::Object(ours) => ours,
        _ => Map::new(),
    };
    merged(fields, ours, body)
}

/// A value as it is with these fields changed.
///
/// # Errors
/// As [`create`], but nothing is missing.
pub fn update<T: DeserializeOwned + Serialize>(
    fields: &[Field],
    current: &T,
    body: Map<String, Value>,
) -> ApiResult<T> {
    let current = match serde_json::to_value(current) {
        Ok(Value::Object(current)) => current,
        _ => return Err(ApiError::internal(&"what is updated is no object")),
    };
    merged(fields, current, body)
}

fn merged<T: DeserializeOwned>(
    fields: &[Field],
    mut value: Map<String, Value>,
    body: Map<String, Value>,
) -> ApiResult<T> {
    for (name, given) in body {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            return Err(ApiError::invalid(&name, format!("unknown field; known here: {}", known.join(", "))));
        };
        if field.required && given.is_null() {
            return Err(ApiError::invalid(&name, "null can't be here"));
        }
        if field.visible && given.as_str().is_some_and(is_blank) {
            return Err(ApiError::invalid(&name, "must have something to see"));
        }
        value.insert(name, given);
    }
    Ok(from_json(&Value::Object(value).to_string())?)
}

/// The schema of a body that creates a `T`.
pub fn create_schema<T: JsonSchema>(fields: &[Field]) -> Schema {
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    schema::<T>(fields, &required)
}

/// The schema of a body that changes a `T`.
pub fn update_schema<T: JsonSchema>(fields: &[Field]) -> Schema {
    schema::<T>(fields, &[])
}

fn schema<T: JsonSchema>(fields: &[Field], required: &[&str]) -> Schema {
    let generator =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true).into_generator();
    let whole = generator.into_root_schema_for::<T>().to_value();
    let mut properties = Map::new();
    for field in fields {
        let mut property = whole["properties"][field.name].clone();
        if let Some((min, max)) = field.range {
            let is_text = property["type"] == "string" || property["type"][0] == "string";
            let (least, most) = if is_text { ("minLength", "maxLength") } else { ("minimum", "maximum") };
            property[least] = json!(min);
            property[most] = json!(max);
        }
        if field.required
            && let Some(first) = property["type"].get(0).cloned()
        {
            // The engine can do without; the documents can't.
            property["type"] = first;
        }
        if field.visible {
            property["pattern"] = json!(text::pattern());
        }
        if field.extension {
            property["x-extension"] = json!(true);
        }
        properties.insert(field.name.to_owned(), property);
    }
    let object = json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    Schema::try_from(object).expect("an object is a schema")
}
