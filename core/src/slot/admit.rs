//! The one admission pass: which starts of a doctor's grid can be booked.
//!
//! It walks the doctor's local dates, and on each the windows. A window's candidates go into lanes of up to
//! 63, and each lane is rid of what something forbids. What is left goes to a [`Sink`], which may narrow the
//! [`Bounds`] as it learns enough. Listing, the first few, calendar days and single checks differ in their
//! sink only.
//!
//! The zone is asked once per date near a change of the clock, and not at all on other dates.

use super::ask::Ask;
use super::lane::{Lane, Multiples, Step};
use super::obstacles::Obstacles;
use super::open::{add_neighbours, at_edges, for_each_free, for_each_stretch, has_booking};
use super::range::Bounds;
use super::sink::{CHUNK, Sink};
use super::week::{Taken, Week};
use crate::model::grid::GridMode;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::{LocationPlace, TermsPlace};
use crate::prepared::terms::Terms;
use crate::prepared::weekly::PlainWindows;
use crate::prepared::windows::DayWindows;
use crate::time::interval::{Interval, Intervals};
use crate::time::zone::{DAY, Segment, weekday};

/// Room to work in, each part made where it is needed first: most questions need none, and making room costs
/// as much as a single check. It lies in the buffer, so that a query allocates its rows and nothing else.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    /// For dates that are not plain.
    room: Option<Room>,
    week: Option<Week>,
    multiples: Option<Multiples>,
}

#[derive(Debug, Clone, Default)]
struct Room {
    day: DayWindows,
    other: DayWindows,
    pieces: Intervals,
}

