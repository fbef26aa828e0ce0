//! The demo clinic: the names of the documents, so that their examples work on it as they stand.

mod beside;

use frontdesk::{
    Actor, Appointment, AppointmentStatus, Clinic, Command, Event, Instant, Slot, SlotQuery, Uid, from_json,
};
use serde_json::json;

use crate::import::Import;
use crate::store::Organisation;

/// The organisation of the demo.
pub const ORGANISATION: &str = "org-123";

/// Its shop, on whose page anyone may book.
pub const SHOP: &str = "shop-abc123";

const DAY: i64 = 86_400;

/// The organisation, and all that is in it as of `now`: three doctors, and appointments of three weeks before
/// and after.
///
/// # Errors
/// If the engine refuses it, which a test holds.
pub fn demo(now: Instant) -> Result<(Organisation, Import), frontdesk::Error> {
    let organisation = Organisation {
        uid: ORGANISATION.into(),
        name: "Demo clinic".to_owned(),
        timezone: Some("Europe/Berlin".to_owned()),
        created_at: Instant(1_712_100_000),
    };
    let mut import: Import = from_json(&static_part().to_string())?;
    let appointments = appointments(&Clinic::new(import.clinic.clone())?, &import, now)?;
    import.clinic.appointments = appointments;
    beside::add(&mut import, now)?;
    Ok((organisation, import))
}

fn static_part() -> serde_json::Value {
    let kind = |uid: &str, name: &str, meeting_type: &str, minutes: i64, room: &str, rebooking: &str| {
        json!({ "uid": uid, "organisation_uid": ORGANISATION, "name": name, "meeting_type": meeting_type,
            "duration_minutes": minutes,
            "hold_ttl_seconds": 900, "booking_min_notice_minutes": 10, "cancellation_min_notice_minutes": 60,
            "rebooking_min_notice_minutes": 120,
            "room_strategy": room, "rebooking_mode": rebooking,
            "doctor_assignment_mode": "all_available_doctors", "allow_patient_rebooking": true,
            "active": true, "created_at": 1_712_100_000, "updated_at": 1_712_100_000 })
    };
    let rules = |doctor: &str, first: i64, hours: &[(i64, i64, i64)]| -> Vec<serde_json::Value> {
        let rule = |(index, (weekday, start, end)): (usize, &(i64, i64, i64))| {
            json!({ "uid": format!("rule-{:03}", first + index as i64), "doctor_uid": doctor,
                "weekday": weekday, "start_time": start, "end_time": end,
                "buffer_minutes": 10, "valid_from": null, "valid_until": null, "active": true })
        };
        hours.iter().enumerate().map(rule).collect()
    };
    let names = [
        "Jane Doe",
        "Felix Maurer",
        "Vera Arndt",
        "Samira Haddad",
        "Tomás Rey",
        "Ines Koch",
        "Lars Holm",
        "Mei Tanaka",
    ];
    let patients = names.iter().enumerate().map(|(index, name)| {
        let email = format!("{}@example.com", name.to_lowercase().replace(' ', ".").replace('á', "a"));
        json!({ "uid": format!("pat-{}", 789 + index), "display_name": name, "email": email,
            "date_of_birth": format!("19{}-04-1{index}", 60 + 4 * index) })
    });
    let profiles = names.iter().enumerate().map(|(index, _)| {
        let uid = if index == 0 { "pp-xyz789".to_owned() } else { format!("pp-{}", 789 + index) };
        json!({ "uid": uid, "patient_uid": format!("pat-{}", 789 + index), "shop_uid": "shop-abc123",
            "shop_customer_id": format!("customer-{index}") })
    });
    json!({
        "clinic": {
            "timezone": "Europe/Berlin",
            "appointment_types": [
                kind("apt-001", "Initial consultation", "CONSULTATION", 30, "persistent_per_provider",
                    "same_doctor_only"),
                kind("apt-002", "Follow-up", "FOLLOW_UP", 15, "per_appointment",
                    "any_doctor_same_organisation"),
            ],
            "reminders": [ { "uid": "rem-001", "appointment_type_uid": "apt-001",
                "recipient_role": "patient", "minutes_before": 1440,
                "send_email": true, "send_sms": false, "active": true } ],
            "doctors": [
                { "uid": "doc-456", "display_name": "Dr. Schmidt",
                  "availability_rules": rules("doc-456", 1, &[(0, 540, 1020), (1, 540, 1020), (2, 540, 720),
                      (3, 540, 1020), (4, 540, 840)]) },
                { "uid": "doc-457", "display_name": "Dr. Yılmaz",
                  "availability_rules": rules("doc-457", 11, &[(0, 480, 720), (1, 480, 720), (2, 480, 960),
                      (3, 480, 720), (4, 480, 720)]) },
                { "uid": "doc-458", "display_name": "Dr. Novak", "timezone": "Europe/Prague",
                  "availability_rules": rules("doc-458", 21, &[(1, 960, 1200), (3, 960, 1200), (5, 600, 840),
                      (6, 600, 840)]) },
            ],
        },
        "shops": [ { "uid": SHOP, "name": "Demo shop", "booking_page": "anyone" } ],
        "patients": patients.collect::<Vec<_>>(),
        "patient_profiles": profiles.collect::<Vec<_>>(),
    })
}

