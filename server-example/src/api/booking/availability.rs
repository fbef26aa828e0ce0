//! What the booking page computes slots from, and what has changed of it since.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Response, Sse};
use frontdesk::{Instant, Uid};
use futures_util::stream::unfold;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::TAG;
use super::discovery::desk_of_shop;
use crate::app::App;
use crate::auth::Access;
use crate::availability::{Feed, Taken};
use crate::desk::{Answer, BookingPage, Desk, Shop};
use crate::encoding::accepts;
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Query;
use crate::json::to_json;

/// Changes that come within this time are told together.
const TOGETHER: Duration = Duration::from_millis(200);

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, "/v1/scheduling/availability", Access::Public, show)
            .says(TAG, "What slots are computed from")
            .notes(
                "For a page that computes slots itself, of a shop whose `booking_page` is not `off`. \
                 `clinic` is a snapshot that the engine reads, without appointments; `busy` says by doctor \
                 what time is taken. Intervals of which the same is told are one list of `times` in \
                 seconds: the first start, its length, then of each the time since the end of the one \
                 before and its length. Nobody who is booked is in it. Whoever accepts gzip gets it \
                 compressed.",
            )
            .query::<OfShop>()
            .answers::<Shown>(200, "The availability")
            .refuses(&[404]),
        Endpoint::new(Method::GET, "/v1/scheduling/availability/events", Access::Public, listen)
            .says(TAG, "Follow what slots are computed from")
            .notes(
                "Server-sent events: `version` at once; then `busy` with the doctors whose taken time has \
                 changed, or `reload` where more has changed than that. Each has the `version` that the \
                 availability has from then on, and `busy` also the one `before`: who has another missed an \
                 event, and asks for all of it anew.",
            )
            .query::<OfShop>()
            .streams("Events of the types `version`, `busy` and `reload`")
            .refuses(&[404, 503]),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct OfShop {
    /// The shop.
    shop_uid: String,
}

/// What slots are computed from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Availability")]
#[allow(dead_code, reason = "the parts are in JSON already; this says what they are")]
struct Shown {
    /// Another one for another content.
    version: String,
    /// When it was asked.
    now: Instant,
    shop: ShopShown,
    /// A snapshot of the clinic without appointments.
    clinic: Map<String, Value>,
    /// What time is taken, by doctor: intervals of which the same is told stand together.
    busy: BTreeMap<String, Vec<Taken>>,
}

/// The shop, as whoever books there sees it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AvailabilityShop")]
struct ShopShown {
    uid: Uid,
    name: String,
    /// Whether whoever comes may book, or those only whom the shop sends.
    booking_page: BookingPage,
}

async fn show(Shared(app): Shared<App>, Query(of): Query<OfShop>, headers: HeaderMap) -> ApiResult<Response> {
    let (desk, shop) = opened(&app, &of.shop_uid).await?;
    let now = app.clock.now();
    let feed = app.availability.of(&desk, now).await?;
    let version = to_json(&feed.version);
    let head = format!("{{\"version\":{version},\"now\":{},\"shop\":{},", now.0, to_json(&shop));
    let vary = [(header::VARY, HeaderValue::from_static("accept-encoding"))];
    if !accepts(&headers, "gzip") {
        let answer = Answer { status: StatusCode::OK, body: feed.answer(&head), replayed: false };
        return Ok((vary, answer).into_response());
    }
    // A year of a large practice takes a while, and nobody else shall wait for it.
    let packing = move || feed.packed_answer(&head);
    let packed = tokio::task::spawn_blocking(packing).await.map_err(|error| ApiError::internal(&error))?;
    let packed = packed.map_err(|error| ApiError::internal(&error))?;
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_ENCODING, HeaderValue::from_static("gzip")),
    ];
    Ok((vary, head, Bytes::from_owner(packed)).into_response())
}

/// The shop, if it has a page.
async fn opened(app: &App, shop_uid: &str) -> ApiResult<(Arc<Desk>, ShopShown)> {
    let desk = desk_of_shop(app, shop_uid).await?;
    let shop = desk.read(|state| {
        let shop = state.shops.get(shop_uid).filter(|shop| shop.has_page())?;
        Some(ShopShown { uid: shop.uid.clone(), name: shop.name.clone(), booking_page: shop.booking_page })
    });
    Ok((desk, shop.ok_or_else(ApiError::not_found)?))
}

/// Somebody who listens.
struct Listener {
    app: App,
    desk: Arc<Desk>,
    shop_uid: String,
    versions: watch::Receiver<i64>,
    told: Option<Arc<Feed>>,
    stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

async fn listen(Shared(app): Shared<App>, Query(of): Query<OfShop>) -> ApiResult<Response> {
    let (desk, shop) = opened(&app, &of.shop_uid).await?;
    let full = |_| ApiError::later(StatusCode::SERVICE_UNAVAILABLE, "Too many are listening", 30);
    let place = desk.watchers.clone().try_acquire_owned().map_err(full)?;
    let (versions, stopping) = (desk.versions(), app.stopping.subscribe());
    let shop_uid = shop.uid.to_string();
    let listener = Listener { app, desk, shop_uid, versions, told: None, stopping, _place: place };
    let events = unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

impl Listener {
    /// What there is to tell next; `None` once the page is gone.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(told) = &self.told {
                tokio::select! {
                    changed = self.versions.changed() => changed.ok()?,
                    _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                }
                let told = told.clone();
                tokio::time::sleep(TOGETHER).await;
                self.versions.mark_unchanged();
                let shop_uid = self.shop_uid.as_str();
                if !self.desk.read(|state| state.shops.get(shop_uid).is_some_and(Shop::has_page)) {
                    return None;
                }
                let feed = self.app.availability.of(&self.desk, self.app.clock.now()).await.ok()?;
                if feed.version == told.version {
                    continue;
                }
                let version = to_json(&feed.version);
                let event = match feed.changes(&told) {
                    Some(busy) => {
                        let before = to_json(&told.version);
                        let data = format!("{{\"version\":{version},\"before\":{before},\"busy\":{busy}}}");
                        Event::default().event("busy").data(data)
                    }
                    None => Event::default().event("reload").data(format!("{{\"version\":{version}}}")),
                };
                self.told = Some(feed);
                return Some(event);
            }
            self.versions.mark_unchanged();
            let feed = self.app.availability.of(&self.desk, self.app.clock.now()).await.ok()?;
            let data = json!({ "version": feed.version }).to_string();
            self.told = Some(feed);
            return Some(Event::default().event("version").data(data));
        }
    }
}
