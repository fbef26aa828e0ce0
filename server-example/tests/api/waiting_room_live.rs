//! Streams of a waiting room: who listens is told of every change, for as long as they may listen.

use axum::body::Body;
use axum::http::{Method, Request};
use frontdesk::Instant;
use futures_util::StreamExt;
use serde_json::json;

use super::waiting_room::ROOM;
use crate::common::{NOW, Server};

#[tokio::test]
async fn who_listens_is_told_until_it_is_over() {
    let server = Server::demo().await;
    let path = format!("{ROOM}/q-abc123/events");
    let request = Request::get(&path).header("x-api-key", &server.key).body(Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(server.router.clone(), request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.into_body().into_data_stream();
    let mut next = async || {
        let chunk = tokio::time::timeout(std::time::Duration::from_secs(10), events.next())
            .await
            .expect("there is something to tell");
        chunk.map(|chunk| String::from_utf8(chunk.unwrap().to_vec()).unwrap())
    };
    assert!(next().await.unwrap().contains("\"position\":2"));
    server.delete(&format!("{ROOM}/q-abc122")).await.is(200);
    assert!(next().await.unwrap().contains("\"position\":1"));
    server.delete(&format!("{ROOM}/q-abc123")).await.is(200);
    assert!(next().await.unwrap().contains("\"status\":\"cancelled\""));
    assert_eq!(next().await, None);
}

/// The events of a stream, one after the other; `None` at its end.
struct Stream(axum::body::BodyDataStream);

impl Stream {
    async fn open(server: &Server, path: &str, headers: &[(&str, &str)]) -> Self {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response =
            tower::ServiceExt::oneshot(server.router.clone(), request.body(Body::empty()).unwrap())
                .await
                .unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (200, &"text/event-stream".parse().unwrap())
        );
        Self(response.into_body().into_data_stream())
    }

    async fn next(&mut self) -> Option<String> {
        let chunk = tokio::time::timeout(std::time::Duration::from_secs(20), self.0.next())
            .await
            .expect("there is something to tell");
        chunk.map(|chunk| String::from_utf8(chunk.unwrap().to_vec()).unwrap())
    }
}

#[tokio::test]
async fn a_patient_follows_with_a_ticket_until_it_runs_out() {
    let server = Server::demo().await;
    let secret = server.post("/v1/management/scheduling/booking-secrets", json!({})).await.is(201);
    let token = |customer: &str| {
        let header = jsonwebtoken::Header {
            kid: secret["key_id"].as_str().map(str::to_owned),
            ..jsonwebtoken::Header::default()
        };
        let claims = json!({ "aud": "rxscale-scheduling", "iat": NOW.0, "nbf": NOW.0, "exp": NOW.0 + 3_600,
            "shop_identifier": "shop-abc123",
            "shop_customer_id": customer, "patient_profile_fields": [] });
        jsonwebtoken::encode(
            &header,
            &claims,
            &jsonwebtoken::EncodingKey::from_secret(secret["secret"].as_str().unwrap().as_bytes()),
        )
        .unwrap()
    };
    let ticket = async |customer: &str| {
        let token = token(customer);
        let got = server
            .ask_with(
                Method::POST,
                "/v1/scheduling/stream-tickets",
                &[("x-rxscale-booking-token", &token)],
                None,
            )
            .await
            .is(201);
        assert_eq!(got["expires_at"], server.app.clock.now().0 + 900);
        got["stream_ticket"].as_str().unwrap().to_owned()
    };
    // `q-abc123` is that of `pat-791`, who is the shop's customer-2.
    let path = |ticket: &str| format!("/v1/scheduling/waiting-room/q-abc123/events?ticket={ticket}");
    let (own, other) = (ticket("customer-2").await, ticket("customer-1").await);
    server.ask_with(Method::GET, &path(&other), &[], None).await.is(404);
    server.ask_with(Method::GET, &path(&token("customer-2")), &[], None).await.is(401);
    server.ask_with(Method::GET, &path("bst_"), &[], None).await.is(401);
    server.ask_with(Method::GET, "/v1/scheduling/waiting-room/q-abc123/events", &[], None).await.is(400);
    // A ticket is no key to anything else.
    server
        .ask_with(Method::GET, "/v1/scheduling/appointments", &[("x-rxscale-booking-token", &own)], None)
        .await
        .is(401);

    let mut stream = Stream::open(&server, &path(&own), &[]).await;
    assert!(stream.next().await.unwrap().contains("\"position\":2"));
    // Whoever lost the connection comes back with it.
    let mut again = Stream::open(&server, &path(&own), &[]).await;
    assert!(again.next().await.unwrap().contains("\"position\":2"));
    server.app.clock.set(Instant(NOW.0 + 899));
    server.delete(&format!("{ROOM}/q-abc122")).await.is(200);
    assert!(stream.next().await.unwrap().contains("\"position\":1") && again.next().await.is_some());
    server.app.clock.set(Instant(NOW.0 + 900));
    assert_eq!((stream.next().await, again.next().await), (None, None));
    server.ask_with(Method::GET, &path(&own), &[], None).await.is(401);
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let server = Server::demo().await;
    let mut stream =
        Stream::open(&server, &format!("{ROOM}/q-abc123/events"), &[("x-api-key", &server.key)]).await;
    assert!(stream.next().await.is_some());
    server.app.stopping.send_replace(true);
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn a_stream_ends_when_its_key_is_revoked() {
    let server = Server::demo().await;
    let key = server.key_for("org-123", &["waiting_room:read"]).await;
    let mut stream = Stream::open(&server, &format!("{ROOM}/q-abc123/events"), &[("x-api-key", &key)]).await;
    assert!(stream.next().await.is_some());
    let keys = server.app.store.keys(&"org-123".into()).await.unwrap();
    let revoked = keys.iter().find(|key| key.permissions == ["waiting_room:read"]).unwrap();
    server.app.store.revoke_key(&revoked.uid, NOW).await.unwrap();
    assert_eq!(stream.next().await, None);
}
