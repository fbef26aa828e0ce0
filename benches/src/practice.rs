//! Made-up practices: doctors, their hours and their bookings, always the same for the same size.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::{America, Europe, Tz};
use frontdesk::{
    Appointment, AppointmentType, AvailabilityRule, Calendar, Clinic, ClinicSnapshot, Doctor, Instant,
    SlotBuffer, SlotQuery, Uid, Zone,
};
use serde_json::json;

use crate::baseline::{Busy, Diary, Range, Visit, boundary};

const DURATION_MINUTES: i64 = 30;
const BUFFER_MINUTES: i64 = 10;
const NOTICE_MINUTES: i64 = 240;

/// What can be booked in every practice: thirty minutes, with a notice of four hours.
pub const TYPE_UID: &str = "apt-001";

/// Doctors with six weekly windows each, of which about a quarter is booked.
#[derive(Debug)]
pub struct Practice {
    /// By uid.
    pub staff: Vec<Staff>,
    first: NaiveDate,
    days: u64,
}

/// One doctor.
#[derive(Debug)]
pub struct Staff {
    /// The doctor's zone.
    pub zone: Tz,
    /// The doctor, as the engine knows them.
    pub doctor: Doctor,
    /// What is booked, in no order, as `(start, end)`. No two overlap.
    pub bookings: Vec<(i64, i64)>,
}

impl Practice {
    /// A practice in Berlin that is booked from Monday, 2 March 2026 on, for so many days. Four weeks in, the
    /// clocks change.
    pub fn new(doctors: usize, days: u64) -> Self {
        let first = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date of the calendar");
        let staff = (0..doctors).map(|index| Staff::new(index, Europe::Berlin, first, days)).collect();
        Self { staff, first, days }
    }

    /// The same, but every eighth doctor lives by the clock of New York.
    pub fn on_two_continents(doctors: usize, days: u64) -> Self {
        let mut practice = Self::new(doctors, days);
        for (index, staff) in practice.staff.iter_mut().enumerate().skip(7).step_by(8) {
            *staff = Staff::new(index, America::New_York, practice.first, days);
            staff.doctor.timezone = Some(America::New_York.name().to_owned());
        }
        practice
    }

    /// The booked days, asked about at eight in the morning of the first.
    pub fn range(&self) -> Range {
        let from = boundary(Europe::Berlin, self.first, 0);
        let end = self.first + chrono::Days::new(self.days);
        Range { from, to: boundary(Europe::Berlin, end, 0), now: from + TimeDelta::hours(8) }
    }

    /// The question for the slots of one doctor.
    pub fn query_of(&self, index: usize) -> SlotQuery {
        SlotQuery { doctor_uids: Some(vec![self.staff[index].doctor.uid.clone()]), ..query(self.range()) }
    }

    /// Everybody and everything, as the engine takes it in.
    pub fn snapshot(&self) -> ClinicSnapshot {
        ClinicSnapshot {
            timezone: Some(Europe::Berlin.name().to_owned()),
            appointment_types: vec![appointment_type()],
            doctors: self.staff.iter().map(|staff| staff.doctor.clone()).collect(),
            appointments: self.appointments(),
            ..ClinicSnapshot::default()
        }
    }

    /// The same with windows of three kinds, one after the other: for every type; for this one alone; for
    /// this one until two days before. And with a gap of the type, which is that of the windows. So the slots
    /// are those of [`snapshot`](Self::snapshot), and what is measured is what it costs to say more.
    pub fn snapshot_of_three_kinds(&self) -> ClinicSnapshot {
        let mut snapshot = self.snapshot();
        for of_type in &mut snapshot.appointment_types {
            of_type.buffer_before_minutes = BUFFER_MINUTES;
            of_type.buffer_after_minutes = BUFFER_MINUTES;
        }
        for doctor in &mut snapshot.doctors {
            for (number, rule) in doctor.availability_rules.iter_mut().enumerate().filter(|(n, _)| n % 3 > 0)
            {
                rule.appointment_type_uids = Some(vec![TYPE_UID.into()]);
                rule.reserved_until_minutes_before = (number % 3 == 2).then_some(2 * 1_440);
            }
        }
        snapshot
    }

    /// The bookings of all, doctor by doctor.
    pub fn appointments(&self) -> Vec<Appointment> {
        let template: Appointment = serde_json::from_value(json!({
            "uid": "mtg", "status": "confirmed", "doctor_uid": "doc", "start_date": 0, "end_date": 0,
            "appointment_type_uid": TYPE_UID,
        }))
        .expect("an appointment of the documented API");
        let bookings = self
            .staff
            .iter()
            .flat_map(|staff| staff.bookings.iter().map(|booking| (&staff.doctor.uid, booking)));
        let appointment = |(index, (doctor_uid, &(start, end))): (usize, (&Uid, &(i64, i64)))| Appointment {
            uid: format!("mtg-{index:06}").into(),
            doctor_uid: doctor_uid.clone(),
            patient_uid: Some(format!("pat-{:05}", index * 7 % 100_000).into()),
            start_date: Instant(start),
            end_date: Instant(end),
            ..template.clone()
        };
        bookings.enumerate().map(appointment).collect()
    }

    /// The practice, prepared by the engine.
    pub fn clinic(&self) -> Clinic {
        Clinic::new(self.snapshot()).expect("a valid clinic")
    }

