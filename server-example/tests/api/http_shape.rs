//! What is wrong with a request wherever it is asked: every operation of the OpenAPI document.

use crate::common::shop::Shop;
use crate::common::{Answered, Server};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

struct Operation {
    method: Method,
    path: String,
    document: Value,
}

impl Operation {
    /// The names of what may stand in its query.
    fn parameters(&self) -> Vec<&str> {
        let parameters = self.document["parameters"].as_array().unwrap();
        let queries = parameters.iter().filter(|parameter| parameter["in"] == "query");
        queries.map(|parameter| parameter["name"].as_str().unwrap()).collect()
    }

    fn is_rooms(&self) -> bool {
        self.path.starts_with("/api_v")
    }
}

struct Scene {
    server: Server,
    token: String,
    operations: Vec<Operation>,
}

impl Scene {
    async fn new() -> Self {
        let server = Server::demo().await;
        let token = Shop::new(&server).await.token("customer-0");
        let document = server.get("/v1/management/openapi.json").await.is(200);
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, document) in methods.as_object().unwrap() {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                operations.push(Operation { method, path: path.clone(), document: document.clone() });
            }
        }
        assert!(operations.len() > 80, "{}", operations.len());
        Self { server, token, operations }
    }

    /// Asks with whatever the operation takes to get as far as the question.
    async fn ask(
        &self,
        operation: &Operation,
        query: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answered {
        let schemes = operation.document["security"].to_string();
        let is_needed =
            |one: &Value| one["name"] == "shop_uid" && one["in"] == "query" && one["required"] == true;
        let needs_shop = operation.document["parameters"].as_array().unwrap().iter().any(is_needed);
        let is_written = operation.document["requestBody"].is_object();
        let shop = if needs_shop && is_written && !body.is_empty() { "shop_uid=shop-abc123&" } else { "" };
        let path = format!("{}?{shop}{query}", operation.path.replace(['{', '}'], ""));
        let mut request = Request::builder().method(operation.method.clone()).uri(path);
        if schemes.contains("api") {
            request = request.header("x-api-key", &self.server.key).header("x-apitoken", &self.server.key);
        } else if schemes.contains("booking_token") {
            request = request.header("x-rxscale-booking-token", &self.token);
        }
        if operation.is_rooms() {
            request = request.header("x-accountcode", "vclinic");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.server.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }
}

/// What a refusal says of a field, in either shape.
fn of_field<'a>(operation: &Operation, refused: &'a Value, field: &str) -> &'a str {
    if operation.is_rooms() {
        let text = refused["message"].as_str().unwrap();
        return text.strip_prefix(&format!("{field}: ")).unwrap_or_else(|| panic!("{field}: {refused}"));
    }
    refused["errors"][field][0].as_str().unwrap_or_else(|| panic!("{}: {field}: {refused}", operation.path))
}

#[tokio::test]
async fn a_parameter_that_nobody_knows_is_refused_and_named() {
    let scene = Scene::new().await;
    for operation in &scene.operations {
        let known = operation.parameters();
        let others = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        for unknown in ["patient_ui", "time_zone", "", "Page", "page[]", &"x".repeat(100)] {
            let refused = scene.ask(operation, &format!("{unknown}=1"), &[], "").await.is(400);
            let said = of_field(operation, &refused, unknown);
            assert_eq!(said, format!("unknown parameter; known here: {others}"), "{}", operation.path);
        }
        let long = "y".repeat(1_000);
        let refused = scene.ask(operation, &format!("{long}=1"), &[], "").await.is(400);
        of_field(operation, &refused, &long[..100]);
        for name in known {
            let refused = scene.ask(operation, &format!("{name}=1&{name}=1"), &[], "").await.is(400);
            assert_eq!(of_field(operation, &refused, name), "this parameter is there more than once");
        }
        let empty = scene.ask(operation, "", &[], "").await;
        assert!(!empty.body.to_string().contains("unknown parameter"), "{}: {}", operation.path, empty.body);
    }
    // Who may not ask at all is told that first.
    let secured = scene.operations.iter().filter(|operation| operation.document["security"] != json!([]));
    for operation in secured {
        let path = format!("{}?unknown=1", operation.path.replace(['{', '}'], ""));
        let request =
            Request::builder().method(operation.method.clone()).uri(path).body(Body::empty()).unwrap();
        scene.server.send(request).await.is(401);
    }
}

