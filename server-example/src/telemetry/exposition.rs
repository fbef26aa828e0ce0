//! The numbers of a server as a page, which Prometheus reads.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::text::encode;

use crate::app::App;
use crate::error::ApiError;
use crate::limits::HEALTH_TIME_MAX;

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The page with the numbers of a server. It is for whoever runs the server: they are those of all
/// organisations, so it has an address of its own.
pub fn exposition(app: App) -> Router {
    Router::new().route("/metrics", get(expose)).with_state(app)
}

async fn expose(State(app): State<App>) -> Response {
    let metrics = &app.metrics;
    let desks = app.desks.opened().await;
    let sum = |of: fn(&crate::desk::Desk) -> usize| desks.iter().map(|desk| of(desk)).sum::<usize>() as i64;
    metrics.desks.set(desks.len() as i64);
    metrics.queue.set(sum(|desk| desk.queue_length()));
    metrics.listeners.set(sum(|desk| desk.listeners_count()));
    metrics
        .waiting
        .set(sum(|desk| desk.read(|state| state.rooms.values().map(|room| room.room.waiting().len()).sum())));
    let health = tokio::time::timeout(HEALTH_TIME_MAX, app.store.health()).await;
    metrics.database.set(health.is_ok_and(|health| health.is_ok()).into());
    let mut text = String::new();
    match encode(&mut text, &metrics.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(error) => ApiError::internal(&error).into_response(),
    }
}
