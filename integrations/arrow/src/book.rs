//! Tables of any number of doctors, and what is asked of them batch by batch.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::RecordBatch;
use frontdesk::{
    Appointment, AvailabilityException, AvailabilityRule, Clinic, ClinicSnapshot, CountedOver, Doctor, Error,
    ErrorCode, Fault, Instant, Result, SlotBuffer, SlotQuery, Uid,
};
use serde::de::Deserialize;

use crate::grouped::{Grouped, Named, Numbers, Table, uid};
use crate::row::{Other, read};
use crate::slots::slots_of;

/// So many doctors have their bookings in a processor's cache.
pub const DOCTORS_PER_BATCH: usize = 500;

/// Threads at most. A system refuses to start any number of them.
pub const THREADS_MAX: usize = 256;

/// Tables, each as its batches. Rules, exceptions and settings name the doctor that they are of in the column
/// `doctor_uid`; doctors that only they name need no row of their own.
#[derive(Default)]
pub struct Tables {
    /// A row for each doctor.
    pub doctors: Vec<RecordBatch>,
    /// A row for each weekly window.
    pub rules: Vec<RecordBatch>,
    /// A row for each extra interval, and for each that is blocked.
    pub exceptions: Vec<RecordBatch>,
    /// A row for what is special to a doctor about a type.
    pub settings: Vec<RecordBatch>,
    /// A row for each appointment. One without a status is confirmed; one without an end is as long as its
    /// `duration_minutes`, or as its type.
    pub appointments: Vec<RecordBatch>,
}

/// A clinic in tables, split into batches of doctors.
pub struct Book {
    /// What all batches have alike.
    base: ClinicSnapshot,
    /// The doctors by their numbers, without what stands in tables of its own; and the row of each, if it is
    /// in a table.
    doctors: Vec<(Doctor, Option<usize>)>,
    numbers: Numbers,
    lengths: HashMap<Uid, i64>,
    rules: Grouped,
    exceptions: Grouped,
    settings: Grouped,
    appointments: Grouped,
    doctors_per_batch: usize,
}

impl Book {
    /// Reads which doctors there are and which rows are theirs. What else stands in the rows is read with
    /// their batch.
    ///
    /// `base` has what is not in tables: time zone, types, closures, and doctors and appointments too if they
    /// are there.
    ///
    /// # Errors
    /// Doctors that are no doctors or there twice; rows without a doctor, and appointments with one who is
    /// not there.
    pub fn new(mut base: ClinicSnapshot, tables: &Tables, doctors_per_batch: usize) -> Result<Self> {
        let doctors_per_batch = doctors_per_batch.max(1);
        let mut numbers = Numbers::default();
        let mut doctors: Vec<(Doctor, Option<usize>)> = Vec::with_capacity(base.doctors.len());
        let table = Table::new("doctors", &tables.doctors);
        let given = base.doctors.drain(..).enumerate().map(|(index, doctor)| Ok((doctor, index)));
        let in_table = (0..table.len()).map(|row| {
            let (columns, at) = table.at(row);
            let doctor = read(columns, at, "", &[]);
            doctor.map(|doctor: Doctor| (doctor, row)).map_err(|fault| in_row(fault, row, "doctors"))
        });
        for doctor in given.chain(in_table) {
            let (doctor, row) = doctor?;
            if numbers.of(&doctor.uid) as usize != doctors.len() {
                let value = doctor.uid.to_string();
                return Err(table.fault(ErrorCode::Duplicate { value }, row, "uid"));
            }
            doctors.push((doctor, Some(row)));
        }
        let mut of_doctor = |name, batches: &[RecordBatch]| {
            Named::new(Table::new(name, batches), |uid| Some(numbers.of(uid)))
        };
        let rules = of_doctor("rules", &tables.rules)?;
        let exceptions = of_doctor("exceptions", &tables.exceptions)?;
        let settings = of_doctor("settings", &tables.settings)?;
        let known = doctors.len();
        let others = numbers.uids().into_iter().skip(known);
        doctors.extend(others.map(|uid| (Doctor { uid, ..Doctor::default() }, None)));
        let table = Table::new("appointments", &tables.appointments);
        let appointments = Named::new(table, |uid| numbers.get(uid))?;
        let batches = numbers.len().div_ceil(doctors_per_batch).max(1);
        let lengths =
            base.appointment_types.iter().map(|kind| (kind.uid.clone(), kind.duration_minutes)).collect();
        Ok(Self {
            base,
            doctors,
            numbers,
            lengths,
            rules: rules.grouped(doctors_per_batch, batches),
            exceptions: exceptions.grouped(doctors_per_batch, batches),
            settings: settings.grouped(doctors_per_batch, batches),
            appointments: appointments.grouped(doctors_per_batch, batches),
            doctors_per_batch,
        })
    }

