//! Appointments as `VEVENT`s.

use serde::{Deserialize, Serialize};

use super::content::{Head, Writer, shows_something, utc};
use super::query::CalendarQuery;
use super::user::CalendarUser;
use crate::clinic::{Clinic, Record};
use crate::error::faults::{Faults, both};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{ICALENDAR_ATTENDEES_MAX, ICALENDAR_EVENTS_MAX, ICALENDAR_TEXT_CHARS_MAX};
use crate::model::appointment::AppointmentStatus;
use crate::model::check;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// What an entry is called if neither the caller nor the appointment's type says.
const NEUTRAL_SUMMARY: &str = "Appointment";

/// What a calendar entry says besides what the clinic knows. All of it is optional; text may be of any
/// characters, line ends included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct EventDetails {
    /// The title; if null the name of the appointment's type. Where that leaves nothing to show,
    /// `Appointment`. At most 10,000 characters, as the other texts.
    #[serde(default)]
    pub summary: Option<String>,
    /// More about it. A text that shows nothing is left out.
    #[serde(default)]
    pub description: Option<String>,
    /// Where it takes place; if null the name of the appointment's location, if the clinic has one. A text
    /// that shows nothing is left out, and so says nothing of where.
    #[serde(default)]
    pub location: Option<String>,
    /// In whose name it is sent. It must be there if there are attendees.
    #[serde(default)]
    pub organizer: Option<CalendarUser>,
    /// Who is invited, at most 1,000.
    #[serde(default)]
    pub attendees: Vec<CalendarUser>,
}

impl Clinic {
    /// An appointment as a message to those who take part in it.
    ///
    /// | The appointment | `STATUS` | `METHOD` to attendees | with an organizer alone |
    /// |---|---|---|---|
    /// | `held`, until its hold expires | `TENTATIVE` | `REQUEST` | `PUBLISH` |
    /// | `confirmed`, `completed`, `no_show` | `CONFIRMED` | `REQUEST` | `PUBLISH` |
    /// | `cancelled`, `expired`, `held` whose hold has expired | `CANCELLED` | `CANCEL` | `CANCEL` |
    ///
    /// Without an organizer there is no `METHOD`: each of them asks for one (RFC 5546 §3.2), and an entry
    /// without is still one that a calendar takes (RFC 5545 §3.7.2). Attendees are asked for an answer
    /// (`RSVP`) as long as the appointment is to come.
    ///
    /// `UID` and `SEQUENCE` are the appointment's. `SEQUENCE` rises with every event that changes what the
    /// message says of it, and a hold that has expired has the number that the record of its expiry gives
    /// it. Of two messages with the same `SEQUENCE`, such as one with other `details`, the one with the later
    /// `DTSTAMP` counts (RFC 5546 §2.1.5), so `now` should rise from message to message. Times are in
    /// UTC. `LOCATION` is the name of the appointment's location, unless `details` say another. Who the
    /// patient is stays here: put it into `details` if it is to be said.
    ///
    /// # Errors
    /// `not_found`; `out_of_range` for `now` and for text that is too long; `too_many` attendees;
    /// `wrong_type` for an address that is none; `missing_field` for attendees without an organizer.
    pub fn appointment_as_icalendar(
        &self,
        appointment_uid: &str,
        details: &EventDetails,
        now: Instant,
    ) -> Result<String> {
        let root = Path::Root;
        let not_found = || {
            ErrorCode::NotFound { what: "appointment", uid: appointment_uid.to_owned() }
                .at(&root.field("appointment_uid"))
        };
        let place = self.appointment_place(appointment_uid).ok_or_else(not_found);
        let own = Faults::of(|faults| {
            faults.note(now.checked(&root.field("now")));
            details.check(&root.field("details"), faults);
        });
        let (place, ()) = both(place, own)?;
        let record = self.record_at(place);
        let status = EventStatus::of(record, now.0);
        let method = match (status, details.attendees.is_empty()) {
            (EventStatus::Cancelled, _) => "CANCEL",
            (_, true) => "PUBLISH",
            (_, false) => "REQUEST",
        };
        let head = Head::with_method(method, details.organizer.is_some());
        Ok(Writer::calendar(&head, |calendar| event(calendar, self, record, details, status, now)))
    }

