//! Every JSON example of the documents about the waiting room, and what doctors do with those who wait.

use axum::http::Method;
use frontdesk::Instant;
use serde_json::{Value, json};

use crate::common::{NOW, Server};

pub(super) const ROOM: &str = "/v1/management/waiting-room";

pub(super) fn registration() -> Value {
    json!({
      "shop_uid": "shop-abc123",
      "patient_profile_uid": "pp-xyz789",
      "preferred_doctor_uid": "doc-456",
      "visit_reason": "Follow-up consultation"
    })
}

pub(super) async fn register(server: &Server) -> String {
    let registered = server.post(&format!("{ROOM}/register"), registration()).await.is(201);
    registered["queue_uid"].as_str().unwrap().to_owned()
}

/// Dr. Yılmaz has an appointment at this hour, which goes first.
pub(crate) async fn after_the_appointment(server: &Server) {
    let allocation = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-457" });
    let refused = server.post(&format!("{ROOM}/allocate"), allocation).await.is(409);
    assert_eq!(refused["refusal"]["code"], "appointment_due");
    let uid = refused["refusal"]["appointment_uid"].as_str().unwrap();
    let shop = json!({ "shop_uid": "shop-abc123" });
    let started = server.post(&format!("{ROOM}/appointments/{uid}/start"), shop.clone()).await.is(200);
    assert_eq!(started, json!({ "appointment_uid": uid, "doctor_uid": "doc-457" }));
    let early = server.post(&format!("{ROOM}/appointments/{uid}/no-show"), shop.clone()).await.is(409);
    assert_eq!(early["refusal"]["code"], "too_soon");
    server.post(&format!("{ROOM}/appointments/{uid}/finish"), shop).await.is(200);
    let completed = server
        .get("/v1/management/scheduling/appointments?status=completed&limit=200&doctor_uid=doc-457")
        .await
        .is(200);
    assert!(completed["data"].as_array().unwrap().iter().any(|row| row["uid"] == uid));
}

#[tokio::test]
async fn register_patient() {
    let server = Server::demo().await;
    let registered = server.post(&format!("{ROOM}/register"), registration()).await.is(201);
    assert!(registered["queue_uid"].as_str().unwrap().starts_with("q-"));
    assert_eq!(registered["position"], 3);
    let wait = &registered["wait"];
    let (p10, p50, p90) =
        (wait["p10"].as_f64().unwrap(), wait["p50"].as_f64().unwrap(), wait["p90"].as_f64().unwrap());
    assert!(p10 <= p50 && p50 < p90 && wait["p_served"].as_f64().unwrap() > 0.9, "{registered}");
    // What is shown to people is rounded, to five minutes from ten on, and has a bound beside it.
    let shown = registered["estimated_wait_minutes"].as_i64().unwrap();
    let at_most = registered["at_most_wait_minutes"].as_i64().unwrap();
    assert!(
        (shown as f64 - p50).abs() <= 2.5 && (p90..p90 + 15.0).contains(&(at_most as f64)),
        "{registered}"
    );
    assert!(registered["wait_unknown"].is_null(), "{registered}");
}

#[tokio::test]
async fn check_queue_status() {
    let server = Server::demo().await;
    let status = server.get(&format!("{ROOM}/q-abc123/status")).await.is(200);
    let documented = json!({
      "queue_uid": "q-abc123",
      "status": "waiting",
      "position": 2,
      "estimated_wait_minutes": status["estimated_wait_minutes"],
      "video_room_id": null,
      "allocated_at": null,
      "wait": status["wait"],
      "at_most_wait_minutes": status["at_most_wait_minutes"],
      "wait_unknown": null,
      "wait_across_break": status["wait_across_break"],
      "doctor_uid": null,
      "overdue_minutes": null,
      "presence": "ready",
      "ready_at": null
    });
    assert_eq!(status, documented);
    assert!(status["estimated_wait_minutes"].is_i64() && status["wait"]["p90"].is_f64());
}

