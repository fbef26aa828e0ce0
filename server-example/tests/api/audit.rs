//! Who did or saw what.

use crate::common::{NOW, Server};
use axum::http::Method;
use frontdesk::Instant;
use frontdesk_server::limits::AUDIT_KEPT_SECONDS;
use frontdesk_server::prune::Pruner;
use serde_json::{Value, json};

const AUDIT: &str = "/v1/management/audit";
const APPOINTMENT: &str = "/v1/management/scheduling/appointments/mtg-abc123";

async fn lines(server: &Server, query: &str) -> Vec<Value> {
    server.get(&format!("{AUDIT}?limit=200&{query}")).await.is(200)["data"].as_array().unwrap().clone()
}

/// What a line says, but for when and by whom.
fn says(line: &Value) -> (&str, &str, &str, u64) {
    let text = |field: &str| line[field].as_str().unwrap();
    (text("kind"), text("action"), text("subject_uid"), line["status"].as_u64().unwrap())
}

#[tokio::test]
async fn a_change_is_told_with_who_what_and_by_which_request() {
    let server = Server::demo().await;
    let headers = [("x-api-key", server.key.as_str()), ("x-request-id", "req-of-the-partner")];
    let cancel = async |reason: &str| {
        server
            .ask_with(
                Method::POST,
                &format!("{APPOINTMENT}/cancel"),
                &headers,
                Some(json!({ "reason": reason })),
            )
            .await
    };
    cancel("secret illness").await.is(200);
    cancel("secret illness").await.is(409);
    let told = lines(&server, "request_uid=req-of-the-partner").await;
    assert_eq!(
        told.iter().map(says).collect::<Vec<_>>(),
        [("request", "refused", "mtg-abc123", 409), ("appointment", "cancelled", "mtg-abc123", 200)]
    );
    assert_eq!((&told[1]["patient_uid"], &told[1]["at"]), (&json!("pat-789"), &json!(NOW.0)));
    assert_eq!(told[1]["operation"], "post_management_scheduling_appointments_meeting_uid_cancel");
    let actor = told[1]["actor"].as_str().unwrap();
    assert!(actor.starts_with("key:key-"));
    let all = lines(&server, "").await;
    assert!(!Value::from(all).to_string().contains("secret illness"));

    // By subject, by patient, by actor, by time.
    assert_eq!(lines(&server, "subject_uid=mtg-abc123").await.len(), 2);
    assert_eq!(
        lines(&server, "subject_uid=pat-789").await.iter().map(says).collect::<Vec<_>>(),
        [says(&told[1])]
    );
    assert_eq!(lines(&server, &format!("actor={actor}")).await.len(), 2);
    assert_eq!(lines(&server, "actor=nobody").await.len(), 0);
    assert_eq!(lines(&server, &format!("from={}", NOW.0 + 1)).await.len(), 0);
    assert_eq!(lines(&server, &format!("to={}&subject_uid=mtg-abc123", NOW.0)).await.len(), 2);
    assert_eq!(
        server.get(&format!("{AUDIT}?limit=1&page=1&subject_uid=mtg-abc123")).await.is(200)["totalPages"],
        2
    );
}

