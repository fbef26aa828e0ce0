//! The function lists what `find_slots` lists of one clinic with all doctors, and refuses what can't be read.

mod practice;

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, DictionaryArray, Int64Array, RecordBatch, StringArray, StringViewArray,
    TimestampMicrosecondArray, TimestampSecondArray, UInt32Array,
};
use datafusion::arrow::datatypes::{Int32Type, TimestampSecondType};
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;
use datafusion::prelude::{SessionConfig, SessionContext};
use frontdesk::{Clinic, ClinicSnapshot, ErrorCode, Instant, SlotQuery, from_json};
use frontdesk_datafusion::Slots;
use practice::{MONDAY, Practice, query, table};

/// A row of an answer.
type Row = (String, i64, i64, u32);

fn context(partitions: usize) -> SessionContext {
    SessionContext::new_with_config(SessionConfig::new().with_target_partitions(partitions))
}

/// Registers a table, cut into partitions of some batches.
fn register(context: &SessionContext, name: &str, batch: &RecordBatch, partitions: usize) {
    let rows = batch.num_rows().div_ceil(partitions).max(1);
    let parts = (0..partitions).map(|part| {
        let first = (part * rows).min(batch.num_rows());
        let part = batch.slice(first, rows.min(batch.num_rows() - first));
        let half = part.num_rows() / 2;
        vec![part.slice(0, half), part.slice(half, part.num_rows() - half)]
    });
    let table = MemTable::try_new(batch.schema(), parts.collect()).unwrap();
    context.register_table(name, Arc::new(table)).unwrap();
}

async fn rows(context: &SessionContext, sql: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for batch in context.sql(sql).await.unwrap().collect().await.unwrap() {
        let instants = |column: usize| batch.column(column).as_primitive::<TimestampSecondType>().clone();
        let doctors = batch.column(2).as_dictionary::<Int32Type>().clone();
        let doctors = doctors.downcast_dict::<StringArray>().unwrap();
        let seats: &UInt32Array = batch.column(3).as_primitive();
        let (starts, ends) = (instants(0), instants(1));
        rows.extend((0..batch.num_rows()).map(|row| {
            (
                doctors.into_iter().nth(row).unwrap().unwrap().to_owned(),
                starts.value(row),
                ends.value(row),
                seats.value(row),
            )
        }));
    }
    rows.sort();
    rows
}

