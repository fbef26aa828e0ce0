//! What can't be read, and where it stands: the table, the row and the field.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampSecondArray};
use datafusion::error::DataFusionError;
use frontdesk::{ClinicSnapshot, ErrorCode, from_json};
use frontdesk_datafusion::Slots;
use serde_json::{Value, json};

use crate::practice::{MONDAY, Practice, function, query, table};
use crate::{asked, context, register};

const ASKED: &str = r#"{"appointment_type_uid": "visit", "from": 1774220400, "to": 1774825200}"#;

fn base() -> ClinicSnapshot {
    from_json(
        r#"{ "appointment_types": [{ "uid": "visit", "duration_minutes": 30 }, { "uid": "scarce",
            "duration_minutes": 30, "limits": [{ "per": "day", "appointments": 1, "scope": "clinic" }] }] }"#,
    )
    .unwrap()
}

/// Two rules and two appointments, with some columns in the place of theirs; null is for a column that is not
/// there.
fn with(table: &Value, others: &Value) -> Value {
    let mut table = table.clone();
    for (name, cells) in others.as_object().unwrap() {
        let columns = table.as_object_mut().unwrap();
        match cells {
            Value::Null => drop(columns.remove(name)),
            _ => drop(columns.insert(name.clone(), cells.clone())),
        }
    }
    table
}

fn rules() -> Value {
    let days = [0, 1];
    json!({ "doctor_uid": ["ada", "ben"], "weekday": days, "start_time": [480, 480], "end_time": [720, 720] })
}

fn booked() -> Value {
    json!({ "uid": ["a", "b"], "doctor_uid": ["ada", "ben"], "start_date": [MONDAY, MONDAY],
        "end_date": [MONDAY + 60, MONDAY + 60] })
}

/// What the engine says of a table of rules and one of appointments.
async fn refused(rules: &RecordBatch, booked: &RecordBatch, query: &str) -> frontdesk::Error {
    let context = context(2);
    register(&context, "rules", rules, 1);
    register(&context, "booked", booked, 1);
    let function = Slots::new(base()).rules("rules").appointments("booked");
    context.register_udtf("slots", Arc::new(function));
    engines(&asked(&context, query).await.unwrap_err())
}

/// The engine's own error.
fn engines(error: &DataFusionError) -> frontdesk::Error {
    match error.find_root() {
        DataFusionError::External(error) => {
            error.downcast_ref::<frontdesk::Error>().expect("the engine's error").clone()
        }
        other => panic!("{other}"),
    }
}

