//! What an operator sets up: shops, doctors, patients, keys.

use std::collections::BTreeSet;

use axum::http::Method;
use frontdesk_server::auth::permission::{PERMISSIONS, SETS};
use frontdesk_server::limits::{API_KEYS_MAX, EMAIL_BYTES_MAX, PROFILE_FIELDS_MAX, SHOPS_MAX};
use serde_json::{Value, json};

use crate::common::shop::{Shop, by_token};
use crate::common::{Answered, NOW, Server};

const SHOPS: &str = "/v1/management/shops";
const DOCTORS: &str = "/v1/management/doctors";
const PATIENTS: &str = "/v1/management/patients";
const KEYS: &str = "/v1/management/api-keys";

/// The fields that a refusal blames.
fn blamed(refusal: &Value) -> Vec<&str> {
    refusal["errors"].as_object().into_iter().flatten().map(|(field, _)| field.as_str()).collect()
}

async fn with_key(server: &Server, key: &str, method: Method, path: &str, body: Option<Value>) -> Answered {
    server.ask_with(method, path, &[("x-api-key", key)], body).await
}

/// A hold of the last slot of the demo's type for a profile.
async fn hold(server: &Server, profile: &str) -> Answered {
    let query = json!({ "appointment_type_uid": "apt-001", "from": NOW.0, "to": NOW.0 + 14 * 86_400,
        "patient_uid": "pat-789" });
    let slots = server.post("/v1/management/scheduling/slots", query).await.is(200);
    let slot = slots["data"].as_array().unwrap().last().unwrap();
    let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
        "doctor_uid": slot["doctor_uid"],
        "patient_profile_uid": profile });
    server.post("/v1/scheduling/appointments/hold", body).await
}

#[tokio::test]
async fn a_shop_is_made_shown_changed_and_listed() {
    let server = Server::demo().await;
    let made = server.post(SHOPS, json!({ "name": "Practice's page" })).await.is(201);
    let uid = made["uid"].as_str().unwrap().to_owned();
    assert!(uid.starts_with("shop-"));
    assert_eq!(
        made,
        json!({ "uid": uid, "name": "Practice's page", "identifier": uid, "active": true,
            "booking_page": "off" })
    );
    let chosen = json!({ "uid": "shop-own", "name": "Own", "identifier": "own.example", "active": true,
        "booking_page": "anyone" });
    assert_eq!(server.post(SHOPS, chosen.clone()).await.is(201), chosen);
    assert_eq!(server.get(&format!("{SHOPS}/shop-own")).await.is(200), chosen);
    let page = server.get(&format!("{SHOPS}?limit=2&page=1")).await.is(200);
    assert_eq!((&page["totalRegistries"], &page["totalPages"]), (&json!(3), &json!(2)));

    let one = format!("{SHOPS}/shop-own");
    let changed = server.patch(&one, json!({ "name": "Renamed", "identifier": null })).await.is(200);
    assert_eq!(
        changed,
        json!({ "uid": "shop-own", "name": "Renamed", "identifier": "shop-own", "active": true,
            "booking_page": "anyone" })
    );
    assert_eq!(server.patch(&one, json!({})).await.is(200), changed);
    server.get(&format!("{SHOPS}/shop-none")).await.is(404);

    // A key of one shop sees its own.
    let own = server.key_of_shop("org-123", Some("shop-own"), PERMISSIONS).await;
    let listed = with_key(&server, &own, Method::GET, SHOPS, None).await.is(200);
    assert_eq!((&listed["totalRegistries"], &listed["data"][0]["uid"]), (&json!(1), &json!("shop-own")));
    with_key(&server, &own, Method::GET, &format!("{SHOPS}/{uid}"), None).await.is(404);
    with_key(&server, &own, Method::POST, SHOPS, Some(json!({ "name": "x" }))).await.is(403);
}