    /// Each doctor alone, prepared by the engine.
    pub fn calendars(&self) -> Vec<Calendar> {
        let mut zones: HashMap<Tz, Zone> = HashMap::new();
        let calendar = |staff: &Staff| {
            let zone = zones
                .entry(staff.zone)
                .or_insert_with(|| Zone::named(staff.zone.name()).expect("a zone of the tz database"));
            Calendar::new(&staff.doctor, zone, &staff.bookings).expect("a valid doctor")
        };
        self.staff.iter().map(calendar).collect()
    }

    /// Each doctor, prepared by the baseline.
    pub fn diaries(&self) -> Vec<Diary> {
        self.staff
            .iter()
            .map(|staff| Diary::new(staff.zone, &staff.doctor.availability_rules, &staff.busy()))
            .collect()
    }
}

impl Staff {
    fn new(index: usize, zone: Tz, first: NaiveDate, days: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(index as u64);
        let uid = Uid::from(format!("doc-{index:05}"));
        let rules = rules(&mut random, index);
        let mut bookings = Vec::new();
        for date in first.iter_days().take(days as usize) {
            for rule in
                rules.iter().filter(|rule| rule.weekday == i64::from(date.weekday().num_days_from_monday()))
            {
                let ends =
                    [rule.start_time, rule.end_time].map(|minute| boundary(zone, date, minute).timestamp());
                book(&mut random, ends, &mut bookings);
            }
        }
        random.shuffle(&mut bookings);
        let doctor = Doctor { uid, active: true, availability_rules: rules, ..Doctor::default() };
        Self { zone, doctor, bookings }
    }

    /// The bookings, as the baseline takes them.
    pub fn busy(&self) -> Vec<Busy> {
        self.bookings.iter().map(|&(start, end)| (utc(start), utc(end))).collect()
    }
}

/// Six windows of six and a half to eight hours: Monday to Friday, and mostly Saturday; for some an evening
/// instead, for a few the night to Sunday, which runs into the change of the clocks and for once starts in
/// the hour that is skipped.
fn rules(random: &mut fastrand::Rng, index: usize) -> Vec<AvailabilityRule> {
    let mut hours: Vec<(i64, i64, i64)> = (0..6)
        .map(|weekday| {
            let start = 420 + 15 * random.i64(0..=8);
            (weekday, start, start + 390 + 15 * random.i64(0..=6))
        })
        .collect();
    if index % 61 == 5 {
        hours[5] = (6, 150, 570);
    } else if random.u8(..) < 64 {
        hours[5] = (random.i64(0..5), 1_065, 1_215 + 15 * random.i64(0..=6));
    }
    let rule = |(number, (weekday, start_time, end_time))| AvailabilityRule {
        uid: format!("rule-{number:03}").into(),
        weekday,
        start_time,
        end_time,
        buffer_minutes: BUFFER_MINUTES,
        ..AvailabilityRule::default()
    };
    (1..).zip(hours).map(rule).collect()
}

/// Books a window: one in twenty fully, the others up to nine twentieths. Most bookings are slots of the
/// grid, some are longer, and a few were put in by hand, where the grid has no slot.
fn book(random: &mut fastrand::Rng, [start, end]: [i64; 2], bookings: &mut Vec<(i64, i64)>) {
    let load = if random.u8(..) < 13 { 1.0 } else { 0.44 * random.f64() };
    let step = (DURATION_MINUTES + BUFFER_MINUTES) * 60;
    let mut at = start;
    while at + DURATION_MINUTES * 60 <= end {
        if random.f64() < load {
            match random.u8(..100) {
                0..5 => {
                    let at = at + 60 * random.i64(1..=15);
                    bookings.push((at, at + 20 * 60));
                }
                5..15 => {
                    bookings.push((at, at + 60 * 60));
                    at += step;
                }
                _ => bookings.push((at, at + DURATION_MINUTES * 60)),
            }
        }
        at += step;
    }
}

/// The type that can be booked, for the engine.
pub fn appointment_type() -> AppointmentType {
    serde_json::from_value(json!({
        "uid": TYPE_UID, "duration_minutes": DURATION_MINUTES, "booking_min_notice_minutes": NOTICE_MINUTES,
    }))
    .expect("a type of the documented API")
}

/// The type that can be booked, for the baseline.
pub const VISIT: Visit =
    Visit { duration: TimeDelta::minutes(DURATION_MINUTES), notice: TimeDelta::minutes(NOTICE_MINUTES) };

/// The question for the slots of all doctors.
pub fn query(range: Range) -> SlotQuery {
    SlotQuery {
        appointment_type_uid: TYPE_UID.into(),
        from: range.from.into(),
        to: range.to.into(),
        ..SlotQuery::default()
    }
}

/// The range of one local day, asked about long before.
pub fn day(zone: Tz, at: i64) -> Range {
    let date = utc(at).with_timezone(&zone).date_naive();
    let from = boundary(zone, date, 0);
    Range { from, to: boundary(zone, date, 1_440), now: from - TimeDelta::hours(24) }
}

/// Unix seconds as chrono has them.
pub fn utc(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("an instant of chrono's years")
}

/// The starts that the engine found.
pub fn starts(buffer: &SlotBuffer) -> Vec<i64> {
    buffer.slots().iter().map(|slot| slot.start_date).collect()
}

/// The starts that the baseline found.
pub fn seconds(slots: &[DateTime<Utc>]) -> Vec<i64> {
    slots.iter().map(DateTime::timestamp).collect()
}
