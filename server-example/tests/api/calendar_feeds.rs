//! A doctor's calendar for other calendar programs.

use crate::common::{Answered, NOW, Server};
use axum::http::Method;
use frontdesk::Instant;
use serde_json::{Value, json};

const FEEDS: &str = "/v1/management/scheduling/doctors/doc-456/calendar-feeds";

async fn make(server: &Server, body: Value) -> (String, String) {
    let made = server.post(FEEDS, body).await.is(201);
    let text = |field: &str| made[field].as_str().unwrap().to_owned();
    (text("uid"), text("path"))
}

/// As a calendar program asks: with nothing but the address.
async fn subscribe(server: &Server, path: &str, known: Option<&str>) -> Answered {
    let headers: Vec<(&str, &str)> = known.map(|tag| ("if-none-match", tag)).into_iter().collect();
    server.ask_with(Method::GET, path, &headers, None).await
}

async fn text(server: &Server, path: &str) -> String {
    subscribe(server, path, None).await.is(200).as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_feed_says_when_and_not_who() {
    let server = Server::demo().await;
    let (_, path) = make(&server, json!({})).await;
    let answered = subscribe(&server, &path, None).await;
    assert_eq!(answered.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(answered.headers["cache-control"], "private, no-cache");
    let booked = answered.is(200).as_str().unwrap().to_owned();
    assert!(
        booked.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && booked.ends_with("END:VCALENDAR\r\n")
    );
    assert!(booked.contains("\r\nUID:mtg-abc123\r\n"), "{booked}");
    let summaries = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("SUMMARY:")).map(str::to_owned).collect()
    };
    assert!(summaries(&booked).iter().all(|line| line == "SUMMARY:Booked"));

    let (_, by_type) = make(&server, json!({ "titles": "appointment_type" })).await;
    let (_, by_patient) = make(&server, json!({ "titles": "patient" })).await;
    let (by_type, by_patient) = (text(&server, &by_type).await, text(&server, &by_patient).await);
    assert!(
        summaries(&by_type).contains(&"SUMMARY:Initial consultation".to_owned())
            && !by_type.contains("Jane Doe")
    );
    assert!(summaries(&by_patient).contains(&"SUMMARY:Jane Doe".to_owned()));
    assert_eq!(
        (summaries(&by_type).len(), summaries(&by_patient).len()),
        (summaries(&booked).len(), summaries(&booked).len())
    );
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let server = Server::demo().await;
    let (_, path) = make(&server, json!({})).await;
    let tag = |answered: &Answered| answered.headers["etag"].to_str().unwrap().to_owned();
    let first = tag(&subscribe(&server, &path, None).await);
    // Time alone changes when it was written, and nothing else.
    server.app.clock.set(Instant(NOW.0 + 60));
    let again = subscribe(&server, &path, Some(&format!("\"other\", {first}"))).await;
    assert_eq!((again.status.as_u16(), &again.body, tag(&again)), (304, &Value::Null, first.clone()));
    server
        .post("/v1/management/scheduling/appointments/mtg-abc123/cancel", json!({ "reason": "moved away" }))
        .await
        .is(200);
    let changed = subscribe(&server, &path, Some(&first)).await;
    assert_ne!(tag(&changed), first);
    let changed = changed.is(200);
    assert!(
        !changed.as_str().unwrap().contains("mtg-abc123")
            && !changed.as_str().unwrap().contains("moved away")
    );
}

#[tokio::test]
async fn a_feed_is_shown_once_and_revoked_for_good() {
    let server = Server::demo().await;
    let (uid, path) = make(&server, json!({})).await;
    let (_, other) = make(&server, json!({})).await;
    let listed = server.get(FEEDS).await.is(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);
    let token = path.rsplit('/').next().unwrap().trim_end_matches(".ics");
    assert!(token.starts_with("cal_") && !listed.to_string().contains(token));
    let stored = std::fs::read(server.database()).unwrap();
    let wal = std::fs::read(format!("{}-wal", server.database())).unwrap();
    for bytes in [stored, wal] {
        assert!(
            !bytes.windows(token.len()).any(|window| window == token.as_bytes()),
            "the token itself is kept"
        );
    }
    subscribe(&server, path.trim_end_matches(".ics"), None).await.is(200);
    server.delete(&format!("{FEEDS}/{uid}")).await.is(204);
    server.delete(&format!("{FEEDS}/{uid}")).await.is(404);
    subscribe(&server, &path, None).await.is(404);
    subscribe(&server, &other, None).await.is(200);
    for wrong in [
        "/v1/scheduling/calendar-feeds/cal_",
        "/v1/scheduling/calendar-feeds/.ics",
        "/v1/scheduling/calendar-feeds/%00",
    ] {
        subscribe(&server, wrong, None).await.is(404);
    }
}

#[tokio::test]
async fn who_may_not_make_one() {
    let server = Server::demo().await;
    let of_shop =
        server.key_of_shop("org-123", Some("shop-abc123"), &["scheduling:read", "scheduling:admin"]).await;
    let reads = server.key_for("org-123", &["scheduling:read"]).await;
    let theirs = server.another_organisation().await;
    let (uid, _) = make(&server, json!({})).await;
    let ask = async |method: Method, path: &str, key: &str| {
        let body = (method == Method::POST).then(|| json!({}));
        server.ask_with(method, path, &[("x-api-key", key)], body).await
    };
    for (method, path) in [
        (Method::GET, FEEDS.to_owned()),
        (Method::POST, FEEDS.to_owned()),
        (Method::DELETE, format!("{FEEDS}/{uid}")),
    ] {
        ask(method.clone(), &path, &of_shop).await.is(403);
        ask(method.clone(), &path, &theirs).await.is(404);
        ask(method.clone(), &path, &reads).await.is(if method == Method::GET { 200 } else { 403 });
    }
    for wrong in
        [json!({ "titles": "everything" }), json!({ "titles": null }), json!({ "colour": 1 }), json!([])]
    {
        server.post(FEEDS, wrong).await.is(400);
    }
    server.post(&FEEDS.replace("doc-456", "doc-000"), json!({})).await.is(404);
    for _ in 1..frontdesk_server::limits::CALENDAR_FEEDS_MAX {
        make(&server, json!({})).await;
    }
    server.post(FEEDS, json!({})).await.is(409);
}
