//! SQLite, embedded: one file, one thread that writes, any number that read.

mod appointments;
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
mod upkeep;
mod writer;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use rusqlite::{Connection, OptionalExtension, params};

pub use self::database::Sqlite;
use self::database::close;
use super::{
    AppointmentFilter, AppointmentRow, Ask, AuditFilter, AuditRow, Decide, JournalRow, KeyRow, Listed,
    Loaded, Mentions, NewKey, Organisation, Outbox, Page, Passes, RecordRow, Store, StoreError, StoreResult,
    Upkeep, Writes,
};
use crate::limits::DATABASE_PROBE_TIME_MAX;

#[async_trait]
impl Store for Sqlite {
    async fn migrate(&self) -> StoreResult<()> {
        // Opening has done it: no table is asked before.
        Ok(())
    }

    async fn health(&self) -> StoreResult<&'static str> {
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

    async fn create_organisation(&self, organisation: Organisation, begins_with: Writes) -> StoreResult<()> {
        let task =
            move |connection: &Connection| rows::create_organisation(connection, &organisation, &begins_with);
        self.writer()?.write(Box::new(task)).await.map(drop)
    }

    async fn create_first_organisation(
        &self,
        organisation: Organisation,
        begins_with: Writes,
    ) -> StoreResult<()> {
        let task = move |connection: &Connection| {
            let any = connection.query_row("SELECT 1 FROM organisation", [], |_| Ok(())).optional()?;
            match any {
                Some(()) => Err(StoreError::Duplicate),
                None => rows::create_organisation(connection, &organisation, &begins_with),
            }
        };
        self.writer()?.write(Box::new(task)).await.map(drop)
    }

    async fn organisations(&self) -> StoreResult<Vec<Organisation>> {
        self.read(questions::organisations).await
    }

    async fn load(&self, organisation: &Uid) -> StoreResult<Option<Loaded>> {
        let organisation = organisation.clone();
        self.read(move |connection| questions::load(connection, &organisation)).await
    }

    async fn versions(&self, organisations: &[Uid]) -> StoreResult<HashMap<Uid, i64>> {
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

    async fn journal(&self, organisation: &Uid, after: i64, limit: i64) -> StoreResult<Vec<JournalRow>> {
        let organisation = organisation.clone();
        self.read(move |connection| rows::journal(connection, &organisation, after, limit)).await
    }

    async fn transact(
        &self,
        organisation: &Uid,
        known: i64,
        asks: Vec<Ask>,
        decide: Decide,
    ) -> StoreResult<i64> {
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
    ) -> StoreResult<Listed<AppointmentRow>> {
        let (organisation, filter) = (organisation.clone(), filter.clone());
        self.read(move |connection| questions::appointments(connection, &organisation, &filter, page)).await
    }

    async fn appointment(&self, organisation: &Uid, uid: &str) -> StoreResult<Option<AppointmentRow>> {
        let (organisation, uid) = (organisation.clone(), uid.to_owned());
        self.read(move |connection| questions::appointment(connection, &organisation, &uid)).await
    }

    async fn of_other_shops(&self, organisation: &Uid, shop: &Uid, uids: &[Uid]) -> StoreResult<Vec<Uid>> {
        let (organisation, shop, uids) = (organisation.clone(), shop.clone(), uids.to_vec());
        self.read(move |connection| questions::of_other_shops(connection, &organisation, &shop, &uids)).await
    }

    async fn has_patient(&self, organisation: &Uid, shop: &Uid, patient_uid: &str) -> StoreResult<bool> {
        let (organisation, shop, patient) = (organisation.clone(), shop.clone(), patient_uid.to_owned());
        self.read(move |connection| questions::has_patient(connection, &organisation, &shop, &patient)).await
    }

    async fn record(&self, organisation: &Uid, kind: &str, uid: &str) -> StoreResult<Option<RecordRow>> {
        let (organisation, kind, uid) = (organisation.clone(), kind.to_owned(), uid.to_owned());
        self.read(move |connection| records::record(connection, &organisation, &kind, &uid)).await
    }

    async fn records(&self, organisation: &Uid, kind: &str, page: Page) -> StoreResult<Listed<RecordRow>> {
        let (organisation, kind) = (organisation.clone(), kind.to_owned());
        self.read(move |connection| records::records(connection, &organisation, &kind, page)).await
    }

    async fn record_by_alias(
        &self,
        organisation: &Uid,
        kind: &str,
        alias: &str,
    ) -> StoreResult<Option<RecordRow>> {
        let (organisation, kind, alias) = (organisation.clone(), kind.to_owned(), alias.to_owned());
        self.read(move |connection| records::record_by_alias(connection, &organisation, &kind, &alias)).await
    }

    async fn mentions(&self, organisation: &Uid, words: &[String], limit: i64) -> StoreResult<Mentions> {
        let (organisation, words) = (organisation.clone(), words.to_vec());
        self.read(move |connection| erasure::mentions(connection, &organisation, &words, limit)).await
    }

    async fn owner(&self, kind: &str, uid: &str) -> StoreResult<Option<Uid>> {
        let (kind, uid) = (kind.to_owned(), uid.to_owned());
        self.read(move |connection| questions::owner(connection, &kind, &uid)).await
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
        self.writer()?
            .write(Box::new(move |connection| questions::create_key(connection, &key)))
            .await
            .map(drop)
    }

    async fn key_by_hash(&self, hash: &[u8; 32]) -> StoreResult<Option<KeyRow>> {
        let hash = *hash;
        self.read(move |connection| questions::key_by_hash(connection, &hash)).await
    }

    async fn keys(&self, organisation: &Uid) -> StoreResult<Vec<KeyRow>> {
        let organisation = organisation.clone();
        self.read(move |connection| questions::keys(connection, &organisation)).await
    }

    async fn revoke_key(&self, uid: &str, now: Instant) -> StoreResult<bool> {
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
    ) -> StoreResult<Listed<AuditRow>> {
        let (organisation, filter) = (organisation.clone(), filter.clone());
        self.read(move |connection| audit::list(connection, &organisation, &filter, page)).await
    }
}
