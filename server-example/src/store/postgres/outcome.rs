//! What became of a transaction whose commit was not answered: the server knows it by its number.

use std::time::{Duration, Instant as Moment};

use super::Postgres;
use super::connect::within;
use crate::limits::DATABASE_OUTCOME_TIME_MAX;
use crate::store::StoreError;

/// How long after a question that told nothing it is asked again.
const AGAIN: Duration = Duration::from_millis(50);

impl Postgres {
    /// Whether a transaction was committed. A server that restarts is asked as soon as it is there again.
    pub(super) async fn was_committed(&self, number: &str) -> Result<bool, StoreError> {
        // A transaction in progress when the server crashed is one that was not committed.
        const STATUS: &str = "SELECT pg_xact_status($1::text::xid8)";
        let until = Moment::now() + DATABASE_OUTCOME_TIME_MAX;
        loop {
            let asked = within(until.saturating_duration_since(Moment::now()), async {
                let row = self.client().await?.query_one(STATUS, &[&number]).await?;
                Ok(row.get::<_, Option<String>>(0))
            });
            let cause = match asked.await {
                Ok(Some(status)) if status == "committed" => return Ok(true),
                Ok(Some(status)) if status == "aborted" => return Ok(false),
                Ok(status) => format!("the transaction is {}", status.as_deref().unwrap_or("too old")),
                Err(error) => error.to_string(),
            };
            if Moment::now() + AGAIN >= until {
                return Err(StoreError::Unknown(cause));
            }
            tokio::time::sleep(AGAIN).await;
        }
    }
}
