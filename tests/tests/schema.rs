//! The schema says what the engine reads and writes: on every vector, on vectors with one thing wrong, and at both ends of every range.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use frontdesk::planning::{
    ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, LognormalService, Mgc, Mmck, QueueAhead, ServiceLevel, WalkInDay,
};
use frontdesk::{
    Change, Clinic, ClinicSnapshot, Command, DaysQuery, Error, EstimateQuery, Event, ExplainQuery, Instant, Joining, Learner, QueueChange,
    QueueCommand, QueueEvent, SlotQuery, TimezoneData, Visit, VisitReason, WaitingRoom, WaitingRoomSnapshot, from_json, schema,
};
use jsonschema::Validator;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Codes of what is wrong with the shape of a value, whatever it means.
const SHAPE: &[&str] = &["unknown_field", "missing_field", "wrong_type", "unknown_value"];

/// What the engine refuses while it reads, and a schema cannot say: sums that contradict each other.
const BEYOND_SHAPE: &str = "this is not the state of a learner";

static DOCUMENT: LazyLock<Value> = LazyLock::new(schema::document);

/// Validators by definition.
static VALIDATORS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let definitions = &DOCUMENT["$defs"];
    let names = definitions.as_object().expect("there are definitions").keys();
    let validator = |name: &String| {
        let schema = json!({ "$ref": format!("#/$defs/{name}"), "$defs": definitions });
        (name.clone(), jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one"))
    };
    names.map(validator).collect()
});

