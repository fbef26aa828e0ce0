//! Records beside the clinic: what they are called, and what is in them.

use frontdesk::{Clinic, Closure, Instant, Location, PatientLimit, Travel, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kinds of records.
pub mod kind {
    /// An appointment type of the clinic.
    pub const APPOINTMENT_TYPE: &str = "appointment_type";
    /// A doctor of the clinic, with rules and exceptions.
    pub const DOCTOR: &str = "doctor";
    /// A reminder of the clinic.
    pub const REMINDER: &str = "reminder";
    /// A closure of the clinic.
    pub const CLOSURE: &str = "closure";
    /// That the patient of an appointment has come. Its id is the appointment's.
    pub const ARRIVAL: &str = "arrival";
    /// What the clinic has besides its parts.
    pub const CLINIC: &str = "clinic";
    /// A shop.
    pub const SHOP: &str = "shop";
    /// What booking tokens are signed with.
    pub const BOOKING_SECRET: &str = "booking_secret";
    /// An address under which a doctor's calendar can be subscribed to; its id is the hash of the token in
    /// it.
    pub const CALENDAR_FEED: &str = "calendar_feed";
    /// A patient. Desks do not keep patients in mind.
    pub const PATIENT: &str = "patient";
    /// A patient whose data were erased. It says no more than that.
    pub const ERASED_PATIENT: &str = "erased_patient";
    /// A patient for whom nothing is booked any more. Its id is the patient's.
    pub const INACTIVE_PATIENT: &str = "inactive_patient";
    /// A customer of a shop, and which patient that is. Its alias is the shop and the shop's own id of the
    /// customer.
    pub const PATIENT_PROFILE: &str = "patient_profile";
    /// The rules of a waiting room.
    pub const WAITING_ROOM: &str = "waiting_room";
    /// Where a waiting room stands: its doctors, and the number of its next event.
    pub const WAITING_ROOM_DESK: &str = "waiting_room_desk";
    /// Who waits, is being seen, or was there.
    pub const QUEUE_ENTRY: &str = "queue_entry";
    /// What a waiting room has learned of its visits.
    pub const LEARNER: &str = "learner";
    /// Who wants to be told of events.
    pub const NOTIFICATION_SUBSCRIPTION: &str = "notification_subscription";
    /// Up to when reminders have been looked for.
    pub const REMINDER_CURSOR: &str = "reminder_cursor";
    /// A clinic's account of the VSee API; its id is the account code.
    pub const ACCOUNT: &str = "account";
    /// A room of the VSee API; its id is its code.
    pub const ROOM: &str = "room";
    /// A provider of the VSee API.
    pub const PROVIDER: &str = "provider";
    /// An order. What follows lies outside scheduling: it is imported, and shown.
    pub const ORDER: &str = "order";
    /// A prescription.
    pub const PRESCRIPTION: &str = "prescription";
    /// What is known of a doctor's prescriptions as a whole.
    pub const DOCTOR_STATISTICS: &str = "doctor_statistics";
    /// A product.
    pub const PRODUCT: &str = "product";
    /// What a patient intends; its id is the patient's and the intent's.
    pub const PATIENT_INTENT: &str = "patient_intent";
    /// A template of wallet passes.
    pub const WALLET_PASS_TEMPLATE: &str = "wallet_pass_template";
    /// A wallet pass.
    pub const WALLET_PASS: &str = "wallet_pass";
}

/// The kinds that desks keep in mind, and load at their start.
pub const KINDS: &[&str] = &[
    kind::APPOINTMENT_TYPE,
    kind::DOCTOR,
    kind::REMINDER,
    kind::CLOSURE,
    kind::ARRIVAL,
    kind::CLINIC,
    kind::SHOP,
    kind::BOOKING_SECRET,
    kind::WAITING_ROOM,
    kind::WAITING_ROOM_DESK,
    kind::QUEUE_ENTRY,
    kind::LEARNER,
    kind::NOTIFICATION_SUBSCRIPTION,
    kind::REMINDER_CURSOR,
    kind::ACCOUNT,
    kind::ROOM,
    kind::PROVIDER,
    kind::CALENDAR_FEED,
    kind::ERASED_PATIENT,
    kind::INACTIVE_PATIENT,
];

/// The kinds that have a secret in clear, and change seldom.
pub(super) const SECRET: &[&str] = &[kind::BOOKING_SECRET, kind::NOTIFICATION_SUBSCRIPTION];

/// The kinds that are about one patient each, or may be, and that desks do not keep in mind.
pub const PERSONAL: &[&str] = &[
    kind::PATIENT,
    kind::PATIENT_PROFILE,
    kind::PATIENT_INTENT,
    kind::ORDER,
    kind::PRESCRIPTION,
    kind::WALLET_PASS,
];

/// A shop: where patients come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// The id, such as `shop-abc123`.
    pub uid: Uid,
    /// What it is called.
    pub name: String,
    /// What booking tokens call it; its uid if there is nothing else.
    #[serde(default)]
    pub identifier: Option<String>,
    /// Whether anything can be booked in it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
    /// Who may book on the shop's page.
    #[serde(default, skip_serializing_if = "BookingPage::is_off")]
    pub booking_page: BookingPage,
}

