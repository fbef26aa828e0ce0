//! The questions a clinic answers about slots.

use super::admit::{Scratch, admit};
use super::ask::{Ask, last_start};
use super::buffer::{List, PackedSlot, Rows, SlotBuffer};
use super::days::Days;
use super::query::{BookingOptions, DayWithSlots, DaysQuery, Slot, SlotQuery};
use super::question::{Named, Question};
use super::range::{Bounds, Range, check_coverage};
use super::sink::{Chunk, Sink};
use crate::clinic::{Clinic, Member};
use crate::error::faults::{Faults, both};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{DOCTOR_DAYS_MAX, SLOTS_MAX, bounds};
use crate::model::appointment_type::AppointmentType;
use crate::model::check;
use crate::model::doctor::Doctor;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::{Place, TypePlace};
use crate::prepared::policy::Policy;
use crate::time::instant::Instant;
use crate::time::zone::{DAY, day_date};

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
            location_uid: self.locations_by_number().uid(row.location).cloned(),
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

    /// The local days on which something can be booked, each with its first start. Slots are not listed.
    ///
    /// # Errors
    /// As `find_slots`; `unknown_timezone` for the calendar's zone.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, DaysQuery, at, days, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let query = DaysQuery::new("visit", monday..monday + days(14));
    /// let found: Vec<String> =
    ///     clinic.days_with_slots(&query, monday.into())?.iter().map(|day| day.date.to_string()).collect();
    /// assert_eq!(found, ["2026-03-23", "2026-03-30"]);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn days_with_slots(&self, query: &DaysQuery, now: Instant) -> Result<Vec<DayWithSlots>> {
        let question = Question::new(self, &query.named(), now);
        let (range, question) = both(Range::new(query.from, query.to), question)?;
        let zone = question.zone(self);
        range.check_work(question.doctor_count(self))?;
        check_coverage(&zone, Bounds { low: range.from, high: range.to, skip: i64::MIN }, range.field)?;
        let first_day = zone.day_of(range.from);
        let mut first_starts = vec![i64::MAX; (zone.day_of(range.to - 1) - first_day + 1) as usize];
        let mut scratch = Scratch::default();
        for (_, member) in question.members(self) {
            question
                .admit(member, range, &mut scratch, |_| Days::new(&zone, first_day, &mut first_starts))?;
        }
        let mut days = Vec::with_capacity(first_starts.len());
        for (date, start) in day_date(first_day).iter_days().zip(first_starts) {
            if start < i64::MAX {
                days.push(DayWithSlots { date, first_start_date: Instant(start) });
            }
        }
        Ok(days)
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

impl Calendar {
    /// The slots of a type in this calendar, packed into `buffer`. `PackedSlot::doctor` is 0. What is special
    /// to the doctor about the type is a clinic's business: the doctor's settings are not looked at, so
    /// the notice is that of the type. Bookings have no type here, so a type's limits count none of them.
    ///
    /// # Errors
    /// What [`Clinic::new`] says of a type and [`Clinic::find_slots`] of a range.
    pub fn find_slots_into(
        &self,
        appointment_type: &AppointmentType,
        from: Instant,
        to: Instant,
        now: Instant,
        buffer: &mut SlotBuffer,
    ) -> Result<()> {
        let SlotBuffer { rows, duration, own_durations, scratch } = buffer;
        rows.clear();
        own_durations.clear();
        let path = Path::Root.field("appointment_type");
        let kind = Faults::of(|faults| check::appointment_type(appointment_type, &path, faults));
        let times = both(Range::new(from, to), now.checked(&Path::Root.field("now")));
        let ((), (range, now)) = both(kind, times)?;
        let mut policy = Policy::new(appointment_type);
        // Here one doctor is all there are.
        policy.limits.append(&mut policy.clinic_limits);
        *duration = policy.duration;
        let is_group = policy.capacity > 1;
        if !policy.active || !self.active || (is_group && self.agenda.has_several_places()) {
            return Ok(());
        }
        let ask = Ask {
            policy: &policy,
            grid: policy.grid,
            // Nothing here has a type, so any is as good.
            kind: Some(TypePlace::at(0)),
            capacity: policy.capacity,
            seats: 1,
            duration: policy.duration,
            now,
            earliest: policy.earliest(self, policy.notice, now),
            latest: last_start(policy.duration, policy.latest(self, now)),
            from: range.from,
            to: range.to,
            excluded: None,
            gaps: policy.gaps,
            gaps_of_bookings: None,
            patient: &[],
            locations: None,
            week_starts_on: 0,
            of_clinic: None,
            patient_full: &[],
            located: None,
            times: None,
        };
        check_coverage(&self.zone, ask.bounds(), range.field)?;
        list(self, &ask, 0, None, rows, scratch);
        if rows.len() > SLOTS_MAX {
            rows.clear();
            return Err(ErrorCode::TooManySlots { limit: SLOTS_MAX as u64 }.at(&Path::Root));
        }
        Ok(())
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
fn list(
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

/// Whether anything can be booked.
struct Any(bool);

impl Sink for Any {
    fn free(&mut self, _: Chunk, bounds: &mut Bounds) {
        self.0 = true;
        bounds.high = i64::MIN;
    }
}
