//! Busy time out of other calendars, as blocked intervals.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clocks::Clocks;
use super::expand::Budget;
use super::moment::{Duration, Moment};
use super::not_read::{NotRead, certainly_outside, fault_of_text};
use super::occasion::{Occasion, blocks};
use super::property::Property;
use super::reader::{Entry, Fault, Source};
use super::series::{Key, Override, instances, recurs};
use super::uids::Found;
use super::{doctor, range};
use crate::clinic::Clinic;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{
    EXCEPTIONS_PER_DOCTOR_MAX, ICALENDAR_NOT_READ_MAX, ICALENDAR_OWN_ADDRESSES_MAX,
    ICALENDAR_PREFIX_BYTES_MAX,
};
use crate::model::availability::AvailabilityException;
use crate::model::check;
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::time::zone::{DAY, Zone};
use crate::wire::uid::Uid;

/// For whom busy time is read, and which part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BusyTimeQuery {
    /// The doctor, whose clock dates and times without a zone are read on.
    pub doctor_uid: Uid,
    /// First instant that matters.
    pub from: Instant,
    /// First instant that no longer does, at most ten years later.
    pub to: Instant,
    /// What each uid begins with, so that those of several calendars and the clinic's own stay apart. At most
    /// 128 bytes.
    #[serde(default)]
    pub uid_prefix: String,
    /// The addresses of the calendar's owner, at most 100: what they have declined is not busy.
    #[serde(default)]
    pub addresses: Vec<String>,
}

/// What a calendar of somebody else says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BusyTime {
    /// When its owner is busy: blocked intervals for a doctor, by start and uid.
    pub blocked: Vec<AvailabilityException>,
    /// What could not be read, by line, for a person to look at. None of it is among `blocked`.
    pub not_read: Vec<NotRead>,
}

impl Clinic {
    /// Reads when somebody is busy, as blocked intervals for a doctor. Only what overlaps `[from, to)` is
    /// there; it is not cut to it, so that it is the same whatever the range.
    ///
    /// | In the text | Blocked |
    /// |---|---|
    /// | `VEVENT` | from `DTSTART` to `DTEND`, or for its `DURATION`; a date alone is that whole date, a time alone takes no time (RFC 5545 §3.6.1) |
    /// | with `RRULE` or `RDATE` | each instance, but those of `EXDATE` and those that others with a `RECURRENCE-ID` replace |
    /// | with `STATUS:CANCELLED` or `TRANSP:TRANSPARENT`, in a calendar with `METHOD:CANCEL`, free by Outlook's word, or declined by one of `addresses` | not at all |
    /// | `FREEBUSY` of a `VFREEBUSY` | each period, unless its `FBTYPE` is `FREE` |
    /// | anything else | not at all |
    ///
    /// The text is taken as bytes, since a line may be folded inside a character. One bad entry costs itself
    /// only: it comes back in `not_read`. Zones have the names of the tz database, of Windows, of the text's
    /// own `VTIMEZONE`s, or paths that end in one. All rules, and how uids are made, are in section 11 of
    /// `core/docs/semantics.md`.
    ///
    /// # Errors
    /// `invalid_icalendar` for a text without a calendar; `too_many` for a text over 16 MiB, for more than
    /// 10,000 intervals or 10,000 entries in `not_read`; `not_found` for the doctor; `out_of_range` and
    /// `empty_interval` for the range; `out_of_range` and `too_many` for `uid_prefix` and `addresses`.
    pub fn busy_time_from_icalendar(
        &self,
        text: impl AsRef<[u8]>,
        query: &BusyTimeQuery,
    ) -> Result<BusyTime> {
        let root = Path::Root;
        let range = range(query.from, query.to)?;
        let zone = doctor(self, &query.doctor_uid)?.calendar.zone.clone();
        let prefix_length = query.uid_prefix.len() as i64;
        check::range(prefix_length, 0, ICALENDAR_PREFIX_BYTES_MAX as i64, &root.field("uid_prefix"))?;
        check::count(query.addresses.len(), ICALENDAR_OWN_ADDRESSES_MAX, &root.field("addresses"))?;
        let source = Source::read(text.as_ref())?;
        let mut reading = Reading {
            source: &source,
            addresses: &query.addresses,
            clocks: Clocks::new(self, &source, zone),
            budget: Budget::new(),
            range,
            found: Found::new(&query.uid_prefix),
            not_read: source.faults.iter().map(|(line, code)| fault_of_text(*line, code)).collect(),
        };
        reading.events();
        reading.periods();
        let Reading { found, mut not_read, .. } = reading;
        check::count(not_read.len(), ICALENDAR_NOT_READ_MAX, &root)?;
        not_read.sort_by_key(|entry| entry.line);
        let blocked = found.blocked();
        check::count(blocked.len(), EXCEPTIONS_PER_DOCTOR_MAX, &root)?;
        Ok(BusyTime { blocked, not_read })
    }
}

