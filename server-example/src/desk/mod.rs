//! One desk for each organisation: it keeps the engine's values in mind, answers questions from them, and is
//! the only one in this process that changes them.

mod attempt;
mod audit;
mod batch;
mod consultation;
mod directory;
mod entry;
mod erasure;
mod records;
mod room;
mod rows;
mod state;
mod subscription;
mod vsee;
mod waits;
mod work;

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use axum::http::StatusCode;
use frontdesk::Uid;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::{Mutex, Notify, OnceCell, Semaphore, mpsc, oneshot, watch};

pub use self::audit::By;
use self::batch::{Batcher, Draft};
pub use self::consultation::UnderWay;
pub use self::directory::{DirectoryRecord, DoctorStatistics, PatientIntent, Prescriber, Prescription};
pub use self::entry::Entry;
pub use self::erasure::Erased;
pub use self::records::{
    BookingSecret, CalendarFeed, ErasedPatient, FeedTitles, KINDS, PERSONAL, Patient, PatientProfile, Shop,
    kind, profile_alias,
};
pub(crate) use self::room::subject_of;
pub use self::room::{EntryRecord, Room, WaitingRoomSettings};
pub use self::rows::{MEETING_FORMAT_DEFAULT, rows_of_clinic, status_word, word};
pub use self::state::{State, Unfit};
pub use self::subscription::{CustomHeader, ReminderCursor, Subscription};
pub use self::vsee::{Account, ConsultationRoom, Provider, RoomConsultation, ShortBio, Specialty, Vsee};
pub use self::waits::Waits;
pub use self::work::Work;
use crate::clock::Clock;
use crate::error::{ApiError, ApiResult};
use crate::limits::{DESK_QUEUE_MAX, FOLLOW_INTERVAL, LISTENERS_MAX};
use crate::seal::Seal;
use crate::store::{Store, StoreError};
use crate::telemetry::Metrics;

/// What a request does in its transaction. It may be asked again, if the transaction has to be.
pub type Task = Box<dyn FnMut(&mut Work<'_>) -> ApiResult<Answer> + Send>;

/// What a request is answered with, once that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body, in JSON.
    pub body: String,
    /// Whether it was given before, to the same request.
    pub replayed: bool,
}

/// What tells a request from its repetition.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// The caller's key, with whose it is.
    pub key: String,
    /// A hash of what was asked.
    pub fingerprint: String,
    /// What the answer is kept under, if it has a secret in it.
    pub seal: Option<Seal>,
}

impl Idempotency {
    /// An answer's body as it is kept.
    fn kept(&self, body: &str) -> String {
        self.seal.as_ref().map_or_else(|| body.to_owned(), |seal| seal.seal(body))
    }

    /// The body that was kept, if it was for who asks now.
    fn shown(&self, kept: &str) -> Option<String> {
        self.seal.as_ref().map_or_else(|| Some(kept.to_owned()), |seal| seal.open(kept))
    }
}

/// A request that waits for its transaction.
pub(crate) struct Job {
    by: By,
    idempotency: Option<Idempotency>,
    task: Task,
    done: oneshot::Sender<ApiResult<Answer>>,
}

/// An organisation's desk.
pub struct Desk {
    organisation: Uid,
    published: Arc<RwLock<State>>,
    jobs: mpsc::Sender<Job>,
    versions: watch::Receiver<i64>,
    /// How long those in the waiting rooms will wait.
    pub waits: Waits,
    /// Places for those who listen to what happens.
    pub listeners: Arc<Semaphore>,
}

impl Answer {
    /// An answer with a JSON body.
    pub fn new(status: StatusCode, body: &impl serde::Serialize) -> Self {
        Self { status, body: entry::json(body), replayed: false }
    }

    /// 204 without a body.
    pub fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: String::new(), replayed: false }
    }
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
        let (done, answer) = oneshot::channel();
        let job = Job { by, idempotency, task: Box::new(task), done };
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

    /// How many requests wait for their transaction.
    pub fn queue_length(&self) -> usize {
        self.jobs.max_capacity() - self.jobs.capacity()
    }

    /// How many listen.
    pub fn listeners_count(&self) -> usize {
        LISTENERS_MAX - self.listeners.available_permits()
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
        let state = State::new(loaded)?;
        let (versions, version) = watch::channel(state.version);
        let (jobs, inbox) = mpsc::channel(DESK_QUEUE_MAX);
        let published = Arc::new(RwLock::new(state.clone()));
        let batcher = Batcher {
            store: self.store.clone(),
            clock: self.clock.clone(),
            metrics: self.metrics.clone(),
            organisation: organisation.clone(),
            draft: Draft::Known(Box::new(state)),
            published: published.clone(),
            versions,
        };
        tokio::spawn(batcher.run(inbox));
        let listeners = Arc::new(Semaphore::new(LISTENERS_MAX));
        Ok(Arc::new(Desk {
            organisation: organisation.clone(),
            published,
            jobs,
            versions: version,
            waits: Waits::default(),
            listeners,
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
        // A transaction that does nothing catches up first, as every other. One that has to wait holds up none
        // of the others.
        let catching_up: FuturesUnordered<_> = behind
            .map(|(desk, _)| desk.write(By::server("follow"), None, |_| Ok(Answer::no_content())))
            .collect();
        catching_up.for_each(async |_| {}).await;
        Ok(())
    }
}
