//! Appointments of one doctor that take place at the same time, though they are no group visit. Nobody can
//! book them; real clinics have them in their past. What the engine takes is brought in.

use std::collections::HashSet;

use frontdesk::{AppointmentStatus, Clinic, Instant, Uid};

use crate::store::Writes;

/// Appointments of one doctor of which each takes place at the same time as another.
#[derive(Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The doctor.
    pub doctor_uid: Uid,
    /// The appointments, by their start.
    pub uids: Vec<Uid>,
}

struct Row {
    doctor: Uid,
    start: Instant,
    end: Instant,
    uid: Uid,
    session: String,
}

/// All of them, by doctor and time, whatever order the clinic has them in.
pub fn overlaps(clinic: &Clinic) -> Vec<Overlap> {
    let mut rows: Vec<Row> = clinic
        .snapshot()
        .appointments
        .into_iter()
        .filter_map(|appointment| {
            let takes_time =
                !matches!(appointment.status, AppointmentStatus::Cancelled | AppointmentStatus::Expired);
            // One without a type is a walk-in, which may run into the next.
            let type_uid = appointment.appointment_type_uid.filter(|_| takes_time)?;
            let is_group = clinic.appointment_type(&type_uid).is_some_and(|kind| kind.capacity > 1);
            let doctor = clinic.doctor(&appointment.doctor_uid);
            let has_places = doctor.is_some_and(|doctor| doctor.concurrent_appointments_max > 1);
            let session = match is_group {
                _ if has_places => String::new(),
                true => format!("{type_uid}@{}", appointment.start_date),
                false => appointment.uid.to_string(),
            };
            let (doctor, start, end) = (appointment.doctor_uid, appointment.start_date, appointment.end_date);
            Some(Row { doctor, start, end, uid: appointment.uid, session })
        })
        .collect();
    rows.sort_by(|a, b| (&a.doctor, a.start, &a.uid).cmp(&(&b.doctor, b.start, &b.uid)));
    let mut overlaps = Vec::new();
    let mut together: Vec<Row> = Vec::new();
    let mut until = Instant(i64::MIN);
    for row in rows {
        if together.first().is_some_and(|first| first.doctor != row.doctor || row.start >= until) {
            overlaps.extend(overlap(std::mem::take(&mut together)));
            until = Instant(i64::MIN);
        }
        until = until.max(row.end);
        together.push(row);
    }
    overlaps.extend(overlap(together));
    overlaps
}

/// Members of one session are no overlap.
fn overlap(together: Vec<Row>) -> Option<Overlap> {
    let first = together.first()?;
    let is_one = together.iter().all(|row| row.session == first.session);
    let doctor_uid = first.doctor.clone();
    (!is_one).then(|| Overlap { doctor_uid, uids: together.into_iter().map(|row| row.uid).collect() })
}

/// Has the database take them: what overlaps already is in nobody's way but in that of what comes anew.
pub fn admit(overlaps: &[Overlap], writes: &mut Writes) {
    let uids: HashSet<&Uid> = overlaps.iter().flat_map(|overlap| &overlap.uids).collect();
    for row in writes.appointments.iter_mut().filter(|row| uids.contains(&row.uid)) {
        row.session.clear();
    }
    writes.overbooked = overlaps.iter().flat_map(|overlap| overlap.uids.iter().cloned()).collect();
}
