//! The one admission pass: which starts of a doctor's grid can be booked.
//!
//! It walks the doctor's local dates, and on each the windows. Of a window's candidates it takes up to 63 at a time and marks in one
//! word those that something forbids: a booking and its gap, blocked time, a limit. What is left goes to a [`Sink`], which may
//! narrow the [`Bounds`] as it learns enough. Listing, the first few, calendar days and single checks differ in their sink only.
//!
//! The zone is asked once per date near a change of the clock, and not at all on other dates.

use super::limit;
use super::open::{add_neighbours, after, for_each_stretch};
use super::span::{CHUNK, Span, Step};
use crate::agenda::{Agenda, NO_APPOINTMENT};
use crate::appointment_type::GridMode;
use crate::calendar::Calendar;
use crate::interval::Interval;
use crate::policy::{GridPolicy, Policy};
use crate::schedule::DayWindows;
use crate::zone::DAY;

/// What is asked of a doctor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) grid: GridPolicy,
    /// The number of the type.
    pub(crate) kind: u32,
    /// The booking notice that holds for this doctor, in seconds.
    pub(crate) notice: i64,
    pub(crate) now: i64,
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// The appointment that does not count, or `NO_APPOINTMENT`.
    pub(crate) excluded: u32,
}

/// Starts in `[low, high)` are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) low: i64,
    pub(crate) high: i64,
    /// Starts before this are not wanted either, as long as starts come in order.
    pub(crate) skip: i64,
}

/// Candidates `first + i · step`; those with bit `i` set can be booked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) first: i64,
    pub(crate) step: i64,
    /// How many candidates there are, at most 63.
    pub(crate) count: i64,
    pub(crate) free: u64,
}

/// Takes what can be booked.
pub(crate) trait Sink {
    /// Chunks of one doctor, in order except where windows of different buffers overlap.
    fn free(&mut self, chunk: Chunk, bounds: &mut Bounds);
}

/// Room to work in, for dates that are not plain.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    day: DayWindows,
    other: DayWindows,
    pieces: Vec<Interval>,
}

impl Ask<'_> {
    /// The starts that range, notice and horizon leave.
    pub(crate) fn bounds(&self) -> Bounds {
        let latest = self.policy.horizon.map_or(i64::MAX, |horizon| self.now + horizon + 1);
        Bounds { low: self.from.max(self.now + self.notice), high: self.to.min(latest), skip: i64::MIN }
    }

    /// From one start to the next in a window with this buffer.
    pub(crate) fn step(&self, buffer: i64) -> i64 {
        self.grid.step.unwrap_or(self.policy.duration + buffer)
    }

    /// The anchor of a window's grid, in the modes that have one.
    pub(crate) fn anchor(&self, calendar: &Calendar, window_start: i64) -> i64 {
        match self.grid.mode {
            GridMode::Window | GridMode::Packed => window_start,
            GridMode::Clock => calendar.zone.next_aligned(window_start, self.grid.align_minutes),
        }
    }
}

impl Chunk {
    /// The last start that can be booked; there is one.
    #[inline]
    pub(crate) fn last(self) -> i64 {
        self.first + i64::from(63 - self.free.leading_zeros()) * self.step
    }

    /// The starts that can be booked, in order.
    #[inline]
    pub(crate) fn starts(self) -> impl Iterator<Item = i64> {
        let mut free = self.free;
        std::iter::from_fn(move || {
            let index = i64::from(free.trailing_zeros());
            let some = free != 0;
            free &= free.wrapping_sub(1);
            some.then(|| self.first + index * self.step)
        })
    }
}

/// Gives every start of this doctor that can be booked to `sink`. Whether the doctor offers the type at all has been asked before.
pub(crate) fn admit<S: Sink>(calendar: &Calendar, ask: &Ask<'_>, scratch: &mut Scratch, sink: &mut S) {
    let bounds = ask.bounds();
    if bounds.low < bounds.high {
        let limited = !(ask.policy.limits.is_empty() && calendar.limits.is_empty());
        let agenda = &calendar.agenda;
        let firm = agenda.is_firm() && ask.excluded == NO_APPOINTMENT && ask.policy.capacity == 1;
        let step = Step::new(ask.step(0));
        Pass { calendar, ask, bounds, agenda, ahead: 0, at: i64::MAX, passed: 0, firm, limited, step, sink }.run(scratch);
    }
}

