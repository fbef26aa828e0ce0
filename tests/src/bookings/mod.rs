//! Sequences of commands on a small clinic, and what holds of them whoever decides.
//!
//! [`generate`] tells a sequence from a tape, [`desk`] carries it out, [`ledger`] says after every step
//! whether what stands was admitted rightly, and [`rules`] what the status, the notices and the modes have to
//! say. None of them asks the engine for a slot's reasons.

pub mod desk;
pub mod generate;
pub mod ledger;
pub mod limits;
pub mod locations;
pub mod rules;

use frontdesk::{Actor, Appointment, AppointmentStatus, Change, ClinicSnapshot, Command, Instant, Uid};
use serde::Serialize;

/// A clinic without appointments, and what is asked of it.
pub type Sequence = crate::sequence::Sequence<ClinicSnapshot, Ask>;
/// What is asked, and when.
pub type Step = crate::sequence::Step<Ask>;

/// What is asked in a step.
#[derive(Debug, Clone, Serialize)]
pub enum Ask {
    /// A command.
    Command(Command),
    /// A hold of one of the slots that are offered, by number; of the start of the command if there are none.
    Offered(Command, usize),
    /// A command of the sequence again, by number.
    Again(usize),
    /// A change of the clinic.
    Change(Box<Change>),
    /// Holds that have run out are recorded as expired.
    RecordDue,
}

/// Whether an appointment stands in the way of others at `now`.
pub fn blocks(appointment: &Appointment, now: Instant) -> bool {
    match appointment.status {
        AppointmentStatus::Held => appointment.hold_expires_at.is_some_and(|end| now < end),
        AppointmentStatus::Confirmed | AppointmentStatus::Completed | AppointmentStatus::NoShow => true,
        AppointmentStatus::Cancelled | AppointmentStatus::Expired => false,
    }
}

/// Whether two appointments are seats of one session.
pub fn one_session(a: &Appointment, b: &Appointment) -> bool {
    a.doctor_uid == b.doctor_uid
        && a.appointment_type_uid == b.appointment_type_uid
        && a.start_date == b.start_date
}

/// The number of the local day. The clinics of sequences are in Berlin, in a week of winter.
pub fn local_day(at: Instant) -> i64 {
    (at.0 + 3_600).div_euclid(86_400)
}

/// Which appointment a command is about.
pub fn uid_of(command: &Command) -> &Uid {
    match command {
        Command::Hold { uid, .. }
        | Command::Extend { uid }
        | Command::Approve { uid, .. }
        | Command::Decline { uid, .. }
        | Command::Confirm { uid, .. }
        | Command::Release { uid }
        | Command::Cancel { uid, .. }
        | Command::Rebook { uid, .. }
        | Command::Complete { uid, .. }
        | Command::NoShow { uid }
        | Command::Reopen { uid, .. } => uid,
    }
}

/// Whether a notice of the type binds who asks.
pub fn is_bound(by: Actor) -> bool {
    matches!(by, Actor::Patient | Actor::Partner)
}
