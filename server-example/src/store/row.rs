//! The rows that a transaction reads and writes, as plain data. What SQL must ask for has a column; the rest
//! is the wire form as JSON.

use std::collections::HashMap;

use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who owns data: nobody sees another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The id, such as `org-123`.
    pub uid: Uid,
    /// What it is called.
    pub name: String,
    /// IANA zone of doctors that name none.
    pub timezone: Option<String>,
    /// When it was made.
    pub created_at: Instant,
}

/// Everything that a desk knows, at a version.
#[derive(Debug)]
pub struct Loaded {
    /// Whose it is.
    pub organisation: Organisation,
    /// The version.
    pub version: i64,
    /// Records of the kinds that desks keep in mind.
    pub records: Vec<RecordRow>,
    /// Appointments as the engine has them, in JSON.
    pub appointments: Vec<String>,
    /// Whether no crash takes any of it back. Otherwise it can be shown, and nothing be decided by it.
    pub is_safe: bool,
}

/// Anything with a kind and an id, in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// What it is, such as `doctor`.
    pub kind: String,
    /// The id; unique for its organisation and kind.
    pub uid: Uid,
    /// A second name to find it by, such as a patient's email.
    pub alias: Option<String>,
    /// The record; `None` removes it.
    pub data: Option<String>,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// Its number, which is the organisation's version from then on. What is written is numbered by the
    /// database.
    pub version: i64,
    /// When.
    pub at: Instant,
    /// Who: `key:…`, `patient:…`, `server`, `import`.
    pub actor: String,
    /// Which entry it is, such as `event`.
    pub kind: String,
    /// What it is about, such as an appointment's uid.
    pub subject: Uid,
    /// The entry, in JSON.
    pub data: String,
}

/// A line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AuditRow {
    /// When.
    pub at: Instant,
    /// Who: `key:…`, `patient:…`, `command_line`, `import` or `server`.
    pub actor: String,
    /// By which request: its `X-Request-Id`. Empty if there was none.
    pub request_uid: String,
    /// What was asked for: the `operationId` of the OpenAPI document, or a word of the server's own.
    pub operation: String,
    /// What was answered; 0 if nobody asked.
    pub status: u16,
    /// What became of the subject, such as `confirmed`, `removed`, `viewed` or `refused`.
    pub action: String,
    /// What the subject is, such as `appointment`.
    pub kind: String,
    /// Its id, if it has one that is still to be told.
    pub subject_uid: Option<Uid>,
    /// The patient whom that is about, if it is one.
    pub patient_uid: Option<Uid>,
}

/// An appointment as it is from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentWrite {
    /// The id.
    pub uid: Uid,
    /// Where it stands, as the engine records it.
    pub status: &'static str,
    /// The doctor.
    pub doctor_uid: Uid,
    /// The patient.
    pub patient_uid: Option<Uid>,
    /// The type.
    pub appointment_type_uid: Option<Uid>,
    /// The start.
    pub start_date: Instant,
    /// The end.
    pub end_date: Instant,
    /// First instant at which a hold no longer counts.
    pub hold_expires_at: Option<Instant>,
    /// When it was made.
    pub created_at: Instant,
    /// Appointments of one session may take place at the same time; every other has a session of its own.
    /// Those that overlapped when they were brought in have the empty one, and so have those of a doctor with
    /// several places.
    pub session: String,
    /// Where it takes one of several places anew: how many there are. They are counted once it is written.
    pub places: Option<i64>,
    /// Where it takes seats of a group visit anew: how many that has. They are counted once it is written.
    pub capacity: Option<i64>,
    /// Those beside which it was let in, knowingly.
    pub beside: Vec<Uid>,
    /// When this was decided: what had lapsed by then is in nobody's way.
    pub decided_at: Instant,
    /// What is written once and kept: names of the day, and the shop.
    pub memo: Memo,
    /// The engine's appointment, in JSON.
    pub data: String,
}

/// What an appointment was called when it was made. Types can be removed; their appointments stay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memo {
    /// The type's name.
    pub appointment_type_name: Option<String>,
    /// The type's kind of meeting.
    pub meeting_type: Option<String>,
    /// Where the meeting is held.
    pub meeting_format: Option<String>,
    /// The patient's name, where no patient record has one.
    pub patient_display_name: Option<String>,
    /// The shop in which it was booked.
    pub shop_uid: Option<Uid>,
}

/// The answer to a request with an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The key, with whose it is.
    pub key: String,
    /// What was asked: a hash of route and body.
    pub fingerprint: String,
    /// The status that was answered.
    pub status: u16,
    /// The body that was answered.
    pub body: String,
    /// When.
    pub at: Instant,
}

/// What is to be looked up in a transaction before it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// The answer that is stored under a key.
    Answer(String),
    /// A record of a kind that desks do not keep in mind.
    Record(&'static str, Uid),
    /// The newest record of such a kind that was given this second name.
    Alias(&'static str, String),
}

impl Ask {
    /// The key whose answer is asked for.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Answer(key) => Some(key),
            Self::Record(..) | Self::Alias(..) => None,
        }
    }
}

/// What a transaction is told before it decides.
#[derive(Debug, Default)]
pub struct Since {
    /// The version that the organisation stands at.
    pub version: i64,
    /// The journal after the version that the desk knows.
    pub journal: Vec<JournalRow>,
    /// Whether lines of it have been forgotten meanwhile: what the desk knows is too old to catch up from.
    pub too_old: bool,
    /// The stored answers to the keys it asked for.
    pub answers: HashMap<String, AnswerRow>,
    /// The records that it asked for, as far as they are there.
    pub records: Vec<RecordRow>,
}
