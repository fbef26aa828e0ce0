//! The one thread that writes. What waits for it is written in one transaction and answered once that is on
//! disk: a disk's pace is that of its commits, not of what is in them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use frontdesk::Uid;
use rusqlite::{Connection, Savepoint, TransactionBehavior};
use tokio::sync::oneshot;

use super::rows;
use crate::limits::BATCH_MAX;
use crate::store::{Decide, StoreError};

/// Something that writes within a transaction of its own: all of it happens or nothing, whatever becomes of
/// its neighbours.
type Task = Box<dyn FnOnce(&Connection) -> Result<i64, StoreError> + Send>;

/// Who waits.
type Done = oneshot::Sender<Result<i64, StoreError>>;

/// A task, and who waits for it.
struct Job {
    task: Task,
    done: Done,
}

/// The way to the thread. It ends when the last of these is dropped.
pub(super) struct Writer {
    jobs: Sender<Job>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (jobs, inbox) = channel();
        let thread = std::thread::Builder::new().name("sqlite-writer".to_owned());
        thread
            .spawn(move || run(connection, &inbox))
            .map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(Self { jobs })
    }

    /// Writes, and answers once it is on disk.
    pub(super) async fn write(&self, task: Task) -> Result<i64, StoreError> {
        let gone = || StoreError::Broken("the writer is gone".to_owned());
        let (done, answer) = oneshot::channel();
        self.jobs.send(Job { task, done }).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Decides and writes for one organisation.
    pub(super) async fn transact(
        &self,
        organisation: Uid,
        known: i64,
        keys: Vec<String>,
        decide: Decide,
    ) -> Result<i64, StoreError> {
        self.write(Box::new(move |connection| {
            let (version, since) = rows::since(connection, &organisation, known, &keys)?;
            let writes = decide(since);
            rows::write(connection, &organisation, version, &writes)
        }))
        .await
    }
}

fn run(mut connection: Connection, inbox: &Receiver<Job>) {
    while let Ok(first) = inbox.recv() {
        let mut finished = Vec::new();
        let committed = batch(&mut connection, first, inbox, &mut finished);
        for (done, outcome) in finished {
            // Who no longer waits has been written for all the same.
            let _ = done.send(match &committed {
                Ok(()) => outcome,
                Err(error) => outcome.and(Err(StoreError::Broken(error.to_string()))),
            });
        }
    }
}

/// Runs a job, and those that wait behind it, in one transaction.
fn batch(
    connection: &mut Connection,
    first: Job,
    inbox: &Receiver<Job>,
    finished: &mut Vec<(Done, Result<i64, StoreError>)>,
) -> Result<(), StoreError> {
    let mut transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(error) => {
            let error = StoreError::from(error);
            finished.push((first.done, Err(StoreError::Broken(error.to_string()))));
            return Err(error);
        }
    };
    let mut next = Some(first);
    while let Some(job) = next {
        let outcome = transaction
            .savepoint()
            .map_err(StoreError::from)
            .and_then(|savepoint| alone(savepoint, job.task));
        finished.push((job.done, outcome));
        next = if finished.len() < BATCH_MAX { inbox.try_recv().ok() } else { None };
    }
    Ok(transaction.commit()?)
}

/// Runs a task in its savepoint, which is rolled back if the task fails.
fn alone(savepoint: Savepoint<'_>, task: Task) -> Result<i64, StoreError> {
    let outcome = catch_unwind(AssertUnwindSafe(|| task(&savepoint)));
    let outcome = outcome.unwrap_or_else(|_| Err(StoreError::Broken("a decision panicked".to_owned())))?;
    savepoint.commit()?;
    Ok(outcome)
}
