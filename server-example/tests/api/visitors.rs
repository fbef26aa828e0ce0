//! The booking page's own operations: visitors, who book without being known to a shop.

use axum::body::Body;
use axum::http::{Method, Request};
use frontdesk::{Clinic, ClinicSnapshot, Instant, SlotQuery, from_json};
use futures_util::StreamExt;
use serde_json::{Value, json};

use crate::common::shop::{Shop, by_token, session_of};
use crate::common::{NOW, Server};

pub(super) const SHOP: &str = "shop-abc123";
pub(super) const FEED: &str = "/v1/scheduling/availability?shop_uid=shop-abc123";

pub(super) async fn public(
    server: &Server,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> crate::common::Answered {
    server.ask_with(method, path, &[], body).await
}

pub(super) async fn visitor(server: &Server) -> String {
    let body = json!({ "shop_uid": SHOP });
    let session = public(server, Method::POST, "/v1/scheduling/visitors", Some(body)).await.is(201);
    session["booking_session"].as_str().unwrap().to_owned()
}

/// Each interval of what is taken of a doctor's time, with what is told of it.
pub(super) fn spread(busy: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for group in busy.as_array().unwrap() {
        let mut at = 0;
        for pair in group["times"].as_array().unwrap().chunks(2) {
            let mut one = group.clone();
            let start = at + pair[0].as_i64().unwrap();
            at = start + pair[1].as_i64().unwrap();
            (one["start"], one["end"]) = (json!(start), json!(at));
            all.push(one);
        }
    }
    all
}

/// The clinic that a page makes of a feed, as the page does it.
pub(super) fn clinic_of(feed: &Value) -> Clinic {
    let mut clinic = feed["clinic"].clone();
    let mut appointments = Vec::new();
    for (doctor, busy) in feed["busy"].as_object().unwrap() {
        for taken in spread(busy) {
            let said = |name: &str| taken.get(name).cloned().unwrap_or(Value::Null);
            let status = if said("hold_expires_at").is_null() { "confirmed" } else { "held" };
            appointments.push(json!({
                "uid": format!("{doctor}/{}", appointments.len()), "doctor_uid": doctor, "status": status,
                "start_date": said("start"), "end_date": said("end"),
                "appointment_type_uid": said("appointment_type_uid"), "location_uid": said("location_uid"),
                "hold_expires_at": said("hold_expires_at"),
                "seats": taken.get("seats").cloned().unwrap_or(json!(1)),
            }));
        }
    }
    clinic["appointments"] = appointments.into();
    let snapshot: ClinicSnapshot = from_json(&clinic.to_string()).unwrap();
    Clinic::new(snapshot).unwrap()
}

#[tokio::test]
async fn a_shop_has_a_page_once_it_says_so() {
    let server = Server::demo().await;
    let of_shop = Some(json!({ "shop_uid": SHOP }));
    let set = async |page: &str| {
        server.patch("/v1/management/shops/shop-abc123", json!({ "booking_page": page })).await.is(200)
    };
    assert_eq!(set("known_patients").await["booking_page"], "known_patients");
    public(&server, Method::GET, FEED, None).await.is(200);
    public(&server, Method::POST, "/v1/scheduling/visitors", of_shop.clone()).await.is(403);
    set("anyone").await;
    let session = visitor(&server).await;
    by_token(&server, &session, Method::GET, "/appointments", None).await.is(200);
    // What a visitor got there counts no more once there is no page.
    set("off").await;
    public(&server, Method::GET, FEED, None).await.is(404);
    public(&server, Method::GET, "/v1/scheduling/availability/events?shop_uid=shop-abc123", None)
        .await
        .is(404);
    public(&server, Method::POST, "/v1/scheduling/visitors", of_shop).await.is(404);
    by_token(&server, &session, Method::GET, "/appointments", None).await.is(401);
    server.patch("/v1/management/shops/shop-abc123", json!({ "booking_page": "open" })).await.is(400);
    public(&server, Method::GET, "/v1/scheduling/availability?shop_uid=shop-x", None).await.is(404);
}

#[tokio::test]
async fn a_visitor_holds_says_who_it_is_confirms_and_comes_back_by_the_link() {
    let server = Server::demo().await;
    let session = visitor(&server).await;
    let clinic = clinic_of(&public(&server, Method::GET, FEED, None).await.is(200));
    let query = SlotQuery {
        appointment_type_uid: "apt-001".into(),
        from: NOW,
        to: Instant(NOW.0 + 20 * 86_400),
        ..SlotQuery::default()
    };
    let free = clinic.find_slots(&query, NOW).unwrap();
    let hold = async |session: &str, index: usize| {
        let slot = &free[index];
        let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot.start_date,
            "doctor_uid": slot.doctor_uid });
        by_token(&server, session, Method::POST, "/appointments/hold", Some(body)).await
    };
    let first = hold(&session, 3).await.is(201);
    let one = |booking: &Value| format!("/appointments/{}", booking["uid"].as_str().unwrap());
    // Another visitor doesn't get it, and doesn't see it; nor does the page show it as free.
    let other = visitor(&server).await;
    hold(&other, 3).await.is(409);
    by_token(&server, &other, Method::GET, &one(&first), None).await.is(404);
    let feed = public(&server, Method::GET, FEED, None).await.is(200);
    let now_free = clinic_of(&feed).find_slots(&query, NOW).unwrap();
    assert!(!now_free.contains(&free[3]) && !feed.to_string().contains("visitor"), "{feed}");
    // A visitor holds one slot at a time.
    let second = hold(&session, 40).await.is(201);
    let gone = by_token(&server, &session, Method::GET, &one(&first), None).await.is(200);
    assert_eq!(gone["status"], "cancelled");
    // Nobody books without saying who it is.
    let confirm = format!("{}/confirm", one(&second));
    let refused = by_token(&server, &session, Method::POST, &confirm, None).await.is(409);
    assert_eq!(refused["refusal"]["code"], "details_missing");
    for (field, wrong) in
        [("email", "nobody"), ("email", "a b@c"), ("email", "a@b@c"), ("first_name", " "), ("last_name", "")]
    {
        let mut details = json!({ "first_name": "Ada", "last_name": "Byron", "email": "ada@example.com" });
        details[field] = wrong.into();
        by_token(&server, &session, Method::PUT, "/visitors/me", Some(details)).await.is(400);
    }
    let details =
        json!({ "first_name": "Ada", "last_name": "Byron", "email": "ada@example.com", "phone": "030 123" });
    by_token(&server, &session, Method::PUT, "/visitors/me", Some(details)).await.is(204);
    let booked = by_token(&server, &session, Method::POST, &confirm, None).await.is(200);
    assert_eq!(booked["status"], "confirmed");
    // The practice sees who comes.
    let listed = server.get("/v1/management/scheduling/appointments?limit=200").await.is(200);
    let row = listed["data"].as_array().unwrap().iter().find(|row| row["uid"] == booked["uid"]).unwrap();
    assert_eq!(row["patient_display_name"], "Ada Byron");
    // The file for the calendar, and the way back.
    let file = by_token(&server, &session, Method::GET, &format!("{}/calendar", one(&booked)), None).await;
    assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    let text = file.is(200);
    assert!(text.as_str().unwrap().contains("SUMMARY:Initial consultation · Dr. "), "{text}");
    let link = by_token(&server, &session, Method::POST, "/visitors/links", None).await.is(201);
    let body = json!({ "booking_link": link["booking_link"] });
    let exchange = "/v1/scheduling/visitors/links/exchange";
    for _ in 0..2 {
        let back = public(&server, Method::POST, exchange, Some(body.clone())).await.is(201);
        let back = back["booking_session"].as_str().unwrap();
        let own = by_token(&server, back, Method::GET, "/appointments", None).await.is(200);
        assert_eq!(
            own["data"].as_array().unwrap().iter().filter(|row| row["uid"] == booked["uid"]).count(),
            1
        );
        by_token(&server, &other, Method::GET, &one(&booked), None).await.is(404);
    }
    public(&server, Method::POST, exchange, Some(json!({ "booking_link": session }))).await.is(404);
    // Three are as many as a visitor may have to come.
    for index in [80, 120] {
        let held = hold(&session, index).await.is(201);
        by_token(&server, &session, Method::POST, &format!("{}/confirm", one(&held)), None).await.is(200);
    }
    let refused = hold(&session, 150).await.is(409);
    assert_eq!(refused["refusal"]["code"], "too_many_appointments");
    let reason = Some(json!({ "reason": "other plans" }));
    by_token(&server, &session, Method::POST, &format!("{}/cancel", one(&booked)), reason).await.is(200);
    hold(&session, 150).await.is(201);
}