/// What one clinic with everything lists.
fn expected(snapshot: ClinicSnapshot, query: &SlotQuery) -> Vec<Row> {
    let slots = Clinic::new(snapshot).unwrap().find_slots(query, Instant(MONDAY)).unwrap();
    let row = |slot: &frontdesk::Slot| {
        (slot.doctor_uid.to_string(), slot.start_date.0, slot.end_date.0, slot.seats_left)
    };
    let mut rows: Vec<Row> = slots.iter().map(row).collect();
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn it_lists_what_find_slots_lists() {
    for (seed, partitions, doctors_per_batch) in [(1, 1, 500), (2, 2, 7), (3, 4, 1), (4, 3, 1000)] {
        let practice = Practice::new(seed, 60);
        let context = context(partitions);
        for (name, batch) in practice.tables() {
            register(&context, name, &batch, partitions);
        }
        let function = Slots::new(practice.base())
            .doctors("doctors")
            .rules("rules")
            .exceptions("exceptions")
            .appointments("appointments")
            .doctors_per_batch(doctors_per_batch);
        context.register_udtf("slots", Arc::new(function));
        let query = query();
        let text = serde_json::to_string(&query).unwrap();
        let found = rows(&context, &format!("SELECT * FROM slots('{text}', {MONDAY})")).await;
        let expected = expected(practice.snapshot(), &query);
        assert!(expected.len() > 5_000, "{} slots", expected.len());
        assert_eq!(found, expected, "seed {seed}");
        // A plan that is asked again answers again.
        let again = format!("SELECT count(*) FROM slots('{text}', {MONDAY})");
        let frame = context.sql(&again).await.unwrap();
        for _ in 0..2 {
            let count = frame.clone().collect().await.unwrap();
            assert_eq!(
                count[0].column(0).as_primitive::<datafusion::arrow::datatypes::Int64Type>().value(0),
                expected.len() as i64
            );
        }
        // Slots are a table like any other.
        let of_one = format!(
            "SELECT start_date, end_date, doctor_uid, seats_left FROM slots('{text}', {MONDAY}) \
             WHERE doctor_uid = '{}'",
            expected[0].0
        );
        let of_first: Vec<Row> = expected.iter().filter(|row| row.0 == expected[0].0).cloned().collect();
        assert_eq!(rows(&context, &of_one).await, of_first);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn instants_and_texts_may_be_of_any_of_arrows_types() {
    let practice = Practice::new(5, 20);
    let query = query();
    let expected = expected(practice.snapshot(), &query);
    let plain = practice.table("appointments");
    let text = |name: &str| plain.column_by_name(name).unwrap().as_string::<i32>().clone();
    let number = |name: &str| {
        plain.column_by_name(name).unwrap().as_primitive::<datafusion::arrow::datatypes::Int64Type>().clone()
    };
    let starts = number("start_date");
    let words: DictionaryArray<Int32Type> = text("doctor_uid").iter().map(Option::unwrap).collect();
    let seconds = TimestampSecondArray::from_iter_values(starts.values().iter().copied());
    // What is less than a second is dropped.
    let micros = TimestampMicrosecondArray::from_iter_values(
        number("end_date").values().iter().map(|end| end * 1_000_000 + 999_999),
    );
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("uid", Arc::new(Int64Array::from_iter_values(0..plain.num_rows() as i64))),
        ("doctor_uid", Arc::new(words)),
        ("status", Arc::new(StringViewArray::from_iter(text("status").iter()))),
        ("start_date", Arc::new(seconds.with_timezone("Europe/Berlin"))),
        ("end_date", Arc::new(micros.with_timezone("UTC"))),
    ];
    let context = context(2);
    register(&context, "rules", &practice.table("rules"), 1);
    register(&context, "exceptions", &practice.table("exceptions"), 1);
    register(&context, "doctors", &practice.table("doctors"), 1);
    register(&context, "booked", &RecordBatch::try_from_iter(columns).unwrap(), 2);
    let function = Slots::new(practice.base())
        .doctors("doctors")
        .rules("rules")
        .exceptions("exceptions")
        .appointments("booked");
    context.register_udtf("slots", Arc::new(function));
    let text = serde_json::to_string(&query).unwrap();
    assert_eq!(rows(&context, &format!("SELECT * FROM slots('{text}', {MONDAY})")).await, expected);
}

/// What the engine says of a table of rules and one of appointments.
async fn refused(rules: RecordBatch, booked: RecordBatch, query: &str) -> frontdesk::Error {
    let context = context(2);
    register(&context, "rules", &rules, 1);
    register(&context, "booked", &booked, 1);
    let base = from_json(
        r#"{ "appointment_types": [{ "uid": "visit", "duration_minutes": 30 }, { "uid": "scarce",
            "duration_minutes": 30, "limits": [{ "per": "day", "appointments": 1, "scope": "clinic" }] }] }"#,
    );
    context.register_udtf("slots", Arc::new(Slots::new(base.unwrap()).rules("rules").appointments("booked")));
    let asked = match context.sql(&format!("SELECT * FROM slots('{query}', {MONDAY})")).await {
        Ok(frame) => frame.collect().await.map(drop),
        Err(error) => Err(error),
    };
    engines(asked.unwrap_err())
}

/// The engine's own error, which DataFusion may have wrapped for those who share it.
fn engines(error: DataFusionError) -> frontdesk::Error {
    match error {
        DataFusionError::External(error) => {
            *error.downcast::<frontdesk::Error>().expect("the engine's error")
        }
        other => panic!("{other}"),
    }
}

