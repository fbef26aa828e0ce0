//! What is taken of a doctor's time: intervals, and of each no more than what decides where slots are. Of
//! types that have to be [named](super::hours::named) each appointment is told, with its type and its seats;
//! of the rest, only where time is taken and which gaps it keeps.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use frontdesk::limits::RANGE_DAYS_MAX;
use frontdesk::{
    Appointment, AppointmentStatus, AppointmentType, AppointmentsQuery, Clinic, Doctor, Instant, Uid,
};
use serde::Serialize;

use super::hours::days_that_count;
use crate::limits::AVAILABILITY_DAYS_BEFORE;

/// Time that is taken: start, end, what stands for its type, where it is, when it is free again by itself,
/// and how many seats of its group visit it takes, if that is more than one. What is null at the end is left
/// out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Busy {
    start: Instant,
    end: Instant,
    kind: Option<Uid>,
    location: Option<Uid>,
    until: Option<Instant>,
    seats: Option<i64>,
}

impl Serialize for Busy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { start, end, kind, location, until, seats } = self;
        match (kind, location, until, seats) {
            (None, None, None, None) => (start, end).serialize(serializer),
            (_, None, None, None) => (start, end, kind).serialize(serializer),
            (_, _, None, None) => (start, end, kind, location).serialize(serializer),
            (_, _, _, None) => (start, end, kind, location, until).serialize(serializer),
            _ => (start, end, kind, location, until, seats).serialize(serializer),
        }
    }
}

/// The appointments of the days from `today` on, by doctor and start; and of those before, what is counted
/// still by a limit, as far back as its period can have begun.
pub(super) fn appointments(
    clinic: &Clinic,
    today: Instant,
    now: Instant,
) -> frontdesk::Result<HashMap<Uid, Vec<Appointment>>> {
    let before = |days: i64| Instant((today.0 - (AVAILABILITY_DAYS_BEFORE + days) * 86_400).max(0));
    // What can't be booked is limited by nothing.
    let of_types = clinic.appointment_types().filter(|kind| kind.active);
    let of_types: HashMap<&Uid, i64> =
        of_types.map(|kind| (&kind.uid, days_that_count(&kind.limits))).collect();
    let of_doctors: HashMap<&Uid, i64> = clinic
        .doctor_uids()
        .filter_map(|uid| Some((uid, days_that_count(&clinic.doctor(uid)?.limits))))
        .collect();
    let most = of_types.values().chain(of_doctors.values()).max().copied().unwrap_or(0);
    let counts = |appointment: &Appointment| {
        let of_type = appointment.appointment_type_uid.as_ref().and_then(|uid| of_types.get(uid));
        let of_doctor = of_doctors.get(&appointment.doctor_uid);
        let days = of_type.into_iter().chain(of_doctor).max().copied().unwrap_or(0);
        appointment.end_date > before(days)
    };
    let from = before(most);
    let query = AppointmentsQuery {
        from,
        to: Instant(from.0.saturating_add(RANGE_DAYS_MAX * 86_400)),
        doctor_uids: None,
        patient_uid: None,
        appointment_type_uids: None,
        statuses: Some(vec![
            AppointmentStatus::Held,
            AppointmentStatus::Confirmed,
            AppointmentStatus::Completed,
            AppointmentStatus::NoShow,
        ]),
    };
    let mut taking: HashMap<Uid, Vec<Appointment>> = HashMap::new();
    for appointment in clinic.appointments(&query, now)?.into_iter().filter(counts) {
        taking.entry(appointment.doctor_uid.clone()).or_default().push(appointment);
    }
    Ok(taking)
}

/// What these appointments take of a doctor's time. Types that stand for others are added to `types`.
pub(super) fn of(
    clinic: &Clinic,
    doctor: &Doctor,
    appointments: &[Appointment],
    named: &BTreeSet<Uid>,
    types: &mut BTreeMap<Uid, AppointmentType>,
) -> Vec<Busy> {
    let travels = !clinic.travel_minutes().is_empty();
    // Intervals that touch are one where nothing counts appointments.
    let merges = doctor.limits.is_empty() && doctor.concurrent_appointments_max == 1;
    let mut sessions = HashMap::new();
    let mut taken: Vec<Busy> = Vec::new();
    for appointment in appointments {
        let kind = appointment.appointment_type_uid.as_ref().and_then(|uid| clinic.appointment_type(uid));
        let is_named = kind.filter(|kind| named.contains(&kind.uid));
        let stands = match is_named {
            Some(kind) => Some(kind.uid.clone()),
            None => stand_in(clinic, doctor, appointment, kind, &mut sessions, types),
        };
        let held = appointment.status == AppointmentStatus::Held;
        let next = Busy {
            start: appointment.start_date,
            end: appointment.end_date,
            kind: stands,
            location: appointment.location_uid.clone().filter(|_| travels || is_named.is_some()),
            until: appointment.hold_expires_at.filter(|_| held),
            seats: Some(appointment.seats).filter(|seats| *seats > 1 && is_named.is_some()),
        };
        let is_plain = merges && is_named.is_none() && !held;
        match taken.last_mut() {
            Some(last)
                if is_plain
                    && last.until.is_none()
                    && last.kind == next.kind
                    && last.location == next.location
                    && last.end >= next.start =>
            {
                last.end = last.end.max(next.end);
            }
            _ => taken.push(next),
        }
    }
    taken
}

/// What stands for a type that is not told: one that asks for the same gaps. Where a doctor's appointments
/// are counted, two that begin together and are not of one type stay two.
fn stand_in<'a>(
    clinic: &Clinic,
    doctor: &Doctor,
    appointment: &'a Appointment,
    kind: Option<&AppointmentType>,
    sessions: &mut HashMap<Instant, Vec<Option<&'a Uid>>>,
    types: &mut BTreeMap<Uid, AppointmentType>,
) -> Option<Uid> {
    let setting = kind.and_then(|kind| {
        let mut settings = doctor.appointment_type_settings.iter();
        settings.find(|setting| setting.active && setting.appointment_type_uid == kind.uid)
    });
    let own = kind.map_or((0, 0), |kind| (kind.buffer_before_minutes, kind.buffer_after_minutes));
    let before = setting.and_then(|setting| setting.buffer_before_minutes).unwrap_or(own.0);
    let after = setting.and_then(|setting| setting.buffer_after_minutes).unwrap_or(own.1);
    let number = match doctor.limits.is_empty() {
        true => 0,
        false => {
            let together = sessions.entry(appointment.start_date).or_default();
            let of = appointment.appointment_type_uid.as_ref();
            together.iter().position(|other| *other == of).unwrap_or_else(|| {
                together.push(of);
                together.len() - 1
            })
        }
    };
    if (before, after, number) == (0, 0, 0) {
        return None;
    }
    let mut uid = format!("busy-{before}-{after}-{number}");
    while clinic.appointment_type(&uid).is_some() {
        uid.push('-');
    }
    let uid = Uid::from(uid);
    types.entry(uid.clone()).or_insert_with(|| AppointmentType {
        uid: uid.clone(),
        buffer_before_minutes: before,
        buffer_after_minutes: after,
        active: false,
        ..AppointmentType::default()
    });
    Some(uid)
}
