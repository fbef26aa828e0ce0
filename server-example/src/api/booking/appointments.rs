//! A patient's appointments: list, hold, confirm, release, cancel, rebook. A booking token sees and changes
//! its patient's only; an API key, those of its shops.

use axum::Json;
use axum::http::{Method, StatusCode};
use chrono::NaiveDateTime;
use frontdesk::{Actor, Command, Instant, Uid, optional_integer, optional_local_time};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::booked::{Booking, own, patient};
use super::{TAG, visiting};
use crate::auth::{Access, Caller, Patient};
use crate::desk::{Answer, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids, Paged, Query, page};
use crate::id;
use crate::store::{AppointmentFilter, Memo};

const ALL: &str = "/v1/scheduling/appointments";
const ONE: &str = "/v1/scheduling/appointments/{meeting_uid}";
const CONFIRM: &str = "/v1/scheduling/appointments/{meeting_uid}/confirm";
const EXTEND: &str = "/v1/scheduling/appointments/{meeting_uid}/extend";
const RELEASE: &str = "/v1/scheduling/appointments/{meeting_uid}/release";
const CANCEL: &str = "/v1/scheduling/appointments/{meeting_uid}/cancel";
const REBOOK: &str = "/v1/scheduling/appointments/{meeting_uid}/rebook";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, ALL, Access::Booking, list)
            .says(TAG, "List appointments")
            .notes("Of the token's patient; with an API key, of all. By start, in any status.")
            .query::<Pages>()
            .answers::<Paged<Booking>>(200, "A page"),
        Endpoint::new(Method::GET, ONE, Access::Booking, show)
            .says(TAG, "An appointment")
            .answers::<Booking>(200, "The appointment"),
        Endpoint::new(Method::POST, "/v1/scheduling/appointments/hold", Access::Booking, hold)
            .says(TAG, "Hold a slot")
            .notes(
                "Until `hold_expires_at`. Without a doctor, the type's `doctor_choice` names one. With an \
                 API key, `patient_profile_uid` says for whom.",
            )
            .creates()
            .body(Hold::json_schema)
            .answers::<Booking>(201, "Held")
            .refuses(&[404, 409]),
        Endpoint::new(Method::POST, EXTEND, Access::Booking, extend)
            .says(TAG, "Put off the end of a hold")
            .notes("As far as its type says by `hold_max_seconds`.")
            .answers::<Booking>(200, "Extended")
            .refuses(&[409]),
        Endpoint::new(Method::POST, CONFIRM, Access::Booking, confirm)
            .says(TAG, "Confirm a hold")
            .notes(
                "Where the practice has to approve it, it stays `held`, with `approval: requested`, until it \
                 does.",
            )
            .answers::<Booking>(200, "Confirmed")
            .refuses(&[409]),
        Endpoint::new(Method::POST, RELEASE, Access::Booking, release)
            .says(TAG, "Give a hold back")
            .answers::<Booking>(200, "Given back")
            .refuses(&[409]),
        Endpoint::new(Method::POST, CANCEL, Access::Booking, cancel)
            .says(TAG, "Cancel an appointment")
            .body(Cancellation::json_schema)
            .answers::<Booking>(200, "Cancelled")
            .refuses(&[409]),
        Endpoint::new(Method::POST, REBOOK, Access::Booking, rebook)
            .says(TAG, "Move an appointment")
            .notes("It keeps its uid. Without a doctor, the doctor stays.")
            .body(Move::json_schema)
            .answers::<Booking>(200, "Moved")
            .refuses(&[409]),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct Pages {
    /// Page number, from 0.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    page: Option<i64>,
    /// Appointments of a page; what is over 200 is 200.
    #[schemars(range(min = 1))]
    limit: Option<i64>,
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
    /// For whom. With an API key, and only then.
    patient_profile_uid: Option<Uid>,
    /// A live hold of the same patient that this one takes the place of: both happen, or neither.
    replaces: Option<Uid>,
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

/// Why an appointment is cancelled.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Cancellation {
    /// Why; not blank.
    #[schemars(length(min = 1, max = 2000), regex(pattern = "\\S"))]
    reason: String,
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
    #[schemars(extend("x-extension" = true))]
    location_uid: Option<Uid>,
}

/// Who asks, as the engine has it: a partner's system is not bound by what binds patients only.
pub(super) fn actor(caller: &Caller) -> Actor {
    if caller.patient.is_some() { Actor::Patient } else { Actor::Partner }
}

