//! The OpenAPI document that is checked in is the one that the server has.

use crate::common::Server;
use serde_json::Value;

/// `UPDATE_GOLDEN=1 cargo test -p frontdesk-server --test api openapi` writes it.
#[tokio::test]
async fn the_document_that_is_checked_in_is_current() {
    let server = Server::demo().await;
    let document = server.get("/v1/management/openapi.json").await.is(200);
    let text = format!("{}\n", serde_json::to_string_pretty(&document).unwrap());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let checked_in = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        checked_in == text,
        "stale: UPDATE_GOLDEN=1 cargo test -p frontdesk-server --test api openapi, and read the diff"
    );
}

#[tokio::test]
async fn the_page_to_try_it_on_is_there() {
    let server = Server::demo().await;
    let page = server.get("/v1/management/apidocs/").await;
    assert!(page.body.as_str().is_some_and(|page| page.contains("swagger-ui")), "{page:?}");
    for file in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-initializer.js"] {
        let answered = server.get(&format!("/v1/management/apidocs/{file}")).await;
        assert_eq!(answered.status, 200, "{file}");
    }
    for path in ["/v1/management/apidocs", "/"] {
        let answered = server.get(path).await;
        assert_eq!(answered.status, 303);
        assert_eq!(answered.headers["location"], "/v1/management/apidocs/");
    }
    server.get("/v1/management/apidocs/no-such-file").await.is(404);
}

/// Every schema of the document, wherever it stands, with the way to it.
fn schemas<'a>(value: &'a Value, path: &str, all: &mut Vec<(String, &'a Value)>) {
    let members = value.as_object().into_iter().flatten();
    for (name, member) in members {
        let path = format!("{path}/{name}");
        match name.as_str() {
            "schema" | "items" => all.push((path.clone(), member)),
            "properties" | "schemas" => {
                let schemas = member.as_object().into_iter().flatten();
                all.extend(schemas.map(|(name, schema)| (format!("{path}/{name}"), schema)));
            }
            "anyOf" | "oneOf" => {
                all.extend(member.as_array().into_iter().flatten().map(|schema| (path.clone(), schema)));
            }
            _ => {}
        }
        schemas(member, &path, all);
    }
    for member in value.as_array().into_iter().flatten() {
        schemas(member, path, all);
    }
}

/// Generators of clients take these forms and stumble over others.
#[tokio::test]
async fn the_document_has_only_forms_that_generators_take() {
    let server = Server::demo().await;
    let document = server.get("/v1/management/openapi.json").await.is(200);
    let mut all = Vec::new();
    schemas(&document, "", &mut all);
    assert!(all.len() > 500, "{}", all.len());
    for (path, schema) in all {
        assert!(schema.is_object(), "{path}: {schema}");
        assert!(schema.get("enum").is_none_or(Value::is_array), "{path}: {schema}");
        let typed = schema["additionalProperties"].is_object() && schema["properties"].is_object();
        assert!(!typed, "{path}: what is beside named properties has a type");
        let words = |kind: &Value| kind["const"].is_string() && kind["type"] == "string";
        let choice = schema["oneOf"].as_array().is_some_and(|kinds| kinds.iter().all(words));
        assert!(!choice, "{path}: words are an enum");
        let null = schema["enum"].as_array().is_some_and(|words| words.iter().any(Value::is_null));
        assert!(!null, "{path}: null is no word");
    }
    let tags: Vec<&Value> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["description"].is_string(), "{method} {path}");
            assert!(tags.contains(&&operation["tags"][0]), "{method} {path}");
        }
    }
}

/// A name with a number is one that another endpoint can change, and with it every client.
#[tokio::test]
async fn names_of_schemas_do_not_depend_on_each_other() {
    let server = Server::demo().await;
    let document = server.get("/v1/management/openapi.json").await.is(200);
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(
            !name.ends_with(|last: char| last.is_ascii_digit()),
            "{name}: give the type a name of its own"
        );
        assert!(!name.contains('_'), "{name}");
    }
}
