//! API keys as they are kept: by hash, never by secret.

use frontdesk::{Instant, Uid};

/// A key to add.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What is known of it.
    pub row: KeyRow,
    /// The SHA-256 of the secret. It has 260 random bits, so nothing slower is needed.
    pub hash: [u8; 32],
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
