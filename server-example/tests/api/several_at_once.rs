//! A doctor who sees several patients at a time in a waiting room: whatever becomes of one of them, the
//! others stay, on every server.

use crate::common::{NOW, Server};
use crate::practice::{APPOINTMENTS, DOCTORS, Practice, ROOMS, start};
use axum::http::Method;
use frontdesk::{AppointmentStatus, Instant};
use serde_json::{Value, json};

const LIST: &str = "/v1/management/waiting-room/doctors?shop_uid=north";

/// Whom Ada sees in the north, in the order in which they began: as both servers say, and one that has just
/// been started.
async fn seen_by_ada(practice: &Practice, now: i64) -> Vec<String> {
    let restarted = practice.restarted(now).await;
    let mut answers = Vec::new();
    for server in [&practice.servers[0], &practice.servers[1], &restarted] {
        server.app.desks.catch_up().await.unwrap();
        let headers = [("x-api-key", practice.key.as_str())];
        let list = server.ask_with(Method::GET, LIST, &headers, None).await.is(200);
        let ada = list["data"].as_array().unwrap().iter().find(|doctor| doctor["doctor_uid"] == "ada");
        let ada = ada.unwrap_or_else(|| panic!("{list}")).clone();
        let beside = ada["beside"].as_array().unwrap().iter().map(|one| one["sees"].clone());
        let seen: Vec<Value> = std::iter::once(ada["sees"].clone()).chain(beside).collect();
        answers.push(seen);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    answers[0].iter().filter_map(|uid| uid.as_str().map(str::to_owned)).collect()
}

/// Somebody walks in and is called by Ada, or Ada is busy.
async fn walks_in(practice: &Practice, number: usize) -> Result<String, Value> {
    practice.register(0, "north", APPOINTMENTS + number).await.is(201);
    let called = practice.allocate(1, "north", "ada").await;
    match called.status.as_u16() {
        200 => Ok(called.body["queue_uid"].as_str().unwrap().to_owned()),
        _ => Err(called.is(409)["refusal"].clone()),
    }
}

/// Ada sees two at a time in the north: somebody who has walked in, and her appointment of nine. Who began
/// first is named first.
async fn ada_with_two(walk_in_first: bool) -> (Practice, String) {
    let practice = Practice::open().await;
    practice.places(0, "north", "ada", json!(2)).await.is(200);
    practice.at(NOW.0 - 1_800);
    let begun = if walk_in_first { Some(walks_in(&practice, 0).await.unwrap()) } else { None };
    practice.at(NOW.0);
    practice.room(1, "north", "m0", "start").await.is(200);
    practice.at(NOW.0 + 60);
    let walked_in = match begun {
        Some(uid) => uid,
        None => walks_in(&practice, 0).await.unwrap(),
    };
    let expected = if walk_in_first { [walked_in.as_str(), "m0"] } else { ["m0", walked_in.as_str()] };
    assert_eq!(seen_by_ada(&practice, NOW.0 + 60).await, expected);
    practice.at(NOW.0 + 360);
    (practice, walked_in)
}

/// Whatever ends the appointment, whoever walked in stays, and one place is free.
#[tokio::test]
async fn of_two_the_appointment_ends() {
    for (what, status) in [
        ("finish", AppointmentStatus::Completed),
        ("complete", AppointmentStatus::Completed),
        ("no-show", AppointmentStatus::NoShow),
        ("cancel", AppointmentStatus::Cancelled),
        ("rebook", AppointmentStatus::Confirmed),
        ("erase", AppointmentStatus::Cancelled),
    ] {
        for walk_in_first in [true, false] {
            let (practice, walked_in) = ada_with_two(walk_in_first).await;
            let told = format!("{what}, {walk_in_first}");
            // Three are too many, and nobody is seen by her in the other room.
            assert_eq!(walks_in(&practice, 1).await.unwrap_err()["code"], "doctor_busy", "{told}");
            assert_eq!(practice.allocate(0, "south", "ada").await.is(409)["refusal"]["code"], "doctor_busy");
            match what {
                "finish" => practice.room(0, "north", "m0", "finish").await,
                "erase" => practice.erase(0, "p0", "?cancel=true").await,
                "rebook" => {
                    let body = json!({ "start_date": start(2) + 86_400 });
                    let path = "/v1/management/scheduling/appointments/m0/rebook";
                    practice.post(0, path, body).await
                }
                other => practice.desk(0, "m0", other).await,
            }
            .is(200);
            assert_eq!(practice.status(0, "m0").await, status, "{told}");
            assert_eq!(seen_by_ada(&practice, NOW.0 + 360).await, [walked_in.as_str()], "{told}");
            assert_eq!(practice.allocate(1, "south", "ada").await.is(409)["refusal"]["uid"], walked_in);
            // One who waited takes the place that is free, and there is no other.
            let next = practice.allocate(1, "north", "ada").await.is(200)["queue_uid"].clone();
            assert_eq!(seen_by_ada(&practice, NOW.0 + 360).await, [json!(walked_in), next], "{told}");
            assert_eq!(walks_in(&practice, 2).await.unwrap_err()["code"], "doctor_busy", "{told}");
        }
    }
}

/// Whatever becomes of whoever walked in, the appointment is under way, and one place is free.
#[tokio::test]
async fn of_two_the_walk_in_ends() {
    for (what, status) in [
        ("complete", json!("completed")),
        ("requeue", json!("waiting")),
        ("transfer", json!("waiting")),
        ("cancel", json!("cancelled")),
        ("erase", Value::Null),
    ] {
        for walk_in_first in [true, false] {
            let (practice, uid) = ada_with_two(walk_in_first).await;
            let told = format!("{what}, {walk_in_first}");
            let path = format!("/v1/management/waiting-room/{uid}");
            match what {
                "cancel" => practice.ask(1, Method::DELETE, &path, None).await,
                "erase" => practice.erase(1, &format!("p{APPOINTMENTS}"), "?cancel=true").await,
                "transfer" => practice.entry(1, &uid, what, json!({ "doctor_uid": "ben" })).await,
                other => practice.entry(1, &uid, other, json!({})).await,
            }
            .is(200);
            let stands = practice.ask(1, Method::GET, &format!("{path}/status"), None).await;
            assert_eq!(stands.body["status"], status, "{told}: {}", stands.body);
            assert_eq!(seen_by_ada(&practice, NOW.0 + 360).await, ["m0"], "{told}");
            // What is under way is not for the patient to move.
            let refused = practice.patient(0, "m0", "cancel", json!({ "reason": "ill" })).await.is(409);
            assert_eq!(refused["refusal"]["code"], "under_way", "{told}");
            // Who is back in the queue has the old place; who waits for Ben is not Ada's.
            let next = walks_in(&practice, 1).await.unwrap();
            assert_eq!(next == uid, what == "requeue", "{told}");
            assert_eq!(walks_in(&practice, 2).await.unwrap_err()["code"], "doctor_busy", "{told}");
            practice.room(0, "north", "m0", "finish").await.is(200);
            assert_eq!(seen_by_ada(&practice, NOW.0 + 360).await, [next], "{told}");
        }
    }
}

/// Two appointments of one doctor side by side, of which the second is begun early.
#[tokio::test]
async fn two_appointments_at_once() {
    let practice = Practice::open().await;
    practice.places(1, "south", "ada", json!(2)).await.is(200);
    practice.at(NOW.0 + 60);
    practice.room(0, "south", "m0", "start").await.is(200);
    practice.room(1, "south", "m2", "start").await.is(200);
    assert_eq!(practice.room(0, "south", "m4", "start").await.is(409)["refusal"]["uid"], "m0");
    assert_eq!(practice.room(0, "north", "m4", "start").await.is(409)["refusal"]["uid"], "m0");
    practice.at(NOW.0 + 360);
    for (uid, left) in [("m2", Some("m0")), ("m0", None)] {
        practice.room(0, "south", uid, "finish").await.is(200);
        assert_eq!(practice.status(0, uid).await, AppointmentStatus::Completed);
        let first =
            practice.state(0, |state| state.rooms["south"].room.doctor("ada").unwrap().current.clone());
        assert_eq!(first.await.map(|current| current.uid.to_string()).as_deref(), left);
    }
    practice.room(1, "north", "m4", "start").await.is(200);
}

/// With fewer places than patients: each stays to the end, and the doctor is busy until a place is free. A
/// server that is started meanwhile knows it.
#[tokio::test]
async fn fewer_places_than_patients() {
    let practice = Practice::open().await;
    practice.places(0, "north", "ada", json!(3)).await.is(200);
    practice.at(NOW.0 - 1_800);
    let mut seen = Vec::new();
    for number in 0..3 {
        seen.push(walks_in(&practice, number).await.unwrap());
    }
    assert_eq!(seen_by_ada(&practice, NOW.0 - 1_800).await, seen);
    let set = practice.places(1, "north", "ada", json!(2)).await.is(200);
    assert_eq!(set, json!({ "doctor_uid": "ada", "concurrent_patients_max": 2 }));
    assert_eq!(walks_in(&practice, 3).await.unwrap_err()["uid"], json!(seen[0]));
    assert_eq!(seen_by_ada(&practice, NOW.0 - 1_800).await, seen);
    practice.at(NOW.0 - 1_500);
    // Who is in the middle goes first: there are as many as places now.
    practice.entry(0, &seen.remove(1), "complete", json!({})).await.is(200);
    assert_eq!(practice.allocate(0, "north", "ada").await.is(409)["refusal"]["code"], "doctor_busy");
    practice.entry(1, &seen.remove(0), "complete", json!({})).await.is(200);
    let next = practice.allocate(0, "north", "ada").await.is(200)["queue_uid"].as_str().unwrap().to_owned();
    seen.push(next);
    assert_eq!(seen_by_ada(&practice, NOW.0 - 1_500).await, seen);
    // And with one place, as if nothing had ever been said.
    assert_eq!(practice.places(1, "north", "ada", Value::Null).await.is(200)["concurrent_patients_max"], 1);
    for uid in &seen {
        assert!(walks_in_or_waits(&practice).await.is_err());
        practice.entry(0, uid, "complete", json!({})).await.is(200);
    }
    assert_eq!(walks_in_or_waits(&practice).await.map(|_| ()), Ok(()));
}

/// One who waits already is called, or somebody new.
async fn walks_in_or_waits(practice: &Practice) -> Result<String, Value> {
    let number = practice.state(0, |state| state.rooms["north"].room.waiting().len()).await;
    if number == 0 {
        return walks_in(practice, 4).await;
    }
    let called = practice.allocate(0, "north", "ada").await;
    if called.status == 200 { Ok(called.body["queue_uid"].to_string()) } else { Err(called.is(409)) }
}

/// Each place is foretold to be free by itself: with one place more, the next is seen sooner.
#[tokio::test]
async fn what_is_foretold_counts_places() {
    let practice = Practice::open().await;
    practice.places(0, "north", "ada", json!(2)).await.is(200);
    practice.at(NOW.0 - 3 * 3_600);
    for doctor in DOCTORS {
        practice.register(0, "north", APPOINTMENTS + usize::from(doctor == "ben")).await.is(201);
        practice.allocate(0, "north", doctor).await.is(200);
    }
    let uid = practice.register(0, "north", APPOINTMENTS + 2).await.is(201)["queue_uid"].clone();
    let path = format!("/v1/management/waiting-room/{}/status", uid.as_str().unwrap());
    let mut p50 = Vec::new();
    for most in [json!(2), json!(1)] {
        practice.places(0, "north", "ada", most).await.is(200);
        let status = practice.ask(0, Method::GET, &path, None).await.is(200);
        p50.push(status["wait"]["p50"].as_f64().unwrap());
    }
    assert!(p50[0] == 0.0 && p50[1] > 1.0, "{p50:?}");
}

#[tokio::test]
async fn what_is_refused() {
    let practice = Practice::open().await;
    for wrong in [json!(0), json!(21), json!(-1), json!(1.5), json!("2"), json!(true)] {
        let refused = practice.places(0, "north", "ada", wrong.clone()).await.is(400);
        let fields = &refused["errors"];
        assert!(fields["concurrent_patients_max"].is_array(), "{wrong}: {refused}");
    }
    for (right, most) in [(json!(20), 20), (json!(1), 1), (json!(2.0), 2), (Value::Null, 1)] {
        let set = practice.places(0, "north", "ada", right).await.is(200);
        assert_eq!(set["concurrent_patients_max"], most);
    }
    practice.places(0, "north", "zoe", json!(2)).await.is(404);
    practice.places(0, "west", "ada", json!(2)).await.is(404);
    let path = "/v1/management/waiting-room/doctors/ada/places";
    for body in [json!({ "shop_uid": "north" }), json!({ "concurrent_patients_max": 2 })] {
        practice.ask(0, Method::PUT, path, Some(body)).await.is(400);
    }
    // A room's rules are set without a word of places, and these stay.
    practice.places(0, "north", "ada", json!(2)).await.is(200);
    let rules = "/v1/management/waiting-room/policy?shop_uid=north";
    practice.ask(1, Method::PUT, rules, Some(json!({ "guard_minutes": 5 }))).await.is(200);
    let kept = practice.state(1, |state| state.rooms["north"].settings.concurrent_patients_max.clone());
    assert_eq!(kept.await, [("ada".into(), 2)].into());
}

/// A file may say it, within the same range.
#[tokio::test]
async fn places_come_in_with_a_file() {
    let import = |most: Value| -> frontdesk_server::import::Import {
        let room = json!({ "uid": ROOMS[0], "concurrent_patients_max": { "ada": most } });
        let file = json!({ "clinic": { "doctors": [ { "uid": "ada" } ] },
            "shops": [ { "uid": ROOMS[0], "name": "North" } ], "waiting_rooms": [ room ] });
        serde_json::from_value(file).unwrap()
    };
    for wrong in [0, 21] {
        let error = import(json!(wrong)).writes(NOW).unwrap_err();
        assert_eq!(error.path, "waiting_rooms[0].concurrent_patients_max.ada");
        assert_eq!(error.code.to_string(), format!("{wrong} is outside 1 to 20"));
    }
    for right in [1, 20] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::beside(&folder.path().join("file.db").display().to_string()).await;
        let organisation = frontdesk_server::store::Organisation {
            uid: "org-1".into(),
            name: "Practice".to_owned(),
            timezone: None,
            created_at: NOW,
        };
        server.bring_in(organisation, import(json!(right))).await;
        let desk = server.app.desks.of(&"org-1".into()).await.unwrap().unwrap();
        let room = desk.read(|state| state.rooms["north"].prepared(&state.clinic, Instant(NOW.0))).unwrap();
        assert_eq!(room.doctor("ada").unwrap().concurrent_patients_max, Some(right));
    }
}
