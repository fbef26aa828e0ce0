//! What is given and what comes back, as one list of definitions.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Contract;

const REFERENCE: &str = "#/$defs/";

/// All definitions, in the order in which one who reads from the roots on meets them. What comes back in
/// another form than it is given is renamed.
pub(super) fn merge(given: &Contract, answered: &mut Contract) -> Map<String, Value> {
    let differing = differing(&given.definitions, &answered.definitions);
    let output =
        |name: &str| if differing.contains(name) { format!("{name}Output") } else { name.to_owned() };
    let rename = |schema: &mut Value| for_each_reference(schema, &mut |name| *name = output(name));
    answered.roots.iter_mut().for_each(rename);
    let renamed = std::mem::take(&mut answered.definitions).into_iter().map(|(name, mut schema)| {
        rename(&mut schema);
        (output(&name), schema)
    });
    let mut definitions = given.definitions.clone();
    definitions.extend(renamed);

    let mut ordered = Map::new();
    for root in given.roots.iter().chain(&answered.roots) {
        visit(&mut root.clone(), &definitions, &mut ordered);
    }
    ordered
}

/// The types that are not read as they are written, and those that hold one of them.
fn differing(given: &Map<String, Value>, answered: &Map<String, Value>) -> BTreeSet<String> {
    let both = || given.iter().filter_map(|(name, schema)| Some((name, schema, answered.get(name)?)));
    let mut differing: BTreeSet<String> =
        both().filter(|(_, given, answered)| given != answered).map(|(name, ..)| name.clone()).collect();
    loop {
        let holds_one = |schema: &Value| {
            let mut holds = false;
            for_each_reference(&mut schema.clone(), &mut |name| holds |= differing.contains(name.as_str()));
            holds
        };
        let more: Vec<String> = both()
            .filter(|(name, given, _)| !differing.contains(*name) && holds_one(given))
            .map(|(name, ..)| name.clone())
            .collect();
        if more.is_empty() {
            return differing;
        }
        differing.extend(more);
    }
}

fn visit(schema: &mut Value, definitions: &Map<String, Value>, ordered: &mut Map<String, Value>) {
    let mut names = Vec::new();
    for_each_reference(schema, &mut |name| names.push(name.clone()));
    for name in names {
        if let (false, Some(definition)) = (ordered.contains_key(&name), definitions.get(&name)) {
            ordered.insert(name, definition.clone());
            visit(&mut definition.clone(), definitions, ordered);
        }
    }
}

fn for_each_reference(schema: &mut Value, with: &mut impl FnMut(&mut String)) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(|schema| for_each_reference(schema, with)),
        Value::Object(keywords) => {
            for (keyword, value) in keywords {
                match value
                    .as_str()
                    .and_then(|text| text.strip_prefix(REFERENCE))
                    .filter(|_| keyword == "$ref")
                {
                    Some(name) => {
                        let mut name = name.to_owned();
                        with(&mut name);
                        *value = Value::String(format!("{REFERENCE}{name}"));
                    }
                    None => for_each_reference(value, with),
                }
            }
        }
        _ => {}
    }
}
