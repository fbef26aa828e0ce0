//! The patient-facing flow, by booking token and by API key, as far as a patient may go.

use crate::common::shop::{Shop, by_token};
use crate::common::{NOW, Server};
use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk::Instant;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use sha2::Sha384;

const DAY: i64 = 86_400;

/// Signed well, and not as it must be.
fn sign_with_hs384(shop: &Shop, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = json!({ "alg": "HS384", "kid": shop.key_id });
    let signed = format!("{}.{}", part(&head), part(claims));
    let mut hmac = Hmac::<Sha384>::new_from_slice(shop.secret.as_bytes()).unwrap();
    hmac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(hmac.finalize().into_bytes()))
}

async fn slots(server: &Server, query: &str) -> Vec<Value> {
    let path = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from={}&to={}{query}",
        NOW.0,
        NOW.0 + 14 * DAY
    );
    server.get(&path).await.is(200)["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn anybody_sees_what_can_be_booked() {
    let server = Server::demo().await;
    let ask =
        async |path: &str| server.ask_with(Method::GET, &format!("/v1/scheduling/{path}"), &[], None).await;
    let types = ask("appointment-types?shop_uid=shop-abc123").await.is(200);
    assert_eq!(
        types["data"][0],
        json!({ "uid": "apt-001", "name": "Initial consultation", "meeting_type": "CONSULTATION",
                                           "duration_minutes": 30,
        "allow_patient_rebooking": true })
    );
    let doctors = ask("doctors?shop_uid=shop-abc123&appointment_type_uid=apt-001").await.is(200);
    assert_eq!(doctors["data"][0], json!({ "uid": "doc-456", "display_name": "Dr. Schmidt" }));
    let of_one = slots(&server, "&doctor_uid=doc-457&limit=3").await;
    assert_eq!(of_one.len(), 3);
    assert!(of_one.iter().all(
        |slot| slot["doctor_uid"] == "doc-457" && slot["end_date"].as_i64() > slot["start_date"].as_i64()
    ));

    let missing = ask("slots?shop_uid=shop-abc123&appointment_type_uid=apt-001").await.is(400);
    assert_eq!(missing, json!({ "error": "Missing required parameters: from and to" }));
    ask("slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from=10&to=10").await.is(400);
    ask("slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from=1712124000&to=1722124000")
        .await
        .is(400);
    ask("slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from=-9223372036854775808&to=9223372036854775807").await.is(400);
    ask("slots?shop_uid=shop-abc123&appointment_type_uid=apt-404&from=1712124000&to=1712224000")
        .await
        .is(404);
    ask("appointment-types?shop_uid=shop-404").await.is(404);
    ask("appointment-types").await.is(400);
}