#[tokio::test]
async fn what_is_shown_does_not_rise_while_nothing_happens() {
    let server = Server::demo().await;
    let registered = server.post(&format!("{ROOM}/register"), registration()).await.is(201);
    let uid = registered["queue_uid"].as_str().unwrap();
    let mut before = registered["estimated_wait_minutes"].as_i64().unwrap();
    let width = registered["at_most_wait_minutes"].as_i64().unwrap() - before;
    for seconds in (10..600).step_by(10) {
        server.app.clock.set(Instant(NOW.0 + seconds));
        let status = server.get(&format!("{ROOM}/{uid}/status")).await.is(200);
        let shown = status["estimated_wait_minutes"].as_i64().unwrap();
        assert!(shown <= before || shown > before + width, "{before}, then {status}");
        before = shown;
    }
}

#[tokio::test]
async fn who_is_not_there_is_passed_over() {
    let server = Server::demo().await;
    let path = format!("{ROOM}/q-abc122/presence");
    let noted = server.post(&path, json!({ "presence": "on_the_way", "minutes": 30 })).await.is(200);
    assert_eq!(
        (&noted["status"], &noted["presence"], &noted["ready_at"]),
        (&json!("waiting"), &json!("on_the_way"), &json!(NOW.0 + 1_800))
    );
    let status = server.get(&format!("{ROOM}/q-abc122/status")).await.is(200);
    assert_eq!(status["position"], 1, "the place is kept");
    assert!(status["wait"]["p10"].as_f64().unwrap() >= 30.0, "{status}");
    server.post(&path, json!({ "presence": "elsewhere" })).await.is(200);
    let status = server.get(&format!("{ROOM}/q-abc122/status")).await.is(200);
    assert_eq!(
        (&status["estimated_wait_minutes"], &status["wait_unknown"]),
        (&Value::Null, &json!("unknown"))
    );
    let list = server.get(&format!("{ROOM}?shop_uid=shop-abc123")).await.is(200);
    assert_eq!(list["data"][0]["presence"], "elsewhere", "{list}");
    for wrong in [
        json!({ "presence": "on_the_way" }),
        json!({ "presence": "on_the_way", "minutes": 1441 }),
        json!({ "presence": "elsewhere", "minutes": 5 }),
        json!({ "presence": "gone" }),
    ] {
        server.post(&path, wrong).await.is(400);
    }
}

#[tokio::test]
async fn who_is_sent_elsewhere_comes_back_and_goes_first() {
    let server = Server::demo().await;
    let of = |uid: &str, what: &str| format!("/v1/management/waiting-room/{uid}/{what}");
    after_the_appointment(&server).await;
    register(&server).await;
    let called = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-457" });
    let allocate = "/v1/management/waiting-room/allocate";
    let first = server.post(allocate, called.clone()).await.is(200)["queue_uid"].as_str().unwrap().to_owned();
    let waits = server.post(&of(&first, "come-back"), json!({})).await.is(409);
    assert_eq!(waits["refusal"]["code"], "wrong_status", "{waits}");
    let nobody = json!({ "doctor_uid": "doc-900" });
    server.post(&of(&first, "send-elsewhere"), nobody).await.is(404);
    server.post(&of(&first, "send-elsewhere"), json!({ "minutes": 5 })).await.is(400);
    let sent = server.post(&of(&first, "send-elsewhere"), json!({})).await.is(200);
    assert_eq!(
        (&sent["status"], &sent["presence"], &sent["sent_elsewhere_at"]),
        (&json!("waiting"), &json!("elsewhere"), &json!(NOW.0))
    );
    server.post(&of(&first, "send-elsewhere"), json!({})).await.is(409);
    let list = server.get(&format!("{ROOM}?shop_uid=shop-abc123")).await.is(200);
    let own = list["data"].as_array().unwrap().iter().find(|entry| entry["queue_uid"] == first.as_str());
    let own = own.unwrap_or_else(|| panic!("the entry waits: {list}"));
    assert_eq!(own["sent_elsewhere_at"], NOW.0, "{list}");
    assert!(own["estimated_wait_minutes"].is_i64(), "the patient is expected back: {list}");
    let status = server.get(&format!("{ROOM}/{first}/status")).await.is(200);
    assert_eq!(status["position"], 1, "{status}");
    // Others are seen meanwhile.
    server.post(allocate, called).await.is(200);
    let back = server.post(&of(&first, "come-back"), json!({})).await.is(200);
    assert_eq!((&back["presence"], &back["sent_elsewhere_at"]), (&json!("ready"), &Value::Null));
    server.post(&of(&first, "come-back"), json!({})).await.is(409);
}

