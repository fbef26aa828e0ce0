//! What became of appointments: who came, who did not, who called off, and of whom nobody has said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::appointments::AppointmentsQuery;
use crate::clinic::{Clinic, Record};
use crate::error::Result;
use crate::model::appointment::AppointmentStatus;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// How many of a doctor's appointments of a type were kept, and how many not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Outcomes {
    /// The doctor.
    pub doctor_uid: Uid,
    /// The type, or none.
    pub appointment_type_uid: Option<Uid>,
    /// The patient came.
    pub kept: u32,
    /// The patient did not.
    pub missed: u32,
    /// Called off in time.
    pub cancelled: u32,
    /// Called off within the notice of the type, or on the day if it has none.
    pub cancelled_late: u32,
    /// Confirmed and over, and nobody has said whether the patient came.
    pub unresolved: u32,
}

/// What became of one.
enum Outcome {
    Kept,
    Missed,
    Cancelled,
    CancelledLate,
    Unresolved,
}

impl Clinic {
    /// What became of the appointments that start within `[from, to)`, by doctor and type, that of those
    /// without one first. Of what is to come, held or expired, nothing has.
    ///
    /// # Errors
    /// As [`appointments`](Self::appointments).
    ///
    /// ```
    /// use frontdesk::{AppointmentsQuery, Clinic, Instant, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{ "doctors": [ { "uid": "doc-456" } ], "appointments": [
    ///     { "uid": "mtg-1", "status": "no_show", "doctor_uid": "doc-456", "start_date": 1774256400,
    ///       "end_date": 1774258200 },
    ///     { "uid": "mtg-2", "status": "confirmed", "doctor_uid": "doc-456", "start_date": 1774260000,
    ///       "end_date": 1774261800 } ] }"#)?)?;
    /// let monday = Instant(1_774_224_000); // 2026-03-23T00:00Z
    /// let query = AppointmentsQuery::new(monday..Instant(monday.0 + 86_400));
    /// let outcomes = clinic.outcomes(&query, query.to)?;
    /// assert_eq!((outcomes[0].kept, outcomes[0].missed, outcomes[0].unresolved), (0, 1, 1));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn outcomes(&self, query: &AppointmentsQuery, now: Instant) -> Result<Vec<Outcomes>> {
        let (range, records) = self.asked_for(query, now)?;
        let mut rows: BTreeMap<(u32, Option<&Uid>), Outcomes> = BTreeMap::new();
        for record in records.into_iter().filter(|record| (range.from..range.to).contains(&record.start)) {
            let Some(outcome) = self.outcome_of(record, now.0) else { continue };
            let kind = self.kind_uid_of(record);
            let row = rows.entry((self.rank_at(record.doctor), kind)).or_insert_with(|| Outcomes {
                doctor_uid: self.member_at(record.doctor).doctor.uid.clone(),
                appointment_type_uid: kind.cloned(),
                kept: 0,
                missed: 0,
                cancelled: 0,
                cancelled_late: 0,
                unresolved: 0,
            });
            *match outcome {
                Outcome::Kept => &mut row.kept,
                Outcome::Missed => &mut row.missed,
                Outcome::Cancelled => &mut row.cancelled,
                Outcome::CancelledLate => &mut row.cancelled_late,
                Outcome::Unresolved => &mut row.unresolved,
            } += 1;
        }
        Ok(rows.into_values().collect())
    }

    fn outcome_of(&self, record: &Record, now: i64) -> Option<Outcome> {
        Some(match record.status {
            AppointmentStatus::Completed => Outcome::Kept,
            AppointmentStatus::NoShow => Outcome::Missed,
            AppointmentStatus::Confirmed if record.end <= now => Outcome::Unresolved,
            AppointmentStatus::Cancelled if record.was_booked() => {
                if self.was_late(record) {
                    Outcome::CancelledLate
                } else {
                    Outcome::Cancelled
                }
            }
            _ => return None,
        })
    }

    /// Whether it was called off later than the notice of its type leaves or, if there is none, on its day.
    fn was_late(&self, record: &Record) -> bool {
        let Some(at) = record.cancelled_at() else { return false };
        let calendar = &self.member_at(record.doctor).calendar;
        let policy = self.policy_for(record).filter(|policy| policy.has_cancellation_notice());
        let latest = policy.map(|policy| policy.latest_to_cancel(calendar, record.start));
        let zone = &calendar.zone;
        at.0 > latest.unwrap_or_else(|| zone.boundary(zone.day_of(record.start), 0) - 1)
    }
}
