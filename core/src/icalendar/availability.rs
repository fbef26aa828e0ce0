//! A doctor's hours as `VAVAILABILITY` (RFC 7953).

use ::icalendar::Property;

use super::content::{Writer, clock_text, utc};
use super::query::CalendarQuery;
use super::timezone::{self, civil, civil_instant, is_utc};
use crate::clinic::{Clinic, Member};
use crate::error::{ErrorCode, Path, Result};
use crate::model::availability::{AvailabilityRule, ExceptionKind};
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::time::zone::{DAY, MINUTE, Zone, day_number, weekday};
use crate::wire::uid::Uid;

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Clinic {
    /// A doctor's hours in `[from, to)`, on the clock of the doctor's zone. What is not `AVAILABLE` in the
    /// range is not available (RFC 7953 §3.2, `BUSYTYPE`).
    ///
    /// * A rule is an `AVAILABLE` that recurs weekly. Dates on which it does not hold as it stands (an
    ///   override, a closure, another week than its own, the edge of its validity, a change of the clock
    ///   inside it) are left out by `EXDATE`, and what remains open of them is an `AVAILABLE` of its own.
    /// * A window of an override is an `AVAILABLE`, and so is an extra interval.
    /// * Each says where it is (`LOCATION`), if its window is at a location that has a name.
    /// * An inactive doctor has none.
    ///
    /// Not said, since RFC 7953 has no word for it: buffers, and with them the grid of slots. Blocked
    /// intervals are busy time and not hours: [`busy_time_as_icalendar`](Self::busy_time_as_icalendar)
    /// has them.
    ///
    /// # Errors
    /// `not_found`; `out_of_range` and `empty_interval` for instants; `too_many` for a range over ten years;
    /// `timezone_data_ends`; `wrong_type` for an organizer's address that is none.
    pub fn availability_as_icalendar(&self, query: &CalendarQuery, now: Instant) -> Result<String> {
        let (member, range) = query.resolve(self, now)?;
        let zone = &member.calendar.zone;
        // Dates that overlap the range are looked at as a whole.
        let looked_at = Interval::new(range.start - 2 * DAY, range.end + 2 * DAY);
        if let Some(end) = zone.covers_until().filter(|end| end.0 < looked_at.end) {
            let code = ErrorCode::TimezoneDataEnds { timezone: zone.name().to_owned(), covers_until: end.0 };
            return Err(code.at(&Path::Root.field("to")));
        }
        let hours = if member.doctor.active { hours(self, member, range) } else { Vec::new() };
        Ok(Writer::calendar(&query.head(None), |calendar| {
            if hours.iter().any(Available::is_local) {
                timezone::write(calendar, zone, looked_at);
            }
            calendar.component("VAVAILABILITY", |availability| {
                availability.identity(&format!("availability-{}", query.doctor_uid), now);
                availability.write("DTSTART", &utc(range.start));
                availability.write("DTEND", &utc(range.end));
                query.organizer.iter().for_each(|who| availability.property(who.property("ORGANIZER")));
                for available in &hours {
                    available.write(availability, zone, now);
                }
            });
        }))
    }
}

/// Time that is available, once or weekly, and what the place is called.
struct Available<'a> {
    uid: String,
    location: Option<&'a str>,
    time: Time,
}

enum Time {
    Weekly(Weekly),
    Once(Interval),
}

struct Weekly {
    /// In minutes after midnight.
    start: i64,
    end: i64,
    first_day: i64,
    last_day: i64,
    /// Days between them on which it does not hold.
    except: Vec<i64>,
}

/// Everything that is available in the range: rules in their order, then overrides by date, then extra
/// intervals by start.
fn hours<'a>(clinic: &'a Clinic, member: &Member, range: Interval) -> Vec<Available<'a>> {
    let (doctor, zone) = (&member.doctor, &member.calendar.zone);
    let locations = clinic.locations_by_place();
    let called = |location_uid: &Option<Uid>| locations.name(locations.place(location_uid.as_deref()?)?);
    let mut hours = Vec::new();
    for rule in doctor.availability_rules.iter().filter(|rule| rule.active && !rule.blocked) {
        weekly(member, rule, called(&rule.location_uid), range, &mut hours);
    }
    // What is first of two that begin together: overrides, then extra intervals.
    let mut once: Vec<(i64, Interval, Available<'_>)> = Vec::new();
    let mut add = |rank: i64, uid: String, interval: Interval, location_uid: &Option<Uid>| {
        let available = Available { uid, location: called(location_uid), time: Time::Once(interval) };
        once.push((rank, interval, available));
    };
    for entry in &doctor.date_overrides {
        let day = day_number(entry.date);
        for (index, window) in entry.windows.iter().enumerate() {
            let interval =
                Interval::new(zone.boundary(day, window.start_time), zone.boundary(day, window.end_time));
            let uid = format!("{}/{}/{index}", doctor.uid, entry.date);
            add(0, uid, interval, &window.location_uid);
        }
    }
    for extra in
        doctor.availability_exceptions.iter().filter(|exception| exception.kind == ExceptionKind::Extra)
    {
        let interval = Interval::new(extra.start_date.0, extra.end_date.0);
        add(1, format!("{}/{}", doctor.uid, extra.uid), interval, &extra.location_uid);
    }
    once.retain(|(_, interval, _)| !interval.intersection(range).is_empty());
    once.sort_by(|a, b| (a.0, a.1.start, &a.2.uid).cmp(&(b.0, b.1.start, &b.2.uid)));
    hours.extend(once.into_iter().map(|(_, _, available)| available));
    hours
}

