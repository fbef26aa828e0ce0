//! Where windows and appointments are, and how long the ways take.

use frontdesk::{
    Appointment, AppointmentStatus, ClinicSnapshot, ExceptionKind, Instant, Location, SlotQuery, Travel, Uid,
};

use super::tape::Tape;

/// In no order: slots are in that of the clinic's list.
const UIDS: [&str; 3] = ["north", "south", "east"];

/// Lists a few locations, and puts windows there. `clinic` has its doctors.
pub fn add_locations(tape: &mut Tape, clinic: &mut ClinicSnapshot) {
    let count = tape.pick(&[2, 2, 3, 1]);
    let location = |uid: &&str| Location { uid: Uid::from(*uid), name: None };
    clinic.locations = UIDS[..count].iter().map(location).collect();
    for doctor in &mut clinic.doctors {
        if tape.chance(15) {
            continue;
        }
        let rules = doctor.availability_rules.iter_mut().filter(|rule| !rule.blocked);
        let rules = rules.map(|rule| &mut rule.location_uid);
        let extras = doctor.availability_exceptions.iter_mut();
        let extras = extras.filter(|exception| exception.kind == ExceptionKind::Extra);
        let extras = extras.map(|extra| &mut extra.location_uid);
        let windows = doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows);
        let windows = windows.map(|window| &mut window.location_uid);
        for location_uid in rules.chain(extras).chain(windows) {
            *location_uid = somewhere(tape, count);
        }
        // The same hours at another location: a start at both.
        if let Some(rule) = doctor.availability_rules.first().filter(|_| tape.chance(35)) {
            let mut other = rule.clone();
            other.uid = Uid::from("rule-elsewhere");
            if !other.blocked {
                other.location_uid = somewhere(tape, count);
                doctor.availability_rules.push(other);
            }
        }
    }
}

/// Says where appointments are and how long the ways take, and asks for some locations only. `points` are
/// moments that matter to the first doctor.
pub fn locate(tape: &mut Tape, clinic: &mut ClinicSnapshot, query: &mut SlotQuery, points: &[i64]) {
    let count = clinic.locations.len();
    if count == 0 {
        return;
    }
    begin_session(tape, clinic, points);
    for appointment in &mut clinic.appointments {
        appointment.location_uid = match tape.below(12) {
            0 => Some(Uid::from("gone")),
            _ => somewhere(tape, count),
        };
    }
    // Next door, nothing but the place itself keeps a session apart.
    let is_next_door = tape.chance(15);
    for (from, to) in [(0, 1), (1, 0), (1, 2), (2, 0)] {
        if !is_next_door && from.max(to) < count && tape.chance(97) {
            clinic.travel_minutes.push(Travel {
                from_location_uid: Uid::from(UIDS[from]),
                to_location_uid: Uid::from(UIDS[to]),
                minutes: minutes(tape, clinic, points),
            });
        }
    }
    query.location_uids = tape.maybe(30, |tape| {
        let asked: &[usize] = tape.pick(&[&[0], &[0], &[1], &[1, 0], &[]]);
        let mut asked: Vec<Uid> = asked.iter().map(|index| Uid::from(UIDS[*index % count])).collect();
        asked.dedup();
        asked
    });
}

/// A session of the type that will be asked for, at a moment that matters to the first doctor.
fn begin_session(tape: &mut Tape, clinic: &mut ClinicSnapshot, points: &[i64]) {
    let kind = &mut clinic.appointment_types[0];
    if tape.chance(95) {
        kind.capacity = kind.capacity.max(2);
    }
    let (uid, length) = (kind.uid.clone(), kind.duration_minutes * 60);
    if kind.capacity == 1 || points.is_empty() || !tape.chance(80) {
        return;
    }
    let first = clinic.doctors[0].uid.clone();
    if let Some(member) = clinic.appointments.iter_mut().find(|other| other.doctor_uid == first) {
        let start = tape.pick(points);
        member.status = AppointmentStatus::Confirmed;
        member.appointment_type_uid = Some(uid);
        (member.start_date, member.end_date) = (Instant(start), Instant(start + length));
    }
}

/// Often just the time between an appointment and a moment that matters.
fn minutes(tape: &mut Tape, clinic: &ClinicSnapshot, points: &[i64]) -> i64 {
    let usual = tape.pick(&[0, 10, 30, 45, 90]);
    let between = |other: &Appointment| {
        let end = other.end_date.0;
        points.iter().map(move |point| point - end).filter(|seconds| seconds % 60 == 0)
    };
    let exact: Vec<i64> = clinic.appointments.iter().flat_map(between).map(|seconds| seconds / 60).collect();
    let exact: Vec<i64> = exact.into_iter().filter(|minutes| (1..=240).contains(minutes)).collect();
    if tape.chance(90) { tape.pick_or(&exact, usual) } else { usual }
}

fn somewhere(tape: &mut Tape, count: usize) -> Option<Uid> {
    tape.maybe(85, |tape| Uid::from(UIDS[tape.below(count)]))
}
