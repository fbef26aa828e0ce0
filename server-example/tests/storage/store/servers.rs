//! Servers on a database: each endpoint's way there and back, and several servers with minds of their own.

use std::sync::Arc;

use axum::http::Method;
use frontdesk::{Instant, Uid};
use frontdesk_server::desk::Entry;
use frontdesk_server::store::{AppointmentWrite, JournalRow, StoreError, Writes};
use serde_json::{Value, json};

use super::{appointment, appointments, line, record, write};
use crate::common::shop::{Shop, by_token, session_of};
use crate::common::{NOW, Server};

/// Two servers with minds of their own, on one database.
pub(super) async fn two_servers_never_book_one_slot_twice(address: &str) {
    let (one, two) = (Server::demo_on(address).await, Server::beside(address).await);
    let key = one.key.clone();
    let path = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-002&from={}&to={}&limit=20",
        NOW.0,
        NOW.0 + 1_209_600
    );
    let slots = one.get(&path).await.is(200)["data"].as_array().unwrap().clone();
    let headers = [("x-api-key", key.as_str())];
    let mut booked = 0;
    for (number, slot) in slots.iter().enumerate() {
        let hold = |profile: usize| {
            json!({ "appointment_type_uid": "apt-002", "start_date": slot["start_date"],
                "doctor_uid": slot["doctor_uid"],
                "patient_profile_uid": format!("pp-{}", 790 + profile) })
        };
        let path = "/v1/scheduling/appointments/hold";
        let (a, b) = tokio::join!(
            one.ask_with(Method::POST, path, &headers, Some(hold(number % 3))),
            two.ask_with(Method::POST, path, &headers, Some(hold(3 + number % 3)))
        );
        let created = [&a, &b].iter().filter(|answered| answered.status == 201).count();
        assert!(created <= 1, "{} {}", a.body, b.body);
        assert!(
            [&a, &b].iter().all(|answered| [201, 409].contains(&answered.status.as_u16())),
            "{} {}",
            a.body,
            b.body
        );
        booked += created;
    }
    assert!(booked > 5, "{booked}");
    // Each sees what the other did, once it has looked.
    one.app.desks.catch_up().await.unwrap();
    two.app.desks.catch_up().await.unwrap();
    assert_eq!(one.get(&path).await.is(200), two.get(&path).await.is(200));
    // And what another process brings in, which says no more than that it did.
    let reload = Entry::Reload;
    let reload = JournalRow {
        kind: reload.kind().to_owned(),
        subject: reload.subject(),
        data: reload.data(),
        ..line("")
    };
    let shop = record("shop", "shop-new", None, Some("{\"uid\":\"shop-new\",\"name\":\"New\"}"));
    write(
        &*one.app.store,
        "org-123",
        Writes { records: vec![shop], journal: vec![reload], ..Writes::default() },
    )
    .await
    .unwrap();
    two.app.desks.catch_up().await.unwrap();
    two.get("/v1/scheduling/appointment-types?shop_uid=shop-new").await.is(200);
}

