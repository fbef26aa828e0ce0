//! The windows of one doctor on one local date: rules, overrides, closures and extra intervals, merged.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::model::availability::{AvailabilityRule, ExceptionKind, OverrideWindow};
use crate::model::doctor::Doctor;
use crate::order::sort_by_key;
use crate::time::instant::Instant;
use crate::time::interval::{Interval, Intervals, unite};
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
    /// By day; a closure of this doctor is one without windows.
    overrides: Vec<(i64, Vec<ClockWindow>)>,
    /// Days on which all doctors are closed, sorted.
    closures: Arc<[i64]>,
    /// By start.
    extras: Vec<Extra>,
    /// Blocked time, sorted and disjoint.
    blocked: Vec<Interval>,
    /// That of it which keeps the gap, sorted and disjoint.
    keeping_gap: Box<[Interval]>,
}

/// A rule's window on a plain day, in seconds after midnight, and when it holds.
#[derive(Debug, Clone, Copy)]
struct Rule {
    window: ClockWindow,
    valid: Interval,
}

/// A window by the clock, in seconds; narrow, since the week of every doctor asked for has to be fetched from
/// memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockWindow {
    start: u32,
    end: u32,
    buffer: u32,
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
    reach: i64,
}

/// A window as instants. Its open time is `pieces` of the list that it came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) buffer: i64,
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
    window: Interval,
    open: Interval,
}

const ALWAYS: Interval = Interval { start: i64::MIN, end: i64::MAX };

impl Schedule {
    /// Prepares the hours of a doctor that has been checked. `closures` are the days on which all are closed,
    /// `own_closures` those of this doctor.
    pub(crate) fn new(doctor: &Doctor, own_closures: &[i64], closures: Arc<[i64]>) -> Self {
        let mut rules = Vec::with_capacity(doctor.availability_rules.len());
        let (mut week, mut day) = (Vec::with_capacity(rules.capacity()), DayWindows::default());
        let templates = std::array::from_fn(|weekday| {
            let from = rules.len();
            rules.extend(
                doctor
                    .availability_rules
                    .iter()
                    .filter(|rule| rule.active && rule.weekday == weekday as i64)
                    .map(Rule::new),
            );
            Template::new(&rules, from, &mut week, &mut day)
        });

        let mut overrides: Vec<(i64, Vec<ClockWindow>)> =
            Vec::with_capacity(doctor.date_overrides.len() + own_closures.len());
        for entry in &doctor.date_overrides {
            let clock =
                |w: &OverrideWindow| ClockWindow::from_minutes(w.start_time, w.end_time, w.buffer_minutes);
            overrides.push((day_number(entry.date), entry.windows.iter().map(clock).collect()));
        }
        overrides.extend(own_closures.iter().map(|&day| (day, Vec::new())));
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
        let mut schedule = Self { templates, week, rules, overrides, closures, extras, blocked, keeping_gap };
        schedule.shrink();
        schedule
    }

    fn shrink(&mut self) {
        self.week.shrink_to_fit();
        self.rules.shrink_to_fit();
        self.extras.shrink_to_fit();
        self.blocked.shrink_to_fit();
    }

    /// Days on which all doctors are closed: shared by the doctors of a clinic.
    pub(crate) fn set_closures(&mut self, closures: Arc<[i64]>) {
        self.closures = closures;
    }

    pub(crate) fn blocked(&self) -> &[Interval] {
        &self.blocked
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
        let closed = self.closures.get(self.closures.partition_point(|special| *special < day));
        let extra = self.extras.get(self.extras.partition_point(|extra| extra.reach < midnight));
        let until =
            overridden.map_or(i64::MAX, |(special, _)| *special).min(closed.copied().unwrap_or(i64::MAX));
        let before_extra =
            extra.map_or(i64::MAX, |extra| ((extra.interval.start - midnight - 1) / DAY).max(0));
        until.saturating_sub(day).min(before_extra)
    }

    /// At least as many starts as a plain week has on a grid with this step, or with that of the duration and
    /// each buffer.
    pub(crate) fn starts_per_week(&self, step: impl Fn(i64) -> i64) -> i64 {
        let windows = self.rules.iter().map(|rule| rule.window);
        windows.map(|window| i64::from(window.end - window.start) / step(i64::from(window.buffer)) + 1).sum()
    }

