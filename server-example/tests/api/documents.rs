//! Every JSON example of the documents about scheduling, on the demo clinic as it stands.

use crate::common::{NOW, Server};
use frontdesk::Instant;
use serde_json::{Value, json};

const SCHEDULING: &str = "/v1/management/scheduling";

fn appointment_type() -> Value {
    json!({
      "uid": "apt-001",
      "organisation_uid": "org-123",
      "name": "Initial consultation",
      "meeting_type": "CONSULTATION",
      "duration_minutes": 30,
      "hold_ttl_seconds": 900,
      "booking_min_notice_minutes": 10,
      "cancellation_min_notice_minutes": 60,
      "rebooking_min_notice_minutes": 120,
      "room_strategy": "persistent_per_provider",
      "rebooking_mode": "same_doctor_only",
      "doctor_assignment_mode": "all_available_doctors",
      "allow_patient_rebooking": true,
      "active": true,
      "created_at": 1_712_100_000,
      "updated_at": 1_712_100_000
    })
}

fn reminder() -> Value {
    json!({
      "uid": "rem-001",
      "appointment_type_uid": "apt-001",
      "recipient_role": "patient",
      "minutes_before": 1440,
      "send_email": true,
      "send_sms": false,
      "active": true
    })
}

fn rule() -> Value {
    json!({
      "uid": "rule-001",
      "doctor_uid": "doc-456",
      "weekday": 0,
      "start_time": 540,
      "end_time": 1020,
      "buffer_minutes": 10,
      "valid_from": null,
      "valid_until": null,
      "active": true
    })
}

/// The value with other values in these fields.
fn with(mut value: Value, fields: Value) -> Value {
    for (name, field) in fields.as_object().expect("fields are an object") {
        value[name] = field.clone();
    }
    value
}

/// The value without these fields.
fn without(mut value: Value, fields: &[&str]) -> Value {
    for field in fields {
        value.as_object_mut().expect("it is an object").remove(*field);
    }
    value
}

#[tokio::test]
async fn list_appointments() {
    let server = Server::demo().await;
    let page =
        server.get(&format!("{SCHEDULING}/appointments?page=0&limit=25&status=confirmed")).await.is(200);
    let (total, pages) = (page["totalRegistries"].as_i64().unwrap(), page["totalPages"].as_i64().unwrap());
    assert!(total > 25 && pages == (total + 24) / 25, "{total} on {pages} pages");
    assert_eq!(page["data"].as_array().unwrap().len(), 25);

    let all = server
        .get(&format!("{SCHEDULING}/appointments?status=confirmed&limit=200&patient_uid=pat-789"))
        .await
        .is(200);
    let shown = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|appointment| appointment["uid"] == "mtg-abc123")
        .unwrap();
    let (start, end) = (shown["start_date"].as_i64().unwrap(), shown["end_date"].as_i64().unwrap());
    assert_eq!(end - start, 1_800);
    assert!(start > NOW.0);
    let documented = json!({
      "uid": "mtg-abc123",
      "status": "confirmed",
      "doctor_uid": "doc-456",
      "doctor_display_name": "Dr. Schmidt",
      "patient_uid": "pat-789",
      "patient_display_name": "Jane Doe",
      "appointment_type_uid": "apt-001",
      "appointment_type_name": "Initial consultation",
      "meeting_type": "CONSULTATION",
      "meeting_format": "DIGITAL",
      "start_date": start,
      "end_date": end,
      "created_at": start - 172_800,
      "cancelled_at": null,
      "cancellation_reason": null
    });
    assert_eq!(*shown, documented);
}

#[tokio::test]
async fn cancel_an_appointment() {
    let server = Server::demo().await;
    let path = format!("{SCHEDULING}/appointments/mtg-abc123/cancel");
    let answer = server.post(&path, json!({ "reason": "Patient requested cancellation" })).await.is(200);
    let documented = json!({
      "appointment_uid": "mtg-abc123",
      "status": "cancelled",
      "cancelled_at": NOW.0,
      "cancellation_reason": "Patient requested cancellation"
    });
    assert_eq!(answer, documented);

    // It is what the list says from now on, and once is enough.
    let listed = server
        .get(&format!("{SCHEDULING}/appointments?status=cancelled&limit=200&patient_uid=pat-789"))
        .await
        .is(200);
    assert!(
        listed["data"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["uid"] == "mtg-abc123" && row["cancelled_at"] == NOW.0)
    );
    let refusal = server.post(&path, json!({ "reason": "again" })).await.is(409);
    assert_eq!(refusal["refusal"]["code"], "wrong_status");
}

