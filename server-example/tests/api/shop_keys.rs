//! What a key of one shop is told of another shop's appointments and patients: nothing.

use crate::common::shop::slots;
use crate::common::{Answered, Server};
use axum::http::Method;
use frontdesk_server::auth::permission::PERMISSIONS;
use frontdesk_server::desk::{Answer, BookingPage, By, Shop, kind};
use serde_json::{Value, json};

const BASE: &str = "/v1/management/scheduling";

/// The demo with a second shop, which has a patient of its own and one that the first has as well.
struct Scene {
    server: Server,
    /// Keys of both shops.
    first: String,
    second: String,
}

impl Scene {
    async fn new() -> Self {
        let server = Server::demo().await;
        let desk = server.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
        desk.write(By::server("test"), None, |work| {
            let shop = Shop {
                uid: "shop-b".into(),
                name: "Second shop".to_owned(),
                identifier: None,
                active: true,
                booking_page: BookingPage::Off,
            };
            work.put(kind::SHOP, &shop.uid, None, &shop)?;
            let profiles =
                [("pp-b", "pat-b", "shop-b"), ("pp-c", "pat-c", "shop-b"), ("pp-ca", "pat-c", "shop-abc123")];
            for (uid, patient, shop) in profiles {
                let profile = json!({ "uid": uid, "patient_uid": patient, "shop_uid": shop,
                    "shop_customer_id": uid, "fields": {} });
                work.put(kind::PATIENT_PROFILE, &uid.into(), None, &profile)?;
            }
            Ok(Answer::no_content())
        })
        .await
        .unwrap();
        let first = server.key_of_shop("org-123", Some("shop-abc123"), PERMISSIONS).await;
        let second = server.key_of_shop("org-123", Some("shop-b"), PERMISSIONS).await;
        Self { server, first, second }
    }

    async fn post(&self, key: &str, path: &str, body: Value) -> Answered {
        self.server.ask_with(Method::POST, path, &[("x-api-key", key)], Some(body)).await
    }

    async fn hold(&self, key: &str, profile: &str, slot: &Value) -> Answered {
        let body = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
            "doctor_uid": slot["doctor_uid"], "patient_profile_uid": profile });
        self.post(key, "/v1/scheduling/appointments/hold", body).await
    }
}

fn uid(appointment: &Value) -> &str {
    appointment["uid"].as_str().unwrap()
}

/// The reasons of a kind, wherever they stand in an answer.
fn reasons<'v>(answer: &'v Value, code: &str, found: &mut Vec<&'v Value>) {
    match answer {
        Value::Object(fields) => {
            if fields.get("code").is_some_and(|other| other == code) {
                found.push(answer);
            }
            fields.values().for_each(|value| reasons(value, code, found));
        }
        Value::Array(values) => values.iter().for_each(|value| reasons(value, code, found)),
        _ => {}
    }
}

