//! Who asks: what an endpoint asks of its caller, and what is known of one.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use frontdesk::{Instant, Uid};

use crate::desk::{Answer, By, Desk, Idempotency, Work};
use crate::error::{ApiError, ApiResult};
use crate::store::{Ask, Store};

/// What journal and audit trail call somebody who has shown no credential.
pub(super) const PUBLIC: &str = "public";

/// What an endpoint asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Public,
    /// An API key.
    Key(Scope),
    /// An API key with this permission.
    Permission(&'static str, Scope),
    /// An API key; with this permission, if the server was told to ask for it where the documents do not.
    Webhooks(&'static str, Scope),
    /// The account that `X-AccountCode` names; errors are in the shape of the VSee API.
    Account,
    /// `X-ApiToken`, an API key with `rooms:write`; errors as above. Rooms are the organisation's.
    AccountToken,
    /// A patient's booking token, or an API key with `scheduling:write`.
    Booking,
    /// A patient's booking token.
    Token,
}

/// What an operation is about, which every operation that takes an API key has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// What all shops share: settings, doctors' hours, secrets, webhooks. A key of one shop is refused.
    Organisation,
    /// What belongs to a shop, or what every shop may see. The handler asks [`Caller::reaches`] of whatever
    /// the request names.
    Shop,
}

impl Access {
    /// What the operation is about; `None` where no API key counts.
    pub fn scope(self) -> Option<Scope> {
        match self {
            Self::Key(scope) | Self::Permission(_, scope) | Self::Webhooks(_, scope) => Some(scope),
            Self::AccountToken => Some(Scope::Organisation),
            Self::Booking => Some(Scope::Shop),
            Self::Public | Self::Account | Self::Token => None,
        }
    }
}

/// Whoever has shown an API key, and the desk that serves them.
#[derive(Clone)]
pub struct Caller {
    /// The organisation's desk: the only one that this caller can reach.
    pub desk: Arc<Desk>,
    /// The one shop that the key reaches, or all.
    pub shop: Option<Uid>,
    /// What journal and audit trail call the caller, and the request.
    pub by: By,
    /// The database.
    pub store: Arc<dyn Store>,
    /// When the request came.
    pub now: Instant,
    /// The hash of the API key that was shown, if one was.
    pub key_hash: Option<[u8; 32]>,
    /// The one patient that this is, if it is not the organisation.
    pub patient: Option<Patient>,
}

/// A patient who has shown a booking token, and who sees and changes nothing but what is their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// The patient.
    pub uid: Uid,
    /// The customer of the shop.
    pub profile_uid: Uid,
    /// The shop.
    pub shop_uid: Uid,
    /// The booking secret by which the patient is known; empty for a visitor, whom nobody has named.
    pub key_id: Uid,
    /// First instant at which the token counts no more, or that from which the session comes; for a visitor,
    /// from which no link leads back any more.
    pub ends_at: Instant,
}

impl Patient {
    /// Whether this is somebody whom no shop has named.
    pub fn is_visitor(&self) -> bool {
        self.key_id.is_empty()
    }
}

impl Caller {
    /// Whoever has the database at hand, for an operation of the command line.
    pub fn of_command_line(desk: Arc<Desk>, store: Arc<dyn Store>, now: Instant, operation: &str) -> Self {
        let by = By::command_line(operation);
        Self { desk, shop: None, by, store, now, key_hash: None, patient: None }
    }

    /// The patient that this is.
    ///
    /// # Errors
    /// If it is none: only who shows a booking token gets to where that is asked.
    pub fn patient(&self) -> ApiResult<Patient> {
        self.patient.clone().ok_or_else(|| ApiError::internal(&"a token is of a patient"))
    }

    /// The organisation whose data this is about.
    pub fn organisation(&self) -> &Uid {
        self.desk.organisation()
    }

    /// Whether the key reaches what belongs to a shop; what belongs to none is the organisation's.
    pub fn reaches(&self, shop: Option<&Uid>) -> bool {
        self.shop.is_none() || self.shop.as_ref() == shop
    }

    /// Does something in a transaction of the organisation.
    ///
    /// # Errors
    /// Why nothing was done.
    pub async fn write(
        &self,
        idempotency: Option<Idempotency>,
        task: impl FnMut(&mut Work<'_>) -> ApiResult<Answer> + Send + 'static,
    ) -> ApiResult<Answer> {
        self.write_reading(idempotency, Vec::new(), task).await
    }

    /// The same for a task that reads records which desks do not keep in mind, named here.
    ///
    /// # Errors
    /// Why nothing was done.
    pub async fn write_reading(
        &self,
        idempotency: Option<Idempotency>,
        reads: Vec<Ask>,
        task: impl FnMut(&mut Work<'_>) -> ApiResult<Answer> + Send + 'static,
    ) -> ApiResult<Answer> {
        let answer = self.desk.write_reading(self.by.clone(), idempotency, reads, task).await;
        match answer {
            Ok(answer) => Ok(answer),
            Err(refused) => Err(self.refused(refused).await),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let admitted = parts.extensions.get::<Self>().cloned();
        admitted.ok_or_else(|| ApiError::internal(&"an endpoint that knows its caller is public"))
    }
}
