//! Constructors and setters of queries about slots, for Rust callers.

use std::ops::Range;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::units::{end_minute_of_day, minute_of_day, weekday_number, whole_minutes};
use super::{setters, uids};
use crate::model::appointment::Actor;
use crate::model::grid::Grid;
use crate::slot::{BookingOptions, DaysQuery, ExplainQuery, SlotQuery, WishedTime};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl SlotQuery {
    /// Which slots of a type start in `starts`?
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{SlotQuery, days};
    ///
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    /// let query = SlotQuery::new("apt-001", monday..monday + days(7)).doctors(["doc-456"]).limit(3);
    /// assert_eq!((query.to.0 - query.from.0, query.limit), (604_800, Some(3)));
    /// ```
    pub fn new<T: Into<Instant>>(appointment_type_uid: impl Into<Uid>, starts: Range<T>) -> Self {
        let (from, to) = (starts.start.into(), starts.end.into());
        Self { appointment_type_uid: appointment_type_uid.into(), from, to, ..Self::default() }
    }
}

setters! { SlotQuery {
    /// Only the first so many slots, by start and doctor.
    limit(slots: u32) => limit = Some(slots.into());
    /// On whose clock the times are.
    timezone(name: impl Into<String>) => timezone = Some(name.into());
    /// Only starts at one of these times.
    times(times: impl IntoIterator<Item = WishedTime>) => times = times.into_iter().collect();
} }

impl DaysQuery {
    /// On which days do slots of a type start in `starts`?
    pub fn new<T: Into<Instant>>(appointment_type_uid: impl Into<Uid>, starts: Range<T>) -> Self {
        let (from, to) = (starts.start.into(), starts.end.into());
        Self { appointment_type_uid: appointment_type_uid.into(), from, to, ..Self::default() }
    }
}

setters! { DaysQuery {
    /// Whose calendar the days are of, and on whose clock the times are.
    timezone(name: impl Into<String>) => timezone = Some(name.into());
    /// Only starts at one of these times.
    times(times: impl IntoIterator<Item = WishedTime>) => times = times.into_iter().collect();
} }

impl ExplainQuery {
    /// Why can a start not be booked?
    pub fn new(appointment_type_uid: impl Into<Uid>, start: impl Into<Instant>) -> Self {
        let start_date = Some(start.into());
        Self { appointment_type_uid: appointment_type_uid.into(), start_date, ..Self::default() }
    }

    /// Why can a start on each doctor's own clock not be booked?
    pub fn local(appointment_type_uid: impl Into<Uid>, start: NaiveDateTime) -> Self {
        let local_start = Some(start);
        Self { appointment_type_uid: appointment_type_uid.into(), local_start, ..Self::default() }
    }
}

/// What the questions have in common.
macro_rules! questions {
    ($($query:ident),*) => {
        $(setters! { $query {
            /// Only these doctors.
            doctors(doctors: impl IntoIterator<Item = impl Into<Uid>>) => doctor_uids = Some(uids(doctors));
            /// An appointment that is to be moved: it is not in its own way.
            exclude_appointment(uid: impl Into<Uid>) => exclude_appointment_uid = Some(uid.into());
            /// The grid of starts, instead of the type's.
            grid(grid: Grid) => grid = Some(grid);
        } })*
    };
}

questions!(SlotQuery, DaysQuery, ExplainQuery);

/// What is asked of a start, whatever else is.
macro_rules! options {
    ($($query:ident),*) => {
        $(setters! { $query {
            /// How long, one of the type's lengths.
            duration(length: TimeDelta) => duration_minutes = Some(whole_minutes(length));
            /// How many seats of one group visit one appointment is to take.
            seats(seats: u32) => seats = Some(seats.into());
            /// For whom: the patient's other appointments and live holds count.
            patient(uid: impl Into<Uid>) => patient_uid = Some(uid.into());
            /// Who asks.
            by(actor: Actor) => by = actor;
            /// Only windows at these locations.
            locations(locations: impl IntoIterator<Item = impl Into<Uid>>) =>
                location_uids = Some(uids(locations));
        } })*
    };
}

options!(SlotQuery, DaysQuery, ExplainQuery, BookingOptions);

impl WishedTime {
    /// These hours of any day.
    pub fn daily(hours: Range<NaiveTime>) -> Self {
        Self { weekday: None, from: minute_of_day(hours.start), to: end_minute_of_day(hours.end) }
    }

    /// These hours of one weekday.
    pub fn weekly(weekday: Weekday, hours: Range<NaiveTime>) -> Self {
        Self { weekday: Some(weekday_number(weekday)), ..Self::daily(hours) }
    }
}
