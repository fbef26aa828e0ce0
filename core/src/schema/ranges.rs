//! The ranges of numbers, which the engine checks after reading.

use serde_json::{Map, Number, Value};

use crate::limits::*;
use crate::model::check;

/// The last instant that the engine knows.
const LAST: i64 = INSTANT_MAX - 1;
const DOCTORS: i64 = DOCTORS_MAX as i64;
const SLOTS: i64 = SLOTS_MAX as i64;

type Ranges<N> = &'static [(&'static str, &'static [(&'static str, N, N)])];

/// By type and field, the least and the most that is allowed: those of lists, commands and queries. What a
/// clinic consists of has its tables where it is checked.
const INTEGERS: Ranges<i64> = &[
    (
        "AppointmentType",
        &[
            ("durations_minutes", DURATION_MINUTES_MIN, DURATION_MINUTES_MAX),
            ("created_at", INSTANT_MIN, LAST),
            ("updated_at", INSTANT_MIN, LAST),
        ],
    ),
    ("AvailabilityRule", &[("nth_of_month", -NTH_OF_MONTH_MAX, NTH_OF_MONTH_MAX)]),
    ("ClinicSnapshot", &[("max_live_holds_per_patient", 1, LIVE_HOLDS_MAX)]),
    ("Change", &[("max_per_patient", 1, LIVE_HOLDS_MAX)]),
    ("Travel", &[("minutes", 0, TRAVEL_MINUTES_MAX)]),
    ("WishedTime", &[("weekday", 0, 6), ("from", 0, MINUTE_OF_DAY_MAX), ("to", 0, MINUTE_OF_DAY_MAX)]),
    ("TimezoneData", &[("initial_offset_seconds", -OFFSET_SECONDS_MAX, OFFSET_SECONDS_MAX)]),
    ("Transition", &[("offset_seconds", -OFFSET_SECONDS_MAX, OFFSET_SECONDS_MAX)]),
    (
        "SlotQuery",
        &[
            ("limit", 1, SLOTS),
            ("duration_minutes", DURATION_MINUTES_MIN, DURATION_MINUTES_MAX),
            ("seats", 1, SEATS_MAX),
        ],
    ),
    (
        "DaysQuery",
        &[("duration_minutes", DURATION_MINUTES_MIN, DURATION_MINUTES_MAX), ("seats", 1, SEATS_MAX)],
    ),
    (
        "ExplainQuery",
        &[("duration_minutes", DURATION_MINUTES_MIN, DURATION_MINUTES_MAX), ("seats", 1, SEATS_MAX)],
    ),
    ("Command", &[("duration_minutes", DURATION_MINUTES_MIN, DURATION_MINUTES_MAX), ("seats", 1, SEATS_MAX)]),
    ("WaitingRoomSnapshot", &[("next_sequence", 0, SEQUENCE_MAX)]),
    (
        "QueuePolicy",
        &[
            ("guard_minutes", 0, GUARD_MINUTES_MAX),
            ("no_show_grace_minutes", 0, GRACE_MINUTES_MAX),
            ("capacity", 0, QUEUE_CAPACITY_MAX),
            ("average_visit_minutes", DURATION_MINUTES_MIN, DURATION_MINUTES_MAX),
            ("visit_minutes_max", 1, VISIT_SECONDS_MAX / 60),
            ("visit_seconds_min", 1, VISIT_SECONDS_MAX),
        ],
    ),
    ("QueueDoctor", &[("concurrent_patients_max", 1, CONCURRENT_PATIENTS_MAX)]),
    ("QueueLevel", &[("head_start_minutes", 0, HEAD_START_MINUTES_MAX)]),
    ("VisitReason", &[("duration_minutes", DURATION_MINUTES_MIN, DURATION_MINUTES_MAX)]),
    (
        "QueueEntry",
        &[
            ("preference_patience_minutes", 0, PATIENCE_MINUTES_MAX),
            ("head_start_seconds", 0, HEAD_START_SECONDS_MAX),
            ("sequence", 0, SEQUENCE_MAX - 1),
        ],
    ),
    (
        "QueueCommand",
        &[
            ("preference_patience_minutes", 0, PATIENCE_MINUTES_MAX),
            ("head_start_seconds", 0, HEAD_START_SECONDS_MAX),
            ("minutes", 0, ON_THE_WAY_MINUTES_MAX),
        ],
    ),
    (
        "Joining",
        &[
            ("preference_patience_minutes", 0, PATIENCE_MINUTES_MAX),
            ("head_start_seconds", 0, HEAD_START_SECONDS_MAX),
        ],
    ),
    ("EvaluationQuery", &[("concurrent_patients_max", 1, CONCURRENT_PATIENTS_MAX)]),
    ("LoggedVisit", &[("head_start_seconds", 0, HEAD_START_SECONDS_MAX)]),
    ("CalendarQuery", &[("refresh_minutes", 1, ICALENDAR_REFRESH_MINUTES_MAX)]),
    ("EstimateQuery", &[("futures", FUTURES_MIN, FUTURES_MAX)]),
    (
        "ShownWait",
        &[
            ("minutes", 0, SHOWN_MINUTES_MAX),
            ("at_most_minutes", 0, SHOWN_MINUTES_MAX),
            ("position", 1, LIVE_ENTRIES_MAX as i64 + 1),
            ("doctors", 0, ROOM_DOCTORS_MAX as i64),
        ],
    ),
    ("WalkInDay", &[("closes_at_minute", 1, MINUTE_OF_DAY_MAX)]),
    ("ArrivalRate", &[("from_minute", 0, MINUTE_OF_DAY_MAX - 1), ("to_minute", 1, MINUTE_OF_DAY_MAX)]),
    ("ErlangA", &[("doctors", 1, DOCTORS)]),
    ("ErlangB", &[("doctors", 1, DOCTORS)]),
    ("ErlangC", &[("doctors", 1, DOCTORS)]),
    ("Mgc", &[("doctors", 1, DOCTORS)]),
    ("Mmck", &[("doctors", 1, DOCTORS)]),
    ("QueueAhead", &[("ahead", 0, AHEAD_MAX), ("doctors", 1, DOCTORS)]),
    ("ImpatientQueueAhead", &[("ahead", 0, AHEAD_MAX), ("doctors", 1, DOCTORS)]),
];