/// A value that is handed to the engine, as that type.
type Given = (&'static str, Value);

#[test]
fn what_the_engine_accepts_and_answers_fits_the_schema() {
    let mut checked = BTreeSet::new();
    for case in cases() {
        if case.get("answer").is_none() {
            continue;
        }
        for (name, value) in given(&case).into_iter().chain(answered(&case)) {
            assert_fits(name, &value, &case["name"]);
            checked.insert(name);
        }
        if let Ok(clinic) = read::<ClinicSnapshot>(&case["input"]["clinic"]).and_then(Clinic::new) {
            assert_fits("ClinicSnapshotOutput", &wire(&clinic.snapshot()), &case["name"]);
        }
    }
    assert!(checked.len() >= 28, "{checked:?}");
}

#[test]
fn what_the_engine_refuses_for_its_shape_does_not_fit_the_schema() {
    let mut refused = 0;
    for case in cases() {
        let code = case["error"]["code"].as_str().unwrap_or_default();
        for (name, value) in given(&case) {
            let Err(error) = parse(name, &value) else { continue };
            assert_eq!(error["code"], code, "{}", case["name"]);
            assert_fits("ErrorData", &error, &case["name"]);
            if SHAPE.contains(&code) && !is_beyond_shape(&error) {
                assert!(!VALIDATORS[name].is_valid(&value), "{} fits `{name}`, but {error}", case["name"]);
                refused += 1;
            }
        }
    }
    assert!(refused >= 40, "{refused}");
}

#[test]
fn refusals_and_errors_fit_the_schema() {
    let mut codes = BTreeSet::new();
    for case in cases() {
        let now = Instant(case["input"]["now"].as_i64().unwrap_or_default());
        let query = &case["input"]["query"];
        let (name, refusal) = match case["call"].as_str() {
            Some("decide") => {
                let (Ok(clinic), Ok(command)) = (read(&case["input"]["clinic"]).and_then(Clinic::new), read::<Command>(query)) else {
                    continue;
                };
                ("Refusal", clinic.decide(&command, now).map_err(|refusal| wire(&refusal)).err())
            }
            Some("room_decide") => {
                let (Ok(room), Ok(command)) = (read(&case["input"]["room"]).and_then(WaitingRoom::new), read::<QueueCommand>(query)) else {
                    continue;
                };
                ("QueueRefusal", room.decide(&command, now).map_err(|refusal| wire(&refusal)).err())
            }
            _ => ("ErrorData", read(&case["input"]["clinic"]).and_then(Clinic::new).map_err(|error| wire(&error)).err()),
        };
        if let Some(refusal) = refusal {
            assert_fits(name, &refusal, &case["name"]);
            codes.insert(refusal["code"].to_string());
        }
    }
    assert!(codes.len() >= 25, "{codes:?}");
}

/// Every value of the vectors, with one field left out, added, or of another type: the schema takes what the engine reads, and nothing else.
#[test]
fn schema_and_reader_agree_on_values_with_one_thing_changed() {
    let others = [json!(null), json!(true), json!(1.5), json!("x"), json!([]), json!({}), json!([null])];
    let mut seen = BTreeSet::new();
    let mut disagreements = Vec::new();
    let mut refused = 0;
    for case in cases() {
        for (name, value) in given(&case) {
            if parse(name, &value).is_err() || !VALIDATORS[name].is_valid(&value) {
                continue;
            }
            for pointer in pointers(&value) {
                let place = value.pointer(&pointer).expect("the pointer comes from the value");
                let mut changed = Vec::new();
                if let Value::Object(fields) = place {
                    let mut more = fields.clone();
                    more.insert("unknown".to_owned(), json!(1));
                    changed.push(("more".to_owned(), Value::Object(more)));
                    for field in fields.keys() {
                        let mut less = fields.clone();
                        less.shift_remove(field);
                        changed.push((format!("no {field}"), Value::Object(less)));
                    }
                }
                changed.extend(others.iter().map(|other| (other.to_string(), other.clone())));
                for (what, part) in changed {
                    if !seen.insert((name, tag(&value), pattern(&pointer), what.clone())) {
                        continue;
                    }
                    // serde reads a record from a list of its fields, too. Nobody is told so.
                    let is_list_for_object = place.is_object() && part.is_array();
                    let mut value = value.clone();
                    *value.pointer_mut(&pointer).expect("as above") = part;
                    let read = parse(name, &value);
                    refused += usize::from(read.is_err());
                    if is_list_for_object || read.as_ref().is_err_and(is_beyond_shape) {
                        continue;
                    }
                    if read.is_ok() != VALIDATORS[name].is_valid(&value) {
                        disagreements.push(format!("`{name}` at `{pointer}` with {what}: {read:?}"));
                    }
                }
            }
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    assert!(refused > 1_500, "{refused} of {} were refused", seen.len());
}

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
                assert!(!VALIDATORS[name].is_valid(&value), "`{pointer}` of {value}");
                let error = ask(name, &value).unwrap_or_default();
                assert_eq!(error["code"], "out_of_range", "`{name}` at `{pointer}`: {error}");
                let bounds = (error["min"].as_f64(), error["max"].as_f64());
                // The least number of places is that of doctors, which no schema knows.
                assert_eq!(bounds, (min.as_f64(), max.as_f64()), "`{name}` at `{pointer}`");
            }
            met.insert((definition, field));
        }
    }
    let declared = declared_ranges();
    let missed: Vec<_> = declared.difference(&met).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

fn is_beyond_shape(error: &Value) -> bool {
    error["detail"].as_str().is_some_and(|detail| detail.contains(BEYOND_SHAPE))
}

fn assert_fits(name: &str, value: &Value, case: &Value) {
    if let Some(error) = VALIDATORS[name].iter_errors(value).next() {
        panic!("{case}: not a `{name}` at `{}`: {error}", error.instance_path());
    }
}

fn cases() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("the vectors are there").map(|entry| entry.expect("readable").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let cases = |path| {
        let text = fs::read_to_string(path).expect("readable");
        let mut file: Value = serde_json::from_str(&text).expect("JSON");
        file["cases"].as_array_mut().map(std::mem::take).unwrap_or_default()
    };
    paths.into_iter().flat_map(cases).collect()
}