#[tokio::test]
async fn cancel_registration() {
    let server = Server::demo().await;
    let cancelled = server.delete(&format!("{ROOM}/q-abc123")).await.is(200);
    assert_eq!(cancelled, json!({ "message": "Registration cancelled" }));
    let status = server.get(&format!("{ROOM}/q-abc123/status")).await.is(200);
    assert_eq!(
        (&status["status"], &status["position"], &status["estimated_wait_minutes"]),
        (&json!("cancelled"), &Value::Null, &Value::Null)
    );
    assert_eq!(server.delete(&format!("{ROOM}/q-abc123")).await.is(409)["refusal"]["code"], "wrong_status");
}

#[tokio::test]
async fn what_is_refused() {
    let server = Server::demo().await;
    let path = format!("{ROOM}/register");
    let with = |field: &str, value: Value| {
        let mut body = registration();
        body[field] = value;
        body
    };
    for field in ["shop_uid", "patient_profile_uid"] {
        server.post(&path, with(field, json!("no-such"))).await.is(404);
        server.post(&path, with(field, json!(""))).await.is(400);
        server.post(&path, with(field, Value::Null)).await.is(400);
    }
    server.post(&path, with("preferred_doctor_uid", json!("doc-900"))).await.is(404);
    server.post(&path, with("unknown", json!(1))).await.is(400);
    register(&server).await;
    let again = server.post(&path, registration()).await.is(409);
    assert_eq!(again["refusal"]["code"], "already_registered");
    let theirs = server.another_organisation().await;
    for path in [format!("{ROOM}/q-abc123/status"), format!("{ROOM}/q-abc123/events")] {
        server.ask_with(Method::GET, &path, &[("x-api-key", &theirs)], None).await.is(404);
    }
    server
        .ask_with(Method::DELETE, &format!("{ROOM}/q-abc123"), &[("x-api-key", &theirs)], None)
        .await
        .is(404);
    let other_shop =
        server.key_of_shop("org-123", Some("shop-other"), &["waiting_room:read", "waiting_room:write"]).await;
    server
        .ask_with(Method::GET, &format!("{ROOM}/q-abc123/status"), &[("x-api-key", &other_shop)], None)
        .await
        .is(404);
}

#[tokio::test]
async fn the_same_registration_twice_is_one() {
    let server = Server::demo().await;
    let headers = [("x-api-key", server.key.as_str()), ("idempotency-key", "once")];
    let ask = async || {
        server.ask_with(Method::POST, &format!("{ROOM}/register"), &headers, Some(registration())).await
    };
    let first = ask().await.is(201);
    let second = ask().await;
    assert_eq!(second.headers["idempotency-replayed"], "true");
    assert_eq!(second.is(201), first);
}

