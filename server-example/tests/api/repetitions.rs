//! Whatever creates something creates it once under one `Idempotency-Key`: each such operation of the OpenAPI
//! document, asked twice.

use std::collections::BTreeSet;

use crate::common::{Answered, NOW, Server};
use axum::http::Method;
use frontdesk_server::api;
use frontdesk_server::openapi::document;
use frontdesk_server::store::{DeliveryFilter, Page};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

/// What these answer is shown once and kept as a hash: they refuse the key.
const ONCE: [&str; 3] = [
    "/v1/scheduling/booking-launch-codes",
    "/v1/scheduling/booking-launch-codes/exchange",
    "/v1/scheduling/stream-tickets",
];

/// So do these, each of which has a credential or a body of its own.
const ONCE_TOO: [&str; 4] = [
    "/v1/management/waiting-room/{queue_uid}/link",
    "/v1/scheduling/visitors",
    "/v1/scheduling/visitors/links",
    "/v1/scheduling/visitors/links/exchange",
];

/// Operations that answer 200, and create or change something all the same.
const CREATE_WITH_200: [&str; 3] =
    ["/api_v3/rooms", "/api_v3/users/{id}/rooms", "/v1/management/wallet-passes/push-notifications"];

/// An operation, what is asked of it, and where in its answer a secret is, if there is one.
type Case = (&'static str, &'static [&'static str], Value, Option<&'static str>);

fn cases() -> Vec<Case> {
    vec![
        (
            "/v1/management/scheduling/appointment-types",
            &[],
            json!({ "name": "Once", "meeting_type": "REVIEW", "duration_minutes": 20, "hold_ttl_seconds": 60,
                "room_strategy": "per_appointment", "rebooking_mode": "any_doctor_same_organisation" }),
            None,
        ),
        (
            "/v1/management/scheduling/appointment-types/{appointment_type_uid}/reminders",
            &["apt-001"],
            json!({ "recipient_role": "doctor", "minutes_before": 30 }),
            None,
        ),
        (
            "/v1/management/scheduling/doctors/{doctor_uid}/availability-rules",
            &["doc-456"],
            json!({ "weekday": 6, "start_time": 600, "end_time": 660 }),
            None,
        ),
        (
            "/v1/management/scheduling/doctors/{doctor_uid}/availability-exceptions",
            &["doc-456"],
            json!({ "kind": "blocked", "start_date": NOW.0 + 86_400, "end_date": NOW.0 + 90_000 }),
            None,
        ),
        (
            "/v1/management/scheduling/doctors/{doctor_uid}/calendar-feeds",
            &["doc-456"],
            json!({}),
            Some("path"),
        ),
        ("/v1/management/scheduling/booking-secrets", &[], json!({}), Some("secret")),
        (
            "/v1/management/notification-subscriptions",
            &[],
            json!({ "notification_type": "waiting_room_entry_updated",
                "target": "https://example.com/once" }),
            Some("signing_secret"),
        ),
        ("/v1/management/notification-deliveries/{delivery_uid}/replay", &["DELIVERY"], json!({}), None),
        (
            "/v1/management/wallet-passes/push-notifications",
            &[],
            json!([{ "wallet_pass_uid": "wp-001", "message": "Soon" }]),
            None,
        ),
        (
            "/v1/management/waiting-room/register",
            &[],
            json!({ "shop_uid": "shop-abc123", "patient_profile_uid": "pp-xyz789" }),
            None,
        ),
        (
            "/v1/scheduling/appointments/hold",
            &[],
            json!({ "appointment_type_uid": "apt-001", "start_date": "START", "doctor_uid": "DOCTOR",
                "patient_profile_uid": "pp-xyz789" }),
            None,
        ),
        (
            "/v1/management/scheduling/appointments/hold",
            &[],
            json!({ "appointment_type_uid": "apt-001", "start_date": "START", "doctor_uid": "DOCTOR",
                "patient_profile_uid": "pp-xyz789",
                "override": ["held", "slot_taken", "patient_busy", "too_many_holds"] }),
            None,
        ),
        ("/v1/management/shops", &[], json!({ "name": "Once" }), None),
        ("/v1/management/doctors", &[], json!({ "display_name": "Dr. Once" }), None),
        (
            "/v1/management/patients",
            &[],
            json!({ "shop_uid": "shop-abc123", "shop_customer_id": "asked twice" }),
            None,
        ),
        ("/v1/management/api-keys", &[], json!({ "permission_set": "desk" }), Some("secret")),
        ("/api_v3/rooms", &[], json!({ "domain": "vclinic.vsee.me", "slug": "once" }), None),
        ("/api_v3/users/{id}/rooms", &["-"], json!({ "code": "example-room-code" }), None),
    ]
}

/// What a customer of the shop shows.
async fn token(server: &Server) -> String {
    let secret = server.post("/v1/management/scheduling/booking-secrets", json!({})).await.is(201);
    let claims = json!({ "aud": "rxscale-scheduling", "iat": NOW.0, "nbf": NOW.0 - 10, "exp": NOW.0 + 300,
        "shop_identifier": "shop-abc123",
        "shop_customer_id": "once", "patient_profile_fields": [{ "field": "first_name", "value": "Ada",
            "source": "shop" },
            { "field": "last_name", "value": "Byron", "source": "shop" },
            { "field": "email", "value": "ada@example.com", "source": "shop" }] });
    let header = Header { kid: Some(secret["key_id"].as_str().unwrap().to_owned()), ..Header::default() };
    let secret = secret["secret"].as_str().unwrap().as_bytes();
    encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap()
}

/// Everything of which there could be more: lines of the journal, and webhooks on their way.
async fn extent(server: &Server) -> (i64, i64) {
    let organisation = "org-123".into();
    let versions = server.app.store.versions(std::slice::from_ref(&organisation)).await.unwrap();
    let page = Page { page: 0, limit: 1 };
    let waiting = server.app.store.outbox().deliveries(&organisation, &DeliveryFilter::default(), page).await;
    (versions[&organisation], waiting.unwrap().total)
}

#[tokio::test]
async fn whatever_creates_creates_once_under_one_key() {
    let server = Server::demo().await;
    for kind in ["waiting_room_entry_updated", "wallet_pass_push_notification_created"] {
        let body = json!({ "notification_type": kind, "target": format!("https://example.com/{kind}") });
        server.post("/v1/management/notification-subscriptions", body).await.is(201);
    }
    server.delete("/v1/management/waiting-room/q-abc123").await.is(200);
    let delivery =
        server.get("/v1/management/notification-deliveries").await.is(200)["data"][0]["uid"].clone();
    let slots = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from={}&to={}&limit=1",
        NOW.0,
        NOW.0 + 1_209_600
    );
    let slot = server.get(&slots).await.is(200)["data"][0].clone();
    let mut secrets = Vec::new();
    for (operation, ids, mut body, secret) in cases() {
        let mut path = operation.to_owned();
        for id in ids {
            let (from, to) = (path.find('{').unwrap(), path.find('}').unwrap());
            let id = if *id == "DELIVERY" { delivery.as_str().unwrap() } else { id };
            path.replace_range(from..=to, id);
        }
        if body["start_date"] == "START" {
            (body["start_date"], body["doctor_uid"]) =
                (slot["start_date"].clone(), slot["doctor_uid"].clone());
        }
        let ask = async |key: &str, body: &Value| -> Answered {
            let credential = if operation.starts_with("/api_v3") { "x-apitoken" } else { "x-api-key" };
            let credential = (credential, server.key.as_str());
            let headers = [credential, ("x-accountcode", "vclinic"), ("idempotency-key", key)];
            server.ask_with(Method::POST, &path, &headers, Some(body.clone())).await
        };
        let first = ask(operation, &body).await;
        assert!(first.status.is_success(), "{operation}: {} {}", first.status, first.body);
        assert!(!first.headers.contains_key("idempotency-replayed"), "{operation}");
        let before = extent(&server).await;
        let second = ask(operation, &body).await;
        assert_eq!((second.status, &second.body), (first.status, &first.body), "{operation}");
        assert_eq!(second.headers["idempotency-replayed"], "true", "{operation}");
        assert_eq!(extent(&server).await, before, "{operation}: the repetition did something");
        let mut other = body.clone();
        if let Some(fields) = other.as_object_mut() {
            fields.insert("name".to_owned(), json!("another"));
        }
        let refused = match other == body {
            true => ask(operation, &json!([{ "wallet_pass_uid": "wp-001", "message": "Another" }])).await,
            false => ask(operation, &other).await,
        };
        assert!([400, 422].contains(&refused.status.as_u16()), "{operation}: {}", refused.status);
        secrets.extend(secret.map(|field| first.body[field].as_str().unwrap().to_owned()));
    }
    // Of what was answered with a secret, the stored answer tells nobody.
    let database = rusqlite::Connection::open(server.database()).unwrap();
    let mut answers = database.prepare("SELECT body FROM answer").unwrap();
    let bodies: Vec<String> = answers.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(bodies.len() >= cases().len() && secrets.len() == 4);
    for secret in secrets {
        assert!(bodies.iter().all(|body| !body.contains(&secret)), "a secret is in the clear");
    }
}

