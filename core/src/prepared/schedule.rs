//! The windows of one doctor on one local date: rules, overrides, closures and extra intervals, merged.

use std::borrow::Cow;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::model::availability::{AvailabilityRule, ExceptionKind, OverrideWindow};
use crate::model::doctor::Doctor;
use crate::order::sort_by_key;
use crate::prepared::closures::Closures;
#[cfg(feature = "icalendar")]
use crate::prepared::locations::Locations;
use crate::prepared::locations::{LocationNumber, NO_LOCATION};
use crate::prepared::place::TypePlace;
use crate::prepared::recurrence::Recurrence;
use crate::prepared::terms::{NotAdmitted, Numbers, Terms, TermsNumber};
use crate::time::instant::Instant;
use crate::time::interval::{Interval, Intervals, unite, without};
use crate::time::zone::{DAY, MINUTE, Zone, day_number, weekday};

/// What is known of a doctor's hours, ready to be asked for the windows of a date.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    /// By weekday: where its merged windows are, if they are all there is to a plain day.
    templates: [Template; 7],
    /// The merged windows of the weekdays, one weekday after the other.
    week: Vec<ClockWindow>,
    /// The active ones, one weekday after the other.
    rules: Vec<Rule>,
    /// By day.
    overrides: Vec<(i64, Vec<ClockWindow>)>,
    /// When all doctors are closed.
    closures: Arc<Closures>,
    /// By start.
    extras: Vec<Extra>,
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
    /// Of the rules that do not hold every week.
    recurrences: Vec<Recurrence>,
    time_off: Vec<TimeOff>,
    /// For whom the windows are that are not for all.
    terms: Vec<Terms>,
}

/// A rule's window on a plain day, in seconds after midnight, and when it holds.
#[derive(Debug, Clone, Copy)]
struct Rule {
    window: ClockWindow,
    /// One more than the place of its recurrence; 0 for every week.
    recurrence: u16,
    valid: Interval,
}

/// A rule that takes time away.
#[derive(Debug, Clone, Copy)]
struct TimeOff {
    weekday: usize,
    rule: Rule,
    /// Its place among the doctor's rules.
    place: usize,
}

/// A window by the clock, in minutes; narrow, since the week of every doctor asked for has to be fetched from
/// memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockWindow {
    start: u16,
    end: u16,
    buffer: u16,
    terms: TermsNumber,
}

/// The merged windows of a weekday, if they are the same on every plain day and end before midnight.
#[derive(Debug, Clone, Copy)]
struct Template {
    /// Where they are in the week.
    from: u16,
    until: u16,
    /// Where the weekday's rules are.
    rules_from: u16,
    rules_until: u16,
    /// Whether no two of them overlap.
    in_order: bool,
    holds: bool,
}

/// The windows of a plain day, by start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlainWindows<'a> {
    pub(crate) windows: &'a [ClockWindow],
    /// Whether no two of them overlap.
    pub(crate) in_order: bool,
}

/// An extra interval. `reach` is the latest end of it and all before it.
#[derive(Debug, Clone, Copy)]
struct Extra {
    interval: Interval,
    buffer: i64,
    terms: TermsNumber,
    reach: i64,
}

/// A window as instants. Its open time is `pieces` of the list that it came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) buffer: i64,
    pub(crate) terms: TermsNumber,
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
struct Part {
    buffer: i64,
    terms: TermsNumber,
    window: Interval,
    open: Interval,
}

const ALWAYS: Interval = Interval { start: i64::MIN, end: i64::MAX };

