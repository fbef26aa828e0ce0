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

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Clinic {
    /// A doctor's hours in `[from, to)`, on the clock of the doctor's zone. What is not `AVAILABLE` in the
    /// range is not available (RFC 7953 §3.2, `BUSYTYPE`).
    ///
    /// * A rule is an `AVAILABLE` that recurs weekly. Dates on which it does not hold as it stands (an
    ///   override, a closure, another week than its own, the edge of its validity, a change of the clock
    ///   inside it) are left out by `EXDATE`, and what remains open of them is an `AVAILABLE` of its own.
    /// * A window of an override is an `AVAILABLE`, and so is an extra interval.
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
        let hours = if member.doctor.active { hours(member, range) } else { Vec::new() };
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

/// Time that is available, once or weekly.
enum Available {
    Weekly(Weekly),
    Once { uid: String, interval: Interval },
}

struct Weekly {
    uid: String,
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
fn hours(member: &Member, range: Interval) -> Vec<Available> {
    let (doctor, zone) = (&member.doctor, &member.calendar.zone);
    let mut hours = Vec::new();
    for rule in doctor.availability_rules.iter().filter(|rule| rule.active && !rule.blocked) {
        weekly(member, rule, range, &mut hours);
    }
    let mut once: Vec<(i64, String, Interval)> = Vec::new();
    for entry in &doctor.date_overrides {
        let day = day_number(entry.date);
        for (index, window) in entry.windows.iter().enumerate() {
            let interval =
                Interval::new(zone.boundary(day, window.start_time), zone.boundary(day, window.end_time));
            once.push((0, format!("{}/{}/{index}", doctor.uid, entry.date), interval));
        }
    }
    for extra in
        doctor.availability_exceptions.iter().filter(|exception| exception.kind == ExceptionKind::Extra)
    {
        once.push((
            1,
            format!("{}/{}", doctor.uid, extra.uid),
            Interval::new(extra.start_date.0, extra.end_date.0),
        ));
    }
    once.retain(|(_, _, interval)| !interval.intersection(range).is_empty());
    once.sort_by(|a, b| (a.0, a.2.start, &a.1).cmp(&(b.0, b.2.start, &b.1)));
    hours.extend(once.into_iter().map(|(_, uid, interval)| Available::Once { uid, interval }));
    hours
}

/// A rule: the dates on which it holds just as a recurrence says, and what there is on the others.
fn weekly(member: &Member, rule: &AvailabilityRule, range: Interval, hours: &mut Vec<Available>) {
    let zone = &member.calendar.zone;
    let uid = format!("{}/{}", member.doctor.uid, rule.uid);
    let (mut regular, mut irregular, mut once): (Option<(i64, i64)>, Vec<i64>, Vec<Available>) =
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
            once.push(Available::Once { uid, interval });
        }
    }
    if let Some((first_day, last_day)) = regular {
        irregular.retain(|day| (first_day..last_day).contains(day));
        hours.push(Available::Weekly(Weekly {
            uid,
            start: rule.start_time,
            end: rule.end_time,
            first_day,
            last_day,
            except: irregular,
        }));
    }
    once.retain(|available| available.is_in(range));
    hours.extend(once);
}

impl Available {
    /// Whether some of it is in the range; weekly hours have been found in it.
    fn is_in(&self, range: Interval) -> bool {
        match self {
            Self::Weekly(_) => true,
            Self::Once { interval, .. } => !interval.intersection(range).is_empty(),
        }
    }

    fn is_local(&self) -> bool {
        matches!(self, Self::Weekly(_))
    }

    fn write(&self, to: &mut Writer, zone: &Zone, now: Instant) {
        to.component("AVAILABLE", |available| match self {
            Self::Once { uid, interval } => {
                available.identity(uid, now);
                available.write("DTSTART", &utc(interval.start));
                available.write("DTEND", &utc(interval.end));
            }
            Self::Weekly(weekly) => {
                available.identity(&weekly.uid, now);
                weekly.write(available, zone);
            }
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
