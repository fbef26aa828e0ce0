//! What can be asked for, and what then happens, as plain data.

use serde::{Deserialize, Deserializer, Serialize};

use crate::Uid;
use crate::appointment::{Actor, Appointment};
use crate::time::Instant;
use crate::wire::{no_others, required};

/// Something that is to happen to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "command", rename_all = "snake_case")]
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
        doctor_uid: Option<Uid>,
        /// For whom. A patient has no two appointments at a time.
        patient_uid: Option<Uid>,
        /// Who asks.
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
        /// Who asks.
        by: Actor,
    },
    /// Move what is confirmed to another slot of its type.
    Rebook {
        /// The appointment.
        uid: Uid,
        /// The new start.
        start_date: Instant,
        /// The new doctor; the same if null.
        doctor_uid: Option<Uid>,
        /// Who asks.
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

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Word {
            Hold,
            Confirm,
            Release,
            Cancel,
            Rebook,
            Complete,
            NoShow,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            command: Word,
            uid: Uid,
            #[serde(default)]
            appointment_type_uid: Option<Uid>,
            #[serde(default)]
            start_date: Option<Instant>,
            #[serde(default)]
            doctor_uid: Option<Uid>,
            #[serde(default)]
            patient_uid: Option<Uid>,
            #[serde(default)]
            by: Option<Actor>,
            #[serde(default)]
            reason: Option<String>,
            #[serde(default)]
            video_room_id: Option<Uid>,
        }
        let Fields { command, uid, appointment_type_uid, start_date, doctor_uid, patient_uid, by, reason, video_room_id } =
            Fields::deserialize(deserializer)?;
        let given = [
            ("appointment_type_uid", appointment_type_uid.is_some()),
            ("start_date", start_date.is_some()),
            ("doctor_uid", doctor_uid.is_some()),
            ("patient_uid", patient_uid.is_some()),
            ("by", by.is_some()),
            ("reason", reason.is_some()),
            ("video_room_id", video_room_id.is_some()),
        ];
        no_others(
            &given,
            match command {
                Word::Hold => &["command", "uid", "appointment_type_uid", "start_date", "doctor_uid", "patient_uid", "by"],
                Word::Confirm => &["command", "uid", "video_room_id"],
                Word::Cancel => &["command", "uid", "reason", "by"],
                Word::Rebook => &["command", "uid", "start_date", "doctor_uid", "by"],
                Word::Release | Word::Complete | Word::NoShow => &["command", "uid"],
            },
        )?;
        let by = by.unwrap_or_default();
        Ok(match command {
            Word::Hold => Self::Hold {
                uid,
                appointment_type_uid: required(appointment_type_uid, "appointment_type_uid")?,
                start_date: required(start_date, "start_date")?,
                doctor_uid,
                patient_uid,
                by,
            },
            Word::Confirm => Self::Confirm { uid, video_room_id },
            Word::Release => Self::Release { uid },
            Word::Cancel => Self::Cancel { uid, reason: required(reason, "reason")?, by },
            Word::Rebook => Self::Rebook { uid, start_date: required(start_date, "start_date")?, doctor_uid, by },
            Word::Complete => Self::Complete { uid },
            Word::NoShow => Self::NoShow { uid },
        })
    }
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
