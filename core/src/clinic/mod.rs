//! The clinic: who can be booked when, and what is booked, indexed and prepared to be asked.

mod change;
mod index;
mod local_time;
mod snapshot;
mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use change::Change;
pub use local_time::LocalTimeChange;
pub use snapshot::ClinicSnapshot;

use self::index::UidIndex;
use self::store::AppointmentStore;
pub(crate) use self::store::Record;
use crate::Uid;
use crate::agenda::{Agenda, NO_KIND};
use crate::appointment::{Appointment, AppointmentStatus};
use crate::appointment_type::AppointmentType;
use crate::availability::Closure;
use crate::calendar::Calendar;
use crate::check;
use crate::doctor::Doctor;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{APPOINTMENT_TYPES_MAX, APPOINTMENTS_MAX, CLOSURES_MAX, DOCTORS_MAX, INSTANT_MAX, TIMEZONES_MAX};
use crate::policy::Policy;
use crate::reminder::Reminder;
use crate::time::Instant;
use crate::zone::{MINUTE, TimezoneData, Zone, day_number};

/// A clinic, ready to be asked.
///
/// Made once from a [`ClinicSnapshot`], kept up to date by [`change`](Clinic::change), asked as often as you like. It holds no
/// clock: every question comes with its `now`.
#[derive(Debug, Clone)]
pub struct Clinic {
    timezone: Option<String>,
    timezones: Vec<TimezoneData>,
    /// The zones in use, by name.
    zones: BTreeMap<String, Zone>,
    kinds: Vec<Kind>,
    kinds_by_uid: UidIndex,
    doctors: Vec<Option<Member>>,
    doctors_by_uid: UidIndex,
    /// The places of the doctors in the order of their uids: rank to place.
    ranks: Vec<u32>,
    /// By date and doctor.
    closures: BTreeMap<(i64, Option<Uid>), Closure>,
    /// Days on which all are closed, shared with every doctor's schedule.
    closed_days: Arc<[i64]>,
    /// By uid.
    reminders: BTreeMap<Uid, Reminder>,
    max_live_holds_per_patient: Option<i64>,
    appointments: AppointmentStore,
}

/// A type by its number. A type that is gone, or was never there, keeps the number for its appointments.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    uid: Uid,
    current: Option<(AppointmentType, Policy)>,
}

/// A doctor of the clinic.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// The doctor's, here too: it is what a look-up compares.
    uid: Uid,
    pub(crate) doctor: Box<Doctor>,
    pub(crate) calendar: Calendar,
    /// The doctor's place among all, by uid.
    rank: u32,
    /// Active settings, by kind.
    settings: Vec<Setting>,
}

/// What is special to a doctor about a type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    kind: u32,
    /// The booking notice in seconds, if it names one.
    pub(crate) notice: Option<i64>,
    pub(crate) priority: Option<u32>,
}

