//! Booking tokens: what a shop signs for its customer, and the session that a launch code was exchanged for.

use axum::http::{HeaderValue, StatusCode};
use frontdesk::{Instant, Uid};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

use super::caller::{Caller, Patient};
use super::pass::{self, PassKind};
use crate::app::App;
use crate::desk::{Answer, By, Customer, Desk, ProfileField, Work, kind};
use crate::error::{ApiError, ApiResult};
use crate::limits::{BOOKING_TOKEN_SECONDS_MAX, CLOCK_SKEW_SECONDS};
use crate::store::Store;
use crate::text::{all_sound, is_sound};

/// The header of booking tokens and sessions.
pub(super) const HEADER: &str = "x-rxscale-booking-token";

const AUDIENCE: &str = "rxscale-scheduling";

/// The documented claims, all of them required.
#[derive(Deserialize)]
struct Claims {
    aud: String,
    exp: i64,
    nbf: i64,
    iat: i64,
    shop_identifier: String,
    shop_customer_id: String,
    patient_profile_fields: Vec<ProfileField>,
}

/// Whoever shows this header.
pub(super) async fn caller(app: &App, header: Option<&HeaderValue>, by: By) -> ApiResult<Caller> {
    let token = header.and_then(|header| header.to_str().ok()).ok_or_else(invalid_header)?;
    let now = app.clock.now();
    // No JWT begins like a session.
    if token.starts_with(PassKind::Session.prefix()) {
        of_session(app, token, now, by).await
    } else {
        of_token(app, token, now, by).await
    }
}

async fn of_session(app: &App, secret: &str, now: Instant, by: By) -> ApiResult<Caller> {
    let (desk, session) = pass::find(app, PassKind::Session, secret).await?.ok_or_else(invalid_header)?;
    if now >= session.expires_at {
        return Err(expired());
    }
    Ok(admitted(app, desk, session.into(), now, by))
}

async fn of_token(app: &App, token: &str, now: Instant, by: By) -> ApiResult<Caller> {
    let head = decode_header(token).map_err(|_| invalid_header())?;
    let is_ours = |key_id: &String| head.alg == Algorithm::HS256 && is_sound(key_id);
    let key_id = head.kid.filter(is_ours).ok_or_else(invalid_header)?;
    let owner = app.store.owner(kind::BOOKING_SECRET, &key_id).await?.ok_or_else(invalid_header)?;
    let desk = app.desks.of(&owner).await?.ok_or_else(invalid_header)?;
    let secret = desk.read(|state| state.secrets.get(key_id.as_str()).cloned());
    let secret = secret.filter(|secret| secret.revoked_at.is_none()).ok_or_else(invalid_header)?;
    // The signature is the library's business; times are compared here, with the clock that the rest of the
    // server has.
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let signed = decode::<Value>(token, &DecodingKey::from_secret(secret.secret.as_bytes()), &validation)
        .map_err(|_| invalid_header())?;
    if !all_sound(&signed.claims) {
        return Err(invalid_claims("a NUL character can't be here"));
    }
    let claims: Claims = serde_json::from_value(signed.claims)
        .map_err(|_| invalid_claims("a claim is missing or not what it must be"))?;
    check(&claims, now)?;
    let shop = desk.read(|state| {
        let named = |shop: &&crate::desk::Shop| shop.identifier() == claims.shop_identifier;
        state.shops.values().find(named).map(|shop| shop.uid.clone())
    });
    let shop = shop.ok_or_else(|| invalid_claims("the shop is not known"))?;
    let patient = resolve(&*app.store, &desk, shop, claims, &key_id.into(), &by).await?;
    Ok(admitted(app, desk, patient, now, by))
}

fn check(claims: &Claims, now: Instant) -> ApiResult<()> {
    let skew = CLOCK_SKEW_SECONDS;
    if claims.aud != AUDIENCE {
        return Err(invalid_claims("the audience is another"));
    }
    if claims.exp <= now.0.saturating_sub(skew) {
        return Err(expired());
    }
    if claims.nbf > now.0.saturating_add(skew) || claims.iat > now.0.saturating_add(skew) {
        return Err(invalid_claims("the token is not valid yet"));
    }
    if claims.exp.saturating_sub(claims.iat) > BOOKING_TOKEN_SECONDS_MAX {
        return Err(invalid_claims("the token lives too long"));
    }
    Ok(())
}

/// The customer's profile and patient, made where they are new, with what the shop says now.
async fn resolve(
    store: &dyn Store,
    desk: &Desk,
    shop_uid: Uid,
    claims: Claims,
    key_id: &Uid,
    by: &By,
) -> ApiResult<Patient> {
    let Claims { shop_customer_id, patient_profile_fields: fields, exp, .. } = claims;
    let customer = Customer { shop_uid, shop_customer_id, fields };
    customer
        .check("patient_profile_fields")
        .map_err(|(path, why)| invalid_claims(&format!("{path}: {why}")))?;
    let known = customer.find(store, desk).await?;
    let patient = Patient {
        uid: known.profile.patient_uid.clone(),
        profile_uid: known.profile.uid.clone(),
        shop_uid: customer.shop_uid,
        key_id: key_id.clone(),
        ends_at: Instant(exp.saturating_add(CLOCK_SKEW_SECONDS)),
    };
    if known.is_changed {
        let reads = known.reads();
        let put = move |work: &mut Work<'_>| known.put(work).map(|()| Answer::no_content());
        desk.write_reading(by.clone().patient(&patient.uid), None, reads, put).await?;
    }
    Ok(patient)
}

fn admitted(app: &App, desk: std::sync::Arc<Desk>, patient: Patient, now: Instant, by: By) -> Caller {
    let by = by.patient(&patient.uid);
    Caller {
        desk,
        shop: Some(patient.shop_uid.clone()),
        by,
        store: app.store.clone(),
        now,
        key_hash: None,
        patient: Some(patient),
    }
}

fn invalid_header() -> ApiError {
    ApiError::auth(
        StatusCode::UNAUTHORIZED,
        "invalid_header",
        "The booking token can't be read, or nobody here has signed it",
    )
}

fn expired() -> ApiError {
    ApiError::auth(StatusCode::UNAUTHORIZED, "token_expired", "The booking token has expired")
}

fn invalid_claims(why: &str) -> ApiError {
    ApiError::auth(StatusCode::UNAUTHORIZED, "invalid_claims", why)
}
