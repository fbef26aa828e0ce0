//! Time off and extra hours are changed in place, in one step.

use crate::common::{NOW, Server};
use axum::http::Method;
use frontdesk::Uid;
use serde_json::{Value, json};

const DOCTOR: &str = "/v1/management/scheduling/doctors/doc-456";

async fn patch(server: &Server, uid: &str, body: Value) -> crate::common::Answered {
    server.ask(Method::PATCH, &format!("{DOCTOR}/availability-exceptions/{uid}"), Some(body)).await
}

async fn listed(server: &Server) -> Vec<Value> {
    let answer = server.get(&format!("{DOCTOR}/availability-exceptions")).await.is(200);
    answer["data"].as_array().unwrap().clone()
}

/// The starts of a day of the demo.
async fn starts(server: &Server, from: i64) -> Vec<i64> {
    let query = format!("appointment_type_uid=apt-001&doctor_uid=doc-456&from={from}&to={}", from + 86_400);
    let answer = server.get(&format!("/v1/scheduling/slots?shop_uid=shop-abc123&{query}")).await.is(200);
    answer["data"].as_array().unwrap().iter().map(|slot| slot["start_date"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn time_off_is_changed_in_one_step_or_not_at_all() {
    let server = Server::demo().await;
    let day = NOW.0 - NOW.0.rem_euclid(86_400) + 8 * 86_400;
    let all = starts(&server, day).await;
    let (first, last) = (all[0], all[all.len() - 1]);
    let off = json!({ "kind": "blocked", "start_date": first, "end_date": first + 3_600 });
    let path = format!("{DOCTOR}/availability-exceptions");
    let made = server.post(&path, off).await.is(201);
    let uid = made["uid"].as_str().unwrap().to_owned();
    let before = listed(&server).await;
    assert!(!starts(&server, day).await.contains(&first));

    // What the engine refuses, and what is no field, leaves all of it, also what was right.
    for (wrong, field) in [
        (json!({ "start_date": first + 7_200 }), "end_date"),
        (json!({ "end_date": first }), "end_date"),
        (json!({ "end_date": first + 7_200, "kind": "sometimes" }), "kind"),
        (json!({ "end_date": first + 7_200, "kind": null }), "kind"),
        (json!({ "end_date": first + 7_200, "buffer_minutes": 10 }), "buffer_minutes"),
        (json!({ "end_date": first + 7_200, "location_uid": "nowhere" }), "location_uid"),
        (json!({ "end_date": first + 7_200, "uid": "exc-own" }), "uid"),
    ] {
        let refused = patch(&server, &uid, wrong.clone()).await.is(400);
        assert!(refused["errors"].to_string().contains(field), "{wrong}: {refused}");
        assert_eq!(listed(&server).await, before);
    }
    patch(&server, "exc-404", json!({ "end_date": last })).await.is(404);
    server.ask(Method::PATCH, &format!("{path}/{uid}").replace("456", "457"), Some(json!({}))).await.is(404);

    // Moved: both ends at once. What it took is free again.
    let moved = json!({ "start_date": last, "end_date": last + 1_800 });
    let answer = patch(&server, &uid, moved.clone()).await.is(200);
    assert_eq!(
        (&answer["uid"], &answer["start_date"], &answer["kind"]),
        (&json!(uid), &json!(last), &json!("blocked"))
    );
    assert_eq!(listed(&server).await, std::slice::from_ref(&answer));
    let left = starts(&server, day).await;
    assert!(left.contains(&first) && !left.contains(&last));
    // The same again is no change.
    let organisation: Uid = "org-123".into();
    let version =
        async || server.app.store.versions(std::slice::from_ref(&organisation)).await.unwrap()[&organisation];
    let before = version().await;
    assert_eq!(patch(&server, &uid, moved).await.is(200), answer);
    assert_eq!(version().await, before);
    // Time off becomes extra hours, which may keep a gap.
    let extra = patch(&server, &uid, json!({ "kind": "extra", "buffer_minutes": 10 })).await.is(200);
    assert_eq!((&extra["kind"], &extra["buffer_minutes"]), (&json!("extra"), &json!(10)));
}

#[tokio::test]
async fn what_a_calendar_said_is_changed_until_it_is_read_again() {
    let server = Server::demo().await;
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20240415T080000Z\r\n\
                    DTEND:20240415T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let read = async || {
        let body = json!({ "calendar": calendar });
        server.ask(Method::PUT, &format!("{DOCTOR}/calendars/work"), Some(body)).await.is(200);
        listed(&server).await
    };
    let before = read().await;
    let uid = before[0]["uid"].as_str().unwrap().replace('/', "%2F");
    let end = before[0]["end_date"].as_i64().unwrap();
    patch(&server, &uid, json!({ "end_date": end + 600 })).await.is(200);
    assert_eq!(listed(&server).await[0]["end_date"], end + 600);
    assert_eq!(read().await, before);
}
