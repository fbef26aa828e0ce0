//! Batches: what waits is decided one after the other against a draft, written in one transaction, and only
//! then seen and answered.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use frontdesk::Uid;
use tokio::sync::{mpsc, watch};

use super::attempt::{Attempt, Decided, Decision, Handed};
use super::entry::Entry;
use super::job::Job;
use super::state::State;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::limits::BATCH_MAX;
use crate::store::{Store, StoreError};
use crate::telemetry::Metrics;

/// How often a transaction that was in another's way is tried again.
const ATTEMPTS: u32 = 10;

/// How long a desk waits at most before it looks at the clock: clocks can be set.
const NAP: Duration = Duration::from_secs(1);

/// Why nothing is decided by what can be read.
const NOT_SAFE: &str = "the database does not say that what it has is safe: is a standby away?";

pub(super) struct Batcher {
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Clock,
    pub(super) metrics: Arc<Metrics>,
    pub(super) organisation: Uid,
    pub(super) draft: Draft,
    pub(super) published: Arc<RwLock<State>>,
    pub(super) versions: watch::Sender<i64>,
}

/// What the next transaction decides against.
///
/// A state of its own, beside the published one: readers see nothing that is not committed, and neither state
/// is ever copied but after a failure. To copy a large clinic takes longer than to book in it.
pub(super) enum Draft {
    /// The same as what is published.
    Known(Box<State>),
    /// It is not known what the database has: it is loaded before anything is decided.
    InDoubt,
}

impl Batcher {
    /// Works until nobody can bring jobs any more.
    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<Job>) {
        let mut jobs = Vec::new();
        loop {
            let has_to_look = match &self.draft {
                Draft::Known(state) => state.next_lapse().is_some(),
                Draft::InDoubt => true,
            };
            tokio::select! {
                count = inbox.recv_many(&mut jobs, BATCH_MAX) => {
                    if count == 0 {
                        return;
                    }
                    self.work(std::mem::take(&mut jobs)).await;
                }
                () = tokio::time::sleep(NAP), if has_to_look => {
                    let is_due = match &self.draft {
                        Draft::Known(state) => state.next_lapse().is_some_and(|at| at <= self.clock.now()),
                        Draft::InDoubt => true,
                    };
                    // A batch without jobs records the holds that have run out, and ends a doubt.
                    if is_due {
                        self.work(Vec::new()).await;
                    }
                }
            }
        }
    }

    /// Sees to it that all of the jobs are answered.
    async fn work(&mut self, jobs: Vec<Job>) {
        let mut waiting = vec![jobs];
        while let Some(jobs) = waiting.pop() {
            match self.write(jobs).await {
                Ok(()) => {}
                // Which of them it was, the database does not say: each is tried alone.
                Err((StoreError::Overlap | StoreError::Duplicate, jobs)) if jobs.len() > 1 => {
                    waiting.extend(jobs.into_iter().rev().map(|job| vec![job]));
                }
                Err((error, jobs)) => {
                    let refusal = ApiError::from(error);
                    jobs.into_iter().for_each(|job| drop(job.done.send(Err(refusal.clone()))));
                }
            }
        }
    }

    /// One transaction, tried again while others are in its way. The jobs come back if it fails.
    async fn write(&mut self, mut jobs: Vec<Job>) -> Result<(), (StoreError, Vec<Job>)> {
        let mut attempt = 1;
        loop {
            // For whom nobody waits any more, because the connection broke or the time was up, nothing is
            // begun.
            jobs.retain(|job| !job.done.is_closed());
            match self.attempt(jobs).await {
                Ok(()) => return Ok(()),
                Err((StoreError::Retry(_), back)) if attempt < ATTEMPTS => jobs = back,
                Err(failed) => return Err(failed),
            }
            tokio::time::sleep(Duration::from_millis(2 * u64::from(attempt))).await;
            attempt += 1;
        }
    }

    /// One transaction.
    async fn attempt(&mut self, jobs: Vec<Job>) -> Result<(), (StoreError, Vec<Job>)> {
        // In doubt until this one is over: whatever ends it early leaves nothing to go wrong.
        let state = match std::mem::replace(&mut self.draft, Draft::InDoubt) {
            Draft::Known(state) => *state,
            Draft::InDoubt => match self.load().await {
                Ok(state) => state,
                Err(error) => return Err((error, jobs)),
            },
        };
        let known = state.version;
        let asks = jobs.iter().flat_map(Job::asks).collect();
        let handed = Handed::over(Attempt::Open { state, jobs });
        let decide = handed.decide(self.clock.now(), &self.published);
        let written = self.store.transact(&self.organisation, known, asks, decide).await;
        match (written, handed.take_back()) {
            (Ok(version), Attempt::Decided(decision)) => {
                self.publish(decision, version);
                Ok(())
            }
            (Ok(_), unfit @ Attempt::Unfit { .. }) => {
                Err((StoreError::Retry("what is known does not fit".to_owned()), unfit.undone()))
            }
            (Ok(_), Attempt::Open { jobs, .. }) => {
                Err((StoreError::Broken("the database wrote without asking".to_owned()), jobs))
            }
            (Err(error), Attempt::Open { state, jobs }) => {
                self.draft = Draft::Known(Box::new(state));
                Err((error, jobs))
            }
            (Err(error), attempt) => {
                if matches!(attempt, Attempt::Decided(_)) && error.is_about_the_rows() {
                    let published = self.published.read().unwrap_or_else(PoisonError::into_inner);
                    self.draft = Draft::Known(Box::new(published.clone()));
                }
                Err((error, attempt.undone()))
            }
        }
    }

    /// What was decided is on disk: let everybody see it, and answer.
    fn publish(&mut self, decision: Decision, version: i64) {
        let Decision { state, missed, done, decided } = decision;
        if !(missed.is_empty() && done.is_empty()) {
            let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
            let fits = missed.iter().chain(&done).all(|entry| published.apply(entry).is_ok());
            if !fits || published.version != state.version {
                // It fitted the draft, which is the same as what is published now.
                *published = state.clone();
            }
            drop(published);
            self.versions.send_replace(version);
        }
        if state.version == version {
            self.draft = Draft::Known(Box::new(state));
        }
        self.metrics.batch(decided.len());
        for entry in &done {
            if let Entry::Event(event) = entry {
                self.metrics.event(event);
            }
        }
        decided.iter().filter_map(Decided::refusal).for_each(|refusal| self.metrics.refused(refusal));
        decided.into_iter().for_each(Decided::answer);
    }

    /// What the database has. Everybody sees it from now on.
    async fn load(&self) -> Result<State, StoreError> {
        let loaded = self.store.load(&self.organisation).await?.ok_or(StoreError::NoOrganisation)?;
        let is_safe = loaded.is_safe;
        let state = State::new(loaded)?;
        let version = state.version;
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = state.clone();
        self.versions.send_replace(version);
        is_safe.then_some(state).ok_or_else(|| StoreError::Unavailable(NOT_SAFE.to_owned()))
    }
}
