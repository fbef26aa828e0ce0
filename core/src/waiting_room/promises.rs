//! What became of what patients were told.

use serde::{Deserialize, Serialize};

use super::WaitingRoom;
use super::entry::{QueueEntry, QueueStatus};
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;

/// How many promises were kept. A promise is what a patient was told first: "about so many minutes, at most
/// so many".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Promises {
    /// All promises.
    pub announced: usize,
    /// Patients who were seen within the minutes that were said to be the most.
    pub kept: usize,
    /// Of these, who were seen within the minutes that were said to be about right.
    pub kept_early: usize,
    /// Patients who were seen later than that.
    pub broken: usize,
    /// Patients who left, or were sent away.
    pub left: usize,
    /// Patients who still wait.
    pub waiting: usize,
}

impl Promises {
    fn count(&mut self, entry: &QueueEntry) {
        let Some(promise) = &entry.announced else { return };
        self.announced += 1;
        match (entry.first_start(), entry.status) {
            (Some(at), _) if at <= promise.until() => {
                self.kept += 1;
                self.kept_early += usize::from(at.0 - promise.at.0 <= promise.minutes * MINUTE);
            }
            (Some(_), _) => self.broken += 1,
            (None, QueueStatus::Cancelled) => self.left += 1,
            (None, QueueStatus::Waiting | QueueStatus::Allocated | QueueStatus::Completed) => {
                self.waiting += 1;
            }
        }
    }
}

impl WaitingRoom {
    /// What became of the promises that were made in `[from, to)`, as far as the room remembers its entries.
    ///
    /// # Errors
    /// `out_of_range` for the instants; `empty_interval` if there is no time between them.
    ///
    /// ```
    /// use frontdesk::{Instant, WaitingRoom, from_json};
    ///
    /// let room = WaitingRoom::new(from_json(r#"{ "entries": [ { "uid": "q-1", "status": "completed",
    ///   "patient_uid": "pat-1",
    ///     "announced": { "at": 1774256400, "minutes": 10, "at_most_minutes": 20, "position": 2,
    ///       "doctors": 1 },
    ///     "shown": { "at": 1774256400, "minutes": 10, "at_most_minutes": 20, "position": 2, "doctors": 1 },
    ///     "registered_at": 1774256400, "sequence": 1, "allocated_at": 1774257300,
    ///     "completed_at": 1774257300 } ] }"#)?)?;
    /// let promises = room.promises(Instant(1_774_256_400), Instant(1_774_260_000))?;
    /// assert_eq!((promises.kept, promises.kept_early), (1, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn promises(&self, from: Instant, to: Instant) -> Result<Promises> {
        let root = Path::Root;
        both(from.checked(&root.field("from")), to.checked(&root.field("to")))?;
        if to <= from {
            return Err(ErrorCode::EmptyInterval { start: from.0, end: to.0 }.at(&root.field("to")));
        }
        let mut promises = Promises::default();
        let made = |entry: &&QueueEntry| {
            entry.announced.as_ref().is_some_and(|promise| from <= promise.at && promise.at < to)
        };
        self.entries.values().filter(made).for_each(|entry| promises.count(entry));
        Ok(promises)
    }
}
