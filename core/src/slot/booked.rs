//! What bookings forbid: the candidates of a lane, or of a whole week, that come too close to one.

use std::ops::Range;

use super::ask::Ask;
use super::gap::Gap;
use super::lane::Lane;
use super::open::after;
use super::places;
use super::range::Bounds;
use super::week::{Taken, Week};
use crate::prepared::agenda::Agenda;
use crate::prepared::place::LocationPlace;
use crate::prepared::policy::Gaps;
use crate::time::interval::Interval;

/// A gap, behind and ahead, at a location.
type GapThere = (i64, i64, Option<LocationPlace>);

/// A doctor's bookings, asked about one lane after another.
pub(super) struct Booked<'a> {
    ask: &'a Ask<'a>,
    agenda: &'a Agenda,
    bounds: Bounds,
    /// Whether one booking is enough to forbid what it touches: nobody joins a session, and the doctor has
    /// one place.
    one_forbids: bool,
    /// Whether every booking blocks: there are no holds, and none is excluded.
    firm: bool,
    /// The greatest gap of what is booked, if types have any.
    gap_most: i64,
    /// Where the doctor has several places: when all of them are taken, by gaps and location.
    full: Vec<(GapThere, Vec<Interval>)>,
    /// The first booking that may still run at `at`, where the last lane began.
    ahead: usize,
    at: i64,
    /// The first booking that starts too late for the lanes so far.
    passed: usize,
}

impl<'a> Booked<'a> {
    pub(super) fn new(agenda: &'a Agenda, ask: &'a Ask<'a>, bounds: Bounds) -> Self {
        Self {
            ask,
            agenda,
            bounds,
            one_forbids: ask.capacity == 1 && !agenda.has_several_places(),
            firm: agenda.is_firm() && ask.excluded.is_none(),
            gap_most: ask.gaps_of_bookings.map_or(0, |gaps| gaps.most),
            full: Vec::new(),
            ahead: 0,
            at: i64::MAX,
            passed: 0,
        }
    }

    /// The candidates of a lane that are too close to a booking.
    #[inline]
    pub(super) fn clashing(&mut self, lane: &Lane) -> u64 {
        self.advance_to(lane.opens() - self.gap_most);
        let are_alike = self.one_forbids && self.ask.gaps_of_bookings.is_none();
        let (taken, count) = if are_alike && self.firm {
            lane.clashing_with(&self.agenda.spans()[self.ahead..])
        } else if self.agenda.has_several_places() {
            (self.all_taken(lane), 0)
        } else {
            self.counted(lane)
        };
        self.passed = self.ahead + count;
        taken
    }

    /// Whether one booking is enough to forbid what it touches, whoever asks.
    pub(super) fn one_forbids(&self) -> bool {
        self.one_forbids
    }

    /// Marks the candidates of a week that are too close to a booking, as far as they are `wanted`. The week
    /// begins at `monday`; [one booking](Self::one_forbids) is enough.
    #[inline]
    pub(super) fn mark(&mut self, week: &Week, wanted: &Range<usize>, monday: i64, taken: &mut Taken) {
        let Some((gap, location)) = week.gap() else { return };
        let (agenda, firm, Ask { now, excluded, .. }) = (self.agenda, self.firm, *self.ask);
        let Some(gaps) = self.ask.gaps_of_bookings else {
            if firm {
                return self.mark_each(week, wanted, (monday, gap), taken, |_, span| Some(span));
            }
            let blocking = |index, span| agenda.blocks(index, now, excluded).then_some(span);
            return self.mark_each(week, wanted, (monday, gap), taken, blocking);
        };
        // Neighbours are often of one type.
        let mut last = (None, Gaps::default());
        self.mark_each(week, wanted, (monday, gap), taken, |index, span| {
            let booking = agenda.get(index);
            if location.is_some() || booking.kind != last.0 {
                last = (booking.kind, gaps.of(&booking, location));
            }
            (firm || booking.blocks(now, excluded)).then(|| gap.lengthened(span, last.1))
        });
    }

