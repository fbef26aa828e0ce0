//! What the desk does as the administrator, and how long holds live.

use crate::common::shop::{self, Shop, by_token};
use crate::common::{Answered, NOW, Server};
use axum::http::Method;
use frontdesk::Instant;
use serde_json::{Value, json};

const BASE: &str = "/v1/management/scheduling/appointments";
const TYPES: &str = "/v1/management/scheduling/appointment-types";

async fn hold(server: &Server, slot: &Value, profile: &str, overriding: &[&str]) -> Answered {
    let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
        "doctor_uid": "doc-456",
        "patient_profile_uid": profile, "override": overriding });
    server.post(&format!("{BASE}/hold"), body).await
}

fn uid(answered: &Value) -> &str {
    answered["uid"].as_str().unwrap()
}

#[tokio::test]
async fn the_desk_books_in_spite_of_reasons_that_it_names() {
    let server = Server::demo().await;
    let slot = &shop::slots(&server).await[0];
    let first = hold(&server, slot, "pp-790", &[]).await.is(201);
    assert_eq!(first["overrode"], json!([]));
    let refused = hold(&server, slot, "pp-791", &["outside_hours"]).await.is(409);
    assert_eq!(refused["refusal"]["code"], "not_bookable");
    let second = hold(&server, slot, "pp-791", &["held"]).await.is(201);
    assert_eq!(second["overrode"][0]["code"], "held");
    assert_eq!(second["overrode"][0]["by"], first["uid"]);
    // Somebody who does not know of it is refused, and so is what is no reason.
    assert_eq!(hold(&server, slot, "pp-792", &[]).await.is(409)["refusal"]["code"], "not_bookable");
    let wrong = hold(&server, slot, "pp-792", &["held", "too_late"]).await.is(400);
    assert!(wrong["errors"]["override[1]"].is_array(), "{wrong}");

    // The first goes on as it would have, and the second moves off the grid.
    let confirm = |uid: &str| format!("/v1/scheduling/appointments/{uid}/confirm");
    server.post(&confirm(uid(&first)), json!({})).await.is(200);
    server.post(&confirm(uid(&second)), json!({})).await.is(200);
    let to = slot["start_date"].as_i64().unwrap() + 420;
    let rebook = format!("{BASE}/{}/rebook", uid(&second));
    server.post(&rebook, json!({ "start_date": to })).await.is(409);
    let moved = server
        .post(&rebook, json!({ "start_date": to, "override": ["off_grid", "slot_taken", "held"] }))
        .await
        .is(200);
    assert_eq!((&moved["start_date"], &moved["status"]), (&json!(to), &json!("confirmed")));
    let codes: Vec<&Value> =
        moved["overrode"].as_array().unwrap().iter().map(|reason| &reason["code"]).collect();
    assert_eq!(codes[..2], ["off_grid", "slot_taken"]);

    let audit = server.get(&format!("/v1/management/audit?subject_uid={}", uid(&second))).await.is(200);
    let text = audit.to_string();
    assert!(text.contains("held_overriding") && text.contains("rebooked_overriding"), "{text}");
}

#[tokio::test]
async fn the_desk_takes_back_how_an_appointment_ended() {
    let server = Server::demo().await;
    let slot = &shop::slots(&server).await[0];
    let held = hold(&server, slot, "pp-790", &[]).await.is(201);
    let one = format!("{BASE}/{}", uid(&held));
    server.post(&format!("/v1/scheduling/appointments/{}/confirm", uid(&held)), json!({})).await.is(200);
    server.post(&format!("{one}/reopen"), json!({})).await.is(409);
    server.post(&format!("{one}/cancel"), json!({ "reason": "mistake" })).await.is(200);
    assert_eq!(server.post(&format!("{one}/reopen"), json!({})).await.is(200)["status"], "confirmed");
    server.post(&format!("{one}/cancel"), json!({ "reason": "mistake" })).await.is(200);
    hold(&server, slot, "pp-791", &[]).await.is(201);
    let refused = server.post(&format!("{one}/reopen"), json!({})).await.is(409);
    assert_eq!(refused["refusal"]["code"], "not_bookable");

    server.app.clock.set(Instant(NOW.0 + 20 * 86_400));
    let past = format!("{BASE}/mtg-abc123");
    server.post(&format!("{past}/no-show"), json!({})).await.is(200);
    assert_eq!(server.post(&format!("{past}/reopen"), json!({})).await.is(200)["status"], "confirmed");
    assert_eq!(server.post(&format!("{past}/complete"), json!({})).await.is(200)["status"], "completed");
}

