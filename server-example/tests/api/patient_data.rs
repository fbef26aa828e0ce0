//! One patient's data as a whole: shown, and erased wherever it was written down.

use crate::common::{Answered, NOW, Server};
use axum::http::Method;
use frontdesk::Instant;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

/// In everything that identifies the patient, and in nothing else.
const CANARY: &str = "kanarienvogel";
const DAY: i64 = 86_400;

struct Patient {
    key_id: String,
    secret: String,
    uid: String,
}

impl Patient {
    /// Somebody who has done all that a patient can do, several times.
    async fn new(server: &Server) -> Self {
        for event in [
            "patient_doctor_meeting_updated",
            "waiting_room_entry_updated",
            "wallet_pass_push_notification_created",
        ] {
            let subscription = json!({ "notification_type": event, "target": "https://example.com/hook" });
            server.post("/v1/management/notification-subscriptions", subscription).await.is(201);
        }
        let secret = server.post("/v1/management/scheduling/booking-secrets", json!({})).await.is(201);
        let text = |field: &str| secret[field].as_str().unwrap().to_owned();
        let mut patient = Self { key_id: text("key_id"), secret: text("secret"), uid: String::new() };
        let slots = format!(
            "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&doctor_uid=doc-456&from={}&to={}",
            NOW.0,
            NOW.0 + 20 * DAY
        );
        let slots = server.get(&slots).await.is(200)["data"].as_array().unwrap().clone();
        for (round, slot) in slots.iter().take(30).enumerate() {
            let hold = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
                "doctor_uid": "doc-456" });
            let held =
                patient.ask(server, round, Method::POST, "/appointments/hold", Some(hold)).await.is(201);
            let uid = held["uid"].as_str().unwrap();
            patient.uid = held["patient_uid"].as_str().unwrap().to_owned();
            if round > 0 {
                patient
                    .ask(server, round, Method::POST, &format!("/appointments/{uid}/confirm"), None)
                    .await
                    .is(200);
                let reason = json!({ "reason": format!("{CANARY}-reason-{round}") });
                patient
                    .ask(server, round, Method::POST, &format!("/appointments/{uid}/cancel"), Some(reason))
                    .await
                    .is(200);
            }
        }
        patient.ask(server, 0, Method::POST, "/booking-launch-codes", None).await.is(201);
        let profile = server
            .app
            .store
            .records(
                &"org-123".into(),
                "patient_profile",
                frontdesk_server::store::Page { page: 0, limit: 200 },
            )
            .await
            .unwrap();
        let profile = profile
            .rows
            .iter()
            .find(|row| row.data.as_ref().unwrap().contains(CANARY))
            .unwrap()
            .uid
            .to_string();
        for round in 0..20 {
            let registration = json!({ "shop_uid": "shop-abc123", "patient_profile_uid": profile,
                "visit_reason": format!("{CANARY}-visit-{round}") });
            let headers =
                [("x-api-key", server.key.as_str()), ("idempotency-key", &format!("registration-{round}"))];
            let registered = server
                .ask_with(Method::POST, "/v1/management/waiting-room/register", &headers, Some(registration))
                .await
                .is(201);
            if round < 19 {
                server
                    .delete(&format!(
                        "/v1/management/waiting-room/{}",
                        registered["queue_uid"].as_str().unwrap()
                    ))
                    .await
                    .is(200);
            }
        }
        patient
    }

    async fn ask(
        &self,
        server: &Server,
        round: usize,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answered {
        let field = |field: &str, value: String| json!({ "field": field, "value": value, "source": "shop" });
        let now = server.app.clock.now().0;
        let claims = json!({ "aud": "rxscale-scheduling", "iat": now, "nbf": now - 10, "exp": now + 300,
            "shop_identifier": "shop-abc123",
            "shop_customer_id": format!("{CANARY}-customer"), "patient_profile_fields": [
                field("first_name", format!("{CANARY}-first")), field("last_name", format!("{CANARY}-last")),
                field("email", format!("{CANARY}{round}@example.com")),
                field("date_of_birth", "1977-07-07".to_owned()),
                field("phone", format!("{CANARY}-phone-{round}")) ] });
        let header = Header { kid: Some(self.key_id.clone()), ..Header::default() };
        let token = encode(&header, &claims, &EncodingKey::from_secret(self.secret.as_bytes())).unwrap();
        let key = format!("once-{round}-{path}");
        // What is shown once can't be repeated.
        let is_shown_once = path.contains("launch-codes") || path.contains("stream-tickets");
        let headers = [("x-rxscale-booking-token", token.as_str()), ("idempotency-key", &key)];
        let headers = if is_shown_once { &headers[..1] } else { &headers[..] };
        server.ask_with(method, &format!("/v1/scheduling{path}"), headers, body).await
    }

    fn path(&self, rest: &str) -> String {
        format!("/v1/management/patients/{}{rest}", self.uid)
    }
}