impl Clinic {
    /// Checks and prepares a clinic.
    ///
    /// # Errors
    /// The first thing that is wrong, with its path: ranges, empty intervals, ids that are there twice or nowhere, unknown zones.
    pub fn new(snapshot: ClinicSnapshot) -> Result<Self> {
        let root = Path::Root;
        let mut clinic = Self {
            timezone: None,
            timezones: Vec::new(),
            zones: BTreeMap::new(),
            kinds: Vec::with_capacity(snapshot.appointment_types.len()),
            kinds_by_uid: UidIndex::default(),
            doctors: Vec::with_capacity(snapshot.doctors.len()),
            doctors_by_uid: UidIndex::with_capacity(snapshot.doctors.len()),
            ranks: Vec::with_capacity(snapshot.doctors.len()),
            closures: BTreeMap::new(),
            closed_days: Arc::from([]),
            reminders: BTreeMap::new(),
            max_live_holds_per_patient: None,
            appointments: AppointmentStore::with_capacity(snapshot.appointments.len()),
        };
        clinic.take_timezones(snapshot.timezone, snapshot.timezones)?;

        let list = root.field("appointment_types");
        check::count(snapshot.appointment_types.len(), APPOINTMENT_TYPES_MAX, &list)?;
        for (index, kind) in snapshot.appointment_types.into_iter().enumerate() {
            let path = list.index(index);
            check::appointment_type(&kind, &path)?;
            if clinic.kind_of(&kind.uid).is_some() {
                return Err(ErrorCode::Duplicate { value: kind.uid.to_string() }.at(&path.field("uid")));
            }
            let number = clinic.kind_number(&kind.uid);
            let policy = Policy::new(&kind);
            clinic.kinds[number as usize].current = Some((kind, policy));
        }

        let list = root.field("doctors");
        check::count(snapshot.doctors.len(), DOCTORS_MAX, &list)?;
        for (index, doctor) in snapshot.doctors.into_iter().enumerate() {
            let path = list.index(index);
            check::doctor(&doctor, &path)?;
            if clinic.doctor_place(&doctor.uid).is_some() {
                return Err(ErrorCode::Duplicate { value: doctor.uid.to_string() }.at(&path.field("uid")));
            }
            let member = clinic.member(doctor, Agenda::default(), &path)?;
            clinic.add_member(member);
        }
        clinic.rank();

        let list = root.field("closures");
        check::count(snapshot.closures.len(), CLOSURES_MAX, &list)?;
        for (index, closure) in snapshot.closures.into_iter().enumerate() {
            let path = list.index(index);
            clinic.check_closure(&closure, &path)?;
            let key = closure_key(&closure);
            if clinic.closures.contains_key(&key) {
                return Err(ErrorCode::Duplicate { value: closure.date.to_string() }.at(&path.field("date")));
            }
            clinic.closures.insert(key, closure);
        }
        clinic.share_closures();

        let list = root.field("reminders");
        for (index, reminder) in snapshot.reminders.into_iter().enumerate() {
            let path = list.index(index);
            if clinic.reminders.contains_key(&reminder.uid) {
                return Err(ErrorCode::Duplicate { value: reminder.uid.to_string() }.at(&path.field("uid")));
            }
            clinic.put_reminder(reminder, &path)?;
        }
        clinic.limit_live_holds(snapshot.max_live_holds_per_patient, &root.field("max_live_holds_per_patient"))?;

        let list = root.field("appointments");
        check::count(snapshot.appointments.len(), APPOINTMENTS_MAX, &list)?;
        let mut agendas: Vec<Vec<_>> = vec![Vec::new(); clinic.doctors.len()];
        for (index, appointment) in snapshot.appointments.into_iter().enumerate() {
            let path = list.index(index);
            if clinic.appointments.place(&appointment.uid).is_some() {
                return Err(ErrorCode::Duplicate { value: appointment.uid.to_string() }.at(&path.field("uid")));
            }
            let record = clinic.record(appointment, &path)?;
            let doctor = record.doctor;
            let place = clinic.appointments.insert(record);
            agendas[doctor as usize].extend(clinic.appointments.at(place).booking(place));
        }
        for (place, bookings) in agendas.into_iter().enumerate() {
            if let Some(member) = &mut clinic.doctors[place] {
                member.calendar.agenda = Agenda::new(bookings);
            }
        }
        clinic.refresh_own_closures();
        Ok(clinic)
    }

    fn take_timezones(&mut self, timezone: Option<String>, timezones: Vec<TimezoneData>) -> Result<()> {
        let root = Path::Root;
        let list = root.field("timezones");
        check::count(timezones.len(), TIMEZONES_MAX, &list)?;
        for (index, data) in timezones.iter().enumerate() {
            let path = list.index(index);
            let zone = Zone::from_data_at(data, &path)?;
            if self.zones.insert(data.name.clone(), zone).is_some() {
                return Err(ErrorCode::Duplicate { value: data.name.clone() }.at(&path.field("name")));
            }
        }
        self.timezones = timezones;
        self.timezone = timezone;
        let name = self.timezone_name().to_owned();
        self.use_zone(&name, &root.field("timezone")).map(|_| ())
    }

    /// The zone of doctors that name none.
    pub fn timezone_name(&self) -> &str {
        self.timezone.as_deref().unwrap_or("UTC")
    }

    /// The clock of doctors that name no zone.
    pub fn timezone(&self) -> Zone {
        self.zones[self.timezone_name()].clone()
    }

