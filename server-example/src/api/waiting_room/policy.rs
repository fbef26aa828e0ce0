//! The rules of a waiting room: its priority levels, how long visits take, when it closes. An extension.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Error, QueuePolicy, Uid};
use schemars::{JsonSchema, Schema};
use serde::Deserialize;

use super::service::waiting_room;
use super::{READ, TAG};
use crate::auth::permission::SHOP_WRITE;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, State, WaitingRoomSettings, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Query};
use crate::fields::check_names;
use crate::openapi::inline;
use crate::text::name_pattern;

const PATH: &str = "/v1/management/waiting-room/policy";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(READ, Scope::Shop), show)
            .says(TAG, "The rules of a waiting room")
            .query::<Which>()
            .answers::<QueuePolicy>(200, "The rules"),
        Endpoint::new(Method::PUT, PATH, Access::Permission(SHOP_WRITE, Scope::Shop), put)
            .says(TAG, "Set the rules of a waiting room")
            .notes(
                "As a whole. Who waits keeps the priority level, urgency and head start that they have. \
                 Doctors who serve a reason are named by uids of the clinic's doctors.",
            )
            .query::<Which>()
            .body(|_| schema())
            .answers::<QueuePolicy>(200, "Set"),
    ]
    .into_iter()
    .map(|endpoint| endpoint.extension().refuses(&[404]))
    .collect()
}

fn schema() -> Schema {
    let mut schema = inline(QueuePolicy::json_schema);
    schema["properties"]["levels"]["items"]["properties"]["name"]["pattern"] = name_pattern().into();
    Schema::try_from(schema).expect("an object is a schema")
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: String,
}

/// What the clinic says of a room, if only that it is there.
pub(super) fn settings(state: &State, room: &Uid) -> WaitingRoomSettings {
    let unsaid = || WaitingRoomSettings { uid: room.clone(), ..WaitingRoomSettings::default() };
    state.rooms.get(room).map_or_else(unsaid, |known| known.settings.clone())
}

async fn show(caller: Caller, Query(Which { shop_uid }): Query<Which>) -> ApiResult<Json<QueuePolicy>> {
    let room = waiting_room(&caller, &shop_uid)?;
    Ok(Json(caller.desk.read(|state| settings(state, &room).policy)))
}

/// A doctor who is not there is a field that is wrong: what the address names is there.
fn wrong(error: &Error) -> ApiError {
    let field = |error: &Error| error.path.trim_start_matches("policy").trim_start_matches('.').to_owned();
    ApiError::invalid_fields(error.all().map(|error| (field(error), error.code.to_string())))
}

async fn put(caller: Caller, Query(Which { shop_uid }): Query<Which>, body: Body) -> ApiResult<Answer> {
    let room = waiting_room(&caller, &shop_uid)?;
    let policy: QueuePolicy = body.read()?;
    check_names("levels", policy.levels.iter().map(|level| level.name.as_deref()))?;
    let task = move |work: &mut Work<'_>| {
        let settings = WaitingRoomSettings { policy: policy.clone(), ..settings(work.state(), &room) };
        settings.check(work.clinic()).map_err(|error| wrong(&error))?;
        work.put(kind::WAITING_ROOM, &room, None, &settings)?;
        Ok(Answer::new(StatusCode::OK, &policy))
    };
    caller.write(body.idempotency(&caller), task).await
}
