//! Slots of very many doctors: `cargo run --release --example many -- 100000`, and with `parquet` behind it
//! out of files. Each doctor has hours from Monday to Friday and four bookings a day; the slots of four
//! weeks are listed in one thread and in two. The rows are those of the slot tables of clinics with the same
//! doctors, which is asserted.

use std::collections::HashMap;
use std::ffi::OsString;
use std::sync::Arc;
use std::time::Instant as Clock;

use cpu_time::ProcessTime;
use datafusion::arrow::array::{ArrayRef, AsArray, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{Int32Type, TimestampSecondType};
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
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

fn uids(doctors: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(doctors.map(uid).collect::<Vec<String>>()))
}

fn numbers(numbers: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(numbers.collect::<Vec<i64>>()))
}

/// Tables of rules and of appointments, in batches of a thousand doctors.
fn tables(doctors: i64) -> Result<(Vec<RecordBatch>, Vec<RecordBatch>)> {
    let (mut rules, mut booked) = (Vec::new(), Vec::new());
    for first in (0..doctors).step_by(1_000) {
        let these = || first..doctors.min(first + 1_000);
        let of_rules = || these().flat_map(|doctor| (0..5).map(move |day| (doctor, day)));
        rules.push(batch(vec![
            ("doctor_uid", uids(of_rules().map(|(doctor, _)| doctor))),
            ("weekday", numbers(of_rules().map(|(_, day)| day))),
            ("start_time", numbers(of_rules().map(|_| 480))),
            ("end_time", numbers(of_rules().map(|_| 1_020))),
            ("buffer_minutes", numbers(of_rules().map(|_| 10))),
        ])?);
        let of_bookings = || these().flat_map(|doctor| bookings(doctor).map(move |start| (doctor, start)));
        booked.push(batch(vec![
            ("doctor_uid", uids(of_bookings().map(|(doctor, _)| doctor))),
            ("start_date", numbers(of_bookings().map(|(_, start)| start))),
            ("end_date", numbers(of_bookings().map(|(_, start)| start + 1_800))),
        ])?);
    }
    Ok((rules, booked))
}

/// How many slots there are, and a sum that hangs on each start and end with its doctor, in whichever order
/// they come.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    slots: usize,
    sum: u64,
}

impl Sum {
    fn add(&mut self, doctor: u64, start: i64, end: i64) {
        let row =
            (start as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ doctor.wrapping_mul(0xff51_afd7_ed55_8ccd);
        self.slots += 1;
        self.sum = self.sum.wrapping_add((row ^ (row >> 29)).wrapping_mul(end as u64));
    }

    fn add_batch(&mut self, batch: &RecordBatch) {
        let instants = |column: usize| batch.column(column).as_primitive::<TimestampSecondType>().values();
        let (starts, ends) = (instants(0), instants(1));
        let doctors = batch.column(2).as_dictionary::<Int32Type>();
        let numbers: Vec<u64> = doctors.values().as_string::<i32>().iter().flatten().map(number).collect();
        for ((key, start), end) in doctors.keys().values().iter().zip(starts).zip(ends) {
            self.add(numbers[*key as usize], *start, *end);
        }
    }

    fn and(self, other: &Self) -> Self {
        Self { slots: self.slots + other.slots, sum: self.sum.wrapping_add(other.sum) }
    }
}

/// The number of a doctor.
fn number(uid: &str) -> u64 {
    uid.trim_start_matches("doc-").parse().expect("uids are made above")
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
        let numbers: Vec<u64> = clinic.doctor_uids().map(|uid| number(uid)).collect();
        for slot in buffer.slots() {
            let end = slot.start_date + buffer.duration_seconds_of(slot);
            sum.add(numbers[slot.doctor as usize], slot.start_date, end);
        }
    }
    Ok(sum)
}

