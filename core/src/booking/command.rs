//! What can be asked for, and what then happens, as plain data.

use serde::{Deserialize, Serialize};

use crate::Uid;
use crate::appointment::{Actor, Appointment};
use crate::time::Instant;

/// Something that is to happen to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Reserve a slot until the hold of its type runs out.
    Hold {
        /// The new appointment's id. The same command again is answered with the same event.
        uid: Uid,
        /// What is booked.
        appointment_type_uid: Uid,
        /// The start.
        start_date: Instant,
        /// Who is booked. If null, the type's `doctor_choice` names one of those who can be.
        #[serde(default)]
        doctor_uid: Option<Uid>,
        /// For whom. A patient has no two appointments at a time.
        #[serde(default)]
        patient_uid: Option<Uid>,
        /// Who asks.
        #[serde(default)]
        by: Actor,
    },
    /// Book what is held.
    Confirm {
        /// The appointment.
        uid: Uid,
        /// The video room, for types that have one `per_appointment`; the appointment's uid if null.
        #[serde(default)]
        video_room_id: Option<Uid>,
    },
    /// Give back what is held.
    Release {
        /// The appointment.
        uid: Uid,
    },
    /// Call off what is held or confirmed.
    Cancel {
        /// The appointment.
        uid: Uid,
        /// Why; not blank, 2000 characters at most.
        reason: String,
        /// Who asks.
        #[serde(default)]
        by: Actor,
    },
    /// Move what is confirmed to another slot of its type.
    Rebook {
        /// The appointment.
        uid: Uid,
        /// The new start.
        start_date: Instant,
        /// The new doctor; the same if null.
        #[serde(default)]
        doctor_uid: Option<Uid>,
        /// Who asks.
        #[serde(default)]
        by: Actor,
    },
    /// Say that a confirmed appointment took place.
    Complete {
        /// The appointment.
        uid: Uid,
    },
    /// Say that the patient of a confirmed appointment did not come.
    NoShow {
        /// The appointment.
        uid: Uid,
    },
}

/// Something that happened to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A slot is reserved.
    Held {
        /// The new appointment.
        appointment: Box<Appointment>,
    },
    /// What was held is booked.
    Confirmed {
        /// The appointment.
        uid: Uid,
        /// When.
        at: Instant,
        /// Its video room.
        video_room_id: Uid,
    },
    /// What was held is given back.
    Released {
        /// The appointment.
        uid: Uid,
        /// When.
        at: Instant,
    },
    /// The hold ran out.
    Expired {
        /// The appointment.
        uid: Uid,
        /// When it ran out.
        at: Instant,
    },
    /// Called off.
    Cancelled {
        /// The appointment.
        uid: Uid,
        /// When.
        at: Instant,
        /// By whom.
        by: Actor,
        /// Why.
        reason: String,
    },
    /// Moved.
    Rebooked {
        /// The appointment.
        uid: Uid,
        /// When.
        at: Instant,
        /// By whom.
        by: Actor,
        /// The doctor from now on.
        doctor_uid: Uid,
        /// The new start.
        start_date: Instant,
        /// The new end.
        end_date: Instant,
        /// The video room from now on.
        video_room_id: Option<Uid>,
        /// The doctor until now.
        previous_doctor_uid: Uid,
        /// The old start.
        previous_start_date: Instant,
        /// The appointment's `sequence` from now on. It tells this move from the same one made again, after others.
        sequence: u32,
    },
    /// It took place.
    Completed {
        /// The appointment.
        uid: Uid,
        /// When that was said.
        at: Instant,
    },
    /// The patient did not come.
    NoShow {
        /// The appointment.
        uid: Uid,
        /// When that was said.
        at: Instant,
    },
}

impl Event {
    /// The appointment.
    pub fn appointment_uid(&self) -> &Uid {
        match self {
            Self::Held { appointment } => &appointment.uid,
            Self::Confirmed { uid, .. }
            | Self::Released { uid, .. }
            | Self::Expired { uid, .. }
            | Self::Cancelled { uid, .. }
            | Self::Rebooked { uid, .. }
            | Self::Completed { uid, .. }
            | Self::NoShow { uid, .. } => uid,
        }
    }
}
