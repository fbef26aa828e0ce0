//! Connections: how each is set up, a pool of those that only read, and the schema.

use std::path::PathBuf;
use std::sync::Mutex;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::store::StoreError;

/// The schema, step by step. A step that was released is never changed.
pub(super) const MIGRATIONS: &[&str] =
    &[include_str!("schema.sql"), include_str!("schema_2.sql"), include_str!("schema_3.sql")];

/// Readers that are kept open.
const READERS_MAX: usize = 8;

/// Statements that each connection keeps prepared.
const STATEMENTS: usize = 64;

/// Connections to one file.
pub(super) struct Connections {
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
}

impl Connections {
    pub(super) fn new(path: &str) -> Self {
        Self { path: path.into(), readers: Mutex::default() }
    }

    pub(super) fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// The connection that writes. Of each process there is one.
    pub(super) fn writer(&self) -> Result<Connection, StoreError> {
        super::private::keep(&self.path);
        let connection = Connection::open(&self.path)?;
        // With FULL a commit that was answered survives a power cut; WAL lets readers go on meanwhile.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is deleted or replaced is overwritten: whoever is erased is not to be read in the file either.
        connection.pragma_update(None, "secure_delete", true)?;
        prepared(connection)
    }

    /// Asks something on a connection that only reads.
    pub(super) fn read<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let pooled = self.readers.lock().expect("no reader panics while the pool is locked").pop();
        let connection = match pooled {
            Some(connection) => connection,
            None => prepared(Connection::open_with_flags(
                &self.path,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?)?,
        };
        let answer = question(&connection);
        let mut readers = self.readers.lock().expect("no reader panics while the pool is locked");
        if readers.len() < READERS_MAX {
            readers.push(connection);
        }
        answer
    }
}

fn prepared(connection: Connection) -> Result<Connection, StoreError> {
    // Another process that writes takes milliseconds, a backup perhaps a second.
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", -8_192)?;
    Ok(connection)
}

/// Brings the schema up to date. Of two processes that try, the second finds it done.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
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
                (rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked, _) => {
                    Self::Retry(error.to_string())
                }
                _ => Self::Broken(error.to_string()),
            },
            _ => Self::Broken(error.to_string()),
        }
    }
}
