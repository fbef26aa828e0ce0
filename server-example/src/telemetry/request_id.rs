//! An id for each request: the caller's own, or a new one.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::request_id::{MakeRequestId, RequestId};

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

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What makes an id for a request that comes without.
#[derive(Clone)]
pub(super) struct New(pub(super) Clock);

impl MakeRequestId for New {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        HeaderValue::try_from(id::uid("req", self.0.now()).as_str()).ok().map(RequestId::new)
    }
}

/// Drops an id that is none: a log that others write into at will can't be read.
pub(super) async fn sane(mut request: Request, next: Next) -> Response {
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
