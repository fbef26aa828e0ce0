//! What holds for the whole clinic. Ours: the documents have no path for it.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::limits::{LIVE_HOLDS_MAX, MINUTE_OF_DAY_MAX};
use frontdesk::{Change, Clinic, QuietHours, optional_integer};
use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;

const PATH: &str = "/v1/management/scheduling/settings";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), show)
            .says(TAG, "The clinic's settings")
            .answers::<Shown>(200, "The settings"),
        Endpoint::new(Method::PUT, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), put)
            .says(TAG, "Set the clinic's settings")
            .notes(
                "As a whole. Holds that stand already stay. The `timezone` is not set here; it may be sent \
                 as it is.",
            )
            .body(|_| {
                json_schema!({
                    "type": "object", "additionalProperties": false,
                    "required": ["max_live_holds_per_patient"],
                    "properties": { "max_live_holds_per_patient": {
                        "type": ["integer", "null"], "minimum": 1, "maximum": LIVE_HOLDS_MAX,
                        "description": "Live holds that one patient may have; as many as they like if null.",
                    }, "quiet_hours": {
                        "type": ["object", "null"], "additionalProperties": false,
                        "required": ["start_time", "end_time"],
                        "properties": {
                            "start_time": { "type": "integer", "minimum": 0,
                                "maximum": MINUTE_OF_DAY_MAX - 1 },
                            "end_time": { "type": "integer", "minimum": 0, "maximum": MINUTE_OF_DAY_MAX },
                        },
                        "description": "Hours in which no reminder is due, in minutes from local midnight, \
                                        over midnight unless the end is after the start; none if null.",
                    }, "timezone": {
                        "type": ["string", "null"], "description": "The clinic's clock, if anything: as it \
                            is.",
                    } },
                })
            })
            .answers::<Shown>(200, "Set"),
    ]
}

/// What is to hold for the whole clinic.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    // Nothing is not the same as null here.
    #[serde(deserialize_with = "optional_integer")]
    max_live_holds_per_patient: Option<i64>,
    #[serde(default)]
    quiet_hours: Option<QuietHours>,
    // Who sends back what was answered says nothing new.
    #[serde(default)]
    timezone: Option<String>,
}

/// What holds for the whole clinic.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Settings")]
struct Shown {
    /// Live holds that one patient may have, 5 until it is set; as many as they like if null.
    max_live_holds_per_patient: Option<i64>,
    /// Hours in which no reminder is due; none if null.
    #[serde(skip_serializing_if = "Option::is_none")]
    quiet_hours: Option<QuietHours>,
    /// The clinic's clock, by its name in the tz database. A doctor can have another.
    #[schemars(extend("x-extension" = true))]
    timezone: String,
}

impl Shown {
    fn of(clinic: &Clinic) -> Self {
        Self {
            max_live_holds_per_patient: clinic.max_live_holds_per_patient(),
            quiet_hours: clinic.quiet_hours(),
            timezone: clinic.timezone_name().to_owned(),
        }
    }
}

async fn show(caller: Caller) -> Json<Shown> {
    Json(caller.desk.read(|state| Shown::of(&state.clinic)))
}

async fn put(caller: Caller, body: Body) -> ApiResult<Answer> {
    let settings: Settings = body.read()?;
    if let Some(most) = settings.max_live_holds_per_patient
        && !(1..=LIVE_HOLDS_MAX).contains(&most)
    {
        let message = format!("{most} is outside 1 to {LIVE_HOLDS_MAX}");
        return Err(ApiError::invalid("max_live_holds_per_patient", message));
    }
    let task = move |work: &mut Work<'_>| {
        let timezone = work.clinic().timezone_name();
        if settings.timezone.as_deref().is_some_and(|named| named != timezone) {
            return Err(ApiError::invalid("timezone", format!("is {timezone}, and is not set here")));
        }
        // That it was said is recorded also where it is what holds anyway.
        work.change(Change::LimitLiveHolds { max_per_patient: settings.max_live_holds_per_patient }, "")?;
        if work.clinic().quiet_hours() != settings.quiet_hours {
            work.change(Change::PutQuietHours { quiet_hours: settings.quiet_hours }, "")?;
        }
        Ok(Answer::new(StatusCode::OK, &Shown::of(work.clinic())))
    };
    caller.write(body.idempotency(&caller), task).await
}
