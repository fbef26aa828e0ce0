//! Read-only queries: an organisation's state, appointments, keys.

use frontdesk::{Instant, Uid};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::columns::{optional_uid, record_row, uid};
use super::rows::{version, write_audit};
use crate::json::to_json;
use crate::store::list::Compared;
use crate::store::{
    AppointmentFilter, AppointmentRow, KeyRow, Listed, Loaded, Memo, NewKey, Organisation, Page, StoreError,
    StoreResult,
};

pub(super) fn describe(connection: &Connection, path: &str) -> StoreResult<serde_json::Value> {
    let text =
        |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, String>(0));
    let number =
        |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0));
    Ok(serde_json::json!({
        "engine": "sqlite",
        "version": rusqlite::version(),
        "path": path,
        "schema": number("user_version")?,
        "journal_mode": text("journal_mode")?,
    }))
}

pub(super) fn organisations(connection: &Connection) -> StoreResult<Vec<Organisation>> {
    let mut statement = connection.prepare_cached("SELECT data FROM organisation ORDER BY uid")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|data| organisation(&data?)).collect()
}

/// Everything a desk knows, read at one point in time.
pub(super) fn load(connection: &Connection, uid: &Uid) -> StoreResult<Option<Loaded>> {
    let transaction = connection.unchecked_transaction()?;
    let Some(version) = version(&transaction, uid)? else {
        return Ok(None);
    };
    let data: String =
        transaction
            .query_row("SELECT data FROM organisation WHERE uid = ?1", [uid.as_str()], |row| row.get(0))?;
    let kinds = crate::desk::KINDS.iter().map(|kind| format!("'{kind}'")).collect::<Vec<_>>().join(", ");
    let records = format!(
        "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = ?1 AND kind IN ({kinds}) ORDER \
         BY number"
    );
    let records =
        transaction.prepare(&records)?.query_map([uid.as_str()], record_row)?.collect::<Result<_, _>>()?;
    let appointments = transaction
        .prepare("SELECT data FROM appointment WHERE organisation_uid = ?1 ORDER BY number")?
        .query_map([uid.as_str()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(Loaded { organisation: organisation(&data)?, version, records, appointments, is_safe: true }))
}

const APPOINTMENT_COLUMNS: &str = "a.data, a.appointment_type_name, a.meeting_type, a.meeting_format,
    coalesce(json_extract(p.data, '$.display_name'), a.patient_display_name), a.shop_uid";
const APPOINTMENT_TABLES: &str = "appointment AS a LEFT JOIN record AS p
    ON p.organisation_uid = a.organisation_uid AND p.kind = 'patient' AND p.uid = a.patient_uid";

pub(super) fn appointments(
    connection: &Connection,
    organisation: &Uid,
    filter: &AppointmentFilter,
    page: Page,
) -> StoreResult<Listed<AppointmentRow>> {
    let mut conditions = vec!["a.organisation_uid = ?".to_owned()];
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(organisation.to_string())];
    for (condition, value) in filter.conditions() {
        values.push(match value {
            Compared::Text(text) => Box::new(text.to_owned()),
            Compared::Number(number) => Box::new(number),
        });
        conditions.push(condition);
    }
    let conditions = conditions.join(" AND ");
    let parameters = || rusqlite::params_from_iter(values.iter());
    let count = format!("SELECT count(*) FROM appointment AS a WHERE {conditions}");
    let total = connection.prepare_cached(&count)?.query_row(parameters(), |row| row.get(0))?;
    let list = format!(
        "SELECT {APPOINTMENT_COLUMNS} FROM {APPOINTMENT_TABLES} WHERE {conditions} ORDER BY a.start_date, \
         a.uid LIMIT {} OFFSET {}",
        page.limit,
        page.page * page.limit
    );
    let mut statement = connection.prepare(&list)?;
    let rows = statement.query_map(parameters(), appointment_row)?.collect::<Result<_, _>>()?;
    Ok(Listed { rows, total })
}

pub(super) fn of_other_shops(
    connection: &Connection,
    organisation: &Uid,
    shop: &Uid,
    uids: &[Uid],
) -> StoreResult<Vec<Uid>> {
    const OTHERS: &str = "SELECT uid FROM appointment WHERE organisation_uid = ?1 AND shop_uid IS NOT ?2
        AND uid IN (SELECT value FROM json_each(?3))";
    let mut others = connection.prepare_cached(OTHERS)?;
    let values = params![organisation.as_str(), shop.as_str(), to_json(&uids)];
    let uids = others.query_map(values, |row| Ok(Uid::from(row.get::<_, String>(0)?)))?;
    Ok(uids.collect::<Result<_, _>>()?)
}