#[tokio::test]
async fn what_is_wrong_with_a_shop_is_told() {
    let server = Server::demo().await;
    let theirs = server.another_organisation().await;
    with_key(&server, &theirs, Method::POST, SHOPS, Some(json!({ "uid": "shop-theirs", "name": "T" })))
        .await
        .is(201);
    let before = server.get(SHOPS).await.is(200);
    for (body, field) in [
        (json!({}), "name"),
        (json!({ "name": null }), "name"),
        (json!({ "name": "" }), "name"),
        (json!({ "name": "\u{200b} " }), "name"),
        (json!({ "name": "x".repeat(256) }), "name"),
        (json!({ "name": 7 }), "name"),
        (json!({ "name": "x", "uid": "" }), "uid"),
        (json!({ "name": "x", "uid": "x".repeat(256) }), "uid"),
        (json!({ "name": "x", "uid": "ä".repeat(128) }), "uid"),
        (json!({ "name": "x", "identifier": "" }), "identifier"),
        (json!({ "name": "x", "identifier": "x".repeat(256) }), "identifier"),
        (json!({ "name": "x", "active": "yes" }), "active"),
        (json!({ "name": "x", "colour": "red" }), "colour"),
    ] {
        let refusal = server.post(SHOPS, body.clone()).await.is(400);
        assert_eq!(blamed(&refusal), [field], "{body}");
    }
    for (body, code) in [
        (json!({ "name": "x", "uid": "shop-abc123" }), "uid_taken"),
        (json!({ "name": "x", "uid": "shop-theirs" }), "uid_taken"),
        (json!({ "name": "x", "identifier": "shop-abc123" }), "identifier_taken"),
    ] {
        let refusal = server.post(SHOPS, body.clone()).await.is(409);
        assert_eq!(refusal["refusal"]["code"], code, "{body}");
    }
    assert_eq!(server.get(SHOPS).await.is(200), before);
    for name in ["x".to_owned(), "ä".repeat(255)] {
        server.post(SHOPS, json!({ "name": name, "uid": "x".repeat(255 - name.len() % 2) })).await.is(201);
    }
}

#[tokio::test]
async fn an_organisation_has_so_many_shops() {
    let server = Server::demo().await;
    let shops: Vec<Value> =
        (2..SHOPS_MAX).map(|at| json!({ "uid": format!("s-{at}"), "name": "S" })).collect();
    let import = serde_json::from_value(json!({ "shops": shops })).unwrap();
    let organisation = frontdesk_server::store::Organisation {
        uid: "org-chain".into(),
        name: "Chain".to_owned(),
        timezone: None,
        created_at: NOW,
    };
    server.bring_in(organisation, import).await;
    let key = server.key_for("org-chain", PERMISSIONS).await;
    for status in [201, 201, 409] {
        with_key(&server, &key, Method::POST, SHOPS, Some(json!({ "name": "One more" }))).await.is(status);
    }
}

#[tokio::test]
async fn in_a_shop_that_is_not_active_nothing_new_begins() {
    let server = Server::demo().await;
    let meeting = hold(&server, "pp-xyz789").await.is(201)["uid"].as_str().unwrap().to_owned();
    let one = format!("{SHOPS}/shop-abc123");
    let shop = Shop::new(&server).await;
    server.patch(&one, json!({ "active": false })).await.is(200);
    server.get("/v1/scheduling/appointment-types?shop_uid=shop-abc123").await.is(404);
    let refusal = hold(&server, "pp-xyz789").await.is(409);
    assert_eq!(refusal["refusal"], json!({ "code": "shop_inactive", "uid": "shop-abc123" }));
    let register = json!({ "shop_uid": "shop-abc123", "patient_profile_uid": "pp-xyz789" });
    let refusal = server.post("/v1/management/waiting-room/register", register.clone()).await.is(409);
    assert_eq!(refusal["refusal"]["code"], "shop_inactive");
    let customer = json!({ "shop_uid": "shop-abc123", "shop_customer_id": "new" });
    assert_eq!(server.post(PATIENTS, customer.clone()).await.is(409)["refusal"]["code"], "shop_inactive");
    // What was begun goes on, for the patient too.
    let token = shop.token("customer-0");
    by_token(&server, &token, Method::POST, &format!("/appointments/{meeting}/confirm"), None).await.is(200);
    server.patch(&one, json!({ "active": true })).await.is(200);
    server.get("/v1/scheduling/appointment-types?shop_uid=shop-abc123").await.is(200);
    server.post(PATIENTS, customer).await.is(201);
    server.post("/v1/management/waiting-room/register", register).await.is(201);
}

