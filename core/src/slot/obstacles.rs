//! What forbids candidates: bookings and their gap, blocked time, limits.

use std::borrow::Cow;

use super::ask::Ask;
use super::in_window;
use super::lane::Lane;
use super::limit::Addition;
use super::open::{after, for_each_free};
use super::range::Bounds;
use super::{own_limits, places};
use crate::prepared::agenda::{Agenda, NO_APPOINTMENT};
use crate::prepared::calendar::Calendar;
use crate::prepared::locations::LocationNumber;
use crate::prepared::terms::TermsNumber;
use crate::time::interval::Interval;
use crate::time::zone::Zone;

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
    /// Whether there are windows with limits of the type, and whether this one has as many as it may.
    pub(super) are_windows_limited: bool,
    is_window_full: bool,
    /// The free stretches of the window, where holes in them matter.
    free: Vec<Interval>,
    /// Where the doctor has several places: when all of them are taken, by gaps and location.
    full: Vec<((i64, i64, LocationNumber), Vec<Interval>)>,
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
            && ask.capacity == 1
            && ask.gaps_of_bookings.is_none()
            && !agenda.has_several_places();
        let limited = !(ask.policy.limits.is_empty() && calendar.limits.is_empty());
        let limited = limited || ask.of_clinic.is_some() || !ask.patient_full.is_empty();
        let wished = !ask.patient.is_empty() || ask.times.is_some();
        let kept = !calendar.schedule.keeping_gap().is_empty() || ask.grid.least_gap > 0;
        let are_windows_limited = in_window::are_limited(calendar, ask);
        let particular = limited || wished || kept || are_windows_limited;
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
            are_windows_limited,
            is_window_full: false,
            free: Vec::new(),
            full: Vec::new(),
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
        let (mut taken, count) = if self.firm {
            lane.clashing_with(spans)
        } else if self.agenda.has_several_places() {
            (self.all_taken(lane), 0)
        } else {
            self.counted(lane)
        };
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
            if self.is_window_full {
                taken |= self.but_for_joiners(lane);
            }
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

    /// The candidates that come are those of another window.
    #[inline(never)]
    pub(super) fn enter(&mut self, window: Interval, terms: TermsNumber) {
        self.is_window_full = in_window::full(self.calendar, self.ask, terms, window).is_some();
    }

    /// All candidates at which no session of the type begins. Whether that has room is asked elsewhere.
    #[inline(never)]
    fn but_for_joiners(&self, lane: &Lane) -> u64 {
        let Ask { capacity, kind, now, excluded, .. } = *self.ask;
        let mut others = lane.all();
        if capacity > 1 {
            let sessions = self.agenda.sessions(lane.first, lane.last + 1, now, excluded);
            for session in sessions.filter(|session| session.kind == kind) {
                others &= !lane.at(session.start);
            }
        }
        others
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
        for full in self.ask.patient_full {
            taken |= lane.between(full.start - 1, full.end);
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

    /// The candidates that a limit in some period forbids.
    #[inline(never)]
    fn over_limit(&mut self, lane: &Lane) -> u64 {
        let Ask { policy, capacity, kind, duration, now, excluded, of_clinic, .. } = *self.ask;
        let Calendar { zone, agenda, limits, .. } = self.calendar;
        let mut taken = 0;
        if !(policy.limits.is_empty() && limits.is_empty()) {
            taken |= on_days(zone, lane, |day| {
                if self.exceeded_on.0 != day {
                    self.exceeded_on = (day, self.exceeds(Addition::alone(duration), day));
                }
                self.exceeded_on.1
            });
        }
        if let Some(of_clinic) = of_clinic {
            let alone = Addition::alone(duration);
            taken |= on_days(of_clinic.zone(), lane, |day| !of_clinic.exceeded_on(day, alone).is_empty());
        }
        if capacity == 1 {
            return taken;
        }
        // Whoever joins a session that exists adds nothing, but for those minutes by which it gets longer.
        for session in agenda.sessions(lane.first, lane.last + 1, now, excluded) {
            if session.kind == kind {
                taken &= !lane.at(session.start);
                let adds = Addition::joining(session.length, duration);
                if !adds.is_nothing()
                    && (self.exceeds(adds, zone.day_of(session.start))
                        || of_clinic.is_some_and(|of| !of.exceeded(session.start, adds).is_empty()))
                {
                    taken |= lane.at(session.start);
                }
            }
        }
        taken
    }

    fn exceeds(&self, adds: Addition, day: i64) -> bool {
        own_limits::exceeded(self.calendar, self.ask, adds, day).next().is_some()
    }
}

/// The candidates of a lane that lie on days of a clock of which something is so.
fn on_days(zone: &Zone, lane: &Lane, mut is_so: impl FnMut(i64) -> bool) -> u64 {
    let mut found = 0;
    let mut day = zone.day_of(lane.first);
    loop {
        let (from, next) = (zone.boundary(day, 0), zone.boundary(day + 1, 0));
        if from > lane.last {
            return found;
        }
        if is_so(day) {
            found |= lane.between(from - 1, next);
        }
        day += 1;
    }
}
