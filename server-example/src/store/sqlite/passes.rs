//! Statements about passes: insert, look up, redeem once, delete.

use frontdesk::{Instant, Uid};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::uid;
use crate::store::{PassRow, StoreError};

const COLUMNS: &str = "kind, hash, organisation_uid, patient_uid, patient_profile_uid, shop_uid, key_id, \
                       made_at, expires_at, ends_at";

/// 1 if it was added.
pub(super) fn add(
    connection: &Connection,
    pass: &PassRow,
    since: Instant,
    most: i64,
) -> Result<i64, StoreError> {
    let add = format!(
        "INSERT INTO pass ({COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
         WHERE (SELECT count(*) FROM pass WHERE organisation_uid = ?3 AND patient_uid = ?4 AND made_at >= \
         ?11) < ?12"
    );
    let values = params![
        pass.kind,
        pass.hash,
        pass.organisation_uid.as_str(),
        pass.patient_uid.as_str(),
        pass.patient_profile_uid.as_str(),
        pass.shop_uid.as_str(),
        pass.key_id.as_str(),
        pass.made_at.0,
        pass.expires_at.0,
        pass.ends_at.0,
        since.0,
        most
    ];
    Ok(connection.prepare_cached(&add)?.execute(values)? as i64)
}

pub(super) fn find(connection: &Connection, kind: &str, hash: &str) -> Result<Option<PassRow>, StoreError> {
    let find = format!("SELECT {COLUMNS} FROM pass WHERE kind = ?1 AND hash = ?2");
    Ok(connection.prepare_cached(&find)?.query_row([kind, hash], pass).optional()?)
}

/// 1 if it was there.
pub(super) fn remove(connection: &Connection, kind: &str, hash: &str) -> Result<i64, StoreError> {
    Ok(connection.execute("DELETE FROM pass WHERE kind = ?1 AND hash = ?2", [kind, hash])? as i64)
}

pub(super) fn of_patient(
    connection: &Connection,
    organisation: &Uid,
    patient_uid: &str,
) -> Result<Vec<PassRow>, StoreError> {
    let all = format!(
        "SELECT {COLUMNS} FROM pass WHERE organisation_uid = ?1 AND patient_uid = ?2 ORDER BY made_at, hash"
    );
    let mut statement = connection.prepare_cached(&all)?;
    Ok(statement.query_map([organisation.as_str(), patient_uid], pass)?.collect::<Result<_, _>>()?)
}

pub(super) fn forget(connection: &Connection, before: Instant, limit: i64) -> Result<i64, StoreError> {
    const FORGET: &str = "DELETE FROM pass WHERE (kind, hash) IN
        (SELECT kind, hash FROM pass WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    Ok(connection.execute(FORGET, [before.0, limit])? as i64)
}

fn pass(row: &Row<'_>) -> rusqlite::Result<PassRow> {
    Ok(PassRow {
        kind: row.get(0)?,
        hash: row.get(1)?,
        organisation_uid: uid(row, 2)?,
        patient_uid: uid(row, 3)?,
        patient_profile_uid: uid(row, 4)?,
        shop_uid: uid(row, 5)?,
        key_id: uid(row, 6)?,
        made_at: Instant(row.get(7)?),
        expires_at: Instant(row.get(8)?),
        ends_at: Instant(row.get(9)?),
    })
}
