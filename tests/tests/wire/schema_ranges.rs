//! The ranges that the schema gives to numbers are those that the engine checks.

use std::collections::BTreeSet;

use frontdesk::planning::{
    ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, LognormalService, Mgc, Mmck, QueueAhead, ServiceLevel,
    WalkInDay,
};
use frontdesk::{Clinic, Error, EstimateQuery, Instant, Learner, WaitingRoom, evaluate_waits, from_json};
use frontdesk_tests::wire::{DOCUMENT, Given, pointers, read, wire};
use serde_json::{Map, Value, json};

/// The range of a number is that which the engine names when it refuses one past it.
#[test]
fn ranges_are_those_that_the_engine_checks() {
    let mut met = BTreeSet::new();
    for (name, value) in ranged() {
        assert_eq!(ask(name, &value), None, "`{name}` is all right as it is");
        for pointer in pointers(&value) {
            let Some((definition, field, min, max)) = range(name, &value, &pointer) else { continue };
            for past in [past(&max, 1), past(&min, -1)] {
                let mut value = value.clone();
                *value.pointer_mut(&pointer).expect("the pointer comes from the value") = past;
                let error = ask(name, &value).unwrap_or_default();
                assert_eq!(error["code"], "out_of_range", "`{name}` at `{pointer}`: {error}");
                let bounds = (error["min"].as_f64(), error["max"].as_f64());
                assert_eq!(bounds, (min.as_f64(), max.as_f64()), "`{name}` at `{pointer}`");
            }
            met.insert((definition, field));
        }
    }
    let declared = declared_ranges();
    let missed: Vec<_> = declared.difference(&met).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

fn past(bound: &Value, by: i64) -> Value {
    bound
        .as_i64()
        .map_or_else(|| json!(bound.as_f64().unwrap_or_default() + by as f64), |bound| json!(bound + by))
}

/// Where the schema gives a value a range: its definition, its field and the range.
fn range(name: &str, value: &Value, pointer: &str) -> Option<(String, String, Value, Value)> {
    let mut definition = name.to_owned();
    let mut schema = &DOCUMENT["$defs"][name];
    let mut value = value;
    let mut field = String::new();
    for part in pointer.split('/').skip(1) {
        schema = deref(schema, &mut definition);
        schema = match value {
            Value::Array(_) => &schema["items"],
            _ => {
                part.clone_into(&mut field);
                let tag = |variant: &&Value| {
                    ["command", "change"].iter().all(|tag| variant["properties"][tag]["const"] == value[tag])
                };
                let record =
                    schema["oneOf"].as_array().map_or(Some(schema), |variants| variants.iter().find(tag))?;
                &record["properties"][part]
            }
        };
        value = value.pointer(&format!("/{part}"))?;
    }
    let bounds = (schema.get("minimum")?.clone(), schema.get("maximum")?.clone());
    Some((definition, field, bounds.0, bounds.1))
}

/// What a schema refers to, if that is a definition.
fn deref<'s>(schema: &'s Value, definition: &mut String) -> &'s Value {
    let reference = schema.get("$ref").or_else(|| schema["anyOf"][0].get("$ref"));
    let Some(name) = reference.and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/")) else {
        return schema;
    };
    name.clone_into(definition);
    &DOCUMENT["$defs"][name]
}

/// Every field that is given and has a range of its own.
fn declared_ranges() -> BTreeSet<(String, String)> {
    let mut declared = BTreeSet::new();
    for (name, schema) in DOCUMENT["$defs"].as_object().expect("there are definitions") {
        let variants =
            schema["oneOf"].as_array().map_or_else(|| vec![schema], |variants| variants.iter().collect());
        for fields in variants.into_iter().filter_map(|variant| variant["properties"].as_object()) {
            let ranged = |(field, schema): (&String, &Value)| {
                schema.get("maximum").map(|_| (name.clone(), field.clone()))
            };
            declared.extend(fields.iter().filter_map(ranged));
        }
    }
    declared.retain(|(name, _)| !name.ends_with("Output"));
    declared
}

