//! What rows of the tables are in Rust.

use frontdesk::{Instant, Uid};
use rusqlite::Row;

use crate::store::{JournalRow, RecordRow};

pub(super) fn record_row(row: &Row<'_>) -> rusqlite::Result<RecordRow> {
    Ok(RecordRow { kind: row.get(0)?, uid: uid(row, 1)?, alias: row.get(2)?, data: row.get(3)? })
}

pub(super) fn journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    Ok(JournalRow {
        version: row.get(0)?,
        at: Instant(row.get(1)?),
        actor: row.get(2)?,
        kind: row.get(3)?,
        subject: uid(row, 4)?,
        data: row.get(5)?,
    })
}

pub(super) fn uid(row: &Row<'_>, index: usize) -> rusqlite::Result<Uid> {
    Ok(row.get_ref(index)?.as_str()?.into())
}

pub(super) fn optional_uid(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Uid>> {
    Ok(row.get_ref(index)?.as_str_or_null()?.map(Uid::from))
}
