//! The middleware before every handler: authentication, authorisation, rate limit, and the checks that hold
//! for every request.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use frontdesk::Uid;
use frontdesk::limits::UID_BYTES_MAX;

use super::caller::{Access, Caller, PUBLIC, Scope};
use super::key::hash;
use super::{account, permission, token};
use crate::app::App;
use crate::desk::By;
use crate::error::{ApiError, ApiResult};
use crate::extract::{ValueFaults, check_encoding, check_query};
use crate::rate_limit::Who;
use crate::{language, telemetry, text};

/// What is known of an endpoint before its handler is asked.
#[derive(Clone)]
pub struct Gate {
    /// Who may come.
    pub(crate) access: Access,
    /// How the audit trail calls it.
    pub(crate) operation: Arc<str>,
    /// What may stand in its query.
    pub(crate) parameters: Arc<[String]>,
    /// What is wrong with the values there.
    pub(crate) values: Option<ValueFaults>,
}

/// Lets a request through to its handler if its caller may, and if nothing is wrong with it that is wrong
/// wherever it is asked.
pub async fn admit(State((app, gate)): State<(App, Gate)>, request: Request, next: Next) -> Response {
    let Gate { access, operation, parameters, values } = gate;
    let is_vsee = matches!(access, Access::Account | Access::AccountToken);
    let (mut parts, body) = request.into_parts();
    let by = by(operation, &mut parts).await;
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(by.clone());
    let caller = caller(&app, access, request.headers(), by).await;
    let known = caller.as_ref().ok().and_then(Option::as_ref).filter(|caller| caller.by.actor != PUBLIC);
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = Who::at(peer.map(|ConnectInfo(peer)| app.proxies.client(peer.ip(), request.headers())));
    request.extensions_mut().insert(address.clone());
    let (limiter, who) = match known {
        Some(caller) => {
            let limiter = if caller.patient.is_some() { &app.patient_limiter } else { &app.limiter };
            (limiter, Who::Caller(caller.by.actor.as_str().into()))
        }
        // Whoever has shown nothing, or nothing that holds, is an address.
        None => (&app.limiter, address),
    };
    let asked = |caller| {
        check_encoding(request.headers())?;
        check_query(request.uri().query(), &parameters, values)?;
        Ok(caller)
    };
    let response = match limiter.check(who).and(caller).and_then(asked) {
        Ok(Some(caller)) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        Err(refused) => refused.into_response(),
    };
    if is_vsee { account::shaped(response).await } else { response }
}

/// What is known of a request before it is known whose it is.
async fn by(operation: Arc<str>, parts: &mut Parts) -> By {
    let last = RawPathParams::from_request_parts(parts, &())
        .await
        .ok()
        .and_then(|ids| Some(Uid::from(ids.iter().last()?.1)));
    // What can be no id is no subject.
    let subject = last.filter(|uid| uid.len() <= UID_BYTES_MAX && text::is_sound(uid));
    let (request_uid, language) = (telemetry::request_id(parts), language::of(&parts.headers));
    By { actor: PUBLIC.to_owned(), operation, request_uid, subject, language }
}

const KEY_MISSING: (&str, &str) = ("api_key_missing", "X-API-Key header is expected");
const CREDENTIAL_MISSING: (&str, &str) = ("authorization_header_missing", "Authorization header is expected");

fn unauthorized((code, description): (&str, &str)) -> ApiError {
    ApiError::auth(StatusCode::UNAUTHORIZED, code, description)
}

/// Whoever shows what an operation for bookings asks for: for one that asks for it in some cases only.
///
/// # Errors
/// As for such an operation.
pub(crate) async fn booking_caller(app: &App, headers: &HeaderMap, by: By) -> ApiResult<Caller> {
    let caller = caller(app, Access::Booking, headers, by).await?;
    caller.ok_or_else(|| ApiError::internal(&"who books is known"))
}

async fn caller(app: &App, access: Access, headers: &HeaderMap, by: By) -> ApiResult<Option<Caller>> {
    let token = headers.get(token::HEADER);
    let (needed, missing) = match access {
        Access::Public => return Ok(None),
        Access::Account | Access::AccountToken => {
            return account::caller(app, access, headers, by).await.map(Some);
        }
        Access::Key(_) => (None, KEY_MISSING),
        Access::Permission(permission, _) => (Some(permission), KEY_MISSING),
        Access::Webhooks(permission, _) => (app.webhook_permissions.then_some(permission), KEY_MISSING),
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
    let key = verified?.ok_or_else(invalid)?;
    if needed.is_some_and(|needed| !key.permissions.iter().any(|permission| permission == needed)) {
        return Err(ApiError::permission_denied());
    }
    if key.shop_uid.is_some() && access.scope() == Some(Scope::Organisation) {
        return Err(ApiError::permission_denied());
    }
    let desk = app.desks.of(&key.organisation_uid).await?.ok_or_else(invalid)?;
    let by = by.who(format!("key:{}", key.uid));
    let (store, now, key_hash) = (app.store.clone(), app.clock.now(), Some(hash(secret)));
    Ok(Some(Caller { desk, shop: key.shop_uid, by, store, now, key_hash, patient: None }))
}
