//! What works through the outbox: starts a courier for each queue in which something is due, and announces
//! reminders that fall due.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk::{Instant, Uid};
use futures_util::{FutureExt, StreamExt, stream};
use tokio::task::JoinSet;

use super::budget::Budget;
use super::courier::{Courier, Signs};
use crate::app::App;
use crate::clock::Clock;
use crate::desk::{Answer, By, Desk, ReminderCursor, State, Work, kind};
use crate::desk::{REMINDER_DUE, reminder_due};
use crate::error::ApiResult;
use crate::id;
use crate::limits::{WEBHOOK_COURIERS_MAX, WEBHOOK_INTERVAL};
use crate::store::{QueueName, StoreError};

/// How far the cursor of reminders may lie behind, in seconds, before it is moved though none was due.
const CURSOR_LAG_SECONDS: i64 = 86_400;

/// Organisations whose reminders are looked for at a time.
const REMINDED_AT_ONCE: usize = 16;

/// The worker of a process. Any number of processes may have one.
pub struct Worker {
    app: App,
    /// What tells it from others on the same database.
    owner: Arc<str>,
    budget: Arc<Budget>,
    couriers: Arc<Mutex<HashMap<QueueName, Arc<Signs>>>>,
}

impl Worker {
    /// The worker of a server.
    pub fn new(app: App) -> Self {
        Self { app, owner: id::uuid().into(), budget: Arc::new(Budget::new()), couriers: Arc::default() }
    }

    /// Works for as long as the server runs, and leaves its queues to others in the end.
    pub async fn run(self) {
        let mut told = self.app.stopping.subscribe();
        tokio::select! {
            () = self.deliver_always() => {}
            () = self.remind_always() => {}
            _ = told.wait_for(|stopping| *stopping) => {}
        }
        if let Err(error) = self.app.store.outbox().release_all(&self.owner).await {
            tracing::warn!(%error, "webhooks that were under way wait for a moment");
        }
    }

    /// Does once all that is due, and says how many attempts that took.
    pub async fn turn(&self) -> u64 {
        self.remind_all().await;
        let mut attempts = 0;
        loop {
            let mut couriers = JoinSet::new();
            self.start(&mut couriers).await;
            let done: u64 = couriers.join_all().await.into_iter().sum();
            if done == 0 {
                return attempts;
            }
            attempts += done;
        }
    }

    /// Starts couriers as soon as this process has announced something. What others have announced and did
    /// not bring out, and what is due again, is found by looking.
    async fn deliver_always(&self) {
        let mut announced = self.app.store.outbox().announced();
        let mut tick = tokio::time::interval(WEBHOOK_INTERVAL);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut couriers = JoinSet::new();
        loop {
            tokio::select! { _ = tick.tick() => {}, _ = announced.changed() => {} }
            while couriers.join_next().now_or_never().flatten().is_some() {}
            self.start(&mut couriers).await;
        }
    }

    async fn remind_always(&self) {
        let mut tick = tokio::time::interval(WEBHOOK_INTERVAL);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.remind_all().await;
        }
    }

    /// Starts a courier for each queue that has something due and none yet.
    async fn start(&self, couriers: &mut JoinSet<u64>) {
        if let Err(error) = self.try_start(couriers).await {
            tracing::warn!(%error, "can't look for webhooks");
        }
    }

    async fn try_start(&self, couriers: &mut JoinSet<u64>) -> Result<(), StoreError> {
        let outbox = self.app.store.outbox();
        // Twice as many: those under way are among them.
        let due = outbox.due(&self.owner, self.app.clock.now(), 2 * WEBHOOK_COURIERS_MAX as i64).await?;
        let mut fresh = Vec::new();
        {
            let under_way = self.locked();
            let free = WEBHOOK_COURIERS_MAX.saturating_sub(under_way.len());
            for queue in due {
                match under_way.get(&queue.name) {
                    None if fresh.len() < free => fresh.push(queue.name),
                    Some(signs) if queue.announced > signs.seen.load(Ordering::Relaxed) => {
                        signs.more.notify_one();
                    }
                    None | Some(_) => {}
                }
            }
        }
        if fresh.is_empty() {
            return Ok(());
        }
        let leased_at = Clock::deadline(std::time::Duration::ZERO);
        for leased in outbox.lease(&self.owner, &fresh).await? {
            let (name, signs) = (leased.name.clone(), Arc::new(Signs::default()));
            self.locked().insert(name.clone(), signs.clone());
            let under_way = UnderWay { couriers: self.couriers.clone(), name };
            let courier = Courier::run(
                self.app.clone(),
                self.owner.clone(),
                self.budget.clone(),
                signs,
                leased,
                leased_at,
            );
            couriers.spawn(async move {
                let done = courier.await.unwrap_or_else(|error| {
                    tracing::warn!(organisation = %under_way.name.organisation, %error,
                        "can't bring webhooks out");
                    0
                });
                drop(under_way);
                done
            });
        }
        Ok(())
    }

    /// Announces the reminders of all organisations that have fallen due since the last time.
    async fn remind_all(&self) {
        let organisations = match self.app.store.outbox().reminded().await {
            Ok(organisations) => organisations,
            Err(error) => return tracing::warn!(%error, "can't look for reminders"),
        };
        let each = async |organisation: Uid| {
            if let Err(error) = self.remind(&organisation).await {
                tracing::warn!(%organisation, status = %error.status(), "can't announce reminders");
            }
        };
        stream::iter(organisations).for_each_concurrent(REMINDED_AT_ONCE, each).await;
    }

    async fn remind(&self, organisation: &Uid) -> ApiResult<()> {
        let Some(desk) = self.app.desks.of(organisation).await? else { return Ok(()) };
        let now = self.app.clock.now();
        if !desk.read(|state| is_due(state, now)) {
            return Ok(());
        }
        announce_reminders(&desk, now).await
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<QueueName, Arc<Signs>>> {
        self.couriers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A courier that is under way, until this is dropped, also by one that panics.
struct UnderWay {
    couriers: Arc<Mutex<HashMap<QueueName, Arc<Signs>>>>,
    name: QueueName,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.couriers.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

async fn announce_reminders(desk: &Desk, now: Instant) -> ApiResult<()> {
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
