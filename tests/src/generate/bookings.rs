//! Types, and the appointments that are there already.

use frontdesk::{
    Appointment, AppointmentStatus, AppointmentType, BookingLimit, ClinicSnapshot, CountedOver,
    DoctorAssignmentMode, Grid, GridMode, Instant, LimitScope, Period, Uid,
};
use serde_json::json;

use super::story::Story;
use super::tape::Tape;
use crate::oracle::RIGHT;
use crate::oracle::desk::Desk;

/// The type that is asked for; the other one, if there is one; and one that the clinic no longer has.
pub const TYPE_UIDS: [&str; 3] = ["apt-1", "apt-2", "apt-gone"];

/// One or two types. The first is the one that will be asked for.
pub fn types(tape: &mut Tape) -> Vec<AppointmentType> {
    let count = tape.pick(&[1, 2, 2]);
    TYPE_UIDS[..count].iter().map(|uid| appointment_type(tape, uid)).collect()
}

fn appointment_type(tape: &mut Tape, uid: &str) -> AppointmentType {
    let duration = tape
        .pick(&[30, 30, 30, 15, 15, 20, 20, 45, 45, 60, 60, 10, 10, 5, 1, 7, 25, 90, 120, 240, 720, 1_440]);
    let plain = json!({ "uid": uid, "duration_minutes": duration });
    let mut kind: AppointmentType =
        serde_json::from_value(plain).expect("these are the fields that a type must have");
    kind.hold_ttl_seconds = tape.pick(&[900, 1, 3_600, 86_400]);
    kind.booking_min_notice_minutes = tape.pick(&[0, 0, 0, 15, 60, 120, 1_440, 1]);
    kind.active = !tape.chance(3);
    kind.capacity = tape.pick(&[1, 1, 1, 2, 3, 4]);
    kind.grid = tape.maybe(65, grid);
    if tape.chance(22) {
        let minutes = |tape: &mut Tape| tape.pick(&[0, 5, 10, 15, 30, 7, 60, 1_440]);
        (kind.buffer_before_minutes, kind.buffer_after_minutes) = (minutes(tape), minutes(tape));
    }
    if tape.chance(20) {
        kind.doctor_assignment_mode = DoctorAssignmentMode::SelectedDoctorsOnly;
    }
    kind
}

/// A grid of any mode.
pub fn grid(tape: &mut Tape) -> Grid {
    let mode = tape.pick(&[GridMode::Window, GridMode::Packed, GridMode::Packed, GridMode::Clock]);
    let align_minutes = tape.maybe(if mode == GridMode::Clock { 70 } else { 0 }, |tape| {
        tape.pick(&[15, 5, 30, 60, 20, 120, 1_440, 1, 180])
    });
    Grid {
        mode,
        step_minutes: tape.maybe(45, |tape| tape.pick(&[15, 30, 10, 5, 20, 60, 7, 1, 90, 1_440, 10_080])),
        align_minutes,
        least_gap_minutes: None,
    }
}

/// Adds up to nine appointments to `clinic`. `points[i]` are the moments that matter to its doctor `i`. When
/// holds end is said later.
pub fn add_appointments(tape: &mut Tape, story: &Story, clinic: &mut ClinicSnapshot, points: &[Vec<i64>]) {
    let durations: Vec<i64> =
        clinic.appointment_types.iter().map(|kind| kind.duration_minutes * 60).collect();
    for index in 0..tape.pick(&[0, 1, 2, 3, 4, 5, 6, 9]) {
        let doctor = if tape.chance(70) { 0 } else { tape.below(clinic.doctors.len()) };
        // Mostly on the days of the story, sometimes in the weeks after them.
        let weeks = tape.pick(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 2]);
        let start = tape.near(&points[doctor], story.around) + weeks * 7 * 86_400;
        let usual = tape.pick(&durations);
        let length = match tape.below(16) {
            _ if weeks > 0 => tape.pick(&[usual, 3_600, 14_400, 28_800, 43_200]),
            0..8 => usual,
            8..14 => tape.pick(&[1_800, 60, 1, usual + 30, usual - 30, 5_400]),
            14 => 7_200,
            _ => tape.pick(&[86_400, 3 * 86_400]),
        };
        let status = tape.pick(STATUSES);
        let doctor_uid = clinic.doctors[doctor].uid.clone();
        let time = Instant(start)..Instant(start + length);
        let mut appointment = Appointment {
            status,
            patient_uid: tape.maybe(25, |_| Uid::from("pat-1")),
            appointment_type_uid: type_uid(tape, durations.len()),
            ..Appointment::confirmed(format!("mtg-{index}"), doctor_uid, time)
        };
        let earlier: Vec<&Appointment> =
            clinic.appointments.iter().filter(|other| other.doctor_uid == appointment.doctor_uid).collect();
        if !earlier.is_empty() && tape.chance(55) {
            let other = tape.pick(&earlier);
            relate(tape, story, &mut appointment, other);
        }
        clinic.appointments.push(appointment);
    }
    if tape.chance(20) {
        fill_session(tape, clinic);
    }
}

