//! The statements of a transaction: what it reads before it decides, and what it writes.

use frontdesk::{Instant, Uid};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::journal_row;
use super::{appointments, deliveries, erasure, records};
use crate::store::{
    AnswerRow, Ask, AuditRow, JournalRow, NewKey, Organisation, RecordRow, Since, StoreError, StoreResult,
    Writes,
};

/// The version an organisation stands at, the journal since the one that is known, and what is asked for.
pub(super) fn since(
    connection: &Connection,
    organisation: &Uid,
    known: i64,
    asks: &[Ask],
) -> StoreResult<(i64, Since)> {
    let version = version(connection, organisation)?.ok_or(StoreError::NoOrganisation)?;
    let mut since = Since { version, ..Since::default() };
    if version > known {
        since.journal = journal(connection, organisation, known, i64::MAX)?;
        since.too_old = since.journal.len() as i64 != version - known;
    }
    let mut statement = connection.prepare_cached(
        "SELECT key, fingerprint, status, body, at FROM answer WHERE organisation_uid = ?1 AND key = ?2",
    )?;
    for ask in asks {
        match ask {
            Ask::Answer(key) => {
                let answer =
                    statement.query_row(params![organisation.as_str(), key], answer_row).optional()?;
                since.answers.extend(answer.map(|answer| (key.clone(), answer)));
            }
            Ask::Record(kind, uid) => {
                since.records.extend(records::record(connection, organisation, kind, uid)?);
            }
            Ask::Alias(kind, alias) => {
                since.records.extend(records::record_by_alias(connection, organisation, kind, alias)?);
            }
        }
    }
    Ok((version, since))
}

fn answer_row(row: &Row<'_>) -> rusqlite::Result<AnswerRow> {
    Ok(AnswerRow {
        key: row.get(0)?,
        fingerprint: row.get(1)?,
        status: row.get(2)?,
        body: row.get(3)?,
        at: Instant(row.get(4)?),
    })
}

pub(super) fn version(connection: &Connection, organisation: &Uid) -> StoreResult<Option<i64>> {
    let mut statement = connection.prepare_cached("SELECT version FROM organisation WHERE uid = ?1")?;
    Ok(statement.query_row([organisation.as_str()], |row| row.get(0)).optional()?)
}