impl Schedule {
    /// Prepares the hours of a doctor that has been checked. `closures` are those for all, `own_closures`
    /// those of this doctor, and `numbers` are those of
    /// types and locations.
    pub(crate) fn new(
        doctor: &Doctor,
        own_closures: Closures,
        closures: Arc<Closures>,
        numbers: Numbers<'_>,
    ) -> Self {
        let mut uncommon = Uncommon { closures: own_closures, ..Uncommon::default() };
        let mut rules = Vec::with_capacity(doctor.availability_rules.len());
        let (mut week, mut day) = (Vec::with_capacity(rules.capacity()), DayWindows::default());
        let templates = std::array::from_fn(|weekday| {
            let from = rules.len();
            rules.extend(
                doctor
                    .availability_rules
                    .iter()
                    .filter(|rule| rule.active && !rule.blocked && rule.weekday == weekday as i64)
                    .map(|rule| Rule::new(rule, &mut uncommon, numbers)),
            );
            Template::new(&rules, from, &mut week, &mut day)
        });

        for (place, rule) in doctor.availability_rules.iter().enumerate() {
            if rule.active && rule.blocked {
                let weekday = rule.weekday as usize;
                let rule = Rule::new(rule, &mut uncommon, numbers);
                uncommon.time_off.push(TimeOff { weekday, rule, place });
            }
        }

        let mut overrides: Vec<(i64, Vec<ClockWindow>)> = Vec::with_capacity(doctor.date_overrides.len());
        for entry in &doctor.date_overrides {
            let clock = |w: &OverrideWindow| {
                let terms = Terms::number(w.for_whom(), &mut uncommon.terms, numbers);
                ClockWindow::from_minutes(w.start_time, w.end_time, w.buffer_minutes, terms)
            };
            overrides.push((day_number(entry.date), entry.windows.iter().map(clock).collect()));
        }
        sort_by_key(&mut overrides, |(day, _)| *day);

        let mut extras = Vec::new();
        let (mut blocked, mut keeping_gap) = (Vec::new(), Vec::new());
        for exception in &doctor.availability_exceptions {
            let interval = Interval::new(exception.start_date.0, exception.end_date.0);
            match exception.kind {
                ExceptionKind::Blocked => {
                    blocked.push(interval);
                    if exception.keeps_gap {
                        keeping_gap.push(interval);
                    }
                }
                ExceptionKind::Extra => extras.push(Extra {
                    interval,
                    buffer: exception.buffer_minutes * MINUTE,
                    terms: Terms::number(exception.for_whom(), &mut uncommon.terms, numbers),
                    reach: interval.end,
                }),
            }
        }
        for intervals in [&mut blocked, &mut keeping_gap] {
            let united = unite(intervals);
            intervals.truncate(united);
        }
        sort_by_key(&mut extras, |extra| (extra.interval.start, extra.interval.end));
        for index in 1..extras.len() {
            extras[index].reach = extras[index].reach.max(extras[index - 1].reach);
        }
        let keeping_gap = keeping_gap.into_boxed_slice();
        let uncommon = uncommon.is_needed().then(|| Box::new(uncommon));
        let mut schedule =
            Self { templates, week, rules, overrides, closures, extras, blocked, keeping_gap, uncommon };
        schedule.shrink();
        schedule
    }

    fn shrink(&mut self) {
        self.week.shrink_to_fit();
        self.rules.shrink_to_fit();
        self.extras.shrink_to_fit();
        self.blocked.shrink_to_fit();
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
        let united = unite(&mut blocked);
        blocked.truncate(united);
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
        rule.recurrence == 0
            || self
                .uncommon
                .as_ref()
                .is_none_or(|uncommon| uncommon.recurrences[usize::from(rule.recurrence) - 1].holds_on(day))
    }

    /// What windows with terms ask for.
    pub(crate) fn terms(&self) -> &[Terms] {
        self.uncommon.as_ref().map_or(&[], |uncommon| &uncommon.terms)
    }

    /// The terms of a number, if they are not those that admit all.
    pub(crate) fn terms_of(&self, number: TermsNumber) -> Option<&Terms> {
        self.terms().get(usize::from(number).checked_sub(1)?)
    }

    /// The last start at which a window admits a type at `now`: none, or as late as one likes. Every window
    /// admits what is not about a type.
    pub(crate) fn latest_admitted(
        &self,
        number: TermsNumber,
        kind: Option<TypePlace>,
        now: i64,
    ) -> Option<i64> {
        match (self.terms_of(number), kind) {
            (Some(terms), Some(kind)) => terms.latest(kind, now),
            _ => Some(i64::MAX),
        }
    }

    /// Why a window does not admit a type at a start.
    pub(crate) fn against(
        &self,
        number: TermsNumber,
        kind: Option<TypePlace>,
        start: i64,
        now: i64,
    ) -> Option<NotAdmitted> {
        self.terms_of(number)?.against(kind?, start, now)
    }

    /// Where a window is.
    pub(crate) fn location_of(&self, number: TermsNumber) -> LocationNumber {
        self.terms_of(number).map_or(NO_LOCATION, |terms| terms.location)
    }

