//! Batches: what waits is decided one after the other against a draft, written in one transaction, and only
//! then seen and answered.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use axum::http::StatusCode;
use frontdesk::{Instant, Uid};
use tokio::sync::{mpsc, watch};

use super::audit::By;
use super::entry::Entry;
use super::state::{State, Unfit};
use super::work::Work;
use super::{Answer, Job};
use crate::clock::Clock;
use crate::error::{ApiError, ApiResult};
use crate::limits::BATCH_MAX;
use crate::store::{AnswerRow, Memo, Since, Store, StoreError, Writes};
use crate::telemetry::Metrics;

/// How often a transaction that was in another's way is tried again.
const ATTEMPTS: u32 = 10;

/// How long a desk waits at most before it looks at the clock: clocks can be set.
const NAP: Duration = Duration::from_secs(1);

pub(super) struct Batcher {
    store: Arc<dyn Store>,
    clock: Clock,
    metrics: Arc<Metrics>,
    organisation: Uid,
    draft: Arc<Mutex<Draft>>,
    published: Arc<RwLock<State>>,
    versions: watch::Sender<i64>,
}

/// What is decided against. It is ahead of what is published while a transaction is under way.
struct Draft {
    state: State,
    jobs: Vec<Job>,
    outcomes: Vec<ApiResult<Answer>>,
    /// What was missed, and what was done: what the published state has yet to take in.
    entries: Vec<Entry>,
    /// How many of these were missed: others have done them.
    missed: usize,
    published: Arc<RwLock<State>>,
    /// What was missed does not fit: the draft is worth nothing.
    unfit: bool,
}

impl Batcher {
    pub(super) fn new(
        store: Arc<dyn Store>,
        clock: Clock,
        metrics: Arc<Metrics>,
        organisation: Uid,
        state: State,
        published: Arc<RwLock<State>>,
        versions: watch::Sender<i64>,
    ) -> Self {
        let draft = Draft {
            state,
            jobs: Vec::new(),
            outcomes: Vec::new(),
            entries: Vec::new(),
            missed: 0,
            published: published.clone(),
            unfit: false,
        };
        Self { store, clock, metrics, organisation, draft: Arc::new(Mutex::new(draft)), published, versions }
    }

    /// Works until nobody can bring jobs any more.
    pub(super) async fn run(self, mut inbox: mpsc::Receiver<Job>) {
        let mut jobs = Vec::new();
        loop {
            let next_lapse = self.locked().state.next_lapse();
            tokio::select! {
                count = inbox.recv_many(&mut jobs, BATCH_MAX) => {
                    if count == 0 {
                        return;
                    }
                    self.work(std::mem::take(&mut jobs)).await;
                }
                () = tokio::time::sleep(NAP), if next_lapse.is_some() => {
                    // A batch without jobs records the holds that have run out.
                    if next_lapse.is_some_and(|at| at <= self.clock.now()) {
                        self.work(Vec::new()).await;
                    }
                }
            }
        }
    }

    /// Sees to it that all of the jobs are answered.
    async fn work(&self, jobs: Vec<Job>) {
        let mut waiting = vec![jobs];
        while let Some(jobs) = waiting.pop() {
            match self.attempt(jobs).await {
                Ok(()) => {}
                // Which of them it was, the database does not say: each is tried alone.
                Err((StoreError::Overlap | StoreError::Duplicate, jobs)) if jobs.len() > 1 => {
                    waiting.extend(jobs.into_iter().rev().map(|job| vec![job]));
                }
                Err((error, jobs)) => {
                    let refusal = match error {
                        StoreError::Overlap => ApiError::conflict(error.to_string()),
                        error => ApiError::internal(&error),
                    };
                    jobs.into_iter().for_each(|job| drop(job.done.send(Err(refusal.clone()))));
                }
            }
        }
    }

    /// One transaction, tried again while others are in its way. The jobs come back if it fails.
    async fn attempt(&self, jobs: Vec<Job>) -> Result<(), (StoreError, Vec<Job>)> {
        self.locked().jobs = jobs;
        let mut attempt = 1;
        loop {
            let (keys, known) = {
                let draft = self.locked();
                (
                    draft.jobs.iter().filter_map(|job| Some(job.idempotency.as_ref()?.key.clone())).collect(),
                    draft.state.version,
                )
            };
            let (draft, now) = (self.draft.clone(), self.clock.now());
            let decide = Box::new(move |since: Since| {
                draft.lock().unwrap_or_else(PoisonError::into_inner).decide_safely(&since, now)
            });
            let done = self.store.transact(&self.organisation, known, keys, decide).await;
            let unfit = self.locked().unfit;
            let error = match done {
                Ok(version) if !unfit => {
                    self.publish(version);
                    return Ok(());
                }
                Ok(_) => StoreError::Retry("what is known does not fit".to_owned()),
                Err(error) => error,
            };
            let reset = self.reset(!matches!(error, StoreError::Overlap)).await;
            let again = matches!(error, StoreError::Retry(_)) && attempt < ATTEMPTS && reset.is_ok();
            if !again {
                return Err((reset.err().unwrap_or(error), std::mem::take(&mut self.locked().jobs)));
            }
            tokio::time::sleep(Duration::from_millis(2 * u64::from(attempt))).await;
            attempt += 1;
        }
    }

