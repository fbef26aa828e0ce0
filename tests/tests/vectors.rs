//! Runs the test vectors of `vectors/`: cases as JSON that every language runs alike. `vectors/README.md` says what a case is.

#![allow(clippy::panic, reason = "a test that cannot read its own vectors has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use frontdesk::{
    Appointment, Change, Clinic, ClinicSnapshot, Command, Error, EstimateQuery, Event, Instant, Joining, Learner, QueueCommand, QueueEvent,
    SlotQuery, TimezoneData, Uid, Visit, VisitReason, WaitingRoom, from_json,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Fewer than this means that a file is lost, not that cases were dropped.
const CASES_MIN: usize = 670;

/// The file whose answers hang on chance and so on every bit of the engine: `UPDATE_GOLDEN=1` writes them anew.
const WRITTEN_BY_THE_ENGINE: &str = "waits.json";

/// A file of vectors.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    note: String,
    call: Call,
    input: Input,
    #[serde(default)]
    answer: Option<Value>,
    #[serde(default)]
    error: Option<Map<String, Value>>,
}

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    New,
    Change,
    FindSlots,
    FirstSlots,
    DaysWithSlots,
    IsBookable,
    Explain,
    LocalTimeChanges,
    Decide,
    Apply,
    Due,
    NextDue,
    RemindersDue,
    OutsideHours,
    WouldLeaveOutsideHours,
    RoomNew,
    RoomChange,
    RoomDecide,
    RoomApply,
    RoomVisits,
    RoomEstimates,
    RoomWaits,
    RoomWaitIfJoined,
    RoomExpectedWaits,
    Learn,
    Merge,
}

/// The wire values as they stand in the file: whatever is wrong with them is the engine's to say.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clinic: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    room: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    learner: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    visits: Vec<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    query: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    now: Option<i64>,
}

/// The arguments of `is_bookable`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    appointment_type_uid: Uid,
    doctor_uid: Uid,
    start: Instant,
}

/// The argument of `local_time_changes`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherRules {
    other: Vec<TimezoneData>,
}

/// The argument of `apply`, as often as there are events.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Events {
    events: Vec<Event>,
}

/// What `apply` said to each event, and what is left.
#[derive(Serialize)]
struct Applied {
    recorded: Vec<bool>,
    appointments: Vec<Appointment>,
}

/// The argument of `next_due`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    after: Instant,
}

/// The arguments of `reminders_due`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretch {
    after: Instant,
    until: Instant,
}

/// The argument of `room_apply` and `room_visits`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueueEvents {
    events: Vec<QueueEvent>,
}

/// The argument of `room_estimates`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfEntry {
    uid: Uid,
}

/// The argument of `room_wait_if_joined`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IfJoined {
    joining: Value,
    #[serde(default)]
    query: Option<Value>,
}

/// The argument of `learn`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reasons {
    visit_reasons: Vec<VisitReason>,
}

/// The argument of `merge`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    other: Learner,
}

#[test]
fn every_vector_holds() {
    let mut names = BTreeSet::new();
    let mut wrong = String::new();
    for (file, vectors) in files() {
        assert!(!vectors.about.is_empty() && !vectors.cases.is_empty(), "{file} is empty");
        if file == WRITTEN_BY_THE_ENGINE && std::env::var_os("UPDATE_GOLDEN").is_some() {
            write_anew(&file, vectors);
            continue;
        }
        for case in vectors.cases {
            assert!(names.insert(case.name.clone()), "{file}: `{}` is there twice", case.name);
            if let Err(difference) = check(&case) {
                let _ = writeln!(wrong, "{file}: {}\n  {}\n{difference}", case.name, case.note);
            }
        }
    }
    assert!(wrong.is_empty(), "some vectors do not hold (- expected, + answered):\n{wrong}");
    assert!(names.len() >= CASES_MIN, "only {} vectors were found", names.len());
    println!("{} vectors hold", names.len());
}

