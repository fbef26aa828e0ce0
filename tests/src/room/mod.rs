//! Sequences of commands in a small waiting room: [`generate`] tells one from a tape, and [`rules`] say what every command is to
//! be answered.

pub mod generate;
pub mod rules;

use frontdesk::{QueueChange, QueueCommand, WaitingRoomSnapshot};
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
