//! The document in those forms of JSON Schema that generators of clients take. Each says the same as before:
//!
//! - a schema for anything is `{}`, never `true`;
//! - a closed list of words is one `enum`, never a `oneOf` of `const`;
//! - an `enum` has values of one type, and null is a type of its own beside it;
//! - the fields of a form are text.

use serde_json::{Map, Value, json};

/// Puts every schema of the document into these forms.
pub(super) fn suit(document: &mut Value) {
    for path in members(&mut document["paths"]) {
        for operation in members(path) {
            for parameter in operation["parameters"].as_array_mut().into_iter().flatten() {
                schema(&mut parameter["schema"]);
            }
            if operation["requestBody"].is_object() {
                for (kind, content) in
                    operation["requestBody"]["content"].as_object_mut().into_iter().flatten()
                {
                    schema(&mut content["schema"]);
                    if kind != "application/json" {
                        members(&mut content["schema"]["properties"]).for_each(text);
                    }
                }
            }
            for response in members(&mut operation["responses"]) {
                if response["content"].is_object() {
                    members(&mut response["content"]).for_each(|content| schema(&mut content["schema"]));
                }
            }
        }
    }
    members(&mut document["components"]["schemas"]).for_each(schema);
}

fn members(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(Map::values_mut)
}

/// A field of a form: there is nothing but text in one.
fn text(field: &mut Value) {
    let texts = |of: &Value| {
        let words = of["enum"].as_array()?;
        let words: Vec<Value> = words.iter().filter(|word| word.is_string()).cloned().collect();
        (!words.is_empty()).then_some(words)
    };
    let words = field["anyOf"].as_array().and_then(|kinds| kinds.iter().find_map(texts));
    let Some(field) = field.as_object_mut() else { return };
    if let Some(words) = words {
        field.insert("enum".to_owned(), Value::Array(words));
    }
    field.remove("anyOf");
    field.insert("type".to_owned(), json!("string"));
}

fn schema(schema: &mut Value) {
    if *schema == Value::Bool(true) {
        *schema = json!({});
    }
    let Some(fields) = schema.as_object_mut() else { return };
    for name in ["properties", "patternProperties", "$defs"] {
        fields.get_mut(name).into_iter().flat_map(members).for_each(self::schema);
    }
    fields.get_mut("items").into_iter().for_each(self::schema);
    // `true` there is no schema, but says that others may be there.
    fields.get_mut("additionalProperties").into_iter().filter(|more| more.is_object()).for_each(self::schema);
    for name in ["allOf", "anyOf", "oneOf"] {
        fields.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten().for_each(self::schema);
        if name != "allOf" {
            words(fields, name);
        }
    }
    without_null(fields);
}

/// One `enum` for a choice of words.
fn words(fields: &mut Map<String, Value>, name: &str) {
    let Some(choice) = fields.get(name).and_then(Value::as_array) else { return };
    let of = |kind: &Value| match (&kind["type"], kind.get("const"), kind["enum"].as_array()) {
        (Value::String(of), Some(word), None) if of == "string" => Some(vec![word.clone()]),
        (Value::String(of), None, Some(words)) if of == "string" => Some(words.clone()),
        _ => None,
    };
    let Some(words) = choice.iter().map(of).collect::<Option<Vec<_>>>() else { return };
    // What each word means would be lost.
    let said: Vec<String> = choice
        .iter()
        .filter_map(|kind| {
            Some(format!("- `{}`: {}", kind["const"].as_str()?, kind["description"].as_str()?))
        })
        .collect();
    fields.remove(name);
    fields.insert("type".to_owned(), json!("string"));
    fields.insert("enum".to_owned(), Value::Array(words.concat()));
    if !said.is_empty() {
        let before = fields.get("description").and_then(Value::as_str).map(|text| format!("{text}\n\n"));
        let description = format!("{}{}", before.unwrap_or_default(), said.join("\n"));
        fields.insert("description".to_owned(), json!(description));
    }
}

/// For each type of an `enum` with null in it an `enum` of its own.
fn without_null(fields: &mut Map<String, Value>) {
    let is_mixed = |values: &Vec<Value>| values.iter().any(Value::is_null);
    let Some(values) =
        fields.get("enum").and_then(Value::as_array).filter(|values| is_mixed(values)).cloned()
    else {
        return;
    };
    fields.remove("enum");
    fields.remove("type");
    let of = |kind: &str, is: fn(&Value) -> bool| {
        let values: Vec<&Value> = values.iter().filter(|value| is(value)).collect();
        (!values.is_empty()).then(|| match kind {
            "boolean" | "null" => json!({ "type": kind }),
            _ => json!({ "type": kind, "enum": values }),
        })
    };
    let kinds = [
        of("string", Value::is_string),
        of("boolean", Value::is_boolean),
        of("integer", Value::is_i64),
        of("null", Value::is_null),
    ];
    fields.insert("anyOf".to_owned(), kinds.into_iter().flatten().collect());
}
