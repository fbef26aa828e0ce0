//! Everybody who waits, in the order of service: what a doctor looks at before calling somebody.

use axum::Json;
use axum::http::Method;
use frontdesk::{Instant, QueuePresence, Uid, WaitDistribution};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::minutes_to_show;
use super::service::waiting_room;
use super::{READ, TAG};
use crate::auth::{Access, Caller, Scope};
use crate::endpoint::Endpoint;
use crate::error::ApiResult;
use crate::extract::{Data, Query};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/waiting-room",
            Access::Permission(READ, Scope::Shop),
            list,
        )
        .says(TAG, "List those who wait")
        .extension()
        .query::<Which>()
        .answers::<Data<Waiting>>(200, "In the order of service")
        .refuses(&[404]),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: String,
}

/// Somebody who waits.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WaitingEntry")]
struct Waiting {
    queue_uid: Uid,
    position: usize,
    patient_uid: Uid,
    visit_reason: Option<Uid>,
    preferred_doctor_uid: Option<Uid>,
    /// The priority level by which the patient was triaged last.
    level: Option<Uid>,
    urgent: bool,
    /// Whether the patient is there to be seen.
    presence: QueuePresence,
    /// When a patient who is on the way will be there.
    ready_at: Option<Instant>,
    /// When a doctor sent the patient elsewhere who is to be seen again, and is not back.
    sent_elsewhere_at: Option<Instant>,
    registered_at: Instant,
    estimated_wait_minutes: Option<i64>,
    wait: Option<WaitDistribution>,
    /// For how many minutes the patient has waited beyond what was promised: somebody who may be forgotten.
    overdue_minutes: Option<i64>,
}

async fn list(caller: Caller, Query(Which { shop_uid }): Query<Which>) -> ApiResult<Json<Data<Waiting>>> {
    let room = waiting_room(&caller, &shop_uid)?;
    let estimates = caller.desk.estimates(&room, caller.now).await?;
    let data = caller.desk.read(|state| {
        let waiting = state.rooms.get(&room).into_iter().flat_map(|room| room.room.waiting()).enumerate();
        let view = |(before, entry): (usize, &frontdesk::QueueEntry)| {
            let estimate = estimates.iter().find(|estimate| estimate.uid.as_ref() == Some(&entry.uid));
            Waiting {
                queue_uid: entry.uid.clone(),
                position: before + 1,
                patient_uid: entry.patient_uid.clone(),
                visit_reason: entry.visit_reason.clone(),
                preferred_doctor_uid: entry.preferred_doctor_uid.clone(),
                level: entry.level.clone(),
                urgent: entry.urgent,
                presence: entry.presence,
                ready_at: entry.ready_at,
                sent_elsewhere_at: entry.sent_elsewhere_at(),
                registered_at: entry.registered_at,
                estimated_wait_minutes: estimate.and_then(minutes_to_show),
                wait: estimate.and_then(|estimate| estimate.distribution),
                overdue_minutes: estimate.and_then(|estimate| estimate.overdue_minutes),
            }
        };
        waiting.map(view).collect()
    });
    Ok(Json(Data { data }))
}
