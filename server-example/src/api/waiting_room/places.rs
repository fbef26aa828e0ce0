//! How many patients a doctor of a waiting room sees at a time: beds, say, or rooms next to each other. An
//! extension.

use axum::http::{Method, StatusCode};
use frontdesk::limits::CONCURRENT_PATIENTS_MAX;
use frontdesk::{Error, Uid, optional_integer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use super::policy::settings;
use super::service::waiting_room;
use crate::auth::permission::SHOP_WRITE;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, WaitingRoomSettings, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::PUT,
            "/v1/management/waiting-room/doctors/{doctor_uid}/places",
            Access::Permission(SHOP_WRITE, Scope::Shop),
            put,
        )
        .says(TAG, "Set how many patients a doctor sees at a time")
        .notes(
            "In this waiting room. Who is given fewer places than patients sees those who are there to their \
             end, and calls nobody before a place is free.",
        )
        .extension()
        .body(Places::json_schema)
        .answers::<Set>(200, "Set")
        .refuses(&[404]),
    ]
}

/// How many patients a doctor sees at a time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WaitingRoomPlaces", extend("required" = ["shop_uid", "concurrent_patients_max"]))]
struct Places {
    /// The waiting room: a shop's uid, or the code of a room of the VSee API.
    shop_uid: Uid,
    /// Most patients at a time, 1 to 20; one if null.
    // Nothing is not the same as null here.
    #[serde(deserialize_with = "optional_integer")]
    #[schemars(range(min = 1, max = CONCURRENT_PATIENTS_MAX))]
    concurrent_patients_max: Option<i64>,
}

/// What was set.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WaitingRoomDoctorPlaces")]
struct Set {
    doctor_uid: Uid,
    /// How many patients the doctor sees at a time.
    concurrent_patients_max: i64,
}

async fn put(caller: Caller, Ids([doctor_uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    // What is wrong with the body is told only of a doctor who is there.
    if caller.desk.read(|state| state.clinic.doctor(&doctor_uid).is_none()) {
        return Err(ApiError::not_found());
    }
    let Places { shop_uid, concurrent_patients_max } = body.read()?;
    let room = waiting_room(&caller, &shop_uid)?;
    let most = concurrent_patients_max.unwrap_or(1);
    let task = move |work: &mut Work<'_>| {
        let doctor_uid = Uid::from(doctor_uid.as_str());
        let mut settings: WaitingRoomSettings = settings(work.state(), &room);
        settings.concurrent_patients_max.insert(doctor_uid.clone(), most);
        // All else was checked when it was set.
        let wrong = |error: Error| ApiError::invalid("concurrent_patients_max", error.code.to_string());
        settings.check(work.clinic()).map_err(wrong)?;
        // One is what is so of whom nothing is said.
        if most == 1 {
            settings.concurrent_patients_max.remove(&doctor_uid);
        }
        work.put(kind::WAITING_ROOM, &room, None, &settings)?;
        Ok(Answer::new(StatusCode::OK, &Set { doctor_uid, concurrent_patients_max: most }))
    };
    caller.write(body.idempotency(&caller), task).await
}
