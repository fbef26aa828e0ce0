//! §4, blocking and groups: what stands in the way of a slot, and what can be joined.

use frontdesk::{Appointment, ClinicSnapshot, Doctor, Uid};

use super::clock::Clock;
use super::definitions::Definitions;
use super::interval::Interval;
use frontdesk::Period;

/// Blocking appointments of one doctor, type and start.
#[derive(Debug, Clone)]
pub struct Session<'a> {
    /// Who takes part; not empty.
    pub members: Vec<&'a Appointment>,
    /// How many seats they take.
    pub taken: i64,
    /// The length that limits count, in seconds.
    pub length: i64,
    /// The number of the local day of its start.
    pub day: i64,
}

impl Session<'_> {
    /// When all of it starts.
    pub fn start(&self) -> i64 {
        self.members[0].start_date.0
    }

    /// Of which type it is.
    pub fn type_uid(&self) -> Option<&Uid> {
        self.members[0].appointment_type_uid.as_ref()
    }
}

/// The time of an appointment.
pub fn span(appointment: &Appointment) -> Interval {
    Interval { start: appointment.start_date.0, end: appointment.end_date.0 }
}

/// First instant at which the hold of `appointment` no longer counts. Nobody asks it of one that is not held.
pub fn hold_end(snapshot: &ClinicSnapshot, appointment: &Appointment) -> i64 {
    if let Some(at) = appointment.hold_expires_at {
        return at.0;
    }
    let kind = snapshot
        .appointment_types
        .iter()
        .find(|kind| Some(&kind.uid) == appointment.appointment_type_uid.as_ref());
    match (appointment.created_at, kind) {
        (Some(created_at), Some(kind)) => created_at.0 + kind.hold_ttl_seconds,
        // INVARIANT: a valid snapshot says of every hold when it ends.
        _ => 0,
    }
}

/// The appointments of `doctor` that block at `now`.
pub fn blocking<'a>(
    rules: &Definitions,
    snapshot: &'a ClinicSnapshot,
    doctor: &Doctor,
    excluded: Option<&Uid>,
    now: i64,
) -> Vec<&'a Appointment> {
    let of_doctor = snapshot.appointments.iter().filter(|appointment| appointment.doctor_uid == doctor.uid);
    of_doctor
        .filter(|appointment| rules.excluded_blocks || excluded != Some(&appointment.uid))
        .filter(|appointment| (rules.blocks)(appointment, hold_end(snapshot, appointment), now))
        .collect()
}

/// The sessions into which blocking appointments of a doctor fall.
pub fn sessions<'a>(
    rules: &Definitions,
    doctor: &Doctor,
    clock: &Clock,
    blocking: &[&'a Appointment],
) -> Vec<Session<'a>> {
    let apart = doctor.concurrent_appointments_max > 1 && rules.places_part_sessions;
    let mut groups: Vec<Vec<&'a Appointment>> = Vec::new();
    for &appointment in blocking {
        match groups.iter_mut().find(|group| !apart && (rules.one_session)(group[0], appointment)) {
            Some(group) => group.push(appointment),
            None => groups.push(vec![appointment]),
        }
    }
    groups
        .into_iter()
        .map(|members| {
            let lengths: Vec<i64> =
                members.iter().map(|member| member.end_date.0 - member.start_date.0).collect();
            let start = members[0].start_date.0;
            let day = (rules.period_of)(clock, Period::Day, 0, start);
            let taken = members.iter().map(|member| (rules.seats_of)(member)).sum();
            Session { members, taken, length: (rules.session_length)(&lengths), day }
        })
        .collect()
}
