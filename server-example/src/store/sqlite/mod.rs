//! SQLite, embedded: one file, one thread that writes, any number that read.

mod audit;
mod care;
mod columns;
mod connection;
mod database;
mod deliveries;
mod erasure;
mod health;
mod outbox;
mod passes;
mod private;
mod questions;
mod records;
mod restore;
mod rows;
mod writer;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use rusqlite::{Connection, OptionalExtension, params};

pub use self::database::Sqlite;
use self::database::close;
use super::{
    AppointmentFilter, AppointmentRow, Ask, AuditFilter, AuditRow, Decide, Finding, JournalRow, KeyRow,
    Listed, Loaded, Mentions, NewKey, Organisation, Outbox, Page, PassRow, RecordRow, Store, StoreError,
    Writes,
};
use crate::limits::DATABASE_PROBE_TIME_MAX;

#[async_trait]
impl Store for Sqlite {
    async fn migrate(&self) -> Result<(), StoreError> {
        // Opening has done it: no table is asked before.
        Ok(())
    }

    async fn health(&self) -> Result<&'static str, StoreError> {
        let probe = async {
            self.writer()?.write(Box::new(health::probe)).await?;
            self.health.has_room();
            self.health.same_files()
        };
        match self.health.known() {
            Some(known) => known?,
            None => match tokio::time::timeout(DATABASE_PROBE_TIME_MAX, probe).await {
                Ok(probed) => probed?,
                Err(_) => return Err(self.health.busy()),
            },
        }
        Ok("sqlite")
    }

    async fn close(&self) {
        let (connections, writer) = (self.connections.clone(), self.writer.clone());
        // A thread waits for the disk.
        let closed = tokio::task::spawn_blocking(move || close(&connections, writer.as_deref())).await;
        if let Err(error) = closed {
            tracing::error!(%error, "the database was not closed");
        }
    }

    async fn describe(&self) -> Result<serde_json::Value, StoreError> {
        let path = self.connections.path().display().to_string();
        self.read(move |connection| questions::describe(connection, &path)).await
    }

    async fn checkup(&self) -> Result<Vec<Finding>, StoreError> {
        let path = self.connections.path().to_owned();
        self.read(move |connection| care::checkup(connection, &path)).await
    }

    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = to.to_owned();
        self.read(move |connection| care::backup(connection, &to)).await
    }

    async fn create_organisation(
        &self,
        organisation: Organisation,
        begins_with: Writes,
    ) -> Result<(), StoreError> {
        let task =
            move |connection: &Connection| rows::create_organisation(connection, &organisation, &begins_with);
        self.writer()?.write(Box::new(task)).await.map(drop)
    }

    async fn create_first_organisation(
        &self,
        organisation: Organisation,
        begins_with: Writes,
    ) -> Result<(), StoreError> {
        let task = move |connection: &Connection| {
            let any = connection.query_row("SELECT 1 FROM organisation", [], |_| Ok(())).optional()?;
            match any {
                Some(()) => Err(StoreError::Duplicate),
                None => rows::create_organisation(connection, &organisation, &begins_with),
            }
        };
        self.writer()?.write(Box::new(task)).await.map(drop)
    }

    async fn organisations(&self) -> Result<Vec<Organisation>, StoreError> {
        self.read(questions::organisations).await
    }

    async fn load(&self, organisation: &Uid) -> Result<Option<Loaded>, StoreError> {
        let organisation = organisation.clone();
        self.read(move |connection| questions::load(connection, &organisation)).await
    }

    async fn versions(&self, organisations: &[Uid]) -> Result<HashMap<Uid, i64>, StoreError> {
        let organisations = organisations.to_vec();
        self.read(move |connection| {
            let mut versions = HashMap::new();
            for uid in organisations {
                if let Some(version) = rows::version(connection, &uid)? {
                    versions.insert(uid, version);
                }
            }
            Ok(versions)
        })
        .await
    }

    async fn journal(
        &self,
        organisation: &Uid,
        after: i64,
        limit: i64,
    ) -> Result<Vec<JournalRow>, StoreError> {
        let organisation = organisation.clone();
        self.read(move |connection| rows::journal(connection, &organisation, after, limit)).await
    }

    async fn transact(
        &self,
        organisation: &Uid,
        known: i64,
        asks: Vec<Ask>,
        decide: Decide,
    ) -> Result<i64, StoreError> {
        let announces = Arc::new(AtomicBool::new(false));
        let decide: Decide = {
            let announces = announces.clone();
            Box::new(move |since| {
                let writes = decide(since);
                announces.store(!writes.deliveries.is_empty(), Ordering::Relaxed);
                writes
            })
        };
        let version = self.writer()?.transact(organisation.clone(), known, asks, decide).await?;
        if announces.load(Ordering::Relaxed) {
            self.announced.send_replace(());
        }
        Ok(version)
    }

    async fn appointments(
        &self,
        organisation: &Uid,
        filter: &AppointmentFilter,
        page: Page,
    ) -> Result<Listed<AppointmentRow>, StoreError> {
        let (organisation, filter) = (organisation.clone(), filter.clone());
        self.read(move |connection| questions::appointments(connection, &organisation, &filter, page)).await
    }

    async fn appointment(&self, organisation: &Uid, uid: &str) -> Result<Option<AppointmentRow>, StoreError> {
        let (organisation, uid) = (organisation.clone(), uid.to_owned());
        self.read(move |connection| questions::appointment(connection, &organisation, &uid)).await
    }

    async fn of_other_shops(
        &self,
        organisation: &Uid,
        shop: &Uid,
        uids: &[Uid],
    ) -> Result<Vec<Uid>, StoreError> {
        let (organisation, shop, uids) = (organisation.clone(), shop.clone(), uids.to_vec());
        self.read(move |connection| questions::of_other_shops(connection, &organisation, &shop, &uids)).await
    }

    async fn has_patient(
        &self,
        organisation: &Uid,
        shop: &Uid,
        patient_uid: &str,
    ) -> Result<bool, StoreError> {
        let (organisation, shop, patient) = (organisation.clone(), shop.clone(), patient_uid.to_owned());
        self.read(move |connection| questions::has_patient(connection, &organisation, &shop, &patient)).await
    }

    async fn record(
        &self,
        organisation: &Uid,
        kind: &str,
        uid: &str,
    ) -> Result<Option<RecordRow>, StoreError> {
        let (organisation, kind, uid) = (organisation.clone(), kind.to_owned(), uid.to_owned());
        self.read(move |connection| records::record(connection, &organisation, &kind, &uid)).await
    }

    async fn records(
        &self,
        organisation: &Uid,
        kind: &str,
        page: Page,
    ) -> Result<Listed<RecordRow>, StoreError> {
        let (organisation, kind) = (organisation.clone(), kind.to_owned());
        self.read(move |connection| records::records(connection, &organisation, &kind, page)).await
    }

    async fn record_by_alias(
        &self,
        organisation: &Uid,
        kind: &str,
        alias: &str,
    ) -> Result<Option<RecordRow>, StoreError> {
        let (organisation, kind, alias) = (organisation.clone(), kind.to_owned(), alias.to_owned());
        self.read(move |connection| records::record_by_alias(connection, &organisation, &kind, &alias)).await
    }

    async fn mentions(
        &self,
        organisation: &Uid,
        words: &[String],
        limit: i64,
    ) -> Result<Mentions, StoreError> {
        let (organisation, words) = (organisation.clone(), words.to_vec());
        self.read(move |connection| erasure::mentions(connection, &organisation, &words, limit)).await
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        let connections = self.connections.clone();
        let scrubbed = tokio::task::spawn_blocking(move || connections.beside(erasure::scrub)).await;
        scrubbed.map_err(|error| StoreError::Broken(error.to_string()))?
    }

    async fn owner(&self, kind: &str, uid: &str) -> Result<Option<Uid>, StoreError> {
        let (kind, uid) = (kind.to_owned(), uid.to_owned());
        self.read(move |connection| questions::owner(connection, &kind, &uid)).await
    }

    fn outbox(&self) -> &dyn Outbox {
        self
    }

    async fn create_key(&self, key: NewKey) -> Result<(), StoreError> {
        self.writer()?
            .write(Box::new(move |connection| questions::create_key(connection, &key)))
            .await
            .map(drop)
    }

    async fn key_by_hash(&self, hash: &[u8; 32]) -> Result<Option<KeyRow>, StoreError> {
        let hash = *hash;
        self.read(move |connection| questions::key_by_hash(connection, &hash)).await
    }

    async fn keys(&self, organisation: &Uid) -> Result<Vec<KeyRow>, StoreError> {
        let organisation = organisation.clone();
        self.read(move |connection| questions::keys(connection, &organisation)).await
    }

    async fn revoke_key(&self, uid: &str, now: Instant) -> Result<bool, StoreError> {
        let uid = uid.to_owned();
        let task = move |connection: &Connection| {
            const REVOKE: &str = "UPDATE api_key SET revoked_at = ?2 WHERE uid = ?1 AND revoked_at IS NULL \
                                  RETURNING organisation_uid";
            let whose: Option<String> =
                connection.query_row(REVOKE, params![uid, now.0], |row| row.get(0)).optional()?;
            if let Some(organisation) = &whose {
                rows::write_audit(
                    connection,
                    organisation,
                    &[super::key::audit(&uid.as_str().into(), "revoked", now)],
                )?;
            }
            Ok(i64::from(whose.is_some()))
        };
        Ok(self.writer()?.write(Box::new(task)).await? > 0)
    }

    async fn audit(
        &self,
        organisation: &Uid,
        filter: &AuditFilter,
        page: Page,
    ) -> Result<Listed<AuditRow>, StoreError> {
        let (organisation, filter) = (organisation.clone(), filter.clone());
        self.read(move |connection| audit::list(connection, &organisation, &filter, page)).await
    }

    async fn forget_audit(&self, before: Instant, limit: i64) -> Result<u64, StoreError> {
        Ok(self.writer()?.write(Box::new(move |connection| audit::forget(connection, before, limit))).await?
            as u64)
    }

    async fn add_pass(&self, pass: PassRow, since: Instant, most: i64) -> Result<bool, StoreError> {
        let task = move |connection: &Connection| passes::add(connection, &pass, since, most);
        Ok(self.writer()?.write(Box::new(task)).await? > 0)
    }

    async fn pass(&self, kind: &str, hash: &str) -> Result<Option<PassRow>, StoreError> {
        let (kind, hash) = (kind.to_owned(), hash.to_owned());
        self.read(move |connection| passes::find(connection, &kind, &hash)).await
    }

    async fn take_pass(&self, kind: &str, hash: &str) -> Result<Option<PassRow>, StoreError> {
        let pass = self.pass(kind, hash).await?;
        let (kind, hash) = (kind.to_owned(), hash.to_owned());
        let task = move |connection: &Connection| passes::remove(connection, &kind, &hash);
        let is_taken = pass.is_some() && self.writer()?.write(Box::new(task)).await? > 0;
        Ok(pass.filter(|_| is_taken))
    }

    async fn passes_of(&self, organisation: &Uid, patient_uid: &str) -> Result<Vec<PassRow>, StoreError> {
        let (organisation, patient_uid) = (organisation.clone(), patient_uid.to_owned());
        self.read(move |connection| passes::of_patient(connection, &organisation, &patient_uid)).await
    }

    async fn forget_passes(&self, before: Instant, limit: i64) -> Result<u64, StoreError> {
        let task = move |connection: &Connection| passes::forget(connection, before, limit);
        Ok(self.writer()?.write(Box::new(task)).await? as u64)
    }

    async fn forget_journal(&self, before: Instant, keep: i64, limit: i64) -> Result<u64, StoreError> {
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

    async fn forget_answers(&self, before: Instant, limit: i64) -> Result<u64, StoreError> {
        const FORGET: &str = "DELETE FROM answer WHERE (organisation_uid, key) IN
            (SELECT organisation_uid, key FROM answer WHERE at < ?1 ORDER BY at LIMIT ?2)";
        let task = move |connection: &Connection| Ok(connection.execute(FORGET, [before.0, limit])? as i64);
        Ok(self.writer()?.write(Box::new(task)).await? as u64)
    }
}
