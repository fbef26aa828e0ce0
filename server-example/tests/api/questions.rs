//! What the desk asks of its days, and reminders by the clock.

use axum::http::Method;
use serde_json::{Value, json};

use crate::common::{NOW, Server};

const BASE: &str = "/v1/management/scheduling";

#[tokio::test]
async fn reminders_by_the_clock_and_quiet_hours_are_kept() {
    let server = Server::demo().await;
    let (reminders, settings) =
        (format!("{BASE}/appointment-types/apt-001/reminders"), format!("{BASE}/settings"));
    let by_date =
        json!({ "recipient_role": "patient", "days_before": 1, "local_time": 1080, "send_sms": true });
    let created = server.post(&reminders, by_date).await.is(201);
    assert_eq!((&created["days_before"], &created["local_time"]), (&json!(1), &json!(1080)));
    assert!(created["minutes_before"].is_null(), "{created}");
    // From minutes to a date, and back.
    let one = format!("{reminders}/rem-001");
    let both = server.patch(&one, json!({ "days_before": 1, "local_time": 600 })).await.is(400);
    assert!(both["errors"]["days_before"].is_array(), "{both}");
    let moved = json!({ "minutes_before": null, "days_before": 1, "local_time": 600 });
    assert_eq!(server.patch(&one, moved).await.is(200)["local_time"], 600);
    let neither = server.post(&reminders, json!({ "recipient_role": "doctor" })).await.is(400);
    assert!(neither["errors"]["minutes_before"].is_array(), "{neither}");

    let quiet = json!({ "max_live_holds_per_patient": 5, "timezone": "Europe/Berlin",
        "quiet_hours": { "start_time": 1260, "end_time": 480 } });
    assert_eq!(server.ask(Method::PUT, &settings, Some(quiet.clone())).await.is(200), quiet);
    let wrong =
        json!({ "max_live_holds_per_patient": 5, "quiet_hours": { "start_time": 480, "end_time": 480 } });
    server.ask(Method::PUT, &settings, Some(wrong)).await.is(400);
    // Whoever loads it has them as well, and no more once they are lifted.
    let mut other = Server::beside(&server.database()).await;
    other.key = server.key.clone();
    assert_eq!(other.get(&settings).await.is(200), quiet);
    assert_eq!(other.get(&reminders).await.is(200)["data"].as_array().unwrap().len(), 2);
    let none = json!({ "max_live_holds_per_patient": 5, "timezone": "Europe/Berlin" });
    assert_eq!(server.ask(Method::PUT, &settings, Some(none.clone())).await.is(200), none);
    assert_eq!(server.get(&settings).await.is(200), none);
}

#[tokio::test]
async fn days_are_explained_and_hours_and_outcomes_told() {
    let server = Server::demo().await;
    let (from, to) = (NOW.0 - 7 * 86_400, NOW.0 + 7 * 86_400);
    let asked = json!({ "appointment_type_uid": "apt-001", "from": NOW.0, "to": to });
    let days = server.post(&format!("{BASE}/explain-days"), asked.clone()).await.is(200);
    let days = days["data"].as_array().unwrap();
    let slots = server.post(&format!("{BASE}/slots"), asked).await.is(200);
    let counted: u64 = days.iter().map(|day| day["slots"].as_u64().unwrap()).sum();
    assert_eq!(counted, slots["data"].as_array().unwrap().len() as u64);
    assert!(days.iter().any(|day| day["reasons"][0]["reason"]["code"].is_string()));
    let hours = server.post(&format!("{BASE}/open-hours"), json!({ "from": from, "to": to })).await.is(200);
    assert!(hours["data"].as_array().unwrap().iter().any(|row| row["state"] == "open"));
    let outcomes = server.post(&format!("{BASE}/outcomes"), json!({ "from": from, "to": to })).await.is(200);
    assert!(outcomes["data"].is_array());
    for (path, body, field) in [
        (
            "explain-days",
            json!({ "appointment_type_uid": "apt-001", "from": from, "to": from + 63 * 86_400 }),
            "to",
        ),
        ("open-hours", json!({ "from": from, "to": from + 63 * 86_400 }), "to"),
        ("outcomes", json!({ "from": from, "to": from }), "to"),
    ] {
        let refused = server.post(&format!("{BASE}/{path}"), body).await.is(400);
        assert!(refused["errors"][field].is_array(), "{path}: {refused}");
    }
    let nobody = json!({ "from": from, "to": to, "doctor_uids": ["doc-999"] });
    server.post(&format!("{BASE}/open-hours"), nobody).await.is(404);
}

#[tokio::test]
async fn slots_can_be_asked_for_at_times_of_the_week() {
    let server = Server::demo().await;
    let (from, to) = (NOW.0, NOW.0 + 14 * 86_400);
    let path = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from={from}&to={to}&timezone=UTC"
    );
    let starts = |answer: &Value| -> Vec<i64> {
        answer["data"].as_array().unwrap().iter().map(|slot| slot["start_date"].as_i64().unwrap()).collect()
    };
    let all = starts(&server.get(&path).await.is(200));
    let wanted = |start: &i64| {
        let (day, minute) = (start.div_euclid(86_400), start.rem_euclid(86_400) / 60);
        [0, 2].contains(&(day + 3).rem_euclid(7)) && (600..840).contains(&minute)
    };
    let expected: Vec<i64> = all.into_iter().filter(wanted).collect();
    assert!(!expected.is_empty());
    let asked = format!("{path}&weekdays=0,2&time_from=600&time_to=840");
    assert_eq!(starts(&server.get(&asked).await.is(200)), expected);
    for (query, field) in [
        ("weekdays=7", "weekdays"),
        ("weekdays=", "weekdays"),
        ("time_from=600&time_to=600", "time_to"),
        ("time_from=1440", "time_from"),
    ] {
        let refused = server.get(&format!("{path}&{query}")).await.is(400);
        assert!(refused["errors"][field].is_array(), "{query}: {refused}");
    }
}
