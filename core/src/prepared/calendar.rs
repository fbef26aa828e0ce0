//! One doctor, prepared: the clock, the hours, the bookings, the limits.

use std::sync::Arc;

use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::model::check;
use crate::model::doctor::Doctor;
use crate::prepared::agenda::Agenda;
use crate::prepared::closures::Closures;
use crate::prepared::locations::Locations;
use crate::prepared::policy::Limit;
use crate::prepared::schedule::Schedule;
use crate::prepared::terms::Places;
use crate::prepared::windows::DayWindows;
use crate::time::instant::Instant;
use crate::time::interval::{Interval, united, without};
use crate::time::zone::Zone;

/// One doctor's clock, hours and bookings, ready to be asked for slots.
///
/// A [`Clinic`](crate::clinic::Clinic) keeps one per doctor. On its own it serves callers that have the
/// bookings at hand and want no clinic.
#[derive(Debug, Clone)]
pub struct Calendar {
    pub(crate) zone: Zone,
    pub(crate) active: bool,
    pub(crate) schedule: Schedule,
    pub(crate) agenda: Agenda,
    pub(crate) limits: Vec<Limit>,
}

impl Calendar {
    /// Prepares a doctor with bookings `(start, end)` in any order. The doctor's own `timezone` is not looked
    /// at: `zone` is the clock.
    ///
    /// # Errors
    /// What [`Clinic::new`](crate::clinic::Clinic::new) says of a doctor, and `empty_interval` or
    /// `out_of_range` at `bookings[…]`.
    ///
    /// ```
    /// use frontdesk::{AppointmentType, Calendar, Doctor, Instant, SlotBuffer, Zone, from_json};
    ///
    /// let doctor: Doctor = from_json(r#"{ "uid": "doc-456", "availability_rules": [
    ///     { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 720 } ] }"#)?;
    /// let kind: AppointmentType = from_json(r#"{ "uid": "apt-001", "duration_minutes": 60 }"#)?;
    /// let monday = 1_774_224_000; // 2026-03-23T00:00:00Z
    /// let calendar = Calendar::new(&doctor, &Zone::utc(), &[(monday + 10 * 3600, monday + 11 * 3600)])?;
    ///
    /// let mut buffer = SlotBuffer::new();
    /// let (monday, tuesday) = (Instant(monday), Instant(monday + 86_400));
    /// calendar.find_slots_into(&kind, monday, tuesday, monday, &mut buffer)?;
    /// let hours: Vec<i64> = buffer.slots().iter().map(|slot| (slot.start_date - monday.0) / 3600).collect();
    /// assert_eq!(hours, [9, 11]);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn new(doctor: &Doctor, zone: &Zone, bookings: &[(i64, i64)]) -> Result<Self> {
        let mut faults = Faults::default();
        check::doctor(doctor, &Path::Root, &mut faults);
        check::each_window(doctor, &Path::Root, &mut |whom, path| {
            if whom.types_named().next().is_some() || whom.appointment_type_uids.is_some() {
                let detail = "the types of windows are those of a clinic".to_owned();
                let field = match whom.appointment_type_uids {
                    Some(_) => "appointment_type_uids",
                    None => "type_limits",
                };
                faults.add(ErrorCode::Conflict { detail }.at(&path.field(field)));
            }
            if whom.location_uid.is_some() {
                let detail = "the locations of windows are those of a clinic".to_owned();
                faults.add(ErrorCode::Conflict { detail }.at(&path.field("location_uid")));
            }
        });
        faults.done()?;
        let (root, mut spans) = (Path::Root, Vec::with_capacity(bookings.len()));
        let list = root.field("bookings");
        for (index, &(start, end)) in bookings.iter().enumerate() {
            let path = list.index(index);
            Instant(start).checked(&path)?;
            Instant(end).checked(&path)?;
            if end <= start {
                return Err(ErrorCode::EmptyInterval { start, end }.at(&path));
            }
            spans.push(Interval::new(start, end));
        }
        let none = Closures::default();
        let places = Places { kind_of: &|_| None, locations: &Locations::default() };
        Ok(Self::prepare(doctor, zone.clone(), none, Arc::default(), Agenda::of_spans(spans), places))
    }

    /// When there are hours in a range, of whatever buffer, blocked time left out.
    pub(crate) fn hours(&self, range: Interval) -> Vec<Interval> {
        let Self { zone, schedule, .. } = self;
        let (first, last) = (zone.day_of(range.start), zone.day_of(range.end - 1));
        let (mut open, mut day) = (Vec::new(), DayWindows::default());
        for date in schedule.days_of_extras_running_at(range.start, first, zone).chain(first..=last) {
            schedule.windows_on(date, zone, &mut day);
            open.extend(day.windows.iter().flat_map(|window| day.pieces(window)).copied());
        }
        without(&united(open, range), &schedule.blocked_in(range, zone))
    }

    /// Prepares a doctor that has been checked.
    pub(crate) fn prepare(
        doctor: &Doctor,
        zone: Zone,
        own_closures: Closures,
        closures: Arc<Closures>,
        agenda: Agenda,
        places: Places<'_>,
    ) -> Self {
        Self {
            zone,
            active: doctor.active,
            schedule: Schedule::new(doctor, own_closures, closures, places),
            agenda: agenda.with_places(doctor.concurrent_appointments_max as usize),
            limits: doctor.limits.iter().map(Limit::new).collect(),
        }
    }
}
