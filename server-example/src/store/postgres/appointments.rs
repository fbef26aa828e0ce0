//! Appointments in a transaction: written as they are at the end, and refused where more is taken than there
//! is. `rows` calls this with all that a transaction writes.

use std::collections::HashMap;

use deadpool_postgres::{GenericClient, Transaction};
use frontdesk::Uid;

use super::columns::execute;
use crate::store::{AppointmentWrite, StoreError, StoreResult};

/// Writes appointments of a transaction in any order.
pub(super) async fn write(
    transaction: &Transaction<'_>,
    organisation: &str,
    appointments: Vec<AppointmentWrite>,
) -> StoreResult<()> {
    let rows = last_of_each(appointments);
    write_appointments(transaction, organisation, &rows).await?;
    count_places(transaction, organisation, &rows).await?;
    count_seats(transaction, organisation, &rows).await
}

/// Each appointment as it is at the end: one statement can't write a row twice. What is written once is what
/// came first.
fn last_of_each(rows: Vec<AppointmentWrite>) -> Vec<AppointmentWrite> {
    let mut places: HashMap<Uid, usize> = HashMap::with_capacity(rows.len());
    let mut last: Vec<AppointmentWrite> = Vec::with_capacity(rows.len());
    for row in rows {
        match places.get(&row.uid) {
            Some(&place) => {
                let memo = std::mem::take(&mut last[place].memo);
                let places = row.places.or(last[place].places);
                let capacity = row.capacity.or(last[place].capacity);
                last[place] = AppointmentWrite { memo, places, capacity, ..row };
            }
            None => {
                places.insert(row.uid.clone(), last.len());
                last.push(row);
            }
        }
    }
    last
}

/// When the last of a batch was decided: what had lapsed by then is in nobody's way.
fn decided(rows: &[AppointmentWrite]) -> i64 {
    rows.iter().map(|row| row.decided_at.0).max().unwrap_or(0)
}

/// Refuses appointments that have taken one more than all places of their doctor at some moment.
async fn count_places(
    transaction: &Transaction<'_>,
    organisation: &str,
    rows: &[AppointmentWrite],
) -> StoreResult<()> {
    const TAKEN: &str = "WITH near AS (SELECT start_date, end_date FROM appointment
            WHERE organisation_uid = $1 AND doctor_uid = $2 AND start_date > $3::bigint - 86400 AND \
            start_date < $4 AND end_date > $3
                AND appointment_type_uid IS NOT NULL
                AND (status IN ('confirmed', 'completed', 'no_show') OR (status = 'held' AND hold_expires_at \
                > $5)))
        SELECT max((SELECT count(*) FROM near WHERE near.start_date <= moment.start_date AND near.end_date > \
        moment.start_date))
        FROM near AS moment WHERE moment.start_date >= $3";
    for row in rows {
        let Some(places) = row.places else { continue };
        let statement = transaction.prepare_cached(TAKEN).await?;
        let (from, to, now) = (row.start_date.0, row.end_date.0, decided(rows));
        let found = transaction
            .query_one(&statement, &[&organisation, &row.doctor_uid.as_str(), &from, &to, &now])
            .await?;
        if found.get::<_, Option<i64>>(0).is_some_and(|taken| taken > places) {
            return Err(StoreError::Overlap);
        }
    }
    Ok(())
}