#[tokio::test]
async fn a_visit_from_the_call_to_the_end_teaches_the_room() {
    let server = Server::demo().await;
    after_the_appointment(&server).await;
    let allocation = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-457" });
    let called = server.post(&format!("{ROOM}/allocate"), allocation.clone()).await.is(200);
    assert_eq!((&called["queue_uid"], &called["status"]), (&json!("q-abc122"), &json!("allocated")));
    let status = server.get(&format!("{ROOM}/q-abc122/status")).await.is(200);
    assert_eq!((&status["allocated_at"], &status["doctor_uid"]), (&json!(NOW.0), &json!("doc-457")));
    assert!(status["video_room_id"].is_string() && status["position"].is_null());
    assert_eq!(
        server.post(&format!("{ROOM}/allocate"), allocation.clone()).await.is(409)["refusal"]["code"],
        "doctor_busy"
    );

    let learned = |server: &Server| {
        let desks = server.app.desks.clone();
        async move {
            desks
                .of(&"org-123".into())
                .await
                .unwrap()
                .unwrap()
                .read(|state| state.rooms["shop-abc123"].learner.clone())
        }
    };
    let before = learned(&server).await;
    server.app.clock.set(Instant(NOW.0 + 600));
    assert_eq!(
        server.post(&format!("{ROOM}/q-abc122/complete"), json!({})).await.is(200)["status"],
        "completed"
    );
    let after = learned(&server).await;
    assert_ne!(before, after);
    // What a desk knows is what another desk on the same database loads.
    let again = frontdesk_server::app::App::new(server.app.store.clone(), server.app.clock.clone());
    let loaded = again.desks.of(&"org-123".into()).await.unwrap().unwrap();
    loaded.read(|state| {
        assert_eq!(state.rooms["shop-abc123"].learner, after);
        assert_eq!(state.rooms["shop-abc123"].room.position("q-abc123"), Some(1));
    });
    let off_duty = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-458" });
    assert_eq!(
        server.post(&format!("{ROOM}/allocate"), off_duty).await.is(409)["refusal"]["code"],
        "off_duty"
    );
}

#[tokio::test]
async fn patients_are_triaged_by_the_levels_of_the_policy() {
    let server = Server::demo().await;
    let path = format!("{ROOM}/policy?shop_uid=shop-abc123");
    let mut policy = server.get(&path).await.is(200);
    let of = |levels: Value| {
        let mut policy = policy.clone();
        policy["levels"] = levels;
        policy
    };
    let twice = of(json!([{ "uid": "red" }, { "uid": "red" }]));
    let refused = server.ask(Method::PUT, &path, Some(twice)).await.is(400);
    assert!(refused["errors"]["levels[1].uid"].is_array(), "{refused}");
    let nowhere = format!("{ROOM}/policy?shop_uid=nowhere");
    server.ask(Method::PUT, &nowhere, Some(of(json!([])))).await.is(404);
    let levels = json!([
        { "uid": "red", "name": "At once", "head_start_minutes": 0, "urgent": true },
        { "uid": "amber", "name": null, "head_start_minutes": 30, "urgent": false },
    ]);
    policy = of(levels);
    assert_eq!(server.ask(Method::PUT, &path, Some(policy.clone())).await.is(200), policy);
    assert_eq!(server.get(&path).await.is(200), policy);

    let with = |level: &str, more: Value| {
        let mut registration = registration();
        registration["level"] = json!(level);
        registration.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        registration
    };
    let register = format!("{ROOM}/register");
    server.post(&register, with("blue", json!({}))).await.is(404);
    let said_twice = server.post(&register, with("red", json!({ "urgent": true }))).await.is(400);
    assert!(said_twice["errors"]["urgent"].is_array(), "{said_twice}");
    let registered = server.post(&register, with("red", json!({}))).await.is(201);
    assert_eq!(registered["position"], 1, "{registered}");
    let triage = format!("{ROOM}/{}/level", registered["queue_uid"].as_str().unwrap());
    let listed = server.get(&format!("{ROOM}?shop_uid=shop-abc123")).await.is(200);
    let first = &listed["data"][0];
    assert_eq!((&first["level"], &first["urgent"]), (&json!("red"), &json!(true)), "{listed}");
    for (level, urgent) in [(json!("amber"), false), (json!("red"), true), (Value::Null, false)] {
        let noted = server.post(&triage, json!({ "level": level })).await.is(200);
        assert_eq!((&noted["level"], &noted["urgent"]), (&level, &json!(urgent)), "{noted}");
    }
    // Who would take the level back says so.
    server.post(&triage, json!({})).await.is(400);
    server.post(&triage, json!({ "level": "blue" })).await.is(404);
}

