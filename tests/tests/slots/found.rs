//! Cases on which the engine once was wrong. Random ones found them; here they come up every time.

use frontdesk_tests::engine::{ask, explain};
use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle::desk::Desk;
use frontdesk_tests::oracle::reasons::Asked;
use frontdesk_tests::oracle::{RIGHT, slots};

/// Of each, `find_slots` and the oracle list the same.
const SLOTS: &[(&str, &str)] = &[
    (
        "an extra interval of another date goes on where a second one ends, and both go on where the window \
         does",
        r#"{ "snapshot": { "timezone": "Atlantic/Azores",
            "appointment_types": [ { "uid": "apt-1", "duration_minutes": 10 } ],
            "doctors": [ { "uid": "doc-a",
                "availability_exceptions": [
                    { "uid": "exc-2", "kind": "extra", "start_date": 1761436740, "end_date": 1761695940 },
                    { "uid": "exc-3", "kind": "extra", "start_date": 1761695940, "end_date": 1761696000 } ],
                "date_overrides": [ { "date": "2025-10-28", "windows": [ { "start_time": 0,
                  "end_time": 1371 } ] } ] } ] },
            "query": { "appointment_type_uid": "apt-1", "from": 1761609600, "to": 1761782400 },
            "now": 1761436800 }"#,
    ),
    (
        "a slot of a window ends in another window of its date, and an extra interval of days before lies \
         between",
        r#"{ "snapshot": {
            "appointment_types": [ { "uid": "apt-1", "duration_minutes": 30 } ],
            "doctors": [ { "uid": "doc-b",
                "availability_rules": [
                    { "uid": "rule-1", "weekday": 5, "start_time": 0, "end_time": 585, "buffer_minutes": 7 },
                    { "uid": "rule-3", "weekday": 5, "start_time": 600, "end_time": 660,
                      "buffer_minutes": 7 } ],
                "availability_exceptions": [
                    { "uid": "exc-3", "kind": "extra", "start_date": 63420210, "end_date": 64317600,
                      "buffer_minutes": 7 } ] } ] },
            "query": { "appointment_type_uid": "apt-1", "from": 64310000, "to": 64317600,
              "grid": { "mode": "packed", "step_minutes": 1 } },
            "now": 63417600 }"#,
    ),
    (
        "the same with a rule's window between two extra intervals",
        r#"{ "snapshot": { "timezone": "America/Caracas",
            "appointment_types": [ { "uid": "apt-1", "duration_minutes": 30 } ],
            "doctors": [ { "uid": "doc-a",
                "availability_rules": [ { "uid": "rule-3", "weekday": 5, "start_time": 540, "end_time": 735,
                  "buffer_minutes": 1 } ],
                "availability_exceptions": [
                    { "uid": "exc-0", "kind": "extra", "start_date": 1197072000, "end_date": 1197131700,
                      "buffer_minutes": 1 },
                    { "uid": "exc-1", "kind": "extra", "start_date": 1197131700, "end_date": 1197144000,
                      "buffer_minutes": 1 } ] } ] },
            "query": { "appointment_type_uid": "apt-1", "from": 1197072000, "to": 1197158400 },
            "now": 1195516800 }"#,
    ),
];

/// Of each, the reasons for a start are so.
const REASONS: &[(&str, i64, &str)] = &[(
    "the nearest candidate is the start of a session that has a seat left",
    833_205_840,
    r#"{ "snapshot": {
        "appointment_types": [ { "uid": "apt-1", "duration_minutes": 1, "capacity": 2 } ],
        "doctors": [ { "uid": "doc-b",
            "availability_exceptions": [ { "uid": "exc-1", "kind": "extra", "start_date": 833029200,
              "end_date": 833241600 } ] } ],
        "appointments": [ { "uid": "mtg-1", "status": "confirmed", "doctor_uid": "doc-b",
          "appointment_type_uid": "apt-1",
            "start_date": 833216400, "end_date": 833414400 } ] },
        "query": { "appointment_type_uid": "apt-1", "from": 832788000, "to": 833216340,
          "grid": { "mode": "packed", "step_minutes": 630 } },
        "now": 833068800 }"#,
)];

fn case(text: &str) -> Case {
    serde_json::from_str(text).expect("the cases of the table are JSON")
}

#[test]
fn slots_that_once_were_wrong() {
    for (name, text) in SLOTS {
        let case = case(text);
        let (_, found) =
            ask(&case).map_err(|failure| failure.detail).expect("the cases of the table are valid");
        assert_eq!(found, slots(&case.snapshot, &case.query, case.now), "{name}");
    }
}

#[test]
fn reasons_that_once_were_wrong() {
    for (name, start, text) in REASONS {
        let case = case(text);
        let Case { snapshot, query, now, .. } = &case;
        let asked = ask(&case).and_then(|(clinic, _)| explain(&clinic, query, *start, *now));
        let explanations = asked.map_err(|failure| failure.detail).expect("the cases of the table are valid");
        let desk = Desk::new(
            &RIGHT,
            snapshot,
            &snapshot.doctors[0],
            &snapshot.appointment_types[0],
            query.grid,
            None,
            now.0,
        );
        assert_eq!(Asked::new(&desk, *start).fault(&explanations[0].reasons), None, "{name}");
    }
}
