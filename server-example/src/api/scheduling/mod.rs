//! Scheduling: appointments, appointment types, reminders, availability rules. All of it documented.

mod appointment;
mod appointment_types;
mod appointments;
mod availability_rules;
mod reminders;

pub(super) use self::appointment::AppointmentView;
use crate::endpoint::Endpoint;

const TAG: &str = "Scheduling";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = appointments::endpoints();
    endpoints.extend(appointment_types::endpoints());
    endpoints.extend(reminders::endpoints());
    endpoints.extend(availability_rules::endpoints());
    endpoints
}
