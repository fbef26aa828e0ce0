//! The kinds of passes, and a cache of those that were looked up a moment ago.

use frontdesk::Instant;

use super::recent::Recent;
use crate::limits::{
    BOOKING_LINK_SECONDS, LAUNCH_CODE_SECONDS, PASS_CACHE, PASS_CACHE_MAX, SESSION_SECONDS,
    STREAM_TICKET_SECONDS, WAIT_LINK_SECONDS,
};
use crate::store::PassRow;

/// What a pass is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassKind {
    /// Stands in an address for a booking token, and is exchanged once.
    LaunchCode,
    /// What a launch code was exchanged for: good for what a booking token is.
    Session,
    /// Stands in the address of a stream of events, and is good for nothing else.
    StreamTicket,
    /// Leads a visitor back to what was booked, as often as it is used.
    BookingLink,
    /// Stands in the address of the page on which somebody follows the own place in a queue.
    WaitLink,
}

impl PassKind {
    /// How it is called where it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::LaunchCode => "launch_code",
            Self::Session => "booking_session",
            Self::StreamTicket => "stream_ticket",
            Self::BookingLink => "booking_link",
            Self::WaitLink => "wait_link",
        }
    }

    /// How its secret begins.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::LaunchCode => "blc_",
            Self::Session => "bss_",
            Self::StreamTicket => "bst_",
            Self::BookingLink => "bkl_",
            Self::WaitLink => "bwl_",
        }
    }

    /// When one that is made now expires. What can book, or leads back to that, ends with what it comes from:
    /// a booking token, or a visitor's first session. A ticket, which shows a place in a queue, outlives it
    /// by minutes and can't be made longer.
    pub(super) fn expiry(self, now: Instant, ends_at: Instant) -> Instant {
        match self {
            Self::LaunchCode => Instant(now.0 + LAUNCH_CODE_SECONDS).min(ends_at),
            Self::Session => Instant(now.0 + SESSION_SECONDS).min(ends_at),
            Self::StreamTicket => Instant(now.0 + STREAM_TICKET_SECONDS),
            Self::BookingLink => Instant(now.0 + BOOKING_LINK_SECONDS).min(ends_at),
            Self::WaitLink => Instant(now.0 + WAIT_LINK_SECONDS),
        }
    }
}

/// Passes that were looked up a moment ago.
pub struct PassCache(Recent<(PassKind, String), PassRow>);

impl Default for PassCache {
    fn default() -> Self {
        Self(Recent::new(PASS_CACHE, PASS_CACHE_MAX))
    }
}

impl PassCache {
    /// The pass of this kind and hash, if it was looked up.
    pub(super) fn get(&self, key: &(PassKind, String)) -> Option<PassRow> {
        self.0.get(key)
    }

    /// Keeps a pass that was looked up.
    pub(super) fn put(&self, key: (PassKind, String), pass: PassRow) {
        self.0.put(key, pass);
    }
}
