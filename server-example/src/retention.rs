//! What is forgotten once it has been kept long enough.

use frontdesk::Instant;

use crate::app::App;
use crate::limits::{AUDIT_KEPT_SECONDS, RETENTION_INTERVAL};
use crate::store::StoreError;

/// Forgets for as long as the server runs. Any number of processes may do so.
pub async fn keep(app: App) {
    let mut tick = tokio::time::interval(RETENTION_INTERVAL);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = turn(&app).await {
            tracing::warn!(%error, "can't forget what has been kept long enough");
        }
    }
}

/// Forgets once, as much as one transaction should.
///
/// # Errors
/// If the database can't be asked.
pub async fn turn(app: &App) -> Result<u64, StoreError> {
    app.store.forget_audit(Instant(app.clock.now().0 - AUDIT_KEPT_SECONDS)).await
}
