//! What has happened to appointments, as plain data: replayed, the same clinic comes out.

use serde::Serialize;

use crate::model::appointment::{Actor, Appointment};
use crate::model::reason::Reason;
use crate::time::instant::Instant;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// Something that happened to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "event", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Event {
    /// A slot is reserved.
    Held {
        /// The new appointment.
        appointment: Box<Appointment>,
        /// What stood against its slot, and was overridden.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Reason>>"))]
        overrode: Vec<Reason>,
    },
    /// The end of a hold is put off.
    Extended {
        /// The appointment.
        uid: Uid,
        /// When that was said.
        at: Instant,
        /// First instant at which the hold no longer counts.
        hold_expires_at: Instant,
    },
    /// What was held waits for the practice.
    ApprovalRequested {
        /// The appointment.
        uid: Uid,
        /// When.
        at: Instant,
        /// First instant at which it is too late to approve it.
        hold_expires_at: Instant,
        /// Its video room, if it is approved.
        video_room_id: Uid,
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
        /// How often it had been reopened.
        #[serde(skip_serializing_if = "crate::wire::is_default")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<u32>"))]
        reopenings: u32,
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
        /// The length that was asked for, now or before, if any was.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration_minutes: Option<i64>,
        /// How many seats of a group visit it takes from now on; 1 if null.
        #[serde(skip_serializing_if = "Option::is_none")]
        seats: Option<i64>,
        /// What it is from now on, if that changes.
        #[serde(skip_serializing_if = "Option::is_none")]
        appointment_type_uid: Option<Uid>,
        /// The video room from now on.
        video_room_id: Option<Uid>,
        /// The doctor until now.
        previous_doctor_uid: Uid,
        /// The old start.
        previous_start_date: Instant,
        /// The appointment's `sequence` from now on. It tells this move from the same one made again, after
        /// others.
        sequence: u32,
        /// What stood against the new slot, and was overridden.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Reason>>"))]
        overrode: Vec<Reason>,
        /// Where it is from now on.
        #[serde(skip_serializing_if = "Option::is_none")]
        location_uid: Option<Uid>,
    },
    /// It took place.
    Completed {
        /// The appointment.
        uid: Uid,
        /// When that was said.
        at: Instant,
        /// How often it had been reopened.
        #[serde(skip_serializing_if = "crate::wire::is_default")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<u32>"))]
        reopenings: u32,
    },
    /// The patient did not come.
    NoShow {
        /// The appointment.
        uid: Uid,
        /// When that was said.
        at: Instant,
        /// How often it had been reopened.
        #[serde(skip_serializing_if = "crate::wire::is_default")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<u32>"))]
        reopenings: u32,
    },
    /// It is confirmed again.
    Reopened {
        /// The appointment.
        uid: Uid,
        /// When.
        at: Instant,
        /// How often it has been reopened, with this time.
        reopenings: u32,
    },
}

tagged! {
    Event, event {
        uid: Uid,
        appointment: Box<Appointment>,
        at: Instant,
        by: Actor,
        reason: String,
        doctor_uid: Uid,
        start_date: Instant,
        end_date: Instant,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        duration_minutes: i64,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        seats: i64,
        appointment_type_uid: Uid,
        video_room_id: Uid,
        previous_doctor_uid: Uid,
        previous_start_date: Instant,
        sequence: u32,
        overrode: Vec<Reason> = Vec::new(),
        reopenings: u32,
        hold_expires_at: Instant,
        location_uid: Uid,
    }
    Held { appointment, overrode }
    Extended { uid, at, hold_expires_at }
    ApprovalRequested { uid, at, hold_expires_at, video_room_id }
    Confirmed { uid, at, video_room_id }
    Released { uid, at }
    Expired { uid, at }
    Cancelled { uid, at, by, reason, reopenings = 0 }
    Rebooked { uid, at, by, doctor_uid, start_date, end_date, duration_minutes, seats, appointment_type_uid,
        video_room_id, previous_doctor_uid, previous_start_date, sequence, overrode, location_uid }
    Completed { uid, at, reopenings = 0 }
    NoShow { uid, at, reopenings = 0 }
    Reopened { uid, at, reopenings }
}

impl Event {
    /// What it is called on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Extended { .. } => "extended",
            Self::ApprovalRequested { .. } => "approval_requested",
            Self::Confirmed { .. } => "confirmed",
            Self::Released { .. } => "released",
            Self::Expired { .. } => "expired",
            Self::Cancelled { .. } => "cancelled",
            Self::Rebooked { .. } => "rebooked",
            Self::Completed { .. } => "completed",
            Self::NoShow { .. } => "no_show",
            Self::Reopened { .. } => "reopened",
        }
    }

    /// The appointment.
    pub fn appointment_uid(&self) -> &Uid {
        match self {
            Self::Held { appointment, .. } => &appointment.uid,
            Self::Extended { uid, .. }
            | Self::ApprovalRequested { uid, .. }
            | Self::Confirmed { uid, .. }
            | Self::Released { uid, .. }
            | Self::Expired { uid, .. }
            | Self::Cancelled { uid, .. }
            | Self::Rebooked { uid, .. }
            | Self::Completed { uid, .. }
            | Self::NoShow { uid, .. }
            | Self::Reopened { uid, .. } => uid,
        }
    }
}
