//! Patients: listed, corrected, taken out of use.

use axum::http::{Method, StatusCode};
use frontdesk::Uid;
use frontdesk::limits::NAME_CHARS_MAX;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::TAG;
use crate::api::management::scope::{Paging, read, record};
use crate::auth::permission::{PATIENT_READ, PATIENT_WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Idempotency, InactivePatient, Patient, State, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids, Paged, Query, page};
use crate::fields::{self, Field};
use crate::limits::EMAIL_BYTES_MAX;
use crate::store::{Ask, Page};
use crate::text::{EMAIL_PATTERN, UNSEEN_NAME, is_date, is_email, is_name, name_pattern};

const LIST: &str = "/v1/management/patient-list";
const ONE: &str = "/v1/management/patients/{patient_uid}";

const FIELDS: &[Field] = &[
    Field::optional("display_name").chars(0, NAME_CHARS_MAX),
    Field::optional("email"),
    Field::optional("date_of_birth"),
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, LIST, Access::Permission(PATIENT_READ, Scope::Organisation), list)
            .says(TAG, "List patients")
            .notes("The audit trail says of each that it was seen. `GET …/patients` searches by email.")
            .extension()
            .query::<Paging>()
            .answers::<Paged<PatientDetails>>(200, "A page, by uid")
            .refuses(&[503]),
        Endpoint::new(Method::PATCH, ONE, Access::Permission(PATIENT_WRITE, Scope::Organisation), update)
            .says(TAG, "Update a patient")
            .notes(
                "Only the fields that are sent change. For a patient who is not `active`, nothing is held \
                 and nobody waits any more; what was booked before goes on. `DELETE` erases the patient \
                 instead.",
            )
            .extension()
            .body(|_| schema())
            .answers::<PatientDetails>(200, "Updated"),
    ]
}

fn schema() -> Schema {
    let mut schema = fields::update_schema::<Patient>(FIELDS);
    if let Some(properties) = schema.pointer_mut("/properties").and_then(Value::as_object_mut) {
        properties["email"]["maxLength"] = json!(EMAIL_BYTES_MAX);
        properties["email"]["pattern"] = json!(EMAIL_PATTERN);
        properties["display_name"]["pattern"] = json!(name_pattern());
        properties["date_of_birth"]["format"] = json!("date");
        let description = "Whether anything can be booked for the patient.";
        properties.insert("active".to_owned(), json!({ "type": "boolean", "description": description }));
    }
    schema
}

/// A patient, as an operator sees one.
#[derive(Serialize, JsonSchema)]
struct PatientDetails {
    uid: Uid,
    display_name: String,
    email: Option<String>,
    /// `YYYY-MM-DD`.
    date_of_birth: Option<String>,
    active: bool,
}

impl PatientDetails {
    fn new(patient: Patient, state: &State) -> Self {
        let active = !state.inactive_patients.contains_key(&patient.uid);
        let Patient { uid, display_name, email, date_of_birth } = patient;
        Self { uid, display_name, email, date_of_birth, active }
    }
}

async fn list(caller: Caller, Query(paging): Query<Paging>) -> ApiResult<Answer> {
    listed(&caller, page(paging.page, paging.limit)?).await
}

pub(crate) async fn listed(caller: &Caller, page: Page) -> ApiResult<Answer> {
    let listed = caller.store.records(caller.organisation(), kind::PATIENT, page).await?;
    let uids: Vec<Uid> = listed.rows.iter().map(|row| row.uid.clone()).collect();
    let view = |patient| caller.desk.read(|state| PatientDetails::new(patient, state));
    let page = Paged::new(listed, page, |row| Ok::<_, ApiError>(view(read(&row)?))).transposed()?;
    let answer = Answer::new(StatusCode::OK, &page);
    seen(caller, uids, answer).await
}

pub(crate) async fn shown(caller: &Caller, uid: &str) -> ApiResult<Answer> {
    let patient: Patient = record(caller, kind::PATIENT, uid, |_| None).await?;
    let uids = vec![patient.uid.clone()];
    let details = caller.desk.read(|state| PatientDetails::new(patient, state));
    seen(caller, uids, Answer::new(StatusCode::OK, &details)).await
}

/// Shows patients, once the audit trail says so.
async fn seen(caller: &Caller, uids: Vec<Uid>, answer: Answer) -> ApiResult<Answer> {
    let note = move |work: &mut Work<'_>| {
        uids.iter().for_each(|uid| work.audit(kind::PATIENT, "viewed", uid, Some(uid.clone())));
        Ok(answer.clone())
    };
    caller.write(None, note).await
}

async fn update(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    record::<Patient>(&caller, kind::PATIENT, &uid, |_| None).await?;
    updated(&caller, &uid, body.object()?, body.idempotency(&caller)).await
}

pub(crate) async fn updated(
    caller: &Caller,
    uid: &str,
    mut fields: Map<String, Value>,
    idempotency: Option<Idempotency>,
) -> ApiResult<Answer> {
    let active = match fields.remove("active") {
        None => None,
        Some(Value::Bool(active)) => Some(active),
        Some(_) => return Err(ApiError::invalid("active", "must be true or false")),
    };
    let uid = Uid::from(uid);
    let reads = vec![Ask::Record(kind::PATIENT, uid.clone())];
    let task = move |work: &mut Work<'_>| {
        let current: Patient = work.kept(kind::PATIENT, &uid)?.ok_or_else(ApiError::not_found)?;
        let patient: Patient = fields::update(FIELDS, &current, fields.clone())?;
        check(&patient, &current)?;
        if patient != current {
            work.put(kind::PATIENT, &patient.uid, patient.email.clone(), &patient)?;
        }
        let is_active = !work.state().inactive_patients.contains_key(&patient.uid);
        match active {
            Some(true) if !is_active => work.remove(kind::INACTIVE_PATIENT, &patient.uid)?,
            Some(false) if is_active => {
                let since = InactivePatient { at: work.now };
                work.put(kind::INACTIVE_PATIENT, &patient.uid, None, &since)?;
            }
            _ => {}
        }
        Ok(Answer::new(StatusCode::OK, &PatientDetails::new(patient, work.state())))
    };
    caller.write_reading(idempotency, reads, task).await
}

/// What the type of the record does not say, of what is new: shops and files may have said otherwise before.
fn check(patient: &Patient, before: &Patient) -> ApiResult<()> {
    let mut wrong = Vec::new();
    let mut note = |field: &str, why: String| wrong.push((field.to_owned(), why));
    if patient.display_name != before.display_name {
        let chars = patient.display_name.chars().count();
        if chars > NAME_CHARS_MAX {
            note("display_name", format!("{chars} is outside 0 to {NAME_CHARS_MAX}"));
        } else if !is_name(&patient.display_name) {
            note("display_name", UNSEEN_NAME.to_owned());
        }
    }
    if patient.email != before.email && patient.email.as_deref().is_some_and(|email| !is_email(email)) {
        note("email", "this is no email".to_owned());
    }
    let born = patient.date_of_birth.as_deref().filter(|_| patient.date_of_birth != before.date_of_birth);
    if born.is_some_and(|text| !is_date(text)) {
        note("date_of_birth", "must be a date such as 1960-04-10".to_owned());
    }
    if wrong.is_empty() { Ok(()) } else { Err(ApiError::invalid_fields(wrong)) }
}
