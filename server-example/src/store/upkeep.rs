//! Upkeep: what is done to a database itself, by whoever runs a server (`doctor`, `backup`) and by the task
//! that prunes what is old.

use std::path::Path;

use async_trait::async_trait;
use frontdesk::Instant;

use super::{Finding, StoreResult};

/// A database, for whoever looks after it.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// What the self-check says of the database.
    async fn describe(&self) -> StoreResult<serde_json::Value>;

    /// Looks at the database as it is, for whoever runs the server.
    async fn checkup(&self) -> StoreResult<Vec<Finding>>;

    /// Copies everything as of now into a file that is not there yet, beside whoever works on it.
    async fn backup(&self, to: &Path) -> StoreResult<()>;

    /// Sees to it, as far as the database lets us, that what was deleted is no longer in its files.
    async fn scrub(&self) -> StoreResult<()>;

    /// Forgets lines of the audit trail from before an instant, the oldest first and at most so many, and
    /// says how many.
    async fn forget_audit(&self, before: Instant, limit: i64) -> StoreResult<u64>;

    /// Forgets lines of one organisation's journal from before an instant, the oldest first, at most `limit`
    /// and none of the last `keep`; and says how many: none if no organisation has such a line. Those without
    /// one cost a look at the first line of each. A desk that has missed a line loads everything.
    async fn forget_journal(&self, before: Instant, keep: i64, limit: i64) -> StoreResult<u64>;

    /// Forgets stored answers from before an instant, the oldest first and at most so many, and says how
    /// many.
    async fn forget_answers(&self, before: Instant, limit: i64) -> StoreResult<u64>;
}