#[tokio::test]
async fn whom_a_shop_has_named_is_no_visitor() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let token = shop.token("4711");
    let session = session_of(&server, &token).await["booking_session"].as_str().unwrap().to_owned();
    let details = json!({ "first_name": "Mallory", "last_name": "X", "email": "m@example.com" });
    for credential in [&token, &session] {
        by_token(&server, credential, Method::PUT, "/visitors/me", Some(details.clone())).await.is(403);
        by_token(&server, credential, Method::POST, "/visitors/links", None).await.is(403);
    }
}

#[tokio::test]
async fn an_address_becomes_a_visitor_only_so_often() {
    let mut server = Server::demo().await;
    let mut app = server.app.clone();
    app.visitor_limiter = std::sync::Arc::new(frontdesk_server::rate_limit::Limiter::per_hour(60, 10));
    server.router = frontdesk_server::api::router(app);
    for _ in 0..10 {
        visitor(&server).await;
    }
    let body = Some(json!({ "shop_uid": SHOP }));
    let refused = public(&server, Method::POST, "/v1/scheduling/visitors", body).await;
    assert!(refused.headers.contains_key("retry-after"));
    refused.is(429);
}

#[tokio::test]
async fn what_has_changed_says_what_it_was_before() {
    let server = Server::demo().await;
    let path = FEED.replace('?', "/events?");
    let request = Request::get(&path).body(Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(server.router.clone(), request).await.unwrap();
    let mut events = response.into_body().into_data_stream();
    let mut next = async || {
        let chunk = tokio::time::timeout(std::time::Duration::from_secs(20), events.next()).await.unwrap();
        let text = String::from_utf8(chunk.unwrap().unwrap().to_vec()).unwrap();
        let (event, data) = text.trim_end().split_once("\ndata: ").unwrap();
        (event.to_owned(), serde_json::from_str::<Value>(data).unwrap())
    };
    let (event, said) = next().await;
    assert_eq!(event, "event: version");
    let mut version = said["version"].clone();
    let session = visitor(&server).await;
    for index in [3, 40] {
        hold(&server, &session, index, None).await.is(201);
        let (event, said) = next().await;
        assert_eq!((event.as_str(), &said["before"]), ("event: busy", &version));
        version = public(&server, Method::GET, FEED, None).await.is(200)["version"].clone();
        assert_eq!(said["version"], version);
    }
}

/// Holds one of the slots of the demo.
pub(super) async fn hold(
    server: &Server,
    session: &str,
    index: usize,
    replaces: Option<&Value>,
) -> crate::common::Answered {
    let desk = server.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
    let query = SlotQuery {
        appointment_type_uid: "apt-001".into(),
        from: NOW,
        to: Instant(NOW.0 + 20 * 86_400),
        ..SlotQuery::default()
    };
    let slot = desk.read(|state| state.clinic.find_slots(&query, NOW).unwrap()[index].clone());
    let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot.start_date,
        "doctor_uid": slot.doctor_uid, "replaces": replaces });
    by_token(server, session, Method::POST, "/appointments/hold", Some(body)).await
}