#[tokio::test]
async fn a_name_that_is_there_twice_is_refused_with_its_path() {
    let scene = Scene::new().await;
    let mut asked = 0;
    for operation in &scene.operations {
        let content = &operation.document["requestBody"]["content"]["application/json"];
        if !content.is_object() {
            continue;
        }
        asked += 1;
        let name = match content["schema"]["properties"].as_object() {
            Some(properties) => properties.keys().next().unwrap().clone(),
            None => "any".to_owned(),
        };
        let body = format!("{{\"{name}\":\"first\",\"{name}\":\"second\"}}");
        let json = [("content-type", "application/json")];
        let answered = scene.ask(operation, "", &json, &body).await;
        // What the path names is asked for first, and whether it is the caller's to say.
        if [401, 403, 404].contains(&answered.status.as_u16()) {
            continue;
        }
        let refused = answered.is(400);
        assert_eq!(of_field(operation, &refused, &name), "this field is there more than once");
    }
    assert!(asked >= 25, "{asked}");
    let nested = "{\"limits\":[{\"per\":\"day\",\"per\":\"week\"}]}";
    let request = Request::patch("/v1/management/scheduling/appointment-types/apt-001")
        .header("x-api-key", &scene.server.key)
        .header("content-type", "application/json");
    let refused = scene.server.send(request.body(Body::from(nested)).unwrap()).await.is(400);
    assert!(refused["errors"]["limits[0].per"].is_array(), "{refused}");
    // A form as well.
    let request = Request::post("/api_v3/rooms")
        .header("x-apitoken", &scene.server.key)
        .header("content-type", "application/x-www-form-urlencoded");
    let twice = scene.server.send(request.body(Body::from("domain=a&slug=b&slug=c")).unwrap()).await.is(400);
    assert_eq!(twice["message"], "slug: this field is there more than once");
}

#[tokio::test]
async fn a_body_that_is_encoded_is_refused() {
    let scene = Scene::new().await;
    for operation in &scene.operations {
        for encoding in ["gzip", "GZIP", "br", "identity, gzip", "x-unknown", ""] {
            let refused = scene.ask(operation, "", &[("content-encoding", encoding)], "{}").await;
            assert_eq!(refused.headers["accept-encoding"], "identity", "{} {encoding}", operation.path);
            refused.is(415);
        }
        let plain = scene.ask(operation, "", &[("content-encoding", "Identity")], "{}").await;
        assert_ne!(plain.status, 415, "{}", operation.path);
    }
}

#[tokio::test]
async fn a_name_has_something_to_see() {
    let server = Server::demo().await;
    let base = "/v1/management/scheduling";
    let kind = |name: &str| {
        json!({ "name": name, "meeting_type": "REVIEW", "duration_minutes": 20, "hold_ttl_seconds": 600,
            "room_strategy": "per_appointment", "rebooking_mode": "same_doctor_only" })
    };
    for name in [" ", "\t\n", "\u{200b}", "\u{feff}\u{2060}", "\u{a0}\u{ad}", "\u{3164}", "\u{e0020}"] {
        let types = format!("{base}/appointment-types");
        let one = format!("{types}/apt-001");
        let closure = json!({ "date": "2030-01-01", "name": name });
        let refusals = [
            server.post(&types, kind(name)).await.is(400),
            server.patch(&one, json!({ "name": name })).await.is(400),
            server.ask(Method::PUT, &format!("{base}/closures"), Some(closure)).await.is(400),
        ];
        for refused in refusals {
            assert_eq!(refused["errors"]["name"][0], "must have something to see", "{name:?}: {refused}");
        }
        // Names that may be left out, and in lists.
        let policy = "/v1/management/waiting-room/policy?shop_uid=shop-abc123";
        let (keys, patient) = ("/v1/management/api-keys", "/v1/management/patients/pat-789");
        let locations = json!({ "locations": [{ "uid": "north" }, { "uid": "south", "name": name }] });
        let levels = json!({ "levels": [{ "uid": "pain", "name": name }] });
        let refusals = [
            ("name", server.post(keys, json!({ "permission_set": "desk", "name": name })).await),
            ("display_name", server.patch(patient, json!({ "display_name": name })).await),
            (
                "locations[1].name",
                server.ask(Method::PUT, &format!("{base}/locations"), Some(locations)).await,
            ),
            ("levels[0].name", server.ask(Method::PUT, policy, Some(levels)).await),
        ];
        for (field, refused) in refusals {
            let refused = refused.is(400);
            assert_eq!(refused["errors"][field][0], "must have something to see", "{name:?}: {refused}");
        }
        let room = json!({ "domain": "d.example", "slug": name });
        let headers = [("x-apitoken", server.key.as_str())];
        server.ask_with(Method::POST, "/api_v3/rooms", &headers, Some(room)).await.is(400);
    }
    server.post(&format!("{base}/appointment-types"), kind("\u{200b}Überweisung 医")).await.is(201);
    // No name is none that nobody can see.
    server.post("/v1/management/api-keys", json!({ "permission_set": "desk", "name": "" })).await.is(201);
    let locations = json!({ "locations": [{ "uid": "north", "name": "Nord" }, { "uid": "south" }] });
    server.ask(Method::PUT, &format!("{base}/locations"), Some(locations)).await.is(200);
}

