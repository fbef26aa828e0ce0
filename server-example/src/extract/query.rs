//! Query strings: whatever is wrong with one is told at once, before anybody looks for what it names.

use std::borrow::Cow;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use frontdesk::Quoted;
use frontdesk::limits::QUOTED_CHARS_MAX;
use serde::de::DeserializeOwned;

use crate::error::{ApiError, ApiResult};
use crate::text::is_sound;

/// A parameter and its value.
type Pair<'q> = (Cow<'q, str>, Cow<'q, str>);

/// What is wrong with the values of a query, by parameter.
pub type ValueFaults = fn(Vec<Pair<'_>>) -> Vec<(String, String)>;

/// The query string as a `T`. Whether it has parameters that `T` does not know was asked before.
pub struct Query<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let query = parts.uri.query().unwrap_or_default();
        read(query).map(Self).map_err(|(name, why)| ApiError::invalid(&name, why))
    }
}

/// Refuses parameters that an endpoint does not know, that are there twice, or whose values it can't take.
///
/// # Errors
/// 400, naming each of them.
pub fn check_query(query: Option<&str>, known: &[String], values: Option<ValueFaults>) -> ApiResult<()> {
    let mut wrong = Vec::new();
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let why = if !known.iter().any(|known| *known == name) {
            let others = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            format!("unknown parameter; known here: {others}")
        } else if pairs.iter().any(|(other, _)| *other == name) {
            "this parameter is there more than once".to_owned()
        } else {
            pairs.push((name, value));
            continue;
        };
        wrong.push((name.chars().take(QUOTED_CHARS_MAX).collect(), why));
    }
    if let Some(values) = values {
        wrong.extend(values(pairs));
    }
    if wrong.is_empty() { Ok(()) } else { Err(ApiError::invalid_fields(wrong)) }
}

/// What is wrong with the values of a query that is to be a `T`. Reading ends with the first fault, so it is
/// read again without what was named, until nothing new is.
pub fn value_faults<T: DeserializeOwned>(mut pairs: Vec<Pair<'_>>) -> Vec<(String, String)> {
    let mut wrong: Vec<(String, String)> = Vec::new();
    let written =
        |pairs: &[Pair<'_>]| form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    while let Err((name, why)) = read::<T>(&written(&pairs)) {
        let is_there = pairs.iter().any(|(other, _)| *other == name);
        pairs.retain(|(other, _)| *other != name);
        if !wrong.iter().any(|(other, _)| *other == name) {
            wrong.push((name.clone(), why));
        } else if is_there {
            // Neither what was given nor nothing at all will do.
            break;
        }
        if !is_there {
            // What is missing hides what is missing behind it.
            pairs.push((name.into(), "".into()));
        }
    }
    wrong
}

/// A query as a `T`, or the first parameter that is wrong.
fn read<T: DeserializeOwned>(query: &str) -> Result<T, (String, String)> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let deserializer = serde_urlencoded::Deserializer::new(pairs);
    if let Some((name, _)) = pairs.find(|(name, value)| !is_sound(name) || !is_sound(value)) {
        return Err((name.into_owned(), "a NUL character can't be here".to_owned()));
    }
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let field = error.path().to_string();
        let message = error.into_inner().to_string();
        // Of a parameter that is missing, or there twice, only the prose says which.
        let named = message.split('`').nth(1).map(str::to_owned).filter(|_| field == ".");
        // A word that is not known is in the message, however long it is.
        let is_long = message.len() > 2 * QUOTED_CHARS_MAX;
        let message = if is_long { Quoted(&message).to_string() } else { message };
        (named.unwrap_or(field), message)
    })
}
