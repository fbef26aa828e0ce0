//! Who wants to be told of events.

use frontdesk::{Instant, Uid};
use serde::{Deserialize, Serialize};

/// A webhook subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// The id.
    pub uid: Uid,
    /// The event type it is told of.
    pub notification_type: String,
    /// Where to: an `https` address.
    pub target: String,
    /// The version of the payload.
    pub payload_version: String,
    /// What deliveries are signed with.
    pub signing_secret: String,
    /// A header that goes along, if one was asked for.
    #[serde(default)]
    pub custom_header: Option<CustomHeader>,
    /// When it was made.
    pub created_at: Instant,
}

/// A header of the subscriber's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Up to when reminders have been looked for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderCursor {
    /// That instant.
    pub until: Instant,
}
