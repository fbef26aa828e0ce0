//! Changes to a clinic: each is checked first. One that is about a doctor, or an appointment of one, touches
//! no other; a closure for all and a type touch all.

use serde::Serialize;

use super::Clinic;
use super::members::closure_key;
use crate::error::faults::{Faults, both};
use crate::error::quoted::Quoted;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{
    APPOINTMENTS_MAX, CLOSURES_MAX, DOCTORS_MAX, EXCEPTIONS_PER_DOCTOR_MAX, REMINDERS_MAX, bounds,
};
use crate::model::appointment::Appointment;
use crate::model::appointment_type::AppointmentType;
use crate::model::availability::{AvailabilityException, Closure};
use crate::model::check;
use crate::model::doctor::Doctor;
use crate::model::limit::PatientLimit;
use crate::model::location::{Location, Travel};
use crate::model::reminder::{QuietHours, Reminder};
use crate::prepared::place::AppointmentPlace;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// A change to what the clinic knows. It records what is so; whether a patient may book or move an
/// appointment is not asked here.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "change", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Change {
    /// Adds a doctor, or replaces what is known of one. Appointments stay.
    PutDoctor {
        /// The doctor.
        doctor: Doctor,
    },
    /// Puts exceptions in the place of all of a doctor whose uid begins with a prefix: what another calendar
    /// says, once more.
    ReplaceExceptions {
        /// The doctor.
        doctor_uid: Uid,
        /// What the uids begin with of those that go, and of those that come. Empty means all.
        uid_prefix: String,
        /// Those that come.
        exceptions: Vec<AvailabilityException>,
    },
    /// Removes a doctor that has no appointments.
    RemoveDoctor {
        /// The doctor.
        uid: Uid,
    },
    /// Adds or replaces a type. Appointments keep their times.
    PutAppointmentType {
        /// The type.
        appointment_type: AppointmentType,
    },
    /// Removes a type, and the doctors' settings for it. Appointments of the type stay.
    RemoveAppointmentType {
        /// The type.
        uid: Uid,
    },
    /// Adds or replaces a reminder.
    PutReminder {
        /// The reminder.
        reminder: Reminder,
    },
    /// Removes a reminder.
    RemoveReminder {
        /// The reminder.
        uid: Uid,
    },
    /// Says in which hours nobody is reminded, or that there are none.
    PutQuietHours {
        /// The hours; none if null.
        quiet_hours: Option<QuietHours>,
    },
    /// Limits the live holds of each patient, or no longer does.
    LimitLiveHolds {
        /// Most live holds of one patient; no limit if null.
        max_per_patient: Option<i64>,
    },
    /// Says where patients are seen, and how long the ways between these places take; instead of what was
    /// said before.
    SetLocations {
        /// The locations, with all that windows name.
        locations: Vec<Location>,
        /// The ways between them.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Travel>>"))]
        travel_minutes: Vec<Travel>,
    },
    /// Says how weeks are counted, and how much one patient may book; instead of what was said before.
    SetLimits {
        /// The weekday with which weeks start, 0 (Monday) to 6; Monday if null.
        week_starts_on: Option<i64>,
        /// Most appointments of each patient.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<PatientLimit>>"))]
        patient_limits: Vec<PatientLimit>,
    },
    /// Adds or replaces an appointment.
    PutAppointment {
        /// The appointment.
        appointment: Appointment,
    },
    /// Removes an appointment.
    RemoveAppointment {
        /// The appointment.
        uid: Uid,
    },
    /// Adds or replaces the closure of a date for all, or for one doctor.
    PutClosure {
        /// The closure.
        closure: Closure,
    },
    /// Removes the closure of a date for all, or for one doctor.
    RemoveClosure {
        /// The closure; only its date and its doctor matter.
        closure: Closure,
    },
}

tagged! {
    Change, change {
        doctor: Doctor,
        appointment_type: AppointmentType,
        reminder: Reminder,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        max_per_patient: i64,
        quiet_hours: QuietHours,
        appointment: Appointment,
        locations: Vec<Location>,
        travel_minutes: Vec<Travel> = Vec::new(),
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        week_starts_on: i64,
        patient_limits: Vec<PatientLimit> = Vec::new(),
        closure: Closure,
        uid: Uid,
        doctor_uid: Uid,
        uid_prefix: String,
        exceptions: Vec<AvailabilityException>,
    }
    PutDoctor { doctor }
    ReplaceExceptions { doctor_uid, uid_prefix, exceptions }
    RemoveDoctor { uid }
    PutAppointmentType { appointment_type }
    RemoveAppointmentType { uid }
    PutReminder { reminder }
    RemoveReminder { uid }
    PutQuietHours { quiet_hours }
    LimitLiveHolds { max_per_patient }
    SetLocations { locations, travel_minutes }
    SetLimits { week_starts_on, patient_limits }
    PutAppointment { appointment }
    RemoveAppointment { uid }
    PutClosure { closure }
    RemoveClosure { closure }
}

