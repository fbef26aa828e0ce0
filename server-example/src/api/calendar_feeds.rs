//! A doctor's calendar for other calendar programs. They can't send a header, so the address itself is the
//! secret: it has a random token, which is kept as a hash.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use frontdesk::icalendar::CalendarQuery;
use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope, secret_uid};
use crate::desk::{Answer, CalendarFeed, Desk, FeedTitles, State, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::id;
use crate::limits::{
    CALENDAR_FEED_DAYS_AHEAD, CALENDAR_FEED_DAYS_BEFORE, CALENDAR_FEED_REFRESH_MINUTES, CALENDAR_FEEDS_MAX,
    PAGE_LIMIT_MAX,
};
use crate::store::{AppointmentFilter, Page, Store};

const TAG: &str = "Calendar feeds";
const ALL: &str = "/v1/management/scheduling/doctors/{doctor_uid}/calendar-feeds";
const ONE: &str = "/v1/management/scheduling/doctors/{doctor_uid}/calendar-feeds/{feed_uid}";
const FEED: &str = "/v1/scheduling/calendar-feeds/{feed_token}";

const DAY: i64 = 86_400;

/// What entries are called that shall not say more.
const BOOKED: &str = "Booked";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, ALL, Access::Permission(SCHEDULING_READ, Scope::Organisation), list)
            .says(TAG, "List a doctor's calendar feeds")
            .notes(
                "Without their addresses: those are shown once. Feeds tell of the doctor's whole day, in all \
                 shops.",
            )
            .answers::<Data<Shown>>(200, "All of them"),
        Endpoint::new(Method::POST, ALL, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), create)
            .says(TAG, "Make a calendar feed")
            .notes(
                "`path`, behind the server's address, is what a calendar program subscribes to. Whoever \
                 knows it can read the feed. It is in this answer and in no other.",
            )
            .creates()
            .body(Making::json_schema)
            .answers::<Made>(201, "The feed")
            .refuses(&[409]),
        Endpoint::new(Method::DELETE, ONE, Access::Permission(SCHEDULING_ADMIN, Scope::Organisation), revoke)
            .says(TAG, "Revoke a calendar feed")
            .answers_empty(204, "Revoked"),
        Endpoint::new(Method::GET, FEED, Access::Public, feed)
            .says(TAG, "A doctor's calendar")
            .notes(
                "iCalendar (RFC 5545): what is held or booked from 30 days ago to a year ahead, and where, \
                 if the place has a name. `If-None-Match` is answered with 304 if nothing has changed.",
            )
            .serves("text/calendar", "The calendar")
            .answers_empty(304, "As it was"),
    ]
    .into_iter()
    .map(Endpoint::extension)
    .collect()
}

/// What to make.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Making {
    /// What entries are called: `Booked`, the appointment's type, or the patient's name.
    #[serde(default)]
    titles: FeedTitles,
}

/// A feed without its address.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CalendarFeed")]
struct Shown {
    uid: Uid,
    doctor_uid: Uid,
    titles: FeedTitles,
    created_at: Instant,
}

/// A feed with its address, once.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CreatedCalendarFeed")]
struct Made {
    #[serde(flatten)]
    feed: Shown,
    /// The address, without the server's own.
    path: String,
}

impl From<CalendarFeed> for Shown {
    fn from(CalendarFeed { uid, doctor_uid, titles, created_at }: CalendarFeed) -> Self {
        Self { uid, doctor_uid, titles, created_at }
    }
}

async fn list(caller: Caller, Ids([doctor_uid]): Ids<1>) -> ApiResult<Json<Data<Shown>>> {
    check(&caller, &doctor_uid)?;
    Ok(Json(Data {
        data: caller
            .desk
            .read(|state| feeds_of(state, &doctor_uid).map(|(_, feed)| feed.clone().into()).collect()),
    }))
}

async fn create(caller: Caller, Ids([doctor_uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    check(&caller, &doctor_uid)?;
    let Making { titles } = body.read()?;
    let task = move |work: &mut Work<'_>| {
        let doctor = work.clinic().doctor(&doctor_uid).ok_or_else(ApiError::not_found)?.uid.clone();
        if feeds_of(work.state(), &doctor).count() >= CALENDAR_FEEDS_MAX {
            return Err(ApiError::conflict(format!(
                "the doctor has {CALENDAR_FEEDS_MAX} feeds, and no more may be"
            )));
        }
        let token = id::secret("cal_");
        let feed = CalendarFeed { uid: work.uid("feed"), doctor_uid: doctor, titles, created_at: work.now };
        work.put(kind::CALENDAR_FEED, &secret_uid(&token), None, &feed)?;
        let path = format!("{}.ics", FEED.replace("{feed_token}", &token));
        Ok(Answer::new(StatusCode::CREATED, &Made { feed: feed.into(), path }))
    };
    caller.write(body.sealed(&caller), task).await
}

async fn revoke(caller: Caller, Ids([doctor_uid, feed_uid]): Ids<2>) -> ApiResult<Answer> {
    check(&caller, &doctor_uid)?;
    let task = move |work: &mut Work<'_>| {
        let known = feeds_of(work.state(), &doctor_uid)
            .find(|(_, feed)| feed.uid == feed_uid.as_str())
            .map(|(hash, _)| hash.clone());
        work.remove(kind::CALENDAR_FEED, &known.ok_or_else(ApiError::not_found)?)?;
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}

/// 404 before anything else is said about the request.
fn check(caller: &Caller, doctor_uid: &str) -> ApiResult<()> {
    caller.desk.read(|state| state.clinic.doctor(doctor_uid).map(drop)).ok_or_else(ApiError::not_found)
}

fn feeds_of<'a>(state: &'a State, doctor_uid: &'a str) -> impl Iterator<Item = (&'a Uid, &'a CalendarFeed)> {
    state.feeds.iter().filter(move |(_, feed)| feed.doctor_uid == doctor_uid)
}