    fn rules_of(&self, weekday: usize) -> &[Rule] {
        let Template { rules_from, rules_until, .. } = self.templates[weekday];
        &self.rules[usize::from(rules_from)..usize::from(rules_until)]
    }

    /// Whether the day is closed by a closure or by an override without windows.
    pub(crate) fn is_closed(&self, day: i64) -> bool {
        match self.overrides.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(index) => self.overrides[index].1.is_empty(),
            Err(_) => self.closures.binary_search(&day).is_ok(),
        }
    }

    /// Whether the weekly rules have a say on the day: it has neither an override nor a closure.
    #[cfg(feature = "icalendar")]
    pub(crate) fn rules_hold_on(&self, day: i64) -> bool {
        self.overrides.binary_search_by_key(&day, |(day, _)| *day).is_err()
            && self.closures.binary_search(&day).is_err()
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
        let instant = |seconds: u32| match i64::from(seconds) {
            DAY => next,
            seconds => zone.boundary(day, seconds / MINUTE),
        };
        let mut add = |clock: &ClockWindow, valid: Interval| {
            let window = Interval::new(instant(clock.start), instant(clock.end));
            out.parts.push(Part { buffer: clock.buffer(), window, open: window.intersection(valid) });
        };
        match self.overrides.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(index) => self.overrides[index].1.iter().for_each(|clock| add(clock, ALWAYS)),
            Err(_) if self.closures.binary_search(&day).is_ok() => {}
            Err(_) => self.rules_of(weekday(day)).iter().for_each(|rule| add(&rule.window, rule.valid)),
        }
        let extra = self.extras.partition_point(|extra| extra.interval.start < first);
        for extra in self.extras[extra..].iter().take_while(|extra| extra.interval.start < next) {
            out.parts.push(Part { buffer: extra.buffer, window: extra.interval, open: extra.interval });
        }
        out.merge();
    }
}

impl ClockWindow {
    /// Takes over minutes that have been checked.
    fn from_minutes(start: i64, end: i64, buffer: i64) -> Self {
        let seconds = |minutes: i64| (minutes * MINUTE) as u32;
        Self { start: seconds(start), end: seconds(end), buffer: seconds(buffer) }
    }

    /// The window on a day that begins at `midnight` and whose clock does not change.
    #[inline]
    pub(crate) fn starting_at(self, midnight: i64) -> Interval {
        Interval::new(midnight + i64::from(self.start), midnight + i64::from(self.end))
    }

    pub(crate) fn buffer(self) -> i64 {
        i64::from(self.buffer)
    }
}

impl Rule {
    fn new(rule: &AvailabilityRule) -> Self {
        let window = ClockWindow::from_minutes(rule.start_time, rule.end_time, rule.buffer_minutes);
        let second = |bound: Option<Instant>, open: i64| bound.map_or(open, |at| at.0);
        Self {
            window,
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
        if !rules.iter().all(|rule| rule.valid == ALWAYS && i64::from(rule.window.end) < DAY) {
            return template;
        }
        // The merging is that of every other day, on the instants of a day in UTC.
        day.parts.clear();
        for Rule { window, valid } in rules {
            let (window, buffer) = (window.starting_at(0), i64::from(window.buffer));
            day.parts.push(Part { buffer, window, open: window.intersection(*valid) });
        }
        day.merge();
        let clock = |window: &Window| ClockWindow {
            start: window.start as u32,
            end: window.end as u32,
            buffer: window.buffer as u32,
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

    /// Merges the parts of the same buffer that overlap or touch.
    fn merge(&mut self) {
        self.windows.clear();
        self.pieces.clear();
        // A part that is empty, or never valid, does not exist: it neither merges nor anchors.
        self.parts.retain(|part| !part.open.is_empty());
        self.parts.sort_unstable_by_key(|part| (part.buffer, part.window.start));
        for part in &self.parts {
            match self.windows.last_mut() {
                Some(last) if last.buffer == part.buffer && part.window.start <= last.end => {
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
                        pieces,
                    });
                }
            }
            self.pieces.push(part.open);
        }
        if let Some(done) = self.windows.last_mut() {
            close(done, &mut self.pieces);
        }
        self.windows.sort_unstable_by_key(|window| (window.start, window.buffer));
    }
}

/// Ends the pieces of a window, which are the last so far.
fn close(window: &mut Window, pieces: &mut Intervals) {
    let united = unite(&mut pieces[window.pieces.0..]);
    pieces.truncate(window.pieces.0 + united);
    window.pieces.1 = pieces.len();
}
