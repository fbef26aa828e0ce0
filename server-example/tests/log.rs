//! The log: who runs the server reads it, and must not learn from it who is ill.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that meets what it did not expect has failed")]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use common::Server;
use serde_json::{Value, json};

const TYPES: &str = "/v1/management/scheduling/appointment-types";

/// What was logged, as it would stand in a file.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Canaries go in wherever callers write something, in what is accepted and in what is refused; the log at
/// its most talkative has none of them.
#[tokio::test]
async fn no_patient_and_no_secret_is_in_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .json()
        .with_writer(move || writer.clone());
    // Of the whole process: also what other threads write is seen.
    subscriber.init();
    let canaries = [
        "canaryname",
        "canary@example.com",
        "canaryreason",
        "canarykey",
        "canarytoken",
        "canaryquery",
        "canarypatient",
        "Jane Doe",
    ];
    let server = Server::demo().await;
    let key = server.key.clone();
    let cancel = "/v1/management/scheduling/appointments/mtg-abc123/cancel";
    server.post(cancel, json!({ "reason": "canaryreason" })).await.is(200);
    server.post(cancel, json!({ "reason": "canaryreason" })).await.is(409);
    server.post(TYPES, json!({ "name": "canaryname", "canaryname": 1 })).await.is(400);
    server
        .post(
            "/v1/management/waiting-room/register",
            json!({ "patient_uid": "canarypatient", "shop_uid": "shop-abc123",
                "visit_reason": "canaryreason" }),
        )
        .await;
    server.get("/v1/management/patients/canarypatient").await.is(404);
    server.get("/v1/management/patients?email=canary@example.com").await;
    server.get("/v1/management/patients?email=jane.doe@example.com").await.is(200);
    server.get("/v1/canaryquery?name=canaryquery").await.is(404);
    for (name, value) in [
        ("x-api-key", "canarykey"),
        ("x-rxscale-booking-token", "canarytoken"),
        ("x-request-id", "canary@example.com"),
    ] {
        server.ask_with(Method::GET, "/v1/scheduling/appointments", &[(name, value)], None).await;
    }
    server
        .ask_with(
            Method::POST,
            TYPES,
            &[("x-api-key", &key), ("idempotency-key", "canarykey")],
            Some(json!("canaryname")),
        )
        .await
        .is(400);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for canary in canaries.into_iter().chain([key.as_str()]) {
        assert!(
            !text.contains(canary),
            "`{canary}` is in the log:\n{}",
            text.lines().find(|line| line.contains(canary)).unwrap()
        );
    }
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let access = lines
        .iter()
        .filter(|line| line["target"] == "access")
        .map(|line| (&line["fields"], &line["span"]["id"]));
    let of_patient: Vec<_> =
        access.filter(|(fields, _)| fields["route"] == "/v1/management/patients/{patient_uid}").collect();
    let [(fields, id)] = &of_patient[..] else { panic!("one line for one request: {of_patient:?}") };
    assert_eq!((&fields["method"], &fields["status"]), (&json!("GET"), &json!(404)));
    assert!(id.as_str().is_some_and(|id| id.starts_with("req-")) && fields["ms"].is_number());
}
