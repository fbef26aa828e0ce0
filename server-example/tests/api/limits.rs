//! Limits of patients and of windows, doctors with several places, and what goes with a type that they name.

use axum::http::Method;
use serde_json::{Value, json};

use crate::common::{Server, shop};

const LIMITS: &str = "/v1/management/scheduling/limits";
const RULES: &str = "/v1/management/scheduling/doctors/doc-456/availability-rules";
const PLACES: &str = "/v1/management/scheduling/doctors/doc-456/places";
const TYPES: &str = "/v1/management/scheduling/appointment-types";

async fn hold(server: &Server, slot: &Value, patient: &str) -> crate::common::Answered {
    let body = json!({ "appointment_type_uid": "apt-001", "doctor_uid": "doc-456",
        "start_date": slot["start_date"], "patient_profile_uid": patient });
    server.post("/v1/management/scheduling/appointments/hold", body).await
}

fn reasons(answer: &Value) -> &Value {
    &answer["refusal"]["explanations"][0]["reasons"]
}

#[tokio::test]
async fn a_patient_has_no_more_in_a_year_than_may_be() {
    let server = Server::demo().await;
    let limit = async |most: i64| {
        let limits = json!([ { "per": "year", "appointments": most } ]);
        let said = json!({ "week_starts_on": 6, "patient_limits": limits });
        assert_eq!(server.ask(Method::PUT, LIMITS, Some(said.clone())).await.is(200), said);
    };
    let all = shop::slots(&server).await;
    // How many the demo has of this patient, the refusal says; one more is let in.
    limit(1).await;
    let refused = hold(&server, &all[0], "pp-791").await.is(409);
    let used = reasons(&refused)[0]["used"].as_i64().unwrap();
    assert!(used > 1, "{refused}");
    limit(used + 1).await;
    hold(&server, &all[0], "pp-791").await.is(201);
    let refused = hold(&server, &all[5], "pp-791").await.is(409);
    assert_eq!(reasons(&refused)[0]["code"], "limit_reached");
    assert_eq!(reasons(&refused)[0]["scope"], "patient");
    // What contradicts itself is refused, with its path; and what was said is there after a start.
    for (wrong, path) in [
        (json!({ "week_starts_on": 7 }), "week_starts_on"),
        (
            json!({ "week_starts_on": null, "patient_limits": [ { "appointments": 1 } ] }),
            "patient_limits[0].per",
        ),
        (
            json!({ "patient_limits": [ { "per": "day", "appointments": 3 },
                { "per": "week", "appointments": 2 } ] }),
            "patient_limits[0].appointments",
        ),
    ] {
        let answer = server.ask(Method::PUT, LIMITS, Some(wrong)).await;
        assert!([400, 409].contains(&answer.status.as_u16()), "{}", answer.body);
        assert!(answer.body.to_string().contains(path), "{} lacks {path}", answer.body);
    }
    let other = Server::beside(&server.database()).await.with_key(&server.key);
    assert_eq!(other.get(LIMITS).await.is(200)["patient_limits"][0]["per"], "year");
}

#[tokio::test]
async fn a_window_takes_so_many_of_some_types() {
    let server = Server::demo().await;
    let rules = server.get(RULES).await.is(200)["data"].clone();
    let one = |rule: &Value| format!("{RULES}/{}", rule["uid"].as_str().unwrap());
    let limits = |types: Value, most: i64| {
        json!({ "type_limits": [ { "appointment_type_uids": types,
        "appointments": most } ] })
    };
    for (wrong, path) in [
        (limits(json!([]), 1), "appointment_type_uids"),
        (limits(json!(["apt-001"]), 0), "appointments"),
        (limits(json!(["apt-001", "apt-001"]), 1), "appointment_type_uids[1]"),
    ] {
        let answer = server.patch(&one(&rules[0]), wrong).await;
        assert!([400, 409].contains(&answer.status.as_u16()), "{}", answer.body);
        assert!(answer.body.to_string().contains(path), "{} lacks {path}", answer.body);
    }
    server.patch(&one(&rules[0]), limits(json!(["apt-099"]), 1)).await.is(404);
    let before = shop::slots(&server).await;
    for rule in rules.as_array().unwrap() {
        let said = limits(json!(["apt-001"]), 1);
        assert_eq!(server.patch(&one(rule), said.clone()).await.is(200)["type_limits"], said["type_limits"]);
    }
    // In the demo, every session that is left has one already.
    assert!(shop::slots(&server).await.len() < before.len());
    let refused = hold(&server, &before[0], "pp-792").await.is(409);
    let window_full =
        reasons(&refused).as_array().unwrap().iter().find(|reason| reason["code"] == "window_full");
    assert_eq!(window_full.unwrap()["limit"], 1);

    // A type that goes takes its limits along, in the database as well.
    server.delete(&format!("{TYPES}/apt-001")).await.is(204);
    let other = Server::beside(&server.database()).await.with_key(&server.key);
    let rules = other.get(RULES).await.is(200)["data"].clone();
    assert!(rules.as_array().unwrap().iter().all(|rule| rule.get("type_limits").is_none()), "{rules}");
}

#[tokio::test]
async fn a_doctor_has_three_chairs() {
    let server = Server::demo().await;
    assert_eq!(server.get(PLACES).await.is(200), json!({ "concurrent_appointments_max": 1 }));
    let slot = shop::slots(&server).await[0].clone();
    hold(&server, &slot, "pp-790").await.is(201);
    hold(&server, &slot, "pp-791").await.is(409);
    for wrong in [json!(0), json!(1001), json!("3"), json!(2.5)] {
        let body = json!({ "concurrent_appointments_max": wrong });
        let answer = server.ask(Method::PUT, PLACES, Some(body)).await;
        assert_eq!(answer.status.as_u16(), 400, "{}", answer.body);
        assert!(answer.body.to_string().contains("concurrent_appointments_max"), "{}", answer.body);
    }
    let three = json!({ "concurrent_appointments_max": 3 });
    assert_eq!(server.ask(Method::PUT, PLACES, Some(three.clone())).await.is(200), three);
    // The one that is there may be joined in time by two, each with an appointment of their own.
    hold(&server, &slot, "pp-791").await.is(201);
    hold(&server, &slot, "pp-792").await.is(201);
    let refused = hold(&server, &slot, "pp-793").await.is(409);
    assert_eq!(reasons(&refused)[0]["code"], "places_full");
    assert_eq!(reasons(&refused)[0]["places"], 3);
    // The desk lets in a fourth, knowingly; and one chair is one at a time again.
    let body = json!({ "appointment_type_uid": "apt-001", "doctor_uid": "doc-456",
        "start_date": slot["start_date"],
        "patient_profile_uid": "pp-793", "override": ["places_full"] });
    server.post("/v1/management/scheduling/appointments/hold", body).await.is(201);
    let one = json!({ "concurrent_appointments_max": 1 });
    assert_eq!(server.ask(Method::PUT, PLACES, Some(one.clone())).await.is(200), one);
    let refused = hold(&server, &slot, "pp-794").await.is(409);
    assert!(["held", "slot_taken"].contains(&reasons(&refused)[0]["code"].as_str().unwrap()));
    server.ask(Method::PUT, PLACES.replace("doc-456", "doc-999").as_str(), Some(one)).await.is(404);
}
