//! When a doctor is there, whatever is booked, and whom the doctor expects then: what a waiting room borrows
//! of a clinic, and what utilisation counts.

use crate::clinic::{Clinic, Member};
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::model::appointment::Appointment;
use crate::prepared::calendar::Calendar;
use crate::slot::{Bounds, Range, check_coverage};
use crate::time::instant::Instant;
use crate::time::interval::Interval;

impl Clinic {
    /// When a doctor is there within `[from, to)`: weekly rules, overrides, closures, extra and blocked time,
    /// whatever is booked. Sorted, disjoint, not touching; nothing for a doctor who is inactive.
    ///
    /// # Errors
    /// `not_found` for the doctor; `out_of_range`; `empty_interval` if `to` is not after `from`; `too_many`
    /// days; `timezone_data_ends` where the caller's own zone data ends.
    ///
    /// ```
    /// use frontdesk::{Clinic, Instant, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{ "doctors": [ { "uid": "doc-456",
    ///     "availability_rules": [ { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 720 } ],
    ///     "availability_exceptions": [ { "uid": "exc-1", "kind": "blocked", "start_date": 1774260000,
    ///       "end_date": 1774263600 } ] } ] }"#)?)?;
    /// let monday = Instant(1_774_224_000); // 2026-03-23T00:00Z
    /// let open = clinic.open_time("doc-456", monday, Instant(monday.0 + 86_400))?;
    /// let hour = |at: frontdesk::Instant| (at.0 - monday.0) / 3600;
    /// let hours: Vec<_> = open.iter().map(|(start, end)| (hour(*start), hour(*end))).collect();
    /// assert_eq!(hours, [(9, 10), (11, 12)]);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn open_time(&self, doctor_uid: &str, from: Instant, to: Instant) -> Result<Vec<(Instant, Instant)>> {
        let (range, doctor) = both(Range::new(from, to), self.asked_doctor(doctor_uid))?;
        let calendar = &doctor.calendar;
        check_coverage(
            &calendar.zone,
            Bounds { low: range.from, high: range.to, skip: i64::MIN },
            range.field,
        )?;
        let open = open_time(calendar, Interval::new(range.from, range.to));
        Ok(open.into_iter().map(|piece| (Instant(piece.start), Instant(piece.end))).collect())
    }

    /// The appointments of a doctor that run within `[from, to)`, by start, wherever they stand but
    /// `cancelled` and `expired`.
    ///
    /// # Errors
    /// `not_found` for the doctor; `out_of_range`; `empty_interval` if `to` is not after `from`; `too_many`
    /// days.
    pub fn appointments_within(
        &self,
        doctor_uid: &str,
        from: Instant,
        to: Instant,
    ) -> Result<Vec<Appointment>> {
        let (range, doctor) = both(Range::new(from, to), self.asked_doctor(doctor_uid))?;
        let agenda = &doctor.calendar.agenda;
        let running =
            agenda.from(agenda.first_running_at(range.from)).take_while(|booking| booking.start < range.to);
        Ok(running
            .filter(|booking| booking.end > range.from)
            .filter_map(|booking| self.record_of(&booking))
            .map(|record| self.appointment_of(record))
            .collect())
    }

    fn asked_doctor(&self, uid: &str) -> Result<&Member> {
        let not_found = || {
            ErrorCode::NotFound { what: "doctor", uid: uid.to_owned() }.at(&Path::Root.field("doctor_uid"))
        };
        self.doctor_place(uid).map(|place| self.member_at(place)).ok_or_else(not_found)
    }
}

/// The open time of a doctor, of whatever buffer, in a range.
pub(crate) fn open_time(calendar: &Calendar, range: Interval) -> Vec<Interval> {
    if calendar.active { calendar.hours(range) } else { Vec::new() }
}