/// Writes a file with the answers that the engine gives now. Errors stay as they are: they are worked out by hand.
fn write_anew(file: &str, vectors: Vectors) {
    let mut text = format!("{{\n  \"about\": {},\n  \"cases\": [", Value::from(vectors.about));
    for (index, case) in vectors.cases.into_iter().enumerate() {
        let answered = match &case.error {
            Some(_) => case.error.clone().map(Value::from),
            None => answer(&case).ok(),
        };
        let fields = [
            ("name", case.name.into()),
            ("note", case.note.into()),
            ("call", wire(&case.call)),
            ("input", wire(&case.input)),
            (if case.error.is_some() { "error" } else { "answer" }, answered.unwrap_or_default()),
        ];
        text.push_str(if index > 0 { ",\n    {" } else { "\n    {" });
        for (index, (field, value)) in fields.iter().enumerate() {
            let _ = write!(text, "{}\n      \"{field}\": {}", if index > 0 { "," } else { "" }, readable(value, 3));
        }
        text.push_str("\n    }");
    }
    text.push_str("\n  ]\n}\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(file);
    fs::write(path, text).expect("the file can be written");
}

/// A value as text, with a line for whatever fits in one, or is nothing but numbers.
fn readable(value: &Value, depth: usize) -> String {
    const WIDTH: usize = 140;
    let line = value.to_string();
    let indent = "  ".repeat(depth);
    let lines = match value {
        _ if line.len() <= WIDTH => return line,
        Value::Object(fields) => {
            fields.iter().map(|(field, value)| format!("{}: {}", Value::from(field.as_str()), readable(value, depth + 1)))
        }
        Value::Array(elements) if elements.iter().any(|element| !element.is_number()) => {
            let lines: Vec<String> = elements.iter().map(|element| format!("{indent}  {}", readable(element, depth + 1))).collect();
            return format!("[\n{}\n{indent}]", lines.join(",\n"));
        }
        _ => return line,
    };
    let lines: Vec<String> = lines.map(|line| format!("{indent}  {line}")).collect();
    format!("{{\n{}\n{indent}}}", lines.join(",\n"))
}

/// The files of `vectors/` by name.
fn files() -> Vec<(String, Vectors)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).expect("the vectors are beside the tests") {
        let path = entry.expect("the directory can be read").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a vector file is text");
            let vectors = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            files.push((name, vectors));
        }
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    files
}

fn check(case: &Case) -> Result<(), String> {
    well_formed(case)?;
    let answered = catch_unwind(AssertUnwindSafe(|| answer(case))).map_err(|_| "  the engine panicked\n".to_owned())?;
    match (answered, &case.answer, &case.error) {
        (Ok(got), Some(expected), _) => differences(expected, &got),
        (Err(got), _, Some(expected)) => {
            if expected.iter().all(|(field, value)| got.get(field) == Some(value)) {
                Ok(())
            } else {
                Err(format!("  - {}\n  + {got}\n", Value::from(expected.clone())))
            }
        }
        (Ok(got), ..) => Err(format!("  expected an error, answered {got}\n")),
        (Err(error), ..) => Err(format!("  expected an answer, refused: {error}\n")),
    }
}

/// A case says neither less than its call needs nor more than it reads.
fn well_formed(case: &Case) -> Result<(), String> {
    let Input { changes, query, now, clinic, room, learner, visits } = &case.input;
    let asks = query.is_some();
    let of_a_room = case.call.is_of_a_room();
    let learns = matches!(case.call, Call::Learn | Call::Merge);
    let foresees = matches!(case.call, Call::RoomWaits | Call::RoomWaitIfJoined | Call::RoomExpectedWaits);
    let gives_the_room = matches!(case.call, Call::RoomNew | Call::RoomChange);
    let builds_only = matches!(case.call, Call::New | Call::Change) && !asks || gives_the_room;
    let asks_by_now_alone = matches!(case.call, Call::Due | Call::OutsideHours | Call::RoomExpectedWaits);
    let asks_at_no_time =
        matches!(case.call, Call::LocalTimeChanges | Call::Apply | Call::NextDue | Call::RemindersDue | Call::RoomApply | Call::RoomVisits)
            || learns;
    let changes_belong = matches!(case.call, Call::Change | Call::RoomChange);
    let rules = [
        (case.answer.is_some() != case.error.is_some(), "either `answer` or `error`"),
        ((asks || builds_only) != asks_by_now_alone, "`query` is missing, or has no place"),
        (!builds_only || gives_the_room || case.error.is_some(), "an answer needs a `query`"),
        (clinic.is_some() != (of_a_room || learns) && room.is_some() == of_a_room, "either `clinic` or `room`, as the call has it"),
        (learner.is_none() && visits.is_empty() || learns || foresees, "`learner` and `visits` go with a forecast"),
        (now.is_some() == (asks && !asks_at_no_time || asks_by_now_alone), "`now` goes with what is asked at a time"),
        (changes.is_empty() != changes_belong, "`changes` go with a call that makes them"),
        (!case.note.is_empty(), "a `note` says why"),
    ];
    rules.iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, rule)| Err(format!("  not a case: {rule}\n")))
}

