//! A user's rooms: associate one, remove one.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::form::Form;
use super::list::form_schema;
use super::view::{ListEnvelope, OfUser};
use super::{TAG, find};
use crate::auth::{Access, Caller};
use crate::desk::{Answer, ConsultationRoom, State, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Ids;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::POST, "/api_v3/users/{id}/rooms", Access::AccountToken, associate)
            .says(TAG, "Associate a room with a user")
            .notes("`-` is the account's own user. With `default`, the user's other rooms lose that.")
            .body(|_| {
                let mut schema = form_schema(&["code"], &["code"]).to_value();
                schema["properties"]["default"] =
                    json!({ "enum": ["true", "false", "1", "0", "", true, false, 1, 0, null] });
                schemars::Schema::try_from(schema).expect("an object is a schema")
            })
            .takes_forms()
            .creates()
            .answers::<ListEnvelope<OfUser>>(200, "The user's rooms"),
        Endpoint::new(Method::DELETE, "/api_v3/users/{id}/rooms/{room_code}", Access::AccountToken, remove)
            .says(TAG, "Remove a room's association with a user")
            .answers::<Nothing>(200, "Removed"),
    ]
}

/// `{}`.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Empty")]
struct Nothing {}

async fn associate(caller: Caller, Ids([id]): Ids<1>, form: Form) -> ApiResult<Answer> {
    caller.desk.read(|state| user(state, &id))?;
    let (code, default) = (form.required("code")?, form.flag("default")?);
    let task = move |work: &mut Work<'_>| {
        let user = user(work.state(), &id)?;
        let before = find(work.state(), &code)?.clone();
        let mut room = before.clone();
        if !room.provider_ids.contains(&user) {
            room.provider_ids.push(user.clone());
        }
        room.default_of.retain(|of| *of != user);
        if default {
            room.default_of.push(user.clone());
            let others = work
                .state()
                .vsee
                .rooms
                .values()
                .filter(|other| other.code != room.code && other.default_of.contains(&user));
            for mut other in others.cloned().collect::<Vec<_>>() {
                other.default_of.retain(|of| *of != user);
                put(work, other)?;
            }
        }
        if room != before {
            put(work, room)?;
        }
        let rooms = work.state().vsee.rooms.values().filter(|room| room.provider_ids.contains(&user));
        Ok(Answer::new(
            StatusCode::OK,
            &ListEnvelope { data: rooms.map(|room| OfUser::new(room, &user)).collect() },
        ))
    };
    caller.write(form.idempotency(&caller), task).await
}

async fn remove(caller: Caller, Ids([id, code]): Ids<2>) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let user = user(work.state(), &id)?;
        let mut room = find(work.state(), &code)?.clone();
        if !room.provider_ids.contains(&user) {
            return Err(ApiError::not_found());
        }
        room.provider_ids.retain(|of| *of != user);
        room.default_of.retain(|of| *of != user);
        put(work, room)?;
        Ok(Answer::new(StatusCode::OK, &Nothing {}))
    };
    caller.write(None, task).await
}

fn put(work: &mut Work<'_>, room: ConsultationRoom) -> ApiResult<()> {
    let room = ConsultationRoom { modified: work.now, ..room };
    work.put(kind::ROOM, &room.code.clone(), None, &room)
}

/// The user of that id, if the account knows one.
fn user(state: &State, id: &str) -> ApiResult<String> {
    let accounts = &state.vsee.accounts;
    let known = |id: &str| {
        accounts.values().any(|account| account.user_id == id)
            || state.vsee.providers.contains_key(id)
            || state.vsee.rooms.values().any(|room| room.provider_ids.iter().any(|of| of == id))
    };
    match id {
        "-" => {
            accounts.values().next().map(|account| account.user_id.clone()).ok_or_else(ApiError::not_found)
        }
        id if known(id) => Ok(id.to_owned()),
        _ => Err(ApiError::not_found()),
    }
}
