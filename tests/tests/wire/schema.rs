//! The schema says what the engine reads and writes: on every vector, and on vectors with one thing wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use frontdesk::icalendar::{BusyTimeQuery, EventDetails};
use frontdesk::{
    AppointmentsQuery, Change, Clinic, ClinicSnapshot, Command, DaysQuery, EstimateQuery, Event,
    ExplainQuery, Instant, InstantQuery, Joining, Learner, QueueChange, QueueCommand, QueueEvent, SlotQuery,
    TimezoneData, UtilisationQuery, Visit, VisitReason, WaitingRoom, WaitingRoomSnapshot,
};
use frontdesk_tests::wire::{DOCUMENT, Given, pointers, read, wire};
use jsonschema::Validator;
use serde_json::{Value, json};

/// Codes of what is wrong with the shape of a value, whatever it means.
const SHAPE: &[&str] = &["unknown_field", "missing_field", "wrong_type", "unknown_value"];

/// What the engine refuses while it reads, and a schema cannot say: sums that contradict each other.
const BEYOND_SHAPE: &str = "not the state of a learner";

/// Validators by definition.
static VALIDATORS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let definitions = &DOCUMENT["$defs"];
    let names = definitions.as_object().expect("there are definitions").keys();
    let validator = |name: &String| {
        let schema = json!({ "$ref": format!("#/$defs/{name}"), "$defs": definitions });
        (
            name.clone(),
            jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one"),
        )
    };
    names.map(validator).collect()
});

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

/// Also one that is called as a keyword of schemas is.
#[test]
fn no_field_is_lost() {
    let user = json!({ "address": "desk@practice.example", "name": "Front desk" });
    let details = json!({ "summary": "a", "description": "b", "location": "c", "organizer": user,
        "attendees": [user] });
    read::<EventDetails>(&details).expect("the engine reads it");
    assert_fits("EventDetails", &details, &json!("all of its fields"));
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
                let (Ok(clinic), Ok(command)) =
                    (read(&case["input"]["clinic"]).and_then(Clinic::new), read::<Command>(query))
                else {
                    continue;
                };
                ("Refusal", clinic.decide(&command, now).map_err(|refusal| wire(&refusal)).err())
            }
            Some("room_decide") => {
                let (Ok(room), Ok(command)) =
                    (read(&case["input"]["room"]).and_then(WaitingRoom::new), read::<QueueCommand>(query))
                else {
                    continue;
                };
                ("QueueRefusal", room.decide(&command, now).map_err(|refusal| wire(&refusal)).err())
            }
            _ => (
                "ErrorData",
                read(&case["input"]["clinic"]).and_then(Clinic::new).map_err(|error| wire(&error)).err(),
            ),
        };
        if let Some(refusal) = refusal {
            assert_fits(name, &refusal, &case["name"]);
            codes.insert(refusal["code"].to_string());
        }
    }
    assert!(codes.len() >= 25, "{codes:?}");
}

/// Every value of the vectors, with one field left out, added, or of another type: the schema takes what the
/// engine reads, and nothing else.
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
                    let mut value = value.clone();
                    *value.pointer_mut(&pointer).expect("as above") = part;
                    let read = parse(name, &value);
                    refused += usize::from(read.is_err());
                    if read.as_ref().is_err_and(is_beyond_shape) {
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

fn is_beyond_shape(error: &Value) -> bool {
    error["detail"].as_str().is_some_and(|detail| detail.contains(BEYOND_SHAPE))
}

fn assert_fits(name: &str, value: &Value, case: &Value) {
    let errors =
        VALIDATORS[name].iter_errors(value).map(|error| format!("`{}`: {error}", error.instance_path()));
    let errors: Vec<String> = errors.collect();
    assert!(errors.is_empty(), "{case}: not a `{name}` at {}", errors.join("\n"));
}

fn cases() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the vectors are there")
        .map(|entry| entry.expect("readable").path())
        .collect();
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
    let mut given = vec![
        ("ClinicSnapshot", &input["clinic"]),
        ("WaitingRoomSnapshot", &input["room"]),
        ("LearnerState", &input["learner"]),
    ];
    given.extend(each("Visit", &input["visits"]));
    given.extend(each(if call.starts_with("room") { "QueueChange" } else { "Change" }, &input["changes"]));
    match call {
        "new" | "change" | "find_slots" | "first_slots" => {
            given.push(("SlotQuery", query));
        }
        "days_with_slots" | "explain_days" => given.push(("DaysQuery", query)),
        "appointments" | "outcomes" => given.push(("AppointmentsQuery", query)),
        "utilisation" | "open_hours" => given.push(("UtilisationQuery", query)),
        "explain" => given.push(("ExplainQuery", query)),
        "busy_time_from_icalendar" => given.push(("BusyTimeQuery", query)),
        "instant" => given.push(("InstantQuery", query)),
        "decide" => given.push(("Command", query)),
        "would_leave_outside_hours" => given.push(("Change", query)),
        "room_decide" => given.push(("QueueCommand", query)),
        "room_waits" => given.push(("EstimateQuery", query)),
        "room_wait_if_joined" => {
            given.extend([("Joining", &query["joining"]), ("EstimateQuery", &query["query"])]);
        }
        "merge" => given.push(("LearnerState", &query["other"])),
        "local_time_changes" => given.extend(each("TimezoneData", &query["other"])),
        "learn" => given.extend(each("VisitReason", &query["visit_reasons"])),
        "apply" => given.extend(each("Event", &query["events"])),
        "room_apply" | "room_visits" => given.extend(each("QueueEvent", &query["events"])),
        _ => {}
    }
    given.retain(|(_, value)| !value.is_null());
    let mut given: Vec<Given> = given.into_iter().map(|(name, value)| (name, value.clone())).collect();
    if let Some((_, query)) = given.iter_mut().find(|(name, _)| *name == "BusyTimeQuery") {
        // An argument of its own.
        query.as_object_mut().map(|fields| fields.remove("text"));
    }
    given
}

/// What a case expects to come from it.
fn answered(case: &Value) -> Vec<Given> {
    let answer = &case["answer"];
    let mut answered = match case["call"].as_str().unwrap_or_default() {
        "new" | "change" | "find_slots" | "first_slots" => each("Slot", answer),
        "days_with_slots" => each("DayWithSlots", answer),
        "explain" => each("Explanation", answer),
        "explain_days" => each("ExplainedDay", answer),
        "appointments" => each("AppointmentOutput", answer),
        "outcomes" => each("Outcomes", answer),
        "open_hours" => each("OpenHours", answer),
        "busy_time_from_icalendar" => vec![("BusyTime", answer)],
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
        "AppointmentsQuery" => read::<AppointmentsQuery>(value).map(drop),
        "UtilisationQuery" => read::<UtilisationQuery>(value).map(drop),
        "BusyTimeQuery" => read::<BusyTimeQuery>(value).map(drop),
        "InstantQuery" => read::<InstantQuery>(value).map(drop),
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

/// A pointer without its indices.
fn pattern(pointer: &str) -> String {
    pointer
        .split('/')
        .map(|part| if part.parse::<usize>().is_ok() { "#" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// Which variant it is.
fn tag(value: &Value) -> String {
    ["command", "event", "change"]
        .iter()
        .find_map(|tag| value.get(tag))
        .map(Value::to_string)
        .unwrap_or_default()
}