    /// Whether a window can ever admit a type.
    pub(crate) fn may_admit(&self, number: TermsNumber, kind: Option<TypePlace>) -> bool {
        kind.is_none_or(|kind| self.terms_of(number).is_none_or(|terms| terms.may_admit(kind)))
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
        let Template { from, until, in_order, holds, .. } = self.templates[weekday];
        let windows = self.week.get(usize::from(from)..usize::from(until))?;
        holds.then_some(PlainWindows { windows, in_order })
    }

    /// How many days of 24 hours, from the one that begins at `midnight` on, are surely as their weekdays
    /// are: without an override or a closure, and no extra interval on them or touching them.
    pub(crate) fn ordinary_days_from(&self, day: i64, midnight: i64) -> i64 {
        let overridden = self.overrides.get(self.overrides.partition_point(|(special, _)| *special < day));
        let closed = self.closures().map(|closures| closures.next_from(day)).min();
        let extra = self.extras.get(self.extras.partition_point(|extra| extra.reach < midnight));
        let until = overridden.map_or(i64::MAX, |(special, _)| *special).min(closed.unwrap_or(i64::MAX));
        let before_extra =
            extra.map_or(i64::MAX, |extra| ((extra.interval.start - midnight - 1) / DAY).max(0));
        until.saturating_sub(day).min(before_extra)
    }

    /// At least as many starts as a plain week has on a grid with this step, or with that of the duration and
    /// each buffer.
    pub(crate) fn starts_per_week(&self, step: impl Fn(i64) -> i64) -> i64 {
        let windows = self.rules.iter().map(|rule| rule.window);
        let length = |window: &ClockWindow| i64::from(window.end - window.start) * MINUTE;
        windows.map(|window| length(&window) / step(window.buffer()) + 1).sum()
    }