#[tokio::test]
async fn list_appointment_types() {
    let server = Server::demo().await;
    assert_eq!(
        server.get(&format!("{SCHEDULING}/appointment-types")).await.is(200)["data"][0],
        appointment_type()
    );
}

#[tokio::test]
async fn create_an_appointment_type() {
    let server = Server::demo().await;
    let body = without(appointment_type(), &["uid", "organisation_uid", "created_at", "updated_at"]);
    let created = server.post(&format!("{SCHEDULING}/appointment-types"), body).await.is(201);
    let uid = created["uid"].clone();
    assert!(uid.as_str().unwrap().starts_with("apt-"));
    assert_eq!(
        created,
        with(appointment_type(), json!({ "uid": uid, "created_at": NOW.0, "updated_at": NOW.0 }))
    );
    let listed = server.get(&format!("{SCHEDULING}/appointment-types")).await.is(200);
    assert!(listed["data"].as_array().unwrap().contains(&created));
}

#[tokio::test]
async fn what_a_type_does_not_say_is_as_documented() {
    let server = Server::demo().await;
    let body = json!({ "name": "Short", "meeting_type": "REVIEW", "duration_minutes": 5,
        "hold_ttl_seconds": 60, "room_strategy": "per_appointment",
        "rebooking_mode": "any_doctor_same_organisation" });
    let created = server.post(&format!("{SCHEDULING}/appointment-types"), body).await.is(201);
    let defaults = json!({ "booking_min_notice_minutes": 0, "cancellation_min_notice_minutes": 0,
        "rebooking_min_notice_minutes": 0,
        "doctor_assignment_mode": "all_available_doctors", "allow_patient_rebooking": false,
        "active": true });
    assert_eq!(created, with(created.clone(), defaults));
}

#[tokio::test]
async fn update_an_appointment_type() {
    let server = Server::demo().await;
    let path = format!("{SCHEDULING}/appointment-types/apt-001");
    let later = Instant(NOW.0 + 60);
    server.app.clock.set(later);
    let updated = server.patch(&path, json!({ "duration_minutes": 45, "active": false })).await.is(200);
    assert_eq!(
        updated,
        with(appointment_type(), json!({ "duration_minutes": 45, "active": false, "updated_at": later.0 }))
    );

    // Nothing changes nothing, not even the time of the last change.
    server.app.clock.set(Instant(NOW.0 + 120));
    assert_eq!(server.patch(&path, json!({})).await.is(200), updated);
    assert_eq!(server.patch(&path, json!({ "active": false })).await.is(200), updated);
}

#[tokio::test]
async fn delete_an_appointment_type() {
    let server = Server::demo().await;
    let path = format!("{SCHEDULING}/appointment-types/apt-001");
    assert_eq!(server.delete(&path).await.is(204), Value::Null);
    server.delete(&path).await.is(404);
    server.get(&format!("{path}/reminders")).await.is(404);
    let types = server.get(&format!("{SCHEDULING}/appointment-types")).await.is(200);
    assert!(types["data"].as_array().unwrap().iter().all(|kind| kind["uid"] != "apt-001"));

    // Its appointments stay, under the name that they were booked by.
    let stays = server.get(&format!("{SCHEDULING}/appointments?patient_uid=pat-789&limit=200")).await.is(200);
    let appointment =
        stays["data"].as_array().unwrap().iter().find(|row| row["uid"] == "mtg-abc123").unwrap();
    assert_eq!(
        (&appointment["appointment_type_uid"], &appointment["appointment_type_name"]),
        (&json!("apt-001"), &json!("Initial consultation"))
    );
}

#[tokio::test]
async fn reminders() {
    let server = Server::demo().await;
    let path = format!("{SCHEDULING}/appointment-types/apt-001/reminders");
    assert_eq!(server.get(&path).await.is(200), json!({ "data": [reminder()] }));

    let body = without(reminder(), &["uid", "appointment_type_uid"]);
    let created = server.post(&path, body).await.is(201);
    assert_eq!(created, with(reminder(), json!({ "uid": created["uid"] })));
    let least = server.post(&path, json!({ "recipient_role": "doctor", "minutes_before": 30 })).await.is(201);
    assert_eq!(
        (&least["send_email"], &least["send_sms"], &least["active"]),
        (&json!(false), &json!(false), &json!(true))
    );

    let updated = server
        .patch(&format!("{path}/rem-001"), json!({ "minutes_before": 60, "send_sms": true }))
        .await
        .is(200);
    assert_eq!(updated, with(reminder(), json!({ "minutes_before": 60, "send_sms": true })));

    assert_eq!(server.delete(&format!("{path}/rem-001")).await.is(204), Value::Null);
    server.delete(&format!("{path}/rem-001")).await.is(404);
    assert_eq!(server.get(&path).await.is(200)["data"].as_array().unwrap().len(), 2);
    // Under another type it is not there.
    let elsewhere =
        format!("{SCHEDULING}/appointment-types/apt-002/reminders/{}", created["uid"].as_str().unwrap());
    server.patch(&elsewhere, json!({})).await.is(404);
}

