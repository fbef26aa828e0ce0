//! Bad input: every operation of the OpenAPI document, and whatever can be wrong with a request. The
//! documented shape, never a 500, and nothing is written.

use crate::common::{NOW, Server};
use axum::body::Body;
use axum::http::{Method, Request};
use frontdesk_server::auth::permission::PERMISSIONS;
use serde_json::{Value, json};

/// An operation of the document.
struct Operation {
    method: Method,
    path: String,
    operation: Value,
}

impl Operation {
    /// Its path with the ids of the demo in it.
    fn of_demo(&self) -> String {
        self.with(&["doc-456", "apt-001", "rem-001", "rule-001", "mtg-abc123"])
    }

    /// Its path with ids of somebody else in it.
    fn of_others(&self) -> String {
        self.with(&["doc-900", "apt-900", "rem-900", "rule-900", "mtg-900"])
    }

    fn with(&self, ids: &[&str; 5]) -> String {
        let names = ["doctor_uid", "appointment_type_uid", "reminder_uid", "rule_uid", "meeting_uid"];
        let path = names
            .iter()
            .zip(ids)
            .fold(self.path.clone(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
        let path = path.replace("{exception_uid}", "exc-001").replace("{key_id}", "bsk-001");
        let path = path.replace("{date}", "2031-05-05");
        let path = path.replace("{key_uid}", "key-001");
        let own = ids[0] == "doc-456";
        let others = [
            "queue_uid",
            "order_uid",
            "prescription_uid",
            "patient_uid",
            "intent",
            "subscription_uid",
            "delivery_uid",
            "shop_uid",
            "profile_uid",
        ];
        let demo = [
            "q-abc123",
            "ord-001",
            "rx-001",
            "pat-789",
            "renewal",
            "sub-001",
            "whd-001",
            "shop-abc123",
            "pp-xyz789",
        ];
        let path = if self.needs_shop() { format!("{path}?shop_uid={{shop_uid}}") } else { path };
        others.iter().zip(demo).fold(path, |path, (name, id)| {
            path.replace(&format!("{{{name}}}"), if own { id } else { "no-such" })
        })
    }

    /// Whether a shop has to stand in the query of what is written.
    fn needs_shop(&self) -> bool {
        let parameters = self.operation["parameters"].as_array();
        let is_shop = |parameter: &Value| parameter["name"] == "shop_uid" && parameter["in"] == "query";
        self.operation["requestBody"].is_object()
            && parameters.is_some_and(|all| all.iter().any(|one| is_shop(one) && one["required"] == true))
    }

    fn permission(&self) -> Option<&str> {
        self.operation["x-permission"].as_str()
    }

    fn is_secured(&self) -> bool {
        self.operation["security"].as_array().is_some_and(|security| !security.is_empty())
    }
}

async fn operations(server: &Server) -> Vec<Operation> {
    let document = server.get("/v1/management/openapi.json").await.is(200);
    let mut operations = Vec::new();
    // The VSee API has other credentials and errors of its own; `rooms.rs` holds it to them. No key opens
    // what is a visitor's or of a link: `visitors.rs` and `wait_links.rs` try those.
    let is_elsewhere = |path: &str| {
        ["/api_v", "/v1/waiting/", "/v1/scheduling/visitors"].iter().any(|start| path.starts_with(start))
    };
    for (path, methods) in
        document["paths"].as_object().unwrap().iter().filter(|(path, _)| !is_elsewhere(path))
    {
        for (method, operation) in methods.as_object().unwrap() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            operations.push(Operation { method, path: path.clone(), operation: operation.clone() });
        }
    }
    assert!(operations.len() >= 15);
    operations
}

/// Extra hours, of which the demo has none, and their uid.
async fn exception(server: &Server) -> String {
    let extra = json!({ "kind": "extra", "start_date": NOW.0, "end_date": NOW.0 + 3_600 });
    let list = "/v1/management/scheduling/doctors/doc-456/availability-exceptions";
    server.post(list, extra).await.is(201)["uid"].as_str().unwrap().to_owned()
}

async fn version(server: &Server) -> i64 {
    let organisation = "org-123".into();
    server.app.store.versions(std::slice::from_ref(&organisation)).await.unwrap()[&organisation]
}

#[tokio::test]
async fn without_a_key_with_a_wrong_one_and_with_a_revoked_one() {
    let server = Server::demo().await;
    let revoked = server.key_for("org-123", PERMISSIONS).await;
    for key in &server.app.store.keys(&"org-123".into()).await.unwrap() {
        server.app.store.revoke_key(&key.uid, NOW).await.unwrap();
    }
    for operation in operations(&server).await.iter().filter(|operation| operation.is_secured()) {
        let path = operation.of_demo();
        let ask = async |headers: &[(&str, &str)]| {
            server.ask_with(operation.method.clone(), &path, headers, None).await.is(401)
        };
        let takes = |scheme: &str| {
            operation.operation["security"]
                .as_array()
                .unwrap()
                .iter()
                .any(|security| security.get(scheme).is_some())
        };
        let missing = if takes("booking_token") { "authorization_header_missing" } else { "api_key_missing" };
        assert_eq!(ask(&[]).await["code"], missing, "{path}");
        if !takes("api_key") {
            continue;
        }
        for wrong in ["", "x", "fdk_0", &revoked] {
            assert_eq!(ask(&[("x-api-key", wrong)]).await["code"], "invalid_api_key", "{path} {wrong}");
        }
    }
}

#[tokio::test]
async fn no_permission_implies_another() {
    let server = Server::demo().await;
    for operation in operations(&server).await {
        let Some(needed) = operation.permission() else { continue };
        let others: Vec<&str> =
            PERMISSIONS.iter().copied().filter(|permission| *permission != needed).collect();
        let key = server.key_for("org-123", &others).await;
        let before = version(&server).await;
        let answered = server
            .ask_with(operation.method.clone(), &operation.of_demo(), &[("x-api-key", &key)], Some(json!({})))
            .await;
        assert_eq!(answered.is(403)["code"], "permission_denied", "{} {}", operation.method, operation.path);
        assert_eq!(version(&server).await, before);
    }
}

#[tokio::test]
async fn what_is_anothers_is_not_there() {
    let server = Server::demo().await;
    let theirs = server.another_organisation().await;
    // A ticket says whose it is, and not a key: who listens with one has a test of its own.
    let with_ticket = "/v1/scheduling/waiting-room/{queue_uid}/events";
    let by_id = |path: &str| path.contains('{') && !path.contains("{key_id}") && path != with_ticket;
    for operation in operations(&server).await.iter().filter(|operation| by_id(&operation.path)) {
        let ask = async |key: &str, path: String| {
            server.ask_with(operation.method.clone(), &path, &[("x-api-key", key)], Some(json!({}))).await
        };
        let foreign = ask(&server.key, operation.of_others()).await;
        assert_eq!(
            foreign.is(404),
            json!({ "error": "Resource not found" }),
            "{} {}",
            operation.method,
            operation.path
        );
        let ours = ask(&theirs, operation.of_demo()).await;
        assert_eq!(
            ours.is(404),
            json!({ "error": "Resource not found" }),
            "{} {}",
            operation.method,
            operation.path
        );
    }
    let list =
        server.get("/v1/management/scheduling/appointments?doctor_uid=doc-900&status=all").await.is(200);
    assert_eq!(list["totalRegistries"], 0);
}

#[tokio::test]
async fn a_body_that_is_none() {
    let server = Server::demo().await;
    let exception = exception(&server).await;
    let before = version(&server).await;
    for operation in
        operations(&server).await.iter().filter(|operation| operation.operation["requestBody"].is_object())
    {
        // A calendar may be larger than any other body.
        let bytes = if operation.of_demo().contains("/calendars/") { 5_000_000 } else { 300_000 };
        let huge = format!("{{\"name\":\"{}\"}}", "x".repeat(bytes));
        let json = "application/json";
        let cases: &[(&str, &str, u16)] = &[
            ("", json, 400),
            ("{", json, 400),
            ("[]", json, 400),
            ("null", json, 400),
            ("\"text\"", json, 400),
            ("{} {}", json, 400),
            ("{\"no_such_field\":1}", json, 400),
            ("{\"name\":\"\\u0000\"}", json, 400),
            ("{}", "text/plain", 400),
            ("{}", "application/x-www-form-urlencoded", 400),
            ("{}", "", 400),
            (&huge, json, 413),
        ];
        // Where there need not be a body, none is right.
        let is_required = operation.operation["requestBody"]["required"] == true;
        for (body, kind, status) in &cases[usize::from(!is_required)..] {
            let request = Request::builder()
                .method(operation.method.clone())
                .uri(operation.of_demo().replace("exc-001", &exception));
            let request = request
                .header("x-api-key", &server.key)
                .header("content-type", *kind)
                .body(Body::from((*body).to_owned()))
                .unwrap();
            let answered = server.send(request).await.is(*status);
            assert!(answered["error"].is_string(), "{answered}");
        }
        // Deeper than anybody nests.
        let deep = "[".repeat(100_000);
        let request = Request::builder()
            .method(operation.method.clone())
            .uri(operation.of_demo().replace("exc-001", &exception))
            .header("x-api-key", &server.key);
        let request =
            request.header("content-type", json).body(Body::from(format!("{{\"name\":{deep}"))).unwrap();
        server.send(request).await.is(400);
    }
    assert_eq!(version(&server).await, before, "something was written");
}

/// Values of every JSON type, and numbers past every range.
fn wrong_values() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!([]),
        json!({}),
        json!(""),
        json!("30"),
        json!(1.5),
        json!("x".repeat(256)),
    ];
    values.extend([-1, -1_000_000, 7, 1_441, 86_401, i64::MAX, i64::MIN].map(Value::from));
    values.push(json!(1e300));
    values
}

