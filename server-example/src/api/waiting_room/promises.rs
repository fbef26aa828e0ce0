//! How many patients were seen within what they were told first.

use axum::Json;
use axum::http::Method;
use frontdesk::limits::{INSTANT_MAX, INSTANT_MIN};
use frontdesk::{Instant, Promises};
use schemars::JsonSchema;
use serde::Deserialize;

use super::service::waiting_room;
use super::{READ, TAG};
use crate::auth::{Access, Caller, Scope};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Query;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/waiting-room/promises",
            Access::Permission(READ, Scope::Shop),
            count,
        )
        .says(TAG, "Count the waits that were as promised")
        .notes(
            "A promise is what a patient was told first, `at_most_wait_minutes`. Those whose entries are \
             still kept are counted, thirty days.",
        )
        .extension()
        .query::<Which>()
        .answers::<Promises>(200, "What became of the promises of that time")
        .refuses(&[404]),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: String,
    /// From when on patients were told something, as a Unix time.
    #[schemars(range(min = INSTANT_MIN, max = INSTANT_MAX - 1))]
    from: i64,
    /// Until when.
    #[schemars(range(min = INSTANT_MIN, max = INSTANT_MAX - 1))]
    to: i64,
}

async fn count(caller: Caller, Query(which): Query<Which>) -> ApiResult<Json<Promises>> {
    let room = waiting_room(&caller, &which.shop_uid)?;
    let (from, to) = (Instant(which.from), Instant(which.to));
    let empty = frontdesk::WaitingRoom::new(frontdesk::WaitingRoomSnapshot::default())?;
    let promises = caller.desk.read(|state| {
        let room = state.rooms.get(&room).map_or(&empty, |room| &room.room);
        room.promises(from, to).map_err(ApiError::from)
    });
    promises.map(Json)
}
