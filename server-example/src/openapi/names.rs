//! What an endpoint is called in the OpenAPI document, and which parameters its query may have.

use axum::http::Method;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

/// The schema of a type.
pub(crate) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// A schema of what comes in, with nothing to look up elsewhere: the same type can be stricter on its way
/// out.
pub(super) fn inline(schema: SchemaOf) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    schema(&mut settings.into_generator()).to_value()
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
