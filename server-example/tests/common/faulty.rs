//! A database that fails at one step of a transaction, as often as a test wants it to.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use frontdesk_server::store::{
    AppointmentFilter, AppointmentRow, Ask, AuditFilter, AuditRow, Decide, JournalRow, KeyRow, Listed,
    Loaded, Mentions, NewKey, Organisation, Outbox, Page, Passes, RecordRow, Store, StoreError, StoreResult,
    Upkeep, Writes,
};
use tokio::sync::watch;

/// Where it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Before the transaction begins.
    Begin,
    /// Once it has begun, before anything is decided.
    Since,
    /// Once it is decided: the decision panics on its way back.
    Decide,
    /// While it is written; another transaction is in the way.
    Write,
    /// The database goes while it is written.
    Lost,
    /// The commit is not answered, and was not done.
    CommitBefore,
    /// The commit is not answered, and was done.
    CommitAfter,
}

pub(crate) struct Faulty {
    store: Arc<dyn Store>,
    /// The step, and how many transactions fail there.
    transactions: Mutex<Option<(Step, u32)>>,
    /// How often the state can't be loaded.
    loads: Mutex<u32>,
    /// How often it was asked to load.
    pub(crate) loads_asked: AtomicUsize,
    /// Whether whoever asks waits until it is over.
    pub(crate) hangs: watch::Sender<bool>,
}

impl Faulty {
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            transactions: Mutex::default(),
            loads: Mutex::default(),
            loads_asked: AtomicUsize::new(0),
            hangs: watch::Sender::new(false),
        }
    }

    /// Until the database does not hang.
    async fn answers(&self) {
        self.hangs.subscribe().wait_for(|hangs| !hangs).await.unwrap();
    }

    pub(crate) fn fail(&self, step: Step, transactions: u32, loads: u32) {
        *self.transactions.lock().unwrap() = Some((step, transactions));
        *self.loads.lock().unwrap() = loads;
    }

    fn fault(&self) -> Option<Step> {
        let mut transactions = self.transactions.lock().unwrap();
        let (step, left) = transactions.as_mut()?;
        *left = left.checked_sub(1)?;
        Some(*step)
    }
}

#[async_trait]
impl Store for Faulty {
    async fn transact(
        &self,
        organisation: &Uid,
        known: i64,
        asks: Vec<Ask>,
        decide: Decide,
    ) -> StoreResult<i64> {
        let nothing = |decide: Option<Decide>| -> Decide {
            Box::new(move |since| {
                if let Some(decide) = decide {
                    drop(decide(since));
                }
                Writes::default()
            })
        };
        let unavailable = || Err(StoreError::Unavailable("a fault".to_owned()));
        let Some(step) = self.fault() else {
            return self.store.transact(organisation, known, asks, decide).await;
        };
        match step {
            Step::Begin => unavailable(),
            Step::Since => {
                self.store.transact(organisation, known, asks, nothing(None)).await?;
                unavailable()
            }
            Step::Decide => {
                self.store.transact(organisation, known, asks, nothing(Some(decide))).await?;
                Err(StoreError::Broken("a fault".to_owned()))
            }
            Step::Write => {
                self.store.transact(organisation, known, asks, nothing(Some(decide))).await?;
                Err(StoreError::Retry("a fault".to_owned()))
            }
            Step::Lost => {
                self.store.transact(organisation, known, asks, nothing(Some(decide))).await?;
                unavailable()
            }
            Step::CommitBefore => {
                self.store.transact(organisation, known, asks, nothing(Some(decide))).await?;
                Err(StoreError::Unknown("a fault".to_owned()))
            }
            Step::CommitAfter => {
                self.store.transact(organisation, known, asks, decide).await?;
                Err(StoreError::Unknown("a fault".to_owned()))
            }
        }
    }

    async fn load(&self, organisation: &Uid) -> StoreResult<Option<Loaded>> {
        self.loads_asked.fetch_add(1, Ordering::Relaxed);
        self.answers().await;
        let left = self.loads.lock().unwrap().checked_sub(1);
        match left {
            Some(left) => {
                *self.loads.lock().unwrap() = left;
                Err(StoreError::Unavailable("a fault while loading".to_owned()))
            }
            None => self.store.load(organisation).await,
        }
    }

