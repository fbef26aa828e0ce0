//! Doctors: when they are there, and what is special about them.

use chrono::{Datelike, NaiveDate};
use frontdesk::{
    AppointmentType, AppointmentTypeSetting, AvailabilityException, AvailabilityRule, ClinicSnapshot,
    Closure, DateOverride, Doctor, ExceptionKind, Instant, OverrideWindow, Uid,
};

use super::bookings::TYPE_UIDS;
use super::story::{Story, ZONES};
use super::tape::Tape;
use crate::oracle::clock::{Clock, date, weekday};
use crate::oracle::{RIGHT, windows};

/// In no order: the engine puts them in one.
const UIDS: [&str; 3] = ["doc-b", "doc-a", "Doc-10"];

/// Adds one to three doctors, and the closures, to `clinic`, which has its types.
pub fn add_doctors(tape: &mut Tape, story: &Story, clinic: &mut ClinicSnapshot) {
    let count = tape.pick(&[1, 1, 1, 2, 2, 3]);
    for uid in &UIDS[..count] {
        let mut doctor = doctor(tape, story, clinic, Uid::from(*uid));
        if tape.chance(15) {
            add_recurrence(tape, story, &mut doctor);
        }
        clinic.doctors.push(doctor);
    }
    add_closures(tape, story, clinic);
    for index in 0..count {
        // What follows lies at the edges of the windows, so those come first.
        let points = edges(story, clinic, index);
        let doctor = &mut clinic.doctors[index];
        add_validity(tape, story, doctor, &points);
        doctor.availability_exceptions = exceptions(tape, story, &points);
    }
}

fn doctor(tape: &mut Tape, story: &Story, clinic: &ClinicSnapshot, uid: Uid) -> Doctor {
    let timezone = match tape.below(12) {
        0..7 => None,
        7..10 => Some(story.zone.to_owned()),
        _ => Some(tape.pick(ZONES).to_owned()),
    };
    let mut rules: Vec<AvailabilityRule> = Vec::new();
    for index in 0..tape.pick(&[1, 2, 2, 3, 4, 6, 0]) {
        let earlier: Vec<Part> = rules
            .iter()
            .map(|rule| (rule.weekday - weekday(story.day), rule.start_time, rule.end_time))
            .collect();
        let (days, start_time, end_time) = match index {
            // Most doctors have plain hours on the story's day.
            0 if tape.chance(60) => (0, tape.between(4, 20) * 30, tape.between(24, 48) * 30),
            _ => window(tape, story, &earlier),
        };
        rules.push(AvailabilityRule {
            uid: Uid::from(format!("rule-{index}")),
            doctor_uid: tape.maybe(10, |_| uid.clone()),
            weekday: weekday(story.day + days),
            start_time,
            end_time,
            buffer_minutes: tape.pick(&[story.buffers[0], story.buffers[0], story.buffers[1]]),
            active: !tape.chance(6),
            ..AvailabilityRule::default()
        });
    }
    Doctor {
        display_name: tape.maybe(5, |_| "Dr. Schmidt".to_owned()),
        timezone,
        active: !tape.chance(4),
        availability_rules: rules,
        date_overrides: overrides(tape, story),
        appointment_type_settings: clinic
            .appointment_types
            .iter()
            .filter_map(|kind| setting(tape, kind))
            .collect(),
        uid,
        ..Doctor::default()
    }
}

/// A window: days after the story's, start and end.
type Part = (i64, i64, i64);

/// A window, often one that touches or overlaps an earlier one.
fn window(tape: &mut Tape, story: &Story, earlier: &[Part]) -> Part {
    let (mut start, mut end) = (tape.pick(&story.minutes), tape.pick(&story.minutes));
    let mut days = tape.pick(&[0, 0, 0, 0, 0, 1, 1, -1, 2, 4]);
    if !earlier.is_empty() && tape.chance(60) {
        let other = tape.pick(earlier);
        match tape.below(7) {
            // Touching, over the other's end, from its middle, with its start, around it, inside it.
            0 => (start, end) = (other.2, end.max(other.2)),
            1 => (start, end) = (other.2 - 30, other.2 + 60),
            2 => (start, end) = ((other.1 + other.2) / 2, other.2),
            3 => start = other.1,
            4 => (start, end) = (other.1 - 20, other.2 + 20),
            5 => (start, end) = (other.1 + 7, other.2 - 7),
            // On the other side of midnight.
            _ if other.2 == 1_440 => (days, start, end) = (other.0 + 1, 0, end.max(120)),
            _ => (days, start, end) = (other.0, other.2, 1_440),
        }
    }
    let (start, end) = (start.min(end).clamp(0, 1_440), start.max(end).clamp(0, 1_440));
    match (start, end) {
        (1_440, _) => (days, 1_380, 1_440),
        _ if start == end => (days, start, (start + 90).min(1_440)),
        _ => (days, start, end),
    }
}

