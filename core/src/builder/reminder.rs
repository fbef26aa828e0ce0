//! Constructors and setters of reminders and quiet hours, for Rust callers.

use std::ops::Range;

use chrono::{NaiveTime, TimeDelta};

use super::setters;
use super::units::{end_minute_of_day, minute_of_day, whole_minutes};
use crate::model::reminder::{QuietHours, RecipientRole, Reminder};
use crate::wire::uid::Uid;

impl Reminder {
    /// A reminder that is due so long before the start. It says nothing until it is told how: by
    /// [`email`](Self::email) or [`sms`](Self::sms).
    ///
    /// ```
    /// use frontdesk::{RecipientRole, Reminder, at, hours};
    ///
    /// let day_before = Reminder::on_date("rem-1", "apt-001", 1, at(18, 0)).email();
    /// let soon = Reminder::before("rem-2", "apt-001", hours(2)).sms();
    /// assert_eq!((day_before.local_time, soon.minutes_before), (Some(1080), Some(120)));
    /// assert_eq!(soon.recipient_role, RecipientRole::Patient);
    /// ```
    pub fn before(uid: impl Into<Uid>, appointment_type_uid: impl Into<Uid>, length: TimeDelta) -> Self {
        let minutes_before = Some(whole_minutes(length));
        Self { minutes_before, ..Self::to_patient(uid.into(), appointment_type_uid.into()) }
    }

    /// A reminder that is due at a time of the doctor's clock, so many dates before that of the start.
    pub fn on_date(
        uid: impl Into<Uid>,
        appointment_type_uid: impl Into<Uid>,
        days_before: u32,
        time: NaiveTime,
    ) -> Self {
        let (days_before, local_time) = (Some(days_before.into()), Some(minute_of_day(time)));
        Self { days_before, local_time, ..Self::to_patient(uid.into(), appointment_type_uid.into()) }
    }

    fn to_patient(uid: Uid, appointment_type_uid: Uid) -> Self {
        Self {
            uid,
            appointment_type_uid,
            recipient_role: RecipientRole::Patient,
            minutes_before: None,
            days_before: None,
            local_time: None,
            send_email: false,
            send_sms: false,
            active: true,
        }
    }
}

setters! { Reminder {
    /// Who is reminded, instead of the patient.
    recipient(role: RecipientRole) => recipient_role = role;
    /// By email.
    email() => send_email = true;
    /// By text message.
    sms() => send_sms = true;
    /// It is never due.
    inactive() => active = false;
} }

impl QuietHours {
    /// Hours in which nobody is reminded; over midnight, unless they end after they start.
    pub fn new(hours: Range<NaiveTime>) -> Self {
        Self { start_time: minute_of_day(hours.start), end_time: end_minute_of_day(hours.end) }
    }
}
