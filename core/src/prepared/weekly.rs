//! The weekly rules of a doctor: by weekday, and as the windows that every plain day of a weekday has. A
//! [`schedule`](crate::prepared::schedule) asks it for the rules of a date.

use crate::model::availability::AvailabilityRule;
use crate::model::doctor::Doctor;
use crate::prepared::recurrence::Recurrence;
use crate::prepared::terms::{Places, Terms};
use crate::prepared::windows::{ClockWindow, DayWindows, Part};
use crate::time::instant::Instant;
use crate::time::interval::Interval;

/// The rules that open time, and what they come to on a plain day.
#[derive(Debug, Clone)]
pub(super) struct Weekly {
    /// By weekday: where its merged windows are, if they are all there is to a plain day.
    templates: [Template; 7],
    /// The merged windows of the weekdays, one weekday after the other.
    windows: Vec<ClockWindow>,
    /// The active ones, one weekday after the other.
    rules: Vec<Rule>,
}

/// A rule's window on a plain day, in seconds after midnight, and when it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) window: ClockWindow,
    /// One more than the place of its recurrence; 0 for every week.
    pub(super) recurrence: u16,
    pub(super) valid: Interval,
}

/// Lists of which the few rules that need one name a place.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    /// Of the rules that do not hold every week.
    pub(super) recurrences: Vec<Recurrence>,
    /// For whom the windows are that are not for all.
    pub(super) terms: Vec<Terms>,
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

pub(super) const ALWAYS: Interval = Interval { start: i64::MIN, end: i64::MAX };

impl Weekly {
    /// Prepares the active rules of a doctor that has been checked.
    pub(super) fn new(doctor: &Doctor, shared: &mut Shared, places: Places<'_>) -> Self {
        let mut rules = Vec::with_capacity(doctor.availability_rules.len());
        let (mut windows, mut day) = (Vec::with_capacity(rules.capacity()), DayWindows::default());
        let templates = std::array::from_fn(|weekday| {
            let from = rules.len();
            rules.extend(
                doctor
                    .availability_rules
                    .iter()
                    .filter(|rule| rule.active && !rule.blocked && rule.weekday == weekday as i64)
                    .map(|rule| Rule::new(rule, shared, places)),
            );
            Template::new(&rules, from, &mut windows, &mut day)
        });
        windows.shrink_to_fit();
        rules.shrink_to_fit();
        Self { templates, windows, rules }
    }

    /// The windows of a weekday, if [`Template`] holds.
    #[inline]
    pub(super) fn plain_windows(&self, weekday: usize) -> Option<PlainWindows<'_>> {
        let Template { from, until, in_order, holds, .. } = self.templates[weekday];
        let windows = self.windows.get(usize::from(from)..usize::from(until))?;
        holds.then_some(PlainWindows { windows, in_order })
    }

    /// All of them, one weekday after the other.
    pub(super) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    pub(super) fn rules_of(&self, weekday: usize) -> &[Rule] {
        let Template { rules_from, rules_until, .. } = self.templates[weekday];
        &self.rules[usize::from(rules_from)..usize::from(rules_until)]
    }
}

impl Rule {
    /// Takes over a rule that has been checked. Its recurrence and its terms are added to the others.
    pub(super) fn new(rule: &AvailabilityRule, shared: &mut Shared, places: Places<'_>) -> Self {
        let terms = Terms::place(rule.for_whom(), &mut shared.terms, places);
        let window = ClockWindow::from_minutes(rule.start_time, rule.end_time, rule.buffer_minutes, terms);
        let second = |bound: Option<Instant>, open: i64| bound.map_or(open, |at| at.0);
        let recurrence = Recurrence::of(rule).map_or(0, |recurrence| {
            shared.recurrences.push(recurrence);
            shared.recurrences.len() as u16
        });
        Self {
            window,
            recurrence,
            valid: Interval::new(second(rule.valid_from, i64::MIN), second(rule.valid_until, i64::MAX)),
        }
    }
}

impl Shared {
    pub(super) fn is_empty(&self) -> bool {
        self.recurrences.is_empty() && self.terms.is_empty()
    }

    /// Whether a rule holds on a day of its weekday, as far as weeks and months go.
    pub(super) fn recurs_on(&self, rule: &Rule, day: i64) -> bool {
        rule.recurrence == 0 || self.recurrences[usize::from(rule.recurrence) - 1].holds_on(day)
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
        let is_plain =
            |rule: &Rule| rule.valid == ALWAYS && rule.recurrence == 0 && rule.window.ends_before_midnight();
        if !rules.iter().all(is_plain) {
            return template;
        }
        // The merging is that of every other day, on the instants of a day in UTC.
        day.begin(0);
        for Rule { window, valid, .. } in rules {
            let (buffer, terms, window) = (window.buffer(), window.terms(), window.starting_at(0));
            day.add(Part { buffer, terms, window, open: window.intersection(*valid) });
        }
        day.merge();
        week.extend(day.windows.iter().map(ClockWindow::of));
        let in_order = day.windows.is_sorted_by(|a, b| a.end <= b.start);
        Self { until: week.len() as u16, in_order, holds: true, ..template }
    }
}