    /// What was decided is on disk: let everybody see it, and answer.
    fn publish(&self, version: i64) {
        let mut draft = self.locked();
        let entries = std::mem::take(&mut draft.entries);
        if !entries.is_empty() {
            let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
            let fits = entries.iter().all(|entry| published.apply(entry).is_ok());
            if !fits || published.version != version {
                // It fitted the draft, which is the same as what is published now.
                *published = draft.state.clone();
            }
            drop(published);
            self.versions.send_replace(version);
        }
        let jobs = std::mem::take(&mut draft.jobs);
        self.metrics.batch(jobs.len());
        for entry in entries.iter().skip(draft.missed) {
            if let Entry::Event(event) = entry {
                self.metrics.event(event);
            }
        }
        for (job, outcome) in jobs.into_iter().zip(std::mem::take(&mut draft.outcomes)) {
            if let Err(error) = &outcome {
                self.metrics.refused(error);
            }
            // Who no longer waits has been written for all the same.
            let _ = job.done.send(outcome);
        }
    }

    /// Forgets what was not written: back to what is published, or to what the database has.
    async fn reset(&self, load: bool) -> Result<(), StoreError> {
        if load {
            let loaded = self.store.load(&self.organisation).await?.ok_or(StoreError::NoOrganisation)?;
            let state = State::new(loaded)?;
            let version = state.version;
            *self.published.write().unwrap_or_else(PoisonError::into_inner) = state;
            self.versions.send_replace(version);
        }
        let state = self.published.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut draft = self.locked();
        draft.state = state;
        draft.outcomes.clear();
        draft.entries.clear();
        draft.unfit = false;
        Ok(())
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Draft> {
        self.draft.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Draft {
    /// [`decide`](Self::decide), also if something in it panics: the transaction then writes nothing, and the
    /// desk goes on.
    fn decide_safely(&mut self, since: &Since, now: Instant) -> Writes {
        let decided = catch_unwind(AssertUnwindSafe(|| self.decide(since, now)));
        decided.unwrap_or_else(|_| {
            self.unfit = true;
            Writes::default()
        })
    }

    /// Catches up with what was missed, then lets every job have its turn.
    fn decide(&mut self, since: &Since, now: Instant) -> Writes {
        let mut writes = Writes::default();
        let caught_up = self.catch_up(since);
        self.missed = self.entries.len();
        if caught_up.and_then(|()| self.expire(now, &mut writes)).is_err() {
            self.unfit = true;
            return Writes::default();
        }
        let mut jobs = std::mem::take(&mut self.jobs);
        for job in &mut jobs {
            let outcome = self.answer(job, since, now, &mut writes);
            self.outcomes.push(outcome);
        }
        self.jobs = jobs;
        writes
    }

    fn catch_up(&mut self, since: &Since) -> Result<(), Unfit> {
        if since.too_old {
            return Err(Unfit);
        }
        for line in &since.journal {
            let entry = Entry::read(&line.kind, &line.subject, &line.data).ok_or(Unfit)?;
            self.state.apply(&entry)?;
            self.entries.push(entry);
        }
        Ok(())
    }

    /// What was published and what this batch has done so far: the draft as it was before a job that failed
    /// halfway.
    fn rebuild(&mut self) -> Result<(), Unfit> {
        self.state = self.published.read().unwrap_or_else(PoisonError::into_inner).clone();
        self.entries.iter().try_for_each(|entry| self.state.apply(entry))
    }

    /// Records the holds that have run out. For the engine they are over anyway; lists, webhooks and the
    /// database's own guard want to be told.
    fn expire(&mut self, now: Instant, writes: &mut Writes) -> Result<(), Unfit> {
        let due = self.state.due(now);
        let by = By::server("expire");
        let mut work = Work::new(&mut self.state, &by, now);
        due.into_iter().try_for_each(|event| work.happened(event, &Memo::default()).map_err(|_| Unfit))?;
        let (entries, rows) = work.finish();
        self.entries.extend(entries);
        writes.extend(rows);
        Ok(())
    }

    fn answer(
        &mut self,
        job: &mut Job,
        since: &Since,
        now: Instant,
        writes: &mut Writes,
    ) -> ApiResult<Answer> {
        if let Some(idempotency) = &job.idempotency {
            let in_batch = writes.answers.iter().find(|answer| answer.key == idempotency.key);
            if let Some(before) = in_batch.or_else(|| since.answers.get(&idempotency.key)) {
                return replay(before, &idempotency.fingerprint);
            }
        }
        let mut work = Work::new(&mut self.state, &job.by, now);
        let outcome = (job.task)(&mut work);
        if let Err(refusal) = &outcome {
            // Half of it may be done, and none of it shall be.
            let half = work.has_written();
            writes.audit.extend(work.refused(refusal.status()));
            if half && self.rebuild().is_err() {
                self.unfit = true;
            }
            return outcome;
        }
        let (entries, mut rows) = work.finish();
        if let Ok(answer) = &outcome {
            rows.audit.iter_mut().for_each(|line| line.status = answer.status.as_u16());
        }
        self.entries.extend(entries);
        writes.extend(rows);
        if let (Some(idempotency), Ok(answer)) = (&job.idempotency, &outcome) {
            writes.answers.push(AnswerRow {
                key: idempotency.key.clone(),
                fingerprint: idempotency.fingerprint.clone(),
                status: answer.status.as_u16(),
                body: answer.body.clone(),
                at: now,
            });
        }
        outcome
    }
}

/// The answer that was given before, if it was the same that was asked.
fn replay(before: &AnswerRow, fingerprint: &str) -> ApiResult<Answer> {
    if before.fingerprint != fingerprint {
        return Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This Idempotency-Key was used for another request",
        ));
    }
    let status = StatusCode::from_u16(before.status).unwrap_or(StatusCode::OK);
    Ok(Answer { status, body: before.body.clone(), replayed: true })
}
