//! Which slots can be booked, as a list: all, the earliest, or packed. Callers of [`Clinic`] ask for it.

use super::admit::{Scratch, admit};
use super::ask::Ask;
use super::buffer::{List, PackedSlot, Rows, SlotBuffer};
use super::query::{Slot, SlotQuery};
use super::question::{Named, Question};
use super::range::{Range, check_coverage};
use crate::clinic::{Clinic, Member};
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{DOCTOR_DAYS_MAX, SLOTS_MAX, bounds};
use crate::model::check;
use crate::model::doctor::Doctor;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::LocationPlace;
use crate::time::instant::Instant;
use crate::time::zone::DAY;

impl Clinic {
    /// The slots that can be booked, by start and doctor, and by location where there are several.
    ///
    /// # Errors
    /// `not_found` for a type, doctor or appointment that the clinic does not know; `empty_interval`,
    /// `out_of_range` and `too_many` for the range; `too_many_slots` for an answer of more than five
    /// million; `timezone_data_ends` where the caller's own zone data ends.
    ///
    /// ```
    /// use frontdesk::{Clinic, Instant, SlotQuery, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{
    ///     "timezone": "Europe/Berlin",
    ///     "appointment_types": [ { "uid": "apt-001", "duration_minutes": 30 } ],
    ///     "doctors": [ { "uid": "doc-456", "availability_rules": [
    ///         { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 600 } ] } ]
    /// }"#)?)?;
    /// let monday = Instant(1_774_220_400); // 2026-03-23T00:00 in Berlin
    /// let query = SlotQuery::new("apt-001", monday..Instant(monday.0 + 86_400));
    /// let slots = clinic.find_slots(&query, monday)?;
    /// let starts: Vec<i64> = slots.iter().map(|slot| slot.start_date.0 - monday.0).collect();
    /// assert_eq!(starts, [9 * 3600, 9 * 3600 + 1800]);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn find_slots(&self, query: &SlotQuery, now: Instant) -> Result<Vec<Slot>> {
        let mut buffer = SlotBuffer::new();
        self.fill(query, Order::ByStart, now, &mut buffer)?;
        let slot = |row: &PackedSlot| Slot {
            start_date: Instant(row.start_date),
            end_date: Instant(row.start_date + buffer.duration_seconds_of(row)),
            doctor_uid: self.member_at(self.ranks()[row.doctor as usize]).doctor.uid.clone(),
            seats_left: u32::from(row.seats_left),
            location_uid: LocationPlace::numbered(row.location)
                .and_then(|place| self.locations_by_place().uid(place))
                .cloned(),
        };
        Ok(buffer.slots().iter().map(slot).collect())
    }

    /// [`find_slots`](Self::find_slots), packed into `buffer`.
    ///
    /// # Errors
    /// As `find_slots`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, SlotBuffer, SlotQuery, at, days, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// // One buffer for many questions: nothing is allocated once it is large enough.
    /// let mut buffer = SlotBuffer::new();
    /// for week in [0, 7] {
    ///     let from = monday + days(week);
    ///     let query = SlotQuery::new("visit", from..from + days(7));
    ///     clinic.find_slots_into(&query, monday.into(), &mut buffer)?;
    ///     assert_eq!(buffer.slots().len(), 2);
    /// }
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn find_slots_into(&self, query: &SlotQuery, now: Instant, buffer: &mut SlotBuffer) -> Result<()> {
        self.fill(query, Order::ByStart, now, buffer)
    }

    /// The same slots doctor by doctor, each doctor's by start: for bulk, where sorting a million rows would
    /// cost more than finding them.
    ///
    /// # Errors
    /// As `find_slots`; `conflict` for a `limit`, which would cut by start.
    pub fn find_slots_by_doctor_into(
        &self,
        query: &SlotQuery,
        now: Instant,
        buffer: &mut SlotBuffer,
    ) -> Result<()> {
        self.fill(query, Order::ByDoctor, now, buffer)
    }

    /// The earliest slots of any of the doctors: `limit` of them, one if it is null. Later ones are not
    /// computed.
    ///
    /// # Errors
    /// As `find_slots`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, SlotQuery, at, days, hours, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let query = SlotQuery::new("visit", monday..monday + days(90));
    /// let slots = clinic.first_slots(&query, monday.into())?;
    /// assert_eq!(slots[0].start_date, (monday + hours(9)).into());
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn first_slots(&self, query: &SlotQuery, now: Instant) -> Result<Vec<Slot>> {
        match query.limit {
            Some(_) => self.find_slots(query, now),
            None => self.find_slots(&SlotQuery { limit: Some(1), ..query.clone() }, now),
        }
    }

    /// Checks a query as [`find_slots`](Self::find_slots) does, and looks for nothing: for those who keep a
    /// query to ask it again.
    ///
    /// # Errors
    /// As `find_slots`, but for what depends on the instant at which it is asked: whether the answer has too
    /// many slots, and where the caller's own zone data ends.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{AppointmentType, Clinic, SlotQuery, days, minutes};
    ///
    /// let clinic =
    ///     Clinic::builder().appointment_type(AppointmentType::new("visit", minutes(30))).build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// assert!(clinic.check_query(&SlotQuery::new("visit", monday..monday + days(7))).is_ok());
    /// assert!(clinic.check_query(&SlotQuery::new("visti", monday..monday + days(7))).is_err());
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn check_query(&self, query: &SlotQuery) -> Result<()> {
        self.checked(query, Order::ByStart, Instant(0)).map(drop)
    }

    /// A query that can be answered, and its range.
    fn checked(&self, query: &SlotQuery, order: Order, now: Instant) -> Result<(Range, Question<'_>)> {
        let asked = both(Range::new(query.from, query.to), Question::new(self, &query.named(), now));
        let ((range, question), ()) = both(asked, check_limit(query.limit, order))?;
        question.wished.check_range(range)?;
        if query.limit.is_none() {
            range.check_work(question.doctor_count(self))?;
        }
        Ok((range, question))
    }

    /// Fills the buffer.
    fn fill(&self, query: &SlotQuery, order: Order, now: Instant, buffer: &mut SlotBuffer) -> Result<()> {
        let SlotBuffer { rows, duration, own_durations, scratch } = buffer;
        rows.clear();
        own_durations.clear();
        let (mut range, question) = self.checked(query, order, now)?;
        *duration = question.duration_of_most();
        let limit = query.limit.map(|limit| limit as usize);
        // With a limit, every doctor's starts need only be looked for before the last of the slots so far.
        let mut walked = 0;
        for (rank, member) in question.members(self) {
            let (ask, cause) = question.ask(member, range.from, range.to);
            if cause.is_some() || question.offers_nothing() {
                continue;
            }
            check_coverage(&member.calendar.zone, ask.bounds(), range.field)?;
            // Where little is found, a limit stops nothing.
            walked += range.days() as usize;
            check::count(walked, DOCTOR_DAYS_MAX, &Path::Root.field("to"))?;
            if ask.duration != *duration {
                own_durations.push((rank, ask.duration));
            }
            let before = rows.len();
            list(&member.calendar, &ask, rank, limit, rows, scratch);
            if let Some(limit) = limit.filter(|limit| rows.len() >= *limit && rows.len() > before) {
                rows.sort_by_start();
                rows.truncate(limit);
                range.to = rows.as_slice().last().map_or(range.to, |last| range.to.min(last.start_date));
            }
            if rows.len() > SLOTS_MAX {
                rows.clear();
                return Err(ErrorCode::TooManySlots { limit: SLOTS_MAX as u64 }.at(&Path::Root));
            }
            if range.to <= range.from {
                break;
            }
        }
        if order == Order::ByStart && question.doctor_count(self) > 1 {
            rows.sort_by_start();
        }
        Ok(())
    }

    /// The doctors that offer a type, by uid, whether or not they have time for it.
    ///
    /// # Errors
    /// `not_found` for a type that is not there.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, at, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    /// # let _ = monday;
    /// let doctors = clinic.doctors_offering("visit")?;
    /// assert_eq!(doctors[0].uid.as_str(), "ada");
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn doctors_offering(&self, appointment_type_uid: &str) -> Result<Vec<&Doctor>> {
        let named = Named { appointment_type_uid, ..Named::default() };
        let question = Question::new(self, &named, Instant(0))?;
        let offers = |member: &Member| question.policy.active && question.ask(member, 0, 0).1.is_none();
        Ok(question
            .members(self)
            .filter(|(_, member)| offers(member))
            .map(|(_, member)| &*member.doctor)
            .collect())
    }
}

