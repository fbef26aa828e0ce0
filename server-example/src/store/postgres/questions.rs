//! Read-only queries: an organisation's state, appointments, keys.

use deadpool_postgres::Client;
use frontdesk::{Instant, Uid};
use tokio_postgres::types::ToSql;
use tokio_postgres::{IsolationLevel, Row};

use super::columns::record_row;
use crate::store::list::Compared;
use crate::store::{
    AppointmentFilter, AppointmentRow, KeyRow, Listed, Loaded, Memo, Organisation, Page, StoreError,
    StoreResult,
};

/// Everything a desk knows, read at one point in time.
pub(super) async fn load(client: &mut Client, uid: &Uid) -> StoreResult<Option<Loaded>> {
    const RECORDS: &str = "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = $1 AND kind = \
                           ANY($2) ORDER BY number";
    const APPOINTMENTS: &str = "SELECT data FROM appointment WHERE organisation_uid = $1 ORDER BY number";
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    let row = transaction
        .query_opt("SELECT version, data FROM organisation WHERE uid = $1", &[&uid.as_str()])
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let records = transaction.query(RECORDS, &[&uid.as_str(), &crate::desk::KINDS]).await?;
    let appointments = transaction.query(APPOINTMENTS, &[&uid.as_str()]).await?;
    transaction.commit().await?;
    Ok(Some(Loaded {
        organisation: organisation(row.get(1))?,
        version: row.get(0),
        records: records.iter().map(record_row).collect(),
        appointments: appointments.iter().map(|row| row.get(0)).collect(),
        is_safe: false,
    }))
}

const APPOINTMENT_COLUMNS: &str = "a.data, a.appointment_type_name, a.meeting_type, a.meeting_format,
    coalesce(p.data::json ->> 'display_name', a.patient_display_name), a.shop_uid";
const APPOINTMENT_TABLES: &str = "appointment AS a LEFT JOIN record AS p
    ON p.organisation_uid = a.organisation_uid AND p.kind = 'patient' AND p.uid = a.patient_uid";

pub(super) async fn appointments(
    client: &Client,
    organisation: &Uid,
    filter: &AppointmentFilter,
    page: Page,
) -> StoreResult<Listed<AppointmentRow>> {
    let mut conditions = vec!["a.organisation_uid = $1".to_owned()];
    let mut values: Vec<Box<dyn ToSql + Sync + Send>> = vec![Box::new(organisation.to_string())];
    for (condition, value) in filter.conditions() {
        values.push(match value {
            Compared::Text(text) => Box::new(text.to_owned()),
            Compared::Number(number) => Box::new(number),
        });
        conditions.push(condition.replace('?', &format!("${}", values.len())));
    }
    let conditions = conditions.join(" AND ");
    let parameters: Vec<&(dyn ToSql + Sync)> =
        values.iter().map(|value| &**value as &(dyn ToSql + Sync)).collect();
    let count = format!("SELECT count(*) FROM appointment AS a WHERE {conditions}");
    let total = client.query_one(&count, &parameters).await?.get(0);
    let list = format!(
        "SELECT {APPOINTMENT_COLUMNS} FROM {APPOINTMENT_TABLES} WHERE {conditions} ORDER BY a.start_date, \
         a.uid LIMIT {} OFFSET {}",
        page.limit,
        page.page * page.limit
    );
    let rows = client.query(&list, &parameters).await?;
    Ok(Listed { rows: rows.iter().map(appointment_row).collect(), total })
}

pub(super) async fn of_other_shops(
    client: &Client,
    organisation: &Uid,
    shop: &Uid,
    uids: &[Uid],
) -> StoreResult<Vec<Uid>> {
    const OTHERS: &str = "SELECT uid FROM appointment WHERE organisation_uid = $1
        AND shop_uid IS DISTINCT FROM $2 AND uid = ANY($3)";
    let statement = client.prepare_cached(OTHERS).await?;
    let uids: Vec<&str> = uids.iter().map(Uid::as_str).collect();
    let rows = client.query(&statement, &[&organisation.as_str(), &shop.as_str(), &uids]).await?;
    Ok(rows.iter().map(|row| row.get::<_, &str>(0).into()).collect())
}

pub(super) async fn has_patient(
    client: &Client,
    organisation: &Uid,
    shop: &Uid,
    patient_uid: &str,
) -> StoreResult<bool> {
    const HAS: &str = "SELECT EXISTS (SELECT 1 FROM appointment
            WHERE organisation_uid = $1 AND patient_uid = $3 AND shop_uid = $2)
        OR EXISTS (SELECT 1 FROM record WHERE organisation_uid = $1 AND kind = 'patient_profile'
            AND data::json ->> 'patient_uid' = $3 AND data::json ->> 'shop_uid' = $2)";
    let statement = client.prepare_cached(HAS).await?;
    Ok(client.query_one(&statement, &[&organisation.as_str(), &shop.as_str(), &patient_uid]).await?.get(0))
}

pub(super) async fn appointment(
    client: &Client,
    organisation: &Uid,
    uid: &str,
) -> StoreResult<Option<AppointmentRow>> {
    let one = format!(
        "SELECT {APPOINTMENT_COLUMNS} FROM {APPOINTMENT_TABLES} WHERE a.organisation_uid = $1 AND a.uid = $2"
    );
    let statement = client.prepare_cached(&one).await?;
    Ok(client.query_opt(&statement, &[&organisation.as_str(), &uid]).await?.as_ref().map(appointment_row))
}

fn appointment_row(row: &Row) -> AppointmentRow {
    let memo = Memo {
        appointment_type_name: row.get(1),
        meeting_type: row.get(2),
        meeting_format: row.get(3),
        patient_display_name: row.get(4),
        shop_uid: row.get::<_, Option<&str>>(5).map(Uid::from),
    };
    AppointmentRow { data: row.get(0), memo }
}

pub(super) fn key_row(row: &Row) -> KeyRow {
    KeyRow {
        uid: row.get::<_, &str>(0).into(),
        organisation_uid: row.get::<_, &str>(1).into(),
        shop_uid: row.get::<_, Option<&str>>(2).map(Uid::from),
        name: row.get(3),
        permissions: row
            .get::<_, &str>(4)
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
        created_at: Instant(row.get(5)),
        revoked_at: row.get::<_, Option<i64>>(6).map(Instant),
    }
}

pub(super) fn organisation(data: &str) -> StoreResult<Organisation> {
    serde_json::from_str(data)
        .map_err(|error| StoreError::Broken(format!("an organisation can't be read: {error}")))
}
