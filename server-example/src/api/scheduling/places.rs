//! How many patients a doctor sees at a time, each with an appointment of their own: chairs, say. Ours.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::limits::CONCURRENT_APPOINTMENTS_MAX;
use frontdesk::{Change, Clinic, Doctor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};

const PATH: &str = "/v1/management/scheduling/doctors/{doctor_uid}/places";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), show)
            .says(TAG, "A doctor's places")
            .answers::<Places>(200, "The places"),
        Endpoint::new(Method::PUT, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), put)
            .says(TAG, "Set a doctor's places")
            .notes(
                "With more than one, appointments may run beside each other, and there are no group visits. \
                Appointments that are made already stay.",
            )
            .body(Places::json_schema)
            .answers::<Places>(200, "Set"),
    ]
}

/// How many appointments a doctor has at a time.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["concurrent_appointments_max"]))]
struct Places {
    /// Most appointments at a time, 1 to 1000; one if null.
    // Nothing is not the same as null here.
    #[serde(deserialize_with = "frontdesk::optional_integer")]
    #[schemars(range(min = 1, max = CONCURRENT_APPOINTMENTS_MAX))]
    concurrent_appointments_max: Option<i64>,
}

async fn show(caller: Caller, Ids([of]): Ids<1>) -> ApiResult<Json<Places>> {
    caller.desk.read(|state| {
        let concurrent_appointments_max = Some(doctor(&state.clinic, &of)?.concurrent_appointments_max);
        Ok(Json(Places { concurrent_appointments_max }))
    })
}

async fn put(caller: Caller, Ids([of]): Ids<1>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| doctor(&state.clinic, &of).map(drop))?;
    let places: Places = body.read()?;
    let task = move |work: &mut Work<'_>| {
        let mut doctor = doctor(work.clinic(), &of)?.clone();
        let most = places.concurrent_appointments_max.unwrap_or(1);
        doctor.concurrent_appointments_max = most;
        work.change(Change::PutDoctor { doctor }, "doctor")?;
        Ok(Answer::new(StatusCode::OK, &Places { concurrent_appointments_max: Some(most) }))
    };
    caller.write(body.idempotency(&caller), task).await
}

fn doctor<'a>(clinic: &'a Clinic, of: &str) -> ApiResult<&'a Doctor> {
    clinic.doctor(of).ok_or_else(ApiError::not_found)
}
