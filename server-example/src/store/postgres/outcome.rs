//! Commits in doubt: what became of a transaction whose commit was not answered: the server knows it by its
//! number. But a number whose transaction left no trace before a crash is given out again, so what was
//! written has to be there as well.

use std::time::{Duration, Instant as Moment};

use deadpool_postgres::Client;
use frontdesk::Uid;
use tokio_postgres::error::SqlState;

use super::database::Postgres;
use super::{durable, rows};
use crate::desk::Entry;
use crate::limits::DATABASE_OUTCOME_TIME_MAX;
use crate::store::{JournalRow, StoreError, StoreResult};

/// How long after a question that told nothing it is asked again.
const AGAIN: Duration = Duration::from_millis(50);

/// What a transaction would have written.
pub(super) struct Written<'a> {
    pub(super) organisation: &'a Uid,
    /// Its number.
    pub(super) number: String,
    /// The version that it began at.
    pub(super) version: i64,
    pub(super) lines: Vec<JournalRow>,
}

impl Postgres {
    /// Whether a transaction was committed, and is safe. A server that restarts is asked as soon as it is
    /// there again.
    pub(super) async fn was_committed(&self, written: &Written<'_>) -> StoreResult<bool> {
        let until = Moment::now() + DATABASE_OUTCOME_TIME_MAX;
        loop {
            let left = until.saturating_duration_since(Moment::now());
            let asked = self.within(left, async |client| {
                let known = outcome(&client, written).await?;
                if known == Some(true) {
                    durable::flushed(client).await?;
                }
                Ok(known)
            });
            let asked = asked.await;
            let cause = match asked {
                Ok(Some(committed)) => return Ok(committed),
                Ok(None) => "the server does not tell".to_owned(),
                Err(error @ StoreError::Unknown(_)) => return Err(error),
                Err(error) => error.to_string(),
            };
            if Moment::now() + AGAIN >= until {
                return Err(StoreError::Unknown(cause));
            }
            tokio::time::sleep(AGAIN).await;
        }
    }
}

/// `None` while it is under way.
async fn outcome(client: &Client, written: &Written<'_>) -> StoreResult<Option<bool>> {
    // A transaction in progress when the server crashed is one that was not committed. A standby may not have
    // heard of it yet.
    const STATUS: &str = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_xact_status($1::text::xid8) END";
    let status: Option<String> = match client.query_one(STATUS, &[&written.number]).await {
        Ok(row) => row.get(0),
        // "In the future": the server has given out no such number, though it gave us one. It crashed since,
        // or is the standby of one that did, and nothing of the transaction was left.
        Err(error) if error.code() == Some(&SqlState::INVALID_PARAMETER_VALUE) => return Ok(Some(false)),
        Err(error) => return Err(error.into()),
    };
    match status.as_deref() {
        Some("aborted") => return Ok(Some(false)),
        Some("committed") => {}
        _ => return Ok(None),
    }
    let unknown = |cause: &str| Err(StoreError::Unknown(cause.to_owned()));
    let Written { organisation, version, lines, .. } = written;
    if lines.is_empty() {
        return unknown("it has left nothing to know it by");
    }
    // The versions are given out once: if these lines are another's, ours were not written.
    let found = rows::journal(client, organisation, *version, lines.len() as i64).await?;
    let is_ours = |(found, line): (&JournalRow, &JournalRow)| {
        *line == JournalRow { version: line.version, ..found.clone() }
    };
    if found.len() == lines.len() && found.iter().zip(lines).all(is_ours) {
        return Ok(Some(true));
    }
    // Erasing a patient makes such lines of others.
    match found.iter().any(|line| line.kind == Entry::Reload.kind()) {
        true => unknown("somebody was erased meanwhile"),
        false => Ok(Some(false)),
    }
}
