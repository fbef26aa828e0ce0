//! Hours of single dates: slots follow them, and whatever is wrong with them is told with its place.

use crate::common::{Answered, Server};
use axum::http::Method;
use serde_json::{Value, json};

const PATH: &str = "/v1/management/scheduling/doctors/doc-456/date-overrides";
const DATE: &str = "2031-05-05";

async fn put(server: &Server, date: &str, body: Value) -> Answered {
    server.ask(Method::PUT, &format!("{PATH}/{date}"), Some(body)).await
}

/// The starts of the demo's doctor on that date, as minutes of the day in Berlin.
async fn starts(server: &Server) -> Vec<i64> {
    // Midnight in Berlin, where it is summer.
    let from = 1_935_698_400;
    let body = json!({ "appointment_type_uid": "apt-001", "from": from, "to": from + 86_400,
        "doctor_uids": ["doc-456"], "by": "administrator" });
    let slots = server.post("/v1/management/scheduling/slots", body).await.is(200);
    let minute = |slot: &Value| (slot["start_date"].as_i64().unwrap() - from) / 60;
    slots["data"].as_array().unwrap().iter().map(minute).collect()
}

async fn dates(server: &Server) -> Vec<Value> {
    let listed = server.get(PATH).await.is(200);
    listed["data"].as_array().unwrap().iter().map(|entry| entry["date"].clone()).collect()
}

#[tokio::test]
async fn slots_follow_the_hours_of_a_date() {
    let server = Server::demo().await;
    let by_rules = starts(&server).await;
    assert!(!by_rules.is_empty() && dates(&server).await.is_empty());
    let window = |from: i64, to: i64| json!({ "start_time": from, "end_time": to });
    let set = put(&server, DATE, json!({ "windows": [window(1_200, 1_320)] })).await.is(200);
    assert_eq!((&set["date"], &set["windows"][0]["end_time"]), (&json!(DATE), &json!(1_320)));
    let evening = starts(&server).await;
    assert!(!evening.is_empty() && evening.iter().all(|start| (1_200..1_320).contains(start)), "{evening:?}");
    // Another takes its place; the list is by date.
    put(&server, DATE, json!({ "windows": [window(0, 60), window(1_260, 1_320)] })).await.is(200);
    put(&server, "2031-05-04", json!({ "windows": [] })).await.is(200);
    assert_eq!(dates(&server).await, ["2031-05-04", DATE]);
    assert!(starts(&server).await.iter().all(|start| *start < 60 || *start >= 1_260));
    put(&server, DATE, json!({ "windows": [] })).await.is(200);
    assert!(starts(&server).await.is_empty());
    // Other dates go by the rules all the while.
    server.delete(&format!("{PATH}/{DATE}")).await.is(204);
    assert_eq!(starts(&server).await, by_rules);
    assert_eq!(dates(&server).await, ["2031-05-04"]);
    server.delete(&format!("{PATH}/{DATE}")).await.is(404);
    server.delete(&format!("{PATH}/2031-5-04")).await.is(404);
    server.get("/v1/management/scheduling/doctors/nobody/date-overrides").await.is(404);
    let trail = server.get("/v1/management/audit?subject_uid=doc-456").await.is(200);
    assert!(trail["totalRegistries"].as_i64().unwrap() >= 5, "{trail}");
}

#[tokio::test]
async fn what_is_said_again_writes_nothing() {
    let server = Server::demo().await;
    let version = async || {
        let organisation = "org-123".into();
        server.app.store.versions(std::slice::from_ref(&organisation)).await.unwrap()[&organisation]
    };
    let body = json!({ "windows": [{ "start_time": 540, "end_time": 600 }] });
    put(&server, DATE, body.clone()).await.is(200);
    let before = version().await;
    put(&server, DATE, body).await.is(200);
    assert_eq!(version().await, before);
}

#[tokio::test]
async fn each_field_is_told_what_is_wrong_with_it() {
    let server = Server::demo().await;
    let window = |field: &str, value: Value| {
        let mut window = json!({ "start_time": 540, "end_time": 600 });
        window[field] = value;
        json!({ "windows": [window] })
    };
    let cases = [
        (DATE, json!({}), "windows"),
        (DATE, json!({ "windows": null }), "windows"),
        (DATE, json!({ "windows": 1 }), "windows"),
        (DATE, json!({ "windows": [1] }), "windows[0]"),
        (DATE, json!({ "windows": [], "date": "2031-05-06" }), "date"),
        (DATE, json!({ "windows": [], "name": "Sunday" }), "name"),
        (DATE, window("start_time", json!(-1)), "windows[0].start_time"),
        (DATE, window("start_time", json!("nine")), "windows[0].start_time"),
        (DATE, window("end_time", json!(540)), "windows[0].end_time"),
        (DATE, window("end_time", json!(1_441)), "windows[0].end_time"),
        (DATE, window("buffer_minutes", json!(1_441)), "windows[0].buffer_minutes"),
        (DATE, window("appointment_type_uids", json!("apt-001")), "windows[0].appointment_type_uids"),
        (
            DATE,
            window("reserved_until_minutes_before", json!(-1)),
            "windows[0].reserved_until_minutes_before",
        ),
        (DATE, window("released_minutes_before", json!(5_256_001)), "windows[0].released_minutes_before"),
        (DATE, window("weekday", json!(1)), "windows[0].weekday"),
        ("2031-02-29", json!({ "windows": [] }), "date"),
        ("2031-5-5", json!({ "windows": [] }), "date"),
        ("Monday", json!({ "windows": [] }), "date"),
        (DATE, json!({ "windows": vec![json!({ "start_time": 540, "end_time": 600 }); 101] }), "windows"),
    ];
    for (date, body, path) in cases {
        let refused = put(&server, date, body.clone()).await.is(400);
        assert!(refused["errors"][path].is_array(), "{date} {body}: {refused}");
    }
    // Types that are not there, as everywhere.
    put(&server, DATE, window("appointment_type_uids", json!(["apt-404"]))).await.is(404);
    assert!(dates(&server).await.is_empty());
}
