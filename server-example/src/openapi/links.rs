//! Links: what can be asked next of something that was just made. From them a client, or a tester, knows that
//! the `uid` of an answer is the id in another operation's path.

use serde_json::{Map, Value, json};

/// Adds to every answer that something was made the operations on it.
pub(super) fn add(document: &mut Value) {
    let operations = operations(document);
    let mut links = Vec::new();
    for (path, method, _) in &operations {
        let answer = &document["paths"][path][method]["responses"]["201"];
        if has_uid(document, &answer["content"]["application/json"]["schema"]) {
            let next: Map<String, Value> = operations
                .iter()
                .filter_map(|(next, _, id)| Some((id.clone(), link(path, next, id)?)))
                .collect();
            links.push((path.clone(), method.clone(), next));
        }
    }
    for (path, method, next) in links.into_iter().filter(|(_, _, next)| !next.is_empty()) {
        document["paths"][path][method]["responses"]["201"]["links"] = Value::Object(next);
    }
}

/// Path, method and id of each.
fn operations(document: &Value) -> Vec<(String, String, String)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let of_path = |(path, methods): (&String, &Value)| {
        let of_method = |(method, operation): (&String, &Value)| {
            (path.clone(), method.clone(), operation["operationId"].as_str().unwrap_or_default().to_owned())
        };
        methods.as_object().into_iter().flatten().map(of_method).collect::<Vec<_>>()
    };
    paths.flat_map(of_path).collect()
}

fn has_uid(document: &Value, schema: &Value) -> bool {
    let name = schema["$ref"].as_str().and_then(|of| of.strip_prefix("#/components/schemas/"));
    let schema = name.map_or(schema, |name| &document["components"]["schemas"][name]);
    schema["properties"]["uid"].is_object()
}

/// That to an operation on what lies below where it was made, as `/types/{uid}` lies below `/types`, and
/// `/appointments/{uid}/confirm` beside `/appointments/hold`.
fn link(made_at: &str, next: &str, id: &str) -> Option<Value> {
    let beside = made_at.rsplit_once('/').map_or(made_at, |(folder, _)| folder);
    let below =
        [made_at, beside].into_iter().find_map(|folder| next.strip_prefix(folder)?.strip_prefix("/{"))?;
    let (own, rest) = below.split_once('}')?;
    // What has a further id is about something else.
    if rest.contains('{') {
        return None;
    }
    let of_request = made_at.split('{').skip(1).filter_map(|part| part.split('}').next());
    let mut parameters: Map<String, Value> =
        of_request.map(|name| (name.to_owned(), json!(format!("$request.path.{name}")))).collect();
    parameters.insert(own.to_owned(), json!("$response.body#/uid"));
    Some(json!({ "operationId": id, "parameters": parameters }))
}
