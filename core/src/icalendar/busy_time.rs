//! A doctor's busy time as `VFREEBUSY`.

use ::icalendar::Property;

use super::CalendarQuery;
use super::content::{Writer, utc};
use crate::clinic::Clinic;
use crate::error::Result;
use crate::prepared::agenda::FOR_GOOD;
use crate::time::instant::Instant;
use crate::time::interval::{Interval, unite};

impl Clinic {
    /// A doctor's busy time in `[from, to)`, cut to it, by start: what is booked as `BUSY`, live holds as
    /// `BUSY-TENTATIVE`, blocked intervals as `BUSY-UNAVAILABLE` (RFC 5545 §3.2.9). Periods of one kind
    /// neither overlap nor touch. It says nothing of who is there, nor of hours, closures and gaps between
    /// appointments; for hours, see [`availability_as_icalendar`](Self::availability_as_icalendar).
    ///
    /// # Errors
    /// `not_found`; `out_of_range` and `empty_interval` for instants; `too_many` for a range over ten years;
    /// `wrong_type` for an organizer's address that is none.
    pub fn busy_time_as_icalendar(&self, query: &CalendarQuery, now: Instant) -> Result<String> {
        let (member, range) = query.resolve(self, now)?;
        let agenda = &member.calendar.agenda;
        let (mut booked, mut held) = (Vec::new(), Vec::new());
        for booking in
            agenda.from(agenda.first_running_at(range.start)).take_while(|booking| booking.start < range.end)
        {
            match booking.blocks_until {
                FOR_GOOD => booked.push(Interval::new(booking.start, booking.end)),
                expires if now.0 < expires => held.push(Interval::new(booking.start, booking.end)),
                _ => {}
            }
        }
        let blocked = member.calendar.schedule.blocked_in(range, &member.calendar.zone).into_owned();
        let mut periods: Vec<(i64, i64, &str)> = Vec::new();
        for (kind, mut intervals) in
            [("BUSY", booked), ("BUSY-TENTATIVE", held), ("BUSY-UNAVAILABLE", blocked)]
        {
            unite(&mut intervals);
            let inside = intervals
                .iter()
                .map(|interval| interval.intersection(range))
                .filter(|interval| !interval.is_empty());
            periods.extend(inside.map(|interval| (interval.start, interval.end, kind)));
        }
        periods.sort_unstable();
        Ok(Writer::calendar(&query.head(Some("PUBLISH")), |calendar| {
            calendar.component("VFREEBUSY", |busy_time| {
                busy_time.identity(&format!("busy-{}", query.doctor_uid), now);
                busy_time.write("DTSTART", &utc(range.start));
                busy_time.write("DTEND", &utc(range.end));
                query.organizer.iter().for_each(|who| busy_time.property(who.property("ORGANIZER")));
                for (start, end, kind) in periods {
                    let mut period = Property::new("FREEBUSY", format!("{}/{}", utc(start), utc(end)));
                    busy_time.property(period.add_parameter("FBTYPE", kind).done());
                }
            });
        }))
    }
}
