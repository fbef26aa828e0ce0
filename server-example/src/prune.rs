//! Retention, a background task that deletes what nobody needs any more: stored answers after their day, the
//! audit trail after its years, the journal after its week, webhooks that are over, launch codes, sessions
//! and tickets that have lapsed. It is removed in steps, each a short transaction, so that nobody waits for
//! long.

use frontdesk::Instant;

use crate::app::App;
use crate::limits::{
    AUDIT_KEPT_SECONDS, IDEMPOTENCY_SECONDS, JOURNAL_KEPT_SECONDS, JOURNAL_LINES_KEPT, PRUNE_INTERVAL,
    PRUNE_STEP_MAX, WEBHOOK_AGE_SECONDS_MAX, WEBHOOK_KEPT_SECONDS,
};
use crate::store::StoreError;
use crate::telemetry::Attempt;

/// How often callers are forgotten whose requests were counted.
const REST: std::time::Duration = std::time::Duration::from_secs(1);

/// What removes it. Any number of processes may have one.
pub struct Pruner {
    app: App,
}

impl Pruner {
    /// The one of a server.
    pub fn new(app: App) -> Self {
        Self { app }
    }

    /// Works for as long as the server runs.
    pub async fn run(self) {
        let (mut rest, mut prune) = (tokio::time::interval(REST), tokio::time::interval(PRUNE_INTERVAL));
        loop {
            tokio::select! {
                _ = rest.tick() => {
                    self.app.limiter.forget_rested();
                    self.app.patient_limiter.forget_rested();
                    self.app.visitor_limiter.forget_rested();
                }
                _ = prune.tick() => self.turn().await,
            }
        }
    }

    /// Removes all that can be removed now.
    pub async fn turn(&self) {
        if let Err(error) = self.forget().await {
            tracing::warn!(%error, "can't remove all that is over");
        }
    }

    async fn forget(&self) -> Result<(), StoreError> {
        let before = |seconds: i64| Instant(self.app.clock.now().0 - seconds);
        while self.app.store.upkeep().forget_answers(before(IDEMPOTENCY_SECONDS), PRUNE_STEP_MAX).await?
            == PRUNE_STEP_MAX as u64
        {}
        while self.app.store.passes().forget_passes(before(0), PRUNE_STEP_MAX).await? == PRUNE_STEP_MAX as u64
        {
        }
        while self.app.store.upkeep().forget_audit(before(AUDIT_KEPT_SECONDS), PRUNE_STEP_MAX).await?
            == PRUNE_STEP_MAX as u64
        {}
        let outbox = self.app.store.outbox();
        loop {
            let (before, now) = (before(WEBHOOK_AGE_SECONDS_MAX), self.app.clock.now());
            let given_up = outbox.give_up(before, now, PRUNE_STEP_MAX).await?;
            (0..given_up).for_each(|_| self.app.metrics.attempt(Attempt::GivenUp));
            if given_up < PRUNE_STEP_MAX as u64 {
                break;
            }
        }
        while outbox.forget_deliveries(before(WEBHOOK_KEPT_SECONDS), PRUNE_STEP_MAX).await?
            == PRUNE_STEP_MAX as u64
        {}
        // One organisation at a time: the last of them is followed by none.
        let journals = before(JOURNAL_KEPT_SECONDS);
        while self.app.store.upkeep().forget_journal(journals, JOURNAL_LINES_KEPT, PRUNE_STEP_MAX).await? > 0
        {
        }
        Ok(())
    }
}
