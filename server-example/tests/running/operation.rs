//! What whoever runs a server sees of it, and what it refuses and forgets of its own accord.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use crate::common::{NOW, Server};
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request};
use frontdesk::Instant;
use frontdesk_server::limits::{
    IDEMPOTENCY_SECONDS, LAUNCH_CODE_SECONDS, PRUNE_STEP_MAX, REQUEST_ID_BYTES_MAX, WEBHOOK_AGE_SECONDS_MAX,
    WEBHOOK_KEPT_SECONDS,
};
use frontdesk_server::prune::Pruner;
use frontdesk_server::rate_limit::Limiter;
use frontdesk_server::store::{Delivery, DeliveryFilter, Page, PassRow, Writes};
use frontdesk_server::telemetry::exposition;
use governor::Quota;
use governor::clock::DefaultClock;
use serde_json::json;
use tower::ServiceExt;

const TYPES: &str = "/v1/management/scheduling/appointment-types";

#[tokio::test]
async fn every_answer_has_a_request_id_and_a_sane_one_is_taken_over() {
    let server = Server::demo().await;
    let id = async |given: &[&[u8]]| {
        let mut request = Request::builder().uri("/health");
        for value in given {
            request = request.header("x-request-id", HeaderValue::from_bytes(value).unwrap());
        }
        let answered = server.send(request.body(Body::empty()).unwrap()).await;
        answered.headers["x-request-id"].to_str().unwrap().to_owned()
    };
    let longest = "x".repeat(REQUEST_ID_BYTES_MAX);
    for sane in ["7", "b0a1-77_c.d", &longest] {
        assert_eq!(id(&[sane.as_bytes()]).await, sane);
    }
    let too_long = format!("{longest}x");
    let wrong: [&[&[u8]]; 6] =
        [&[], &[b""], &[b"jane.doe@example.com"], &[b"two words"], &[too_long.as_bytes()], &["é".as_bytes()]];
    let mut made = std::collections::HashSet::new();
    for given in wrong {
        let id = id(given).await;
        assert!(id.starts_with("req-") && id.len() == 24, "{id}");
        assert!(made.insert(id));
    }
    // Of two, neither is the request's.
    assert!(id(&[b"one", b"two"]).await.starts_with("req-"));
    assert!(server.get("/no/such/page").await.headers.contains_key("x-request-id"));
}

/// A server on which each caller may ask three times an hour.
async fn three_an_hour() -> Server {
    let mut server = Server::demo().await;
    let quota =
        Quota::with_period(Duration::from_secs(3_600)).unwrap().allow_burst(NonZeroU32::new(3).unwrap());
    server.app.limiter = Arc::new(Limiter::new(quota, DefaultClock::default()));
    server.router = frontdesk_server::api::router(server.app.clone());
    server
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let server = three_an_hour().await;
    let other = server.key_for("org-123", &["scheduling:read"]).await;
    for _ in 0..3 {
        server.get(TYPES).await.is(200);
    }
    let refused = server.get(TYPES).await;
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((3_590..=3_600).contains(&wait), "{wait}");
    assert_eq!(refused.is(429), json!({ "error": "Rate limit exceeded" }));
    server.ask_with(Method::GET, TYPES, &[("x-api-key", &other)], None).await.is(200);

    // Those without a key that holds have one bucket for their address, whatever they show.
    server.ask_with(Method::GET, "/health", &[], None).await.is(200);
    for wrong in ["one", "two"] {
        server.ask_with(Method::GET, TYPES, &[("x-api-key", wrong)], None).await.is(401);
    }
    server.ask_with(Method::GET, TYPES, &[("x-api-key", "three")], None).await.is(429);
    server.ask_with(Method::GET, "/health", &[], None).await.is(429);
    let rooms = server.ask_with(Method::GET, "/api_v3/rooms", &[("x-accountcode", "vclinic")], None).await;
    assert_eq!(rooms.is(429), json!({ "code": 429, "message": "Rate limit exceeded" }));
    server.ask_with(Method::GET, TYPES, &[("x-api-key", &other)], None).await.is(200);
}

