//! Busy time out of other calendars, as blocked intervals.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

use serde::{Deserialize, Serialize};

use super::moment::{Duration, Moment};
use super::reader::{Entry, Property, entries};
use super::{doctor, range};
use crate::Uid;
use crate::availability::{AvailabilityException, ExceptionKind};
use crate::check;
use crate::clinic::Clinic;
use crate::error::{ErrorCode, Path, Result};
use crate::interval::Interval;
use crate::limits::{EXCEPTIONS_PER_DOCTOR_MAX, INSTANT_MAX, INSTANT_MIN, UID_BYTES_MAX};
use crate::time::Instant;
use crate::zone::Zone;

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
    /// What each uid begins with, so that those of several calendars and the clinic's own stay apart.
    #[serde(default)]
    pub uid_prefix: String,
}

impl Clinic {
    /// Reads when somebody is busy, as blocked intervals for a doctor, by start and uid. Only what overlaps
    /// `[from, to)` is there; it is not cut to it, so that it is the same whatever the range.
    ///
    /// | In the text | Blocked |
    /// |---|---|
    /// | `VEVENT` | from `DTSTART` to `DTEND`, or for its `DURATION`; a date alone is that whole date, a time alone takes no time (RFC 5545 §3.6.1) |
    /// | with `STATUS:CANCELLED` or `TRANSP:TRANSPARENT`, or in a calendar with `METHOD:CANCEL` | not at all |
    /// | `FREEBUSY` of a `VFREEBUSY` | each period, unless its `FBTYPE` is `FREE` |
    /// | anything else | not at all |
    ///
    /// Of a `VEVENT` that is there several times, the one with the highest `SEQUENCE` counts, and of these
    /// the one with the latest `DTSTAMP` (RFC 5546 §2.1.5). Times with a `TZID` are of that zone:
    /// the caller's own or one of the tz database, whatever a `VTIMEZONE` says; dates and times without one
    /// are on the doctor's clock. A time that the clock shows twice is the first, and one that it
    /// skips is reckoned by the offset before the gap (RFC 5545 §3.3.5). Recurrence is not expanded: of what
    /// recurs, hand in the instances, which `RECURRENCE-ID` tells apart.
    ///
    /// The uid is the prefix and the `UID`, with `/` and the `RECURRENCE-ID` if there is one; of a period the
    /// prefix, `busy-`, its start and its end. So the same text gives the same uids.
    ///
    /// # Errors
    /// `invalid_icalendar` with the line; `missing_field`, `duplicate`, `wrong_type`, `empty_interval`,
    /// `out_of_range`, `unknown_timezone` and `timezone_data_ends` with a path such as `VEVENT[2].DTSTART`;
    /// `recurring_event` with the `UID`; `too_many` for a text over 16 MiB and for more than 10,000
    /// intervals; `not_found` for the doctor.
    pub fn busy_time_from_icalendar(
        &self,
        text: &str,
        query: &BusyTimeQuery,
    ) -> Result<Vec<AvailabilityException>> {
        let range = range(query.from, query.to)?;
        let source = Source { clinic: self, zone: &doctor(self, &query.doctor_uid)?.calendar.zone };
        let entries = entries(text)?;
        let mut found: BTreeMap<String, Interval> = BTreeMap::new();
        for (uid, event) in latest(&entries)? {
            let takes_time = !event.called_off
                && !event.says("STATUS", "CANCELLED")
                && !event.says("TRANSP", "TRANSPARENT");
            if takes_time {
                let interval = source.event(event)?;
                add(&mut found, event, "UID", format!("{}{uid}", query.uid_prefix), interval, range)?;
            }
        }
        for entry in entries.iter().filter(|entry| !entry.is_event()) {
            for interval in source.periods(entry)? {
                let uid = format!("{}busy-{}-{}", query.uid_prefix, interval.start, interval.end);
                add(&mut found, entry, "FREEBUSY", uid, interval, range)?;
            }
        }
        let blocked = |(uid, interval): (String, Interval)| AvailabilityException {
            uid: uid.into(),
            kind: ExceptionKind::Blocked,
            keeps_gap: true,
            start_date: Instant(interval.start),
            end_date: Instant(interval.end),
            buffer_minutes: 0,
        };
        let mut blocked: Vec<_> = found.into_iter().map(blocked).collect();
        blocked.sort_by(|a, b| (a.start_date, &a.uid).cmp(&(b.start_date, &b.uid)));
        Ok(blocked)
    }
}

