//! What one patient may do, see and cost.

use std::sync::Arc;

use crate::common::shop::{Shop, by_token, session_of};
use crate::common::{Answered, NOW, Server};
use axum::body::Body;
use axum::http::{Method, Request};
use frontdesk::Instant;
use frontdesk_server::limits::{
    CLOCK_SKEW_SECONDS, LAUNCH_CODE_SECONDS, LIVE_HOLDS_DEFAULT, PASSES_PER_MINUTE_MAX, SESSION_SECONDS,
    STREAM_TICKET_SECONDS,
};
use frontdesk_server::rate_limit::Limiter;
use frontdesk_server::telemetry::exposition;
use serde_json::{Value, json};
use tower::ServiceExt;

const DAY: i64 = 86_400;
const BASE: &str = "/v1/management/scheduling";

/// A token that ends after so many seconds.
fn token_of(shop: &Shop, customer: &str, seconds: i64) -> String {
    let mut claims = Shop::claims(customer, NOW);
    claims["exp"] = json!(NOW.0 + seconds);
    shop.sign(&claims)
}

async fn status(server: &Server, credential: &str) -> u16 {
    by_token(server, credential, Method::GET, "/appointments", None).await.status.as_u16()
}

async fn slots(server: &Server, query: &str, headers: &[(&str, &str)]) -> Answered {
    let (from, to) = (NOW.0, NOW.0 + 14 * DAY);
    let path = format!("/v1/scheduling/slots?shop_uid=shop-abc123&from={from}&to={to}&{query}");
    server.ask_with(Method::GET, &path, headers, None).await
}

async fn hold(server: &Server, token: &str, slot: &Value) -> Answered {
    let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
        "doctor_uid": slot["doctor_uid"] });
    by_token(server, token, Method::POST, "/appointments/hold", Some(body)).await
}

