//! §4: one doctor, asked for one type at one `now`. Every candidate is tried, and every rule is asked of
//! each.

use std::ops::RangeInclusive;
use std::sync::Arc;

use frontdesk::{
    Actor, Appointment, AppointmentStatus, AppointmentType, AppointmentTypeSetting, BookingLimit,
    ClinicSnapshot, Doctor, Grid, GridMode, Period, Uid,
};

use super::bookings::{Session, blocking, hold_end, sessions, span};
use super::clock::Clock;
use super::definitions::Definitions;
use super::interval::Interval;
use super::windows::{Window, blocked, blocked_that, windows};

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
    /// When it is asked.
    pub now: i64,
    /// The doctor's clock.
    pub clock: Arc<Clock>,
    /// When the doctor is away.
    pub blocked: Vec<Interval>,
    /// When the doctor is away, and the gap holds.
    pub keeping_gap: Vec<Interval>,
    /// What stands in the way.
    pub blocking: Vec<&'a Appointment>,
    /// The same, as sessions.
    pub sessions: Vec<Session<'a>>,
    /// Who asks.
    pub by: Actor,
    /// When the patient for whom is asked has something else.
    pub patient: Vec<&'a Appointment>,
    /// Whether that patient has as many live holds as may be, and asks for another.
    pub holds_all: bool,
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
        let sessions = sessions(rules, &clock, &blocking);
        let grid = grid.or(kind.grid).unwrap_or_default();
        Self {
            rules,
            snapshot,
            doctor,
            kind,
            grid,
            now,
            clock,
            blocked: blocked(doctor),
            keeping_gap: blocked_that(doctor, rules.keeps_gap),
            blocking,
            sessions,
            by: Actor::Patient,
            patient: Vec::new(),
            holds_all: false,
        }
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
        let holds = patient.iter().filter(|other| other.status == AppointmentStatus::Held).count() as i64;
        let most = snapshot.max_live_holds_per_patient;
        // A hold that is to be moved is replaced by another.
        let moved = snapshot.appointments.iter().find(|other| Some(&other.uid) == excluded);
        let moves = moved.is_some_and(|moved| moved.status != AppointmentStatus::Held);
        let holds_all = (rules.holds_all)(holds, most, moves);
        Self { by, patient, holds_all, ..self }
    }

    /// Length of the slot, in seconds.
    pub fn duration(&self) -> i64 {
        self.kind.duration_minutes * 60
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

    /// The last start of a slot that ends before 2200.
    pub fn last_start(&self) -> i64 {
        ENGINE_ENDS - 1 - self.duration()
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

    /// The open time of a buffer, in pieces, as far as `windows` say.
    pub fn open_time(&self, windows: &[Window], buffer: i64) -> Vec<Interval> {
        (self.rules.open_time)(windows, &self.blocked, buffer)
    }

    /// Every start that can be booked in `range`, with the seats that are left. In no order, and each once.
    pub fn starts(&self, range: Interval) -> Vec<(i64, i64)> {
        if !(self.rules.offers)(self.doctor, self.kind) {
            return Vec::new();
        }
        let windows = self.windows(range.start, range.end);
        let mut starts = Vec::new();
        for window in &windows {
            let open = self.open_time(&windows, window.buffer);
            for start in self.candidates(window) {
                if (self.rules.in_range)(start, range) && self.can_start(start, window.buffer, &open) {
                    starts.push((start, self.seats_left(start)));
                }
            }
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// The candidates of a window.
    pub fn candidates(&self, window: &Window) -> Vec<i64> {
        let grid = &self.grid;
        let step = (self.rules.step)(grid, self.duration(), window.buffer);
        assert!(step > 0, "a valid grid goes on");
        let from = |anchor: i64, stretch: Interval| {
            let candidates = (0..).map(move |k| anchor + k * step);
            candidates.take_while(move |&candidate| (self.rules.before_end)(candidate, stretch))
        };
        match grid.mode {
            GridMode::Window => from(window.span.start, window.span).collect(),
            GridMode::Clock => {
                let align = grid.align_minutes.unwrap_or(Grid::ALIGN_MINUTES_DEFAULT) * 60;
                from((self.rules.clock_anchor)(&self.clock, window.span.start, align), window.span).collect()
            }
            GridMode::Packed => {
                let mut busy: Vec<Interval> =
                    self.blocking.iter().map(|appointment| span(appointment)).collect();
                if self.rules.gap_starts_stretch {
                    busy.extend(&self.keeping_gap);
                }
                let stretches = (self.rules.stretches)(window, &self.blocked, &busy, self.now);
                let sessions = self.sessions.iter().filter(|session| {
                    session.type_uid() == Some(&self.kind.uid)
                        && window.span.holds(session.start())
                        && (self.rules.session_is_candidate)(session.members.len() as i64, self.kind.capacity)
                });
                stretches
                    .into_iter()
                    .flat_map(|stretch| from(stretch.start, stretch))
                    .chain(sessions.map(Session::start))
                    .collect()
            }
        }
    }

    /// Whether a candidate of a window with `buffer`, whose open time is `open`, can be booked.
    fn can_start(&self, start: i64, buffer: i64, open: &[Interval]) -> bool {
        let slot = Interval { start, end: start + self.duration() };
        (self.rules.fits)(slot, open, buffer)
            && self.clashing(slot, buffer).is_empty()
            && !self.holds_all
            && !self.patient.iter().any(|other| (self.rules.patient_is_busy)(slot, span(other)))
            && start <= self.last_start()
            && !self.keeping_gap.iter().any(|away| (self.rules.clashes)(slot, *away, buffer))
            && (self.rules.keeps_notice)(start, self.now, self.notice())
            && self.horizon().is_none_or(|minutes| (self.rules.inside_horizon)(start, self.now, minutes * 60))
            && !self.exceeds_a_limit(start)
    }

    /// The session of the type with that start, if there is one.
    pub fn session_at(&self, start: i64) -> Option<&Session<'a>> {
        self.sessions
            .iter()
            .find(|session| session.start() == start && session.type_uid() == Some(&self.kind.uid))
    }

    /// The session with that start that still has a seat.
    pub fn joined(&self, start: i64) -> Option<&Session<'a>> {
        self.session_at(start)
            .filter(|session| (self.rules.seat_left)(session.members.len() as i64, self.kind.capacity))
    }

    /// The blocking appointments with which a slot clashes. It does not with those of the session that it
    /// joins.
    pub fn clashing(&self, slot: Interval, buffer: i64) -> Vec<&'a Appointment> {
        let joined = self.joined(slot.start);
        let others = self.blocking.iter().copied().filter(|appointment| {
            joined.is_none_or(|session| session.members.iter().all(|member| member.uid != appointment.uid))
        });
        others.filter(|appointment| (self.rules.clashes)(slot, span(appointment), buffer)).collect()
    }

    /// Seats that a slot with that start leaves to book.
    fn seats_left(&self, start: i64) -> i64 {
        self.kind.capacity - self.session_at(start).map_or(0, |session| session.members.len() as i64)
    }

    /// What a limit of the type, or of the doctor, has counted in the period of `start`: sessions, and
    /// seconds of them.
    pub fn used(&self, per: Period, of_the_type: bool, start: i64) -> (i64, i64) {
        let period = (self.rules.period_of)(&self.clock, per, start);
        let counted = self.sessions.iter().filter(|session| {
            let same_period = match per {
                Period::Day => session.day == period,
                Period::Week => session.week == period,
            };
            same_period && (!of_the_type || session.type_uid() == Some(&self.kind.uid))
        });
        counted.fold((0, 0), |(count, seconds), session| (count + 1, seconds + session.length))
    }

    fn exceeds_a_limit(&self, start: i64) -> bool {
        if self.joined(start).is_some() && !self.rules.limits_bind_joiners {
            return false;
        }
        let exceeds = |limit: &BookingLimit, of_the_type| {
            let (count, seconds) = self.used(limit.per, of_the_type, start);
            limit.appointments.is_some_and(|most| (self.rules.exceeds)(count, 1, most))
                || limit.minutes.is_some_and(|most| (self.rules.exceeds)(seconds, self.duration(), most * 60))
        };
        self.kind.limits.iter().any(|limit| exceeds(limit, true))
            || self.doctor.limits.iter().any(|limit| exceeds(limit, false))
    }
}
