//! Whether the server is well, and what it is built on.

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::auth::{Access, Scope};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::limits::HEALTH_TIME_MAX;

pub(super) fn endpoints() -> Vec<Endpoint> {
    const NOTES: &str = "Answers within two seconds. 503 and the reason if the database does not answer or \
        can't be written: a full disk, another's lock, a file that was deleted or replaced.";
    vec![
        Endpoint::new(Method::GET, "/v1/management/health", Access::Key(Scope::Shop), health)
            .says("Management", "Health")
            .notes(NOTES)
            .answers::<Health>(200, "The server is well")
            .refuses(&[503]),
        Endpoint::new(Method::GET, "/health", Access::Public, health)
            .says("Management", "Health, for load balancers")
            .notes(NOTES)
            .extension()
            .answers::<Health>(200, "The server is well")
            .refuses(&[503]),
    ]
}

/// How the server is.
#[derive(Serialize, JsonSchema)]
struct Health {
    /// `ok`.
    status: &'static str,
    /// The server's version.
    version: &'static str,
    /// The tz database that slots are reckoned by.
    tz_data_version: &'static str,
    /// The database: `sqlite` or `postgresql`.
    database: String,
}

async fn health(State(app): State<App>) -> ApiResult<Json<Health>> {
    let unwell = |cause: String| {
        tracing::warn!(cause, "unwell");
        ApiError::later(StatusCode::SERVICE_UNAVAILABLE, &cause, 5)
    };
    let asked = tokio::time::timeout(HEALTH_TIME_MAX, app.store.health()).await;
    let asked = asked.map_err(|_| unwell("the database does not answer".to_owned()))?;
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        tz_data_version: frontdesk::tzdata_version(),
        database: asked.map_err(|error| unwell(error.to_string()))?.to_owned(),
    }))
}