/// A rule: the dates on which it holds just as a recurrence says, and what there is on the others.
fn weekly<'a>(
    member: &Member,
    rule: &AvailabilityRule,
    location: Option<&'a str>,
    range: Interval,
    hours: &mut Vec<Available<'a>>,
) {
    let zone = &member.calendar.zone;
    let uid = format!("{}/{}", member.doctor.uid, rule.uid);
    let (mut regular, mut irregular, mut once): (Option<(i64, i64)>, Vec<i64>, Vec<Available<'_>>) =
        (None, Vec::new(), Vec::new());
    let (first, last) = (zone.day_of(range.start), zone.day_of(range.end - 1));
    let first = first + (rule.weekday - weekday(first) as i64).rem_euclid(7);
    for day in (first..=last).step_by(7) {
        let parts = member.calendar.schedule.parts_of_rule(rule, day, zone);
        // Every instance of a recurrence is as long as its first by elapsed time (RFC 5545 §3.8.5.3).
        let start = civil_instant(zone, day, rule.start_time * MINUTE);
        let recurring = Interval::new(start, start + (rule.end_time - rule.start_time) * MINUTE);
        // And the end that is written is read as a local time again.
        let as_written = Interval::new(start, civil_instant(zone, day, rule.end_time * MINUTE));
        if parts == [recurring] && recurring == as_written {
            regular = Some((regular.map_or(day, |(first, _)| first), day));
            continue;
        }
        irregular.push(day);
        for (index, interval) in parts.into_iter().enumerate() {
            let part = if index == 0 { String::new() } else { format!("/{index}") };
            let uid = format!("{uid}/{}{part}", crate::time::zone::day_date(day));
            once.push(Available { uid, location, time: Time::Once(interval) });
        }
    }
    if let Some((first_day, last_day)) = regular {
        irregular.retain(|day| (first_day..last_day).contains(day));
        let (start, end) = (rule.start_time, rule.end_time);
        let time = Time::Weekly(Weekly { start, end, first_day, last_day, except: irregular });
        hours.push(Available { uid, location, time });
    }
    once.retain(|available| available.is_in(range));
    hours.extend(once);
}

impl Available<'_> {
    /// Whether some of it is in the range; weekly hours have been found in it.
    fn is_in(&self, range: Interval) -> bool {
        match self.time {
            Time::Weekly(_) => true,
            Time::Once(interval) => !interval.intersection(range).is_empty(),
        }
    }

    fn is_local(&self) -> bool {
        matches!(self.time, Time::Weekly(_))
    }

    fn write(&self, to: &mut Writer, zone: &Zone, now: Instant) {
        to.component("AVAILABLE", |available| {
            available.identity(&self.uid, now);
            match &self.time {
                Time::Once(interval) => {
                    available.write("DTSTART", &utc(interval.start));
                    available.write("DTEND", &utc(interval.end));
                }
                Time::Weekly(weekly) => weekly.write(available, zone),
            }
            self.location.iter().for_each(|location| available.text("LOCATION", location));
        });
    }
}

impl Weekly {
    fn write(&self, to: &mut Writer, zone: &Zone) {
        to.property(civil("DTSTART", zone, self.first_day, self.start));
        to.property(civil("DTEND", zone, self.first_day, self.end));
        if self.first_day < self.last_day {
            let until = utc(civil_instant(zone, self.last_day, self.start * MINUTE));
            let day = WEEKDAYS[weekday(self.first_day)];
            to.write("RRULE", &format!("FREQ=WEEKLY;BYDAY={day};UNTIL={until}"));
        }
        if let Some((&day, others)) = self.except.split_first() {
            // One property for all: a list of times, which share its TZID.
            let first = civil("EXDATE", zone, day, self.start);
            let suffix = if is_utc(zone) { "Z" } else { "" };
            let time = |day: i64| format!("{}{suffix}", clock_text(day * DAY + self.start * MINUTE));
            let values = others.iter().fold(first.value().to_owned(), |list, &day| list + "," + &time(day));
            let mut list = Property::new("EXDATE", values);
            for parameter in first.params().values() {
                list.add_parameter(parameter.key(), parameter.value());
            }
            to.property(list);
        }
    }
}
