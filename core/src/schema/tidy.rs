//! Rewrites what schemars generates into the form that readers of the schema need. Called by `document`.

use serde_json::{Map, Value, json};

/// Tidies every definition.
pub(super) fn definitions(definitions: &mut Map<String, Value>) {
    definitions.values_mut().for_each(tidy);
}

/// An appointment has each of its times as an instant or on the doctor's clock.
pub(super) fn need_a_time(definitions: &mut Map<String, Value>) {
    let either = |instant: &str, local: &str| {
        json!({ "anyOf": [
            { "required": [instant] },
            { "required": [local], "properties": { local: { "type": "string" } } },
        ] })
    };
    if let Some(appointment) = definitions.get_mut("Appointment") {
        appointment["allOf"] = json!([either("start_date", "local_start"), either("end_date", "local_end")]);
    }
}

/// What comes back is there, without defaults, or it is left out: null stands for itself only where a field
/// is always there.
pub(super) fn answers(definitions: &mut Map<String, Value>) {
    // A clinic has worked out what was given by local time.
    if let Some(required) =
        definitions.get_mut("Appointment").and_then(|appointment| appointment["required"].as_array_mut())
    {
        required.extend(["start_date", "end_date"].map(Value::from));
    }
    for definition in definitions.values_mut() {
        answer(definition);
        for variants in ["oneOf", "anyOf"] {
            definition.get_mut(variants).and_then(Value::as_array_mut).into_iter().flatten().for_each(answer);
        }
    }
}

fn answer(record: &mut Value) {
    let required = record["required"].as_array().cloned().unwrap_or_default();
    let Some(fields) = record.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (name, field) in fields {
        let Some(field) = field.as_object_mut() else { continue };
        field.shift_remove("default");
        if !required.contains(&json!(name)) {
            never_null(field);
        }
    }
}

fn never_null(field: &mut Map<String, Value>) {
    if let Some([ty, _null]) = field.get("type").and_then(Value::as_array).map(Vec::as_slice) {
        let ty = ty.clone();
        field.insert("type".to_owned(), ty);
    }
    if let Some([Value::Object(schema), _null]) =
        field.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
    {
        let schema = schema.clone();
        field.shift_remove("anyOf");
        field.extend(schema);
    }
}

/// Leaves out how wide a number is in memory, which is Rust's business.
pub(super) fn widths(schema: &mut Value) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(widths),
        Value::Object(keywords) => {
            if let Some("int64" | "uint64" | "uint32" | "uint" | "double") =
                keywords.get("format").and_then(Value::as_str)
            {
                keywords.shift_remove("format");
            }
            keywords.values_mut().for_each(widths);
        }
        _ => {}
    }
}

fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(tidy),
        Value::Object(keywords) => {
            keyword(keywords);
            keywords.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

fn keyword(schema: &mut Map<String, Value>) {
    // Dates have one form.
    match schema.get("format").and_then(Value::as_str) {
        Some("date") => {
            schema.insert("pattern".to_owned(), json!(r"^\d{4}-\d{2}-\d{2}$"));
        }
        Some("partial-date-time") => {
            schema.shift_remove("format");
            schema.insert("pattern".to_owned(), json!(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$"));
        }
        _ => {}
    }
    // That what is missing is null, or an instant that is still unknown, needs no words.
    if matches!(schema.get("default"), Some(value) if value.is_null() || value.as_i64() == Some(i64::MIN)) {
        schema.shift_remove("default");
    }
    // Among the fields of a record, it is a field that is called so.
    if let Some(Value::String(text)) = schema.get("description") {
        let text = Value::String(prose(text));
        schema.shift_remove("description");
        schema.shift_insert(0, "description".to_owned(), text);
    }
}

/// A doc comment without what only Rust has: sections, examples, links.
fn prose(text: &str) -> String {
    let end = ["\n\n# ", "\n\n```"].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let mut words = String::with_capacity(end);
    let mut rest = &text[..end];
    while let Some(start) = rest.find("[`") {
        words.push_str(&rest[..start]);
        let link = &rest[start + 1..];
        let Some(close) = link.find(']') else { break };
        words.push_str(&link[..close]);
        rest = &link[close + 1..];
        if rest.starts_with('(') {
            rest = rest.find(')').map_or(rest, |end| &rest[end + 1..]);
        }
    }
    words.push_str(rest);
    words
}
