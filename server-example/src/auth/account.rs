//! Whoever calls the VSee API: by account code, and for changes by a token; and the shape of that API's
//! errors.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::caller::{Access, Caller, PUBLIC};
use crate::app::App;
use crate::desk::{By, kind};
use crate::error::{ApiError, ApiResult};

/// The permission of tokens that change rooms.
const ROOMS_WRITE: &str = "rooms:write";

/// Longest body of a refusal.
const REFUSAL_BYTES_MAX: usize = 64 * 1024;

pub(super) async fn caller(app: &App, access: Access, headers: &HeaderMap, by: By) -> ApiResult<Caller> {
    let code = text(headers, "x-accountcode").filter(|code| !code.is_empty());
    let organisation = match access {
        Access::AccountToken => {
            let missing = || ApiError::new(StatusCode::UNAUTHORIZED, "X-ApiToken header is expected");
            let invalid = || ApiError::new(StatusCode::UNAUTHORIZED, "The token is unknown or inactive");
            let secret = text(headers, "x-apitoken").ok_or_else(missing)?;
            let key = app.keys.verify(secret, &*app.store).await?.ok_or_else(invalid)?;
            // Rooms belong to the organisation: a key of one shop does not reach them.
            if !key.permissions.iter().any(|permission| permission == ROOMS_WRITE) || key.shop_uid.is_some() {
                return Err(ApiError::new(StatusCode::FORBIDDEN, "Permission denied"));
            }
            if let Some(code) = code
                && app.store.owner(kind::ACCOUNT, code).await?.as_ref() != Some(&key.organisation_uid)
            {
                return Err(ApiError::not_found());
            }
            (key.organisation_uid, format!("key:{}", key.uid))
        }
        _ => {
            let code = code.ok_or_else(|| ApiError::bad_request("X-AccountCode header is expected"))?;
            (app.store.owner(kind::ACCOUNT, code).await?.ok_or_else(ApiError::not_found)?, PUBLIC.to_owned())
        }
    };
    let (organisation, actor) = organisation;
    let desk = app.desks.of(&organisation).await?.ok_or_else(ApiError::not_found)?;
    Ok(Caller {
        desk,
        shop: None,
        by: by.who(actor),
        store: app.store.clone(),
        now: app.clock.now(),
        key_hash: None,
        patient: None,
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// A refusal, whoever made it, as `{"code": …, "message": …}`.
pub(super) async fn shaped(response: Response) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body: Value = to_bytes(body, REFUSAL_BYTES_MAX)
        .await
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let message = match body["errors"].as_object().and_then(|errors| errors.iter().next()) {
        Some((field, messages)) => format!("{field}: {}", messages[0].as_str().unwrap_or_default()),
        None => {
            body["error"].as_str().unwrap_or_else(|| status.canonical_reason().unwrap_or_default()).to_owned()
        }
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = json!({ "code": status.as_u16(), "message": message }).to_string();
    (parts, Body::from(body)).into_response()
}
