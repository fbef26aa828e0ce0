//! The hours of one doctor: rules, overrides, closures and extra intervals, asked for the windows of a local
//! date. A [`calendar`](crate::prepared::calendar) has one; [`slot`](crate::slot) walks it, and
//! [`report`](crate::report) counts it.

use std::borrow::Cow;
use std::sync::Arc;

#[cfg(feature = "icalendar")]
use crate::model::availability::AvailabilityRule;
use crate::model::availability::{AvailabilityException, ExceptionKind, OverrideWindow};
use crate::model::doctor::Doctor;
use crate::order::sort_by_key;
use crate::prepared::closures::Closures;
use crate::prepared::extras::Extras;
#[cfg(feature = "icalendar")]
use crate::prepared::locations::Locations;
use crate::prepared::place::{LocationPlace, Place, TermsPlace, TypePlace};
#[cfg(feature = "icalendar")]
use crate::prepared::recurrence::Recurrence;
use crate::prepared::terms::{NotAdmitted, Places, Terms};
use crate::prepared::weekly::{ALWAYS, PlainWindows, Rule, Shared, Weekly};
use crate::prepared::windows::{ClockWindow, DayWindows, Part};
use crate::time::interval::{Interval, Intervals, unite, without};
use crate::time::zone::{MINUTE, Zone, day_number, weekday};

/// What is known of a doctor's hours, ready to be asked for the windows of a date.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    weekly: Weekly,
    /// By day.
    overrides: Vec<(i64, Vec<ClockWindow>)>,
    /// When all doctors are closed.
    closures: Arc<Closures>,
    extras: Extras,
    /// Blocked time, sorted and disjoint.
    blocked: Vec<Interval>,
    /// That of it which keeps the gap, sorted and disjoint.
    keeping_gap: Box<[Interval]>,
    uncommon: Option<Box<Uncommon>>,
}

/// What few doctors have, apart from what is fetched for all.
#[derive(Debug, Clone, Default)]
struct Uncommon {
    /// Those of this doctor.
    closures: Closures,
    time_off: Vec<TimeOff>,
    shared: Shared,
}

/// A rule that takes time away.
#[derive(Debug, Clone, Copy)]
struct TimeOff {
    weekday: usize,
    rule: Rule,
    /// Its place among the doctor's rules.
    place: usize,
}

impl Schedule {
    /// Prepares the hours of a doctor that has been checked. `closures` are those for all, `own_closures`
    /// those of this doctor, and `places` are those of
    /// types and locations.
    pub(crate) fn new(
        doctor: &Doctor,
        own_closures: Closures,
        closures: Arc<Closures>,
        places: Places<'_>,
    ) -> Self {
        let mut shared = Shared::default();
        let weekly = Weekly::new(doctor, &mut shared, places);
        let mut time_off = Vec::new();
        for (place, rule) in doctor.availability_rules.iter().enumerate() {
            if rule.active && rule.blocked {
                let weekday = rule.weekday as usize;
                time_off.push(TimeOff { weekday, rule: Rule::new(rule, &mut shared, places), place });
            }
        }

        let mut overrides: Vec<(i64, Vec<ClockWindow>)> = Vec::with_capacity(doctor.date_overrides.len());
        for entry in &doctor.date_overrides {
            let clock = |w: &OverrideWindow| {
                let terms = Terms::place(w.for_whom(), &mut shared.terms, places);
                ClockWindow::from_minutes(w.start_time, w.end_time, w.buffer_minutes, terms)
            };
            overrides.push((day_number(entry.date), entry.windows.iter().map(clock).collect()));
        }
        sort_by_key(&mut overrides, |(day, _)| *day);

        let exceptions = &doctor.availability_exceptions;
        let interval =
            |exception: &AvailabilityException| Interval::new(exception.start_date.0, exception.end_date.0);
        let (mut blocked, mut keeping_gap) = (Vec::new(), Vec::new());
        for exception in exceptions.iter().filter(|exception| exception.kind == ExceptionKind::Blocked) {
            blocked.push(interval(exception));
            if exception.keeps_gap {
                keeping_gap.push(interval(exception));
            }
        }
        unite(&mut blocked);
        unite(&mut keeping_gap);
        blocked.shrink_to_fit();
        let extras = exceptions.iter().filter(|exception| exception.kind == ExceptionKind::Extra);
        let extras = Extras::new(extras.map(|extra| {
            let terms = Terms::place(extra.for_whom(), &mut shared.terms, places);
            (interval(extra), extra.buffer_minutes * MINUTE, terms)
        }));

        let uncommon = Uncommon { closures: own_closures, time_off, shared };
        Self {
            weekly,
            overrides,
            closures,
            extras,
            blocked,
            keeping_gap: keeping_gap.into_boxed_slice(),
            uncommon: uncommon.is_needed().then(|| Box::new(uncommon)),
        }
    }

