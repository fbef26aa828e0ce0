//! Scheduling: appointments, appointment types, reminders and availability rules as documented, and what
//! makes them usable beside.

mod appointment_types;
mod appointments;
mod arrivals;
mod availability_exceptions;
mod availability_rules;
mod by_desk;
mod calendars;
mod closures;
mod date_overrides;
mod doctor_settings;
mod limits;
mod locations;
mod outcome;
mod places;
mod questions;
mod reminders;
mod settings;

use crate::endpoint::Endpoint;

const TAG: &str = "Scheduling";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = appointments::endpoints();
    endpoints.extend(appointment_types::endpoints());
    endpoints.extend(reminders::endpoints());
    endpoints.extend(availability_rules::endpoints());
    let ours = [
        doctor_settings::endpoints(),
        availability_exceptions::endpoints(),
        date_overrides::endpoints(),
        calendars::endpoints(),
        closures::endpoints(),
        locations::endpoints(),
        limits::endpoints(),
        places::endpoints(),
        outcome::endpoints(),
        questions::endpoints(),
        by_desk::endpoints(),
        arrivals::endpoints(),
        settings::endpoints(),
    ];
    endpoints.extend(ours.into_iter().flatten().map(Endpoint::extension));
    endpoints
}
