//! The page on which the API can be tried, and the document that it shows.

use std::sync::{Arc, LazyLock};

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;
use utoipa_swagger_ui::{Config, serve};

use crate::app::App;
use crate::error::ApiError;

/// Where the document is.
pub(super) const DOCUMENT_PATH: &str = "/v1/management/openapi.json";

/// The page's own files and nothing else; Swagger UI sets styles from its script.
const POLICY: &str =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| crate::openapi::document(&super::endpoints()));

pub(super) fn routes() -> Router<App> {
    Router::new()
        // Whoever opens the address in a browser is shown what there is.
        .route("/", get(async || Redirect::to("/v1/management/apidocs/")))
        .route(DOCUMENT_PATH, get(async || Json(&*DOCUMENT)))
        .route("/v1/management/apidocs", get(async || Redirect::to("/v1/management/apidocs/")))
        .route("/v1/management/apidocs/", get(async || file("")))
        .route("/v1/management/apidocs/{*file}", get(async |Path(name): Path<String>| file(&name)))
}

fn file(name: &str) -> Response {
    match serve(name, Arc::new(Config::from(DOCUMENT_PATH))) {
        Ok(Some(file)) => {
            let headers = [
                (header::CONTENT_TYPE, file.content_type),
                (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
            ];
            (StatusCode::OK, headers, file.bytes.into_owned()).into_response()
        }
        Ok(None) => ApiError::not_found().into_response(),
        Err(error) => ApiError::internal(&error).into_response(),
    }
}