/// Who may book on a shop's page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WhoMayBook")]
pub enum BookingPage {
    /// Nobody: there is none.
    #[default]
    Off,
    /// Those whom the shop sends, with a launch code.
    KnownPatients,
    /// Whoever comes, and says who it is.
    Anyone,
}

impl BookingPage {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over so")]
    fn is_off(&self) -> bool {
        *self == Self::Off
    }
}

impl Shop {
    /// Whether there is a page of it.
    pub fn has_page(&self) -> bool {
        self.active && self.booking_page != BookingPage::Off
    }

    /// Whether whoever comes may book there.
    pub fn is_open_to_visitors(&self) -> bool {
        self.has_page() && self.booking_page == BookingPage::Anyone
    }

    /// What booking tokens call it.
    pub fn identifier(&self) -> &str {
        self.identifier.as_deref().unwrap_or(&self.uid)
    }
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over so")]
fn is_yes(value: &bool) -> bool {
    *value
}

/// What booking tokens are signed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingSecret {
    /// The `kid` of tokens signed with it.
    pub key_id: Uid,
    /// The secret; empty once it was revoked.
    pub secret: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was revoked. Tokens signed with it are refused from then on.
    #[serde(default)]
    pub revoked_at: Option<Instant>,
}

/// An address under which a doctor's calendar can be subscribed to. It is kept under the hash of the token in
/// it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarFeed {
    /// The id, by which it is revoked; not secret.
    pub uid: Uid,
    /// Whose calendar.
    pub doctor_uid: Uid,
    /// What its entries are called.
    pub titles: FeedTitles,
    /// When it was made.
    pub created_at: Instant,
}

/// What the entries of a calendar feed are called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedTitles {
    /// `Booked`, all of them.
    #[default]
    Booked,
    /// By the name of the appointment type.
    AppointmentType,
    /// By the name of the patient.
    Patient,
}

/// A patient.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patient {
    /// The id, such as `pat-789`.
    pub uid: Uid,
    /// The name that is shown.
    #[serde(default)]
    pub display_name: String,
    /// The newest email.
    #[serde(default)]
    pub email: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub date_of_birth: Option<String>,
}

/// A patient whose data were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasedPatient {
    /// When that was last done.
    pub at: Instant,
    /// How often it was.
    pub times: u32,
}

/// A patient for whom nothing is booked any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InactivePatient {
    /// Since when.
    pub at: Instant,
}

/// That the patient of an appointment has come. It is kept under the uid of the appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// When.
    pub at: Instant,
    /// When the appointment was to begin. If it is moved, this is not its arrival any more.
    pub start_date: Instant,
}

/// A customer of a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatientProfile {
    /// The id, such as `pp-xyz789`.
    pub uid: Uid,
    /// Which patient that is.
    pub patient_uid: Uid,
    /// The shop.
    pub shop_uid: Uid,
    /// The shop's own id of the customer.
    pub shop_customer_id: String,
    /// What the shop says of the customer.
    #[serde(default)]
    pub fields: serde_json::Map<String, serde_json::Value>,
}

impl PatientProfile {
    /// What it is found by: the shop, and the shop's own id of the customer.
    pub fn alias(&self) -> String {
        profile_alias(&self.shop_uid, &self.shop_customer_id)
    }
}

/// [`PatientProfile::alias`] of a customer whose profile is not known.
pub fn profile_alias(shop_uid: &str, shop_customer_id: &str) -> String {
    // No id ends where the other begins: the length says where.
    format!("{}:{shop_uid}:{shop_customer_id}", shop_uid.len())
}

/// What the record of the clinic's quiet hours is called.
pub(super) const QUIET_HOURS: &str = "quiet_hours";

/// What a clinic has besides its parts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ClinicRecord {
    pub(super) max_live_holds_per_patient: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) travel_minutes: Vec<Travel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) week_starts_on: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) patient_limits: Vec<PatientLimit>,
}

impl ClinicRecord {
    /// That of a clinic.
    pub(super) fn of(clinic: &Clinic) -> Self {
        Self {
            max_live_holds_per_patient: clinic.max_live_holds_per_patient(),
            locations: clinic.locations().to_vec(),
            travel_minutes: clinic.travel_minutes().to_vec(),
            week_starts_on: clinic.week_starts_on(),
            patient_limits: clinic.patient_limits().to_vec(),
        }
    }
}

/// What a closure is called: its date, and whose it is.
pub(super) fn closure_uid(closure: &Closure) -> Uid {
    match &closure.doctor_uid {
        Some(doctor) => format!("{}/{doctor}", closure.date).into(),
        None => closure.date.to_string().into(),
    }
}
