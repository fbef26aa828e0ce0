//! Doctors with several places.

use frontdesk::{ClinicSnapshot, Instant, Uid};

use super::tape::Tape;

/// Gives some doctors several places, and takes them with appointments that run at the same time.
pub fn add_places(tape: &mut Tape, clinic: &mut ClinicSnapshot) {
    if tape.chance(85) {
        clinic.appointment_types.iter_mut().for_each(|kind| kind.capacity = 1);
    }
    let groups: Vec<Uid> = clinic
        .appointment_types
        .iter()
        .filter(|kind| kind.capacity > 1)
        .map(|kind| kind.uid.clone())
        .collect();
    for index in 0..clinic.doctors.len() {
        if index > 0 && tape.chance(50) {
            continue;
        }
        let doctor = &mut clinic.doctors[index];
        doctor.concurrent_appointments_max = tape.pick(&[2, 2, 2, 3]);
        doctor.appointment_type_settings.retain(|setting| !groups.contains(&setting.appointment_type_uid));
        let own: Vec<_> =
            clinic.appointments.iter().filter(|other| other.doctor_uid == doctor.uid).cloned().collect();
        for (place, model) in own.iter().enumerate() {
            if !tape.chance(65) {
                continue;
            }
            let mut beside = model.clone();
            beside.uid = Uid::from(format!("mtg-beside-{index}-{place}"));
            beside.patient_uid = None;
            let length = model.end_date.0 - model.start_date.0;
            let later = tape.pick(&[0, 0, 600, -600, length, length / 2, length + 600, -length, 1]);
            let start = (model.start_date.0 + later).max(0);
            (beside.start_date, beside.end_date) = (Instant(start), Instant(start + length));
            clinic.appointments.push(beside);
        }
    }
}