fn code(error: &frontdesk::Error) -> String {
    serde_json::to_value(error).unwrap()["code"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_a_cell_is_said_with_its_row() {
    let in_booked = [
        (json!({ "end_date": [MONDAY + 60, MONDAY] }), "empty_interval", "[1].end_date"),
        (json!({ "start_date": [MONDAY, -1] }), "out_of_range", "[1].start_date"),
        (json!({ "start_date": [null, MONDAY] }), "missing_field", "[0].start_date"),
        (json!({ "start_date": ["soon", "later"] }), "wrong_type", "[0].start_date"),
        (json!({ "start_date": null }), "missing_field", "[0].start_date"),
        (json!({ "end_date": [MONDAY + 60, null] }), "missing_field", "[1].end_date"),
        (json!({ "end_date": null }), "missing_field", "[0].end_date"),
        (json!({ "doctor_uid": ["ada", "nobody"] }), "not_found", "[1].doctor_uid"),
        (json!({ "doctor_uid": ["ada", ""] }), "missing_field", "[1].doctor_uid"),
        (json!({ "doctor_uid": ["ada", null] }), "missing_field", "[1].doctor_uid"),
        (json!({ "doctor_uid": null }), "missing_field", "[0].doctor_uid"),
        (json!({ "uid": ["a", "a"] }), "duplicate", "[1].uid"),
        (json!({ "uid": ["a", null] }), "missing_field", "[1].uid"),
        (json!({ "status": ["confirmed", "lost"] }), "unknown_value", "[1].status"),
        (json!({ "colour": [null, "red"] }), "unknown_field", "[1].colour"),
    ];
    for (others, expected, path) in in_booked {
        let error = refused(&table(&rules()), &table(&with(&booked(), &others)), ASKED).await;
        assert_eq!(
            (code(&error).as_str(), error.path),
            (expected, format!("appointments{path}")),
            "{others}"
        );
    }
    let in_rules = [
        (json!({ "weekday": [0, 7] }), "out_of_range", "[1].weekday"),
        (json!({ "weekday": ["Mon", "Tue"] }), "wrong_type", "[0].weekday"),
        (json!({ "weekday": [0, null] }), "missing_field", "[1].weekday"),
        (json!({ "weekday": null }), "missing_field", "[0].weekday"),
        (json!({ "end_time": [720, 470] }), "empty_interval", "[1].end_time"),
        (json!({ "doctor_uid": [null, "ben"] }), "missing_field", "[0].doctor_uid"),
        (json!({ "doctor_uid": null }), "missing_field", "[0].doctor_uid"),
    ];
    for (others, expected, path) in in_rules {
        let error = refused(&table(&with(&rules(), &others)), &table(&booked()), ASKED).await;
        assert_eq!((code(&error).as_str(), error.path), (expected, format!("rules{path}")), "{others}");
    }
}

/// A time without a zone is on some clock, and no instant.
#[tokio::test(flavor = "multi_thread")]
async fn a_time_without_a_zone_is_refused() {
    let column = |times: TimestampSecondArray| Arc::new(times) as ArrayRef;
    let times = |cells: [i64; 2]| TimestampSecondArray::from_iter_values(cells);
    let of = |start: ArrayRef| {
        RecordBatch::try_from_iter([
            ("doctor_uid", Arc::new(StringArray::from_iter_values(["ada", "ben"])) as ArrayRef),
            ("start_date", start),
            ("end_date", Arc::new(Int64Array::from_iter_values([MONDAY + 60; 2]))),
        ])
        .unwrap()
    };
    let error = refused(&table(&rules()), &of(column(times([MONDAY; 2]))), ASKED).await;
    assert_eq!((code(&error).as_str(), error.path.as_str()), ("wrong_type", "appointments[0].start_date"));
    assert!(error.to_string().contains("Timestamp"), "{error}");
}

/// Rows are counted through all partitions and batches, whichever partition finds the fault.
#[tokio::test(flavor = "multi_thread")]
async fn rows_are_counted_in_the_whole_table() {
    let practice = Practice::new(10, 60);
    for (partitions, doctors_per_batch) in [(1, 500), (4, 3), (3, 1)] {
        let context = context(partitions);
        let mut fault = 0;
        for (name, batch) in practice.tables() {
            if name != "appointments" {
                register(&context, name, &batch, partitions);
                continue;
            }
            // The last row but two ends before it starts.
            fault = batch.num_rows() - 3;
            let place = batch.schema().index_of("end_date").unwrap();
            let mut columns = batch.columns().to_vec();
            let ends = columns[place].as_any().downcast_ref::<Int64Array>().unwrap();
            let cells = ends.values().iter().enumerate();
            columns[place] = Arc::new(Int64Array::from_iter_values(
                cells.map(|(row, end)| if row == fault { 1 } else { *end }),
            ));
            let wrong = RecordBatch::try_new(batch.schema(), columns).unwrap();
            register(&context, name, &wrong, partitions);
        }
        context
            .register_udtf("slots", Arc::new(function(practice.base()).doctors_per_batch(doctors_per_batch)));
        let text = serde_json::to_string(&query()).unwrap();
        let error = engines(&asked(&context, &text).await.unwrap_err());
        assert_eq!(error.path, format!("appointments[{fault}].end_date"), "{partitions} partitions");
        // Operators that share an error among their partitions wrap it.
        let each = format!("SELECT doctor_uid, count(*) FROM slots('{text}', {MONDAY}) GROUP BY doctor_uid");
        let error = context.sql(&each).await.unwrap().collect().await.unwrap_err();
        assert_eq!(engines(&error).path, format!("appointments[{fault}].end_date"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_about_one_doctor_is_refused() {
    for (more, path) in [
        (r#""limit": 3"#, "query.limit"),
        (r#""patient_uid": "p""#, "query.patient_uid"),
        (r#""doctor_uids": ["ada"]"#, "query.doctor_uids"),
        (r#""exclude_appointment_uid": "a""#, "query.exclude_appointment_uid"),
        (r#""appointment_type_uid": "scarce""#, "query.appointment_type_uid"),
    ] {
        let kind = if path.ends_with("type_uid") { "" } else { r#""appointment_type_uid": "visit", "# };
        let query = format!(r#"{{{kind}"from": 1774220400, "to": 1774825200, {more}}}"#);
        let error = refused(&table(&rules()), &table(&booked()), &query).await;
        assert!(matches!(error.code, ErrorCode::Conflict { .. }), "{error}");
        assert_eq!(error.path, path);
    }
    for (query, path) in [
        (r#"{"appointment_type_uid": "visit", "from": "soon"}"#, "query.from"),
        (r#"{"appointment_type_uid": "visit", "from": 1}"#, "query.to"),
        (r#"{"appointment_type_uid": "other", "from": 1, "to": 2}"#, "query.appointment_type_uid"),
        (r#"{"appointment_type_uid": "visit", "from": 2, "to": 1}"#, "query.to"),
        (r#"{"appointment_type_uid": "#, "query"),
    ] {
        let error = refused(&table(&rules()), &table(&booked()), query).await;
        assert_eq!(error.path, path, "{error}");
    }
}

#[tokio::test]
async fn it_is_called_with_a_text_and_a_number() {
    let context = context(1);
    context.register_udtf("slots", Arc::new(Slots::new(ClinicSnapshot::default()).rules("nowhere")));
    for call in ["slots()", "slots('{}')", "slots(1, 2)", "slots('{}', 'now')", "slots('{}', 1, 2)"] {
        let refused = context.sql(&format!("SELECT * FROM {call}")).await;
        assert!(refused.is_err(), "{call}");
    }
    let missing = asked(&context, ASKED).await.unwrap_err().to_string();
    assert!(missing.contains("there is no table") && missing.contains("nowhere"), "{missing}");
}
