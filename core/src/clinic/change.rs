//! Changes to a clinic: each is checked first. One that is about a doctor, or an appointment of one, touches
//! no other; a closure for all and a type touch all.

use serde::Serialize;

use super::Clinic;
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{REMINDERS_MAX, bounds};
use crate::model::appointment::Appointment;
use crate::model::appointment_type::AppointmentType;
use crate::model::availability::{AvailabilityException, Closure};
use crate::model::check;
use crate::model::doctor::Doctor;
use crate::model::limit::PatientLimit;
use crate::model::location::{Location, Travel};
use crate::model::reminder::{QuietHours, Reminder};
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
}
