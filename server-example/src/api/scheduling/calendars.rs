//! A doctor's own calendar: when it is busy, nobody is booked. Ours.
//!
//! What was read from one source replaces what that source said before, in one change, so a calendar that is
//! sent again and again stays in step.

use axum::extract::State as Shared;
use axum::http::{Method, StatusCode};
use frontdesk::icalendar::{BusyTime, BusyTimeQuery, NotRead};
use frontdesk::{Change, Clinic, ClinicSnapshot, Doctor, Error, Instant, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::app::App;
use crate::auth::permission::SCHEDULING_ADMIN;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};
use crate::limits::{
    CALENDAR_BODY_BYTES_MAX, CALENDAR_DAYS_AHEAD, CALENDAR_DAYS_BEFORE, CALENDAR_SOURCE_BYTES_MAX,
};

const ONE: &str = "/v1/management/scheduling/doctors/{doctor_uid}/calendars/{source}";
const DAY: i64 = 86_400;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::PUT, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), put)
            .says(TAG, "Block the busy time of a doctor's own calendar")
            .notes(
                "Reads iCalendar (RFC 5545). `source` is the caller's name for the calendar: letters, \
                 digits, `.`, `_` and `-`, at most 64. Its busy time replaces all that the same source said \
                 before, so an empty calendar takes it back. Appointments stay where they are. What could \
                 not be read for certain is in `not_read`, for a person to look at, and blocks as a \
                 precaution.",
            )
            .body(Importing::json_schema)
            .body_up_to(CALENDAR_BODY_BYTES_MAX)
            .answers::<Imported>(200, "What it blocks, and what was not read"),
    ]
}

/// A calendar, and which part of it matters.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CalendarToImport")]
struct Importing {
    /// The iCalendar text.
    calendar: String,
    /// First instant that matters; 30 days ago if it is not there.
    #[serde(default)]
    from: Option<Instant>,
    /// First instant that no longer does, at most ten years later; in 366 days if it is not there.
    #[serde(default)]
    to: Option<Instant>,
    /// The addresses of the calendar's owner, at most 100: what they have declined is not busy.
    #[serde(default)]
    addresses: Vec<String>,
}

/// What came of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImportedCalendar")]
struct Imported {
    /// How many intervals of the doctor it blocks.
    blocked: usize,
    /// What could not be read for certain, by line.
    not_read: Vec<NotRead>,
}

async fn put(
    Shared(app): Shared<App>,
    caller: Caller,
    Ids([of, source]): Ids<2>,
    body: Body,
) -> ApiResult<Answer> {
    let reader = caller.desk.read(|state| reader(&state.clinic, &of))?;
    let uid_prefix = prefix(&source)?;
    let Importing { calendar, from, to, addresses } = body.read()?;
    let now = app.clock.now();
    let from = from.unwrap_or(Instant((now.0 - CALENDAR_DAYS_BEFORE * DAY).max(0)));
    let to = to.unwrap_or(Instant(now.0 + CALENDAR_DAYS_AHEAD * DAY));
    let doctor_uid: Uid = of.as_str().into();
    let query = BusyTimeQuery { doctor_uid, from, to, uid_prefix: uid_prefix.clone(), addresses };
    // A long calendar takes a while, and nobody else shall wait for it.
    let reading = move || Clinic::new(reader)?.busy_time_from_icalendar(&calendar, &query);
    let read: Result<BusyTime, Error> =
        tokio::task::spawn_blocking(reading).await.map_err(|error| ApiError::internal(&error))?;
    let BusyTime { blocked, not_read } = read.map_err(|error| match error.path.is_empty() {
        true => ApiError::invalid("calendar", error.code.to_string()),
        false => ApiError::of_field(&error, ""),
    })?;
    let task = move |work: &mut Work<'_>| {
        let doctor_uid = doctor(work.clinic(), &of)?.uid.clone();
        let (uid_prefix, exceptions) = (uid_prefix.clone(), blocked.clone());
        work.change(Change::ReplaceExceptions { doctor_uid, uid_prefix, exceptions }, "")?;
        Ok(Answer::new(StatusCode::OK, &Imported { blocked: blocked.len(), not_read: not_read.clone() }))
    };
    caller.write(body.idempotency(&caller), task).await
}

/// What all uids of a source begin with. No name of a source has the character at its end, so no source
/// begins as another does.
fn prefix(source: &str) -> ApiResult<String> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if source.len() > CALENDAR_SOURCE_BYTES_MAX || !source.bytes().all(is_name) {
        let message = format!("must be 1 to {CALENDAR_SOURCE_BYTES_MAX} letters, digits, `.`, `_` and `-`");
        return Err(ApiError::invalid("source", message));
    }
    Ok(format!("{source}/"))
}

/// As much of a clinic as says what clock the doctor has, and what zones the organisation knows.
fn reader(clinic: &Clinic, doctor_uid: &str) -> ApiResult<ClinicSnapshot> {
    let Doctor { uid, timezone, .. } = doctor(clinic, doctor_uid)?.clone();
    Ok(ClinicSnapshot {
        timezone: Some(clinic.timezone_name().to_owned()),
        timezones: clinic.timezones().to_vec(),
        doctors: vec![Doctor { uid, timezone, ..Doctor::default() }],
        ..ClinicSnapshot::default()
    })
}

fn doctor<'a>(clinic: &'a Clinic, uid: &str) -> ApiResult<&'a Doctor> {
    clinic.doctor(uid).ok_or_else(ApiError::not_found)
}
