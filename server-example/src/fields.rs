//! What callers may say of a resource: which fields they set and which they must. From one list come the
//! reading of bodies and their schema.

use frontdesk::{Error, from_json};
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::error::{ApiError, ApiResult};
use crate::json::to_json;
use crate::openapi::inline;
use crate::text::{self, UNSEEN_NAME, is_blank, is_name};

/// A field that callers may set.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    name: &'static str,
    required: bool,
    /// How many characters a text may have. The ranges of numbers are the engine's.
    chars: Option<(usize, usize)>,
    extension: bool,
    /// A text that somebody is to see.
    visible: bool,
}

impl Field {
    /// A field that may be left out.
    pub const fn optional(name: &'static str) -> Self {
        Self { name, required: false, chars: None, extension: false, visible: false }
    }

    /// A field that must be there, and is never null.
    pub const fn required(name: &'static str) -> Self {
        Self { name, required: true, chars: None, extension: false, visible: false }
    }

    /// A text of so many characters.
    pub const fn chars(self, min: usize, max: usize) -> Self {
        Self { chars: Some((min, max)), ..self }
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
/// 400: the fields that are missing, not known, or not what they must be, all of them.
pub fn create<T: DeserializeOwned + JsonSchema>(
    fields: &[Field],
    body: Map<String, Value>,
    ours: Value,
) -> ApiResult<T> {
    let missing = fields.iter().filter(|field| field.required && !body.contains_key(field.name));
    let wrong = missing.map(|field| (field.name.to_owned(), "this field is required".to_owned())).collect();
    let ours = match ours {
        Value::Object(ours) => ours,
        _ => Map::new(),
    };
    merged(fields, ours, body, wrong)
}

/// A value as it is with these fields changed.
///
/// # Errors
/// As [`create`], but nothing is missing.
pub fn update<T: DeserializeOwned + JsonSchema + Serialize>(
    fields: &[Field],
    current: &T,
    body: Map<String, Value>,
) -> ApiResult<T> {
    let current = match serde_json::to_value(current) {
        Ok(Value::Object(current)) => current,
        _ => return Err(ApiError::internal(&"what is updated is no object")),
    };
    merged(fields, current, body, Vec::new())
}

fn merged<T: DeserializeOwned + JsonSchema>(
    fields: &[Field],
    mut value: Map<String, Value>,
    body: Map<String, Value>,
    mut wrong: Vec<(String, String)>,
) -> ApiResult<T> {
    let mut accepted = Vec::new();
    for (name, given) in body {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            wrong.push((name, format!("unknown field; known here: {}", known.join(", "))));
            continue;
        };
        if field.required && given.is_null() {
            wrong.push((name, "null can't be here".to_owned()));
            continue;
        }
        if field.visible && given.as_str().is_some_and(is_blank) {
            wrong.push((name, UNSEEN_NAME.to_owned()));
            continue;
        }
        accepted.push(name.clone());
        value.insert(name, given);
    }
    let read = from_json(&to_json(&value));
    // Ranges are the engine's, which sees only what can be read. They are told here where something else is
    // wrong, so that all of it comes at once.
    let out_of_range = if read.is_ok() && wrong.is_empty() {
        Vec::new()
    } else {
        out_of_range(&schema::<T>(fields, &[]).to_value()["properties"], &accepted, &value)
    };
    match read {
        Ok(read) if wrong.is_empty() => Ok(read),
        Err(error) if wrong.is_empty() && out_of_range.is_empty() => Err(error.into()),
        read => {
            let unread: Vec<_> = read.err().map_or_else(Vec::new, |error: Error| {
                error.all().map(|error| (error.path.clone(), error.code.to_string())).collect()
            });
            Err(ApiError::invalid_fields(wrong.into_iter().chain(unread).chain(out_of_range)))
        }
    }
}

/// Which of the numbers called `names`, and of the lengths of texts, their schemas don't admit.
fn out_of_range(schemas: &Value, names: &[String], given: &Map<String, Value>) -> Vec<(String, String)> {
    let fault = |name: &String| {
        let (number, least, most) = match &given[name] {
            Value::Number(number) => (number.as_i64()?, "minimum", "maximum"),
            Value::String(text) => (i64::try_from(text.chars().count()).ok()?, "minLength", "maxLength"),
            _ => return None,
        };
        let (min, max) = (schemas[name][least].as_i64()?, schemas[name][most].as_i64()?);
        let message = format!("{number} is outside {min} to {max}");
        (!(min..=max).contains(&number)).then_some((name.clone(), message))
    };
    names.iter().filter_map(fault).collect()
}

/// Refuses names in a list of things that are there and have nothing to see.
///
/// # Errors
/// 400, with the path of each, as in `levels[0].name`.
pub fn check_names<'n>(list: &str, names: impl Iterator<Item = Option<&'n str>>) -> ApiResult<()> {
    let unseen = names.enumerate().filter(|(_, name)| name.is_some_and(|name| !is_name(name)));
    let mut wrong =
        unseen.map(|(index, _)| (format!("{list}[{index}].name"), UNSEEN_NAME.to_owned())).peekable();
    if wrong.peek().is_some() { Err(ApiError::invalid_fields(wrong)) } else { Ok(()) }
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
    let whole = inline(|generator| generator.subschema_for::<T>());
    let mut properties = Map::new();
    for field in fields {
        let mut property = whole["properties"][field.name].clone();
        if let Some((min, max)) = field.chars {
            property["minLength"] = json!(min);
            property["maxLength"] = json!(max);
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
    let object = json!({ "type": "object", "properties": properties, "required": required,
        "additionalProperties": false });
    Schema::try_from(object).expect("an object is a schema")
}
