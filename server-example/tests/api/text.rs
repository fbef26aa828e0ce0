//! Text that no database can keep, or no index, wherever text comes in: both databases answer the same, and
//! nothing is a 5xx.

use crate::common::{NOW, Server};
use crate::postgres::Postgres;
use axum::body::Body;
use axum::http::{Method, Request};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// A text, as it stands in JSON, and as it stands percent-encoded; a header has no form of it, if it has
/// none.
struct Text {
    name: &'static str,
    json: String,
    encoded: String,
    header: Option<String>,
}

fn texts() -> Vec<Text> {
    let long = |name, length| {
        let text = "x".repeat(length);
        Text { name, json: format!("\"{text}\""), encoded: text.clone(), header: Some(text) }
    };
    vec![
        Text { name: "NUL", json: r#""a\u0000b""#.to_owned(), encoded: "a%00b".to_owned(), header: None },
        long("3 kB", 3_000),
        long("64 kB", 64_000),
        Text {
            name: "surrogate",
            json: r#""a\ud800b""#.to_owned(),
            encoded: "a%ED%A0%80b".to_owned(),
            header: None,
        },
    ]
}

/// Where a text comes in, and the request that has it there.
fn requests(document: &Value, secret: &(String, String), text: &Text) -> Vec<(String, Request<Body>)> {
    let mut requests = Vec::new();
    let mut add = |what: String, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>| {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        // Longer than any URI can be: nothing that comes in.
        if let Ok(request) = request.body(body.map_or_else(Body::empty, Body::from)) {
            requests.push((what, request));
        }
    };
    let mine = "/v1/scheduling/appointments";
    for (what, token) in tokens(secret, text) {
        add(what, "GET", mine, &[("x-rxscale-booking-token", &token)], None);
    }
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method = method.to_uppercase();
            let what = format!("{method} {path}");
            let keys = [("x-api-key", KEY), ("x-apitoken", KEY), ("x-accountcode", "vclinic")];
            let demo = path.split('{').next().unwrap().to_owned();
            let with = |id: &str| {
                path.split('/')
                    .map(|part| if part.starts_with('{') { id } else { part })
                    .collect::<Vec<_>>()
                    .join("/")
            };
            if demo != *path {
                add(format!("{what}, ids"), &method, &with(&text.encoded), &keys, Some("{}".to_owned()));
            }
            for parameter in operation["parameters"].as_array().unwrap() {
                if parameter["in"] == "query" {
                    let name = parameter["name"].as_str().unwrap();
                    let path = format!("{}?{name}={}", with("none"), text.encoded);
                    add(format!("{what}?{name}"), &method, &path, &keys, None);
                }
            }
            let content = &operation["requestBody"]["content"];
            let properties = content["application/json"]["schema"]["properties"].as_object();
            for name in properties.into_iter().flat_map(serde_json::Map::keys) {
                let body = format!("{{\"{name}\":{}}}", text.json);
                add(format!("{what}, {name}"), &method, &with("none"), &keys, Some(body));
            }
            if content["application/x-www-form-urlencoded"].is_object() {
                let form = [&keys[..], &[("content-type", "application/x-www-form-urlencoded")]].concat();
                let body = format!("name={0}&{0}=x&code={0}", text.encoded);
                add(format!("{what}, form"), &method, &with("none"), &form, Some(body));
            }
        }
    }
    if let Some(header) = &text.header {
        for name in
            ["x-api-key", "x-apitoken", "x-accountcode", "x-rxscale-booking-token", "x-request-id", "host"]
        {
            let path = if name.starts_with("x-a") && name != "x-api-key" { "/api_v3/rooms" } else { mine };
            let value = if name.contains("token") { format!("bss_{header}") } else { header.clone() };
            add(format!("header {name}"), "GET", path, &[(name, &value)], None);
        }
        let holds = r#"{"appointment_type_uid":"apt-001","start_date":1}"#.to_owned();
        let headers = [("x-api-key", KEY), ("idempotency-key", header)];
        add("idempotency-key".to_owned(), "POST", "/v1/scheduling/appointments/hold", &headers, Some(holds));
    }
    requests
}

/// Stands for each server's own key.
const KEY: &str = "KEY";

