//! The same stream for the patient's own browser. `EventSource` can't send a header, and a signed token never
//! belongs into an address: a ticket stands there for it, which can do nothing else and soon runs out.

use axum::extract::State as Shared;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use frontdesk::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use super::live::{Proof, stream};
use crate::app::App;
use crate::auth::pass::{self, PassKind};
use crate::auth::{Access, Caller};
use crate::desk::Answer;
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids, Query};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::POST, "/v1/scheduling/stream-tickets", Access::Token, create)
            .says(TAG, "Get a ticket for a stream of events")
            .notes(
                "For `EventSource`, which can't send a header. It counts for a quarter of an hour, for \
                 streams about the token's patient, and for nothing else. It is kept as a hash only, so an \
                 `Idempotency-Key` is refused with 400: another ticket costs nothing.",
            )
            .extension()
            .refuses(&[400])
            .answers::<StreamTicket>(201, "The ticket"),
        Endpoint::new(Method::GET, "/v1/scheduling/waiting-room/{queue_uid}/events", Access::Public, listen)
            .says(TAG, "Follow one's own queue status")
            .notes(
                "Server-sent events, as for an API key: `status`, at once and whenever that changes. The \
                 stream ends with the visit, and when the ticket runs out; get another then.",
            )
            .extension()
            .query::<Shown>()
            .streams("Events of the type `status`")
            .refuses(&[401, 503]),
    ]
}

/// A ticket, and until when it counts.
#[derive(Serialize, JsonSchema)]
struct StreamTicket {
    stream_ticket: String,
    expires_at: Instant,
}

#[derive(Deserialize, JsonSchema)]
struct Shown {
    /// The ticket.
    ticket: String,
}

async fn create(Shared(app): Shared<App>, caller: Caller, body: Body) -> ApiResult<Answer> {
    body.without_key("A ticket is shown once, so there can be no Idempotency-Key")?;
    let (stream_ticket, expires_at) = pass::issue(&app, &caller, PassKind::StreamTicket).await?;
    Ok(Answer::new(StatusCode::CREATED, &StreamTicket { stream_ticket, expires_at }))
}

async fn listen(
    Shared(app): Shared<App>,
    Ids([queue_uid]): Ids<1>,
    Query(Shown { ticket }): Query<Shown>,
) -> ApiResult<Response> {
    let invalid =
        || ApiError::auth(StatusCode::UNAUTHORIZED, "token_expired", "The ticket is unknown, or has run out");
    let (desk, pass) = pass::find(&app, PassKind::StreamTicket, &ticket).await?.ok_or_else(invalid)?;
    if !pass::counts(&pass, &desk, app.clock.now()) {
        return Err(invalid());
    }
    let is_own = desk.read(|state| {
        let entry = state.room_of(&queue_uid).and_then(|room| room.room.entry(&queue_uid));
        entry.is_some_and(|entry| entry.patient_uid == pass.patient_uid)
    });
    if !is_own {
        return Err(ApiError::not_found());
    }
    stream(&app, desk, queue_uid, Proof::Ticket(Box::new(pass)))
}
