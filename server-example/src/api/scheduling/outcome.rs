//! How an appointment ended, and why a start can't be booked. Ours.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Actor, AppointmentStatus, Command, ExplainQuery, Explanation, Uid};
use schemars::JsonSchema;
use serde::Serialize;

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const COMPLETE: &str = "/v1/management/scheduling/appointments/{meeting_uid}/complete";
    const NO_SHOW: &str = "/v1/management/scheduling/appointments/{meeting_uid}/no-show";
    vec![
        Endpoint::new(Method::POST, COMPLETE, Access::Permission(SCHEDULING_ADMIN, Scope::Shop), complete)
            .says(TAG, "Say that an appointment took place")
            .notes("Also before its start: the patient was early. If it is under way in a waiting room, it is over there as well.")
            .answers::<Ended>(200, "Completed")
            .refuses(&[409]),
        Endpoint::new(Method::POST, NO_SHOW, Access::Permission(SCHEDULING_ADMIN, Scope::Shop), no_show)
            .says(TAG, "Say that the patient did not come")
            .notes("If a doctor has turned to it in a waiting room, the doctor is free again.")
            .answers::<Ended>(200, "Recorded")
            .refuses(&[409]),
        Endpoint::new(Method::POST, "/v1/management/scheduling/explain", Access::Permission(SCHEDULING_READ, Scope::Shop), explain)
            .says(TAG, "Why a start can't be booked")
            .notes("Every reason, for each doctor; none if it can. A POST, since it asks with an object; it changes nothing.")
            .body(ExplainQuery::json_schema)
            .answers::<Data<Explanation>>(200, "The reasons")
            .refuses(&[404]),
    ]
}

/// What became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EndedAppointment")]
struct Ended {
    appointment_uid: Uid,
    status: AppointmentStatus,
}

async fn complete(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    end(caller, ids, &body, |uid| Command::Complete { uid, by: Actor::Administrator }).await
}

async fn no_show(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    end(caller, ids, &body, |uid| Command::NoShow { uid }).await
}

async fn end(
    caller: Caller,
    Ids([uid]): Ids<1>,
    body: &Body,
    command: fn(Uid) -> Command,
) -> ApiResult<Answer> {
    let row = caller.store.appointment(caller.organisation(), &uid).await?;
    row.filter(|row| caller.reaches(row.memo.shop_uid.as_ref())).ok_or_else(ApiError::not_found)?;
    let command = command(uid.as_str().into());
    let task = move |work: &mut Work<'_>| {
        work.decide(&command)?;
        let appointment = work.clinic().appointment(&uid).ok_or_else(ApiError::not_found)?;
        Ok(Answer::new(
            StatusCode::OK,
            &Ended { appointment_uid: appointment.uid, status: appointment.status },
        ))
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn explain(caller: Caller, body: Body) -> ApiResult<Json<Data<Explanation>>> {
    let query: ExplainQuery = body.read()?;
    Ok(Json(Data { data: caller.desk.read(|state| state.clinic.explain(&query, caller.now))? }))
}