/// How often some text stands in the files of the database.
fn in_files(server: &Server, text: &str) -> usize {
    let read = |file: String| std::fs::read(file).unwrap_or_default();
    let files = [read(server.database()), read(format!("{}-wal", server.database()))];
    files
        .iter()
        .map(|bytes| {
            bytes.windows(text.len()).filter(|window| window.eq_ignore_ascii_case(text.as_bytes())).count()
        })
        .sum()
}

#[tokio::test]
async fn everything_is_shown_and_then_nothing_is_left() {
    let server = Server::demo().await;
    let patient = Patient::new(&server).await;
    assert!(in_files(&server, CANARY) > 100);

    let export = server.get(&patient.path("/export")).await.is(200);
    assert_eq!(
        (export["patient_uid"].as_str(), export["complete"].as_bool()),
        (Some(patient.uid.as_str()), Some(true))
    );
    assert_eq!(export["appointments"].as_array().unwrap().len(), 30);
    let records = &export["records"];
    for (kind, count) in [("patient", 1), ("patient_profile", 1), ("queue_entry", 20), ("launch_code", 1)] {
        assert_eq!(records[kind].as_array().map(Vec::len), Some(count), "{kind}");
    }
    let text = export.to_string();
    for part in ["-first", "-phone-0", "0@example.com", "-customer", "-reason-7", "-visit-19", "-visit-3"] {
        assert!(text.contains(&format!("{CANARY}{part}")), "{part}");
    }
    assert!(
        !text.contains("pat-79") && !text.contains("bss_") && !text.contains("blc_"),
        "somebody else's, or a secret"
    );
    assert!(export["journal"].as_array().unwrap().iter().any(|line| line["data"]["event"] == "held"));

    let refused = server.delete(&patient.path("")).await.is(409);
    assert_eq!(refused["refusal"]["code"], "still_to_come");
    assert_eq!(
        (
            refused["refusal"]["appointment_uids"].as_array().unwrap().len(),
            refused["refusal"]["queue_uids"].as_array().unwrap().len()
        ),
        (1, 1)
    );
    let erased = server.delete(&patient.path("?cancel=true")).await.is(200);
    assert_eq!(
        (&erased["appointments"], &erased["cancelled_appointments"], &erased["queue_entries"]),
        (&json!(30), &json!(1), &json!(20))
    );

    assert_eq!(in_files(&server, CANARY), 0);
    let profile = records["patient_profile"][0]["uid"].as_str().unwrap();
    assert_eq!(in_files(&server, profile), 0);
    server.get(&patient.path("")).await.is(404);
    server.get(&patient.path("/export")).await.is(404);

    // Once more does no harm, and somebody else is still there.
    assert_eq!(server.delete(&patient.path("")).await.is(200)["appointments"], 0);
    server.get("/v1/management/patients/pat-790/export").await.is(200);
    assert!(in_files(&server, "felix.maurer@example.com") > 0);

    // What took place is nobody's.
    let uid = export["appointments"][3]["uid"].as_str().unwrap();
    let listed = server
        .get("/v1/management/scheduling/appointments?status=all&limit=200&doctor_uid=doc-456")
        .await
        .is(200);
    let kept = listed["data"].as_array().unwrap().iter().find(|row| row["uid"] == uid).unwrap();
    assert_eq!(
        (&kept["status"], &kept["patient_uid"], &kept["patient_display_name"], &kept["cancellation_reason"]),
        (&json!("cancelled"), &Value::Null, &Value::Null, &Value::Null)
    );

    // The audit trail says that there was such a patient, and not which appointments were whose.
    let audit = async |subject: &str| {
        server.get(&format!("/v1/management/audit?limit=200&subject_uid={subject}")).await.is(200)["data"]
            .clone()
    };
    let lines = audit(&patient.uid).await;
    let actions: Vec<&str> =
        lines.as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
    assert_eq!(actions[..3], ["erased", "erased", "refused"]);
    assert!(
        audit(uid)
            .await
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["patient_uid"].is_null() && line["actor"] != format!("patient:{}", patient.uid))
    );

    // The desk and the database agree: whoever loads anew knows the same.
    let other = Server::beside(&server.database()).await;
    let desk = async |server: &Server| {
        let desk = server.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
        desk.read(|state| {
            let room =
                |room: &frontdesk_server::desk::Room| (room.room.snapshot().entries, room.learner.clone());
            (state.clinic.snapshot(), state.rooms.values().map(room).collect::<Vec<_>>())
        })
    };
    assert!(desk(&server).await == desk(&other).await);
}

