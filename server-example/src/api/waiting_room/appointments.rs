//! What doctors do with their appointments at the waiting room: begin, finish, and say that nobody came. All
//! of it extensions.

use axum::http::{Method, StatusCode};
use frontdesk::limits::INSTANT_MIN;
use frontdesk::{Actor, AppointmentStatus, Command, ErrorCode, Instant, QueueCommand, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::service::waiting_room;
use super::{TAG, WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let may = Access::Permission(WRITE, Scope::Shop);
    vec![
        Endpoint::new(
            Method::POST,
            "/v1/management/waiting-room/appointments/{meeting_uid}/start",
            may,
            start,
        )
        .says(TAG, "A free doctor turns to an appointment")
        .body(Where::json_schema)
        .answers::<Consultation>(200, "Begun"),
        Endpoint::new(
            Method::POST,
            "/v1/management/waiting-room/appointments/{meeting_uid}/finish",
            may,
            finish,
        )
        .says(TAG, "The consultation of an appointment is over")
        .body(EndedWhere::json_schema)
        .answers::<Consultation>(200, "Over, and the appointment is completed"),
        Endpoint::new(
            Method::POST,
            "/v1/management/waiting-room/appointments/{meeting_uid}/no-show",
            may,
            no_show,
        )
        .says(TAG, "The patient of an appointment, to which the doctor has turned, did not come")
        .body(Where::json_schema)
        .answers::<Consultation>(200, "Noted, on the appointment as well"),
    ]
    .into_iter()
    .map(|endpoint| endpoint.extension().refuses(&[404, 409]))
    .collect()
}

/// In which waiting room, and when it was over.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EndedWhere {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: Uid,
    /// Not before it began, and not after now; now if null.
    #[serde(default)]
    ended_at: Option<Instant>,
}

/// In which waiting room.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Where {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: Uid,
}

/// What became of a consultation.
#[derive(Serialize, JsonSchema)]
struct Consultation {
    appointment_uid: Uid,
    doctor_uid: Uid,
}

async fn start(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    reach(&caller, &uid).await?;
    let Where { shop_uid } = body.read()?;
    let command =
        |doctor_uid, appointment_uid| QueueCommand::StartAppointment { doctor_uid, appointment_uid };
    of_appointment(caller, uid, body, shop_uid, command, None).await
}

async fn finish(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    reach(&caller, &uid).await?;
    let EndedWhere { shop_uid, ended_at } = body.read()?;
    // Of a consultation that is over already, the room is not asked again.
    let (min, max) = (INSTANT_MIN, caller.now.0);
    if let Some(Instant(value)) = ended_at.filter(|at| !(min..=max).contains(&at.0)) {
        return Err(ApiError::invalid("ended_at", ErrorCode::OutOfRange { value, min, max }.to_string()));
    }
    let command = move |doctor_uid, appointment_uid| QueueCommand::FinishAppointment {
        doctor_uid,
        appointment_uid,
        ended_at,
    };
    // The room saw the patient, however early that was.
    let complete = |uid| Command::Complete { uid, by: Actor::Administrator };
    of_appointment(caller, uid, body, shop_uid, command, Some((complete, ENDED))).await
}

async fn no_show(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    reach(&caller, &uid).await?;
    let Where { shop_uid } = body.read()?;
    let command = |doctor_uid, appointment_uid| QueueCommand::NoShow { doctor_uid, appointment_uid };
    let then: Then = (|uid| Command::NoShow { uid }, &[AppointmentStatus::NoShow]);
    of_appointment(caller, uid, body, shop_uid, command, Some(then)).await
}

/// Whether the appointment is there and the caller may reach it.
async fn reach(caller: &Caller, uid: &str) -> ApiResult<()> {
    let row = caller.store.appointment(caller.organisation(), uid).await?;
    row.filter(|row| caller.reaches(row.memo.shop_uid.as_ref())).map(drop).ok_or_else(ApiError::not_found)
}

/// Where an appointment stands whose consultation is over, whoever ended it.
const ENDED: &[AppointmentStatus] =
    &[AppointmentStatus::Completed, AppointmentStatus::NoShow, AppointmentStatus::Cancelled];

/// What becomes of a confirmed appointment, and where it stands if that has happened already.
type Then = (fn(Uid) -> Command, &'static [AppointmentStatus]);

/// Something that happens in a waiting room to an appointment of the clinic, and what that means for the
/// appointment; and where that stands if it has happened already.
async fn of_appointment(
    caller: Caller,
    uid: String,
    body: Body,
    shop_uid: Uid,
    command: impl Fn(Uid, Uid) -> QueueCommand + Send + 'static,
    then: Option<Then>,
) -> ApiResult<Answer> {
    let room = waiting_room(&caller, &shop_uid)?;
    let task = move |work: &mut Work<'_>| {
        let appointment = work.clinic().appointment(&uid).ok_or_else(ApiError::not_found)?;
        // Whoever is with the appointment; it may have another doctor meanwhile.
        let seen_by = work.under_way(&uid).map(|under_way| under_way.doctor_uid);
        let was_under_way = seen_by.is_some();
        let doctor_uid = seen_by.unwrap_or_else(|| appointment.doctor_uid.clone());
        work.end_outdated_consultations()?;
        let ended = then.is_some_and(|(_, so)| was_under_way || so.contains(&appointment.status));
        let is_over = ended && work.under_way(&uid).is_none();
        if !is_over {
            work.queue(&room, &command(doctor_uid.clone(), appointment.uid.clone()))?;
            // What was called off or missed by another path stays so.
            if let Some((then, _)) = then.filter(|_| appointment.status == AppointmentStatus::Confirmed) {
                work.decide(&then(appointment.uid.clone()))?;
            }
        }
        Ok(Answer::new(StatusCode::OK, &Consultation { appointment_uid: appointment.uid, doctor_uid }))
    };
    caller.write(body.idempotency(&caller), task).await
}