const ARRIVALS: (&str, f64, f64) = ("arrivals_per_minute", 0.0, ARRIVALS_PER_MINUTE_MAX);
const SERVICE: (&str, f64, f64) = ("service_minutes", PLANNING_MINUTES_MIN, PLANNING_MINUTES_MAX);
const PATIENCE: (&str, f64, f64) = ("patience_minutes", PLANNING_MINUTES_MIN, PLANNING_MINUTES_MAX);
const CV: (&str, f64, f64) = ("service_cv", 0.0, SERVICE_CV_MAX);

const NUMBERS: Ranges<f64> = &[
    ("WalkInDay", &[SERVICE, CV]),
    ("ArrivalRate", &[ARRIVALS]),
    ("ErlangA", &[ARRIVALS, SERVICE, PATIENCE]),
    ("ErlangB", &[ARRIVALS, SERVICE]),
    ("ErlangC", &[ARRIVALS, SERVICE]),
    ("Mgc", &[ARRIVALS, SERVICE, CV]),
    ("Mmck", &[ARRIVALS, SERVICE]),
    (
        "ServiceLevel",
        &[
            ARRIVALS,
            SERVICE,
            ("within_minutes", 0.0, PLANNING_MINUTES_MAX),
            ("probability", 0.0, QUANTILE_PROBABILITY_MAX),
        ],
    ),
    ("LognormalService", &[SERVICE, CV]),
    ("QueueAhead", &[SERVICE]),
    ("ImpatientQueueAhead", &[SERVICE, PATIENCE]),
];

/// Adds the ranges to the definitions that are there.
pub(super) fn add(definitions: &mut Map<String, Value>) {
    check::every_range(&mut |name, field, min, max| {
        bound(definitions, name, field, &min.into(), &max.into());
    });
    for &(name, fields) in INTEGERS {
        for &(field, min, max) in fields {
            bound(definitions, name, field, &min.into(), &max.into());
        }
    }
    let number = |value: f64| Number::from_f64(value).expect("limits are finite");
    for &(name, fields) in NUMBERS {
        for &(field, min, max) in fields {
            bound(definitions, name, field, &number(min), &number(max));
        }
    }
}

/// What comes in is within the engine's time; an answer can lie a notice or a horizon outside of it.
pub(super) fn given(definitions: &mut Map<String, Value>) {
    if let Some(instant) = definitions.get_mut("Instant").and_then(Value::as_object_mut) {
        instant.insert("minimum".to_owned(), INSTANT_MIN.into());
        instant.insert("maximum".to_owned(), LAST.into());
    }
}

fn bound(definitions: &mut Map<String, Value>, name: &str, field: &str, min: &Number, max: &Number) {
    let Some(definition) = definitions.get_mut(name) else { return };
    let mut fields = fields_called(definition, field);
    assert!(!fields.is_empty(), "`{name}` has no field `{field}`");
    for schema in &mut fields {
        // The range of a list is that of its elements.
        let schema = match schema.get("items") {
            Some(_) => schema.get_mut("items").and_then(Value::as_object_mut).expect("items are a schema"),
            None => schema,
        };
        schema.insert("minimum".to_owned(), Value::Number(min.clone()));
        schema.insert("maximum".to_owned(), Value::Number(max.clone()));
    }
}

/// That field of a record, or of each variant that has it.
fn fields_called<'d>(definition: &'d mut Value, field: &str) -> Vec<&'d mut Map<String, Value>> {
    let records = match definition.get("oneOf") {
        Some(_) => definition["oneOf"].as_array_mut().into_iter().flatten().collect(),
        None => vec![definition],
    };
    records
        .into_iter()
        .filter_map(|record| record.get_mut("properties")?.get_mut(field)?.as_object_mut())
        .collect()
}
