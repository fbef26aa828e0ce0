//! A clinic at two sites: hours, slots and bookings at each.

use axum::http::Method;
use serde_json::{Value, json};

use crate::common::{NOW, Server};

const PATH: &str = "/v1/management/scheduling/locations";
const RULES: &str = "/v1/management/scheduling/doctors/doc-456/availability-rules";

async fn put(server: &Server, body: Value) -> crate::common::Answered {
    server.ask(Method::PUT, PATH, Some(body)).await
}

async fn slots(server: &Server, more: &str) -> Vec<Value> {
    let path = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&doctor_uid=doc-456&from={}&to={}{more}",
        NOW.0,
        NOW.0 + 14 * 86_400
    );
    server.get(&path).await.is(200)["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_clinic_at_two_sites() {
    let server = Server::demo().await;
    assert!(slots(&server, "").await.iter().all(|slot| slot.get("location_uid").is_none()));
    let said = json!({ "locations": [ { "uid": "north", "name": "North" }, { "uid": "south" } ],
        "travel_minutes": [ { "from_location_uid": "north", "to_location_uid": "south", "minutes": 30 } ] });
    assert_eq!(put(&server, said.clone()).await.is(200), said);
    assert_eq!(server.get(PATH).await.is(200), said);

    let rules = server.get(RULES).await.is(200)["data"].clone();
    let one = |rule: &Value| format!("{RULES}/{}", rule["uid"].as_str().unwrap());
    // As with types that are not there.
    server.patch(&one(&rules[0]), json!({ "location_uid": "east" })).await.is(404);
    for (index, rule) in rules.as_array().unwrap().iter().enumerate() {
        let location = if index == 0 { "north" } else { "south" };
        let rule = server.patch(&one(rule), json!({ "location_uid": location })).await.is(200);
        assert_eq!(rule["location_uid"], location);
    }

    let all = slots(&server, "").await;
    let north = slots(&server, "&location_uid=north").await;
    assert!(!north.is_empty() && north.len() < all.len());
    assert!(north.iter().all(|slot| slot["location_uid"] == "north"));
    let path = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from={}&to={}&location_uid=east",
        NOW.0,
        NOW.0 + 86_400
    );
    assert!(matches!(server.get(&path).await.status.as_u16(), 400 | 404));

    // The desk holds there, and nowhere else.
    let hold = |location: &str| {
        json!({ "appointment_type_uid": "apt-001", "start_date": north[0]["start_date"],
            "doctor_uid": "doc-456",
            "patient_profile_uid": "pp-790", "location_uid": location })
    };
    let base = "/v1/management/scheduling/appointments";
    let refused = server.post(&format!("{base}/hold"), hold("south")).await.is(409);
    let reasons = &refused["refusal"]["explanations"][0]["reasons"];
    assert_eq!(reasons[0], json!({ "code": "other_location", "location_uid": "north" }));
    let held = server.post(&format!("{base}/hold"), hold("north")).await.is(201);
    assert_eq!(held["location_uid"], "north");

    // A site at which somebody has hours stays; and what is said is there again after a start.
    assert!(matches!(put(&server, json!({ "locations": [] })).await.status.as_u16(), 400 | 409));
    let other = Server::beside(&server.database()).await.with_key(&server.key);
    assert_eq!(other.get(PATH).await.is(200), said);
    let most = other.get("/v1/management/scheduling/settings").await.is(200);
    assert_eq!(most["max_live_holds_per_patient"], 5);
}
