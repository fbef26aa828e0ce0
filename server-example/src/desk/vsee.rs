//! What the VSee API knows besides the clinic: the account, its rooms and its providers.

use std::collections::BTreeMap;

use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Accounts, rooms and providers.
#[derive(Debug, Clone, Default)]
pub struct Vsee {
    /// By account code; an organisation has one as a rule.
    pub accounts: BTreeMap<Uid, Account>,
    /// By room code.
    pub rooms: BTreeMap<Uid, ConsultationRoom>,
    /// By id.
    pub providers: BTreeMap<Uid, Provider>,
}

/// A clinic's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// What `X-AccountCode` says.
    pub code: Uid,
    /// The user whose token it is that creates rooms: the first provider of each.
    pub user_id: String,
    /// The shop whose waiting room is the queue of new rooms; a queue of their own if null.
    #[serde(default)]
    pub shop_uid: Option<Uid>,
    /// IANA zone of new rooms.
    pub default_timezone: String,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultationRoom {
    /// The code, by which paths name it.
    pub code: Uid,
    /// The number, as text.
    pub id: String,
    /// Unique within the domain.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// The clinic's domain.
    pub domain: String,
    /// The account.
    pub account_code: Uid,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Shown to patients.
    #[serde(default)]
    pub subtitle: String,
    /// What can be treated in it.
    #[serde(default)]
    pub specialties: Vec<Specialty>,
    /// What can be booked in it.
    #[serde(default)]
    pub consultations: Vec<RoomConsultation>,
    /// Users who are its providers, in the order in which they came.
    #[serde(default)]
    pub provider_ids: Vec<String>,
    /// Those of them whose default room it is.
    #[serde(default)]
    pub default_of: Vec<String>,
    /// The waiting room that is its queue; its own, called by its code, if null.
    #[serde(default)]
    pub waiting_room_uid: Option<Uid>,
    /// IANA zone.
    pub default_timezone: String,
    /// When it was made.
    pub created: Instant,
    /// When it was changed last.
    pub modified: Instant,
}

impl ConsultationRoom {
    /// The waiting room that is its queue.
    pub fn queue(&self) -> &Uid {
        self.waiting_room_uid.as_ref().unwrap_or(&self.code)
    }
}

/// Something that can be treated in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ProviderSpecialty")]
pub struct Specialty {
    code: String,
    name: String,
    /// Minutes.
    duration: i64,
}

/// Something that can be booked in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomConsultation {
    /// A UUID.
    pub id: String,
    /// What it is called.
    pub description: String,
    /// Minutes.
    pub duration: i64,
    /// What it costs.
    pub amount: i64,
    /// Whether several patients come together.
    pub group: bool,
    /// Whether it is charged.
    pub charge: bool,
    /// How many come.
    pub slots: i64,
}

/// A provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The number, as text.
    pub id: Uid,
    /// The clinic's own id.
    #[serde(default)]
    pub code: String,
    /// First name.
    #[serde(default)]
    pub first_name: String,
    /// Last name.
    #[serde(default)]
    pub last_name: String,
    /// User name.
    #[serde(default)]
    pub username: String,
    /// Name in the video program.
    #[serde(default)]
    pub vseeid: String,
    /// Email.
    #[serde(default)]
    pub email: String,
    /// Whether they work here.
    #[serde(default)]
    pub active: bool,
    /// Address of a picture.
    #[serde(default)]
    pub photo: Option<String>,
    /// Such as `Dr.`
    #[serde(default)]
    pub title: String,
    /// Such as `M.D.`
    #[serde(default)]
    pub suffix: String,
    /// Whether the terms of service are accepted.
    #[serde(default)]
    pub tos: bool,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
    /// Kind of provider.
    #[serde(default)]
    pub subtype: String,
    /// Whether they are online.
    #[serde(default)]
    pub status: bool,
    /// Education.
    #[serde(default)]
    pub educational_training: String,
    /// Interests at work.
    #[serde(default)]
    pub professional_interests: String,
    /// Interests elsewhere.
    #[serde(default)]
    pub personal_interests: String,
    /// A few words; `false` if there are none.
    #[serde(default)]
    pub short_bio: ShortBio,
}

/// A few words, or `false`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ShortBio {
    /// `false`: there are none.
    Unset(bool),
    /// The words.
    Text(String),
}

impl Default for ShortBio {
    fn default() -> Self {
        Self::Unset(false)
    }
}
