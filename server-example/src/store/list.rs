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

/// What a statement is compared with.
pub(super) enum Compared<'f> {
    Text(&'f str),
    Number(i64),
}

impl AppointmentFilter {
    /// The conditions of a statement about the appointments `a`, each with a `?` for what it compares with.
    /// The words are ours; whatever came from outside is a parameter.
    pub(super) fn conditions(&self) -> Vec<(String, Compared<'_>)> {
        let number = |at: Option<Instant>| at.map(|at| Compared::Number(at.0));
        let status = || {
            let words: Vec<String> = self.statuses.iter().map(|status| format!("'{status}'")).collect();
            let status =
                "CASE WHEN a.status = 'held' AND a.hold_expires_at <= ? THEN 'expired' ELSE a.status END";
            (format!("{status} IN ({})", words.join(", ")), Compared::Number(self.now.0))
        };
        [
            ("a.doctor_uid = ?", self.doctor_uid.as_deref().map(Compared::Text)),
            ("a.patient_uid = ?", self.patient_uid.as_deref().map(Compared::Text)),
            ("a.shop_uid = ?", self.shop_uid.as_deref().map(Compared::Text)),
            ("a.start_date >= ?", number(self.from)),
            ("a.start_date <= ?", number(self.to)),
        ]
        .into_iter()
        .filter_map(|(condition, value)| Some((condition.to_owned(), value?)))
        .chain((!self.statuses.is_empty()).then(status))
        .collect()
    }
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
