//! What a waiting room asks of the clinic: when a doctor is there, and whom the doctor expects.

use super::Clinic;
use crate::appointment::Appointment;
use crate::error::{ErrorCode, Path, Result};
use crate::interval::{Interval, unite};
use crate::limits::RANGE_DAYS_MAX;
use crate::schedule::DayWindows;
use crate::time::Instant;
use crate::zone::DAY;

impl Clinic {
    /// When a doctor is there within `[from, to)`: weekly rules, overrides, closures, extra and blocked time, whatever is booked. Sorted, disjoint, not
    /// touching; nothing for a doctor who is inactive.
    ///
    /// # Errors
    /// `not_found` for the doctor; `out_of_range`; `empty_interval` if `to` is not after `from`; `too_many` days.
    ///
    /// ```
    /// use frontdesk::{Clinic, Instant, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{ "doctors": [ { "uid": "doc-456",
    ///     "availability_rules": [ { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 720 } ],
    ///     "availability_exceptions": [ { "uid": "exc-1", "kind": "blocked", "start_date": 1774260000, "end_date": 1774263600 } ] } ] }"#)?)?;
    /// let monday = Instant(1_774_224_000); // 2026-03-23T00:00Z
    /// let open = clinic.open_time("doc-456", monday, Instant(monday.0 + 86_400))?;
    /// let hours: Vec<_> = open.iter().map(|(start, end)| ((start.0 - monday.0) / 3600, (end.0 - monday.0) / 3600)).collect();
    /// assert_eq!(hours, [(9, 10), (11, 12)]);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn open_time(&self, doctor_uid: &str, from: Instant, to: Instant) -> Result<Vec<(Instant, Instant)>> {
        let calendar = &self.member_at(self.asked_doctor(doctor_uid, from, to)?).calendar;
        if !calendar.active {
            return Ok(Vec::new());
        }
        let (zone, schedule, asked) = (&calendar.zone, &calendar.schedule, Interval::new(from.0, to.0));
        let first = zone.day_of(asked.start);
        let (mut windows, mut open) = (DayWindows::default(), Vec::new());
        for day in schedule.days_of_extras_running_at(asked.start, first, zone).chain(first..=zone.day_of(asked.end)) {
            schedule.windows_on(day, zone, &mut windows);
            let pieces = windows.windows.iter().flat_map(|window| windows.pieces(window));
            open.extend(pieces.map(|piece| piece.intersection(asked)).filter(|piece| !piece.is_empty()));
        }
        let united = unite(&mut open);
        open.truncate(united);
        let mut left = Vec::with_capacity(open.len());
        for mut piece in open {
            for blocked in schedule.blocked() {
                if blocked.end <= piece.start || piece.end <= blocked.start {
                    continue;
                }
                if piece.start < blocked.start {
                    left.push(Interval::new(piece.start, blocked.start));
                }
                piece.start = blocked.end.min(piece.end);
            }
            if !piece.is_empty() {
                left.push(piece);
            }
        }
        Ok(left.into_iter().map(|piece| (Instant(piece.start), Instant(piece.end))).collect())
    }

    /// The appointments of a doctor that run within `[from, to)`, by start, wherever they stand but `cancelled` and `expired`.
    ///
    /// # Errors
    /// As [`open_time`](Self::open_time).
    pub fn appointments_within(&self, doctor_uid: &str, from: Instant, to: Instant) -> Result<Vec<Appointment>> {
        let agenda = &self.member_at(self.asked_doctor(doctor_uid, from, to)?).calendar.agenda;
        let running = agenda.from(agenda.first_running_at(from.0)).take_while(|booking| booking.start < to.0);
        Ok(running.filter(|booking| booking.end > from.0).map(|booking| self.appointment_of(self.record_at(booking.appointment))).collect())
    }

    fn asked_doctor(&self, uid: &str, from: Instant, to: Instant) -> Result<u32> {
        let root = Path::Root;
        let (start, end) = (from.checked(&root.field("from"))?, to.checked(&root.field("to"))?);
        if end <= start {
            return Err(ErrorCode::EmptyInterval { start, end }.at(&root.field("to")));
        }
        let days = (end - start).div_euclid(DAY) + 1;
        if days > RANGE_DAYS_MAX {
            return Err(ErrorCode::TooMany { count: days as u64, limit: RANGE_DAYS_MAX as u64 }.at(&root.field("to")));
        }
        let not_found = || ErrorCode::NotFound { what: "doctor", uid: uid.to_owned() }.at(&root.field("doctor_uid"));
        self.doctor_place(uid).ok_or_else(not_found)
    }
}
