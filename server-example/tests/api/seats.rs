//! Group visits of which one appointment takes several seats.

use crate::common::{NOW, Server};
use axum::http::Method;
use serde_json::{Value, json};

const DESK: &str = "/v1/management/scheduling/appointments";
const PUBLIC: &str = "/v1/scheduling/appointments";

async fn slots(server: &Server, kind: &str, more: &str) -> Vec<Value> {
    let (from, to) = (NOW.0, NOW.0 + 14 * 86_400);
    let path = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid={kind}&doctor_uid=doc-456&from={from}&to={to}{more}"
    );
    let key = [("x-api-key", server.key.as_str())];
    server.ask_with(Method::GET, &path, &key, None).await.is(200)["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_family_takes_several_seats_of_a_group_visit() {
    let server = Server::demo().await;
    let course = json!({ "name": "Course", "meeting_type": "REVIEW", "duration_minutes": 30,
        "hold_ttl_seconds": 600,
        "room_strategy": "per_appointment", "rebooking_mode": "any_doctor_same_organisation",
        "capacity": 8 });
    let course = server.post("/v1/management/scheduling/appointment-types", course).await.is(201);
    let kind = course["uid"].as_str().unwrap();
    let first = slots(&server, kind, "").await[0].clone();
    assert_eq!(first["seats_left"], 8);
    let start = &first["start_date"];
    let hold = |profile: &str, seats: i64| {
        json!({ "appointment_type_uid": kind, "start_date": start, "doctor_uid": "doc-456",
            "patient_profile_uid": profile, "seats": seats })
    };
    let held = server.post(&format!("{PUBLIC}/hold"), hold("pp-790", 5)).await.is(201);
    assert_eq!(held["seats"], 5);
    let uid = held["uid"].as_str().unwrap();
    let confirmed = server.post(&format!("{PUBLIC}/{uid}/confirm"), json!({})).await.is(200);
    assert_eq!(confirmed["seats"], 5);

    // Three are left: for three, and not for four.
    let listed = slots(&server, kind, "&seats=3").await;
    assert_eq!((&listed[0]["start_date"], &listed[0]["seats_left"]), (start, &json!(3)));
    assert!(slots(&server, kind, "&seats=4").await.iter().all(|slot| slot["start_date"] != *start));
    let refused = server.post(&format!("{PUBLIC}/hold"), hold("pp-791", 4)).await.is(409);
    let reason = &refused["refusal"]["explanations"][0]["reasons"][0];
    assert_eq!(*reason, json!({ "code": "group_full", "capacity": 8, "seats_left": 3 }));
    for path in [PUBLIC, DESK] {
        for seats in [0, 9, 1_001] {
            let refused = server.post(&format!("{path}/hold"), hold("pp-791", seats)).await.is(400);
            assert!(refused["errors"]["seats"].is_array(), "{refused}");
        }
    }
    // The desk lets them in all the same; one of one seat says nothing of seats.
    let mut beyond = hold("pp-791", 4);
    beyond["override"] = json!(["group_full"]);
    let beyond = server.post(&format!("{DESK}/hold"), beyond).await.is(201);
    assert_eq!((&beyond["seats"], &beyond["overrode"][0]["seats_left"]), (&json!(4), &json!(3)));
    server.post(&format!("{PUBLIC}/{}/release", beyond["uid"].as_str().unwrap()), json!({})).await.is(200);
    let alone = server.post(&format!("{PUBLIC}/hold"), hold("pp-792", 1)).await.is(201);
    assert!(alone.get("seats").is_none(), "{alone}");

    // A move keeps them, and what is listed for it has room for all.
    let listed = slots(&server, kind, &format!("&exclude_appointment_uid={uid}")).await;
    assert_eq!((&listed[0]["start_date"], &listed[0]["seats_left"]), (start, &json!(7)));
    let later = listed.last().unwrap()["start_date"].clone();
    let moved = server.post(&format!("{PUBLIC}/{uid}/rebook"), json!({ "start_date": later })).await.is(200);
    assert_eq!(moved["seats"], 5);
    let fewer = json!({ "start_date": later, "seats": 2 });
    assert_eq!(server.post(&format!("{DESK}/{uid}/rebook"), fewer).await.is(200)["seats"], 2);
    assert_eq!(server.get(&format!("{PUBLIC}/{uid}")).await.is(200)["seats"], 2);
    assert_eq!(slots(&server, kind, "").await[0]["seats_left"], 7);

    // Whoever starts now knows as much from the rows alone.
    let other = Server::beside(&server.database()).await.with_key(&server.key);
    assert_eq!(slots(&other, kind, "&seats=6").await, slots(&server, kind, "&seats=6").await);
}