/// Appointments in every status, each booked on a slot that the engine offers.
fn appointments(
    clinic: &Clinic,
    import: &Import,
    now: Instant,
) -> Result<Vec<Appointment>, frontdesk::Error> {
    let mut clinic = clinic.clone();
    let begin = Instant(now.0 - 21 * DAY);
    let slots = |clinic: &Clinic, uid: &str, from: Instant, to: Instant| {
        clinic.find_slots(
            &SlotQuery { appointment_type_uid: uid.into(), from, to, ..SlotQuery::default() },
            from,
        )
    };
    // The document's own appointment: the first of Dr. Schmidt's from tomorrow on.
    let tomorrow = Instant(now.0 + DAY);
    let of_document = slots(&clinic, "apt-001", tomorrow, Instant(now.0 + 10 * DAY))?
        .into_iter()
        .find(|slot| slot.doctor_uid == "doc-456");
    if let Some(slot) = of_document {
        book(
            &mut clinic,
            "mtg-abc123",
            "apt-001",
            &slot,
            &"pat-789".into(),
            now,
            AppointmentStatus::Confirmed,
        );
    }
    for (round, kind) in ["apt-001", "apt-002"].into_iter().enumerate() {
        let offered = slots(&clinic, kind, begin, Instant(now.0 + 21 * DAY))?;
        for (index, slot) in offered.iter().enumerate().filter(|(index, _)| index % 5 == 2 * round) {
            let past = slot.end_date <= now;
            let status = match (past, index / 5 % 10) {
                (true, 3) => AppointmentStatus::NoShow,
                (true, 6) => AppointmentStatus::Expired,
                (_, 8) => AppointmentStatus::Cancelled,
                (true, _) => AppointmentStatus::Completed,
                (false, 5) => AppointmentStatus::Held,
                (false, _) => AppointmentStatus::Confirmed,
            };
            // What is tried by hand names the first patient: nothing else that is to come is in the way.
            let others = &import.patients[usize::from(!past)..];
            let patient = &others[(index / 5) % others.len()].uid;
            let uid = format!("mtg-demo-{round}{index:04}");
            book(&mut clinic, &uid, kind, slot, patient, now, status);
        }
    }
    Ok(clinic.snapshot().appointments)
}

/// Books a slot as it would have been booked, if it still can be, and lets it come to where it is to stand.
fn book(
    clinic: &mut Clinic,
    uid: &str,
    kind: &str,
    slot: &Slot,
    patient: &Uid,
    now: Instant,
    status: AppointmentStatus,
) {
    let at = if status == AppointmentStatus::Held {
        now
    } else {
        Instant((slot.start_date.0 - 2 * DAY).min(now.0 - 3_600))
    };
    let hold = Command::Hold {
        uid: uid.into(),
        appointment_type_uid: kind.into(),
        start_date: Some(slot.start_date),
        local_start: None,
        doctor_uid: Some(slot.doctor_uid.clone()),
        patient_uid: Some(patient.clone()),
        by: Actor::Administrator,
        r#override: Vec::new(),
        replaces: None,
        duration_minutes: None,
        seats: None,
        location_uid: slot.location_uid.clone(),
    };
    let mut then = |command: &Command, at: Instant| -> bool {
        let events: Vec<Event> = clinic.decide(command, at).unwrap_or_default();
        for event in &events {
            clinic.apply(event);
        }
        !events.is_empty()
    };
    // A slot that an appointment booked before has taken is left out.
    if !then(&hold, at) {
        return;
    }
    let uid = || Uid::from(uid);
    let confirm = Command::Confirm { uid: uid(), video_room_id: None, by: Actor::Patient };
    let soon = Instant(at.0 + 60);
    match status {
        AppointmentStatus::Held => {}
        AppointmentStatus::Expired => {
            for event in clinic.due(Instant(at.0 + DAY)) {
                clinic.apply(&event);
            }
        }
        AppointmentStatus::Confirmed => {
            then(&confirm, soon);
        }
        AppointmentStatus::Cancelled => {
            then(&confirm, soon);
            let reason = "Patient requested cancellation".to_owned();
            then(&Command::Cancel { uid: uid(), reason, by: Actor::Administrator }, Instant(at.0 + 600));
        }
        AppointmentStatus::Completed => {
            then(&confirm, soon);
            then(&Command::Complete { uid: uid(), by: Actor::Administrator }, slot.end_date);
        }
        AppointmentStatus::NoShow => {
            then(&confirm, soon);
            then(&Command::NoShow { uid: uid() }, slot.end_date);
        }
    }
}
