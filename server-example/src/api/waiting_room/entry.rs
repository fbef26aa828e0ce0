//! An entry of the queue: where it stands, and leaving.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{
    Actor, Instant, QueueCommand, QueuePresence, QueueStatus, Uid, WaitAcrossBreak, WaitDistribution,
    WaitEstimate, WaitUnknown,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{READ, TAG, WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Desk, Room, Work, is_kept};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Ids, Query};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/waiting-room/{queue_uid}/status",
            Access::Permission(READ, Scope::Shop),
            status,
        )
        .says(TAG, "Check queue status")
        .notes(
            "What is estimated is simulated, and rounded for people. `position` and the estimates are null \
             once the patient does not wait.",
        )
        .answers::<Standing>(200, "Where the entry stands"),
        Endpoint::new(
            Method::DELETE,
            "/v1/management/waiting-room/{queue_uid}",
            Access::Permission(WRITE, Scope::Shop),
            cancel,
        )
        .says(TAG, "Cancel a registration")
        .query::<By>()
        .answers::<Message>(200, "Cancelled")
        .refuses(&[409]),
    ]
}

/// Where an entry stands, field by field as documented, and how surely it is seen when.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "QueueStanding")]
pub(super) struct Standing {
    queue_uid: Uid,
    /// `waiting`, `allocated`, `completed` or `cancelled`.
    status: QueueStatus,
    /// The place in the order of service, from 1; null unless the patient waits.
    pub(super) position: Option<usize>,
    /// About how long it will be, in minutes, rounded; null unless the patient waits, and if nobody foresees
    /// that the patient is seen. It rises only if something explains it.
    pub(super) estimated_wait_minutes: Option<i64>,
    /// Where they meet; null until a doctor has taken the patient in.
    video_room_id: Option<Uid>,
    /// When that was.
    allocated_at: Option<Instant>,
    /// How surely: "rarely more than" its `p90`.
    #[schemars(extend("x-extension" = true))]
    pub(super) wait: Option<WaitDistribution>,
    /// What is to be shown beside `estimated_wait_minutes`: it will rarely be more minutes.
    #[schemars(extend("x-extension" = true))]
    pub(super) at_most_wait_minutes: Option<i64>,
    /// Why `estimated_wait_minutes` is null although the patient waits.
    #[schemars(extend("x-extension" = true))]
    pub(super) wait_unknown: Option<WaitUnknown>,
    /// Both answers, if it is open whether the patient is seen before a break or after it.
    #[schemars(extend("x-extension" = true))]
    wait_across_break: Option<WaitAcrossBreak>,
    /// Who sees or saw the patient.
    #[schemars(extend("x-extension" = true))]
    pub(super) doctor_uid: Option<Uid>,
    /// For how many minutes the patient has waited beyond the first `at_most_wait_minutes`; null if that is
    /// not so.
    #[schemars(extend("x-extension" = true))]
    overdue_minutes: Option<i64>,
    /// Whether the patient is there to be seen.
    #[schemars(extend("x-extension" = true))]
    presence: QueuePresence,
    /// When a patient who is on the way will be there.
    #[schemars(extend("x-extension" = true))]
    ready_at: Option<Instant>,
}

impl Standing {
    /// Where an entry stands at `now`.
    pub(super) async fn of(desk: &Desk, queue_uid: &str, now: Instant) -> ApiResult<Self> {
        let room = desk
            .read(|state| Some(state.room_of(queue_uid)?.settings.uid.clone()))
            .ok_or_else(ApiError::not_found)?;
        let estimates = desk.estimates(&room, now).await?;
        // What the patient is shown is kept with the entry: that is the promise, and where it begins again
        // after a restart.
        let shown = estimates.iter().find(|estimate| estimate.uid.as_deref() == Some(queue_uid));
        if let Some(shown) = shown.and_then(|estimate| estimate.shown.as_ref())
            && desk.read(|state| {
                let entry = state.room_of(queue_uid).and_then(|room| room.room.entry(queue_uid));
                entry.is_some_and(|entry| !is_kept(entry, shown))
            })
        {
            desk.keep_shown(&room, shown).await;
        }
        desk.read(|state| {
            let room = &state.room_of(queue_uid).ok_or_else(ApiError::not_found)?.room;
            let entry = room.entry(queue_uid).ok_or_else(ApiError::not_found)?;
            let position = room.position(queue_uid);
            // Who has been called since the estimate was made waits no longer.
            let estimate = estimates
                .iter()
                .find(|estimate| estimate.uid.as_ref() == Some(&entry.uid))
                .filter(|_| position.is_some());
            Ok(Self {
                queue_uid: entry.uid.clone(),
                status: entry.status,
                position,
                estimated_wait_minutes: estimate.and_then(minutes_to_show),
                video_room_id: entry.video_room_id.clone(),
                allocated_at: entry.allocated_at,
                wait: estimate.and_then(|estimate| estimate.distribution),
                at_most_wait_minutes: estimate
                    .and_then(|estimate| Some(estimate.shown.as_ref()?.at_most_minutes)),
                wait_unknown: estimate.and_then(|estimate| estimate.unknown),
                wait_across_break: estimate.and_then(|estimate| estimate.across_break),
                doctor_uid: entry.doctor_uid.clone(),
                overdue_minutes: estimate.and_then(|estimate| estimate.overdue_minutes),
                presence: entry.presence,
                ready_at: entry.ready_at,
            })
        })
    }

    /// The same for whoever has a link.
    pub(super) fn without_room(self) -> Self {
        Self { video_room_id: None, ..self }
    }

    /// Whether there is more to come.
    pub(super) fn is_live(&self) -> bool {
        self.status.is_live()
    }
}

/// The minutes to show to people: the rounded ones, or what position and average say where no future could be
/// played.
pub(super) fn minutes_to_show(estimate: &WaitEstimate) -> Option<i64> {
    estimate.shown.as_ref().map(|shown| shown.minutes).or(estimate.estimated_wait_minutes)
}

/// The waiting room of an entry, if it is there and the caller may reach it.
pub(super) fn room_of(caller: &Caller, queue_uid: &str) -> ApiResult<Uid> {
    let room =
        caller.desk.read(|state| state.room_of(queue_uid).map(|room: &Room| room.settings.uid.clone()));
    room.filter(|room| caller.reaches(Some(room))).ok_or_else(ApiError::not_found)
}

async fn status(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Json<Standing>> {
    room_of(&caller, &uid)?;
    Standing::of(&caller.desk, &uid, caller.now).await.map(Json)
}

#[derive(Deserialize, JsonSchema)]
struct By {
    /// Who calls it off; the patient if not said. A patient whom the clinic sends away has not lost
    /// patience, and teaches nothing about it.
    #[schemars(extend("x-extension" = true))]
    by: Option<Actor>,
}

/// What was done.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "QueueMessage")]
struct Message {
    message: &'static str,
}

async fn cancel(caller: Caller, Ids([uid]): Ids<1>, Query(By { by }): Query<By>) -> ApiResult<Answer> {
    let room = room_of(&caller, &uid)?;
    let command = QueueCommand::Cancel { uid: uid.as_str().into(), by: by.unwrap_or_default() };
    let task = move |work: &mut Work<'_>| {
        work.queue(&room, &command)?;
        Ok(Answer::new(StatusCode::OK, &Message { message: "Registration cancelled" }))
    };
    caller.write(None, task).await
}
