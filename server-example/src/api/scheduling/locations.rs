//! Where patients are seen. Ours: the documents know one place.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Change, Location, Travel};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::ApiResult;
use crate::extract::Body;
use crate::fields::check_names;
use crate::openapi::inline;
use crate::text::name_pattern;

const PATH: &str = "/v1/management/scheduling/locations";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SCHEDULING_READ, Scope::Shop), show)
            .says(TAG, "Where patients are seen")
            .answers::<Locations>(200, "The locations, and the ways between them"),
        Endpoint::new(Method::PUT, PATH, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), put)
            .says(TAG, "Say where patients are seen")
            .notes(
                "As a whole: what is not named is gone. A location at which a doctor has hours can't be left \
                 out. Appointments stay where they are.",
            )
            .body(|_| schema())
            .answers::<Locations>(200, "Set")
            .refuses(&[404, 409]),
    ]
}

/// Where patients are seen, and how long a doctor needs from one place to another.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Locations {
    /// In the order in which slots of one start are listed.
    locations: Vec<Location>,
    /// No time where nothing is said. The way back takes as long, unless it is named as well.
    #[serde(default)]
    travel_minutes: Vec<Travel>,
}

fn schema() -> Schema {
    let mut schema = inline(Locations::json_schema);
    schema["properties"]["locations"]["items"]["properties"]["name"]["pattern"] = name_pattern().into();
    Schema::try_from(schema).expect("an object is a schema")
}

async fn show(caller: Caller) -> Json<Locations> {
    Json(caller.desk.read(|state| Locations {
        locations: state.clinic.locations().to_vec(),
        travel_minutes: state.clinic.travel_minutes().to_vec(),
    }))
}

async fn put(caller: Caller, body: Body) -> ApiResult<Answer> {
    let said: Locations = body.read()?;
    let names = said.locations.iter().map(|location| location.name.as_deref());
    check_names("locations", names)?;
    let task = move |work: &mut Work<'_>| {
        let Locations { locations, travel_minutes } = said.clone();
        work.change(Change::SetLocations { locations, travel_minutes }, "")?;
        Ok(Answer::new(StatusCode::OK, &said))
    };
    caller.write(body.idempotency(&caller), task).await
}
