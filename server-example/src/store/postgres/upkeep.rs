//! What is done to the database itself: looked at, copied, and rid of what is old.

use std::path::Path;

use async_trait::async_trait;
use frontdesk::Instant;

use super::database::Postgres;
use super::{audit, care};
use crate::limits::DATABASE_STATEMENT_TIME_MAX;
use crate::store::{Finding, StoreError, StoreResult, Upkeep};

#[async_trait]
impl Upkeep for Postgres {
    async fn describe(&self) -> StoreResult<serde_json::Value> {
        self.soon(async |client| {
            let row = client
                .query_one(
                    "SELECT current_setting('server_version'), max(version),
                coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) FROM \
                schema_version",
                    &[],
                )
                .await?;
            Ok(serde_json::json!({ "engine": "postgresql", "version": row.get::<_, String>(0),
                "schema": row.get::<_, Option<i64>>(1), "encrypted": row.get::<_, bool>(2) }))
        })
        .await
    }

    async fn checkup(&self) -> StoreResult<Vec<Finding>> {
        self.within(DATABASE_STATEMENT_TIME_MAX, async |client| care::checkup(&client).await).await
    }

    async fn backup(&self, _: &Path) -> StoreResult<()> {
        let how = "PostgreSQL has its own way: `pg_dump --format=custom --file FILE ADDRESS`, which works \
                   beside a running server";
        Err(StoreError::Broken(how.to_owned()))
    }

    async fn scrub(&self) -> StoreResult<()> {
        // Nobody can ask for a row that is dead. When its space is used again is the server's business.
        Ok(())
    }

    async fn forget_audit(&self, before: Instant, limit: i64) -> StoreResult<u64> {
        self.soon(async |client| audit::forget(&client, before, limit).await).await
    }

    async fn forget_journal(&self, before: Instant, keep: i64, limit: i64) -> StoreResult<u64> {
        // Of each organisation the first line tells whether there is anything to do.
        const FORGET: &str = "WITH due AS (
                SELECT uid, least(version - $2 + 1, (SELECT min(version) FROM journal WHERE organisation_uid \
                = uid AND at >= $1)) AS until
                FROM organisation WHERE version > $2 AND EXISTS (
                    SELECT FROM (SELECT version, at FROM journal WHERE organisation_uid = uid ORDER BY \
                    version LIMIT 1) AS first
                    WHERE first.at < $1 AND first.version <= organisation.version - $2)
                LIMIT 1)
            DELETE FROM journal WHERE (organisation_uid, version) IN (
                SELECT journal.organisation_uid, journal.version FROM due
                JOIN journal ON journal.organisation_uid = due.uid AND journal.version < due.until
                ORDER BY journal.version LIMIT $3)";
        self.soon(async |client| Ok(client.execute(FORGET, &[&before.0, &keep, &limit]).await?)).await
    }

    async fn forget_answers(&self, before: Instant, limit: i64) -> StoreResult<u64> {
        self.soon(async |client| {
            const FORGET: &str = "DELETE FROM answer WHERE (organisation_uid, key) IN
            (SELECT organisation_uid, key FROM answer WHERE at < $1 ORDER BY at LIMIT $2)";
            Ok(client.execute(FORGET, &[&before.0, &limit]).await?)
        })
        .await
    }
}
