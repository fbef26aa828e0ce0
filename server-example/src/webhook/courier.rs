//! A courier: delivers what is due in one queue, one after the other, and ends when nothing is. Started by
//! the worker.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use frontdesk::{Uid, from_json};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::Notify;

use super::budget::{Budget, Place};
use crate::app::App;
use crate::clock::Clock;
use crate::desk::Subscription;
use crate::limits::{WEBHOOK_INTERVAL, WEBHOOK_TIME_MAX, WEBHOOKS_AT_ONCE_OF_SUBSCRIPTION};
use crate::store::{Delivery, Health, LEASE_SECONDS, LeasedQueue, QueueName, StoreError};
use crate::telemetry::Attempt;

/// How long a lease is used before it is said again. An attempt begins before as much time has passed again
/// as an attempt takes, so it is over before the lease is.
const LEASE_USED: Duration = Duration::from_secs(4);
const _: () = assert!(LEASE_USED.as_secs() + 2 * WEBHOOK_TIME_MAX.as_secs() < LEASE_SECONDS as u64);

/// What others may know of a courier that is under way.
#[derive(Default)]
pub(super) struct Signs {
    /// How many announcements it has seen.
    pub(super) seen: AtomicI64,
    /// That there are more.
    pub(super) more: Notify,
}

pub(super) struct Courier {
    app: App,
    owner: Arc<str>,
    budget: Arc<Budget>,
    signs: Arc<Signs>,
    queue: QueueName,
    health: Health,
    /// Whether the last attempt was acknowledged. Until one is, there is one at a time: a receiver that hangs
    /// has one place, and not eight.
    answers: bool,
    /// Until when the lease is used without asking.
    leased_until: std::time::Instant,
}

impl Courier {
    /// Sends until nothing is due or the subscriber fails too often, and says how many attempts that took.
    ///
    /// # Errors
    /// If the database can't be asked: the lease then runs out.
    pub(super) async fn run(
        app: App,
        owner: Arc<str>,
        budget: Arc<Budget>,
        signs: Arc<Signs>,
        leased: LeasedQueue,
        leased_at: std::time::Instant,
    ) -> Result<u64, StoreError> {
        let LeasedQueue { name: queue, health, subscription } = leased;
        let Some(subscription) = subscription else {
            app.store.outbox().remove_queue(&queue).await?;
            return Ok(0);
        };
        let subscription: Subscription =
            from_json(&subscription).map_err(|error| StoreError::Broken(error.to_string()))?;
        let mut courier = Self {
            app,
            owner,
            budget,
            signs,
            queue,
            health,
            answers: false,
            leased_until: leased_at + LEASE_USED,
        };
        courier.work(&subscription).await
    }

    async fn work(&mut self, subscription: &Subscription) -> Result<u64, StoreError> {
        let app = self.app.clone();
        let outbox = app.store.outbox();
        let mut under_way = FuturesUnordered::new();
        let mut busy: BTreeSet<Uid> = BTreeSet::new();
        let mut attempts = 0;
        loop {
            if Clock::is_over(self.leased_until) && !self.lease_again().await? {
                // Another process has taken over. What is under way here may reach the subscriber twice.
                return Ok(attempts);
            }
            let free = self.width().saturating_sub(busy.len());
            let (announced, heads) =
                outbox.heads(&self.queue, app.clock.now(), (busy.len() + free).max(1) as i64).await?;
            self.signs.seen.store(announced, Ordering::Relaxed);
            let next: Vec<Delivery> =
                heads.into_iter().filter(|head| !busy.contains(&head.uid)).take(free).collect();
            for delivery in next {
                let extra = match busy.is_empty() {
                    true => None,
                    false => match self.budget.extra(&self.queue.organisation) {
                        Some(extra) => Some(extra),
                        None => break,
                    },
                };
                busy.insert(delivery.uid.clone());
                let turn = Turn {
                    organisation: self.queue.organisation.clone(),
                    extra,
                    is_probe: self.health.is_probed(),
                    begins_before: self.leased_until + WEBHOOK_TIME_MAX,
                };
                under_way.push(attempt(&app, self.budget.clone(), turn, subscription, delivery));
            }
            if under_way.is_empty() {
                if outbox.release(&self.owner, &self.queue, announced).await? {
                    return Ok(attempts);
                }
                // Removed, or more was announced.
                if !self.lease_again().await? {
                    return Ok(attempts);
                }
                continue;
            }
            tokio::select! {
                Some((uid, after)) = under_way.next() => {
                    if let Some(after) = after {
                        self.settle(after).await?;
                        attempts += 1;
                    }
                    busy.remove(&uid);
                }
                () = self.signs.more.notified() => {}
                // Another process may have announced something, or something has become due.
                () = tokio::time::sleep(WEBHOOK_INTERVAL) => {}
            }
        }
    }

    /// How many attempts may be under way.
    fn width(&self) -> usize {
        if self.health.paused_until > self.app.clock.now() {
            0
        } else if self.health.is_probed() || !self.answers {
            1
        } else {
            WEBHOOKS_AT_ONCE_OF_SUBSCRIPTION
        }
    }

    async fn lease_again(&mut self) -> Result<bool, StoreError> {
        let asked_at = Clock::deadline(Duration::ZERO);
        let leased = self.app.store.outbox().lease(&self.owner, std::slice::from_ref(&self.queue)).await?;
        self.leased_until = asked_at + LEASE_USED;
        Ok(leased.iter().any(|leased| leased.subscription.is_some()))
    }

    async fn settle(&mut self, after: Delivery) -> Result<(), StoreError> {
        let outcome = after.last_outcome.as_ref();
        let acknowledged = outcome.is_some_and(crate::store::Outcome::is_acknowledged);
        if !acknowledged {
            let status = outcome.and_then(|outcome| outcome.status);
            tracing::info!(delivery = %after.uid, attempt = after.attempts, status,
                "a webhook was not acknowledged");
        }
        self.app.metrics.attempt(match after.finished_at {
            Some(_) if acknowledged => Attempt::Acknowledged,
            Some(_) => Attempt::GivenUp,
            None => Attempt::Failed,
        });
        self.answers = acknowledged;
        let health = self.health.after(acknowledged, self.app.clock.now());
        self.health = health.unwrap_or(self.health);
        self.app.store.outbox().settle(&self.queue, &after, health).await
    }
}

/// Whose turn an attempt is.
struct Turn {
    organisation: Uid,
    /// The place beyond the first of its subscription, if it is not the first.
    extra: Option<Place>,
    is_probe: bool,
    /// When the lease is about to end.
    begins_before: std::time::Instant,
}

/// One attempt at one delivery; none if its turn came when the lease was about to end.
async fn attempt(
    app: &App,
    budget: Arc<Budget>,
    turn: Turn,
    subscription: &Subscription,
    delivery: Delivery,
) -> (Uid, Option<Delivery>) {
    let uid = delivery.uid.clone();
    let _place = budget.enter(&turn.organisation, turn.is_probe).await;
    if Clock::is_over(turn.begins_before) {
        return (uid, None);
    }
    let outcome = app.webhooks.send(subscription, &delivery, app.clock.now()).await;
    drop(turn.extra);
    (uid, Some(delivery.after(outcome, app.clock.now())))
}
