//! A doctor's availability rules: list, create, update, delete.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{AvailabilityRule, Change, Clinic, Doctor, Uid};
use schemars::Schema;
use serde_json::{Map, Value, json};

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::fields::{self, Field};

const PATH: &str = "/v1/management/scheduling/doctors/{doctor_uid}/availability-rules";
const ONE: &str = "/v1/management/scheduling/doctors/{doctor_uid}/availability-rules/{rule_uid}";

const FIELDS: &[Field] = &[
    Field::required("weekday"),
    Field::required("start_time"),
    Field::required("end_time"),
    Field::optional("buffer_minutes"),
    Field::optional("valid_from"),
    Field::optional("valid_until"),
    Field::optional("active"),
    Field::optional("every_weeks").extension(),
    Field::optional("from_date").extension(),
    Field::optional("nth_of_month").extension(),
    Field::optional("blocked").extension(),
    Field::optional("appointment_type_uids").extension(),
    Field::optional("reserved_until_minutes_before").extension(),
    Field::optional("released_minutes_before").extension(),
    Field::optional("type_limits").extension(),
    Field::optional("location_uid").extension(),
];

/// The documented way to remove a bound of the validity.
const CLEAR: [(&str, &str); 2] = [("clear_valid_from", "valid_from"), ("clear_valid_until", "valid_until")];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), list)
            .says(TAG, "List availability rules")
            .answers::<Data<AvailabilityRule>>(200, "All rules of the doctor"),
        Endpoint::new(Method::POST, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), create)
            .says(TAG, "Create an availability rule")
            .creates()
            .body(|_| fields::create_schema::<AvailabilityRule>(FIELDS))
            .answers::<AvailabilityRule>(201, "Created"),
        Endpoint::new(Method::PATCH, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), update)
            .says(TAG, "Update an availability rule")
            .notes("Only the fields that are sent change. Appointments stay where they are.")
            .body(|_| update_schema())
            .answers::<AvailabilityRule>(200, "Updated"),
        Endpoint::new(Method::DELETE, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), delete)
            .says(TAG, "Delete an availability rule")
            .notes("Appointments stay where they are.")
            .answers_empty(204, "Deleted"),
    ]
}

fn update_schema() -> Schema {
    let mut schema = fields::update_schema::<AvailabilityRule>(FIELDS);
    for (flag, bound) in CLEAR {
        let description = format!("Set `{bound}` to null. Not together with a value.");
        schema.pointer_mut("/properties").and_then(Value::as_object_mut).map(|properties| {
            properties.insert(
                flag.to_owned(),
                json!({ "type": "boolean", "default": false, "description": description }),
            )
        });
    }
    schema
}

async fn list(caller: Caller, Ids([of]): Ids<1>) -> ApiResult<Json<Data<AvailabilityRule>>> {
    let data = caller.desk.read(|state| {
        let doctor = doctor(&state.clinic, &of)?;
        Ok::<_, ApiError>(doctor.availability_rules.iter().map(|rule| shown(rule, doctor)).collect())
    })?;
    Ok(Json(Data { data }))
}

async fn create(caller: Caller, Ids([of]): Ids<1>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| doctor(&state.clinic, &of).map(drop))?;
    let fields = body.object()?;
    let task = move |work: &mut Work<'_>| {
        let mut doctor = doctor(work.clinic(), &of)?.clone();
        let ours = json!({ "uid": work.uid("rule"), "doctor_uid": doctor.uid });
        let rule: AvailabilityRule = fields::create(FIELDS, fields.clone(), ours)?;
        let answer = Answer::new(StatusCode::CREATED, &rule);
        doctor.availability_rules.push(rule);
        let index = doctor.availability_rules.len() - 1;
        put(work, doctor, index)?;
        Ok(answer)
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn update(caller: Caller, Ids([of, uid]): Ids<2>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| find(&state.clinic, &of, &uid).map(drop))?;
    let fields = without_flags(body.object()?)?;
    let task = move |work: &mut Work<'_>| {
        let (doctor, index) = find(work.clinic(), &of, &uid)?;
        let mut doctor = doctor.clone();
        let current = shown(&doctor.availability_rules[index], &doctor);
        let rule: AvailabilityRule = fields::update(FIELDS, &current, fields.clone())?;
        if rule != current {
            doctor.availability_rules[index] = rule.clone();
            put(work, doctor, index)?;
        }
        Ok(Answer::new(StatusCode::OK, &rule))
    };
    caller.write(body.idempotency(&caller), task).await
}

async fn delete(caller: Caller, Ids([of, uid]): Ids<2>) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let (doctor, index) = find(work.clinic(), &of, &uid)?;
        let mut doctor = doctor.clone();
        doctor.availability_rules.remove(index);
        put(work, doctor, index)?;
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}

/// What the flags say, as what they stand for.
fn without_flags(mut fields: Map<String, Value>) -> ApiResult<Map<String, Value>> {
    for (flag, bound) in CLEAR {
        match fields.remove(flag) {
            None | Some(Value::Bool(false)) => {}
            Some(Value::Bool(true)) => {
                let before = fields.insert(bound.to_owned(), Value::Null);
                if before.is_some_and(|value| !value.is_null()) {
                    return Err(ApiError::invalid(flag, format!("not together with a value for {bound}")));
                }
            }
            Some(_) => return Err(ApiError::invalid(flag, "must be true or false")),
        }
    }
    Ok(fields)
}

fn put(work: &mut Work<'_>, doctor: Doctor, index: usize) -> ApiResult<()> {
    work.change(Change::PutDoctor { doctor }, &format!("doctor.availability_rules[{index}]"))
}

/// The rule as documented: it names its doctor.
fn shown(rule: &AvailabilityRule, doctor: &Doctor) -> AvailabilityRule {
    AvailabilityRule { doctor_uid: Some(Uid::clone(&doctor.uid)), ..rule.clone() }
}

fn doctor<'a>(clinic: &'a Clinic, uid: &str) -> ApiResult<&'a Doctor> {
    clinic.doctor(uid).ok_or_else(ApiError::not_found)
}

fn find<'a>(clinic: &'a Clinic, of: &str, uid: &str) -> ApiResult<(&'a Doctor, usize)> {
    let doctor = doctor(clinic, of)?;
    let index = doctor.availability_rules.iter().position(|rule| rule.uid == uid);
    index.map(|index| (doctor, index)).ok_or_else(ApiError::not_found)
}