    fn rules_of(&self, weekday: usize) -> &[Rule] {
        let Template { rules_from, rules_until, .. } = self.templates[weekday];
        &self.rules[usize::from(rules_from)..usize::from(rules_until)]
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
        let united = unite(&mut closed);
        closed.truncate(united);
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
        let numbers = Numbers { kind_of: &|_| None, locations: &Locations::default() };
        let Rule { window, valid, .. } = Rule::new(rule, &mut Uncommon::default(), numbers);
        let mut parts = without(&[window.on(day, zone)], &self.closed_on(day, zone));
        parts.iter_mut().for_each(|part| *part = part.intersection(valid));
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Whether an extra interval overlaps or touches `[start, end]`.
    pub(crate) fn has_extra_near(&self, start: i64, end: i64) -> bool {
        !self.extras.is_empty() && {
            let after = self.extras.partition_point(|extra| extra.interval.start <= end);
            after > 0 && self.extras[after - 1].reach >= start
        }
    }

    /// The days before `day` whose extra intervals still run at `at` or touch it, in order.
    pub(crate) fn days_of_extras_running_at(
        &self,
        at: i64,
        day: i64,
        zone: &Zone,
    ) -> impl Iterator<Item = i64> {
        let until = self.extras.partition_point(|extra| extra.interval.start <= at);
        let from = self.extras.partition_point(|extra| extra.reach < at);
        let mut last = None;
        self.extras[from.min(until)..until].iter().filter_map(move |extra| {
            let own = zone.day_of(extra.interval.start);
            let fresh = extra.interval.end >= at && own < day && last != Some(own);
            if fresh {
                last = Some(own);
            }
            fresh.then_some(own)
        })
    }

    /// Fills `out` with the windows of `day`, by start, and their open time after validity. Blocked time is
    /// not removed.
    pub(crate) fn windows_on(&self, day: i64, zone: &Zone, out: &mut DayWindows) {
        out.day = day;
        out.parts.clear();
        let (first, next) = (zone.boundary(day, 0), zone.boundary(day + 1, 0));
        let mut add = |clock: &ClockWindow, window: Interval, valid: Interval| {
            let (buffer, terms) = (clock.buffer(), clock.terms);
            out.parts.push(Part { buffer, terms, window, open: window.intersection(valid) });
        };
        match self.overrides.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(index) => {
                self.overrides[index].1.iter().for_each(|clock| add(clock, clock.on(day, zone), ALWAYS));
            }
            Err(_) if self.is_closed_day(day) => {}
            Err(_) => {
                let closed = self.closed_on(day, zone);
                for rule in self.rules_of(weekday(day)).iter().filter(|rule| self.recurs_on(rule, day)) {
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
        let extra = self.extras.partition_point(|extra| extra.interval.start < first);
        for extra in self.extras[extra..].iter().take_while(|extra| extra.interval.start < next) {
            let Extra { interval, buffer, terms, .. } = *extra;
            out.parts.push(Part { buffer, terms, window: interval, open: interval });
        }
        out.merge();
    }
}

impl ClockWindow {
    /// Takes over minutes that have been checked.
    fn from_minutes(start: i64, end: i64, buffer: i64, terms: TermsNumber) -> Self {
        Self { start: start as u16, end: end as u16, buffer: buffer as u16, terms }
    }

    /// The window on any day.
    fn on(self, day: i64, zone: &Zone) -> Interval {
        let instant = |minutes: u16| zone.boundary(day, i64::from(minutes));
        Interval::new(instant(self.start), instant(self.end))
    }

    /// The window on a day that begins at `midnight` and whose clock does not change.
    #[inline]
    pub(crate) fn starting_at(self, midnight: i64) -> Interval {
        let seconds = |minutes: u16| i64::from(minutes) * MINUTE;
        Interval::new(midnight + seconds(self.start), midnight + seconds(self.end))
    }

    pub(crate) fn buffer(self) -> i64 {
        i64::from(self.buffer) * MINUTE
    }

    pub(crate) fn terms(self) -> TermsNumber {
        self.terms
    }
}

impl Uncommon {
    fn is_needed(&self) -> bool {
        !(self.closures.is_empty()
            && self.recurrences.is_empty()
            && self.time_off.is_empty()
            && self.terms.is_empty())
    }
}

impl Rule {
    /// Takes over a rule that has been checked. Its recurrence and its terms are added to the others.
    fn new(rule: &AvailabilityRule, uncommon: &mut Uncommon, numbers: Numbers<'_>) -> Self {
        let terms = Terms::number(rule.for_whom(), &mut uncommon.terms, numbers);
        let window = ClockWindow::from_minutes(rule.start_time, rule.end_time, rule.buffer_minutes, terms);
        let second = |bound: Option<Instant>, open: i64| bound.map_or(open, |at| at.0);
        let recurrence = Recurrence::of(rule).map_or(0, |recurrence| {
            uncommon.recurrences.push(recurrence);
            uncommon.recurrences.len() as u16
        });
        Self {
            window,
            recurrence,
            valid: Interval::new(second(rule.valid_from, i64::MIN), second(rule.valid_until, i64::MAX)),
        }
    }
}

impl Template {
    /// Merges the rules of a weekday, which are those from a place on, and adds what they come to to the
    /// week. `day` is room to work in.
    fn new(rules: &[Rule], rules_from: usize, week: &mut Vec<ClockWindow>, day: &mut DayWindows) -> Self {
        let from = week.len() as u16;
        let template = Self {
            from,
            until: from,
            rules_from: rules_from as u16,
            rules_until: rules.len() as u16,
            in_order: true,
            holds: false,
        };
        let rules = &rules[rules_from..];
        let is_plain = |rule: &Rule| {
            rule.valid == ALWAYS && rule.recurrence == 0 && i64::from(rule.window.end) * MINUTE < DAY
        };
        if !rules.iter().all(is_plain) {
            return template;
        }
        // The merging is that of every other day, on the instants of a day in UTC.
        day.parts.clear();
        for Rule { window, valid, .. } in rules {
            let (buffer, terms, window) = (window.buffer(), window.terms, window.starting_at(0));
            day.parts.push(Part { buffer, terms, window, open: window.intersection(*valid) });
        }
        day.merge();
        let clock = |window: &Window| ClockWindow {
            start: (window.start / MINUTE) as u16,
            end: (window.end / MINUTE) as u16,
            buffer: (window.buffer / MINUTE) as u16,
            terms: window.terms,
        };
        week.extend(day.windows.iter().map(clock));
        let in_order = day.windows.is_sorted_by(|a, b| a.end <= b.start);
        Self { until: week.len() as u16, in_order, holds: true, ..template }
    }
}

impl DayWindows {
    /// The open time of one of the windows, after validity.
    pub(crate) fn pieces(&self, window: &Window) -> &[Interval] {
        &self.pieces[window.pieces.0..window.pieces.1]
    }

    /// Merges the parts of the same buffer and terms that overlap or touch.
    fn merge(&mut self) {
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
    let united = unite(&mut pieces[window.pieces.0..]);
    pieces.truncate(window.pieces.0 + united);
    window.pieces.1 = pieces.len();
}
