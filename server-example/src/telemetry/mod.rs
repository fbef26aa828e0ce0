//! What can be seen of a server that works: an id for each request, a line in the log for each, and numbers.
//! None of it says who a patient is: routes stand there as templates, and what callers have written is left
//! out.

mod metrics;

use std::sync::Arc;
use std::time::Instant as Moment;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tracing::Instrument;

pub use self::metrics::{Attempt, Metrics, exposition};
use crate::app::App;
use crate::clock::Clock;
use crate::id;
use crate::limits::REQUEST_ID_BYTES_MAX;

/// The id of a request, as log and audit trail have it.
pub fn request_id(parts: &Parts) -> Arc<str> {
    parts
        .extensions
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok())
        .unwrap_or_default()
        .into()
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The routes, with every request seen.
pub fn observed(router: Router<App>, app: &App) -> Router<App> {
    router
        .layer(from_fn_with_state(app.clone(), seen))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, New(app.clock.clone())))
        .layer(from_fn(sane))
}

/// What makes an id for a request that comes without.
#[derive(Clone)]
struct New(Clock);

impl MakeRequestId for New {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        HeaderValue::try_from(id::uid("req", self.0.now()).as_str()).ok().map(RequestId::new)
    }
}

/// Drops an id that is none: a log that others write into at will can't be read.
async fn sane(mut request: Request, next: Next) -> Response {
    let is_sane = |value: &HeaderValue| {
        let bytes = value.as_bytes();
        (1..=REQUEST_ID_BYTES_MAX).contains(&bytes.len())
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
    };
    let mut given = request.headers().get_all(REQUEST_ID).iter();
    if given.next().is_some_and(|value| !is_sane(value)) || given.next().is_some() {
        request.headers_mut().remove(REQUEST_ID);
    }
    next.run(request).await
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
