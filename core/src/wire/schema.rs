//! Schemas of what serde does not derive.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

/// The variants of an enum tagged by `code`, each as the flat object that an error or a refusal is on the wire.
pub(crate) fn answers<T: JsonSchema>(generator: &mut SchemaGenerator, kind: &Schema) -> Vec<Value> {
    let mut schema = T::json_schema(generator);
    let Some(Value::Array(mut variants)) = schema.remove("oneOf") else { return Vec::new() };
    for variant in &mut variants {
        variant["properties"]["kind"] = kind.clone().to_value();
        variant["properties"]["path"] = json!({ "type": "string", "description": PATH });
        variant["properties"]["message"] = json!({ "type": "string", "description": MESSAGE });
        if let Some(required) = variant["required"].as_array_mut() {
            required.extend(["kind", "path", "message"].map(Value::from));
        }
    }
    variants
}

const PATH: &str = "The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant.";
const MESSAGE: &str = "The same in English. It may change; the code does not.";

/// An integer of the wire.
pub(crate) fn integer(description: &str, min: i64, max: i64) -> Schema {
    json_schema!({ "description": description, "type": "integer", "minimum": min, "maximum": max })
}