#[tokio::test]
async fn every_operation_that_creates_is_asked_twice() {
    let document = document(&api::endpoints());
    let mut creating = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(post) = operations.get("post") else { continue };
        let creates = post["responses"].get("201").or_else(|| post["responses"].get("202")).is_some();
        let takes_key =
            post["parameters"].as_array().unwrap().iter().any(|one| one["name"] == "Idempotency-Key");
        if creates || CREATE_WITH_200.contains(&path.as_str()) {
            creating.insert(path.clone());
            let is_once = ONCE.contains(&path.as_str()) || ONCE_TOO.contains(&path.as_str());
            assert_eq!(takes_key, !is_once, "{path}");
        } else {
            assert!(!takes_key, "{path} takes a key, and is not asked twice");
        }
        if takes_key {
            let success =
                post["responses"].as_object().unwrap().iter().find(|(status, _)| status.starts_with('2'));
            assert!(success.unwrap().1["headers"]["Idempotency-Replayed"].is_object(), "{path}");
        }
    }
    let asked: BTreeSet<String> =
        cases().iter().map(|case| case.0).chain(ONCE).chain(ONCE_TOO).map(str::to_owned).collect();
    assert_eq!(asked, creating);
}

#[tokio::test]
async fn what_is_shown_once_takes_no_key() {
    let server = Server::demo().await;
    let token = token(&server).await;
    let (token, key) = (("x-rxscale-booking-token", token.as_str()), ("idempotency-key", "k"));
    let mut body = json!({});
    for path in ONCE {
        let before = extent(&server).await;
        let refused = server.ask_with(Method::POST, path, &[token, key], Some(body.clone())).await.is(400);
        assert!(refused["error"].as_str().unwrap().contains("Idempotency-Key"), "{path}: {refused}");
        assert_eq!(extent(&server).await, before, "{path}");
        let answered = server.ask_with(Method::POST, path, &[token], Some(body)).await.is(201);
        body = match answered.get("booking_launch_code") {
            Some(code) => json!({ "booking_launch_code": code }),
            None => json!({}),
        };
    }
    let with_key = [("x-api-key", server.key.as_str()), key];
    for path in ONCE_TOO {
        let headers = if path.contains("/management/") { with_key } else { [token, key] };
        let path = path.replace("{queue_uid}", "q-abc123");
        let refused = server.ask_with(Method::POST, &path, &headers, Some(json!({}))).await.is(400);
        assert!(refused["error"].as_str().unwrap().contains("Idempotency-Key"), "{path}: {refused}");
    }
}
