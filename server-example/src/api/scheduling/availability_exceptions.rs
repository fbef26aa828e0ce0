//! A doctor's time off and extra hours. Ours: the documents have weekly rules only.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{AvailabilityException, Change, Clinic, Doctor};
use serde_json::json;

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::fields::{self, Field};

const PATH: &str = "/v1/management/scheduling/doctors/{doctor_uid}/availability-exceptions";
const ONE: &str = "/v1/management/scheduling/doctors/{doctor_uid}/availability-exceptions/{exception_uid}";

const FIELDS: &[Field] = &[
    Field::required("kind"),
    Field::required("start_date"),
    Field::required("end_date"),
    Field::optional("buffer_minutes"),
    Field::optional("appointment_type_uids").extension(),
    Field::optional("reserved_until_minutes_before").extension(),
    Field::optional("released_minutes_before").extension(),
    Field::optional("type_limits").extension(),
    Field::optional("location_uid").extension(),
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), list)
            .says(TAG, "List time off and extra hours")
            .answers::<Data<AvailabilityException>>(200, "All of the doctor"),
        Endpoint::new(Method::POST, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), create)
            .says(TAG, "Add time off or extra hours")
            .notes("Appointments stay where they are.")
            .creates()
            .body(|_| fields::create_schema::<AvailabilityException>(FIELDS))
            .answers::<AvailabilityException>(201, "Added"),
        Endpoint::new(Method::PATCH, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), update)
            .says(TAG, "Change time off or extra hours")
            .notes(
                "Only the fields that are sent change, all of them or none. Appointments stay where they \
                 are. What was read from a calendar stays so until that calendar is read again.",
            )
            .body(|_| fields::update_schema::<AvailabilityException>(FIELDS))
            .answers::<AvailabilityException>(200, "Changed"),
        Endpoint::new(Method::DELETE, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), delete)
            .says(TAG, "Remove time off or extra hours")
            .answers_empty(204, "Removed"),
    ]
}

async fn list(caller: Caller, Ids([of]): Ids<1>) -> ApiResult<Json<Data<AvailabilityException>>> {
    let data = caller
        .desk
        .read(|state| doctor(&state.clinic, &of).map(|doctor| doctor.availability_exceptions.clone()))?;
    Ok(Json(Data { data }))
}

async fn create(caller: Caller, Ids([of]): Ids<1>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| doctor(&state.clinic, &of).map(drop))?;
    let fields = body.object()?;
    let task = move |work: &mut Work<'_>| {
        let exception: AvailabilityException =
            fields::create(FIELDS, fields.clone(), json!({ "uid": work.uid("exc") }))?;
        let mut doctor = doctor(work.clinic(), &of)?.clone();
        doctor.availability_exceptions.push(exception.clone());
        let prefix = format!("doctor.availability_exceptions[{}]", doctor.availability_exceptions.len() - 1);
        work.change(Change::PutDoctor { doctor }, &prefix)?;
        Ok(Answer::new(StatusCode::CREATED, &exception))
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn update(caller: Caller, Ids([of, uid]): Ids<2>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| find(&state.clinic, &of, &uid).map(drop))?;
    let fields = body.object()?;
    let task = move |work: &mut Work<'_>| {
        let (doctor, index) = find(work.clinic(), &of, &uid)?;
        let current = &doctor.availability_exceptions[index];
        let exception: AvailabilityException = fields::update(FIELDS, current, fields.clone())?;
        if exception != *current {
            let mut doctor = doctor.clone();
            doctor.availability_exceptions[index] = exception.clone();
            let prefix = format!("doctor.availability_exceptions[{index}]");
            work.change(Change::PutDoctor { doctor }, &prefix)?;
        }
        Ok(Answer::new(StatusCode::OK, &exception))
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn delete(caller: Caller, Ids([of, uid]): Ids<2>) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let (doctor, index) = find(work.clinic(), &of, &uid)?;
        let mut doctor = doctor.clone();
        doctor.availability_exceptions.remove(index);
        work.change(Change::PutDoctor { doctor }, "")?;
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}

fn doctor<'a>(clinic: &'a Clinic, uid: &str) -> ApiResult<&'a Doctor> {
    clinic.doctor(uid).ok_or_else(ApiError::not_found)
}

fn find<'a>(clinic: &'a Clinic, of: &str, uid: &str) -> ApiResult<(&'a Doctor, usize)> {
    let doctor = doctor(clinic, of)?;
    let index = doctor.availability_exceptions.iter().position(|exception| exception.uid == uid);
    index.map(|index| (doctor, index)).ok_or_else(ApiError::not_found)
}
