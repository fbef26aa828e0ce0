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
            .within(HEALTH_TIME_MAX),
        Endpoint::new(Method::GET, "/health", Access::Public, health)
            .says("Management", "Health, for load balancers")
            .notes(NOTES)
            .extension()
            .answers::<Health>(200, "The server is well")
            .within(HEALTH_TIME_MAX),
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
    let database = app.store.health().await.map_err(|cause| {
        tracing::warn!(%cause, "unwell");
        ApiError::later(StatusCode::SERVICE_UNAVAILABLE, &cause.to_string(), 5)
    })?;
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        tz_data_version: frontdesk::tzdata_version(),
        database: database.to_owned(),
    }))
}
