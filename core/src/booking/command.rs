//! What can be asked for, and what then happens, as plain data.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::model::appointment::{Actor, Appointment};
use crate::time::instant::Instant;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// Something that is to happen to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Reserve a slot until the hold of its type runs out.
    Hold {
        /// The new appointment's id. The same command again is answered with the same event.
        uid: Uid,
        /// What is booked.
        appointment_type_uid: Uid,
        /// The start, as an instant. Either this or `local_start`.
        start_date: Option<Instant>,
        /// The start on the doctor's clock, such as `2026-12-01T09:00`; on the clinic's if no doctor is
        /// named. Where the clock shows it twice, the first is meant.
        local_start: Option<NaiveDateTime>,
        /// Who is booked. If null, the type's `doctor_choice` names one of those who can be.
        doctor_uid: Option<Uid>,
        /// For whom. A patient has no two appointments at a time.
        patient_uid: Option<Uid>,
        /// Who asks; the patient if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
    },
    /// Book what is held.
    Confirm {
        /// The appointment.
        uid: Uid,
        /// The video room, for types that have one `per_appointment`; the appointment's uid if null.
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
        /// Who asks; the patient if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
    },
    /// Move what is confirmed to another slot of its type.
    Rebook {
        /// The appointment.
        uid: Uid,
        /// The new start, as an instant. Either this or `local_start`.
        start_date: Option<Instant>,
        /// The new start on the clock of the doctor from then on, such as `2026-12-01T09:00`. Where the clock
        /// shows it twice, the first is meant.
        local_start: Option<NaiveDateTime>,
        /// The new doctor; the same if null.
        doctor_uid: Option<Uid>,
        /// Who asks; the patient if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
    },
    /// Say that a confirmed appointment took place.
    Complete {
        /// The appointment.
        uid: Uid,
        /// Who asks; the patient if null. The administrator may say so before the start as well.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
    },
    /// Say that the patient of a confirmed appointment did not come.
    NoShow {
        /// The appointment.
        uid: Uid,
    },
}

tagged! {
    Command, command {
        uid: Uid,
        appointment_type_uid: Uid,
        start_date: Instant,
        #[serde(deserialize_with = "crate::wire::optional_local_time")]
        local_start: NaiveDateTime,
        doctor_uid: Uid,
        patient_uid: Uid,
        by: Actor = Actor::default(),
        reason: String,
        video_room_id: Uid,
    }
    Hold { uid, appointment_type_uid, start_date, local_start, doctor_uid, patient_uid, by }
    Confirm { uid, video_room_id }
    Release { uid }
    Cancel { uid, reason, by }
    Rebook { uid, start_date, local_start, doctor_uid, by }
    Complete { uid, by }
    NoShow { uid }
}

/// Something that happened to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "event", rename_all = "snake_case")]
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
        /// The appointment's `sequence` from now on. It tells this move from the same one made again, after
        /// others.
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
        video_room_id: Uid,
        previous_doctor_uid: Uid,
        previous_start_date: Instant,
        sequence: u32,
    }
    Held { appointment }
    Confirmed { uid, at, video_room_id }
    Released { uid, at }
    Expired { uid, at }
    Cancelled { uid, at, by, reason }
    Rebooked { uid, at, by, doctor_uid, start_date, end_date, video_room_id, previous_doctor_uid, previous_start_date, sequence }
    Completed { uid, at }
    NoShow { uid, at }
}

impl Event {
    /// What it is called on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Confirmed { .. } => "confirmed",
            Self::Released { .. } => "released",
            Self::Expired { .. } => "expired",
            Self::Cancelled { .. } => "cancelled",
            Self::Rebooked { .. } => "rebooked",
            Self::Completed { .. } => "completed",
            Self::NoShow { .. } => "no_show",
        }
    }

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
