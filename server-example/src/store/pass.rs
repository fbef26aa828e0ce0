//! Rows of passes: credentials that stand for a patient for a while (launch codes, sessions, tickets).

use frontdesk::{Instant, Uid};

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
