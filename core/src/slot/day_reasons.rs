//! Why a day has no slots, or few: what stands against its candidates, day by day and doctor by doctor.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::admit::{Scratch, admit};
use super::ask::Ask;
use super::in_window;
use super::open::for_each_stretch;
use super::query::{DaysQuery, Reason};
use super::question::Question;
use super::range::{Bounds, Range, check_coverage};
use super::sink::{Chunk, Sink};
use crate::clinic::{Clinic, Member};
use crate::error::faults::both;
use crate::error::{Path, Result};
use crate::limits::{EXPLAINED_DAYS_MAX, EXPLAINED_STARTS_MAX, INSTANT_MAX, NEXT_OPENING_DAYS_MAX};
use crate::model::check;
use crate::model::grid::GridMode;
use crate::order::{sort_by, sort_by_key};
use crate::prepared::windows::DayWindows;
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::time::zone::{DAY, Zone, day_date};
use crate::wire::uid::Uid;

/// What stands against a doctor's slots on a local day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ExplainedDay {
    /// The day, on the calendar of the query's zone.
    pub date: NaiveDate,
    /// The doctor.
    pub doctor_uid: Uid,
    /// How many starts the hours and the grid have.
    pub candidates: u32,
    /// How many of them can be booked.
    pub slots: u32,
    /// No slot is left, and no time either: appointments and holds have taken it.
    pub booked_out: bool,
    /// No slot is left because of appointments and holds, and what they leave is too short for the type.
    pub no_gap_long_enough: bool,
    /// Each kind of reason, those first that stand against most.
    pub reasons: Vec<DayReason>,
    /// The next day on which this doctor has a slot, in the range or on one of the 366 dates after it.
    pub next_date: Option<NaiveDate>,
}

/// What one kind of reason does to a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct DayReason {
    /// The reason, as it stands against the first candidate that it forbids; of a day without candidates,
    /// against its first instant.
    pub reason: Reason,
    /// How many candidates it forbids.
    pub candidates: u32,
    /// The share of the candidates that it forbids, 0 to 1; 1 for a day without candidates.
    pub share: f64,
}

/// One doctor, asked about a range.
struct Asked<'a> {
    clinic: &'a Clinic,
    query: &'a DaysQuery,
    /// For any time of the day.
    question: Question<'a>,
    member: &'a Member,
    /// What of the range a day has.
    day: Interval,
}

impl Clinic {
    /// Why days have no slots, or few: for each local day that the range touches and each doctor, by day and
    /// doctor, how many candidates there are and what stands against them. It asks
    /// [`explain`](Self::explain) about each of them.
    ///
    /// # Errors
    /// As [`days_with_slots`](Self::days_with_slots); `too_many` for more than 10,000 days of doctors, or
    /// 100,000 candidates.
    ///
    /// ```
    /// use frontdesk::{Clinic, DaysQuery, Instant, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{
    ///     "appointment_types": [ { "uid": "apt-001", "duration_minutes": 30 } ],
    ///     "doctors": [ { "uid": "doc-456", "availability_rules": [
    ///         { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 600 } ] } ],
    ///     "appointments": [ { "uid": "mtg-1", "status": "confirmed", "doctor_uid": "doc-456",
    ///         "local_start": "2026-03-23T09:15", "local_end": "2026-03-23T09:45" } ]
    /// }"#)?)?;
    /// let monday = Instant(1_774_224_000); // 2026-03-23T00:00Z
    /// let query = DaysQuery::new("apt-001", monday..Instant(monday.0 + 86_400));
    /// let days = clinic.explain_days(&query, monday)?;
    /// assert_eq!((days[0].candidates, days[0].slots, days[0].no_gap_long_enough), (2, 0, true));
    /// assert_eq!(days[0].next_date.map(|date| date.to_string()).as_deref(), Some("2026-03-30"));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn explain_days(&self, query: &DaysQuery, now: Instant) -> Result<Vec<ExplainedDay>> {
        let question = Question::new(self, &query.named(), now);
        let (range, question) = both(Range::new(query.from, query.to), question)?;
        let zone = question.zone(self);
        let days = range.days() as usize + 1;
        check::count(days * question.doctor_count(self), EXPLAINED_DAYS_MAX, &Path::Root.field("to"))?;
        check_coverage(&zone, Bounds { low: range.from, high: range.to, skip: i64::MIN }, range.field)?;
        let (mut rows, mut starts_so_far) = (Vec::new(), 0);
        for (rank, member) in question.members(self) {
            let own = question.of(member);
            let starts = own.candidates(member, range, EXPLAINED_STARTS_MAX + 1)?;
            starts_so_far += starts.len();
            check::count(starts_so_far, EXPLAINED_STARTS_MAX, &Path::Root.field("to"))?;
            let mut asked = Asked {
                clinic: self,
                query,
                question: own.anytime(),
                member,
                day: Interval::new(range.from, range.to),
            };
            let first_row = rows.len();
            for day in zone.day_of(range.from)..=zone.day_of(range.to - 1) {
                let date = Interval::new(zone.boundary(day, 0), zone.boundary(day + 1, 0));
                asked.day = date.intersection(Interval::new(range.from, range.to));
                if !asked.day.is_empty() {
                    let of_day = starts.partition_point(|at| *at < asked.day.start)
                        ..starts.partition_point(|at| *at < asked.day.end);
                    rows.push((rank, asked.row(day_date(day), &own, &starts[of_day])?));
                }
            }
            let mut next = self.next_day(&own, member, &zone, zone.day_of(range.to - 1) + 1)?;
            for (_, row) in rows[first_row..].iter_mut().rev() {
                row.next_date = next;
                if row.slots > 0 {
                    next = Some(row.date);
                }
            }
        }
        sort_by(&mut rows, |(a, of_a), (b, of_b)| (of_a.date, a).cmp(&(of_b.date, b)));
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The first date from `day` on, of some, on which a doctor has a slot.
    fn next_day(
        &self,
        question: &Question<'_>,
        member: &Member,
        zone: &Zone,
        day: i64,
    ) -> Result<Option<NaiveDate>> {
        // What the data of a zone does not cover is not looked at: nobody has asked for it.
        let covered = |zone: &Zone| zone.covers_until().map_or(INSTANT_MAX, |end| end.0 - 2 * DAY);
        let known = question.covered_until().min(covered(zone)).min(covered(&member.calendar.zone));
        let to = zone.boundary(day + NEXT_OPENING_DAYS_MAX, 0).min(INSTANT_MAX).min(known);
        let range = Range { from: zone.boundary(day, 0), to, field: "to" };
        if range.to <= range.from {
            return Ok(None);
        }
        let first = question.admit(member, range, &mut Scratch::default(), |_| First(None))?;
        Ok(first.and_then(|First(start)| start).map(|start| day_date(zone.day_of(start))))
    }
}

