//! The link by which somebody who waits follows the own place in the queue on a phone, says where they are,
//! or leaves. Who has the link is who it was given to: it stands for one entry, and for nothing else.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State as Shared};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use frontdesk::limits::ON_THE_WAY_MINUTES_MAX;
use frontdesk::{Instant, QueueCommand, QueuePresence, Uid, optional_integer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::{Standing, room_of};
use super::live::{Proof, stream};
use super::{TAG, WRITE};
use crate::app::App;
use crate::auth::pass::{self, PassKind};
use crate::auth::{Access, Caller, Patient, Scope};
use crate::desk::{Answer, By, Desk, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids};
use crate::limits::WAIT_LINK_SECONDS;
use crate::rate_limit::Who;
use crate::store::PassRow;

const ONE: &str = "/v1/waiting/{wait_token}";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let endpoints = vec![
        Endpoint::new(
            Method::POST,
            "/v1/management/waiting-room/{queue_uid}/link",
            Access::Permission(WRITE, Scope::Shop),
            create,
        )
        .says(TAG, "Get the link of somebody who waits")
        .notes(
            "To the page on which they follow their place, for a day. Only the hash of what stands in it is \
             kept, so an `Idempotency-Key` is refused with 400.",
        )
        .answers::<WaitLink>(201, "The link")
        .refuses(&[400, 404]),
        Endpoint::new(Method::GET, ONE, Access::Public, show)
            .says(TAG, "Where one stands oneself")
            .notes("`video_room_id` is null: a link is passed on, and opens no room.")
            .answers::<Waiting>(200, "Where the entry stands, and what is shown with it"),
        Endpoint::new(Method::GET, "/v1/waiting/{wait_token}/events", Access::Public, listen)
            .says(TAG, "Follow where one stands oneself")
            .notes(
                "Server-sent events: `status`, at once and whenever that changes, until the visit is over. \
                 `video_room_id` is null.",
            )
            .streams("Events of the type `status`")
            .refuses(&[503]),
        Endpoint::new(Method::POST, "/v1/waiting/{wait_token}/presence", Access::Public, set_presence)
            .says(TAG, "Say whether one is there to be seen")
            .body(Whereabouts::json_schema)
            .answers::<Waiting>(200, "Noted")
            .refuses(&[409]),
        Endpoint::new(Method::DELETE, ONE, Access::Public, leave)
            .says(TAG, "Leave the queue oneself")
            .answers::<Waiting>(200, "Left")
            .refuses(&[409]),
    ];
    endpoints.into_iter().map(Endpoint::extension).collect()
}

/// A link, and until when it counts.
#[derive(Serialize, JsonSchema)]
struct WaitLink {
    wait_token: String,
    /// The page's address, without the server's.
    path: String,
    expires_at: Instant,
}

/// Where somebody stands who looks at the page.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnWait")]
struct Waiting {
    #[serde(flatten)]
    standing: Standing,
    /// The server's time.
    now: Instant,
    /// What the practice is called.
    shop_name: Option<String>,
    /// Who sees the patient.
    doctor_display_name: Option<String>,
}

/// Whether somebody is there to be seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Whereabouts {
    /// `ready`, `elsewhere` or `on_the_way`.
    presence: QueuePresence,
    /// Of `on_the_way`: in how many minutes, 0 to 1440.
    #[serde(default, deserialize_with = "optional_integer")]
    #[schemars(range(min = 0, max = ON_THE_WAY_MINUTES_MAX))]
    minutes: Option<i64>,
}

async fn create(
    Shared(app): Shared<App>,
    caller: Caller,
    Ids([uid]): Ids<1>,
    body: Body,
) -> ApiResult<Answer> {
    body.without_key("A link is shown once, so there can be no Idempotency-Key")?;
    room_of(&caller, &uid)?;
    let (wait_token, expires_at) = token_of(&app, &caller.desk, &uid).await?;
    let path = format!("/wait/{wait_token}");
    Ok(Answer::new(StatusCode::CREATED, &WaitLink { wait_token, path, expires_at }))
}

