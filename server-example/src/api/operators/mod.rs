//! What an operator sets up: shops, doctors, patients, keys. Ours: the documents show these and have no path
//! that makes or changes them.
//!
//! Each operation is a function of a caller and of fields, so that the command line does the same by the
//! same.

pub(crate) mod doctors;
pub(crate) mod keys;
pub(crate) mod patients;
pub(crate) mod profiles;
pub(crate) mod shops;

use frontdesk::Uid;
use serde_json::json;

use crate::endpoint::Endpoint;
use crate::error::ApiError;

const TAG: &str = "Setup";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = shops::endpoints();
    endpoints.extend(doctors::endpoints());
    endpoints.extend(patients::endpoints());
    endpoints.extend(profiles::endpoints());
    endpoints.extend(keys::endpoints());
    endpoints
}

/// Somebody has this id already.
fn taken(uid: &Uid) -> ApiError {
    ApiError::refused(&format!("the id `{uid}` is taken"), &json!({ "code": "uid_taken", "uid": uid }))
}