#[tokio::test]
async fn a_doctor_is_made_and_can_be_booked_once_there_are_hours() {
    let server = Server::demo().await;
    let made =
        server.post(DOCTORS, json!({ "display_name": "Dr. New", "timezone": "Europe/Prague" })).await.is(201);
    let uid = made["uid"].as_str().unwrap();
    let expected = json!({ "uid": uid, "display_name": "Dr. New", "active": true, "timezone": "Europe/Prague",
        "video_room_id": null, "limits": [], "concurrent_appointments_max": 1 });
    assert_eq!(made, expected);
    let one = format!("{DOCTORS}/{uid}");
    assert_eq!(server.get(&one).await.is(200), expected);
    let slots = async || {
        let query = format!("appointment_type_uid=apt-002&from={}&to={}", NOW.0, NOW.0 + 7 * 86_400);
        let path = format!("/v1/scheduling/slots?shop_uid=shop-abc123&doctor_uid={uid}&{query}");
        server.get(&path).await.is(200)["data"].as_array().unwrap().len()
    };
    assert_eq!(slots().await, 0);
    let rule = json!({ "weekday": 0, "start_time": 480, "end_time": 600 });
    server.post(&format!("/v1/management/scheduling/doctors/{uid}/availability-rules"), rule).await.is(201);
    assert_eq!(slots().await, 8);
    // What is changed of the doctor leaves the hours as they are.
    let limits = json!([{ "per": "day", "appointments": 1 }]);
    let changed = server.patch(&one, json!({ "display_name": "Dr. N.", "limits": limits })).await.is(200);
    assert_eq!(
        (&changed["display_name"], &changed["limits"][0]["appointments"]),
        (&json!("Dr. N."), &json!(1))
    );
    assert_eq!(slots().await, 8);
    server.patch(&one, json!({ "active": false })).await.is(200);
    assert_eq!(slots().await, 0);
    server.patch(&one, json!({ "active": true, "timezone": null })).await.is(200);
    assert_eq!(slots().await, 8);
}

#[tokio::test]
async fn what_is_wrong_with_a_doctor_is_told() {
    let server = Server::demo().await;
    for (body, fields) in [
        (json!({}), &["display_name"][..]),
        (json!({ "display_name": "" }), &["display_name"]),
        (json!({ "display_name": "x".repeat(256) }), &["display_name"]),
        (json!({ "display_name": "x", "timezone": "Mars/Olympus" }), &["timezone"]),
        (json!({ "display_name": "x", "uid": "x".repeat(256) }), &["uid"]),
        (json!({ "display_name": "x", "uid": "" }), &["uid"]),
        (json!({ "display_name": "x", "video_room_id": "x".repeat(256) }), &["video_room_id"]),
        (
            json!({ "display_name": "x", "limits": [{ "per": "day", "appointments": -1 }] }),
            &["limits[0].appointments"],
        ),
        (json!({ "display_name": "x", "availability_rules": [] }), &["availability_rules"]),
        (json!({ "timezone": 1, "active": 2 }), &["active", "display_name", "timezone"]),
    ] {
        let refusal = server.post(DOCTORS, body.clone()).await.is(400);
        let mut wrong = blamed(&refusal);
        wrong.sort_unstable();
        assert_eq!(wrong, fields, "{body}: {refusal}");
    }
    let taken = server.post(DOCTORS, json!({ "display_name": "x", "uid": "doc-456" })).await.is(409);
    assert_eq!(taken["refusal"], json!({ "code": "uid_taken", "uid": "doc-456" }));
    let chosen = json!({ "display_name": "x".repeat(255), "uid": "x".repeat(255) });
    server.post(DOCTORS, chosen).await.is(201);
    server.patch(&format!("{DOCTORS}/doc-900"), json!({})).await.is(404);
}