#[tokio::test]
async fn whatever_is_in_a_field() {
    let server = Server::demo().await;
    let mut refused = 0;
    for operation in operations(&server).await {
        let schema = &operation.operation["requestBody"]["content"]["application/json"]["schema"];
        let Some(properties) = schema["properties"].as_object() else { continue };
        for name in properties.keys() {
            for value in wrong_values() {
                let before = version(&server).await;
                let path = operation.of_demo();
                let answered =
                    server.ask(operation.method.clone(), &path, Some(json!({ name: value }))).await;
                let status = answered.status.as_u16();
                if answered.status.is_client_error() {
                    assert!(answered.body["error"].is_string(), "{path} {name}={value}: {}", answered.body);
                    assert_eq!(version(&server).await, before, "{path} {name}={value}");
                    refused += 1;
                } else {
                    // Some of these values are right for some fields, of what may be patched; and a name is
                    // all that a shop or a doctor needs.
                    assert!(
                        status == 200 || (status == 201 && name.ends_with("name")),
                        "{path} {name}={value}: {}",
                        answered.body
                    );
                }
            }
        }
    }
    assert!(refused > 500, "{refused}");
}

/// Fields that mean nothing without another, and one that they go with.
const NEEDED: &[(&str, &str, &str)] = &[
    ("booking_notice_until", "booking_min_notice_days", "1"),
    ("cancellation_notice_until", "cancellation_min_notice_days", "1"),
    ("rebooking_notice_until", "rebooking_min_notice_days", "1"),
    ("every_weeks", "from_date", "\"2027-01-04\""),
    ("reserved_until_minutes_before", "appointment_type_uids", "[\"apt-001\"]"),
    ("days_before", "minutes_before", "null"),
    ("days_before", "local_time", "540"),
    ("local_time", "minutes_before", "null"),
    ("local_time", "days_before", "1"),
    ("hold_max_seconds", "hold_ttl_seconds", "1"),
    ("approval_ttl_seconds", "hold_ttl_seconds", "1"),
];