    /// When all doctors are closed: shared by the doctors of a clinic.
    pub(crate) fn set_closures(&mut self, closures: Arc<Closures>) {
        self.closures = closures;
    }

    /// Blocked time, sorted and disjoint: all of it that overlaps a range, and perhaps more.
    pub(crate) fn blocked_in(&self, range: Interval, zone: &Zone) -> Cow<'_, [Interval]> {
        if self.time_off().is_empty() || range.is_empty() {
            return Cow::Borrowed(&self.blocked);
        }
        let mut blocked: Vec<Interval> =
            self.blocked.iter().filter(|blocked| !blocked.intersection(range).is_empty()).copied().collect();
        for day in zone.day_of(range.start)..=zone.day_of(range.end - 1) {
            blocked.extend(self.time_off_on(day, zone).map(|(_, interval)| interval));
        }
        unite(&mut blocked);
        Cow::Owned(blocked)
    }

    /// The time that recurring time off takes of a date, each with the place of its rule among the doctor's.
    pub(crate) fn time_off_on(&self, day: i64, zone: &Zone) -> impl Iterator<Item = (usize, Interval)> {
        let on_weekday = move |off: &&TimeOff| off.weekday == weekday(day) && self.recurs_on(&off.rule, day);
        self.time_off().iter().filter(on_weekday).filter_map(move |off| {
            let interval = off.rule.window.on(day, zone).intersection(off.rule.valid);
            (!interval.is_empty()).then_some((off.place, interval))
        })
    }

    fn time_off(&self) -> &[TimeOff] {
        self.uncommon.as_ref().map_or(&[], |uncommon| &uncommon.time_off)
    }

    /// Whether a rule holds on a day of its weekday, as far as weeks and months go.
    fn recurs_on(&self, rule: &Rule, day: i64) -> bool {
        self.uncommon.as_ref().is_none_or(|uncommon| uncommon.shared.recurs_on(rule, day))
    }

    /// What windows with terms ask for.
    pub(crate) fn terms(&self) -> &[Terms] {
        self.uncommon.as_ref().map_or(&[], |uncommon| &uncommon.shared.terms)
    }

    /// The terms of a window, if they are not those that admit all.
    pub(crate) fn terms_of(&self, place: Option<TermsPlace>) -> Option<&Terms> {
        self.terms().get(place?.index())
    }

    /// The last start at which a window admits a type at `now`: none, or as late as one likes. Every window
    /// admits what is not about a type.
    pub(crate) fn latest_admitted(
        &self,
        place: Option<TermsPlace>,
        kind: Option<TypePlace>,
        now: i64,
    ) -> Option<i64> {
        match (self.terms_of(place), kind) {
            (Some(terms), Some(kind)) => terms.latest(kind, now),
            _ => Some(i64::MAX),
        }
    }

    /// Why a window does not admit a type at a start.
    pub(crate) fn against(
        &self,
        place: Option<TermsPlace>,
        kind: Option<TypePlace>,
        start: i64,
        now: i64,
    ) -> Option<NotAdmitted> {
        self.terms_of(place)?.against(kind?, start, now)
    }

    /// Where a window is.
    pub(crate) fn location_of(&self, place: Option<TermsPlace>) -> Option<LocationPlace> {
        self.terms_of(place).and_then(|terms| terms.location)
    }

    /// Whether a window can ever admit a type.
    pub(crate) fn may_admit(&self, place: Option<TermsPlace>, kind: Option<TypePlace>) -> bool {
        kind.is_none_or(|kind| self.terms_of(place).is_none_or(|terms| terms.may_admit(kind)))
    }

    /// The closures that hold on a day on which the doctor has no override.
    fn closures(&self) -> impl Iterator<Item = &Closures> {
        let own = self.uncommon.as_ref().map(|uncommon| &uncommon.closures);
        own.into_iter().chain([&*self.closures])
    }

    /// Blocked time to which the gap of a window holds.
    pub(crate) fn keeping_gap(&self) -> &[Interval] {
        &self.keeping_gap
    }

    /// The windows of a weekday as clock times, in order, if they are all that there is to it: no validity,
    /// nothing that touches midnight. They are instants by plain arithmetic on days that are not special
    /// and where the zone's clock is plain too.
    #[inline]
    pub(crate) fn plain_windows(&self, weekday: usize) -> Option<PlainWindows<'_>> {
        self.weekly.plain_windows(weekday)
    }

    /// How many days of 24 hours, from the one that begins at `midnight` on, are surely as their weekdays
    /// are: without an override or a closure, and no extra interval on them or touching them.
    pub(crate) fn ordinary_days_from(&self, day: i64, midnight: i64) -> i64 {
        let overridden = self.overrides.get(self.overrides.partition_point(|(special, _)| *special < day));
        let closed = self.closures().map(|closures| closures.next_from(day)).min();
        let until = overridden.map_or(i64::MAX, |(special, _)| *special).min(closed.unwrap_or(i64::MAX));
        until.saturating_sub(day).min(self.extras.days_without(midnight))
    }

    /// At least as many starts as a plain week has on a grid with this step, or with that of the duration and
    /// each buffer.
    pub(crate) fn starts_per_week(&self, step: impl Fn(i64) -> i64) -> i64 {
        let windows = self.weekly.rules().iter().map(|rule| rule.window);
        windows.map(|window| window.length() / step(window.buffer()) + 1).sum()
    }

    /// Whether an instant of a day is closed: by a closure, or by an override without windows.
    pub(crate) fn is_closed(&self, day: i64, at: i64, zone: &Zone) -> bool {
        match self.overrides.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(index) => self.overrides[index].1.is_empty(),
            Err(_) => {
                self.is_closed_day(day) || self.closed_on(day, zone).iter().any(|closed| closed.contains(at))
            }
        }
    }

    fn is_closed_day(&self, day: i64) -> bool {
        self.closures().any(|closures| closures.close(day))
    }

    /// The hours that closures take of the windows of the rules on a day, sorted and disjoint.
    fn closed_on(&self, day: i64, zone: &Zone) -> Intervals {
        let hours = self.closures().flat_map(|closures| closures.hours_on(day));
        let mut closed: Intervals = hours
            .map(|(start, end)| Interval::new(zone.boundary(day, start), zone.boundary(day, end)))
            .filter(|closed| !closed.is_empty())
            .collect();
        unite(&mut closed);
        closed
    }

    /// What a rule's window on a day comes to: nothing on a day on which the weekly rules have no say, since
    /// it has an override or a closure, and the parts that closed hours leave on others.
    #[cfg(feature = "icalendar")]
    pub(crate) fn parts_of_rule(&self, rule: &AvailabilityRule, day: i64, zone: &Zone) -> Vec<Interval> {
        let overridden = self.overrides.binary_search_by_key(&day, |(day, _)| *day).is_ok();
        let recurs = Recurrence::of(rule).is_none_or(|recurrence| recurrence.holds_on(day));
        if overridden || self.is_closed_day(day) || !recurs {
            return Vec::new();
        }
        let places = Places { kind_of: &|_| None, locations: &Locations::default() };
        let Rule { window, valid, .. } = Rule::new(rule, &mut Shared::default(), places);
        let mut parts = without(&[window.on(day, zone)], &self.closed_on(day, zone));
        parts.iter_mut().for_each(|part| *part = part.intersection(valid));
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Whether an extra interval overlaps or touches `[start, end]`.
    pub(crate) fn has_extra_near(&self, start: i64, end: i64) -> bool {
        self.extras.are_near(start, end)
    }

    /// The days before `day` whose extra intervals still run at `at` or touch it, in order.
    pub(crate) fn days_of_extras_running_at(
        &self,
        at: i64,
        day: i64,
        zone: &Zone,
    ) -> impl Iterator<Item = i64> {
        self.extras.days_of_running_at(at, day, zone)
    }

    /// Fills `out` with the windows of `day`, by start, and their open time after validity. Blocked time is
    /// not removed.
    pub(crate) fn windows_on(&self, day: i64, zone: &Zone, out: &mut DayWindows) {
        out.begin(day);
        let whole = Interval::new(zone.boundary(day, 0), zone.boundary(day + 1, 0));
        let mut add = |clock: &ClockWindow, window: Interval, valid: Interval| {
            let (buffer, terms) = (clock.buffer(), clock.terms());
            out.add(Part { buffer, terms, window, open: window.intersection(valid) });
        };
        match self.overrides.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(index) => {
                self.overrides[index].1.iter().for_each(|clock| add(clock, clock.on(day, zone), ALWAYS));
            }
            Err(_) if self.is_closed_day(day) => {}
            Err(_) => {
                let closed = self.closed_on(day, zone);
                for rule in self.weekly.rules_of(weekday(day)).iter().filter(|rule| self.recurs_on(rule, day))
                {
                    let window = rule.window.on(day, zone);
                    if closed.is_empty() {
                        add(&rule.window, window, rule.valid);
                    } else {
                        for part in without(&[window], &closed) {
                            add(&rule.window, part, rule.valid);
                        }
                    }
                }
            }
        }
        self.extras.parts_of(whole).for_each(|part| out.add(part));
        out.merge();
    }
}

impl Uncommon {
    fn is_needed(&self) -> bool {
        !(self.closures.is_empty() && self.time_off.is_empty() && self.shared.is_empty())
    }
}