    /// A zone by name: the caller's, one in use, or a built-in one.
    pub(crate) fn zone(&self, name: &str, path: &Path<'_>) -> Result<Zone> {
        match self.zones.get(name) {
            Some(zone) => Ok(zone.clone()),
            None => Zone::named(name).map_err(|error| error.code.at(path)),
        }
    }

    /// [`zone`](Self::zone), kept for the next doctor.
    fn use_zone(&mut self, name: &str, path: &Path<'_>) -> Result<Zone> {
        let zone = self.zone(name, path)?;
        self.zones.entry(name.to_owned()).or_insert_with(|| zone.clone());
        Ok(zone)
    }

    /// The number of the type, if it was ever named.
    fn kind_place(&self, uid: &str) -> Option<u32> {
        self.kinds_by_uid.get(uid, |place| &self.kinds[place as usize].uid)
    }

    /// The number of the type, given out now if need be.
    fn kind_number(&mut self, uid: &Uid) -> u32 {
        if let Some(number) = self.kind_place(uid) {
            return number;
        }
        let number = self.kinds.len() as u32;
        self.kinds.push(Kind { uid: uid.clone(), current: None });
        self.kinds_by_uid.insert(uid, number, |place| &self.kinds[place as usize].uid);
        number
    }

    /// The type with this id, and its number.
    pub(crate) fn kind_of(&self, uid: &str) -> Option<(u32, &Policy)> {
        let number = self.kind_place(uid)?;
        let (_, policy) = self.kinds[number as usize].current.as_ref()?;
        Some((number, policy))
    }

    pub(crate) fn doctor_place(&self, uid: &str) -> Option<u32> {
        self.doctors_by_uid.get(uid, |place| &self.doctors[place as usize].as_ref().expect("the index holds no vacant place").uid)
    }

    pub(crate) fn member_at(&self, place: u32) -> &Member {
        self.doctors[place as usize].as_ref().expect("only places of the index are asked for")
    }

    /// The doctors' places in the order of their uids.
    pub(crate) fn ranks(&self) -> &[u32] {
        &self.ranks
    }

    /// The uids of the doctors in order. `PackedSlot::doctor` counts along it.
    pub fn doctor_uids(&self) -> impl Iterator<Item = &Uid> {
        self.ranks.iter().map(|&place| &self.member_at(place).doctor.uid)
    }

    pub(crate) fn appointment_place(&self, uid: &str) -> Option<u32> {
        self.appointments.place(uid)
    }

    pub(crate) fn record_at(&self, place: u32) -> &Record {
        self.appointments.at(place)
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.appointments.iter()
    }

    /// A patient's appointments, in no particular order.
    pub(crate) fn of_patient(&self, patient_uid: &str) -> impl Iterator<Item = &Record> {
        self.appointments.of_patient(patient_uid)
    }

    /// The wire form of an appointment.
    pub(crate) fn appointment_of(&self, record: &Record) -> Appointment {
        let kind = (record.kind != NO_KIND).then(|| &self.kinds[record.kind as usize].uid);
        record.to_appointment(&self.member_at(record.doctor).doctor.uid, kind)
    }

    /// The appointment with this id, as [`snapshot`](Self::snapshot) has it.
    pub fn appointment(&self, uid: &str) -> Option<Appointment> {
        self.appointment_place(uid).map(|place| self.appointment_of(self.record_at(place)))
    }

    /// The type of that number, if the clinic still has it.
    pub(crate) fn policy_at(&self, kind: u32) -> Option<&Policy> {
        self.kinds.get(kind as usize)?.current.as_ref().map(|(_, policy)| policy)
    }

    /// The name of the type of that number, if the clinic still has it and it has one.
    #[cfg(feature = "icalendar")]
    pub(crate) fn kind_name(&self, kind: u32) -> Option<&str> {
        self.kinds.get(kind as usize)?.current.as_ref()?.0.name.as_deref()
    }

    pub(crate) fn reminders(&self) -> impl Iterator<Item = &Reminder> {
        self.reminders.values()
    }

    pub(crate) fn max_live_holds_per_patient(&self) -> Option<i64> {
        self.max_live_holds_per_patient
    }

    pub(crate) fn appointment_at(&self, place: u32) -> (&Uid, AppointmentStatus) {
        let record = self.appointments.at(place);
        (&record.uid, record.status)
    }

