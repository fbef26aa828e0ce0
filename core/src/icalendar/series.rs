//! Events that recur: their instances, with what replaces some of them (RFC 5545 §3.8.4.4, §3.8.5).

use std::collections::{BTreeSet, HashSet};

use super::clocks::Clocks;
use super::expand::{Budget, Expansion};
use super::moment::{Duration, Moment};
use super::occasion::{Length, Occasion};
use super::property::Property;
use super::reader::{Entry, Fault};
use super::rule::Rule;
use crate::error::ErrorCode;
use crate::limits::ICALENDAR_INSTANCES_MAX;
use crate::time::interval::Interval;
use crate::time::zone::{DAY, Zone};

/// Which instance of a series is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) moment: Moment,
    /// The local date.
    day: i64,
    at: i64,
}

/// What stands in the place of an instance.
pub(super) struct Override<'a> {
    pub(super) key: Key,
    /// `None` if it does not block.
    pub(super) occasion: Option<Occasion<'a>>,
    /// Whether it replaces the later ones too.
    pub(super) and_future: bool,
}

/// What is found of a series, and the first thing that is wrong with how it recurs.
#[derive(Default)]
pub(super) struct Instances {
    /// Each with its name, in no order.
    pub(super) found: Vec<(String, Interval)>,
    pub(super) doubt: Option<Fault>,
}

impl Key {
    /// What `RECURRENCE-ID` says, on the clock of the start if it names no zone.
    pub(super) fn read<'a>(
        entry: &'a Entry,
        property: &'a Property,
        clocks: &mut Clocks<'a>,
    ) -> Result<Self, Fault> {
        let moment = Moment::of(property)?;
        let clock = match (moment.is_date(), clocks.of_tzid(entry.part, property)?, entry.get("DTSTART")) {
            (true, ..) => clocks.own.clone(),
            (_, Some(clock), _) => clock,
            (_, None, Some(start)) => clocks.of(entry.part, start)?,
            (_, None, None) => clocks.of(entry.part, property)?,
        };
        let (day, at) = moment.place(&clock);
        Ok(Self { moment, day, at })
    }

    /// What tells instances apart: dates by their day, times by their instant.
    pub(super) fn identity(self) -> (bool, i64) {
        if self.moment.is_date() { (true, self.day) } else { (false, self.at) }
    }

    /// Its name on the clock of a series.
    pub(super) fn name(self, of: &Occasion<'_>) -> String {
        match self.moment.is_date() {
            true => self.moment.text(),
            false => of.start.with_local(local_on(of, self.day, self.at)).text(),
        }
    }
}

/// The local time that the clock of an occasion shows at an instant, or the date that is meant.
fn local_on(of: &Occasion<'_>, day: i64, at: i64) -> i64 {
    match of.start {
        Moment::Date { .. } => day * DAY,
        Moment::Local { .. } => at + of.clock.segment_at(at).offset,
        Moment::Utc { .. } => at,
    }
}

/// The instances to leave out, and how the later ones change.
struct Changes<'a, 'b> {
    /// Dates of which every instance is out.
    days: HashSet<i64>,
    /// Local dates of times that are out, for series of dates.
    days_of_times: HashSet<i64>,
    instants: HashSet<i64>,
    /// By instant.
    future: Vec<&'b Override<'a>>,
}

/// Whether an event is more than one.
pub(super) fn recurs(entry: &Entry) -> bool {
    entry.get("RRULE").is_some() || entry.get("RDATE").is_some()
}

