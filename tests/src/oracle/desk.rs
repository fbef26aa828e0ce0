//! §4: one doctor, asked for one type at one `now`. Every candidate is tried, and every rule is asked of
//! each.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use frontdesk::{
    Actor, Appointment, AppointmentStatus, AppointmentType, AppointmentTypeSetting, ClinicSnapshot, Doctor,
    Grid, SlotQuery, Uid,
};

use super::bookings::{Session, blocking, hold_end, sessions, span};
use super::clock::Clock;
use super::definitions::Definitions;
use super::interval::{Interval, union};
use super::window::{Spot, Window};
use super::windows::{blocked, blocked_that, windows};

/// The first instant after the engine's time: 2200-01-01T00:00:00Z.
const ENGINE_ENDS: i64 = 7_258_118_400;

/// One doctor, asked for one type at one `now`.
pub struct Desk<'a> {
    /// The rules by which it answers.
    pub rules: &'a Definitions,
    /// Everything that is known.
    pub snapshot: &'a ClinicSnapshot,
    /// Who is asked.
    pub doctor: &'a Doctor,
    /// What is to be booked.
    pub kind: &'a AppointmentType,
    /// The grid of the query, else of the type, else the default.
    pub grid: Grid,
    /// The length that is asked for or kept, in minutes, if any is.
    pub asked_minutes: Option<i64>,
    /// The seats that are asked for or kept.
    pub seats: i64,
    /// When it is asked.
    pub now: i64,
    /// The doctor's clock.
    pub clock: Arc<Clock>,
    /// When the doctor is away, and the gap holds.
    pub keeping_gap: Vec<Interval>,
    /// What stands in the way.
    pub blocking: Vec<&'a Appointment>,
    /// The same, as sessions.
    pub sessions: Vec<Session<'a>>,
    /// What was found of notices in dates: counting dates with hours takes long.
    last_dates: RefCell<BTreeMap<(i64, i64, bool), i64>>,
    /// Who asks.
    pub by: Actor,
    /// When the patient for whom is asked has something else.
    pub patient: Vec<&'a Appointment>,
    /// The appointment that is to be moved.
    pub excluded: Option<Uid>,
    /// Whether that patient has as many live holds as may be, and asks for another.
    pub holds_all: bool,
    /// Where is asked for.
    pub locations: Option<&'a [Uid]>,
    /// Whether it is asked for a patient.
    pub(super) has_patient: bool,
}

impl<'a> Desk<'a> {
    /// The desk of `doctor` for `kind`.
    pub fn new(
        rules: &'a Definitions,
        snapshot: &'a ClinicSnapshot,
        doctor: &'a Doctor,
        kind: &'a AppointmentType,
        grid: Option<Grid>,
        excluded: Option<&Uid>,
        now: i64,
    ) -> Self {
        let zone = doctor.timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
        let clock = Clock::of(snapshot, zone);
        let blocking = blocking(rules, snapshot, doctor, excluded, now);
        let sessions = sessions(rules, doctor, &clock, &blocking);
        let grid = grid.or(kind.grid).unwrap_or_default();
        Self {
            rules,
            snapshot,
            doctor,
            kind,
            grid,
            asked_minutes: None,
            seats: 1,
            now,
            clock,
            keeping_gap: blocked_that(doctor, rules.keeps_gap),
            blocking,
            sessions,
            last_dates: RefCell::default(),
            by: Actor::Patient,
            patient: Vec::new(),
            excluded: excluded.cloned(),
            holds_all: false,
            locations: None,
            has_patient: false,
        }
    }

    /// The desk of `doctor` for the grid, length and seats that a query asks for.
    pub fn of_query(
        rules: &'a Definitions,
        snapshot: &'a ClinicSnapshot,
        (doctor, kind): (&'a Doctor, &'a AppointmentType),
        query: &SlotQuery,
        now: i64,
    ) -> Self {
        let excluded = query.exclude_appointment_uid.as_ref();
        Self::new(rules, snapshot, doctor, kind, query.grid, excluded, now)
            .lasting(query.duration_minutes, excluded)
            .seating(query.seats, excluded)
    }

