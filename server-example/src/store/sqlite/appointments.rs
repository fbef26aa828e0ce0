//! Appointments in a transaction: written, and refused where more is taken than there is. `rows` calls this
//! with all that a transaction writes.

use rusqlite::{Connection, params};

use crate::store::{AppointmentWrite, StoreError, StoreResult};

/// Writes appointments of a transaction, in their order.
pub(super) fn write(
    connection: &Connection,
    organisation: &str,
    rows: &[AppointmentWrite],
) -> StoreResult<()> {
    for row in rows {
        write_appointment(connection, organisation, row)?;
    }
    let decided = rows.iter().map(|row| row.decided_at.0).max().unwrap_or(0);
    for row in rows {
        count_places(connection, organisation, row, decided)?;
        count_seats(connection, organisation, row, decided)?;
    }
    Ok(())
}

fn write_appointment(connection: &Connection, organisation: &str, row: &AppointmentWrite) -> StoreResult<()> {
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

/// Refuses an appointment that has taken one more than all places of its doctor at some moment. What lapsed
/// while the batch was decided is in nobody's way.
fn count_places(
    connection: &Connection,
    organisation: &str,
    row: &AppointmentWrite,
    now: i64,
) -> StoreResult<()> {
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
) -> StoreResult<()> {
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