#[tokio::test]
async fn a_reason_is_served_by_the_doctors_whom_the_policy_names() {
    let server = Server::demo().await;
    after_the_appointment(&server).await;
    let path = format!("{ROOM}/policy?shop_uid=shop-abc123");
    let mut policy = server.get(&path).await.is(200);
    let of =
        |doctors: Value| json!([{ "reason": "ultrasound", "duration_minutes": 20, "doctor_uids": doctors }]);
    policy["visit_reasons"] = of(json!(["doc-456", "doc-900"]));
    let refused = server.ask(Method::PUT, &path, Some(policy.clone())).await.is(400);
    assert!(refused["errors"]["visit_reasons[0].doctor_uids[1]"].is_array(), "{refused}");
    policy["visit_reasons"] = of(json!(["doc-456"]));
    assert_eq!(server.ask(Method::PUT, &path, Some(policy.clone())).await.is(200), policy);
    assert_eq!(server.get(&path).await.is(200), policy);

    let mut registration = registration();
    registration["visit_reason"] = json!("ultrasound");
    let registered = server.post(&format!("{ROOM}/register"), registration).await.is(201);
    let of_other =
        json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-457", "queue_uid": registered["queue_uid"] });
    let refusal = &server.post(&format!("{ROOM}/allocate"), of_other).await.is(409)["refusal"];
    let expected = json!({ "code": "reason_not_served", "reason": "ultrasound", "doctor_uids": ["doc-456"] });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&refusal[name], value, "{refusal}");
    }
}

#[tokio::test]
async fn requeue_transfer_and_urgency() {
    let server = Server::demo().await;
    after_the_appointment(&server).await;
    let allocation = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-457", "queue_uid": "q-abc123" });
    server.post(&format!("{ROOM}/allocate"), allocation).await.is(200);
    assert_eq!(
        server.post(&format!("{ROOM}/q-abc123/requeue"), json!({})).await.is(200)["status"],
        "waiting"
    );
    assert_eq!(server.get(&format!("{ROOM}/q-abc123/status")).await.is(200)["position"], 2);
    assert_eq!(
        server.post(&format!("{ROOM}/q-abc123/urgent"), json!({ "urgent": true })).await.is(200)["urgent"],
        true
    );
    assert_eq!(server.get(&format!("{ROOM}/q-abc123/status")).await.is(200)["position"], 1);
    server.post(&format!("{ROOM}/q-abc123/transfer"), json!({ "doctor_uid": "doc-456" })).await.is(200);
    server.post(&format!("{ROOM}/q-abc123/transfer"), json!({ "doctor_uid": "doc-900" })).await.is(404);
    let named = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-457", "queue_uid": "q-abc123" });
    assert_eq!(
        server.post(&format!("{ROOM}/allocate"), named).await.is(409)["refusal"]["code"],
        "other_doctor_only"
    );
    let waiting = server.get(&format!("{ROOM}?shop_uid=shop-abc123")).await.is(200);
    let uids: Vec<&str> = waiting["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["queue_uid"].as_str().unwrap())
        .collect();
    assert_eq!(uids, ["q-abc123", "q-abc122"]);
}

#[tokio::test]
async fn a_doctor_who_is_busy_in_one_room_is_busy_in_all() {
    let server = Server::demo().await;
    // Saturday at noon: Dr. Novak alone is there, and may call from both rooms.
    server.app.clock.set(Instant(1_712_397_600));
    let allocate = async |shop: &str| {
        server.post(&format!("{ROOM}/allocate"), json!({ "shop_uid": shop, "doctor_uid": "doc-458" })).await
    };
    let called = allocate("ceproom1").await.is(200);
    let refused = allocate("shop-abc123").await.is(409);
    assert_eq!(
        (&refused["refusal"]["code"], &refused["refusal"]["uid"]),
        (&json!("doctor_busy"), &called["queue_uid"])
    );
    // Nobody is foreseen to be seen by a doctor who is elsewhere, until a usual visit is over there: an hour
    // in that room.
    let wait = async || {
        server.get(&format!("{ROOM}/q-abc122/status")).await.is(200)["estimated_wait_minutes"].as_i64()
    };
    let while_busy = wait().await;
    server
        .post(&format!("{ROOM}/{}/complete", called["queue_uid"].as_str().unwrap()), json!({}))
        .await
        .is(200);
    let after = wait().await;
    assert!(while_busy.zip(after).is_some_and(|(busy, free)| busy >= free + 45), "{while_busy:?} {after:?}");
    allocate("shop-abc123").await.is(200);
}
