//! Nothing that a caller sends makes the engine panic, or work for long: it answers, or says what is wrong
//! and where.

use std::time::{Duration, Instant as Clock};

use frontdesk::{
    BookingOptions, Clinic, ClinicSnapshot, DaysQuery, Error, ErrorCode, ExplainQuery, Instant, SlotBuffer,
    SlotQuery, from_json,
};
use frontdesk_tests::asked::days_of;
use frontdesk_tests::generate::Case;
use frontdesk_tests::run::{Verdict, check, fail};
use serde_json::Value;

/// What is put in the place of an integer.
const POISON: &[i64] = &[
    i64::MIN,
    i64::MAX,
    i64::MIN + 1,
    -1,
    0,
    1,
    2,
    60,
    1_440,
    1_441,
    10_080,
    86_400,
    100_000,
    5_256_000,
    1_000_000_000,
    7_258_118_399,
    7_258_118_400,
    1_000_000_000_000,
    i64::MAX / 60,
    i64::MAX - 86_400,
    4_294_967_296,
];

/// Every integer of `value`, in place.
fn integers<'a>(value: &'a mut Value, found: &mut Vec<&'a mut Value>) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|inner| integers(inner, found)),
        Value::Object(fields) => fields.values_mut().for_each(|inner| integers(inner, found)),
        Value::Number(_) => found.push(value),
        _ => {}
    }
}

/// `case` with one to three integers of its clinic, its question or its `now` replaced.
fn poisoned(case: &Case) -> Option<Case> {
    let mut value = serde_json::to_value(Case { dice: Vec::new(), ..case.clone() }).ok()?;
    let mut found = Vec::new();
    integers(&mut value, &mut found);
    let times = 1 + case.dice.first().copied().unwrap_or(0) as usize % 3;
    for dice in case.dice.chunks_exact(2).skip(1).take(times) {
        let index = dice[0] as usize % found.len();
        *found[index] = POISON[dice[1] as usize % POISON.len()].into();
    }
    // Through text, so that the reader of the border takes part.
    let snapshot: ClinicSnapshot = from_json(&value.get("snapshot")?.to_string()).ok()?;
    let query: SlotQuery = from_json(&value.get("query")?.to_string()).ok()?;
    Some(Case { snapshot, query, now: Instant(value.get("now")?.as_i64()?), dice: case.dice.clone() })
}

/// An error that says where. A path is empty only where the whole is meant.
fn says_where(error: &Error) -> Verdict {
    let whole = matches!(
        error.code,
        frontdesk::ErrorCode::TooManySlots { .. }
            | frontdesk::ErrorCode::TooMany { .. }
            | frontdesk::ErrorCode::TimezoneDataEnds { .. }
    );
    match error.path.is_empty() && !whole {
        true => fail("an error does not say where", format!("{error:?}")),
        false => Ok(()),
    }
}

fn tries<T>(answer: Result<T, Error>) -> Result<Option<T>, frontdesk_tests::run::Failure> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => says_where(&error).map(|()| None),
    }
}

/// Asks everything.
fn ask_all(case: &Case) -> Verdict {
    let Some(clinic) = tries(Clinic::new(case.snapshot.clone()))? else { return Ok(()) };
    let Case { query, now, .. } = case;
    let mut buffer = SlotBuffer::new();
    let options = BookingOptions {
        duration_minutes: query.duration_minutes,
        seats: query.seats,
        patient_uid: query.patient_uid.clone(),
        by: query.by,
        location_uids: query.location_uids.clone(),
    };
    let limited = SlotQuery { limit: query.limit.or(Some(100)), ..query.clone() };
    if let Some(slots) = tries(clinic.find_slots(query, *now))? {
        for slot in slots.iter().take(3) {
            tries(clinic.is_bookable(
                &query.appointment_type_uid,
                &slot.doctor_uid,
                slot.start_date,
                &options,
                *now,
            ))?;
        }
    }
    tries(clinic.find_slots_by_doctor_into(query, *now, &mut buffer))?;
    tries(clinic.first_slots(&limited, *now))?;
    let days = DaysQuery { timezone: None, ..days_of(query) };
    tries(clinic.days_with_slots(&days, *now))?;
    for start in [query.from, query.to, *now] {
        let explain = ExplainQuery {
            appointment_type_uid: query.appointment_type_uid.clone(),
            start_date: Some(start),
            grid: query.grid,
            duration_minutes: query.duration_minutes,
            seats: query.seats,
            patient_uid: query.patient_uid.clone(),
            by: query.by,
            ..ExplainQuery::default()
        };
        tries(clinic.explain(&explain, *now))?;
    }
    for doctor in clinic.doctor_uids() {
        tries(clinic.is_bookable(&query.appointment_type_uid, doctor, query.from, &options, *now))?;
    }
    Ok(())
}

#[test]
fn nothing_that_is_sent_makes_the_engine_panic() {
    /// Far above what any answer may take, also on a machine that does something else.
    const LONGEST: Duration = Duration::from_secs(5);
    check("hostile", 15_000, |case| {
        let Some(case) = poisoned(case) else {
            return fail("not a case", "poison is integers, and so is what it replaces");
        };
        let started = Clock::now();
        ask_all(&case)?;
        match started.elapsed() {
            long if long > LONGEST => fail(
                "takes long",
                format!("{long:?} for {}", serde_json::to_string(&case).unwrap_or_default()),
            ),
            _ => Ok(()),
        }
    });
}

