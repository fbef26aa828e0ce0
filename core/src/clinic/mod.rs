//! The clinic: who can be booked when, and what is booked, indexed and prepared to be asked.

mod arena;
mod build;
mod change;
mod index;
mod limits;
mod local_time;
mod locations;
mod member;
mod members;
mod putting;
mod record;
mod snapshot;
mod store;
mod types;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use change::Change;
pub(crate) use local_time::LocalTime;
pub use local_time::{InstantQuery, LocalTimeChange};
pub use snapshot::ClinicSnapshot;

use self::arena::Arena;
use self::index::UidIndex;
pub(crate) use self::member::{Member, Setting};
pub(crate) use self::record::Record;
use self::store::AppointmentStore;
use crate::error::{Path, Result};
use crate::model::appointment::Appointment;
use crate::model::appointment_type::AppointmentType;
use crate::model::availability::Closure;
use crate::model::doctor::Doctor;
use crate::model::limit::PatientLimit;
use crate::model::reminder::{QuietHours, Reminder};
use crate::order::sort_by;
use crate::prepared::agenda::Booking;
use crate::prepared::closures::Closures;
use crate::prepared::locations::Locations;
use crate::prepared::place::{AppointmentPlace, DoctorPlace, LocationPlace, TypePlace};
use crate::prepared::policy::{Gaps, Policy};
use crate::time::zone::{TimezoneData, Zone};
use crate::wire::uid::Uid;

/// A clinic, ready to be asked.
///
/// Made once from a [`ClinicSnapshot`], kept up to date by [`change`](Clinic::change), asked as often as you
/// like. It holds no clock: every question comes with its `now`.
#[derive(Debug, Clone)]
pub struct Clinic {
    timezone: Option<String>,
    timezones: Vec<TimezoneData>,
    /// The zones in use, by name.
    zones: BTreeMap<String, Zone>,
    /// Who is asked for a zone before the built-in rules are.
    zone_source: fn(&str) -> Option<Zone>,
    locations: Locations,
    kinds: Arena<TypePlace, Kind>,
    kinds_by_uid: UidIndex<TypePlace>,
    doctors: Arena<DoctorPlace, Member>,
    doctors_by_uid: UidIndex<DoctorPlace>,
    /// The places of the doctors in the order of their uids: rank to place.
    ranks: Vec<DoctorPlace>,
    /// By date and doctor.
    closures: BTreeMap<(i64, Option<Uid>), Closure>,
    /// Those for all, shared with every doctor's schedule.
    closures_for_all: Arc<Closures>,
    /// By uid.
    reminders: BTreeMap<Uid, Reminder>,
    quiet_hours: Option<QuietHours>,
    max_live_holds_per_patient: Option<i64>,
    week_starts_on: Option<i64>,
    patient_limits: Vec<PatientLimit>,
    /// No gap of a type is greater, in seconds; mostly there is none.
    gap_most: i64,
    appointments: AppointmentStore,
}

/// A type by its number. A type that is gone, or was never there, keeps the number for its appointments.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    uid: Uid,
    current: Option<(AppointmentType, Policy)>,
    /// How many have the number.
    appointments: u32,
}

impl Clinic {
    /// The zone of doctors that name none.
    pub fn timezone_name(&self) -> &str {
        self.timezone.as_deref().unwrap_or("UTC")
    }

    /// The zones that the clinic brings itself.
    pub fn timezones(&self) -> &[TimezoneData] {
        &self.timezones
    }

    /// The clock of doctors that name no zone.
    pub fn timezone(&self) -> Zone {
        self.zones[self.timezone_name()].clone()
    }

    /// The clock of a doctor.
    pub fn timezone_of(&self, doctor_uid: &str) -> Option<Zone> {
        self.doctor_place(doctor_uid).map(|place| self.member_at(place).calendar.zone.clone())
    }

    /// A zone by name: the caller's, one in use, one that the source knows, or a built-in one.
    pub(crate) fn zone(&self, name: &str, path: &Path<'_>) -> Result<Zone> {
        match self.zones.get(name).cloned().or_else(|| (self.zone_source)(name)) {
            Some(zone) => Ok(zone),
            None => Zone::named(name).map_err(|error| error.code.at(path)),
        }
    }

