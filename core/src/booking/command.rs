//! What can be asked for, as plain data.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::model::appointment::Actor;
use crate::model::reason_code::ReasonCode;
use crate::time::instant::Instant;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// Something that is to happen to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "command", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
        /// By the administrator only: kinds of reasons that do not count against the slot.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<ReasonCode>>"))]
        r#override: Vec<ReasonCode>,
        /// A live hold of the same patient that this one takes the place of: both happen, or neither.
        replaces: Option<Uid>,
        /// How long, one of the type's lengths; if null, as long as it takes with the doctor.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration_minutes: Option<i64>,
        /// How many seats of a group visit; 1 if null.
        #[serde(skip_serializing_if = "Option::is_none")]
        seats: Option<i64>,
        /// Where; if null, the first of the locations at which the slot is offered.
        #[serde(skip_serializing_if = "Option::is_none")]
        location_uid: Option<Uid>,
    },
    /// Put off the end of a hold, as far as its type lets it live.
    Extend {
        /// The appointment.
        uid: Uid,
    },
    /// Book what is held, or ask the practice to approve it if the type needs that.
    Confirm {
        /// The appointment.
        uid: Uid,
        /// The video room, for types that have one `per_appointment`; the appointment's uid if null.
        video_room_id: Option<Uid>,
        /// Who asks; the patient if null. The administrator needs no approval.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
    },
    /// Book what waits for approval.
    Approve {
        /// The appointment.
        uid: Uid,
        /// Who asks: the administrator, also if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
    },
    /// Call off what waits for approval.
    Decline {
        /// The appointment.
        uid: Uid,
        /// Why; not blank, 2000 characters at most.
        reason: String,
        /// Who asks: the administrator, also if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
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
    /// Move what is confirmed to another slot, of its type or of another.
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
        /// By the administrator only: kinds of reasons that do not count against the new slot.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<ReasonCode>>"))]
        r#override: Vec<ReasonCode>,
        /// How long, one of the type's lengths; if null, as long as was asked for until now.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration_minutes: Option<i64>,
        /// How many seats of a group visit; as many as until now if null.
        #[serde(skip_serializing_if = "Option::is_none")]
        seats: Option<i64>,
        /// What it is from then on; if null, the type stays.
        #[serde(skip_serializing_if = "Option::is_none")]
        appointment_type_uid: Option<Uid>,
        /// Where; if null, at the same location if the slot is offered there, else at the first one of those
        /// at which it is.
        #[serde(skip_serializing_if = "Option::is_none")]
        location_uid: Option<Uid>,
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
    /// Take back that an appointment took place, was missed or was called off.
    Reopen {
        /// The appointment.
        uid: Uid,
        /// Who asks: the administrator, also if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
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
        by: Actor,
        r#override: Vec<ReasonCode> = Vec::new(),
        reason: String,
        video_room_id: Uid,
        replaces: Uid,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        duration_minutes: i64,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        seats: i64,
        location_uid: Uid,
    }
    Hold { uid, appointment_type_uid, start_date, local_start, doctor_uid, patient_uid,
        by = Actor::default(), r#override, replaces, duration_minutes, seats, location_uid }
    Extend { uid }
    Confirm { uid, video_room_id, by = Actor::default() }
    Approve { uid, by = Actor::Administrator }
    Decline { uid, reason, by = Actor::Administrator }
    Release { uid }
    Cancel { uid, reason, by = Actor::default() }
    Rebook { uid, start_date, local_start, doctor_uid, by = Actor::default(), r#override, duration_minutes,
        seats, appointment_type_uid, location_uid }
    Complete { uid, by = Actor::default() }
    NoShow { uid }
    Reopen { uid, by = Actor::Administrator }
}