/// What a message says of the value that is there instead of an integer or a text.
#[test]
fn what_was_found_is_named_in_one_line() {
    let found = [
        ("from", "null", "null, expected an integer"),
        ("from", "true", "boolean `true`, expected an integer"),
        ("from", "2.5", "floating point `2.5`, expected an integer"),
        ("from", "[1]", "sequence, expected an integer"),
        ("from", "{}", "map, expected an integer"),
        ("from", r#""9""#, r#"string "9", expected an integer"#),
        ("from", r#""a\"1\\c\u0000ß""#, r#"string "a"1\c\u{0}ß", expected an integer"#),
        ("from", r#""Mon""#, "string of 3 characters, expected an integer"),
        ("from", r#""Room 12""#, "string of 7 characters, expected an integer"),
        ("doctor_uids", "7", "integer `7`, expected a list"),
        ("doctor_uids", "-7", "integer `-7`, expected a list"),
    ];
    for (field, value, expected) in found {
        let from = if field == "from" { "" } else { r#""from": 0, "# };
        let query = format!(r#"{{ "appointment_type_uid": "apt-001", "to": 1, {from}"{field}": {value} }}"#);
        let error = from_json::<SlotQuery>(&query).expect_err("of the wrong type");
        assert_eq!(error.to_string(), format!("`{field}`: invalid type: {expected}"));
    }
}

/// Numbers in messages are written as in JSON, whole ones without a point.
#[test]
fn numbers_in_messages() {
    for (number, expected) in [
        (1.0, "1"),
        (-0.25, "-0.25"),
        (1e15, "1000000000000000"),
        (1e20, "1e+20"),
        (5e-324, "5e-324"),
        (f64::NAN, "NaN"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        assert_eq!(frontdesk::Number(number).to_string(), expected);
    }
}

/// What is said of a text that is not JSON is short, and has nothing of it: it may be a whole clinic.
#[test]
fn a_syntax_error_is_told_in_a_few_words_and_without_the_text() {
    let long = "Jane".repeat(500_000);
    let deep = "[".repeat(1_000_000);
    let texts = [
        String::new(),
        long.clone(),
        format!("\"{long}"),
        format!("{{ \"{long}\": \"{long}\" "),
        format!("{{ \"Jane\" \"{long}\" }}"),
        format!("[1, 2, Jane{long}]"),
        format!("{}Jane", "\n".repeat(1_000_000)),
        format!("\"\\u{{Jane}}{long}\""),
        format!("\"\\ud800Jane{long}\""),
        format!("1{}Jane", "0".repeat(1_000_000)),
        format!("{deep}Jane"),
        format!("{{}}Jane{long}"),
        format!("\0Jane{long}"),
    ];
    for text in texts {
        let error = from_json::<ClinicSnapshot>(&text).expect_err("it is no JSON");
        let told = serde_json::to_string(&error).expect("errors are JSON") + &error.to_string();
        let begins: String = text.chars().take(20).collect();
        assert!(error.to_string().len() <= 300, "{} bytes of `{begins}`", error.to_string().len());
        assert!(!told.contains("Jane"), "`{begins}`: {told}");
    }
}

/// Where the columns of a table are mixed up, a name may stand anywhere. Only ids are quoted as they are:
/// they are what somebody has to look for.
#[test]
fn no_name_is_in_a_message() {
    let names = ["Grace Hopper", "Hopper"];
    let clinic: Value = serde_json::from_str(include_str!("../../../core/examples/day-hospital.json"))
        .expect("an example is JSON");
    let mut leaves = Vec::new();
    leaves_of(&clinic, String::new(), &mut leaves);
    let (mut refused, mut told) = (0, Vec::new());
    for leaf in leaves {
        let field = leaf.rsplit('/').find(|step| step.parse::<usize>().is_err()).unwrap_or_default();
        for name in names.iter().filter(|_| !field.contains("uid")) {
            let mut wrong = clinic.clone();
            *wrong.pointer_mut(&leaf).expect("the path of a leaf") = (*name).into();
            let read = from_json::<ClinicSnapshot>(&wrong.to_string()).and_then(Clinic::new);
            let Err(error) = read else { continue };
            refused += 1;
            // One word in the place of one that is known has to be shown: most often it is a slip of that.
            let is_word = |fault: &Error| {
                matches!(fault.code, ErrorCode::UnknownValue { .. } | ErrorCode::UnknownTimezone { .. })
            };
            let is_word = name == &"Hopper" && error.all().all(is_word);
            if error.all().any(|fault| fault.to_string().contains("Hopper")) && !is_word {
                told.push(format!("{leaf}: {error}"));
            }
        }
    }
    assert!(refused > 200, "{refused}");
    assert!(told.is_empty(), "{told:#?}");
}

/// The paths of all values that have no parts.
fn leaves_of(value: &Value, path: String, leaves: &mut Vec<String>) {
    match value {
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(index, value)| leaves_of(value, format!("{path}/{index}"), leaves));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| leaves_of(value, format!("{path}/{name}"), leaves));
        }
        _ => leaves.push(path),
    }
}
