//! What the desk does as the administrator: hold and move, also in spite of what stands against it, and take
//! back how an appointment ended. Ours.

use axum::http::{Method, StatusCode};
use chrono::NaiveDateTime;
use frontdesk::{
    Actor, Command, Instant, Reason, ReasonCode, Uid, from_json, optional_integer, optional_local_time,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::TAG;
use crate::api::booking::{Booking, patient};
use crate::auth::permission::SCHEDULING_ADMIN;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};
use crate::store::Memo;

pub(super) fn endpoints() -> Vec<Endpoint> {
    const REBOOK: &str = "/v1/management/scheduling/appointments/{meeting_uid}/rebook";
    const REOPEN: &str = "/v1/management/scheduling/appointments/{meeting_uid}/reopen";
    const APPROVE: &str = "/v1/management/scheduling/appointments/{meeting_uid}/approve";
    const DECLINE: &str = "/v1/management/scheduling/appointments/{meeting_uid}/decline";
    const ACCESS: Access = Access::Permission(SCHEDULING_ADMIN, Scope::Shop);
    vec![
        Endpoint::new(Method::POST, "/v1/management/scheduling/appointments/hold", ACCESS, hold)
            .says(TAG, "Hold a slot as the desk")
            .notes(
                "Bound by neither notice nor horizon. `override` names kinds of reasons that do not count, \
                 such as `slot_taken` or `outside_hours`: `overrode` says then what stood against the slot.",
            )
            .creates()
            .body(Hold::json_schema)
            .answers::<DeskBooking>(201, "Held")
            .refuses(&[404, 409]),
        Endpoint::new(Method::POST, REBOOK, ACCESS, rebook)
            .says(TAG, "Move an appointment as the desk")
            .notes(
                "It keeps its uid. Without a doctor, the doctor stays. Bound by neither notice nor horizon; \
                 `override` as for a hold.",
            )
            .body(Move::json_schema)
            .answers::<DeskBooking>(200, "Moved")
            .refuses(&[409]),
        Endpoint::new(Method::POST, REOPEN, ACCESS, reopen)
            .says(TAG, "Take back how an appointment ended")
            .notes(
                "One that was completed, missed or cancelled is confirmed again; one that was cancelled, if \
                 its time is free.",
            )
            .answers::<DeskBooking>(200, "Confirmed again")
            .refuses(&[409]),
        Endpoint::new(Method::POST, APPROVE, ACCESS, approve)
            .says(TAG, "Approve what a patient has asked for")
            .answers::<DeskBooking>(200, "Confirmed")
            .refuses(&[409]),
        Endpoint::new(Method::POST, DECLINE, ACCESS, decline)
            .says(TAG, "Decline what a patient has asked for")
            .body(Decline::json_schema)
            .answers::<DeskBooking>(200, "Cancelled")
            .refuses(&[409]),
    ]
}

/// An appointment as the desk sees it that has booked it.
#[derive(Serialize, JsonSchema)]
struct DeskBooking {
    #[serde(flatten)]
    booking: Booking,
    /// What stood against its slot, and was overridden.
    overrode: Vec<Reason>,
}

/// Why it is declined.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Decline {
    /// Why; not blank.
    #[schemars(length(min = 1, max = 2000), regex(pattern = "\\S"))]
    reason: String,
}

/// What to hold.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Hold {
    /// The type.
    appointment_type_uid: Uid,
    /// The start, as an instant. Either this or `local_start`.
    start_date: Option<Instant>,
    /// The start on the doctor's clock, such as `2026-12-01T09:00`; on the practice's if no doctor is named.
    #[serde(default, deserialize_with = "optional_local_time")]
    local_start: Option<NaiveDateTime>,
    /// The doctor; any if null.
    doctor_uid: Option<Uid>,
    /// For whom.
    patient_profile_uid: Uid,
    /// Kinds of reasons that do not count against the slot.
    #[serde(default)]
    r#override: Vec<ReasonCode>,
    /// How long, in minutes: one of the type's lengths.
    #[schemars(range(min = 1, max = 1_440), extend("x-extension" = true))]
    #[serde(default, deserialize_with = "optional_integer")]
    duration_minutes: Option<i64>,
    /// How many seats of a group visit; 1 if null.
    #[schemars(range(min = 1, max = 1_000), extend("x-extension" = true))]
    #[serde(default, deserialize_with = "optional_integer")]
    seats: Option<i64>,
    /// Where; if null, the first of the locations at which the slot is listed.
    location_uid: Option<Uid>,
}

