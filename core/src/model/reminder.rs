//! Reminders: who is told how long before an appointment.

use serde::{Deserialize, Serialize};

use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// A reminder of an appointment type: the object of the documented API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    /// The id, such as `rem-001`.
    pub uid: Uid,
    /// The type of the appointments it reminds of.
    pub appointment_type_uid: Uid,
    /// Who is reminded.
    pub recipient_role: RecipientRole,
    /// How long before the start it is due, 1 to 86400: at most 60 days.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub minutes_before: i64,
    /// By email.
    #[serde(default)]
    pub send_email: bool,
    /// By text message.
    #[serde(default)]
    pub send_sms: bool,
    /// An inactive reminder is never due.
    #[serde(default = "yes")]
    pub active: bool,
}

/// Who is reminded, as in the documented API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
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

fn yes() -> bool {
    true
}
