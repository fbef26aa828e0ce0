//! What is taken of a doctor's time: intervals, and of each no more than what decides where slots are.

use std::collections::{BTreeMap, HashMap};

use frontdesk::limits::RANGE_DAYS_MAX;
use frontdesk::{
    Appointment, AppointmentStatus, AppointmentType, AppointmentsQuery, Clinic, Doctor, Instant, Uid,
};
use serde::Serialize;

use super::hours::is_named;

/// Time that is taken: start, end, what stands for its type, where it is, and when it is free again by itself. What is
/// null at the end is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Busy {
    start: Instant,
    end: Instant,
    kind: Option<Uid>,
    location: Option<Uid>,
    until: Option<Instant>,
}

impl Serialize for Busy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { start, end, kind, location, until } = self;
        match (kind, location, until) {
            (None, None, None) => (start, end).serialize(serializer),
            (_, None, None) => (start, end, kind).serialize(serializer),
            (_, _, None) => (start, end, kind, location).serialize(serializer),
            _ => (start, end, kind, location, until).serialize(serializer),
        }
    }
}

/// The appointments that take time from `from` on, by doctor and start.
pub(super) fn appointments(
    clinic: &Clinic,
    from: Instant,
    now: Instant,
) -> frontdesk::Result<HashMap<Uid, Vec<Appointment>>> {
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
    let mut of_doctors: HashMap<Uid, Vec<Appointment>> = HashMap::new();
    for appointment in clinic.appointments(&query, now)? {
        of_doctors.entry(appointment.doctor_uid.clone()).or_default().push(appointment);
    }
    Ok(of_doctors)
}

/// What these appointments take of a doctor's time. Types that stand for others are added to `types`.
pub(super) fn of(
    clinic: &Clinic,
    doctor: &Doctor,
    appointments: &[Appointment],
    types: &mut BTreeMap<Uid, AppointmentType>,
) -> Vec<Busy> {
    let travels = !clinic.travel_minutes().is_empty();
    // Intervals that touch are one where nothing counts appointments.
    let merges = doctor.limits.is_empty() && doctor.concurrent_appointments_max == 1;
    let mut sessions = HashMap::new();
    let mut taken: Vec<Busy> = Vec::new();
    for appointment in appointments {
        let kind = appointment.appointment_type_uid.as_ref().and_then(|uid| clinic.appointment_type(uid));
        let named = kind.filter(|kind| is_named(clinic, kind));
        let stands = match named {
            Some(kind) => Some(kind.uid.clone()),
            None => stand_in(clinic, doctor, appointment, kind, &mut sessions, types),
        };
        let held = appointment.status == AppointmentStatus::Held;
        let next = Busy {
            start: appointment.start_date,
            end: appointment.end_date,
            kind: stands,
            location: appointment.location_uid.clone().filter(|_| travels || named.is_some()),
            until: appointment.hold_expires_at.filter(|_| held),
        };
        let is_plain = merges && named.is_none() && !held;
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

/// What stands for a type that is not told: one that asks for the same gaps. Where a doctor's appointments are counted,
/// two that begin together and are not of one type stay two.
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