#[tokio::test]
async fn a_patient_holds_confirms_moves_and_cancels() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let token = shop.token("customer-77");
    let offered = slots(&server, "&doctor_uid=doc-456").await;
    let (first, second) = (&offered[5], &offered[9]);

    let hold = json!({ "appointment_type_uid": "apt-001", "start_date": first["start_date"],
        "doctor_uid": "doc-456" });
    let held =
        by_token(&server, &token, Method::POST, "/appointments/hold", Some(hold.clone())).await.is(201);
    assert_eq!(
        (&held["status"], &held["hold_expires_at"], &held["end_date"]),
        (&json!("held"), &json!(NOW.0 + 900), &first["end_date"])
    );
    let uid = held["uid"].as_str().unwrap().to_owned();
    assert!(!slots(&server, "&doctor_uid=doc-456").await.contains(first), "a held slot is offered");
    let other = shop.token("customer-78");
    let taken =
        by_token(&server, &other, Method::POST, "/appointments/hold", Some(hold.clone())).await.is(409);
    assert_eq!(taken["refusal"]["code"], "not_bookable");
    assert_eq!(taken["refusal"]["explanations"][0]["reasons"][0]["code"], "held");
    // A patient is not told until when another's hold lives. A partner is, on the doctor's clock, in German
    // too.
    assert_eq!(taken["error"], "the slot can't be booked: reserved");
    let mut partners = hold;
    partners["patient_profile_uid"] = json!("pp-xyz789");
    for (language, said) in [
        ("fr", "the slot can't be booked: reserved until Wed 2024-04-03 08:15"),
        ("de-AT, en;q=0.5", "der Termin kann nicht gebucht werden: reserviert bis Mi 03.04.2024 08:15"),
    ] {
        let headers = [("x-api-key", server.key.as_str()), ("accept-language", language)];
        let path = "/v1/scheduling/appointments/hold";
        let taken = server.ask_with(Method::POST, path, &headers, Some(partners.clone())).await.is(409);
        assert_eq!(taken["error"], said, "{language}");
    }

    let confirmed =
        by_token(&server, &token, Method::POST, &format!("/appointments/{uid}/confirm"), None).await.is(200);
    assert_eq!((&confirmed["status"], &confirmed["video_room_id"]), (&json!("confirmed"), &json!("doc-456")));
    let to = json!({ "start_date": second["start_date"] });
    let moved = by_token(&server, &token, Method::POST, &format!("/appointments/{uid}/rebook"), Some(to))
        .await
        .is(200);
    assert_eq!((&moved["uid"], &moved["start_date"]), (&json!(uid), &second["start_date"]));
    assert!(slots(&server, "&doctor_uid=doc-456").await.contains(first));

    let own = by_token(&server, &token, Method::GET, "/appointments", None).await.is(200);
    assert_eq!(
        (&own["totalRegistries"], &own["data"][0]["patient_display_name"]),
        (&json!(1), &json!("Ada Byron"))
    );
    assert_eq!(
        by_token(&server, &token, Method::GET, &format!("/appointments/{uid}"), None).await.is(200)["uid"],
        json!(uid)
    );

    // Nobody else sees it, and nobody else's is seen.
    let other = shop.token("customer-78");
    for (path, body) in [
        ("", None),
        ("/confirm", None),
        ("/release", None),
        ("/cancel", Some(json!({ "reason": "x" }))),
        ("/rebook", Some(json!({}))),
    ] {
        let method = if path.is_empty() { Method::GET } else { Method::POST };
        by_token(&server, &other, method.clone(), &format!("/appointments/{uid}{path}"), body.clone())
            .await
            .is(404);
        by_token(&server, &token, method, &format!("/appointments/mtg-abc123{path}"), body).await.is(404);
    }
    assert_eq!(
        by_token(&server, &other, Method::GET, "/appointments", None).await.is(200)["totalRegistries"],
        0
    );

    // From an hour before on, it is too late for the patient, and not for the practice.
    server.app.clock.set(Instant(second["start_date"].as_i64().unwrap() - 3_599));
    let late = shop.sign(&Shop::claims("customer-77", server.app.clock.now()));
    let refusal = by_token(
        &server,
        &late,
        Method::POST,
        &format!("/appointments/{uid}/cancel"),
        Some(json!({ "reason": "flu" })),
    )
    .await
    .is(409);
    assert_eq!(refusal["refusal"]["code"], "too_late_to_cancel");
    server
        .post(&format!("/v1/management/scheduling/appointments/{uid}/cancel"), json!({ "reason": "flu" }))
        .await
        .is(200);
}

#[tokio::test]
async fn a_hold_that_ran_out_can_not_be_confirmed() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let slot = &slots(&server, "&doctor_uid=doc-456").await[0];
    let hold = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"] });
    let held =
        by_token(&server, &shop.token("a"), Method::POST, "/appointments/hold", Some(hold)).await.is(201);
    assert!(held["doctor_uid"].is_string(), "somebody is chosen");
    let confirm = format!("/appointments/{}/confirm", held["uid"].as_str().unwrap());
    server.app.clock.set(Instant(NOW.0 + 900));
    let refusal = by_token(
        &server,
        &shop.sign(&Shop::claims("a", server.app.clock.now())),
        Method::POST,
        &confirm,
        None,
    )
    .await
    .is(409);
    assert!(
        ["hold_expired", "wrong_status"].contains(&refusal["refusal"]["code"].as_str().unwrap()),
        "{refusal}"
    );
}

