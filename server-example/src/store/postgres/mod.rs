//! PostgreSQL: for several server processes on one database. Whoever decides for an organisation holds the
//! lock of its row until the decision is written, so nothing is decided by what another process has changed
//! meanwhile. The disk is waited for after that, by all processes at the same time.

mod appointments;
mod audit;
mod care;
mod columns;
mod connect;
mod database;
mod deliveries;
mod durable;
mod erasure;
mod error;
mod news;
mod outbox;
mod outcome;
mod passes;
mod probe;
mod questions;
mod records;
mod rows;
mod schema;
mod sslmode;
mod tls;
mod upkeep;

use std::collections::HashMap;

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use tokio::sync::Notify;

use self::connect::within;
pub use self::database::Postgres;
use self::outcome::Written;
use self::rows::Begun;
use self::schema::MIGRATIONS;
use super::{
    AppointmentFilter, AppointmentRow, Ask, AuditFilter, AuditRow, Decide, JournalRow, KeyRow, Listed,
    Loaded, Mentions, NewKey, Organisation, Outbox, Page, Passes, RecordRow, Store, StoreError, StoreResult,
    Upkeep, Writes,
};
use crate::limits::{
    DATABASE_ANSWER_TIME_MAX, DATABASE_PROBE_TIME_MAX, DATABASE_ROW_TIME, DATABASE_STATEMENT_TIME_MAX,
};

/// What processes that migrate agree on, so that they do it one after the other.
const MIGRATION_LOCK: i64 = 0x0066_726f_6e74_6465;