/// Every endpoint's way to the database and back.
pub(super) async fn a_day_at_the_desk(address: &str) {
    let server = Server::demo_on(address).await;
    let base = "/v1/management/scheduling";
    let kind = json!({ "name": "Group", "meeting_type": "REVIEW", "duration_minutes": 20,
        "hold_ttl_seconds": 60, "room_strategy": "per_appointment",
        "rebooking_mode": "any_doctor_same_organisation", "capacity": 2 });
    let kind = server.post(&format!("{base}/appointment-types"), kind).await.is(201)["uid"]
        .as_str()
        .unwrap()
        .to_owned();
    let slots = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid={kind}&from={}&to={}&limit=1",
        NOW.0,
        NOW.0 + 1_209_600
    );
    let slot = server.get(&slots).await.is(200)["data"][0].clone();
    let hold = async |profile: &str| {
        let hold = json!({ "appointment_type_uid": kind, "start_date": slot["start_date"],
            "doctor_uid": slot["doctor_uid"], "patient_profile_uid": profile });
        server.post("/v1/scheduling/appointments/hold", hold).await
    };
    let first = hold("pp-790").await.is(201)["uid"].as_str().unwrap().to_owned();
    let second = hold("pp-791").await.is(201)["uid"].as_str().unwrap().to_owned();
    assert!(hold("pp-792").await.is(409)["refusal"]["explanations"][0]["reasons"][0]["code"] == "group_full");
    server.post(&format!("/v1/scheduling/appointments/{first}/confirm"), json!({})).await.is(200);
    // The other hold runs out, and frees its seat.
    server.app.clock.set(Instant(NOW.0 + 60));
    hold("pp-792").await.is(201);
    let list =
        server.get(&format!("{base}/appointments?status=expired&limit=200&from={}", NOW.0)).await.is(200);
    assert!(list["data"].as_array().unwrap().iter().any(|row| row["uid"] == json!(second)));
    server.patch(&format!("{base}/appointment-types/{kind}"), json!({ "capacity": 1 })).await.is(200);
    server.post(&format!("{base}/appointments/{first}/cancel"), json!({ "reason": "no" })).await.is(200);
    server.delete(&format!("{base}/appointment-types/{kind}")).await.is(204);
    server.delete(&format!("{base}/appointment-types/apt-001")).await.is(204);

    // A server that starts now knows the same, from the rows alone.
    let again = Server::beside(address).await;
    let organisation = Uid::from("org-123");
    let one =
        server.app.desks.of(&organisation).await.unwrap().unwrap().read(|state| state.clinic.snapshot());
    let two = again.app.desks.of(&organisation).await.unwrap().unwrap().read(|state| state.clinic.snapshot());
    assert_eq!(serde_json::to_value(&one).unwrap(), serde_json::to_value(&two).unwrap());
}

pub(super) async fn who_is_erased_is_nowhere(address: &str) {
    let server = Server::demo_on(address).await;
    let other = Server::beside(address).await;
    let before = other.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
    let names = ["Jane Doe", "jane.doe@example.com", "customer-0", "pp-xyz789", "a visit of her own"]
        .map(str::to_owned);
    let registration = json!({ "shop_uid": "shop-abc123", "patient_profile_uid": "pp-xyz789",
        "visit_reason": "a visit of her own" });
    server.post("/v1/management/waiting-room/register", registration).await.is(201);
    let found = server.app.store.mentions(&"org-123".into(), &names, 100).await.unwrap();
    assert!(found.records.len() > 2 && !found.journal.is_empty());

    server.get("/v1/management/patients/pat-789/export").await.is(200);
    let erased = server.delete("/v1/management/patients/pat-789?cancel=true").await.is(200);
    assert!(erased["appointments"].as_i64() > Some(3), "{erased}");
    let found = server.app.store.mentions(&"org-123".into(), &names, 100).await.unwrap();
    assert_eq!((found.records, found.journal), (Vec::new(), Vec::new()));
    let listed =
        server.get("/v1/management/scheduling/appointments?status=all&patient_uid=pat-789").await.is(200);
    assert_eq!(listed["totalRegistries"], 0);

    // A server that knew the patient, and has missed the lines that are no more, knows as much as the one
    // that erased.
    other.app.desks.catch_up().await.unwrap();
    let known = server
        .app
        .desks
        .of(&"org-123".into())
        .await
        .unwrap()
        .unwrap()
        .read(|state| (state.version, state.clinic.snapshot()));
    assert_eq!(before.read(|state| (state.version, state.clinic.snapshot())), known);
    assert!(
        known.1.appointments.iter().all(|appointment| appointment.patient_uid.as_deref() != Some("pat-789"))
    );
    // The audit trail is the same on both databases.
    let audit = server.get("/v1/management/audit?subject_uid=pat-789").await.is(200);
    let actions: Vec<&str> =
        audit["data"].as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["erased", "exported"]);
    assert_eq!(server.app.store.upkeep().forget_audit(NOW, 500).await.unwrap(), 0);
    assert!(server.app.store.upkeep().forget_audit(Instant(NOW.0 + 1), 500).await.unwrap() > 2);
}