/// A text that is read.
struct Reading<'a> {
    source: &'a Source,
    addresses: &'a [String],
    clocks: Clocks<'a>,
    budget: Budget,
    range: Interval,
    found: Found,
    not_read: Vec<NotRead>,
}

/// The events of one `UID`.
#[derive(Default)]
struct Group<'a> {
    /// Those that no `RECURRENCE-ID` makes instances of another.
    whole: Vec<&'a Entry>,
    /// Those that stand for an instance, by which.
    parts: BTreeMap<(bool, i64), Vec<(Key, &'a Entry)>>,
}

impl<'a> Reading<'a> {
    fn blocks(&self, entry: &Entry) -> bool {
        blocks(entry, self.source.calendars[entry.part].called_off, self.addresses)
    }

    /// An entry can't be read, unless it need not be.
    fn fault(&mut self, entry: &'a Entry, fault: Fault) {
        let outside = certainly_outside(entry, self.range)
            || match &fault.code {
                // By whatever clock.
                ErrorCode::UnknownTimezone { .. } if entry.fault.is_none() => {
                    self.outside_by_any_clock(entry)
                }
                _ => false,
            };
        if !outside {
            self.report(entry, fault);
        }
    }

    fn report(&mut self, entry: &Entry, fault: Fault) {
        // One more than may be is enough to refuse the text.
        if self.not_read.len() <= ICALENDAR_NOT_READ_MAX {
            self.not_read.push(NotRead::of(entry, fault));
        }
    }

    /// Whether an event would lie outside of the range with every clock for the one that is not known.
    fn outside_by_any_clock(&mut self, entry: &'a Entry) -> bool {
        let range = Interval::new(self.range.start - 2 * DAY, self.range.end + 2 * DAY);
        self.clocks.unknown = Some(Zone::utc());
        let found = Occasion::read(entry, &mut self.clocks)
            .and_then(|series| instances(&series, true, &[], range, &mut self.clocks, &mut self.budget));
        self.clocks.unknown = None;
        found.is_ok_and(|found| found.is_empty())
    }