async fn offered(server: &Server) -> Vec<Value> {
    let listed = slots(server, "appointment_type_uid=apt-001&doctor_uid=doc-456", &[]).await.is(200);
    listed["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_session_ends_with_its_token_however_often_it_is_handed_on() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    // Half an hour, or the token's end with what clocks may differ by.
    for (seconds, lives) in [(300, 300 + CLOCK_SKEW_SECONDS), (3_600, SESSION_SECONDS)] {
        let session = session_of(&server, &token_of(&shop, "a", seconds)).await;
        assert_eq!(session["expires_at"], NOW.0 + lives, "{seconds}");
    }
    let mut credential = token_of(&shop, "b", 300);
    let end = NOW.0 + 300 + CLOCK_SKEW_SECONDS;
    let mut ends = Vec::new();
    for round in 0..6 {
        server.app.clock.set(Instant(NOW.0 + 50 * round));
        let session = session_of(&server, &credential).await;
        ends.push(session["expires_at"].as_i64().unwrap());
        credential = session["booking_session"].as_str().unwrap().to_owned();
    }
    assert_eq!(ends, [end; 6]);
    // A code ends there as well.
    server.app.clock.set(Instant(end - 1));
    assert_eq!(status(&server, &credential).await, 200);
    let code = by_token(&server, &credential, Method::POST, "/booking-launch-codes", None).await.is(201);
    assert_eq!(code["expires_at"], end);
    server.app.clock.set(Instant(end));
    assert_eq!(status(&server, &credential).await, 401);
    let exchange = json!({ "booking_launch_code": code["booking_launch_code"] });
    let path = "/v1/scheduling/booking-launch-codes/exchange";
    server.ask_with(Method::POST, path, &[], Some(exchange)).await.is(404);
}

#[tokio::test]
async fn revoking_a_secret_ends_what_came_of_its_tokens_and_nothing_else() {
    let server = Server::demo().await;
    let (shop, other) = (Shop::new(&server).await, Shop::new(&server).await);
    let of = async |shop: &Shop| {
        // `q-abc123` is that of the shop's customer-2.
        let token = shop.token("customer-2");
        let session = session_of(&server, &token).await["booking_session"].as_str().unwrap().to_owned();
        let post = async |path| by_token(&server, &token, Method::POST, path, None).await.is(201);
        let code = post("/booking-launch-codes").await["booking_launch_code"].clone();
        let ticket = post("/stream-tickets").await["stream_ticket"].as_str().unwrap().to_owned();
        (session, code, format!("/v1/scheduling/waiting-room/q-abc123/events?ticket={ticket}"))
    };
    let (session, code, stream) = of(&shop).await;
    let (kept, kept_code, _) = of(&other).await;
    assert_eq!((status(&server, &session).await, status(&server, &kept).await), (200, 200));
    let path = format!("{BASE}/booking-secrets/{}", shop.key_id);
    server.delete(&path).await.is(204);
    assert_eq!((status(&server, &session).await, status(&server, &kept).await), (401, 200));
    server.ask_with(Method::GET, &stream, &[], None).await.is(401);
    let exchange = async |code: Value| {
        let path = "/v1/scheduling/booking-launch-codes/exchange";
        let body = json!({ "booking_launch_code": code });
        server.ask_with(Method::POST, path, &[], Some(body)).await.status.as_u16()
    };
    assert_eq!((exchange(code).await, exchange(kept_code).await), (404, 201));
    // Neither a session nor a token of the secret gets anything new.
    for credential in [session, shop.token("customer-2")] {
        for path in ["/booking-launch-codes", "/stream-tickets"] {
            by_token(&server, &credential, Method::POST, path, None).await.is(401);
        }
    }
}

#[tokio::test]
async fn passes_leave_no_line_and_are_few_a_minute() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let organisation = "org-123".into();
    // What the demo holds has run out by then, and that is recorded.
    let begin = NOW.0 + DAY;
    server.app.clock.set(Instant(begin));
    let token_of = |customer: &str| {
        let mut claims = Shop::claims(customer, Instant(begin));
        claims["exp"] = json!(begin + 3_600);
        shop.sign(&claims)
    };
    let token = token_of("customer-0");
    assert_eq!(status(&server, &token).await, 200);
    let lines = async || {
        let versions = server.app.store.versions(std::slice::from_ref(&organisation)).await.unwrap();
        let audit = server.get("/v1/management/audit?limit=1").await.is(200)["totalRegistries"].clone();
        (versions[&organisation], audit)
    };
    let before = lines().await;
    let mut made = 0;
    for round in 0..100 {
        server.app.clock.set(Instant(begin + 20 * round));
        for number in 0..10 {
            let path = if number % 2 == 0 { "/stream-tickets" } else { "/booking-launch-codes" };
            let answered = by_token(&server, &token, Method::POST, path, None).await;
            match answered.status.as_u16() {
                201 => made += 1,
                429 => assert_eq!(answered.headers["retry-after"], "60"),
                other => panic!("{other}: {}", answered.body),
            }
        }
    }
    // 2,000 seconds, and ten in each minute of them.
    assert_eq!(made, 34 * PASSES_PER_MINUTE_MAX);
    assert_eq!(lines().await, before);
    // Another patient's are counted apart.
    by_token(&server, &token_of("customer-1"), Method::POST, "/stream-tickets", None).await.is(201);
    // What has run out goes, and nothing tells of it.
    server.app.clock.set(Instant(begin + 2_000 + STREAM_TICKET_SECONDS.max(LAUNCH_CODE_SECONDS)));
    let after = lines().await;
    frontdesk_server::prune::Pruner::new(server.app.clone()).turn().await;
    assert_eq!(server.app.store.passes().passes_of(&organisation, "pat-789").await.unwrap(), []);
    assert_eq!(lines().await, after);
}

