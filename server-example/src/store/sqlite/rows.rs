//! The statements of a transaction: what it reads before it decides, and what it writes.

use frontdesk::{Instant, Uid};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::journal_row;
use super::{deliveries, erasure, records};
use crate::store::{
    AnswerRow, AppointmentWrite, Ask, AuditRow, JournalRow, NewKey, Organisation, RecordRow, Since,
    StoreError, Writes,
};

/// The version an organisation stands at, the journal since the one that is known, and what is asked for.
pub(super) fn since(
    connection: &Connection,
    organisation: &Uid,
    known: i64,
    asks: &[Ask],
) -> Result<(i64, Since), StoreError> {
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

pub(super) fn version(connection: &Connection, organisation: &Uid) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT version FROM organisation WHERE uid = ?1")?;
    Ok(statement.query_row([organisation.as_str()], |row| row.get(0)).optional()?)
}

pub(super) fn journal(
    connection: &Connection,
    organisation: &Uid,
    after: i64,
    limit: i64,
) -> Result<Vec<JournalRow>, StoreError> {
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
) -> Result<i64, StoreError> {
    let data = serde_json::to_string(organisation).map_err(|error| StoreError::Broken(error.to_string()))?;
    connection.execute(
        "INSERT INTO organisation (uid, data) VALUES (?1, ?2)",
        params![organisation.uid.as_str(), data],
    )?;
    write(connection, &organisation.uid, 0, begins_with)
}

/// Refuses an appointment that has taken one more than all places of its doctor at some moment. What lapsed
/// while the batch was decided is in nobody's way.
fn count_places(
    connection: &Connection,
    organisation: &str,
    row: &AppointmentWrite,
    now: i64,
) -> Result<(), StoreError> {
    let Some(places) = row.places else { return Ok(()) };
    let mut statement = connection.prepare_cached(
        "WITH near AS (SELECT start_date, end_date FROM appointment
             WHERE organisation_uid = ?1 AND doctor_uid = ?2 AND start_date > ?3 - 86400 AND start_date < ?4 \
             AND end_date > ?3
                 AND appointment_type_uid IS NOT NULL
                 AND (status IN ('confirmed', 'completed', 'no_show') OR (status = 'held' AND \
                 hold_expires_at > ?5)))
         SELECT max((SELECT count(*) FROM near WHERE near.start_date <= moment.start_date AND near.end_date \
         > moment.start_date))
         FROM near AS moment WHERE moment.start_date >= ?3",
    )?;
    let taken: Option<i64> = statement.query_row(
        params![organisation, row.doctor_uid.as_str(), row.start_date.0, row.end_date.0, now],
        |found| found.get(0),
    )?;
    if taken.is_some_and(|taken| taken > places) { Err(StoreError::Overlap) } else { Ok(()) }
}

/// Refuses an appointment that has taken more seats of its group visit than were left.
fn count_seats(
    connection: &Connection,
    organisation: &str,
    row: &AppointmentWrite,
    now: i64,
) -> Result<(), StoreError> {
    let (Some(capacity), Some(type_uid)) = (row.capacity, &row.appointment_type_uid) else { return Ok(()) };
    let mut statement = connection.prepare_cached(
        "SELECT sum(coalesce(json_extract(data, '$.seats'), 1)) FROM appointment
         WHERE organisation_uid = ?1 AND doctor_uid = ?2 AND start_date = ?3 AND appointment_type_uid = ?4
             AND (status IN ('confirmed', 'completed', 'no_show') OR (status = 'held' AND hold_expires_at > \
             ?5))",
    )?;
    let taken: Option<i64> = statement.query_row(
        params![organisation, row.doctor_uid.as_str(), row.start_date.0, type_uid.as_str(), now],
        |found| found.get(0),
    )?;
    if taken.is_some_and(|taken| taken > capacity) { Err(StoreError::Overlap) } else { Ok(()) }
}

/// Writes all of it, and answers with the version from then on.
pub(super) fn write(
    connection: &Connection,
    organisation: &Uid,
    version: i64,
    writes: &Writes,
) -> Result<i64, StoreError> {
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
    for row in &writes.appointments {
        write_appointment(connection, organisation, row)?;
    }
    let decided = writes.appointments.iter().map(|row| row.decided_at.0).max().unwrap_or(0);
    for row in &writes.appointments {
        count_places(connection, organisation, row, decided)?;
        count_seats(connection, organisation, row, decided)?;
    }
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

pub(super) fn insert_key(connection: &Connection, key: &NewKey) -> Result<(), StoreError> {
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
) -> Result<(), StoreError> {
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

fn write_appointment(
    connection: &Connection,
    organisation: &str,
    row: &AppointmentWrite,
) -> Result<(), StoreError> {
    // What is written once is left alone, and so is the session of an appointment that does not move: its
    // type may have become a group visit, or ceased to be one.
    let mut statement = connection.prepare_cached(
        "INSERT INTO appointment (organisation_uid, uid, status, doctor_uid, patient_uid, \
         appointment_type_uid, start_date, end_date, hold_expires_at,
            created_at, session, decided_at, appointment_type_name, meeting_type, meeting_format, \
            patient_display_name, shop_uid, data, beside)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
         ON CONFLICT (organisation_uid, uid) DO UPDATE SET status = excluded.status, doctor_uid = \
         excluded.doctor_uid, patient_uid = excluded.patient_uid,
            start_date = excluded.start_date, end_date = excluded.end_date, hold_expires_at = \
            excluded.hold_expires_at, decided_at = excluded.decided_at,
            session = CASE WHEN start_date = excluded.start_date AND doctor_uid = excluded.doctor_uid AND \
            appointment_type_uid IS excluded.appointment_type_uid
                THEN session ELSE excluded.session END,
            appointment_type_name = CASE WHEN appointment_type_uid IS excluded.appointment_type_uid THEN \
            appointment_type_name ELSE excluded.appointment_type_name END,
            meeting_type = CASE WHEN appointment_type_uid IS excluded.appointment_type_uid THEN meeting_type \
            ELSE excluded.meeting_type END,
            appointment_type_uid = excluded.appointment_type_uid,
            data = excluded.data, beside = excluded.beside",
    )?;
    let memo = &row.memo;
    statement.execute(params![
        organisation,
        row.uid.as_str(),
        row.status,
        row.doctor_uid.as_str(),
        row.patient_uid.as_deref(),
        row.appointment_type_uid.as_deref(),
        row.start_date.0,
        row.end_date.0,
        row.hold_expires_at.map(|at| at.0),
        row.created_at.0,
        row.session,
        row.decided_at.0,
        memo.appointment_type_name,
        memo.meeting_type,
        memo.meeting_format,
        memo.patient_display_name,
        memo.shop_uid.as_deref(),
        row.data,
        serde_json::to_string(&row.beside).expect("uids have a JSON form"),
    ])?;
    Ok(())
}

fn write_record(connection: &Connection, organisation: &str, row: &RecordRow) -> Result<(), StoreError> {
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
