//! The clinic as a page gets it: what slots are computed from, and nothing that is only the practice's business.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use frontdesk::{
    AppointmentType, AppointmentTypeSetting, AvailabilityException, AvailabilityRule, Clinic, Closure,
    Doctor, Instant, Uid,
};

/// Whether anything is limited by how much is booked in a period: then appointments of the past count.
pub(super) fn counts(clinic: &Clinic) -> bool {
    let types = clinic.appointment_types().any(|kind| !kind.limits.is_empty());
    types || clinic.doctor_uids().filter_map(|uid| clinic.doctor(uid)).any(|doctor| !doctor.limits.is_empty())
}

/// The types that can be booked, and those by which something is limited.
pub(super) fn types(clinic: &Clinic) -> BTreeMap<Uid, AppointmentType> {
    let shown = clinic.appointment_types().filter(|kind| kind.active || is_named(clinic, kind));
    let bare = |kind: &AppointmentType| AppointmentType {
        organisation_uid: None,
        created_at: None,
        updated_at: None,
        // What can't be booked is there for what it limits.
        name: kind.name.clone().filter(|_| kind.active),
        ..kind.clone()
    };
    shown.map(|kind| (kind.uid.clone(), bare(kind))).collect()
}

/// Whether the list of slots shows which appointments are of a type: a group visit has seats left, and what is
/// limited is full.
pub(super) fn is_named(clinic: &Clinic, kind: &AppointmentType) -> bool {
    let limits_it = |doctor: &Doctor| {
        let rules = doctor.availability_rules.iter().flat_map(|rule| &rule.type_limits);
        let exceptions = doctor.availability_exceptions.iter().flat_map(|extra| &extra.type_limits);
        let windows = doctor.date_overrides.iter().flat_map(|day| &day.windows);
        let overrides = windows.flat_map(|window| &window.type_limits);
        rules.chain(exceptions).chain(overrides).any(|limit| limit.appointment_type_uids.contains(&kind.uid))
    };
    kind.capacity > 1
        || !kind.limits.is_empty()
        || clinic.doctor_uids().filter_map(|uid| clinic.doctor(uid)).any(limits_it)
}

/// The doctors who can be booked, with their hours from `from` on.
pub(super) fn doctors(clinic: &Clinic, from: Instant) -> Vec<Doctor> {
    let all = clinic.doctor_uids().filter_map(|uid| clinic.doctor(uid));
    all.filter(|doctor| doctor.active).map(|doctor| bare(doctor, from)).collect()
}

fn bare(doctor: &Doctor, from: Instant) -> Doctor {
    // A day more than any zone is away from UTC.
    let first = date_of(from).and_then(|date| date.checked_sub_days(Days::new(1)));
    let rules = doctor.availability_rules.iter().filter(|rule| rule.active).cloned();
    let exceptions = doctor.availability_exceptions.iter().filter(|exception| exception.end_date > from);
    let settings = doctor.appointment_type_settings.iter().filter(|setting| setting.active);
    Doctor {
        video_room_id: None,
        availability_rules: rules.map(|rule| AvailabilityRule { doctor_uid: None, ..rule }).collect(),
        // The ids of what was read from a doctor's own calendar are that calendar's.
        availability_exceptions: exceptions
            .enumerate()
            .map(|(index, exception)| AvailabilityException {
                uid: format!("x{index}").into(),
                ..exception.clone()
            })
            .collect(),
        date_overrides: doctor
            .date_overrides
            .iter()
            .filter(|day| first.is_none_or(|first| day.date >= first))
            .cloned()
            .collect(),
        // Who is booked where nobody is asked for is decided by the server.
        appointment_type_settings: settings
            .map(|setting| AppointmentTypeSetting { priority: None, weight: None, ..setting.clone() })
            .collect(),
        ..doctor.clone()
    }
}

fn date_of(at: Instant) -> Option<NaiveDate> {
    chrono::DateTime::from_timestamp(at.0, 0).map(|at| at.date_naive())
}

/// All closures; why one doctor is away is not told.
pub(super) fn closures(clinic: &Clinic) -> Vec<Closure> {
    let told = |closure: &Closure| Closure {
        name: closure.name.clone().filter(|_| closure.doctor_uid.is_none()),
        ..closure.clone()
    };
    clinic.closures().map(told).collect()
}
