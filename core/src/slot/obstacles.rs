//! What forbids candidates: bookings and their gap, blocked time, limits.

use std::borrow::Cow;
use std::ops::Range;

use super::ask::Ask;
use super::booked::Booked;
use super::gap::Gap;
use super::in_window;
use super::lane::Lane;
use super::limit::Addition;
use super::open::{after, for_each_free};
use super::own_limits;
use super::range::Bounds;
use super::week::{Taken, Week};
use crate::prepared::agenda::Agenda;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::{LocationPlace, TermsPlace};
use crate::time::interval::Interval;
use crate::time::zone::Zone;

/// What stands in the way of a doctor's candidates, asked of one lane after another.
pub(super) struct Obstacles<'a> {
    calendar: &'a Calendar,
    ask: &'a Ask<'a>,
    agenda: &'a Agenda,
    booked: Booked<'a>,
    bounds: Bounds,
    /// Blocked time that a slot in the bounds can reach.
    blocked: Cow<'a, [Interval]>,
    /// Whether there is anything but bookings and blocked time: limits, a patient's other appointments or
    /// wish, or blocked time that keeps the gap. Mostly there is not, and one question has to tell.
    particular: bool,
    /// Whether some of that is no stretch of time: limits, times of the day, windows that are full, holes.
    counted: bool,
    /// The last day whose limits were counted, and whether one is exceeded there.
    exceeded_on: (i64, bool),
    /// Whether there are windows with limits of the type, and whether this one has as many as it may.
    pub(super) are_windows_limited: bool,
    is_window_full: bool,
    /// The free stretches of the window, where holes in them matter.
    free: Vec<Interval>,
}

impl<'a> Obstacles<'a> {
    pub(super) fn new(calendar: &'a Calendar, ask: &'a Ask<'a>, bounds: Bounds) -> Self {
        let agenda = &calendar.agenda;
        let limited = !(ask.policy.limits.is_empty() && calendar.limits.is_empty());
        let are_windows_limited = in_window::are_limited(calendar, ask);
        let counted = limited
            || ask.of_clinic.is_some()
            || ask.times.is_some()
            || ask.grid.least_gap > 0
            || are_windows_limited;
        let of_patient = !ask.patient.is_empty() || !ask.patient_full.is_empty();
        let particular = counted || of_patient || !calendar.schedule.keeping_gap().is_empty();
        let reached = Interval::new(bounds.low, bounds.high + ask.duration);
        Self {
            calendar,
            ask,
            agenda,
            booked: Booked::new(agenda, ask, bounds),
            bounds,
            blocked: calendar.schedule.blocked_in(reached, &calendar.zone),
            particular,
            counted,
            exceeded_on: (i64::MIN, false),
            are_windows_limited,
            is_window_full: false,
            free: Vec::new(),
        }
    }

    /// Whether all that is in the way is stretches of time, so that a week of candidates can be marked at
    /// once.
    pub(super) fn are_stretches(&self) -> bool {
        self.booked.one_forbids() && !self.counted
    }

    /// Marks the candidates of a week that something forbids, as far as they are `wanted`. The week begins at
    /// `monday`. All that is in the way has to be [stretches](Self::are_stretches).
    #[inline(never)]
    pub(super) fn mark(&mut self, week: &Week, wanted: &Range<usize>, monday: i64, taken: &mut Taken) {
        self.booked.mark(week, wanted, monday, taken);
        if self.are_bookings_all() {
            return;
        }
        let Some((gap, _)) = week.gap() else { return };
        let (first, last) = (monday + week.start(wanted.start), monday + week.start(wanted.end - 1));
        self.each_stretch(first, last, gap, |after, before| {
            week.mark(after - monday, before - monday, taken);
        });
    }

    /// Of all that forbids a stretch of time and is no booking, between what instants no slot may start, as
    /// far as that concerns starts from `first` to `last` that keep this gap.
    #[inline]
    fn each_stretch(&self, first: i64, last: i64, gap: Gap, mut forbid: impl FnMut(i64, i64)) {
        let clear = |off: &Interval| off.start - self.ask.duration;
        let mut overlapping = |off: Interval| forbid(clear(&off), off.end);
        let near = |off: &Interval| clear(off) < last;
        after(&self.blocked, first).iter().copied().take_while(near).for_each(&mut overlapping);
        if !self.particular {
            return;
        }
        let kept = after(self.calendar.schedule.keeping_gap(), first - gap.behind);
        kept.iter().map(|kept| gap.around(*kept)).take_while(near).for_each(&mut overlapping);
        // Patients have few appointments.
        self.ask.patient.iter().copied().take_while(near).for_each(&mut overlapping);
        self.ask.patient_full.iter().for_each(|full| forbid(full.start - 1, full.end));
    }

    /// The candidates of a lane that something forbids.
    #[inline(never)]
    pub(super) fn forbid(&mut self, lane: &Lane) -> u64 {
        let booked = self.booked.clashing(lane);
        if self.are_bookings_all() { booked } else { booked | self.besides_bookings(lane) }
    }

    /// Whether nothing but bookings forbids anything.
    fn are_bookings_all(&self) -> bool {
        self.blocked.is_empty() && !self.particular
    }

    /// The candidates of a lane that something forbids that is no booking.
    #[inline(never)]
    fn besides_bookings(&mut self, lane: &Lane) -> u64 {
        let mut taken = 0;
        self.each_stretch(lane.first, lane.last, lane.gap(self.ask.duration), |after, before| {
            taken |= lane.between(after, before);
        });
        if self.particular {
            taken |= self.over_limit(lane);
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

    /// The candidates that come are those of another window.
    #[inline(never)]
    pub(super) fn enter(&mut self, window: Interval, terms: Option<TermsPlace>) {
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
        located: (i64, Option<LocationPlace>),
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
