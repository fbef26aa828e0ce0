//! One attempt at a batch. It is made anew for each transaction and is used up by it: what was decided, what
//! was missed and what each request is to be answered lie here and nowhere else, so nothing of an attempt
//! that failed can be met by the next one. An outcome and its request are one value.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::http::StatusCode;
use frontdesk::Instant;

use super::audit::By;
use super::entry::Entry;
use super::job::{Answer, Idempotency, Job};
use super::state::{State, Unfit};
use super::work::Work;
use crate::error::{ApiError, ApiResult};
use crate::store::{AnswerRow, Decide, Memo, Since, Writes};

/// An attempt at some requests, on a state that is known to be what the database has at that version.
pub(super) enum Attempt {
    /// Nothing was decided yet.
    Open { state: State, jobs: Vec<Job> },
    /// Everything was decided. Whether it was written, the transaction says.
    Decided(Decision),
    /// What was missed does not fit the state, so nothing was decided: the state has to be loaded.
    Unfit { jobs: Vec<Job> },
}

/// What was decided.
pub(super) struct Decision {
    /// The state with all of it.
    pub(super) state: State,
    /// What others had written before.
    pub(super) missed: Vec<Entry>,
    /// What was decided, in order.
    pub(super) done: Vec<Entry>,
    /// The requests, each with its own outcome.
    pub(super) decided: Vec<Decided>,
}

/// A request with its outcome.
pub(super) struct Decided {
    job: Job,
    outcome: ApiResult<Answer>,
}

impl Decided {
    /// Answers the request, now that the outcome is on disk.
    pub(super) fn answer(self) {
        // Who no longer waits has been written for all the same.
        let _ = self.job.done.send(self.outcome);
    }

    /// Why the request was refused, if it was.
    pub(super) fn refusal(&self) -> Option<&ApiError> {
        self.outcome.as_ref().err()
    }
}

impl Decision {
    /// The requests as they came: the outcomes are forgotten.
    fn undone(self) -> Vec<Job> {
        self.decided.into_iter().map(|decided| decided.job).collect()
    }
}

impl Attempt {
    /// The requests as they came.
    pub(super) fn undone(self) -> Vec<Job> {
        match self {
            Self::Open { jobs, .. } | Self::Unfit { jobs } => jobs,
            Self::Decided(decision) => decision.undone(),
        }
    }

    /// Decides, if that was not done.
    fn decide(self, since: &Since, now: Instant, published: &RwLock<State>) -> (Self, Writes) {
        let Self::Open { state, jobs } = self else { return (self, Writes::default()) };
        let mut draft =
            Draft { state, published, missed: Vec::new(), done: Vec::new(), writes: Writes::default() };
        if !matches!(draft.safely(|draft| draft.begin(since, now)), Some(Ok(()))) {
            return (Self::Unfit { jobs }, Writes::default());
        }
        let mut decided = Vec::with_capacity(jobs.len());
        let mut jobs = jobs.into_iter();
        while let Some(mut job) = jobs.next() {
            match draft.decide(&mut job, since, now) {
                Ok(outcome) => decided.push(Decided { job, outcome }),
                Err(Unfit) => {
                    let before = decided.into_iter().map(|decided| decided.job);
                    let jobs = before.chain([job]).chain(jobs).collect();
                    return (Self::Unfit { jobs }, Writes::default());
                }
            }
        }
        let Draft { state, missed, done, writes, .. } = draft;
        (Self::Decided(Decision { state, missed, done, decided }), writes)
    }
}

/// An attempt on its way through a transaction. Whoever takes it back has it alone: a transaction that comes
/// to its decision later decides nothing and writes nothing.
#[derive(Clone)]
pub(super) struct Handed(Arc<Mutex<Option<Attempt>>>);

impl Handed {
    pub(super) fn over(attempt: Attempt) -> Self {
        Self(Arc::new(Mutex::new(Some(attempt))))
    }

    /// What decides it inside the transaction.
    pub(super) fn decide(&self, now: Instant, published: &Arc<RwLock<State>>) -> Decide {
        let (handed, published) = (self.clone(), published.clone());
        Box::new(move |since| {
            let mut place = handed.0.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(attempt) = place.take() else { return Writes::default() };
            let (attempt, writes) = attempt.decide(&since, now, &published);
            *place = Some(attempt);
            writes
        })
    }

    pub(super) fn take_back(self) -> Attempt {
        let attempt = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        attempt.unwrap_or(Attempt::Unfit { jobs: Vec::new() })
    }
}

