//! Pages of other origins: what a browser is told, and that nobody is told anything where no origin was
//! named.

use axum::http::Method;
use frontdesk_server::api;
use frontdesk_server::cors::Origin;
use serde_json::json;

use crate::common::{Answered, Server};

const BOOK: &str = "https://book.example";
const SLOTS: &str = "/v1/scheduling/slots";

async fn demo_for(origins: &[&str]) -> Server {
    let mut server = Server::demo().await;
    let origins: Vec<Origin> = origins.iter().map(|origin| origin.parse().unwrap()).collect();
    server.app.cors_origins = origins.into();
    server.router = api::router(server.app.clone());
    server
}

async fn preflight(server: &Server, origin: &str, method: &str, header: &str) -> Answered {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", header),
    ];
    server.ask_with(Method::OPTIONS, SLOTS, &headers, None).await
}

fn told<'a>(answered: &'a Answered, name: &str) -> &'a str {
    answered.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn pages_of_an_origin_that_was_named_may_ask() {
    let server = demo_for(&["https://other.example", BOOK]).await;
    let answered = preflight(&server, BOOK, "GET", "x-rxscale-booking-token").await;
    assert_eq!(answered.status, 200);
    assert_eq!(told(&answered, "access-control-allow-origin"), BOOK);
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        assert!(told(&answered, "access-control-allow-methods").contains(method), "{method}");
    }
    for header in
        ["content-type", "x-api-key", "x-rxscale-booking-token", "idempotency-key", "accept-language"]
    {
        assert!(told(&answered, "access-control-allow-headers").contains(header), "{header}");
    }
    assert!(told(&answered, "vary").to_lowercase().contains("origin"));
    assert_eq!(told(&answered, "access-control-allow-credentials"), "");

    // Answers, and refusals of every kind, can be read by the page.
    let wrong_key = [("origin", BOOK), ("x-api-key", "fdk_none")];
    let path = "/v1/management/doctors";
    let refused = server.ask_with(Method::GET, path, &wrong_key, None).await;
    assert_eq!((refused.status.as_u16(), told(&refused, "access-control-allow-origin")), (401, BOOK));
    let answered = server.ask_with(Method::GET, "/health", &[("origin", BOOK)], None).await;
    assert_eq!((answered.status.as_u16(), told(&answered, "access-control-allow-origin")), (200, BOOK));
    for header in ["retry-after", "idempotency-replayed", "x-request-id"] {
        assert!(told(&answered, "access-control-expose-headers").contains(header), "{header}");
    }
    let none = server.ask_with(Method::GET, "/none", &[("origin", BOOK)], None).await;
    assert_eq!((none.status.as_u16(), told(&none, "access-control-allow-origin")), (404, BOOK));
}

#[tokio::test]
async fn pages_of_others_may_not() {
    let server = demo_for(&[BOOK]).await;
    for origin in ["https://evil.example", "http://book.example", "https://book.example.evil.example", "null"]
    {
        let answered = preflight(&server, origin, "GET", "x-api-key").await;
        assert_eq!(told(&answered, "access-control-allow-origin"), "", "{origin}");
        let answered = server.ask_with(Method::GET, "/health", &[("origin", origin)], None).await;
        assert_eq!(told(&answered, "access-control-allow-origin"), "", "{origin}");
    }
    // Where no origin was named, nothing is said.
    let server = Server::demo().await;
    let answered = preflight(&server, BOOK, "GET", "x-api-key").await;
    assert_eq!((answered.status.as_u16(), told(&answered, "access-control-allow-origin")), (405, ""));
}

#[tokio::test]
async fn all_origins_can_be_let_in() {
    let server = demo_for(&["*"]).await;
    let answered = preflight(&server, "https://anybody.example", "POST", "content-type").await;
    assert_eq!(told(&answered, "access-control-allow-origin"), "*");
    let body = json!({ "shop_uid": "shop-abc123", "shop_customer_id": "c" });
    let headers = [("origin", "https://anybody.example"), ("x-api-key", server.key.as_str())];
    let answered = server.ask_with(Method::POST, "/v1/management/patients", &headers, Some(body)).await;
    assert_eq!((answered.status.as_u16(), told(&answered, "access-control-allow-origin")), (201, "*"));
}