pub(super) fn journal(
    connection: &Connection,
    organisation: &Uid,
    after: i64,
    limit: i64,
) -> StoreResult<Vec<JournalRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT version, at, actor, kind, subject, data FROM journal WHERE organisation_uid = ?1 AND version \
         > ?2 ORDER BY version LIMIT ?3",
    )?;
    let rows = statement.query_map(params![organisation.as_str(), after, limit], journal_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds an organisation, with what it begins with.
pub(super) fn create_organisation(
    connection: &Connection,
    organisation: &Organisation,
    begins_with: &Writes,
) -> StoreResult<i64> {
    let data = serde_json::to_string(organisation).map_err(|error| StoreError::Broken(error.to_string()))?;
    connection.execute(
        "INSERT INTO organisation (uid, data) VALUES (?1, ?2)",
        params![organisation.uid.as_str(), data],
    )?;
    write(connection, &organisation.uid, 0, begins_with)
}

/// Writes all of it, and answers with the version from then on.
pub(super) fn write(
    connection: &Connection,
    organisation: &Uid,
    version: i64,
    writes: &Writes,
) -> StoreResult<i64> {
    let organisation = organisation.as_str();
    for uid in &writes.grouped_types {
        connection.execute(
            "UPDATE appointment SET session = appointment_type_uid || '@' || start_date WHERE \
             organisation_uid = ?1 AND appointment_type_uid = ?2 AND session <> ''",
            params![organisation, uid.as_str()],
        )?;
    }
    for uid in &writes.overbooked {
        connection
            .prepare_cached("UPDATE appointment SET session = '' WHERE organisation_uid = ?1 AND uid = ?2")?
            .execute(params![organisation, uid.as_str()])?;
    }
    for uid in &writes.several_places {
        connection.execute(
            "UPDATE appointment SET session = '' WHERE organisation_uid = ?1 AND doctor_uid = ?2",
            params![organisation, uid.as_str()],
        )?;
    }
    for uid in &writes.removed_appointments {
        connection.execute(
            "DELETE FROM appointment WHERE organisation_uid = ?1 AND uid = ?2",
            params![organisation, uid.as_str()],
        )?;
    }
    appointments::write(connection, organisation, &writes.appointments)?;
    for row in &writes.records {
        write_record(connection, organisation, row)?;
    }
    deliveries::announce(connection, organisation, &writes.deliveries)?;
    for uid in &writes.ended_subscriptions {
        deliveries::remove_queue(connection, organisation, uid.as_str())?;
    }
    writes.keys.iter().try_for_each(|key| insert_key(connection, key))?;
    for (uid, at) in &writes.revoked_keys {
        connection.execute(
            "UPDATE api_key SET revoked_at = ?3 WHERE organisation_uid = ?1 AND uid = ?2 AND revoked_at IS \
             NULL",
            params![organisation, uid.as_str(), at.0],
        )?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO journal (organisation_uid, version, at, actor, kind, subject, data) VALUES (?1, ?2, ?3, \
         ?4, ?5, ?6, ?7)",
    )?;
    let mut last = version;
    for line in &writes.journal {
        last += 1;
        statement.execute(params![
            organisation,
            last,
            line.at.0,
            line.actor,
            line.kind,
            line.subject.as_str(),
            line.data
        ])?;
    }
    if last > version {
        let mut statement =
            connection.prepare_cached("UPDATE organisation SET version = ?2 WHERE uid = ?1")?;
        statement.execute(params![organisation, last])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO answer (organisation_uid, key, fingerprint, status, body, at) VALUES (?1, ?2, ?3, ?4, \
         ?5, ?6)
         ON CONFLICT (organisation_uid, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = \
         excluded.status, body = excluded.body, at = excluded.at",
    )?;
    for answer in &writes.answers {
        statement.execute(params![
            organisation,
            answer.key,
            answer.fingerprint,
            answer.status,
            answer.body,
            answer.at.0
        ])?;
    }
    write_audit(connection, organisation, &writes.audit)?;
    writes.erasures.iter().try_for_each(|erasure| erasure::erase(connection, organisation, erasure))?;
    Ok(last)
}

pub(super) fn insert_key(connection: &Connection, key: &NewKey) -> StoreResult<()> {
    let row = &key.row;
    let permissions = row.permissions.join(" ");
    connection.execute(
        "INSERT INTO api_key (uid, hash, organisation_uid, shop_uid, name, permissions, created_at) VALUES \
         (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            row.uid.as_str(),
            key.hash,
            row.organisation_uid.as_str(),
            row.shop_uid.as_deref(),
            row.name,
            permissions,
            row.created_at.0
        ],
    )?;
    Ok(())
}

pub(super) fn write_audit(
    connection: &Connection,
    organisation: &str,
    lines: &[AuditRow],
) -> StoreResult<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO audit (organisation_uid, at, actor, request_uid, operation, status, action, kind, \
         subject_uid, patient_uid)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for line in lines {
        let AuditRow { at, actor, request_uid, operation, status, action, kind, subject_uid, patient_uid } =
            line;
        let (subject, patient) = (subject_uid.as_deref(), patient_uid.as_deref());
        statement.execute(params![
            organisation,
            at.0,
            actor,
            request_uid,
            operation,
            status,
            action,
            kind,
            subject,
            patient
        ])?;
    }
    Ok(())
}

fn write_record(connection: &Connection, organisation: &str, row: &RecordRow) -> StoreResult<()> {
    match &row.data {
        Some(data) => connection
            .prepare_cached(
                "INSERT INTO record (organisation_uid, kind, uid, alias, data) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (organisation_uid, kind, uid) DO UPDATE SET alias = excluded.alias, data = \
                 excluded.data",
            )?
            .execute(params![organisation, row.kind, row.uid.as_str(), row.alias, data])?,
        None => connection
            .prepare_cached("DELETE FROM record WHERE organisation_uid = ?1 AND kind = ?2 AND uid = ?3")?
            .execute(params![organisation, row.kind, row.uid.as_str()])?,
    };
    Ok(())
}