struct Pass<'a, S> {
    calendar: &'a Calendar,
    ask: &'a Ask<'a>,
    bounds: Bounds,
    agenda: &'a Agenda,
    /// The first booking that may still run at `at`.
    ahead: usize,
    at: i64,
    /// The first booking that starts too late for the candidates so far.
    passed: usize,
    /// Whether every booking blocks every candidate, so that it does not matter what it is.
    firm: bool,
    limited: bool,
    /// The step of the last window.
    step: Step,
    sink: &'a mut S,
}

impl<S: Sink> Pass<'_, S> {
    fn run(&mut self, scratch: &mut Scratch) {
        let Calendar { zone, schedule, .. } = self.calendar;
        let segments = zone.segments();
        let mut index = zone.segment_index(self.bounds.low);
        let mut day = zone.day_of(self.bounds.low);
        for earlier in schedule.days_of_extras_running_at(self.bounds.low, day, zone) {
            self.date(earlier, scratch);
        }
        loop {
            while day >= segments[index].plain_until && segments.get(index + 1).is_some_and(|next| day >= next.plain_from) {
                index += 1;
            }
            let segment = &segments[index];
            let plain_clock = segment.plain_from <= day && day < segment.plain_until;
            let midnight = if plain_clock { day * DAY - segment.offset } else { zone.boundary(day, 0) };
            if midnight >= self.bounds.high {
                return;
            }
            let plain = plain_clock && !schedule.has_extra_near(midnight, midnight + DAY);
            match schedule.plain_windows(day).filter(|_| plain) {
                Some(plain) => {
                    for window in plain.windows {
                        let open = window.starting_at(midnight);
                        let unwanted = open.end <= self.bounds.low || (plain.in_order && open.end <= self.bounds.skip);
                        if !unwanted && open.start < self.bounds.high {
                            self.window_inline(open, window.buffer(), &[open]);
                        }
                    }
                }
                None => self.date(day, scratch),
            }
            day += 1;
        }
    }

    /// A date that is not plain.
    fn date(&mut self, day: i64, scratch: &mut Scratch) {
        let Calendar { zone, schedule, .. } = self.calendar;
        let Scratch { day: own, other, pieces } = scratch;
        schedule.windows_on(day, zone, own);
        for index in 0..own.windows.len() {
            let window = own.windows[index];
            let interval = Interval::new(window.start, window.end);
            if interval.end > self.bounds.low && interval.start < self.bounds.high {
                pieces.clear();
                pieces.extend_from_slice(own.pieces(&window));
                let wanted = interval.intersection(Interval::new(self.bounds.low, self.bounds.high));
                add_neighbours(self.calendar, day, &window, wanted, self.ask.policy.duration, other, pieces);
                self.window(interval, window.buffer, pieces);
            }
        }
    }

    /// [`window_inline`](Self::window_inline) where it is not worth a copy of its code.
    #[inline(never)]
    fn window(&mut self, window: Interval, buffer: i64, pieces: &[Interval]) {
        self.window_inline(window, buffer, pieces);
    }

    /// The candidates of a window whose open time, as far as its slots can reach, is `pieces`.
    #[inline(always)]
    fn window_inline(&mut self, window: Interval, buffer: i64, pieces: &[Interval]) {
        match self.ask.grid.mode {
            GridMode::Window => self.grid_inline(window, buffer, pieces),
            GridMode::Clock => {
                let anchor = self.ask.anchor(self.calendar, window.start);
                self.grid(Interval::new(anchor, window.end), buffer, pieces);
            }
            GridMode::Packed => {
                for_each_stretch(self.calendar, self.ask, window, buffer, self.bounds.high, |stretch| {
                    self.grid(stretch, buffer, pieces);
                });
                if self.ask.policy.capacity > 1 {
                    self.sessions_to_join(window, buffer, pieces);
                }
            }
        }
    }

    /// In the mode `packed`: sessions of the type that start in the window. Those that are full are marked like every other.
    fn sessions_to_join(&mut self, window: Interval, buffer: i64, pieces: &[Interval]) {
        let wanted = window.intersection(Interval::new(self.bounds.low, self.bounds.high));
        let sessions = self.calendar.agenda.sessions(wanted.start, wanted.end, self.ask.now, self.ask.excluded);
        for session in sessions.filter(|session| session.kind == self.ask.kind) {
            self.grid(Interval::new(session.start, session.start + 1), buffer, pieces);
        }
    }

    /// [`grid_inline`](Self::grid_inline) where it is not worth a copy of its code.
    #[inline(never)]
    fn grid(&mut self, span: Interval, buffer: i64, pieces: &[Interval]) {
        self.grid_inline(span, buffer, pieces);
    }

    /// Candidates from the start of `span`, its anchor, to its end, where their slots lie in one of `pieces`.
    #[inline(always)]
    fn grid_inline(&mut self, span: Interval, buffer: i64, pieces: &[Interval]) {
        let seconds = self.ask.step(buffer);
        if seconds != self.step.seconds {
            self.step = Step::new(seconds);
        }
        let step = self.step;
        for piece in pieces {
            let low = self.bounds.low.max(piece.start);
            let high = self.bounds.high.min(span.end).min(piece.end - self.ask.policy.duration + 1);
            let mut first = if low <= span.start { span.start } else { span.start + step.divide_up(low - span.start) * seconds };
            while first < high {
                // Of the candidates before `high`, as many as fit in a word.
                let count = if high - first > CHUNK * seconds { CHUNK } else { step.divide_up(high - first) };
                let free = self.free(&Span { first, step, count, last: first + (count - 1) * seconds }, buffer);
                if free != 0 {
                    self.sink.free(Chunk { first, step: seconds, count, free }, &mut self.bounds);
                    if self.bounds.high <= first {
                        return;
                    }
                }
                first += CHUNK * seconds;
            }
        }
    }

    /// Which candidates nothing forbids.
    #[inline(always)]
    fn free(&mut self, span: &Span, buffer: i64) -> u64 {
        let policy = self.ask.policy;

        // Bookings that end a gap before the first candidate are behind us, and mostly they are those that were passed before.
        let at = span.first - buffer;
        let (spans, reach) = (self.agenda.spans(), self.agenda.reach());
        let ends_by = |index: usize| if reach.is_empty() { spans[index].end <= at } else { reach[index] <= at };
        if at < self.at {
            self.ahead = self.agenda.first_running_at(at);
        } else {
            if self.passed > self.ahead && ends_by(self.passed - 1) {
                self.ahead = self.passed;
            }
            while self.ahead < spans.len() && ends_by(self.ahead) {
                self.ahead += 1;
            }
        }
        self.at = at;

        let mut taken = 0;
        let mut next = self.ahead;
        while let Some(booked) = spans.get(next) {
            let clear = booked.start - buffer - policy.duration;
            if clear >= span.last {
                break;
            }
            let bits = span.between(clear, booked.end + buffer);
            taken |= if self.firm { bits } else { self.counted(next, span, bits) };
            next += 1;
        }
        self.passed = next;
        for blocked in after(self.calendar.schedule.blocked(), span.first) {
            if blocked.start - policy.duration >= span.last {
                break;
            }
            taken |= span.between(blocked.start - policy.duration, blocked.end);
        }
        if self.limited {
            taken |= self.limited(span);
        }
        span.all() & !taken
    }

    /// Of the candidates that a booking clashes with, those that it forbids: none if it has lapsed or is excluded, and not the one that would join
    /// its session while that has a seat left.
    fn counted(&self, index: usize, span: &Span, bits: u64) -> u64 {
        let Ask { policy, kind, now, excluded, .. } = *self.ask;
        let booking = self.agenda.get(index);
        if !booking.blocks(now, excluded) {
            return 0;
        }
        if policy.capacity == 1 || booking.kind != kind {
            return bits;
        }
        let seats = self.agenda.seats_taken(booking.start, kind, now, excluded);
        if seats < policy.capacity { bits & !span.at(booking.start) } else { bits }
    }

    /// The candidates that a limit per day or week forbids.
    fn limited(&self, span: &Span) -> u64 {
        let Calendar { zone, agenda, .. } = self.calendar;
        let mut taken = 0;
        let mut day = zone.day_of(span.first);
        loop {
            let (from, next) = (zone.boundary(day, 0), zone.boundary(day + 1, 0));
            if from > span.last {
                break;
            }
            if limit::exceeded(self.calendar, self.ask, day).next().is_some() {
                taken |= span.between(from - 1, next);
            }
            day += 1;
        }
        // Whoever joins a session that exists adds nothing.
        for session in agenda.sessions(span.first, span.last + 1, self.ask.now, self.ask.excluded) {
            if session.kind == self.ask.kind {
                taken &= !span.at(session.start);
            }
        }
        taken
    }
}
