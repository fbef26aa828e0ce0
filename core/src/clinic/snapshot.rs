//! A clinic as plain data: what goes in, and what comes out again.

use serde::{Deserialize, Serialize};

use crate::model::appointment::Appointment;
use crate::model::appointment_type::AppointmentType;
use crate::model::availability::Closure;
use crate::model::doctor::Doctor;
use crate::model::limit::PatientLimit;
use crate::model::location::{Location, Travel};
use crate::model::reminder::{QuietHours, Reminder};
use crate::time::zone::TimezoneData;

/// Everything the engine knows of a clinic.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ClinicSnapshot {
    /// IANA zone of doctors that name none. Default `UTC`.
    #[serde(default)]
    pub timezone: Option<String>,
    /// Zones whose transitions the caller supplies, instead of the built-in ones of the same name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timezones: Vec<TimezoneData>,
    /// Where patients are seen. In the order of this list, a start at several of them is offered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    /// How long a doctor needs from one location to another; no time where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub travel_minutes: Vec<Travel>,
    /// What can be booked.
    #[serde(default)]
    pub appointment_types: Vec<AppointmentType>,
    /// Who can be booked, and when.
    #[serde(default)]
    pub doctors: Vec<Doctor>,
    /// Dates without windows.
    #[serde(default)]
    pub closures: Vec<Closure>,
    /// Who is told how long before an appointment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// Hours in which nobody is reminded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// Most live holds of one patient, 1 to 1000; no limit if null.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub max_live_holds_per_patient: Option<i64>,
    /// The weekday with which weeks start where limits count, 0 (Monday, the default) to 6.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub week_starts_on: Option<i64>,
    /// Most appointments of each patient.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patient_limits: Vec<PatientLimit>,
    /// What is booked, held or over.
    #[serde(default)]
    pub appointments: Vec<Appointment>,
}
