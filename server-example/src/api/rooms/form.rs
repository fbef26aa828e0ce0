//! Bodies as the VSee API takes them: multipart forms, as its examples send, URL-encoded ones, or JSON. All
//! text.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use serde_json::Value;

use crate::auth::Caller;
use crate::desk::Idempotency;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Repetition, TWICE, check_names};
use crate::text::{is_blank, is_sound};

/// Fields of one form. The largest documented one has four.
const FIELDS_MAX: usize = 50;

/// The fields of a body, by name. Those that nobody asks for are let be, as that API does.
pub(super) struct Form {
    fields: BTreeMap<String, String>,
    repetition: Repetition,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> ApiResult<Self> {
        let repetition = Repetition::of(&request)?;
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let fields = match kind.as_str() {
            "multipart/form-data" => multipart(request, state).await?,
            "application/x-www-form-urlencoded" => {
                form_urlencoded::parse(&bytes(request, state).await?).into_owned().collect()
            }
            "application/json" => json(&bytes(request, state).await?)?,
            "" if request.headers().get(header::CONTENT_LENGTH).is_none_or(|length| length == "0") => {
                Vec::new()
            }
            _ => return Err(ApiError::bad_request("The body must be a form or JSON")),
        };
        let sound = |(name, value): &(String, String)| is_sound(name) && is_sound(value);
        if fields.len() > FIELDS_MAX || !fields.iter().all(sound) {
            return Err(ApiError::bad_request("The form has too many fields, or a NUL character"));
        }
        let (mut read, mut wrong) = (BTreeMap::new(), Vec::new());
        for (name, value) in fields {
            match read.entry(name) {
                Entry::Vacant(free) => drop(free.insert(value)),
                Entry::Occupied(taken) => wrong.push((taken.key().clone(), TWICE.to_owned())),
            }
        }
        if !wrong.is_empty() {
            return Err(ApiError::invalid_fields(wrong));
        }
        Ok(Self { fields: read, repetition })
    }
}

impl Form {
    /// What tells this form from its repetition, if the caller wants it told. The same fields are the same
    /// form, however they are written: two multipart bodies hardly have the same boundary.
    pub(super) fn idempotency(&self, caller: &Caller) -> Option<Idempotency> {
        let fields = serde_json::to_vec(&self.fields).expect("texts have a JSON form");
        self.repetition.idempotency(caller, &fields)
    }

    /// A field that is there and not blank.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|value| value.trim()).filter(|value| !is_blank(value))
    }

    /// Such a field of no more than 255 characters.
    pub(super) fn text(&self, name: &str) -> ApiResult<Option<String>> {
        let value = self.get(name);
        if value.is_some_and(|value| value.chars().count() > 255) {
            return Err(ApiError::invalid(name, "too long"));
        }
        Ok(value.map(str::to_owned))
    }

    /// Such a field, which must be there.
    pub(super) fn required(&self, name: &str) -> ApiResult<String> {
        self.text(name)?.ok_or_else(|| ApiError::invalid(name, "this field is required"))
    }

    /// A field that says yes or no; no if it is not there.
    pub(super) fn flag(&self, name: &str) -> ApiResult<bool> {
        match self.get(name) {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(_) => Err(ApiError::invalid(name, "must be true or false")),
        }
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> ApiResult<Bytes> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| ApiError::new(rejection.status(), rejection.body_text()))
}

async fn multipart<S: Send + Sync>(request: Request, state: &S) -> ApiResult<Vec<(String, String)>> {
    let mut form = Multipart::from_request(request, state)
        .await
        .map_err(|rejection| ApiError::bad_request(rejection.body_text()))?;
    let mut fields = Vec::new();
    while let Some(field) =
        form.next_field().await.map_err(|error| ApiError::new(error.status(), error.body_text()))?
    {
        let name = field.name().unwrap_or_default().to_owned();
        let value = field.text().await.map_err(|error| ApiError::new(error.status(), error.body_text()))?;
        fields.push((name, value));
        if fields.len() > FIELDS_MAX {
            break;
        }
    }
    Ok(fields)
}

fn json(bytes: &[u8]) -> ApiResult<Vec<(String, String)>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        check_names(text)?;
    }
    let Ok(Value::Object(fields)) = serde_json::from_slice(bytes) else {
        return Err(ApiError::bad_request("The body must be a form or a JSON object"));
    };
    let text = |(name, value): (String, Value)| match value {
        Value::String(text) => Ok((name, text)),
        Value::Bool(flag) => Ok((name, flag.to_string())),
        Value::Number(number) => Ok((name, number.to_string())),
        Value::Null => Ok((name, String::new())),
        Value::Array(_) | Value::Object(_) => Err(ApiError::invalid(&name, "must be text")),
    };
    fields.into_iter().map(text).collect()
}