/// What is answered, or the wire form of what is wrong.
fn answer(case: &Case) -> Result<Value, Value> {
    let Input { clinic, room, changes, query, now, .. } = &case.input;
    let now = Instant(now.unwrap_or_default());
    if matches!(case.call, Call::Learn | Call::Merge | Call::RoomWaits | Call::RoomWaitIfJoined | Call::RoomExpectedWaits) {
        return foreseen(case, now).map_err(|error| wire(&error));
    }
    if let Some(room) = room {
        return answer_of_a_room(case.call, room, changes, query.as_ref(), now);
    }
    let clinic = clinic.as_ref().unwrap_or(&Value::Null);
    let mut clinic = built(clinic, changes).map_err(|error| wire(&error))?;
    match (case.call, query) {
        (Call::Due, _) => Ok(wire(&clinic.due(now))),
        (Call::OutsideHours, _) => clinic.outside_hours(now).map(|outside| wire(&outside)).map_err(|error| wire(&error)),
        (_, None) => Ok(Value::Null),
        (Call::Decide, Some(query)) => {
            let command: Command = read(query).map_err(|error| wire(&error))?;
            clinic.decide(&command, now).map(|events| wire(&events)).map_err(|refusal| wire(&refusal))
        }
        (call, Some(query)) => asked(call, &mut clinic, query, now).map_err(|error| wire(&error)),
    }
}

fn built(clinic: &Value, changes: &[Value]) -> Result<Clinic, Error> {
    let mut clinic = Clinic::new(read::<ClinicSnapshot>(clinic)?)?;
    for change in changes {
        clinic.change(read::<Change>(change)?)?;
    }
    Ok(clinic)
}

/// What is answered to a call with a query that errors refuse, and no rules.
fn asked(call: Call, clinic: &mut Clinic, query: &Value, now: Instant) -> Result<Value, Error> {
    Ok(match call {
        Call::New | Call::Change | Call::FindSlots => wire(&clinic.find_slots(&read::<SlotQuery>(query)?, now)?),
        Call::FirstSlots => wire(&clinic.first_slots(&read(query)?, now)?),
        Call::DaysWithSlots => wire(&clinic.days_with_slots(&read(query)?, now)?),
        Call::Explain => wire(&clinic.explain(&read(query)?, now)?),
        Call::IsBookable => {
            let Start { appointment_type_uid, doctor_uid, start } = read(query)?;
            wire(&clinic.is_bookable(&appointment_type_uid, &doctor_uid, start, now)?)
        }
        Call::LocalTimeChanges => wire(&clinic.local_time_changes(&read::<OtherRules>(query)?.other)?),
        Call::Apply => {
            let Events { events } = read(query)?;
            let recorded = events.iter().map(|event| clinic.apply(event)).collect();
            wire(&Applied { recorded, appointments: clinic.snapshot().appointments })
        }
        Call::NextDue => json!({ "next_due": clinic.next_due(read::<After>(query)?.after) }),
        Call::RemindersDue => {
            let Stretch { after, until } = read(query)?;
            wire(&clinic.reminders_due(after, until)?)
        }
        Call::WouldLeaveOutsideHours => wire(&clinic.would_leave_outside_hours(read(query)?, now)?),
        // Answered elsewhere.
        Call::Decide | Call::Due | Call::OutsideHours => Value::Null,
        Call::RoomNew | Call::RoomChange | Call::RoomDecide | Call::RoomApply | Call::RoomVisits | Call::RoomEstimates => Value::Null,
        Call::RoomWaits | Call::RoomWaitIfJoined | Call::RoomExpectedWaits | Call::Learn | Call::Merge => Value::Null,
    })
}

impl Call {
    fn is_of_a_room(self) -> bool {
        use Call::{RoomApply, RoomChange, RoomDecide, RoomEstimates, RoomExpectedWaits, RoomNew, RoomVisits, RoomWaitIfJoined, RoomWaits};
        matches!(self, RoomNew | RoomChange | RoomDecide | RoomApply | RoomVisits | RoomEstimates)
            || matches!(self, RoomWaits | RoomWaitIfJoined | RoomExpectedWaits)
    }
}

