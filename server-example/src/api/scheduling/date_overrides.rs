//! A doctor's hours on single dates, which count instead of the weekly rules. Ours.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Change, Clinic, DateOverride, Doctor};
use serde_json::json;

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::fields::{self, Field};

const PATH: &str = "/v1/management/scheduling/doctors/{doctor_uid}/date-overrides";
const ONE: &str = "/v1/management/scheduling/doctors/{doctor_uid}/date-overrides/{date}";

const FIELDS: &[Field] = &[Field::required("windows")];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), list)
            .says(TAG, "List the hours of single dates")
            .answers::<Data<DateOverride>>(200, "All of the doctor, by date"),
        Endpoint::new(Method::PUT, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), put)
            .says(TAG, "Set the hours of a date")
            .notes(
                "They count instead of the weekly rules of that local date (`YYYY-MM-DD`), and instead of \
                 what was set for it before; no windows close the date. Appointments stay where they are.",
            )
            .body(|_| fields::create_schema::<DateOverride>(FIELDS))
            .answers::<DateOverride>(200, "Set"),
        Endpoint::new(Method::DELETE, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), delete)
            .says(TAG, "Have the weekly rules count on a date again")
            .notes("Appointments stay where they are.")
            .answers_empty(204, "Removed"),
    ]
}

async fn list(caller: Caller, Ids([of]): Ids<1>) -> ApiResult<Json<Data<DateOverride>>> {
    let mut data =
        caller.desk.read(|state| doctor(&state.clinic, &of).map(|doctor| doctor.date_overrides.clone()))?;
    data.sort_by_key(|entry| entry.date);
    Ok(Json(Data { data }))
}

async fn put(caller: Caller, Ids([of, date]): Ids<2>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| doctor(&state.clinic, &of).map(drop))?;
    let entry: DateOverride = fields::create(FIELDS, body.object()?, json!({ "date": date }))?;
    let task = move |work: &mut Work<'_>| {
        let mut doctor = doctor(work.clinic(), &of)?.clone();
        let answer = Answer::new(StatusCode::OK, &entry);
        let found = doctor.date_overrides.iter().position(|other| other.date == entry.date);
        let index = found.unwrap_or(doctor.date_overrides.len());
        match doctor.date_overrides.get_mut(index) {
            Some(before) if *before == entry => return Ok(answer),
            Some(before) => *before = entry.clone(),
            None => doctor.date_overrides.push(entry.clone()),
        }
        work.change(Change::PutDoctor { doctor }, &format!("doctor.date_overrides[{index}]"))?;
        Ok(answer)
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn delete(caller: Caller, Ids([of, date]): Ids<2>) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let mut doctor = doctor(work.clinic(), &of)?.clone();
        // Dates are written in one way only.
        let index = doctor.date_overrides.iter().position(|entry| entry.date.to_string() == date);
        doctor.date_overrides.remove(index.ok_or_else(ApiError::not_found)?);
        work.change(Change::PutDoctor { doctor }, "")?;
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}

fn doctor<'a>(clinic: &'a Clinic, uid: &str) -> ApiResult<&'a Doctor> {
    clinic.doctor(uid).ok_or_else(ApiError::not_found)
}
