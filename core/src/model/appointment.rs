//! Appointments: what is booked, held or over, and what of it stands in the way of a slot.

use std::fmt;

use chrono::NaiveDateTime;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::appointment_type::{DoctorChoiceStrategy, MeetingType};
use crate::model::reason::Reason;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// An appointment: the object of the documented API, and the end of its hold.
///
/// Its times may be given on its doctor's clock instead: then `start_date` and `end_date` are
/// [`Instant::UNKNOWN`] until a clinic takes it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
// `Self`: what is derived is called by the traits below, which ask for the one or the other time.
#[serde(remote = "Self", deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Appointment {
    /// The id, such as `mtg-abc123`.
    pub uid: Uid,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// The doctor.
    pub doctor_uid: Uid,
    /// Kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor_display_name: Option<String>,
    /// The patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_uid: Option<Uid>,
    /// Kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_display_name: Option<String>,
    /// The type, or none: a walk-in consultation has none. The type of an appointment may be gone from the
    /// clinic.
    #[serde(default)]
    pub appointment_type_uid: Option<Uid>,
    /// Kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_type_name: Option<String>,
    /// Kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_type: Option<MeetingType>,
    /// Kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_format: Option<MeetingFormat>,
    /// The start. It may be left out where `local_start` is given.
    #[serde(default = "unknown", deserialize_with = "given", skip_serializing_if = "is_unknown")]
    pub start_date: Instant,
    /// The end. It may be left out where `local_end` is given.
    #[serde(default = "unknown", deserialize_with = "given", skip_serializing_if = "is_unknown")]
    pub end_date: Instant,
    /// Only given, never answered: the start on the doctor's clock, such as `2026-12-01T09:00`, instead of
    /// `start_date`. Where the clock shows it twice, the first is meant.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_local_time",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(skip_serializing))]
    pub local_start: Option<NaiveDateTime>,
    /// Only given, never answered: the end on the doctor's clock, instead of `end_date`.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_local_time",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(skip_serializing))]
    pub local_end: Option<NaiveDateTime>,
    /// The length that was asked for, if any was, 1 to 1440. It is kept where the appointment is moved and no
    /// other is asked for.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub duration_minutes: Option<i64>,
    /// How many seats of its group visit it takes, 1 to 1000.
    #[serde(
        default = "crate::wire::one",
        deserialize_with = "crate::wire::integer",
        skip_serializing_if = "crate::wire::is_one"
    )]
    pub seats: i64,
    /// When it was held first. The hold of a `held` one ends `hold_ttl_seconds` of its type later, unless
    /// `hold_expires_at` says when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Instant>,
    /// First instant at which a hold no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_expires_at: Option<Instant>,
    /// When it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Instant>,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_reason: Option<String>,
    /// When it was confirmed. Reminders that were due by then are not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Instant>,
    /// When its start was moved last. Reminders of the new start that were due by then are not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebooked_at: Option<Instant>,
    /// The video room, from the confirmation on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video_room_id: Option<Uid>,
    /// How the doctor was chosen, if nobody was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor_choice: Option<DoctorChoice>,
    /// Whether it waits for the practice to approve it. It is `held` then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// Where it is; nowhere in particular if null. The location may be gone from the clinic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uid: Option<Uid>,
    /// The hold that it took the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Uid>,
    /// How often it was confirmed again after it had ended.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub reopenings: u32,
    /// What stood against its slot when the administrator held or moved it there all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrode: Vec<Reason>,
    /// How often it was confirmed, moved or called off, or expired: the `SEQUENCE` of its calendar entries
    /// (RFC 5546 §2.1.4).
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub sequence: u32,
}

impl<'de> Deserialize<'de> for Appointment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let appointment = Self::deserialize(deserializer)?;
        if appointment.start_date == Instant::UNKNOWN && appointment.local_start.is_none() {
            return Err(D::Error::missing_field("start_date"));
        }
        if appointment.end_date == Instant::UNKNOWN && appointment.local_end.is_none() {
            return Err(D::Error::missing_field("end_date"));
        }
        Ok(appointment)
    }
}