/// Holds a slot, and books it, if nothing is to be approved.
pub(super) async fn booked(server: &Server, session: &str, index: usize) -> Value {
    let held = hold(server, session, index, None).await.is(201);
    let details = json!({ "first_name": "Ada", "last_name": "Byron", "email": "ada@example.com" });
    by_token(server, session, Method::PUT, "/visitors/me", Some(details)).await.is(204);
    let confirm = format!("{}/confirm", one(&held));
    by_token(server, session, Method::POST, &confirm, None).await.is(200)
}

pub(super) fn one(booking: &Value) -> String {
    format!("/appointments/{}", booking["uid"].as_str().unwrap())
}

#[tokio::test]
async fn where_visitors_do_not_book_any_more_they_only_give_back() {
    let server = Server::demo().await;
    let session = visitor(&server).await;
    let booked = booked(&server, &session, 3).await;
    let held = hold(&server, &session, 20, None).await.is(201);
    let set = json!({ "booking_page": "known_patients" });
    server.patch("/v1/management/shops/shop-abc123", set).await.is(200);
    hold(&server, &session, 30, None).await.is(403);
    let ask = async |path: String, body: Option<Value>| {
        by_token(&server, &session, Method::POST, &path, body).await.status.as_u16()
    };
    let to = json!({ "start_date": held["start_date"].as_i64().unwrap() + 86_400 });
    assert_eq!(ask(format!("{}/confirm", one(&held)), None).await, 403);
    assert_eq!(ask(format!("{}/extend", one(&held)), None).await, 403);
    assert_eq!(ask(format!("{}/rebook", one(&booked)), Some(to)).await, 403);
    assert_eq!(ask(format!("{}/release", one(&held)), None).await, 200);
    let reason = json!({ "reason": "other plans" });
    assert_eq!(ask(format!("{}/cancel", one(&booked)), Some(reason)).await, 200);
    // Whom the shop sends goes on as ever.
    let token = Shop::new(&server).await.token("4711");
    hold(&server, &token, 20, None).await.is(201);
}