    /// The same, where only some locations are asked for.
    pub fn at(self, locations: Option<&'a [Uid]>) -> Self {
        Self { locations, ..self }
    }

    /// The same, asked by somebody for a patient, who may move the appointment `excluded`.
    pub fn asked(self, by: Actor, patient: Option<&Uid>, excluded: Option<&Uid>) -> Self {
        let Self { snapshot, rules, now, .. } = self;
        let Some(patient) = patient else { return Self { by, ..self } };
        let patient: Vec<&Appointment> = snapshot
            .appointments
            .iter()
            .filter(|other| other.patient_uid.as_ref() == Some(patient) && excluded != Some(&other.uid))
            .filter(|other| (rules.blocks)(other, hold_end(snapshot, other), now))
            .collect();
        let holds = patient.iter().filter(|other| other.status == AppointmentStatus::Held);
        let holds = holds.map(|hold| (rules.counted_as_hold)(hold)).sum();
        let most = snapshot.max_live_holds_per_patient;
        // A hold that is to be moved is replaced by another.
        let moved = snapshot.appointments.iter().find(|other| Some(&other.uid) == excluded);
        let moves = moved.is_some_and(|moved| moved.status != AppointmentStatus::Held);
        let holds_all = (rules.holds_all)(holds, most, moves);
        Self { by, patient, holds_all, has_patient: true, ..self }
    }

    /// The same, for a length if one is asked for, where `excluded` is to be moved.
    pub fn lasting(self, minutes: Option<i64>, excluded: Option<&Uid>) -> Self {
        let mut moved = self.snapshot.appointments.iter().filter(|other| Some(&other.uid) == excluded);
        let kept = moved.next().and_then(|moved| (self.rules.kept_length)(moved, self.kind));
        Self { asked_minutes: minutes.or(kept), ..self }
    }

    /// The same, for several seats if they are asked for, where `excluded` is to be moved.
    pub fn seating(self, seats: Option<i64>, excluded: Option<&Uid>) -> Self {
        let mut moved = self.snapshot.appointments.iter().filter(|other| Some(&other.uid) == excluded);
        let kept = moved.next().map(|moved| (self.rules.kept_seats)(moved, self.kind));
        Self { seats: seats.or(kept).unwrap_or(1), ..self }
    }

    /// Length of the slot, in seconds.
    pub fn duration(&self) -> i64 {
        (self.rules.length)(self.asked_minutes, self.kind, self.setting()) * 60
    }

