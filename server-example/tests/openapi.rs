//! The OpenAPI document that is checked in is the one that the server has.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test that meets what it did not expect has failed"
)]

mod common;

use common::Server;

/// `UPDATE_GOLDEN=1 cargo test -p frontdesk-server --test openapi` writes it.
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
        "stale: UPDATE_GOLDEN=1 cargo test -p frontdesk-server --test openapi, and read the diff"
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
    assert_eq!(server.get("/v1/management/apidocs").await.status, 303);
    server.get("/v1/management/apidocs/no-such-file").await.is(404);
}
