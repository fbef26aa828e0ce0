//! Random cases that hit the edges: a clinic, a question and a `now`.
//!
//! A case is read off a tape of random numbers. Its moments are not drawn evenly: each lies at, or a second
//! or a minute off, one that already matters: a change of the clock, the edge of a window, the end of an
//! appointment, a candidate. `edges` counts how often that works, and `tests/slots/teeth.rs` whether it tells
//! right from wrong.

pub mod bookings;
pub mod days;
pub mod doctors;
pub mod holes;
pub mod lengths;
pub mod limits;
pub mod locations;
pub mod places;
pub mod reminders;
pub mod seats;
pub mod story;
pub mod tape;
pub mod times;
pub mod type_limits;

use frontdesk::{Actor, AvailabilityException, ClinicSnapshot, Instant, SlotQuery, Uid};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use self::bookings::{TYPE_UIDS, add_appointments, add_limits, end_holds, grid, types};
use self::doctors::{add_doctors, add_terms, edges};
use self::holes::avoid_holes;
use self::lengths::add_lengths;
use self::limits::{add_wider_limits, limit_patients};
use self::locations::{add_locations, locate};
use self::places::add_places;
use self::seats::add_seats;
use self::story::Story;
use self::tape::{Tape, tapes};
use self::type_limits::limit_windows;
use crate::oracle::RIGHT;
use crate::oracle::desk::Desk;

/// A clinic and a question; what a failure prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The clinic. It is valid.
    pub snapshot: ClinicSnapshot,
    /// The question. It is valid for the clinic.
    pub query: SlotQuery,
    /// When it is asked.
    pub now: Instant,
    /// Numbers for what else a property has to choose.
    #[serde(default)]
    pub dice: Vec<u32>,
}

/// Valid cases.
pub fn cases() -> impl Strategy<Value = Case> {
    tapes(760).prop_map(Case::read)
}

/// How many numbers a case has for what else a property has to choose.
const DICE: usize = 32;

/// More slots than this are not asked for; they would only take time.
const SLOTS: i64 = 2_500;

impl Case {
    /// The case that a tape tells.
    pub fn read(mut tape: Tape) -> Self {
        let tape = &mut tape;
        let story = Story::new(tape);
        let mut snapshot = clinic(tape, &story);
        let mut query = SlotQuery {
            appointment_type_uid: Uid::from(TYPE_UIDS[0]),
            grid: tape.maybe(20, grid),
            ..SlotQuery::default()
        };

        // Appointments lie at candidates and edges; `now` lies where notice or a hold ends at a candidate;
        // the range ends at candidates.
        let mut points = moments(&story, &snapshot, &query);
        add_appointments(tape, &story, &mut snapshot, &points);
        locate(tape, &mut snapshot, &mut query, &points[0]);
        add_limits(tape, &mut snapshot, &points);
        if tape.chance(20) {
            add_wider_limits(tape, &mut snapshot, &points);
        }
        let now = choose_now(tape, &story, &mut snapshot, &points[0]);
        if tape.chance(25) {
            count_dates(tape, &story, &mut snapshot, &points[0], now);
        }
        let known = snapshot.appointment_types.len();
        for (doctor, points) in snapshot.doctors.iter_mut().zip(&points) {
            if tape.chance(16) {
                let distances: Vec<i64> = points.iter().map(|point| (point - now) / 60).collect();
                add_terms(tape, doctor, &distances, known);
            }
        }
        if tape.chance(13) {
            limit_windows(tape, &mut snapshot, &points);
        }
        end_holds(tape, &mut snapshot, now);
        for (index, points) in points.iter_mut().enumerate() {
            points.extend(candidates(&story, &snapshot, &query, index, now));
        }
        choose_range(tape, &story, &snapshot, &mut query, &points);
        choose_filters(tape, &snapshot, &mut query);
        add_lengths(tape, &mut snapshot, &mut query, now);
        avoid_holes(tape, &mut snapshot, &mut query, now);
        if tape.chance(9) {
            add_places(tape, &mut snapshot);
        }
        if tape.chance(9) {
            limit_patients(tape, &mut snapshot, &mut query, now);
        }
        add_seats(tape, &mut snapshot, &mut query, now, &points);
        let dice = tape.rest(DICE);
        Self { snapshot, query, now: Instant(now), dice }
    }
}

fn clinic(tape: &mut Tape, story: &Story) -> ClinicSnapshot {
    let mut clinic = ClinicSnapshot {
        timezone: if tape.chance(5) { None } else { Some(story.zone.to_owned()) },
        timezones: story.supplied.iter().cloned().collect(),
        appointment_types: types(tape),
        max_live_holds_per_patient: tape.maybe(20, |tape| tape.between(1, 2)),
        ..ClinicSnapshot::default()
    };
    add_doctors(tape, story, &mut clinic);
    if tape.chance(28) {
        add_locations(tape, &mut clinic);
    }
    clinic
}

/// Of each doctor: the edges of windows, and what the grid makes of them.
fn moments(story: &Story, snapshot: &ClinicSnapshot, query: &SlotQuery) -> Vec<Vec<i64>> {
    let of_doctor = |doctor| {
        let mut points = edges(story, snapshot, doctor);
        let candidates = candidates(story, snapshot, query, doctor, 0);
        // Most appointments lie on the grid.
        points.extend(candidates.iter().chain(&candidates));
        points
    };
    (0..snapshot.doctors.len()).map(of_doctor).collect()
}

