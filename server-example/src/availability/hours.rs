//! The clinic as a page gets it: what slots are computed from, and nothing that is only the practice's
//! business.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use frontdesk::{
    AppointmentType, AppointmentTypeSetting, AvailabilityException, AvailabilityRule, BookingLimit, Clinic,
    Closure, Doctor, Instant, Period, Uid,
};

/// For how many days before today what was booked is counted by these limits: today's period can have begun
/// so long ago.
pub(super) fn days_that_count(limits: &[BookingLimit]) -> i64 {
    let days = limits.iter().map(|limit| match limit.per {
        Period::Day => 0,
        Period::Week => 7,
        Period::Month => 31,
        Period::Year => 366,
    });
    days.max().unwrap_or(0)
}

/// The types that can be booked, and those by which something is limited.
pub(super) fn types(clinic: &Clinic, named: &BTreeSet<Uid>) -> BTreeMap<Uid, AppointmentType> {
    let shown = clinic.appointment_types().filter(|kind| kind.active || named.contains(&kind.uid));
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

/// The types of which each appointment has to be told for slots to be the server's: of one that can be
/// booked, those for groups, which have seats left, and those of which there are so many in a period; and of
/// any, those of which there are so many in a window.
pub(super) fn named(clinic: &Clinic) -> BTreeSet<Uid> {
    let of_types = clinic.appointment_types().filter(|kind| kind.active);
    let of_types = of_types.filter(|kind| kind.capacity > 1 || !kind.limits.is_empty());
    let mut named: BTreeSet<Uid> = of_types.map(|kind| kind.uid.clone()).collect();
    for doctor in clinic.doctor_uids().filter_map(|uid| clinic.doctor(uid)) {
        let rules = doctor.availability_rules.iter().flat_map(|rule| &rule.type_limits);
        let exceptions = doctor.availability_exceptions.iter().flat_map(|extra| &extra.type_limits);
        let windows = doctor.date_overrides.iter().flat_map(|day| &day.windows);
        let limits = rules.chain(exceptions).chain(windows.flat_map(|window| &window.type_limits));
        named.extend(limits.flat_map(|limit| &limit.appointment_type_uids).cloned());
    }
    named
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
