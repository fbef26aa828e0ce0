//! Which appointments there are: what every calendar asks.

use serde::{Deserialize, Serialize};

use crate::clinic::{Clinic, Record};
use crate::error::faults::both;
use crate::error::{Path, Result};
use crate::model::appointment::{Appointment, AppointmentStatus};
use crate::order::sort_by;
use crate::slot::{Doctors, Range};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// Which appointments?
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct AppointmentsQuery {
    /// First instant.
    pub from: Instant,
    /// First instant after it, at most ten years later.
    pub to: Instant,
    /// Only with these doctors; with all if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
    /// Only of this patient; of all if null.
    #[serde(default)]
    pub patient_uid: Option<Uid>,
    /// Only of these types, which may be gone; of all and of none if null.
    #[serde(default)]
    pub appointment_type_uids: Option<Vec<Uid>>,
    /// Only those that stand there; wherever they stand if null. A hold that has run out is `expired`.
    #[serde(default)]
    pub statuses: Option<Vec<AppointmentStatus>>,
}

impl Clinic {
    /// The appointments that run within `[from, to)`, by start, then by uid, each with the status that it has
    /// at `now`: a hold that has run out is `expired`, recorded or not.
    ///
    /// # Errors
    /// `not_found` for a doctor; `out_of_range`, `empty_interval` and `too_many` for the range.
    ///
    /// ```
    /// use frontdesk::{AppointmentsQuery, Clinic, Instant, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{ "doctors": [ { "uid": "doc-456" } ],
    ///     "appointments": [ { "uid": "mtg-1", "status": "confirmed", "doctor_uid": "doc-456",
    ///       "patient_uid": "pat-789",
    ///         "start_date": 1774256400, "end_date": 1774258200 } ] }"#)?)?;
    /// let monday = Instant(1_774_224_000); // 2026-03-23T00:00Z
    /// let query = AppointmentsQuery::new(monday..Instant(monday.0 + 86_400)).patient("pat-789");
    /// assert_eq!(clinic.appointments(&query, monday)?[0].uid, "mtg-1");
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn appointments(&self, query: &AppointmentsQuery, now: Instant) -> Result<Vec<Appointment>> {
        let (range, records) = self.asked_for(query, now)?;
        let mut running: Vec<&Record> =
            records.into_iter().filter(|record| record.start < range.to && range.from < record.end).collect();
        sort_by(&mut running, |a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
        let standing = |record: &Record| {
            let appointment = self.appointment_of(record);
            Appointment { status: appointment.status_at(now), ..appointment }
        };
        Ok(running.into_iter().map(standing).collect())
    }

    /// All that a query names, whenever they are; in no particular order.
    pub(crate) fn asked_for(&self, query: &AppointmentsQuery, now: Instant) -> Result<(Range, Vec<&Record>)> {
        let doctors = Doctors::new(self, query.doctor_uids.as_deref());
        let times = both(Range::new(query.from, query.to), now.checked(&Path::Root.field("now")));
        let ((range, now), doctors) = both(times, doctors)?;
        let named: Option<Vec<u32>> =
            query.doctor_uids.as_ref().map(|_| doctors.members(self).map(|(rank, _)| rank).collect());
        let kind_uid = |record: &Record| self.kind_uid_of(record);
        let is_asked_for = |record: &&Record| {
            let rank = self.rank_at(record.doctor);
            let of_types = query.appointment_type_uids.as_ref();
            named.as_ref().is_none_or(|ranks| ranks.binary_search(&rank).is_ok())
                && of_types.is_none_or(|types| kind_uid(record).is_some_and(|uid| types.contains(uid)))
                && query.statuses.as_ref().is_none_or(|all| all.contains(&record.status_at(now)))
        };
        let records = match &query.patient_uid {
            Some(uid) => self.of_patient(uid).filter(is_asked_for).collect(),
            None => self.records().filter(is_asked_for).collect(),
        };
        Ok((range, records))
    }
}
