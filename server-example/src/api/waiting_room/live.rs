//! Where an entry stands, told whenever that changes: server-sent events.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::{Method, StatusCode};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use frontdesk::Instant;
use futures_util::stream::unfold;
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::entry::{Standing, room_of};
use super::{READ, TAG};
use crate::app::App;
use crate::auth::{Access, Caller};
use crate::clock::Clock;
use crate::desk::Desk;
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Ids;
use crate::limits::LISTENER_INTERVAL;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, "/v1/management/waiting-room/{queue_uid}/events", Access::Permission(READ), listen)
            .says(TAG, "Follow queue status")
            .notes(
                "Server-sent events: `status`, whose data is what `/status` answers, at once and whenever that changes. \
                The stream ends when the entry is completed or cancelled.",
            )
            .extension()
            .streams("Events of the type `status`")
            .refuses(&[503]),
    ]
}

/// Somebody who listens.
struct Listener {
    desk: Arc<Desk>,
    clock: Clock,
    queue_uid: String,
    versions: watch::Receiver<i64>,
    told: Option<Standing>,
    stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

async fn listen(Shared(app): Shared<App>, caller: Caller, Ids([queue_uid]): Ids<1>) -> ApiResult<Response> {
    room_of(&caller, &queue_uid)?;
    let full = |_| ApiError::later(StatusCode::SERVICE_UNAVAILABLE, "Too many are listening", 30);
    let place = caller.desk.listeners.clone().try_acquire_owned().map_err(full)?;
    let versions = caller.desk.versions();
    let stopping = app.stopping.subscribe();
    let listener = Listener { desk: caller.desk, clock: app.clock, queue_uid, versions, told: None, stopping, _place: place };
    let events = unfold(listener, |mut listener| async {
        let standing = listener.next().await?;
        let event = Event::default().event("status").json_data(&standing).ok()?;
        listener.told = Some(standing);
        Some((Ok::<_, Infallible>(event), listener))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

impl Listener {
    /// What there is to tell next; `None` if there is nothing more to come.
    async fn next(&mut self) -> Option<Standing> {
        let Some(told) = self.told.clone() else { return self.standing(self.clock.now()).await };
        if !told.is_live() {
            return None;
        }
        loop {
            tokio::select! {
                changed = self.versions.changed() => changed.ok()?,
                // Waits grow shorter although nothing happens.
                () = tokio::time::sleep(LISTENER_INTERVAL) => {}
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            }
            self.versions.mark_unchanged();
            let standing = self.standing(self.clock.now()).await?;
            if standing != told {
                return Some(standing);
            }
        }
    }

    async fn standing(&self, now: Instant) -> Option<Standing> {
        Standing::of(&self.desk, &self.queue_uid, now).await.ok()
    }
}