#[tokio::test]
async fn a_partner_books_with_a_key() {
    let server = Server::demo().await;
    let key = server.key_of_shop("org-123", Some("shop-abc123"), &["scheduling:write"]).await;
    let ask = async |path: &str, body: Value| {
        server
            .ask_with(
                Method::POST,
                &format!("/v1/scheduling/appointments{path}"),
                &[("x-api-key", &key)],
                Some(body),
            )
            .await
    };
    let slot = slots(&server, "").await[3].clone();
    let mut hold = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
        "doctor_uid": slot["doctor_uid"] });
    assert!(ask("/hold", hold.clone()).await.is(400)["errors"]["patient_profile_uid"].is_array());
    hold["patient_profile_uid"] = json!("pp-404");
    ask("/hold", hold.clone()).await.is(404);
    hold["patient_profile_uid"] = json!("pp-xyz789");
    let held = ask("/hold", hold).await.is(201);
    assert_eq!(held["patient_uid"], "pat-789");
    // What was booked in no shop of the key's is not there.
    ask("/mtg-abc123/confirm", json!({})).await.is(404);
    ask(&format!("/{}/release", held["uid"].as_str().unwrap()), json!({})).await.is(200);
}

#[tokio::test]
async fn tokens_that_do_not_count() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let good = Shop::claims("a", NOW);
    let with = |field: &str, value: Value| {
        let mut claims = good.clone();
        claims[field] = value;
        shop.sign(&claims)
    };
    let without = |field: &str| {
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(field);
        shop.sign(&claims)
    };
    let code = async |token: &str| {
        let answered = by_token(&server, token, Method::GET, "/appointments", None).await;
        match answered.status.as_u16() {
            200 => "ok".to_owned(),
            401 => answered.body["code"].as_str().unwrap().to_owned(),
            other => format!("{other}: {}", answered.body),
        }
    };
    assert_eq!(code(&shop.sign(&good)).await, "ok");
    let unsigned = format!("{}.{}.", "eyJhbGciOiJub25lIn0", shop.sign(&good).split('.').nth(1).unwrap());
    for (token, expected) in [
        ("", "invalid_header"),
        ("x", "invalid_header"),
        ("bss_x", "invalid_header"),
        (unsigned.as_str(), "invalid_header"),
        (&shop.sign_as(Algorithm::HS256, Some(&shop.key_id), "guessed", &good), "invalid_header"),
        (&shop.sign_as(Algorithm::HS256, Some("bsk-404"), &shop.secret, &good), "invalid_header"),
        (&shop.sign_as(Algorithm::HS256, None, &shop.secret, &good), "invalid_header"),
        (&sign_with_hs384(&shop, &good), "invalid_header"),
        (&with("exp", json!(NOW.0 - 10)), "token_expired"),
        (&with("exp", json!(NOW.0 - 9)), "ok"),
        (&with("nbf", json!(NOW.0 + 11)), "invalid_claims"),
        (&with("iat", json!(NOW.0 + 11)), "invalid_claims"),
        (&with("exp", json!(NOW.0 + 3_601)), "invalid_claims"),
        (&with("exp", json!("soon")), "invalid_claims"),
        (&with("exp", json!(i64::MAX)), "invalid_claims"),
        (&with("aud", json!("other")), "invalid_claims"),
        (&with("aud", json!(["rxscale-scheduling"])), "invalid_claims"),
        (&with("shop_identifier", json!("shop-404")), "invalid_claims"),
        (&with("shop_customer_id", json!("")), "invalid_claims"),
        (
            &with("patient_profile_fields", json!([{ "field": "x", "value": 1, "source": "me" }])),
            "invalid_claims",
        ),
        (&without("exp"), "invalid_claims"),
        (&without("nbf"), "invalid_claims"),
        (&without("iat"), "invalid_claims"),
        (&without("aud"), "invalid_claims"),
        (&without("shop_identifier"), "invalid_claims"),
        (&without("shop_customer_id"), "invalid_claims"),
        (&without("patient_profile_fields"), "invalid_claims"),
    ] {
        assert_eq!(code(token).await, expected, "{token}");
    }
    // Revoked means at once.
    let path = format!("/v1/management/scheduling/booking-secrets/{}", shop.key_id);
    server.delete(&path).await.is(204);
    server.delete(&path).await.is(404);
    assert_eq!(code(&shop.sign(&good)).await, "invalid_header");
}

