//! A clinic as plain data: what goes in, and what comes out again.

use serde::{Deserialize, Serialize};

use crate::appointment::Appointment;
use crate::appointment_type::AppointmentType;
use crate::availability::Closure;
use crate::doctor::Doctor;
use crate::zone::TimezoneData;

/// Everything the engine knows of a clinic.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClinicSnapshot {
    /// IANA zone of doctors that name none. Default `UTC`.
    #[serde(default)]
    pub timezone: Option<String>,
    /// Zones whose transitions the caller supplies, instead of the built-in ones of the same name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timezones: Vec<TimezoneData>,
    /// What can be booked.
    #[serde(default)]
    pub appointment_types: Vec<AppointmentType>,
    /// Who can be booked, and when.
    #[serde(default)]
    pub doctors: Vec<Doctor>,
    /// Dates without windows.
    #[serde(default)]
    pub closures: Vec<Closure>,
    /// What is booked, held or over.
    #[serde(default)]
    pub appointments: Vec<Appointment>,
}
