//! Booking tokens: what a shop signs for its customer, and the session that a launch code was exchanged for.

use axum::http::{HeaderValue, StatusCode};
use frontdesk::limits::UID_BYTES_MAX;
use frontdesk::{Instant, Uid};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::caller::{Caller, Patient};
use super::key::secret_uid;
use super::pass::{self, PassKind};
use crate::app::App;
use crate::desk::{Answer, By, Desk, PatientProfile, kind, profile_alias};
use crate::error::{ApiError, ApiResult};
use crate::limits::{
    BOOKING_TOKEN_SECONDS_MAX, CLOCK_SKEW_SECONDS, EMAIL_BYTES_MAX, PROFILE_FIELDS_MAX,
    PROFILE_NAME_BYTES_MAX, PROFILE_VALUE_BYTES_MAX,
};
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

/// What a shop says of its customer.
#[derive(Deserialize)]
struct ProfileField {
    field: String,
    value: Value,
    source: String,
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
        let named = |shop: &&crate::desk::Shop| {
            shop.identifier.as_deref().unwrap_or(&shop.uid) == claims.shop_identifier
        };
        state.shops.values().find(named).map(|shop| shop.uid.clone())
    });
    let shop = shop.ok_or_else(|| invalid_claims("the shop is not known"))?;
    let patient = resolve(&*app.store, &desk, shop, &claims, &key_id.into(), &by).await?;
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
    if claims.shop_customer_id.is_empty() || claims.shop_customer_id.len() > UID_BYTES_MAX {
        let said = format!("shop_customer_id must be 1 to {UID_BYTES_MAX} bytes");
        return Err(invalid_claims(&said));
    }
    let fields = &claims.patient_profile_fields;
    if fields.len() > PROFILE_FIELDS_MAX || fields.iter().any(|field| field.source != "shop") {
        return Err(invalid_claims("patient_profile_fields are not what they must be"));
    }
    let is_long = |field: &&ProfileField| {
        let max = if field.field == "email" { EMAIL_BYTES_MAX } else { PROFILE_VALUE_BYTES_MAX };
        let bytes = field.value.as_str().map_or_else(|| field.value.to_string().len(), str::len);
        field.field.len() > PROFILE_NAME_BYTES_MAX || bytes > max
    };
    if fields.iter().any(|field| is_long(&field)) {
        return Err(invalid_claims("a field of patient_profile_fields is too long"));
    }
    Ok(())
}

/// The customer's profile and patient, made where they are new, with what the shop says now.
async fn resolve(
    store: &dyn Store,
    desk: &Desk,
    shop_uid: Uid,
    claims: &Claims,
    key_id: &Uid,
    by: &By,
) -> ApiResult<Patient> {
    let alias = profile_alias(&shop_uid, &claims.shop_customer_id);
    let organisation = desk.organisation();
    let fields: Map<String, Value> = claims
        .patient_profile_fields
        .iter()
        .map(|field| (field.field.clone(), field.value.clone()))
        .collect();
    let known = store.record_by_alias(organisation, kind::PATIENT_PROFILE, &alias).await?;
    let known: Option<PatientProfile> = match known.and_then(|row| row.data) {
        Some(data) => Some(frontdesk::from_json(&data).map_err(|error| ApiError::internal(&error))?),
        None => None,
    };
    // Two first requests at a time make the same profile: its id follows from whose it is.
    let named = |prefix: &str| {
        Uid::from(format!("{prefix}-{}", &secret_uid(&format!("{organisation}:{alias}"))[..20]))
    };
    let mut profile = known.clone().unwrap_or_else(|| PatientProfile {
        uid: named("pp"),
        patient_uid: named("pat"),
        shop_uid: shop_uid.clone(),
        shop_customer_id: claims.shop_customer_id.clone(),
        fields: Map::new(),
    });
    profile.fields.extend(fields);
    let patient = Patient {
        uid: profile.patient_uid.clone(),
        profile_uid: profile.uid.clone(),
        shop_uid,
        key_id: key_id.clone(),
        ends_at: Instant(claims.exp.saturating_add(CLOCK_SKEW_SECONDS)),
    };
    if known.as_ref() != Some(&profile) {
        let row = store.record(organisation, kind::PATIENT, &profile.patient_uid).await?;
        let before = row
            .and_then(|row| row.data)
            .and_then(|data| frontdesk::from_json(&data).ok())
            .unwrap_or_default();
        let record = named_by(before, &profile);
        desk.write(by.clone().patient(&patient.uid), None, move |work| {
            work.put(kind::PATIENT, &record.uid, record.email.clone(), &record)?;
            work.put(kind::PATIENT_PROFILE, &profile.uid, Some(profile.alias()), &profile)?;
            Ok(Answer::no_content())
        })
        .await?;
    }
    Ok(patient)
}

/// The patient, called what the profile says.
fn named_by(before: crate::desk::Patient, profile: &PatientProfile) -> crate::desk::Patient {
    let text = |field: &str| {
        profile.fields.get(field).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    };
    let names: Vec<&str> = ["first_name", "last_name"].into_iter().filter_map(text).collect();
    crate::desk::Patient {
        uid: profile.patient_uid.clone(),
        display_name: if names.is_empty() {
            before.display_name
        } else {
            names.join(" ").chars().take(255).collect()
        },
        email: text("email").map(str::to_owned).or(before.email),
        date_of_birth: text("date_of_birth").map(str::to_owned).or(before.date_of_birth),
    }
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
