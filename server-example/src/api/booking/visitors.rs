//! Visitors: whoever books on the page of a shop that lets anybody do so. A visitor is a patient who has
//! shown nothing, and who says who it is before anything is confirmed. A link leads back to what was booked.

use axum::extract::{Extension, State as Shared};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use frontdesk::icalendar::EventDetails;
use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::booked::own;
use super::discovery::desk_of_shop;
use super::{ONCE, Session, TAG, visiting};
use crate::app::App;
use crate::auth::pass::{self, PassKind};
use crate::auth::{Access, Caller, Patient};
use crate::desk::{Answer, ProfileField, Shop, Visitor, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};
use crate::limits::{BOOKING_LINK_SECONDS, EMAIL_BYTES_MAX, VISITOR_NAME_CHARS_MAX, VISITOR_PHONE_CHARS_MAX};
use crate::rate_limit::Who;
use crate::text::{EMAIL_PATTERN, is_blank, is_email};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::POST, "/v1/scheduling/visitors", Access::Public, create)
            .says(TAG, "Become a visitor")
            .notes(
                "Of a shop whose `booking_page` is `anyone`. The session goes where a booking token would, \
                 for half an hour. A visitor has one live hold at a time, and says who it is before it \
                 confirms. Each address becomes a visitor only so often.",
            )
            .body(OfShop::json_schema)
            .answers::<Session>(201, "The session")
            .refuses(&[400, 403, 404, 429]),
        Endpoint::new(Method::PUT, "/v1/scheduling/visitors/me", Access::Token, say)
            .says(TAG, "Say who the visitor is")
            .notes(
                "Once it holds a slot or has booked one: nothing is kept of anybody else. Whom a shop has \
                 named is not asked: 403.",
            )
            .body(Details::json_schema)
            .answers_empty(204, "Noted")
            .refuses(&[403, 409]),
        Endpoint::new(Method::POST, "/v1/scheduling/visitors/links", Access::Token, link)
            .says(TAG, "Get a link back to what the visitor has booked")
            .notes(
                "It counts as often as it is used, for half a year from when the visitor first came, as long \
                 as the shop has a page. Whom a shop has named comes from there: 403.",
            )
            .answers::<Link>(201, "What stands in the link")
            .refuses(&[400, 403]),
        Endpoint::new(Method::POST, "/v1/scheduling/visitors/links/exchange", Access::Public, exchange)
            .says(TAG, "Exchange a link for a session")
            .body(Back::json_schema)
            .answers::<Session>(201, "The session of the visitor")
            .refuses(&[404]),
        Endpoint::new(
            Method::GET,
            "/v1/scheduling/appointments/{meeting_uid}/calendar",
            Access::Booking,
            calendar,
        )
        .says(TAG, "An appointment as a calendar file")
        .serves("text/calendar", "An iCalendar file with one event"),
    ]
}

/// Where somebody wants to book.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OfShop {
    /// The shop.
    shop_uid: String,
}

/// Who a visitor is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Details {
    #[schemars(length(min = 1, max = VISITOR_NAME_CHARS_MAX))]
    first_name: String,
    #[schemars(length(min = 1, max = VISITOR_NAME_CHARS_MAX))]
    last_name: String,
    #[schemars(length(min = 3, max = EMAIL_BYTES_MAX), regex(pattern = EMAIL_PATTERN))]
    email: String,
    #[serde(default)]
    #[schemars(length(min = 1, max = VISITOR_PHONE_CHARS_MAX))]
    phone: Option<String>,
}

/// What stands in a link.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BookingLink")]
struct Link {
    booking_link: String,
    expires_at: Instant,
}

/// A link that is followed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Back {
    /// What stands in it.
    booking_link: String,
}

async fn create(Shared(app): Shared<App>, Extension(who): Extension<Who>, body: Body) -> ApiResult<Answer> {
    body.without_key(ONCE)?;
    let OfShop { shop_uid } = body.read()?;
    let desk = desk_of_shop(&app, &shop_uid).await?;
    let shop = desk.read(|state| state.shops.get(shop_uid.as_str()).cloned());
    let shop = shop.filter(Shop::has_page).ok_or_else(ApiError::not_found)?;
    if !shop.is_open_to_visitors() {
        return Err(ApiError::permission_denied());
    }
    app.visitor_limiter.check(who)?;
    let now = app.clock.now();
    let Visitor { patient_uid, profile_uid } = Visitor::new();
    // All that leads back to what is booked ends then.
    let ends_at = Instant(now.0 + BOOKING_LINK_SECONDS);
    let visitor =
        Patient { uid: patient_uid, profile_uid, shop_uid: shop_uid.into(), key_id: Uid::default(), ends_at };
    let (booking_session, expires_at) =
        pass::without_token(&app, desk.organisation(), visitor, PassKind::Session).await?;
    Ok(Answer::new(StatusCode::CREATED, &Session { booking_session, expires_at }))
}