    /// Prepares a doctor that has been checked, and checks what refers to the clinic.
    fn member(&mut self, doctor: Doctor, agenda: Agenda, path: &Path<'_>) -> Result<Member> {
        let zone = match &doctor.timezone {
            Some(name) => self.use_zone(name, &path.field("timezone"))?,
            None => self.timezone(),
        };
        let mut settings = Vec::with_capacity(doctor.appointment_type_settings.len());
        let list = path.field("appointment_type_settings");
        for (index, setting) in doctor.appointment_type_settings.iter().enumerate() {
            let Some((kind, _)) = self.kind_of(&setting.appointment_type_uid) else {
                let uid = setting.appointment_type_uid.to_string();
                return Err(ErrorCode::NotFound { what: "appointment type", uid }.at(&list.index(index).field("appointment_type_uid")));
            };
            if setting.active {
                let notice = setting.booking_min_notice_minutes.map(|minutes| minutes * MINUTE);
                settings.push(Setting { kind, notice, priority: setting.priority.map(|priority| priority as u32) });
            }
        }
        settings.sort_unstable_by_key(|setting| setting.kind);
        let own_closures = self.own_closures(&doctor.uid);
        for (index, entry) in doctor.date_overrides.iter().enumerate() {
            if own_closures.contains(&day_number(entry.date)) {
                let detail = "the doctor has a closure on this date".to_owned();
                return Err(ErrorCode::Conflict { detail }.at(&path.field("date_overrides").index(index).field("date")));
            }
        }
        let calendar = Calendar::prepare(&doctor, zone, &own_closures, self.closed_days.clone(), agenda);
        Ok(Member { uid: doctor.uid.clone(), doctor: Box::new(doctor), calendar, rank: 0, settings })
    }

    fn add_member(&mut self, member: Member) -> u32 {
        let uid = member.uid.clone();
        let vacant = if self.ranks.len() < self.doctors.len() { self.doctors.iter().position(Option::is_none) } else { None };
        let place = vacant.unwrap_or(self.doctors.len()) as u32;
        match vacant {
            Some(vacant) => self.doctors[vacant] = Some(member),
            None => self.doctors.push(Some(member)),
        }
        let doctors = &self.doctors;
        let uid_at = |place: u32| &doctors[place as usize].as_ref().expect("the index holds no vacant place").uid;
        self.doctors_by_uid.insert(&uid, place, uid_at);
        place
    }

    /// Orders the doctors by uid.
    fn rank(&mut self) {
        self.ranks = (0..self.doctors.len() as u32).filter(|&place| self.doctors[place as usize].is_some()).collect();
        let doctors = &self.doctors;
        self.ranks.sort_unstable_by_key(|&place| doctors[place as usize].as_ref().map(|member| &member.uid));
        for (rank, &place) in self.ranks.iter().enumerate() {
            if let Some(member) = &mut self.doctors[place as usize] {
                member.rank = rank as u32;
            }
        }
    }

    /// The doctor's place among all, by uid.
    pub(crate) fn rank_of(&self, uid: &str) -> Option<u32> {
        self.doctor_place(uid).map(|place| self.member_at(place).rank)
    }

    fn own_closures(&self, doctor_uid: &Uid) -> Vec<i64> {
        // Few clinics close for one doctor; those that do have few such dates.
        self.closures.keys().filter(|(_, own)| own.as_ref() == Some(doctor_uid)).map(|(day, _)| *day).collect()
    }