#[tokio::test]
async fn a_launch_code_counts_once_and_soon() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let mut claims = Shop::claims("a", NOW);
    claims["exp"] = json!(NOW.0 + 3_600);
    let token = shop.sign(&claims);
    let launch = async || {
        let code = by_token(&server, &token, Method::POST, "/booking-launch-codes", None).await.is(201);
        json!({ "booking_launch_code": code["booking_launch_code"] })
    };
    let exchange = async |code: &Value| {
        server
            .ask_with(Method::POST, "/v1/scheduling/booking-launch-codes/exchange", &[], Some(code.clone()))
            .await
    };
    let code = launch().await;
    let session = exchange(&code).await.is(201);
    exchange(&code).await.is(404);
    let session = session["booking_session"].as_str().unwrap();
    by_token(&server, session, Method::GET, "/appointments", None).await.is(200);
    let late = launch().await;
    server.app.clock.set(Instant(NOW.0 + 120));
    exchange(&late).await.is(404);
    server.app.clock.set(Instant(NOW.0 + 1_800));
    assert_eq!(
        by_token(&server, session, Method::GET, "/appointments", None).await.is(401)["code"],
        "token_expired"
    );
}

#[tokio::test]
async fn the_same_request_again_is_answered_as_it_was() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let slot = &slots(&server, "&doctor_uid=doc-456").await[4];
    let hold = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"] });
    let token = shop.token("a");
    let ask = async |key: &str, body: &Value| {
        let headers = [("x-rxscale-booking-token", token.as_str()), ("idempotency-key", key)];
        server.ask_with(Method::POST, "/v1/scheduling/appointments/hold", &headers, Some(body.clone())).await
    };
    let (first, twin) = tokio::join!(ask("k-1", &hold), ask("k-1", &hold));
    let replayed = [&first, &twin]
        .iter()
        .filter(|answered| answered.headers.contains_key("idempotency-replayed"))
        .count();
    assert_eq!((first.body.clone(), replayed), (twin.body.clone(), 1));
    assert_eq!(ask("k-1", &hold).await.is(201), first.body);
    ask("k-1", &json!({ "appointment_type_uid": "apt-001", "start_date": 5 })).await.is(422);
    ask("k-2", &hold).await.is(409);
    ask("", &hold).await.is(400);
    ask(&"k".repeat(256), &hold).await.is(400);
    let own = by_token(&server, &token, Method::GET, "/appointments", None).await.is(200);
    assert_eq!(own["totalRegistries"], 1);
}

#[tokio::test]
async fn of_many_who_want_the_same_slot_one_gets_it() {
    let server = Server::demo().await;
    let shop = Shop::new(&server).await;
    let slot = &slots(&server, "&doctor_uid=doc-456").await[6];
    let hold = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
        "doctor_uid": "doc-456" });
    let tokens: Vec<String> = (0..40).map(|customer| shop.token(&format!("customer-{customer}"))).collect();
    let mut asked = tokio::task::JoinSet::new();
    let server = std::sync::Arc::new(server);
    for token in tokens {
        let (server, hold) = (server.clone(), hold.clone());
        asked.spawn(async move {
            by_token(&server, &token, Method::POST, "/appointments/hold", Some(hold)).await.status.as_u16()
        });
    }
    let mut statuses = asked.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    assert!(statuses[1..].iter().all(|status| *status == 409), "{statuses:?}");
}