async fn feed(Shared(app): Shared<App>, Ids([token]): Ids<1>, headers: HeaderMap) -> ApiResult<Response> {
    // Calendar programs like an address that ends so; the token does not.
    let hash = secret_uid(token.strip_suffix(".ics").unwrap_or(&token));
    let owner = app.store.owner(kind::CALENDAR_FEED, &hash).await?.ok_or_else(ApiError::not_found)?;
    let desk = app.desks.of(&owner).await?.ok_or_else(ApiError::not_found)?;
    let feed = desk.read(|state| state.feeds.get(&hash).cloned()).ok_or_else(ApiError::not_found)?;
    let text = calendar(&*app.store, &desk, &feed, app.clock.now()).await?;
    let tag = tag(&text);
    let fields = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if known.split(',').any(|known| known.trim() == tag || known.trim() == "*") {
        return Ok((StatusCode::NOT_MODIFIED, fields).into_response());
    }
    Ok((fields, [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

async fn calendar(store: &dyn Store, desk: &Desk, feed: &CalendarFeed, now: Instant) -> ApiResult<String> {
    let (from, to) = (
        Instant((now.0 - CALENDAR_FEED_DAYS_BEFORE * DAY).max(0)),
        Instant(now.0 + CALENDAR_FEED_DAYS_AHEAD * DAY),
    );
    let names = match feed.titles {
        FeedTitles::Patient => patients(store, desk, feed, from, to, now).await?,
        FeedTitles::Booked | FeedTitles::AppointmentType => HashMap::new(),
    };
    let title = |uid: &Uid| match feed.titles {
        FeedTitles::AppointmentType => None,
        FeedTitles::Booked | FeedTitles::Patient => {
            Some(names.get(uid).cloned().unwrap_or_else(|| BOOKED.to_owned()))
        }
    };
    let text = desk.read(|state| {
        let doctor = state.clinic.doctor(&feed.doctor_uid);
        let query = CalendarQuery {
            doctor_uid: feed.doctor_uid.clone(),
            from,
            to,
            // Feeds have no sender, so they are no messages.
            organizer: None,
            name: doctor.and_then(|doctor| doctor.display_name.clone()),
            refresh_minutes: Some(CALENDAR_FEED_REFRESH_MINUTES),
        };
        state.clinic.appointments_as_icalendar_titled(&query, title, now)
    });
    Ok(text?)
}

/// Who comes to which appointment. Desks do not know what patients are called.
async fn patients(
    store: &dyn Store,
    desk: &Desk,
    feed: &CalendarFeed,
    from: Instant,
    to: Instant,
    now: Instant,
) -> ApiResult<HashMap<Uid, String>> {
    // What runs at `from` has begun before, but not more than a day.
    let filter = AppointmentFilter {
        doctor_uid: Some(feed.doctor_uid.to_string()),
        statuses: vec!["held", "confirmed", "completed", "no_show"],
        from: Some(Instant(from.0 - DAY)),
        to: Some(to),
        now,
        ..AppointmentFilter::default()
    };
    let mut names = HashMap::new();
    for number in 0.. {
        let listed = store
            .appointments(desk.organisation(), &filter, Page { page: number, limit: PAGE_LIMIT_MAX })
            .await?;
        for row in &listed.rows {
            let appointment: frontdesk::Appointment =
                frontdesk::from_json(&row.data).map_err(|error| ApiError::internal(&error))?;
            names.extend(row.memo.patient_display_name.clone().map(|name| (appointment.uid, name)));
        }
        if (number + 1) * PAGE_LIMIT_MAX >= listed.total {
            break;
        }
    }
    Ok(names)
}

/// Says whether a calendar is another. When it was written is no difference, so the tag is a weak one (RFC
/// 9110 §8.8.1).
fn tag(text: &str) -> String {
    let mut hash = Sha256::new();
    text.split("\r\n").filter(|line| !line.starts_with("DTSTAMP:")).for_each(|line| {
        hash.update(line);
        hash.update([b'\n']);
    });
    format!("W/\"{}\"", hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>())
}