impl Asked<'_> {
    /// A day whose candidates are among `starts`; `own` is asked for the times that are wished for.
    fn row(&self, date: NaiveDate, own: &Question<'_>, starts: &[i64]) -> Result<ExplainedDay> {
        let mut row = ExplainedDay {
            date,
            doctor_uid: self.member.doctor.uid.clone(),
            candidates: 0,
            slots: 0,
            booked_out: false,
            no_gap_long_enough: false,
            reasons: Vec::new(),
            next_date: None,
        };
        let (mut taken, mut others) = (Vec::new(), Vec::new());
        for &start in starts {
            if !own.wishes(self.member, start) {
                others.push(start);
                continue;
            }
            let reasons = self.reasons(start)?;
            // On the grid of a window that is for others, or has another one where nothing is booked.
            if reasons.iter().any(is_off_grid) {
                continue;
            }
            row.candidates += 1;
            row.slots += u32::from(reasons.is_empty());
            if !reasons.is_empty() && reasons.iter().all(is_booking) {
                taken.push(start);
            }
            count(reasons, &mut row.reasons);
        }
        if row.candidates == 0 && !self.has_candidate(&others)? {
            let reasons = self.reasons(self.day.start)?;
            count(reasons, &mut row.reasons);
            row.reasons.iter_mut().for_each(|told| (told.candidates, told.share) = (0, 1.0));
        } else {
            let all = f64::from(row.candidates);
            row.reasons.iter_mut().for_each(|told| told.share = f64::from(told.candidates) / all);
        }
        sort_by_key(&mut row.reasons, |told| {
            let place = told.reason.code().map_or(0, |code| code as u32);
            (u64::from(u32::MAX - told.candidates) << 32) | u64::from(place)
        });
        if row.slots == 0 && !taken.is_empty() {
            let (is_free, is_long_enough) = self.gaps(&taken);
            row.booked_out = !is_free;
            row.no_gap_long_enough = is_free && !is_long_enough;
        }
        Ok(row)
    }

    fn reasons(&self, start: i64) -> Result<Vec<Reason>> {
        self.clinic.reasons(&self.question, self.query.patient_uid.as_ref(), self.member, start)
    }

    /// Whether one of these starts is a candidate.
    fn has_candidate(&self, starts: &[i64]) -> Result<bool> {
        for &start in starts {
            let reasons = self.reasons(start)?;
            if !reasons.iter().any(is_off_grid) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Of the windows that admit these starts: whether bookings leave any time on the day, and whether they
    /// leave enough for a start of the type on it.
    fn gaps(&self, taken: &[i64]) -> (bool, bool) {
        let calendar = &self.member.calendar;
        let (zone, schedule) = (&calendar.zone, &calendar.schedule);
        let (ask, _) = self.question.ask(self.member, self.day.start, self.day.end);
        let (mut is_free, mut is_long_enough) = (false, false);
        let mut of_date = DayWindows::default();
        let (first, last) = (zone.day_of(taken[0]), zone.day_of(taken[taken.len() - 1]));
        for date in schedule.days_of_extras_running_at(taken[0], first, zone).chain(first..=last) {
            schedule.windows_on(date, zone, &mut of_date);
            for window in &of_date.windows {
                let span = Interval::new(window.start, window.end);
                let location = schedule.location_of(window.terms);
                let latest = schedule.latest_admitted(window.terms, ask.kind, ask.now);
                let latest = latest.filter(|_| ask.is_at(location));
                let full = in_window::full(calendar, &ask, window.terms, span).is_some();
                let admits = |start: &&i64| {
                    span.contains(**start)
                        && latest.is_some_and(|at| **start <= at)
                        && (!full
                            || in_window::full_at(calendar, &ask, window.terms, span, **start).is_none())
                };
                if taken.iter().find(admits).is_none() {
                    continue;
                }
                for_each_stretch(calendar, &ask, span, (window.buffer, location), i64::MAX, |stretch| {
                    for piece in of_date.pieces(window) {
                        let gap = stretch.intersection(*piece);
                        is_free |= !gap.intersection(self.day).is_empty();
                        let first = gap.start.max(self.day.start);
                        is_long_enough |= first + ask.duration <= gap.end && first < self.day.end;
                    }
                });
            }
        }
        (is_free, is_long_enough)
    }
}

impl Question<'_> {
    /// The starts of a doctor's windows, whomever they are for and whatever forbids them, in order. `most`
    /// are looked for, and more than that can be found.
    fn candidates(&self, member: &Member, range: Range, most: usize) -> Result<Vec<i64>> {
        let (ask, _) = self.ask(member, range.from, range.to);
        let bounds = Bounds { low: range.from, high: range.to, skip: i64::MIN };
        check_coverage(&member.calendar.zone, bounds, range.field)?;
        let mut sink = All { starts: Vec::new(), most };
        let ask = Ask { earliest: i64::MIN, latest: i64::MAX - 1, times: None, ..ask };
        admit(&member.calendar, &ask, &mut Scratch::default(), &mut sink);
        if matches!(ask.grid.mode, GridMode::Packed | GridMode::Adjacent) {
            // Where bookings take the time, these modes have no grid: there it is that of the window.
            let mut grid = ask.grid;
            grid.mode = GridMode::Window;
            admit(&member.calendar, &Ask { grid, ..ask }, &mut Scratch::default(), &mut sink);
        }
        let mut starts = sink.starts;
        starts.sort_unstable();
        starts.dedup();
        Ok(starts)
    }
}