/// The events by their uid in the text, each in its latest revision.
fn latest(entries: &[Entry]) -> Result<BTreeMap<String, &Entry>> {
    let mut latest: BTreeMap<String, ((i64, i64), &Entry)> = BTreeMap::new();
    for event in entries.iter().filter(|entry| entry.is_event()) {
        let uid = event
            .get("UID")
            .filter(|uid| !uid.value.is_empty())
            .ok_or_else(|| event.error("UID", ErrorCode::MissingField))?;
        let uid = match event.get("RECURRENCE-ID") {
            Some(instance) => format!("{}/{}", uid.value, instance.value),
            None => uid.value.clone(),
        };
        let revision = revision(event)?;
        match latest.entry(uid) {
            Place::Vacant(place) => {
                place.insert((revision, event));
            }
            Place::Occupied(mut place) if place.get().0 < revision => {
                place.insert((revision, event));
            }
            Place::Occupied(_) => {}
        }
    }
    Ok(latest.into_iter().map(|(uid, (_, event))| (uid, event)).collect())
}

/// `SEQUENCE` and `DTSTAMP`, which order the revisions of an event.
fn revision(event: &Entry) -> Result<(i64, i64)> {
    let sequence = match event.get("SEQUENCE") {
        None => 0,
        Some(property) => {
            let sequence = property.value.trim().parse::<i64>();
            sequence.map_err(|_| not_a(event, property, "an integer"))?
        }
    };
    let written = match event.get("DTSTAMP") {
        None => i64::MIN,
        Some(property) => moment(event, property)?.instant(&Zone::utc()),
    };
    Ok((sequence, written))
}

/// Adds what overlaps the range.
fn add(
    found: &mut BTreeMap<String, Interval>,
    entry: &Entry,
    property: &str,
    uid: String,
    interval: Interval,
    range: Interval,
) -> Result<()> {
    if interval.intersection(range).is_empty() {
        return Ok(());
    }
    if uid.len() > UID_BYTES_MAX {
        return Err(entry.error(
            property,
            ErrorCode::OutOfRange { value: uid.len() as i64, min: 1, max: UID_BYTES_MAX as i64 },
        ));
    }
    // What began before the engine's time, or ends after it, is blocked as far as that goes.
    let interval = interval.intersection(Interval::new(INSTANT_MIN, INSTANT_MAX - 1));
    if found.get(&uid).is_some_and(|there| *there != interval) {
        return Err(entry.error(property, ErrorCode::Duplicate { value: uid }));
    }
    found.insert(uid, interval);
    check::count(found.len(), EXCEPTIONS_PER_DOCTOR_MAX, &Path::Root)
}

/// Where times are looked up.
struct Source<'a> {
    clinic: &'a Clinic,
    /// The doctor's.
    zone: &'a Zone,
}