    fn events(&mut self) {
        let mut groups: BTreeMap<&str, Group<'a>> = BTreeMap::new();
        for entry in self.source.entries.iter().filter(|entry| entry.is_event()) {
            // Without a name it is nobody's revision.
            let Some(uid) = entry.uid() else {
                self.series(None, &[entry], &[]);
                continue;
            };
            let group = groups.entry(uid).or_default();
            match entry.only("RECURRENCE-ID") {
                Ok(None) => group.whole.push(entry),
                Ok(Some(property)) => match Key::read(entry, property, &mut self.clocks) {
                    Ok(key) => group.parts.entry(key.identity()).or_default().push((key, entry)),
                    Err(fault) => self.fault(entry, fault),
                },
                Err(fault) => self.fault(entry, fault),
            }
        }
        for (uid, group) in groups {
            let whole = latest(group.whole, |entry| entry);
            let mut overrides = Vec::new();
            let mut blocking: Vec<(usize, bool, &'a Entry)> = Vec::new();
            for entries in group.parts.into_values() {
                let entries = latest(entries, |(_, entry)| entry);
                let ties = entries.len() > 1;
                for (key, entry) in entries {
                    let and_future = entry
                        .get("RECURRENCE-ID")
                        .is_some_and(|property| property.parameter_is("RANGE", "THISANDFUTURE"));
                    let occasion = match self.blocks(entry) {
                        false => None,
                        true => match Occasion::read(entry, &mut self.clocks) {
                            Ok(occasion) => Some(occasion),
                            Err(fault) => {
                                self.fault(entry, fault);
                                continue;
                            }
                        },
                    };
                    if occasion.is_some() {
                        blocking.push((overrides.len(), ties, entry));
                    }
                    overrides.push(Override { key, occasion, and_future });
                }
            }
            let series = self.series(Some(uid), &whole, &overrides);
            for (index, ties, entry) in blocking {
                let Override { key, occasion: Some(occasion), .. } = &overrides[index] else { continue };
                let name = series.as_ref().map_or_else(|| key.moment.text(), |series| key.name(series));
                let tie = ties.then(|| occasion.start.text());
                let alone = occasion.interval(occasion.start, &occasion.clock, occasion.length);
                match occasion.covers(alone, self.range) {
                    Ok(true) => self.found.event(Some(uid), Some(&name), tie.as_deref(), alone),
                    Ok(false) => {}
                    Err(fault) => self.fault(entry, fault),
                }
            }
        }
    }

    /// Adds the events that count of those that are no instance of another. Answers the first that is
    /// understood.
    fn series(
        &mut self,
        uid: Option<&str>,
        entries: &[&'a Entry],
        overrides: &[Override<'a>],
    ) -> Option<Occasion<'a>> {
        let mut first = None;
        for &entry in entries {
            let blocks = self.blocks(entry);
            if !blocks && overrides.is_empty() {
                continue;
            }
            let read = Occasion::read(entry, &mut self.clocks).and_then(|series| {
                let (clocks, budget) = (&mut self.clocks, &mut self.budget);
                let found = instances(&series, blocks, overrides, self.range, clocks, budget)?;
                Ok((series, found))
            });
            let (series, found) = match read {
                Ok(read) => read,
                Err(fault) => {
                    if blocks {
                        self.fault(entry, fault);
                    }
                    continue;
                }
            };
            let tie = (entries.len() > 1).then(|| series.start.text());
            for (name, interval) in found {
                let name = recurs(entry).then_some(name);
                self.found.event(uid, name.as_deref(), tie.as_deref(), interval);
            }
            first.get_or_insert(series);
        }
        first
    }

    /// The periods of each `VFREEBUSY` that are not free. A kind that is not known is taken for busy (RFC 5545
    /// §3.2.9).
    fn periods(&mut self) {
        for entry in self.source.entries.iter().filter(|entry| !entry.is_event()) {
            if let Some(fault) = &entry.fault {
                self.fault(entry, fault.clone());
            }
            for property in entry.all("FREEBUSY").filter(|property| !property.parameter_is("FBTYPE", "FREE"))
            {
                let zone = match self.clocks.of(entry.part, property) {
                    Ok(zone) => zone,
                    Err(fault) => {
                        self.report(entry, fault);
                        continue;
                    }
                };
                for text in property.list() {
                    match period(property, text, &zone) {
                        Ok(interval) if interval.intersection(self.range).is_empty() => {}
                        Ok(interval) => self.found.period(interval),
                        Err(fault) => self.report(entry, fault),
                    }
                }
            }
        }
    }
}

fn period(property: &Property, text: &str, zone: &Zone) -> std::result::Result<Interval, Fault> {
    let no_period = || property.not_a("periods such as `20260323T090000Z/PT1H`");
    let (start, end) = text.split_once('/').ok_or_else(no_period)?;
    let moment = Moment::read(start.trim()).ok_or_else(no_period)?;
    let start = moment.instant(zone);
    let end = match Moment::read(end.trim()) {
        Some(end) => end.instant(zone),
        None => moment.instant_after(Duration::read(end.trim()).ok_or_else(no_period)?, zone),
    };
    if end < start {
        return Err(property.fault(ErrorCode::EmptyInterval { start, end }));
    }
    Ok(Interval::new(start, end))
}

/// The latest revision: that of the highest `SEQUENCE`, and of these of the latest `DTSTAMP`. Where nothing
/// says which is later, all of them.
fn latest<'a, T>(mut revisions: Vec<T>, entry: impl Fn(&T) -> &'a Entry) -> Vec<T> {
    if revisions.len() < 2 {
        return revisions;
    }
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let sequence = |entry: &Entry| entry.get("SEQUENCE").and_then(|text| number(&text.value)).unwrap_or(0);
    let highest = revisions.iter().map(|revision| sequence(entry(revision))).max();
    revisions.retain(|revision| Some(sequence(entry(revision))) == highest);
    let written = |entry: &Entry| {
        let moment = Moment::read(entry.get("DTSTAMP")?.value.trim())?;
        Some(moment.local())
    };
    // `None` is the least.
    let first = revisions.iter().map(|revision| written(entry(revision))).min().flatten();
    if first.is_some() {
        let last = revisions.iter().map(|revision| written(entry(revision))).max();
        revisions.retain(|revision| Some(written(entry(revision))) == last);
    }
    revisions
}