/// The instances of a series that overlap the range. `blocks` says whether those block that nothing replaces.
/// A rule or a date that can't be read costs itself only: the start and all others are there.
pub(super) fn instances<'a>(
    series: &Occasion<'a>,
    blocks: bool,
    overrides: &[Override<'a>],
    range: Interval,
    clocks: &mut Clocks<'a>,
    budget: &mut Budget,
) -> Instances {
    let changes = changes(series, overrides, clocks);
    let mut doubts = Vec::new();
    let mut moments: Vec<(Moment, Zone, Option<Length>)> = Vec::new();
    for local in locals(series, &changes, range, budget, &mut doubts) {
        moments.push((series.start.with_local(local), series.clock.clone(), None));
    }
    moments.extend(dates(series, clocks, &mut doubts));
    let mut found = Vec::new();
    for (moment, clock, length) in moments {
        let (day, at) = moment.place(&clock);
        if changes.leave_out(series, day, at) {
            continue;
        }
        let later = changes.future.partition_point(|change| change.key.at <= at);
        let interval = match later.checked_sub(1).map(|index| changes.future[index]) {
            None if blocks => series.interval(moment, &clock, length.unwrap_or(series.length)),
            Some(Override { key, occasion: Some(moved), .. }) => {
                let by = moved.start.local() - local_on(moved, key.day, key.at);
                let moment = moved.start.with_local(local_on(moved, day, at) + by);
                moved.interval(moment, &moved.clock, moved.length)
            }
            _ => continue,
        };
        let (covers, ended) = series.covers(interval, range);
        doubts.extend(ended);
        if covers {
            found.push((Key { moment, day, at }.name(series), interval));
        }
    }
    Instances { found, doubt: doubts.into_iter().next() }
}

impl Changes<'_, '_> {
    fn leave_out(&self, series: &Occasion<'_>, day: i64, at: i64) -> bool {
        let by_time = match series.start.is_date() {
            true => self.days_of_times.contains(&day),
            false => self.instants.contains(&at),
        };
        by_time || self.days.contains(&day)
    }
}

fn changes<'a, 'b>(
    series: &Occasion<'a>,
    overrides: &'b [Override<'a>],
    clocks: &mut Clocks<'a>,
) -> Changes<'a, 'b> {
    let mut keys: Vec<(Moment, i64, i64)> =
        overrides.iter().map(|change| (change.key.moment, change.key.day, change.key.at)).collect();
    // What is not understood leaves nothing out.
    for property in series.entry.all("EXDATE") {
        let clock = clocks.of_tzid(series.entry.part, property);
        let Ok(clock) = clock.map(|clock| clock.unwrap_or_else(|| series.clock.clone())) else { continue };
        for moment in property.list().filter_map(Moment::read) {
            let (day, at) = moment.place(&clock);
            keys.push((moment, day, at));
        }
    }
    let mut changes = Changes {
        days: HashSet::new(),
        days_of_times: HashSet::new(),
        instants: HashSet::new(),
        future: overrides.iter().filter(|change| change.and_future).collect(),
    };
    changes.future.sort_by_key(|change| change.key.at);
    for (moment, day, at) in keys {
        if moment.is_date() {
            changes.days.insert(day);
        } else {
            changes.days_of_times.insert(day);
            changes.instants.insert(at);
        }
    }
    changes
}

/// The local times of the start and of what the rules yield, as far as they can matter.
fn locals(
    series: &Occasion<'_>,
    changes: &Changes<'_, '_>,
    range: Interval,
    budget: &mut Budget,
    doubts: &mut Vec<Fault>,
) -> BTreeSet<i64> {
    let start = series.start.local();
    // How far an instance can reach from its local time, either way; clocks are up to two days apart.
    let (mut back, mut ahead) = (series.reach(), series.lead);
    for moved in changes.future.iter().filter_map(|change| Some((change.key, change.occasion.as_ref()?))) {
        let by = moved.1.start.local() - local_on(moved.1, moved.0.day, moved.0.at);
        back = back.max(moved.1.reach() + by.max(0));
        ahead = ahead.max(moved.1.lead - by.min(0));
    }
    let (from, to) = (range.start - back - 3 * DAY, range.end + ahead + 3 * DAY);
    let mut locals = BTreeSet::from([start]);
    for property in series.entry.all("RRULE") {
        let rule = Rule::read(&property.value)
            .ok_or_else(|| property.not_a("a recurrence rule such as `FREQ=WEEKLY;BYDAY=MO`"));
        let expanded = |rule| expand(series, &rule, (from, to), budget).map_err(|code| property.fault(code));
        match rule.and_then(expanded) {
            Ok(yielded) => locals.extend(yielded),
            Err(fault) => doubts.push(fault),
        }
    }
    for property in series.entry.all("EXRULE") {
        let left_out =
            Rule::read(&property.value).and_then(|rule| expand(series, &rule, (from, to), budget).ok());
        left_out.iter().flatten().for_each(|local| {
            locals.remove(local);
        });
    }
    locals
}