#[tokio::test]
async fn all_that_is_wrong_with_a_query_is_told_at_once() {
    let server = Server::demo().await;
    let fields = async |path: &str| {
        let refused = server.get(path).await.is(400);
        let mut fields: Vec<String> = refused["errors"].as_object().unwrap().keys().cloned().collect();
        fields.sort();
        fields
    };
    let slots = "/v1/scheduling/slots";
    let list = "/v1/management/scheduling/appointments";
    for (path, expected) in [
        // Nothing that is needed.
        (slots.to_owned(), &["appointment_type_uid", "shop_uid"][..]),
        // Values, a name that nobody knows, one that is there twice, one that is missing, and NUL.
        (
            format!("{slots}?shop_uid=a&from=x&to=1&limit=1.5&seats=&tz=1&to=2&for_me=yes&grid=round"),
            &["appointment_type_uid", "for_me", "from", "grid", "limit", "seats", "to", "tz"],
        ),
        (format!("{list}?status=open&page=%00&from=&nobody=1"), &["from", "nobody", "page", "status"]),
        (format!("{list}?limit=a&limit=b"), &["limit"]),
        ("/v1/management/patients?mail=a".to_owned(), &["email", "mail"]),
    ] {
        assert_eq!(fields(&path).await, expected, "{path}");
    }
    let said = server.get(&format!("{list}?limit=a&limit=b")).await.is(400);
    assert_eq!(said["errors"]["limit"][0], "this parameter is there more than once");
    let many: String = (0..300).map(|number| format!("&p{number}=1")).collect();
    assert_eq!(fields(&format!("{list}?{}", &many[1..])).await.len(), 100);
    // A body's fields as well.
    let twice = "{\"name\":\"a\",\"name\":\"b\",\"limits\":[{\"per\":1,\"per\":2}]}";
    let request = Request::post("/v1/management/scheduling/appointment-types")
        .header("x-api-key", &server.key)
        .header("content-type", "application/json");
    let refused = server.send(request.body(Body::from(twice)).unwrap()).await.is(400);
    assert!(
        refused["errors"]["name"].is_array() && refused["errors"]["limits[0].per"].is_array(),
        "{refused}"
    );
    let blank = json!({ "name": " ", "duration_minutes": 0, "meeting_type": "NONE" });
    let refused = server.post("/v1/management/scheduling/appointment-types", blank).await.is(400);
    for field in ["name", "duration_minutes", "meeting_type", "hold_ttl_seconds"] {
        assert!(refused["errors"][field].is_array(), "{field}: {refused}");
    }
    let patient = json!({ "display_name": " ", "email": "none", "date_of_birth": "yesterday" });
    let refused = server.patch("/v1/management/patients/pat-789", patient).await.is(400);
    assert_eq!(refused["errors"].as_object().unwrap().len(), 3, "{refused}");
}