/// Refuses appointments that have taken more seats of their group visit than were left.
async fn count_seats(
    transaction: &Transaction<'_>,
    organisation: &str,
    rows: &[AppointmentWrite],
) -> StoreResult<()> {
    const TAKEN: &str = "SELECT sum(coalesce((data::jsonb ->> 'seats')::bigint, 1))::bigint FROM appointment
        WHERE organisation_uid = $1 AND doctor_uid = $2 AND start_date = $3 AND appointment_type_uid = $4
            AND (status IN ('confirmed', 'completed', 'no_show') OR (status = 'held' AND hold_expires_at > \
            $5))";
    let now = decided(rows);
    for row in rows {
        let (Some(capacity), Some(type_uid)) = (row.capacity, &row.appointment_type_uid) else { continue };
        let statement = transaction.prepare_cached(TAKEN).await?;
        let (doctor_uid, type_uid, start) = (row.doctor_uid.as_str(), type_uid.as_str(), row.start_date.0);
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
            [&organisation, &doctor_uid, &start, &type_uid, &now];
        let found = transaction.query_one(&statement, &values).await?;
        if found.get::<_, Option<i64>>(0).is_some_and(|taken| taken > capacity) {
            return Err(StoreError::Overlap);
        }
    }
    Ok(())
}

async fn write_appointments(
    transaction: &Transaction<'_>,
    organisation: &str,
    rows: &[AppointmentWrite],
) -> StoreResult<()> {
    const UPSERT: &str = "INSERT INTO appointment (organisation_uid, uid, status, doctor_uid, patient_uid, \
                          appointment_type_uid, start_date, end_date,
            hold_expires_at, created_at, session, decided_at, appointment_type_name, meeting_type, \
            meeting_format, patient_display_name, shop_uid, data, beside)
        SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], \
        $8::bigint[], $9::bigint[], $10::bigint[],
            $11::text[], $12::bigint[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], \
            $18::text[], $19::text[])
        ON CONFLICT (organisation_uid, uid) DO UPDATE SET status = excluded.status, doctor_uid = \
        excluded.doctor_uid, patient_uid = excluded.patient_uid,
            start_date = excluded.start_date, end_date = excluded.end_date, hold_expires_at = \
            excluded.hold_expires_at, decided_at = excluded.decided_at,
            session = CASE WHEN appointment.start_date = excluded.start_date AND appointment.doctor_uid = \
            excluded.doctor_uid
                AND appointment.appointment_type_uid IS NOT DISTINCT FROM excluded.appointment_type_uid THEN \
                appointment.session ELSE excluded.session END,
            appointment_type_name = CASE WHEN appointment.appointment_type_uid IS NOT DISTINCT FROM \
            excluded.appointment_type_uid
                THEN appointment.appointment_type_name ELSE excluded.appointment_type_name END,
            meeting_type = CASE WHEN appointment.appointment_type_uid IS NOT DISTINCT FROM \
            excluded.appointment_type_uid
                THEN appointment.meeting_type ELSE excluded.meeting_type END,
            appointment_type_uid = excluded.appointment_type_uid,
            data = excluded.data, beside = excluded.beside";
    fn column<'a, T>(rows: &'a [AppointmentWrite], of: impl Fn(&'a AppointmentWrite) -> T) -> Vec<T> {
        rows.iter().map(of).collect()
    }
    execute(
        transaction,
        UPSERT,
        &[
            &organisation,
            &column(rows, |row| row.uid.as_str()),
            &column(rows, |row| row.status),
            &column(rows, |row| row.doctor_uid.as_str()),
            &column(rows, |row| row.patient_uid.as_deref()),
            &column(rows, |row| row.appointment_type_uid.as_deref()),
            &column(rows, |row| row.start_date.0),
            &column(rows, |row| row.end_date.0),
            &column(rows, |row| row.hold_expires_at.map(|at| at.0)),
            &column(rows, |row| row.created_at.0),
            &column(rows, |row| row.session.as_str()),
            &column(rows, |row| row.decided_at.0),
            &column(rows, |row| row.memo.appointment_type_name.as_deref()),
            &column(rows, |row| row.memo.meeting_type.as_deref()),
            &column(rows, |row| row.memo.meeting_format.as_deref()),
            &column(rows, |row| row.memo.patient_display_name.as_deref()),
            &column(rows, |row| row.memo.shop_uid.as_deref()),
            &column(rows, |row| row.data.as_str()),
            &column(rows, |row| serde_json::to_string(&row.beside).expect("uids have a JSON form")),
        ],
    )
    .await?;
    Ok(())
}
