//! Persistence: the `Store` trait, which desks and handlers use; two implementations, one conformance suite.
//!
//! A database holds organisations, each with a version. Whatever changes what an organisation's desk knows is
//! one transaction that raises the version by one for each line that it adds to the organisation's journal.
//! So a desk that stands at a version can catch up by the lines that it has missed, whoever wrote them,
//! and the journal is what processes follow each other by. Who did or saw what is told beside it, in the
//! audit trail.

mod address;
mod checkup;
mod delivery;
mod erasure;
mod key;
mod list;
mod outbox;
mod pass;
mod postgres;
mod row;
mod sqlite;
mod upkeep;
mod writes;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use tokio::sync::Notify;

pub use self::address::Address;
pub use self::checkup::{Finding, Verdict};
pub use self::delivery::{Delivery, DueQueue, Health, LEASE_SECONDS, LeasedQueue, Outcome, QueueName};
pub use self::erasure::{Erasure, Mentions, words};
pub use self::key::{KeyRow, NewKey};
pub use self::list::{AppointmentFilter, AppointmentRow, AuditFilter, Listed, Page};
pub use self::outbox::{DeliveryFilter, Outbox};
pub use self::pass::{PassRow, Passes};
pub use self::postgres::Postgres;
pub use self::row::{
    AnswerRow, AppointmentWrite, Ask, AuditRow, JournalRow, Loaded, Memo, Organisation, RecordRow, Since,
};
pub use self::sqlite::Sqlite;
pub use self::upkeep::Upkeep;
pub use self::writes::Writes;

/// Kinds of records whose ids say whose they are: those that callers show before anybody knows who they are.
pub const OWNED: &[&str] = &["shop", "booking_secret", "account", "calendar_feed"];

/// What decides inside a transaction: it is told what was missed, and says what to write.
pub type Decide = Box<dyn FnOnce(Since) -> Writes + Send>;

/// A database.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Makes the tables, or brings them up to date. Any number of processes may do so at once.
    async fn migrate(&self) -> StoreResult<()>;

    /// Whether the database can be asked and written now, and which it is. However many ask, something small
    /// is written at most once in a second or two.
    async fn health(&self) -> StoreResult<&'static str>;

    /// Ends what is under way, and leaves the database as one that nobody works on. Whoever comes later is
    /// refused.
    async fn close(&self) {}

    /// Adds an organisation, with what it begins with.
    async fn create_organisation(&self, organisation: Organisation, begins_with: Writes) -> StoreResult<()>;

    /// Adds an organisation where there is none at all: [`StoreError::Duplicate`] if there is any, however
    /// many try at once.
    async fn create_first_organisation(
        &self,
        organisation: Organisation,
        begins_with: Writes,
    ) -> StoreResult<()>;

    /// All organisations, by uid.
    async fn organisations(&self) -> StoreResult<Vec<Organisation>>;

    /// Everything that an organisation's desk knows, as one version of it; `None` if there is no such
    /// organisation.
    async fn load(&self, organisation: &Uid) -> StoreResult<Option<Loaded>>;

    /// The versions of these organisations.
    async fn versions(&self, organisations: &[Uid]) -> StoreResult<HashMap<Uid, i64>>;

    /// The journal after a version, oldest first, and at most so many lines.
    async fn journal(&self, organisation: &Uid, after: i64, limit: i64) -> StoreResult<Vec<JournalRow>>;

    /// One transaction. Nobody else decides for this organisation meanwhile: `decide` is given the lines
    /// after `known` and what it `asks` for, and what it says is written, all of it or nothing.
    /// Answers with the new version once it is safe on disk. Of all errors only [`StoreError::Unknown`]
    /// leaves open whether it was written: with any other, nothing was.
    async fn transact(
        &self,
        organisation: &Uid,
        known: i64,
        asks: Vec<Ask>,
        decide: Decide,
    ) -> StoreResult<i64>;

    /// Tells of what other processes have written, as soon as it is, for as long as it is asked to. Who is
    /// told looks for what it was; and looks from time to time anyway, since not every database can tell,
    /// and connections break.
    async fn listen(&self, news: &Notify) {
        let _ = news;
        std::future::pending::<()>().await;
    }

    /// A page of appointments, and how many there are in all.
    async fn appointments(
        &self,
        organisation: &Uid,
        filter: &AppointmentFilter,
        page: Page,
    ) -> StoreResult<Listed<AppointmentRow>>;

    /// An appointment with what the desk does not keep in mind.
    async fn appointment(&self, organisation: &Uid, uid: &str) -> StoreResult<Option<AppointmentRow>>;

    /// Those of these appointments that are another shop's, or no shop's.
    async fn of_other_shops(&self, organisation: &Uid, shop: &Uid, uids: &[Uid]) -> StoreResult<Vec<Uid>>;

    /// Whether a shop has an appointment or a profile of a patient.
    async fn has_patient(&self, organisation: &Uid, shop: &Uid, patient_uid: &str) -> StoreResult<bool>;

    /// A record of a kind that desks do not keep in mind.
    async fn record(&self, organisation: &Uid, kind: &str, uid: &str) -> StoreResult<Option<RecordRow>>;

    /// A page of records of such a kind, by uid.
    async fn records(&self, organisation: &Uid, kind: &str, page: Page) -> StoreResult<Listed<RecordRow>>;

    /// The newest record of such a kind that was given this second name, such as a patient's email.
    async fn record_by_alias(
        &self,
        organisation: &Uid,
        kind: &str,
        alias: &str,
    ) -> StoreResult<Option<RecordRow>>;

    /// Records and lines of the journal that have one of these words in them, at most so many of each. It
    /// looks through everything.
    async fn mentions(&self, organisation: &Uid, words: &[String], limit: i64) -> StoreResult<Mentions>;

    /// Whose record of such a kind this is. Kinds that are asked for so, [`OWNED`], have each id once in the
    /// whole database.
    async fn owner(&self, kind: &str, uid: &str) -> StoreResult<Option<Uid>>;

    /// The webhooks that are on their way, and those that were.
    fn outbox(&self) -> &dyn Outbox;

    /// Credentials that stand for patients for a while.
    fn passes(&self) -> &dyn Passes;

    /// What is done to the database itself.
    fn upkeep(&self) -> &dyn Upkeep;

    /// Adds an API key. The caller has the secret; here is its hash only.
    /// The audit trail says that this was done on the command line, as it does of a revocation.
    async fn create_key(&self, key: NewKey) -> StoreResult<()>;

    /// The key with this hash, revoked or not.
    async fn key_by_hash(&self, hash: &[u8; 32]) -> StoreResult<Option<KeyRow>>;

    /// The keys of an organisation, the oldest first.
    async fn keys(&self, organisation: &Uid) -> StoreResult<Vec<KeyRow>>;

    /// Revokes a key for good; `false` if there is none, or it is revoked already.
    async fn revoke_key(&self, uid: &str, now: Instant) -> StoreResult<bool>;

    /// A page of the audit trail, the newest line first.
    async fn audit(
        &self,
        organisation: &Uid,
        filter: &AuditFilter,
        page: Page,
    ) -> StoreResult<Listed<AuditRow>>;
}

