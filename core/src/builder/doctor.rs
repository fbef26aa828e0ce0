//! Constructors and setters of doctors and of their settings for a type, for Rust callers.

use std::ops::Range;

use chrono::{NaiveTime, TimeDelta, Weekday};

use super::units::whole_minutes;
use super::{adders, setters};
use crate::model::availability::{AvailabilityException, AvailabilityRule, DateOverride};
use crate::model::doctor::{AppointmentTypeSetting, Doctor};
use crate::model::limit::BookingLimit;
use crate::wire::uid::Uid;

impl Doctor {
    /// An active doctor without hours.
    ///
    /// ```
    /// use chrono::Weekday::{Fri, Mon, Tue};
    /// use frontdesk::{AppointmentTypeSetting, Doctor, at, minutes};
    ///
    /// let doctor = Doctor::new("doc-456")
    ///     .display_name("Dr. Schmidt")
    ///     .weekly([Mon, Tue], at(9, 0)..at(12, 0))
    ///     .weekly([Fri], at(14, 0)..at(18, 0))
    ///     .setting(AppointmentTypeSetting::new("apt-001").duration(minutes(45)));
    /// assert_eq!(doctor.availability_rules.len(), 3);
    /// ```
    pub fn new(uid: impl Into<Uid>) -> Self {
        Self { uid: uid.into(), ..Self::default() }
    }

    /// The same hours on each of these weekdays: a rule for each, called `rule-1`, `rule-2` and so on.
    #[must_use]
    pub fn weekly(mut self, weekdays: impl IntoIterator<Item = Weekday>, hours: Range<NaiveTime>) -> Self {
        for weekday in weekdays {
            let uid = self.free_rule_uid();
            self.availability_rules.push(AvailabilityRule::weekly(uid, weekday, hours.clone()));
        }
        self
    }

    /// The first of `rule-1`, `rule-2` and so on, from the number of rules on, that no rule has.
    fn free_rule_uid(&self) -> Uid {
        let rules = &self.availability_rules;
        let names = (rules.len() + 1..).map(|number| Uid::from(format!("rule-{number}")));
        let mut free = names.filter(|uid| rules.iter().all(|rule| rule.uid != *uid));
        free.next().unwrap_or_default()
    }
}

setters! { Doctor {
    /// The doctor's name.
    display_name(name: impl Into<String>) => display_name = Some(name.into());
    /// IANA zone of the doctor's clock.
    timezone(name: impl Into<String>) => timezone = Some(name.into());
    /// The doctor's video room, for types whose rooms are `persistent_per_provider`.
    video_room(id: impl Into<Uid>) => video_room_id = Some(id.into());
    /// How many appointments the doctor has at the same time at most: chairs, say.
    concurrent_appointments_max(most: u32) => concurrent_appointments_max = most.into();
    /// The doctor can't be booked.
    inactive() => active = false;
} }

adders! { Doctor {
    /// One more weekly window, or recurring time off.
    rule(rule: AvailabilityRule) => availability_rules;
    /// One more stretch of extra hours or time off.
    exception(exception: AvailabilityException) => availability_exceptions;
    /// The windows of one more date.
    date_override(windows: DateOverride) => date_overrides;
    /// What is special to the doctor about one more type.
    setting(setting: AppointmentTypeSetting) => appointment_type_settings;
    /// One more limit of appointments of all types.
    limit(limit: BookingLimit) => limits;
} }

impl AppointmentTypeSetting {
    /// An active setting that says nothing yet: the doctor offers the type.
    pub fn new(appointment_type_uid: impl Into<Uid>) -> Self {
        Self { appointment_type_uid: appointment_type_uid.into(), ..Self::default() }
    }
}

setters! { AppointmentTypeSetting {
    /// Booking notice of this doctor for the type.
    booking_min_notice(length: TimeDelta) => booking_min_notice_minutes = Some(whole_minutes(length));
    /// For types whose doctor is chosen by `priority`: the least is booked first.
    priority(priority: u32) => priority = Some(priority.into());
    /// How much of the work this doctor takes beside others, of whom each takes 100.
    weight(weight: u32) => weight = Some(weight.into());
    /// How long an appointment of the type takes with this doctor.
    duration(length: TimeDelta) => duration_minutes = Some(whole_minutes(length));
    /// The gap before an appointment of the type with this doctor.
    buffer_before(gap: TimeDelta) => buffer_before_minutes = Some(whole_minutes(gap));
    /// The gap after an appointment of the type with this doctor.
    buffer_after(gap: TimeDelta) => buffer_after_minutes = Some(whole_minutes(gap));
    /// The setting counts as absent.
    inactive() => active = false;
} }
