//! Limits of types in windows.

use frontdesk::{Appointment, AppointmentStatus, ClinicSnapshot, ExceptionKind, Instant, TypeLimit, Uid};

use super::bookings::TYPE_UIDS;
use super::tape::Tape;

/// Limits how many appointments of some types the windows of a doctor take, and books some of them. `points`
/// are moments that matter to each doctor.
pub fn limit_windows(tape: &mut Tape, clinic: &mut ClinicSnapshot, points: &[Vec<i64>]) {
    let known = &TYPE_UIDS[..clinic.appointment_types.len()];
    let index = tape.below(clinic.doctors.len());
    let mut limits = vec![limit(tape, known)];
    if known.len() > 1 && tape.chance(25) {
        // More of two types together than of one of them.
        let appointments = limits[0].appointments + 1;
        let appointment_type_uids = known.iter().take(2).map(|uid| Uid::from(*uid)).collect();
        limits[0].appointment_type_uids.truncate(1);
        limits.push(TypeLimit { appointment_type_uids, appointments });
    }
    // No window is limited for types that it is not for.
    let doctor = &mut clinic.doctors[index];
    for rule in doctor.availability_rules.iter_mut().filter(|rule| !rule.blocked) {
        if rule.appointment_type_uids.is_none() && tape.chance(70) {
            rule.type_limits.clone_from(&limits);
        }
    }
    for extra in &mut doctor.availability_exceptions {
        if extra.kind == ExceptionKind::Extra && extra.appointment_type_uids.is_none() && tape.chance(70) {
            extra.type_limits.clone_from(&limits);
        }
    }
    for window in doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows) {
        if window.appointment_type_uids.is_none() && tape.chance(70) {
            window.type_limits.clone_from(&limits);
        }
    }
    let doctor_uid = doctor.uid.clone();
    let Some(model) = clinic.appointments.first().cloned() else { return };
    for place in 0..tape.pick(&[0, 1, 1, 2, 3]) {
        let start = tape.pick_or(&points[index], 0);
        clinic.appointments.push(Appointment {
            uid: Uid::from(format!("mtg-in-{place}")),
            doctor_uid: doctor_uid.clone(),
            appointment_type_uid: Some(limits[0].appointment_type_uids[0].clone()),
            status: AppointmentStatus::Confirmed,
            start_date: Instant(start),
            end_date: Instant(start + tape.pick(&[60, 900, 1_800])),
            hold_expires_at: None,
            patient_uid: None,
            location_uid: model.location_uid.clone().filter(|_| tape.chance(50)),
            duration_minutes: None,
            ..model.clone()
        });
    }
}

fn limit(tape: &mut Tape, known: &[&str]) -> TypeLimit {
    let types = tape.pick(&[&known[..1], &known[..1], known, &known[known.len() - 1..]]);
    TypeLimit {
        appointment_type_uids: types.iter().map(|uid| Uid::from(*uid)).collect(),
        appointments: tape.pick(&[1, 1, 2, 2, 3]),
    }
}
