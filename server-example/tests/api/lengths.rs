//! Types with several lengths, doctors who take longer, and moving to another type.

use crate::common::{NOW, Server};
use axum::http::Method;
use serde_json::{Value, json};

const DESK: &str = "/v1/management/scheduling/appointments";
const PUBLIC: &str = "/v1/scheduling/appointments";
const TYPES: &str = "/v1/management/scheduling/appointment-types";

fn slots_of(kind: &str, more: &str) -> String {
    let (from, to) = (NOW.0, NOW.0 + 14 * 86_400);
    format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid={kind}&doctor_uid=doc-456&from={from}&to={to}{more}"
    )
}

async fn slots(server: &Server, kind: &str, more: &str) -> Vec<Value> {
    server.get(&slots_of(kind, more)).await.is(200)["data"].as_array().unwrap().clone()
}

fn minutes(of: &Value) -> i64 {
    (of["end_date"].as_i64().unwrap() - of["start_date"].as_i64().unwrap()) / 60
}

#[tokio::test]
async fn a_type_is_booked_and_moved_for_the_length_that_is_asked_for() {
    let server = Server::demo().await;
    let path = format!("{TYPES}/apt-001");
    server.ask(Method::PATCH, &path, Some(json!({ "durations_minutes": [60] }))).await.is(200);
    let types = server.get("/v1/scheduling/appointment-types?shop_uid=shop-abc123").await.is(200);
    let lengths: Vec<&Value> =
        types["data"].as_array().unwrap().iter().map(|kind| &kind["durations_minutes"]).collect();
    assert_eq!(lengths, [&json!([60]), &Value::Null]);

    let listed = slots(&server, "apt-001", "&duration_minutes=60").await;
    assert!(!listed.is_empty() && listed.iter().all(|slot| minutes(slot) == 60), "{listed:?}");
    let body = json!({ "appointment_type_uid": "apt-001", "start_date": listed[0]["start_date"],
        "doctor_uid": "doc-456", "patient_profile_uid": "pp-790", "duration_minutes": 60 });
    let held = server.post(&format!("{PUBLIC}/hold"), body.clone()).await.is(201);
    assert_eq!(minutes(&held), 60);
    let uid = held["uid"].as_str().unwrap();
    server.post(&format!("{PUBLIC}/{uid}/confirm"), json!({})).await.is(200);

    // It keeps its length: what is listed for the move is as long, and so is what it is moved to.
    let excluding = format!("&exclude_appointment_uid={uid}");
    let key = [("x-api-key", server.key.as_str())];
    let listed = server.ask_with(Method::GET, &slots_of("apt-001", &excluding), &key, None).await.is(200);
    let later = &listed["data"][2];
    assert_eq!(minutes(later), 60);
    let to = json!({ "start_date": later["start_date"] });
    assert_eq!(minutes(&server.post(&format!("{PUBLIC}/{uid}/rebook"), to).await.is(200)), 60);
    let shorter = json!({ "start_date": later["start_date"], "duration_minutes": 30 });
    assert_eq!(minutes(&server.post(&format!("{DESK}/{uid}/rebook"), shorter).await.is(200)), 30);

    let mut wrong = body;
    wrong["duration_minutes"] = json!(45);
    for path in [PUBLIC, DESK] {
        let refused = server.post(&format!("{path}/hold"), wrong.clone()).await.is(400);
        assert!(refused["errors"]["duration_minutes"].is_array(), "{refused}");
    }
    server.get(&slots_of("apt-001", "&duration_minutes=45")).await.is(400);
    server.ask(Method::PATCH, &path, Some(json!({ "durations_minutes": [60, 1441] }))).await.is(400);
}

#[tokio::test]
async fn an_appointment_becomes_one_of_another_type() {
    let server = Server::demo().await;
    let first = &slots(&server, "apt-002", "").await[0];
    let body = json!({ "appointment_type_uid": "apt-002", "start_date": first["start_date"],
        "doctor_uid": "doc-456",
        "patient_profile_uid": "pp-790" });
    let held = server.post(&format!("{DESK}/hold"), body).await.is(201);
    let uid = held["uid"].as_str().unwrap();
    server.post(&format!("{PUBLIC}/{uid}/confirm"), json!({})).await.is(200);
    let to = &slots(&server, "apt-001", "").await[3];
    let change = json!({ "start_date": to["start_date"], "appointment_type_uid": "apt-001" });
    let moved = server.post(&format!("{DESK}/{uid}/rebook"), change).await.is(200);
    assert_eq!((minutes(&moved), &moved["video_room_id"]), (30, &json!("doc-456")));

    // The database has it too, with the name and the kind of meeting of that type.
    let shown = server.get(&format!("{PUBLIC}/{uid}")).await.is(200);
    let of_type = ["appointment_type_uid", "appointment_type_name", "meeting_type"];
    assert_eq!(
        of_type.map(|field| &shown[field]),
        [&json!("apt-001"), &json!("Initial consultation"), &json!("CONSULTATION")]
    );
    let gone = json!({ "start_date": to["start_date"], "appointment_type_uid": "apt-009" });
    let refused = server.post(&format!("{DESK}/{uid}/rebook"), gone).await;
    assert!([400, 404].contains(&refused.status.as_u16()), "{}", refused.body);
}

#[tokio::test]
async fn a_doctor_takes_longer() {
    let server = Server::demo().await;
    let setting = "/v1/management/scheduling/doctors/doc-456/appointment-types/apt-001/settings";
    let put = |minutes: i64| server.ask(Method::PUT, setting, Some(json!({ "duration_minutes": minutes })));
    assert_eq!(put(45).await.is(200)["duration_minutes"], 45);
    let listed = slots(&server, "apt-001", "").await;
    assert!(!listed.is_empty() && listed.iter().all(|slot| minutes(slot) == 45), "{listed:?}");
    put(0).await.is(400);
}
