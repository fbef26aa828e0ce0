//! Doctors: who they are, and whether they can be booked. Their hours and settings have paths of their own
//! under `scheduling/doctors`.

use axum::http::{Method, StatusCode};
use frontdesk::limits::{NAME_CHARS_MAX, UID_BYTES_MAX};
use frontdesk::{BookingLimit, Change, Doctor, Uid};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::TAG;
use crate::auth::permission::DOCTOR_WRITE;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Idempotency, State, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};
use crate::fields::{self, Field};

const PATH: &str = "/v1/management/doctors";
const ONE: &str = "/v1/management/doctors/{doctor_uid}";

const FIELDS: &[Field] = &[
    Field::required("display_name").chars(1, NAME_CHARS_MAX).visible(),
    Field::optional("timezone"),
    Field::optional("video_room_id"),
    Field::optional("limits"),
    Field::optional("active"),
    Field::optional("concurrent_appointments_max"),
];

/// A new one may have an id that its maker chooses; from then on it stays.
const NEW: &[Field] = &[
    Field::optional("uid").chars(1, UID_BYTES_MAX).visible(),
    FIELDS[0],
    FIELDS[1],
    FIELDS[2],
    FIELDS[3],
    FIELDS[4],
    FIELDS[5],
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::POST, PATH, Access::Permission(DOCTOR_WRITE, Scope::Organisation), create)
            .says(TAG, "Create a doctor")
            .notes(
                "Without hours yet: `POST …/scheduling/doctors/{doctor_uid}/availability-rules` makes them.",
            )
            .extension()
            .creates()
            .body(|_| fields::create_schema::<Doctor>(NEW))
            .answers::<DoctorDetails>(201, "Created")
            .refuses(&[409]),
        Endpoint::new(Method::GET, ONE, Access::Permission("doctor:read", Scope::Shop), show)
            .says(TAG, "View a doctor")
            .extension()
            .answers::<DoctorDetails>(200, "The doctor"),
        Endpoint::new(Method::PATCH, ONE, Access::Permission(DOCTOR_WRITE, Scope::Organisation), update)
            .says(TAG, "Update a doctor")
            .notes(
                "Only the fields that are sent change. With a doctor who is not `active`, nothing is booked \
                 any more; what was booked before goes on.",
            )
            .extension()
            .body(|_| fields::update_schema::<Doctor>(FIELDS))
            .answers::<DoctorDetails>(200, "Updated"),
    ]
}

/// A doctor, with what is not in lists.
#[derive(Serialize, JsonSchema)]
struct DoctorDetails {
    uid: Uid,
    display_name: Option<String>,
    active: bool,
    /// IANA zone; the organisation's if null.
    timezone: Option<String>,
    /// The doctor's video room, for types whose rooms are `persistent_per_provider`; the doctor's uid if
    /// null.
    video_room_id: Option<Uid>,
    /// Most appointments of all types in a period.
    limits: Vec<BookingLimit>,
    /// Most appointments at a time, each with a place of its own. With more than one there are no group
    /// visits.
    concurrent_appointments_max: i64,
}

impl From<&Doctor> for DoctorDetails {
    fn from(doctor: &Doctor) -> Self {
        Self {
            uid: doctor.uid.clone(),
            display_name: doctor.display_name.clone(),
            active: doctor.active,
            timezone: doctor.timezone.clone(),
            video_room_id: doctor.video_room_id.clone(),
            limits: doctor.limits.clone(),
            concurrent_appointments_max: doctor.concurrent_appointments_max,
        }
    }
}

async fn show(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Answer> {
    shown(&caller, &uid)
}

pub(crate) fn shown(caller: &Caller, uid: &str) -> ApiResult<Answer> {
    let doctor = caller.desk.read(|state| find(state, uid))?;
    Ok(Answer::new(StatusCode::OK, &DoctorDetails::from(&doctor)))
}

async fn create(caller: Caller, body: Body) -> ApiResult<Answer> {
    created(&caller, body.object()?, body.idempotency(&caller)).await
}

pub(crate) async fn created(
    caller: &Caller,
    mut fields: Map<String, Value>,
    idempotency: Option<Idempotency>,
) -> ApiResult<Answer> {
    // Nothing is the same as null here: the server chooses.
    fields.retain(|name, value| name != "uid" || !value.is_null());
    let task = move |work: &mut Work<'_>| {
        let doctor: Doctor = fields::create(NEW, fields.clone(), json!({ "uid": work.uid("doc") }))?;
        if work.clinic().doctor(&doctor.uid).is_some() {
            return Err(super::taken(&doctor.uid));
        }
        put(work, doctor, StatusCode::CREATED)
    };
    caller.write(idempotency, task).await
}

async fn update(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| find(state, &uid))?;
    updated(&caller, uid, body.object()?, body.idempotency(&caller)).await
}

pub(crate) async fn updated(
    caller: &Caller,
    uid: String,
    fields: Map<String, Value>,
    idempotency: Option<Idempotency>,
) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let current = find(work.state(), &uid)?;
        let doctor: Doctor = fields::update(FIELDS, &current, fields.clone())?;
        match doctor == current {
            true => Ok(Answer::new(StatusCode::OK, &DoctorDetails::from(&doctor))),
            false => put(work, doctor, StatusCode::OK),
        }
    };
    caller.write(idempotency, task).await
}

fn put(work: &mut Work<'_>, doctor: Doctor, status: StatusCode) -> ApiResult<Answer> {
    let answer = Answer::new(status, &DoctorDetails::from(&doctor));
    work.change(Change::PutDoctor { doctor }, "doctor")?;
    Ok(answer)
}

fn find(state: &State, uid: &str) -> ApiResult<Doctor> {
    state.clinic.doctor(uid).cloned().ok_or_else(ApiError::not_found)
}
