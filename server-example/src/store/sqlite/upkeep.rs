//! What is done to the database itself: looked at, copied, and rid of what is old.

use std::path::Path;

use async_trait::async_trait;
use frontdesk::Instant;
use rusqlite::{Connection, params};

use super::database::Sqlite;
use super::{audit, care, erasure, questions};
use crate::store::{Finding, StoreError, StoreResult, Upkeep};

#[async_trait]
impl Upkeep for Sqlite {
    async fn describe(&self) -> StoreResult<serde_json::Value> {
        let path = self.connections.path().display().to_string();
        self.read(move |connection| questions::describe(connection, &path)).await
    }

    async fn checkup(&self) -> StoreResult<Vec<Finding>> {
        let path = self.connections.path().to_owned();
        self.read(move |connection| care::checkup(connection, &path)).await
    }

    async fn backup(&self, to: &Path) -> StoreResult<()> {
        let to = to.to_owned();
        self.read(move |connection| care::backup(connection, &to)).await
    }

    async fn scrub(&self) -> StoreResult<()> {
        let connections = self.connections.clone();
        let scrubbed = tokio::task::spawn_blocking(move || connections.beside(erasure::scrub)).await;
        scrubbed.map_err(|error| StoreError::Broken(error.to_string()))?
    }

    async fn forget_audit(&self, before: Instant, limit: i64) -> StoreResult<u64> {
        Ok(self.writer()?.write(Box::new(move |connection| audit::forget(connection, before, limit))).await?
            as u64)
    }

    async fn forget_journal(&self, before: Instant, keep: i64, limit: i64) -> StoreResult<u64> {
        // Of each organisation the first line tells whether there is anything to do.
        const FORGET: &str = "WITH due AS (
                SELECT uid, min(version - ?2 + 1, coalesce((SELECT journal.version FROM journal
                    WHERE organisation_uid = uid AND at >= ?1 ORDER BY journal.version LIMIT 1), version + \
                    1)) AS until
                FROM organisation WHERE version > ?2 AND EXISTS (
                    SELECT 1 FROM (SELECT version, at FROM journal WHERE organisation_uid = uid ORDER BY \
                    version LIMIT 1) AS first
                    WHERE first.at < ?1 AND first.version <= organisation.version - ?2)
                LIMIT 1)
            DELETE FROM journal WHERE organisation_uid = (SELECT uid FROM due) AND version IN (
                SELECT version FROM journal WHERE organisation_uid = (SELECT uid FROM due)
                    AND version < (SELECT until FROM due) ORDER BY version LIMIT ?3)";
        let task = move |connection: &Connection| {
            Ok(connection.execute(FORGET, params![before.0, keep, limit])? as i64)
        };
        Ok(self.writer()?.write(Box::new(task)).await? as u64)
    }

    async fn forget_answers(&self, before: Instant, limit: i64) -> StoreResult<u64> {
        const FORGET: &str = "DELETE FROM answer WHERE (organisation_uid, key) IN
            (SELECT organisation_uid, key FROM answer WHERE at < ?1 ORDER BY at LIMIT ?2)";
        let task = move |connection: &Connection| Ok(connection.execute(FORGET, [before.0, limit])? as i64);
        Ok(self.writer()?.write(Box::new(task)).await? as u64)
    }
}
