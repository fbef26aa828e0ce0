//! Whether one start can be booked, for callers of [`Clinic`] and for a [`Wish`](super::wish::Wish).

use super::admit::Scratch;
use super::query::BookingOptions;
use super::question::{Named, Question};
use super::range::{Bounds, Range};
use super::sink::{Chunk, Sink};
use crate::clinic::{Clinic, Member};
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::time::instant::Instant;

impl Clinic {
    /// Whether this start can be booked with this doctor: whether [`find_slots`](Self::find_slots), asked for
    /// the same patient by the same, would list it.
    ///
    /// # Errors
    /// As `find_slots`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, BookingOptions, at, hours, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let anybody = BookingOptions::default();
    /// let at_nine = (monday + hours(9)).into();
    /// assert!(clinic.is_bookable("visit", "ada", at_nine, &anybody, monday.into())?);
    /// assert!(!clinic.is_bookable("visit", "ada", (monday + hours(10)).into(), &anybody, monday.into())?);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn is_bookable(
        &self,
        appointment_type_uid: &str,
        doctor_uid: &str,
        start: Instant,
        options: &BookingOptions,
        now: Instant,
    ) -> Result<bool> {
        let root = Path::Root;
        let BookingOptions { duration_minutes, seats, patient_uid, by, location_uids } = options;
        let named = Named {
            appointment_type_uid,
            patient_uid: patient_uid.as_ref(),
            by: *by,
            duration_minutes: *duration_minutes,
            seats: *seats,
            location_uids: location_uids.as_deref(),
            ..Named::default()
        };
        let place = self.doctor_place(doctor_uid).ok_or_else(|| {
            ErrorCode::NotFound { what: "doctor", uid: doctor_uid.to_owned() }.at(&root.field("doctor_uid"))
        });
        let asked = both(place, start.checked(&root.field("start")));
        let (question, (place, start)) = both(Question::new(self, &named, now), asked)?;
        self.offers(&question, self.member_at(place), Range { from: start, to: start + 1, field: "start" })
    }

    /// Whether a start that has been checked, as the range that holds it alone, can be booked with a doctor.
    pub(super) fn offers(&self, question: &Question<'_>, member: &Member, start: Range) -> Result<bool> {
        let found = question.admit(member, start, &mut Scratch::default(), |_| Any(false))?;
        Ok(found.is_some_and(|Any(found)| found))
    }
}

/// Whether anything can be booked.
struct Any(bool);

impl Sink for Any {
    fn free(&mut self, _: Chunk<'_>, bounds: &mut Bounds) {
        self.0 = true;
        bounds.high = i64::MIN;
    }
}
