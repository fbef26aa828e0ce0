//! The rules of a room.

use serde::{Deserialize, Serialize};

use crate::error::{ErrorCode, Path, Result};
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;
use crate::wait::VisitReason;
use crate::wire::uid::Uid;

/// The average visit where the policy names none: what the numbers of the documented API come to.
pub(super) const AVERAGE_VISIT_MINUTES: i64 = 5;

/// The rules of a waiting room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct QueuePolicy {
    /// Nobody is fetched from the queue so long before an appointment; 0 to 1440.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub guard_minutes: i64,
    /// For how long a doctor waits for the patient of an appointment; 0 to 1440.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub no_show_grace_minutes: i64,
    /// Nobody joins while so many wait; no limit if null.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub capacity: Option<i64>,
    /// Nobody joins. Who waits is still seen.
    #[serde(default)]
    pub is_closed: bool,
    /// What to say to those who can't join while `is_closed`.
    #[serde(default)]
    pub close_msg: Option<String>,
    /// The end of the day: from then on nobody joins, and who still waits is not seen.
    #[serde(default)]
    pub closes_at: Option<Instant>,
    /// How long visits take, by what they are about.
    #[serde(default)]
    pub visit_reasons: Vec<VisitReason>,
    /// How patients are triaged: each level goes before others by so much.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<QueueLevel>,
    /// How long a visit takes on average, for the two simple estimates; 5 if null.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub average_visit_minutes: Option<i64>,
    /// Whether the estimate by position is divided by the number of doctors on duty.
    #[serde(default)]
    pub divide_by_doctors: bool,
    /// A visit that is longer was left open by mistake, and teaches nothing about lengths; 1 to 1440.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::wire::optional_integer"
    )]
    pub visit_minutes_max: Option<i64>,
    /// A visit that is shorter was closed late or opened by mistake, and teaches nothing about lengths; 1 to
    /// 86400.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::wire::optional_integer"
    )]
    pub visit_seconds_min: Option<i64>,
}

/// A priority level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct QueueLevel {
    /// The id, such as `orange`.
    pub uid: Uid,
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
    /// In the order of service its patients count as having come so much earlier; 0 to 10080.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub head_start_minutes: i64,
    /// Whether its patients go before all who are not urgent.
    #[serde(default)]
    pub urgent: bool,
}

impl QueueLevel {
    /// The same for an entry.
    pub(super) fn head_start_seconds(&self) -> i64 {
        self.head_start_minutes * MINUTE
    }
}

impl QueuePolicy {
    /// The level that a field names.
    pub(super) fn named_level(&self, uid: &Uid, path: &Path<'_>) -> Result<&QueueLevel> {
        let not_found = || ErrorCode::NotFound { what: "level", uid: uid.to_string() }.at(path);
        self.levels.iter().find(|level| level.uid == *uid).ok_or_else(not_found)
    }

    /// Whether the day is over.
    pub(super) fn is_past_closing(&self, now: Instant) -> bool {
        self.closes_at.is_some_and(|closes_at| now >= closes_at)
    }

    /// How long a visit takes on average, in minutes.
    pub fn average_visit(&self) -> i64 {
        self.average_visit_minutes.unwrap_or(AVERAGE_VISIT_MINUTES)
    }
}
