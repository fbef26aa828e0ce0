//! Who asks, and what they may do.

mod account;
pub(crate) mod hs256;
mod key;
pub mod permission;
mod token;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use frontdesk::limits::UID_BYTES_MAX;
use frontdesk::{Instant, Uid};

pub use self::key::{KeyCache, hash, new_key};
pub(crate) use self::token::SESSION_PREFIX;
pub use self::token::secret_uid;
use crate::app::App;
use crate::desk::{Answer, By, Desk, Idempotency, Pass, Work};
use crate::error::{ApiError, ApiResult};
use crate::rate_limit::Who;
use crate::{telemetry, text};

/// What an endpoint asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Public,
    /// An API key.
    Key,
    /// An API key with this permission.
    Permission(&'static str),
    /// The account that `X-AccountCode` names; errors are in the shape of the VSee API.
    Account,
    /// `X-ApiToken`, an API key with `rooms:write`; errors as above.
    AccountToken,
    /// A patient's booking token, or an API key with `scheduling:write`.
    Booking,
    /// A patient's booking token.
    Token,
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
    pub store: Arc<dyn crate::store::Store>,
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
}

impl Patient {
    /// What stands for the patient until then, under a secret of its own.
    pub fn pass(self, expires_at: Instant) -> Pass {
        Pass {
            patient_uid: self.uid,
            patient_profile_uid: self.profile_uid,
            shop_uid: self.shop_uid,
            expires_at,
        }
    }
}

impl Caller {
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
        self.desk.write(self.by.clone(), idempotency, task).await
    }
}

/// Lets a request through to its handler if its caller may.
pub async fn admit(
    State((app, access, operation)): State<(App, Access, Arc<str>)>,
    request: Request,
    next: Next,
) -> Response {
    let is_vsee = matches!(access, Access::Account | Access::AccountToken);
    let (mut parts, body) = request.into_parts();
    let by = by(operation, &mut parts).await;
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(by.clone());
    let caller = caller(&app, access, request.headers(), by).await;
    let known = caller.as_ref().ok().and_then(Option::as_ref).filter(|caller| caller.by.actor != PUBLIC);
    let who = match known {
        Some(caller) => Who::Caller(caller.by.actor.as_str().into()),
        // Whoever has shown nothing, or nothing that holds, is an address.
        None => Who::at(request.extensions().get::<ConnectInfo<SocketAddr>>()),
    };
    let response = match app.limiter.check(who).and(caller) {
        Ok(Some(caller)) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        Err(refused) => refused.into_response(),
    };
    if is_vsee { account::shaped(response).await } else { response }
}

/// What journal and audit trail call somebody who has shown no credential.
const PUBLIC: &str = "public";

/// What is known of a request before it is known whose it is.
async fn by(operation: Arc<str>, parts: &mut Parts) -> By {
    let last = RawPathParams::from_request_parts(parts, &())
        .await
        .ok()
        .and_then(|ids| Some(Uid::from(ids.iter().last()?.1)));
    // What can be no id is no subject.
    let subject = last.filter(|uid| uid.len() <= UID_BYTES_MAX && text::is_sound(uid));
    By { actor: PUBLIC.to_owned(), operation, request_uid: telemetry::request_id(parts), subject }
}

const KEY_MISSING: (&str, &str) = ("api_key_missing", "X-API-Key header is expected");
const CREDENTIAL_MISSING: (&str, &str) = ("authorization_header_missing", "Authorization header is expected");

fn unauthorized((code, description): (&str, &str)) -> ApiError {
    ApiError::auth(StatusCode::UNAUTHORIZED, code, description)
}

async fn caller(app: &App, access: Access, headers: &HeaderMap, by: By) -> ApiResult<Option<Caller>> {
    let token = headers.get(token::HEADER);
    let (needed, missing) = match access {
        Access::Public => return Ok(None),
        Access::Account | Access::AccountToken => {
            return account::caller(app, access, headers, by).await.map(Some);
        }
        Access::Key => (None, KEY_MISSING),
        Access::Permission(permission) => (Some(permission), KEY_MISSING),
        // Whoever shows both is the patient: that can do less.
        Access::Booking | Access::Token if token.is_some() => {
            return token::caller(app, token, by).await.map(Some);
        }
        Access::Booking => (Some(permission::SCHEDULING_WRITE), CREDENTIAL_MISSING),
        Access::Token => return Err(unauthorized(CREDENTIAL_MISSING)),
    };
    let Some(header) = headers.get("x-api-key") else {
        return Err(unauthorized(missing));
    };
    let invalid =
        || ApiError::auth(StatusCode::UNAUTHORIZED, "invalid_api_key", "The API key is unknown or inactive");
    let secret = header.to_str().map_err(|_| invalid())?;
    let verified = app.keys.verify(secret, &*app.store).await;
    let key = verified.map_err(|error| ApiError::internal(&error))?.ok_or_else(invalid)?;
    if needed.is_some_and(|needed| !key.permissions.iter().any(|permission| permission == needed)) {
        return Err(ApiError::permission_denied());
    }
    let desk = app
        .desks
        .of(&key.organisation_uid)
        .await
        .map_err(|error| ApiError::internal(&error))?
        .ok_or_else(invalid)?;
    let by = by.who(format!("key:{}", key.uid));
    let (store, now, key_hash) = (app.store.clone(), app.clock.now(), Some(hash(secret)));
    Ok(Some(Caller { desk, shop: key.shop_uid, by, store, now, key_hash, patient: None }))
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let admitted = parts.extensions.get::<Self>().cloned();
        admitted.ok_or_else(|| ApiError::internal(&"an endpoint that knows its caller is public"))
    }
}