/// A limit cuts by start.
fn check_limit(limit: Option<i64>, order: Order) -> Result<()> {
    let path = Path::Root.field("limit");
    match (limit, order) {
        (None, _) => Ok(()),
        (Some(limit), Order::ByStart) => check::within(limit, bounds::SLOT_LIMIT, &path),
        (Some(_), Order::ByDoctor) => {
            let detail = "the first slots by start are not those of the first doctors".to_owned();
            Err(ErrorCode::Conflict { detail }.at(&path))
        }
    }
}

/// Adds the slots of one doctor to `rows`.
pub(super) fn list(
    calendar: &Calendar,
    ask: &Ask<'_>,
    rank: u32,
    limit: Option<usize>,
    rows: &mut Rows,
    scratch: &mut Scratch,
) {
    if limit.is_none() && rows.is_fresh() {
        // One allocation for all, where rules are all there is.
        let bounds = ask.bounds();
        let weeks = (bounds.high - bounds.low).max(0) / (7 * DAY) + 2;
        let estimate = weeks * calendar.schedule.starts_per_week(|buffer| ask.step(buffer));
        rows.reserve((estimate as usize).min(SLOTS_MAX));
    }
    let mut sink = List::new(rows, limit, rank, &calendar.agenda, ask);
    admit(calendar, ask, scratch, &mut sink);
    sink.finish();
}

/// The order of slots. They come doctor by doctor, and each doctor's by start.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    ByStart,
    ByDoctor,
}
