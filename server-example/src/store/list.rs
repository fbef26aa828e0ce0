//! Lists: which appointments, which page.

use frontdesk::{Instant, Uid};

use super::row::Memo;

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// From 0.
    pub page: i64,
    /// Entries of a page.
    pub limit: i64,
}

/// A page, and how many entries there are on all pages.
#[derive(Debug)]
pub struct Listed<T> {
    /// The page.
    pub rows: Vec<T>,
    /// On all pages.
    pub total: i64,
}

/// Which appointments. A filter that is `None` lets all pass.
#[derive(Debug, Clone, Default)]
pub struct AppointmentFilter {
    /// Of this doctor.
    pub doctor_uid: Option<String>,
    /// Of this patient.
    pub patient_uid: Option<String>,
    /// Of this shop.
    pub shop_uid: Option<Uid>,
    /// Where they stand, lapsed holds as `expired`; any status if empty.
    pub statuses: Vec<&'static str>,
    /// Starting then or later.
    pub from: Option<Instant>,
    /// Starting then or earlier.
    pub to: Option<Instant>,
    /// What has lapsed by then is `expired`.
    pub now: Instant,
}

/// Which lines of the audit trail. A filter that is `None` lets all pass.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Then or later.
    pub from: Option<Instant>,
    /// Then or earlier.
    pub to: Option<Instant>,
    /// By whom.
    pub actor: Option<String>,
    /// About what, or about which patient.
    pub subject_uid: Option<String>,
    /// By which request.
    pub request_uid: Option<String>,
}

/// An appointment with what its desk does not keep in mind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentRow {
    /// The engine's appointment, in JSON.
    pub data: String,
    /// What it was called when it was made; the patient's name as the patient's record has it now.
    pub memo: Memo,
}