    /// How many batches there are; one at least.
    pub fn batches(&self) -> usize {
        self.doctors.len().div_ceil(self.doctors_per_batch).max(1)
    }

    /// The clinic of one batch of doctors, of those that [`batches`](Self::batches) counts.
    ///
    /// # Errors
    /// Whatever is wrong in its rows, with the paths of the tables.
    pub fn clinic(&self, batch: usize) -> Result<Clinic> {
        let first = batch * self.doctors_per_batch;
        let last = self.doctors.len().min(first.saturating_add(self.doctors_per_batch));
        let mut doctors: Vec<Doctor> =
            self.doctors[first..last].iter().map(|(doctor, _)| doctor.clone()).collect();
        let mut origins = Origins::default();
        for (row, doctor) in self.rules.rows(batch) {
            let rules = &mut doctors[doctor - first].availability_rules;
            origins.note("availability_rules", doctor - first, rules.len(), row);
            let mut rule: AvailabilityRule = row_of(&self.rules.table, row, "rules", &[("uid", "")])?;
            if rule.uid.is_empty() {
                rule.uid = name_of_rule(&rule, rules);
            }
            rules.push(rule);
        }
        for (row, doctor) in self.exceptions.rows(batch) {
            let exceptions = &mut doctors[doctor - first].availability_exceptions;
            origins.note("availability_exceptions", doctor - first, exceptions.len(), row);
            let exception: AvailabilityException = row_of(&self.exceptions.table, row, "exceptions", &[])?;
            exceptions.push(exception);
        }
        for (row, doctor) in self.settings.rows(batch) {
            let settings = &mut doctors[doctor - first].appointment_type_settings;
            origins.note("appointment_type_settings", doctor - first, settings.len(), row);
            settings.push(row_of(&self.settings.table, row, "settings", &[])?);
        }
        let is_here =
            |uid: &Uid| self.numbers.get(uid).is_none_or(|number| (first..last).contains(&(number as usize)));
        let mut snapshot = ClinicSnapshot { appointments: Vec::new(), ..self.base.clone() };
        snapshot.closures.retain(|closure| closure.doctor_uid.as_ref().is_none_or(is_here));
        for (index, given) in self.base.appointments.iter().enumerate() {
            if is_here(&given.doctor_uid) {
                origins.appointments.push(index);
                snapshot.appointments.push(given.clone());
            }
        }
        let rows = self.appointments.rows(batch);
        snapshot.appointments.reserve(rows.len());
        for (row, _) in rows {
            origins.appointments.push(row);
            snapshot.appointments.push(self.appointment(row)?);
        }
        snapshot.doctors = doctors;
        let rows = self.doctors[first..last].iter().map(|(_, row)| *row);
        Clinic::new(snapshot).map_err(|error| error.with_paths(|path| origins.path(path, rows.clone())))
    }