/// What a case hands to the engine.
fn given(case: &Value) -> Vec<Given> {
    let (call, input) = (case["call"].as_str().unwrap_or_default(), &case["input"]);
    let query = &input["query"];
    let mut given =
        vec![("ClinicSnapshot", &input["clinic"]), ("WaitingRoomSnapshot", &input["room"]), ("LearnerState", &input["learner"])];
    given.extend(each("Visit", &input["visits"]));
    given.extend(each(if call.starts_with("room") { "QueueChange" } else { "Change" }, &input["changes"]));
    match call {
        "new" | "change" | "find_slots" | "first_slots" => given.push(("SlotQuery", query)),
        "days_with_slots" => given.push(("DaysQuery", query)),
        "explain" => given.push(("ExplainQuery", query)),
        "decide" => given.push(("Command", query)),
        "would_leave_outside_hours" => given.push(("Change", query)),
        "room_decide" => given.push(("QueueCommand", query)),
        "room_waits" => given.push(("EstimateQuery", query)),
        "room_wait_if_joined" => given.extend([("Joining", &query["joining"]), ("EstimateQuery", &query["query"])]),
        "merge" => given.push(("LearnerState", &query["other"])),
        "local_time_changes" => given.extend(each("TimezoneData", &query["other"])),
        "learn" => given.extend(each("VisitReason", &query["visit_reasons"])),
        "apply" => given.extend(each("Event", &query["events"])),
        "room_apply" | "room_visits" => given.extend(each("QueueEvent", &query["events"])),
        _ => {}
    }
    given.retain(|(_, value)| !value.is_null());
    given.into_iter().map(|(name, value)| (name, value.clone())).collect()
}

/// What a case expects to come from it.
fn answered(case: &Value) -> Vec<Given> {
    let answer = &case["answer"];
    let mut answered = match case["call"].as_str().unwrap_or_default() {
        "new" | "change" | "find_slots" | "first_slots" => each("Slot", answer),
        "days_with_slots" => each("DayWithSlots", answer),
        "explain" => each("Explanation", answer),
        "local_time_changes" => each("LocalTimeChange", answer),
        "decide" | "due" => each("EventOutput", answer),
        "apply" => each("AppointmentOutput", &answer["appointments"]),
        "reminders_due" => each("DueReminder", answer),
        "outside_hours" | "would_leave_outside_hours" => each("OutsideHours", answer),
        "room_new" | "room_change" => vec![("WaitingRoomSnapshotOutput", answer)],
        "room_decide" => each("QueueEventOutput", answer),
        "room_apply" => vec![("WaitingRoomSnapshotOutput", &answer["room"])],
        "room_visits" => each("VisitOutput", answer),
        "room_waits" => each("WaitEstimate", answer),
        "room_wait_if_joined" => vec![("WaitEstimate", answer)],
        "learn" | "merge" => vec![("LearnerStateOutput", answer)],
        _ => Vec::new(),
    };
    answered.retain(|(_, value)| !value.is_null());
    answered.into_iter().map(|(name, value)| (name, value.clone())).collect()
}

fn each<'v>(name: &'static str, values: &'v Value) -> Vec<(&'static str, &'v Value)> {
    values.as_array().into_iter().flatten().map(|value| (name, value)).collect()
}

/// Reads a value as the engine does.
fn parse(name: &str, value: &Value) -> Result<(), Value> {
    let read = match name {
        "ClinicSnapshot" => read::<ClinicSnapshot>(value).map(drop),
        "WaitingRoomSnapshot" => read::<WaitingRoomSnapshot>(value).map(drop),
        "LearnerState" => read::<Learner>(value).map(drop),
        "Visit" => read::<Visit>(value).map(drop),
        "VisitReason" => read::<VisitReason>(value).map(drop),
        "Change" => read::<Change>(value).map(drop),
        "QueueChange" => read::<QueueChange>(value).map(drop),
        "SlotQuery" => read::<SlotQuery>(value).map(drop),
        "DaysQuery" => read::<DaysQuery>(value).map(drop),
        "ExplainQuery" => read::<ExplainQuery>(value).map(drop),
        "Command" => read::<Command>(value).map(drop),
        "QueueCommand" => read::<QueueCommand>(value).map(drop),
        "EstimateQuery" => read::<EstimateQuery>(value).map(drop),
        "Joining" => read::<Joining>(value).map(drop),
        "TimezoneData" => read::<TimezoneData>(value).map(drop),
        "Event" => read::<Event>(value).map(drop),
        "QueueEvent" => read::<QueueEvent>(value).map(drop),
        _ => unreachable!("`{name}` is not handed over"),
    };
    read.map_err(|error| wire(&error))
}

fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    from_json(&value.to_string())
}

fn wire<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("wire values are JSON")
}

/// Of every value in a value.
fn pointers(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut add = |key: String, value: &Value| all.extend(pointers(value).into_iter().map(|rest| format!("/{key}{rest}")));
    match value {
        Value::Array(values) => values.iter().enumerate().for_each(|(index, value)| add(index.to_string(), value)),
        Value::Object(fields) => fields.iter().for_each(|(field, value)| add(field.clone(), value)),
        _ => {}
    }
    all
}

/// A pointer without its indices.
fn pattern(pointer: &str) -> String {
    pointer.split('/').map(|part| if part.parse::<usize>().is_ok() { "#" } else { part }).collect::<Vec<_>>().join("/")
}

/// Which variant it is.
fn tag(value: &Value) -> String {
    ["command", "event", "change"].iter().find_map(|tag| value.get(tag)).map(Value::to_string).unwrap_or_default()
}

fn past(bound: &Value, by: i64) -> Value {
    bound.as_i64().map_or_else(|| json!(bound.as_f64().unwrap_or_default() + by as f64), |bound| json!(bound + by))
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
                let tag = |variant: &&Value| ["command", "change"].iter().all(|tag| variant["properties"][tag]["const"] == value[tag]);
                let record = schema["oneOf"].as_array().map_or(Some(schema), |variants| variants.iter().find(tag))?;
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
    let Some(name) = reference.and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/")) else { return schema };
    name.clone_into(definition);
    &DOCUMENT["$defs"][name]
}

/// Every field that is given and has a range of its own.
fn declared_ranges() -> BTreeSet<(String, String)> {
    let mut declared = BTreeSet::new();
    for (name, schema) in DOCUMENT["$defs"].as_object().expect("there are definitions") {
        let variants = schema["oneOf"].as_array().map_or_else(|| vec![schema], |variants| variants.iter().collect());
        for fields in variants.into_iter().filter_map(|variant| variant["properties"].as_object()) {
            let ranged = |(field, schema): (&String, &Value)| schema.get("maximum").map(|_| (name.clone(), field.clone()));
            declared.extend(fields.iter().filter_map(ranged));
        }
    }
    declared.retain(|(name, _)| !name.ends_with("Output"));
    declared
}

/// A value of every type with ranges, in which each of them has a number.
fn ranged() -> Vec<Given> {
    let limits = json!([{ "per": "day", "appointments": 5, "minutes": 100 }]);
    let clock = json!({ "mode": "clock", "step_minutes": 15, "align_minutes": 15 });
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
                "max_live_holds_per_patient": 3,
                "timezones": [{ "name": "Here", "initial_offset_seconds": 0, "transitions": [{ "at": 1_000_000_000, "offset_seconds": 3600 }], "covers_until": 2_000_000_000 }],
                "appointment_types": [{ "uid": "t", "duration_minutes": 30, "hold_ttl_seconds": 60, "booking_min_notice_minutes": 1, "cancellation_min_notice_minutes": 1,
                    "rebooking_min_notice_minutes": 1, "created_at": 1, "updated_at": 1, "capacity": 2, "horizon_minutes": 100, "grid": clock, "limits": limits }],
                "doctors": [{ "uid": "d",
                    "availability_rules": [{ "uid": "r", "weekday": 1, "start_time": 60, "end_time": 120, "buffer_minutes": 5 }],
                    "availability_exceptions": [{ "uid": "e", "kind": "extra", "start_date": 1000, "end_date": 5000, "buffer_minutes": 5 }],
                    "date_overrides": [{ "date": "2026-01-01", "windows": [{ "start_time": 60, "end_time": 120, "buffer_minutes": 5 }] }],
                    "appointment_type_settings": [{ "appointment_type_uid": "t", "booking_min_notice_minutes": 5, "priority": 1 }], "limits": limits }],
                "reminders": [{ "uid": "m", "appointment_type_uid": "t", "recipient_role": "patient", "minutes_before": 60 }],
            }),
        ),
        ("Change", json!({ "change": "limit_live_holds", "max_per_patient": 3 })),
        ("SlotQuery", json!({ "appointment_type_uid": "t", "from": 1, "to": 1000, "limit": 3 })),
        (
            "WaitingRoomSnapshot",
            json!({
                "policy": { "guard_minutes": 1, "no_show_grace_minutes": 1, "capacity": 5, "average_visit_minutes": 5,
                    "visit_reasons": [{ "reason": "cough", "duration_minutes": 5 }] },
                "doctors": [{ "uid": "d" }],
                "entries": [{ "uid": "q", "status": "waiting", "patient_uid": "p", "preferred_doctor_uid": "d", "preference_patience_minutes": 5,
                    "registered_at": 5, "sequence": 1 }],
                "next_sequence": 3,
            }),
        ),
        (
            "QueueCommand",
            json!({ "command": "register", "uid": "q", "patient_uid": "p", "preferred_doctor_uid": "d", "preference_patience_minutes": 5 }),
        ),
        ("Joining", json!({ "preferred_doctor_uid": "d", "preference_patience_minutes": 5 })),
        ("EstimateQuery", json!({ "futures": 16 })),
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
        ("ImpatientQueueAhead", json!({ "ahead": 2, "service_minutes": 5.0, "doctors": 2, "patience_minutes": 5.0 })),
    ]
}

