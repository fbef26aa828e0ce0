//! Appointment types: list, create, update, delete.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::limits::NAME_CHARS_MAX;
use frontdesk::{AppointmentType, Change};
use serde_json::json;

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::fields::{self, Field};

const PATH: &str = "/v1/management/scheduling/appointment-types";
const ONE: &str = "/v1/management/scheduling/appointment-types/{appointment_type_uid}";

const FIELDS: &[Field] = &[
    Field::required("name").chars(1, NAME_CHARS_MAX).visible(),
    Field::required("meeting_type"),
    Field::required("duration_minutes"),
    Field::required("hold_ttl_seconds"),
    Field::optional("booking_min_notice_minutes"),
    Field::optional("cancellation_min_notice_minutes"),
    Field::optional("rebooking_min_notice_minutes"),
    Field::required("room_strategy"),
    Field::required("rebooking_mode"),
    Field::optional("doctor_assignment_mode"),
    Field::optional("allow_patient_rebooking"),
    Field::optional("active"),
    Field::optional("doctor_choice").extension(),
    Field::optional("durations_minutes").extension(),
    Field::optional("buffer_before_minutes").extension(),
    Field::optional("buffer_after_minutes").extension(),
    Field::optional("capacity").extension(),
    Field::optional("horizon_minutes").extension(),
    Field::optional("horizon_days").extension(),
    Field::optional("booking_min_notice_days").extension(),
    Field::optional("booking_notice_until").extension(),
    Field::optional("booking_notice_working_days").extension(),
    Field::optional("cancellation_min_notice_days").extension(),
    Field::optional("cancellation_notice_until").extension(),
    Field::optional("cancellation_notice_working_days").extension(),
    Field::optional("rebooking_min_notice_days").extension(),
    Field::optional("rebooking_notice_until").extension(),
    Field::optional("rebooking_notice_working_days").extension(),
    Field::optional("hold_max_seconds").extension(),
    Field::optional("approval_ttl_seconds").extension(),
    Field::optional("grid").extension(),
    Field::optional("limits").extension(),
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), list)
            .says(TAG, "List appointment types")
            .answers::<Data<AppointmentType>>(200, "All types"),
        Endpoint::new(Method::POST, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), create)
            .says(TAG, "Create an appointment type")
            .creates()
            .body(|_| fields::create_schema::<AppointmentType>(FIELDS))
            .answers::<AppointmentType>(201, "Created"),
        Endpoint::new(Method::PATCH, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), update)
            .says(TAG, "Update an appointment type")
            .notes("Only the fields that are sent change. Appointments keep their times.")
            .body(|_| fields::update_schema::<AppointmentType>(FIELDS))
            .answers::<AppointmentType>(200, "Updated"),
        Endpoint::new(Method::DELETE, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), delete)
            .says(TAG, "Delete an appointment type")
            .notes("Its reminders, and doctors' settings for it, go with it. Appointments stay.")
            .answers_empty(204, "Deleted"),
    ]
}

async fn list(caller: Caller) -> Json<Data<AppointmentType>> {
    let mut data: Vec<AppointmentType> =
        caller.desk.read(|state| state.clinic.appointment_types().cloned().collect());
    data.sort_by(|a, b| (a.created_at, &a.uid).cmp(&(b.created_at, &b.uid)));
    Json(Data { data })
}

async fn create(caller: Caller, body: Body) -> ApiResult<Answer> {
    let fields = body.object()?;
    let organisation = caller.organisation().clone();
    let task = move |work: &mut Work<'_>| {
        let ours = json!({ "uid": work.uid("apt"), "organisation_uid": organisation, "created_at": work.now,
            "updated_at": work.now });
        let appointment_type: AppointmentType = fields::create(FIELDS, fields.clone(), ours)?;
        let answer = Answer::new(StatusCode::CREATED, &appointment_type);
        work.change(Change::PutAppointmentType { appointment_type }, "appointment_type")?;
        Ok(answer)
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn update(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    exists(&caller, &uid)?;
    let fields = body.object()?;
    let task = move |work: &mut Work<'_>| {
        let current = work.clinic().appointment_type(&uid).ok_or_else(ApiError::not_found)?.clone();
        let mut appointment_type: AppointmentType = fields::update(FIELDS, &current, fields.clone())?;
        if appointment_type != current {
            appointment_type.updated_at = Some(work.now.0);
            work.change(
                Change::PutAppointmentType { appointment_type: appointment_type.clone() },
                "appointment_type",
            )?;
        }
        Ok(Answer::new(StatusCode::OK, &appointment_type))
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn delete(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Answer> {
    exists(&caller, &uid)?;
    let task = move |work: &mut Work<'_>| {
        work.change(Change::RemoveAppointmentType { uid: uid.as_str().into() }, "")?;
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}

/// 404 before anything else is said about the request.
pub(super) fn exists(caller: &Caller, uid: &str) -> ApiResult<()> {
    let found = caller.desk.read(|state| state.clinic.appointment_type(uid).is_some());
    if found { Ok(()) } else { Err(ApiError::not_found()) }
}
