//! The one admission pass: which starts of a doctor's grid can be booked.
//!
//! It walks the doctor's local dates, and on each the windows. A window's candidates go into lanes of up to
//! 63, and each lane is rid of what something forbids. What is left goes to a [`Sink`], which may narrow the
//! [`Bounds`] as it learns enough. Listing, the first few, calendar days and single checks differ in their
//! sink only.
//!
//! The zone is asked once per date near a change of the clock, and not at all on other dates.

use super::ask::Ask;
use super::lane::{CHUNK, Lane, Step};
use super::obstacles::Obstacles;
use super::open::{add_neighbours, at_edges, for_each_free, for_each_stretch, has_booking};
use super::range::Bounds;
use super::week::Week;
use crate::model::grid::GridMode;
use crate::prepared::calendar::Calendar;
use crate::prepared::locations::{LocationNumber, NO_LOCATION};
use crate::prepared::schedule::{DayWindows, PlainWindows};
use crate::prepared::terms::{Terms, TermsNumber};
use crate::time::interval::{Interval, Intervals};
use crate::time::zone::{DAY, Segment, weekday};

/// Candidates `first + i · step`; those with bit `i` set can be booked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) first: i64,
    pub(crate) step: i64,
    /// How many candidates there are, at most 63.
    pub(crate) count: u32,
    pub(crate) last: i64,
    pub(crate) free: u64,
    /// Where its window is.
    pub(crate) location: LocationNumber,
}

/// Takes what can be booked.
pub(crate) trait Sink {
    /// Whether it takes all candidates of all windows, whatever forbids them.
    const ALL: bool = false;

    /// Chunks of one doctor, in order except where windows of different buffers overlap.
    fn free(&mut self, chunk: Chunk, bounds: &mut Bounds);
}

/// Room to work in, from the first date on that is not plain: most questions meet none, and making room costs
/// as much as a single check.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch(Option<Room>);

#[derive(Debug, Clone, Default)]
struct Room {
    day: DayWindows,
    other: DayWindows,
    pieces: Intervals,
}

