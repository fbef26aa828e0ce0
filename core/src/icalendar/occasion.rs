//! An event as it stands: when it begins, how long it lasts, whether it blocks.

use super::clocks::Clocks;
use super::moment::{Duration, Moment};
use super::property::Property;
use super::reader::{Entry, Fault};
use crate::error::ErrorCode;
use crate::time::interval::Interval;
use crate::time::zone::{DAY, Zone};

/// An event whose times are understood.
pub(super) struct Occasion<'a> {
    pub(super) entry: &'a Entry,
    pub(super) start: Moment,
    /// The clock that it begins on.
    pub(super) clock: Zone,
    pub(super) length: Length,
    /// Seconds of travel before it.
    pub(super) lead: i64,
}

/// How long something lasts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Length {
    /// Seconds that elapse.
    Elapsed(i64),
    /// Days by the clock, then seconds.
    ByClock(Duration),
}

impl<'a> Occasion<'a> {
    /// Its times, by RFC 5545 §3.6.1.
    pub(super) fn read(entry: &'a Entry, clocks: &mut Clocks<'a>) -> Result<Self, Fault> {
        if let Some(fault) = &entry.fault {
            return Err(fault.clone());
        }
        let missing = Fault { line: entry.line, property: Some("DTSTART"), code: ErrorCode::MissingField };
        let property = entry.only("DTSTART")?.ok_or(missing)?;
        let start = Moment::of(property)?;
        let clock = clock_of(entry, property, start, clocks)?;
        let length = match (entry.only("DTEND")?, entry.only("DURATION")?) {
            (Some(_), Some(duration)) => {
                let detail = "an event has a `DTEND` or a `DURATION`".to_owned();
                return Err(duration.fault(ErrorCode::Conflict { detail }));
            }
            (Some(property), None) => {
                let end = Moment::of(property)?;
                let end_clock = clock_of(entry, property, end, clocks)?;
                let (from, until) = (start.instant(&clock), end.instant(&end_clock));
                match (start, end, until - from) {
                    (.., ..0) => {
                        return Err(property.fault(ErrorCode::EmptyInterval { start: from, end: until }));
                    }
                    // A date that ends on itself is written by calendars that mean the whole of it.
                    (Moment::Date { day }, Moment::Date { day: end }, _) => {
                        Length::ByClock(Duration { days: (end - day).max(1), seconds: 0 })
                    }
                    (Moment::Date { .. }, _, 0) => Length::ByClock(Duration::DAY),
                    (.., elapsed) => Length::Elapsed(elapsed),
                }
            }
            (None, Some(property)) => {
                let duration = Duration::read(property.value.trim());
                let duration = duration.filter(|duration| !start.is_date() || duration.seconds == 0);
                let expected = "a duration such as `PT30M`, or `P1D` of a date";
                Length::ByClock(duration.ok_or_else(|| property.not_a(expected))?)
            }
            (None, None) if start.is_date() => Length::ByClock(Duration::DAY),
            (None, None) => Length::Elapsed(0),
        };
        let travel = entry.get("X-APPLE-TRAVEL-DURATION").and_then(|lead| Duration::read(lead.value.trim()));
        let lead = travel.map_or(0, |lead| lead.days * DAY + lead.seconds);
        Ok(Self { entry, start, clock, length, lead })
    }

    /// When it is busy that begins at `moment`, with what comes before it.
    pub(super) fn interval(&self, moment: Moment, clock: &Zone, length: Length) -> Interval {
        let start = moment.instant(clock);
        let end = match length {
            Length::Elapsed(seconds) => start + seconds,
            Length::ByClock(duration) => moment.instant_after(duration, clock),
        };
        // What takes no time needs no travel either.
        Interval::new(if start < end { start - self.lead } else { start }, end)
    }

    /// How far it can reach from its start.
    pub(super) fn reach(&self) -> i64 {
        match self.length {
            Length::Elapsed(seconds) => seconds,
            Length::ByClock(Duration { days, seconds }) => days * DAY + seconds + 2 * DAY,
        }
    }

    /// Whether an interval overlaps the range, and the data of the zone has it.
    pub(super) fn covers(&self, interval: Interval, range: Interval) -> Result<bool, Fault> {
        if interval.intersection(range).is_empty() {
            return Ok(false);
        }
        match self.clock.covers_until() {
            Some(end) if end.0 <= interval.end => {
                let timezone = self.clock.name().to_owned();
                let code = ErrorCode::TimezoneDataEnds { timezone, covers_until: end.0 };
                Err(Fault { line: self.entry.line, property: Some("DTSTART"), code })
            }
            _ => Ok(true),
        }
    }
}

/// A date is one of the doctor's, whatever zone its property names.
fn clock_of<'a>(
    entry: &'a Entry,
    property: &'a Property,
    moment: Moment,
    clocks: &mut Clocks<'a>,
) -> Result<Zone, Fault> {
    match moment {
        Moment::Date { .. } | Moment::Utc { .. } => Ok(clocks.own.clone()),
        Moment::Local { .. } => clocks.of(entry.part, property),
    }
}

/// Whether an event takes time of the calendar's owner, who has these addresses.
pub(super) fn blocks(entry: &Entry, called_off: bool, addresses: &[String]) -> bool {
    if called_off || entry.says("STATUS", "CANCELLED") || declined(entry, addresses) {
        return false;
    }
    const STATUS: &str = "X-MICROSOFT-CDO-BUSYSTATUS";
    if ["BUSY", "OOF", "TENTATIVE", "WORKINGELSEWHERE"].iter().any(|busy| entry.says(STATUS, busy)) {
        return true;
    }
    !entry.says(STATUS, "FREE") && !entry.says("TRANSP", "TRANSPARENT")
}

fn declined(entry: &Entry, addresses: &[String]) -> bool {
    let bare = |address: &str| {
        let address = address.trim().to_ascii_lowercase();
        address.strip_prefix("mailto:").map(str::to_owned).unwrap_or(address)
    };
    let is_owner = |attendee: &&Property| {
        let known = [Some(attendee.value.as_str()), attendee.parameter("EMAIL")];
        addresses.iter().any(|own| known.iter().flatten().any(|address| bare(address) == bare(own)))
    };
    let mut own = entry.all("ATTENDEE").filter(is_owner).peekable();
    own.peek().is_some() && own.all(|attendee| attendee.parameter_is("PARTSTAT", "DECLINED"))
}

impl Moment {
    pub(super) fn of(property: &Property) -> Result<Self, Fault> {
        let expected = "a date or time such as `20260323`, `20260323T090000` or `20260323T090000Z`";
        Self::read(property.value.trim()).ok_or_else(|| property.not_a(expected))
    }
}