/// A value of every type with ranges, in which each of them has a number.
fn ranged() -> Vec<Given> {
    let limits = json!([{ "per": "day", "appointments": 5, "minutes": 100 }]);
    let clock = json!({ "mode": "clock", "step_minutes": 15, "align_minutes": 15, "least_gap_minutes": 15 });
    let load = json!({ "arrivals_per_minute": 0.1, "service_minutes": 5.0, "doctors": 2 });
    let loaded = |more: Value| {
        let mut fields = load.as_object().cloned().unwrap_or_default();
        fields.extend(more.as_object().cloned().unwrap_or_default());
        Value::Object(fields)
    };
    let without = |field: &str, value: Value| {
        let mut fields: Map<String, Value> = value.as_object().cloned().unwrap_or_default();
        fields.shift_remove(field);
        Value::Object(fields)
    };
    vec![
        (
            "ClinicSnapshot",
            json!({
                "max_live_holds_per_patient": 3, "patient_limits": [{ "per": "year", "appointments": 5 }],
                "timezones": [{ "name": "Here", "initial_offset_seconds": 0,
                    "transitions": [{ "at": 1_000_000_000, "offset_seconds": 3600 }],
                    "covers_until": 2_000_000_000 }],
                "appointment_types": [{ "uid": "t", "duration_minutes": 30, "durations_minutes": [60],
                    "hold_ttl_seconds": 60, "hold_max_seconds": 120, "approval_ttl_seconds": 120,
                    "booking_min_notice_minutes": 1, "cancellation_min_notice_minutes": 1,
                    "rebooking_min_notice_minutes": 1, "created_at": 1, "updated_at": 1, "capacity": 2,
                    "horizon_minutes": 100, "horizon_days": 5,
                    "buffer_before_minutes": 5, "buffer_after_minutes": 5, "booking_min_notice_days": 1,
                    "booking_notice_until": 600,
                    "cancellation_min_notice_days": 1, "cancellation_notice_until": 600,
                    "rebooking_min_notice_days": 1,
                    "rebooking_notice_until": 600, "grid": clock, "limits": limits }],
                "doctors": [{ "uid": "d", "concurrent_appointments_max": 1,
                    "availability_rules": [{ "uid": "r", "type_limits": [{ "appointment_type_uids": ["t"],
                        "appointments": 5 }],
                        "weekday": 1, "start_time": 60, "end_time": 120, "buffer_minutes": 5,
                        "every_weeks": 2, "from_date": "2026-01-01", "nth_of_month": [1],
                        "appointment_type_uids": ["t"],
                        "reserved_until_minutes_before": 60, "released_minutes_before": 60 }],
                    "availability_exceptions": [{ "uid": "e", "kind": "extra", "start_date": 1000,
                        "end_date": 5000, "buffer_minutes": 5,
                        "appointment_type_uids": ["t"], "reserved_until_minutes_before": 60,
                        "released_minutes_before": 60 }],
                    "date_overrides": [{ "date": "2026-01-01", "windows": [{ "start_time": 60,
                        "end_time": 120, "buffer_minutes": 5,
                        "appointment_type_uids": ["t"], "reserved_until_minutes_before": 60,
                        "released_minutes_before": 60 }] }],
                    "appointment_type_settings": [{ "appointment_type_uid": "t",
                        "booking_min_notice_minutes": 5, "priority": 1, "duration_minutes": 45,
                        "buffer_before_minutes": 5, "buffer_after_minutes": 5, "weight": 50 }],
                        "limits": limits }],
                "appointments": [{ "uid": "a", "status": "confirmed", "doctor_uid": "d",
                    "appointment_type_uid": "t",
                    "start_date": 1000, "end_date": 2000, "duration_minutes": 30, "seats": 2 }],
                "locations": [{ "uid": "l" }, { "uid": "m" }],
                "travel_minutes": [{ "from_location_uid": "l", "to_location_uid": "m", "minutes": 5 }],
                "quiet_hours": { "start_time": 1200, "end_time": 400 },
                "closures": [{ "date": "2027-01-01", "start_time": 60, "end_time": 120 }],
                "reminders": [{ "uid": "m", "appointment_type_uid": "t", "recipient_role": "patient",
                    "minutes_before": 60 },
                    { "uid": "n", "appointment_type_uid": "t", "recipient_role": "patient", "days_before": 1,
                        "local_time": 1000 }],
            }),
        ),
        ("Change", json!({ "change": "limit_live_holds", "max_per_patient": 3 })),
        (
            "SlotQuery",
            json!({ "appointment_type_uid": "t", "from": 1, "to": 1000, "limit": 3, "duration_minutes": 60,
                "seats": 2,
            "times": [{ "weekday": 1, "from": 60, "to": 120 }] }),
        ),
        (
            "DaysQuery",
            json!({ "appointment_type_uid": "t", "from": 1, "to": 1000, "duration_minutes": 60, "seats": 2 }),
        ),
        (
            "ExplainQuery",
            json!({ "appointment_type_uid": "t", "start_date": 1, "duration_minutes": 60, "seats": 2 }),
        ),
        (
            "Command",
            json!({ "command": "hold", "uid": "m", "appointment_type_uid": "t", "start_date": 1,
                "duration_minutes": 60, "seats": 2 }),
        ),
        (
            "WaitingRoomSnapshot",
            json!({
                "policy": { "guard_minutes": 1, "no_show_grace_minutes": 1, "capacity": 5,
                    "average_visit_minutes": 5,
                    "visit_minutes_max": 60, "visit_seconds_min": 5,
                    "levels": [{ "uid": "red", "head_start_minutes": 5 }],
                    "visit_reasons": [{ "reason": "cough", "duration_minutes": 5 }] },
                "doctors": [{ "uid": "d", "concurrent_patients_max": 2 }],
                "entries": [{ "uid": "q", "status": "waiting", "patient_uid": "p",
                    "preferred_doctor_uid": "d", "preference_patience_minutes": 5,
                    "head_start_seconds": 5, "registered_at": 5, "sequence": 1 }],
                "next_sequence": 3,
            }),
        ),
        (
            "QueueCommand",
            json!({ "command": "register", "uid": "q", "patient_uid": "p", "preferred_doctor_uid": "d",
                "preference_patience_minutes": 5,
                "head_start_seconds": 5 }),
        ),
        (
            "QueueCommand",
            json!({ "command": "set_presence", "uid": "waiting", "presence": "on_the_way", "minutes": 5 }),
        ),
        ("QueueCommand", json!({ "command": "set_away", "doctor_uid": "d", "away": true, "minutes": 5 })),
        (
            "QueueCommand",
            json!({ "command": "announce", "uid": "waiting",
                "shown": { "at": 5, "minutes": 0, "at_most_minutes": 5, "position": 1, "doctors": 1 } }),
        ),
        (
            "Joining",
            json!({ "preferred_doctor_uid": "d", "preference_patience_minutes": 5, "head_start_seconds": 5 }),
        ),
        (
            "EvaluationQuery",
            json!({ "visits": [{ "arrived": 5, "head_start_seconds": 5 }], "concurrent_patients_max": 2 }),
        ),
        (
            "EstimateQuery",
            json!({ "futures": 16,
            "shown": [{ "at": 5, "minutes": 0, "at_most_minutes": 5, "position": 1, "doctors": 1 }] }),
        ),
        ("CalendarQuery", json!({ "doctor_uid": "d", "from": 0, "to": 86_400, "refresh_minutes": 30 })),
        (
            "WalkInDay",
            json!({ "service_minutes": 5.0, "service_cv": 0.5, "closes_at_minute": 1000,
            "arrivals": [{ "from_minute": 60, "to_minute": 120, "arrivals_per_minute": 0.1 }] }),
        ),
        ("ErlangA", loaded(json!({ "patience_minutes": 5.0 }))),
        ("ErlangB", load.clone()),
        ("ErlangC", load.clone()),
        ("Mgc", loaded(json!({ "service_cv": 1.0 }))),
        ("Mmck", loaded(json!({ "places": 5 }))),
        ("ServiceLevel", without("doctors", loaded(json!({ "within_minutes": 10.0, "probability": 0.8 })))),
        ("LognormalService", json!({ "service_minutes": 5.0, "service_cv": 1.0 })),
        ("QueueAhead", json!({ "ahead": 2, "service_minutes": 5.0, "doctors": 2 })),
        (
            "ImpatientQueueAhead",
            json!({ "ahead": 2, "service_minutes": 5.0, "doctors": 2, "patience_minutes": 5.0 }),
        ),
    ]
}

