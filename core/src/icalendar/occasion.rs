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
    /// Seconds before its start that are busy too.
    pub(super) lead: i64,
    /// What is wrong with it, though a time could be made out: a person must look at it.
    pub(super) doubt: Option<Fault>,
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
    /// Its times, by RFC 5545 §3.6.1; where it contradicts itself, the longest time that it can mean.
    pub(super) fn read(entry: &'a Entry, clocks: &mut Clocks<'a>) -> Result<Self, Fault> {
        let read = Self::times(entry, clocks);
        match &entry.fault {
            None => read,
            // These have no say in when it is itself.
            Some(fault) if matches!(fault.property, None | Some("RRULE" | "RDATE" | "RECURRENCE-ID")) => {
                read.map_err(|_| fault.clone()).map(|read| Self { doubt: Some(fault.clone()), ..read })
            }
            Some(fault) => Err(fault.clone()),
        }
    }

    fn times(entry: &'a Entry, clocks: &mut Clocks<'a>) -> Result<Self, Fault> {
        let missing = Fault { line: entry.line, property: Some("DTSTART"), code: ErrorCode::MissingField };
        let property = entry.only("DTSTART")?.ok_or(missing)?;
        let (start, mut doubt) = (Moment::of(property)?, None);
        let clock = clock_of(entry, property, start, clocks, &mut doubt);
        let from = start.instant(&clock);
        let (mut longest, mut unread): (Option<Span>, Option<Fault>) = (None, None);
        for property in &entry.properties {
            let span = match property.name {
                "DTEND" => Span::to_end(entry, property, (start, from), clocks, &mut doubt),
                "DURATION" => Span::of_duration(property, start, &mut doubt),
                _ => continue,
            };
            let span = match span {
                Ok(span) => span,
                Err(fault) => {
                    unread.get_or_insert(fault);
                    continue;
                }
            };
            let size = |span: &Span| (span.length.end(start, &clock) - from, span.back);
            longest = Some(match longest {
                Some(before) if size(&before) != size(&span) => {
                    doubt.get_or_insert(property.fault(match entry.all(property.name).count() {
                        1 => ErrorCode::Conflict { detail: "`DTEND` and `DURATION` differ".to_owned() },
                        _ => ErrorCode::Duplicate { value: property.name.to_owned() },
                    }));
                    if size(&before) > size(&span) { before } else { span }
                }
                _ => span,
            });
        }
        let (length, back) = match (longest, unread) {
            (Some(Span { length, back }), unread) => {
                doubt = doubt.or(unread);
                (length, back)
            }
            (None, Some(fault)) => return Err(fault),
            (None, None) if start.is_date() => (Length::ByClock(Duration::DAY), 0),
            (None, None) => (Length::Elapsed(0), 0),
        };
        let travel = entry.get("X-APPLE-TRAVEL-DURATION").and_then(|lead| Duration::read(lead.value.trim()));
        // What takes no time needs no travel either.
        let travel = travel.filter(|_| length.end(start, &clock) > from);
        let lead = back + travel.map_or(0, Duration::elapsed);
        Ok(Self { entry, start, clock, length, lead, doubt })
    }

    /// When it is busy that begins at `moment`, with what comes before it.
    pub(super) fn interval(&self, moment: Moment, clock: &Zone, length: Length) -> Interval {
        Interval::new(moment.instant(clock) - self.lead, length.end(moment, clock))
    }

    /// How far it can reach from its start.
    pub(super) fn reach(&self) -> i64 {
        match self.length {
            Length::Elapsed(seconds) => seconds,
            Length::ByClock(Duration { days, seconds }) => days * DAY + seconds + 2 * DAY,
        }
    }

    /// Whether an interval overlaps the range; and what is wrong if the data of its zone does not have it.
    pub(super) fn covers(&self, interval: Interval, range: Interval) -> (bool, Option<Fault>) {
        if interval.intersection(range).is_empty() {
            return (false, None);
        }
        let ended = self.clock.covers_until().filter(|end| end.0 <= interval.end).map(|end| {
            let timezone = self.clock.name().to_owned();
            let code = ErrorCode::TimezoneDataEnds { timezone, covers_until: end.0 };
            Fault { line: self.entry.line, property: Some("DTSTART"), code }
        });
        (true, ended)
    }
}

impl Length {
    /// When something ends that begins at `moment`.
    pub(super) fn end(self, moment: Moment, clock: &Zone) -> i64 {
        match self {
            Self::Elapsed(seconds) => moment.instant(clock) + seconds,
            Self::ByClock(duration) => moment.instant_after(duration, clock),
        }
    }
}

/// What one property says of how long an event lasts.
struct Span {
    length: Length,
    /// Seconds before its start: of one that ends before it begins.
    back: i64,
}

impl Span {
    fn to_end<'a>(
        entry: &'a Entry,
        property: &'a Property,
        (start, from): (Moment, i64),
        clocks: &mut Clocks<'a>,
        doubt: &mut Option<Fault>,
    ) -> Result<Self, Fault> {
        let end = Moment::of(property)?;
        let clock = clock_of(entry, property, end, clocks, doubt);
        let until = end.instant(&clock);
        let back = (from - until).max(0);
        if back > 0 {
            doubt.get_or_insert(property.fault(ErrorCode::EmptyInterval { start: from, end: until }));
        }
        let length = match (start, end, until - from) {
            // A date that ends on itself is written by calendars that mean the whole of it.
            (Moment::Date { day }, Moment::Date { day: end }, _) => {
                Length::ByClock(Duration { days: (end - day).max(1), seconds: 0 })
            }
            (Moment::Date { .. }, _, ..=0) => Length::ByClock(Duration::DAY),
            (.., elapsed) => Length::Elapsed(elapsed.max(0)),
        };
        Ok(Self { length, back })
    }

    fn of_duration(property: &Property, start: Moment, doubt: &mut Option<Fault>) -> Result<Self, Fault> {
        let text = property.value.trim();
        let fault = || property.not_a("a duration such as `PT30M`, or `P1D` of a date");
        let (backward, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
        let duration = Duration::read(text).ok_or_else(fault)?;
        if backward && duration.elapsed() > 0 || start.is_date() && duration.seconds > 0 {
            doubt.get_or_insert(fault());
        }
        let (length, back) = match backward {
            true => (Duration::default(), duration.elapsed()),
            false => (duration, 0),
        };
        // A date is all of that date, and so is each that it lasts into.
        let days = length.days + length.seconds.div_euclid(DAY) + i64::from(length.seconds % DAY > 0);
        let of_dates = Duration { days: days.max(i64::from(back > 0 || length.seconds > 0)), seconds: 0 };
        Ok(Self { length: Length::ByClock(if start.is_date() { of_dates } else { length }), back })
    }
}

/// A date is one of the doctor's, whatever zone its property names; and where nothing explains the zone, a
/// time is most likely the doctor's too.
fn clock_of<'a>(
    entry: &'a Entry,
    property: &'a Property,
    moment: Moment,
    clocks: &mut Clocks<'a>,
    doubt: &mut Option<Fault>,
) -> Zone {
    match moment {
        Moment::Date { .. } | Moment::Utc { .. } => clocks.own.clone(),
        Moment::Local { .. } => clocks.of(entry.part, property).unwrap_or_else(|fault| {
            doubt.get_or_insert(fault);
            clocks.own.clone()
        }),
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
