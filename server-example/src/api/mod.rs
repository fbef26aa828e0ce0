//! The API: every endpoint, family by family.

mod audit;
mod booking;
mod calendar_feeds;
mod health;
pub(crate) mod management;
pub(crate) mod operators;
mod rooms;
mod scheduling;
mod swagger;
pub(crate) mod waiting_room;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::cors;
use crate::endpoint::{Endpoint, routes};
use crate::error::ApiError;
use crate::limits::{BODY_BYTES_MAX, REQUEST_TIME_MAX};
use crate::telemetry;

/// Every endpoint. A family of its own adds a line here.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = health::endpoints();
    endpoints.extend(scheduling::endpoints());
    endpoints.extend(waiting_room::endpoints());
    endpoints.extend(rooms::endpoints());
    endpoints.extend(management::endpoints());
    endpoints.extend(operators::endpoints());
    endpoints.extend(booking::endpoints());
    endpoints.extend(calendar_feeds::endpoints());
    endpoints.extend(audit::endpoints());
    endpoints
}

/// The whole server, ready to be asked.
pub fn router(app: App) -> Router {
    let pages = if app.pages { crate::pages::routes() } else { Router::new() };
    let router = routes(&app, endpoints())
        .merge(swagger::routes())
        .merge(pages)
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async || {
            ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
        })
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(|_| ApiError::internal(&"a handler panicked").into_response()))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME_MAX))
        .layer(map_response(told_when))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "no-referrer"))
        .layer(always(header::X_FRAME_OPTIONS, "DENY"))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ));
    // A browser is told before anything else is asked.
    let router = match app.cors_origins.is_empty() {
        true => router,
        false => router.layer(cors::layer(&app.cors_origins)),
    };
    telemetry::observed(router, &app).with_state(app)
}

/// Whoever is told to come again is told when: of the server's own answers, only that of a request that took
/// too long says nothing.
async fn told_when(response: Response) -> Response {
    let is_told = response.headers().contains_key(header::RETRY_AFTER);
    if response.status() != StatusCode::SERVICE_UNAVAILABLE || is_told {
        return response;
    }
    let message = "The request took too long: it is not known whether it was done";
    ApiError::later(StatusCode::SERVICE_UNAVAILABLE, message, 1).into_response()
}

fn always(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