#[tokio::test]
async fn one_patient_holds_five_until_the_clinic_says_otherwise() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let settings = format!("{BASE}/settings");
    assert_eq!(
        server.get(&settings).await.is(200),
        json!({ "max_live_holds_per_patient": LIVE_HOLDS_DEFAULT, "timezone": "Europe/Berlin" })
    );
    let slots = offered(&server).await;
    let mut slots = slots.iter();
    let token = shop.token("a");
    for _ in 0..LIVE_HOLDS_DEFAULT {
        hold(&server, &token, slots.next().unwrap()).await.is(201);
    }
    let sixth = slots.next().unwrap();
    let refused = hold(&server, &token, sixth).await.is(409);
    let reasons = &refused["refusal"]["explanations"][0]["reasons"];
    assert_eq!(*reasons, json!([{ "code": "too_many_holds", "limit": 5 }]));
    hold(&server, &shop.token("b"), sixth).await.is(201);

    let set = async |most: Value| {
        let body = json!({ "max_live_holds_per_patient": most });
        server.ask(Method::PUT, &settings, Some(body)).await
    };
    let answered = |most: Value| json!({ "max_live_holds_per_patient": most, "timezone": "Europe/Berlin" });
    assert_eq!(set(json!(6)).await.is(200), answered(json!(6)));
    // What is answered can be sent back; another clock is not set so.
    server.ask(Method::PUT, &settings, Some(answered(json!(6)))).await.is(200);
    let other = json!({ "max_live_holds_per_patient": 6, "timezone": "Europe/Vienna" });
    let refused = server.ask(Method::PUT, &settings, Some(other)).await.is(400);
    assert!(refused["errors"]["timezone"].is_array(), "{refused}");
    hold(&server, &token, slots.next().unwrap()).await.is(201);
    hold(&server, &token, slots.next().unwrap()).await.is(409);
    assert_eq!(set(Value::Null).await.is(200), answered(json!(null)));
    for _ in 0..5 {
        hold(&server, &token, slots.next().unwrap()).await.is(201);
    }
    for wrong in [json!(0), json!(1_001), json!("5"), json!(1.5)] {
        let refused = set(wrong).await.is(400);
        assert!(refused["errors"]["max_live_holds_per_patient"].is_array(), "{refused}");
    }
    server.ask(Method::PUT, &settings, Some(json!({}))).await.is(400);
    // That there is no limit is kept, for whoever loads it as well.
    let mut other = Server::beside(&server.database()).await;
    other.key = server.key.clone();
    assert_eq!(other.get(&settings).await.is(200), answered(json!(null)));
}

#[tokio::test]
async fn a_patient_asks_less_often_than_a_system() {
    let mut server = Server::demo().await;
    server.app.patient_limiter = Arc::new(Limiter::with_burst(1, 2));
    server.app.limiter = Arc::new(Limiter::per_second(1_000));
    server.router = frontdesk_server::api::router(server.app.clone());
    let shop = Shop::new(&server).await;
    let token = shop.token("a");
    let session = session_of(&server, &shop.token("b")).await["booking_session"].as_str().unwrap().to_owned();
    let count = async |credential: &str| {
        let mut answered = 0;
        for _ in 0..20 {
            answered += usize::from(status(&server, credential).await == 200);
        }
        answered
    };
    // Two at once, and what a slow machine takes in seconds.
    assert!((2..=10).contains(&count(&token).await));
    assert!((1..=10).contains(&count(&session).await));
    for _ in 0..30 {
        server.get(&format!("{BASE}/appointment-types")).await.is(200);
    }
}