pub(super) async fn other_servers_know_a_pass_and_its_end(address: &str) {
    let server = Server::demo_on(address).await;
    let mut other = Server::beside(address).await;
    other.key = server.key.clone();
    let shop = Shop::new(&server).await;
    let token = shop.token("customer-0");
    let list = async |server: &Server, session: &str| {
        by_token(server, session, Method::GET, "/appointments", None).await.status.as_u16()
    };
    let session = async |server: &Server| {
        session_of(server, &token).await["booking_session"].as_str().unwrap().to_owned()
    };
    let first = session(&server).await;
    assert_eq!((list(&server, &first).await, list(&other, &first).await), (200, 200));
    // A code of one is exchanged by the other, once.
    let code = by_token(&server, &token, Method::POST, "/booking-launch-codes", None).await.is(201);
    let exchange = json!({ "booking_launch_code": code["booking_launch_code"] });
    let path = "/v1/scheduling/booking-launch-codes/exchange";
    other.ask_with(Method::POST, path, &[], Some(exchange.clone())).await.is(201);
    server.ask_with(Method::POST, path, &[], Some(exchange)).await.is(404);
    // A revocation ends it on both, as soon as the other has heard of it.
    let secret = format!("/v1/management/scheduling/booking-secrets/{}", shop.key_id);
    server.delete(&secret).await.is(204);
    assert_eq!(list(&server, &first).await, 401);
    other.app.desks.catch_up().await.unwrap();
    assert_eq!(list(&other, &first).await, 401);
}

/// Two servers are asked for the same few starts at once with a doctor of three chairs: at no moment there
/// are more than three appointments, and at some there are. `FRONTDESK_CASES` multiplies the attempts.
pub(super) async fn several_places_take_no_more_than_there_are(address: &str) {
    let (one, two) = (Arc::new(Server::demo_on(address).await), Arc::new(Server::beside(address).await));
    let key = one.key.clone();
    // What is booked already may run beside what comes.
    let path = "/v1/management/scheduling/doctors/doc-456/places";
    one.ask(Method::PUT, path, Some(json!({ "concurrent_appointments_max": 3 }))).await.is(200);
    let factor =
        std::env::var("FRONTDESK_CASES").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(1.0);
    let begins = (NOW.0 / 86_400 + 2) * 86_400 + 8 * 3_600;
    let mut refused = 0;
    for round in 0..(20.0 * factor).ceil() as i64 {
        let mut asked = tokio::task::JoinSet::new();
        for number in 0..10_i64 {
            let server = if number % 2 == 0 { one.clone() } else { two.clone() };
            let key = key.clone();
            let body = json!({ "appointment_type_uid": "apt-002", "doctor_uid": "doc-456",
                "patient_profile_uid": format!("pp-{}", 790 + number % 6),
                "start_date": begins + 86_400 * (round % 5) + 900 * ((round + number) % 5) });
            asked.spawn(async move { !is_held(&server, &key, body).await });
        }
        refused += asked.join_all().await.into_iter().filter(|refused| *refused).count();
    }
    let blocking = blocking(&one).await;
    let running = |at| blocking.iter().filter(|other| other.start_date <= at && at < other.end_date).count();
    let most = blocking.iter().map(|other| running(other.start_date)).max();
    assert_eq!(most, Some(3), "{refused} refused");
    assert!(refused > 0, "nobody was refused");

    // What somebody writes past the engine is counted as well.
    let full = blocking.iter().find(|other| running(other.start_date) == 3).unwrap();
    let (start_date, end_date) = (full.start_date, full.end_date);
    let beyond = AppointmentWrite {
        start_date,
        end_date,
        session: String::new(),
        places: Some(3),
        ..appointment("mtg-beyond", "doc-456", 0, 60)
    };
    let written = write(&*one.app.store, "org-123", appointments([beyond.clone()])).await;
    assert!(matches!(written, Err(StoreError::Overlap)), "{written:?}");
    write(&*one.app.store, "org-123", appointments([AppointmentWrite { places: Some(4), ..beyond }]))
        .await
        .unwrap();
}

