//! Backup and self-check of a database file. Neither disturbs who works on it meanwhile.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::connection::MIGRATIONS;
use super::private;
use crate::store::checkup::{Finding, Verdict};
use crate::store::{StoreError, StoreResult};

/// Copies everything as of now into a file that is not there yet. It gets its name when it is whole and on
/// disk.
pub(super) fn backup(connection: &Connection, to: &Path) -> StoreResult<()> {
    let broken =
        |error: std::io::Error| StoreError::Broken(format!("can't write `{}`: {error}", to.display()));
    if to.exists() {
        return Err(StoreError::Broken(format!("`{}` is there already", to.display())));
    }
    let partial = beside(to, ".partial");
    let written =
        copy_into(connection, &partial).and_then(|()| std::fs::rename(&partial, to).map_err(broken));
    if written.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    written
}

/// The name of a file beside another.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

/// Copies everything as of now into a new file, and sees to it that it is whole and on disk.
pub(super) fn copy_into(connection: &Connection, partial: &Path) -> StoreResult<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // There are patients and secrets in it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(partial).map_err(|error| {
        StoreError::Broken(format!(
            "can't write `{}`: {error}; is another backup under way, or was one broken off?",
            partial.display()
        ))
    })?);
    copy(connection, partial)
}

fn copy(connection: &Connection, to: &Path) -> StoreResult<()> {
    connection.execute(
        "VACUUM INTO ?1",
        [to.to_str().ok_or_else(|| StoreError::Broken("the name of the file is not UTF-8".to_owned()))?],
    )?;
    let check: String = Connection::open(to)?.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(StoreError::Broken(format!("the copy is damaged: {check}")));
    }
    // SQLite does not wait for the disk here.
    OpenOptions::new()
        .write(true)
        .open(to)
        .and_then(|file| file.sync_all())
        .map_err(|error| StoreError::Broken(error.to_string()))
}

pub(super) fn checkup(connection: &Connection, path: &Path) -> StoreResult<Vec<Finding>> {
    let text =
        |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, String>(0));
    let number =
        |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0));
    let size = number("page_count")? * number("page_size")?;
    let mut findings = vec![
        Finding::new(
            true,
            Verdict::Good,
            format!("SQLite {}, `{}`, {size} bytes", rusqlite::version(), path.display()),
        ),
        Finding::of_schema(number("user_version")?, MIGRATIONS.len()),
    ];
    let open = private::open_to_others(path);
    findings.push(Finding::new(
        open.is_empty(),
        Verdict::Doubtful,
        match open.is_empty() {
            true => "nobody but its owner can read the file".to_owned(),
            false => format!("others can read {}; `serve` makes it 600", open.join(", ")),
        },
    ));
    let mode = text("journal_mode")?;
    findings.push(Finding::new(
        mode == "wal",
        Verdict::Doubtful,
        format!("journal mode {mode}; `serve` sets wal"),
    ));
    connection.pragma_update(None, "synchronous", "FULL")?;
    let synchronous = number("synchronous")?;
    findings.push(Finding::new(
        synchronous == 2,
        Verdict::Wrong,
        format!("synchronous {synchronous}, where 2 is FULL"),
    ));
    let integrity = text("integrity_check(10)")?;
    findings.push(Finding::new(integrity == "ok", Verdict::Wrong, format!("integrity: {integrity}")));
    let orphans: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    findings.push(Finding::new(
        orphans == 0,
        Verdict::Wrong,
        format!("rows that belong to nobody: {orphans}"),
    ));
    const GUARDS: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name IN \
                          ('appointment_inserted_alone', 'appointment_updated_alone')";
    let guards: i64 = connection.query_row(GUARDS, [], |row| row.get(0))?;
    findings.push(Finding::new(
        guards == 2,
        Verdict::Wrong,
        format!("guards against overlaps: {guards} of 2"),
    ));
    Ok(findings)
}

/// What is not there can't be looked at, and is not made.
pub(super) fn must_exist(path: &Path) -> StoreResult<()> {
    if path.is_file() {
        Ok(())
    } else {
        Err(StoreError::Broken(format!("there is no database `{}`", path.display())))
    }
}
