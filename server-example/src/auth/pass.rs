//! Passes: short-lived credentials (launch codes, sessions, tickets) that stand for a patient's booking token
//! where that can't be shown. They are no business of the desks: a pass never changes, and whether it counts
//! still is said by time, by the booking secret that it comes from, and by whether the patient's data were
//! erased since.

use std::sync::Arc;

use axum::http::StatusCode;
use frontdesk::{Instant, Uid};

use super::caller::{Caller, Patient};
use super::key::secret_uid;
pub use super::pass_cache::PassKind;
use crate::app::App;
use crate::desk::{Desk, Shop};
use crate::error::{ApiError, ApiResult};
use crate::id;
use crate::limits::PASSES_PER_MINUTE_MAX;
use crate::store::PassRow;

/// A new pass for a patient: its secret, which is shown this once, and when it expires.
///
/// # Errors
/// 429 if the patient has had many within a minute.
pub async fn issue(app: &App, caller: &Caller, kind: PassKind) -> ApiResult<(String, Instant)> {
    make(app, caller.organisation(), caller.patient()?, kind, caller.now).await
}

/// A new pass for somebody who has no booking token: a visitor, or whoever waits.
///
/// # Errors
/// As above.
pub async fn without_token(
    app: &App,
    organisation: &Uid,
    patient: Patient,
    kind: PassKind,
) -> ApiResult<(String, Instant)> {
    make(app, organisation, patient, kind, app.clock.now()).await
}

async fn make(
    app: &App,
    organisation: &Uid,
    patient: Patient,
    kind: PassKind,
    now: Instant,
) -> ApiResult<(String, Instant)> {
    let Patient { uid, profile_uid, shop_uid, key_id, ends_at } = patient;
    let secret = id::secret(kind.prefix());
    let pass = PassRow {
        kind: kind.name().to_owned(),
        hash: secret_uid(&secret).to_string(),
        organisation_uid: organisation.clone(),
        patient_uid: uid,
        patient_profile_uid: profile_uid,
        shop_uid,
        key_id,
        made_at: now,
        expires_at: kind.expiry(now, ends_at),
        ends_at,
    };
    let expires_at = pass.expires_at;
    let minute_ago = Instant(now.0.saturating_sub(59));
    if !app.store.passes().add_pass(pass, minute_ago, PASSES_PER_MINUTE_MAX).await? {
        return Err(ApiError::later(StatusCode::TOO_MANY_REQUESTS, "Too many codes and tickets", 60));
    }
    Ok((secret, expires_at))
}

/// The session that a launch code is good for. Of any number who show the code, one gets it.
///
/// # Errors
/// 404 if the code is not known, has been exchanged, or counts no more.
pub async fn exchange(app: &App, code: &str, now: Instant) -> ApiResult<(String, Instant)> {
    let kind = PassKind::LaunchCode;
    let taken = app
        .store
        .passes()
        .take_pass(kind.name(), &secret_uid(code))
        .await?
        .ok_or_else(ApiError::not_found)?;
    let desk = app.desks.of(&taken.organisation_uid).await?.ok_or_else(ApiError::not_found)?;
    if !counts(&taken, &desk, now) {
        return Err(ApiError::not_found());
    }
    let secret = id::secret(PassKind::Session.prefix());
    let session = PassRow {
        kind: PassKind::Session.name().to_owned(),
        hash: secret_uid(&secret).to_string(),
        made_at: now,
        expires_at: PassKind::Session.expiry(now, taken.ends_at),
        ..taken
    };
    let expires_at = session.expires_at;
    // Its code was counted.
    app.store.passes().add_pass(session, now, i64::MAX).await?;
    Ok((secret, expires_at))
}

/// The pass of a secret, expired or not, and the desk that serves it; `None` if nobody here made it, or if it
/// was ended.
///
/// # Errors
/// If the database can't be asked.
pub async fn find(app: &App, kind: PassKind, secret: &str) -> ApiResult<Option<(Arc<Desk>, PassRow)>> {
    let key = (kind, secret_uid(secret).to_string());
    let pass = match app.passes.get(&key) {
        Some(pass) => pass,
        None => match app.store.passes().pass(kind.name(), &key.1).await? {
            Some(pass) => {
                app.passes.put(key, pass.clone());
                pass
            }
            None => return Ok(None),
        },
    };
    let desk = app.desks.of(&pass.organisation_uid).await?;
    Ok(desk.filter(|desk| is_good(&pass, desk)).map(|desk| (desk, pass)))
}

/// Whether a pass counts now.
pub fn counts(pass: &PassRow, desk: &Desk, now: Instant) -> bool {
    now < pass.expires_at && is_good(pass, desk)
}

/// Whether nobody has ended it: the booking secret is not revoked; a visitor's shop still has a page; who
/// waits is in the room. And the patient's data were not erased since.
fn is_good(pass: &PassRow, desk: &Desk) -> bool {
    desk.read(|state| {
        let comes_from = match pass.key_id.is_empty() {
            _ if pass.kind == PassKind::WaitLink.name() => state.room_of(&pass.key_id).is_some(),
            true => state.shops.get(&pass.shop_uid).is_some_and(Shop::has_page),
            false => state.secrets.get(&pass.key_id).is_some_and(|secret| secret.revoked_at.is_none()),
        };
        comes_from && state.erased.get(&pass.patient_uid).is_none_or(|erased| erased.at <= pass.made_at)
    })
}

impl From<PassRow> for Patient {
    fn from(pass: PassRow) -> Self {
        Self {
            uid: pass.patient_uid,
            profile_uid: pass.patient_profile_uid,
            shop_uid: pass.shop_uid,
            key_id: pass.key_id,
            ends_at: pass.ends_at,
        }
    }
}

/// A pass as an export of the patient's data shows it: without its hash.
pub fn shown(pass: &PassRow) -> serde_json::Value {
    serde_json::json!({
        "patient_uid": pass.patient_uid, "patient_profile_uid": pass.patient_profile_uid,
        "shop_uid": pass.shop_uid, "made_at": pass.made_at, "expires_at": pass.expires_at,
    })
}
