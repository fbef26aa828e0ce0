//! Every count that is limited, on both sides of its limit; and inputs as large as the limits allow, that
//! must not take long. Nothing here is timed: what takes a time that grows with the square of its size would
//! be noticed by whoever waits for it.

use chrono::{Days, NaiveDate};
use frontdesk::limits::{
    APPOINTMENT_TYPES_MAX, BOOKING_LIMITS_MAX, CLOSURES_MAX, DOCTOR_DAYS_MAX, DOCTORS_MAX,
    EXCEPTIONS_PER_DOCTOR_MAX, EXPLAINED_DAYS_MAX, EXPLAINED_STARTS_MAX, LOCATIONS_MAX,
    OVERRIDES_PER_DOCTOR_MAX, RANGE_DAYS_MAX, REMINDERS_MAX, RULES_PER_DOCTOR_MAX, SETTINGS_PER_DOCTOR_MAX,
    TIMEZONES_MAX, TRAVEL_MAX, TYPE_LIMITS_PER_WINDOW_MAX, TYPES_PER_WINDOW_MAX, WINDOW_TERMS_PER_DOCTOR_MAX,
};
use frontdesk::{Clinic, ClinicSnapshot, DaysQuery, ErrorCode, Instant, SlotQuery, from_json};
use serde_json::{Value, json};

const MONDAY: i64 = 1_774_224_000; // 2026-03-23T00:00Z
const DAY: i64 = 86_400;