async fn metrics(server: &Server) -> String {
    let router = exposition(server.app.clone());
    let answer = router.oneshot(Request::get("/metrics").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(
        answer.headers()["content-type"],
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    String::from_utf8(axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn what_happens_is_counted() {
    let server = Server::demo().await;
    server.get("/metrics").await.is(404);
    let now = NOW.0;
    let slots = server
        .get(&format!(
            "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&doctor_uid=doc-456&from={now}&to={}&limit=1",
            now + 1_209_600
        ))
        .await
        .is(200);
    let hold = json!({ "appointment_type_uid": "apt-001", "start_date": slots["data"][0]["start_date"],
        "doctor_uid": "doc-456", "patient_profile_uid": "pp-xyz789" });
    server.post("/v1/scheduling/appointments/hold", hold.clone()).await.is(201);
    server.post("/v1/scheduling/appointments/hold", hold).await.is(409);
    server.get("/v1/management/patients/pat-789").await.is(200);
    let text = metrics(&server).await;
    for line in [
        "frontdesk_http_requests_total{method=\"POST\",route=\"/v1/scheduling/appointments/hold\",status=\"201\"} 1",
        "frontdesk_http_requests_total{method=\"POST\",route=\"/v1/scheduling/appointments/hold\",status=\"409\"} 1",
        "frontdesk_http_requests_total{method=\"GET\",route=\"/v1/management/patients/{patient_uid}\",status=\"200\"} 1",
        "frontdesk_http_request_duration_seconds_count{method=\"POST\",route=\"/v1/scheduling/appointments/hold\"} 2",
        "frontdesk_appointment_events_total{event=\"held\"} 1",
        "frontdesk_refusals_total{code=\"held\"} 1",
        // Two holds, and the audit trail's line about the look at a patient.
        "frontdesk_batch_requests_count 3",
        "frontdesk_desk_queue_length 0",
        "frontdesk_waiting_room_length 12",
        "frontdesk_listeners 0",
        "frontdesk_desks 1",
        "frontdesk_database_up 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    for word in ["pat-789", "pp-xyz789", "mtg-", "doc-456", "org-123"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(text.ends_with("# EOF\n"));
}

#[tokio::test]
async fn what_is_over_is_forgotten_step_by_step() {
    let server = Server::demo().await;
    let organisation = "org-123".into();
    let pass = |number: i64, kind: &str, after: i64| PassRow {
        kind: kind.to_owned(),
        hash: format!("{number:05}"),
        organisation_uid: "org-123".into(),
        patient_uid: "pat-789".into(),
        patient_profile_uid: "pp-xyz789".into(),
        shop_uid: "shop-abc123".into(),
        key_id: "bsk-1".into(),
        made_at: NOW,
        expires_at: Instant(NOW.0 + after),
        ends_at: Instant(NOW.0 + after),
    };
    let deliveries = async |finished| {
        let filter = DeliveryFilter { finished, ..DeliveryFilter::default() };
        let page = Page { page: 0, limit: 1 };
        server.app.store.outbox().deliveries(&organisation, &filter, page).await.unwrap().total
    };
    // More than a step removes, and those that stay.
    let many = PRUNE_STEP_MAX + 1;
    let passes =
        async || server.app.store.passes().passes_of(&organisation, "pat-789").await.unwrap().len() as i64;
    let mut made: Vec<PassRow> =
        (0..many).map(|number| pass(number, "launch_code", LAUNCH_CODE_SECONDS)).collect();
    made.push(pass(0, "stream_ticket", LAUNCH_CODE_SECONDS + 1));
    made.push(pass(0, "booking_session", 100 * WEBHOOK_KEPT_SECONDS));
    for pass in made {
        assert!(server.app.store.passes().add_pass(pass, NOW, i64::MAX).await.unwrap());
    }
    let delivery = |number: i64| Delivery {
        uid: format!("whd-{number:05}").into(),
        message_uid: "msg-1".into(),
        subscription_uid: "sub-1".into(),
        event_type: "e".to_owned(),
        subject_uid: "mtg-1".into(),
        sequence: number,
        shop_uid: None,
        body: String::new(),
        created_at: NOW,
        attempts: 0,
        next_attempt_at: NOW,
        last_outcome: None,
        finished_at: None,
    };
    let many_deliveries = (0..many).map(delivery).collect();
    let mut writes = Some(Writes { deliveries: many_deliveries, ..Writes::default() });
    server
        .app
        .store
        .transact(&organisation, i64::MAX, Vec::new(), Box::new(move |_| writes.take().unwrap()))
        .await
        .unwrap();
    let headers = [("x-api-key", server.key.as_str()), ("idempotency-key", "once")];
    let rule = json!({ "weekday": 6, "start_time": 600, "end_time": 660 });
    let rules = "/v1/management/scheduling/doctors/doc-456/availability-rules";
    let once = async || server.ask_with(Method::POST, rules, &headers, Some(rule.clone())).await;
    let first = once().await.is(201);
    assert_eq!(once().await.is(201), first);

    let pruner = Pruner::new(server.app.clone());
    let turn_at = async |seconds: i64| {
        server.app.clock.set(Instant(NOW.0 + seconds));
        pruner.turn().await;
        (passes().await, deliveries(false).await, deliveries(true).await)
    };
    assert_eq!(turn_at(LAUNCH_CODE_SECONDS - 1).await, (many + 2, many, 0));
    assert_eq!(turn_at(LAUNCH_CODE_SECONDS).await, (2, many, 0));
    assert_eq!(turn_at(IDEMPOTENCY_SECONDS).await, (1, many, 0));
    assert_eq!(once().await.is(201), first);
    // What nobody has taken for a day is given up.
    assert_eq!(turn_at(WEBHOOK_AGE_SECONDS_MAX + 1).await, (1, 0, many));
    assert_ne!(once().await.is(201), first);
    assert_eq!(turn_at(WEBHOOK_KEPT_SECONDS).await, (1, 0, many));
    assert_eq!(turn_at(WEBHOOK_AGE_SECONDS_MAX + 1 + WEBHOOK_KEPT_SECONDS).await, (1, 0, many));
    assert_eq!(turn_at(WEBHOOK_AGE_SECONDS_MAX + 2 + WEBHOOK_KEPT_SECONDS).await, (1, 0, 0));
}