impl Source<'_> {
    /// When an event is; empty if it takes no time.
    fn event(&self, event: &Entry) -> Result<Interval> {
        if let Some(rule) = ["RRULE", "RDATE", "EXRULE"].into_iter().find(|name| event.get(name).is_some()) {
            let uid = event.get("UID").map_or_else(String::new, |uid| uid.value.clone());
            return Err(event.error(rule, ErrorCode::RecurringEvent { uid }));
        }
        let property = event.get("DTSTART").ok_or_else(|| event.error("DTSTART", ErrorCode::MissingField))?;
        let (moment, zone) = (moment(event, property)?, self.zone_of(event, property)?);
        let start = covered(event, property, &zone, moment.instant(&zone))?;
        let is_date = matches!(moment, Moment::Date { .. });
        let one_day = if is_date { Duration::DAY } else { Duration::default() };
        match (event.get("DTEND"), event.get("DURATION")) {
            (Some(_), Some(duration)) => {
                let detail = "an event has a `DTEND` or a `DURATION`".to_owned();
                Err(event.error(duration.name, ErrorCode::Conflict { detail }))
            }
            (Some(end), None) => {
                let until = self.instant(event, end)?;
                match until - start {
                    // A date that ends on itself is written by calendars that mean the whole of it.
                    0 => Ok(Interval::new(start, moment.instant_after(one_day, &zone))),
                    1.. => Ok(Interval::new(start, until)),
                    _ => Err(event.error(end.name, ErrorCode::EmptyInterval { start, end: until })),
                }
            }
            (None, Some(property)) => {
                let duration = Duration::read(property.value.trim())
                    .filter(|duration| !is_date || duration.seconds == 0);
                let duration = duration.ok_or_else(|| {
                    not_a(event, property, "a duration such as `PT30M`, or `P1D` of a date")
                })?;
                Ok(Interval::new(
                    start,
                    covered(event, property, &zone, moment.instant_after(duration, &zone))?,
                ))
            }
            (None, None) => Ok(Interval::new(start, moment.instant_after(one_day, &zone))),
        }
    }

    /// The periods of a `VFREEBUSY` that are not free. A kind that is not known is taken for busy (RFC 5545
    /// §3.2.9).
    fn periods(&self, entry: &Entry) -> Result<Vec<Interval>> {
        let mut periods = Vec::new();
        let busy = |property: &&Property| {
            !property.parameter("FBTYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("FREE"))
        };
        for property in entry.all("FREEBUSY").filter(busy) {
            let zone = self.zone_of(entry, property)?;
            for text in property.value.split(',').map(str::trim) {
                let no_period = || not_a(entry, property, "periods such as `20260323T090000Z/PT1H`");
                let (start, end) = text.split_once('/').ok_or_else(no_period)?;
                let moment = Moment::read(start).ok_or_else(no_period)?;
                let start = covered(entry, property, &zone, moment.instant(&zone))?;
                let end = match Moment::read(end) {
                    Some(end) => end.instant(&zone),
                    None => moment.instant_after(Duration::read(end).ok_or_else(no_period)?, &zone),
                };
                if end < start {
                    return Err(entry.error(property.name, ErrorCode::EmptyInterval { start, end }));
                }
                periods.push(Interval::new(start, covered(entry, property, &zone, end)?));
            }
        }
        Ok(periods)
    }

    fn instant(&self, entry: &Entry, property: &Property) -> Result<i64> {
        let (moment, zone) = (moment(entry, property)?, self.zone_of(entry, property)?);
        covered(entry, property, &zone, moment.instant(&zone))
    }

    /// The zone that a property names, else the doctor's. A name may have a `/` before it (RFC 5545 §3.2.19).
    fn zone_of(&self, entry: &Entry, property: &Property) -> Result<Zone> {
        let Some(name) = property.parameter("TZID") else { return Ok(self.zone.clone()) };
        let root = Path::Root;
        let found =
            self.clinic.zone(name, &root).or_else(|_| self.clinic.zone(name.trim_start_matches('/'), &root));
        found.map_err(|_| entry.error(property.name, ErrorCode::UnknownTimezone { value: name.to_owned() }))
    }
}

fn moment(entry: &Entry, property: &Property) -> Result<Moment> {
    let read = Moment::read(property.value.trim());
    read.ok_or_else(|| {
        not_a(entry, property, "a date or time such as `20260323`, `20260323T090000` or `20260323T090000Z`")
    })
}

/// An instant, if the zone's data has it.
fn covered(entry: &Entry, property: &Property, zone: &Zone, at: i64) -> Result<i64> {
    match zone.covers_until() {
        Some(end) if end.0 <= at => {
            let code = ErrorCode::TimezoneDataEnds { timezone: zone.name().to_owned(), covers_until: end.0 };
            Err(entry.error(property.name, code))
        }
        _ => Ok(at),
    }
}

fn not_a(entry: &Entry, property: &Property, expected: &str) -> crate::Error {
    // Enough of it to find it by.
    let shown: String = property.value.chars().take(40).collect();
    entry.error(
        property.name,
        ErrorCode::WrongType { detail: format!("`{}` is not {expected}", shown.escape_debug()) },
    )
}
