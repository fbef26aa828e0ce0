//! What comes in: paths, queries and bodies, read such that whatever is wrong with them is answered in the
//! documented shape.

mod query;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use frontdesk::from_json;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

pub use self::query::{Query, ValueFaults, check_query, value_faults};
use crate::auth::Caller;
use crate::desk::{Answer, Idempotency};
use crate::error::{ApiError, ApiResult};
use crate::json::twice;
use crate::limits::{IDEMPOTENCY_KEY_BYTES_MAX, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, PAGE_MAX};
use crate::seal::Seal;
use crate::store::{Listed, Page};
use crate::text::{is_sound, json_is_sound};

/// The ids in a path, in order.
pub struct Ids<const N: usize>(pub [String; N]);

impl<S: Send + Sync, const N: usize> FromRequestParts<S> for Ids<N> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        // What is no text, or has a character that no id can have, is the name of nothing.
        let params =
            RawPathParams::from_request_parts(parts, state).await.map_err(|_| ApiError::not_found())?;
        let ids: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
        if !ids.iter().all(|id| is_sound(id)) {
            return Err(ApiError::not_found());
        }
        ids.try_into()
            .map(Self)
            .map_err(|_| ApiError::internal(&"a handler asks for ids that its path does not have"))
    }
}

/// Refuses a body that is written in another way than as itself: nothing here unpacks (RFC 9110 §15.5.16).
///
/// # Errors
/// 415.
pub fn check_encoding(headers: &HeaderMap) -> ApiResult<()> {
    let is_identity = |value: &HeaderValue| {
        value
            .to_str()
            .is_ok_and(|text| text.split(',').all(|name| name.trim().eq_ignore_ascii_case("identity")))
    };
    match headers.get_all(header::CONTENT_ENCODING).iter().all(is_identity) {
        true => Ok(()),
        false => Err(ApiError::unsupported_encoding()),
    }
}

/// The page that a query asks for, within the documented bounds.
///
/// # Errors
/// A page before the first, or a limit below one.
pub fn page(page: Option<i64>, limit: Option<i64>) -> ApiResult<Page> {
    let page = page.unwrap_or(0);
    if !(0..=PAGE_MAX).contains(&page) {
        return Err(ApiError::invalid("page", format!("{page} is outside 0 to {PAGE_MAX}")));
    }
    let limit = limit.unwrap_or(PAGE_LIMIT_DEFAULT);
    if limit < 1 {
        return Err(ApiError::invalid("limit", format!("{limit} is less than 1")));
    }
    Ok(Page { page, limit: limit.min(PAGE_LIMIT_MAX) })
}

/// A list without pages.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "{T}List")]
pub struct Data<T> {
    /// The entries.
    pub data: Vec<T>,
}

/// A page of a list, in the documented envelope.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "{T}Page")]
pub struct Paged<T> {
    /// The entries of the page.
    pub data: Vec<T>,
    /// Entries on all pages.
    #[serde(rename = "totalRegistries")]
    pub total_registries: i64,
    /// Pages.
    #[serde(rename = "totalPages")]
    pub total_pages: i64,
}

impl<T> Paged<T> {
    /// The envelope of a page.
    pub fn new<R>(listed: Listed<R>, page: Page, view: impl FnMut(R) -> T) -> Self {
        let pages = (listed.total + page.limit - 1) / page.limit;
        Self {
            data: listed.rows.into_iter().map(view).collect(),
            total_registries: listed.total,
            total_pages: pages,
        }
    }
}

impl<T, E> Paged<Result<T, E>> {
    /// The page, if all of it could be made.
    ///
    /// # Errors
    /// The first that is in it.
    pub fn transposed(self) -> Result<Paged<T>, E> {
        let Self { data, total_registries, total_pages } = self;
        Ok(Paged { data: data.into_iter().collect::<Result<_, _>>()?, total_registries, total_pages })
    }
}

/// What tells a request from its repetition, before its body is known.
pub(crate) struct Repetition {
    key: Option<String>,
    route: String,
    /// The API key that was shown, if one was.
    api_key: Option<String>,
}

