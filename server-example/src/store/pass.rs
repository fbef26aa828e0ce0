//! Passes: credentials that stand for a patient for a while (launch codes, sessions, tickets), and what a
//! database can be asked of them. [`auth`](crate::auth) makes and redeems them.

use async_trait::async_trait;
use frontdesk::{Instant, Uid};

use super::StoreResult;

/// A launch code, a session, a stream ticket, a booking link or a wait link: who it is for, and until when.
/// It is kept under the hash of its secret, and never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassRow {
    /// What it is good for: `launch_code`, `booking_session`, `stream_ticket`, `booking_link` or `wait_link`.
    pub kind: String,
    /// The hash of its secret.
    pub hash: String,
    /// Whose patient it is.
    pub organisation_uid: Uid,
    /// The patient.
    pub patient_uid: Uid,
    /// The customer.
    pub patient_profile_uid: Uid,
    /// The shop.
    pub shop_uid: Uid,
    /// The booking secret that signed the token from which it comes. Once that is revoked, it counts no more.
    /// Empty for a visitor's; of a wait link, the entry of the waiting room that it is of.
    pub key_id: Uid,
    /// When it was made.
    pub made_at: Instant,
    /// First instant at which it counts no more.
    pub expires_at: Instant,
    /// First instant at which the token from which it comes counts no more.
    pub ends_at: Instant,
}

/// The passes of a database.
#[async_trait]
pub trait Passes: Send + Sync {
    /// Adds a pass; `false`, and nothing is added, if so many were made for its patient at `since` or later.
    async fn add_pass(&self, pass: PassRow, since: Instant, most: i64) -> StoreResult<bool>;

    /// The pass of a kind with this hash.
    async fn pass(&self, kind: &str, hash: &str) -> StoreResult<Option<PassRow>>;

    /// The same, and it is gone: of any number who ask, one gets it.
    async fn take_pass(&self, kind: &str, hash: &str) -> StoreResult<Option<PassRow>>;

    /// The passes of a patient.
    async fn passes_of(&self, organisation: &Uid, patient_uid: &str) -> StoreResult<Vec<PassRow>>;

    /// Forgets passes that expired at an instant or before, at most so many, and says how many.
    async fn forget_passes(&self, before: Instant, limit: i64) -> StoreResult<u64>;
}
