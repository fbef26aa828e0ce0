//! That the patient of an appointment has come: noted by the desk, and taken back by it. Ours.

use axum::http::{Method, StatusCode};
use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::Serialize;

use super::TAG;
use crate::auth::permission::SCHEDULING_ADMIN;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const PATH: &str = "/v1/management/scheduling/appointments/{meeting_uid}/arrival";
    const ACCESS: Access = Access::Permission(SCHEDULING_ADMIN, Scope::Shop);
    vec![
        Endpoint::new(Method::PUT, PATH, ACCESS, arrive)
            .says(TAG, "Say that the patient of an appointment has come")
            .notes(
                "From a day before its start to a day after its end, while it is confirmed. Once it is over, \
                 called off or moved, nobody has come to it any more.",
            )
            .answers::<Arrived>(200, "Noted; when it was noted before, since when")
            .refuses(&[409]),
        Endpoint::new(Method::DELETE, PATH, ACCESS, take_back)
            .says(TAG, "Take back that the patient of an appointment has come")
            .answers_empty(204, "Nobody has come")
            .refuses(&[]),
    ]
}

/// Who has come.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AppointmentArrival")]
struct Arrived {
    /// The appointment.
    appointment_uid: Uid,
    /// Since when the patient is there.
    arrived_at: Option<Instant>,
}

async fn arrive(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    let uid = of_caller(&caller, uid).await?;
    let task = move |work: &mut Work<'_>| {
        work.arrive(&uid)?;
        let appointment = work.clinic().appointment(&uid).ok_or_else(ApiError::not_found)?;
        let arrived_at = work.state().arrived_at(&appointment);
        Ok(Answer::new(StatusCode::OK, &Arrived { appointment_uid: uid.clone(), arrived_at }))
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn take_back(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    let uid = of_caller(&caller, uid).await?;
    let task = move |work: &mut Work<'_>| {
        work.take_back_arrival(&uid)?;
        Ok(Answer::no_content())
    };
    caller.write(body.idempotency(&caller), task).await
}

/// An appointment that the caller reaches.
async fn of_caller(caller: &Caller, uid: String) -> ApiResult<Uid> {
    let row = caller.store.appointment(caller.organisation(), &uid).await?;
    row.filter(|row| caller.reaches(row.memo.shop_uid.as_ref())).ok_or_else(ApiError::not_found)?;
    Ok(uid.into())
}
