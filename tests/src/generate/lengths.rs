//! Types with several lengths, doctors who take longer, and what is asked for.

use frontdesk::{
    AppointmentTypeSetting, BookingLimit, ClinicSnapshot, CountedOver, LimitScope, Period, SlotQuery,
};

use super::tape::Tape;
use crate::oracle::RIGHT;
use crate::oracle::desk::Desk;

/// Lets the type that is asked for have several lengths, and some of those that it is booked for.
pub fn add_lengths(tape: &mut Tape, clinic: &mut ClinicSnapshot, query: &mut SlotQuery, now: i64) {
    if !tape.chance(14) {
        return;
    }
    let kind = &mut clinic.appointment_types[0];
    let usual = kind.duration_minutes;
    let mut lengths = vec![usual];
    for _ in 0..tape.pick(&[0, 1, 1, 2]) {
        let length =
            tape.pick(&[2 * usual, usual / 2, usual + 15, 30, 45, 60, 90, usual + 1]).clamp(1, 1_440);
        if !lengths.contains(&length) {
            lengths.push(length);
        }
    }
    if lengths.len() > 1 {
        kind.durations_minutes.clone_from(&lengths);
    }
    query.duration_minutes = tape.maybe(55, |tape| tape.pick(&lengths));
    let uid = kind.uid.clone();
    for doctor in &mut clinic.doctors {
        let takes = tape.maybe(45, |tape| tape.pick(&[usual + 15, 2 * usual, usual / 2, 45]).clamp(1, 1_440));
        let settings = &mut doctor.appointment_type_settings;
        match settings.iter_mut().find(|setting| setting.appointment_type_uid == uid) {
            Some(setting) => setting.duration_minutes = takes,
            None if takes.is_some() => settings.push(AppointmentTypeSetting {
                appointment_type_uid: uid.clone(),
                duration_minutes: takes,
                ..AppointmentTypeSetting::default()
            }),
            None => {}
        }
    }
    for appointment in &mut clinic.appointments {
        let is_moved = query.exclude_appointment_uid.as_ref() == Some(&appointment.uid);
        // Sometimes one that the type no longer has.
        let asked = tape.pick(&lengths) + tape.pick(&[0, 0, 0, 0, 7]);
        if tape.chance(if is_moved { 90 } else { 30 }) {
            appointment.duration_minutes = Some(asked.min(1_440));
        }
    }
    if tape.chance(55) {
        join_longer(tape, clinic, query, now);
    }
}

/// A session that has a seat left for somebody who stays longer, and a limit that this reaches.
fn join_longer(tape: &mut Tape, clinic: &mut ClinicSnapshot, query: &mut SlotQuery, now: i64) {
    let index = tape.below(clinic.doctors.len());
    clinic.appointment_types[0].capacity = clinic.appointment_types[0].capacity.max(3);
    let longest = clinic.appointment_types[0].durations_minutes.iter().max().copied();
    if tape.chance(70) {
        query.duration_minutes = longest.or(query.duration_minutes);
    }
    let (doctor, kind) = (&clinic.doctors[index], &clinic.appointment_types[0]);
    let excluded = query.exclude_appointment_uid.as_ref();
    let desk = Desk::new(&RIGHT, clinic, doctor, kind, query.grid, excluded, now);
    let desk = desk.lasting(query.duration_minutes, excluded);
    let of_type = desk.sessions.iter().filter(|session| session.type_uid() == Some(&kind.uid));
    let sessions: Vec<_> = of_type.map(|session| (session.start(), session.length)).collect();
    if sessions.is_empty() {
        return;
    }
    let (start, length) = tape.pick(&sessions);
    let per = tape.pick(&[Period::Day, Period::Week]);
    let (count, used) = desk.used(per, LimitScope::AppointmentType, start);
    let minutes = (used + (desk.duration() - length).max(0)) / 60 + tape.pick(&[0, -1, 0, 1]);
    // Who joins adds no appointment.
    let appointments = tape.maybe(50, |_| count);
    let limit = BookingLimit { per, scope: CountedOver::Doctor, appointments, minutes: Some(minutes.max(0)) };
    clinic.appointment_types[0].limits = vec![limit];
}
