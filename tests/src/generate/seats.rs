//! Appointments that take several seats of a group visit.

use frontdesk::{Appointment, BookingLimit, ClinicSnapshot, CountedOver, LimitScope, Period, SlotQuery, Uid};
use serde_json::json;

use super::tape::Tape;
use crate::oracle::RIGHT;
use crate::oracle::desk::Desk;

/// Lets appointments take several seats, and asks for as many as a session has left, or one more. `points`
/// are moments that matter to each doctor.
pub fn add_seats(
    tape: &mut Tape,
    clinic: &mut ClinicSnapshot,
    query: &mut SlotQuery,
    now: i64,
    points: &[Vec<i64>],
) {
    // Where people join what and where, and what weeks have in common, is of interest without them, too.
    let is_long = query.to.0 - query.from.0 > 8 * 86_400;
    let often = if clinic.patient_limits.is_empty() { 26 } else { 60 };
    let is_apart = !clinic.locations.is_empty() || is_long;
    if is_apart && !tape.chance(15) || !tape.chance(often) {
        return;
    }
    let has_places = clinic.doctors.iter().any(|doctor| doctor.concurrent_appointments_max > 1);
    if !has_places {
        let capacity = tape.pick(&[2, 3, 4, 4, 5, 6, 8]);
        clinic.appointment_types[0].capacity = clinic.appointment_types[0].capacity.max(capacity);
    }
    let capacity = clinic.appointment_types[0].capacity;
    for appointment in &mut clinic.appointments {
        appointment.seats = tape.pick(&[1, 1, 2, 2, 3, 4]);
    }
    let members = if tape.chance(80) { fill_session(tape, clinic, now, points) } else { Vec::new() };
    if !members.is_empty() && tape.chance(65) {
        query.exclude_appointment_uid = Some(members[tape.below(members.len())].clone());
    }
    let moved = query.exclude_appointment_uid.clone();
    if let Some(moved) = clinic.appointments.iter_mut().find(|other| Some(&other.uid) == moved.as_ref())
        && tape.chance(10)
    {
        moved.seats = capacity + tape.pick(&[1, 2, 5]);
    }
    if moved.is_none() || tape.chance(25) {
        query.seats = tape.maybe(85, |tape| tape.between(1, capacity));
    }
    if let Some(left) = left_in_a_session(tape, clinic, query, now)
        && tape.chance(80)
        && (query.seats.is_some() || moved.is_none())
    {
        query.seats = Some((left + tape.pick(&[0, 0, 1, 1, -1])).clamp(1, capacity));
    }
    if tape.chance(30) {
        limit_sessions(tape, clinic, query, now);
    }
}

/// Books a session of the type at a moment that matters, for which some seats are left or none, and says who
/// is in it.
fn fill_session(tape: &mut Tape, clinic: &mut ClinicSnapshot, now: i64, points: &[Vec<i64>]) -> Vec<Uid> {
    let index = if tape.chance(75) { 0 } else { tape.below(clinic.doctors.len()) };
    let latest = &points[index][points[index].len().saturating_sub(12)..];
    if latest.is_empty() {
        return Vec::new();
    }
    let start = tape.pick(latest).max(0);
    let kind = &clinic.appointment_types[0];
    let mut taken = (kind.capacity - tape.pick(&[0, 0, 1, 1, 2, 3])).max(1);
    let places = clinic.locations.len();
    let location = (places > 0 && tape.chance(70)).then(|| &clinic.locations[tape.below(places)].uid);
    let mut uids = Vec::new();
    while taken > 0 {
        let seats = tape.between(1, taken);
        let (status, lapses) =
            tape.pick(&[("confirmed", None), ("confirmed", None), ("held", Some(now + 600))]);
        let member = json!({ "uid": format!("seats-{}", uids.len()), "status": status,
            "hold_expires_at": lapses,
            "doctor_uid": clinic.doctors[index].uid, "appointment_type_uid": kind.uid, "start_date": start,
            "end_date": start + kind.duration_minutes * 60, "seats": seats, "location_uid": location });
        let member: Appointment = serde_json::from_value(member).expect("an appointment");
        uids.push(member.uid.clone());
        clinic.appointments.push(member);
        taken -= seats;
    }
    uids
}

/// The desk of a doctor, by the doctor's place.
fn desk<'a>(clinic: &'a ClinicSnapshot, query: &SlotQuery, index: usize, now: i64) -> Desk<'a> {
    let (doctor, kind) = (&clinic.doctors[index], &clinic.appointment_types[0]);
    Desk::new(&RIGHT, clinic, doctor, kind, query.grid, query.exclude_appointment_uid.as_ref(), now)
}

/// The seats that are left in one of the sessions of the type.
fn left_in_a_session(tape: &mut Tape, clinic: &ClinicSnapshot, query: &SlotQuery, now: i64) -> Option<i64> {
    let index = tape.below(clinic.doctors.len());
    let desk = desk(clinic, query, index, now);
    let of_type = desk.sessions.iter().filter(|session| session.type_uid() == Some(&desk.kind.uid));
    let left: Vec<i64> = of_type.map(|session| desk.capacity() - session.taken).collect();
    if left.is_empty() { None } else { Some(tape.pick(&left)) }
}

/// A limit on the appointments of the day or week of a session, which leaves one more, or none.
fn limit_sessions(tape: &mut Tape, clinic: &mut ClinicSnapshot, query: &SlotQuery, now: i64) {
    let index = tape.below(clinic.doctors.len());
    let desk = desk(clinic, query, index, now);
    let starts: Vec<i64> = desk.sessions.iter().map(|session| session.start()).collect();
    if starts.is_empty() {
        return;
    }
    let (start, per) = (tape.pick(&starts), tape.pick(&[Period::Day, Period::Week]));
    let (count, _) = desk.used(per, LimitScope::AppointmentType, start);
    let appointments = Some(count + tape.pick(&[1, 1, 0, 2]));
    let limit = BookingLimit { per, scope: CountedOver::Doctor, appointments, minutes: None };
    clinic.appointment_types[0].limits = vec![limit];
}