/// The state of an attempt while it is decided.
struct Draft<'a> {
    state: State,
    published: &'a RwLock<State>,
    missed: Vec<Entry>,
    done: Vec<Entry>,
    writes: Writes,
}

impl Draft<'_> {
    /// Nothing, if it panics.
    fn safely<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> Option<T> {
        catch_unwind(AssertUnwindSafe(|| act(self))).ok()
    }

    /// Takes in what was missed, then what time has made true.
    fn begin(&mut self, since: &Since, now: Instant) -> Result<(), Unfit> {
        if since.too_old {
            return Err(Unfit);
        }
        for line in &since.journal {
            let entry = Entry::read(&line.kind, &line.subject, &line.data).ok_or(Unfit)?;
            self.state.apply(&entry)?;
            self.missed.push(entry);
        }
        if self.state.version != since.version {
            // The database is not the one that was loaded: it was put back to an earlier time, say.
            return Err(Unfit);
        }
        self.expire(now)
    }

    /// Records the holds that have run out. For the engine they are over anyway; lists, webhooks and the
    /// database's own guard want to be told.
    fn expire(&mut self, now: Instant) -> Result<(), Unfit> {
        let due = self.state.due(now);
        let by = By::server("expire");
        let mut work = Work::new(&mut self.state, &by, now);
        due.iter().try_for_each(|event| work.happened(event, &Memo::default()).map_err(|_| Unfit))?;
        let (entries, rows) = work.finish();
        self.done.extend(entries);
        self.writes.extend(rows);
        Ok(())
    }

    /// Lets a request have its turn. A request that panics has failed, and no other.
    fn decide(&mut self, job: &mut Job, since: &Since, now: Instant) -> Result<ApiResult<Answer>, Unfit> {
        match self.safely(|draft| draft.turn(job, since, now)) {
            Some(decided) => decided,
            None => {
                self.rebuild()?;
                Ok(Err(ApiError::internal(&"a decision panicked")))
            }
        }
    }

    fn turn(&mut self, job: &mut Job, since: &Since, now: Instant) -> Result<ApiResult<Answer>, Unfit> {
        if let Some(idempotency) = &job.idempotency {
            let in_batch = self.writes.answers.iter().find(|answer| answer.key == idempotency.key);
            if let Some(before) = in_batch.or_else(|| since.answers.get(&idempotency.key)) {
                return Ok(replay(before, idempotency));
            }
        }
        let mut work = Work::new(&mut self.state, &job.by, now);
        work.known = [&since.records, &self.writes.records];
        let answer = match (job.task)(&mut work) {
            Ok(answer) => answer,
            Err(refusal) => {
                // Half of it may be done, and none of it shall be.
                let half = work.has_written();
                self.writes.audit.extend(work.refused(refusal.status()));
                if half {
                    self.rebuild()?;
                }
                return Ok(Err(refusal));
            }
        };
        let (entries, mut rows) = work.finish();
        rows.audit.iter_mut().for_each(|line| line.status = answer.status.as_u16());
        self.done.extend(entries);
        self.writes.extend(rows);
        if let Some(idempotency) = &job.idempotency {
            self.writes.answers.push(AnswerRow {
                key: idempotency.key.clone(),
                fingerprint: idempotency.fingerprint.clone(),
                status: answer.status.as_u16(),
                body: idempotency.kept(&answer.body),
                at: now,
            });
        }
        Ok(Ok(answer))
    }

    /// The state as it was before a request that failed halfway: what is published, and what this attempt has
    /// taken in and done so far.
    fn rebuild(&mut self) -> Result<(), Unfit> {
        self.state = self.published.read().unwrap_or_else(PoisonError::into_inner).clone();
        self.missed.iter().chain(&self.done).try_for_each(|entry| self.state.apply(entry))
    }
}

/// The answer that was given before, if it was the same that was asked.
fn replay(before: &AnswerRow, idempotency: &Idempotency) -> ApiResult<Answer> {
    if before.fingerprint != idempotency.fingerprint {
        return Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This Idempotency-Key was used for another request",
        ));
    }
    let status = StatusCode::from_u16(before.status).unwrap_or(StatusCode::OK);
    let body = idempotency.shown(&before.body).ok_or_else(|| {
        ApiError::conflict("The answer has a secret in it, which is shown to the same API key only")
    })?;
    Ok(Answer { status, body, replayed: true })
}
