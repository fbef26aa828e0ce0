//! What doctors do with those who wait: all of it extensions.

use axum::http::{Method, StatusCode};
use frontdesk::limits::ON_THE_WAY_MINUTES_MAX;
use frontdesk::{Instant, QueueCommand, QueueEvent, QueuePresence, QueueStatus, Uid, optional_integer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::room_of;
use super::{TAG, WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let may = Access::Permission(WRITE, Scope::Shop);
    vec![
        Endpoint::new(Method::POST, "/v1/management/waiting-room/allocate", may, allocate)
            .says(TAG, "Call the next patient")
            .notes(
                "A free doctor takes in whoever is next, or the one that is named. The engine says who that \
                 is.",
            )
            .body(Allocation::json_schema)
            .answers::<Stands>(200, "Called"),
        Endpoint::new(Method::POST, "/v1/management/waiting-room/{queue_uid}/complete", may, complete)
            .says(TAG, "The consultation is over")
            .notes("There need not be a body; `ended_at` is for a visit that is closed later than it ended.")
            .body_if_any(Ended::json_schema)
            .answers::<Stands>(200, "Completed"),
        Endpoint::new(Method::POST, "/v1/management/waiting-room/{queue_uid}/seen", may, seen)
            .says(TAG, "A patient was seen, nobody says by whom")
            .notes(
                "For practices that record only who comes and who is seen: the room learns its pace from \
                 that.",
            )
            .answers::<Stands>(200, "Completed"),
        Endpoint::new(Method::POST, "/v1/management/waiting-room/{queue_uid}/requeue", may, requeue)
            .says(TAG, "Send a patient back to the queue, to the old place")
            .answers::<Stands>(200, "Waiting"),
        Endpoint::new(Method::POST, "/v1/management/waiting-room/{queue_uid}/transfer", may, transfer)
            .says(TAG, "Let a patient wait for one doctor and no other")
            .body(Transfer::json_schema)
            .answers::<Stands>(200, "Waiting"),
        Endpoint::new(
            Method::POST,
            "/v1/management/waiting-room/{queue_uid}/send-elsewhere",
            may,
            send_elsewhere,
        )
        .says(TAG, "Send a patient elsewhere in the middle of a visit, to be seen again")
        .notes(
            "To the X-ray, the laboratory, a nurse. The doctor is free meanwhile. Who is back goes before \
             all who are as urgent and were not seen yet, with the same doctor or the one that is named. \
             The body may be left out.",
        )
        .body_if_any(SentElsewhere::json_schema)
        .answers::<Stands>(200, "Waiting, elsewhere"),
        Endpoint::new(Method::POST, "/v1/management/waiting-room/{queue_uid}/come-back", may, come_back)
            .says(TAG, "Say that a patient who was sent elsewhere is back")
            .answers::<Stands>(200, "Waiting"),
        Endpoint::new(Method::POST, "/v1/management/waiting-room/{queue_uid}/level", may, set_level)
            .says(TAG, "Triage again: put a patient on a priority level")
            .notes(
                "The levels are those of the queue's policy. Who is put on none, by null, is not urgent and \
                 has no head start.",
            )
            .body(Triage::json_schema)
            .answers::<Stands>(200, "Noted"),
        Endpoint::new(Method::POST, "/v1/management/waiting-room/{queue_uid}/urgent", may, set_urgent)
            .says(TAG, "Say whether a patient is urgent")
            .body(Urgency::json_schema)
            .answers::<Stands>(200, "Noted"),
        Endpoint::new(Method::POST, "/v1/management/waiting-room/{queue_uid}/presence", may, set_presence)
            .says(TAG, "Say whether a patient is there to be seen")
            .notes(
                "Who is `elsewhere`, or `on_the_way` for so many `minutes` still, keeps the place, and is \
                 passed over until then.",
            )
            .body(Presence::json_schema)
            .answers::<Stands>(200, "Noted"),
    ]
    .into_iter()
    .map(|endpoint| endpoint.extension().refuses(&[404, 409]))
    .collect()
}

/// Who calls whom.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Allocation {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: Uid,
    /// The doctor.
    doctor_uid: Uid,
    /// A particular entry; the next in turn if null.
    #[serde(default)]
    queue_uid: Option<Uid>,
}

/// The doctor from now on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Transfer {
    doctor_uid: Uid,
}

/// Who sees a patient afterwards who is sent elsewhere.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentElsewhere {
    /// The same doctor if null.
    #[serde(default)]
    doctor_uid: Option<Uid>,
}

/// How urgent a patient is found to be.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["level"]))]
struct Triage {
    /// One of the levels of the queue's policy, or null. It must be said.
    #[serde(deserialize_with = "Option::deserialize")]
    level: Option<Uid>,
}

/// Whether a patient is seen before others.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Urgency {
    urgent: bool,
}

/// Whether a patient is there to be seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Presence {
    /// `ready`, `elsewhere` or `on_the_way`.
    presence: QueuePresence,
    /// Of `on_the_way`: in how many minutes the patient will be there, 0 to 1440.
    #[serde(default, deserialize_with = "optional_integer")]
    #[schemars(range(min = 0, max = ON_THE_WAY_MINUTES_MAX))]
    minutes: Option<i64>,
}

