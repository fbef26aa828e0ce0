//! Of a group visit no more seats are taken than it has, whoever asks at the same time, on either database.

use std::sync::Arc;

use axum::http::Method;
use frontdesk_server::store::{AppointmentWrite, StoreError};
use serde_json::json;

use super::store::{appointment, appointments, write};
use crate::common::{NOW, Server};

const DESK: &str = "/v1/management/scheduling/appointments";
const CAPACITY: i64 = 6;

/// What somebody who asks at the same time as others is answered.
struct Asked {
    uid: Option<String>,
    seats: i64,
    /// Whether it was let in beyond the seats, knowingly.
    is_marked: bool,
}

/// Two servers are asked for seats of the same session at once, now and then in spite of its being full; some
/// who have seats move within it to more of them. What is marked aside, no session has more than its seats
/// taken. `FRONTDESK_CASES` multiplies the attempts.
pub(super) async fn a_group_visit_takes_no_more_seats_than_it_has(address: &str) {
    let (one, two) = (Arc::new(Server::demo_on(address).await), Arc::new(Server::beside(address).await));
    let kind = json!({ "name": "Course", "meeting_type": "REVIEW", "duration_minutes": 30,
        "hold_ttl_seconds": 600,
        "room_strategy": "per_appointment", "rebooking_mode": "any_doctor_same_organisation",
        "capacity": CAPACITY });
    let kind = one.post("/v1/management/scheduling/appointment-types", kind).await.is(201);
    let kind = kind["uid"].as_str().unwrap().to_owned();
    two.app.desks.catch_up().await.unwrap();
    let slots = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid={kind}&doctor_uid=doc-456&from={}&to={}&limit=5",
        NOW.0 + 86_400,
        NOW.0 + 1_209_600
    );
    let starts: Vec<i64> = one.get(&slots).await.is(200)["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|slot| slot["seats_left"] == CAPACITY)
        .map(|slot| slot["start_date"].as_i64().unwrap())
        .collect();
    let factor =
        std::env::var("FRONTDESK_CASES").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(1.0);
    let rounds = (12.0 * factor).ceil() as usize;
    let (mut attempts, mut full, mut marked) = (0, 0, 0);
    for round in 0..rounds {
        let start = starts[round % starts.len()];
        let mut asking = tokio::task::JoinSet::new();
        let mut asked: Vec<Asked> = Vec::new();
        for number in 0..6_i64 {
            let insists = round % 4 == 0 && number == 5;
            if insists {
                // Somebody has a seat by then, so that all seats are more than are left.
                asked.extend(asking.join_next().await.transpose().expect("it does not panic"));
            }
            let server = if number % 2 == 0 { one.clone() } else { two.clone() };
            let key = one.key.clone();
            let seats = if insists { CAPACITY } else { 1 + (number + round as i64) % 3 };
            let mut body = json!({ "appointment_type_uid": kind, "doctor_uid": "doc-456", "start_date": start,
                "patient_profile_uid": format!("pp-{}", 790 + number), "seats": seats });
            if insists {
                body["override"] = json!(["group_full", "patient_busy", "too_many_holds"]);
            }
            asking.spawn(async move {
                let headers = [("x-api-key", key.as_str())];
                let held = server.ask_with(Method::POST, &format!("{DESK}/hold"), &headers, Some(body)).await;
                assert!([201, 409].contains(&held.status.as_u16()), "{}", held.body);
                let uid = (held.status == 201).then(|| held.body["uid"].as_str().unwrap().to_owned());
                let is_marked = held.body["overrode"].as_array().is_some_and(|list| !list.is_empty());
                Asked { uid, seats, is_marked }
            });
        }
        asked.extend(asking.join_all().await);
        attempts += asked.len();
        let in_it: Vec<&Asked> = asked.iter().filter(|asked| asked.uid.is_some()).collect();
        // Whoever came first asks for all that is left, and others at the same time for one more.
        let mut moving = tokio::task::JoinSet::new();
        for (number, asked) in in_it.iter().enumerate().filter(|(_, asked)| !asked.is_marked) {
            let server = if number % 2 == 0 { two.clone() } else { one.clone() };
            let (key, uid, seats) = (one.key.clone(), asked.uid.clone().unwrap(), asked.seats);
            moving.spawn(async move {
                let headers = [("x-api-key", key.as_str())];
                let path = format!("/v1/scheduling/appointments/{uid}/confirm");
                server.ask_with(Method::POST, &path, &headers, Some(json!({}))).await.is(200);
                let body = json!({ "start_date": start, "seats": seats + 1 });
                let path = format!("{DESK}/{uid}/rebook");
                let moved = server.ask_with(Method::POST, &path, &headers, Some(body)).await;
                assert!([200, 409].contains(&moved.status.as_u16()), "{}", moved.body);
                if moved.status == 200 { seats + 1 } else { seats }
            });
        }
        attempts += moving.len();
        let taken: i64 = moving.join_all().await.into_iter().sum();
        assert!(taken <= CAPACITY, "{taken} seats of {CAPACITY} at {start}");
        full += usize::from(taken == CAPACITY);
        marked += in_it.iter().filter(|asked| asked.is_marked).count();
        let last = round + 1 == rounds;
        for uid in in_it.iter().filter(|_| !last).filter_map(|asked| asked.uid.as_ref()) {
            let reason = json!({ "reason": "the next round" });
            one.post(&format!("/v1/management/scheduling/appointments/{uid}/cancel"), reason).await.is(200);
        }
    }
    println!("{attempts} attempts, {full} sessions filled to the last seat, {marked} marked");
    assert!(full > 0 && marked > 0, "{full} full, {marked} marked");

    // What somebody writes past the engine is counted as well.
    let start = starts[(rounds - 1) % starts.len()];
    let beyond = appointment("mtg-beyond", "doc-456", start - NOW.0, start + 1_800 - NOW.0);
    let data = json!({ "uid": "mtg-beyond", "status": "confirmed", "doctor_uid": "doc-456",
        "appointment_type_uid": kind,
        "start_date": start, "end_date": start + 1_800, "seats": CAPACITY });
    let beyond = AppointmentWrite {
        appointment_type_uid: Some(kind.as_str().into()),
        session: format!("{kind}@{start}"),
        capacity: Some(CAPACITY),
        data: data.to_string(),
        ..beyond
    };
    let written = write(&*one.app.store, "org-123", appointments([beyond.clone()])).await;
    assert!(matches!(written, Err(StoreError::Overlap)), "{written:?}");
    let larger = AppointmentWrite { capacity: Some(100), ..beyond };
    write(&*one.app.store, "org-123", appointments([larger])).await.unwrap();
}

