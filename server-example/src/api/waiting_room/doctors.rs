//! The doctors of a waiting room: who is there, who is away, and whose consultation nobody has ended. All of
//! it extensions.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::limits::AWAY_MINUTES_MAX;
use frontdesk::{Consultation, Instant, QueueCommand, QueueDoctor, Uid, VisitDoubt, optional_integer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::service::waiting_room;
use super::{READ, TAG, WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids, Query};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/waiting-room/doctors",
            Access::Permission(READ, Scope::Shop),
            list,
        )
        .says(TAG, "List the doctors of a waiting room")
        .notes(
            "`doubt` says why nobody believes that a consultation is still under way: it was probably over \
             long ago, and `complete` takes an `ended_at`.",
        )
        .extension()
        .query::<Which>()
        .answers::<Data<Present>>(200, "In the room's order")
        .refuses(&[404]),
        Endpoint::new(
            Method::POST,
            "/v1/management/waiting-room/doctors/{doctor_uid}/away",
            Access::Permission(WRITE, Scope::Shop),
            set_away,
        )
        .says(TAG, "Say whether a doctor is away")
        .notes(
            "Who is away is called nobody for: for about so many `minutes`, or until somebody says that the \
             doctor is back. What is under way goes on.",
        )
        .extension()
        .body(Away::json_schema)
        .answers::<Present>(200, "Noted")
        .refuses(&[404, 409]),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: String,
}

/// Whether a doctor is away.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Away {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: Uid,
    /// Whether the doctor is away.
    away: bool,
    /// Of one who is: in about how many minutes the doctor will be back, 0 to 1440; until somebody says so if
    /// null.
    #[serde(default, deserialize_with = "optional_integer")]
    #[schemars(range(min = 0, max = AWAY_MINUTES_MAX))]
    minutes: Option<i64>,
}

/// A doctor of a waiting room.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WaitingRoomDoctor")]
struct Present {
    doctor_uid: Uid,
    /// Whether the doctor is on duty now.
    on_duty: bool,
    /// Whether the doctor is away, on duty or not.
    away: bool,
    /// Since when; null of one who is not away.
    away_since: Option<Instant>,
    /// When one who is away will be back, if that is known.
    back_at: Option<Instant>,
    /// The queue entry or the appointment that the doctor sees; of several the one that began first.
    sees: Option<Uid>,
    /// Since when.
    started_at: Option<Instant>,
    /// Why nobody believes that.
    doubt: Option<VisitDoubt>,
    /// How many patients the doctor sees at a time.
    concurrent_patients_max: i64,
    /// Whom the doctor sees at the same time, in the order in which they began.
    beside: Vec<Seen>,
}

/// Somebody whom a doctor sees.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WaitingRoomConsultation")]
struct Seen {
    /// The queue entry or the appointment.
    sees: Uid,
    /// Since when.
    started_at: Instant,
    /// Why nobody believes that.
    doubt: Option<VisitDoubt>,
}

impl Present {
    fn new(doctor: &QueueDoctor, doubt: impl Fn(&Uid) -> Option<VisitDoubt>, now: Instant) -> Self {
        let (away, current) = (doctor.is_away(now), doctor.current.as_ref());
        let seen = |consultation: &Consultation| Seen {
            sees: consultation.uid.clone(),
            started_at: consultation.started_at,
            doubt: doubt(&consultation.uid),
        };
        Self {
            doctor_uid: doctor.uid.clone(),
            on_duty: doctor.is_on_duty(now),
            away,
            away_since: doctor.away_since.filter(|_| away),
            back_at: doctor.back_at.filter(|_| away),
            sees: current.map(|current| current.uid.clone()),
            started_at: current.map(|current| current.started_at),
            doubt: current.and_then(|current| doubt(&current.uid)),
            concurrent_patients_max: doctor.concurrent_patients_max.unwrap_or(1),
            beside: doctor.beside.iter().map(seen).collect(),
        }
    }
}

async fn list(caller: Caller, Query(Which { shop_uid }): Query<Which>) -> ApiResult<Json<Data<Present>>> {
    let (room, now) = (waiting_room(&caller, &shop_uid)?, caller.now);
    let data = caller.desk.read(|state| {
        let Some(known) = state.rooms.get(&room) else { return Ok(Vec::new()) };
        let room = known.prepared(&state.clinic, now)?;
        let forgotten = room.forgotten(&known.learner, now)?;
        let present = |doctor: &QueueDoctor| {
            let of_doctor = forgotten.iter().filter(|one| one.doctor_uid == doctor.uid);
            let doubt = |uid: &Uid| of_doctor.clone().find(|one| one.uid == *uid).map(|one| one.doubt);
            Present::new(doctor, doubt, now)
        };
        Ok::<_, ApiError>(room.doctors().iter().map(present).collect())
    });
    Ok(Json(Data { data: data? }))
}

async fn set_away(caller: Caller, Ids([doctor_uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    // What is wrong with the body is told only of a doctor who is there.
    if caller.desk.read(|state| state.clinic.doctor(&doctor_uid).is_none()) {
        return Err(ApiError::not_found());
    }
    let Away { shop_uid, away, minutes } = body.read()?;
    let (room, now) = (waiting_room(&caller, &shop_uid)?, caller.now);
    let command = QueueCommand::SetAway { doctor_uid: doctor_uid.as_str().into(), away, minutes };
    let task = move |work: &mut Work<'_>| {
        work.queue(&room, &command)?;
        let doctor = work.state().rooms.get(&room).and_then(|room| room.room.doctor(&doctor_uid));
        let doctor = doctor.ok_or_else(ApiError::not_found)?;
        Ok(Answer::new(StatusCode::OK, &Present::new(doctor, |_| None, now)))
    };
    caller.write(body.idempotency(&caller), task).await
}
