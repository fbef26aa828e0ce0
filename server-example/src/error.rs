//! Errors in the documented shapes. Every refusal of the server is one of these, and every one is JSON.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use frontdesk::limits::FAULTS_MAX;
use frontdesk::refusal::Refusal;
use frontdesk::{Error, ErrorKind, Quoted};
use serde_json::{Map, Value, json};

use crate::store::StoreError;

/// An answer that says no.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    status: StatusCode,
    body: Value,
    retry_after: Option<u64>,
    /// Whether it says that bodies are taken as they are.
    accepts_identity: bool,
    /// What `error` says to whoever is not told all that is in the way.
    reticent: Option<String>,
}

/// The result of a handler.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    fn bare(status: StatusCode) -> Self {
        Self { status, body: Value::Null, retry_after: None, accepts_identity: false, reticent: None }
    }

    /// The standard shape, `{"error": …}`.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { body: json!({ "error": message.into() }), ..Self::bare(status) }
    }

    /// Not there, or not for this caller: the two look the same.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Resource not found")
    }

    /// A request that cannot be read, with no field to blame.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// A field that is not what it must be.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::invalid_fields([(field.to_owned(), message.into())])
    }

    /// Fields that are not what they must be, up to as many as the engine tells at once. Of each what was
    /// found first.
    pub fn invalid_fields(wrong: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut errors = Map::new();
        for (field, message) in wrong {
            if errors.len() == FAULTS_MAX {
                break;
            }
            errors.entry(Quoted(&field).to_string()).or_insert_with(|| json!([message]));
        }
        let body = json!({ "error": "Validation error", "errors": errors });
        Self { body, ..Self::bare(StatusCode::BAD_REQUEST) }
    }

    /// What is asked for contradicts what is there.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    /// A rule of the server's own that is against it, in the shape of the engine's.
    pub fn refused(message: &str, refusal: &Value) -> Self {
        Self { body: json!({ "error": message, "refusal": refusal }), ..Self::conflict("") }
    }

    /// The shape of authentication and authorisation, `{"code": …, "description": …}`.
    pub fn auth(status: StatusCode, code: &str, description: &str) -> Self {
        Self { body: json!({ "code": code, "description": description }), ..Self::bare(status) }
    }

    /// The caller's key does not have this permission.
    pub fn permission_denied() -> Self {
        Self::auth(StatusCode::FORBIDDEN, "permission_denied", "Permission denied")
    }

    /// Too much at once: come again after so many seconds.
    pub fn later(status: StatusCode, message: &str, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(status, message) }
    }

    /// The body is encoded; `Accept-Encoding` says how it may be (RFC 9110 §12.5.3).
    pub fn unsupported_encoding() -> Self {
        let message = "The body must have no Content-Encoding";
        Self { accepts_identity: true, ..Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message) }
    }

    /// The engine's own answer, if a rule is against it.
    pub fn refusal_mut(&mut self) -> Option<&mut Value> {
        self.body.get_mut("refusal")
    }

    /// The same with words for whoever is not told all that is in the way.
    pub fn or_reticent(self, sentence: String) -> Self {
        Self { reticent: Some(sentence), ..self }
    }

    /// Says no more in words than those, if there are any.
    pub fn become_reticent(&mut self) {
        if let Some(sentence) = self.reticent.take() {
            self.body["error"] = sentence.into();
        }
    }

    /// Something of ours is broken. What it is goes into the log, and nothing of it to the caller.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Bad request")
    }

    /// What the engine says about a value of the request, which lies at `prefix` in what the engine was
    /// given.
    pub fn of_field(error: &Error, prefix: &str) -> Self {
        let inner = |error: &Error| {
            let path = error.path.strip_prefix(prefix).unwrap_or(&error.path);
            path.trim_start_matches('.').to_owned()
        };
        match error.kind() {
            ErrorKind::NotFound => Self::not_found(),
            ErrorKind::Refused => {
                Self { body: json!({ "error": error.to_string(), "refusal": error }), ..Self::conflict("") }
            }
            ErrorKind::Invalid | ErrorKind::TooLarge if inner(error).is_empty() => {
                Self::bad_request(error.code.to_string())
            }
            ErrorKind::Invalid | ErrorKind::TooLarge => {
                Self::invalid_fields(error.all().map(|error| (inner(error), error.code.to_string())))
            }
        }
    }

    /// A rule of the engine that is against it: 409, with the engine's own answer beside the documented
    /// `error`, which is that rule in words.
    pub fn of_refusal<R>(refusal: &Refusal<R>, sentence: impl FnOnce() -> String) -> Self
    where
        Refusal<R>: serde::Serialize,
    {
        match refusal {
            Refusal::Input(error) => Self::of_field(error, ""),
            Refusal::Rule(_) => {
                Self { body: json!({ "error": sentence(), "refusal": refusal }), ..Self::conflict("") }
            }
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body.
    pub fn body(&self) -> &Value {
        &self.body
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self::of_field(&error, "")
    }
}

/// What the database can't do now is no fault of the request: 503, and when to come again.
impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        const UNKNOWN: &str = "It is not known whether this was done: look for it, or ask again with the \
                               same Idempotency-Key";
        let later = |message, seconds| {
            tracing::warn!(%error, "the database can't do it now");
            Self::later(StatusCode::SERVICE_UNAVAILABLE, message, seconds)
        };
        match error {
            StoreError::Retry(_) => later("Others are writing: ask again", 1),
            StoreError::Unavailable(_) => later("The database is not available", 5),
            StoreError::Unknown(_) => later(UNKNOWN, 1),
            // An id that is somebody's in the whole database, taken a moment ago.
            StoreError::Overlap | StoreError::Duplicate => Self::conflict(error.to_string()),
            StoreError::NoOrganisation | StoreError::Broken(_) => Self::internal(&error),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.accepts_identity {
            response.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        response
    }
}