    /// The doctor's setting for the type, active or not.
    pub fn setting(&self) -> Option<&'a AppointmentTypeSetting> {
        self.doctor
            .appointment_type_settings
            .iter()
            .find(|setting| setting.appointment_type_uid == self.kind.uid)
    }

    /// First instant that keeps the notice.
    pub fn notice(&self) -> i64 {
        if (self.rules.is_bound_by_notice)(self.by) {
            (self.rules.notice)(self.kind, self.setting()) * 60
        } else {
            0
        }
    }

    /// How far ahead whoever asks may book, in minutes.
    pub fn horizon(&self) -> Option<i64> {
        self.kind.horizon_minutes.filter(|_| (self.rules.is_bound_by_horizon)(self.by))
    }

    /// How far ahead whoever asks may book, in dates.
    pub fn horizon_days(&self) -> Option<i64> {
        self.kind.horizon_days.filter(|_| (self.rules.is_bound_by_horizon)(self.by))
    }

    /// The last start of a slot that ends before 2200.
    pub fn last_start(&self) -> i64 {
        ENGINE_ENDS - 1 - self.duration()
    }

    /// The booking notice in dates, the last minute of the last of them, and whether those without hours
    /// count.
    pub fn booking_notice(&self) -> Option<(i64, i64, bool)> {
        let kind = self.kind;
        let until = kind.booking_notice_until.unwrap_or(1_440);
        let days = kind.booking_min_notice_days.filter(|_| (self.rules.is_bound_by_notice)(self.by));
        days.map(|days| (days, until, kind.booking_notice_working_days))
    }

    /// Whether a notice in dates is kept at `now`.
    pub fn is_in_time(&self, start: i64, notice: Option<(i64, i64, bool)>) -> bool {
        notice.is_none_or(|notice| (self.rules.in_time)(self.now, self.last_instant(start, notice)))
    }

    /// When it is too late, by a notice in dates.
    pub fn last_instant(&self, start: i64, (days, until, working_days): (i64, i64, bool)) -> i64 {
        let date = (self.rules.day_of)(&self.clock, start);
        let known = self.last_dates.borrow().get(&(date, days, working_days)).copied();
        let last = known.unwrap_or_else(|| {
            (self.rules.last_date)(date, days, &|day| !working_days || self.has_hours(day))
        });
        self.last_dates.borrow_mut().insert((date, days, working_days), last);
        (self.rules.boundary)(&self.clock, last, until)
    }

    fn has_hours(&self, day: i64) -> bool {
        let at = |day| (self.rules.boundary)(&self.clock, day, 0);
        let Some(date) = Interval::new(at(day), at(day + 1)) else { return false };
        let near = windows(self.rules, self.doctor, &self.clock, &self.snapshot.closures, day..=day);
        let open = near.iter().flat_map(|window| &window.open);
        let within = |piece: &Interval| Interval::new(piece.start.max(date.start), piece.end.min(date.end));
        let open = union(open.filter_map(within));
        (self.rules.has_hours)(&open, &self.blocked(date))
    }

    /// The dates whose windows can hold something of `[from, to)`, and then some.
    pub fn days(&self, from: i64, to: i64) -> RangeInclusive<i64> {
        (self.rules.day_of)(&self.clock, from) - 2..=(self.rules.day_of)(&self.clock, to) + 2
    }

    /// All windows that can have to do with slots that start in `[from, to)`.
    pub fn windows(&self, from: i64, to: i64) -> Vec<Window> {
        windows(
            self.rules,
            self.doctor,
            &self.clock,
            &self.snapshot.closures,
            self.days(from, to + self.duration()),
        )
    }

    /// Whether a window that holds `start` has this buffer.
    pub fn windows_have_buffer(&self, start: i64, buffer: i64) -> bool {
        let windows = self.windows(start, start);
        windows.iter().any(|window| window.buffer == buffer && window.span.holds(start))
    }

    /// The open time that a window shares, in pieces, as far as `windows` say.
    pub fn open_time(&self, windows: &[Window], window: &Window) -> Vec<Interval> {
        (self.rules.open_time)(windows, &self.blocked(hull(windows)), window)
    }

    /// When the doctor is away, within an interval and perhaps elsewhere.
    pub fn blocked(&self, within: Interval) -> Vec<Interval> {
        blocked(self.rules, self.doctor, &self.clock, &self.snapshot.closures, within)
    }

    /// Every start that can be booked in `range`, where, and with the seats that are left. By start, and then
    /// by location.
    pub fn starts(&self, range: Interval) -> Vec<(i64, Option<Uid>, i64)> {
        if !(self.rules.offers)(self.doctor, self.kind) {
            return Vec::new();
        }
        let windows = self.windows(range.start, range.end);
        let mut starts = Vec::new();
        for window in &windows {
            let open = self.open_time(&windows, window);
            for start in self.candidates(window) {
                if (self.rules.in_range)(start, range)
                    && self.admits(window, start)
                    && self.can_start(start, window.spot(), &open)
                {
                    starts.push((start, window.terms.location.clone(), self.seats_left(start)));
                }
            }
        }
        starts.sort_by_key(|(start, location, _)| (*start, self.rank(location.as_ref())));
        starts.dedup();
        starts
    }

    /// The place of a location in the clinic's list; nowhere comes first.
    pub fn rank(&self, location: Option<&Uid>) -> Option<usize> {
        self.snapshot.locations.iter().position(|other| Some(&other.uid) == location)
    }

    /// Whether a window admits the type at a start.
    pub fn admits(&self, window: &Window, start: i64) -> bool {
        self.is_at(window)
            && (self.rules.admits)(&window.terms, &self.kind.uid, start, self.now)
            && self.full(window, start).is_none()
    }

    /// The least of the limits of types of a window that one more at a start would exceed, with what it has.
    pub fn full(&self, window: &Window, start: i64) -> Option<(i64, i64)> {
        let limits = self.type_limits(window, start).into_iter();
        limits.filter(|(most, used)| (self.rules.exceeds)(*used, 1, *most)).min()
    }

    /// The limits of a window that are about the type and about whoever starts then, with what each has.
    pub fn type_limits(&self, window: &Window, start: i64) -> Vec<(i64, i64)> {
        let (rules, here) = (self.rules, window.terms.location.as_ref());
        let joins = self.capacity() > 1 && self.session_met(start, here).is_some();
        if joins && !rules.type_limits_bind_joiners {
            return Vec::new();
        }
        let is_in = |member: &Appointment| {
            let day = (rules.day_of)(&self.clock, member.start_date.0);
            (rules.is_in_window)(window, span(member), day) && (rules.meets)(self.listed(member), here)
        };
        let used = |types: &BTreeSet<Uid>| {
            let sessions = self
                .sessions
                .iter()
                .filter(|session| (rules.limited_together)(types, &self.kind.uid, session.type_uid()));
            let sessions = sessions.filter(|session| session.members.iter().any(|member| is_in(member)));
            sessions.map(|session| (rules.counted_as)(session.taken)).sum::<i64>()
        };
        let limits = window.terms.limits.iter().filter(|(types, _)| types.contains(&self.kind.uid));
        limits.map(|(types, most)| (*most, used(types))).collect()
    }

    /// Whether a window is where is asked for.
    pub fn is_at(&self, window: &Window) -> bool {
        (self.rules.is_at)(window.terms.location.as_ref(), self.locations)
    }

    /// Whether a candidate of a window that is so, whose open time is `open`, can be booked.
    fn can_start(&self, start: i64, spot: Spot<'_>, open: &[Interval]) -> bool {
        let buffer = spot.buffer;
        let slot = Interval { start, end: start + self.duration() };
        (self.rules.fits)(slot, open, buffer)
            && self.has_place(slot, spot)
            && (self.rules.new_has_room)(self.seats, self.kind.capacity)
            && self.short_hole(slot, open, spot).flatten().is_none()
            && !self.holds_all
            && !self.patient.iter().any(|other| (self.rules.patient_is_busy)(slot, span(other)))
            && start <= self.last_start()
            && !self.keeping_gap.iter().any(|away| (self.rules.clashes)(slot, self.away(*away, buffer)))
            && (self.rules.keeps_notice)(start, self.now, self.notice())
            && self.is_in_time(start, self.booking_notice())
            && self.horizon_days().is_none_or(|days| {
                let date = |at| (self.rules.day_of)(&self.clock, at);
                (self.rules.inside_horizon_days)(date(start), date(self.now), days)
            })
            && self.horizon().is_none_or(|minutes| (self.rules.inside_horizon)(start, self.now, minutes * 60))
            && !self.exceeds_a_limit(start, spot.location)
            && !self
                .limits_of_patient(start)
                .iter()
                .any(|(limit, used)| (self.rules.exceeds)(*used, 1, limit.appointments))
    }
}

/// From the first start of windows to their last end.
pub fn hull(windows: &[Window]) -> Interval {
    let start = windows.iter().map(|window| window.span.start).min().unwrap_or(0);
    Interval { start, end: windows.iter().map(|window| window.span.end).max().unwrap_or(start) }
}