/// The first candidates of the windows of the story's days.
fn candidates(
    story: &Story,
    snapshot: &ClinicSnapshot,
    query: &SlotQuery,
    doctor: usize,
    now: i64,
) -> Vec<i64> {
    let desk = Desk::new(
        &RIGHT,
        snapshot,
        &snapshot.doctors[doctor],
        &snapshot.appointment_types[0],
        query.grid,
        None,
        now,
    );
    let windows = desk.windows(story.around, story.around);
    let near = windows.iter().filter(|window| (window.date - story.day).abs() <= 1);
    let candidates = near.flat_map(|window| desk.candidates(window).into_iter().take(12));
    candidates.filter(|candidate| *candidate > 0).collect()
}

/// A `now` at which the notice of a doctor, or the horizon, ends at a candidate or about it.
fn choose_now(tape: &mut Tape, story: &Story, snapshot: &mut ClinicSnapshot, points: &[i64]) -> i64 {
    let doctor = &snapshot.doctors[0];
    let kind = &snapshot.appointment_types[0];
    let setting =
        doctor.appointment_type_settings.iter().find(|setting| setting.appointment_type_uid == kind.uid);
    let notice = (RIGHT.notice)(kind, setting) * 60;
    let now = match tape.below(10) {
        // Early, so that there is something left to offer.
        0..4 => tape.near(points, story.around).min(tape.near(points, story.around)) - notice,
        4 => tape.near(points, story.around),
        5 => story.around - 2 * 86_400 - notice,
        _ => story.around - tape.between(3, 20) * 86_400,
    };
    let now = now.max(0);
    if tape.chance(25) {
        let last = tape.near(points, story.around).max(tape.near(points, story.around));
        let horizon = (last - now) / 60;
        if (0..5_000_000).contains(&horizon) {
            snapshot.appointment_types[0].horizon_minutes = Some(horizon);
            // The horizon counts in minutes: let `now` make up for the seconds.
            return last - horizon * 60 + tape.pick(&[0, 0, 1, -1]).max(horizon * 60 - last);
        }
    }
    now
}

/// Lets a notice or a horizon in dates end on the date of a candidate or beside it, at the minute of `now` or
/// beside that.
fn count_dates(tape: &mut Tape, story: &Story, snapshot: &mut ClinicSnapshot, points: &[i64], now: i64) {
    let day = |at: i64| (RIGHT.day_of)(&story.clock, at);
    let distance = |tape: &mut Tape| {
        let days = day(tape.near(points, story.around)) - day(now) + tape.pick(&[0, 0, 0, 1, -1]);
        days.clamp(0, 366)
    };
    let kind = &mut snapshot.appointment_types[0];
    if tape.chance(60) {
        kind.booking_min_notice_days = Some(match tape.below(3) {
            0 => tape.between(0, 3),
            _ => distance(tape),
        });
        let minute = story.clock.reading(now).rem_euclid(86_400) / 60;
        let until = minute + tape.pick(&[0, 0, 1, -1, 60, 1_440]);
        kind.booking_notice_until = tape.maybe(60, |_| until.clamp(0, 1_440));
        // Dates are counted one by one.
        kind.booking_notice_working_days = kind.booking_min_notice_days <= Some(5) && tape.chance(50);
        // A date off between now and a candidate.
        if kind.booking_notice_working_days && tape.chance(60) {
            let off = day(tape.near(points, story.around)) - tape.pick(&[1, 1, 2]);
            let at = |day| (RIGHT.boundary)(&story.clock, day, 0);
            if 0 <= at(off) && at(off) < at(off + 1) {
                snapshot.doctors[0].availability_exceptions.push(AvailabilityException {
                    uid: Uid::from("exc-off"),
                    start_date: Instant(at(off)),
                    end_date: Instant(at(off + 1)),
                    ..AvailabilityException::default()
                });
            }
        }
    }
    if tape.chance(50) {
        kind.horizon_days = Some(distance(tape));
    }
}

fn choose_range(
    tape: &mut Tape,
    story: &Story,
    snapshot: &ClinicSnapshot,
    query: &mut SlotQuery,
    points: &[Vec<i64>],
) {
    let doctor = tape.below(points.len());
    let from = match tape.below(10) {
        0..4 => story.around - tape.between(1, 3) * 43_200,
        4..6 => story.points().first().copied().unwrap_or(story.around),
        _ => tape.near(&points[doctor], story.around),
    };
    let from = from.max(0);
    let kind = &snapshot.appointment_types[0];
    let grid = query.grid.or(kind.grid).unwrap_or_default();
    let most = grid.step_minutes.unwrap_or(kind.duration_minutes) * 60 * SLOTS;
    let day = 86_400;
    let length = match tape.below(12) {
        0..3 => 2 * day,
        3 => 4 * day,
        4..7 => tape.pick(&[14, 14, 16, 22]) * day,
        7 => tape.pick(&[1, 60, 3_600, day]),
        _ => tape.near(&points[doctor], story.around) - from,
    };
    let length = if length <= 0 { 2 * day } else { length };
    (query.from, query.to) = (Instant(from), Instant(from + length.min(most)));
}

fn choose_filters(tape: &mut Tape, snapshot: &ClinicSnapshot, query: &mut SlotQuery) {
    if tape.chance(20) {
        let named = snapshot.doctors.iter().rev().filter(|_| tape.chance(75));
        query.doctor_uids = Some(named.map(|doctor| doctor.uid.clone()).collect());
    }
    if tape.chance(30) {
        query.patient_uid = Some(Uid::from(tape.pick(&["pat-1", "pat-1", "pat-1", "newcomer"])));
    }
    query.by = tape.pick(&[Actor::Patient, Actor::Patient, Actor::Partner, Actor::Administrator]);
    query.limit = tape.maybe(15, |tape| tape.pick(&[1, 2, 3, 10, 100]));
    if !snapshot.appointments.is_empty() && tape.chance(20) {
        query.exclude_appointment_uid =
            Some(snapshot.appointments[tape.below(snapshot.appointments.len())].uid.clone());
    }
}
