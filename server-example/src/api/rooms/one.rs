//! One room: what it is, who is seen in it by whom, how long the queue is.

use axum::Json;
use axum::http::Method;
use frontdesk::{QueuePolicy, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::view::{Described, Envelope, ListEnvelope};
use super::{TAG, find};
use crate::auth::{Access, Caller};
use crate::desk::{ConsultationRoom, Provider, ShortBio, State};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Ids, Query};

/// The longest queue where the waiting room names none.
const CAPACITY: i64 = 100;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let room = |path| {
        Endpoint::new(Method::GET, path, Access::Account, room)
            .says(TAG, "View a room")
            .notes("The same in both versions of the API.")
            .answers::<Envelope<Described>>(200, "The room")
    };
    vec![
        room("/api_v3/rooms/{code}"),
        room("/api_v4/rooms/{code}"),
        Endpoint::new(Method::GET, "/api_v3/rooms/{code}/providers", Access::Account, providers)
            .says(TAG, "List the providers of a room")
            .answers::<ListEnvelope<Brief>>(200, "The providers"),
        Endpoint::new(Method::GET, "/api_v3/rooms/{code}/providers/{id}", Access::Account, provider)
            .says(TAG, "View a provider of a room")
            .answers::<Envelope<Profile>>(200, "The provider"),
        Endpoint::new(Method::GET, "/api_v3/rooms/{code}/queue", Access::Account, queue)
            .says(TAG, "View the queue of a room")
            .notes("The queue is the waiting room's. Waiting time is `average_visit_time` times `before_me`.")
            .query::<Who>()
            .answers::<Envelope<Queue>>(200, "The queue"),
    ]
}

/// A provider in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RoomProvider")]
struct Brief {
    id: Uid,
    username: String,
    code: String,
    subtype: String,
    first_name: String,
    last_name: String,
    vseeid: String,
    photo: Option<String>,
    title: String,
    suffix: String,
    status: bool,
    short_bio: ShortBio,
}

/// A provider.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RoomProviderProfile")]
struct Profile {
    id: Uid,
    code: String,
    first_name: String,
    last_name: String,
    username: String,
    vseeid: String,
    email: String,
    active: bool,
    title: String,
    suffix: String,
    tos: bool,
    phone: String,
    subtype: String,
    status: bool,
    educational_training: String,
    professional_interests: String,
    personal_interests: String,
    short_bio: ShortBio,
}

/// How long the queue is.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RoomQueue")]
struct Queue {
    /// How many wait.
    length: usize,
    /// How many may.
    capacity: i64,
    /// Seconds per patient.
    average_visit_time: i64,
    /// How many are before the entry that was asked for; before somebody who joined now if none was.
    before_me: usize,
}

#[derive(Deserialize, JsonSchema)]
struct Who {
    /// The entry of whoever asks, as `register` answered it.
    #[schemars(extend("x-extension" = true))]
    queue_uid: Option<String>,
}

async fn room(caller: Caller, Ids([code]): Ids<1>) -> ApiResult<Json<Envelope<Described>>> {
    caller.desk.read(|state| Ok(Json(Envelope { data: Described::new(find(state, &code)?, state) })))
}

async fn providers(caller: Caller, Ids([code]): Ids<1>) -> ApiResult<Json<ListEnvelope<Brief>>> {
    caller.desk.read(|state| {
        let room = find(state, &code)?;
        Ok(Json(ListEnvelope { data: of(state, room).map(brief).collect() }))
    })
}

async fn provider(caller: Caller, Ids([code, id]): Ids<2>) -> ApiResult<Json<Envelope<Profile>>> {
    caller.desk.read(|state| {
        let room = find(state, &code)?;
        let provider =
            of(state, room).find(|provider| provider.id == id.as_str()).ok_or_else(ApiError::not_found)?;
        Ok(Json(Envelope { data: profile(provider) }))
    })
}

async fn queue(
    caller: Caller,
    Ids([code]): Ids<1>,
    Query(Who { queue_uid }): Query<Who>,
) -> ApiResult<Json<Envelope<Queue>>> {
    caller.desk.read(|state| {
        let code = find(state, &code)?.queue();
        let queue = state.rooms.get(code);
        let default = QueuePolicy::default();
        let policy = queue.map_or(&default, |queue| &queue.settings.policy);
        let room = queue.map(|queue| &queue.room);
        // An id that is nobody's is that of somebody who does not wait.
        let me = queue_uid.as_deref().unwrap_or_default();
        let data = Queue {
            length: room.map_or(0, frontdesk::WaitingRoom::length),
            capacity: policy.capacity.unwrap_or(CAPACITY),
            average_visit_time: policy.average_visit() * 60,
            before_me: room.map_or(0, |room| room.before_me(me)),
        };
        Ok(Json(Envelope { data }))
    })
}

/// The providers of a room. A user who is one without being known further is left out.
fn of<'a>(state: &'a State, room: &'a ConsultationRoom) -> impl Iterator<Item = &'a Provider> {
    room.provider_ids.iter().filter_map(|id| state.vsee.providers.get(id.as_str()))
}

fn brief(provider: &Provider) -> Brief {
    let provider = provider.clone();
    Brief {
        id: provider.id,
        username: provider.username,
        code: provider.code,
        subtype: provider.subtype,
        first_name: provider.first_name,
        last_name: provider.last_name,
        vseeid: provider.vseeid,
        photo: provider.photo,
        title: provider.title,
        suffix: provider.suffix,
        status: provider.status,
        short_bio: provider.short_bio,
    }
}

fn profile(provider: &Provider) -> Profile {
    let provider = provider.clone();
    Profile {
        id: provider.id,
        code: provider.code,
        first_name: provider.first_name,
        last_name: provider.last_name,
        username: provider.username,
        vseeid: provider.vseeid,
        email: provider.email,
        active: provider.active,
        title: provider.title,
        suffix: provider.suffix,
        tos: provider.tos,
        phone: provider.phone,
        subtype: provider.subtype,
        status: provider.status,
        educational_training: provider.educational_training,
        professional_interests: provider.professional_interests,
        personal_interests: provider.personal_interests,
        short_bio: provider.short_bio,
    }
}
