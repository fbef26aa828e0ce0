//! That the patient of an appointment has come.

use crate::common::{Answered, NOW, Server, shop};
use axum::http::Method;
use frontdesk::Instant;
use serde_json::{Value, json};

const BASE: &str = "/v1/management/scheduling/appointments";
const DAY: i64 = 86_400;

/// An appointment of the demo's first free slot, confirmed, with its start and end.
async fn booked(server: &Server) -> (String, i64, i64) {
    let slot = &shop::slots(server).await[0];
    let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
        "doctor_uid": "doc-456", "patient_profile_uid": "pp-790" });
    let held = server.post(&format!("{BASE}/hold"), body).await.is(201);
    let uid = held["uid"].as_str().unwrap().to_owned();
    server.post(&format!("/v1/scheduling/appointments/{uid}/confirm"), json!({})).await.is(200);
    (uid, held["start_date"].as_i64().unwrap(), held["end_date"].as_i64().unwrap())
}

async fn arrive(server: &Server, uid: &str) -> Answered {
    server.ask(Method::PUT, &format!("{BASE}/{uid}/arrival"), None).await
}

/// What the list says of an appointment.
async fn listed(server: &Server, uid: &str) -> Value {
    let list = server.get(&format!("{BASE}?status=all&from=0&limit=200")).await.is(200);
    let found = list["data"].as_array().unwrap().iter().find(|appointment| appointment["uid"] == uid);
    found.unwrap().clone()
}

#[tokio::test]
async fn who_has_come_is_in_the_list_until_that_is_taken_back() {
    let server = Server::demo().await;
    let (uid, start, _) = booked(&server).await;
    assert_eq!(listed(&server, &uid).await.get("arrived_at"), None);
    server.app.clock.set(Instant(start - 300));
    let noted = json!({ "appointment_uid": uid, "arrived_at": start - 300 });
    assert_eq!(arrive(&server, &uid).await.is(200), noted);
    // Whoever says it again is told since when.
    server.app.clock.set(Instant(start - 200));
    assert_eq!(arrive(&server, &uid).await.is(200), noted);
    assert_eq!(listed(&server, &uid).await["arrived_at"], start - 300);
    // Another process, and one that starts anew, knows it too.
    let beside = Server::beside(&server.database()).await.with_key(&server.key);
    assert_eq!(listed(&beside, &uid).await["arrived_at"], start - 300);

    let path = format!("{BASE}/{uid}/arrival");
    for _ in 0..2 {
        server.ask(Method::DELETE, &path, None).await.is(204);
        assert_eq!(listed(&server, &uid).await.get("arrived_at"), None);
    }
    let audit = server.get(&format!("/v1/management/audit?subject_uid={uid}")).await.is(200);
    let lines = audit["data"].as_array().unwrap();
    let of = |action: &str| lines.iter().filter(|line| line["action"] == action).collect::<Vec<_>>();
    assert_eq!((of("arrived").len(), of("arrival_taken_back").len()), (1, 1), "{audit}");
    assert_eq!(of("arrived")[0]["patient_uid"], "pat-790");
}

#[tokio::test]
async fn an_arrival_ends_with_its_appointment_and_when_that_is_moved() {
    let server = Server::demo().await;
    let (uid, start, _) = booked(&server).await;
    server.app.clock.set(Instant(start));
    for (what, body) in [
        ("complete", json!({})),
        ("no-show", json!({})),
        ("cancel", json!({ "reason": "x" })),
        (
            "rebook",
            json!({ "start_date": start + 420, "override": ["off_grid", "slot_taken", "patient_busy"] }),
        ),
    ] {
        arrive(&server, &uid).await.is(200);
        server.post(&format!("{BASE}/{uid}/{what}"), body).await.is(200);
        assert_eq!(listed(&server, &uid).await.get("arrived_at"), None, "{what}");
        if what != "rebook" {
            arrive(&server, &uid).await.is(409);
            server.post(&format!("{BASE}/{uid}/reopen"), json!({})).await.is(200);
            assert_eq!(listed(&server, &uid).await.get("arrived_at"), None, "{what}");
        }
    }
    // The trail says what ended it, and no more than that.
    let audit = server.get(&format!("/v1/management/audit?subject_uid={uid}&limit=200")).await.is(200);
    let lines = audit["data"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["action"] != "arrival_taken_back"), "{audit}");
    assert_eq!(lines.iter().filter(|line| line["action"] == "arrived").count(), 4, "{audit}");
}

#[tokio::test]
async fn nobody_comes_to_what_is_not_booked_or_of_another_day() {
    let server = Server::demo().await;
    let (uid, start, end) = booked(&server).await;
    for (now, status) in [(start - DAY - 1, 409), (start - DAY, 200), (end + DAY, 200), (end + DAY + 1, 409)]
    {
        server.app.clock.set(Instant(now));
        let answered = arrive(&server, &uid).await.is(status);
        if status == 409 {
            assert_eq!(answered["refusal"]["code"], "another_day");
            assert_eq!(
                (&answered["refusal"]["from"], &answered["refusal"]["to"]),
                (&json!(start - DAY), &json!(end + DAY))
            );
        }
        server.ask(Method::DELETE, &format!("{BASE}/{uid}/arrival"), None).await.is(204);
    }
    server.app.clock.set(NOW);
    let start_date = &shop::slots(&server).await[3]["start_date"];
    let held = json!({ "appointment_type_uid": "apt-001", "start_date": start_date,
        "doctor_uid": "doc-456", "patient_profile_uid": "pp-791" });
    let held = server.post(&format!("{BASE}/hold"), held).await.is(201);
    let uid = held["uid"].as_str().unwrap();
    assert_eq!(
        arrive(&server, uid).await.is(409)["refusal"],
        json!({ "code": "wrong_status", "status": "held" })
    );
    arrive(&server, "mtg-nobody").await.is(404);
    server.ask(Method::DELETE, &format!("{BASE}/mtg-nobody/arrival"), None).await.is(404);

    // The list says until when it is held, and whether it waits for the practice; and of nothing else.
    let listed = listed(&server, uid).await;
    assert_eq!((&listed["hold_expires_at"], listed.get("approval")), (&held["hold_expires_at"], None));
}
