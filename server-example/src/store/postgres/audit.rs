//! Queries about the audit trail.

use deadpool_postgres::Client;
use frontdesk::{Instant, Uid};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::store::{AuditFilter, AuditRow, Listed, Page, StoreResult};

pub(super) async fn list(
    client: &Client,
    organisation: &Uid,
    filter: &AuditFilter,
    page: Page,
) -> StoreResult<Listed<AuditRow>> {
    // What is not asked for is null, and lets all pass.
    const CONDITIONS: &str =
        "organisation_uid = $1 AND ($2::bigint IS NULL OR at >= $2) AND ($3::bigint IS NULL OR at <= $3)
        AND ($4::text IS NULL OR actor = $4) AND ($5::text IS NULL OR request_uid = $5)
        AND ($6::text IS NULL OR subject_uid = $6 OR patient_uid = $6)";
    let (organisation, from, to) =
        (organisation.as_str(), filter.from.map(|at| at.0), filter.to.map(|at| at.0));
    let values: [&(dyn ToSql + Sync); 6] =
        [&organisation, &from, &to, &filter.actor, &filter.request_uid, &filter.subject_uid];
    let total =
        client.query_one(&format!("SELECT count(*) FROM audit WHERE {CONDITIONS}"), &values).await?.get(0);
    let (limit, offset) = (page.limit, page.page * page.limit);
    let list = format!(
        "SELECT at, actor, request_uid, operation, status, action, kind, subject_uid, patient_uid FROM audit
         WHERE {CONDITIONS} ORDER BY at DESC, number DESC LIMIT {limit} OFFSET {offset}"
    );
    Ok(Listed { rows: client.query(&list, &values).await?.iter().map(line).collect(), total })
}

fn line(row: &Row) -> AuditRow {
    AuditRow {
        at: Instant(row.get(0)),
        actor: row.get(1),
        request_uid: row.get(2),
        operation: row.get(3),
        status: row.get::<_, i32>(4) as u16,
        action: row.get(5),
        kind: row.get(6),
        subject_uid: row.get::<_, Option<&str>>(7).map(Uid::from),
        patient_uid: row.get::<_, Option<&str>>(8).map(Uid::from),
    }
}

pub(super) async fn forget(client: &Client, before: Instant, limit: i64) -> StoreResult<u64> {
    const FORGET: &str =
        "DELETE FROM audit WHERE at < $1 AND number IN (SELECT number FROM audit ORDER BY number LIMIT $2)";
    Ok(client.execute(FORGET, &[&before.0, &limit]).await?)
}