#[tokio::test]
async fn availability_rules() {
    let server = Server::demo().await;
    let path = format!("{SCHEDULING}/doctors/doc-456/availability-rules");
    let listed = server.get(&path).await.is(200);
    assert_eq!(listed["data"][0], rule());

    let body =
        json!({ "weekday": 0, "start_time": 540, "end_time": 1020, "buffer_minutes": 10, "active": true });
    let created = server.post(&path, body).await.is(201);
    assert_eq!(created, with(rule(), json!({ "uid": created["uid"] })));

    let one = format!("{path}/rule-001");
    let updated = server.patch(&one, json!({ "end_time": 960, "clear_valid_until": true })).await.is(200);
    assert_eq!(updated, with(rule(), json!({ "end_time": 960 })));

    assert_eq!(server.delete(&one).await.is(204), Value::Null);
    server.patch(&one, json!({})).await.is(404);
}

#[tokio::test]
async fn bounds_of_a_rule_are_set_and_cleared() {
    let server = Server::demo().await;
    let one = format!("{SCHEDULING}/doctors/doc-456/availability-rules/rule-001");
    let bounded = server
        .patch(&one, json!({ "valid_from": 1_712_000_000, "valid_until": 1_713_000_000 }))
        .await
        .is(200);
    assert_eq!(
        (&bounded["valid_from"], &bounded["valid_until"]),
        (&json!(1_712_000_000), &json!(1_713_000_000))
    );
    let open =
        server.patch(&one, json!({ "clear_valid_from": true, "clear_valid_until": false })).await.is(200);
    assert_eq!((&open["valid_from"], &open["valid_until"]), (&json!(null), &json!(1_713_000_000)));
    // A value and the flag contradict each other; a plain null says what the flag says.
    let refusal = server.patch(&one, json!({ "valid_until": 5, "clear_valid_until": true })).await.is(400);
    assert!(refusal["errors"]["clear_valid_until"].is_array());
    assert_eq!(server.patch(&one, json!({ "valid_until": null })).await.is(200)["valid_until"], json!(null));
}

#[tokio::test]
async fn a_list_without_wishes_is_what_is_to_come() {
    let server = Server::demo().await;
    let count = async |query: &str| {
        let page = server.get(&format!("{SCHEDULING}/appointments?limit=200{query}")).await.is(200);
        (page["totalRegistries"].as_i64().unwrap(), page["data"].as_array().unwrap().clone())
    };
    let (_, to_come) = count("").await;
    assert!(!to_come.is_empty());
    for appointment in &to_come {
        assert!(["held", "confirmed"].contains(&appointment["status"].as_str().unwrap()));
        assert!(appointment["start_date"].as_i64().unwrap() >= NOW.0);
    }
    assert!(to_come.is_sorted_by_key(|row| (row["start_date"].as_i64(), row["uid"].as_str())));
    // With a bound, the past is in it too; and every status has its share of all.
    let (_, past) = count(&format!("&from=0&to={}&status=completed", NOW.0)).await;
    assert!(!past.is_empty());
    let mut sum = 0;
    for status in ["held", "confirmed", "cancelled", "expired", "completed", "no_show"] {
        let (total, rows) = count(&format!("&status={status}")).await;
        assert!(total > 0, "the demo has none that is {status}");
        assert!(rows.iter().all(|row| row["status"] == status));
        sum += total;
    }
    assert_eq!(count("&status=all").await.0, sum);
    // A hold is expired from the second on at which it runs out, recorded or not.
    let (held, _) = count("&status=held").await;
    let (expired, _) = count("&status=expired").await;
    server.app.clock.set(Instant(NOW.0 + 900));
    assert_eq!(count("&status=held").await.0, 0);
    assert_eq!(count("&status=expired").await.0, expired + held);
    // A filter for what is not there is an empty page, and so is a page past the end.
    assert_eq!(count("&doctor_uid=doc-900").await.0, 0);
    assert!(count("&page=1000").await.1.is_empty());
    let capped = server.get(&format!("{SCHEDULING}/appointments?limit=100000&status=all")).await.is(200);
    assert_eq!(capped["data"].as_array().unwrap().len(), 200);
}