/// Whoever took place, or did not come, has kept seats and place: that this is taken back is no reason to
/// count them anew, though others were let in beside all.
pub(super) async fn what_was_kept_is_not_taken_again(address: &str) {
    let server = Server::demo_on(address).await;
    let kind = json!({ "name": "Course", "meeting_type": "REVIEW", "duration_minutes": 30,
        "hold_ttl_seconds": 600,
        "room_strategy": "per_appointment", "rebooking_mode": "any_doctor_same_organisation",
        "capacity": CAPACITY });
    let course = server.post("/v1/management/scheduling/appointment-types", kind).await.is(201);
    let places = json!({ "concurrent_appointments_max": 2 });
    let path = "/v1/management/scheduling/doctors/doc-457/places";
    server.ask(Method::PUT, path, Some(places)).await.is(200);
    let start = (NOW.0 / 86_400 + 6) * 86_400 + 8 * 3_600;
    let insists =
        json!(["group_full", "places_full", "outside_hours", "off_grid", "patient_busy", "too_many_holds"]);
    let book = async |kind: &str, doctor: &str, patient: usize, seats: i64| {
        let body = json!({ "appointment_type_uid": kind, "doctor_uid": doctor, "start_date": start,
            "seats": seats,
            "patient_profile_uid": format!("pp-{}", 790 + patient), "override": insists });
        let held = server.post(&format!("{DESK}/hold"), body).await.is(201);
        let uid = held["uid"].as_str().unwrap().to_owned();
        server.post(&format!("/v1/scheduling/appointments/{uid}/confirm"), json!({})).await.is(200);
        uid
    };
    let course = course["uid"].as_str().unwrap();
    let seated = book(course, "doc-456", 0, 5).await;
    book(course, "doc-456", 1, 4).await;
    let placed = book("apt-002", "doc-457", 2, 1).await;
    book("apt-002", "doc-457", 3, 1).await;
    book("apt-002", "doc-457", 4, 1).await;
    server.app.clock.set(frontdesk::Instant(start + 3_600));
    for uid in [seated, placed] {
        let one = format!("{DESK}/{uid}");
        for (ends, body) in [("no-show", json!({})), ("complete", json!({}))] {
            server.post(&format!("{one}/{ends}"), body).await.is(200);
            assert_eq!(server.post(&format!("{one}/reopen"), json!({})).await.is(200)["status"], "confirmed");
        }
        // Who was called off has given them back.
        server.post(&format!("{one}/cancel"), json!({ "reason": "a mistake" })).await.is(200);
        let refused = server.post(&format!("{one}/reopen"), json!({})).await.is(409);
        assert_eq!(refused["refusal"]["code"], "not_bookable", "{refused}");
    }
}