async fn list(caller: Caller, Query(pages): Query<Pages>) -> ApiResult<Json<Paged<Booking>>> {
    let page = page(pages.page, pages.limit)?;
    let filter = AppointmentFilter {
        patient_uid: caller.patient.as_ref().map(|patient| patient.uid.to_string()),
        // A patient's own are the patient's, whatever shop they were booked in.
        shop_uid: if caller.patient.is_some() { None } else { caller.shop.clone() },
        now: caller.now,
        ..AppointmentFilter::default()
    };
    let listed = caller.store.appointments(caller.organisation(), &filter, page).await?;
    Ok(Json(Paged::new(listed, page, |row| Booking::view(&caller, row)).transposed()?))
}

async fn show(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Json<Booking>> {
    let row = own(&caller, &uid).await?;
    Booking::view(&caller, row).map(Json)
}

async fn hold(caller: Caller, body: Body) -> ApiResult<Answer> {
    let hold: Hold = body.read()?;
    let (patient_uid, shop_uid) = patient(&caller, hold.patient_profile_uid.as_ref()).await?;
    if let Some(uid) = &hold.replaces {
        own(&caller, uid).await?;
    }
    let visitor = caller.patient.clone().filter(Patient::is_visitor);
    let by = actor(&caller);
    let memo = Memo { shop_uid: Some(shop_uid), ..Memo::default() };
    let task = move |work: &mut Work<'_>| {
        let uid = work.uid("mtg");
        let replaces = match &visitor {
            Some(visitor) => {
                visiting::may_book(work, visitor)?;
                visiting::replaced(work, &patient_uid, hold.replaces.as_ref())?
            }
            None => hold.replaces.clone(),
        };
        let command = Command::Hold {
            uid: uid.clone(),
            appointment_type_uid: hold.appointment_type_uid.clone(),
            start_date: hold.start_date,
            local_start: hold.local_start,
            doctor_uid: hold.doctor_uid.clone(),
            patient_uid: Some(patient_uid.clone()),
            by,
            r#override: Vec::new(),
            replaces,
            duration_minutes: hold.duration_minutes,
            seats: hold.seats,
            location_uid: hold.location_uid.clone(),
        };
        work.decide_with(&command, &memo)?;
        answer(work, StatusCode::CREATED, &uid)
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn confirm(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    if let Some(patient) = caller.patient.as_ref().filter(|patient| patient.is_visitor()) {
        let said =
            caller.store.record(caller.organisation(), kind::PATIENT_PROFILE, &patient.profile_uid).await?;
        if said.is_none() {
            let message = "Who this is for has to be said first";
            return Err(ApiError::refused(message, &json!({ "code": "details_missing" })));
        }
    }
    // A room that nobody can guess; the engine takes it for types that have a room for each appointment.
    let room = id::uid("room", caller.now);
    act(caller, ids, &body, |uid, by| Ok(Command::Confirm { uid, video_room_id: Some(room), by })).await
}

async fn extend(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    act(caller, ids, &body, |uid, _| Ok(Command::Extend { uid })).await
}

async fn release(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    act(caller, ids, &body, |uid, _| Ok(Command::Release { uid })).await
}

async fn cancel(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    act(caller, ids, &body, |uid, by| {
        Ok(Command::Cancel { uid, reason: body.read::<Cancellation>()?.reason, by })
    })
    .await
}

async fn rebook(caller: Caller, ids: Ids<1>, body: Body) -> ApiResult<Answer> {
    let command = |uid, by| {
        let Move {
            start_date,
            local_start,
            doctor_uid,
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
            by,
            r#override: Vec::new(),
            duration_minutes,
            seats,
            appointment_type_uid,
            location_uid,
        })
    };
    act(caller, ids, &body, command).await
}

/// Has something happen to an appointment of the caller's.
async fn act(
    caller: Caller,
    Ids([uid]): Ids<1>,
    body: &Body,
    command: impl FnOnce(Uid, Actor) -> ApiResult<Command>,
) -> ApiResult<Answer> {
    own(&caller, &uid).await?;
    let uid = Uid::from(uid);
    let command = command(uid.clone(), actor(&caller))?;
    // What a visitor has, it can give back wherever it is.
    let gives_back = matches!(command, Command::Release { .. } | Command::Cancel { .. });
    let booking = caller.patient.clone().filter(|_| !gives_back);
    let task = move |work: &mut Work<'_>| {
        booking.as_ref().map_or(Ok(()), |patient| visiting::may_book(work, patient))?;
        work.decide(&command)?;
        answer(work, StatusCode::OK, &uid)
    };
    caller.write(body.idempotency(&caller), task).await
}

/// The appointment as the transaction leaves it.
fn answer(work: &Work<'_>, status: StatusCode, uid: &Uid) -> ApiResult<Answer> {
    Ok(Answer::new(status, &Booking::left_by(work, uid)?))
}
