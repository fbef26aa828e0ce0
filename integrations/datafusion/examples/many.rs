//! Slots of very many doctors: `cargo run --release --example many -- 100000`. Each has hours from Monday to
//! Friday and four bookings a day, whose slots of four weeks are listed on one core and on two. The rows are
//! those of the slot tables of clinics with the same doctors, which is asserted.

use std::sync::Arc;
use std::time::Instant as Clock;

use cpu_time::ProcessTime;
use datafusion::arrow::array::{ArrayRef, AsArray, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{Int32Type, TimestampSecondType};
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use datafusion::prelude::{SessionConfig, SessionContext};
use frontdesk::{Appointment, Clinic, Doctor, Instant, SlotBuffer, SlotQuery, from_json};
use frontdesk_datafusion::Slots;
use futures::StreamExt;

/// 2026-03-23T00:00 in Berlin.
const MONDAY: i64 = 1_774_220_400;
const BASE: &str = r#"{ "timezone": "Europe/Berlin",
    "appointment_types": [{ "uid": "visit", "duration_minutes": 30, "booking_min_notice_minutes": 240 }] }"#;

fn uid(doctor: i64) -> String {
    format!("doc-{doctor:06}")
}

/// The starts of a doctor's bookings. Every doctor has others.
fn bookings(doctor: i64) -> impl Iterator<Item = i64> {
    let minutes = doctor % 12 * 5;
    (0..80).map(move |visit| {
        let day = visit / 20 * 7 + visit / 4 % 5;
        MONDAY + day * 86_400 + (8 + visit % 4 * 2) * 3_600 + minutes * 60
    })
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch> {
    Ok(RecordBatch::try_from_iter(columns)?)
}

fn numbers(numbers: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(numbers))
}

/// Tables of rules and of appointments, in batches of a thousand doctors.
fn tables(doctors: i64) -> Result<(Vec<RecordBatch>, Vec<RecordBatch>)> {
    let (mut rules, mut booked) = (Vec::new(), Vec::new());
    for first in (0..doctors).step_by(1_000) {
        let these = || first..doctors.min(first + 1_000);
        let of_rules = || these().flat_map(|doctor| (0..5).map(move |day| (doctor, day)));
        rules.push(batch(vec![
            (
                "doctor_uid",
                Arc::new(StringArray::from_iter_values(of_rules().map(|(doctor, _)| uid(doctor)))),
            ),
            ("weekday", numbers(of_rules().map(|(_, day)| day))),
            ("start_time", numbers(of_rules().map(|_| 480))),
            ("end_time", numbers(of_rules().map(|_| 1_020))),
            ("buffer_minutes", numbers(of_rules().map(|_| 10))),
        ])?);
        let of_bookings = || these().flat_map(|doctor| bookings(doctor).map(move |start| (doctor, start)));
        booked.push(batch(vec![
            (
                "doctor_uid",
                Arc::new(StringArray::from_iter_values(of_bookings().map(|(doctor, _)| uid(doctor)))),
            ),
            ("start_date", numbers(of_bookings().map(|(_, start)| start))),
            ("end_date", numbers(of_bookings().map(|(_, start)| start + 1_800))),
        ])?);
    }
    Ok((rules, booked))
}

/// How many slots there are, and a sum that hangs on each start with its doctor.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    slots: usize,
    sum: u64,
}

impl Sum {
    fn add(&mut self, doctor: &str, start: i64, end: i64) {
        let number: u64 = doctor.trim_start_matches("doc-").parse().unwrap_or(u64::MAX);
        let row =
            (start as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xff51_afd7_ed55_8ccd);
        self.slots += 1;
        self.sum = self.sum.wrapping_add((row ^ (row >> 29)).wrapping_mul(end as u64));
    }
}