#[tokio::test]
async fn holds_are_extended_and_replaced() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let token = shop.token("customer-9");
    let long = json!({ "hold_max_seconds": 3_600 });
    server.ask(Method::PATCH, &format!("{TYPES}/apt-001"), Some(long)).await.is(200);
    let free = shop::slots(&server).await;
    let asked = |slot: &Value, replaces: Option<&str>| {
        json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"], "doctor_uid": "doc-456",
            "replaces": replaces })
    };
    let ask =
        async |path: &str, body: Option<Value>| by_token(&server, &token, Method::POST, path, body).await;
    let held = ask("/appointments/hold", Some(asked(&free[0], None))).await.is(201);
    server.app.clock.set(Instant(NOW.0 + 60));
    let extended = ask(&format!("/appointments/{}/extend", uid(&held)), None).await.is(200);
    assert_eq!(extended["hold_expires_at"], held["hold_expires_at"].as_i64().unwrap() + 60);

    let other = ask("/appointments/hold", Some(asked(&free[1], Some(uid(&held))))).await.is(201);
    let shown = by_token(&server, &token, Method::GET, &format!("/appointments/{}", uid(&held)), None).await;
    assert_eq!(shown.is(200)["status"], "cancelled");
    // Nothing goes if nothing comes.
    let taken =
        asked(&json!({ "start_date": free[1]["start_date"].as_i64().unwrap() + 60 }), Some(uid(&other)));
    ask("/appointments/hold", Some(taken)).await.is(409);
    let shown = by_token(&server, &token, Method::GET, &format!("/appointments/{}", uid(&other)), None).await;
    assert_eq!(shown.is(200)["status"], "held");
    // Another patient's is not to be known of.
    let stranger = shop.token("customer-10");
    let theirs = asked(&free[2], Some(uid(&other)));
    by_token(&server, &stranger, Method::POST, "/appointments/hold", Some(theirs)).await.is(404);
}

#[tokio::test]
async fn the_practice_approves_what_patients_ask_for() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let token = shop.token("customer-9");
    let slow = json!({ "approval_ttl_seconds": 259_200 });
    server.ask(Method::PATCH, &format!("{TYPES}/apt-001"), Some(slow)).await.is(200);
    let short = json!({ "approval_ttl_seconds": 1 });
    let refused = server.ask(Method::PATCH, &format!("{TYPES}/apt-001"), Some(short)).await.is(400);
    assert!(refused["errors"]["approval_ttl_seconds"].is_array(), "{refused}");

    let free = shop::slots(&server).await;
    let ask = async |slot: &Value| {
        let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
            "doctor_uid": "doc-456" });
        let held = by_token(&server, &token, Method::POST, "/appointments/hold", Some(body)).await.is(201);
        let confirm = format!("/appointments/{}/confirm", uid(&held));
        by_token(&server, &token, Method::POST, &confirm, None).await.is(200)
    };
    let asked = ask(&free[0]).await;
    assert_eq!((&asked["status"], &asked["approval"]), (&json!("held"), &json!("requested")));
    assert_eq!(asked["hold_expires_at"], NOW.0 + 259_200);
    let approved = server.post(&format!("{BASE}/{}/approve", uid(&asked)), json!({})).await.is(200);
    assert_eq!((&approved["status"], &approved["approval"]), (&json!("confirmed"), &Value::Null));
    assert_eq!(approved["video_room_id"], asked["video_room_id"]);

    let asked = ask(&free[2]).await;
    let decline = format!("{BASE}/{}/decline", uid(&asked));
    server.post(&decline, json!({ "reason": " " })).await.is(400);
    assert_eq!(server.post(&decline, json!({ "reason": "full" })).await.is(200)["status"], "cancelled");
    assert_eq!(
        server.post(&decline, json!({ "reason": "full" })).await.is(409)["refusal"]["code"],
        "wrong_status"
    );
}