impl Clinic {
    /// Makes a change, or refuses it and changes nothing.
    ///
    /// # Errors
    /// As [`Clinic::new`], with paths in the change; `not_found` for what is to be removed and is not there;
    /// `in_use` for a doctor with appointments.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, Change, SlotQuery, at, days, minutes};
    ///
    /// let mut clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let longer = Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(12, 0));
    /// clinic.change(Change::PutDoctor { doctor: longer })?;
    /// let query = SlotQuery::new("visit", monday..monday + days(1));
    /// assert_eq!(clinic.find_slots(&query, monday.into())?.len(), 6);
    ///
    /// let nobody = clinic.change(Change::RemoveDoctor { uid: "bob".into() }).unwrap_err();
    /// assert!(nobody.to_string().contains("bob"));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn change(&mut self, change: Change) -> Result<()> {
        let root = Path::Root;
        match change {
            Change::PutDoctor { doctor } => self.put_doctor(doctor, &root.field("doctor")),
            Change::ReplaceExceptions { doctor_uid, uid_prefix, exceptions } => {
                self.replace_exceptions(&doctor_uid, &uid_prefix, exceptions)
            }
            Change::RemoveDoctor { uid } => self.remove_doctor(&uid, &root.field("uid")),
            Change::PutAppointmentType { appointment_type } => {
                self.put_type(appointment_type, &root.field("appointment_type"))
            }
            Change::RemoveAppointmentType { uid } => self.remove_type(&uid, &root.field("uid")),
            Change::PutReminder { reminder } => self.put_reminder(reminder, &root.field("reminder")),
            Change::RemoveReminder { uid } => match self.reminders.remove(&uid) {
                Some(_) => Ok(()),
                None => {
                    Err(ErrorCode::NotFound { what: "reminder", uid: uid.to_string() }.at(&root.field("uid")))
                }
            },
            Change::PutQuietHours { quiet_hours } => {
                self.put_quiet_hours(quiet_hours, &root.field("quiet_hours"))
            }
            Change::LimitLiveHolds { max_per_patient } => {
                self.limit_live_holds(max_per_patient, &root.field("max_per_patient"))
            }
            Change::SetLocations { locations, travel_minutes } => {
                self.set_locations(locations, travel_minutes)
            }
            Change::SetLimits { week_starts_on, patient_limits } => {
                self.change_limits(week_starts_on, patient_limits)
            }
            Change::PutAppointment { appointment } => {
                self.put_appointment(appointment, &root.field("appointment"))
            }
            Change::RemoveAppointment { uid } => self.remove_appointment(&uid, &root.field("uid")),
            Change::PutClosure { closure } => self.put_closure(closure, &root.field("closure")),
            Change::RemoveClosure { closure } => self.remove_closure(&closure, &root.field("closure")),
        }
    }

    fn put_doctor(&mut self, doctor: Doctor, path: &Path<'_>) -> Result<()> {
        let place = self.doctor_place(&doctor.uid);
        if place.is_none() {
            check::count(self.ranks.len() + 1, DOCTORS_MAX, path)?;
        }
        let mut member = self.member(doctor, path)?;
        match place {
            Some(place) => {
                let old = self.doctors.at_mut(place);
                let places = member.calendar.agenda.places();
                let agenda = std::mem::take(&mut old.calendar.agenda);
                member.calendar.agenda = agenda.with_places(places);
                member.rank = old.rank;
                *old = member;
            }
            None => {
                self.add_member(member);
                self.rank();
            }
        }
        Ok(())
    }

    fn replace_exceptions(
        &mut self,
        doctor_uid: &Uid,
        uid_prefix: &str,
        exceptions: Vec<AvailabilityException>,
    ) -> Result<()> {
        let root = Path::Root;
        let not_found = || {
            ErrorCode::NotFound { what: "doctor", uid: doctor_uid.to_string() }.at(&root.field("doctor_uid"))
        };
        let list = root.field("exceptions");
        let other = |exception: &AvailabilityException| !exception.uid.starts_with(uid_prefix);
        // Checked by themselves first, so that a path is one of the change.
        let checked = Faults::of(|faults| {
            for (index, exception) in exceptions.iter().enumerate().filter(|(_, exception)| other(exception))
            {
                let detail = format!("`{}` does not begin with the prefix", Quoted(&exception.uid));
                faults.add(ErrorCode::Conflict { detail }.at(&list.index(index).field("uid")));
            }
            check::exceptions(&exceptions, &list, faults);
        });
        let (place, ()) = both(self.doctor_place(doctor_uid).ok_or_else(not_found), checked)?;
        let mut doctor = Doctor::clone(&self.member_at(place).doctor);
        doctor.availability_exceptions.retain(other);
        let total = doctor.availability_exceptions.len() + exceptions.len();
        check::count(total, EXCEPTIONS_PER_DOCTOR_MAX, &list)?;
        // Checked by themselves first, so that a path is one of the change.
        Faults::of(|faults| {
            check::exceptions(&exceptions, &list, faults);
            for (index, exception) in exceptions.iter().enumerate() {
                self.check_whom(exception.for_whom(), &list.index(index), faults);
            }
        })?;
        doctor.availability_exceptions.extend(exceptions);
        self.put_doctor(doctor, &root)
    }

    fn remove_doctor(&mut self, uid: &Uid, path: &Path<'_>) -> Result<()> {
        let Some(place) = self.doctor_place(uid) else {
            return Err(ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(path));
        };
        let appointments = self.appointments.iter().filter(|record| record.doctor == place).count();
        if appointments > 0 {
            return Err(ErrorCode::InUse { appointments }.at(path));
        }
        self.doctors_by_uid.remove(uid, place);
        self.doctors.remove(place);
        self.rank();
        self.closures.retain(|(_, own), _| own.as_ref() != Some(uid));
        Ok(())
    }

    pub(super) fn put_reminder(&mut self, reminder: Reminder, path: &Path<'_>) -> Result<()> {
        let mut faults = Faults::default();
        check::reminder(&reminder, path, &mut faults);
        if self.kind_of(&reminder.appointment_type_uid).is_none() {
            let uid = reminder.appointment_type_uid.to_string();
            let at = path.field("appointment_type_uid");
            faults.add(ErrorCode::NotFound { what: "appointment type", uid }.at(&at));
        }
        faults.done()?;
        if !self.reminders.contains_key(&reminder.uid) {
            check::count(self.reminders.len() + 1, REMINDERS_MAX, path)?;
        }
        self.reminders.insert(reminder.uid.clone(), reminder);
        Ok(())
    }

    pub(super) fn put_quiet_hours(&mut self, quiet: Option<QuietHours>, path: &Path<'_>) -> Result<()> {
        Faults::of(|faults| {
            if let Some(quiet) = quiet {
                check::quiet_hours(quiet, path, faults);
            }
        })?;
        self.quiet_hours = quiet;
        Ok(())
    }

    pub(super) fn limit_live_holds(&mut self, most: Option<i64>, path: &Path<'_>) -> Result<()> {
        most.map_or(Ok(()), |most| check::within(most, bounds::LIVE_HOLDS, path))?;
        self.max_live_holds_per_patient = most;
        Ok(())
    }

    fn put_appointment(&mut self, appointment: Appointment, path: &Path<'_>) -> Result<()> {
        let place = self.appointments.place(&appointment.uid);
        if place.is_none() {
            check::count(self.appointments.len() + 1, APPOINTMENTS_MAX, path)?;
        }
        let record = self.record(appointment, path)?;
        if let Some(place) = place {
            self.withdraw(place);
        }
        let doctor = record.doctor;
        let place = self.appointments.insert(record);
        if let Some(booking) = self.appointments.at(place).booking(place) {
            self.doctors.at_mut(doctor).calendar.agenda.insert(booking);
        }
        Ok(())
    }

    fn remove_appointment(&mut self, uid: &Uid, path: &Path<'_>) -> Result<()> {
        let Some(place) = self.appointments.place(uid) else {
            return Err(ErrorCode::NotFound { what: "appointment", uid: uid.to_string() }.at(path));
        };
        self.withdraw(place);
        Ok(())
    }

    /// Takes an appointment out of the store and out of its doctor's way.
    fn withdraw(&mut self, place: AppointmentPlace) {
        let Some(record) = self.appointments.remove(place) else {
            return;
        };
        if let Some(booking) = record.booking(place) {
            self.doctors.at_mut(record.doctor).calendar.agenda.remove(&booking);
        }
        if let Some(kind) = record.kind {
            self.kinds.at_mut(kind).appointments -= 1;
            self.release_kind(kind);
        }
    }

    fn put_closure(&mut self, closure: Closure, path: &Path<'_>) -> Result<()> {
        self.check_closure(&closure, path)?;
        let key = closure_key(&closure);
        if !self.closures.contains_key(&key) {
            check::count(self.closures.len() + 1, CLOSURES_MAX, path)?;
        }
        self.closures.insert(key.clone(), closure);
        self.closure_changed(key.1.as_ref());
        Ok(())
    }

    fn remove_closure(&mut self, closure: &Closure, path: &Path<'_>) -> Result<()> {
        let key = closure_key(closure);
        if self.closures.remove(&key).is_none() {
            return Err(ErrorCode::NotFound { what: "closure", uid: closure.date.to_string() }
                .at(&path.field("date")));
        }
        self.closure_changed(key.1.as_ref());
        Ok(())
    }

    fn closure_changed(&mut self, doctor: Option<&Uid>) {
        match doctor {
            Some(uid) => self.refresh(uid),
            None => self.share_closures(),
        }
    }
}
