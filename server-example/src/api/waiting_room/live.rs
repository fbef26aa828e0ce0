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
use crate::auth::pass::{self, PassKind};
use crate::auth::{Access, Caller, Scope};
use crate::clock::Clock;
use crate::desk::Desk;
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Ids;
use crate::limits::{LISTENER_INTERVAL, PROOF_INTERVAL};
use crate::store::PassRow;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/waiting-room/{queue_uid}/events",
            Access::Permission(READ, Scope::Shop),
            listen,
        )
        .says(TAG, "Follow queue status")
        .notes(
            "Server-sent events: `status`, whose data is what `/status` answers, at once and whenever that \
             changes. The stream ends when the entry is completed or cancelled, and when the key is revoked.",
        )
        .extension()
        .streams("Events of the type `status`")
        .refuses(&[503]),
    ]
}

/// What somebody who listens has shown.
pub(super) enum Proof {
    /// An API key, by its hash.
    Key([u8; 32]),
    /// A stream ticket, or a link.
    Ticket(Box<PassRow>),
}

impl Proof {
    /// Whether who has shown it may know where the patient is seen.
    fn opens_the_room(&self) -> bool {
        match self {
            Self::Key(_) => true,
            Self::Ticket(pass) => pass.kind != PassKind::WaitLink.name(),
        }
    }

    /// Whether it counts still.
    async fn holds(&self, app: &App, desk: &Desk) -> bool {
        match self {
            Self::Key(hash) => matches!(app.keys.verify_hash(*hash, &*app.store).await, Ok(Some(_))),
            Self::Ticket(pass) => pass::counts(pass, desk, app.clock.now()),
        }
    }
}

/// Somebody who listens.
struct Listener {
    app: App,
    desk: Arc<Desk>,
    proof: Proof,
    queue_uid: String,
    versions: watch::Receiver<i64>,
    told: Option<Standing>,
    stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

async fn listen(Shared(app): Shared<App>, caller: Caller, Ids([queue_uid]): Ids<1>) -> ApiResult<Response> {
    room_of(&caller, &queue_uid)?;
    let proof =
        Proof::Key(caller.key_hash.ok_or_else(|| ApiError::internal(&"who has a permission has a key"))?);
    stream(&app, caller.desk, queue_uid, proof)
}

/// Everything there is to tell of an entry, for as long as the proof holds.
pub(super) fn stream(app: &App, desk: Arc<Desk>, queue_uid: String, proof: Proof) -> ApiResult<Response> {
    let full = |_| ApiError::later(StatusCode::SERVICE_UNAVAILABLE, "Too many are listening", 30);
    let place = desk.listeners.clone().try_acquire_owned().map_err(full)?;
    let (versions, stopping) = (desk.versions(), app.stopping.subscribe());
    let listener =
        Listener { app: app.clone(), desk, proof, queue_uid, versions, told: None, stopping, _place: place };
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
        let Some(told) = self.told.clone() else { return self.standing(self.app.clock.now()).await };
        if !told.is_live() {
            return None;
        }
        let mut again = Clock::deadline(LISTENER_INTERVAL);
        loop {
            let has_changed = tokio::select! {
                changed = self.versions.changed() => changed.map(|()| true).ok()?,
                () = tokio::time::sleep(PROOF_INTERVAL) => false,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            };
            if !self.proof.holds(&self.app, &self.desk).await {
                return None;
            }
            // Waits grow shorter although nothing happens.
            if !has_changed && !Clock::is_over(again) {
                continue;
            }
            again = Clock::deadline(LISTENER_INTERVAL);
            self.versions.mark_unchanged();
            let standing = self.standing(self.app.clock.now()).await?;
            if standing != told {
                return Some(standing);
            }
        }
    }

    async fn standing(&self, now: Instant) -> Option<Standing> {
        let standing = Standing::of(&self.desk, &self.queue_uid, now).await.ok()?;
        Some(if self.proof.opens_the_room() { standing } else { standing.without_room() })
    }
}
