//! Constructors and setters of queries about calendars, for Rust callers.

use std::ops::Range;

use super::{adders, setters};
use crate::icalendar::{BusyTimeQuery, CalendarQuery, CalendarUser, EventDetails};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl CalendarQuery {
    /// The calendar of a doctor in `interval`.
    pub fn new<T: Into<Instant>>(doctor_uid: impl Into<Uid>, interval: Range<T>) -> Self {
        let (from, to) = (interval.start.into(), interval.end.into());
        Self { doctor_uid: doctor_uid.into(), from, to, ..Self::default() }
    }
}

setters! { CalendarQuery {
    /// In whose name it is published.
    organizer(organizer: CalendarUser) => organizer = Some(organizer);
    /// What a program that subscribes to it calls it.
    name(name: impl Into<String>) => name = Some(name.into());
} }

impl BusyTimeQuery {
    /// When a doctor is busy in `interval`, by a calendar of somebody else.
    pub fn new<T: Into<Instant>>(doctor_uid: impl Into<Uid>, interval: Range<T>) -> Self {
        let (from, to) = (interval.start.into(), interval.end.into());
        Self { doctor_uid: doctor_uid.into(), from, to, ..Self::default() }
    }
}

setters! { BusyTimeQuery {
    /// What each uid begins with.
    uid_prefix(prefix: impl Into<String>) => uid_prefix = prefix.into();
    /// The addresses of the calendar's owner: what they have declined is not busy.
    addresses(addresses: impl IntoIterator<Item = impl Into<String>>) =>
        addresses = addresses.into_iter().map(Into::into).collect();
} }

setters! { EventDetails {
    /// The title.
    summary(text: impl Into<String>) => summary = Some(text.into());
    /// More about it.
    description(text: impl Into<String>) => description = Some(text.into());
    /// Where it takes place.
    location(text: impl Into<String>) => location = Some(text.into());
    /// In whose name it is sent.
    organizer(organizer: CalendarUser) => organizer = Some(organizer);
} }

adders! { EventDetails {
    /// One more who is invited.
    attendee(attendee: CalendarUser) => attendees;
} }
