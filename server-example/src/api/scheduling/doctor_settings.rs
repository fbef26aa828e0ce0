//! What is special to a doctor about an appointment type. The documents speak of such settings and have no
//! path for them: these are ours.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{AppointmentTypeSetting, Change, Clinic, Doctor};
use serde_json::json;

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};
use crate::fields::{self, Field};

const PATH: &str =
    "/v1/management/scheduling/doctors/{doctor_uid}/appointment-types/{appointment_type_uid}/settings";

const FIELDS: &[Field] = &[
    Field::optional("active"),
    Field::optional("booking_min_notice_minutes"),
    Field::optional("priority"),
    Field::optional("weight"),
    Field::optional("buffer_before_minutes"),
    Field::optional("buffer_after_minutes"),
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), show)
            .says(TAG, "A doctor's setting for a type")
            .answers::<AppointmentTypeSetting>(200, "The setting"),
        Endpoint::new(Method::PUT, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), put)
            .says(TAG, "Set a doctor's setting for a type")
            .notes("As a whole: what is not said is as if it had never been.")
            .body(|_| fields::create_schema::<AppointmentTypeSetting>(FIELDS))
            .answers::<AppointmentTypeSetting>(200, "Set"),
        Endpoint::new(
            Method::DELETE,
            PATH,
            Access::Permission(SCHEDULING_ADMIN, Scope::Organisation),
            delete,
        )
        .says(TAG, "Remove a doctor's setting for a type")
        .answers_empty(204, "Removed"),
    ]
}

async fn show(caller: Caller, Ids([of, kind]): Ids<2>) -> ApiResult<Json<AppointmentTypeSetting>> {
    let find = |clinic: &Clinic| {
        let (doctor, index) = place(clinic, &of, &kind)?;
        index.map(|index| doctor.appointment_type_settings[index].clone()).ok_or_else(ApiError::not_found)
    };
    caller.desk.read(|state| find(&state.clinic)).map(Json)
}

async fn put(caller: Caller, Ids([of, kind]): Ids<2>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| place(&state.clinic, &of, &kind).map(drop))?;
    let fields = body.object()?;
    let task = move |work: &mut Work<'_>| {
        let setting: AppointmentTypeSetting =
            fields::create(FIELDS, fields.clone(), json!({ "appointment_type_uid": kind }))?;
        let (doctor, index) = place(work.clinic(), &of, &kind)?;
        let mut doctor = doctor.clone();
        let settings = &mut doctor.appointment_type_settings;
        let index = index.unwrap_or(settings.len());
        settings.splice(index..(index + 1).min(settings.len()), [setting.clone()]);
        work.change(Change::PutDoctor { doctor }, &format!("doctor.appointment_type_settings[{index}]"))?;
        Ok(Answer::new(StatusCode::OK, &setting))
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn delete(caller: Caller, Ids([of, kind]): Ids<2>) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let (doctor, index) = place(work.clinic(), &of, &kind)?;
        let mut doctor = doctor.clone();
        doctor.appointment_type_settings.remove(index.ok_or_else(ApiError::not_found)?);
        work.change(Change::PutDoctor { doctor }, "")?;
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}

/// The doctor, and where the setting for the type is, if there is one.
fn place<'a>(clinic: &'a Clinic, of: &str, kind: &str) -> ApiResult<(&'a Doctor, Option<usize>)> {
    let doctor = clinic.doctor(of).ok_or_else(ApiError::not_found)?;
    clinic.appointment_type(kind).ok_or_else(ApiError::not_found)?;
    Ok((
        doctor,
        doctor.appointment_type_settings.iter().position(|setting| setting.appointment_type_uid == kind),
    ))
}
