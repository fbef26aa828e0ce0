//! The schemas of errors and refusals, whose wire form is one flat object.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::error::refusal::Refusal;
use crate::error::{Error, ErrorCode, ErrorKind};

const PATH: &str =
    "The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant.";
const MESSAGE: &str = "The same in English. It may change; the code does not.";

impl JsonSchema for Error {
    /// Another name than the Rust one: JavaScript has an `Error` already.
    fn schema_name() -> Cow<'static, str> {
        "ErrorData".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kind = generator.subschema_for::<ErrorKind>();
        let mut variants = flat::<ErrorCode>(generator, &kind);
        for variant in &mut variants {
            let own = generator.subschema_for::<Self>().to_value();
            variant["properties"]["errors"] = json!({
                "type": "array",
                "items": own,
                "description": "All that is wrong, this first, where it is more than one thing.",
            });
            variant["properties"]["more_errors"] = json!({
                "type": "boolean",
                "description": "True if even more is wrong than `errors` says.",
            });
        }
        json_schema!({ "description": "What was wrong, and where.", "oneOf": variants })
    }
}

impl<R: JsonSchema> JsonSchema for Refusal<R> {
    /// That of the alias: `Rule` refuses with a `Refusal`, `QueueRule` with a `QueueRefusal`.
    fn schema_name() -> Cow<'static, str> {
        R::schema_name().replace("Rule", "Refusal").into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kind = json_schema!({ "type": "string", "const": "refused" });
        let mut variants = vec![generator.subschema_for::<Error>().to_value()];
        variants.extend(flat::<R>(generator, &kind));
        let description = "Why a command changes nothing: it is wrong, or a rule is against it.";
        json_schema!({ "description": description, "anyOf": variants })
    }
}

/// The variants of an enum tagged by `code`, each with what every error and refusal has.
fn flat<T: JsonSchema>(generator: &mut SchemaGenerator, kind: &Schema) -> Vec<Value> {
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
