//! Reminders of an appointment type: list, create, update, delete.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Change, Clinic, Reminder};
use serde_json::json;

use super::TAG;
use super::appointment_types::exists;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::fields::{self, Field};

const PATH: &str = "/v1/management/scheduling/appointment-types/{appointment_type_uid}/reminders";
const ONE: &str =
    "/v1/management/scheduling/appointment-types/{appointment_type_uid}/reminders/{reminder_uid}";

const FIELDS: &[Field] = &[
    Field::required("recipient_role"),
    Field::optional("minutes_before"),
    Field::optional("days_before").extension(),
    Field::optional("local_time").extension(),
    Field::optional("send_email"),
    Field::optional("send_sms"),
    Field::optional("active"),
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), list)
            .says(TAG, "List reminders")
            .answers::<Data<Reminder>>(200, "All reminders of the type"),
        Endpoint::new(Method::POST, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), create)
            .says(TAG, "Create a reminder")
            .notes(
                "Due `minutes_before` the start, or `days_before` its date at `local_time` on the doctor's \
                 clock, and never in the quiet hours of the settings.",
            )
            .creates()
            .body(|_| fields::create_schema::<Reminder>(FIELDS))
            .answers::<Reminder>(201, "Created"),
        Endpoint::new(Method::PATCH, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), update)
            .says(TAG, "Update a reminder")
            .body(|_| fields::update_schema::<Reminder>(FIELDS))
            .answers::<Reminder>(200, "Updated"),
        Endpoint::new(Method::DELETE, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), delete)
            .says(TAG, "Delete a reminder")
            .answers_empty(204, "Deleted"),
    ]
}

async fn list(caller: Caller, Ids([of]): Ids<1>) -> ApiResult<Json<Data<Reminder>>> {
    exists(&caller, &of)?;
    let of_type = |clinic: &Clinic| {
        clinic.reminders().filter(|reminder| reminder.appointment_type_uid == of.as_str()).cloned().collect()
    };
    Ok(Json(Data { data: caller.desk.read(|state| of_type(&state.clinic)) }))
}

async fn create(caller: Caller, Ids([of]): Ids<1>, body: Body) -> ApiResult<Answer> {
    exists(&caller, &of)?;
    let fields = body.object()?;
    let task = move |work: &mut Work<'_>| {
        let ours = json!({ "uid": work.uid("rem"), "appointment_type_uid": of });
        let reminder: Reminder = fields::create(FIELDS, fields.clone(), ours)?;
        let answer = Answer::new(StatusCode::CREATED, &reminder);
        work.change(Change::PutReminder { reminder }, "reminder")?;
        Ok(answer)
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn update(caller: Caller, Ids([of, uid]): Ids<2>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| find(&state.clinic, &of, &uid).map(drop))?;
    let fields = body.object()?;
    let task = move |work: &mut Work<'_>| {
        let current = find(work.clinic(), &of, &uid)?;
        let reminder: Reminder = fields::update(FIELDS, current, fields.clone())?;
        if reminder != *current {
            work.change(Change::PutReminder { reminder: reminder.clone() }, "reminder")?;
        }
        Ok(Answer::new(StatusCode::OK, &reminder))
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn delete(caller: Caller, Ids([of, uid]): Ids<2>) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        find(work.clinic(), &of, &uid)?;
        work.change(Change::RemoveReminder { uid: uid.as_str().into() }, "")?;
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}

/// The reminder, if it is one of that type.
fn find<'a>(clinic: &'a Clinic, of: &str, uid: &str) -> ApiResult<&'a Reminder> {
    clinic
        .reminder(uid)
        .filter(|reminder| reminder.appointment_type_uid == of)
        .ok_or_else(ApiError::not_found)
}
