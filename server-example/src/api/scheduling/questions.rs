//! What the desk asks of its days: why there are no slots, when doctors are there, what became of
//! appointments. Ours.

use axum::Json;
use axum::http::Method;
use frontdesk::{AppointmentsQuery, DaysQuery, ExplainedDay, OpenHours, Outcomes, UtilisationQuery};
use schemars::JsonSchema;
use serde_json::Value;

use super::TAG;
use super::outcome::check_range;
use crate::auth::permission::SCHEDULING_READ;
use crate::auth::{Access, Caller, Scope};
use crate::endpoint::Endpoint;
use crate::error::ApiResult;
use crate::extract::{Body, Data};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const EXPLAIN_DAYS: &str = "/v1/management/scheduling/explain-days";
    const OPEN_HOURS: &str = "/v1/management/scheduling/open-hours";
    const OUTCOMES: &str = "/v1/management/scheduling/outcomes";
    vec![
        Endpoint::new(
            Method::POST,
            EXPLAIN_DAYS,
            Access::Permission(SCHEDULING_READ, Scope::Shop),
            explain_days,
        )
        .says(TAG, "Why days have no slots")
        .notes(
            "Of each local day and doctor what stands against the slots, with the share of candidates that \
             each reason forbids. At most 62 days. A POST, since it asks with an object; it changes nothing.",
        )
        .body(DaysQuery::json_schema)
        .answers::<Data<ExplainedDay>>(200, "Days, each with its doctors")
        .refuses(&[404]),
        Endpoint::new(Method::POST, OPEN_HOURS, Access::Permission(SCHEDULING_READ, Scope::Shop), open_hours)
            .says(TAG, "When doctors are there, and why not")
            .notes(
                "What is open, closed and blocked, as intervals. At most 62 days. A POST, since it asks with \
                 an object; it changes nothing.",
            )
            .body(UtilisationQuery::json_schema)
            .answers::<Data<OpenHours>>(200, "Intervals, by doctor")
            .refuses(&[404]),
        Endpoint::new(
            Method::POST,
            OUTCOMES,
            Access::Permission(SCHEDULING_READ, Scope::Organisation),
            outcomes,
        )
        .says(TAG, "What became of appointments")
        .notes(
            "By doctor and type, of all shops: kept, missed, called off, called off late, unresolved. A \
             POST, since it asks with an object; it changes nothing.",
        )
        .body(AppointmentsQuery::json_schema)
        .answers::<Data<Outcomes>>(200, "Figures, by doctor and type")
        .refuses(&[404]),
    ]
}

async fn explain_days(caller: Caller, body: Body) -> ApiResult<Json<Value>> {
    let query: DaysQuery = body.read()?;
    check_range(query.from, query.to)?;
    caller.may_ask_about(query.patient_uid.as_ref(), query.exclude_appointment_uid.as_ref()).await?;
    let data = caller.desk.read(|state| state.clinic.explain_days(&query, caller.now))?;
    Ok(Json(caller.told(&Data { data }).await?))
}

async fn open_hours(caller: Caller, body: Body) -> ApiResult<Json<Data<OpenHours>>> {
    let query: UtilisationQuery = body.read()?;
    check_range(query.from, query.to)?;
    Ok(Json(Data { data: caller.desk.read(|state| state.clinic.open_hours(&query))? }))
}

async fn outcomes(caller: Caller, body: Body) -> ApiResult<Json<Data<Outcomes>>> {
    let query: AppointmentsQuery = body.read()?;
    Ok(Json(Data { data: caller.desk.read(|state| state.clinic.outcomes(&query, caller.now))? }))
}
