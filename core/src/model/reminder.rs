//! Reminders: who is told when, before an appointment, and when nobody is.

use serde::{Deserialize, Serialize};

use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// A reminder of an appointment type: the object of the documented API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Reminder {
    /// The id, such as `rem-001`.
    pub uid: Uid,
    /// The type of the appointments it reminds of.
    pub appointment_type_uid: Uid,
    /// Who is reminded.
    pub recipient_role: RecipientRole,
    /// How long before the start it is due, 1 to 86400: at most 60 days. Either this, or `days_before` and
    /// `local_time`.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub minutes_before: Option<i64>,
    /// How many dates before that of the start it is due, 0 to 60, on the doctor's clock: 1 is the day
    /// before.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub days_before: Option<i64>,
    /// At which time on that date, in minutes from local midnight, 0 to 1439: 1080 is six in the evening.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub local_time: Option<i64>,
    /// By email.
    #[serde(default)]
    pub send_email: bool,
    /// By text message.
    #[serde(default)]
    pub send_sms: bool,
    /// An inactive reminder is never due.
    #[serde(default = "crate::wire::yes")]
    pub active: bool,
}

/// Hours in which nobody is reminded, on each doctor's clock. What would be due in them is due when they
/// begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct QuietHours {
    /// When they begin, in minutes from local midnight, 0 to 1439.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub start_time: i64,
    /// When they end, in minutes from local midnight, 0 to 1440: on the next date, unless after the start.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub end_time: i64,
}

/// Who is reminded, as in the documented API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum RecipientRole {
    /// The patient.
    Patient,
    /// The doctor.
    Doctor,
    /// The administrators.
    Admin,
}

/// A reminder that is due, for one appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct DueReminder {
    /// When it is due.
    pub due_at: Instant,
    /// The appointment.
    pub appointment_uid: Uid,
    /// Its start, which tells this reminder from that of another start.
    pub start_date: Instant,
    /// The reminder.
    pub reminder_uid: Uid,
    /// Who is reminded.
    pub recipient_role: RecipientRole,
    /// By email.
    pub send_email: bool,
    /// By text message.
    pub send_sms: bool,
}
