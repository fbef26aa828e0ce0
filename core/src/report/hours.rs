//! When doctors are there and when not, and why not: what a calendar shows behind the appointments.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::open_time::open_time;
use super::utilisation::UtilisationQuery;
use crate::clinic::{Clinic, Member};
use crate::error::Result;
use crate::error::faults::both;
use crate::limits::MINUTE_OF_DAY_MAX;
use crate::model::availability::{Closure, ExceptionKind};
use crate::order::sort_by;
use crate::slot::{Bounds, Doctors, Range, check_coverage};
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::time::zone::{day_date, day_number};
use crate::wire::uid::Uid;

/// A stretch of a doctor's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct OpenHours {
    /// The doctor.
    pub doctor_uid: Uid,
    /// Its start.
    pub start_date: Instant,
    /// Its end.
    pub end_date: Instant,
    /// What it is.
    pub state: HoursState,
    /// What blocks: the exception, or the rule.
    pub by: Option<Uid>,
    /// What is closed: a local date, or hours of it.
    pub date: Option<NaiveDate>,
    /// What the closure is called.
    pub name: Option<String>,
}

/// Whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum HoursState {
    /// The doctor is there, whatever is booked.
    Open,
    /// A closure, or an override without windows.
    Closed,
    /// Time off, or something else.
    Blocked,
}

impl Clinic {
    /// What is open, closed and blocked within `[from, to)`, cut to it, by doctor, then by start, end and
    /// state. Open time is left where nothing is blocked, and comes in one piece where windows touch; what is
    /// closed or blocked is told one by one, also where it overlaps or where there are no hours anyway.
    ///
    /// # Errors
    /// As [`utilisation`](Self::utilisation).
    ///
    /// ```
    /// use frontdesk::{Clinic, HoursState, Instant, UtilisationQuery, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{ "doctors": [ { "uid": "doc-456", "availability_rules": [
    ///     { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 720 } ] } ],
    ///     "closures": [ { "date": "2026-03-23", "name": "Painters" } ] }"#)?)?;
    /// let monday = Instant(1_774_224_000); // 2026-03-23T00:00Z
    /// let query = UtilisationQuery::new(monday..Instant(monday.0 + 86_400));
    /// let hours = clinic.open_hours(&query)?;
    /// assert_eq!((hours[0].state, hours[0].name.as_deref()), (HoursState::Closed, Some("Painters")));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn open_hours(&self, query: &UtilisationQuery) -> Result<Vec<OpenHours>> {
        let doctors = Doctors::new(self, query.doctor_uids.as_deref());
        let (range, doctors) = both(Range::new(query.from, query.to), doctors)?;
        range.check_work(doctors.count(self))?;
        let whole = Interval::new(range.from, range.to);
        let mut rows = Vec::new();
        for (_, member) in doctors.members(self) {
            let bounds = Bounds { low: range.from, high: range.to, skip: i64::MIN };
            check_coverage(&member.calendar.zone, bounds, range.field)?;
            let mut hours = Hours { member, whole, rows: Vec::new() };
            for open in open_time(&member.calendar, whole) {
                hours.add(open, HoursState::Open, None, None);
            }
            hours.blocked();
            hours.closed(self);
            sort_by(&mut hours.rows, |a, b| key(a).cmp(&key(b)));
            rows.append(&mut hours.rows);
        }
        Ok(rows)
    }
}

type Key<'a> = (Instant, Instant, HoursState, Option<&'a Uid>, Option<NaiveDate>, Option<&'a String>);

fn key(row: &OpenHours) -> Key<'_> {
    (row.start_date, row.end_date, row.state, row.by.as_ref(), row.date, row.name.as_ref())
}

/// The rows of one doctor.
struct Hours<'a> {
    member: &'a Member,
    whole: Interval,
    rows: Vec<OpenHours>,
}

impl Hours<'_> {
    fn add(
        &mut self,
        stretch: Interval,
        state: HoursState,
        by: Option<&Uid>,
        closed: Option<(i64, Option<&String>)>,
    ) {
        let inside = stretch.intersection(self.whole);
        if inside.is_empty() {
            return;
        }
        self.rows.push(OpenHours {
            doctor_uid: self.member.doctor.uid.clone(),
            start_date: Instant(inside.start),
            end_date: Instant(inside.end),
            state,
            by: by.cloned(),
            date: closed.map(|(day, _)| day_date(day)),
            name: closed.and_then(|(_, name)| name.cloned()),
        });
    }

    /// Blocked intervals, and recurring time off on each of its dates.
    fn blocked(&mut self) {
        let member = self.member;
        let (zone, schedule) = (&member.calendar.zone, &member.calendar.schedule);
        let exceptions = &member.doctor.availability_exceptions;
        for exception in exceptions.iter().filter(|exception| exception.kind == ExceptionKind::Blocked) {
            let off = Interval::new(exception.start_date.0, exception.end_date.0);
            self.add(off, HoursState::Blocked, Some(&exception.uid), None);
        }
        for day in zone.day_of(self.whole.start)..=zone.day_of(self.whole.end - 1) {
            for (rule, off) in schedule.time_off_on(day, zone) {
                let uid = &member.doctor.availability_rules[rule].uid;
                self.add(off, HoursState::Blocked, Some(uid), None);
            }
        }
    }

    /// Overrides without windows, and closures on dates without an override.
    fn closed(&mut self, clinic: &Clinic) {
        let (member, overrides) = (self.member, &self.member.doctor.date_overrides);
        let zone = &member.calendar.zone;
        let (first, last) = (zone.day_of(self.whole.start), zone.day_of(self.whole.end - 1));
        let on = |day: i64, from: i64, until: i64| {
            Interval::new(zone.boundary(day, from), zone.boundary(day, until))
        };
        for entry in overrides.iter().filter(|entry| entry.windows.is_empty()) {
            let day = day_number(entry.date);
            if (first..=last).contains(&day) {
                self.add(on(day, 0, MINUTE_OF_DAY_MAX), HoursState::Closed, None, Some((day, None)));
            }
        }
        let is_own =
            |closure: &&Closure| closure.doctor_uid.as_ref().is_none_or(|uid| *uid == member.doctor.uid);
        for closure in clinic.closures().filter(is_own) {
            let (from, until) =
                (closure.start_time.unwrap_or(0), closure.end_time.unwrap_or(MINUTE_OF_DAY_MAX));
            let days = closure.days();
            for day in days.start.max(first)..days.end.min(last + 1) {
                if overrides.iter().all(|entry| day_number(entry.date) != day) {
                    self.add(
                        on(day, from, until),
                        HoursState::Closed,
                        None,
                        Some((day, closure.name.as_ref())),
                    );
                }
            }
        }
    }
}