    /// The names of the zones that the caller supplied.
    #[cfg(feature = "icalendar")]
    pub(crate) fn timezone_data_names(&self) -> impl Iterator<Item = &str> {
        self.timezones.iter().map(|data| data.name.as_str())
    }

    /// [`zone`](Self::zone), kept for the next doctor.
    fn use_zone(&mut self, name: &str, path: &Path<'_>) -> Result<Zone> {
        let zone = self.zone(name, path)?;
        self.zones.entry(name.to_owned()).or_insert_with(|| zone.clone());
        Ok(zone)
    }

    /// The place of the type, if the clinic or an appointment has it.
    fn kind_place(&self, uid: &str) -> Option<TypePlace> {
        self.kinds_by_uid.get(uid, |place| &self.kinds.at(place).uid)
    }

    /// The place of the type, given out now if need be.
    fn place_for_kind(&mut self, uid: &Uid) -> TypePlace {
        if let Some(place) = self.kind_place(uid) {
            return place;
        }
        let place = self.kinds.insert(Kind { uid: uid.clone(), current: None, appointments: 0 });
        self.kinds_by_uid.insert(uid, place, |place| &self.kinds.at(place).uid);
        place
    }

    /// Takes the place back if the type is gone and no appointment has it.
    fn release_kind(&mut self, place: TypePlace) {
        let kind = self.kinds.at(place);
        if kind.current.is_none() && kind.appointments == 0 {
            self.kinds_by_uid.remove(&kind.uid, place);
            self.kinds.remove(place);
        }
    }

    /// The type with this id, and its place.
    pub(crate) fn kind_of(&self, uid: &str) -> Option<(TypePlace, &Policy)> {
        let place = self.kind_place(uid)?;
        let (_, policy) = self.kinds.at(place).current.as_ref()?;
        Some((place, policy))
    }

    pub(crate) fn doctor_place(&self, uid: &str) -> Option<DoctorPlace> {
        self.doctors_by_uid.get(uid, |place| &self.doctors.at(place).uid)
    }

    pub(crate) fn member_at(&self, place: DoctorPlace) -> &Member {
        self.doctors.at(place)
    }

    /// The doctors' places in the order of their uids.
    pub(crate) fn ranks(&self) -> &[DoctorPlace] {
        &self.ranks
    }

    /// The uids of the doctors in order. `PackedSlot::doctor` counts along it.
    pub fn doctor_uids(&self) -> impl Iterator<Item = &Uid> {
        self.ranks.iter().map(|&place| &self.member_at(place).doctor.uid)
    }

    pub(crate) fn appointment_place(&self, uid: &str) -> Option<AppointmentPlace> {
        self.appointments.place(uid)
    }

    pub(crate) fn record_at(&self, place: AppointmentPlace) -> &Record {
        self.appointments.at(place)
    }

    /// What a booking is of; none in stateless use.
    pub(crate) fn record_of(&self, booking: &Booking) -> Option<&Record> {
        booking.appointment.map(|place| self.record_at(place))
    }

    /// Where a booking is.
    pub(crate) fn location_of(&self, booking: &Booking) -> Option<LocationPlace> {
        self.record_of(booking).and_then(|record| record.location)
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
        record.to_appointment(&self.member_at(record.doctor).doctor.uid, self.kind_uid_of(record))
    }

    /// The type of an appointment, or none; it may be gone.
    pub(crate) fn kind_uid_of(&self, record: &Record) -> Option<&Uid> {
        record.kind.map(|place| self.kind_uid(place))
    }

    /// The appointment with this id, as [`snapshot`](Self::snapshot) has it.
    pub fn appointment(&self, uid: &str) -> Option<Appointment> {
        self.appointment_place(uid).map(|place| self.appointment_of(self.record_at(place)))
    }

    /// How many appointments there are, whatever has become of them.
    pub fn appointment_count(&self) -> usize {
        self.appointments.len()
    }

    /// The type at that place, if the clinic still has it.
    pub(crate) fn policy_at(&self, kind: TypePlace) -> Option<&Policy> {
        self.kinds.at(kind).current.as_ref().map(|(_, policy)| policy)
    }