/// Says for whom some windows are, and from when on. `distances` are minutes from `now` to candidates,
/// and the clinic has the first `known` types.
pub fn add_terms(tape: &mut Tape, doctor: &mut Doctor, distances: &[i64], known: usize) {
    let mut kinds: Vec<_> = Vec::new();
    for _ in 0..tape.pick(&[1, 1, 2]) {
        let types = tape.maybe(80, |tape| {
            let types: &[&str] =
                tape.pick(&[&TYPE_UIDS[..1], &TYPE_UIDS[..1], &[], &TYPE_UIDS[1..2], &TYPE_UIDS[..2]]);
            let known = types.iter().filter(|uid| TYPE_UIDS[..known].contains(uid));
            known.map(|uid| Uid::from(*uid)).collect::<Vec<_>>()
        });
        let minutes = |tape: &mut Tape| tape.pick_or(distances, 1_440).clamp(0, 5_000_000);
        let reserved = if types.is_some() { tape.maybe(50, minutes) } else { None };
        kinds.push((types, reserved, tape.maybe(30, minutes)));
    }
    macro_rules! set {
        ($window:expr) => {
            if tape.chance(60) {
                let (types, reserved, released) = kinds[tape.below(kinds.len())].clone();
                $window.appointment_type_uids = types;
                $window.reserved_until_minutes_before = reserved;
                $window.released_minutes_before = released;
            }
        };
    }
    for rule in doctor.availability_rules.iter_mut().filter(|rule| !rule.blocked) {
        set!(rule);
    }
    for extra in &mut doctor.availability_exceptions {
        if extra.kind == ExceptionKind::Extra {
            set!(extra);
        }
    }
    for window in doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows) {
        set!(window);
    }
}

/// The windows of a doctor's rules.
fn hours_of(doctor: &Doctor, story: &Story) -> Vec<Part> {
    let part = |rule: &AvailabilityRule| {
        ((rule.weekday - weekday(story.day) + 3).rem_euclid(7) - 3, rule.start_time, rule.end_time)
    };
    doctor.availability_rules.iter().map(part).collect()
}

/// Lets some rules hold on some dates only, or makes time off of them.
fn add_recurrence(tape: &mut Tape, story: &Story, doctor: &mut Doctor) {
    for rule in &mut doctor.availability_rules {
        match tape.below(4) {
            0 | 1 => {
                rule.every_weeks = tape.maybe(80, |tape| tape.pick(&[2, 2, 3, 1, 5]));
                let from = story.day + tape.pick(&[0, -7, -14, 1, 7, -20, -3, -371]);
                rule.from_date = Some(date(from)).filter(|from| *from >= NaiveDate::default());
                if rule.from_date.is_none() {
                    rule.every_weeks = None;
                }
            }
            2 => {
                let on_the_day = i64::from(date(story.day).day0() / 7 + 1);
                let number = tape.pick(&[on_the_day, on_the_day, 1, 5, -1, -4, on_the_day - 6, 3]);
                rule.nth_of_month = vec![number];
                if tape.chance(40) && number != 2 {
                    rule.nth_of_month.push(2);
                }
            }
            _ => {}
        }
    }
    let hours = hours_of(doctor, story);
    for index in 0..tape.pick(&[0, 1, 1, 2]) {
        let (days, start_time, end_time) = window(tape, story, &hours);
        doctor.availability_rules.push(AvailabilityRule {
            uid: Uid::from(format!("off-{index}")),
            weekday: weekday(story.day + days),
            start_time,
            end_time,
            active: !tape.chance(6),
            every_weeks: None,
            nth_of_month: if tape.chance(20) { vec![1, 3] } else { Vec::new() },
            blocked: true,
            ..AvailabilityRule::default()
        });
    }
}

fn overrides(tape: &mut Tape, story: &Story) -> Vec<DateOverride> {
    let mut overrides: Vec<DateOverride> = Vec::new();
    for _ in 0..tape.pick(&[0, 0, 0, 0, 0, 0, 1, 1, 2]) {
        let mut windows: Vec<OverrideWindow> = Vec::new();
        for _ in 0..tape.pick(&[0, 1, 1, 2, 3]) {
            let earlier: Vec<Part> =
                windows.iter().map(|window| (0, window.start_time, window.end_time)).collect();
            let (_, start_time, end_time) = window(tape, story, &earlier);
            let buffer_minutes = tape.pick(&story.buffers);
            windows.push(OverrideWindow {
                start_time,
                end_time,
                buffer_minutes,
                ..OverrideWindow::default()
            });
        }
        let date = date(story.day + tape.pick(&[0, 0, 1, 1, -1, 2, 3]));
        if date >= NaiveDate::default() && overrides.iter().all(|other| other.date != date) {
            overrides.push(DateOverride { date, windows });
        }
    }
    overrides
}