fn expand(
    series: &Occasion<'_>,
    rule: &Rule,
    (from, to): (i64, i64),
    budget: &mut Budget,
) -> Result<Vec<i64>, ErrorCode> {
    let (start, clock) = (series.start, &series.clock);
    let mut ends_at = i64::MAX;
    let until = rule.until.map(|until| match (start, until) {
        (Moment::Date { .. }, Moment::Utc { at }) => at.div_euclid(DAY).max(clock.day_of(at)) * DAY,
        (Moment::Date { .. }, until) => until.local(),
        (_, Moment::Date { day }) => (day + 1) * DAY - 1,
        (Moment::Local { .. }, Moment::Utc { at }) => {
            // Where the clock is put back, a later time can read less.
            ends_at = at;
            at + clock.segment_at(at).offset + DAY
        }
        (_, until) => until.local(),
    });
    let exists = |local: i64| {
        let (day, seconds) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        !matches!(start, Moment::Local { .. }) || {
            let at = clock.first_reading(day, seconds);
            at + clock.segment_at(at).offset == local
        }
    };
    let (mut locals, mut count) = (Vec::new(), 0);
    let expansion = Expansion::new(rule, start.local(), start.is_date(), until, budget);
    expansion.each(from, to, exists, |local| {
        if start.with_local(local).instant(clock) <= ends_at {
            locals.push(local);
            count += 1;
        }
        count <= ICALENDAR_INSTANCES_MAX
    })?;
    if count > ICALENDAR_INSTANCES_MAX {
        return Err(ErrorCode::TooMany { count: count as u64, limit: ICALENDAR_INSTANCES_MAX as u64 });
    }
    Ok(locals)
}

/// What each `RDATE` says, on the clock of the start if it names no zone, or one that nothing explains.
fn dates<'a>(
    series: &Occasion<'a>,
    clocks: &mut Clocks<'a>,
    doubts: &mut Vec<Fault>,
) -> Vec<(Moment, Zone, Option<Length>)> {
    let mut dates = Vec::new();
    for property in series.entry.all("RDATE") {
        let named = clocks.of_tzid(series.entry.part, property).unwrap_or_else(|fault| {
            doubts.push(fault);
            None
        });
        let zone = named.unwrap_or_else(|| series.clock.clone());
        for text in property.list() {
            match date(text, &zone) {
                Some((moment, length)) => {
                    let clock = if moment.is_date() { clocks.own.clone() } else { zone.clone() };
                    dates.push((moment, clock, length));
                }
                None => doubts.push(property.not_a("dates, times or periods")),
            }
        }
    }
    dates
}

/// A date or time, or a period, of which the length is known too.
fn date(text: &str, zone: &Zone) -> Option<(Moment, Option<Length>)> {
    let Some((start, end)) = text.split_once('/') else { return Some((Moment::read(text)?, None)) };
    let start = Moment::read(start)?;
    let length = match Moment::read(end) {
        Some(end) => Length::Elapsed(end.instant(zone) - start.instant(zone)),
        None => Length::ByClock(Duration::read(end)?),
    };
    (!matches!(length, Length::Elapsed(..0))).then_some((start, Some(length)))
}