/// Every reason that names something: an appointment of somebody else, a hold of somebody else, time off.
/// A line of the audit trail stays for three years.
#[tokio::test]
async fn what_a_patient_is_refused_leaves_no_line() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let (mine, other) = (shop.token("mine"), shop.token("other"));
    let slots = offered(&server).await;
    hold(&server, &other, &slots[2]).await.is(201);
    let own = hold(&server, &mine, &slots[5]).await.is(201);
    let organisation = "org-123".into();
    let lines = async || {
        let versions = server.app.store.versions(std::slice::from_ref(&organisation)).await.unwrap();
        let audit = server.get("/v1/management/audit?limit=1").await.is(200)["totalRegistries"].clone();
        (versions[&organisation], audit.as_i64().unwrap())
    };
    let before = lines().await;
    let extend = format!("/appointments/{}/extend", own["uid"].as_str().unwrap());
    for _ in 0..20 {
        hold(&server, &mine, &slots[2]).await.is(409);
        by_token(&server, &mine, Method::POST, &extend, None).await.is(409);
    }
    assert_eq!(lines().await, before);
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let counted = exposition(server.app.clone()).oneshot(request).await.unwrap().into_body();
    let counted = axum::body::to_bytes(counted, 1 << 20).await.unwrap();
    let counted = String::from_utf8(counted.to_vec()).unwrap();
    assert!(counted.contains("frontdesk_refusals_total{code=\"held\"} 20"), "{counted}");
    // Of a system's request there is one.
    let body = json!({ "appointment_type_uid": "apt-001", "start_date": slots[2]["start_date"],
        "doctor_uid": "doc-456", "patient_profile_uid": "pp-790" });
    server.post("/v1/scheduling/appointments/hold", body).await.is(409);
    assert_eq!(lines().await, (before.0, before.1 + 1));
}

#[tokio::test]
async fn a_refusal_tells_a_patient_nothing_of_others() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let (mine, other) = (shop.token("mine"), shop.token("other"));
    let slots = offered(&server).await;
    let uid = |held: &Value| held["uid"].as_str().unwrap().to_owned();
    // Another holds one and has booked one; the doctor is away for one; another doctor sees me at one.
    let held = hold(&server, &other, &slots[2]).await.is(201);
    let taken = hold(&server, &other, &slots[5]).await.is(201);
    let confirm = format!("/appointments/{}/confirm", uid(&taken));
    by_token(&server, &other, Method::POST, &confirm, None).await.is(200);
    let off =
        json!({ "kind": "blocked", "start_date": slots[8]["start_date"], "end_date": slots[8]["end_date"] });
    let path = format!("{BASE}/doctors/doc-456/availability-exceptions");
    let off = server.post(&path, off).await.is(201);
    let own = hold(&server, &mine, &slots[11]).await.is(201);
    let moved = hold(&server, &mine, &slots[14]).await.is(201);
    by_token(&server, &mine, Method::POST, &format!("/appointments/{}/confirm", uid(&moved)), None)
        .await
        .is(200);

    let cases = [
        (&slots[2], "held", uid(&held), false),
        (&slots[5], "slot_taken", uid(&taken), false),
        (&slots[8], "blocked", uid(&off), false),
        (&slots[11], "held", uid(&own), true),
        (&slots[11], "patient_busy", uid(&own), true),
    ];
    for (slot, code, by, is_named) in cases {
        let to = json!({ "start_date": slot["start_date"] });
        let rebook = format!("/appointments/{}/rebook", uid(&moved));
        let refusals = [
            hold(&server, &mine, slot).await.is(409),
            by_token(&server, &mine, Method::POST, &rebook, Some(to)).await.is(409),
        ];
        for refused in refusals {
            let reasons = refused["refusal"]["explanations"][0]["reasons"].as_array().unwrap();
            let found = reasons.iter().find(|reason| reason["code"] == code);
            let reason = found.unwrap_or_else(|| panic!("{code} is not in {refused}"));
            assert_eq!(reason["by"] == by.as_str(), is_named, "{refused}");
            assert_eq!(reason["until"].is_i64(), is_named, "{refused}");
            assert_eq!(refused.to_string().contains(&by), is_named, "{refused}");
            if code == "held" && !is_named {
                let until = held["hold_expires_at"].to_string();
                assert!(!refused.to_string().contains(&until), "{refused}");
            }
        }
        // Whoever has a key sees them.
        let query = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
            "doctor_uids": ["doc-456"], "patient_uid": own["patient_uid"] });
        let explained = server.post(&format!("{BASE}/explain"), query).await.is(200);
        let reasons = explained["data"][0]["reasons"].as_array().unwrap();
        assert!(
            reasons.iter().any(|reason| reason["code"] == code && reason["by"] == by.as_str()),
            "{explained}"
        );
        let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
            "doctor_uid": "doc-456", "patient_profile_uid": "pp-790" });
        let refused = server.post("/v1/scheduling/appointments/hold", body).await.is(409);
        assert!(code == "patient_busy" || refused.to_string().contains(&by), "{refused}");
    }
}

