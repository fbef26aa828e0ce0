//! Making a clinic: everything is checked, looked up and prepared, or all that is wrong is named.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arena::Arena;
use super::member::Member;
use super::members::closure_key;
use super::record::Record;
use super::store::AppointmentStore;
use super::{Clinic, ClinicSnapshot, UidIndex};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{
    APPOINTMENT_TYPES_MAX, APPOINTMENTS_MAX, CLOSURES_MAX, DOCTORS_MAX, INSTANT_MAX, TIMEZONES_MAX,
};
use crate::model::appointment::{Appointment, AppointmentStatus};
use crate::model::check;
use crate::prepared::agenda::Agenda;
use crate::prepared::locations::Locations;
use crate::prepared::place::{DoctorPlace, Place};
use crate::prepared::policy::Policy;
use crate::time::instant::Instant;
use crate::time::zone::{TimezoneData, Zone};

impl Clinic {
    /// Checks and prepares a clinic.
    ///
    /// # Errors
    /// All that is wrong, each with its path: ranges, empty intervals, ids that are there twice or
    /// nowhere, unknown zones.
    ///
    /// ```
    /// use frontdesk::{Clinic, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{
    ///     "timezone": "Europe/Berlin",
    ///     "appointment_types": [ { "uid": "apt-001", "duration_minutes": 30 } ]
    /// }"#)?)?;
    /// assert_eq!(clinic.timezone().name(), "Europe/Berlin");
    ///
    /// let wrong = r#"{ "appointment_types": [ { "uid": "apt-001", "duration_minutes": 0 } ] }"#;
    /// let error = Clinic::new(from_json(wrong)?).unwrap_err();
    /// assert!(error.to_string().contains("appointment_types[0].duration_minutes"));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn new(snapshot: ClinicSnapshot) -> Result<Self> {
        Self::with_zones(snapshot, |_| None)
    }

    /// [`new`](Self::new), where `zone_source` is asked for a zone before the rules that are built in, such
    /// as those of a host whose tz database is newer. Zones that the snapshot carries come first all the
    /// same. The source is asked once for each name in use, now or with a later change, and must give the
    /// same answer every time.
    ///
    /// # Errors
    /// As `new`.
    ///
    /// ```
    /// use frontdesk::{Clinic, TimezoneData, Zone, from_json};
    ///
    /// fn moon(name: &str) -> Option<Zone> {
    ///     let data = TimezoneData::new(name, 3_600, "MTC-1");
    ///     (name == "Moon/Tranquility").then(|| Zone::from_data(&data).ok()).flatten()
    /// }
    /// let clinic = Clinic::with_zones(from_json(r#"{ "timezone": "Moon/Tranquility" }"#)?, moon)?;
    /// assert_eq!(clinic.timezone().name(), "Moon/Tranquility");
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn with_zones(snapshot: ClinicSnapshot, zone_source: fn(&str) -> Option<Zone>) -> Result<Self> {
        let root = Path::Root;
        let mut clinic = Self {
            timezone: None,
            timezones: Vec::new(),
            zones: BTreeMap::new(),
            zone_source,
            locations: Locations::default(),
            kinds: Arena::with_capacity(snapshot.appointment_types.len()),
            kinds_by_uid: UidIndex::default(),
            doctors: Arena::with_capacity(snapshot.doctors.len()),
            doctors_by_uid: UidIndex::with_capacity(snapshot.doctors.len()),
            ranks: Vec::with_capacity(snapshot.doctors.len()),
            closures: BTreeMap::new(),
            closures_for_all: Arc::default(),
            reminders: BTreeMap::new(),
            quiet_hours: None,
            max_live_holds_per_patient: None,
            week_starts_on: None,
            patient_limits: Vec::new(),
            gap_most: 0,
            appointments: AppointmentStore::with_capacity(snapshot.appointments.len()),
        };
        let mut faults = Faults::default();
        clinic.take_timezones(snapshot.timezone, snapshot.timezones, &mut faults);

        let paths = [&root.field("locations"), &root.field("travel_minutes")];
        clinic.locations = Locations::new(snapshot.locations, snapshot.travel_minutes, paths, &mut faults);
        clinic.note_gaps([clinic.locations.travel_most()]);

        let list = root.field("appointment_types");
        faults.note(check::count(snapshot.appointment_types.len(), APPOINTMENT_TYPES_MAX, &list));
        for (index, kind) in snapshot.appointment_types.into_iter().enumerate() {
            if faults.is_full() {
                break;
            }
            let (path, before) = (list.index(index), faults.count());
            check::appointment_type(&kind, &path, &mut faults);
            if clinic.kind_of(&kind.uid).is_some() {
                faults.add(ErrorCode::Duplicate { value: kind.uid.to_string() }.at(&path.field("uid")));
                continue;
            }
            let place = clinic.place_for_kind(&kind.uid);
            // What is wrong is there to be named by others. It is not reckoned with.
            let is_right = faults.count() == before;
            let policy = if is_right { Policy::new(&kind) } else { Policy::of_length(0) };
            clinic.note_gaps([policy.gaps.before, policy.gaps.after]);
            clinic.kinds.at_mut(place).current = Some((kind, policy));
        }

        let list = root.field("doctors");
        faults.note(check::count(snapshot.doctors.len(), DOCTORS_MAX, &list));
        for (index, doctor) in snapshot.doctors.into_iter().enumerate() {
            if faults.is_full() {
                break;
            }
            let path = list.index(index);
            if clinic.doctor_place(&doctor.uid).is_some() {
                faults.add(ErrorCode::Duplicate { value: doctor.uid.to_string() }.at(&path.field("uid")));
                continue;
            }
            let uid = doctor.uid.clone();
            let member = faults.note(clinic.member(doctor, &path));
            // One that is wrong is there to be named by appointments.
            clinic.add_member(member.unwrap_or_else(|| Member::without_hours(uid)));
        }
        clinic.rank();

        let list = root.field("closures");
        faults.note(check::count(snapshot.closures.len(), CLOSURES_MAX, &list));
        for (index, closure) in snapshot.closures.into_iter().enumerate() {
            if faults.is_full() {
                break;
            }
            let path = list.index(index);
            if !faults.is_ok(clinic.check_closure(&closure, &path)) {
                continue;
            }
            let key = closure_key(&closure);
            if clinic.closures.contains_key(&key) {
                faults.add(ErrorCode::Duplicate { value: closure.date.to_string() }.at(&path.field("date")));
            }
            clinic.closures.insert(key, closure);
        }
        clinic.share_closures();

        let list = root.field("reminders");
        for (index, reminder) in snapshot.reminders.into_iter().enumerate() {
            if faults.is_full() {
                break;
            }
            let path = list.index(index);
            if clinic.reminders.contains_key(&reminder.uid) {
                faults.add(ErrorCode::Duplicate { value: reminder.uid.to_string() }.at(&path.field("uid")));
            }
            faults.note(clinic.put_reminder(reminder, &path));
        }
        faults.note(clinic.put_quiet_hours(snapshot.quiet_hours, &root.field("quiet_hours")));
        let most = snapshot.max_live_holds_per_patient;
        faults.note(clinic.limit_live_holds(most, &root.field("max_live_holds_per_patient")));

        clinic.set_limits(snapshot.week_starts_on, snapshot.patient_limits, &mut faults);

        let list = root.field("appointments");
        faults.note(check::count(snapshot.appointments.len(), APPOINTMENTS_MAX, &list));
        let mut agendas: Vec<Vec<_>> = vec![Vec::new(); clinic.doctors.len()];
        for (index, appointment) in snapshot.appointments.into_iter().enumerate() {
            if faults.is_full() {
                break;
            }
            let path = list.index(index);
            if clinic.appointments.place(&appointment.uid).is_some() {
                let value = appointment.uid.to_string();
                faults.add(ErrorCode::Duplicate { value }.at(&path.field("uid")));
                continue;
            }
            let Some(record) = faults.note(clinic.record(appointment, &path)) else { continue };
            let doctor = record.doctor;
            let place = clinic.appointments.insert(record);
            agendas[doctor.index()].extend(clinic.appointments.at(place).booking(place));
        }
        faults.done()?;
        for (place, bookings) in agendas.into_iter().enumerate() {
            let agenda = &mut clinic.doctors.at_mut(DoctorPlace::at(place)).calendar.agenda;
            *agenda = Agenda::new(bookings).with_places(agenda.places());
        }
        clinic.refresh_own_closures();
        Ok(clinic)
    }

    fn take_timezones(
        &mut self,
        timezone: Option<String>,
        timezones: Vec<TimezoneData>,
        faults: &mut Faults,
    ) {
        let root = Path::Root;
        let list = root.field("timezones");
        faults.note(check::count(timezones.len(), TIMEZONES_MAX, &list));
        for (index, data) in timezones.iter().enumerate() {
            let path = list.index(index);
            // One that is wrong is there to be named by doctors.
            let zone = faults.note(Zone::from_data_at(data, &path)).unwrap_or_else(Zone::utc);
            if self.zones.insert(data.name.clone(), zone).is_some() {
                faults.add(ErrorCode::Duplicate { value: data.name.clone() }.at(&path.field("name")));
            }
        }
        self.timezones = timezones;
        self.timezone = timezone;
        let name = self.timezone_name().to_owned();
        if faults.note(self.use_zone(&name, &root.field("timezone"))).is_none() {
            self.zones.insert(name, Zone::utc());
        }
    }

    /// Checks an appointment, and looks up its doctor, its type and the end of its hold. Its type counts it
    /// from now on.
    pub(super) fn record(&mut self, mut appointment: Appointment, path: &Path<'_>) -> Result<Record> {
        if appointment.local_start.is_some() || appointment.local_end.is_some() {
            self.resolve_local(&mut appointment, path)?;
        }
        let mut faults = Faults::default();
        check::appointment(&appointment, path, &mut faults);
        let doctor = self.doctor_place(&appointment.doctor_uid);
        if doctor.is_none() {
            let uid = appointment.doctor_uid.to_string();
            faults.add(ErrorCode::NotFound { what: "doctor", uid }.at(&path.field("doctor_uid")));
        }
        let hold_expires_at = match (appointment.status, appointment.hold_expires_at) {
            (AppointmentStatus::Held, None) => faults.note(self.hold_end(&appointment, path)),
            (_, given) => given,
        };
        faults.done()?;
        let doctor = doctor.expect("one that is missing is a fault");
        let kind = appointment.appointment_type_uid.clone().map(|uid| self.place_for_kind(&uid));
        if let Some(place) = kind {
            self.kinds.at_mut(place).appointments += 1;
        }
        let uid = appointment.location_uid.as_ref();
        let location = uid.and_then(|uid| self.locations.place(uid));
        Ok(Record::new(appointment, doctor, kind, location, hold_expires_at))
    }

    /// When a hold ends whose end is not given: the type says how long it lives.
    fn hold_end(&self, appointment: &Appointment, path: &Path<'_>) -> Result<Instant> {
        let kind = appointment.appointment_type_uid.as_ref().and_then(|uid| self.kind_place(uid));
        let kind = kind.and_then(|place| self.kinds.at(place).current.as_ref());
        match (appointment.created_at, kind) {
            (Some(created_at), Some((kind, _))) => {
                // Never past the engine's time, or the snapshot that names it could not be read again.
                Ok(Instant(created_at.0.saturating_add(kind.hold_ttl_seconds).min(INSTANT_MAX - 1)))
            }
            _ => Err(ErrorCode::MissingField.at(&path.field("hold_expires_at"))),
        }
    }
}
