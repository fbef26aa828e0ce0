//! What booking tokens are signed with: provision, list, revoke. Several may be live at a time, so that they
//! can be changed without a gap.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::Serialize;

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, BookingSecret, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::id;

const PATH: &str = "/v1/management/scheduling/booking-secrets";
const ONE: &str = "/v1/management/scheduling/booking-secrets/{key_id}";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Organisation), list)
            .says(TAG, "List booking secrets")
            .notes("Without their values.")
            .answers::<Data<Shown>>(200, "All, revoked ones too"),
        Endpoint::new(Method::POST, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), create)
            .says(TAG, "Provision a booking secret")
            .notes("The value is shown this once. Tokens are HS256, with `key_id` as their `kid`.")
            .creates()
            .answers::<Provisioned>(201, "The secret"),
        Endpoint::new(Method::DELETE, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), revoke)
            .says(TAG, "Revoke a booking secret")
            .notes("At once: the next call with a token that it signed is refused.")
            .answers_empty(204, "Revoked"),
    ]
}

/// A secret without its value.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BookingSecret")]
struct Shown {
    key_id: Uid,
    created_at: Instant,
    revoked_at: Option<Instant>,
}

/// A secret, once.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProvisionedBookingSecret")]
struct Provisioned {
    key_id: Uid,
    secret: String,
    created_at: Instant,
}

async fn list(caller: Caller) -> Json<Data<Shown>> {
    let shown = |secret: &BookingSecret| Shown {
        key_id: secret.key_id.clone(),
        created_at: secret.created_at,
        revoked_at: secret.revoked_at,
    };
    Json(Data { data: caller.desk.read(|state| state.secrets.values().map(shown).collect()) })
}

async fn create(caller: Caller, body: Body) -> ApiResult<Answer> {
    let task = |work: &mut Work<'_>| {
        let secret = BookingSecret {
            key_id: work.uid("bsk"),
            secret: id::secret(""),
            created_at: work.now,
            revoked_at: None,
        };
        work.put(kind::BOOKING_SECRET, &secret.key_id, None, &secret)?;
        let provisioned =
            Provisioned { key_id: secret.key_id, secret: secret.secret, created_at: secret.created_at };
        Ok(Answer::new(StatusCode::CREATED, &provisioned))
    };
    caller.write(body.sealed(&caller), task).await
}

async fn revoke(caller: Caller, Ids([key_id]): Ids<1>) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let secret =
            work.state().secrets.get(key_id.as_str()).filter(|secret| secret.revoked_at.is_none()).cloned();
        // Nothing needs its value any more.
        let secret = BookingSecret {
            secret: String::new(),
            revoked_at: Some(work.now),
            ..secret.ok_or_else(ApiError::not_found)?
        };
        work.put(kind::BOOKING_SECRET, &secret.key_id, None, &secret)?;
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}
