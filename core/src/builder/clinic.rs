//! The constructor and setters of a clinic's snapshot, for Rust callers.

use chrono::Weekday;

use super::units::weekday_number;
use super::{adders, setters};
use crate::clinic::{Clinic, ClinicSnapshot};
use crate::error::Result;
use crate::model::appointment::Appointment;
use crate::model::appointment_type::AppointmentType;
use crate::model::availability::Closure;
use crate::model::doctor::Doctor;
use crate::model::limit::PatientLimit;
use crate::model::location::{Location, Travel};
use crate::model::reminder::{QuietHours, Reminder};
use crate::time::zone::TimezoneData;

impl Clinic {
    /// A clinic without anything in it, on the clock of UTC: say what it has, and
    /// [`build`](ClinicSnapshot::build) it.
    pub fn builder() -> ClinicSnapshot {
        ClinicSnapshot::default()
    }
}

setters! { ClinicSnapshot {
    /// IANA zone of doctors that name none.
    timezone(name: impl Into<String>) => timezone = Some(name.into());
    /// Hours in which nobody is reminded.
    quiet_hours(hours: QuietHours) => quiet_hours = Some(hours);
    /// On which weekday weeks start, where appointments per week are counted.
    week_starts_on(weekday: Weekday) => week_starts_on = Some(weekday_number(weekday));
    /// Most live holds of one patient.
    max_live_holds_per_patient(most: u32) => max_live_holds_per_patient = Some(most.into());
} }

adders! { ClinicSnapshot {
    /// One more zone whose rules the caller supplies.
    timezone_data(zone: TimezoneData) => timezones;
    /// One more place at which patients are seen.
    location(location: Location) => locations;
    /// How long it takes between two of them.
    travel(travel: Travel) => travel_minutes;
    /// One more type that can be booked.
    appointment_type(kind: AppointmentType) => appointment_types;
    /// One more doctor.
    doctor(doctor: Doctor) => doctors;
    /// One more limit of appointments of each patient.
    patient_limit(limit: PatientLimit) => patient_limits;
    /// One more date, or several, without windows.
    closure(closure: Closure) => closures;
    /// One more reminder.
    reminder(reminder: Reminder) => reminders;
    /// One more appointment.
    appointment(appointment: Appointment) => appointments;
} }

impl ClinicSnapshot {
    /// The clinic, ready to be asked.
    ///
    /// # Errors
    ///
    /// As [`Clinic::new`]: the first field that is wrong, with its path.
    pub fn build(self) -> Result<Clinic> {
        Clinic::new(self)
    }
}
