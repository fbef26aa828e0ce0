//! Limits over all doctors, in months and years, and of patients.

use frontdesk::{
    Appointment, AppointmentStatus, BookingLimit, ClinicSnapshot, CountedOver, Instant, LimitScope,
    PatientLimit, Period, SlotQuery, Uid,
};

use super::bookings::TYPE_UIDS;
use super::tape::Tape;
use crate::oracle::RIGHT;
use crate::oracle::desk::Desk;

/// Limits at what is used in the period of a candidate, or beside it. `points` are moments that matter to
/// each doctor.
pub fn add_wider_limits(tape: &mut Tape, clinic: &mut ClinicSnapshot, points: &[Vec<i64>]) {
    clinic.week_starts_on = tape.maybe(50, |tape| tape.pick(&[6, 6, 1, 0, 3]));
    let index = if tape.chance(60) { 0 } else { tape.below(clinic.doctors.len()) };
    let start = tape.pick_or(&points[index], 0);
    for _ in 0..tape.pick(&[1, 1, 2]) {
        let scope = tape.pick(&[
            LimitScope::Clinic,
            LimitScope::Clinic,
            LimitScope::AppointmentType,
            LimitScope::Doctor,
        ]);
        let per = match scope {
            LimitScope::Clinic => tape.pick(&[Period::Day, Period::Day, Period::Week, Period::Month]),
            _ => tape.pick(&[Period::Month, Period::Year, Period::Week, Period::Week]),
        };
        if scope == LimitScope::Clinic {
            busy_others(tape, clinic, index, start);
        }
        let kind = &clinic.appointment_types[0];
        // As if no hold were over.
        let desk = Desk::new(&RIGHT, clinic, &clinic.doctors[index], kind, None, None, 0);
        let (count, seconds) = desk.used(per, scope, start);
        let more = seconds / 60 + kind.duration_minutes;
        let over = if scope == LimitScope::Clinic { &[0, 0, 0, 1, 1, 2] } else { &[1, 1, 0, 2, 1, 0] };
        let appointments = tape.maybe(70, |tape| (count + tape.pick(over)).max(0));
        let minutes = tape.maybe(if appointments.is_some() { 20 } else { 100 }, |tape| {
            more + tape.pick(&[0, 0, 0, -1, 1, 30])
        });
        let counted = if scope == LimitScope::Clinic { CountedOver::Clinic } else { CountedOver::Doctor };
        let limit = BookingLimit { per, scope: counted, appointments, minutes };
        match scope {
            LimitScope::Doctor => clinic.doctors[index].limits.push(limit),
            _ => clinic.appointment_types[0].limits.push(limit),
        }
    }
}

/// Gives the other doctors appointments of the type near a moment of one doctor, and on the days after it.
fn busy_others(tape: &mut Tape, clinic: &mut ClinicSnapshot, index: usize, start: i64) {
    let Some(model) = clinic.appointments.first().cloned() else { return };
    for (other, doctor) in clinic.doctors.iter().enumerate().filter(|(other, _)| *other != index) {
        let start = (start + tape.pick(&[0, 0, 3_600, -3_600, 86_400, 3 * 86_400])).max(0);
        clinic.appointments.push(Appointment {
            uid: Uid::from(format!("mtg-of-{other}-{}", clinic.appointments.len())),
            doctor_uid: doctor.uid.clone(),
            appointment_type_uid: Some(clinic.appointment_types[0].uid.clone()),
            status: AppointmentStatus::Confirmed,
            start_date: Instant(start),
            end_date: Instant(start + 1_800),
            hold_expires_at: None,
            patient_uid: None,
            location_uid: None,
            duration_minutes: None,
            ..model.clone()
        });
    }
}

/// Limits of patients, and a patient for whom is asked.
pub fn limit_patients(tape: &mut Tape, clinic: &mut ClinicSnapshot, query: &mut SlotQuery, now: i64) {
    let known = clinic.appointment_types.len();
    for _ in 0..tape.pick(&[1, 1, 2]) {
        // Two of one period, of which one could never be reached, are refused.
        let is_other = clinic.patient_limits.first().map(|other| other.per.is_none());
        let per = tape.maybe(70, |tape| {
            tape.pick(&[Period::Day, Period::Week, Period::Week, Period::Month, Period::Year])
        });
        let per = match is_other {
            Some(true) => per.or(Some(Period::Week)),
            Some(false) => None,
            None => per,
        };
        clinic.patient_limits.push(PatientLimit {
            per,
            upcoming: per.is_none(),
            appointments: tape.pick(&[1, 1, 2, 2, 3, 0]),
            appointment_type_uids: tape
                .maybe(40, |tape| {
                    let types: &[&str] = tape.pick(&[&TYPE_UIDS[..1], &TYPE_UIDS[1..2], &TYPE_UIDS[..2]]);
                    let known = types.iter().filter(|uid| TYPE_UIDS[..known].contains(uid));
                    known.map(|uid| Uid::from(*uid)).collect::<Vec<_>>()
                })
                .filter(|uids| !uids.is_empty()),
        });
    }
    if clinic.week_starts_on.is_none() {
        clinic.week_starts_on = tape.maybe(40, |tape| tape.pick(&[6, 2]));
    }
    if tape.chance(80) {
        query.patient_uid = Some(Uid::from("pat-1"));
    }
    for appointment in &mut clinic.appointments {
        if tape.chance(40) {
            appointment.patient_uid = Some(Uid::from("pat-1"));
        }
    }
    // Exactly now is still to come.
    if let Some(appointment) = clinic.appointments.last_mut().filter(|_| tape.chance(30)) {
        let length = appointment.end_date.0 - appointment.start_date.0;
        appointment.patient_uid = Some(Uid::from("pat-1"));
        appointment.status = AppointmentStatus::Confirmed;
        (appointment.start_date, appointment.end_date) = (Instant(now), Instant(now + length));
    }
}