/// The same from slot tables of clinics that are made of the model's types.
fn by_slot_table(doctors: i64, query: &SlotQuery) -> frontdesk::Result<Sum> {
    let rules = (0..5).map(|day| {
        format!(
            r#"{{ "uid": "rule-{day}", "weekday": {day}, "start_time": 480, "end_time": 1020,
                "buffer_minutes": 10 }}"#
        )
    });
    let doctor =
        format!(r#"{{ "uid": "-", "availability_rules": [{}] }}"#, rules.collect::<Vec<_>>().join(","));
    let doctor: Doctor = from_json(&doctor)?;
    let booked: Appointment = from_json(
        r#"{ "uid": "-", "status": "confirmed", "doctor_uid": "-", "start_date": 0, "end_date": 1 }"#,
    )?;
    let (mut sum, mut buffer) = (Sum::default(), SlotBuffer::new());
    for first in (0..doctors).step_by(500) {
        let mut snapshot: frontdesk::ClinicSnapshot = from_json(BASE)?;
        for number in first..doctors.min(first + 500) {
            snapshot.doctors.push(Doctor { uid: uid(number).into(), ..doctor.clone() });
            snapshot.appointments.extend(bookings(number).enumerate().map(|(visit, start)| Appointment {
                uid: format!("{number}-{visit}").into(),
                doctor_uid: uid(number).into(),
                start_date: Instant(start),
                end_date: Instant(start + 1_800),
                ..booked.clone()
            }));
        }
        let clinic = Clinic::new(snapshot)?;
        clinic.find_slots_by_doctor_into(query, Instant(MONDAY), &mut buffer)?;
        let uids: Vec<_> = clinic.doctor_uids().collect();
        for slot in buffer.slots() {
            let end = slot.start_date + buffer.duration_seconds_of(slot);
            sum.add(uids[slot.doctor as usize], slot.start_date, end);
        }
    }
    Ok(sum)
}

/// Lists the slots in so many partitions, and says how long that took.
async fn listed(tables: &(Vec<RecordBatch>, Vec<RecordBatch>), query: &str, cores: usize) -> Result<Sum> {
    let context = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(cores));
    for (name, batches) in [("rules", &tables.0), ("appointments", &tables.1)] {
        let table = MemTable::try_new(batches[0].schema(), vec![batches.clone()])?;
        context.register_table(name, Arc::new(table))?;
    }
    let base = from_json(BASE).expect("it is a clinic");
    context.register_udtf("slots", Arc::new(Slots::new(base).rules("rules").appointments("appointments")));
    let frame = context.sql(&format!("SELECT * FROM slots('{query}', {MONDAY})")).await?;
    let (began, cpu) = (Clock::now(), ProcessTime::now());
    let mut tasks = Vec::new();
    for mut stream in frame.execute_stream_partitioned().await? {
        tasks.push(tokio::spawn(async move {
            let mut batches = Vec::new();
            while let Some(batch) = stream.next().await {
                batches.push(batch?);
            }
            Ok::<_, datafusion::error::DataFusionError>(batches)
        }));
    }
    let mut found = Vec::new();
    for task in tasks {
        found.extend(task.await.expect("no partition panics")?);
    }
    let (wall, cpu) = (began.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let mut sum = Sum::default();
    for batch in found {
        let (starts, ends) = (batch.column(0), batch.column(1));
        let (starts, ends) =
            (starts.as_primitive::<TimestampSecondType>(), ends.as_primitive::<TimestampSecondType>());
        let doctors = batch.column(2).as_dictionary::<Int32Type>();
        let uids = doctors.values().as_string::<i32>();
        for row in 0..batch.num_rows() {
            let doctor = uids.value(doctors.keys().value(row) as usize);
            sum.add(doctor, starts.value(row), ends.value(row));
        }
    }
    println!("{cores} partitions: {wall:.2} s, {cpu:.2} s of processor time, {} slots", sum.slots);
    Ok(sum)
}

fn main() -> Result<()> {
    let doctors: i64 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let query =
        format!(r#"{{"appointment_type_uid": "visit", "from": {MONDAY}, "to": {}}}"#, MONDAY + 28 * 86_400);
    let expected =
        by_slot_table(doctors, &from_json(&query).expect("it is a query")).expect("it is a clinic");
    let tables = tables(doctors)?;
    println!("{doctors} doctors, {} bookings", tables.1.iter().map(RecordBatch::num_rows).sum::<usize>());
    for cores in [1, 2, 1, 2] {
        let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(cores).build()?;
        let found = threads.block_on(listed(&tables, &query, cores))?;
        assert_eq!(found, expected, "the slot tables have other rows");
    }
    Ok(())
}
