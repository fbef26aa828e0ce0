//! What a closure is removed by.

use crate::common::Server;
use axum::http::Method;
use serde_json::json;

const PATH: &str = "/v1/management/scheduling/closures";

#[tokio::test]
async fn a_closure_is_removed_if_all_that_is_said_of_it_is_so() {
    let server = Server::demo().await;
    let closure =
        json!({ "date": "2031-04-04", "last_date": "2031-04-06", "start_time": 600, "name": "Trade fair" });
    server.ask(Method::PUT, PATH, Some(closure.clone())).await.is(200);
    let count = async || server.get(PATH).await.is(200)["data"].as_array().unwrap().len();
    let before = count().await;
    for (field, value) in [
        ("last_date", json!("2031-04-05")),
        ("last_date", json!(null)),
        ("start_time", json!(601)),
        ("end_time", json!(1_440)),
        ("name", json!("Holiday")),
        ("doctor_uid", json!("doc-456")),
    ] {
        let mut other = closure.clone();
        other[field] = value;
        server.ask(Method::DELETE, PATH, Some(other)).await.is(404);
    }
    assert_eq!(count().await, before);
    server.ask(Method::DELETE, PATH, Some(closure.clone())).await.is(204);
    assert_eq!(count().await, before - 1);

    // Its date is enough.
    server.ask(Method::PUT, PATH, Some(closure)).await.is(200);
    server.ask(Method::DELETE, PATH, Some(json!({ "date": "2031-04-04" }))).await.is(204);
    assert_eq!(count().await, before - 1);
}