/// Booking tokens with the text in one place each, signed where somebody who has the secret could.
fn tokens((key_id, secret): &(String, String), text: &Text) -> Vec<(String, String)> {
    let sign = |head: &str, claims: &str| {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(claims));
        let mut hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        hmac.update(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(hmac.finalize().into_bytes()))
    };
    let text = &text.json;
    let head = |more: &str| format!(r#"{{"alg":"HS256","kid":"{key_id}"{more}}}"#);
    let plain = head("");
    let claims = |name: &str, value: &str| {
        let mut claims: serde_json::Map<String, Value> = serde_json::from_value(json!({
            "aud": "rxscale-scheduling", "exp": NOW.0 + 240, "nbf": NOW.0, "iat": NOW.0,
            "shop_identifier": "shop-abc123", "shop_customer_id": "customer-1", "patient_profile_fields": [],
        }))
        .unwrap();
        claims.remove(name);
        let rest = serde_json::to_string(&claims).unwrap();
        format!("{{\"{name}\":{value},{}", &rest[1..])
    };
    let field = |name: &str, value: &str| {
        claims("patient_profile_fields", &format!(r#"[{{"field":{name},"value":{value},"source":"shop"}}]"#))
    };
    let mut tokens = vec![
        ("kid".to_owned(), sign(&format!(r#"{{"alg":"HS256","kid":{text}}}"#), &claims("jti", "1"))),
        ("typ".to_owned(), sign(&head(&format!(r#","typ":{text}"#)), &claims("jti", "1"))),
        ("alg".to_owned(), sign(&format!(r#"{{"alg":{text},"kid":"{key_id}"}}"#), &claims("jti", "1"))),
        ("an email".to_owned(), sign(&plain, &field("\"email\"", text))),
        ("a name".to_owned(), sign(&plain, &field("\"first_name\"", text))),
        ("a date".to_owned(), sign(&plain, &field("\"date_of_birth\"", text))),
        ("a nested value".to_owned(), sign(&plain, &field("\"other\"", &format!("{{\"a\":[{text}]}}")))),
        ("a nested name".to_owned(), sign(&plain, &field("\"other\"", &format!("{{{text}:1}}")))),
        ("the name of a field".to_owned(), sign(&plain, &field(text, "1"))),
    ];
    for claim in ["aud", "shop_identifier", "shop_customer_id", "jti"] {
        tokens.push((format!("the claim {claim}"), sign(&plain, &claims(claim, text))));
    }
    tokens.into_iter().map(|(what, token)| (format!("token: {what}"), token)).collect()
}

#[tokio::test]
async fn both_databases_answer_the_same_and_nothing_is_a_fault_of_the_server() {
    let postgres = Postgres::start().await;
    let servers = [Server::demo().await, Server::demo_on(&postgres.database("text").await).await];
    let mut secrets = Vec::new();
    for server in &servers {
        let secret = server.post("/v1/management/scheduling/booking-secrets", json!({})).await.is(201);
        let text = |name: &str| secret[name].as_str().unwrap().to_owned();
        secrets.push((text("key_id"), text("secret")));
    }
    let document = servers[0].get("/v1/management/openapi.json").await.is(200);
    let is_long = crate::common::cases() > 1.0;
    let mut asked = 0;
    for text in &texts() {
        let [first, second] = [0, 1].map(|at| requests(&document, &secrets[at], text));
        assert!(first.len() > 100, "{}", first.len());
        for (at, ((what, one), (_, other))) in first.into_iter().zip(second).enumerate() {
            // Tokens come first, and all of them are tried; of what every operation has, a part.
            if !is_long && at >= 20 && !what.starts_with("header") && at % 6 != 0 {
                continue;
            }
            let mut statuses = Vec::new();
            for (server, mut request) in servers.iter().zip([one, other]) {
                for name in ["x-api-key", "x-apitoken"] {
                    if request.headers().get(name).is_some_and(|value| value == KEY) {
                        request.headers_mut().insert(name, server.key.parse().unwrap());
                    }
                }
                if request.uri().path().ends_with("/events") {
                    continue;
                }
                statuses.push(server.send(request).await.status.as_u16());
            }
            asked += 1;
            assert!(statuses.iter().all(|status| *status < 500), "{what}, {}: {statuses:?}", text.name);
            assert!(statuses.windows(2).all(|two| two[0] == two[1]), "{what}, {}: {statuses:?}", text.name);
        }
    }
    assert!(asked > if is_long { 800 } else { 150 }, "{asked}");
}
