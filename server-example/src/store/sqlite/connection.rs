//! Connections: how each is set up, a pool of those that only read, and the schema.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::limits::{DATABASE_CLOSE_TIME_MAX, DATABASE_LOCK_TIME_MAX};
use crate::store::{StoreError, StoreResult};

/// The schema, step by step. A step that was released is never changed.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
];

/// Why nothing more can be written.
pub(super) const FULL: &str = "the disk is full";

/// Readers that are kept open.
const READERS_MAX: usize = 8;

/// Statements that each connection keeps prepared.
const STATEMENTS: usize = 64;

/// Connections to one file.
pub(super) struct Connections {
    path: PathBuf,
    readers: Mutex<Readers>,
    /// Wakes who waits for the last reader.
    left: Condvar,
}

#[derive(Default)]
struct Readers {
    idle: Vec<Connection>,
    /// Those that read at the moment.
    busy: usize,
    is_closed: bool,
}

impl Connections {
    pub(super) fn new(path: &str) -> Self {
        Self { path: path.into(), readers: Mutex::default(), left: Condvar::new() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The connection that writes. Of each process there is one.
    pub(super) fn writer(&self) -> StoreResult<Connection> {
        super::private::keep(&self.path);
        let connection = Connection::open(&self.path).map_err(|error| self.unopened(error))?;
        // SQLite opens what can't be written for reading, and would say so with the first booking.
        if connection.is_readonly(rusqlite::MAIN_DB)? {
            return Err(self.read_only());
        }
        // With FULL a commit that was answered survives a power cut; WAL lets readers go on meanwhile.
        connection.pragma_update(None, "journal_mode", "WAL").map_err(|error| self.unopened(error))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted or replaced is overwritten: whoever is erased is not to be read in the file either.
        connection.pragma_update(None, "secure_delete", true)?;
        prepared(connection)
    }

    fn read_only(&self) -> StoreError {
        let path = self.path.display();
        StoreError::Unavailable(format!(
            "`{path}` is read-only: this user must be able to write it and its folder"
        ))
    }

    /// Why a file can't be opened: SQLite's own words tell neither which nor why.
    fn unopened(&self, error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly) => self.read_only(),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => StoreError::Unavailable(format!(
                "`{}` can't be opened or made: is its folder there, and may this user write in it?",
                self.path.display()
            )),
            _ => error.into(),
        }
    }

    /// Asks something on a connection that only reads.
    pub(super) fn read<T>(&self, question: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        let (pooled, _busy) = self.begin()?;
        let connection = match pooled {
            Some(connection) => connection,
            None => prepared(Connection::open_with_flags(
                &self.path,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?)?,
        };
        let answer = question(&connection);
        let mut readers = self.readers();
        if readers.idle.len() < READERS_MAX && !readers.is_closed {
            readers.idle.push(connection);
        } else {
            // Closed before it counts as gone.
            drop(connection);
        }
        answer
    }

    /// Does something on a connection of its own that writes.
    pub(super) fn beside<T>(&self, act: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        let (pooled, _busy) = self.begin()?;
        self.readers().idle.extend(pooled);
        act(&self.writer()?)
    }

    fn begin(&self) -> StoreResult<(Option<Connection>, Busy<'_>)> {
        let mut readers = self.readers();
        if readers.is_closed {
            return Err(StoreError::Unavailable("the database was closed".to_owned()));
        }
        readers.busy += 1;
        Ok((readers.idle.pop(), Busy(self)))
    }

    /// Closes those that read: at once those that do nothing, the others when they are done.
    pub(super) fn close(&self) {
        let mut readers = self.readers();
        readers.is_closed = true;
        readers.idle.clear();
        let wait = self.left.wait_timeout_while(readers, DATABASE_CLOSE_TIME_MAX, |readers| readers.busy > 0);
        drop(wait.unwrap_or_else(PoisonError::into_inner));
    }

    fn readers(&self) -> MutexGuard<'_, Readers> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody reads, until this is dropped.
struct Busy<'a>(&'a Connections);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.readers().busy -= 1;
        self.0.left.notify_all();
    }
}

fn prepared(connection: Connection) -> StoreResult<Connection> {
    // Another process that writes takes milliseconds, a backup perhaps a second.
    connection.busy_timeout(DATABASE_LOCK_TIME_MAX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", -8_192)?;
    Ok(connection)
}

/// Brings the schema up to date. Of two processes that try, the second finds it done.
pub(super) fn migrate(connection: &mut Connection) -> StoreResult<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))? as usize;
    if done > MIGRATIONS.len() {
        return Err(StoreError::Broken(format!(
            "the database has schema {done}, which is newer than this program's {}",
            MIGRATIONS.len()
        )));
    }
    for step in &MIGRATIONS[done..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as u32)?;
    Ok(transaction.commit()?)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(code, message) => match (code.code, message.as_deref()) {
                (rusqlite::ErrorCode::ConstraintViolation, Some("overlap")) => Self::Overlap,
                (rusqlite::ErrorCode::ConstraintViolation, Some(text)) if text.starts_with("UNIQUE") => {
                    Self::Duplicate
                }
                (code, _) => unavailable(code).map_or_else(
                    || Self::Broken(error.to_string()),
                    |cause| Self::Unavailable(cause.to_owned()),
                ),
            },
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// Why the file can't be used now, if that is what an error says.
fn unavailable(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            Some("another process holds the database's lock")
        }
        ErrorCode::DiskFull => Some(FULL),
        ErrorCode::ReadOnly => Some("the database can't be written: it is read-only"),
        ErrorCode::CannotOpen => Some("the database can't be opened"),
        ErrorCode::SystemIoFailure => Some("the disk fails"),
        ErrorCode::OutOfMemory => Some("there is no memory left"),
        _ => None,
    }
}