/// Closures; not of a doctor who has an override on that date, because those two contradict each other.
fn add_closures(tape: &mut Tape, story: &Story, clinic: &mut ClinicSnapshot) {
    for _ in 0..tape.pick(&[0, 0, 0, 0, 0, 1, 2]) {
        let doctor = &clinic.doctors[tape.below(clinic.doctors.len())];
        let date = date(story.day + tape.pick(&[0, 1, 1, -1, 2]));
        let last_date = tape.maybe(25, |tape| date + chrono::TimeDelta::days(tape.pick(&[0, 1, 2, 9])));
        let covered = date..=last_date.unwrap_or(date);
        let own = tape.chance(50) && doctor.date_overrides.iter().all(|other| !covered.contains(&other.date));
        let mut closure =
            Closure { date, last_date, doctor_uid: own.then(|| doctor.uid.clone()), ..Closure::default() };
        if tape.chance(60) {
            let (_, start, end) = window(tape, story, &hours_of(doctor, story));
            closure.start_time = if start == 0 { None } else { Some(start) };
            closure.end_time = if end == 1_440 && tape.chance(50) { None } else { Some(end) };
        }
        let key = |closure: &Closure| (closure.date, closure.doctor_uid.clone());
        let known = clinic.closures.iter().any(|other| key(other) == key(&closure));
        if date >= NaiveDate::default() && !known {
            clinic.closures.push(closure);
        }
    }
}

/// The edges of the windows of a doctor around the story's day, and the points of the story.
pub fn edges(story: &Story, clinic: &ClinicSnapshot, doctor: usize) -> Vec<i64> {
    let doctor = &clinic.doctors[doctor];
    let clock = Clock::of(clinic, doctor.timezone.as_deref().or(clinic.timezone.as_deref()).unwrap_or("UTC"));
    let windows = windows::windows(&RIGHT, doctor, &clock, &clinic.closures, story.day - 2..=story.day + 8);
    let mut points = story.points();
    for window in windows {
        // The windows of the story's own days count for more.
        let times = if (window.date - story.day).abs() <= 1 { 3 } else { 1 };
        for _ in 0..times {
            points.extend([window.span.start, window.span.end]);
        }
    }
    points.retain(|point| *point > 0);
    points
}

fn add_validity(tape: &mut Tape, story: &Story, doctor: &mut Doctor, points: &[i64]) {
    for rule in &mut doctor.availability_rules {
        if tape.chance(25) {
            let from = tape.maybe(60, |tape| Instant(tape.near(points, story.around)));
            let until = tape.maybe(60, |tape| Instant(tape.near(points, story.around)));
            let empty = matches!((from, until), (Some(from), Some(until)) if from >= until);
            (rule.valid_from, rule.valid_until) = if empty { (from, None) } else { (from, until) };
        }
    }
}

fn exceptions(tape: &mut Tape, story: &Story, points: &[i64]) -> Vec<AvailabilityException> {
    let mut exceptions: Vec<AvailabilityException> = Vec::new();
    for index in 0..tape.pick(&[0, 0, 1, 1, 2, 3, 4]) {
        let start = match exceptions.last() {
            // Exactly beside it.
            Some(before) if tape.chance(25) => before.end_date.0,
            _ => tape.near(points, story.around),
        };
        let blocked = tape.chance(45);
        let length = match blocked {
            true => {
                tape.pick(&[3_600, 1_800, 1_800, 900, 600, 5_400, 7_200, 1, 61, 7_203, 43_200, 3 * 86_400])
            }
            false => tape.pick(&[
                3_600,
                5_400,
                14_400,
                28_800,
                28_800,
                43_200,
                61,
                7_203,
                93_600,
                3 * 86_400,
                9 * 86_400 + 5,
            ]),
        };
        let end = match tape.near(points, story.around) {
            end if end > start && tape.chance(if blocked { 15 } else { 40 }) => end,
            _ => start + length,
        };
        let keeps_gap = blocked && tape.chance(75);
        exceptions.push(AvailabilityException {
            keeps_gap,
            uid: Uid::from(format!("exc-{index}")),
            kind: if blocked { ExceptionKind::Blocked } else { ExceptionKind::Extra },
            start_date: Instant(start),
            end_date: Instant(end),
            buffer_minutes: if blocked {
                0
            } else {
                tape.pick(&[story.buffers[0], story.buffers[0], story.buffers[1], 0])
            },
            ..AvailabilityException::default()
        });
    }
    exceptions
}

fn setting(tape: &mut Tape, kind: &AppointmentType) -> Option<AppointmentTypeSetting> {
    tape.maybe(55, |tape| AppointmentTypeSetting {
        appointment_type_uid: kind.uid.clone(),
        active: !tape.chance(25),
        booking_min_notice_minutes: tape.maybe(50, |tape| tape.pick(&[0, 0, 30, 1_440, 61])),
        buffer_before_minutes: tape.maybe(12, |tape| tape.pick(&[0, 10, 30])),
        buffer_after_minutes: tape.maybe(12, |tape| tape.pick(&[0, 10, 30])),
        ..AppointmentTypeSetting::default()
    })
}
