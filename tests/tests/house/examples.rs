//! The example clinics of `core/examples/` load, survive a round trip, and show what they are there to show.

#![allow(clippy::panic, reason = "a test that cannot read its own example has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use frontdesk::{Clinic, ClinicSnapshot, ExplainQuery, Instant, Reason, SlotQuery, Uid, Zone, from_json};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/examples")
}

fn snapshot(file: &str) -> ClinicSnapshot {
    let text = fs::read_to_string(directory().join(file)).expect("an example is text");
    from_json(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn clinic(file: &str) -> Clinic {
    Clinic::new(snapshot(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The first moment at which the clock of `zone` shows that time, which it does.
fn at(zone: &str, local: &str) -> Instant {
    let local: NaiveDateTime = local.parse().expect("a local time as `2027-03-22T00:00:00`");
    let minute = (local.time() - NaiveTime::MIN).num_minutes() as u16;
    let zone = Zone::named(zone).expect("a zone of the tz database");
    zone.instant(local.date(), minute).expect("a time of this century")
}

#[path = "../../../core/examples/journal.rs"]
mod journal;

#[test]
fn a_journal_that_is_replayed_is_the_same_clinic() {
    journal::main().expect("it runs");
}

#[test]
fn every_example_is_a_clinic() {
    let mut names: Vec<_> = fs::read_dir(directory())
        .expect("the examples are beside the engine")
        .map(|entry| entry.expect("the directory can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json") && name != "room.json")
        .collect();
    names.sort();
    assert_eq!(names, ["berlin.json", "day-hospital.json", "on-call.json", "telehealth.json"]);
    for name in &names {
        let snapshot = snapshot(name);
        assert!(!snapshot.appointments.is_empty(), "{name} has no bookings");
        let clinic = Clinic::new(snapshot.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let back = clinic.snapshot();
        assert!(same(&back, &snapshot), "{name} comes out of the clinic as it went in");
        let text = serde_json::to_string(&back).expect("a snapshot is JSON");
        let read: ClinicSnapshot = from_json(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(read == back, "{name} survives being written and read");
    }
}

#[test]
fn the_example_of_a_room_is_a_room() {
    let text = fs::read_to_string(directory().join("room.json")).expect("an example is text");
    let room: frontdesk::WaitingRoomSnapshot = from_json(&text).expect("a room");
    let room = frontdesk::WaitingRoom::new(room).expect("a room without contradictions");
    assert_eq!(room.snapshot().entries.len(), 4);
}

/// Whether two snapshots say the same, in whatever order.
fn same(a: &ClinicSnapshot, b: &ClinicSnapshot) -> bool {
    let sorted = |snapshot: &ClinicSnapshot| {
        let mut snapshot = snapshot.clone();
        snapshot.appointment_types.sort_by(|a, b| a.uid.cmp(&b.uid));
        snapshot.doctors.sort_by(|a, b| a.uid.cmp(&b.uid));
        snapshot.closures.sort_by(|a, b| (a.date, &a.doctor_uid).cmp(&(b.date, &b.doctor_uid)));
        snapshot.appointments.sort_by(|a, b| a.uid.cmp(&b.uid));
        snapshot
    };
    sorted(a) == sorted(b)
}

/// The figures were counted by a program that shares nothing with the engine.
#[test]
fn every_example_has_slots() {
    const BERLIN: &str = "Europe/Berlin";
    const NEW_YORK: &str = "America/New_York";
    // The file and its zone; the type; now; the range; how many.
    let table = [
        (
            "berlin.json",
            BERLIN,
            "apt-001",
            "2027-03-19T08:00:00",
            "2027-03-22T00:00:00",
            "2027-04-05T00:00:00",
            71,
        ),
        (
            "berlin.json",
            BERLIN,
            "apt-002",
            "2027-03-19T08:00:00",
            "2027-03-22T00:00:00",
            "2027-04-05T00:00:00",
            195,
        ),
        (
            "berlin.json",
            BERLIN,
            "apt-003",
            "2027-03-19T08:00:00",
            "2027-03-22T00:00:00",
            "2027-04-05T00:00:00",
            4,
        ),
        (
            "berlin.json",
            BERLIN,
            "apt-004",
            "2027-03-19T08:00:00",
            "2027-03-22T00:00:00",
            "2027-04-05T00:00:00",
            17,
        ),
        (
            "berlin.json",
            BERLIN,
            "apt-005",
            "2027-03-19T08:00:00",
            "2027-03-22T00:00:00",
            "2027-04-05T00:00:00",
            0,
        ),
        (
            "day-hospital.json",
            BERLIN,
            "apt-401",
            "2027-03-19T08:00:00",
            "2027-03-22T00:00:00",
            "2027-04-05T00:00:00",
            11,
        ),
        (
            "day-hospital.json",
            BERLIN,
            "apt-402",
            "2027-03-19T08:00:00",
            "2027-03-22T00:00:00",
            "2027-04-05T00:00:00",
            26,
        ),
        (
            "day-hospital.json",
            BERLIN,
            "apt-403",
            "2027-03-19T08:00:00",
            "2027-03-22T00:00:00",
            "2027-04-05T00:00:00",
            99,
        ),
        (
            "telehealth.json",
            NEW_YORK,
            "apt-101",
            "2027-03-10T09:00:00",
            "2027-03-12T00:00:00",
            "2027-03-26T00:00:00",
            520,
        ),
        (
            "telehealth.json",
            NEW_YORK,
            "apt-102",
            "2027-03-10T09:00:00",
            "2027-03-12T00:00:00",
            "2027-03-26T00:00:00",
            107,
        ),
        (
            "telehealth.json",
            NEW_YORK,
            "apt-101",
            "2027-10-20T09:00:00",
            "2027-11-01T00:00:00",
            "2027-11-15T00:00:00",
            481,
        ),
        (
            "telehealth.json",
            NEW_YORK,
            "apt-102",
            "2027-10-20T09:00:00",
            "2027-11-01T00:00:00",
            "2027-11-15T00:00:00",
            96,
        ),
        (
            "on-call.json",
            BERLIN,
            "apt-301",
            "2027-03-27T18:00:00",
            "2027-03-27T12:00:00",
            "2027-03-28T12:00:00",
            38,
        ),
        (
            "on-call.json",
            BERLIN,
            "apt-302",
            "2027-03-27T18:00:00",
            "2027-03-27T12:00:00",
            "2027-03-28T12:00:00",
            12,
        ),
        (
            "on-call.json",
            BERLIN,
            "apt-301",
            "2027-10-30T18:00:00",
            "2027-10-30T12:00:00",
            "2027-10-31T12:00:00",
            34,
        ),
        (
            "on-call.json",
            BERLIN,
            "apt-302",
            "2027-10-30T18:00:00",
            "2027-10-30T12:00:00",
            "2027-10-31T12:00:00",
            9,
        ),
    ];
    for (file, zone, appointment_type, now, from, to, expected) in table {
        let query = SlotQuery {
            appointment_type_uid: appointment_type.into(),
            from: at(zone, from),
            to: at(zone, to),
            ..Default::default()
        };
        let slots =
            clinic(file).find_slots(&query, at(zone, now)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(slots.len(), expected, "{file}, {appointment_type}, {from} to {to}");
    }
}

#[test]
fn tuesday_at_two_lies_in_the_buffer_of_jane_doe() {
    let clinic = clinic("berlin.json");
    let two = NaiveDate::from_ymd_opt(2027, 3, 23).and_then(|date| date.and_hms_opt(14, 0, 0));
    let query = ExplainQuery {
        appointment_type_uid: "apt-001".into(),
        local_start: two,
        doctor_uids: Some(vec![Uid::from("doc-456")]),
        ..Default::default()
    };
    let now = at("Europe/Berlin", "2027-03-19T08:00:00");
    let answer = clinic.explain(&query, now).expect("a question of this clinic");
    let until = at("Europe/Berlin", "2027-03-23T14:10:00");
    assert_eq!(answer[0].reasons, [Reason::SlotTaken { by: Uid::from("mtg-abc123"), until }]);
}

/// The server's own file, and what its schema says of files that are not right.
#[test]
fn a_practice_that_is_imported_is_what_its_schema_says() {
    let server = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server-example");
    let read = |name: &str| -> serde_json::Value {
        let text = std::fs::read_to_string(server.join(name)).expect("it is beside the server");
        serde_json::from_str(&text).expect("it is JSON")
    };
    let schema = jsonschema::validator_for(&read("docs/import.schema.json")).expect("it is a schema");
    let practice = read("examples/practice.json");
    assert!(
        schema.is_valid(&practice),
        "{:?}",
        schema.validate(&practice).map_err(|error| error.to_string())
    );
    let with = |name: &str, value: serde_json::Value| {
        let mut practice = practice.clone();
        practice[name] = value;
        practice
    };
    for wrong in [
        with("shops", serde_json::json!([{ "name": "without an id" }])),
        with("doctors", serde_json::json!([{ "uid": "d", "colour": "red" }])),
        with("clinic", serde_json::json!({})),
        with("colour", serde_json::json!("red")),
    ] {
        assert!(!schema.is_valid(&wrong), "{wrong}");
    }
}

#[test]
fn a_day_hospital_is_full_in_its_own_ways() {
    const BERLIN: &str = "Europe/Berlin";
    let clinic = clinic("day-hospital.json");
    let now = at(BERLIN, "2027-03-19T08:00:00");
    let reasons = |appointment_type: &str, doctor: &str, local: &str| {
        let query = ExplainQuery {
            appointment_type_uid: appointment_type.into(),
            start_date: Some(at(BERLIN, local)),
            doctor_uids: Some(vec![Uid::from(doctor)]),
            ..Default::default()
        };
        clinic.explain(&query, now).expect("a question of this clinic").swap_remove(0).reasons
    };
    // Two first assessments are made already in the morning at the main building.
    assert_eq!(
        reasons("apt-401", "doc-401", "2027-03-22T10:00:00"),
        [Reason::WindowFull { limit: 2, used: 2 }]
    );
    // Three infusions run at nine; the chair of the first is free ten minutes after it.
    let until = at(BERLIN, "2027-03-22T10:10:00");
    assert_eq!(
        reasons("apt-403", "doc-402", "2027-03-22T09:00:00"),
        [Reason::PlacesFull { places: 3, until }]
    );
    // A review at noon in the south comes too soon after the one until noon in the north.
    let until = at(BERLIN, "2027-03-22T12:30:00");
    assert_eq!(
        reasons("apt-402", "doc-401", "2027-03-22T12:00:00"),
        [Reason::SlotTaken { by: Uid::from("mtg-403"), until }]
    );
}
