//! Sequences of commands in a small waiting room: [`generate`] tells one from a tape, and [`rules`] say what
//! every command is to be answered.

pub mod generate;
pub mod rules;

use frontdesk::{
    DoctorPreference, Instant, Joining, QueueChange, QueueCommand, QueueEntry, QueuePresence, QueueStatus,
    Uid, WaitingRoomSnapshot,
};
use serde::Serialize;

/// A room without entries, and what is asked of it.
pub type Sequence = crate::sequence::Sequence<WaitingRoomSnapshot, Ask>;
/// What is asked, and when.
pub type Step = crate::sequence::Step<Ask>;

/// What is asked in a step.
#[derive(Debug, Clone, Serialize)]
pub enum Ask {
    /// A command.
    Command(QueueCommand),
    /// A change of the room.
    Change(Box<QueueChange>),
}

/// The command by which somebody joins who thought of joining.
pub fn register(uid: Uid, patient_uid: Uid, joining: &Joining) -> QueueCommand {
    let joining = joining.clone();
    QueueCommand::Register {
        uid,
        patient_uid,
        visit_reason: joining.visit_reason,
        preferred_doctor_uid: joining.preferred_doctor_uid,
        preference: joining.preference,
        preference_patience_minutes: joining.preference_patience_minutes,
        level: joining.level,
        urgent: joining.urgent,
        head_start_seconds: joining.head_start_seconds,
    }
}

/// A patient who waits, and would see anybody.
pub fn waiter(patient: &str, registered_at: Instant) -> QueueEntry {
    QueueEntry {
        uid: patient.into(),
        status: QueueStatus::Waiting,
        patient_uid: patient.into(),
        visit_reason: None,
        preferred_doctor_uid: None,
        preference: DoctorPreference::Soft,
        preference_patience_minutes: None,
        level: None,
        urgent: false,
        head_start_seconds: 0,
        presence: QueuePresence::Ready,
        ready_at: None,
        parts: Vec::new(),
        announced: None,
        shown: None,
        registered_at,
        sequence: 0,
        doctor_uid: None,
        video_room_id: None,
        allocated_at: None,
        completed_at: None,
        cancelled_at: None,
        cancelled_by: None,
    }
}
