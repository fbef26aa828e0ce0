//! Queries about the audit trail.

use frontdesk::{Instant, Uid};
use rusqlite::{Connection, Row, ToSql};

use super::columns::optional_uid;
use crate::store::{AuditFilter, AuditRow, Listed, Page, StoreResult};

pub(super) fn list(
    connection: &Connection,
    organisation: &Uid,
    filter: &AuditFilter,
    page: Page,
) -> StoreResult<Listed<AuditRow>> {
    let mut conditions = vec!["organisation_uid = ?"];
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(organisation.to_string())];
    let mut with = |condition: &'static str, value: Option<Box<dyn ToSql>>| {
        if let Some(value) = value {
            conditions.push(condition);
            values.push(value);
        }
    };
    let text = |value: &Option<String>| value.clone().map(|value| Box::new(value) as Box<dyn ToSql>);
    with("at >= ?", filter.from.map(|at| Box::new(at.0) as Box<dyn ToSql>));
    with("at <= ?", filter.to.map(|at| Box::new(at.0) as Box<dyn ToSql>));
    with("actor = ?", text(&filter.actor));
    with("request_uid = ?", text(&filter.request_uid));
    with("? IN (subject_uid, patient_uid)", text(&filter.subject_uid));
    let conditions = conditions.join(" AND ");
    let parameters = || rusqlite::params_from_iter(values.iter());
    let total = connection
        .prepare(&format!("SELECT count(*) FROM audit WHERE {conditions}"))?
        .query_row(parameters(), |row| row.get(0))?;
    let (limit, offset) = (page.limit, page.page * page.limit);
    let list = format!(
        "SELECT at, actor, request_uid, operation, status, action, kind, subject_uid, patient_uid FROM audit
         WHERE {conditions} ORDER BY at DESC, number DESC LIMIT {limit} OFFSET {offset}"
    );
    let rows = connection.prepare(&list)?.query_map(parameters(), line)?.collect::<Result<_, _>>()?;
    Ok(Listed { rows, total })
}

fn line(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    Ok(AuditRow {
        at: Instant(row.get(0)?),
        actor: row.get(1)?,
        request_uid: row.get(2)?,
        operation: row.get(3)?,
        status: row.get(4)?,
        action: row.get(5)?,
        kind: row.get(6)?,
        subject_uid: optional_uid(row, 7)?,
        patient_uid: optional_uid(row, 8)?,
    })
}

pub(super) fn forget(connection: &Connection, before: Instant, limit: i64) -> StoreResult<i64> {
    const FORGET: &str =
        "DELETE FROM audit WHERE at < ?1 AND number IN (SELECT number FROM audit ORDER BY number LIMIT ?2)";
    Ok(connection.execute(FORGET, [before.0, limit])? as i64)
}
