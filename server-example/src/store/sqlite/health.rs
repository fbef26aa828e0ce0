//! How the file and its writer are: what the writer is at, how its last transaction ended, and whether the
//! files that it writes are still those that others find under their names.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Moment};

use rusqlite::{Connection, OptionalExtension, params};

use super::connection::FULL;
use crate::limits::{DATABASE_PROBE_INTERVAL, DATABASE_PROBE_TIME_MAX};
use crate::store::{StoreError, StoreResult};

/// More than a page of the file: what a probe writes needs room as a booking does.
const PROBE_BYTES: usize = 16 * 1024;

/// What the writer is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Idle,
    /// Another process has the lock.
    Waiting,
    Writing,
}

/// How the file and its writer are.
pub(super) struct Health {
    path: PathBuf,
    files: Mutex<Files>,
    writer: Mutex<WriterState>,
}

/// The files that are open, as the file system knows them.
struct Files {
    main: Option<Id>,
    /// None until it was seen. SQLite removes it when the last connection is closed, and never before.
    log: Option<Id>,
}

struct WriterState {
    stage: Stage,
    since: Moment,
    /// How the last transaction ended, and when; None before the first.
    last: Option<(Moment, Option<StoreError>)>,
}

impl WriterState {
    fn was_full(&self) -> bool {
        let error = self.last.as_ref().and_then(|(_, error)| error.as_ref());
        matches!(error, Some(StoreError::Unavailable(cause)) if cause == FULL)
    }
}

impl Health {
    /// Of the file that is open under this path.
    pub(super) fn new(path: &Path) -> Self {
        let files = Files { main: id(path), log: None };
        let writer = WriterState { stage: Stage::Idle, since: Moment::now(), last: None };
        Self { path: path.to_owned(), files: Mutex::new(files), writer: Mutex::new(writer) }
    }

    pub(super) fn stage(&self, stage: Stage) {
        let mut writer = self.writer();
        (writer.stage, writer.since) = (stage, Moment::now());
    }

    /// A transaction is over, well if without an error. On a disk that was full that tells nothing: what is
    /// smaller may find room in pages that are there.
    pub(super) fn over(&self, error: Option<StoreError>) {
        let mut writer = self.writer();
        (writer.stage, writer.since) = (Stage::Idle, Moment::now());
        if error.is_some() || !writer.was_full() {
            writer.last = Some((writer.since, error));
        }
    }

    /// Something was written that needs room.
    pub(super) fn has_room(&self) {
        self.writer().last = Some((Moment::now(), None));
    }

    /// Whether the open files are those that have the names now. Two looks at the file system: microseconds.
    ///
    /// # Errors
    /// If one was deleted, or another was put in its place.
    pub(super) fn same_files(&self) -> StoreResult<()> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        let log = id(Path::new(&log));
        if files.main.is_none() || id(&self.path) != files.main || (files.log.is_some() && log != files.log) {
            return Err(StoreError::Unavailable(
                "the database's file was deleted or replaced while it was open: start the server again"
                    .to_owned(),
            ));
        }
        files.log = log;
        Ok(())
    }

    /// What is known without writing: `Some` if that is enough.
    pub(super) fn known(&self) -> Option<StoreResult<()>> {
        if let Err(error) = self.same_files() {
            return Some(Err(error));
        }
        let writer = self.writer();
        if writer.stage == Stage::Waiting && writer.since.elapsed() >= DATABASE_PROBE_TIME_MAX {
            return Some(Err(self.is_busy(&writer)));
        }
        let (at, error) = writer.last.as_ref()?;
        let is_recent = at.elapsed() < DATABASE_PROBE_INTERVAL;
        is_recent.then(|| error.clone().map_or(Ok(()), Err))
    }

    /// What the writer is at, for whoever has waited for it in vain.
    pub(super) fn busy(&self) -> StoreError {
        self.is_busy(&self.writer())
    }

    fn is_busy(&self, writer: &WriterState) -> StoreError {
        let seconds = writer.since.elapsed().max(Duration::from_secs(1)).as_secs();
        StoreError::Unavailable(match writer.stage {
            Stage::Waiting => format!("another process has held the database's lock for {seconds} s"),
            Stage::Idle | Stage::Writing => format!("the disk has not answered for {seconds} s"),
        })
    }

    fn writer(&self) -> MutexGuard<'_, WriterState> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes something, and removes it: whether the disk takes it, nothing else tells.
pub(super) fn probe(connection: &Connection) -> StoreResult<i64> {
    const ANY: &str = "SELECT uid FROM organisation LIMIT 1";
    const WRITE: &str = "INSERT INTO answer (organisation_uid, key, fingerprint, status, body, at) VALUES \
                         (?1, ?2, '', 0, ?3, 0)";
    // No caller's key begins so.
    const KEY: &str = "probe";
    let organisation: Option<String> = connection.query_row(ANY, [], |row| row.get(0)).optional()?;
    let Some(organisation) = organisation else {
        connection.execute_batch("PRAGMA application_id = 0")?;
        return Ok(0);
    };
    connection.execute(WRITE, params![organisation, KEY, "x".repeat(PROBE_BYTES)])?;
    connection
        .execute("DELETE FROM answer WHERE organisation_uid = ?1 AND key = ?2", params![organisation, KEY])?;
    Ok(0)
}

/// Device and inode.
#[cfg(unix)]
type Id = (u64, u64);

#[cfg(unix)]
fn id(path: &Path) -> Option<Id> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// Elsewhere a file that is open can't be deleted or replaced.
#[cfg(not(unix))]
type Id = ();

#[cfg(not(unix))]
fn id(path: &Path) -> Option<Id> {
    path.exists().then_some(())
}