/// Where to move an appointment.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Move {
    /// The new start, as an instant. Either this or `local_start`.
    start_date: Option<Instant>,
    /// The new start on the doctor's clock, such as `2026-12-01T09:00`.
    #[serde(default, deserialize_with = "optional_local_time")]
    local_start: Option<NaiveDateTime>,
    /// The new doctor; the same if null.
    doctor_uid: Option<Uid>,
    /// Kinds of reasons that do not count against the new slot.
    #[serde(default)]
    r#override: Vec<ReasonCode>,
    /// How long, in minutes: one of the type's lengths.
    #[schemars(range(min = 1, max = 1_440), extend("x-extension" = true))]
    #[serde(default, deserialize_with = "optional_integer")]
    duration_minutes: Option<i64>,
    /// How many seats of a group visit; as many as until now if null.
    #[schemars(range(min = 1, max = 1_000), extend("x-extension" = true))]
    #[serde(default, deserialize_with = "optional_integer")]
    seats: Option<i64>,
    /// What it is from then on; the type stays if null.
    #[schemars(extend("x-extension" = true))]
    appointment_type_uid: Option<Uid>,
    /// Where; if null, at the same location if the slot is listed there, else at the first at which it is.
    location_uid: Option<Uid>,
}

async fn hold(caller: Caller, body: Body) -> ApiResult<Answer> {
    let hold: Hold = body.read()?;
    let (patient_uid, shop_uid) = patient(&caller, Some(&hold.patient_profile_uid)).await?;
    let memo = Memo { shop_uid: Some(shop_uid), ..Memo::default() };
    let task = move |work: &mut Work<'_>| {
        let uid = work.uid("mtg");
        let command = Command::Hold {
            uid: uid.clone(),
            appointment_type_uid: hold.appointment_type_uid.clone(),
            start_date: hold.start_date,
            local_start: hold.local_start,
            doctor_uid: hold.doctor_uid.clone(),
            patient_uid: Some(patient_uid.clone()),
            by: Actor::Administrator,
            r#override: hold.r#override.clone(),
            replaces: None,
            duration_minutes: hold.duration_minutes,
            seats: hold.seats,
            location_uid: hold.location_uid.clone(),
        };
        work.decide_with(&command, &memo)?;
        answer(work, StatusCode::CREATED, &uid)
    };
    write(&caller, &body, task).await
}

async fn rebook(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    let command = |uid| {
        let Move {
            start_date,
            local_start,
            doctor_uid,
            r#override,
            duration_minutes,
            seats,
            appointment_type_uid,
            location_uid,
        } = body.read()?;
        Ok(Command::Rebook {
            uid,
            start_date,
            local_start,
            doctor_uid,
            by: Actor::Administrator,
            r#override,
            duration_minutes,
            seats,
            appointment_type_uid,
            location_uid,
        })
    };
    act(caller, ids, &body, command).await
}

async fn reopen(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    act(caller, ids, &body, |uid| Ok(Command::Reopen { uid, by: Actor::Administrator })).await
}

async fn approve(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    act(caller, ids, &body, |uid| Ok(Command::Approve { uid, by: Actor::Administrator })).await
}

async fn decline(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    let command = |uid| {
        let Decline { reason } = body.read()?;
        Ok(Command::Decline { uid, reason, by: Actor::Administrator })
    };
    act(caller, ids, &body, command).await
}

/// Has something happen to an appointment that the caller reaches.
async fn act(
    caller: Caller,
    Ids([uid]): Ids<1>,
    body: &Body,
    command: impl FnOnce(Uid) -> ApiResult<Command>,
) -> ApiResult<Answer> {
    let row = caller.store.appointment(caller.organisation(), &uid).await?;
    row.filter(|row| caller.reaches(row.memo.shop_uid.as_ref())).ok_or_else(ApiError::not_found)?;
    let uid = Uid::from(uid);
    let command = command(uid.clone())?;
    let task = move |work: &mut Work<'_>| {
        work.decide(&command)?;
        answer(work, StatusCode::OK, &uid)
    };
    write(&caller, body, task).await
}

/// Does it. What was overridden may be another shop's appointment.
async fn write(
    caller: &Caller,
    body: &Body,
    task: impl FnMut(&mut Work<'_>) -> ApiResult<Answer> + Send + 'static,
) -> ApiResult<Answer> {
    let answer = caller.write(body.idempotency(caller), task).await?;
    let booking: Value = from_json(&answer.body).map_err(|error| ApiError::internal(&error))?;
    Ok(Answer { body: caller.told(&booking).await?.to_string(), ..answer })
}

/// The appointment as the transaction leaves it.
fn answer(work: &Work<'_>, status: StatusCode, uid: &Uid) -> ApiResult<Answer> {
    let appointment = work.clinic().appointment(uid).ok_or_else(ApiError::not_found)?;
    let booking = DeskBooking { booking: Booking::left_by(work, uid)?, overrode: appointment.overrode };
    Ok(Answer::new(status, &booking))
}