/// When a consultation was over.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ended {
    /// Not before it began, and not after now; now if null.
    #[serde(default)]
    ended_at: Option<Instant>,
}

/// Where an entry stands after what was done.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "QueueEntryStatus")]
struct Stands {
    queue_uid: Uid,
    status: QueueStatus,
    doctor_uid: Option<Uid>,
    video_room_id: Option<Uid>,
    /// The priority level by which the patient was triaged last.
    level: Option<Uid>,
    urgent: bool,
    /// Whether the patient is there to be seen.
    presence: QueuePresence,
    /// When a patient who is on the way will be there.
    ready_at: Option<Instant>,
    /// When a doctor sent the patient elsewhere who is to be seen again, and is not back.
    sent_elsewhere_at: Option<Instant>,
}

async fn allocate(caller: Caller, body: Body) -> ApiResult<Answer> {
    let Allocation { shop_uid, doctor_uid, queue_uid } = body.read()?;
    let room = waiting_room(&caller, &shop_uid)?;
    let command = QueueCommand::Allocate { doctor_uid, uid: queue_uid };
    let task = move |work: &mut Work<'_>| {
        let events = work.queue(&room, &command)?;
        let called = events.iter().find_map(|event| match event {
            QueueEvent::Allocated { uid, .. } => Some(uid.clone()),
            _ => None,
        });
        stands(work, &called.ok_or_else(|| ApiError::internal(&"an allocation allocates nobody"))?)
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn complete(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    room_of(&caller, &uid)?;
    let Ended { ended_at } = if body.is_empty() { Ended::default() } else { body.read()? };
    let command = QueueCommand::Complete { uid: uid.as_str().into(), ended_at };
    of_entry(caller, uid, &body, command).await
}

async fn seen(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    let command = QueueCommand::MarkSeen { uid: uid.as_str().into() };
    of_entry(caller, uid, &body, command).await
}

async fn requeue(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    let command = QueueCommand::Requeue { uid: uid.as_str().into() };
    of_entry(caller, uid, &body, command).await
}

async fn transfer(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    room_of(&caller, &uid)?;
    let Transfer { doctor_uid } = body.read()?;
    let command = QueueCommand::Transfer { uid: uid.as_str().into(), doctor_uid };
    of_entry(caller, uid, &body, command).await
}

async fn send_elsewhere(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    room_of(&caller, &uid)?;
    let SentElsewhere { doctor_uid } = if body.is_empty() { SentElsewhere::default() } else { body.read()? };
    let command = QueueCommand::SendElsewhere { uid: uid.as_str().into(), doctor_uid };
    of_entry(caller, uid, &body, command).await
}

async fn come_back(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    let command = QueueCommand::ComeBack { uid: uid.as_str().into() };
    of_entry(caller, uid, &body, command).await
}

async fn set_level(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    room_of(&caller, &uid)?;
    let Triage { level } = body.read()?;
    let command = QueueCommand::SetLevel { uid: uid.as_str().into(), level };
    of_entry(caller, uid, &body, command).await
}

async fn set_urgent(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    room_of(&caller, &uid)?;
    let Urgency { urgent } = body.read()?;
    let command = QueueCommand::SetUrgent { uid: uid.as_str().into(), urgent };
    of_entry(caller, uid, &body, command).await
}

async fn set_presence(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    room_of(&caller, &uid)?;
    let Presence { presence, minutes } = body.read()?;
    let command = QueueCommand::SetPresence { uid: uid.as_str().into(), presence, minutes };
    of_entry(caller, uid, &body, command).await
}

async fn of_entry(caller: Caller, uid: String, body: &Body, command: QueueCommand) -> ApiResult<Answer> {
    let room = room_of(&caller, &uid)?;
    let task = move |work: &mut Work<'_>| {
        work.queue(&room, &command)?;
        stands(work, &uid)
    };
    caller.write(body.idempotency(&caller), task).await
}

/// The waiting room of that name, if there is a shop or a room of it and the caller may reach it.
pub(super) fn waiting_room(caller: &Caller, name: &str) -> ApiResult<Uid> {
    let room = caller.desk.read(|state| {
        let shop = state.shops.get(name).map(|shop| shop.uid.clone());
        shop.or_else(|| crate::api::rooms::waiting_room_of(state, name))
    });
    room.filter(|room| caller.reaches(Some(room))).ok_or_else(ApiError::not_found)
}

fn stands(work: &Work<'_>, uid: &str) -> ApiResult<Answer> {
    let entry =
        work.state().room_of(uid).and_then(|room| room.room.entry(uid)).ok_or_else(ApiError::not_found)?;
    let stands = Stands {
        queue_uid: entry.uid.clone(),
        status: entry.status,
        doctor_uid: entry.doctor_uid.clone(),
        video_room_id: entry.video_room_id.clone(),
        level: entry.level.clone(),
        urgent: entry.urgent,
        presence: entry.presence,
        ready_at: entry.ready_at,
        sent_elsewhere_at: entry.sent_elsewhere_at(),
    };
    Ok(Answer::new(StatusCode::OK, &stands))
}
