//! What the desk says of a waiting room: who is away, when a visit was over, and what patients were told.

use frontdesk::Instant;
use serde_json::{Value, json};

use crate::common::{NOW, Server};
use crate::waiting_room::after_the_appointment;

const ROOM: &str = "/v1/management/waiting-room";
const SHOP: &str = "shop-abc123";

async fn status(server: &Server, uid: &str) -> Value {
    server.get(&format!("{ROOM}/{uid}/status")).await.is(200)
}

async fn doctor(server: &Server, uid: &str) -> Value {
    let all = server.get(&format!("{ROOM}/doctors?shop_uid={SHOP}")).await.is(200);
    let found = all["data"].as_array().unwrap().iter().find(|doctor| doctor["doctor_uid"] == uid);
    found.unwrap_or_else(|| panic!("{all}")).clone()
}

async fn call(server: &Server, doctor: &str) -> crate::common::Answered {
    server.post(&format!("{ROOM}/allocate"), json!({ "shop_uid": SHOP, "doctor_uid": doctor })).await
}

#[tokio::test]
async fn a_doctor_who_is_away_is_called_nobody_for() {
    let server = Server::demo().await;
    after_the_appointment(&server).await;
    let away = |uid: &str| format!("{ROOM}/doctors/{uid}/away");
    let body =
        |away: bool, minutes: Option<i64>| json!({ "shop_uid": SHOP, "away": away, "minutes": minutes });
    let noted = server.post(&away("doc-457"), body(true, Some(20))).await.is(200);
    assert_eq!(
        (&noted["away"], &noted["away_since"], &noted["back_at"], &noted["on_duty"]),
        (&json!(true), &json!(NOW.0), &json!(NOW.0 + 1_200), &json!(true)),
    );
    let refused = call(&server, "doc-457").await.is(409);
    let refusal = &refused["refusal"];
    assert_eq!((&refusal["code"], &refusal["back_at"]), (&json!("doctor_away"), &json!(NOW.0 + 1_200)));
    // All are away, and nobody knows until when.
    let all = server.get(&format!("{ROOM}/doctors?shop_uid={SHOP}")).await.is(200);
    let uid = |doctor: &Value| doctor["doctor_uid"].as_str().unwrap().to_owned();
    let everybody: Vec<String> = all["data"].as_array().unwrap().iter().map(uid).collect();
    for uid in &everybody {
        server.post(&away(uid), body(true, None)).await.is(200);
    }
    let waits = status(&server, "q-abc123").await;
    assert_eq!(
        (&waits["estimated_wait_minutes"], &waits["wait_unknown"]),
        (&Value::Null, &json!("doctor_away"))
    );
    for uid in &everybody {
        server.post(&away(uid), body(false, None)).await.is(200);
    }
    assert_eq!(doctor(&server, "doc-457").await["away"], false);
    assert!(status(&server, "q-abc123").await["estimated_wait_minutes"].is_i64());
    call(&server, "doc-457").await.is(200);
    for wrong in [body(true, Some(1441)), body(false, Some(5)), json!({ "shop_uid": SHOP })] {
        server.post(&away("doc-457"), wrong).await.is(400);
    }
    server.post(&away("doc-999"), body(true, None)).await.is(404);
}

#[tokio::test]
async fn a_visit_may_be_closed_later_than_it_ended() {
    let server = Server::demo().await;
    after_the_appointment(&server).await;
    let called = call(&server, "doc-457").await.is(200);
    let path = format!("{ROOM}/{}/complete", called["queue_uid"].as_str().unwrap());
    assert_eq!(doctor(&server, "doc-457").await["doubt"], Value::Null);
    // Until the next day, nobody ended it.
    server.app.clock.set(Instant(NOW.0 + 30 * 3_600));
    let forgotten = doctor(&server, "doc-457").await;
    assert_eq!((&forgotten["sees"], &forgotten["doubt"]), (&called["queue_uid"], &json!("past_duty")));
    for ended_at in [NOW.0 - 1, NOW.0 + 31 * 3_600] {
        let refused = server.post(&path, json!({ "ended_at": ended_at })).await.is(400);
        assert!(refused.to_string().contains("ended_at"), "{refused}");
    }
    server.post(&path, json!({ "ended_at": NOW.0 + 600 })).await.is(200);
    assert_eq!(doctor(&server, "doc-457").await["sees"], Value::Null);
}

#[tokio::test]
async fn what_patients_were_told_outlives_the_process() {
    let server = Server::demo().await;
    let told = status(&server, "q-abc123").await;
    let shown = |status: &Value| {
        (status["estimated_wait_minutes"].as_i64().unwrap(), status["at_most_wait_minutes"].as_i64().unwrap())
    };
    let (mut minutes, at_most) = shown(&told);
    let width = at_most - minutes;
    // Another process each minute: what was shown last is where the next begins.
    for minute in 1..=5 {
        let next = Server::beside(&server.database()).await.with_key(&server.key);
        next.app.clock.set(Instant(NOW.0 + 60 * minute));
        let (after, _) = shown(&status(&next, "q-abc123").await);
        assert!(after <= minutes || after > minutes + width, "{minutes}, then {after}");
        minutes = after;
    }
    // The first is the promise, whatever was said since.
    server.app.clock.set(Instant(NOW.0 + 60 * at_most + 120));
    let late = Server::beside(&server.database()).await.with_key(&server.key);
    late.app.clock.set(Instant(NOW.0 + 60 * at_most + 120));
    assert_eq!(status(&late, "q-abc123").await["overdue_minutes"], 2);
    let list = late.get(&format!("{ROOM}?shop_uid={SHOP}")).await.is(200);
    assert_eq!(list["data"][1]["overdue_minutes"], 2, "{list}");
    let path = format!("{ROOM}/promises?shop_uid={SHOP}&from={}&to={}", NOW.0, NOW.0 + 60);
    let promises = late.get(&path).await.is(200);
    assert_eq!((&promises["announced"], &promises["waiting"]), (&json!(1), &json!(1)), "{promises}");
    late.get(&format!("{ROOM}/promises?shop_uid={SHOP}&from=5&to=5")).await.is(400);
    // Whoever is seen is told nothing any more.
    late.post(&format!("{ROOM}/q-abc123/seen"), Value::Null).await.is(200);
    let promises = late.get(&path).await.is(200);
    assert_eq!((&promises["broken"], &promises["waiting"]), (&json!(1), &json!(0)), "{promises}");
    assert_eq!(status(&late, "q-abc123").await["status"], "completed");
    late.post(&format!("{ROOM}/q-abc123/seen"), Value::Null).await.is(409);
}

/// Looking again writes nothing as long as the same is shown.
#[tokio::test]
async fn what_is_shown_is_kept_once() {
    let server = Server::demo().await;
    status(&server, "q-abc123").await;
    let desk = server.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
    let version = desk.read(|state| state.version);
    for _ in 0..3 {
        status(&server, "q-abc123").await;
    }
    assert_eq!(desk.read(|state| state.version), version);
}
