//! The same rows, however the tables are cut and whatever holds them.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, AsArray, DictionaryArray, Int64Array, RecordBatch, StringViewArray, TimestampMicrosecondArray,
    TimestampSecondArray,
};
use datafusion::arrow::datatypes::{Int32Type, Int64Type};
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use frontdesk::ClinicSnapshot;
use frontdesk_datafusion::Slots;
use futures::StreamExt;
use serde_json::json;

use crate::practice::{MONDAY, Practice, function, query, table};
use crate::{Row, asked, context, expected, listed, register, rows};

/// A context with the tables of a practice.
fn with_tables(practice: &Practice, partitions: usize) -> SessionContext {
    let context = context(partitions);
    for (name, batch) in practice.tables() {
        register(&context, name, &batch, partitions);
    }
    context.register_udtf("slots", Arc::new(function(practice.base())));
    context
}

async fn count(context: &SessionContext, sql: &str) -> i64 {
    let found = context.sql(sql).await.unwrap().collect().await.unwrap();
    found[0].column(0).as_primitive::<Int64Type>().value(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_lists_what_find_slots_lists() {
    let query = query();
    for (seed, partitions, doctors_per_batch) in
        [(1, 1, 500), (2, 2, 7), (3, 4, 1), (4, 3, 100_000), (5, 9, 100)]
    {
        let practice = Practice::new(seed, 300);
        let context = with_tables(&practice, partitions);
        let function = function(practice.base()).doctors_per_batch(doctors_per_batch);
        context.register_udtf("slots", Arc::new(function));
        let expected = expected(practice.snapshot(), &query);
        assert!(expected.len() > 15_000, "{} slots", expected.len());
        assert!(expected.iter().any(|row| row.4.is_some()) && expected.iter().any(|row| row.4.is_none()));
        assert!(listed(&context, &query).await == expected, "seed {seed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_partition_has_its_share_whichever_is_read_first() {
    let (practice, query) = (Practice::new(6, 300), query());
    let context = with_tables(&practice, 3);
    context.register_udtf("slots", Arc::new(function(practice.base()).doctors_per_batch(20)));
    let text = serde_json::to_string(&query).unwrap();
    let frame = context.sql(&format!("SELECT * FROM slots('{text}', {MONDAY})")).await.unwrap();
    let mut parts = Vec::new();
    for mut stream in frame.execute_stream_partitioned().await.unwrap().into_iter().rev() {
        let mut batches = Vec::new();
        while let Some(batch) = stream.next().await {
            batches.push(batch.unwrap());
        }
        // Fifteen batches of doctors are five for each.
        assert_eq!(batches.len(), 5);
        parts.extend(batches);
    }
    assert_eq!(parts.len(), 15);
    assert!(rows(&parts) == expected(practice.snapshot(), &query));
}

#[tokio::test(flavor = "multi_thread")]
async fn slots_are_a_table_like_any_other() {
    let (practice, query) = (Practice::new(7, 60), query());
    let context = with_tables(&practice, 2);
    let expected = expected(practice.snapshot(), &query);
    let slots = format!("slots('{}', {MONDAY})", serde_json::to_string(&query).unwrap());
    // A plan that is asked again answers again.
    let frame = context.sql(&format!("SELECT * FROM {slots}")).await.unwrap();
    for _ in 0..2 {
        assert!(rows(&frame.clone().collect().await.unwrap()) == expected);
    }
    assert_eq!(count(&context, &format!("SELECT count(*) FROM {slots}")).await, expected.len() as i64);
    let whom = &expected[0].0;
    let of_one = format!("SELECT * FROM {slots} WHERE doctor_uid = '{whom}'");
    let of_one = context.sql(&of_one).await.unwrap().collect().await.unwrap();
    let theirs: Vec<Row> = expected.iter().filter(|row| row.0 == *whom).cloned().collect();
    assert_eq!(rows(&of_one), theirs);
    // With what is known of a doctor, and no more than was asked for.
    let joined = format!(
        "SELECT count(*) FROM {slots} AS slot JOIN doctors ON slot.doctor_uid = doctors.uid \
         WHERE doctors.uid = '{whom}'"
    );
    assert_eq!(count(&context, &joined).await, theirs.len() as i64);
    let three = format!("SELECT count(*) FROM (SELECT seats_left FROM {slots} LIMIT 3)");
    assert_eq!(count(&context, &three).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_may_be_parquet_or_views() {
    let (practice, query) = (Practice::new(8, 60), query());
    let (context, folder) = (with_tables(&practice, 2), tempfile::tempdir().unwrap());
    for (name, _) in practice.tables() {
        let path = folder.path().join(format!("{name}.parquet"));
        let path = path.to_str().unwrap();
        let written = context.table(name).await.unwrap();
        written.write_parquet(path, DataFrameWriteOptions::new(), None).await.unwrap();
        context.deregister_table(name).unwrap();
        if name != "appointments" {
            context.register_parquet(name, path, ParquetReadOptions::default()).await.unwrap();
            continue;
        }
        // A practice has columns of its own, and bookings that are nobody's here.
        context.register_parquet("visits", path, ParquetReadOptions::default()).await.unwrap();
        let view = "CREATE VIEW appointments AS SELECT uid, doctor_uid, status, \
                    to_timestamp_seconds(start_date) AT TIME ZONE 'UTC' AS start_date, \
                    (end_date - start_date) / 60 AS duration_minutes FROM visits WHERE status <> 'lost'";
        context.sql(view).await.unwrap().collect().await.unwrap();
    }
    assert!(listed(&context, &query).await == expected(practice.snapshot(), &query));
}

#[tokio::test(flavor = "multi_thread")]
async fn instants_and_texts_may_be_of_any_of_arrows_types() {
    let (practice, query) = (Practice::new(5, 20), query());
    let context = with_tables(&practice, 2);
    let [.., (_, plain)] = practice.tables();
    let text = |name: &str| plain.column_by_name(name).unwrap().as_string::<i32>().clone();
    let number = |name: &str| plain.column_by_name(name).unwrap().as_primitive::<Int64Type>().clone();
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
    register(&context, "booked", &RecordBatch::try_from_iter(columns).unwrap(), 2);
    context.register_udtf("slots", Arc::new(function(practice.base()).appointments("booked")));
    assert_eq!(listed(&context, &query).await, expected(practice.snapshot(), &query));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_rows_or_rules_there_are_no_slots() {
    let (practice, query) = (Practice::new(9, 20), query());
    // Who is closed has to be there.
    let base = ClinicSnapshot { closures: Vec::new(), ..practice.base() };
    // Tables of no rows, in empty batches or in none; nobody is there.
    for partitions in [1, 3] {
        let context = context(partitions);
        for (name, batch) in practice.tables() {
            register(&context, name, &batch.slice(0, 0), partitions);
        }
        context.register_udtf("slots", Arc::new(function(base.clone())));
        assert_eq!(listed(&context, &query).await, []);
    }
    let none = context(2);
    none.register_udtf("slots", Arc::new(Slots::new(base.clone())));
    assert_eq!(listed(&none, &query).await, []);
    // Doctors without rules have none, beside one who has some.
    let context = context(2);
    register(&context, "doctors", &table(&json!({ "uid": ["ada", "ben", "cem"] })), 1);
    let of_ben = json!({ "doctor_uid": ["ben"], "weekday": [0], "start_time": [480], "end_time": [600] });
    register(&context, "rules", &table(&of_ben), 1);
    let booked = json!({ "doctor_uid": ["ada"], "start_date": [MONDAY], "end_date": [MONDAY + 60] });
    register(&context, "booked", &table(&booked), 1);
    let function = Slots::new(base.clone()).doctors("doctors").rules("rules").appointments("booked");
    context.register_udtf("slots", Arc::new(function.doctors_per_batch(1)));
    let found = listed(&context, &query).await;
    assert_eq!((found.len(), found.iter().all(|row| row.0 == "ben")), (16, true));
    // Rows without slots still have their columns.
    let batches = asked(&none, &serde_json::to_string(&query).unwrap()).await.unwrap();
    assert!(batches.iter().all(|batch| batch.num_columns() == 5));
}