const ASKED: &str = r#"{"appointment_type_uid": "visit", "from": 1774220400, "to": 1774825200}"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_a_cell_is_said_with_its_row() {
    let rules = || {
        table(
            &[("doctor_uid", &["ada", "ben"])],
            &[("weekday", &[0, 1]), ("start_time", &[480; 2]), ("end_time", &[720; 2])],
        )
    };
    let texts: &[(&str, &[&str])] = &[("uid", &["a", "b"]), ("doctor_uid", &["ada", "ben"])];
    let booked = |start: i64, end: i64| {
        table(texts, &[("start_date", &[MONDAY, start]), ("end_date", &[MONDAY + 60, end])])
    };
    let good = || booked(MONDAY, MONDAY + 60);
    let word = |name: &str, words: &[&str]| {
        let mut columns: Vec<(String, ArrayRef)> = good()
            .schema()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .zip(good().columns().to_vec())
            .collect();
        let array: ArrayRef =
            Arc::new(StringArray::from_iter(words.iter().map(|word| (!word.is_empty()).then_some(*word))));
        match columns.iter_mut().find(|(other, _)| other == name) {
            Some((_, column)) => *column = array,
            None => columns.push((name.to_owned(), array)),
        }
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
            .unwrap()
    };
    let cases: Vec<(RecordBatch, RecordBatch, &str, &str)> = vec![
        (rules(), booked(MONDAY + 60, MONDAY), "empty_interval", "appointments[1].end_date"),
        (rules(), booked(-1, MONDAY), "out_of_range", "appointments[1].start_date"),
        (rules(), word("doctor_uid", &["ada", "nobody"]), "not_found", "appointments[1].doctor_uid"),
        (rules(), word("doctor_uid", &["ada", ""]), "missing_field", "appointments[1].doctor_uid"),
        (rules(), word("uid", &["a", "a"]), "duplicate", "appointments[1].uid"),
        (rules(), word("uid", &["a", ""]), "missing_field", "appointments[1].uid"),
        (rules(), word("status", &["confirmed", "lost"]), "unknown_value", "appointments[1].status"),
        (rules(), word("start_date", &["soon", "later"]), "wrong_type", "appointments[0].start_date"),
        (rules(), word("colour", &["", "red"]), "unknown_field", "appointments[1].colour"),
        (rules(), good().project(&[0, 2, 3]).unwrap(), "missing_field", "appointments[0].doctor_uid"),
        (rules(), good().project(&[0, 1, 2]).unwrap(), "missing_field", "appointments[0].end_date"),
        (
            table(
                &[("doctor_uid", &["ada", "ben"])],
                &[("weekday", &[0, 7]), ("start_time", &[480; 2]), ("end_time", &[720; 2])],
            ),
            good(),
            "out_of_range",
            "rules[1].weekday",
        ),
        (
            table(
                &[("doctor_uid", &["ada", "ben"]), ("weekday", &["Mon", "Tue"])],
                &[("start_time", &[480; 2]), ("end_time", &[720; 2])],
            ),
            good(),
            "wrong_type",
            "rules[0].weekday",
        ),
    ];
    for (rules, booked, code, path) in cases {
        let error = refused(rules, booked, ASKED).await;
        let wire = serde_json::to_value(&error).unwrap();
        assert_eq!((wire["code"].as_str(), error.path.as_str()), (Some(code), path), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_about_one_doctor_is_refused() {
    let rules = || {
        table(&[("doctor_uid", &["ada"])], &[("weekday", &[0]), ("start_time", &[480]), ("end_time", &[720])])
    };
    let booked =
        || table(&[("doctor_uid", &["ada"])], &[("start_date", &[MONDAY]), ("end_date", &[MONDAY + 60])]);
    for (more, path) in [
        (r#""limit": 3"#, "query.limit"),
        (r#""patient_uid": "p""#, "query.patient_uid"),
        (r#""doctor_uids": ["ada"]"#, "query.doctor_uids"),
        (r#""exclude_appointment_uid": "a""#, "query.exclude_appointment_uid"),
        (r#""appointment_type_uid": "scarce""#, "query.appointment_type_uid"),
    ] {
        let kind = if path.ends_with("type_uid") { "" } else { r#""appointment_type_uid": "visit", "# };
        let query = format!(r#"{{{kind}"from": 1774220400, "to": 1774825200, {more}}}"#);
        let error = refused(rules(), booked(), &query).await;
        assert!(matches!(error.code, ErrorCode::Conflict { .. }), "{error}");
        assert_eq!(error.path, path);
    }
    let error = refused(rules(), booked(), r#"{"appointment_type_uid": "visit", "from": "soon"}"#).await;
    assert_eq!(error.path, "query.from");
    let error = refused(rules(), booked(), r#"{"appointment_type_uid": "other", "from": 1, "to": 2}"#).await;
    assert_eq!(error.path, "appointment_type_uid");
}

#[tokio::test]
async fn it_is_called_with_a_text_and_a_number() {
    let context = context(1);
    context.register_udtf("slots", Arc::new(Slots::new(ClinicSnapshot::default()).rules("nowhere")));
    for call in ["slots()", "slots('{}')", "slots(1, 2)", "slots('{}', 'now')", "slots('{}', 1, 2)"] {
        let refused = context.sql(&format!("SELECT * FROM {call}")).await;
        assert!(refused.is_err(), "{call}");
    }
    let frame = context.sql(&format!("SELECT * FROM slots('{ASKED}', 1)")).await.unwrap();
    let missing = frame.collect().await.unwrap_err().to_string();
    assert!(missing.contains("there is no table") && missing.contains("nowhere"), "{missing}");
}