/// What stands in a link to an entry.
///
/// # Errors
/// 404 if there is no such entry; 429 if there were many links of this patient within a minute.
pub(crate) async fn token_of(app: &App, desk: &Desk, queue_uid: &str) -> ApiResult<(String, Instant)> {
    let found = desk.read(|state| {
        let room = state.room_of(queue_uid)?;
        Some((room.settings.uid.clone(), room.room.entry(queue_uid)?.patient_uid.clone()))
    });
    let (shop_uid, uid) = found.ok_or_else(ApiError::not_found)?;
    let ends_at = Instant(app.clock.now().0 + WAIT_LINK_SECONDS);
    let patient = Patient { uid, profile_uid: Uid::default(), shop_uid, key_id: queue_uid.into(), ends_at };
    pass::without_token(app, desk.organisation(), patient, PassKind::WaitLink).await
}

/// The entry that a link is of, its desk and its room.
struct Followed {
    desk: Arc<Desk>,
    pass: PassRow,
    room: Uid,
}

/// Who has a link is a person, and may ask as often as a patient: whoever shares the link counts as one.
async fn follow(app: &App, token: &str) -> ApiResult<Followed> {
    let found = pass::find(app, PassKind::WaitLink, token).await?;
    let (desk, pass) = found.ok_or_else(ApiError::not_found)?;
    app.patient_limiter
        .check(Who::Caller(format!("wait-link:{}/{}", desk.organisation(), pass.key_id).into()))?;
    if !pass::counts(&pass, &desk, app.clock.now()) {
        return Err(ApiError::not_found());
    }
    let room = desk.read(|state| state.room_of(&pass.key_id).map(|room| room.settings.uid.clone()));
    Ok(Followed { room: room.ok_or_else(ApiError::not_found)?, desk, pass })
}

impl Followed {
    async fn waiting(&self, app: &App) -> ApiResult<Waiting> {
        let now = app.clock.now();
        let standing = Standing::of(&self.desk, &self.pass.key_id, now).await?.without_room();
        let (shop_name, doctor_display_name) = self.desk.read(|state| {
            let shop = state.shops.get(&self.room).map(|shop| shop.name.clone());
            let doctor = standing.doctor_uid.as_ref().and_then(|uid| state.clinic.doctor(uid));
            (shop, doctor.and_then(|doctor| doctor.display_name.clone()))
        });
        Ok(Waiting { standing, now, shop_name, doctor_display_name })
    }

    /// Has something happen to the entry, and answers where it stands then.
    async fn act(&self, app: &App, by: By, command: QueueCommand) -> ApiResult<Json<Waiting>> {
        let room = self.room.clone();
        let task = move |work: &mut Work<'_>| {
            work.queue(&room, &command)?;
            Ok(Answer::no_content())
        };
        self.desk.write(by.patient(&self.pass.patient_uid), None, task).await?;
        self.waiting(app).await.map(Json)
    }
}

async fn show(Shared(app): Shared<App>, Ids([token]): Ids<1>) -> ApiResult<Json<Waiting>> {
    follow(&app, &token).await?.waiting(&app).await.map(Json)
}

async fn listen(Shared(app): Shared<App>, Ids([token]): Ids<1>) -> ApiResult<Response> {
    let Followed { desk, pass, .. } = follow(&app, &token).await?;
    let queue_uid = pass.key_id.to_string();
    stream(&app, desk, queue_uid, Proof::Ticket(Box::new(pass)))
}

async fn set_presence(
    Shared(app): Shared<App>,
    Extension(by): Extension<By>,
    Ids([token]): Ids<1>,
    body: Body,
) -> ApiResult<Json<Waiting>> {
    let followed = follow(&app, &token).await?;
    let Whereabouts { presence, minutes } = body.read()?;
    let command = QueueCommand::SetPresence { uid: followed.pass.key_id.clone(), presence, minutes };
    followed.act(&app, without_token(by), command).await
}

async fn leave(
    Shared(app): Shared<App>,
    Extension(by): Extension<By>,
    Ids([token]): Ids<1>,
) -> ApiResult<Json<Waiting>> {
    let followed = follow(&app, &token).await?;
    let command = QueueCommand::Cancel { uid: followed.pass.key_id.clone(), by: frontdesk::Actor::Patient };
    followed.act(&app, without_token(by), command).await
}

/// What stands in the link is a secret, and no subject of the audit trail.
fn without_token(by: By) -> By {
    By { subject: None, ..by }
}