    /// The type of an appointment, if it has one and the clinic still has it.
    pub(crate) fn policy_for(&self, record: &Record) -> Option<&Policy> {
        record.kind.and_then(|place| self.policy_at(place))
    }

    /// What the type at that place is called, whether or not the clinic still has it.
    pub(crate) fn kind_uid(&self, kind: TypePlace) -> &Uid {
        &self.kinds.at(kind).uid
    }

    /// The greatest gap before or after an appointment of any type, or more; 0 if types have none.
    pub(crate) fn gap_most(&self) -> i64 {
        self.gap_most
    }

    /// The gaps of a type that is there, or come and gone, or none, with a doctor.
    pub(crate) fn gaps_of(&self, kind: TypePlace, member: &Member) -> Gaps {
        let of_type = self.policy_at(kind).map_or(Gaps::default(), |policy| policy.gaps);
        member.setting(kind).map_or(of_type, |setting| setting.gaps(of_type))
    }

    fn note_gaps(&mut self, gaps: impl IntoIterator<Item = i64>) {
        self.gap_most = gaps.into_iter().fold(self.gap_most, i64::max);
    }

    /// The name of an appointment's type, if the clinic still has it and it has one.
    #[cfg(feature = "icalendar")]
    pub(crate) fn kind_name(&self, record: &Record) -> Option<&str> {
        self.kinds.at(record.kind?).current.as_ref()?.0.name.as_deref()
    }

    /// The reminders, by uid.
    pub fn reminders(&self) -> impl Iterator<Item = &Reminder> {
        self.reminders.values()
    }

    /// The reminder with this id.
    pub fn reminder(&self, uid: &str) -> Option<&Reminder> {
        self.reminders.get(uid)
    }

    /// The closures, by date; that for all before those of doctors.
    pub fn closures(&self) -> impl Iterator<Item = &Closure> {
        self.closures.values()
    }

    /// The types, in no particular order.
    pub fn appointment_types(&self) -> impl Iterator<Item = &AppointmentType> {
        self.kinds.iter().filter_map(|kind| Some(&kind.current.as_ref()?.0))
    }

    /// The type with this id.
    pub fn appointment_type(&self, uid: &str) -> Option<&AppointmentType> {
        self.kinds.at(self.kind_place(uid)?).current.as_ref().map(|(kind, _)| kind)
    }

    /// The doctor with this id.
    pub fn doctor(&self, uid: &str) -> Option<&Doctor> {
        self.doctor_place(uid).map(|place| &*self.member_at(place).doctor)
    }

    /// The hours in which nobody is reminded, if there are any.
    pub fn quiet_hours(&self) -> Option<QuietHours> {
        self.quiet_hours
    }

    /// How many live holds a patient may have; as many as they like if `None`.
    pub fn max_live_holds_per_patient(&self) -> Option<i64> {
        self.max_live_holds_per_patient
    }

    /// The clinic as plain data, in an order that does not depend on its history: doctors and types by uid,
    /// appointments by start and uid, closures by date.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, at, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    /// # let _ = monday;
    /// let kept = clinic.snapshot();
    /// assert_eq!(Clinic::new(kept.clone())?.snapshot(), kept);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn snapshot(&self) -> ClinicSnapshot {
        let mut appointment_types: Vec<_> = self.appointment_types().cloned().collect();
        sort_by(&mut appointment_types, |a, b| a.uid.cmp(&b.uid));
        let mut records: Vec<&Record> = self.appointments.iter().collect();
        sort_by(&mut records, |a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
        let appointments = records.into_iter().map(|record| self.appointment_of(record));
        ClinicSnapshot {
            timezone: self.timezone.clone(),
            timezones: self.timezones.clone(),
            locations: self.locations.all().to_vec(),
            travel_minutes: self.locations.travel().to_vec(),
            appointment_types,
            doctors: self.ranks.iter().map(|&place| Doctor::clone(&self.member_at(place).doctor)).collect(),
            closures: self.closures.values().cloned().collect(),
            reminders: self.reminders.values().cloned().collect(),
            quiet_hours: self.quiet_hours,
            max_live_holds_per_patient: self.max_live_holds_per_patient,
            week_starts_on: self.week_starts_on,
            patient_limits: self.patient_limits.clone(),
            appointments: appointments.collect(),
        }
    }
}
