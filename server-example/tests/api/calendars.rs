//! A doctor's own calendar, of which the busy time is blocked.

use axum::http::Method;
use frontdesk_server::limits::{BODY_BYTES_MAX, CALENDAR_BODY_BYTES_MAX, CALENDAR_SOURCE_BYTES_MAX};
use serde_json::{Value, json};

use crate::common::{NOW, Server};

const DOCTOR: &str = "/v1/management/scheduling/doctors/doc-456";

fn event(uid: &str, day: i64, more: &str) -> String {
    let start = chrono::DateTime::from_timestamp(NOW.0 + day * 86_400, 0).unwrap().format("%Y%m%dT%H%M%SZ");
    format!("BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{start}\r\nDURATION:PT1H\r\n{more}END:VEVENT\r\n")
}

fn calendar(events: &[String]) -> Value {
    json!({ "calendar": format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events.concat()) })
}

async fn send(server: &Server, source: &str, body: Value) -> crate::common::Answered {
    server.ask(Method::PUT, &format!("{DOCTOR}/calendars/{source}"), Some(body)).await
}

/// The uids of the doctor's exceptions.
async fn exceptions(server: &Server) -> Vec<String> {
    let listed = server.get(&format!("{DOCTOR}/availability-exceptions")).await.is(200);
    let uid = |exception: &Value| exception["uid"].as_str().unwrap().to_owned();
    let mut uids: Vec<String> = listed["data"].as_array().unwrap().iter().map(uid).collect();
    uids.sort();
    uids
}

#[tokio::test]
async fn a_calendar_replaces_what_it_said_before() {
    let server = Server::demo().await;
    let off = json!({ "kind": "blocked", "start_date": NOW.0 + 86_400, "end_date": NOW.0 + 90_000 });
    let made = server.post(&format!("{DOCTOR}/availability-exceptions"), off).await.is(201);
    let by_hand = made["uid"].as_str().unwrap().to_owned();
    let before = exceptions(&server).await;

    let first = calendar(&[event("a", 2, "RRULE:FREQ=DAILY;COUNT=3\r\n"), event("b", 3, "")]);
    let answer = send(&server, "work", first).await.is(200);
    assert_eq!(answer, json!({ "blocked": 4, "not_read": [] }));
    send(&server, "home", calendar(&[event("a", 2, "")])).await.is(200);
    let all = exceptions(&server).await;
    let of = |source: &str| all.iter().filter(|uid| uid.starts_with(&format!("{source}/"))).count();
    assert_eq!((of("work"), of("home"), all.len()), (4, 1, before.len() + 5));

    send(&server, "work", calendar(&[event("b", 4, "")])).await.is(200);
    let mut expected = before.clone();
    expected.extend(["home/a".to_owned(), "work/b".to_owned()]);
    expected.sort();
    assert_eq!(exceptions(&server).await, expected);
    assert!(expected.contains(&by_hand));
    for source in ["work", "home"] {
        send(&server, source, calendar(&[])).await.is(200);
    }
    assert_eq!(exceptions(&server).await, before);
    // Each is a line of the audit trail.
    let lines = server.get("/v1/management/audit?subject_uid=doc-456&limit=10").await.is(200);
    let imports: Vec<&Value> = lines["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["operation"] == "put_management_scheduling_doctors_doctor_uid_calendars_source")
        .collect();
    assert_eq!(imports.len(), 5);
    let line = imports[0];
    assert_eq!(
        (&line["action"], &line["kind"], &line["status"]),
        (&json!("put"), &json!("doctor"), &json!(200))
    );
}

#[tokio::test]
async fn busy_time_is_not_offered() {
    let server = Server::demo().await;
    let slots = "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&doctor_uid=doc-456";
    let range = format!("{slots}&from={}&to={}", NOW.0, NOW.0 + 14 * 86_400);
    let starts = async || server.get(&range).await.is(200)["data"].as_array().unwrap().len();
    assert!(starts().await > 0);
    // All day, every day.
    let day = chrono::DateTime::from_timestamp(NOW.0 - 86_400, 0).unwrap().format("%Y%m%d");
    let all = format!("BEGIN:VEVENT\r\nUID:a\r\nDTSTART:{day}\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n");
    send(&server, "own", calendar(&[all])).await.is(200);
    assert_eq!(starts().await, 0);
    send(&server, "own", calendar(&[])).await.is(200);
    assert!(starts().await > 0);
}

#[tokio::test]
async fn what_could_not_be_read_is_answered() {
    let server = Server::demo().await;
    let bad = event("bad", 2, "").replace("PT1H", "soon");
    let answer = send(&server, "own", calendar(&[bad, event("good", 3, "")])).await.is(200);
    assert_eq!(answer["blocked"], 1);
    let not_read = answer["not_read"].as_array().unwrap();
    assert_eq!(not_read.len(), 1);
    let fields = ["uid", "line", "code", "path"].map(|field| not_read[0][field].clone());
    assert_eq!(fields, [json!("bad"), json!(5), json!("wrong_type"), json!("VEVENT[0].DURATION")]);
}

#[tokio::test]
async fn what_is_no_calendar_changes_nothing() {
    let server = Server::demo().await;
    send(&server, "own", calendar(&[event("a", 2, "")])).await.is(200);
    let before = exceptions(&server).await;
    let with = |field: &str, value: Value| {
        let mut body = calendar(&[event("b", 2, "")]);
        body[field] = value;
        body
    };
    for (body, field) in [
        (json!({}), "calendar"),
        (json!({ "calendar": "Hello" }), "calendar"),
        (json!({ "calendar": 1 }), "calendar"),
        (with("colour", json!(1)), "colour"),
        (with("from", json!(-1)), "from"),
        (with("to", json!(NOW.0 - 100 * 86_400)), "to"),
        (with("to", json!(NOW.0 + 4_000 * 86_400)), "to"),
        (with("addresses", json!(vec!["a@b"; 101])), "addresses"),
    ] {
        let answer = send(&server, "own", body.clone()).await.is(400);
        assert!(answer.to_string().contains(field), "{body}: {answer}");
    }
    let longest = "s".repeat(CALENDAR_SOURCE_BYTES_MAX);
    for source in ["a%2Fb", "%20", "a:b", "%C3%A9", &format!("{longest}s")] {
        let answer = send(&server, source, calendar(&[])).await.is(400);
        assert!(answer.to_string().contains("source"), "{source}: {answer}");
    }
    assert_eq!(exceptions(&server).await, before);
    send(&server, &longest, calendar(&[event("a", 2, "")])).await.is(200);
    let nobody = "/v1/management/scheduling/doctors/doc-000/calendars/own";
    server.ask(Method::PUT, nobody, Some(calendar(&[]))).await.is(404);
}

#[tokio::test]
async fn a_calendar_may_be_longer_than_other_bodies() {
    let server = Server::demo().await;
    let of = |length: usize| {
        let text = format!("BEGIN:VCALENDAR\nX-PAD:{}\nEND:VCALENDAR\n", "x".repeat(length));
        json!({ "calendar": text })
    };
    send(&server, "own", of(2 * BODY_BYTES_MAX)).await.is(200);
    send(&server, "own", of(CALENDAR_BODY_BYTES_MAX - 100)).await.is(200);
    send(&server, "own", of(CALENDAR_BODY_BYTES_MAX)).await.is(413);
    // And no other.
    server.post(&format!("{DOCTOR}/availability-exceptions"), of(2 * BODY_BYTES_MAX)).await.is(413);
}
