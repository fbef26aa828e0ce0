//! The link of somebody who waits: it stands for one entry, and for nothing else.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request};
use frontdesk_server::rate_limit::Limiter;
use futures_util::StreamExt;
use serde_json::json;

use crate::common::{Answered, Server};
use crate::waiting_room::after_the_appointment;

async fn by_link(server: &Server, method: Method, path: &str, body: Option<serde_json::Value>) -> Answered {
    server.ask_with(method, &format!("/v1/waiting/{path}"), &[], body).await
}

#[tokio::test]
async fn who_has_the_link_sees_the_place_says_where_they_are_and_leaves() {
    let server = Server::demo().await;
    let made = server.post("/v1/management/waiting-room/q-abc123/link", json!({})).await.is(201);
    let token = made["wait_token"].as_str().unwrap();
    assert_eq!(made["path"], format!("/wait/{token}"));
    let shown = by_link(&server, Method::GET, token, None).await.is(200);
    assert_eq!((&shown["queue_uid"], &shown["position"]), (&json!("q-abc123"), &json!(2)));
    assert_eq!((&shown["presence"], &shown["shop_name"]), (&json!("ready"), &json!("Demo shop")));
    // Nobody else is in it.
    assert!(!shown.to_string().contains("q-abc122") && !shown.to_string().contains("pat-"), "{shown}");

    let presence = format!("{token}/presence");
    let away = json!({ "presence": "on_the_way", "minutes": 10 });
    let shown = by_link(&server, Method::POST, &presence, Some(away)).await.is(200);
    assert_eq!((&shown["presence"], &shown["ready_at"]), (&json!("on_the_way"), &json!(1_712_124_600)));
    by_link(&server, Method::POST, &presence, Some(json!({ "presence": "on_the_way" }))).await.is(400);
    let back = by_link(&server, Method::POST, &presence, Some(json!({ "presence": "ready" }))).await.is(200);
    assert_eq!(back["presence"], "ready");

    let left = by_link(&server, Method::DELETE, token, None).await.is(200);
    assert_eq!((&left["status"], &left["position"]), (&json!("cancelled"), &json!(null)));
    // What is over can be seen, and not left again.
    by_link(&server, Method::DELETE, token, None).await.is(409);
    assert_eq!(by_link(&server, Method::GET, token, None).await.is(200)["status"], "cancelled");
    // It is written who it was, and not by what.
    let trail = server.get("/v1/management/audit?limit=200").await.is(200).to_string();
    assert!(trail.contains("patient:pat-791") && !trail.contains(token), "{trail}");
}

#[tokio::test]
async fn a_link_that_is_none_or_is_another_is_not_found() {
    let server = Server::demo().await;
    let made = server.post("/v1/management/waiting-room/q-abc123/link", json!({})).await.is(201);
    let token = made["wait_token"].as_str().unwrap();
    for other in ["bwl_nothing", "q-abc123", &token[..token.len() - 1], &token.replace("bwl_", "bss_")] {
        by_link(&server, Method::GET, other, None).await.is(404);
        by_link(&server, Method::DELETE, other, None).await.is(404);
        by_link(&server, Method::GET, &format!("{other}/events"), None).await.is(404);
    }
    // It opens nothing of the patient's besides.
    let path = "/v1/scheduling/appointments";
    server.ask_with(Method::GET, path, &[("x-rxscale-booking-token", token)], None).await.is(401);
    // Another organisation's entry is not found.
    let key = server.another_organisation().await;
    let server = server.with_key(&key);
    server.post("/v1/management/waiting-room/q-abc123/link", json!({})).await.is(404);
}

#[tokio::test]
async fn a_link_opens_no_room() {
    let server = Server::demo().await;
    after_the_appointment(&server).await;
    let made = server.post("/v1/management/waiting-room/q-abc122/link", json!({})).await.is(201);
    let token = made["wait_token"].as_str().unwrap();
    let called = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-457" });
    server.post("/v1/management/waiting-room/allocate", called).await.is(200);
    let status = server.get("/v1/management/waiting-room/q-abc122/status").await.is(200);
    assert!(status["video_room_id"].is_string(), "{status}");
    let shown = by_link(&server, Method::GET, token, None).await.is(200);
    assert_eq!((&shown["status"], &shown["video_room_id"]), (&json!("allocated"), &json!(null)));
    let request = Request::get(format!("/v1/waiting/{token}/events")).body(Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(server.router.clone(), request).await.unwrap();
    let event = response.into_body().into_data_stream().next().await.unwrap().unwrap();
    let event = String::from_utf8(event.to_vec()).unwrap();
    assert!(
        event.contains("\"status\":\"allocated\"") && event.contains("\"video_room_id\":null"),
        "{event}"
    );
}

#[tokio::test]
async fn who_has_a_link_asks_as_often_as_a_patient() {
    let mut server = Server::demo().await;
    server.app.patient_limiter = Arc::new(Limiter::with_burst(1, 2));
    server.app.limiter = Arc::new(Limiter::per_second(1_000));
    server.router = frontdesk_server::api::router(server.app.clone());
    let link = async |uid: &str| {
        let path = format!("/v1/management/waiting-room/{uid}/link");
        server.post(&path, json!({})).await.is(201)["wait_token"].as_str().unwrap().to_owned()
    };
    let (one, same, other) = (link("q-abc123").await, link("q-abc123").await, link("q-abc122").await);
    let count = async |token: &str| {
        let mut answered = 0;
        for _ in 0..20 {
            answered += usize::from(by_link(&server, Method::GET, token, None).await.status == 200);
        }
        answered
    };
    // Two at once, and what a slow machine takes in seconds. Two links of one who waits count together.
    assert!((2..=10).contains(&count(&one).await));
    assert!(count(&same).await <= 8);
    assert!((2..=10).contains(&count(&other).await));
}
