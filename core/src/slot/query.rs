//! Questions and answers about slots, as plain data.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::model::appointment::Actor;
use crate::model::grid::Grid;
pub use crate::model::reason::{LimitScope, LimitUnit, NotOffering, Reason};
pub use crate::model::reason_code::ReasonCode;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// Which slots of an appointment type can be booked?
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct SlotQuery {
    /// The type to book.
    pub appointment_type_uid: Uid,
    /// Earliest start.
    pub from: Instant,
    /// First start that is too late; at most ten years after `from`.
    pub to: Instant,
    /// Only these doctors; all if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
    /// Only the first so many slots, by start and doctor.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub limit: Option<i64>,
    /// Only starts at one of these times; at any if there are none.
    #[serde(default)]
    pub times: Vec<WishedTime>,
    /// On whose clock `times` are; on each doctor's if null.
    #[serde(default)]
    pub timezone: Option<String>,
    /// An appointment that is to be moved: it is not in its own way.
    #[serde(default)]
    pub exclude_appointment_uid: Option<Uid>,
    /// The grid of starts; that of the type if null.
    #[serde(default)]
    pub grid: Option<Grid>,
    /// How long, one of the type's lengths; if null, as long as it takes with the doctor.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub duration_minutes: Option<i64>,
    /// How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
    /// has that is to be moved.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub seats: Option<i64>,
    /// For whom: what overlaps the patient's other appointments is not listed, and nothing is if the patient
    /// has as many live holds as may be.
    #[serde(default)]
    pub patient_uid: Option<Uid>,
    /// Who asks: administrators are bound neither by the booking notice nor by the horizon.
    #[serde(default)]
    pub by: Actor,
    /// Only windows at these locations; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uids: Option<Vec<Uid>>,
}

/// Hours of a day in which somebody would come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct WishedTime {
    /// 0 is Monday; any day if null.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub weekday: Option<i64>,
    /// Earliest start, in minutes from local midnight, 0 to 1440.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub from: i64,
    /// First start that is too late, in minutes from local midnight, after `from`.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub to: i64,
}

/// For whom a start is asked about, and by whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct BookingOptions {
    /// How long, one of the type's lengths; if null, as long as it takes with the doctor.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub duration_minutes: Option<i64>,
    /// How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
    /// has that is to be moved.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub seats: Option<i64>,
    /// The patient, whose other appointments and live holds count.
    #[serde(default)]
    pub patient_uid: Option<Uid>,
    /// Who asks: administrators are bound neither by the booking notice nor by the horizon.
    #[serde(default)]
    pub by: Actor,
    /// Only windows at these locations; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uids: Option<Vec<Uid>>,
}

/// A slot that can be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Slot {
    /// The start.
    pub start_date: Instant,
    /// The end.
    pub end_date: Instant,
    /// Who can be booked.
    pub doctor_uid: Uid,
    /// Seats that are left; 1 but for group visits.
    pub seats_left: u32,
    /// Where it is; nowhere in particular if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uid: Option<Uid>,
}

/// On which local days can a slot be booked?
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct DaysQuery {
    /// The type to book.
    pub appointment_type_uid: Uid,
    /// Earliest start.
    pub from: Instant,
    /// First start that is too late; at most ten years after `from`.
    pub to: Instant,
    /// Whose calendar the days are of; the clinic's if null. On its clock are `times`; on each doctor's if
    /// null.
    #[serde(default)]
    pub timezone: Option<String>,
    /// Only these doctors; all if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
    /// Only starts at one of these times; at any if there are none.
    #[serde(default)]
    pub times: Vec<WishedTime>,
    /// An appointment that is to be moved: it is not in its own way.
    #[serde(default)]
    pub exclude_appointment_uid: Option<Uid>,
    /// The grid of starts; that of the type if null.
    #[serde(default)]
    pub grid: Option<Grid>,
    /// How long, one of the type's lengths; if null, as long as it takes with the doctor.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub duration_minutes: Option<i64>,
    /// How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
    /// has that is to be moved.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub seats: Option<i64>,
    /// For whom: what overlaps the patient's other appointments is not listed, and nothing is if the patient
    /// has as many live holds as may be.
    #[serde(default)]
    pub patient_uid: Option<Uid>,
    /// Who asks: administrators are bound neither by the booking notice nor by the horizon.
    #[serde(default)]
    pub by: Actor,
    /// Only windows at these locations; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uids: Option<Vec<Uid>>,
}

/// A local day with at least one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct DayWithSlots {
    /// The day.
    pub date: NaiveDate,
    /// Its first start.
    pub first_start_date: Instant,
}

/// Why can this not be booked?
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ExplainQuery {
    /// The type to book.
    pub appointment_type_uid: Uid,
    /// The start, as an instant. Either this or `local_start`.
    #[serde(default)]
    pub start_date: Option<Instant>,
    /// The start on each doctor's own clock, `2026-03-23T14:00:00`. Where the clock shows it twice, the
    /// first is meant.
    #[serde(default, deserialize_with = "crate::wire::optional_local_time")]
    pub local_start: Option<NaiveDateTime>,
    /// Only these doctors; all if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
    /// An appointment that is to be moved: it is not in its own way.
    #[serde(default)]
    pub exclude_appointment_uid: Option<Uid>,
    /// The grid of starts; that of the type if null.
    #[serde(default)]
    pub grid: Option<Grid>,
    /// How long, one of the type's lengths; if null, as long as it takes with the doctor.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub duration_minutes: Option<i64>,
    /// How many seats of one group visit one appointment is to take; 1 if null, or as many as the appointment
    /// has that is to be moved.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub seats: Option<i64>,
    /// For whom: the patient's other appointments count, and so do the patient's live holds.
    #[serde(default)]
    pub patient_uid: Option<Uid>,
    /// Who asks: administrators are bound neither by the booking notice nor by the horizon.
    #[serde(default)]
    pub by: Actor,
    /// Only windows at these locations; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uids: Option<Vec<Uid>>,
}

/// Why a start can't be booked with one doctor. Without reasons, it can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Explanation {
    /// The doctor.
    pub doctor_uid: Uid,
    /// Every reason.
    pub reasons: Vec<Reason>,
}
