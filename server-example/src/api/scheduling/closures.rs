//! Dates on which nobody comes, or one doctor does not. Ours.

use axum::Json;
use axum::http::{Method, StatusCode};
use chrono::NaiveDate;
use frontdesk::{Change, Closure, Uid};
use schemars::JsonSchema;
use serde::Deserialize;

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Query};
use crate::fields::{self, Field};

const PATH: &str = "/v1/management/scheduling/closures";

const FIELDS: &[Field] = &[
    Field::required("date"),
    Field::optional("last_date"),
    Field::optional("start_time"),
    Field::optional("end_time"),
    Field::optional("doctor_uid"),
    Field::optional("name").visible(),
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), list)
            .says(TAG, "List closures")
            .answers::<Data<Closure>>(200, "All, by date"),
        Endpoint::new(Method::PUT, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), put)
            .says(TAG, "Close dates, or hours of them, for one doctor or for all")
            .notes(
                "Appointments stay where they are. What was closed from the same `date` on is so no longer. \
                 With `replaces_date` a closure is changed: it goes, and this one comes. If another one \
                 begins on the new `date`, that is refused.",
            )
            .query::<Replaced>()
            .body(|_| fields::create_schema::<Closure>(FIELDS))
            .answers::<Closure>(200, "Closed")
            .refuses(&[404, 409]),
        Endpoint::new(
            Method::DELETE,
            PATH,
            Access::Permission(SCHEDULING_ADMIN, Scope::Organisation),
            delete,
        )
        .says(TAG, "Open dates again")
        .notes(
            "A closure is found by `date` and `doctor_uid`. What else is said has to be so, or it is another \
             one.",
        )
        .body(|_| fields::create_schema::<Closure>(FIELDS))
        .answers_empty(204, "Open")
        .refuses(&[404]),
    ]
}

/// The closure that another one takes the place of.
#[derive(Deserialize, JsonSchema)]
struct Replaced {
    /// Its first day.
    replaces_date: Option<NaiveDate>,
    /// Whose it is; the whole clinic's if there is none.
    replaces_doctor_uid: Option<Uid>,
}

async fn list(caller: Caller) -> Json<Data<Closure>> {
    Json(Data { data: caller.desk.read(|state| state.clinic.closures().cloned().collect()) })
}

async fn put(caller: Caller, Query(replaced): Query<Replaced>, body: Body) -> ApiResult<Answer> {
    if replaced.replaces_date.is_none() && replaced.replaces_doctor_uid.is_some() {
        return Err(ApiError::invalid("replaces_doctor_uid", "needs replaces_date"));
    }
    let closure: Closure = fields::create(FIELDS, body.object()?, serde_json::Value::Null)?;
    let task = move |work: &mut Work<'_>| {
        if let Some(date) = replaced.replaces_date {
            replace(work, date, replaced.replaces_doctor_uid.as_ref(), &closure)?;
        }
        work.change(Change::PutClosure { closure: closure.clone() }, "closure")?;
        Ok(Answer::new(StatusCode::OK, &closure))
    };
    caller.write(body.idempotency(&caller), task).await
}

/// Removes the closure whose place another one is to take.
fn replace(work: &mut Work<'_>, date: NaiveDate, doctor: Option<&Uid>, by: &Closure) -> ApiResult<()> {
    let of = |date: NaiveDate, doctor: Option<&Uid>| {
        let is_it = |closure: &&Closure| closure.date == date && closure.doctor_uid.as_ref() == doctor;
        work.clinic().closures().find(is_it).cloned()
    };
    let closure = of(date, doctor).ok_or_else(ApiError::not_found)?;
    if (date, doctor) == (by.date, by.doctor_uid.as_ref()) {
        return Ok(());
    }
    if of(by.date, by.doctor_uid.as_ref()).is_some() {
        return Err(ApiError::conflict("Another closure begins on that day"));
    }
    work.change(Change::RemoveClosure { closure }, "closure")
}

async fn delete(caller: Caller, body: Body) -> ApiResult<Answer> {
    let said = body.object()?;
    let closure: Closure = fields::create(FIELDS, said.clone(), serde_json::Value::Null)?;
    let task = move |work: &mut Work<'_>| {
        let is_meant =
            |other: &&Closure| other.date == closure.date && other.doctor_uid == closure.doctor_uid;
        if let Some(found) = work.clinic().closures().find(is_meant)
            && !is_as_said(found, &closure, &said)
        {
            return Err(ApiError::not_found());
        }
        work.change(Change::RemoveClosure { closure: closure.clone() }, "closure")?;
        Ok(Answer::no_content())
    };
    caller.write(body.idempotency(&caller), task).await
}

/// Whether all that was said of a closure is so of one that is there.
fn is_as_said(found: &Closure, closure: &Closure, said: &serde_json::Map<String, serde_json::Value>) -> bool {
    let says = |field: &str| said.contains_key(field);
    (!says("last_date") || found.last_date == closure.last_date)
        && (!says("start_time") || found.start_time == closure.start_time)
        && (!says("end_time") || found.end_time == closure.end_time)
        && (!says("name") || found.name == closure.name)
}
