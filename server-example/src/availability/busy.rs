//! What is taken of a doctor's time: intervals, and of each no more than what decides where slots are. Of
//! types that have to be [named](super::hours::named) each appointment is told, with its type and its seats;
//! of the rest, only where time is taken and which gaps it keeps.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use frontdesk::limits::{RANGE_DAYS_MAX, SEATS_MAX};
use frontdesk::{
    Appointment, AppointmentStatus, AppointmentType, AppointmentsQuery, Clinic, Doctor, Instant, Uid,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::hours::days_that_count;
use crate::limits::AVAILABILITY_DAYS_BEFORE;

/// Time that is taken: its interval, and what is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Busy {
    start: Instant,
    end: Instant,
    told: Told,
}

/// What is told of time that is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
struct Told {
    /// The type that stands for the gaps it keeps; none if it keeps none.
    #[serde(skip_serializing_if = "Option::is_none")]
    appointment_type_uid: Option<Uid>,
    /// Where it is, where that matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    location_uid: Option<Uid>,
    /// When it is free again by itself: it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    hold_expires_at: Option<Instant>,
    /// How many seats of a group visit it takes, if more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 2, max = SEATS_MAX))]
    seats: Option<i64>,
}

/// Intervals of which the same is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TakenTime")]
pub struct Taken {
    #[serde(flatten)]
    told: Told,
    /// The first one's start as an instant and its length; then of each the time from the end of the one
    /// before, which is negative where they overlap, and its length. All in seconds: that is less than half
    /// as long as instants are, and far more alike.
    times: Vec<i64>,
}

/// Intervals by what is told of them, each in their order.
fn grouped(busy: Vec<Busy>) -> Vec<Taken> {
    let mut groups: BTreeMap<Told, (Instant, Vec<i64>)> = BTreeMap::new();
    for Busy { start, end, told } in busy {
        let (before, times) = groups.entry(told).or_insert_with(|| (Instant(0), Vec::new()));
        times.extend([start.0 - before.0, end.0 - start.0]);
        *before = end;
    }
    groups.into_iter().map(|(told, (_, times))| Taken { told, times }).collect()
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
) -> Vec<Taken> {
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
        let told = Told {
            appointment_type_uid: stands,
            location_uid: appointment.location_uid.clone().filter(|_| travels || is_named.is_some()),
            hold_expires_at: appointment.hold_expires_at.filter(|_| held),
            seats: Some(appointment.seats).filter(|seats| *seats > 1 && is_named.is_some()),
        };
        let next = Busy { start: appointment.start_date, end: appointment.end_date, told };
        let is_plain = merges && is_named.is_none() && !held;
        match taken.last_mut() {
            Some(last)
                if is_plain
                    && last.told.hold_expires_at.is_none()
                    && last.told.appointment_type_uid == next.told.appointment_type_uid
                    && last.told.location_uid == next.told.location_uid
                    && last.end >= next.start =>
            {
                last.end = last.end.max(next.end);
            }
            _ => taken.push(next),
        }
    }
    grouped(taken)
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
