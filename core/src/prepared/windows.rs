//! Windows: by the clock, as a rule or an override has them, and as instants on one date, merged from what
//! rules, overrides and extra intervals give to it. A [`schedule`](crate::prepared::schedule) makes them, and
//! [`slot`](crate::slot) reads them.

use smallvec::SmallVec;

use crate::prepared::place::TermsPlace;
use crate::time::interval::{Interval, Intervals, unite_from};
use crate::time::zone::{DAY, MINUTE, Zone};

/// A window by the clock, in minutes; narrow, since the week of every doctor asked for has to be fetched from
/// memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockWindow {
    start: u16,
    end: u16,
    buffer: u16,
    terms: Option<TermsPlace>,
}

/// A window as instants. Its open time is `pieces` of the list that it came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) buffer: i64,
    pub(crate) terms: Option<TermsPlace>,
    pieces: (usize, usize),
}

/// The windows of one date, and room to work in. Made once, filled often.
#[derive(Debug, Clone, Default)]
pub(crate) struct DayWindows {
    /// Its number.
    pub(crate) day: i64,
    parts: SmallVec<[Part; 8]>,
    pub(crate) windows: SmallVec<[Window; 8]>,
    pieces: Intervals,
}

/// What one rule, override or extra interval gives to a date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) buffer: i64,
    pub(super) terms: Option<TermsPlace>,
    pub(super) window: Interval,
    /// What of the window is open: all but what is outside of its rule's validity.
    pub(super) open: Interval,
}

impl ClockWindow {
    /// Takes over minutes that have been checked.
    pub(super) fn from_minutes(start: i64, end: i64, buffer: i64, terms: Option<TermsPlace>) -> Self {
        Self { start: start as u16, end: end as u16, buffer: buffer as u16, terms }
    }

    /// A window of a day in UTC that begins at 0.
    pub(super) fn of(window: &Window) -> Self {
        let minutes = |seconds: i64| seconds / MINUTE;
        Self::from_minutes(minutes(window.start), minutes(window.end), minutes(window.buffer), window.terms)
    }

    /// The window on any day.
    pub(super) fn on(self, day: i64, zone: &Zone) -> Interval {
        let instant = |minutes: u16| zone.boundary(day, i64::from(minutes));
        Interval::new(instant(self.start), instant(self.end))
    }

    /// The window on a day that begins at `midnight` and whose clock does not change.
    #[inline]
    pub(crate) fn starting_at(self, midnight: i64) -> Interval {
        let seconds = |minutes: u16| i64::from(minutes) * MINUTE;
        Interval::new(midnight + seconds(self.start), midnight + seconds(self.end))
    }

    /// By the clock, in seconds.
    pub(super) fn length(self) -> i64 {
        i64::from(self.end - self.start) * MINUTE
    }

    pub(super) fn ends_before_midnight(self) -> bool {
        i64::from(self.end) * MINUTE < DAY
    }

    pub(crate) fn buffer(self) -> i64 {
        i64::from(self.buffer) * MINUTE
    }

    pub(crate) fn terms(self) -> Option<TermsPlace> {
        self.terms
    }
}

impl DayWindows {
    /// The open time of one of the windows, after validity.
    pub(crate) fn pieces(&self, window: &Window) -> &[Interval] {
        &self.pieces[window.pieces.0..window.pieces.1]
    }

    /// Begins a date, which has no parts so far.
    pub(super) fn begin(&mut self, day: i64) {
        self.day = day;
        self.parts.clear();
    }

    pub(super) fn add(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// Merges the parts of the same buffer and terms that overlap or touch.
    pub(super) fn merge(&mut self) {
        self.windows.clear();
        self.pieces.clear();
        // A part that is empty, or never valid, does not exist: it neither merges nor anchors.
        self.parts.retain(|part| !part.open.is_empty());
        self.parts.sort_unstable_by_key(|part| (part.buffer, part.terms, part.window.start));
        for part in &self.parts {
            match self.windows.last_mut() {
                Some(last)
                    if (last.buffer, last.terms) == (part.buffer, part.terms)
                        && part.window.start <= last.end =>
                {
                    last.end = last.end.max(part.window.end);
                }
                _ => {
                    if let Some(done) = self.windows.last_mut() {
                        close(done, &mut self.pieces);
                    }
                    let pieces = (self.pieces.len(), self.pieces.len());
                    self.windows.push(Window {
                        start: part.window.start,
                        end: part.window.end,
                        buffer: part.buffer,
                        terms: part.terms,
                        pieces,
                    });
                }
            }
            self.pieces.push(part.open);
        }
        if let Some(done) = self.windows.last_mut() {
            close(done, &mut self.pieces);
        }
        self.windows.sort_unstable_by_key(|window| (window.start, window.buffer, window.terms));
    }
}

/// Ends the pieces of a window, which are the last so far.
fn close(window: &mut Window, pieces: &mut Intervals) {
    unite_from(pieces, window.pieces.0);
    window.pieces.1 = pieces.len();
}