/// What the engine says against such a value.
fn ask(name: &str, value: &Value) -> Option<Value> {
    fn answer<T>(answer: Result<T, Error>) -> Option<Value> {
        answer.err().map(|error| wire(&error))
    }
    let clinic = || {
        Clinic::new(from_json(
            r#"{ "appointment_types": [{ "uid": "t", "duration_minutes": 30, "durations_minutes": [60],
              "capacity": 2 }] }"#,
        )?)
    };
    let room = || {
        WaitingRoom::new(from_json(
            r#"{ "doctors": [{ "uid": "d" }], "next_sequence": 1, "entries": [{ "uid": "waiting",
                "status": "waiting", "patient_uid": "w", "registered_at": 5, "sequence": 0 }] }"#,
        )?)
    };
    let (now, learner) = (Instant(10), Learner::default());
    match name {
        "ClinicSnapshot" => answer(read(value).and_then(Clinic::new)),
        "Change" => answer(clinic().and_then(|mut clinic| clinic.change(read(value)?))),
        "SlotQuery" => answer(clinic().and_then(|clinic| clinic.first_slots(&read(value)?, now))),
        "DaysQuery" => answer(clinic().and_then(|clinic| clinic.days_with_slots(&read(value)?, now))),
        "ExplainQuery" => answer(clinic().and_then(|clinic| clinic.explain(&read(value)?, now))),
        // Nobody can be booked there, but nothing is wrong with the command.
        "Command" => {
            let (clinic, command) =
                (clinic().expect("this is a clinic"), read(value).expect("this is a command"));
            let error = clinic.decide(&command, now).err().map(|refusal| wire(&refusal));
            error.filter(|error| error["code"] != "not_bookable")
        }
        "WaitingRoomSnapshot" => answer(read(value).and_then(WaitingRoom::new)),
        "QueueCommand" => {
            let (room, command) = (room().expect("this is a room"), read(value).expect("this is a command"));
            room.decide(&command, now).err().map(|refusal| wire(&refusal))
        }
        "Joining" => answer(room().and_then(|room| {
            room.estimate_if_joined(&learner, &read(value)?, &EstimateQuery::default(), now)
        })),
        "CalendarQuery" => answer(
            read(&json!({ "doctors": [ { "uid": "d" } ] }))
                .and_then(Clinic::new)
                .and_then(|clinic| clinic.busy_time_as_icalendar(&read(value)?, now)),
        ),
        "EstimateQuery" => answer(room().and_then(|room| room.estimate(&learner, &read(value)?, now))),
        "EvaluationQuery" => answer(read(value).and_then(|query| evaluate_waits(&query))),
        "WalkInDay" => answer(read::<WalkInDay>(value).and_then(|day| day.waits(1))),
        "ErlangA" => answer(read::<ErlangA>(value).and_then(|model| model.steady_state())),
        "ErlangB" => answer(read::<ErlangB>(value).and_then(|model| model.steady_state())),
        "ErlangC" => answer(read::<ErlangC>(value).and_then(|model| model.steady_state())),
        "Mgc" => answer(read::<Mgc>(value).and_then(|model| model.steady_state())),
        "Mmck" => answer(read::<Mmck>(value).and_then(|model| model.steady_state())),
        "ServiceLevel" => answer(read::<ServiceLevel>(value).and_then(|promise| promise.doctors())),
        "LognormalService" => {
            answer(read::<LognormalService>(value).and_then(|service| service.remaining_minutes(1.0)))
        }
        "QueueAhead" => answer(read::<QueueAhead>(value).and_then(|queue| queue.wait())),
        "ImpatientQueueAhead" => answer(read::<ImpatientQueueAhead>(value).and_then(|queue| queue.wait())),
        _ => unreachable!("`{name}` has no ranges"),
    }
}
