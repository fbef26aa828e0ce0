//! What forbids candidates: bookings and their gap, blocked time, limits.

use std::borrow::Cow;

use super::ask::Ask;
use super::lane::Lane;
use super::limit::{self, Addition};
use super::open::{after, for_each_free};
use super::range::Bounds;
use crate::prepared::agenda::{Agenda, NO_APPOINTMENT};
use crate::prepared::calendar::Calendar;
use crate::prepared::locations::LocationNumber;
use crate::time::interval::Interval;

/// What stands in the way of a doctor's candidates, asked of one lane after another.
pub(super) struct Obstacles<'a> {
    calendar: &'a Calendar,
    ask: &'a Ask<'a>,
    agenda: &'a Agenda,
    bounds: Bounds,
    /// Blocked time that a slot in the bounds can reach.
    blocked: Cow<'a, [Interval]>,
    /// Whether every booking blocks every candidate, so that it does not matter what it is.
    firm: bool,
    /// Whether there is anything but bookings and blocked time: limits, a patient's other appointments or wish,
    /// or blocked time that keeps the gap.
    /// Mostly there is not, and one question has to tell.
    particular: bool,
    /// The greatest gap of what is booked, if types have any.
    gap_most: i64,
    /// The last day whose limits were counted, and whether one is exceeded there.
    exceeded_on: (i64, bool),
    /// The free stretches of the window, where holes in them matter.
    free: Vec<Interval>,
    /// The first booking that may still run at `at`, where the last lane began.
    ahead: usize,
    at: i64,
    /// The first booking that starts too late for the lanes so far.
    passed: usize,
}

impl<'a> Obstacles<'a> {
    pub(super) fn new(calendar: &'a Calendar, ask: &'a Ask<'a>, bounds: Bounds) -> Self {
        let agenda = &calendar.agenda;
        let firm = agenda.is_firm()
            && ask.excluded == NO_APPOINTMENT
            && ask.policy.capacity == 1
            && ask.gaps_of_bookings.is_none();
        let limited = !(ask.policy.limits.is_empty() && calendar.limits.is_empty());
        let wished = !ask.patient.is_empty() || ask.times.is_some();
        let kept = !calendar.schedule.keeping_gap().is_empty() || ask.grid.least_gap > 0;
        let particular = limited || wished || kept;
        let reached = Interval::new(bounds.low, bounds.high + ask.duration);
        Self {
            calendar,
            ask,
            agenda,
            bounds,
            blocked: calendar.schedule.blocked_in(reached, &calendar.zone),
            firm,
            particular,
            gap_most: ask.gaps_of_bookings.map_or(0, |gaps| gaps.most),
            exceeded_on: (i64::MIN, false),
            free: Vec::new(),
            ahead: 0,
            at: i64::MAX,
            passed: 0,
        }
    }

    /// The candidates of a lane that something forbids.
    #[inline]
    pub(super) fn forbid(&mut self, lane: &Lane) -> u64 {
        self.advance_to(lane.reach() - self.gap_most);
        let spans = &self.agenda.spans()[self.ahead..];
        let (mut taken, count) = if self.firm { lane.clashing_with(spans) } else { self.counted(lane) };
        self.passed = self.ahead + count;
        for blocked in after(&self.blocked, lane.first) {
            let clear = blocked.start - self.ask.duration;
            if clear >= lane.last {
                break;
            }
            taken |= lane.between(clear, blocked.end);
        }
        if self.particular {
            taken |= self.too_close(lane) | self.over_limit(lane) | self.patient_busy(lane);
            taken |= self.ask.times.map_or(0, |times| times.others(lane));
            if self.ask.grid.least_gap > 0 {
                taken |= self.leaving_gap(lane);
            }
        }
        taken
    }

    /// The candidates that are closer than the gap to blocked time that keeps the gap.
    #[inline(never)]
    fn too_close(&self, lane: &Lane) -> u64 {
        let duration = self.ask.duration;
        let gap = lane.gap(duration);
        let mut taken = 0;
        for blocked in after(self.calendar.schedule.keeping_gap(), lane.first - gap.behind) {
            let around = gap.around(*blocked);
            if around.start - duration >= lane.last {
                break;
            }
            taken |= lane.between(around.start - duration, around.end);
        }
        taken
    }

