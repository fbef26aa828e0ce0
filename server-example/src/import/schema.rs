//! What may be in a file that is imported, as a JSON Schema.

use frontdesk::ClinicSnapshot;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Import;
use crate::limits::SHOPS_MAX;

const ABOUT: &str = "A practice, as `frontdesk-server import` brings it in: the clinic as the engine has it, \
                     and what is beside it. The clinic's fields stand beside the others, or within `clinic`. \
                     Times are Unix seconds.";

/// The schema of a file.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut root = Import::json_schema(&mut generator).to_value();
    generator.subschema_for::<ClinicSnapshot>();
    let mut definitions = generator.take_definitions(true);
    // The root has no name of its own; what is said of types holds for it too.
    let mut of_root = Map::from_iter([(String::new(), root.take())]);
    frontdesk::schema::tighten(&mut of_root);
    frontdesk::schema::tighten(&mut definitions);
    let mut root = of_root.remove("").unwrap_or_default();
    let of_clinic = definitions["ClinicSnapshot"]["properties"].as_object().cloned().unwrap_or_default();
    // The server has its own tz data.
    let of_clinic: Map<String, Value> =
        of_clinic.into_iter().filter(|(name, _)| name != "timezones").collect();
    let elsewhere: Map<String, Value> = of_clinic.keys().map(|name| (name.clone(), json!(false))).collect();
    if let Some(properties) = root["properties"].as_object_mut() {
        properties["shops"]["maxItems"] = json!(SHOPS_MAX);
        properties.extend(of_clinic);
        properties.insert("$schema".to_owned(), json!({ "type": "string" }));
    }
    root["if"] = json!({ "required": ["clinic"] });
    root["then"] = json!({ "properties": elsewhere });
    root["title"] = json!("Import");
    root["description"] = json!(ABOUT);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["$defs"] = Value::Object(definitions);
    root
}