#[tokio::test]
async fn a_visitor_replaces_nothing_but_the_own_live_hold() {
    let server = Server::demo().await;
    let kind = "/v1/management/scheduling/appointment-types/apt-001";
    server.patch(kind, json!({ "approval_ttl_seconds": 86_400 })).await.is(200);
    let session = visitor(&server).await;
    let requested = booked(&server, &session, 3).await;
    assert_eq!((&requested["status"], &requested["approval"]), (&json!("held"), &json!("requested")));
    let live = hold(&server, &session, 20, None).await.is(201);
    // What waits for approval is none; nor is what was given back.
    let refused = hold(&server, &session, 30, Some(&requested["uid"])).await.is(409);
    assert_eq!(refused["refusal"]["code"], "no_live_hold");
    let next = hold(&server, &session, 30, Some(&live["uid"])).await.is(201);
    hold(&server, &session, 40, Some(&live["uid"])).await.is(409);
    for (booking, status) in [(&requested, "held"), (&live, "cancelled"), (&next, "held")] {
        assert_eq!(
            by_token(&server, &session, Method::GET, &one(booking), None).await.is(200)["status"],
            status
        );
    }
}

#[tokio::test]
async fn links_end_half_a_year_after_the_visitor_first_came() {
    let server = Server::demo().await;
    let session = visitor(&server).await;
    let follow = async |link: &Value| {
        let body = json!({ "booking_link": link["booking_link"] });
        public(&server, Method::POST, "/v1/scheduling/visitors/links/exchange", Some(body)).await
    };
    let first = by_token(&server, &session, Method::POST, "/visitors/links", None).await.is(201);
    assert_eq!(first["expires_at"], NOW.0 + 183 * 86_400);
    // A link that is got by another leads no further; its session neither.
    let last = Instant(NOW.0 + 183 * 86_400 - 60);
    server.app.clock.set(last);
    let back = follow(&first).await.is(201);
    assert_eq!(back["expires_at"], first["expires_at"]);
    let back = back["booking_session"].as_str().unwrap();
    let second = by_token(&server, back, Method::POST, "/visitors/links", None).await.is(201);
    assert_eq!(second["expires_at"], first["expires_at"]);
    follow(&second).await.is(201);
    server.app.clock.set(Instant(last.0 + 60));
    follow(&first).await.is(404);
    follow(&second).await.is(404);
    by_token(&server, back, Method::GET, "/appointments", None).await.is(401);
}

#[tokio::test]
async fn nothing_is_kept_of_a_visitor_who_holds_nothing() {
    let server = Server::demo().await;
    let session = visitor(&server).await;
    let count =
        async || server.get("/v1/management/patient-list?limit=1").await.is(200)["totalRegistries"].clone();
    let before = count().await;
    let details = json!({ "first_name": "Ada", "last_name": "Byron", "email": "ada@example.com" });
    let say = async || by_token(&server, &session, Method::PUT, "/visitors/me", Some(details.clone())).await;
    assert_eq!(say().await.is(409)["refusal"]["code"], "nothing_held");
    assert_eq!(count().await, before);
    // Nor of one whose hold ran out.
    hold(&server, &session, 3, None).await.is(201);
    server.app.clock.set(Instant(NOW.0 + 1_500));
    say().await.is(409);
    assert_eq!(count().await, before);
    hold(&server, &session, 9, None).await.is(201);
    say().await.is(204);
    assert_ne!(count().await, before);
}
