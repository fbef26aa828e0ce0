//! Launch codes: what stands in an address for a booking token, which never does. A code is exchanged once,
//! and soon.

use axum::extract::{Extension, State};
use axum::http::{Method, StatusCode};
use frontdesk::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::app::App;
use crate::auth::{Access, Caller, SESSION_PREFIX, secret_uid};
use crate::desk::{Answer, By, Pass, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::id;
use crate::limits::{LAUNCH_CODE_SECONDS, SESSION_SECONDS};

const CODES: &str = "/v1/scheduling/booking-launch-codes";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::POST, CODES, Access::Token, create)
            .says(TAG, "Get a launch code for a booking token")
            .notes("For links and embedded pages. It counts once, and for two minutes.")
            .answers::<LaunchCode>(201, "The code"),
        Endpoint::new(Method::POST, "/v1/scheduling/booking-launch-codes/exchange", Access::Public, exchange)
            .says(TAG, "Exchange a launch code for a session")
            .notes("The session goes where a booking token would: into `X-RxScale-Booking-Token`.")
            .body(Exchange::json_schema)
            .answers::<Session>(201, "The session")
            .refuses(&[404]),
    ]
}

/// A code, and until when it counts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BookingLaunchCode")]
struct LaunchCode {
    booking_launch_code: String,
    expires_at: Instant,
}

/// What to exchange.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Exchange {
    /// The code.
    booking_launch_code: String,
}

/// A session, and until when it counts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BookingSession")]
struct Session {
    booking_session: String,
    expires_at: Instant,
}

async fn create(caller: Caller) -> ApiResult<Answer> {
    let patient = caller.patient()?;
    let task = move |work: &mut Work<'_>| {
        let code = id::secret("blc_");
        let expires_at = Instant(work.now.0 + LAUNCH_CODE_SECONDS);
        work.put(kind::LAUNCH_CODE, &secret_uid(&code), None, &patient.clone().pass(expires_at))?;
        Ok(Answer::new(StatusCode::CREATED, &LaunchCode { booking_launch_code: code, expires_at }))
    };
    caller.write(None, task).await
}

async fn exchange(State(app): State<App>, Extension(by): Extension<By>, body: Body) -> ApiResult<Answer> {
    let Exchange { booking_launch_code: code } = body.read()?;
    let uid = secret_uid(&code);
    let owner = app.store.owner(kind::LAUNCH_CODE, &uid).await?.ok_or_else(ApiError::not_found)?;
    let desk = app.desks.of(&owner).await?.ok_or_else(ApiError::not_found)?;
    let task = move |work: &mut Work<'_>| {
        let pass = work.state().launch_codes.get(&uid).filter(|pass| work.now < pass.expires_at).cloned();
        let pass = pass.ok_or_else(ApiError::not_found)?;
        work.remove(kind::LAUNCH_CODE, &uid)?;
        let secret = id::secret(SESSION_PREFIX);
        let expires_at = Instant(work.now.0 + SESSION_SECONDS);
        work.put(kind::BOOKING_SESSION, &secret_uid(&secret), None, &Pass { expires_at, ..pass })?;
        Ok(Answer::new(StatusCode::CREATED, &Session { booking_session: secret, expires_at }))
    };
    desk.write(by.who("launch_code".to_owned()), None, task).await
}
