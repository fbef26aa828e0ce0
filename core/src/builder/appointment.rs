//! Constructors and setters of appointments and locations, for Rust callers.

use std::ops::Range;

use chrono::{NaiveDateTime, TimeDelta};

use super::setters;
use super::units::whole_minutes;
use crate::model::appointment::{Appointment, AppointmentStatus, MeetingFormat};
use crate::model::location::{Location, Travel};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl Appointment {
    /// What is booked with a doctor.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{Appointment, minutes};
    ///
    /// let start = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
    /// let booked = Appointment::confirmed("mtg-1", "doc-456", start..start + minutes(30))
    ///     .appointment_type("apt-001")
    ///     .patient("pat-789");
    /// assert_eq!(booked.end_date.0 - booked.start_date.0, 1800);
    /// ```
    pub fn confirmed<T: Into<Instant>>(
        uid: impl Into<Uid>,
        doctor_uid: impl Into<Uid>,
        interval: Range<T>,
    ) -> Self {
        let (status, doctor_uid) = (AppointmentStatus::Confirmed, doctor_uid.into());
        Self::plain(uid.into(), status, doctor_uid, interval.start.into(), interval.end.into())
    }

    /// What is booked at a time on the doctor's own clock. A clinic that takes it in works out the instants.
    pub fn confirmed_local(
        uid: impl Into<Uid>,
        doctor_uid: impl Into<Uid>,
        interval: Range<NaiveDateTime>,
    ) -> Self {
        Self {
            local_start: Some(interval.start),
            local_end: Some(interval.end),
            ..Self::confirmed(uid, doctor_uid, Instant::UNKNOWN..Instant::UNKNOWN)
        }
    }
}

setters! { Appointment {
    /// Where it stands, instead of `confirmed`.
    status(status: AppointmentStatus) => status = status;
    /// Its type.
    appointment_type(uid: impl Into<Uid>) => appointment_type_uid = Some(uid.into());
    /// The patient.
    patient(uid: impl Into<Uid>) => patient_uid = Some(uid.into());
    /// When it was held first.
    created_at(at: impl Into<Instant>) => created_at = Some(at.into());
    /// First instant at which a hold no longer counts.
    hold_expires_at(at: impl Into<Instant>) => hold_expires_at = Some(at.into());
    /// When it was confirmed.
    confirmed_at(at: impl Into<Instant>) => confirmed_at = Some(at.into());
    /// Its video room.
    video_room(id: impl Into<Uid>) => video_room_id = Some(id.into());
    /// Where the meeting is held.
    meeting_format(format: MeetingFormat) => meeting_format = Some(format);
    /// Where it is.
    location(uid: impl Into<Uid>) => location_uid = Some(uid.into());
} }

impl Location {
    /// A place at which a clinic sees patients.
    pub fn new(uid: impl Into<Uid>) -> Self {
        Self { uid: uid.into(), name: None }
    }
}

setters! { Location {
    /// What it is called.
    name(name: impl Into<String>) => name = Some(name.into());
} }

impl Travel {
    /// How long a doctor needs from one location to another, and back unless the clinic says that too.
    pub fn between(from: impl Into<Uid>, to: impl Into<Uid>, length: TimeDelta) -> Self {
        Self { from_location_uid: from.into(), to_location_uid: to.into(), minutes: whole_minutes(length) }
    }
}