    async fn migrate(&self) -> StoreResult<()> {
        self.store.migrate().await
    }

    async fn health(&self) -> StoreResult<&'static str> {
        self.answers().await;
        self.store.health().await
    }

    async fn close(&self) {
        self.store.close().await;
    }

    async fn create_organisation(&self, organisation: Organisation, begins_with: Writes) -> StoreResult<()> {
        self.store.create_organisation(organisation, begins_with).await
    }

    async fn create_first_organisation(
        &self,
        organisation: Organisation,
        begins_with: Writes,
    ) -> StoreResult<()> {
        self.store.create_first_organisation(organisation, begins_with).await
    }

    async fn organisations(&self) -> StoreResult<Vec<Organisation>> {
        self.store.organisations().await
    }

    async fn versions(&self, organisations: &[Uid]) -> StoreResult<HashMap<Uid, i64>> {
        self.store.versions(organisations).await
    }

    async fn journal(&self, organisation: &Uid, after: i64, limit: i64) -> StoreResult<Vec<JournalRow>> {
        self.store.journal(organisation, after, limit).await
    }

    async fn appointments(
        &self,
        organisation: &Uid,
        filter: &AppointmentFilter,
        page: Page,
    ) -> StoreResult<Listed<AppointmentRow>> {
        self.store.appointments(organisation, filter, page).await
    }

    async fn appointment(&self, organisation: &Uid, uid: &str) -> StoreResult<Option<AppointmentRow>> {
        self.store.appointment(organisation, uid).await
    }

    async fn of_other_shops(&self, organisation: &Uid, shop: &Uid, uids: &[Uid]) -> StoreResult<Vec<Uid>> {
        self.store.of_other_shops(organisation, shop, uids).await
    }

    async fn has_patient(&self, organisation: &Uid, shop: &Uid, patient_uid: &str) -> StoreResult<bool> {
        self.store.has_patient(organisation, shop, patient_uid).await
    }

    async fn record(&self, organisation: &Uid, kind: &str, uid: &str) -> StoreResult<Option<RecordRow>> {
        self.store.record(organisation, kind, uid).await
    }

    async fn records(&self, organisation: &Uid, kind: &str, page: Page) -> StoreResult<Listed<RecordRow>> {
        self.store.records(organisation, kind, page).await
    }

    async fn record_by_alias(
        &self,
        organisation: &Uid,
        kind: &str,
        alias: &str,
    ) -> StoreResult<Option<RecordRow>> {
        self.store.record_by_alias(organisation, kind, alias).await
    }

    async fn mentions(&self, organisation: &Uid, words: &[String], limit: i64) -> StoreResult<Mentions> {
        self.store.mentions(organisation, words, limit).await
    }

    async fn owner(&self, kind: &str, uid: &str) -> StoreResult<Option<Uid>> {
        self.store.owner(kind, uid).await
    }

    async fn create_key(&self, key: NewKey) -> StoreResult<()> {
        self.store.create_key(key).await
    }

    async fn key_by_hash(&self, hash: &[u8; 32]) -> StoreResult<Option<KeyRow>> {
        self.answers().await;
        self.store.key_by_hash(hash).await
    }

    async fn keys(&self, organisation: &Uid) -> StoreResult<Vec<KeyRow>> {
        self.store.keys(organisation).await
    }

    async fn revoke_key(&self, uid: &str, now: Instant) -> StoreResult<bool> {
        self.store.revoke_key(uid, now).await
    }

    async fn audit(
        &self,
        organisation: &Uid,
        filter: &AuditFilter,
        page: Page,
    ) -> StoreResult<Listed<AuditRow>> {
        self.store.audit(organisation, filter, page).await
    }

    fn outbox(&self) -> &dyn Outbox {
        self.store.outbox()
    }

    fn passes(&self) -> &dyn Passes {
        self.store.passes()
    }

    fn upkeep(&self) -> &dyn Upkeep {
        self.store.upkeep()
    }
}