impl Chunk {
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

/// Gives every start of this doctor that can be booked to `sink`. Whether the doctor offers the type at all
/// has been asked before.
pub(crate) fn admit<S: Sink>(calendar: &Calendar, ask: &Ask<'_>, scratch: &mut Scratch, sink: &mut S) {
    let bounds = ask.bounds();
    if bounds.low < bounds.high {
        // Where windows open and close as time goes by, or fill, weeks do not repeat.
        let changes = |terms: &Terms| {
            terms.latest(ask.kind, ask.now).is_some_and(|latest| latest < i64::MAX)
                || terms.limits_of(ask.kind).next().is_some()
        };
        let repeat = bounds.high - bounds.low > 8 * DAY
            && ask.grid.is_steady()
            && !calendar.schedule.terms().iter().any(changes);
        let mut week = repeat.then(Week::default);
        let obstacles = Obstacles::new(calendar, ask, bounds);
        Pass {
            calendar,
            ask,
            bounds,
            obstacles,
            step: Step::NONE,
            location: NO_LOCATION,
            week: week.as_mut(),
            sink,
        }
        .run(scratch);
    }
}

struct Pass<'a, S> {
    calendar: &'a Calendar,
    ask: &'a Ask<'a>,
    bounds: Bounds,
    obstacles: Obstacles<'a>,
    /// The step of the last window.
    step: Step,
    /// Where the window is whose candidates are looked at.
    location: LocationNumber,
    /// Worth its while if weeks repeat.
    week: Option<&'a mut Week>,
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
            while day >= segments[index].plain_until
                && segments.get(index + 1).is_some_and(|next| day >= next.plain_from)
            {
                index += 1;
            }
            let Segment { offset, plain_from, plain_until, .. } = segments[index];
            if day < plain_from || plain_until <= day {
                if zone.boundary(day, 0) >= self.bounds.high {
                    return;
                }
                self.date(day, scratch);
                day += 1;
            }
            let mut midnight = day * DAY - offset;
            let mut weekday = weekday(day);
            let mut ordinary_until = day;
            while plain_from <= day && day < plain_until {
                if midnight >= self.bounds.high {
                    return;
                }
                if ordinary_until <= day {
                    ordinary_until =
                        day.saturating_add(schedule.ordinary_days_from(day, midnight)).min(plain_until);
                }
                if day + 7 <= ordinary_until && self.plain_week(weekday, midnight) {
                    (day, midnight) = (day + 7, midnight + 7 * DAY);
                    continue;
                }
                match schedule.plain_windows(weekday) {
                    Some(plain) if day < ordinary_until && self.stands_alone(plain) => {
                        self.plain_date(weekday, midnight, plain);
                    }
                    _ => self.date(day, scratch),
                }
                (day, midnight, weekday) =
                    (day + 1, midnight + DAY, if weekday == 6 { 0 } else { weekday + 1 });
            }
        }
    }

    /// Seven dates whose windows are those of their weekdays, if it is known what they come to and all of
    /// them is asked for.
    #[inline]
    fn plain_week(&mut self, weekday: usize, midnight: i64) -> bool {
        let known = self.week.as_deref().and_then(|week| week.all_from(weekday));
        let Some(lanes) =
            known.filter(|_| self.bounds.low <= midnight && midnight + 7 * DAY <= self.bounds.high)
        else {
            return false;
        };
        for index in 0..lanes {
            let Some(week) = self.week.as_deref() else { break };
            let lane = week.lane(index, midnight);
            if self.bounds.high <= lane.first {
                break;
            }
            if self.bounds.skip <= lane.last {
                self.add(&lane);
            }
        }
        true
    }

    /// Whether no window of a date is what one of the date before goes on as, as far as that matters: where holes do,
    /// open time that begins at midnight may have begun before.
    #[inline]
    fn stands_alone(&self, plain: PlainWindows<'_>) -> bool {
        self.ask.grid.margin() == 0 || plain.windows.iter().all(|window| window.starting_at(0).start > 0)
    }

    /// A date whose windows are those of its weekday, on a clock that does not change. If it is asked for as
    /// a whole, so is mostly the same weekday of the weeks to come, and what it comes to is kept.
    #[inline]
    fn plain_date(&mut self, weekday: usize, midnight: i64, plain: PlainWindows<'_>) {
        let whole = self.bounds.low.max(self.bounds.skip) <= midnight && midnight + DAY <= self.bounds.high;
        let mut learning = false;
        if let Some(week) = self.week.as_deref_mut().filter(|_| whole) {
            if let Some((known, before)) = week.known(weekday) {
                for index in known {
                    let Some(week) = self.week.as_deref() else { return };
                    let lane = week.lane(index, midnight - before);
                    if !plain.in_order || lane.last >= self.bounds.skip {
                        self.add(&lane);
                    }
                }
                return;
            }
            week.learn(weekday, midnight, plain.in_order);
            learning = true;
        }
        for window in plain.windows {
            let open = window.starting_at(midnight);
            let unwanted =
                open.end <= self.bounds.low || (plain.in_order && !learning && open.end <= self.bounds.skip);
            if !unwanted && open.start < self.bounds.high {
                self.admitted(open, window.buffer(), window.terms(), &[open]);
            }
        }
        if let Some(week) = &mut self.week {
            week.stop();
        }
    }

    /// A date that is not plain.
    fn date(&mut self, day: i64, scratch: &mut Scratch) {
        let Calendar { zone, schedule, .. } = self.calendar;
        let Room { day: own, other, pieces } = scratch.0.get_or_insert_default();
        schedule.windows_on(day, zone, own);
        for index in 0..own.windows.len() {
            let window = own.windows[index];
            let interval = Interval::new(window.start, window.end);
            if interval.end > self.bounds.low && interval.start < self.bounds.high {
                pieces.clear();
                pieces.extend_from_slice(own.pieces(&window));
                let wanted = interval.intersection(Interval::new(self.bounds.low, self.bounds.high));
                add_neighbours(self.calendar, own, &window, wanted, self.ask, other, pieces);
                self.admitted(interval, window.buffer, window.terms, pieces);
            }
        }
    }

    /// The candidates of a window at which it admits the type.
    #[inline]
    fn admitted(&mut self, window: Interval, buffer: i64, terms: TermsNumber, pieces: &[Interval]) {
        if self.obstacles.are_windows_limited {
            self.obstacles.enter(window, terms);
        }
        if terms == 0 && self.ask.locations.is_none() {
            self.location = NO_LOCATION;
            return self.window(window, buffer, pieces);
        }
        let Ask { kind, now, .. } = *self.ask;
        self.location = self.calendar.schedule.location_of(terms);
        if S::ALL {
            return self.window(window, buffer, pieces);
        }
        if !self.ask.is_at(self.location) {
            return;
        }
        let Some(latest) = self.calendar.schedule.latest_admitted(terms, kind, now) else { return };
        let high = self.bounds.high;
        let until = high.min(latest.saturating_add(1));
        self.bounds.high = until;
        self.window(window, buffer, pieces);
        if self.bounds.high == until {
            self.bounds.high = high;
        }
    }

    /// The candidates of a window whose open time, as far as its slots can reach, is `pieces`.
    fn window(&mut self, window: Interval, buffer: i64, pieces: &[Interval]) {
        if self.ask.grid.least_gap > 0 {
            self.obstacles.keep_holes(window, (buffer, self.location), pieces);
        }
        match self.ask.grid.mode {
            GridMode::Window => self.grid(window, buffer, pieces),
            GridMode::Clock => {
                let anchor = self.ask.anchor(self.calendar, window.start);
                self.grid(Interval::new(anchor, window.end), buffer, pieces);
            }
            GridMode::Adjacent => self.adjacent(window, buffer, pieces),
            GridMode::Packed => {
                let located = (buffer, self.location);
                for_each_stretch(self.calendar, self.ask, window, located, self.bounds.high, |stretch| {
                    self.grid(stretch, buffer, pieces);
                });
                if self.ask.capacity > 1 {
                    self.sessions_to_join(window, buffer, pieces);
                }
            }
        }
    }

    /// Once something is booked on the day of a window, what lies beside that or at the edges of open time.
    fn adjacent(&mut self, window: Interval, buffer: i64, pieces: &[Interval]) {
        let Self { calendar, ask, bounds, location, .. } = *self;
        if !has_booking(calendar, ask, window) {
            return self.grid(window, buffer, pieces);
        }
        let wanted = window.intersection(Interval::new(bounds.low, bounds.high));
        // Enough that where it is cut off is no candidate.
        let within = Interval::new(wanted.start - 1, wanted.end + ask.duration + 1);
        for_each_free(calendar, ask, pieces, (buffer, location), within, |free| {
            for start in at_edges(ask, free).filter(|start| wanted.contains(*start)) {
                self.grid(Interval::new(start, start + 1), buffer, pieces);
            }
        });
        if ask.capacity > 1 {
            self.sessions_to_join(window, buffer, pieces);
        }
    }

    /// In the modes `packed` and `adjacent`: sessions of the type that start in the window. Those that are full are
    /// marked like every other.
    fn sessions_to_join(&mut self, window: Interval, buffer: i64, pieces: &[Interval]) {
        let wanted = window.intersection(Interval::new(self.bounds.low, self.bounds.high));
        let sessions =
            self.calendar.agenda.sessions(wanted.start, wanted.end, self.ask.now, self.ask.excluded);
        let ask = self.ask;
        let has_room = |taken: u32| !S::ALL || ask.has_room(taken);
        for session in sessions.filter(|session| session.kind == ask.kind && has_room(session.seats)) {
            self.grid(Interval::new(session.start, session.start + 1), buffer, pieces);
        }
    }

    /// Candidates from the start of `span`, its anchor, to its end, where their slots lie in one of `pieces`.
    fn grid(&mut self, span: Interval, buffer: i64, pieces: &[Interval]) {
        let seconds = self.ask.step(buffer);
        if seconds != self.step.seconds {
            self.step = Step::new(seconds);
        }
        let step = self.step;
        for piece in pieces {
            let low = self.bounds.low.max(piece.start);
            let high = self.bounds.high.min(span.end).min(piece.end - self.ask.duration + 1);
            let mut first = if low <= span.start {
                span.start
            } else {
                span.start + step.divide_up(low - span.start) * seconds
            };
            while first < high {
                // Of the candidates before `high`, as many as fit in a lane.
                let count = if high - first > CHUNK * seconds { CHUNK } else { step.divide_up(high - first) };
                let (gap, duration) = (self.ask.gap(buffer), self.ask.duration);
                let lane = Lane::new(first, count, step, gap, duration, self.location);
                if let Some(week) = &mut self.week {
                    week.note(lane);
                }
                self.add(&lane);
                if self.bounds.high <= first {
                    return;
                }
                first += CHUNK * seconds;
            }
        }
    }

    /// Hands candidates to the sink, as far as nothing forbids them.
    #[inline]
    fn add(&mut self, lane: &Lane) {
        let free = if S::ALL { lane.all() } else { lane.all() & !self.obstacles.forbid(lane) };
        if free != 0 {
            self.sink.free(
                Chunk {
                    first: lane.first,
                    last: lane.last,
                    step: i64::from(lane.step),
                    count: lane.count,
                    free,
                    location: lane.location,
                },
                &mut self.bounds,
            );
        }
    }
}