    /// A doctor's appointments that overlap `[from, to)` as a feed, by start: those that stand in the way of
    /// others at `now`, which are the `confirmed`, `completed` and `no_show` ones and the `held` ones
    /// whose hold has not expired. Their title is the name of their type, and they are at the location by
    /// its name.
    ///
    /// # Errors
    /// `not_found`; `out_of_range` and `empty_interval` for instants; `too_many` for a range over ten years
    /// and for more than 100,000 appointments; `wrong_type` for an organizer's address that is none.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, Actor, Command, at, days, hours, minutes};
    ///
    /// let mut clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    /// use frontdesk::icalendar::CalendarQuery;
    ///
    /// for command in [
    ///     Command::hold("mtg-1", "visit", monday + hours(9)).into(),
    ///     Command::confirm("mtg-1", Actor::Patient),
    /// ] {
    ///     for event in clinic.decide(&command, monday.into())? {
    ///         clinic.apply(&event);
    ///     }
    /// }
    /// let week = CalendarQuery::new("ada", monday..monday + days(7));
    /// let feed = clinic.appointments_as_icalendar(&week, monday.into())?;
    /// assert!(feed.contains("UID:mtg-1") && feed.contains("DTSTART:20260323T090000Z"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn appointments_as_icalendar(&self, query: &CalendarQuery, now: Instant) -> Result<String> {
        self.appointments_as_icalendar_titled(query, |_| None, now)
    }

    /// [`appointments_as_icalendar`](Self::appointments_as_icalendar) with titles of the caller's, by the
    /// appointment's uid, such as `Booked` for all where others may read along.
    ///
    /// # Errors
    /// As above, and `out_of_range` for a title over 10,000 characters.
    pub fn appointments_as_icalendar_titled(
        &self,
        query: &CalendarQuery,
        title: impl Fn(&Uid) -> Option<String>,
        now: Instant,
    ) -> Result<String> {
        let (member, range) = query.resolve(self, now)?;
        let agenda = &member.calendar.agenda;
        let bookings =
            agenda.from(agenda.first_running_at(range.start)).take_while(|booking| booking.start < range.end);
        let overlapping =
            bookings.filter(|booking| booking.end > range.start && now.0 < booking.blocks_until);
        let mut records: Vec<&Record> = overlapping.filter_map(|booking| self.record_of(&booking)).collect();
        check::count(records.len(), ICALENDAR_EVENTS_MAX, &Path::Root.field("to"))?;
        records.sort_unstable_by_key(|record| (record.start, &record.uid));
        let mut entries = Vec::with_capacity(records.len());
        for record in records {
            let details = EventDetails {
                summary: title(&record.uid),
                organizer: query.organizer.clone(),
                ..EventDetails::default()
            };
            Faults::of(|faults| details.check(&Path::Root.field("title"), faults))?;
            entries.push((record, details));
        }
        Ok(Writer::calendar(&query.head(Some("PUBLISH")), |calendar| {
            for (record, details) in &entries {
                event(calendar, self, record, details, EventStatus::of(record, now.0), now);
            }
        }))
    }
}

/// RFC 5545 §3.8.1.11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EventStatus {
    Tentative,
    Confirmed,
    Cancelled,
}

impl EventStatus {
    fn of(record: &Record, now: i64) -> Self {
        match record.status {
            AppointmentStatus::Held if now < record.hold_expires_at() => Self::Tentative,
            AppointmentStatus::Held | AppointmentStatus::Cancelled | AppointmentStatus::Expired => {
                Self::Cancelled
            }
            AppointmentStatus::Confirmed | AppointmentStatus::Completed | AppointmentStatus::NoShow => {
                Self::Confirmed
            }
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Tentative => "TENTATIVE",
            Self::Confirmed => "CONFIRMED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

fn event(
    calendar: &mut Writer,
    clinic: &Clinic,
    record: &Record,
    details: &EventDetails,
    status: EventStatus,
    now: Instant,
) {
    calendar.component("VEVENT", |event| {
        event.identity(&record.uid, now);
        // Its expiry counts, whether anybody has recorded it or not.
        let lapsed = record.status == AppointmentStatus::Held && status == EventStatus::Cancelled;
        event.write("SEQUENCE", &record.sequence().saturating_add(u32::from(lapsed)).to_string());
        event.write("DTSTART", &utc(record.start));
        event.write("DTEND", &utc(record.end));
        event.write("STATUS", status.text());
        let type_name = clinic.kind_name(record).or_else(|| record.type_name());
        let title = details.summary.as_deref().or(type_name).filter(|title| shows_something(title));
        event.text("SUMMARY", title.unwrap_or(NEUTRAL_SUMMARY));
        details.description.iter().for_each(|description| event.text("DESCRIPTION", description));
        let known = || clinic.locations_by_place().name(record.location?);
        details.location.as_deref().or_else(known).iter().for_each(|place| event.text("LOCATION", place));
        details.organizer.iter().for_each(|organizer| event.property(organizer.property("ORGANIZER")));
        let is_to_come = matches!(record.status, AppointmentStatus::Held | AppointmentStatus::Confirmed);
        for attendee in &details.attendees {
            let mut property = attendee.property("ATTENDEE");
            if is_to_come && status != EventStatus::Cancelled {
                property.add_parameter("PARTSTAT", "NEEDS-ACTION").add_parameter("RSVP", "TRUE");
            }
            event.property(property);
        }
    });
}

impl EventDetails {
    fn check(&self, path: &Path<'_>, faults: &mut Faults) {
        for (field, text) in
            [("summary", &self.summary), ("description", &self.description), ("location", &self.location)]
        {
            faults.note(check::text(text.as_ref(), 0, ICALENDAR_TEXT_CHARS_MAX, &path.field(field)));
        }
        let organizer = path.field("organizer");
        match &self.organizer {
            Some(named) => named.check(&organizer, faults),
            None if self.attendees.is_empty() => {}
            None => faults.add(ErrorCode::MissingField.at(&organizer)),
        }
        let list = path.field("attendees");
        if faults.is_ok(check::count(self.attendees.len(), ICALENDAR_ATTENDEES_MAX, &list)) {
            for (index, attendee) in self.attendees.iter().enumerate() {
                attendee.check(&list.index(index), faults);
            }
        }
    }
}