impl Repetition {
    /// That of a request.
    ///
    /// # Errors
    /// 400 for an `Idempotency-Key` that is none.
    pub(crate) fn of(request: &Request) -> ApiResult<Self> {
        let header = |name: &str| request.headers().get(name);
        let key = match header("idempotency-key") {
            Some(value) => {
                // A space is visible to nobody.
                let is_key = |key: &&str| {
                    (1..=IDEMPOTENCY_KEY_BYTES_MAX).contains(&key.len())
                        && key.bytes().all(|byte| byte.is_ascii_graphic())
                };
                let wrong = || {
                    ApiError::bad_request(format!(
                        "Idempotency-Key must be 1 to {IDEMPOTENCY_KEY_BYTES_MAX} visible characters"
                    ))
                };
                Some(value.to_str().ok().filter(is_key).ok_or_else(wrong)?.to_owned())
            }
            None => None,
        };
        let api_key = header("x-api-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let route = format!("{} {}", request.method(), request.uri().path());
        Ok(Self { key, route, api_key })
    }

    /// What tells the request from its repetition, if the caller wants it told.
    pub(crate) fn idempotency(&self, caller: &Caller, body: &[u8]) -> Option<Idempotency> {
        let key = self.key.as_ref()?;
        let mut hash = Sha256::new();
        hash.update(self.route.as_bytes());
        hash.update([0]);
        hash.update(body);
        let fingerprint = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Some(Idempotency { key: format!("{} {key}", caller.by.actor), fingerprint, seal: None })
    }

    /// The same for an answer that has a secret in it.
    fn sealed(&self, caller: &Caller, body: &[u8]) -> Option<Idempotency> {
        let idempotency = self.idempotency(caller, body)?;
        let seal = Seal::new(self.api_key.as_deref().unwrap_or_default(), &idempotency.key);
        Some(Idempotency { seal: Some(seal), ..idempotency })
    }
}

/// The body of a request, not read yet: whether what its path names is there is asked first.
pub struct Body {
    bytes: Bytes,
    is_json: bool,
    repetition: Repetition,
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> ApiResult<Self> {
        let is_json = is_json(request.headers());
        let repetition = Repetition::of(&request)?;
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let message = rejection.body_text();
            ApiError::new(rejection.status(), message)
        })?;
        Ok(Self { bytes, is_json, repetition })
    }
}

impl Body {
    /// The body as a `T`, with the path of whatever is wrong in it.
    ///
    /// # Errors
    /// 400: another content type, no JSON, or not a `T`.
    pub fn read<T: DeserializeOwned>(&self) -> ApiResult<T> {
        Ok(from_json(self.text()?)?)
    }

    /// The body as an object of any fields.
    ///
    /// # Errors
    /// 400, as for [`read`](Self::read).
    pub fn object(&self) -> ApiResult<Map<String, Value>> {
        match from_json(self.text()?)? {
            Value::Object(fields) => Ok(fields),
            _ => Err(ApiError::bad_request("The body must be a JSON object")),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// What tells this request from its repetition, if the caller wants it told.
    pub fn idempotency(&self, caller: &Caller) -> Option<Idempotency> {
        self.repetition.idempotency(caller, &self.bytes)
    }

    /// The same for an answer that has a secret in it: it is kept so that only the same API key can be
    /// shown it again.
    pub fn sealed(&self, caller: &Caller) -> Option<Idempotency> {
        self.repetition.sealed(caller, &self.bytes)
    }

    /// Refuses an `Idempotency-Key` where a repetition can't be answered.
    ///
    /// # Errors
    /// 400, with this reason.
    pub fn without_key(&self, reason: &str) -> ApiResult<()> {
        match self.repetition.key {
            Some(_) => Err(ApiError::bad_request(reason)),
            None => Ok(()),
        }
    }

    fn text(&self) -> ApiResult<&str> {
        if !self.is_json {
            return Err(ApiError::bad_request("The body must be JSON, with Content-Type application/json"));
        }
        let text =
            std::str::from_utf8(&self.bytes).map_err(|_| ApiError::bad_request("The body is not UTF-8"))?;
        check_names(text)?;
        if !json_is_sound(text) {
            return Err(ApiError::bad_request("A NUL character can't be here"));
        }
        Ok(text)
    }
}

/// Refuses JSON that has names twice.
///
/// # Errors
/// 400, with the path of each.
pub(crate) fn check_names(text: &str) -> ApiResult<()> {
    let twice = twice(text);
    match twice.is_empty() {
        true => Ok(()),
        false => Err(ApiError::invalid_fields(twice.into_iter().map(|path| (path, TWICE.to_owned())))),
    }
}

/// What is said of a field that is there twice.
pub(crate) const TWICE: &str = "this field is there more than once";

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = match self.body.is_empty() {
            true => self.status.into_response(),
            false => (self.status, [(header::CONTENT_TYPE, "application/json")], self.body).into_response(),
        };
        if self.replayed {
            response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}
