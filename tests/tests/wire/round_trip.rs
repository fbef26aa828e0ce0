//! What goes in comes out again, and means the same.

use std::collections::BTreeSet;

use frontdesk::{AppointmentStatus, Clinic, ClinicSnapshot, Event, Instant, QueueEvent, from_json};
use frontdesk_tests::engine::{answered, ask, clinic, find};
use frontdesk_tests::oracle::bookings::hold_end;
use frontdesk_tests::run::{check, fail, same, same_list};
use frontdesk_tests::vectors::files;
use serde_json::Value;

#[test]
fn a_snapshot_survives() {
    check("round trip", 10_000, |case| {
        let (first, slots) = ask(case)?;
        let snapshot = first.snapshot();
        let second = clinic(&snapshot)?;
        same("the second snapshot differs", &second.snapshot(), &snapshot)?;
        same_list("the answers differ", &find(&second, &case.query, case.now)?, &slots)?;

        // Doctors and the like may be put in order, and a hold says when it ends; nothing else changes.
        let mut expected = case.snapshot.clone();
        for appointment in expected
            .appointments
            .iter_mut()
            .filter(|appointment| appointment.status == AppointmentStatus::Held)
        {
            appointment.hold_expires_at = Some(Instant(hold_end(&case.snapshot, appointment)));
        }
        let mut found = snapshot.clone();
        for snapshot in [&mut expected, &mut found] {
            snapshot.doctors.sort_by(|a, b| a.uid.cmp(&b.uid));
            snapshot.appointment_types.sort_by(|a, b| a.uid.cmp(&b.uid));
            snapshot.appointments.sort_by(|a, b| a.uid.cmp(&b.uid));
            snapshot.closures.sort_by(|a, b| (a.date, &a.doctor_uid).cmp(&(b.date, &b.doctor_uid)));
        }
        let text = |snapshot: &ClinicSnapshot| serde_json::to_string_pretty(snapshot).unwrap_or_default();
        let (found, expected) = (text(&found), text(&expected));
        same_list(
            "something got lost",
            &found.lines().collect::<Vec<_>>(),
            &expected.lines().collect::<Vec<_>>(),
        )?;

        let read: ClinicSnapshot = answered("from_json", from_json(&text(&snapshot)))?;
        same("JSON loses something", &read, &snapshot)?;
        match Clinic::new(read) {
            Ok(third) => same("the clinic of the JSON differs", &third.snapshot(), &snapshot),
            Err(error) => fail("the JSON is no clinic", error.to_string()),
        }
    });
}

/// What was given by local time is written as it was given until a clinic has worked it out.
#[test]
fn a_snapshot_that_no_clinic_has_taken_in_survives() {
    let text = r#"{ "timezone": "Europe/Berlin", "doctors": [{ "uid": "doc-456" }], "appointments": [
        { "uid": "mtg-1", "status": "confirmed", "doctor_uid": "doc-456",
          "local_start": "2026-03-23T09:00", "local_end": "2026-03-23T09:30" } ] }"#;
    let given: ClinicSnapshot = from_json(text).expect("a snapshot");
    let written = serde_json::to_string(&given).expect("JSON");
    let again: ClinicSnapshot = from_json(&written).expect("what is written can be read");
    assert_eq!(again, given, "{written}");
    let taken_in = |snapshot| Clinic::new(snapshot).expect("a clinic").snapshot();
    let known = taken_in(again);
    assert_eq!(known, taken_in(given));
    assert_eq!(known.appointments[0].start_date, Instant(1_774_252_800));
}

/// What the vectors answer to commands has every event there is.
#[test]
fn events_are_called_what_the_wire_calls_them() {
    let (mut of_appointments, mut of_rooms) = (BTreeSet::new(), BTreeSet::new());
    for (_, vectors) in files() {
        for event in vectors.cases.iter().filter_map(|case| case.answer.as_ref()?.as_array()).flatten() {
            let Some(name) = event.get("event").and_then(Value::as_str) else { continue };
            if let Ok(event) = from_json::<Event>(&event.to_string()) {
                assert_eq!(event.name(), name);
                of_appointments.insert(event.name());
            } else if let Ok(event) = from_json::<QueueEvent>(&event.to_string()) {
                assert_eq!(event.name(), name);
                of_rooms.insert(event.name());
            }
        }
    }
    assert_eq!((of_appointments.len(), of_rooms.len()), (11, 17), "{of_appointments:?} {of_rooms:?}");
}

/// What the crate's page says of query strings: a number that comes as text is no integer.
#[test]
fn a_query_string_is_no_wire_value() {
    use serde::Deserialize;
    use serde::de::value::{Error, MapDeserializer};

    let fields = [("appointment_type_uid", "apt-001"), ("from", "1774220400"), ("to", "1774306800")];
    let read = frontdesk::SlotQuery::deserialize(MapDeserializer::<_, Error>::new(fields.into_iter()));
    assert_eq!(
        read.expect_err("numbers as text").to_string(),
        "invalid type: string \"1774220400\", expected an integer"
    );
}