    /// Marks what each booking is in the way of, as far as it is by `blocked`.
    #[inline(always)]
    fn mark_each(
        &mut self,
        week: &Week,
        wanted: &Range<usize>,
        (monday, gap): (i64, Gap),
        taken: &mut Taken,
        mut blocked: impl FnMut(usize, Interval) -> Option<Interval>,
    ) {
        let (agenda, ask) = (self.agenda, self.ask);
        self.advance_to(monday + week.start(wanted.start) - gap.behind - self.gap_most);
        let (before, behind) = (monday + ask.duration + gap.ahead, monday - gap.behind);
        let until = week.start(wanted.end - 1) + before + self.gap_most;
        let mut index = self.ahead;
        for span in &agenda.spans()[self.ahead..] {
            if until <= span.start {
                break;
            }
            if let Some(span) = blocked(index, *span) {
                week.mark(span.start - before, span.end - behind, taken);
            }
            index += 1;
        }
        self.passed = index;
    }

    /// Leaves bookings behind that have ended by `at`: mostly those that were passed before, so that is not
    /// worth a search. Others that have ended are in nobody's way either, and are passed next.
    #[inline]
    fn advance_to(&mut self, at: i64) {
        let agenda = self.agenda;
        if at < self.at {
            self.ahead = agenda.first_running_at(at);
        } else if self.passed > self.ahead {
            if agenda.ends_by(self.passed - 1, at) {
                self.ahead = self.passed;
            } else {
                while agenda.ends_by(self.ahead, at) {
                    self.ahead += 1;
                }
            }
        }
        self.at = at;
    }

    /// [`Lane::clashing_with`] where it matters what the bookings are: none is in the way that has lapsed or
    /// is excluded, nor is a session that has room in the way of who would join it.
    #[inline(never)]
    fn counted(&self, lane: &Lane) -> (u64, usize) {
        let Ask { capacity, kind, duration, now, excluded, gaps_of_bookings, .. } = *self.ask;
        let agenda = self.agenda;
        let gap = lane.gap(duration);
        let mut taken = 0;
        // The members of a session are neighbours, so their seats are counted once.
        let (mut session, mut has_seat) = (i64::MIN, false);
        for (index, span) in agenda.spans()[self.ahead..].iter().enumerate() {
            if lane.closes() <= span.start - self.gap_most {
                return (taken, index);
            }
            let booking = agenda.get(self.ahead + index);
            let bits = match gaps_of_bookings {
                None => lane.clashing(*span),
                Some(gaps) => lane.clashing(gap.lengthened(*span, gaps.of(&booking, lane.location))),
            };
            if bits == 0 || !booking.blocks(now, excluded) {
                continue;
            }
            let of_type = capacity > 1 && booking.kind == kind;
            if of_type && booking.start != session {
                session = booking.start;
                has_seat = self.ask.has_room(agenda.seats_taken(session, kind, now, excluded))
                    && self.ask.joins_at(agenda, session, lane.location);
            }
            taken |= if of_type && has_seat { bits & !lane.at(booking.start) } else { bits };
        }
        (taken, agenda.len() - self.ahead)
    }

    /// The candidates at which all places are taken at some moment.
    #[inline(never)]
    fn all_taken(&mut self, lane: &Lane) -> u64 {
        let Self { ask, agenda, bounds, .. } = *self;
        let duration = ask.duration;
        let gap = lane.gap(duration);
        let key = (gap.behind, gap.ahead, lane.location);
        let index = self.full.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            let within = Interval::new(bounds.low, bounds.high.saturating_add(duration));
            self.full.push((key, places::full(agenda, ask, gap, lane.location, within)));
            self.full.len() - 1
        });
        let mut taken = 0;
        for full in after(&self.full[index].1, lane.first) {
            let clear = full.start - duration;
            if clear >= lane.last {
                break;
            }
            taken |= lane.between(clear, full.end);
        }
        taken
    }
}
