//! Jobs: a request that waits for its desk, with its task, its idempotency key and the channel for its
//! answer.

use axum::http::StatusCode;
use tokio::sync::oneshot;

use super::audit::By;
use super::work::Work;
use crate::error::ApiResult;
use crate::json::to_json;
use crate::seal::Seal;
use crate::store::Ask;

/// What a request does in its transaction. It may be asked again, if the transaction has to be.
pub(super) type Task = Box<dyn FnMut(&mut Work<'_>) -> ApiResult<Answer> + Send>;

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
    pub(super) fn kept(&self, body: &str) -> String {
        self.seal.as_ref().map_or_else(|| body.to_owned(), |seal| seal.seal(body))
    }

    /// The body that was kept, if it was for who asks now.
    pub(super) fn shown(&self, kept: &str) -> Option<String> {
        self.seal.as_ref().map_or_else(|| Some(kept.to_owned()), |seal| seal.open(kept))
    }
}

/// A request that waits for its transaction.
pub(crate) struct Job {
    pub(super) by: By,
    pub(super) idempotency: Option<Idempotency>,
    /// Records that the task [reads](Work::kept).
    pub(super) reads: Vec<Ask>,
    pub(super) task: Task,
    pub(super) done: oneshot::Sender<ApiResult<Answer>>,
}

impl Job {
    /// What is to be looked up for it.
    pub(super) fn asks(&self) -> impl Iterator<Item = Ask> {
        let key = self.idempotency.as_ref().map(|idempotency| Ask::Answer(idempotency.key.clone()));
        key.into_iter().chain(self.reads.iter().cloned())
    }
}

impl Answer {
    /// An answer with a JSON body.
    pub fn new(status: StatusCode, body: &impl serde::Serialize) -> Self {
        Self { status, body: to_json(body), replayed: false }
    }

    /// 204 without a body.
    pub fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: String::new(), replayed: false }
    }
}
