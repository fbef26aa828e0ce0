//! How much of a doctor's days is open, booked, held and free: what a practice looks at when it plans.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::clinic::Clinic;
use crate::error::faults::both;
use crate::error::{Path, Result};
use crate::prepared::agenda::FOR_GOOD;
use crate::prepared::calendar::Calendar;
use crate::report::open_time::open_time;
use crate::slot::{Bounds, Doctors, Range, check_coverage};
use crate::time::instant::Instant;
use crate::time::interval::{Interval, united, without};
use crate::time::zone::day_date;
use crate::wire::uid::Uid;

/// Whose days, and which.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct UtilisationQuery {
    /// First instant. Of a day that it cuts, what is left counts.
    pub from: Instant,
    /// First instant after it, at most ten years later.
    pub to: Instant,
    /// Only these doctors; all if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
}

/// One local day of one doctor, in minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Utilisation {
    /// The doctor.
    pub doctor_uid: Uid,
    /// The day, on the doctor's own calendar.
    pub date: NaiveDate,
    /// Open time, of whatever buffer, before any booking is looked at.
    pub open_minutes: f64,
    /// Time with an appointment, in or outside of open time.
    pub booked_minutes: f64,
    /// Time with a live hold and no appointment.
    pub held_minutes: f64,
    /// Open time with neither.
    pub free_minutes: f64,
}

/// The same in forty-eight bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct PackedUtilisation {
    /// The day, counted from 1970-01-01.
    pub day: i64,
    /// Which of [`Clinic::doctor_uids`], counted from 0.
    pub doctor: u32,
    /// As in [`Utilisation`].
    pub open_minutes: f64,
    /// As in [`Utilisation`].
    pub booked_minutes: f64,
    /// As in [`Utilisation`].
    pub held_minutes: f64,
    /// As in [`Utilisation`].
    pub free_minutes: f64,
}

impl Clinic {
    /// How each doctor's local days are used, by doctor and date. Every day that the range touches is there.
    ///
    /// # Errors
    /// `not_found` for a doctor; `out_of_range`, `empty_interval` and `too_many` for the range;
    /// `timezone_data_ends` where the caller's own zone data ends.
    ///
    /// ```
    /// use frontdesk::{Clinic, Instant, UtilisationQuery, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{
    ///     "appointment_types": [ { "uid": "apt-001", "duration_minutes": 30 } ],
    ///     "doctors": [ { "uid": "doc-456", "availability_rules": [
    ///         { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 720 } ] } ],
    ///     "appointments": [ { "uid": "mtg-1", "status": "confirmed", "doctor_uid": "doc-456",
    ///       "start_date": 1774256400, "end_date": 1774258200 } ]
    /// }"#)?)?;
    /// let monday = Instant(1_774_224_000); // 2026-03-23T00:00Z
    /// let query = UtilisationQuery::new(monday..Instant(monday.0 + 86_400));
    /// let days = clinic.utilisation(&query, monday)?;
    /// let day = &days[0];
    /// assert_eq!((day.open_minutes, day.booked_minutes, day.free_minutes), (180.0, 30.0, 150.0));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn utilisation(&self, query: &UtilisationQuery, now: Instant) -> Result<Vec<Utilisation>> {
        let mut rows = Vec::new();
        self.utilisation_into(query, now, &mut rows)?;
        let day = |row: &PackedUtilisation| Utilisation {
            doctor_uid: self.member_at(self.ranks()[row.doctor as usize]).doctor.uid.clone(),
            date: day_date(row.day),
            open_minutes: row.open_minutes,
            booked_minutes: row.booked_minutes,
            held_minutes: row.held_minutes,
            free_minutes: row.free_minutes,
        };
        Ok(rows.iter().map(day).collect())
    }

    /// [`utilisation`](Self::utilisation), packed into `rows`, whose old content is dropped.
    ///
    /// # Errors
    /// As `utilisation`.
    pub fn utilisation_into(
        &self,
        query: &UtilisationQuery,
        now: Instant,
        rows: &mut Vec<PackedUtilisation>,
    ) -> Result<()> {
        rows.clear();
        let doctors = Doctors::new(self, query.doctor_uids.as_deref());
        let times = both(Range::new(query.from, query.to), now.checked(&Path::Root.field("now")));
        let ((range, now), doctors) = both(times, doctors)?;
        range.check_work(doctors.count(self))?;
        for (rank, member) in doctors.members(self) {
            let bounds = Bounds { low: range.from, high: range.to, skip: i64::MIN };
            check_coverage(&member.calendar.zone, bounds, range.field)?;
            days_of(&member.calendar, range, now, rank, rows);
        }
        Ok(())
    }
}

/// Adds the days of one doctor.
fn days_of(calendar: &Calendar, range: Range, now: i64, doctor: u32, rows: &mut Vec<PackedUtilisation>) {
    let zone = &calendar.zone;
    let whole = Interval::new(range.from, range.to);
    let open = open_time(calendar, whole);
    let (booked, mut held) = taken_time(calendar, whole, now);
    let free = without(&without(&open, &booked), &held);
    held = without(&held, &booked);
    let [mut open, mut booked, mut held, mut free] =
        [&open, &booked, &held, &free].map(|intervals| Total { intervals, next: 0 });
    for day in zone.day_of(range.from)..=zone.day_of(range.to - 1) {
        let date = Interval::new(zone.boundary(day, 0), zone.boundary(day + 1, 0)).intersection(whole);
        if date.is_empty() {
            // A date that the zone skipped.
            continue;
        }
        rows.push(PackedUtilisation {
            day,
            doctor,
            open_minutes: open.minutes_in(date),
            booked_minutes: booked.minutes_in(date),
            held_minutes: held.minutes_in(date),
            free_minutes: free.minutes_in(date),
        });
    }
}

/// The time of a doctor that is booked, and that is held, in a range.
fn taken_time(calendar: &Calendar, range: Interval, now: i64) -> (Vec<Interval>, Vec<Interval>) {
    let agenda = &calendar.agenda;
    let (mut booked, mut held) = (Vec::new(), Vec::new());
    for booking in
        agenda.from(agenda.first_running_at(range.start)).take_while(|booking| booking.start < range.end)
    {
        let interval = Interval::new(booking.start, booking.end);
        match booking.blocks_until {
            FOR_GOOD => booked.push(interval),
            expires if now < expires => held.push(interval),
            _ => {}
        }
    }
    (united(booked, range), united(held, range))
}

/// Sorted, disjoint intervals, of which day after day asks its share.
struct Total<'a> {
    intervals: &'a [Interval],
    next: usize,
}

impl Total<'_> {
    fn minutes_in(&mut self, day: Interval) -> f64 {
        let mut seconds = 0;
        while let Some(interval) = self.intervals.get(self.next).filter(|interval| interval.start < day.end) {
            let inside = interval.intersection(day);
            seconds += (inside.end - inside.start).max(0);
            if interval.end > day.end {
                break;
            }
            self.next += 1;
        }
        seconds as f64 / 60.0
    }
}
