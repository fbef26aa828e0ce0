//! How an appointment ended, what the desk can book, and why a start can't be booked. Ours.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{
    Actor, AppointmentStatus, Command, ExplainQuery, Explanation, Instant, Slot, SlotQuery, Uid,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::limits::{SLOT_RANGE_DAYS_MAX, SLOTS_ANSWERED_MAX};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const COMPLETE: &str = "/v1/management/scheduling/appointments/{meeting_uid}/complete";
    const NO_SHOW: &str = "/v1/management/scheduling/appointments/{meeting_uid}/no-show";
    vec![
        Endpoint::new(Method::POST, COMPLETE, Access::Permission(SCHEDULING_ADMIN, Scope::Shop), complete)
            .says(TAG, "Say that an appointment took place")
            .notes(
                "Also before its start: the patient was early. If it is under way in a waiting room, it is \
                 over there as well.",
            )
            .answers::<Ended>(200, "Completed")
            .refuses(&[409]),
        Endpoint::new(Method::POST, NO_SHOW, Access::Permission(SCHEDULING_ADMIN, Scope::Shop), no_show)
            .says(TAG, "Say that the patient did not come")
            .notes("If a doctor has turned to it in a waiting room, the doctor is free again.")
            .answers::<Ended>(200, "Recorded")
            .refuses(&[409]),
        Endpoint::new(
            Method::POST,
            "/v1/management/scheduling/slots",
            Access::Permission(SCHEDULING_READ, Scope::Shop),
            slots,
        )
        .says(TAG, "When a type can be booked, for a patient and by whoever asks")
        .notes(
            "By start, then doctor: with `by: administrator`, what the desk can hold. At most 62 days and \
             5000 slots. A POST, since it asks with an object; it changes nothing.",
        )
        .body(SlotQuery::json_schema)
        .answers::<Data<Slot>>(200, "Slots that can be held")
        .refuses(&[404]),
        Endpoint::new(
            Method::POST,
            "/v1/management/scheduling/explain",
            Access::Permission(SCHEDULING_READ, Scope::Shop),
            explain,
        )
        .says(TAG, "Why a start can't be booked")
        .notes(
            "Every reason, for each doctor; none if it can. A key of one shop is not told which appointment \
             of another shop is in the way, nor until when. A POST, since it asks with an object; it changes \
             nothing.",
        )
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

async fn slots(caller: Caller, body: Body) -> ApiResult<Json<Data<Slot>>> {
    let mut query: SlotQuery = body.read()?;
    check_range(query.from, query.to)?;
    caller.may_ask_about(query.patient_uid.as_ref(), query.exclude_appointment_uid.as_ref()).await?;
    query.limit = Some(query.limit.unwrap_or(SLOTS_ANSWERED_MAX).min(SLOTS_ANSWERED_MAX));
    Ok(Json(Data { data: caller.desk.read(|state| state.clinic.find_slots(&query, caller.now))? }))
}

/// Refuses a range of so many days that no page shows them.
pub(super) fn check_range(from: Instant, to: Instant) -> ApiResult<()> {
    if to.0.saturating_sub(from.0) > SLOT_RANGE_DAYS_MAX * 86_400 {
        return Err(ApiError::invalid("to", format!("at most {SLOT_RANGE_DAYS_MAX} days after from")));
    }
    Ok(())
}

async fn explain(caller: Caller, body: Body) -> ApiResult<Json<Value>> {
    let query: ExplainQuery = body.read()?;
    caller.may_ask_about(query.patient_uid.as_ref(), query.exclude_appointment_uid.as_ref()).await?;
    let data = caller.desk.read(|state| state.clinic.explain(&query, caller.now))?;
    Ok(Json(caller.told(&Data { data }).await?))
}
