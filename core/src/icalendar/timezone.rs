//! A doctor's clock in iCalendar: local times, and the `VTIMEZONE` that explains them (RFC 5545 §3.6.5).

use ::icalendar::Property;

use super::content::{Writer, clean, clock_text, parameter};
use crate::time::interval::Interval;
use crate::time::zone::{DAY, MINUTE, Zone};

/// Where the first observance begins of a zone that had it before all that is known: 1969-01-01.
const LONG_AGO: i64 = -365 * DAY;

/// The instant of a local date and time: RFC 5545 §3.3.5 takes the first of two, and what the clock skips by
/// the offset before the gap. (A boundary of the engine is the moment of the change instead.)
pub(super) fn civil_instant(zone: &Zone, day: i64, seconds: i64) -> i64 {
    let local = day * DAY + seconds;
    let at = zone.first_reading(day, seconds);
    if at + zone.segment_at(at).offset == local { at } else { local - zone.segment_at(at - 1).offset }
}

/// A local date and time, `minute` from midnight, as the value of a property.
pub(super) fn civil(name: &str, zone: &Zone, day: i64, minute: i64) -> Property {
    let text = clock_text(day * DAY + minute * MINUTE);
    if is_utc(zone) {
        return Property::new(name, format!("{text}Z"));
    }
    Property::new(name, text).add_parameter("TZID", &parameter(zone.name())).done()
}

/// A clock that is that of UTC needs no explanation (RFC 5545 §3.3.5, form 2).
pub(super) fn is_utc(zone: &Zone) -> bool {
    zone.segments().iter().all(|segment| segment.offset == 0)
}

/// The part of the zone's clock that is in force in `range`, change by change: each is an observance of its
/// own. They are spelt out instead of given as rules, since the engine's zones are tables, and none has a
/// second onset in an `RDATE`, since a widespread reader (ical.js) takes one onset of each. Whether a part is
/// `STANDARD` or `DAYLIGHT` says no more than whether the clock was put forward.
pub(super) fn write(calendar: &mut Writer, zone: &Zone, range: Interval) {
    if is_utc(zone) {
        return;
    }
    let segments = zone.segments();
    calendar.component("VTIMEZONE", |timezone| {
        timezone.write("TZID", &clean(zone.name()));
        for index in zone.segment_index(range.start)..=zone.segment_index(range.end) {
            let (before, after) = (segments[index.saturating_sub(1)].offset, segments[index].offset);
            let onset = if index == 0 { LONG_AGO } else { segments[index].from + before };
            timezone.component(if after > before { "DAYLIGHT" } else { "STANDARD" }, |observance| {
                observance.write("DTSTART", &clock_text(onset));
                observance.write("TZOFFSETFROM", &offset_text(before));
                observance.write("TZOFFSETTO", &offset_text(after));
            });
        }
    });
}

/// RFC 5545 §3.3.14.
fn offset_text(offset: i64) -> String {
    let (sign, size) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    let (hours, minutes, seconds) = (size / 3_600, size / 60 % 60, size % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{seconds:02}")
    }
}
