//! What nobody needs any more: stored answers after their day, the audit trail after its years, webhooks that are over, launch codes, sessions and tickets that have
//! lapsed. It is removed in steps, each a
//! short transaction, so that nobody waits for long.

use frontdesk::{Instant, Uid, from_json};

use crate::app::App;
use crate::desk::{Answer, By, Pass, Work, kind};
use crate::error::ApiResult;
use crate::limits::{AUDIT_KEPT_SECONDS, IDEMPOTENCY_SECONDS, PRUNE_INTERVAL, PRUNE_STEP_MAX, WEBHOOK_KEPT_SECONDS};
use crate::store::{Page, RecordRow, StoreError};
use crate::webhook::Delivery;

/// How often callers are forgotten whose requests were counted.
const REST: std::time::Duration = std::time::Duration::from_secs(1);

/// The oldest records of a kind: ids begin with when they were made.
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
                _ = rest.tick() => self.app.limiter.forget_rested(),
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
        while self.app.store.forget_answers(before(IDEMPOTENCY_SECONDS), PRUNE_STEP_MAX).await? == PRUNE_STEP_MAX as u64 {}
        while self.app.store.forget_audit(before(AUDIT_KEPT_SECONDS), PRUNE_STEP_MAX).await? == PRUNE_STEP_MAX as u64 {}
        Ok(())
    }

    async fn turn_of(&self, organisation: &Uid) -> ApiResult<()> {
        let now = self.app.clock.now();
        self.remove(organisation, kind::WEBHOOK_DELIVERY_DONE, |row| {
            let delivery: Delivery = from_json(data(row))?;
            Ok(delivery.finished_at.is_some_and(|at| at.0 + WEBHOOK_KEPT_SECONDS < now.0))
        })
        .await?;
        for kind in [kind::LAUNCH_CODE, kind::BOOKING_SESSION, kind::STREAM_TICKET] {
            self.remove(organisation, kind, |row| Ok(from_json::<Pass>(data(row))?.expires_at <= now)).await?;
        }
        Ok(())
    }

    /// Removes the records of a kind that are over, step by step. The desk is asked for where there are some: who has none needs none.
    async fn remove(&self, organisation: &Uid, kind: &'static str, is_over: impl Fn(&RecordRow) -> ApiResult<bool>) -> ApiResult<()> {
        loop {
            let mut over = Vec::new();
            for row in self.app.store.records(organisation, kind, OLDEST).await?.rows {
                if is_over(&row)? {
                    over.push(row.uid);
                }
            }
            if over.is_empty() {
                return Ok(());
            }
            let Some(desk) = self.app.desks.of(organisation).await? else { return Ok(()) };
            let remove = move |work: &mut Work<'_>| {
                over.iter().try_for_each(|uid| work.remove(kind, uid))?;
                Ok(Answer::no_content())
            };
            desk.write(By::server("prune"), None, remove).await?;
        }
    }
}

fn data(row: &RecordRow) -> &str {
    row.data.as_deref().unwrap_or_default()
}