/// What a learner becomes, or foresees of a room.
fn foreseen(case: &Case, now: Instant) -> Result<Value, Error> {
    let Input { room, learner, visits, query, .. } = &case.input;
    let query = query.as_ref().unwrap_or(&Value::Null);
    let mut learner = learner.as_ref().map_or_else(|| Ok(Learner::default()), read::<Learner>)?;
    let room = room.as_ref().map(|room| read(room).and_then(WaitingRoom::new)).transpose()?;
    let reasons = match (&room, case.call) {
        (Some(room), _) => room.policy().visit_reasons.clone(),
        (None, Call::Learn) => read::<Reasons>(query)?.visit_reasons,
        (None, _) => Vec::new(),
    };
    for visit in visits {
        learner.learn(&read::<Visit>(visit)?, &reasons)?;
    }
    let Some(room) = room else {
        if case.call == Call::Merge {
            learner.merge(&read::<Other>(query)?.other)?;
        }
        return Ok(wire(&learner));
    };
    Ok(match case.call {
        Call::RoomWaits => wire(&room.estimate(&learner, &read::<EstimateQuery>(query)?, now)?),
        Call::RoomWaitIfJoined => {
            let IfJoined { joining, query } = read(query)?;
            let query = query.as_ref().map_or_else(|| Ok(EstimateQuery::default()), read)?;
            wire(&room.estimate_if_joined(&learner, &read::<Joining>(&joining)?, &query, now)?)
        }
        _ => wire(&room.forecast(&learner, now)?.expected_waits()?),
    })
}

/// What is answered of a waiting room, or the wire form of what is wrong.
fn answer_of_a_room(call: Call, room: &Value, changes: &[Value], query: Option<&Value>, now: Instant) -> Result<Value, Value> {
    let refused = |error: Error| wire(&error);
    let mut room = WaitingRoom::new(read(room).map_err(refused)?).map_err(refused)?;
    for change in changes {
        room.change(read(change).map_err(refused)?).map_err(|refusal| wire(&refusal))?;
    }
    let Some(query) = query else {
        return Ok(wire(&room.snapshot()));
    };
    Ok(match call {
        Call::RoomDecide => {
            let command: QueueCommand = read(query).map_err(refused)?;
            wire(&room.decide(&command, now).map_err(|refusal| wire(&refusal))?)
        }
        Call::RoomApply => {
            let QueueEvents { events } = read(query).map_err(refused)?;
            let recorded: Vec<bool> = events.iter().map(|event| room.apply(event)).collect();
            json!({ "recorded": recorded, "room": room.snapshot() })
        }
        Call::RoomVisits => {
            let QueueEvents { events } = read(query).map_err(refused)?;
            let visits = events.iter().map(|event| {
                let visit = room.visit_of(event);
                room.apply(event);
                visit
            });
            wire(&visits.collect::<Vec<_>>())
        }
        _ => {
            let OfEntry { uid } = read(query).map_err(refused)?;
            json!({
                "position": room.position(&uid),
                "before_me": room.before_me(&uid),
                "position_times_average": room.position_times_average(&uid, now),
                "average_times_before_me": room.average_times_before_me(&uid),
            })
        }
    })
}

/// Reads a wire value as a caller's text is read, so that what is wrong with it has a path.
fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    from_json(&value.to_string())
}

fn wire<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("wire values are JSON")
}

/// What is expected and not answered, and what is answered and not expected; lists entry by entry.
fn differences(expected: &Value, got: &Value) -> Result<(), String> {
    if expected == got {
        return Ok(());
    }
    let lines = |value: &Value| match value {
        Value::Array(entries) => entries.iter().map(ToString::to_string).collect(),
        value => vec![value.to_string()],
    };
    let (expected, got) = (lines(expected), lines(got));
    let mut text = String::new();
    for line in expected.iter().filter(|line| !got.contains(line)) {
        let _ = writeln!(text, "  - {line}");
    }
    for line in got.iter().filter(|line| !expected.contains(line)) {
        let _ = writeln!(text, "  + {line}");
    }
    if text.is_empty() {
        let _ = writeln!(text, "  the same entries, but in another order or number:\n  - {expected:?}\n  + {got:?}");
    }
    Err(text)
}
