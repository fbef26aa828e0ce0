//! A room as plain data: what goes in, and what comes out again.

use serde::{Deserialize, Serialize};

use super::WaitingRoom;
use super::doctor::QueueDoctor;
use super::entry::QueueEntry;
use super::policy::QueuePolicy;
use crate::order::sort_by_key;

/// Everything the engine knows of a waiting room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct WaitingRoomSnapshot {
    /// The rules.
    #[serde(default)]
    pub policy: QueuePolicy,
    /// Who sees patients. Of doctors who are free at once, the first takes in somebody first.
    #[serde(default)]
    pub doctors: Vec<QueueDoctor>,
    /// Who waits, is being seen, or was here.
    #[serde(default)]
    pub entries: Vec<QueueEntry>,
    /// The number of the next event; more than the `sequence` of every entry, and raised to that if it is
    /// less.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub next_sequence: i64,
}

impl WaitingRoom {
    /// The room as plain data, in an order that does not depend on its history: doctors as they are ordered,
    /// their appointments by start and uid, entries by `registered_at` and `sequence`.
    pub fn snapshot(&self) -> WaitingRoomSnapshot {
        let mut entries: Vec<QueueEntry> = self.entries.values().cloned().collect();
        sort_by_key(&mut entries, |entry| (entry.registered_at, entry.sequence));
        WaitingRoomSnapshot {
            policy: self.policy.clone(),
            doctors: self.doctors.clone(),
            entries,
            next_sequence: self.next_sequence,
        }
    }
}