pub(super) fn has_patient(
    connection: &Connection,
    organisation: &Uid,
    shop: &Uid,
    patient_uid: &str,
) -> StoreResult<bool> {
    const HAS: &str = "SELECT EXISTS (SELECT 1 FROM appointment
            WHERE organisation_uid = ?1 AND patient_uid = ?3 AND shop_uid = ?2)
        OR EXISTS (SELECT 1 FROM record WHERE organisation_uid = ?1 AND kind = 'patient_profile'
            AND data ->> 'patient_uid' = ?3 AND data ->> 'shop_uid' = ?2)";
    let values = params![organisation.as_str(), shop.as_str(), patient_uid];
    Ok(connection.prepare_cached(HAS)?.query_row(values, |row| row.get(0))?)
}

pub(super) fn appointment(
    connection: &Connection,
    organisation: &Uid,
    uid: &str,
) -> StoreResult<Option<AppointmentRow>> {
    let one = format!(
        "SELECT {APPOINTMENT_COLUMNS} FROM {APPOINTMENT_TABLES} WHERE a.organisation_uid = ?1 AND a.uid = ?2"
    );
    Ok(connection
        .prepare_cached(&one)?
        .query_row(params![organisation.as_str(), uid], appointment_row)
        .optional()?)
}

fn appointment_row(row: &Row<'_>) -> rusqlite::Result<AppointmentRow> {
    let memo = Memo {
        appointment_type_name: row.get(1)?,
        meeting_type: row.get(2)?,
        meeting_format: row.get(3)?,
        patient_display_name: row.get(4)?,
        shop_uid: optional_uid(row, 5)?,
    };
    Ok(AppointmentRow { data: row.get(0)?, memo })
}

pub(super) fn owner(connection: &Connection, kind: &str, of: &str) -> StoreResult<Option<Uid>> {
    let owned = crate::store::OWNED.iter().map(|kind| format!("'{kind}'")).collect::<Vec<_>>().join(", ");
    let owner =
        format!("SELECT organisation_uid FROM record WHERE kind = ?1 AND uid = ?2 AND kind IN ({owned})");
    Ok(connection.prepare_cached(&owner)?.query_row(params![kind, of], |row| uid(row, 0)).optional()?)
}

pub(super) fn create_key(connection: &Connection, key: &NewKey) -> StoreResult<i64> {
    super::rows::insert_key(connection, key)?;
    let NewKey { row, .. } = key;
    write_audit(
        connection,
        &row.organisation_uid,
        &[crate::store::key::audit(&row.uid, "created", row.created_at)],
    )?;
    Ok(1)
}

const KEY_COLUMNS: &str = "uid, organisation_uid, shop_uid, name, permissions, created_at, revoked_at";

pub(super) fn key_by_hash(connection: &Connection, hash: &[u8; 32]) -> StoreResult<Option<KeyRow>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {KEY_COLUMNS} FROM api_key WHERE hash = ?1"))?;
    Ok(statement.query_row([hash], key_row).optional()?)
}

pub(super) fn keys(connection: &Connection, organisation: &Uid) -> StoreResult<Vec<KeyRow>> {
    let keys =
        format!("SELECT {KEY_COLUMNS} FROM api_key WHERE organisation_uid = ?1 ORDER BY created_at, uid");
    let mut statement = connection.prepare_cached(&keys)?;
    Ok(statement.query_map([organisation.as_str()], key_row)?.collect::<Result<_, _>>()?)
}

fn key_row(row: &Row<'_>) -> rusqlite::Result<KeyRow> {
    Ok(KeyRow {
        uid: uid(row, 0)?,
        organisation_uid: uid(row, 1)?,
        shop_uid: optional_uid(row, 2)?,
        name: row.get(3)?,
        permissions: row
            .get::<_, String>(4)?
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
        created_at: Instant(row.get(5)?),
        revoked_at: row.get::<_, Option<i64>>(6)?.map(Instant),
    })
}

fn organisation(data: &str) -> StoreResult<Organisation> {
    serde_json::from_str(data)
        .map_err(|error| StoreError::Broken(format!("an organisation can't be read: {error}")))
}
