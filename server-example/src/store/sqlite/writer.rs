//! The one thread that writes. What waits for it is written in one transaction and answered once that is on
//! disk: a disk's pace is that of its commits, not of what is in them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use frontdesk::Uid;
use rusqlite::{Connection, ErrorCode, Savepoint, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::health::{Health, Stage};
use super::rows;
use crate::limits::BATCH_MAX;
use crate::store::{Ask, Decide, StoreError, StoreResult};

/// Something that writes within a transaction of its own: all of it happens or nothing, whatever becomes of
/// its neighbours.
type Task = Box<dyn FnOnce(&Connection) -> StoreResult<i64> + Send>;

/// A task, and who waits for it.
struct Job {
    task: Task,
    done: oneshot::Sender<StoreResult<i64>>,
}

/// A job with its outcome, which counts once the transaction does.
struct Finished {
    done: oneshot::Sender<StoreResult<i64>>,
    outcome: StoreResult<i64>,
}

impl Job {
    fn fail(self, error: &StoreError) {
        let _ = self.done.send(Err(error.clone()));
    }
}

impl Finished {
    fn answer(self, committed: &StoreResult<()>) {
        // Who no longer waits has been written for all the same.
        let _ = self.done.send(self.outcome.and_then(|outcome| committed.clone().map(|()| outcome)));
    }
}

/// The way to the thread.
pub(super) struct Writer {
    jobs: Mutex<Option<Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, health: Arc<Health>) -> StoreResult<Self> {
        let (jobs, inbox) = channel();
        let thread = std::thread::Builder::new().name("sqlite-writer".to_owned());
        let thread = thread
            .spawn(move || run(connection, &inbox, &health))
            .map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    /// Writes, and answers once it is on disk.
    pub(super) async fn write(&self, task: Task) -> StoreResult<i64> {
        let gone = || StoreError::Unavailable("the database was closed".to_owned());
        let (done, answer) = oneshot::channel();
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        jobs.ok_or_else(gone)?.send(Job { task, done }).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Decides and writes for one organisation.
    pub(super) async fn transact(
        &self,
        organisation: Uid,
        known: i64,
        asks: Vec<Ask>,
        decide: Decide,
    ) -> StoreResult<i64> {
        self.write(Box::new(move |connection| {
            let (version, since) = rows::since(connection, &organisation, known, &asks)?;
            let writes = decide(since);
            rows::write(connection, &organisation, version, &writes)
        }))
        .await
    }

    /// Writes what waits, brings the write-ahead log into the file and closes it. Whoever comes later is
    /// refused.
    pub(super) fn close(&self) {
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that writes has panicked");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

fn run(mut connection: Connection, inbox: &Receiver<Job>, health: &Health) {
    while let Ok(first) = inbox.recv() {
        let mut finished = Vec::new();
        let committed = batch(&mut connection, first, inbox, health, &mut finished);
        // A disk that is full refuses some and takes others, which need no more room.
        let refused = finished.iter().find_map(|finished| finished.outcome.as_ref().err());
        let refused = refused.filter(|error| matches!(error, StoreError::Unavailable(_))).cloned();
        health.over(committed.as_ref().err().cloned().or(refused));
        finished.into_iter().for_each(|finished| finished.answer(&committed));
    }
    // Others may have the file open: then the last of them does it.
    let cut = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    let closed = cut.and(connection.close().map_err(|(_, error)| error));
    if let Err(error) = closed {
        tracing::warn!(%error, "the write-ahead log is still beside the database");
    }
}

/// Runs a job, and those that wait behind it, in one transaction.
fn batch(
    connection: &mut Connection,
    first: Job,
    inbox: &Receiver<Job>,
    health: &Health,
    finished: &mut Vec<Finished>,
) -> StoreResult<()> {
    let mut transaction = match begin(connection, health) {
        Ok(transaction) => transaction,
        Err(error) => {
            // Those behind have waited as long: a lock is not waited for once for each of them.
            std::iter::once(first).chain(inbox.try_iter()).for_each(|job| job.fail(&error));
            return Err(error);
        }
    };
    let mut next = Some(first);
    while let Some(Job { task, done }) = next {
        let outcome =
            transaction.savepoint().map_err(StoreError::from).and_then(|savepoint| alone(savepoint, task));
        let cause = outcome.as_ref().err().cloned();
        finished.push(Finished { done, outcome });
        if transaction.is_autocommit() {
            // A full disk makes SQLite undo the whole transaction: what comes behind would be one of its own.
            return Err(cause.unwrap_or_else(|| StoreError::Broken("the transaction is gone".to_owned())));
        }
        next = if finished.len() < BATCH_MAX { inbox.try_recv().ok() } else { None };
    }
    transaction.commit().map_err(of_commit)?;
    // Into a file that was deleted meanwhile everything can be written, and nobody finds it there.
    health.same_files().map_err(|error| StoreError::Unknown(error.to_string()))
}

fn begin<'a>(connection: &'a mut Connection, health: &Health) -> StoreResult<Transaction<'a>> {
    health.same_files()?;
    health.stage(Stage::Waiting);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    health.stage(Stage::Writing);
    Ok(transaction)
}

/// What a commit that failed means. A disk that fails may have the whole of it all the same.
fn of_commit(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => StoreError::Unknown(error.to_string()),
        _ => error.into(),
    }
}

/// Runs a task in its savepoint, which is rolled back if the task fails.
fn alone(savepoint: Savepoint<'_>, task: Task) -> StoreResult<i64> {
    let outcome = catch_unwind(AssertUnwindSafe(|| task(&savepoint)));
    let outcome = outcome.unwrap_or_else(|_| Err(StoreError::Broken("a decision panicked".to_owned())))?;
    savepoint.commit()?;
    Ok(outcome)
}
