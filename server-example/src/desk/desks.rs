//! The desks of a process: one for each organisation that somebody has asked for.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use axum::http::StatusCode;
use frontdesk::{Instant, QueueCommand, QueueEntry, QueueStatus, ShownWait, Uid, WaitEstimate};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::{Mutex, Notify, OnceCell, Semaphore, mpsc, oneshot, watch};

use super::audit::By;
use super::batch::{Batcher, Draft};
use super::job::{Answer, Idempotency, Job};
use super::state::State;
use super::waits::Waits;
use super::work::Work;
use crate::clock::Clock;
use crate::error::{ApiError, ApiResult};
use crate::limits::{DESK_QUEUE_MAX, FOLLOW_INTERVAL, LISTENERS_MAX};
use crate::store::{Ask, Store, StoreError};
use crate::telemetry::Metrics;

/// Whether an entry has this for what its patient is shown, whenever that was.
pub fn is_kept(entry: &QueueEntry, shown: &ShownWait) -> bool {
    let same = |kept: &ShownWait| *kept == ShownWait { uid: None, at: kept.at, ..shown.clone() };
    entry.shown.as_ref().is_some_and(same)
}

/// An organisation's desk.
pub struct Desk {
    organisation: Uid,
    published: Arc<RwLock<State>>,
    jobs: mpsc::Sender<Job>,
    versions: watch::Receiver<i64>,
    waits: Waits,
    /// Places for those who listen to what happens.
    pub listeners: Arc<Semaphore>,
    /// The same for booking pages, which anybody may open: they take no place from those who wait.
    pub watchers: Arc<Semaphore>,
}

impl Desk {
    /// Whose desk it is.
    pub fn organisation(&self) -> &Uid {
        &self.organisation
    }

    /// Asks what is known and committed.
    pub fn read<T>(&self, question: impl FnOnce(&State) -> T) -> T {
        question(&self.published.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Does something in a transaction, and answers once it is on disk.
    ///
    /// # Errors
    /// Why nothing was done.
    pub async fn write(
        &self,
        by: By,
        idempotency: Option<Idempotency>,
        task: impl FnMut(&mut Work<'_>) -> ApiResult<Answer> + Send + 'static,
    ) -> ApiResult<Answer> {
        self.write_reading(by, idempotency, Vec::new(), task).await
    }

    /// The same for a task that [reads](Work::kept) records which desks do not keep in mind: what it reads,
    /// it names before, so that it is looked up in that transaction.
    ///
    /// # Errors
    /// Why nothing was done.
    pub async fn write_reading(
        &self,
        by: By,
        idempotency: Option<Idempotency>,
        reads: Vec<Ask>,
        task: impl FnMut(&mut Work<'_>) -> ApiResult<Answer> + Send + 'static,
    ) -> ApiResult<Answer> {
        let (done, answer) = oneshot::channel();
        let job = Job { by, idempotency, reads, task: Box::new(task), done };
        self.jobs.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => {
                ApiError::later(StatusCode::SERVICE_UNAVAILABLE, "Too many requests are waiting", 1)
            }
            mpsc::error::TrySendError::Closed(_) => {
                ApiError::later(StatusCode::SERVICE_UNAVAILABLE, "The server is going down", 5)
            }
        })?;
        answer.await.map_err(|_| ApiError::internal(&"the desk is gone"))?
    }

    /// How long everybody in a waiting room will wait, in the order of service.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub async fn estimates(&self, room: &Uid, now: Instant) -> ApiResult<Arc<Vec<WaitEstimate>>> {
        self.waits.estimates(&self.published, room, now).await
    }

    /// Keeps with an entry what its patient is shown, unless that is there already. If it can't be kept, the
    /// patient is shown it all the same.
    pub async fn keep_shown(&self, room: &Uid, shown: &ShownWait) {
        let Some(uid) = shown.uid.clone() else { return };
        let (room, shown) = (room.clone(), shown.clone());
        let task = move |work: &mut Work<'_>| {
            let entry = work.state().room_of(&uid).and_then(|room| room.room.entry(&uid));
            if entry.is_some_and(|entry| entry.status == QueueStatus::Waiting && !is_kept(entry, &shown)) {
                work.queue(&room, &QueueCommand::Announce { uid: uid.clone(), shown: shown.clone() })?;
            }
            Ok(Answer::new(StatusCode::OK, &()))
        };
        let _ = self.write(By::server("announce"), None, task).await;
    }

    /// How many requests wait for their transaction.
    pub fn queue_length(&self) -> usize {
        self.jobs.max_capacity() - self.jobs.capacity()
    }

    /// How many listen.
    pub fn listeners_count(&self) -> usize {
        2 * LISTENERS_MAX - self.listeners.available_permits() - self.watchers.available_permits()
    }