#[tokio::test]
async fn both_sides_of_every_range_that_the_document_states() {
    let server = Server::demo().await;
    let mut ranges = 0;
    for operation in operations(&server).await.iter().filter(|operation| operation.method == Method::PATCH) {
        let schema = &operation.operation["requestBody"]["content"]["application/json"]["schema"];
        for (name, property) in schema["properties"].as_object().unwrap() {
            let (Some(min), Some(max)) = (property["minimum"].as_i64(), property["maximum"].as_i64()) else {
                continue;
            };
            ranges += 1;
            for (value, inside) in [(min - 1, false), (max + 1, false), (min, true), (max, true)] {
                // Each on a demo of its own: what is there decides whether a start is before its end.
                let fresh = Server::demo().await;
                let mut body = json!({ name: value });
                match name.as_str() {
                    "start_time" | "start_date" if value == max => continue,
                    "end_time" | "end_date" if value == min => continue,
                    "valid_from" | "valid_until" => body = json!({ name: value }),
                    _ => {}
                }
                for (field, other, value) in NEEDED.iter().filter(|(field, ..)| field == name) {
                    assert!(schema["properties"][other].is_object(), "{field} and {other}");
                    body[other] = serde_json::from_str(value).unwrap();
                }
                let path = operation.of_demo().replace("exc-001", &exception(&fresh).await);
                let answered = fresh.ask(Method::PATCH, &path, Some(body)).await;
                assert_eq!(answered.status == 200, inside, "{name}={value}: {}", answered.body);
                if !inside {
                    assert!(answered.body["errors"][name].is_array(), "{name}={value}: {}", answered.body);
                }
            }
        }
    }
    assert!(ranges >= 12, "{ranges}");
}