/// Adds the reasons against one candidate, each kind once.
fn count(reasons: Vec<Reason>, told: &mut Vec<DayReason>) {
    let mut counted = Vec::new();
    for reason in reasons {
        let kind = std::mem::discriminant(&reason);
        if counted.contains(&kind) {
            continue;
        }
        counted.push(kind);
        match told.iter_mut().find(|other| std::mem::discriminant(&other.reason) == kind) {
            Some(other) => other.candidates += 1,
            None => told.push(DayReason { reason, candidates: 1, share: 1.0 }),
        }
    }
}

/// Whether a start is no candidate where something is booked.
fn is_off_grid(reason: &Reason) -> bool {
    matches!(reason, Reason::OffGrid { .. } | Reason::NotAdjacent { .. })
}

fn is_booking(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::SlotTaken { .. } | Reason::Held { .. } | Reason::GroupFull { .. } | Reason::PlacesFull { .. }
    )
}

/// Every candidate.
struct All {
    starts: Vec<i64>,
    most: usize,
}

impl Sink for All {
    const ALL: bool = true;

    fn free(&mut self, chunk: Chunk<'_>, bounds: &mut Bounds) {
        self.starts.extend(chunk.starts());
        if self.starts.len() > self.most {
            bounds.high = i64::MIN;
        }
    }
}

/// The first slot.
struct First(Option<i64>);

impl Sink for First {
    fn free(&mut self, chunk: Chunk<'_>, bounds: &mut Bounds) {
        let first = chunk.starts().chain(self.0).min();
        self.0 = first;
        bounds.high = first.map_or(bounds.high, |first| bounds.high.min(first));
    }
}
