//! A room as the documents show it: in lists, on its own, and among a user's rooms.

use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::desk::{ConsultationRoom, Specialty, State};

/// What patients read of a closed room whose policy has no text of its own.
const CLOSED: &str = "Service currently not available. Please check back later";

/// The documented envelope.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{T}Envelope")]
pub(super) struct Envelope<T> {
    pub(super) data: T,
}

/// The same around a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{T}ListEnvelope")]
pub(super) struct ListEnvelope<T> {
    pub(super) data: Vec<T>,
}

/// A list, and how long it is in all.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{T}CountedPage")]
pub(super) struct Counted<T> {
    pub(super) data: Vec<T>,
    #[schemars(extend("x-extension" = true))]
    pub(super) total_count: usize,
}

/// A room in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RoomSummary")]
pub(super) struct Listed {
    slug: String,
    name: String,
    domain: String,
    code: Uid,
    created: Instant,
    modified: Instant,
}

impl Listed {
    pub(super) fn new(room: &ConsultationRoom) -> Self {
        Self {
            slug: room.slug.clone(),
            name: room.name.clone(),
            domain: room.domain.clone(),
            code: room.code.clone(),
            created: room.created,
            modified: room.modified,
        }
    }
}

/// A room as it is answered when it is made.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Room")]
pub(super) struct Whole {
    visits: Value,
    auth: Value,
    subtitle: String,
    slug: String,
    name: String,
    domain: String,
    active: bool,
    /// The providers, with commas between.
    users: String,
    account_code: Uid,
    provider_ids: Vec<String>,
    public_access_room: bool,
    modified: Instant,
    created: Instant,
    payment: Value,
    operation_settings: Value,
    id: String,
    code: Uid,
}

impl Whole {
    pub(super) fn new(room: &ConsultationRoom, state: &State) -> Self {
        // Whether the queue is closed is the waiting room's to say.
        let policy = state.rooms.get(room.queue()).map(|queue| &queue.settings.policy);
        let close_msg = policy.and_then(|policy| policy.close_msg.clone());
        Self {
            visits: json!({ "walkin": { "enabled": true }, "appointment": { "enabled": false } }),
            auth: json!({ "guest": { "type": 600, "log_in": { "enabled": true } } }),
            subtitle: room.subtitle.clone(),
            slug: room.slug.clone(),
            name: room.name.clone(),
            domain: room.domain.clone(),
            active: true,
            users: room.provider_ids.join(","),
            account_code: room.account_code.clone(),
            provider_ids: room.provider_ids.clone(),
            public_access_room: true,
            modified: room.modified,
            created: room.created,
            payment: json!({
                "consultations": room.consultations, "currency": "USD",
                "__note__": "paymentCurrency will be deprecated by 1 Jun 2017",
            }),
            operation_settings: json!({
                "is_closed": policy.is_some_and(|policy| policy.is_closed),
                "close_msg": close_msg.unwrap_or_else(|| CLOSED.to_owned()),
                "default_timezone": room.default_timezone,
            }),
            id: room.id.clone(),
            code: room.code.clone(),
        }
    }
}

/// A room on its own.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RoomDescription")]
pub(super) struct Described {
    description: String,
    specialties: Vec<Specialty>,
    #[serde(flatten)]
    whole: Whole,
}

impl Described {
    pub(super) fn new(room: &ConsultationRoom, state: &State) -> Self {
        Self {
            description: room.description.clone(),
            specialties: room.specialties.clone(),
            whole: Whole::new(room, state),
        }
    }
}

/// A room among those of a user.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UserRoom")]
pub(super) struct OfUser {
    _id: String,
    slug: String,
    name: String,
    domain: String,
    code: Uid,
    active: bool,
    users: String,
    account_code: Uid,
    provider_ids: Vec<String>,
    public_access_room: bool,
    /// As that endpoint writes times: `{"sec": …, "usec": …}`.
    modified: Value,
    created: Value,
    payment: Value,
    default: bool,
}

impl OfUser {
    pub(super) fn new(room: &ConsultationRoom, user: &str) -> Self {
        let stamp = |at: Instant| json!({ "sec": at, "usec": 0 });
        Self {
            _id: room.id.clone(),
            slug: room.slug.clone(),
            name: room.name.clone(),
            domain: room.domain.clone(),
            code: room.code.clone(),
            active: true,
            users: room.provider_ids.join(","),
            account_code: room.account_code.clone(),
            provider_ids: room.provider_ids.clone(),
            public_access_room: true,
            modified: stamp(room.modified),
            created: stamp(room.created),
            payment: json!({ "consultations": room.consultations }),
            default: room.default_of.iter().any(|of| of == user),
        }
    }
}