/// JSON has one kind of number: `3.0` is the integer 3 (RFC 8259 §6, JSON Schema §6.3).
#[tokio::test]
async fn integers_with_a_point() {
    let server = Server::demo().await;
    let mut integers = 0;
    for operation in operations(&server).await {
        let schema = &operation.operation["requestBody"]["content"]["application/json"]["schema"];
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if property["type"] != "integer" && property["type"][0] != "integer" {
                continue;
            }
            integers += 1;
            let body = json!({ name: 3.0 });
            let answered = server.ask(operation.method.clone(), &operation.of_demo(), Some(body)).await;
            let faults = answered.body["errors"][name].to_string();
            assert!(!faults.contains("floating point"), "{} {name}: {faults}", operation.of_demo());
        }
    }
    assert!(integers > 30, "{integers}");
}

#[tokio::test]
async fn a_list_that_makes_no_sense() {
    let server = Server::demo().await;
    for (query, field) in [
        ("page=-1", "page"),
        ("page=x", "page"),
        ("page=99999999999999999999", "page"),
        ("page=9223372036854775807", "page"),
        ("limit=0", "limit"),
        ("limit=-5", "limit"),
        ("limit=1.5", "limit"),
        ("limit=", "limit"),
        ("status=gone", "status"),
        ("from=yesterday", "from"),
        ("from=10&to=10", "to"),
        ("from=10&to=9", "to"),
        ("page=1&page=2", "page"),
        ("doctor_uid=%00", "doctor_uid"),
    ] {
        let refusal = server.get(&format!("/v1/management/scheduling/appointments?{query}")).await.is(400);
        assert!(refusal["errors"][field].is_array(), "{query}: {refusal}");
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let server = Server::demo().await;
    for operation in operations(&server).await.iter().filter(|operation| operation.method == Method::POST) {
        let schema = &operation.operation["requestBody"]["content"]["application/json"]["schema"];
        let Some(required) = schema["required"].as_array() else { continue };
        let refusal = server.ask(Method::POST, &operation.of_demo(), Some(json!({}))).await.is(400);
        assert!(
            required.iter().any(|field| refusal["errors"][field.as_str().unwrap()].is_array()),
            "{}: {refusal}",
            operation.path
        );
    }
}

#[tokio::test]
async fn no_such_path_and_no_such_method() {
    let server = Server::demo().await;
    for path in [
        "/index.html",
        "/v1",
        "/v1/management/scheduling",
        "/v1/management/scheduling/appointments/%00/cancel",
        "/v1/management/scheduling/appointments/%ff/cancel",
    ] {
        let answered = server.post(path, json!({ "reason": "x" })).await;
        assert_eq!(answered.is(404), json!({ "error": "Resource not found" }), "{path}");
    }
    let answered =
        server.ask(Method::PUT, "/v1/management/scheduling/appointment-types", Some(json!({}))).await;
    assert!(answered.is(405)["error"].is_string());
}

#[tokio::test]
async fn all_wrong_fields_of_a_body_are_told() {
    let server = Server::demo().await;
    let path = "/v1/management/scheduling/appointment-types/apt-001";
    let body = json!({ "name": 5, "duration_minutes": 0, "colour": "red" });
    let refusal = server.ask(Method::PATCH, path, Some(body)).await.is(400);
    let mut wrong: Vec<&String> = refusal["errors"].as_object().unwrap().keys().collect();
    wrong.sort();
    assert_eq!(wrong, ["colour", "duration_minutes", "name"]);

    let body = json!({ "name": "x".repeat(100_000), "duration_minutes": "x".repeat(100_000) });
    let refusal = server.ask(Method::PATCH, path, Some(body)).await.is(400);
    assert!(refusal.to_string().len() < 600, "{}", refusal.to_string().len());
}
