//! Joining the queue.

use axum::http::{Method, StatusCode};
use frontdesk::limits::{HEAD_START_SECONDS_MAX, PATIENCE_MINUTES_MAX};
use frontdesk::{
    DoctorPreference, QueueCommand, Uid, WaitDistribution, WaitUnknown, from_json, optional_integer,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Standing;
use super::{TAG, WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, PatientProfile, State, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::POST,
            "/v1/management/waiting-room/register",
            Access::Permission(WRITE, Scope::Shop),
            register,
        )
        .says(TAG, "Register a patient")
        .notes("A patient waits once at a time. Fields besides the four documented ones are extensions.")
        .creates()
        .body(Registration::json_schema)
        .answers::<Registered>(201, "Registered")
        .refuses(&[404, 409]),
    ]
}

/// Who joins, and what for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Registration {
    /// The shop in which the patient registers.
    #[schemars(length(min = 1, max = 255))]
    shop_uid: String,
    /// The patient's profile in that shop.
    #[schemars(length(min = 1, max = 255))]
    patient_profile_uid: String,
    /// Whom the patient would like to see.
    #[serde(default)]
    preferred_doctor_uid: Option<Uid>,
    /// What the visit is about.
    #[serde(default)]
    visit_reason: Option<Uid>,
    /// Whether only the preferred doctor will do.
    #[serde(default)]
    #[schemars(extend("x-extension" = true))]
    preference: Option<DoctorPreference>,
    /// For how long only the preferred doctor will do, 0 to 10080.
    #[serde(default, deserialize_with = "optional_integer")]
    #[schemars(range(min = 0, max = PATIENCE_MINUTES_MAX), extend("x-extension" = true))]
    preference_patience_minutes: Option<i64>,
    /// The priority level, one of those of the queue's policy. It says `urgent` and `head_start_seconds`,
    /// which are not said beside it.
    #[serde(default)]
    #[schemars(extend("x-extension" = true))]
    level: Option<Uid>,
    /// Whether the patient is seen before others.
    #[serde(default)]
    #[schemars(extend("x-extension" = true))]
    urgent: Option<bool>,
    /// In the order of service the patient counts as having come so much earlier: the credit of a priority
    /// level, 0 to 604800.
    #[serde(default, deserialize_with = "optional_integer")]
    #[schemars(range(min = 0, max = HEAD_START_SECONDS_MAX), extend("x-extension" = true))]
    head_start_seconds: Option<i64>,
    /// The room of the VSee API whose queue it is; the shop's own queue if null.
    #[serde(default)]
    #[schemars(extend("x-extension" = true))]
    room_code: Option<String>,
}

/// Where the patient stands.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "QueueRegistration")]
struct Registered {
    /// The entry, such as `q-abc123`.
    queue_uid: Uid,
    /// The place in the order of service, from 1.
    position: Option<usize>,
    /// About how long it will be, in minutes, rounded; null if nobody foresees that the patient is seen.
    estimated_wait_minutes: Option<i64>,
    /// How surely: "rarely more than" its `p90`.
    #[schemars(extend("x-extension" = true))]
    wait: Option<WaitDistribution>,
    /// What is to be shown beside `estimated_wait_minutes`: it will rarely be more minutes.
    #[schemars(extend("x-extension" = true))]
    at_most_wait_minutes: Option<i64>,
    /// Why `estimated_wait_minutes` is null.
    #[schemars(extend("x-extension" = true))]
    wait_unknown: Option<WaitUnknown>,
}

/// What is remembered of a registration: what is said of the wait is as of the answer.
#[derive(Serialize, Deserialize)]
struct Joined {
    queue_uid: Uid,
}

async fn register(caller: Caller, body: Body) -> ApiResult<Answer> {
    let registration: Registration = body.read()?;
    for (name, value) in
        [("shop_uid", &registration.shop_uid), ("patient_profile_uid", &registration.patient_profile_uid)]
    {
        if value.is_empty() {
            return Err(ApiError::invalid(name, "must not be empty"));
        }
    }
    let room = caller.desk.read(|state| queue_of(&caller, state, &registration))?;
    let profile = caller
        .store
        .record(caller.organisation(), kind::PATIENT_PROFILE, &registration.patient_profile_uid)
        .await?;
    let profile = profile.and_then(|row| row.data).ok_or_else(ApiError::not_found)?;
    let profile: PatientProfile = from_json(&profile).map_err(|error| ApiError::internal(&error))?;
    if profile.shop_uid != registration.shop_uid.as_str() {
        return Err(ApiError::not_found());
    }
    let task = move |work: &mut Work<'_>| {
        let uid = work.uid("q");
        let command = QueueCommand::Register {
            uid: uid.clone(),
            patient_uid: profile.patient_uid.clone(),
            visit_reason: registration.visit_reason.clone(),
            preferred_doctor_uid: registration.preferred_doctor_uid.clone(),
            preference: registration.preference.unwrap_or_default(),
            preference_patience_minutes: registration.preference_patience_minutes,
            level: registration.level.clone(),
            urgent: registration.urgent.unwrap_or(false),
            head_start_seconds: registration.head_start_seconds.unwrap_or_default(),
        };
        work.queue(&room, &command)?;
        Ok(Answer::new(StatusCode::CREATED, &Joined { queue_uid: uid }))
    };
    let answer = caller.write(body.idempotency(&caller), task).await?;
    let Joined { queue_uid } = from_json(&answer.body).map_err(|error| ApiError::internal(&error))?;
    // Playing the room's futures would keep every other request of the organisation waiting, so it is done
    // when this one is written.
    let Standing { position, estimated_wait_minutes, wait, at_most_wait_minutes, wait_unknown, .. } =
        Standing::of(&caller.desk, &queue_uid, caller.now).await?;
    let registered =
        Registered { queue_uid, position, estimated_wait_minutes, wait, at_most_wait_minutes, wait_unknown };
    Ok(Answer { replayed: answer.replayed, ..Answer::new(answer.status, &registered) })
}

/// The waiting room that a registration names, if its shop is there and the caller may reach it.
fn queue_of(caller: &Caller, state: &State, registration: &Registration) -> ApiResult<Uid> {
    let shop = state.shops.get(registration.shop_uid.as_str()).map(|shop| &shop.uid);
    let shop = shop.filter(|shop| caller.reaches(Some(shop))).ok_or_else(ApiError::not_found)?;
    match &registration.room_code {
        None => Ok(shop.clone()),
        Some(code) => {
            let room = crate::api::rooms::waiting_room_of(state, code).ok_or_else(ApiError::not_found)?;
            // What rooms there are is no secret; whom their queues are for is the organisation's to say.
            if caller.reaches(Some(&room)) { Ok(room) } else { Err(ApiError::permission_denied()) }
        }
    }
}
