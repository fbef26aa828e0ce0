//! What works through the outbox: announces reminders that fall due, brings deliveries out, tries again what
//! did not arrive.

use std::sync::Arc;

use axum::http::StatusCode;
use frontdesk::{Instant, Uid, from_json};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::delivery::Delivery;
use super::{REMINDER_DUE, reminder_due};
use crate::app::App;
use crate::desk::{Answer, By, Desk, Idempotency, ReminderCursor, State, Work, kind};
use crate::error::{ApiError, ApiResult};
use crate::limits::{PAGE_LIMIT_MAX, WEBHOOK_INTERVAL, WEBHOOKS_AT_ONCE};
use crate::store::{Page, RecordRow};
use crate::telemetry::Attempt;

/// Pages of the outbox that are looked through at a time.
const PAGES: i64 = 50;

/// How far the cursor of reminders may lie behind, in seconds, before it is moved though none was due.
const CURSOR_LAG_SECONDS: i64 = 86_400;

/// The worker of a process. Any number of processes may have one.
pub struct Worker {
    app: App,
}

impl Worker {
    /// The worker of a server.
    pub fn new(app: App) -> Self {
        Self { app }
    }

    /// Works for as long as the server runs.
    pub async fn run(self) {
        let mut tick = tokio::time::interval(WEBHOOK_INTERVAL);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.turn().await;
        }
    }

    /// Looks once through all organisations.
    pub async fn turn(&self) {
        let organisations = match self.app.store.organisations().await {
            Ok(organisations) => organisations,
            Err(error) => return tracing::warn!(%error, "can't look for webhooks"),
        };
        for organisation in organisations {
            if let Err(error) = self.turn_of(&organisation.uid).await {
                tracing::warn!(organisation = %organisation.uid, status = %error.status(), "can't bring webhooks out");
            }
        }
    }

    async fn turn_of(&self, organisation: &Uid) -> ApiResult<()> {
        let one = Page { page: 0, limit: 1 };
        if self.app.store.records(organisation, kind::NOTIFICATION_SUBSCRIPTION, one).await?.total == 0 {
            return Ok(());
        }
        let Some(desk) = self.app.desks.of(organisation).await? else { return Ok(()) };
        self.remind(&desk).await?;
        self.deliver(&desk).await
    }

    /// Announces the reminders that have fallen due since the last time.
    async fn remind(&self, desk: &Desk) -> ApiResult<()> {
        let now = self.app.clock.now();
        if !desk.read(|state| is_due(state, now)) {
            return Ok(());
        }
        let task = move |work: &mut Work<'_>| {
            // Another process may have been quicker.
            if !is_due(work.state(), now) {
                return Ok(Answer::no_content());
            }
            let due = match work.state().reminded_until {
                Some(after) => work.clinic().reminders_due(after, now)?,
                None => Vec::new(),
            };
            due.iter().for_each(|due| work.announce(|_, _| reminder_due(due)));
            work.put(kind::REMINDER_CURSOR, &"reminders".into(), None, &ReminderCursor { until: now })?;
            Ok(Answer::no_content())
        };
        desk.write(By::server("remind"), None, task).await.map(drop)
    }

    /// Brings out what is due.
    async fn deliver(&self, desk: &Arc<Desk>) -> ApiResult<()> {
        let now = self.app.clock.now();
        let erasures = desk.read(|state| state.erasures());
        let mut under_way = FuturesUnordered::new();
        for page in 0..PAGES {
            let page = Page { page, limit: PAGE_LIMIT_MAX };
            let listed = self.app.store.records(desk.organisation(), kind::WEBHOOK_DELIVERY, page).await?;
            let is_last = listed.rows.len() < PAGE_LIMIT_MAX as usize;
            for row in listed.rows {
                let delivery = read(&row)?;
                if delivery.next_attempt_at > now {
                    continue;
                }
                if under_way.len() >= WEBHOOKS_AT_ONCE {
                    under_way.next().await.unwrap_or(Ok(()))?;
                }
                under_way.push(self.bring(desk, delivery, erasures, now));
            }
            if is_last {
                break;
            }
        }
        while let Some(brought) = under_way.next().await {
            brought?;
        }
        Ok(())
    }

    /// One attempt at one delivery.
    async fn bring(&self, desk: &Desk, delivery: Delivery, erasures: u64, now: Instant) -> ApiResult<()> {
        let Some(subscription) =
            desk.read(|state| state.subscriptions.get(&delivery.subscription_uid).cloned())
        else {
            return keep(desk, move |work| work.keep(kind::WEBHOOK_DELIVERY, &delivery.uid, None)).await;
        };
        let begun = delivery.begun(now);
        // Of several workers, one gets an answer that is not a replay: the attempt is its.
        let claim = Idempotency {
            key: format!("webhook {} {}", begun.uid, begun.attempts),
            fingerprint: String::new(),
        };
        let task = {
            let begun = begun.clone();
            move |work: &mut Work<'_>| {
                // It may be about somebody who was erased since it was read, and is not to be written again.
                if work.state().erasures() != erasures {
                    return Err(ApiError::conflict("somebody was erased meanwhile"));
                }
                work.keep(kind::WEBHOOK_DELIVERY, &begun.uid, Some(text(&begun)));
                Ok(Answer::no_content())
            }
        };
        if desk.write(By::server("deliver"), Some(claim), task).await?.replayed {
            return Ok(());
        }
        let outcome = self.app.webhooks.send(&subscription, &begun, now).await;
        let acknowledged = outcome.is_acknowledged();
        if !acknowledged {
            tracing::info!(delivery = %begun.uid, attempt = begun.attempts, status = outcome.status, "a webhook was not acknowledged");
        }
        let after = begun.after(outcome, self.app.clock.now());
        self.app.metrics.attempt(match after.finished_at {
            Some(_) if acknowledged => Attempt::Acknowledged,
            Some(_) => Attempt::GivenUp,
            None => Attempt::Failed,
        });
        keep(desk, move |work| {
            // As above. What was about somebody else is there still, and is sent once more.
            if work.state().erasures() != erasures {
                return;
            }
            if after.finished_at.is_some() {
                work.keep(kind::WEBHOOK_DELIVERY, &after.uid, None);
                work.keep(kind::WEBHOOK_DELIVERY_DONE, &after.uid, Some(text(&after)));
            } else {
                work.keep(kind::WEBHOOK_DELIVERY, &after.uid, Some(text(&after)));
            }
        })
        .await
    }
}

/// Whether somebody wants to be told of reminders, and there are some, or the cursor has fallen behind.
fn is_due(state: &State, now: Instant) -> bool {
    if !state.subscriptions.values().any(|subscription| subscription.notification_type == REMINDER_DUE) {
        return false;
    }
    match state.reminded_until {
        None => true,
        Some(after) if after >= now => false,
        Some(after) => {
            now.0 - after.0 > CURSOR_LAG_SECONDS
                || state.clinic.reminders_due(after, now).is_ok_and(|due| !due.is_empty())
        }
    }
}

async fn keep(desk: &Desk, mut task: impl FnMut(&mut Work<'_>) + Send + 'static) -> ApiResult<()> {
    let task = move |work: &mut Work<'_>| {
        task(work);
        Ok(Answer { status: StatusCode::NO_CONTENT, body: String::new(), replayed: false })
    };
    desk.write(By::server("deliver"), None, task).await.map(drop)
}

fn read(row: &RecordRow) -> ApiResult<Delivery> {
    from_json(row.data.as_deref().unwrap_or_default()).map_err(|error| ApiError::internal(&error))
}

fn text(delivery: &Delivery) -> String {
    serde_json::to_string(delivery).expect("a delivery has text for keys")
}