/// Where the tables are.
enum Held {
    Memory(Vec<(&'static str, Vec<RecordBatch>)>),
    Parquet(tempfile::TempDir),
}

impl Held {
    /// A context with the tables, whose plans have so many partitions.
    async fn context(&self, partitions: usize) -> Result<SessionContext> {
        let config = SessionConfig::new().with_target_partitions(partitions);
        let context = SessionContext::new_with_config(config);
        match self {
            Self::Memory(tables) => {
                for (name, batches) in tables {
                    let table = MemTable::try_new(batches[0].schema(), vec![batches.clone()])?;
                    context.register_table(*name, Arc::new(table))?;
                }
            }
            Self::Parquet(folder) => {
                for name in ["rules", "appointments"] {
                    let path = folder.path().join(name);
                    let path = path.to_str().expect("temporary folders have names that are text");
                    context.register_parquet(name, path, ParquetReadOptions::default()).await?;
                }
            }
        }
        let base = from_json(BASE).expect("it is a clinic");
        let function = Slots::new(base).rules("rules").appointments("appointments");
        context.register_udtf("slots", Arc::new(function));
        Ok(context)
    }

    /// The same tables as files.
    async fn written(self) -> Result<Self> {
        let (folder, context) = (tempfile::tempdir()?, self.context(1).await?);
        for name in ["rules", "appointments"] {
            let path = folder.path().join(name);
            let path = path.to_str().expect("temporary folders have names that are text");
            context.table(name).await?.write_parquet(path, DataFrameWriteOptions::new(), None).await?;
        }
        Ok(Self::Parquet(folder))
    }
}

/// Lists the slots in so many partitions, each in a task of its own that reads every row, and says how long
/// that took.
async fn listed(tables: &Held, query: &str, partitions: usize) -> Result<Sum> {
    let context = tables.context(partitions).await?;
    let frame = context.sql(&format!("SELECT * FROM slots('{query}', {MONDAY})")).await?;
    let (began, cpu, before) = (Clock::now(), ProcessTime::now(), threads());
    let mut tasks = Vec::new();
    for mut stream in frame.execute_stream_partitioned().await? {
        tasks.push(tokio::spawn(async move {
            let mut sum = Sum::default();
            while let Some(batch) = stream.next().await {
                sum.add_batch(&batch?);
            }
            Ok::<_, datafusion::error::DataFusionError>(sum)
        }));
    }
    let mut sum = Sum::default();
    for task in tasks {
        sum = sum.and(&task.await.expect("no partition panics")?);
    }
    let (wall, cpu) = (began.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let of_thread = |(id, time): (_, &f64)| time - before.get(id).unwrap_or(&0.0);
    let busiest = threads().iter().map(of_thread).fold(0.0, f64::max);
    println!(
        "{partitions} partitions: {wall:.2} s, {cpu:.2} s of processor time, {busiest:.2} s of them in the \
         busiest thread, {} slots",
        sum.slots
    );
    Ok(sum)
}

/// The processor time of each thread so far, where the system says so, in seconds. On cores that do nothing
/// else, the whole takes as long as the busiest one.
fn threads() -> HashMap<OsString, f64> {
    let entries = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let time = |entry: std::fs::DirEntry| {
        let told = std::fs::read_to_string(entry.path().join("schedstat")).ok()?;
        let nanoseconds: u64 = told.split_whitespace().next()?.parse().ok()?;
        Some((entry.file_name(), nanoseconds as f64 / 1e9))
    };
    entries.filter_map(time).collect()
}

/// The most memory that this process has had, in megabytes, where the system says so.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1_024)
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let doctors: i64 = arguments.next().map_or(2_000, |count| count.parse().expect("a number of doctors"));
    let is_parquet = arguments.next().is_some_and(|how| how == "parquet");
    let query =
        format!(r#"{{"appointment_type_uid": "visit", "from": {MONDAY}, "to": {}}}"#, MONDAY + 28 * 86_400);
    let expected =
        by_slot_table(doctors, &from_json(&query).expect("it is a query")).expect("it is a clinic");
    println!("slot tables of 500 doctors each: {} slots, {} MB at most", expected.slots, peak().unwrap_or(0));
    let (rules, booked) = tables(doctors)?;
    println!("{doctors} doctors, {} bookings", booked.iter().map(RecordBatch::num_rows).sum::<usize>());
    let runtime = |count| tokio::runtime::Builder::new_multi_thread().worker_threads(count).build();
    let mut tables = Held::Memory(vec![("rules", rules), ("appointments", booked)]);
    if is_parquet {
        tables = runtime(1)?.block_on(tables.written())?;
    }
    println!("tables: {} MB at most", peak().unwrap_or(0));
    for count in [1, 2, 1, 2] {
        let found = runtime(count)?.block_on(listed(&tables, &query, count))?;
        assert_eq!(found, expected, "the slot tables have other rows");
    }
    println!("{} MB at most", peak().unwrap_or(0));
    Ok(())
}