/// Gives every start of this doctor that can be booked to `sink`. Whether the doctor offers the type at all
/// has been asked before.
pub(crate) fn admit<S: Sink>(calendar: &Calendar, ask: &Ask<'_>, scratch: &mut Scratch, sink: &mut S) {
    let bounds = ask.bounds();
    if bounds.low < bounds.high {
        // Where windows open and close as time goes by, or fill, weeks do not repeat.
        let changes = |terms: &Terms| {
            let latest = ask.kind.and_then(|kind| terms.latest(kind, ask.now));
            latest.is_some_and(|latest| latest < i64::MAX) || terms.limits_of(ask.kind).next().is_some()
        };
        let repeat = bounds.high - bounds.low > 8 * DAY
            && ask.grid.is_steady()
            && !calendar.schedule.terms().iter().any(changes);
        let obstacles = Obstacles::new(calendar, ask, bounds);
        let repeat = repeat && (S::ALL || obstacles.are_stretches());
        let Scratch { room, week, multiples } = scratch;
        let mut pass =
            Pass { calendar, ask, bounds, obstacles, step: Step::NONE, location: None, multiples, sink };
        let week = repeat.then(|| {
            let week = week.get_or_insert_default();
            week.fill(&calendar.schedule, ask, |terms| pass.admits(terms).map(|(location, _)| location));
            &*week
        });
        pass.run(week, room);
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
    location: Option<LocationPlace>,
    /// Of the step of the last lane.
    multiples: &'a mut Option<Multiples>,
    sink: &'a mut S,
}

impl<S: Sink> Pass<'_, S> {
    /// `week` is worth its while if weeks repeat.
    fn run(&mut self, week: Option<&Week>, room: &mut Option<Room>) {
        let Calendar { zone, schedule, .. } = self.calendar;
        let segments = zone.segments();
        let mut index = zone.segment_index(self.bounds.low);
        let mut day = zone.day_of(self.bounds.low);
        for earlier in schedule.days_of_extras_running_at(self.bounds.low, day, zone) {
            self.date(earlier, room);
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
                self.date(day, room);
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
                let known = week.map(|week| (week, week.dates_from(weekday).min(ordinary_until - day)));
                let dates = if let Some((week, dates @ 1..)) = known {
                    self.dates_of_week(week, weekday, dates, midnight);
                    dates
                } else {
                    match schedule.plain_windows(weekday) {
                        Some(plain) if day < ordinary_until && self.stands_alone(plain) => {
                            self.plain_date(midnight, plain);
                        }
                        _ => self.date(day, room),
                    }
                    1
                };
                (day, midnight) = (day + dates, midnight + dates * DAY);
                // Never more than to the end of the week.
                weekday = (weekday + dates as usize) % 7;
            }
        }
    }

    /// Some dates of a week, from a weekday on, whose candidates are known.
    #[inline(never)]
    fn dates_of_week(&mut self, week: &Week, weekday: usize, dates: i64, midnight: i64) {
        let monday = midnight - weekday as i64 * DAY;
        let wanted = |Bounds { low, high, skip }| {
            week.candidates_of(weekday, dates, low.max(skip) - monday, high - monday)
        };
        let mut wanted_now = wanted(self.bounds);
        if wanted_now.is_empty() {
            return;
        }
        let mut taken = Taken::default();
        if !S::ALL {
            self.obstacles.mark(week, &wanted_now, monday, &mut taken);
        }
        for word in wanted_now.start / CHUNK..=(wanted_now.end - 1) / CHUNK {
            let chunk = week.chunk(word, &wanted_now, &taken, monday);
            if chunk.free != 0 {
                let Bounds { high, skip, .. } = self.bounds;
                self.sink.free(chunk, &mut self.bounds);
                if (high, skip) != (self.bounds.high, self.bounds.skip) {
                    wanted_now = wanted(self.bounds);
                }
            }
        }
    }

    /// Whether no window of a date is what one of the date before goes on as, as far as that matters: where
    /// holes do, open time that begins at midnight may have begun before.
    #[inline]
    fn stands_alone(&self, plain: PlainWindows<'_>) -> bool {
        self.ask.grid.margin() == 0 || plain.windows.iter().all(|window| window.starting_at(0).start > 0)
    }

    /// A date whose windows are those of its weekday, on a clock that does not change.
    #[inline]
    fn plain_date(&mut self, midnight: i64, plain: PlainWindows<'_>) {
        for window in plain.windows {
            let open = window.starting_at(midnight);
            let unwanted = open.end <= self.bounds.low || (plain.in_order && open.end <= self.bounds.skip);
            if !unwanted && open.start < self.bounds.high {
                self.admitted(open, window.buffer(), window.terms(), &[open]);
            }
        }
    }

    /// A date that is not plain.
    fn date(&mut self, day: i64, room: &mut Option<Room>) {
        let Calendar { zone, schedule, .. } = self.calendar;
        let Room { day: own, other, pieces } = room.get_or_insert_default();
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
    fn admitted(&mut self, window: Interval, buffer: i64, terms: Option<TermsPlace>, pieces: &[Interval]) {
        if self.obstacles.are_windows_limited {
            self.obstacles.enter(window, terms);
        }
        let Some((location, latest)) = self.admits(terms) else { return };
        self.location = location;
        if latest == i64::MAX {
            return self.window(window, buffer, pieces);
        }
        let high = self.bounds.high;
        let until = high.min(latest.saturating_add(1));
        self.bounds.high = until;
        self.window(window, buffer, pieces);
        if self.bounds.high == until {
            self.bounds.high = high;
        }
    }

    /// Where a window with these terms is, and the last start at which it admits the type; none if it never
    /// does.
    #[inline]
    fn admits(&self, terms: Option<TermsPlace>) -> Option<(Option<LocationPlace>, i64)> {
        if terms.is_none() && self.ask.locations.is_none() {
            return Some((None, i64::MAX));
        }
        let Ask { kind, now, .. } = *self.ask;
        let location = self.calendar.schedule.location_of(terms);
        if S::ALL {
            return Some((location, i64::MAX));
        }
        let latest = self.calendar.schedule.latest_admitted(terms, kind, now)?;
        self.ask.is_at(location).then_some((location, latest))
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

    /// In the modes `packed` and `adjacent`: sessions of the type that start in the window. Those that are
    /// full are marked like every other.
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
        let step = self.step(buffer);
        for piece in pieces {
            let low = self.bounds.low.max(piece.start);
            let high = self.bounds.high.min(span.end).min(piece.end - self.ask.duration + 1);
            let first = if low <= span.start {
                span.start
            } else {
                span.start + step.divide_up(low - span.start) * step.seconds
            };
            let (gap, duration) = (self.ask.gap(buffer), self.ask.duration);
            for lane in Lane::all_between(first, high, step, gap, duration, self.location) {
                self.add(&lane);
                if self.bounds.high <= lane.first {
                    return;
                }
            }
        }
    }

    /// That of the grid of a window. Mostly it is that of the last one.
    #[inline]
    fn step(&mut self, buffer: i64) -> Step {
        let seconds = self.ask.step(buffer);
        if seconds != self.step.seconds {
            self.step = Step::new(seconds);
        }
        self.step
    }

    /// Hands candidates to the sink, as far as nothing forbids them.
    #[inline(never)]
    fn add(&mut self, lane: &Lane) {
        let free = if S::ALL { lane.all() } else { lane.all() & !self.obstacles.forbid(lane) };
        self.give(lane, free);
    }

    /// Hands those candidates to the sink that can be booked.
    #[inline(always)]
    fn give(&mut self, lane: &Lane, free: u64) {
        if free != 0 {
            let chunk = lane.chunk(free, self.multiples);
            self.sink.free(chunk, &mut self.bounds);
        }
    }
}
