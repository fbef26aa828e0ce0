//! The documented rooms of the VSee API: who can be seen in them, how long the queue is, whose they are.

mod form;
mod list;
mod one;
mod users;
mod view;

use frontdesk::Uid;

use crate::desk::{ConsultationRoom, State};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};

const TAG: &str = "Rooms";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = list::endpoints();
    endpoints.extend(one::endpoints());
    endpoints.extend(users::endpoints());
    endpoints
}

/// The waiting room that is the queue of a room.
pub(super) fn waiting_room_of(state: &State, code: &str) -> Option<Uid> {
    state.vsee.rooms.get(code).map(|room| room.queue().clone())
}

fn find<'a>(state: &'a State, code: &str) -> ApiResult<&'a ConsultationRoom> {
    state.vsee.rooms.get(code).ok_or_else(ApiError::not_found)
}
