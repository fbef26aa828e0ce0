//! What an endpoint is called in the OpenAPI document, and which parameters its query may have.

use axum::http::Method;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// The schema of a type.
pub(crate) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// A schema of what comes in, with the ranges that the engine checks and nothing to look up elsewhere: the
/// same type can be stricter on its way out.
pub(crate) fn inline(schema: SchemaOf) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.meta_schema = None);
    let mut generator = settings.into_generator();
    let root = schema(&mut generator).to_value();
    let mut definitions = generator.take_definitions(true);
    // The root has no name of its own; what is said of types holds for it too.
    let mut of_root = Map::from_iter([(String::new(), root)]);
    frontdesk::schema::tighten(&mut of_root);
    frontdesk::schema::tighten(&mut definitions);
    resolved(of_root.remove("").unwrap_or_default(), &definitions)
}

/// `schema` with each definition in the place of the reference to it.
fn resolved(schema: Value, definitions: &Map<String, Value>) -> Value {
    match schema {
        Value::Object(mut keywords) => {
            let name = keywords
                .shift_remove("$ref")
                .and_then(|path| Some(path.as_str()?.rsplit('/').next()?.to_owned()));
            let referred = name.and_then(|name| definitions.get(&name)?.as_object().cloned());
            // What stands beside the reference says more of this place.
            let mut whole = referred.unwrap_or_default();
            whole.extend(keywords);
            let parts = whole.into_iter().map(|(keyword, part)| (keyword, resolved(part, definitions)));
            Value::Object(or_null(parts.collect()))
        }
        Value::Array(schemas) => schemas.into_iter().map(|schema| resolved(schema, definitions)).collect(),
        word => word,
    }
}

/// A choice between null and what has one type is that type or null: generators of clients read that better.
fn or_null(mut schema: Map<String, Value>) -> Map<String, Value> {
    let Some([first, Value::Object(null)]) = schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
    else {
        return schema;
    };
    let (Some("null"), Some(first)) = (null.get("type").and_then(Value::as_str), first.as_object()) else {
        return schema;
    };
    let mut first = first.clone();
    let Some(Value::String(ty)) = first.get("type").cloned() else { return schema };
    first.insert("type".to_owned(), json!([ty, "null"]));
    if let Some(words) = first.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    }
    schema.shift_remove("anyOf");
    first.extend(schema);
    first
}

/// What may stand in the query of an endpoint.
pub(crate) fn parameter_names(query: Option<SchemaOf>) -> Vec<String> {
    let schema = query.map(inline).unwrap_or_default();
    schema["properties"].as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
}

/// Such as `patch_appointment_types_appointment_type_uid`.
pub(crate) fn operation_id(method: &Method, path: &str) -> String {
    let words = path.split(['/', '-', '{', '}', '_', '.']).filter(|word| !word.is_empty() && *word != "v1");
    std::iter::once(method.as_str().to_lowercase())
        .chain(words.map(str::to_owned))
        .collect::<Vec<_>>()
        .join("_")
}
