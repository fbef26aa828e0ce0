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

#[tokio::test]
async fn a_closure_is_moved_to_another_day_in_one_step() {
    let server = Server::demo().await;
    let put = async |path: &str, body: serde_json::Value| {
        server.ask(Method::PUT, &format!("{PATH}{path}"), Some(body)).await
    };
    let dates = async || {
        let listed = server.get(PATH).await.is(200);
        let of = |closure: &serde_json::Value| closure["date"].as_str().unwrap().to_owned();
        listed["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(of)
            .filter(|date| date.starts_with("2031"))
            .collect::<Vec<_>>()
    };
    put("", json!({ "date": "2031-04-04", "name": "Trade fair" })).await.is(200);
    put("", json!({ "date": "2031-05-01", "name": "Holiday" })).await.is(200);
    let moved = json!({ "date": "2031-04-05", "last_date": "2031-04-06", "name": "Fair" });
    // Not over another one, and only one that is there.
    put("?replaces_date=2031-04-04", json!({ "date": "2031-05-01" })).await.is(409);
    put("?replaces_date=2031-04-03", moved.clone()).await.is(404);
    put("?replaces_date=2031-04-04&replaces_doctor_uid=doc-456", moved.clone()).await.is(404);
    put("?replaces_doctor_uid=doc-456", moved.clone()).await.is(400);
    assert_eq!(dates().await, ["2031-04-04", "2031-05-01"]);

    assert_eq!(put("?replaces_date=2031-04-04", moved.clone()).await.is(200)["name"], "Fair");
    assert_eq!(dates().await, ["2031-04-05", "2031-05-01"]);
    // One that keeps its day, and one that becomes a doctor's.
    put("?replaces_date=2031-04-05", moved).await.is(200);
    let of_doctor = json!({ "date": "2031-04-05", "doctor_uid": "doc-456" });
    put("?replaces_date=2031-04-05", of_doctor).await.is(200);
    put("?replaces_date=2031-04-05&replaces_doctor_uid=doc-456", json!({ "date": "2031-04-07" }))
        .await
        .is(200);
    assert_eq!(dates().await, ["2031-04-07", "2031-05-01"]);
    // What the engine refuses leaves the one that was there.
    put("?replaces_date=2031-04-07", json!({ "date": "2031-04-09", "last_date": "2031-04-08" }))
        .await
        .is(400);
    assert_eq!(dates().await, ["2031-04-07", "2031-05-01"]);
}
