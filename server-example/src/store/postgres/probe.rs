//! A write probe: whether the database can be written now, which no query tells: on a full disk everything
//! can be read, and every short write that finds room in pages that are there goes through.

use std::time::Instant as Moment;

use deadpool_postgres::Client;
use tokio::sync::Mutex;

use crate::limits::POSTGRES_PROBE_INTERVAL;
use crate::store::{StoreError, StoreResult};

/// Who can't be written, whether this user may make a temporary table, and whether this session has.
const ASK: &str = "SELECT current_setting('transaction_read_only') = 'on',
    has_database_privilege(current_database(), 'TEMPORARY'), to_regclass('pg_temp.frontdesk_probe') IS NOT \
    NULL";

/// A table whose file is empty after every commit. It lies where the database's own tables do.
const MAKE: &str = "SET LOCAL temp_tablespaces = '';
    CREATE TEMPORARY TABLE frontdesk_probe (number BIGINT) ON COMMIT DELETE ROWS";

/// Several pages: the file has to grow, as it has for a booking sooner or later.
const GROW: &str = "INSERT INTO pg_temp.frontdesk_probe SELECT generate_series(1, 1000)";

/// A line of the write-ahead log for nobody. With it the commit waits until the log is on disk, and on
/// whatever else a booking's commit waits for.
const LOG: &str = "SELECT pg_logical_emit_message(true, 'frontdesk', 'probe')";

/// What the last look has found. One at a time looks, and the others hear of it.
#[derive(Default)]
pub(super) struct Probe {
    last: Mutex<Option<(Moment, StoreResult<()>)>>,
}

impl Probe {
    /// What was found a moment ago, or what `look` finds now.
    pub(super) async fn known_or(&self, look: impl Future<Output = StoreResult<()>>) -> StoreResult<()> {
        let mut last = self.last.lock().await;
        if let Some((at, found)) = &*last
            && at.elapsed() < POSTGRES_PROBE_INTERVAL
        {
            return found.clone();
        }
        let found = look.await;
        *last = Some((Moment::now(), found.clone()));
        found
    }
}

/// Writes something that nobody keeps.
pub(super) async fn write(mut client: Client) -> StoreResult<()> {
    let transaction = client.transaction().await?;
    let row = transaction.query_one(ASK, &[]).await?;
    let (is_read_only, may_make, is_made): (bool, bool, bool) = (row.get(0), row.get(1), row.get(2));
    if is_read_only {
        return Err(StoreError::Unavailable("the database is read-only: a replica?".to_owned()));
    }
    if may_make && !is_made {
        transaction.batch_execute(MAKE).await?;
    }
    if may_make {
        transaction.batch_execute(GROW).await?;
    }
    transaction.batch_execute(LOG).await?;
    Ok(transaction.commit().await?)
}
