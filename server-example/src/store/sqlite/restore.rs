//! A backup put back. What lies beside a file, its write-ahead log, belongs to that very file: with another
//! under the same name SQLite would take the log into it. So the log goes with the file that it belongs to.

use std::fs::File;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::care;
use super::connection::MIGRATIONS;
use crate::store::checkup::{Finding, Verdict};
use crate::store::{StoreError, StoreResult};

pub(super) fn restore(path: &Path, backup: &Path) -> StoreResult<()> {
    let broken = |error: std::io::Error| {
        StoreError::Broken(format!("`{}` can't be put in place: {error}", path.display()))
    };
    if let (Ok(one), Ok(other)) = (path.canonicalize(), backup.canonicalize())
        && one == other
    {
        return Err(StoreError::Broken("the backup is the database itself".to_owned()));
    }
    care::must_exist(backup)?;
    let copy = care::beside(path, ".restoring");
    // One that was broken off.
    remove(&copy).map_err(broken)?;
    let held = alone_with(path)?;
    let done = checked_copy(backup, &copy).and_then(|()| {
        // Whoever closes a file last brings its log into it. Then nothing of it is to stay.
        drop(held);
        for end in ["-wal", "-shm", "-journal"] {
            remove(&care::beside(path, end)).map_err(broken)?;
        }
        std::fs::rename(&copy, path).map_err(broken)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(broken)
    });
    if done.is_err() {
        let _ = remove(&copy);
    }
    done
}

/// The lock of a file that nobody else has open, for as long as the answer is kept.
fn alone_with(path: &Path) -> StoreResult<Option<Connection>> {
    if !path.exists() {
        return Ok(None);
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    let locked = connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    match locked.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
        Ok(()) => Ok(Some(connection)),
        Err(Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) => Err(StoreError::Unavailable(
            format!("a process has `{}` open: stop the server first", path.display()),
        )),
        // Whatever it is, it is no database that anybody works on.
        Err(_) => Ok(None),
    }
}

fn checked_copy(backup: &Path, copy: &Path) -> StoreResult<()> {
    let connection = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let schema: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let schema = Finding::of_schema(schema, MIGRATIONS.len());
    if schema.verdict == Verdict::Wrong {
        return Err(StoreError::Broken(format!("`{}`: {}", backup.display(), schema.text)));
    }
    let integrity: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if integrity != "ok" {
        return Err(StoreError::Broken(format!("`{}` is damaged: {integrity}", backup.display())));
    }
    care::copy_into(&connection, copy)
}

fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