#[tokio::test]
async fn whoever_moves_an_appointment_is_listed_where_it_can_go() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let token = shop.token("mine");
    // One such visit a day, with each doctor, who stays the same.
    let kind = json!({ "name": "Course", "meeting_type": "REVIEW", "duration_minutes": 30,
        "hold_ttl_seconds": 600,
        "room_strategy": "per_appointment", "rebooking_mode": "same_doctor_only",
        "allow_patient_rebooking": true,
        "limits": [{ "per": "day", "appointments": 1 }] });
    let kind = server.post(&format!("{BASE}/appointment-types"), kind).await.is(201)["uid"].clone();
    let kind = kind.as_str().unwrap();
    let day = |slot: &Value| slot["start_date"].as_i64().unwrap() / DAY;
    let list = async |query: &str, headers: &[(&str, &str)]| {
        let query = format!("appointment_type_uid={kind}&{query}");
        slots(&server, &query, headers).await
    };
    let of = |listed: &Value, on: i64| -> Vec<Value> {
        let slots = listed["data"].as_array().unwrap().iter();
        slots.filter(|slot| day(slot) == on).cloned().collect()
    };
    let free = list("doctor_uid=doc-456", &[]).await.is(200);
    let free = free["data"].as_array().unwrap();
    // On the day that has the most.
    let others = |slot: &&Value| free.iter().filter(|other| day(other) == day(slot)).count();
    let first = free.iter().max_by_key(others).unwrap().clone();
    let on = day(&first);
    let body =
        json!({ "appointment_type_uid": kind, "start_date": first["start_date"], "doctor_uid": "doc-456" });
    let mine = by_token(&server, &token, Method::POST, "/appointments/hold", Some(body)).await.is(201);
    let uid = mine["uid"].as_str().unwrap().to_owned();
    by_token(&server, &token, Method::POST, &format!("/appointments/{uid}/confirm"), None).await.is(200);

    let headers = [("x-rxscale-booking-token", token.as_str())];
    let without = list("doctor_uid=doc-456", &headers).await.is(200);
    assert_eq!(of(&without, on), Vec::<Value>::new(), "the day is full");
    let listed = list(&format!("exclude_appointment_uid={uid}"), &headers).await.is(200);
    let there = of(&listed, on);
    assert!(there.len() > 5, "{}", there.len());
    assert!(listed["data"].as_array().unwrap().iter().all(|slot| slot["doctor_uid"] == "doc-456"));
    for slot in &there {
        let to = json!({ "start_date": slot["start_date"], "doctor_uid": slot["doctor_uid"] });
        let rebook = format!("/appointments/{uid}/rebook");
        by_token(&server, &token, Method::POST, &rebook, Some(to)).await.is(200);
    }
    // The type keeps the doctor, so with another there is nothing.
    let query = format!("exclude_appointment_uid={uid}&doctor_uid=doc-457");
    assert_eq!(list(&query, &headers).await.is(200), json!({ "data": [] }));

    // Nobody else learns by it where it is, or that it is.
    let exclude = format!("exclude_appointment_uid={uid}");
    list(&exclude, &[]).await.is(401);
    let other = shop.token("other");
    list(&exclude, &[("x-rxscale-booking-token", &other)]).await.is(404);
    list("exclude_appointment_uid=mtg-404", &headers).await.is(404);
    list(&exclude, &[("x-api-key", &server.key)]).await.is(200);
    let reads = server.key_for("org-123", &["scheduling:read"]).await;
    list(&exclude, &[("x-api-key", &reads)]).await.is(403);
    let theirs = server.another_organisation().await;
    list(&exclude, &[("x-api-key", &theirs)]).await.is(404);
    let theirs = list("exclude_appointment_uid=mtg-900", &[("x-api-key", &theirs)]).await;
    theirs.is(404);
}

