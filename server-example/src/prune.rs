//! What nobody needs any more: stored answers after their day, the audit trail after its years, the journal
//! after its week, webhooks that are over, launch codes, sessions and tickets that have lapsed. It is removed
//! in steps, each a short transaction, so that nobody waits for long.

use frontdesk::{Instant, Uid, from_json};

use crate::app::App;
use crate::desk::{Answer, By, Desk, Work, kind};
use crate::error::{ApiError, ApiResult};
use crate::limits::{
    AUDIT_KEPT_SECONDS, IDEMPOTENCY_SECONDS, JOURNAL_KEPT_SECONDS, JOURNAL_LINES_KEPT, PRUNE_INTERVAL,
    PRUNE_STEP_MAX, WEBHOOK_KEPT_SECONDS,
};
use crate::store::{Page, StoreError};
use crate::webhook::Delivery;

/// How often callers are forgotten whose requests were counted.
const REST: std::time::Duration = std::time::Duration::from_secs(1);

/// The oldest deliveries: their ids begin with when they were made.
const OLDEST: Page = Page { page: 0, limit: PRUNE_STEP_MAX };

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
                }
                _ = prune.tick() => self.turn().await,
            }
        }
    }

    /// Removes all that can be removed now.
    pub async fn turn(&self) {
        if let Err(error) = self.forget().await {
            tracing::warn!(%error, "can't forget old answers and the oldest of the audit trail");
        }
        let organisations = match self.app.store.organisations().await {
            Ok(organisations) => organisations,
            Err(error) => return tracing::warn!(%error, "can't look for what is over"),
        };
        for organisation in organisations {
            if let Err(error) = self.turn_of(&organisation.uid).await {
                tracing::warn!(organisation = %organisation.uid, status = %error.status(), "can't remove what is over");
            }
        }
    }

    async fn forget(&self) -> Result<(), StoreError> {
        let before = |seconds: i64| Instant(self.app.clock.now().0 - seconds);
        while self.app.store.forget_answers(before(IDEMPOTENCY_SECONDS), PRUNE_STEP_MAX).await?
            == PRUNE_STEP_MAX as u64
        {}
        while self.app.store.forget_passes(before(0), PRUNE_STEP_MAX).await? == PRUNE_STEP_MAX as u64 {}
        while self.app.store.forget_audit(before(AUDIT_KEPT_SECONDS), PRUNE_STEP_MAX).await?
            == PRUNE_STEP_MAX as u64
        {}
        Ok(())
    }

    async fn turn_of(&self, organisation: &Uid) -> ApiResult<()> {
        loop {
            let over = self.deliveries_over(organisation).await?;
            if over.is_empty() {
                break;
            }
            let desk = self.app.desks.of(organisation).await?.ok_or_else(ApiError::not_found)?;
            remove(&desk, kind::WEBHOOK_DELIVERY_DONE, over).await?;
        }
        let before = Instant(self.app.clock.now().0 - JOURNAL_KEPT_SECONDS);
        let store = &self.app.store;
        while store.forget_journal(organisation, before, JOURNAL_LINES_KEPT, PRUNE_STEP_MAX).await?
            == PRUNE_STEP_MAX as u64
        {}
        Ok(())
    }

    /// Some of the deliveries that have been over for long enough.
    async fn deliveries_over(&self, organisation: &Uid) -> ApiResult<Vec<Uid>> {
        let now = self.app.clock.now();
        let mut over = Vec::new();
        for row in self.app.store.records(organisation, kind::WEBHOOK_DELIVERY_DONE, OLDEST).await?.rows {
            let delivery: Delivery = from_json(row.data.as_deref().unwrap_or_default())?;
            if delivery.finished_at.is_some_and(|at| at.0 + WEBHOOK_KEPT_SECONDS < now.0) {
                over.push(row.uid);
            }
        }
        Ok(over)
    }
}

async fn remove(desk: &Desk, kind: &'static str, over: Vec<Uid>) -> ApiResult<()> {
    let remove = move |work: &mut Work<'_>| {
        over.iter().try_for_each(|uid| work.remove(kind, uid))?;
        Ok(Answer::no_content())
    };
    desk.write(By::server("prune"), None, remove).await.map(drop)
}
