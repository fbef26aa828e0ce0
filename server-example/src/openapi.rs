//! The OpenAPI document, printed from the endpoints.

mod clients;
mod hidden;
mod links;
mod names;

use axum::http::Method;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

pub(crate) use self::names::{SchemaOf, inline, operation_id, parameter_names};
use crate::auth::{Access, Scope};
use crate::endpoint::Endpoint;

/// The document of these endpoints.
pub fn document(endpoints: &[Endpoint]) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for endpoint in endpoints {
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[endpoint.method.as_str().to_lowercase()] = operation(endpoint, &mut generator);
    }
    let schemas = errors().into_iter().chain(generator.take_definitions(true)).collect::<Map<_, _>>();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Frontdesk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "contact": { "name": "Frontdesk" },
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags(endpoints),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "api_key": { "type": "apiKey", "in": "header", "name": "X-API-Key" },
                "api_token": { "type": "apiKey", "in": "header", "name": "X-ApiToken" },
                "booking_token": { "type": "apiKey", "in": "header", "name": "X-RxScale-Booking-Token" },
            },
        },
    });
    links::add(&mut document);
    clients::suit(&mut document);
    hidden::allow(&mut document);
    document
}

/// The groups of operations that there are.
fn tags(endpoints: &[Endpoint]) -> Vec<Value> {
    let used = |(tag, _): &&(&str, &str)| endpoints.iter().any(|endpoint| endpoint.tag == *tag);
    TAGS.iter().filter(used).map(|(name, text)| json!({ "name": name, "description": text })).collect()
}

const TAGS: &[(&str, &str)] = &[
    ("Booking", "What patients do, with a booking token: find a slot, hold it, confirm, move or cancel."),
    ("Scheduling", "Appointments, their types, and when doctors can be booked."),
    ("Waiting room", "Who waits now, who is being seen, and how long it takes."),
    ("Rooms", "The rooms of the VSee API, with its credentials and its errors."),
    ("Management", "Doctors, patients, orders and prescriptions, and how the server is."),
    ("Setup", "What an operator sets up: shops, doctors, patients, and keys for programs."),
    ("Wallet passes", "Passes for a phone's wallet, and notes to who has one."),
    ("Webhooks", "Who is told of events, and what became of each message."),
    ("Calendar feeds", "Addresses under which a doctor's calendar can be subscribed to."),
    ("Audit", "Who did or saw what."),
];

const DESCRIPTION: &str = "Scheduling for clinics: the documented API, and extensions that make it usable on \
                           its own, marked `x-extension`. Times are Unix seconds. A rule that is against a \
                           booking is told in `error`, in English, or in German where `Accept-Language` \
                           wants that. What belongs to another organisation is not found.";

fn operation(endpoint: &Endpoint, generator: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "operationId": operation_id(&endpoint.method, endpoint.path),
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "parameters": parameters(endpoint),
        "responses": responses(endpoint, generator),
        "security": security(endpoint.access),
    });
    let mut description = endpoint.description.to_owned();
    if let Access::Permission(permission, _) = endpoint.access {
        description = format!("{description}\n\nRequired permission: `{permission}`");
        operation["x-permission"] = json!(permission);
    }
    if let Access::Webhooks(permission, _) = endpoint.access {
        description = format!(
            "{description}\n\nRequired permission: none; `{permission}` if the server runs with \
             `--webhook-permissions`"
        );
    }
    if let Some(scope) = endpoint.access.scope() {
        operation["x-scope"] = json!(match scope {
            Scope::Organisation => "organisation",
            Scope::Shop => "shop",
        });
    }
    if endpoint.access.scope() == Some(Scope::Organisation) {
        description.push_str("\n\nA key of one shop may not.");
    }
    if endpoint.description.is_empty() {
        // What it answers says what it does, where nothing else is to be said.
        let answer = endpoint.answers.first().map_or("Done", |(_, answer, _)| answer);
        description = format!("{}. Answers: {answer}.{description}", endpoint.summary);
    }
    operation["description"] = json!(description.trim());
    if endpoint.extension {
        operation["x-extension"] = json!(true);
    }
    if let Some(body) = endpoint.body {
        let content =
            endpoint.content_types.iter().map(|kind| ((*kind).to_owned(), json!({ "schema": inline(body) })));
        operation["requestBody"] =
            json!({ "required": !endpoint.body_is_optional, "content": content.collect::<Map<_, _>>() });
    }
    operation
}

