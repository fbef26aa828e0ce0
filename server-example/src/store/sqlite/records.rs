//! Records of the kinds that desks do not keep in mind: by id, by second name, page by page.

use frontdesk::Uid;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::record_row;
use crate::store::{Listed, Page, RecordRow, StoreResult};

pub(super) fn record(
    connection: &Connection,
    organisation: &Uid,
    kind: &str,
    uid: &str,
) -> StoreResult<Option<RecordRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = ?1 AND kind = ?2 AND uid = ?3",
    )?;
    Ok(statement.query_row(params![organisation.as_str(), kind, uid], record_row).optional()?)
}

pub(super) fn records(
    connection: &Connection,
    organisation: &Uid,
    kind: &str,
    page: Page,
) -> StoreResult<Listed<RecordRow>> {
    let mut statement =
        connection.prepare_cached("SELECT count(*) FROM record WHERE organisation_uid = ?1 AND kind = ?2")?;
    let total = statement.query_row(params![organisation.as_str(), kind], |row| row.get(0))?;
    let mut statement = connection.prepare_cached(
        "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = ?1 AND kind = ?2 ORDER BY uid \
         LIMIT ?3 OFFSET ?4",
    )?;
    let rows = statement
        .query_map(params![organisation.as_str(), kind, page.limit, page.page * page.limit], record_row)?;
    Ok(Listed { rows: rows.collect::<Result<_, _>>()?, total })
}

pub(super) fn record_by_alias(
    connection: &Connection,
    organisation: &Uid,
    kind: &str,
    alias: &str,
) -> StoreResult<Option<RecordRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = ?1 AND kind = ?2 AND alias = ?3 \
         ORDER BY number DESC LIMIT 1",
    )?;
    Ok(statement.query_row(params![organisation.as_str(), kind, alias], record_row).optional()?)
}
