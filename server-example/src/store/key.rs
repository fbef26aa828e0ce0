//! API keys as they are kept: by hash, never by secret.

use frontdesk::{Instant, Uid};

use super::AuditRow;

/// A key to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What is known of it.
    pub row: KeyRow,
    /// The SHA-256 of the secret. It has 260 random bits, so nothing slower is needed.
    pub hash: [u8; 32],
}

/// What the audit trail says of a key that was made or revoked on the command line.
pub(super) fn audit(uid: &Uid, action: &str, at: Instant) -> AuditRow {
    AuditRow {
        at,
        actor: "command_line".to_owned(),
        request_uid: String::new(),
        operation: "key".to_owned(),
        status: 0,
        action: action.to_owned(),
        kind: "api_key".to_owned(),
        subject_uid: Some(uid.clone()),
        patient_uid: None,
    }
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The id, such as `key-…`; not secret.
    pub uid: Uid,
    /// Whose data it reaches.
    pub organisation_uid: Uid,
    /// The one shop that it reaches, or all.
    pub shop_uid: Option<Uid>,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub permissions: Vec<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}