/// Fills a session of the type that will be asked for: to the last seat, beyond it, or but for one.
fn fill_session(tape: &mut Tape, clinic: &mut ClinicSnapshot) {
    let kind = &clinic.appointment_types[0];
    let seats = (kind.capacity + tape.pick(&[0, 0, -1, 1])) as usize;
    let of_type = clinic
        .appointments
        .iter()
        .filter(|other| other.appointment_type_uid.as_ref() == Some(&kind.uid))
        .collect::<Vec<_>>();
    if kind.capacity == 1 || of_type.is_empty() {
        return;
    }
    let mut member = tape.pick(&of_type).clone();
    member.status = AppointmentStatus::Confirmed;
    member.end_date = Instant(member.start_date.0 + kind.duration_minutes * 60);
    for seat in 1..seats {
        member.uid = Uid::from(format!("seat-{seat}"));
        clinic.appointments.push(member.clone());
    }
}

const STATUSES: &[AppointmentStatus] = &[
    AppointmentStatus::Confirmed,
    AppointmentStatus::Confirmed,
    AppointmentStatus::Confirmed,
    AppointmentStatus::Held,
    AppointmentStatus::Held,
    AppointmentStatus::Completed,
    AppointmentStatus::NoShow,
    AppointmentStatus::Cancelled,
    AppointmentStatus::Expired,
];

fn type_uid(tape: &mut Tape, types: usize) -> Option<Uid> {
    match tape.below(10) {
        0..6 => Some(Uid::from(TYPE_UIDS[0])),
        6..8 => Some(Uid::from(TYPE_UIDS[types - 1])),
        8 => None,
        _ => Some(Uid::from(TYPE_UIDS[2])),
    }
}

/// Moves `appointment` to where it has to do with `other`.
fn relate(tape: &mut Tape, story: &Story, appointment: &mut Appointment, other: &Appointment) {
    let length = appointment.end_date.0 - appointment.start_date.0;
    let other_length = other.end_date.0 - other.start_date.0;
    let gap = tape.pick(&story.buffers) * 60 + tape.pick(&[0, 0, 1, -1, 60]);
    let (start, length) = match tape.below(10) {
        // A seat in the same session, mostly of the same length.
        0..5 => {
            appointment.appointment_type_uid = other.appointment_type_uid.clone();
            appointment.status = tape.pick(&[
                AppointmentStatus::Confirmed,
                AppointmentStatus::Confirmed,
                AppointmentStatus::Held,
            ]);
            (other.start_date.0, if tape.chance(40) { length } else { other_length })
        }
        // Something else at the same time.
        5 => (other.start_date.0, length),
        // Right behind it, right before it, just so far off that a slot fits in between, and across it.
        6 => (other.end_date.0 + gap, length),
        7 => (other.start_date.0 - gap - length, length),
        8 => (other.end_date.0 + 2 * gap + length, length),
        _ => (other.start_date.0 + other_length / 2, length),
    };
    let start = start.max(0);
    (appointment.start_date, appointment.end_date) = (Instant(start), Instant(start + length));
}

/// Limits at what is used in the day or week of a candidate, or one beside it.
pub fn add_limits(tape: &mut Tape, clinic: &mut ClinicSnapshot, points: &[Vec<i64>]) {
    if !tape.chance(38) {
        return;
    }
    for _ in 0..tape.pick(&[1, 1, 2]) {
        let of_the_type = tape.chance(50);
        let index = tape.below(clinic.doctors.len());
        let per = tape.pick(&[Period::Day, Period::Week]);
        let start = tape.pick_or(&points[index], 0);
        let kind = &clinic.appointment_types[0];
        // As if no hold were over.
        let desk = Desk::new(&RIGHT, clinic, &clinic.doctors[index], kind, None, None, 0);
        let scope = if of_the_type { LimitScope::AppointmentType } else { LimitScope::Doctor };
        let (count, seconds) = desk.used(per, scope, start);
        let minutes = seconds / 60 + kind.duration_minutes;
        let appointments = tape.maybe(60, |tape| (count + tape.pick(&[1, 1, 0, 2])).max(0));
        let minutes = tape.maybe(if appointments.is_some() { 30 } else { 100 }, |tape| {
            minutes + tape.pick(&[0, 0, 0, -1, 1, 30])
        });
        let limit = BookingLimit { per, scope: CountedOver::Doctor, appointments, minutes };
        match of_the_type {
            true => clinic.appointment_types[0].limits.push(limit),
            false => clinic.doctors[index].limits.push(limit),
        }
    }
}

/// Says of each hold when it ends: mostly about `now`. Some only say when they were held first.
pub fn end_holds(tape: &mut Tape, clinic: &mut ClinicSnapshot, now: i64) {
    for appointment in &mut clinic.appointments {
        let kind = clinic
            .appointment_types
            .iter()
            .find(|kind| Some(&kind.uid) == appointment.appointment_type_uid.as_ref());
        if appointment.status != AppointmentStatus::Held && !tape.chance(5) {
            continue;
        }
        let end = (now + tape.pick(&[0, 1, -1, 0, 1, 600, -600, 900])).max(0);
        match kind {
            Some(kind) if tape.chance(35) && end >= kind.hold_ttl_seconds => {
                appointment.created_at = Some(Instant(end - kind.hold_ttl_seconds));
            }
            _ => appointment.hold_expires_at = Some(Instant(end)),
        }
    }
}