#[tokio::test]
async fn a_customer_who_comes_back_is_somebody_new() {
    let server = Server::demo().await;
    let patient = Patient::new(&server).await;
    server.delete(&patient.path("?cancel=true")).await.is(200);
    let own = patient.ask(&server, 99, Method::GET, "/appointments", None).await.is(200);
    assert_eq!(own["totalRegistries"], 0);
    assert!(in_files(&server, CANARY) > 0);
    server.delete(&patient.path("")).await.is(200);
    assert_eq!(in_files(&server, CANARY), 0);
}

#[tokio::test]
async fn a_patient_who_is_being_seen_leaves_no_word_behind() {
    let server = Server::demo().await;
    // A visit that was completed has taught the room its reason. Another patient's happens to be what a
    // reason is called that is to be called nothing.
    let visits = [("pp-792", "erased-0"), ("pp-xyz789", "kanarienvogel")];
    for (round, (profile, text)) in visits.into_iter().enumerate() {
        let registration =
            json!({ "shop_uid": "shop-abc123", "patient_profile_uid": profile, "visit_reason": text });
        let registered = server.post("/v1/management/waiting-room/register", registration).await.is(201);
        let uid = registered["queue_uid"].as_str().unwrap();
        server.app.clock.set(Instant(NOW.0 + 3_600 + 600 * round as i64));
        let allocation = json!({ "shop_uid": "shop-abc123", "doctor_uid": "doc-456", "queue_uid": uid });
        server.post("/v1/management/waiting-room/allocate", allocation).await.is(200);
        server.app.clock.set(Instant(NOW.0 + 4_000 + 600 * round as i64));
        server.post(&format!("/v1/management/waiting-room/{uid}/complete"), json!({})).await.is(200);
    }
    server.delete("/v1/management/patients/pat-789?cancel=true").await.is(200);
    for text in ["kanarienvogel", "Jane Doe", "jane.doe@example.com", "customer-0", "pp-xyz789"] {
        assert_eq!(in_files(&server, text), 0, "{text}");
    }
}

#[tokio::test]
async fn who_may_not_and_what_is_not_there() {
    let server = Server::demo().await;
    let theirs = server.another_organisation().await;
    let of_shop =
        server.key_of_shop("org-123", Some("shop-abc123"), &["patient:read", "patient:write"]).await;
    let reads = server.key_for("org-123", &["patient:read"]).await;
    let ask = async |method: Method, path: &str, key: &str| {
        server.ask_with(method, path, &[("x-api-key", key)], None).await
    };
    let (export, patient) =
        ("/v1/management/patients/pat-790/export", "/v1/management/patients/pat-790?cancel=true");
    ask(Method::GET, export, &theirs).await.is(404);
    ask(Method::DELETE, patient, &theirs).await.is(404);
    ask(Method::GET, export, &of_shop).await.is(403);
    ask(Method::DELETE, patient, &of_shop).await.is(403);
    ask(Method::GET, export, &reads).await.is(200);
    ask(Method::DELETE, patient, &reads).await.is(403);
    // Somebody or something else is no patient, whatever it is called.
    for other in ["doc-456", "shop-abc123", "rx-001", "q-abc123", "org-123", "patient", "%22"] {
        server.get(&format!("/v1/management/patients/{other}/export")).await.is(404);
        server.delete(&format!("/v1/management/patients/{other}?cancel=true")).await.is(404);
    }
    server.delete("/v1/management/patients/pat-790?cancel=perhaps").await.is(400);
}