#[tokio::test]
async fn what_is_in_the_way_is_named_to_its_own_shop_only() {
    let scene = Scene::new().await;
    let Scene { server, first, second } = &scene;
    let slots = slots(server).await;
    // The first shop holds one and has booked one, and sees the patient whom both have.
    let held = scene.hold(first, "pp-790", &slots[2]).await.is(201);
    let taken = scene.hold(first, "pp-790", &slots[5]).await.is(201);
    let confirm = format!("/v1/scheduling/appointments/{}/confirm", uid(&taken));
    scene.post(first, &confirm, json!({})).await.is(200);
    let busy = scene.hold(first, "pp-ca", &slots[8]).await.is(201);
    let own = [
        (first, "pp-790", scene.hold(first, "pp-790", &slots[11]).await.is(201)),
        (second, "pp-b", scene.hold(second, "pp-b", &slots[14]).await.is(201)),
        (second, "pp-c", scene.hold(second, "pp-c", &slots[17]).await.is(201)),
    ];
    for (_, _, moved) in &own {
        let path = format!("/v1/scheduling/appointments/{}/confirm", uid(moved));
        server.post(&path, json!({})).await.is(200);
    }
    let cases = [
        (&slots[2], "held", &held, 0),
        (&slots[5], "slot_taken", &taken, 0),
        (&slots[2], "held", &held, 1),
        (&slots[5], "slot_taken", &taken, 1),
        (&slots[8], "patient_busy", &busy, 2),
    ];
    for (slot, code, other, asks) in cases {
        let (key, profile, moved) = &own[asks];
        let is_named = *key == first;
        let start = &slot["start_date"];
        let question = json!({ "appointment_type_uid": "apt-001", "start_date": start,
            "doctor_uids": ["doc-456"], "patient_uid": moved["patient_uid"] });
        let days = json!({ "appointment_type_uid": "apt-001", "from": start, "to": slot["end_date"],
            "doctor_uids": ["doc-456"], "patient_uid": moved["patient_uid"], "by": "administrator" });
        let hold = json!({ "appointment_type_uid": "apt-001", "start_date": start, "doctor_uid": "doc-456",
            "patient_profile_uid": profile });
        let to = json!({ "start_date": start });
        let moves = format!("appointments/{}/rebook", uid(moved));
        let answers = [
            scene.post(key, &format!("{BASE}/explain"), question).await.is(200),
            scene.post(key, &format!("{BASE}/explain-days"), days).await.is(200),
            scene.post(key, "/v1/scheduling/appointments/hold", hold.clone()).await.is(409),
            scene.post(key, &format!("{BASE}/appointments/hold"), hold).await.is(409),
            scene.post(key, &format!("/v1/scheduling/{moves}"), to.clone()).await.is(409),
            scene.post(key, &format!("{BASE}/{moves}"), to).await.is(409),
        ];
        for answer in &answers {
            let mut found = Vec::new();
            reasons(answer, code, &mut found);
            assert!(!found.is_empty(), "{code} is not in {answer}");
            for reason in found {
                assert_eq!(reason["by"] == uid(other), is_named, "{answer}");
                assert_eq!(reason["until"].is_i64(), is_named, "{answer}");
            }
            assert_eq!(answer.to_string().contains(uid(other)), is_named, "{answer}");
            // Nor does the sentence tell until when.
            if let Some(words) = answer["error"].as_str() {
                assert_eq!(words.contains("until"), is_named, "{words}");
            }
        }
    }
    // Nor is what was overridden.
    let hold = |profile| {
        json!({ "appointment_type_uid": "apt-001", "start_date": slots[5]["start_date"],
            "doctor_uid": "doc-456", "patient_profile_uid": profile, "override": ["held", "slot_taken"] })
    };
    let path = format!("{BASE}/appointments/hold");
    let over = scene.post(second, &path, hold("pp-b")).await.is(201);
    assert_eq!(over["overrode"], json!([{ "code": "slot_taken" }]));
    let seen = scene.post(first, &path, hold("pp-ca")).await.is(201);
    let named: Vec<&Value> =
        seen["overrode"].as_array().unwrap().iter().map(|reason| &reason["by"]).collect();
    assert!(named.contains(&&taken["uid"]) && !named.contains(&&over["uid"]), "{seen}");
}

#[tokio::test]
async fn nothing_can_be_asked_about_another_shops_patients() {
    let scene = Scene::new().await;
    let Scene { server, first, second } = &scene;
    let slot = &slots(server).await[2];
    let held = scene.hold(first, "pp-790", slot).await.is(201);
    let ask = async |key: &str, name: &str, about: &Value| {
        let range = json!({ "from": slot["start_date"], "to": slot["end_date"] });
        let start = json!({ "start_date": slot["start_date"] });
        let mut body = if name == "explain" { start } else { range };
        body["appointment_type_uid"] = json!("apt-001");
        for (field, value) in about.as_object().unwrap() {
            body[field] = value.clone();
        }
        scene.post(key, &format!("{BASE}/{name}"), body).await.status.as_u16()
    };
    let patient = |uid: &Value| json!({ "patient_uid": uid });
    let cases = [
        (patient(&held["patient_uid"]), [200, 200, 404]),
        (patient(&json!("pat-b")), [200, 404, 200]),
        (patient(&json!("pat-c")), [200, 200, 200]),
        // Whoever is not there is as unknown as another's.
        (patient(&json!("pat-nobody")), [200, 404, 404]),
        (json!({ "exclude_appointment_uid": held["uid"] }), [200, 200, 404]),
        (json!({ "exclude_appointment_uid": "mtg-nothing" }), [404, 404, 404]),
        (json!({}), [200, 200, 200]),
    ];
    for name in ["slots", "explain", "explain-days"] {
        for (about, expected) in &cases {
            let mut answered = Vec::new();
            for key in [&server.key, first, second] {
                answered.push(ask(key, name, about).await);
            }
            assert_eq!(answered, expected, "{name} {about}");
        }
    }
}
