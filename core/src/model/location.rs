//! Where a clinic sees its patients, and how long it takes to get from one place to another.

use serde::{Deserialize, Serialize};

use crate::wire::uid::Uid;

/// A place at which a clinic sees patients: a site, a branch, a ward.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Location {
    /// The id; unique in its clinic.
    pub uid: Uid,
    /// What calendars show as the place (`LOCATION` in iCalendar). It has no other say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How long a doctor needs from one location to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Travel {
    /// Where it begins.
    pub from_location_uid: Uid,
    /// Where it ends. The way back takes as long, unless the clinic says that too.
    pub to_location_uid: Uid,
    /// How long, 0 to 1440.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub minutes: i64,
}
