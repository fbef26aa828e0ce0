//! Zones by the caller's own transitions: what the host knows, or what a test needs.

use serde::{Deserialize, Serialize};

use crate::error::{Path, Result};
use crate::time::Instant;
use crate::zone::Zone;

/// The clock of a zone as the caller knows it, used instead of the built-in rules of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimezoneData {
    /// The name by which doctors and the clinic refer to it.
    pub name: String,
    /// Local time less UTC before the first transition, in seconds.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub initial_offset_seconds: i64,
    /// The changes, in order.
    #[serde(default)]
    pub transitions: Vec<Transition>,
    /// What recurs every year after the last transition, as a POSIX TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`. Either this or `covers_until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// First instant for which nothing is known. Questions about it are refused instead of answered by the last offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_until: Option<Instant>,
}

/// A change of a zone's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// First instant of the new offset.
    pub at: Instant,
    /// Local time less UTC from then on, in seconds.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub offset_seconds: i64,
}