impl Serialize for Appointment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// An instant that is given is not [`Instant::UNKNOWN`], whatever its number.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    Ok(Instant::deserialize(deserializer)?.max(Instant(i64::MIN + 1)))
}

fn unknown() -> Instant {
    Instant::UNKNOWN
}

/// What no clinic has taken in yet is written as it was given, by its local time alone.
fn is_unknown(at: &Instant) -> bool {
    *at == Instant::UNKNOWN
}

/// How a doctor was chosen for a hold that named none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct DoctorChoice {
    /// By what.
    pub strategy: DoctorChoiceStrategy,
    /// How many doctors came into question: all who could be booked or, for a group, those of them who had a
    /// session with a seat left, if anybody had.
    pub candidates: u32,
    /// For `fewest_appointments`: the sessions of the one chosen on that local day, without this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointments_that_day: Option<u32>,
    /// For `priority`: that of the one chosen, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u32>,
    /// For `round_robin`: when the one chosen was last booked for the type, if ever, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_booked_at: Option<Instant>,
    /// What the one chosen weighs, if the setting for the type says so and the strategy looks at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
}

/// Where an appointment stands, as in the documented API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AppointmentStatus {
    /// Reserved until its hold expires.
    Held,
    /// Booked.
    Confirmed,
    /// Called off.
    Cancelled,
    /// The hold ran out before it was confirmed.
    Expired,
    /// Over.
    Completed,
    /// The patient did not come.
    NoShow,
}

/// How far the practice has come with what a patient asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Approval {
    /// It is for the practice to approve or to decline.
    Requested,
}

/// Who asks for something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Actor {
    /// A patient, bound by every notice, and by whether patients may rebook the type.
    #[default]
    Patient,
    /// A partner's system that acts for patients, bound by every notice.
    Partner,
    /// The clinic itself, bound by no notice and no horizon. It can override reasons, knowingly.
    Administrator,
}

/// Where the meeting is held, as in the documented API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum MeetingFormat {
    /// By video.
    Digital,
    /// On the spot.
    InPerson,
}

impl Appointment {
    /// One of which no more is said.
    pub(crate) fn plain(
        uid: Uid,
        status: AppointmentStatus,
        doctor_uid: Uid,
        start_date: Instant,
        end_date: Instant,
    ) -> Self {
        Self {
            uid,
            status,
            doctor_uid,
            doctor_display_name: None,
            patient_uid: None,
            patient_display_name: None,
            appointment_type_uid: None,
            appointment_type_name: None,
            meeting_type: None,
            meeting_format: None,
            start_date,
            end_date,
            local_start: None,
            local_end: None,
            duration_minutes: None,
            seats: 1,
            created_at: None,
            hold_expires_at: None,
            cancelled_at: None,
            cancellation_reason: None,
            confirmed_at: None,
            rebooked_at: None,
            video_room_id: None,
            doctor_choice: None,
            approval: None,
            location_uid: None,
            replaces: None,
            reopenings: 0,
            overrode: Vec::new(),
            sequence: 0,
        }
    }

    /// Where it stands at an instant: a hold that has run out is `expired`, recorded or not.
    pub fn status_at(&self, now: Instant) -> AppointmentStatus {
        match (self.status, self.hold_expires_at) {
            (AppointmentStatus::Held, Some(at)) if now >= at => AppointmentStatus::Expired,
            (status, _) => status,
        }
    }
}

impl Actor {
    pub(crate) fn is_bound_by_notice(self) -> bool {
        self != Self::Administrator
    }
}

impl fmt::Display for AppointmentStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Held => "held",
            Self::Confirmed => "confirmed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Completed => "completed",
            Self::NoShow => "no_show",
        })
    }
}

impl AppointmentStatus {
    /// Until when an appointment of this status stands in the way of others; `None` if it never does.
    pub(crate) fn blocks_until(self, hold_expires_at: i64) -> Option<i64> {
        match self {
            Self::Held => Some(hold_expires_at),
            Self::Confirmed | Self::Completed | Self::NoShow => Some(i64::MAX),
            Self::Cancelled | Self::Expired => None,
        }
    }
}