    fn check_closure(&self, closure: &Closure, path: &Path<'_>) -> Result<()> {
        check::closure(closure, path)?;
        let Some(uid) = &closure.doctor_uid else {
            return Ok(());
        };
        let Some(place) = self.doctor_place(uid) else {
            return Err(ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&path.field("doctor_uid")));
        };
        if self.member_at(place).doctor.date_overrides.iter().any(|entry| entry.date == closure.date) {
            let detail = "the doctor has an override on this date".to_owned();
            return Err(ErrorCode::Conflict { detail }.at(&path.field("date")));
        }
        Ok(())
    }

    /// Hands the days on which all are closed to every doctor.
    fn share_closures(&mut self) {
        self.closed_days = self.closures.keys().filter(|(_, own)| own.is_none()).map(|(day, _)| *day).collect();
        for member in self.doctors.iter_mut().flatten() {
            member.calendar.schedule.set_closures(self.closed_days.clone());
        }
    }

    /// Prepares those doctors anew that have closures of their own.
    fn refresh_own_closures(&mut self) {
        let own: Vec<Uid> = self.closures.keys().filter_map(|(_, own)| own.clone()).collect();
        own.iter().for_each(|uid| self.refresh(uid));
    }

    /// Prepares a doctor's schedule anew.
    fn refresh(&mut self, uid: &Uid) {
        let own_closures = self.own_closures(uid);
        let Some(place) = self.doctor_place(uid) else {
            return;
        };
        if let Some(member) = &mut self.doctors[place as usize] {
            let agenda = std::mem::take(&mut member.calendar.agenda);
            let zone = member.calendar.zone.clone();
            member.calendar = Calendar::prepare(&member.doctor, zone, &own_closures, self.closed_days.clone(), agenda);
        }
    }

    /// Checks an appointment, and looks up its doctor, its type and the end of its hold.
    fn record(&mut self, appointment: Appointment, path: &Path<'_>) -> Result<Record> {
        check::appointment(&appointment, path)?;
        let Some(doctor) = self.doctor_place(&appointment.doctor_uid) else {
            let uid = appointment.doctor_uid.to_string();
            return Err(ErrorCode::NotFound { what: "doctor", uid }.at(&path.field("doctor_uid")));
        };
        let hold_expires_at = match (appointment.status, appointment.hold_expires_at) {
            (AppointmentStatus::Held, None) => Some(self.hold_end(&appointment, path)?),
            (_, given) => given,
        };
        let kind = appointment.appointment_type_uid.clone().map_or(NO_KIND, |uid| self.kind_number(&uid));
        Ok(Record::new(appointment, doctor, kind, hold_expires_at))
    }

    /// When a hold ends whose end is not given: the type says how long it lives.
    fn hold_end(&self, appointment: &Appointment, path: &Path<'_>) -> Result<Instant> {
        let kind = appointment.appointment_type_uid.as_ref().and_then(|uid| self.kind_place(uid));
        let kind = kind.and_then(|number| self.kinds[number as usize].current.as_ref());
        match (appointment.created_at, kind) {
            (Some(created_at), Some((kind, _))) => {
                // Never past the engine's time, or the snapshot that names it could not be read again.
                Ok(Instant((created_at.0 + kind.hold_ttl_seconds).min(INSTANT_MAX - 1)))
            }
            _ => Err(ErrorCode::MissingField.at(&path.field("hold_expires_at"))),
        }
    }

    /// The clinic as plain data, in an order that does not depend on its history: doctors and types by uid, appointments by start and
    /// uid, closures by date.
    pub fn snapshot(&self) -> ClinicSnapshot {
        let mut appointment_types: Vec<_> = self.kinds.iter().filter_map(|kind| Some(kind.current.as_ref()?.0.clone())).collect();
        appointment_types.sort_by(|a, b| a.uid.cmp(&b.uid));
        let mut records: Vec<&Record> = self.appointments.iter().collect();
        records.sort_unstable_by_key(|record| (record.start, &record.uid));
        let appointments = records.into_iter().map(|record| self.appointment_of(record));
        ClinicSnapshot {
            timezone: self.timezone.clone(),
            timezones: self.timezones.clone(),
            appointment_types,
            doctors: self.ranks.iter().map(|&place| Doctor::clone(&self.member_at(place).doctor)).collect(),
            closures: self.closures.values().cloned().collect(),
            reminders: self.reminders.values().cloned().collect(),
            max_live_holds_per_patient: self.max_live_holds_per_patient,
            appointments: appointments.collect(),
        }
    }
}

impl Member {
    /// The active setting for a type.
    pub(crate) fn setting(&self, kind: u32) -> Option<Setting> {
        let index = self.settings.binary_search_by_key(&kind, |setting| setting.kind).ok()?;
        Some(self.settings[index])
    }
}

fn closure_key(closure: &Closure) -> (i64, Option<Uid>) {
    (day_number(closure.date), closure.doctor_uid.clone())
}