/// Opens a database by its address: a path or `sqlite:PATH`, or `postgres://…`.
///
/// # Errors
/// If it can't be opened.
pub async fn open(address: impl Into<Address>) -> StoreResult<Arc<dyn Store>> {
    let address = address.into();
    let store: Arc<dyn Store> = match address.path()? {
        None => Arc::new(Postgres::open(address.secret())?),
        Some(path) => Arc::new(Sqlite::open(path)?),
    };
    store.migrate().await?;
    Ok(store)
}

/// Opens a database for looking at it: nothing is made, brought up to date or changed.
///
/// # Errors
/// If it is not there.
pub fn open_as_it_is(address: impl Into<Address>) -> StoreResult<Arc<dyn Store>> {
    let address = address.into();
    Ok(match address.path()? {
        None => Arc::new(Postgres::open(address.secret())?),
        Some(path) => Arc::new(Sqlite::open_as_it_is(path)?),
    })
}

/// Puts a copy that `backup` made in the place of an SQLite database that no process has open.
///
/// # Errors
/// Why that was not done: nothing has changed then.
pub fn restore(address: impl Into<Address>, backup: &Path) -> StoreResult<()> {
    let how = "PostgreSQL has its own way: `pg_restore --clean --if-exists --dbname ADDRESS FILE`";
    let address = address.into();
    let path = address.path()?.ok_or_else(|| StoreError::Broken(how.to_owned()))?;
    Sqlite::restore(path, backup)
}

/// What a database answers.
pub type StoreResult<T> = Result<T, StoreError>;

/// What can go wrong with a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The schema refuses two appointments of one doctor at a time. The engine has refused it before, unless
    /// somebody wrote past it.
    Overlap,
    /// There is one like it.
    Duplicate,
    /// Two transactions were in each other's way: the same again can succeed.
    Retry(String),
    /// The database can't do it now: it does not answer, the disk is full, another holds the lock. Nothing
    /// was written, and the same can succeed later.
    Unavailable(String),
    /// The commit was under way when the database went: it may have been written, or not.
    Unknown(String),
    /// No such organisation.
    NoOrganisation,
    /// Anything else.
    Broken(String),
}

impl StoreError {
    /// Whether the database refused rows, or a transaction for another's sake: it is well, and has nothing
    /// that is not known.
    pub fn is_about_the_rows(&self) -> bool {
        matches!(self, Self::Overlap | Self::Duplicate | Self::Retry(_))
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Overlap => f.write_str("the doctor has another appointment at that time"),
            Self::Duplicate => f.write_str("there is one like it already"),
            Self::Retry(cause) => write!(f, "another transaction was in the way: {cause}"),
            Self::Unavailable(cause) => f.write_str(cause),
            Self::Unknown(cause) => write!(f, "it is not known whether it was written: {cause}"),
            Self::NoOrganisation => f.write_str("no such organisation"),
            Self::Broken(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for StoreError {}