#[tokio::test]
async fn configuration_waiting_room_reading_and_command_line_are_in_it() {
    let mut server = Server::demo().await;
    let kind = json!({ "name": "Check-up", "meeting_type": "REVIEW", "duration_minutes": 20,
        "hold_ttl_seconds": 600,
        "room_strategy": "per_appointment", "rebooking_mode": "same_doctor_only" });
    let made = server.post("/v1/management/scheduling/appointment-types", kind).await.is(201);
    let uid = made["uid"].as_str().unwrap();
    assert_eq!(
        says(&lines(&server, &format!("subject_uid={uid}")).await[0]),
        ("appointment_type", "put", uid, 201)
    );

    server.delete("/v1/management/waiting-room/q-abc123").await.is(200);
    assert_eq!(
        says(&lines(&server, "subject_uid=q-abc123").await[0]),
        ("queue_entry", "cancelled", "q-abc123", 200)
    );
    assert_eq!(lines(&server, "subject_uid=pat-791").await.len(), 1);

    server.get("/v1/management/patients/pat-790").await.is(200);
    server.get("/v1/management/patients?email=felix.maurer@example.com").await.is(200);
    let seen = lines(&server, "subject_uid=pat-790").await;
    assert_eq!(seen.iter().map(says).collect::<Vec<_>>(), [("patient", "viewed", "pat-790", 200); 2]);
    assert!(!Value::from(seen).to_string().contains("example.com"));

    let keys = server.app.store.keys(&"org-123".into()).await.unwrap();
    server.app.store.revoke_key(&keys[0].uid, NOW).await.unwrap();
    server.key = server.key_for("org-123", &["audit:read"]).await;
    let told = lines(&server, &format!("subject_uid={}", keys[0].uid)).await;
    assert_eq!(
        told.iter().map(|line| (says(line).1, line["actor"].as_str().unwrap())).collect::<Vec<_>>(),
        [("revoked", "command_line"), ("created", "command_line")]
    );
    assert_eq!(lines(&server, "actor=import").await.len(), 1);
}

#[tokio::test]
async fn who_may_see_it_and_what_is_refused() {
    let server = Server::demo().await;
    let theirs = server.another_organisation().await;
    let of_shop = server.key_of_shop("org-123", Some("shop-abc123"), &["audit:read"]).await;
    let another = server.key_for("org-123", &["scheduling:admin", "patient:read"]).await;
    server.post(&format!("{APPOINTMENT}/cancel"), json!({ "reason": "x" })).await.is(200);
    let ask = async |key: &str| {
        server
            .ask_with(Method::GET, &format!("{AUDIT}?subject_uid=mtg-abc123"), &[("x-api-key", key)], None)
            .await
    };
    assert_eq!(ask(&theirs).await.is(200)["totalRegistries"], 0);
    ask(&of_shop).await.is(403);
    ask(&another).await.is(403);
    for wrong in ["page=-1", "limit=0", "from=x", "from=5&to=5"] {
        server.get(&format!("{AUDIT}?{wrong}")).await.is(400);
    }
}

#[tokio::test]
async fn lines_are_forgotten_after_three_years() {
    let server = Server::demo().await;
    server.post(&format!("{APPOINTMENT}/cancel"), json!({ "reason": "x" })).await.is(200);
    let before = lines(&server, "").await.len();
    server.app.clock.set(Instant(NOW.0 + AUDIT_KEPT_SECONDS));
    let pruner = Pruner::new(server.app.clone());
    pruner.turn().await;
    assert_eq!(lines(&server, "").await.len(), before);
    server.app.clock.set(Instant(NOW.0 + AUDIT_KEPT_SECONDS + 1));
    pruner.turn().await;
    assert_eq!(lines(&server, "").await.len(), 0);
}

#[tokio::test]
async fn who_does_not_come_to_the_waiting_room_is_told_of_once() {
    let server = Server::demo().await;
    let shop = json!({ "shop_uid": "shop-abc123" });
    let allocation = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-457" });
    let due = server.post("/v1/management/waiting-room/allocate", allocation).await.is(409);
    let uid = due["refusal"]["appointment_uid"].as_str().unwrap();
    let turn = format!("/v1/management/waiting-room/appointments/{uid}");
    server.post(&format!("{turn}/start"), shop.clone()).await.is(200);
    server.app.clock.set(Instant(NOW.0 + 3_600));
    server.post(&format!("{turn}/no-show"), shop).await.is(200);
    let told = lines(&server, &format!("subject_uid={uid}")).await;
    let expected = [("appointment", "no_show", uid, 200), ("appointment", "appointment_started", uid, 200)];
    assert_eq!(told.iter().map(says).collect::<Vec<_>>(), expected);
}
