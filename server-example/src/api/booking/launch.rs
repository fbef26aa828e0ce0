//! Launch codes: what stands in an address for a booking token, which never does. A code is exchanged once,
//! and soon.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use frontdesk::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ONCE, Session, TAG};
use crate::app::App;
use crate::auth::pass::{self, PassKind};
use crate::auth::{Access, Caller};
use crate::desk::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiResult;
use crate::extract::Body;

const CODES: &str = "/v1/scheduling/booking-launch-codes";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::POST, CODES, Access::Token, create)
            .says(TAG, "Get a launch code for a booking token")
            .notes(
                "For links and embedded pages. It counts once, and for two minutes, but no longer than the \
                 token. Only its hash is kept, so an `Idempotency-Key` is refused with 400: another code \
                 costs nothing.",
            )
            .refuses(&[400])
            .answers::<LaunchCode>(201, "The code"),
        Endpoint::new(Method::POST, "/v1/scheduling/booking-launch-codes/exchange", Access::Public, exchange)
            .says(TAG, "Exchange a launch code for a session")
            .notes(
                "The session goes where a booking token would: into `X-RxScale-Booking-Token`. It counts for \
                 half an hour, but ends with the token that the code was got for, and at once when the \
                 secret is revoked that signed it. A code counts once, so a repetition is 404, and an \
                 `Idempotency-Key` is refused with 400.",
            )
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

async fn create(State(app): State<App>, caller: Caller, body: Body) -> ApiResult<Answer> {
    body.without_key(ONCE)?;
    let (booking_launch_code, expires_at) = pass::issue(&app, &caller, PassKind::LaunchCode).await?;
    Ok(Answer::new(StatusCode::CREATED, &LaunchCode { booking_launch_code, expires_at }))
}

async fn exchange(State(app): State<App>, body: Body) -> ApiResult<Answer> {
    body.without_key(ONCE)?;
    let Exchange { booking_launch_code } = body.read()?;
    let (booking_session, expires_at) = pass::exchange(&app, &booking_launch_code, app.clock.now()).await?;
    Ok(Answer::new(StatusCode::CREATED, &Session { booking_session, expires_at }))
}