    /// Tells of every new version.
    pub fn versions(&self) -> watch::Receiver<i64> {
        self.versions.clone()
    }
}

/// The desks of those organisations that somebody has asked for.
pub struct Desks {
    opening: Opening,
    open: Mutex<HashMap<Uid, Arc<OnceCell<Arc<Desk>>>>>,
}

/// What a desk is opened with.
#[derive(Clone)]
struct Opening {
    store: Arc<dyn Store>,
    clock: Clock,
    metrics: Arc<Metrics>,
}

impl Opening {
    async fn open(&self, organisation: &Uid) -> Result<Arc<Desk>, StoreError> {
        let loaded = self.store.load(organisation).await?.ok_or(StoreError::NoOrganisation)?;
        let is_safe = loaded.is_safe;
        let state = State::new(loaded)?;
        let (versions, version) = watch::channel(state.version);
        let (jobs, inbox) = mpsc::channel(DESK_QUEUE_MAX);
        let published = Arc::new(RwLock::new(state.clone()));
        let draft = if is_safe { Draft::Known(Box::new(state)) } else { Draft::InDoubt };
        let batcher = Batcher {
            store: self.store.clone(),
            clock: self.clock.clone(),
            metrics: self.metrics.clone(),
            organisation: organisation.clone(),
            draft,
            published: published.clone(),
            versions,
        };
        tokio::spawn(batcher.run(inbox));
        let listeners = Arc::new(Semaphore::new(LISTENERS_MAX));
        let watchers = Arc::new(Semaphore::new(LISTENERS_MAX));
        Ok(Arc::new(Desk {
            organisation: organisation.clone(),
            published,
            jobs,
            versions: version,
            waits: Waits::default(),
            listeners,
            watchers,
        }))
    }
}

impl Desks {
    /// No desk yet.
    pub fn new(store: Arc<dyn Store>, clock: Clock, metrics: Arc<Metrics>) -> Self {
        Self { opening: Opening { store, clock, metrics }, open: Mutex::default() }
    }

    /// Those that are open.
    pub async fn opened(&self) -> Vec<Arc<Desk>> {
        self.open.lock().await.values().filter_map(|place| place.get().cloned()).collect()
    }

    /// An organisation's desk, opened if need be; `None` if there is no such organisation.
    ///
    /// # Errors
    /// If it can't be loaded.
    pub async fn of(&self, organisation: &Uid) -> Result<Option<Arc<Desk>>, StoreError> {
        let place = self.open.lock().await.entry(organisation.clone()).or_default().clone();
        if let Some(desk) = place.get() {
            return Ok(Some(desk.clone()));
        }
        // On its own: a large organisation takes a while, and who asked first may have gone by then.
        let (opening, uid) = (self.opening.clone(), organisation.clone());
        let opened = tokio::spawn(async move { place.get_or_try_init(|| opening.open(&uid)).await.cloned() });
        match opened.await.map_err(|error| StoreError::Broken(error.to_string()))? {
            Ok(desk) => Ok(Some(desk)),
            Err(StoreError::NoOrganisation) => {
                // Whoever asks for what is not there leaves nothing behind.
                self.open.lock().await.remove(organisation);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Sees to it that desks learn of what other processes write, for as long as the server runs: at once if
    /// the database tells, and a little later if not.
    pub async fn follow(&self) {
        let news = Notify::new();
        tokio::join!(self.opening.store.listen(&news), self.look(&news));
    }

    async fn look(&self, news: &Notify) {
        let mut tick = tokio::time::interval(FOLLOW_INTERVAL);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! { _ = tick.tick() => {}, () = news.notified() => {} }
            if let Err(error) = self.catch_up().await {
                tracing::warn!(%error, "can't ask for news of other processes");
            }
        }
    }

    /// Brings every open desk to the version of the database.
    ///
    /// # Errors
    /// If the database can't be asked.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        let desks = self.opened().await;
        if desks.is_empty() {
            return Ok(());
        }
        let uids: Vec<Uid> = desks.iter().map(|desk| desk.organisation.clone()).collect();
        // Asked before the database is: a desk that writes meanwhile is not behind.
        let known: Vec<i64> = desks.iter().map(|desk| desk.read(|state| state.version)).collect();
        let versions = self.opening.store.versions(&uids).await?;
        let behind = desks
            .iter()
            .zip(known)
            .filter(|(desk, known)| versions.get(&desk.organisation).is_some_and(|version| version != known));
        // A transaction that does nothing catches up first, as every other. One that has to wait holds up
        // none of the others.
        let catching_up: FuturesUnordered<_> = behind
            .map(|(desk, _)| desk.write(By::server("follow"), None, |_| Ok(Answer::no_content())))
            .collect();
        catching_up.for_each(async |_| {}).await;
        Ok(())
    }
}