#[tokio::test]
async fn the_same_shop_and_customer_are_one_patient() {
    let server = Server::demo().await;
    let said = json!({ "shop_uid": "shop-abc123", "shop_customer_id": "c-1", "email": "ada@example.org",
        "fields": [
        { "field": "first_name", "value": "Ada", "source": "shop" },
        { "field": "last_name", "value": "B", "source": "shop" } ] });
    let made = server.post(PATIENTS, said.clone()).await.is(201);
    assert!(made["patient_profile_uid"].as_str().unwrap().starts_with("pp-"));
    let once_more = json!({ "shop_uid": "shop-abc123", "shop_customer_id": "c-1" });
    assert_eq!(server.post(PATIENTS, once_more).await.is(200), made);
    assert_eq!(server.post(PATIENTS, said).await.is(200), made);
    let found = server.get(&format!("{PATIENTS}?email=ada%40example.org")).await.is(200);
    assert_eq!((&found["uid"], &found["data"]["display_name"]), (&made["patient_uid"], &json!("Ada B")));

    // The same customer by a token is the same patient, and one who was there before as well.
    let shop = Shop::new(&server).await;
    by_token(&server, &shop.token("c-1"), Method::GET, "/appointments", None).await.is(200);
    let found = server.get(&format!("{PATIENTS}/{}", made["patient_uid"].as_str().unwrap())).await.is(200);
    assert_eq!(found["data"]["display_name"], "Ada Byron");
    let known =
        server.post(PATIENTS, json!({ "shop_uid": "shop-abc123", "shop_customer_id": "customer-0" })).await;
    assert_eq!(known.is(200), json!({ "patient_profile_uid": "pp-xyz789", "patient_uid": "pat-789" }));

    // Many at once are one as well.
    let many = (0..8)
        .map(|_| server.post(PATIENTS, json!({ "shop_uid": "shop-abc123", "shop_customer_id": "c-2" })));
    let uids: BTreeSet<String> = futures_util::future::join_all(many)
        .await
        .into_iter()
        .map(|answered| answered.body["patient_profile_uid"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(uids.len(), 1);

    let profile = made["patient_profile_uid"].as_str().unwrap();
    hold(&server, profile).await.is(201);
    let profile = server.get(&format!("/v1/management/patient-profiles/{profile}")).await.is(200);
    assert_eq!(
        (&profile["shop_customer_id"], &profile["patient_uid"]),
        (&json!("c-1"), &made["patient_uid"])
    );
    let listed = server.get("/v1/management/patient-profiles").await.is(200);
    assert_eq!(listed["totalRegistries"], 10);
}

#[tokio::test]
async fn what_is_wrong_with_a_customer_is_told() {
    let server = Server::demo().await;
    let field = |field: &str, value: Value| json!({ "field": field, "value": value, "source": "shop" });
    let fields =
        |count: usize| (0..count).map(|at| field(&format!("f{at}"), json!(1))).collect::<Vec<Value>>();
    let body = |more: Value| {
        let mut body = json!({ "shop_uid": "shop-abc123", "shop_customer_id": "c" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let email = |bytes: usize| format!("{}@example.org", "x".repeat(bytes - 12));
    for (more, path) in [
        (json!({ "shop_customer_id": "" }), "shop_customer_id"),
        (json!({ "shop_customer_id": " " }), "shop_customer_id"),
        (json!({ "shop_customer_id": "x".repeat(256) }), "shop_customer_id"),
        (json!({ "shop_customer_id": 7 }), "shop_customer_id"),
        (json!({ "email": "nobody" }), "email"),
        (json!({ "email": "a b@c" }), "email"),
        (json!({ "email": "" }), "email"),
        (json!({ "email": email(EMAIL_BYTES_MAX + 1) }), "email"),
        (json!({ "fields": fields(PROFILE_FIELDS_MAX + 1) }), "fields"),
        (json!({ "fields": [{ "field": "x", "value": 1, "source": "me" }] }), "fields[0].source"),
        (json!({ "fields": [{ "field": "x", "value": 1, "source": "shop", "y": 1 }] }), "fields[0].y"),
        (json!({ "fields": [field("a", json!(1)), field("", json!(1))] }), "fields[1].field"),
        (json!({ "fields": [field(&"x".repeat(256), json!(1))] }), "fields[0].field"),
        (json!({ "fields": [field("x", json!("x".repeat(2_001)))] }), "fields[0].value"),
        (json!({ "fields": [field("email", json!("x".repeat(255)))] }), "fields[0].value"),
        (json!({ "colour": "red" }), "colour"),
    ] {
        let refusal = server.post(PATIENTS, body(more.clone())).await.is(400);
        assert_eq!(blamed(&refusal), [path], "{more}: {refusal}");
    }
    for more in [
        json!({ "shop_customer_id": "x".repeat(255) }),
        json!({ "shop_customer_id": "e", "email": email(EMAIL_BYTES_MAX) }),
        json!({ "shop_customer_id": "f", "fields": fields(PROFILE_FIELDS_MAX) }),
        json!({ "shop_customer_id": "v", "fields": [field(&"x".repeat(255), json!("x".repeat(2_000)))] }),
    ] {
        server.post(PATIENTS, body(more)).await.is(201);
    }
    // What many calls have said together has a bound as well.
    for (round, status) in (0..11).map(|round| {
        (
            round,
            if round == 0 {
                201
            } else if round < 10 {
                200
            } else {
                400
            },
        )
    }) {
        let many: Vec<Value> = (0..100).map(|at| field(&format!("{round}-{at}"), json!(1))).collect();
        server.post(PATIENTS, body(json!({ "shop_customer_id": "many", "fields": many }))).await.is(status);
    }
    server.post(PATIENTS, json!({ "shop_uid": "shop-none", "shop_customer_id": "c" })).await.is(404);
    let other = server.key_of_shop("org-123", Some("shop-other"), PERMISSIONS).await;
    with_key(&server, &other, Method::POST, PATIENTS, Some(body(json!({})))).await.is(404);
}

#[tokio::test]
async fn a_patient_is_corrected_listed_and_taken_out_of_use() {
    let server = Server::demo().await;
    let one = format!("{PATIENTS}/pat-789");
    let changed =
        json!({ "display_name": "Jane D.", "email": "new@example.org", "date_of_birth": "1960-02-29" });
    let answer = server.patch(&one, changed.clone()).await.is(200);
    assert_eq!(
        answer,
        json!({ "uid": "pat-789", "display_name": "Jane D.", "email": "new@example.org",
        "date_of_birth": "1960-02-29", "active": true })
    );
    assert_eq!(server.get(&format!("{PATIENTS}?email=new%40example.org")).await.is(200)["uid"], "pat-789");
    server.get(&format!("{PATIENTS}?email=jane.doe%40example.com")).await.is(404);
    for (body, field) in [
        (json!({ "display_name": "x".repeat(256) }), "display_name"),
        (json!({ "display_name": null }), "display_name"),
        (json!({ "email": "nobody" }), "email"),
        (json!({ "date_of_birth": "1961-02-29" }), "date_of_birth"),
        (json!({ "date_of_birth": "1961-2-2" }), "date_of_birth"),
        (json!({ "active": null }), "active"),
        (json!({ "uid": "pat-1" }), "uid"),
    ] {
        let refusal = server.patch(&one, body.clone()).await.is(400);
        assert_eq!(blamed(&refusal), [field], "{body}: {refusal}");
    }
    server
        .patch(&one, json!({ "display_name": "x".repeat(255), "email": null, "date_of_birth": null }))
        .await
        .is(200);

    assert_eq!(server.patch(&one, json!({ "active": false })).await.is(200)["active"], false);
    let refusal = hold(&server, "pp-xyz789").await.is(409);
    assert_eq!(refusal["refusal"], json!({ "code": "patient_inactive", "uid": "pat-789" }));
    let register = json!({ "shop_uid": "shop-abc123", "patient_profile_uid": "pp-xyz789" });
    let path = "/v1/management/waiting-room/register";
    assert_eq!(server.post(path, register.clone()).await.is(409)["refusal"]["code"], "patient_inactive");
    let page = server.get("/v1/management/patient-list?limit=3").await.is(200);
    assert_eq!(page["totalRegistries"], 8);
    assert_eq!((&page["data"][0]["uid"], &page["data"][0]["active"]), (&json!("pat-789"), &json!(false)));
    // Who saw whom is in the audit trail.
    let seen = server.get("/v1/management/audit?subject_uid=pat-790").await.is(200);
    assert_eq!(seen["data"][0]["operation"], "get_management_patient_list");
    // A server that loads anew knows it as well.
    let beside = Server::beside(&server.database()).await.with_key(&server.key);
    assert_eq!(beside.post(path, register.clone()).await.is(409)["refusal"]["code"], "patient_inactive");
    server.patch(&one, json!({ "active": true })).await.is(200);
    server.post(path, register).await.is(201);
    // What a shop has said of somebody is no reason not to change something else.
    let born = json!([{ "field": "date_of_birth", "value": "10.4.1960", "source": "shop" }]);
    let customer = json!({ "shop_uid": "shop-abc123", "shop_customer_id": "old", "fields": born });
    let made = server.post("/v1/management/patients", customer).await.is(201);
    let one = format!("/v1/management/patients/{}", made["patient_uid"].as_str().expect("a uid"));
    assert_eq!(server.patch(&one, json!({ "active": false })).await.is(200)["date_of_birth"], "10.4.1960");
    server.patch(&one, json!({ "date_of_birth": "11.4.1960" })).await.is(400);
}

#[tokio::test]
async fn who_was_not_active_and_is_erased_leaves_nothing() {
    let server = Server::demo().await;
    let one = format!("{PATIENTS}/pat-789");
    server.patch(&one, json!({ "active": false })).await.is(200);
    server.delete(&format!("{one}?cancel=true")).await.is(200);
    let row = server.app.store.record(&"org-123".into(), "inactive_patient", "pat-789").await.unwrap();
    assert!(row.is_none());
    server.patch(&one, json!({})).await.is(404);
}

#[tokio::test]
async fn a_key_is_made_of_a_set_used_and_revoked() {
    let server = Server::demo().await;
    let asked = json!({ "name": "Page", "permission_set": "widget", "shop_uid": "shop-abc123",
        "permissions": ["shop:read"] });
    let headers = [("x-api-key", server.key.as_str()), ("idempotency-key", "once")];
    let made = server.ask_with(Method::POST, KEYS, &headers, Some(asked.clone())).await.is(201);
    let again = server.ask_with(Method::POST, KEYS, &headers, Some(asked)).await.is(201);
    assert_eq!(made, again);
    assert_eq!(made["permissions"], json!(["scheduling:write", "patient:write", "shop:read"]));
    let secret = made["secret"].as_str().unwrap();
    let listed = with_key(&server, secret, Method::GET, SHOPS, None).await.is(200);
    assert_eq!(listed["totalRegistries"], 1);
    with_key(&server, secret, Method::GET, KEYS, None).await.is(403);

    let all = server.get(KEYS).await.is(200);
    let own = all["data"].as_array().unwrap().iter().find(|key| key["uid"] == made["uid"]).unwrap();
    assert_eq!((&own["name"], &own["secret"]), (&json!("Page"), &Value::Null));
    let one = format!("{KEYS}/{}", made["uid"].as_str().unwrap());
    server.delete(&one).await.is(204);
    with_key(&server, secret, Method::GET, SHOPS, None).await.is(401);
    server.delete(&one).await.is(404);
    let trail = server
        .get(&format!("/v1/management/audit?subject_uid={}", made["uid"].as_str().unwrap()))
        .await
        .is(200);
    let lines: Vec<(&str, &str)> = trail["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["kind"].as_str().unwrap(), line["action"].as_str().unwrap()))
        .collect();
    assert!(lines.contains(&("api_key", "created")) && lines.contains(&("api_key", "revoked")), "{lines:?}");
}

#[tokio::test]
async fn nobody_makes_a_key_that_can_do_more() {
    let server = Server::demo().await;
    let some = server.key_for("org-123", &["api_key:write", "scheduling:read"]).await;
    let ask = async |body: Value| with_key(&server, &some, Method::POST, KEYS, Some(body)).await;
    ask(json!({ "permissions": ["scheduling:read"] })).await.is(201);
    ask(json!({ "permissions": ["scheduling:read", "scheduling:admin"] })).await.is(403);
    ask(json!({ "permission_set": "administrator" })).await.is(403);
    for (body, field) in [
        (json!({}), "permissions"),
        (json!({ "permissions": [] }), "permissions"),
        (json!({ "permissions": ["scheduling:read", "everything"] }), "permissions[1]"),
        (json!({ "permission_set": "owner" }), "permission_set"),
        (json!({ "permission_set": "widget" }), "shop_uid"),
        (json!({ "permission_set": "desk", "shop_uid": "shop-none" }), "shop_uid"),
        (json!({ "permission_set": "desk", "name": "x".repeat(256) }), "name"),
        (json!({ "permission_set": "desk", "colour": "red" }), "colour"),
    ] {
        let refusal = server.post(KEYS, body.clone()).await.is(400);
        assert_eq!(blamed(&refusal), [field], "{body}: {refusal}");
    }
    server.post(KEYS, json!({ "permission_set": "desk", "name": "x".repeat(255) })).await.is(201);
}

#[tokio::test]
async fn an_organisation_has_so_many_keys() {
    let server = Server::demo().await;
    let live = server.app.store.keys(&"org-123".into()).await.unwrap().len();
    for _ in live..API_KEYS_MAX - 1 {
        server.key_for("org-123", &["scheduling:read"]).await;
    }
    let body = json!({ "permissions": ["scheduling:read"] });
    let last = server.post(KEYS, body.clone()).await.is(201);
    server.post(KEYS, body.clone()).await.is(409);
    // Those that are revoked do not count.
    server.delete(&format!("{KEYS}/{}", last["uid"].as_str().unwrap())).await.is(204);
    server.post(KEYS, body).await.is(201);
}

#[tokio::test]
async fn sets_are_of_permissions_that_there_are() {
    let server = Server::demo().await;
    let listed = server.get("/v1/management/permission-sets").await.is(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), SETS.len());
    for set in SETS {
        assert!(set.permissions.iter().all(|permission| PERMISSIONS.contains(permission)), "{}", set.name);
        let unique: BTreeSet<_> = set.permissions.iter().collect();
        assert_eq!(unique.len(), set.permissions.len(), "{}", set.name);
    }
}
