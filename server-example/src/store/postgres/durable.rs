//! Early lock release: a transaction of a desk gives its organisation's row back at its commit, before that
//! is on disk, so that other processes decide while the disk, or a standby, is waited for. What it wrote lies
//! earlier in the write-ahead log than what they write, so no crash takes the one and leaves the other.
//!
//! Whoever has read or written rows waits for [`flushed`] before anybody else is told of them, and before a
//! desk takes them for known: on the connection that read them, since a crash of the server ends it.

use deadpool_postgres::Client;

use super::connect::within;
use crate::limits::DATABASE_ANSWER_TIME_MAX;
use crate::store::StoreResult;

/// Waits until all that this connection has seen and written is on disk, and wherever else the database has a
/// commit wait for: by a line of the write-ahead log for nobody, whose commit waits for all before it. A
/// standby shows what its log has.
pub(super) async fn flushed(client: Client) -> StoreResult<()> {
    const FLUSH: &str = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_logical_emit_message(true, \
                         'frontdesk', '') END";
    let mut asked = Asked(Some(client));
    let flush = async {
        if let Some(client) = &asked.0 {
            let statement = client.prepare_cached(FLUSH).await?;
            client.execute(&statement, &[]).await?;
        }
        Ok(())
    };
    within(DATABASE_ANSWER_TIME_MAX, flush).await?;
    drop(asked.0.take());
    Ok(())
}

/// A connection that has not answered: whoever no longer waits for it closes it, so that nobody gets one that
/// still does.
struct Asked(Option<Client>);

impl Drop for Asked {
    fn drop(&mut self) {
        drop(self.0.take().map(Client::take));
    }
}