    /// Holes in the free stretches of this window matter from now on.
    #[inline(never)]
    pub(super) fn keep_holes(
        &mut self,
        window: Interval,
        located: (i64, LocationNumber),
        pieces: &[Interval],
    ) {
        let Self { calendar, ask, bounds, free, .. } = self;
        let wanted = window.intersection(Interval::new(bounds.low, bounds.high));
        // Where it is cut off there is no edge of a hole that is too short.
        let far = ask.grid.least_gap + 1;
        let within = Interval::new(wanted.start - far, wanted.end + ask.duration + far);
        free.clear();
        for_each_free(calendar, ask, pieces, located, within, |stretch| free.push(stretch));
    }

    /// The candidates that would leave too short a hole in the free stretch in which they lie.
    #[inline(never)]
    fn leaving_gap(&self, lane: &Lane) -> u64 {
        let (least, duration) = (self.ask.grid.least_gap, self.ask.duration);
        let between = |after: i64, before: i64| if after < before { lane.between(after, before) } else { 0 };
        let mut taken = 0;
        for free in after(&self.free, lane.first) {
            if free.start > lane.last {
                break;
            }
            let last = free.end - duration;
            taken |= between(free.start, free.end.min(free.start + least));
            taken |= between((last - least).max(free.start - 1), last);
        }
        taken
    }

    /// The candidates that overlap something else of the patient's. Patients have few appointments.
    #[inline(never)]
    fn patient_busy(&self, lane: &Lane) -> u64 {
        let mut taken = 0;
        for busy in self.ask.patient {
            let clear = busy.start - self.ask.duration;
            if clear >= lane.last {
                break;
            }
            taken |= lane.between(clear, busy.end);
        }
        taken
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
    /// is excluded, nor is a session of which a seat is left in the way of who would join it.
    #[inline(never)]
    fn counted(&self, lane: &Lane) -> (u64, usize) {
        let Ask { policy, kind, duration, now, excluded, gaps_of_bookings, .. } = *self.ask;
        let agenda = self.agenda;
        let gap = lane.gap(duration);
        let mut taken = 0;
        // The members of a session are neighbours, so their seats are counted once.
        let (mut session, mut has_seat) = (i64::MIN, false);
        for (index, span) in agenda.spans()[self.ahead..].iter().enumerate() {
            if lane.is_clear_of(Interval::new(span.start - self.gap_most, span.end)) {
                return (taken, index);
            }
            let booking = agenda.get(self.ahead + index);
            let bits = match gaps_of_bookings {
                None => lane.clashing(*span),
                // As much longer as its own gaps are greater than those of the slot.
                Some(gaps) => {
                    let greater = gap.beside(gaps.of(&booking, lane.location)).around(*span);
                    lane.clashing(Interval::new(greater.start + gap.ahead, greater.end - gap.behind))
                }
            };
            if bits == 0 || !booking.blocks(now, excluded) {
                continue;
            }
            let of_type = policy.capacity > 1 && booking.kind == kind;
            if of_type && booking.start != session {
                session = booking.start;
                has_seat = agenda.seats_taken(session, kind, now, excluded) < policy.capacity
                    && self.ask.joins_at(agenda, session, lane.location);
            }
            taken |= if of_type && has_seat { bits & !lane.at(booking.start) } else { bits };
        }
        (taken, agenda.len() - self.ahead)
    }

    /// The candidates that a limit per day or week forbids.
    #[inline(never)]
    fn over_limit(&mut self, lane: &Lane) -> u64 {
        let Calendar { zone, agenda, limits, .. } = self.calendar;
        if self.ask.policy.limits.is_empty() && limits.is_empty() {
            return 0;
        }
        let mut taken = 0;
        let mut day = zone.day_of(lane.first);
        loop {
            let (from, next) = (zone.boundary(day, 0), zone.boundary(day + 1, 0));
            if from > lane.last {
                break;
            }
            if self.exceeded_on.0 != day {
                self.exceeded_on = (day, self.exceeds(Addition::alone(self.ask.duration), day));
            }
            if self.exceeded_on.1 {
                taken |= lane.between(from - 1, next);
            }
            day += 1;
        }
        // Whoever joins a session that exists adds nothing, but for those minutes by which it gets longer.
        for session in agenda.sessions(lane.first, lane.last + 1, self.ask.now, self.ask.excluded) {
            if session.kind == self.ask.kind {
                taken &= !lane.at(session.start);
                let adds = Addition::joining(session.length, self.ask.duration);
                if !adds.is_nothing() && self.exceeds(adds, zone.day_of(session.start)) {
                    taken |= lane.at(session.start);
                }
            }
        }
        taken
    }

    fn exceeds(&self, adds: Addition, day: i64) -> bool {
        limit::exceeded(self.calendar, self.ask, adds, day).next().is_some()
    }
}
