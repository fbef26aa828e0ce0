//! What rows of the tables are in Rust; and statements that are prepared once for each connection.

use deadpool_postgres::Transaction;
use frontdesk::Instant;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::store::{JournalRow, RecordRow, StoreResult};

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

pub(super) async fn execute(
    transaction: &Transaction<'_>,
    statement: &str,
    values: Values<'_>,
) -> StoreResult<u64> {
    let statement = transaction.prepare_cached(statement).await?;
    Ok(transaction.execute(&statement, values).await?)
}

pub(super) fn record_row(row: &Row) -> RecordRow {
    RecordRow { kind: row.get(0), uid: row.get::<_, &str>(1).into(), alias: row.get(2), data: row.get(3) }
}

pub(super) fn journal_row(row: &Row) -> JournalRow {
    JournalRow {
        version: row.get(0),
        at: Instant(row.get(1)),
        actor: row.get(2),
        kind: row.get(3),
        subject: row.get::<_, &str>(4).into(),
        data: row.get(5),
    }
}
