//! §4: the candidates of a window by each mode of the grid, and the holes that they would leave.

use frontdesk::{Grid, GridMode};

use super::bookings::{Session, span};
use super::desk::Desk;
use super::interval::Interval;
use super::window::{Spot, Window};

impl<'a> Desk<'a> {
    /// The candidates of a window.
    pub fn candidates(&self, window: &Window) -> Vec<i64> {
        let grid = &self.grid;
        let (before, after) = self.own_gaps();
        let step =
            (self.rules.step)(grid, self.duration(), (self.rules.gap)(window.buffer, after, before, 0));
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
            GridMode::Adjacent if !self.has_booking(window) => from(window.span.start, window.span).collect(),
            GridMode::Adjacent => {
                let free = self.free(&self.open_time_of(window), window.spot());
                let starts = free
                    .into_iter()
                    .flat_map(|free| (self.rules.adjacent_starts)(free, self.duration()).into_iter());
                let starts = starts.filter(|start| window.span.holds(*start));
                starts.chain(self.sessions_to_join(window)).collect()
            }
            GridMode::Packed => {
                let mut busy = self.taken(window.spot());
                if self.rules.gap_starts_stretch {
                    busy.extend(self.keeping_gap.iter().map(|away| self.away(*away, window.buffer)));
                }
                let stretches = (self.rules.stretches)(window, &self.blocked(window.span), &busy, self.now);
                stretches
                    .into_iter()
                    .flat_map(|stretch| from(stretch.start, stretch))
                    .chain(self.sessions_to_join(window))
                    .collect()
            }
        }
    }

    /// The starts of sessions of the type in a window that can be joined.
    pub(super) fn sessions_to_join(&self, window: &Window) -> Vec<i64> {
        let sessions = self.sessions.iter().filter(|session| {
            session.type_uid() == Some(&self.kind.uid)
                && window.span.holds(session.start())
                && (self.rules.session_is_candidate)(session.taken, self.seats, self.capacity())
        });
        sessions.map(Session::start).collect()
    }

    /// Whether something is booked on the day of a window.
    pub fn has_booking(&self, window: &Window) -> bool {
        let at = |day| (self.rules.boundary)(&self.clock, day, 0);
        let date = Interval { start: at(window.date), end: at(window.date + 1) };
        self.blocking.iter().any(|other| (self.rules.is_booked_on)(window.span, date, span(other)))
    }

    /// The open time that a window shares, around it.
    pub(super) fn open_time_of(&self, window: &Window) -> Vec<Interval> {
        self.open_time(&self.windows(window.span.start, window.span.end), window)
    }

    /// The free stretches of open time, for slots of windows that are so.
    pub fn free(&self, open: &[Interval], spot: Spot<'_>) -> Vec<Interval> {
        let away = self.keeping_gap.iter().map(|away| self.away(*away, spot.buffer));
        (self.rules.free)(open, &self.taken(spot).into_iter().chain(away).collect::<Vec<_>>())
    }

    /// The shortest of the holes that a slot would leave in its free stretch and that are too short, if any
    /// is; `None` if it lies in none, or nobody cares.
    pub fn short_hole(&self, slot: Interval, open: &[Interval], spot: Spot<'_>) -> Option<Option<i64>> {
        let least = self.grid.least_gap_minutes? * 60;
        let joins = self.capacity() > 1 && self.joined(slot.start, spot.location).is_some();
        if joins && !self.rules.least_gap_binds_joiners {
            return None;
        }
        let mut free = self.free(open, spot).into_iter().filter(|free| free.covers(slot));
        let holes =
            free.next().map(|free| (self.rules.holes)(slot.start - free.start, free.end - slot.end))?;
        Some(holes.into_iter().filter(|hole| (self.rules.is_short)(*hole, least)).min())
    }
}