#[async_trait]
impl Store for Postgres {
    async fn migrate(&self) -> StoreResult<()> {
        let mut client = self.unbounded().await?;
        let transaction = client.transaction().await?;
        // Another process may be at it, and a large table takes its time.
        transaction.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
        transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK]).await?;
        transaction
            .batch_execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
            .await?;
        let row = transaction.query_one("SELECT coalesce(max(version), 0) FROM schema_version", &[]).await?;
        let done = row.get::<_, i64>(0) as usize;
        if done > MIGRATIONS.len() {
            return Err(StoreError::Broken(format!(
                "the database has schema {done}, which is newer than this program's {}",
                MIGRATIONS.len()
            )));
        }
        for (index, step) in MIGRATIONS.iter().enumerate().skip(done) {
            transaction.batch_execute(step).await?;
            transaction
                .execute("INSERT INTO schema_version (version) VALUES ($1)", &[&(index as i64 + 1)])
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn health(&self) -> StoreResult<&'static str> {
        self.probe.known_or(self.within(DATABASE_PROBE_TIME_MAX, probe::write)).await?;
        Ok("postgresql")
    }

    async fn create_organisation(&self, organisation: Organisation, begins_with: Writes) -> StoreResult<()> {
        self.within(DATABASE_STATEMENT_TIME_MAX, async |mut client| {
            let transaction = client.transaction().await?;
            rows::create_organisation(&transaction, &organisation, begins_with).await?;
            Ok(transaction.commit().await?)
        })
        .await
    }

    async fn create_first_organisation(
        &self,
        organisation: Organisation,
        begins_with: Writes,
    ) -> StoreResult<()> {
        self.within(DATABASE_STATEMENT_TIME_MAX, async |mut client| {
            let transaction = client.transaction().await?;
            // Nobody adds another one between the question and the answer.
            transaction.batch_execute("LOCK TABLE organisation IN SHARE ROW EXCLUSIVE MODE").await?;
            if transaction.query_opt("SELECT 1 FROM organisation LIMIT 1", &[]).await?.is_some() {
                return Err(StoreError::Duplicate);
            }
            rows::create_organisation(&transaction, &organisation, begins_with).await?;
            Ok(transaction.commit().await?)
        })
        .await
    }

    async fn organisations(&self) -> StoreResult<Vec<Organisation>> {
        self.soon(async |client| {
            let rows = client.query("SELECT data FROM organisation ORDER BY uid", &[]).await?;
            rows.iter().map(|row| questions::organisation(row.get(0))).collect()
        })
        .await
    }

    async fn load(&self, organisation: &Uid) -> StoreResult<Option<Loaded>> {
        let mut client = self.unbounded().await?;
        let loaded = within(DATABASE_STATEMENT_TIME_MAX, questions::load(&mut client, organisation)).await?;
        let Some(loaded) = loaded else { return Ok(None) };
        match durable::flushed(client).await {
            Ok(()) => Ok(Some(Loaded { is_safe: true, ..loaded })),
            // A standby that commits wait for is away, say.
            Err(StoreError::Unavailable(_)) => Ok(Some(loaded)),
            Err(error) => Err(error),
        }
    }

    async fn versions(&self, organisations: &[Uid]) -> StoreResult<HashMap<Uid, i64>> {
        self.soon(async |client| {
            let uids: Vec<&str> = organisations.iter().map(Uid::as_str).collect();
            let rows =
                client.query("SELECT uid, version FROM organisation WHERE uid = ANY($1)", &[&uids]).await?;
            Ok(rows.iter().map(|row| (Uid::from(row.get::<_, &str>(0)), row.get(1))).collect())
        })
        .await
    }

    async fn journal(&self, organisation: &Uid, after: i64, limit: i64) -> StoreResult<Vec<JournalRow>> {
        self.soon(async |client| rows::journal(&client, organisation, after, limit).await).await
    }

    async fn transact(
        &self,
        organisation: &Uid,
        known: i64,
        asks: Vec<Ask>,
        decide: Decide,
    ) -> StoreResult<i64> {
        let mut client = self.unbounded().await?;
        let (transaction, begun) =
            within(DATABASE_ANSWER_TIME_MAX, rows::begin(&mut client, organisation, known, &asks)).await?;
        let Begun { version, number, since } = begun;
        let writes = decide(since);
        let announces = !writes.deliveries.is_empty();
        let is_empty = writes.is_empty();
        let written = Written { organisation, number, version, lines: writes.journal.clone() };
        let time = DATABASE_ANSWER_TIME_MAX + DATABASE_ROW_TIME * writes.rows();
        let after = within(time, rows::write(&transaction, organisation, version, writes)).await?;
        let committed = within(time, async { Ok(transaction.commit().await?) }).await;
        let safe = match committed {
            Ok(()) => durable::flushed(client).await,
            failed => failed,
        };
        match safe {
            Ok(()) => {}
            // What was read may be gone with a crash.
            Err(error) if is_empty => return Err(error),
            Err(error @ (StoreError::Overlap | StoreError::Duplicate)) => return Err(error),
            // The connection broke, or the server was told to stop: before or after it was written.
            Err(error) => {
                if !self.was_committed(&written).await? {
                    return Err(StoreError::Retry(error.to_string()));
                }
            }
        }
        if after > version {
            self.news.tell();
        }
        if announces {
            self.announced.send_replace(());
        }
        Ok(after)
    }

    async fn listen(&self, news: &Notify) {
        self.news.listen(news).await;
    }

    async fn appointments(
        &self,
        organisation: &Uid,
        filter: &AppointmentFilter,
        page: Page,
    ) -> StoreResult<Listed<AppointmentRow>> {
        self.soon(async |client| questions::appointments(&client, organisation, filter, page).await).await
    }

    async fn appointment(&self, organisation: &Uid, uid: &str) -> StoreResult<Option<AppointmentRow>> {
        self.soon(async |client| questions::appointment(&client, organisation, uid).await).await
    }

    async fn of_other_shops(&self, organisation: &Uid, shop: &Uid, uids: &[Uid]) -> StoreResult<Vec<Uid>> {
        self.soon(async |client| questions::of_other_shops(&client, organisation, shop, uids).await).await
    }

    async fn has_patient(&self, organisation: &Uid, shop: &Uid, patient_uid: &str) -> StoreResult<bool> {
        self.soon(async |client| questions::has_patient(&client, organisation, shop, patient_uid).await).await
    }

    async fn record(&self, organisation: &Uid, kind: &str, uid: &str) -> StoreResult<Option<RecordRow>> {
        self.soon(async |client| records::record(&client, organisation, kind, uid).await).await
    }

    async fn records(&self, organisation: &Uid, kind: &str, page: Page) -> StoreResult<Listed<RecordRow>> {
        self.soon(async |client| records::records(&client, organisation, kind, page).await).await
    }

    async fn record_by_alias(
        &self,
        organisation: &Uid,
        kind: &str,
        alias: &str,
    ) -> StoreResult<Option<RecordRow>> {
        self.soon(async |client| records::record_by_alias(&client, organisation, kind, alias).await).await
    }

    async fn mentions(&self, organisation: &Uid, words: &[String], limit: i64) -> StoreResult<Mentions> {
        self.within(DATABASE_STATEMENT_TIME_MAX, async |client| {
            erasure::mentions(&client, organisation, words, limit).await
        })
        .await
    }

    async fn owner(&self, kind: &str, uid: &str) -> StoreResult<Option<Uid>> {
        self.soon(async |client| {
            let owned = super::OWNED.iter().map(|kind| format!("'{kind}'")).collect::<Vec<_>>().join(", ");
            let owner = format!(
                "SELECT organisation_uid FROM record WHERE kind = $1 AND uid = $2 AND kind IN ({owned})"
            );
            let row = client.query_opt(&owner, &[&kind, &uid]).await?;
            Ok(row.map(|row| row.get::<_, &str>(0).into()))
        })
        .await
    }

    fn outbox(&self) -> &dyn Outbox {
        self
    }

    fn passes(&self) -> &dyn Passes {
        self
    }

    fn upkeep(&self) -> &dyn Upkeep {
        self
    }

    async fn create_key(&self, key: NewKey) -> StoreResult<()> {
        self.soon(async |mut client| {
            let row = &key.row;
            let transaction = client.transaction().await?;
            rows::insert_key(&transaction, &key).await?;
            rows::write_audit(
                &transaction,
                &row.organisation_uid,
                &[super::key::audit(&row.uid, "created", row.created_at)],
            )
            .await?;
            Ok(transaction.commit().await?)
        })
        .await
    }

    async fn key_by_hash(&self, hash: &[u8; 32]) -> StoreResult<Option<KeyRow>> {
        self.soon(async |client| {
        const ONE: &str = "SELECT uid, organisation_uid, shop_uid, name, permissions, created_at, revoked_at \
                           FROM api_key WHERE hash = $1";
        let row = client.query_opt(ONE, &[&&hash[..]]).await?;
        Ok(row.as_ref().map(questions::key_row))
        }).await
    }

    async fn keys(&self, organisation: &Uid) -> StoreResult<Vec<KeyRow>> {
        self.soon(async |client| {
            const ALL: &str =
            "SELECT uid, organisation_uid, shop_uid, name, permissions, created_at, revoked_at FROM api_key
            WHERE organisation_uid = $1 ORDER BY created_at, uid";
            let rows = client.query(ALL, &[&organisation.as_str()]).await?;
            Ok(rows.iter().map(questions::key_row).collect())
        })
        .await
    }

    async fn revoke_key(&self, uid: &str, now: Instant) -> StoreResult<bool> {
        self.soon(async |mut client| {
            const REVOKE: &str = "UPDATE api_key SET revoked_at = $2 WHERE uid = $1 AND revoked_at IS NULL \
                              RETURNING organisation_uid";
            let transaction = client.transaction().await?;
            let revoked = transaction.query_opt(REVOKE, &[&uid, &now.0]).await?;
            if let Some(row) = &revoked {
                rows::write_audit(
                    &transaction,
                    row.get(0),
                    &[super::key::audit(&uid.into(), "revoked", now)],
                )
                .await?;
            }
            transaction.commit().await?;
            Ok(revoked.is_some())
        })
        .await
    }

    async fn audit(
        &self,
        organisation: &Uid,
        filter: &AuditFilter,
        page: Page,
    ) -> StoreResult<Listed<AuditRow>> {
        self.soon(async |client| audit::list(&client, organisation, filter, page).await).await
    }
}
