//! The ways to list a doctor's slots. Each is prepared as its users would prepare it, and answers the starts
//! in Unix seconds.

use std::error::Error;

use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use frontdesk::{Clinic, Instant, SlotBuffer};
use nettu_scheduler_domain::booking_slots::{BookingSlotsOptions, get_booking_slots};
use nettu_scheduler_domain::{CompatibleInstances, EventInstance, Schedule, TimeSpan};
use rrule::{Frequency, NWeekday, RRule};
use serde_json::{Value, json};

use crate::Practice;

/// Monday to Friday.
const DAYS: [&str; 5] = ["Mon", "Tue", "Wed", "Thu", "Fri"];

type Way<'a> = Box<dyn FnMut(usize) -> Vec<i64> + 'a>;

pub(crate) struct Ways<'a>(Vec<(&'static str, Way<'a>)>);

impl<'a> Ways<'a> {
    pub(crate) fn new(practice: &'a Practice) -> Result<Self, Box<dyn Error>> {
        Ok(Self(vec![
            ("frontdesk", engine(practice)?),
            ("a careful loop on chrono", careful(practice)?),
            ("rrule and chrono", rrule(practice)?),
            ("nettu_scheduler_domain", nettu(practice)?),
        ]))
    }

    pub(crate) fn all(&mut self) -> impl Iterator<Item = (&'static str, &mut Way<'a>)> {
        self.0.iter_mut().map(|(name, way)| (*name, way))
    }
}

/// Packed slots of a prepared clinic; their starts are copied out, as the others make a list of theirs.
fn engine(practice: &Practice) -> Result<Way<'_>, Box<dyn Error>> {
    let clinic = Clinic::new(practice.clinic.clone())?;
    let mut buffer = SlotBuffer::new();
    Ok(Box::new(move |doctor| {
        let found = clinic.find_slots_into(&practice.queries[doctor], Instant(practice.now), &mut buffer);
        found.expect("a query of the practice");
        buffer.slots().iter().map(|slot| slot.start_date).collect()
    }))
}

/// The zone asked for the ends of windows only, slots stepped in UTC, and a search in the sorted
/// appointments.
fn careful(practice: &Practice) -> Result<Way<'_>, Box<dyn Error>> {
    let zone: Tz = practice.zone.parse()?;
    let utc = |at: i64| DateTime::from_timestamp(at, 0).expect("an instant of the practice");
    let [duration, gap] = [practice.duration, practice.gap].map(TimeDelta::minutes);
    let (from, to) = (utc(practice.from.max(practice.now)), utc(practice.to));
    let busy: Vec<Vec<_>> = practice
        .sorted()
        .iter()
        .map(|booked| booked.iter().map(|&(start, end)| (utc(start), utc(end))).collect())
        .collect();
    Ok(Box::new(move |doctor| {
        let (booked, mut slots): (&Vec<_>, _) = (&busy[doctor], Vec::new());
        let mut date = from.with_timezone(&zone).date_naive();
        while date <= to.with_timezone(&zone).date_naive() {
            if date.weekday().number_from_monday() <= DAYS.len() as u32 {
                let at = |hour| {
                    let local = date.and_hms_opt(hour, 0, 0).expect("a full hour");
                    zone.from_local_datetime(&local).single().expect("no clock changes by day").to_utc()
                };
                let (mut start, closes) = (at(9), at(17));
                while start + duration <= closes {
                    let next = booked.partition_point(|&(_, end)| end + gap <= start);
                    let is_free = booked.get(next).is_none_or(|&(begin, _)| begin >= start + duration + gap);
                    if is_free && start >= from && start < to {
                        slots.push(start.timestamp());
                    }
                    start += duration;
                }
            }
            date = date.succ_opt().expect("a day of the practice");
        }
        slots
    }))
}

/// rrule for the days, chrono for the clock, a sorted list for the appointments.
fn rrule(practice: &Practice) -> Result<Way<'_>, Box<dyn Error>> {
    let zone: Tz = practice.zone.parse()?;
    let [duration, gap] = [practice.duration, practice.gap].map(|minutes| minutes * 60);
    let sorted = practice.sorted();
    let first = Utc.timestamp_opt(practice.from, 0).single().ok_or("no start")?.with_timezone(&zone);
    let nine = first.with_time(NaiveTime::MIN + TimeDelta::hours(9)).single().ok_or("nine is no time")?;
    let weekdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let rule = RRule::new(Frequency::Weekly)
        .by_weekday(weekdays.map(NWeekday::Every).to_vec())
        .until(DateTime::from_timestamp(practice.to, 0).ok_or("no end")?.with_timezone(&rrule::Tz::UTC))
        .build(nine.with_timezone(&rrule::Tz::Tz(zone)))?;
    Ok(Box::new(move |doctor| {
        let booked = &sorted[doctor];
        let (mut next, mut slots) = (0, Vec::new());
        for opens in &rule {
            let day = zone.with_ymd_and_hms(opens.year(), opens.month(), opens.day(), 17, 0, 0);
            let closes = day.single().expect("no clock changes at five").timestamp();
            let mut start = opens.timestamp();
            while start + duration <= closes {
                let (from, to) = (start - gap, start + duration + gap);
                while booked.get(next).is_some_and(|&(_, end)| end <= from) {
                    next += 1;
                }
                let is_free = booked.get(next).is_none_or(|&(begin, _)| begin >= to);
                if is_free && start >= practice.now.max(practice.from) && start < practice.to {
                    slots.push(start);
                }
                start += duration;
            }
        }
        slots
    }))
}

/// Hours by its schedule, less what is booked with the gap on both sides, cut into its slots.
fn nettu(practice: &Practice) -> Result<Way<'_>, Box<dyn Error>> {
    let hours = json!([{ "start": { "hours": 9, "minutes": 0 }, "end": { "hours": 17, "minutes": 0 } }]);
    let rules: Vec<Value> = DAYS
        .iter()
        .map(|day| json!({ "variant": { "type": "WDay", "value": day }, "intervals": hours }))
        .collect();
    let zone = practice.zone.parse()?;
    let mut schedule = Schedule::new(Default::default(), Default::default(), &zone);
    schedule.set_rules(&serde_json::from_value::<Vec<_>>(Value::Array(rules))?);
    let gap = practice.gap * 60;
    let around = |&(start, end): &(i64, i64)| EventInstance {
        start_ts: (start - gap) * 1000,
        end_ts: (end + gap) * 1000,
        busy: true,
    };
    let busy: Vec<_> = practice
        .bookings
        .iter()
        .map(|booked| CompatibleInstances::new(booked.iter().map(around).collect()))
        .collect();
    let options = BookingSlotsOptions {
        start_ts: practice.from * 1000,
        end_ts: practice.to * 1000,
        duration: practice.duration * 60_000,
        interval: practice.duration * 60_000,
    };
    Ok(Box::new(move |doctor| {
        let mut free = schedule.freebusy(&TimeSpan::new(options.start_ts, options.end_ts));
        free.remove_instances(&busy[doctor], 0);
        get_booking_slots(&free, &options).iter().map(|slot| slot.start / 1000).collect()
    }))
}