#[tokio::test]
async fn the_grid_of_a_listing_can_be_another() {
    let server = Server::demo().await;
    let starts = async |query: &str| {
        let query = format!("appointment_type_uid=apt-001&doctor_uid=doc-457&{query}");
        let listed = slots(&server, &query, &[]).await.is(200);
        let slots = listed["data"].as_array().unwrap().clone();
        slots.iter().map(|slot| slot["start_date"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    let usual = starts("").await;
    let fine = starts("grid=window&grid_step_minutes=5").await;
    assert!(fine.len() > 3 * usual.len() && usual.iter().all(|start| fine.contains(start)));
    let clock = starts("grid=clock&grid_align_minutes=20&grid_step_minutes=20").await;
    assert!(!clock.is_empty() && clock.iter().all(|start| start % 1_200 == 0));
    for (query, field) in [
        ("grid=round", "grid"),
        ("grid_step_minutes=5", "grid_step_minutes"),
        ("grid_align_minutes=20", "grid_align_minutes"),
        ("grid=clock&grid_align_minutes=7", "grid.align_minutes"),
        ("grid=window&grid_step_minutes=0", "grid.step_minutes"),
    ] {
        let query = format!("appointment_type_uid=apt-001&{query}");
        let refused = slots(&server, &query, &[]).await.is(400);
        assert!(refused["errors"][field].is_array(), "{query}: {refused}");
    }
}

/// What is listed for a patient is what that patient can hold; for the desk, what the desk can.
#[tokio::test]
async fn slots_are_listed_for_whoever_holds_them() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let token = shop.token("customer-77");
    let listed = async |doctor: &str| {
        let answered =
            slots(&server, &format!("appointment_type_uid=apt-001&doctor_uid={doctor}"), &[]).await.is(200);
        answered["data"].as_array().unwrap().clone()
    };
    let free = listed("doc-456").await;
    let hold = json!({ "appointment_type_uid": "apt-001", "start_date": free[0]["start_date"],
        "doctor_uid": "doc-456" });
    let held = by_token(&server, &token, Method::POST, "/appointments/hold", Some(hold)).await.is(201);
    let other = listed("doc-457").await;
    let overlaps = |slot: &Value| {
        slot["start_date"].as_i64() < held["end_date"].as_i64()
            && held["start_date"].as_i64() < slot["end_date"].as_i64()
    };
    assert!(other.iter().any(overlaps), "another doctor has the same time");
    let range = format!(
        "/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&doctor_uid=doc-457&from={}&to={}",
        other[0]["start_date"],
        other[0]["start_date"].as_i64().unwrap() + 5 * 86_400,
    );
    let mine = by_token(&server, &token, Method::GET, &format!("{range}&for_me=true"), None).await.is(200);
    let mine = mine["data"].as_array().unwrap();
    assert!(!mine.is_empty() && !mine.iter().any(overlaps), "{mine:?}");
    // Nobody but who shows who they are.
    let path = format!("/v1/scheduling{range}");
    server.get(&format!("{path}&patient_profile_uid=nobody")).await.is(404);
    server.get(&format!("{path}&for_me=true")).await.is(400);
    let named = format!("{range}&patient_profile_uid=pp-790");
    by_token(&server, &token, Method::GET, &named, None).await.is(400);

    let query = json!({ "appointment_type_uid": "apt-001", "doctor_uids": ["doc-457"],
        "patient_uid": held["patient_uid"],
        "by": "administrator", "from": held["start_date"], "to": held["end_date"] });
    let asked = server.post(&format!("{BASE}/slots"), query.clone()).await.is(200);
    assert!(!asked["data"].as_array().unwrap().iter().any(overlaps), "{asked}");
    let far = json!({ "appointment_type_uid": "apt-001", "from": 0, "to": 63 * 86_400 });
    assert!(server.post(&format!("{BASE}/slots"), far).await.is(400)["errors"]["to"].is_array());
}