    fn appointment(&self, row: usize) -> Result<Appointment> {
        let table = &self.appointments.table;
        let (columns, at) = table.at(row);
        let cells =
            |name: &str| columns.iter().find(|column| column.name == name).map(|column| &column.cells);
        let is_there = |name: &str| cells(name).is_some_and(|cells| !cells.is_missing(at));
        let mut others: [(&str, Other); 3] =
            [("uid", Other::Number(0)), ("status", Other::Number(0)), ("end_date", Other::Number(0))];
        let mut count = 0;
        let mut add = |name, value| {
            others[count] = (name, value);
            count += 1;
        };
        let mut without = "";
        if cells("uid").is_none() {
            add("uid", Other::Text(row.to_string()));
        }
        if !is_there("status") {
            add("status", Other::Text("confirmed".to_owned()));
        }
        let start = cells("start_date").and_then(|cells| cells.whole(at));
        if let (Some(start), false) = (start, is_there("end_date") || is_there("local_end")) {
            let own = cells("duration_minutes").and_then(|cells| cells.whole(at));
            let kind = cells("appointment_type_uid").and_then(|cells| uid(cells, at));
            let minutes = own.or_else(|| kind.and_then(|kind| self.lengths.get(&*kind)).copied());
            let minutes = minutes.ok_or_else(|| table.fault(ErrorCode::MissingField, row, "end_date"))?;
            without = "duration_minutes";
            add("end_date", Other::Number(start.saturating_add(minutes.saturating_mul(60))));
        }
        read(columns, at, without, &others[..count]).map_err(|fault| in_row(fault, row, "appointments"))
    }

    /// The slots of one batch of doctors, doctor by doctor. `buffer` is used again.
    ///
    /// # Errors
    /// As [`clinic`](Self::clinic) and [`Clinic::find_slots`].
    pub fn slots(
        &self,
        batch: usize,
        query: &SlotQuery,
        now: Instant,
        buffer: &mut SlotBuffer,
    ) -> Result<RecordBatch> {
        slots_of(&self.clinic(batch)?, query, now, buffer)
    }

    /// The slots of all batches, in their order, reckoned by so many threads, at most [`THREADS_MAX`].
    ///
    /// # Errors
    /// As [`check`](Self::check) and [`slots`](Self::slots): that of the first batch in which something is
    /// wrong.
    pub fn all_slots(&self, query: &SlotQuery, now: Instant, threads: usize) -> Result<Vec<RecordBatch>> {
        self.check(query)?;
        let (next, batches) = (AtomicUsize::new(0), self.batches());
        let found: Mutex<Vec<(usize, Result<RecordBatch>)>> = Mutex::new(Vec::with_capacity(batches));
        let work = || {
            let mut buffer = SlotBuffer::new();
            loop {
                let batch = next.fetch_add(1, Ordering::Relaxed);
                if batch >= batches {
                    break;
                }
                let slots = self.slots(batch, query, now, &mut buffer);
                if slots.is_err() {
                    // Those before it are under way: the first that fails is among what is found.
                    next.store(batches, Ordering::Relaxed);
                }
                found.lock().expect("nobody panics while it is held").push((batch, slots));
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads.clamp(1, batches.min(THREADS_MAX)) {
                scope.spawn(work);
            }
            work();
        });
        let mut found = found.into_inner().expect("nobody panics while it is held");
        found.sort_unstable_by_key(|(batch, _)| *batch);
        found.into_iter().map(|(_, slots)| slots).collect()
    }

    /// Whether a query can be answered doctor by doctor.
    ///
    /// # Errors
    /// `conflict` for what looks at several doctors at once: the first so many slots, a patient's other
    /// appointments, and limits that a type has over all doctors; and for what is in one batch only: some
    /// doctors, and an appointment that is to be moved.
    pub fn check(&self, query: &SlotQuery) -> Result<()> {
        let refused = |field: &str, detail: &str| {
            Err(Error::new(ErrorCode::Conflict { detail: detail.to_owned() }, field.to_owned()))
        };
        if query.limit.is_some() {
            return refused("limit", "slots come doctor by doctor: take the first of the answer");
        }
        if query.patient_uid.is_some() {
            return refused("patient_uid", "a patient's appointments are with all doctors: ask a clinic");
        }
        if query.exclude_appointment_uid.is_some() {
            return refused("exclude_appointment_uid", "leave the appointment out of the table");
        }
        if query.doctor_uids.is_some() {
            return refused("doctor_uids", "leave the other doctors out of the tables");
        }
        let mut kinds = self.base.appointment_types.iter();
        let kind = kinds.find(|kind| kind.uid == query.appointment_type_uid);
        if kind.is_some_and(|kind| kind.limits.iter().any(|limit| limit.scope == CountedOver::Clinic)) {
            return refused("appointment_type_uid", "its limits count the appointments of all doctors");
        }
        Ok(())
    }

