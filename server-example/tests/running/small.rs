//! The small example answers what its first lines promise.

use std::process::Command;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use frontdesk::Instant;
use serde_json::{Value, json};
use tower::ServiceExt;

#[allow(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/small.rs"]
mod example;

/// Monday, 22 March 2027, 08:00 in Berlin.
const NOW: Instant = Instant(1_805_698_800);
const DAY: i64 = 86_400;

async fn ask(router: &Router, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(path).body(Body::from(body.to_string()));
    let answer = router.clone().oneshot(request.expect("a request")).await.expect("routers answer");
    let status = answer.status();
    let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a body in memory");
    (status, serde_json::from_slice(&body).expect("answers are JSON"))
}

fn router() -> Router {
    let clinic = include_str!("../../../core/examples/berlin.json");
    example::router(example::Practice::new(clinic, || NOW).expect("the example is a clinic"))
}

#[tokio::test]
async fn a_listed_slot_is_held_and_confirmed_and_then_no_longer_listed() {
    let router = router();
    let query = json!({ "appointment_type_uid": "apt-001", "from": NOW.0, "to": NOW.0 + DAY });
    let (status, slots) = ask(&router, "POST", "/slots", &query).await;
    assert_eq!((status, slots.as_array().is_some_and(|slots| !slots.is_empty())), (StatusCode::OK, true));
    let slot = &slots[0];
    let hold = json!({ "command": "hold", "uid": "mtg-1", "appointment_type_uid": "apt-001",
        "doctor_uid": slot["doctor_uid"], "start_date": slot["start_date"], "patient_uid": "pat-1" });
    for (command, event) in [(&hold, "held"), (&json!({ "command": "confirm", "uid": "mtg-1" }), "confirmed")]
    {
        let (status, events) = ask(&router, "POST", "/bookings", command).await;
        assert_eq!((status, &events[0]["event"]), (StatusCode::OK, &json!(event)), "{events}");
    }
    let (_, left) = ask(&router, "POST", "/slots", &query).await;
    assert!(left.as_array().is_some_and(|left| !left.contains(slot)), "{left}");

    let why = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
        "doctor_uids": [slot["doctor_uid"]] });
    let (_, answer) = ask(&router, "POST", "/explain", &why).await;
    assert_eq!(answer[0]["reasons"][0]["by"], json!("mtg-1"), "{answer}");
}

#[tokio::test]
async fn who_registers_is_told_how_long_it_takes() {
    let router = router();
    let register = json!({ "command": "register", "uid": "q-1", "patient_uid": "pat-1" });
    let (status, events) = ask(&router, "POST", "/waiting-room", &register).await;
    assert_eq!((status, &events[0]["event"]), (StatusCode::OK, &json!("registered")), "{events}");
    let (status, waits) = ask(&router, "GET", "/waiting-room", &Value::Null).await;
    assert_eq!((status, &waits[0]["uid"], &waits[0]["position"]), (StatusCode::OK, &json!("q-1"), &json!(1)));
}

#[tokio::test]
async fn what_is_wrong_is_answered_with_its_place() {
    let router = router();
    let unknown = json!({ "command": "confirm", "uid": "mtg-none" });
    let cancel = json!({ "command": "cancel", "uid": "mtg-none", "reason": "no", "by": "administrator" });
    let urgent = json!({ "command": "register", "uid": "q-1", "patient_uid": "pat-1", "urgent": true });
    let table = [
        ("/slots", json!({ "from": 0 }), StatusCode::BAD_REQUEST, json!("missing_field")),
        ("/slots", json!([]), StatusCode::BAD_REQUEST, json!("wrong_type")),
        ("/bookings", unknown, StatusCode::NOT_FOUND, json!("not_found")),
        ("/bookings", cancel, StatusCode::FORBIDDEN, Value::Null),
        ("/waiting-room", urgent, StatusCode::FORBIDDEN, Value::Null),
    ];
    for (path, body, status, code) in table {
        let answer = ask(&router, "POST", path, &body).await;
        assert_eq!((answer.0, &answer.1["code"]), (status, &code), "{path} {body}: {}", answer.1);
    }
}

/// The lines that the README shows, on a port of their own.
#[tokio::test(flavor = "multi_thread")]
async fn the_lines_of_the_front_page_list_slots() {
    let readme = include_str!("../../../README.md");
    let shown = readme.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound").to_string();
    let now = || frontdesk_server::clock::Clock::System.now();
    let practice = example::Practice::new(include_str!("../../../core/examples/berlin.json"), now);
    let served = axum::serve(listener, example::router(practice.expect("a practice")));
    let server = tokio::spawn(async move { served.await });
    let lines = shown.expect("the README has the lines").replace("127.0.0.1:8090", &address);
    let asked = tokio::task::spawn_blocking(move || Command::new("sh").args(["-c", &lines]).output());
    let printed = asked.await.expect("it ends").expect("a shell").stdout;
    let slots: Value = serde_json::from_slice(&printed).expect("JSON");
    assert!(!slots.as_array().expect("slots").is_empty(), "{slots}");
    server.abort();
}
