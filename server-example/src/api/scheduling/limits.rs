//! Limits that hold for all: how weeks are counted, and how much one patient may book. Ours.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Change, PatientLimit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::ApiResult;
use crate::extract::Body;

const PATH: &str = "/v1/management/scheduling/limits";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), show)
            .says(TAG, "Limits that hold for all")
            .answers::<Limits>(200, "The limits"),
        Endpoint::new(Method::PUT, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), put)
            .says(TAG, "Limit what one patient may book")
            .notes("As a whole. Appointments that are made already stay.")
            .body(Limits::json_schema)
            .answers::<Limits>(200, "Set"),
    ]
}

/// Limits that hold for all.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Limits {
    /// The weekday with which weeks start where limits count, 0 (Monday) to 6; Monday if null.
    #[serde(default, deserialize_with = "frontdesk::optional_integer")]
    #[schemars(range(min = 0, max = 6))]
    week_starts_on: Option<i64>,
    /// Most appointments of each patient, with all doctors together.
    #[serde(default)]
    patient_limits: Vec<PatientLimit>,
}

async fn show(caller: Caller) -> Json<Limits> {
    Json(caller.desk.read(|state| Limits {
        week_starts_on: state.clinic.week_starts_on(),
        patient_limits: state.clinic.patient_limits().to_vec(),
    }))
}

async fn put(caller: Caller, body: Body) -> ApiResult<Answer> {
    let said: Limits = body.read()?;
    let task = move |work: &mut Work<'_>| {
        let Limits { week_starts_on, patient_limits } = said.clone();
        work.change(Change::SetLimits { week_starts_on, patient_limits }, "")?;
        Ok(Answer::new(StatusCode::OK, &said))
    };
    caller.write(body.idempotency(&caller), task).await
}