/// The visitor that a caller is.
fn visitor(caller: &Caller) -> ApiResult<Patient> {
    caller.patient.clone().filter(Patient::is_visitor).ok_or_else(ApiError::permission_denied)
}

async fn say(caller: Caller, body: Body) -> ApiResult<Answer> {
    let patient = visitor(&caller)?;
    let Details { first_name, last_name, email, phone } = body.read()?;
    for (name, text) in [("first_name", &first_name), ("last_name", &last_name)] {
        if is_blank(text) || text.chars().count() > VISITOR_NAME_CHARS_MAX {
            return Err(ApiError::invalid(name, format!("must be 1 to {VISITOR_NAME_CHARS_MAX} characters")));
        }
    }
    if !is_email(&email) {
        return Err(ApiError::invalid("email", "this is no email"));
    }
    if phone.as_ref().is_some_and(|phone| is_blank(phone) || phone.chars().count() > VISITOR_PHONE_CHARS_MAX)
    {
        return Err(ApiError::invalid("phone", format!("must be 1 to {VISITOR_PHONE_CHARS_MAX} characters")));
    }
    let said = [
        ("first_name", Some(first_name)),
        ("last_name", Some(last_name)),
        ("email", Some(email)),
        ("phone", phone),
    ];
    let fields = said
        .into_iter()
        .filter_map(|(field, value)| {
            let (field, source) = (field.to_owned(), "shop".to_owned());
            Some(ProfileField { field, value: value?.trim().into(), source })
        })
        .collect();
    let of = Visitor { patient_uid: patient.uid.clone(), profile_uid: patient.profile_uid };
    let known = of.says(patient.shop_uid, fields, &*caller.store, &caller.desk).await?;
    let reads = known.reads();
    let put = move |work: &mut Work<'_>| {
        if visiting::to_come(work, &patient.uid)?.is_empty() {
            let refusal = json!({ "code": "nothing_held" });
            return Err(ApiError::refused("Nothing is held or booked", &refusal));
        }
        known.put(work).map(|()| Answer::no_content())
    };
    caller.write_reading(body.idempotency(&caller), reads, put).await
}

async fn link(Shared(app): Shared<App>, caller: Caller, body: Body) -> ApiResult<Answer> {
    body.without_key(ONCE)?;
    visitor(&caller)?;
    let (booking_link, expires_at) = pass::issue(&app, &caller, PassKind::BookingLink).await?;
    Ok(Answer::new(StatusCode::CREATED, &Link { booking_link, expires_at }))
}

async fn exchange(Shared(app): Shared<App>, body: Body) -> ApiResult<Answer> {
    body.without_key(ONCE)?;
    let Back { booking_link } = body.read()?;
    let now = app.clock.now();
    let (desk, pass) = pass::find(&app, PassKind::BookingLink, &booking_link)
        .await?
        .filter(|(desk, pass)| pass::counts(pass, desk, now))
        .ok_or_else(ApiError::not_found)?;
    // Another link got with this session ends when this one does.
    let visitor = Patient { ends_at: pass.expires_at, ..pass.into() };
    let (booking_session, expires_at) =
        pass::without_token(&app, desk.organisation(), visitor, PassKind::Session).await?;
    Ok(Answer::new(StatusCode::CREATED, &Session { booking_session, expires_at }))
}

async fn calendar(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Response> {
    own(&caller, &uid).await?;
    let text = caller.desk.read(|state| {
        let clinic = &state.clinic;
        let appointment = clinic.appointment(&uid).ok_or_else(ApiError::not_found)?;
        let doctor = clinic.doctor(&appointment.doctor_uid).and_then(|doctor| doctor.display_name.clone());
        let kind = appointment.appointment_type_uid.as_ref().and_then(|uid| clinic.appointment_type(uid));
        let kind = kind.and_then(|kind| kind.name.clone());
        let of_place =
            |location: &&frontdesk::Location| Some(&location.uid) == appointment.location_uid.as_ref();
        let location = clinic.locations().iter().find(of_place);
        let title = [kind, doctor].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let details = EventDetails {
            summary: Some(title).filter(|title| !title.is_empty()),
            location: location.map(|place| place.name.clone().unwrap_or_else(|| place.uid.to_string())),
            ..EventDetails::default()
        };
        Ok::<_, ApiError>(clinic.appointment_as_icalendar(&uid, &details, caller.now)?)
    })?;
    let name = [(header::CONTENT_DISPOSITION, "attachment; filename=\"appointment.ics\"")];
    Ok((name, [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}