/// What `field` of a doctor, or of the clinic, may hold at most, and how to make one of its elements.
type Limited = (&'static str, usize, fn(usize) -> Value);

fn date(index: usize) -> String {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
    (first + Days::new(index as u64 % 80_000)).to_string()
}

fn rule(index: usize) -> Value {
    json!({ "uid": format!("rule-{index}"), "weekday": index % 7, "start_time": 540, "end_time": 600 })
}

const OF_A_DOCTOR: &[Limited] = &[
    ("availability_rules", RULES_PER_DOCTOR_MAX, rule),
    ("availability_exceptions", EXCEPTIONS_PER_DOCTOR_MAX, |index| {
        let start = MONDAY + index as i64 * 8;
        json!({ "uid": format!("exc-{index}"), "kind": "extra", "start_date": start, "end_date": start + 4,
            "buffer_minutes": index % 2 })
    }),
    ("date_overrides", OVERRIDES_PER_DOCTOR_MAX, |index| json!({ "date": date(index), "windows": [] })),
    (
        "appointment_type_settings",
        SETTINGS_PER_DOCTOR_MAX,
        |index| json!({ "appointment_type_uid": format!("apt-{index}") }),
    ),
    ("limits", BOOKING_LIMITS_MAX, |_| json!({ "per": "week", "appointments": 100_000 })),
];

const OF_A_CLINIC: &[Limited] = &[
    (
        "appointment_types",
        APPOINTMENT_TYPES_MAX,
        |index| json!({ "uid": format!("more-{index}"), "duration_minutes": 1 }),
    ),
    ("doctors", DOCTORS_MAX, |index| json!({ "uid": format!("more-{index}") })),
    // Two thirds of them are of one doctor.
    ("closures", CLOSURES_MAX, |index| match index {
        0..66_000 => json!({ "date": date(index), "doctor_uid": "more-0" }),
        _ => json!({ "date": date(index - 66_000) }),
    }),
    ("reminders", REMINDERS_MAX, |index| {
        json!({ "uid": format!("rem-{index}"), "appointment_type_uid": "more-0",
            "recipient_role": "patient", "minutes_before": 60 })
    }),
    ("timezones", TIMEZONES_MAX, |index| {
        json!({ "name": format!("Own/{index}"), "initial_offset_seconds": 0,
            "covers_until": 4_102_444_800_i64 })
    }),
    ("locations", LOCATIONS_MAX, |index| json!({ "uid": format!("more-{index}") })),
    // From each of the locations that are there to all others, in turn.
    ("travel_minutes", TRAVEL_MAX, |index| {
        let (from, to) = (index / (WAYS - 1), index % (WAYS - 1));
        let to = if to < from { to } else { to + 1 };
        json!({ "from_location_uid": format!("at-{from}"), "to_location_uid": format!("at-{to}"),
            "minutes": 1 })
    }),
];

/// Locations between which there are more ways than may be said.
const WAYS: usize = 120;

fn with(mut value: Value, (field, _, element): &Limited, count: usize) -> Value {
    value[field] = (0..count).map(element).collect();
    value
}

fn clinic(value: Value) -> Result<Clinic, frontdesk::Error> {
    let snapshot: ClinicSnapshot = serde_json::from_value(value).expect("the fields of a clinic");
    Clinic::new(snapshot)
}

fn too_many(result: Result<Clinic, frontdesk::Error>, path: &str, limit: usize) {
    let error = result.expect_err("one more than the limit");
    assert_eq!(error.path, path);
    assert_eq!(error.code, ErrorCode::TooMany { count: limit as u64 + 1, limit: limit as u64 });
}

#[test]
fn what_a_doctor_holds() {
    let types: Value = (0..SETTINGS_PER_DOCTOR_MAX)
        .map(|index| json!({ "uid": format!("apt-{index}"), "duration_minutes": 1 }))
        .collect();
    for limited in OF_A_DOCTOR {
        let (field, limit, _) = *limited;
        let of = |count| {
            let doctor = with(json!({ "uid": "doc-1" }), limited, count);
            clinic(json!({ "appointment_types": types, "doctors": [doctor] }))
        };
        assert!(of(limit).is_ok(), "{field}");
        too_many(of(limit + 1), &format!("doctors[0].{field}"), limit);
    }
}

#[test]
fn for_how_many_a_window_and_a_doctors_windows_are() {
    let types: Value = (0..=TYPES_PER_WINDOW_MAX)
        .map(|index| json!({ "uid": format!("apt-{index}"), "duration_minutes": 1 }))
        .collect();
    let of = |rules: Value| {
        clinic(json!({ "appointment_types": types, "doctors": [{ "uid": "doc-1",
                "availability_rules": rules }] }))
    };
    let for_types = |count: usize| {
        let mut rule = rule(0);
        rule["appointment_type_uids"] = (0..count).map(|index| format!("apt-{index}")).collect();
        of(json!([rule]))
    };
    assert!(for_types(TYPES_PER_WINDOW_MAX).is_ok());
    let path = "doctors[0].availability_rules[0].appointment_type_uids";
    too_many(for_types(TYPES_PER_WINDOW_MAX + 1), path, TYPES_PER_WINDOW_MAX);

    let with_terms = |count: usize| {
        let windows: Value = (0..count)
            .map(|index| json!({ "start_time": 540, "end_time": 600, "released_minutes_before": index }))
            .collect();
        let overrides: Value = windows
            .as_array()
            .into_iter()
            .flat_map(|windows| windows.chunks(100))
            .enumerate()
            .map(|(index, windows)| json!({ "date": date(index), "windows": windows }))
            .collect();
        clinic(json!({ "doctors": [{ "uid": "doc-1", "date_overrides": overrides }] }))
    };
    assert!(with_terms(WINDOW_TERMS_PER_DOCTOR_MAX).is_ok());
    too_many(with_terms(WINDOW_TERMS_PER_DOCTOR_MAX + 1), "doctors[0]", WINDOW_TERMS_PER_DOCTOR_MAX);
}

#[test]
fn what_a_clinic_holds() {
    for limited in OF_A_CLINIC {
        let (field, limit, _) = *limited;
        let of = |count| {
            let locations: Value = (0..WAYS).map(|index| json!({ "uid": format!("at-{index}") })).collect();
            let base = json!({
                "appointment_types": [{ "uid": "more-0", "duration_minutes": 1 }],
                "doctors": [{ "uid": "more-0" }],
                "locations": locations,
            });
            clinic(with(base, limited, count))
        };
        assert!(of(limit).is_ok(), "{field}");
        let path = if field == "reminders" { format!("{field}[{limit}]") } else { field.to_owned() };
        too_many(of(limit + 1), &path, limit);
    }
}

#[test]
fn limits_of_a_window_and_of_patients() {
    let types: Value = (0..=TYPES_PER_WINDOW_MAX.max(BOOKING_LIMITS_MAX))
        .map(|index| json!({ "uid": format!("apt-{index}"), "duration_minutes": 1 }))
        .collect();
    // Each about a type of its own, so that none says what another does.
    let each = |count: usize| -> Value {
        let limit =
            |index: usize| json!({ "appointment_type_uids": [format!("apt-{index}")], "appointments": 1 });
        (0..count).map(limit).collect()
    };
    let of_window = |limits: Value| {
        let mut rule = rule(0);
        rule["type_limits"] = limits;
        clinic(json!({ "appointment_types": types, "doctors": [{ "uid": "doc-1",
                "availability_rules": [rule] }] }))
    };
    let list = "doctors[0].availability_rules[0].type_limits";
    assert!(of_window(each(TYPE_LIMITS_PER_WINDOW_MAX)).is_ok());
    too_many(of_window(each(TYPE_LIMITS_PER_WINDOW_MAX + 1)), list, TYPE_LIMITS_PER_WINDOW_MAX);

    let named = |count: usize| (0..count).map(|index| format!("apt-{index}")).collect::<Vec<_>>();
    let naming = |count: usize| json!([{ "appointment_type_uids": named(count), "appointments": 1 }]);
    assert!(of_window(naming(TYPES_PER_WINDOW_MAX)).is_ok());
    let error = of_window(naming(TYPES_PER_WINDOW_MAX + 1)).expect_err("one type more than may be");
    assert_eq!(error.path, format!("{list}[0].appointment_type_uids"));

    let of_patients = |count: usize| {
        let mut limits = each(count);
        limits.as_array_mut().into_iter().flatten().for_each(|limit| limit["per"] = json!("day"));
        clinic(json!({ "appointment_types": types, "patient_limits": limits }))
    };
    assert!(of_patients(BOOKING_LIMITS_MAX).is_ok());
    too_many(of_patients(BOOKING_LIMITS_MAX + 1), "patient_limits", BOOKING_LIMITS_MAX);
}

#[test]
fn how_much_is_explained_at_once() {
    let explain = |clinic: &Clinic, days: i64| {
        let (from, to) = (Instant(MONDAY), Instant(MONDAY + days * DAY));
        let query = DaysQuery { appointment_type_uid: "apt-1".into(), from, to, ..DaysQuery::default() };
        clinic.explain_days(&query, Instant(MONDAY)).map(|rows| rows.len())
    };
    let too_many = |result: Result<usize, frontdesk::Error>, limit: usize| {
        let error = result.expect_err("more than is explained");
        assert_eq!(error.path, "to");
        assert!(
            matches!(error.code, ErrorCode::TooMany { limit: most, .. } if most == limit as u64),
            "{error}"
        );
    };
    let kinds = json!([{ "uid": "apt-1", "duration_minutes": 1 }]);
    let doctors: Value = (0..100).map(|index| json!({ "uid": format!("doc-{index}") })).collect();
    let many = clinic(json!({ "appointment_types": kinds, "doctors": doctors })).expect("a clinic");
    // A range can touch one local day more than it has days.
    let days = (EXPLAINED_DAYS_MAX / 100) as i64 - 1;
    assert_eq!(explain(&many, days), Ok(100 * days as usize));
    too_many(explain(&many, days + 1), EXPLAINED_DAYS_MAX);

    // A start each minute.
    let rules: Value = (0..7)
        .map(|weekday| {
            json!({ "uid": format!("rule-{weekday}"), "weekday": weekday, "start_time": 0,
                "end_time": 1_440 })
        })
        .collect();
    let doctor = json!({ "uid": "doc-1", "availability_rules": rules });
    let busy = clinic(json!({ "appointment_types": kinds, "doctors": [doctor] })).expect("a clinic");
    let days = EXPLAINED_STARTS_MAX as i64 / 1_440;
    assert_eq!(explain(&busy, days), Ok(days as usize));
    too_many(explain(&busy, days + 1), EXPLAINED_STARTS_MAX);
}

fn ask(clinic: &Clinic, days: i64, limit: Option<i64>) -> Result<usize, frontdesk::Error> {
    let to = Instant(MONDAY + days * DAY);
    let query = SlotQuery {
        appointment_type_uid: "apt-1".into(),
        from: Instant(MONDAY),
        to,
        limit,
        ..SlotQuery::default()
    };
    clinic.find_slots(&query, Instant(MONDAY)).map(|slots| slots.len())
}

#[test]
fn how_far_and_wide_a_question_reaches() {
    let kinds = json!([{ "uid": "apt-1", "duration_minutes": 30 }]);
    let doctors: Value = (0..3_000).map(|index| json!({ "uid": format!("doc-{index}") })).collect();
    let one =
        clinic(json!({ "appointment_types": kinds, "doctors": [{ "uid": "doc-1" }] })).expect("a clinic");
    assert_eq!(ask(&one, RANGE_DAYS_MAX, None), Ok(0));
    assert_eq!(ask(&one, RANGE_DAYS_MAX + 1, None).map_err(|error| error.path), Err("to".to_owned()));

    let many = clinic(json!({ "appointment_types": kinds, "doctors": doctors })).expect("a clinic");
    let days = (DOCTOR_DAYS_MAX / 3_000) as i64;
    assert_eq!(ask(&many, days, None), Ok(0));
    // Nobody has a slot, so a limit stops nothing.
    for limit in [None, Some(1)] {
        let error = ask(&many, days + 1, limit).expect_err("too many days of too many doctors");
        assert!(
            matches!(error.code, ErrorCode::TooMany { limit, .. } if limit == DOCTOR_DAYS_MAX as u64),
            "{error}"
        );
    }
}

#[test]
fn a_crowded_session_a_crowded_date_and_a_crowded_week() {
    let appointment = |index: usize, start: i64, end: i64| {
        json!({ "uid": format!("mtg-{index}"), "status": "confirmed", "doctor_uid": "doc-1",
            "appointment_type_uid": "apt-1",
            "start_date": start, "end_date": end })
    };
    let week = |exceptions: Value, limits: Value, appointments: Vec<Value>| {
        let rules: Value = (0..7).map(rule).collect();
        clinic(json!({
            "appointment_types": [{ "uid": "apt-1", "duration_minutes": 1, "capacity": 2, "limits": limits }],
            "doctors": [{ "uid": "doc-1", "availability_rules": rules,
                "availability_exceptions": exceptions }],
            "appointments": appointments,
        }))
        .expect("a clinic")
    };
    let nine = MONDAY + 9 * 3_600;
    let session =
        week(json!([]), json!([]), (0..40_000).map(|index| appointment(index, nine, nine + 60)).collect());
    assert_eq!(ask(&session, 1, None), Ok(59), "all of the hour but the minute that is full");

    let (_, most, exception) = OF_A_DOCTOR[1];
    let date = week((0..most).map(exception).collect(), json!([]), Vec::new());
    assert_eq!(ask(&date, 1, None), Ok(60), "four seconds are too short");

    let limits: Value =
        (0..BOOKING_LIMITS_MAX).map(|_| json!({ "per": "week", "appointments": 100_000 })).collect();
    let booked = (0..60_000)
        .map(|index| appointment(index, MONDAY + index as i64, MONDAY + index as i64 + 1))
        .collect();
    assert_eq!(ask(&week(json!([]), limits, booked), 7, None).map(|slots| slots > 300), Ok(true));
}

#[test]
fn text_that_is_too_long() {
    // A gibibyte is too much to make here; that a text is measured is seen from its fields.
    let name = |count: usize| {
        from_json::<ClinicSnapshot>(&format!(r#"{{"doctors":[{{"uid":"{}"}}]}}"#, "x".repeat(count)))
    };
    assert!(Clinic::new(name(255).expect("JSON")).is_ok());
    assert!(Clinic::new(name(256).expect("JSON")).is_err());
}
