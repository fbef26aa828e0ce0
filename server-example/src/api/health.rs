//! Whether the server is well, and what it is built on.

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::auth::{Access, Scope};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const NOTES: &str = "Asks the database; 503 if that does not answer.";
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
    let unwell =
        |_| ApiError::later(axum::http::StatusCode::SERVICE_UNAVAILABLE, "The database does not answer", 5);
    let database = app.store.describe().await.map_err(unwell)?;
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        tz_data_version: frontdesk::tzdata_version(),
        database: database["engine"].as_str().unwrap_or_default().to_owned(),
    }))
}