#[tokio::test]
async fn what_is_set_for_a_doctor_shows_in_the_slots() {
    let server = Server::demo().await;
    let before = slots(&server, "&doctor_uid=doc-456").await;
    let day = before[0]["start_date"].as_i64().unwrap();
    let base = "/v1/management/scheduling";
    let off = json!({ "kind": "blocked", "start_date": day, "end_date": day + 3_600 });
    let exception =
        server.post(&format!("{base}/doctors/doc-456/availability-exceptions"), off).await.is(201);
    assert!(!slots(&server, "&doctor_uid=doc-456").await.contains(&before[0]));
    let why = server
        .post(
            &format!("{base}/explain"),
            json!({ "appointment_type_uid": "apt-001", "start_date": day, "doctor_uids": ["doc-456"] }),
        )
        .await;
    let reasons = why.is(200)["data"][0]["reasons"].clone();
    assert!(
        reasons
            .as_array()
            .unwrap()
            .iter()
            .any(|reason| reason["code"] == "blocked" && reason["by"] == exception["uid"]),
        "{reasons}"
    );
    let one =
        format!("{base}/doctors/doc-456/availability-exceptions/{}", exception["uid"].as_str().unwrap());
    server.delete(&one).await.is(204);
    server.delete(&one).await.is(404);
    assert_eq!(slots(&server, "&doctor_uid=doc-456").await, before);

    let setting = format!("{base}/doctors/doc-456/appointment-types/apt-001/settings");
    server.get(&setting).await.is(404);
    let far = json!({ "booking_min_notice_minutes": 20 * 1_440 });
    let set = server.ask(Method::PUT, &setting, Some(far)).await.is(200);
    assert_eq!(
        set,
        json!({ "appointment_type_uid": "apt-001", "active": true, "booking_min_notice_minutes": 28_800 })
    );
    assert!(slots(&server, "&doctor_uid=doc-456").await.is_empty());
    server.ask(Method::PUT, &setting, Some(json!({ "active": false }))).await.is(200);
    assert_eq!(slots(&server, "&doctor_uid=doc-456").await, before);
    assert_eq!(server.get(&setting).await.is(200)["active"], false);
    server.delete(&setting).await.is(204);
    server.delete(&setting).await.is(404);

    let closure = json!({ "date": "2024-04-04", "name": "Fair" });
    server.ask(Method::PUT, &format!("{base}/closures"), Some(closure.clone())).await.is(200);
    assert_eq!(server.get(&format!("{base}/closures")).await.is(200), json!({ "data": [closure] }));
    assert!(slots(&server, "").await.len() < before.len() + 200);
    server
        .ask(Method::DELETE, &format!("{base}/closures"), Some(json!({ "date": "2024-04-04" })))
        .await
        .is(204);
    server
        .ask(Method::DELETE, &format!("{base}/closures"), Some(json!({ "date": "2024-04-04" })))
        .await
        .is(404);
}

#[tokio::test]
async fn hours_and_types_say_more_than_the_documents_have() {
    let server = Server::demo().await;
    let base = "/v1/management/scheduling";
    let has = |answer: &Value, fields: &Value| {
        for (field, value) in fields.as_object().expect("fields") {
            assert_eq!(answer[field], *value, "{field}");
        }
    };
    let rules = format!("{base}/doctors/doc-456/availability-rules");
    let mut rule = json!({ "weekday": 5, "start_time": 540, "end_time": 720, "every_weeks": 2,
        "appointment_type_uids": ["apt-001"], "reserved_until_minutes_before": 60 });
    server.post(&rules, rule.clone()).await.is(400);
    rule["from_date"] = json!("2024-04-06");
    let made = server.post(&rules, rule.clone()).await.is(201);
    has(&made, &rule);
    let one = format!("{rules}/{}", made["uid"].as_str().unwrap());
    server.ask(Method::PATCH, &one, Some(json!({ "nth_of_month": [6] }))).await.is(400);
    let numbers = json!({ "nth_of_month": [1, -1] });
    has(&server.ask(Method::PATCH, &one, Some(numbers.clone())).await.is(200), &numbers);

    let kind = json!({ "buffer_before_minutes": 5, "buffer_after_minutes": 10, "horizon_days": 30,
        "booking_min_notice_days": 1, "booking_notice_until": 1_080, "booking_notice_working_days": true });
    let path = format!("{base}/appointment-types/apt-001");
    has(&server.ask(Method::PATCH, &path, Some(kind.clone())).await.is(200), &kind);
    server.ask(Method::PATCH, &path, Some(json!({ "rebooking_notice_until": 480 }))).await.is(400);

    let closure = json!({ "date": "2024-04-04", "last_date": "2024-04-05", "start_time": 720 });
    server.ask(Method::PUT, &format!("{base}/closures"), Some(closure.clone())).await.is(200);
    assert_eq!(server.get(&format!("{base}/closures")).await.is(200), json!({ "data": [closure] }));
}

#[tokio::test]
async fn an_appointment_ends_one_way_or_the_other() {
    let server = Server::demo().await;
    let path = "/v1/management/scheduling/appointments/mtg-abc123";
    assert_eq!(
        server.post(&format!("{path}/no-show"), json!({})).await.is(409)["refusal"]["code"],
        "not_begun"
    );
    server.app.clock.set(Instant(NOW.0 + 20 * DAY));
    assert_eq!(server.post(&format!("{path}/no-show"), json!({})).await.is(200)["status"], "no_show");
    server.post(&format!("{path}/complete"), json!({})).await.is(409);
}
