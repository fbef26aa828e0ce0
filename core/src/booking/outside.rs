//! Appointments outside hours: what a change of rules, exceptions or clocks would leave there. Nothing is
//! ever moved silently.

use serde::{Deserialize, Serialize};

use crate::clinic::{Change, Clinic, Record};
use crate::error::{Path, Result};
use crate::model::appointment::AppointmentStatus;
use crate::order::sort_by;
use crate::slot::Reason;
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::wire::uid::Uid;

/// An appointment that its doctor's hours do not cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct OutsideHours {
    /// The appointment.
    pub appointment_uid: Uid,
    /// Its doctor.
    pub doctor_uid: Uid,
    /// Its start.
    pub start_date: Instant,
    /// `closed`, `blocked`, `other_location` and `outside_hours`, as [`explain`](Clinic::explain) gives them.
    pub reasons: Vec<Reason>,
}

impl Clinic {
    /// The live holds and confirmed appointments that start at `now` or later and that their doctor's open
    /// time does not cover, by start and uid. The grid, notices and other bookings have no say.
    ///
    /// # Errors
    /// `out_of_range` for `now`.
    pub fn outside_hours(&self, now: Instant) -> Result<Vec<OutsideHours>> {
        now.checked(&Path::Root.field("now"))?;
        let mut records: Vec<&Record> =
            self.records().filter(|record| record.start >= now.0 && is_to_come(record, now)).collect();
        sort_by(&mut records, |a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
        let outside = records.into_iter().filter_map(|record| {
            let member = self.member_at(record.doctor);
            let reasons =
                self.hours_against(member, Interval::new(record.start, record.end), record.location);
            (!reasons.is_empty()).then(|| OutsideHours {
                appointment_uid: record.uid.clone(),
                doctor_uid: member.doctor.uid.clone(),
                start_date: Instant(record.start),
                reasons,
            })
        });
        Ok(outside.collect())
    }

    /// What a change would leave [outside hours](Self::outside_hours) that is not there now. The clinic does
    /// not change: a copy of it does, so this costs what a copy costs.
    ///
    /// # Errors
    /// As [`change`](Self::change).
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, Actor, Change, Command, at, hours, minutes};
    ///
    /// let mut clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// for command in [
    ///     Command::hold("mtg-1", "visit", monday + hours(9)).into(),
    ///     Command::confirm("mtg-1", Actor::Patient),
    /// ] {
    ///     for event in clinic.decide(&command, monday.into())? {
    ///         clinic.apply(&event);
    ///     }
    /// }
    /// let afternoons = Doctor::new("ada").weekly([Weekday::Mon], at(14, 0)..at(18, 0));
    /// let left = clinic.would_leave_outside_hours(Change::PutDoctor { doctor: afternoons }, monday.into())?;
    /// assert_eq!(left[0].appointment_uid.as_str(), "mtg-1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn would_leave_outside_hours(&self, change: Change, now: Instant) -> Result<Vec<OutsideHours>> {
        let mut after = self.clone();
        after.change(change)?;
        self.left_outside_hours(&after, now)
    }

    /// What is [outside hours](Self::outside_hours) in another state of this clinic and not in this one:
    /// after a change, or with other time zone data.
    ///
    /// # Errors
    /// `out_of_range` for `now`.
    pub fn left_outside_hours(&self, after: &Clinic, now: Instant) -> Result<Vec<OutsideHours>> {
        let mut outside = after.outside_hours(now)?;
        outside.retain(|outside| {
            let before = self.appointment_place(&outside.appointment_uid).map(|place| self.record_at(place));
            before.is_none_or(|record| {
                let span = Interval::new(record.start, record.end);
                self.hours_against(self.member_at(record.doctor), span, record.location).is_empty()
            })
        });
        Ok(outside)
    }
}

fn is_to_come(record: &Record, now: Instant) -> bool {
    match record.status {
        AppointmentStatus::Held => now.0 < record.hold_expires_at(),
        status => status == AppointmentStatus::Confirmed,
    }
}
