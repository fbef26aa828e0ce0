//! Making a clinic: everything is checked, looked up and prepared, or the first thing that is wrong is named.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::members::closure_key;
use super::store::{AppointmentStore, Record};
use super::{Clinic, ClinicSnapshot, UidIndex};
use crate::agenda::{Agenda, NO_KIND};
use crate::appointment::{Appointment, AppointmentStatus};
use crate::check;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{
    APPOINTMENT_TYPES_MAX, APPOINTMENTS_MAX, CLOSURES_MAX, DOCTORS_MAX, INSTANT_MAX, TIMEZONES_MAX,
};
use crate::policy::Policy;
use crate::time::Instant;
use crate::zone::{TimezoneData, Zone};

impl Clinic {
    /// Checks and prepares a clinic.
    ///
    /// # Errors
    /// The first thing that is wrong, with its path: ranges, empty intervals, ids that are there twice or
    /// nowhere, unknown zones.
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
    ///     let data = TimezoneData { name: name.into(), initial_offset_seconds: 3_600, transitions: vec![], rule: Some("MTC-1".into()), covers_until: None };
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
            kinds: Vec::with_capacity(snapshot.appointment_types.len()),
            vacant_kinds: Vec::new(),
            kinds_by_uid: UidIndex::default(),
            doctors: Vec::with_capacity(snapshot.doctors.len()),
            vacant: Vec::new(),
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
            let member = clinic.member(doctor, &path)?;
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
        clinic.limit_live_holds(
            snapshot.max_live_holds_per_patient,
            &root.field("max_live_holds_per_patient"),
        )?;

        let list = root.field("appointments");
        check::count(snapshot.appointments.len(), APPOINTMENTS_MAX, &list)?;
        let mut agendas: Vec<Vec<_>> = vec![Vec::new(); clinic.doctors.len()];
        for (index, appointment) in snapshot.appointments.into_iter().enumerate() {
            let path = list.index(index);
            if clinic.appointments.place(&appointment.uid).is_some() {
                return Err(
                    ErrorCode::Duplicate { value: appointment.uid.to_string() }.at(&path.field("uid"))
                );
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

    /// Checks an appointment, and looks up its doctor, its type and the end of its hold. Its type counts it
    /// from now on.
    pub(super) fn record(&mut self, mut appointment: Appointment, path: &Path<'_>) -> Result<Record> {
        if appointment.local_start.is_some() || appointment.local_end.is_some() {
            self.resolve_local(&mut appointment, path)?;
        }
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
        if kind != NO_KIND {
            self.kinds[kind as usize].appointments += 1;
        }
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
}
