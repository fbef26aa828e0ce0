//! Puts the ranges of numbers into the schema: called by `document`, told by the tables that the engine
//! checks by (`limits::bounds`, `model::check`).

use serde_json::{Map, Number, Value};

use crate::limits::{INSTANT_MAX, INSTANT_MIN, bounds};
use crate::model::check;

/// Adds the ranges to the definitions that are there.
pub(super) fn add(definitions: &mut Map<String, Value>) {
    check::every_range(&mut |name, field, min, max| {
        bound(definitions, name, field, &min.into(), &max.into());
    });
    let number = |value: f64| Number::from_f64(value).expect("limits are finite");
    for range in bounds::NUMBERS {
        for (name, field) in range.of {
            bound(definitions, name, field, &number(range.min), &number(range.max));
        }
    }
}

/// What comes in is within the engine's time; an answer can lie a notice or a horizon outside of it.
pub(super) fn given(definitions: &mut Map<String, Value>) {
    if let Some(instant) = definitions.get_mut("Instant").and_then(Value::as_object_mut) {
        instant.insert("minimum".to_owned(), INSTANT_MIN.into());
        instant.insert("maximum".to_owned(), (INSTANT_MAX - 1).into());
    }
}

fn bound(definitions: &mut Map<String, Value>, name: &str, field: &str, min: &Number, max: &Number) {
    let Some(definition) = definitions.get_mut(name) else { return };
    let mut fields = fields_called(definition, field);
    assert!(!fields.is_empty(), "`{name}` has no field `{field}`");
    for schema in &mut fields {
        // The range of a list is that of its elements.
        let schema = match schema.get("items") {
            Some(_) => schema.get_mut("items").and_then(Value::as_object_mut).expect("items are a schema"),
            None => schema,
        };
        schema.insert("minimum".to_owned(), Value::Number(min.clone()));
        schema.insert("maximum".to_owned(), Value::Number(max.clone()));
    }
}

/// That field of a record, or of each variant that has it.
fn fields_called<'d>(definition: &'d mut Value, field: &str) -> Vec<&'d mut Map<String, Value>> {
    let records = match definition.get("oneOf") {
        Some(_) => definition["oneOf"].as_array_mut().into_iter().flatten().collect(),
        None => vec![definition],
    };
    records
        .into_iter()
        .filter_map(|record| record.get_mut("properties")?.get_mut(field)?.as_object_mut())
        .collect()
}
