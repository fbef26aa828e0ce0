//! An endpoint: its route, what it asks of its caller and what the OpenAPI document says of it, in one place,
//! so that they cannot disagree.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::auth::{Access, Gate, admit};
use crate::error::ApiError;
use crate::extract::{ValueFaults, value_faults};
use crate::openapi::{SchemaOf, operation_id, parameter_names};

/// One operation of the API.
pub struct Endpoint {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) tag: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) description: &'static str,
    /// Not in the documents: ours.
    pub(crate) extension: bool,
    /// Takes an `Idempotency-Key`.
    pub(crate) creates: bool,
    pub(crate) query: Option<SchemaOf>,
    /// What is wrong with the values of its query.
    values: Option<ValueFaults>,
    pub(crate) body: Option<SchemaOf>,
    /// There need not be one.
    pub(crate) body_is_optional: bool,
    pub(crate) answers: Vec<(u16, &'static str, Option<SchemaOf>)>,
    pub(crate) refusals: Vec<u16>,
    /// Answers 200 with something that is not JSON: its content type, and what it is.
    pub(crate) content: Option<(&'static str, &'static str)>,
    /// What its body may be written as.
    pub(crate) content_types: &'static [&'static str],
    /// How long its answer may take, caller and all, if that is shorter than for others.
    time: Option<Duration>,
    route: MethodRouter<App>,
}

impl Endpoint {
    /// An endpoint that answers by a handler.
    pub fn new<H, T>(method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).expect("the method is one of HTTP's");
        Self {
            route: on(filter, handler),
            method,
            path,
            access,
            tag: "",
            summary: "",
            description: "",
            extension: false,
            creates: false,
            query: None,
            values: None,
            body: None,
            body_is_optional: false,
            answers: Vec::new(),
            refusals: Vec::new(),
            content: None,
            content_types: &["application/json"],
            time: None,
        }
    }

    /// What it does, in a few words.
    pub fn says(mut self, tag: &'static str, summary: &'static str) -> Self {
        (self.tag, self.summary) = (tag, summary);
        self
    }

    /// What else there is to know of it.
    pub fn notes(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Ours: the documents do not have it.
    pub fn extension(mut self) -> Self {
        self.extension = true;
        self
    }

    /// Creates something: a repetition with the same `Idempotency-Key` is answered as it was.
    pub fn creates(mut self) -> Self {
        self.creates = true;
        self
    }

    /// Its query.
    pub fn query<T: JsonSchema + DeserializeOwned>(mut self) -> Self {
        self.query = Some(T::json_schema);
        self.values = Some(value_faults::<T>);
        self
    }

    /// Its body.
    pub fn body(mut self, schema: SchemaOf) -> Self {
        self.body = Some(schema);
        self
    }

    /// Its body, if there is one.
    pub fn body_if_any(self, schema: SchemaOf) -> Self {
        Self { body_is_optional: true, ..self.body(schema) }
    }

    /// How long its body may be, if longer than others.
    pub fn body_up_to(mut self, bytes: usize) -> Self {
        self.route = self.route.layer(DefaultBodyLimit::max(bytes));
        self
    }

    /// An answer with a body.
    pub fn answers<T: JsonSchema>(mut self, status: u16, description: &'static str) -> Self {
        self.answers.push((status, description, Some(|generator| generator.subschema_for::<T>())));
        self
    }

    /// 200 with server-sent events.
    pub fn streams(self, description: &'static str) -> Self {
        self.serves("text/event-stream", description)
    }

    /// 200 with text of some type.
    pub fn serves(mut self, content_type: &'static str, description: &'static str) -> Self {
        self.content = Some((content_type, description));
        self
    }

    /// Its body is a form, as often as it is JSON.
    pub fn takes_forms(mut self) -> Self {
        self.content_types =
            &["multipart/form-data", "application/x-www-form-urlencoded", "application/json"];
        self
    }

    /// An answer without a body.
    pub fn answers_empty(mut self, status: u16, description: &'static str) -> Self {
        self.answers.push((status, description, None));
        self
    }

    /// It is answered within a time, whatever the database does: 503 if not before.
    pub fn within(mut self, time: Duration) -> Self {
        self.time = Some(time);
        self.refuses(&[503])
    }

    /// Refusals besides those of every endpoint (401, 403 and 404 follow from path and access, 400 from query
    /// and body).
    pub fn refuses(mut self, statuses: &[u16]) -> Self {
        self.refusals.extend(statuses);
        self
    }
}

/// The routes of these endpoints, each behind its access. A path is the same with a slash at its end.
pub fn routes(app: &App, endpoints: Vec<Endpoint>) -> Router<App> {
    endpoints.into_iter().fold(Router::new(), |router, endpoint| {
        let gate = Gate {
            access: endpoint.access,
            operation: operation_id(&endpoint.method, endpoint.path).into(),
            parameters: parameter_names(endpoint.query).into(),
            values: endpoint.values,
        };
        let mut route = endpoint.route.layer(from_fn_with_state((app.clone(), gate), admit));
        if let Some(time) = endpoint.time {
            route = route.layer(from_fn(move |request, next| bounded(time, request, next)));
        }
        router.route(endpoint.path, route.clone()).route(&format!("{}/", endpoint.path), route)
    })
}

async fn bounded(time: Duration, request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(time, next.run(request)).await;
    answered.unwrap_or_else(|_| {
        let cause = "the database does not answer";
        tracing::warn!(cause, "unwell");
        ApiError::later(StatusCode::SERVICE_UNAVAILABLE, cause, 5).into_response()
    })
}