/// One server is told this of a patient while another is told that, and each of them two things at once: all
/// of it is kept, whoever comes last.
pub(super) async fn what_two_say_of_a_patient_at_once_is_kept(address: &str) {
    let (one, two) = (Arc::new(Server::demo_on(address).await), Arc::new(Server::beside(address).await));
    let key = one.key.clone();
    let all_at_once = async |requests: Vec<(Method, &'static str, Value)>| {
        let mut asked = tokio::task::JoinSet::new();
        for (number, (method, path, body)) in requests.into_iter().enumerate() {
            let (server, key) = (if number % 2 == 0 { &one } else { &two }.clone(), key.clone());
            asked.spawn(async move {
                let headers = [("x-api-key", key.as_str())];
                let answered = server.ask_with(method, path, &headers, Some(body)).await;
                assert!([200, 201].contains(&answered.status.as_u16()), "{}", answered.body);
            });
        }
        asked.join_all().await;
    };
    for round in 0..10 {
        let said = json!({ "display_name": format!("Ada {round}"), "email": format!("ada{round}@example.com"),
            "date_of_birth": format!("1960-04-1{round}"), "active": round % 2 == 0 });
        let fields = said.as_object().unwrap().iter();
        let patches = fields.map(|(field, value)| {
            let path = "/v1/management/patients/pat-790";
            (Method::PATCH, path, Value::Object([(field.clone(), value.clone())].into_iter().collect()))
        });
        all_at_once(patches.collect()).await;
        let organisation = "org-123".into();
        let row = one.app.store.record(&organisation, "patient", "pat-790").await.unwrap().unwrap();
        let kept: Value = serde_json::from_str(&row.data.unwrap()).unwrap();
        for field in ["display_name", "email", "date_of_birth"] {
            assert_eq!(kept[field], said[field], "round {round}: {kept}");
        }

        // The same of a customer who is new, and of the patient that this makes.
        let customer = format!("customer-new-{round}");
        let names = ["first_name", "last_name", "date_of_birth", "insurance"];
        let says = names.map(|field| {
            let fields = json!([{ "field": field, "value": format!("{field} {round}"), "source": "shop" }]);
            let body = json!({ "shop_uid": "shop-abc123", "shop_customer_id": customer, "fields": fields });
            (Method::POST, "/v1/management/patients", body)
        });
        all_at_once(says.to_vec()).await;
        let alias = frontdesk_server::desk::profile_alias("shop-abc123", &customer);
        let row =
            one.app.store.record_by_alias(&organisation, "patient_profile", &alias).await.unwrap().unwrap();
        let profile: Value = serde_json::from_str(&row.data.unwrap()).unwrap();
        for field in names {
            assert_eq!(profile["fields"][field], format!("{field} {round}"), "{profile}");
        }
        let patient = profile["patient_uid"].as_str().unwrap();
        let row = one.app.store.record(&organisation, "patient", patient).await.unwrap().unwrap();
        let patient: Value = serde_json::from_str(&row.data.unwrap()).unwrap();
        assert_eq!(patient["display_name"], format!("first_name {round} last_name {round}"));
    }
}

/// Whether the desk was given what it asked for; it can only be refused.
async fn is_held(server: &Server, key: &str, body: Value) -> bool {
    let path = "/v1/management/scheduling/appointments/hold";
    let held = server.ask_with(Method::POST, path, &[("x-api-key", key)], Some(body)).await;
    assert!([201, 409].contains(&held.status.as_u16()), "{}", held.body);
    held.status == 201
}

/// The stored appointments that block time of the demo's first doctor.
async fn blocking(server: &Server) -> Vec<frontdesk::Appointment> {
    let loaded = server.app.store.load(&"org-123".into()).await.unwrap().unwrap();
    let all = loaded.appointments.iter().map(|data| serde_json::from_str(data).unwrap());
    all.filter(|other: &frontdesk::Appointment| {
        other.doctor_uid == "doc-456"
            && ["held", "confirmed", "completed", "no_show"].contains(&other.status.to_string().as_str())
    })
    .collect()
}
