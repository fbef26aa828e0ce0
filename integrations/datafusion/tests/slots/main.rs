//! The function lists what `find_slots` lists of one clinic with all doctors, and refuses what can't be read.

mod practice;
mod refused;
mod same;

use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{Int32Type, TimestampSecondType, UInt32Type};
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use datafusion::prelude::{SessionConfig, SessionContext};
use frontdesk::{Clinic, ClinicSnapshot, Instant, SlotQuery};
use practice::MONDAY;

/// A row of an answer: doctor, start, end, seats, location.
type Row = (String, i64, i64, u32, Option<String>);

fn context(partitions: usize) -> SessionContext {
    SessionContext::new_with_config(SessionConfig::new().with_target_partitions(partitions))
}

/// Registers a table, cut into partitions of two batches: anywhere, so also among the rows of a doctor.
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

/// Whatever comes of a call with a query that is JSON text.
async fn asked(context: &SessionContext, query: &str) -> Result<Vec<RecordBatch>> {
    context.sql(&format!("SELECT * FROM slots('{query}', {MONDAY})")).await?.collect().await
}

/// The rows of an answer, in order.
async fn listed(context: &SessionContext, query: &SlotQuery) -> Vec<Row> {
    rows(&asked(context, &serde_json::to_string(query).unwrap()).await.unwrap())
}

fn rows(batches: &[RecordBatch]) -> Vec<Row> {
    let mut rows = Vec::new();
    for batch in batches {
        let instants = |column: usize| batch.column(column).as_primitive::<TimestampSecondType>();
        let words = |column: usize| {
            let words = batch.column(column).as_dictionary::<Int32Type>();
            words.downcast_dict::<StringArray>().unwrap()
        };
        let (starts, ends, seats) = (instants(0), instants(1), batch.column(3).as_primitive::<UInt32Type>());
        let places: Vec<Option<String>> = match batch.num_columns() {
            5 => words(4).into_iter().map(|place| place.map(str::to_owned)).collect(),
            _ => vec![None; batch.num_rows()],
        };
        rows.extend(words(2).into_iter().zip(places).enumerate().map(|(row, (doctor, place))| {
            (doctor.unwrap().to_owned(), starts.value(row), ends.value(row), seats.value(row), place)
        }));
    }
    rows.sort();
    rows
}

/// What one clinic with everything lists.
fn expected(snapshot: ClinicSnapshot, query: &SlotQuery) -> Vec<Row> {
    let slots = Clinic::new(snapshot).unwrap().find_slots(query, Instant(MONDAY)).unwrap();
    let row = |slot: &frontdesk::Slot| {
        let place = slot.location_uid.as_ref().map(ToString::to_string);
        (slot.doctor_uid.to_string(), slot.start_date.0, slot.end_date.0, slot.seats_left, place)
    };
    let mut rows: Vec<Row> = slots.iter().map(row).collect();
    rows.sort();
    rows
}