    /// Whether slots have locations.
    pub fn has_locations(&self) -> bool {
        !self.base.locations.is_empty()
    }
}

/// Reads a row that is of a doctor.
fn row_of<T: for<'de> Deserialize<'de>>(
    table: &Table,
    row: usize,
    name: &str,
    fields: &[(&str, &str)],
) -> Result<T> {
    let (columns, at) = table.at(row);
    let is_missing = |name: &str| {
        columns.iter().find(|column| column.name == name).is_none_or(|column| column.cells.is_missing(at))
    };
    let missing = fields.iter().filter(|(name, _)| is_missing(name));
    let others: Vec<(&str, Other)> =
        missing.map(|(name, text)| (*name, Other::Text((*text).to_owned()))).collect();
    read(columns, at, "doctor_uid", &others).map_err(|fault| in_row(fault, row, name))
}

fn in_row(fault: Fault, row: usize, name: &str) -> Error {
    fault.in_element(row).in_field(name).into()
}

/// What a rule without an id is called, as in Python: `mon-0800`, and `mon-0800-2` if another is called so.
fn name_of_rule(rule: &AvailabilityRule, others: &[AvailabilityRule]) -> Uid {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = usize::try_from(rule.weekday).ok().and_then(|day| DAYS.get(day));
    let day = day.map_or_else(|| rule.weekday.to_string(), |day| (*day).to_owned());
    let (hour, minute) = (rule.start_time.div_euclid(60), rule.start_time.rem_euclid(60));
    let name = format!("{day}-{hour:02}{minute:02}");
    let is_taken = |name: &str| others.iter().any(|other| other.uid == name);
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name).into()
}

/// In which rows the things of a batch stood.
#[derive(Default)]
struct Origins {
    appointments: Vec<usize>,
    /// List, doctor and place of a thing in the batch, and its row.
    of_doctors: Vec<(&'static str, usize, usize, usize)>,
}

impl Origins {
    fn note(&mut self, list: &'static str, doctor: usize, place: usize, row: usize) {
        self.of_doctors.push((list, doctor, place, row));
    }

    /// A path into a batch as one into the tables.
    fn path(&self, path: &str, mut doctor_rows: impl Iterator<Item = Option<usize>>) -> Option<String> {
        if let Some((index, rest)) = element(path, "appointments") {
            return Some(format!("appointments[{}]{rest}", self.appointments.get(index)?));
        }
        let (doctor, rest) = element(path, "doctors")?;
        for (list, table) in [
            ("availability_rules", "rules"),
            ("availability_exceptions", "exceptions"),
            ("appointment_type_settings", "settings"),
        ] {
            let Some((place, rest)) = rest.strip_prefix('.').and_then(|rest| element(rest, list)) else {
                continue;
            };
            let mut origins = self.of_doctors.iter();
            let found = origins.find(|(of, whose, at, _)| (*of, *whose, *at) == (list, doctor, place));
            if let Some((.., row)) = found {
                return Some(format!("{table}[{row}]{rest}"));
            }
        }
        Some(format!("doctors[{}]{rest}", doctor_rows.nth(doctor)??))
    }
}

/// The number of an element of a list at the beginning of a path, and the rest of the path.
fn element<'a>(path: &'a str, list: &str) -> Option<(usize, &'a str)> {
    let (number, rest) = path.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}