/// What the engine says against such a value.
fn ask(name: &str, value: &Value) -> Option<Value> {
    fn answer<T>(answer: Result<T, Error>) -> Option<Value> {
        answer.err().map(|error| wire(&error))
    }
    let clinic = || Clinic::new(from_json(r#"{ "appointment_types": [{ "uid": "t", "duration_minutes": 30 }] }"#)?);
    let room = || WaitingRoom::new(from_json(r#"{ "doctors": [{ "uid": "d" }] }"#)?);
    let (now, learner) = (Instant(10), Learner::default());
    match name {
        "ClinicSnapshot" => answer(read(value).and_then(Clinic::new)),
        "Change" => answer(clinic().and_then(|mut clinic| clinic.change(read(value)?))),
        "SlotQuery" => answer(clinic().and_then(|clinic| clinic.first_slots(&read(value)?, now))),
        "WaitingRoomSnapshot" => answer(read(value).and_then(WaitingRoom::new)),
        "QueueCommand" => {
            let (room, command) = (room().expect("this is a room"), read(value).expect("this is a command"));
            room.decide(&command, now).err().map(|refusal| wire(&refusal))
        }
        "Joining" => answer(room().and_then(|room| room.estimate_if_joined(&learner, &read(value)?, &EstimateQuery::default(), now))),
        "EstimateQuery" => answer(room().and_then(|room| room.estimate(&learner, &read(value)?, now))),
        "WalkInDay" => answer(read::<WalkInDay>(value).and_then(|day| day.waits(1))),
        "ErlangA" => answer(read::<ErlangA>(value).and_then(|model| model.steady_state())),
        "ErlangB" => answer(read::<ErlangB>(value).and_then(|model| model.steady_state())),
        "ErlangC" => answer(read::<ErlangC>(value).and_then(|model| model.steady_state())),
        "Mgc" => answer(read::<Mgc>(value).and_then(|model| model.steady_state())),
        "Mmck" => answer(read::<Mmck>(value).and_then(|model| model.steady_state())),
        "ServiceLevel" => answer(read::<ServiceLevel>(value).and_then(|promise| promise.doctors())),
        "LognormalService" => answer(read::<LognormalService>(value).and_then(|service| service.remaining_minutes(1.0))),
        "QueueAhead" => answer(read::<QueueAhead>(value).and_then(|queue| queue.wait())),
        "ImpatientQueueAhead" => answer(read::<ImpatientQueueAhead>(value).and_then(|queue| queue.wait())),
        _ => unreachable!("`{name}` has no ranges"),
    }
}
