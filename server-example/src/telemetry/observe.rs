//! The middleware that gives every request its id, its line in the log and its metrics.

use std::time::Instant as Moment;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use tower_http::request_id::{PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tracing::Instrument;

use super::request_id::{New, REQUEST_ID, sane};
use crate::app::App;

/// The routes, with every request seen.
pub fn observed(router: Router<App>, app: &App) -> Router<App> {
    router
        .layer(from_fn_with_state(app.clone(), seen))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, New(app.clock.clone())))
        .layer(from_fn(sane))
}

/// Counts a request, and writes its line.
async fn seen(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Moment::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", |route| route.as_str()).trim_end_matches('/').to_owned();
    // A method that HTTP does not name is the caller's word.
    let method = match request.method().as_str() {
        known @ ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok())
        .unwrap_or_default();
    // Whatever is logged meanwhile has the id as well.
    let span = tracing::info_span!("request", id);
    let response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    span.in_scope(
        || tracing::info!(target: "access", method, route, status, ms = took.as_micros() as f64 / 1_000.0),
    );
    app.metrics.request(method, route, status, took);
    response
}
