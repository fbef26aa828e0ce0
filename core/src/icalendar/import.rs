//! Busy time out of other calendars, as blocked intervals.

use serde::{Deserialize, Serialize};

use super::clocks::Clocks;
use super::expand::Budget;
use super::moment::{Duration, Moment};
use super::not_read::{NotRead, certainly_outside, fault_of_text};
use super::occasion::{Occasion, blocks};
use super::property::Property;
use super::query::{doctor, range};
use super::reader::{Entry, Fault, Source};
use super::series::instances;
use super::uids::Found;
use crate::clinic::Clinic;
use crate::error::faults::both;
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
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct BusyTime {
    /// When its owner is busy: blocked intervals for a doctor, by start and uid.
    pub blocked: Vec<AvailabilityException>,
    /// What could not be read, or not with certainty, by line: for a person to look at. What could be made
    /// out of it all the same is among `blocked`.
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
    /// only: it comes back in `not_read`, and what can be made out of it is blocked as a precaution. Zones
    /// have the names of the tz database, of Windows, of the text's own `VTIMEZONE`s, or paths that end in
    /// one. All rules, and how uids are made, are in section 11 of `core/docs/semantics.md`.
    ///
    /// # Errors
    /// `invalid_icalendar` for a text without a calendar; `too_many` for a text over 16 MiB, for more than
    /// 10,000 intervals or 10,000 entries in `not_read`; `not_found` for the doctor; `out_of_range` and
    /// `empty_interval` for the range; `out_of_range` and `too_many` for `uid_prefix` and `addresses`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, at, days, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    /// use frontdesk::icalendar::BusyTimeQuery;
    ///
    /// let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260301T000000Z\r\n\
    ///     DTSTART:20260323T090000Z\r\nDURATION:PT30M\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    /// let week = BusyTimeQuery::new("ada", monday..monday + days(7));
    /// let busy = clinic.busy_time_from_icalendar(text, &week)?;
    /// assert_eq!((busy.blocked.len(), busy.not_read.len()), (3, 0));
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn busy_time_from_icalendar(
        &self,
        text: impl AsRef<[u8]>,
        query: &BusyTimeQuery,
    ) -> Result<BusyTime> {
        let root = Path::Root;
        let named = both(range(query.from, query.to), doctor(self, &query.doctor_uid));
        let prefix_length = query.uid_prefix.len() as i64;
        let own = both(
            check::range(prefix_length, 0, ICALENDAR_PREFIX_BYTES_MAX as i64, &root.field("uid_prefix")),
            check::count(query.addresses.len(), ICALENDAR_OWN_ADDRESSES_MAX, &root.field("addresses")),
        );
        let ((range, member), _) = both(named, own)?;
        let zone = member.calendar.zone.clone();
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
pub(super) struct Reading<'a> {
    pub(super) source: &'a Source,
    addresses: &'a [String],
    pub(super) clocks: Clocks<'a>,
    pub(super) budget: Budget,
    pub(super) range: Interval,
    pub(super) found: Found,
    not_read: Vec<NotRead>,
}

impl<'a> Reading<'a> {
    pub(super) fn blocks(&self, entry: &Entry) -> bool {
        blocks(entry, self.source.calendars[entry.part].called_off, self.addresses)
    }

    /// An entry can't be read, unless it need not be.
    pub(super) fn fault(&mut self, entry: &'a Entry, fault: Fault) {
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
            let said = NotRead::of(entry, fault);
            // A zone that nothing explains is met at each time that is read.
            if self.not_read.last() != Some(&said) {
                self.not_read.push(said);
            }
        }
    }

    /// Whether an event would lie outside of the range with every clock for the one that is not known.
    fn outside_by_any_clock(&mut self, entry: &'a Entry) -> bool {
        let range = Interval::new(self.range.start - 2 * DAY, self.range.end + 2 * DAY);
        self.clocks.unknown = Some(Zone::utc());
        let read = Occasion::read(entry, &mut self.clocks);
        let found =
            read.map(|series| instances(&series, true, &[], range, &mut self.clocks, &mut self.budget));
        self.clocks.unknown = None;
        found.is_ok_and(|instances| instances.found.is_empty() && instances.doubt.is_none())
    }

    /// The periods of each `VFREEBUSY` that are not free. A kind that is not known is taken for busy (RFC
    /// 5545 §3.2.9).
    fn periods(&mut self) {
        for entry in self.source.entries.iter().filter(|entry| !entry.is_event()) {
            if let Some(fault) = &entry.fault {
                self.fault(entry, fault.clone());
            }
            for property in entry.all("FREEBUSY").filter(|property| !property.parameter_is("FBTYPE", "FREE"))
            {
                let zone = self.clocks.of(entry.part, property).unwrap_or_else(|fault| {
                    self.report(entry, fault);
                    self.clocks.own.clone()
                });
                for text in property.list() {
                    let (interval, doubt) = match period(property, text, &zone) {
                        Ok(read) => read,
                        Err(fault) => {
                            self.report(entry, fault);
                            continue;
                        }
                    };
                    if !interval.intersection(self.range).is_empty() {
                        self.found.period(interval);
                        doubt.into_iter().for_each(|fault| self.report(entry, fault));
                    }
                }
            }
        }
    }
}

/// A period, and what is wrong with one that ends before it begins.
fn period(
    property: &Property,
    text: &str,
    zone: &Zone,
) -> std::result::Result<(Interval, Option<Fault>), Fault> {
    let no_period = || property.not_a("periods such as `20260323T090000Z/PT1H`");
    let (start, end) = text.split_once('/').ok_or_else(no_period)?;
    let moment = Moment::read(start.trim()).ok_or_else(no_period)?;
    let start = moment.instant(zone);
    let end = match Moment::read(end.trim()) {
        Some(end) => end.instant(zone),
        None => moment.instant_after(Duration::read(end.trim()).ok_or_else(no_period)?, zone),
    };
    if end < start {
        let fault = property.fault(ErrorCode::EmptyInterval { start, end });
        return Ok((Interval::new(end, start), Some(fault)));
    }
    Ok((Interval::new(start, end), None))
}