fn parameters(endpoint: &Endpoint) -> Vec<Value> {
    let names = endpoint.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let mut parameters: Vec<Value> = names
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true,
            "schema": { "type": "string", "minLength": 1 } })
        })
        .collect();
    if let Some(query) = endpoint.query {
        let mut schema = inline(query);
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let properties = schema["properties"].as_object_mut().map(std::mem::take).unwrap_or_default();
        for (name, mut property) in properties {
            // A parameter that is not there is not sent as null.
            if let Some(first) = property["type"].get(0).cloned() {
                property["type"] = first;
                if let Some(words) = property.get_mut("enum").and_then(Value::as_array_mut) {
                    words.retain(|word| !word.is_null());
                }
            }
            let description = property.as_object_mut().and_then(|property| property.remove("description"));
            let required = required.contains(&json!(name));
            parameters.push(json!({ "name": name, "in": "query", "required": required,
                "description": description, "schema": property }));
        }
    }
    if matches!(endpoint.access, Access::Account | Access::AccountToken) {
        parameters.push(json!({
            "name": "X-AccountCode", "in": "header", "required": endpoint.access == Access::Account,
            "schema": { "type": "string", "minLength": 1 },
            "description": "The clinic's account. With `X-ApiToken` it can be left out: the token says whose \
                            it is.",
        }));
    }
    if endpoint.creates {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "The same key with the same request is answered as it was the first time, for a \
                            day.",
            "schema": { "type": "string", "minLength": 1,
                "maxLength": crate::limits::IDEMPOTENCY_KEY_BYTES_MAX, "pattern": "^[!-~]+$" },
        }));
    }
    parameters
}

fn responses(endpoint: &Endpoint, generator: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    for (status, description, schema) in &endpoint.answers {
        let mut response = json!({ "description": description });
        if let Some(schema) = schema {
            response["content"] = json!({ "application/json": { "schema": schema(generator) } });
        }
        if endpoint.creates && (200..300).contains(status) {
            response["headers"] = json!({ "Idempotency-Replayed": {
                "description": "`true` if this was answered before, to the same request with the same \
                                Idempotency-Key.",
                "schema": { "const": "true" },
            } });
        }
        responses.insert(status.to_string(), response);
    }
    if let Some((content_type, description)) = endpoint.content {
        let content = json!({ content_type: { "schema": { "type": "string" } } });
        responses.insert("200".to_owned(), json!({ "description": description, "content": content }));
    }
    let mut refusals = endpoint.refusals.clone();
    // A parameter that nobody knows.
    refusals.push(400);
    if endpoint.body.is_some() {
        refusals.extend([413, 415]);
    }
    match endpoint.access {
        Access::Public => {}
        Access::Account => refusals.extend([400, 404]),
        _ => refusals.push(401),
    }
    if endpoint.access.scope().is_some() {
        refusals.push(403);
    }
    if endpoint.path.contains('{') {
        refusals.push(404);
    }
    if endpoint.creates {
        refusals.push(422);
    }
    if endpoint.method != Method::GET {
        refusals.push(503);
    }
    refusals.push(429);
    refusals.sort_unstable();
    refusals.dedup();
    for status in refusals {
        let (description, schema) = refusal(status);
        let schema = if matches!(endpoint.access, Access::Account | Access::AccountToken) {
            "RoomsError"
        } else {
            schema
        };
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        responses.insert(
            status.to_string(),
            json!({ "description": description, "content": { "application/json": { "schema": schema } } }),
        );
    }
    Value::Object(responses)
}

fn refusal(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("The request is not what it must be", "Error"),
        401 => ("Who asks is not known", "AuthError"),
        403 => ("The key does not have the permission", "AuthError"),
        404 => ("Not there, or not for this caller", "Error"),
        409 => ("What is asked for contradicts what is there", "Error"),
        413 => ("The body is too long", "Error"),
        415 => ("The body has a Content-Encoding", "Error"),
        429 => ("Too many requests: come again when `Retry-After` says", "Error"),
        422 => ("The Idempotency-Key was used for another request", "Error"),
        _ => ("Not now", "Error"),
    }
}

/// The documented shapes of errors.
fn errors() -> Map<String, Value> {
    let error = json!({
        "type": "object", "required": ["error"],
        "description": "A refusal. `errors` has the fields that are wrong; `refusal` is the engine's own \
                        answer, with its code and data.",
        "properties": {
            "error": { "type": "string" },
            "errors": { "type": "object", "additionalProperties": { "type": "array",
                "items": { "type": "string" } } },
            "refusal": { "type": "object", "required": ["code"],
                "properties": { "code": { "type": "string" } } },
        },
    });
    let auth = json!({
        "type": "object", "required": ["code", "description"],
        "properties": {
            "code": { "enum": ["authorization_header_missing", "invalid_header", "token_expired",
                "invalid_claims",
                "invalid_api_key", "api_key_missing", "permission_denied"] },
            "description": { "type": "string" },
        },
    });
    let rooms = json!({
        "type": "object", "required": ["code", "message"],
        "properties": { "code": { "type": "integer" }, "message": { "type": "string" } },
    });
    Map::from_iter([
        ("Error".to_owned(), error),
        ("AuthError".to_owned(), auth),
        ("RoomsError".to_owned(), rooms),
    ])
}

fn security(access: Access) -> Value {
    match access {
        // An account's code is a name and no secret: it is a parameter.
        Access::Public | Access::Account => json!([]),
        Access::AccountToken => json!([{ "api_token": [] }]),
        Access::Key(_) | Access::Permission(..) | Access::Webhooks(..) => json!([{ "api_key": [] }]),
        Access::Booking => json!([{ "api_key": [] }, { "booking_token": [] }]),
        Access::Token => json!([{ "booking_token": [] }]),
    }
}
