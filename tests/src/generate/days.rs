//! Questions about days for a case, as its dice say.

use frontdesk::limits::INSTANT_MAX;
use frontdesk::{
    AppointmentStatus, AppointmentsQuery, Closure, DaysQuery, GridMode, Instant, Uid, UtilisationQuery,
};

use super::Case;
use super::story::ZONES;
use super::tape::Tape;
use super::times::with_times;
use crate::asked::days_of;
use crate::oracle::bookings::span;
use crate::oracle::clock::date;

/// The case with a question about its days: few of them, and a day that may well be full.
pub fn with_days(case: &Case) -> (Case, DaysQuery) {
    let tape = &mut Tape::stretched(&case.dice);
    let timed = if tape.chance(25) { with_times(case) } else { case.clone() };
    let mut case = Case { query: timed.query, ..case.clone() };
    let kind = &mut case.snapshot.appointment_types[0];
    if tape.chance(60) {
        // Long slots leave holes in which there is no room.
        kind.duration_minutes = kind.duration_minutes.max(tape.pick(&[45, 90, 240]));
    }
    // A length that the type no longer has can't be asked for.
    let is_length =
        |minutes: &i64| *minutes == kind.duration_minutes || kind.durations_minutes.contains(minutes);
    case.query.duration_minutes = case.query.duration_minutes.filter(is_length);
    let mut grid = case.query.grid.or(kind.grid).unwrap_or_default();
    grid.step_minutes = grid.step_minutes.map(|step| step.max(15));
    if tape.chance(20) {
        grid.mode = GridMode::Packed;
        grid.align_minutes = None;
    }
    case.query.grid = Some(grid);
    if tape.chance(40) {
        // Nothing but bookings is in the way.
        kind.limits.clear();
        case.snapshot.doctors.iter_mut().for_each(|doctor| doctor.limits.clear());
        let copies: Vec<_> = case.snapshot.appointments.iter().take(6).cloned().collect();
        for (index, mut copy) in copies.into_iter().enumerate() {
            let later = tape.pick(&[1_800, 3_600, 7_200, 900, 10_800]);
            let length = tape.pick(&[3_600, 1_800, 7_200, 14_400]);
            copy.uid = Uid::from(format!("more-{index}"));
            copy.status = AppointmentStatus::Confirmed;
            copy.start_date = Instant((span(&copy).end + later).min(INSTANT_MAX - 90_000));
            copy.end_date = Instant(copy.start_date.0 + length);
            copy.hold_expires_at = None;
            case.snapshot.appointments.push(copy);
        }
    }
    let timezone = case
        .query
        .timezone
        .clone()
        .or_else(|| tape.maybe(30, |tape| ZONES[tape.below(ZONES.len())].to_owned()));
    let starts: Vec<i64> = case.snapshot.appointments.iter().map(|other| other.start_date.0).collect();
    let from = match tape.below(3) {
        0 => case.query.from.0,
        _ => tape.pick_or(&starts, case.query.from.0) - tape.pick(&[0, 3_600, 43_200]),
    };
    let from = from.clamp(0, INSTANT_MAX - 400_000);
    let to = from + tape.pick(&[86_400, 172_800, 40_000, 3_600]);
    let days = DaysQuery { from: Instant(from), to: Instant(to), timezone, ..days_of(&case.query) };
    (case, days)
}

/// The case with appointments of which something has become, and questions about them and the hours.
pub fn with_outcomes(case: &Case) -> (Case, AppointmentsQuery, UtilisationQuery) {
    let tape = &mut Tape::stretched(&case.dice);
    let mut case = case.clone();
    let kinds: Vec<Uid> = case.snapshot.appointment_types.iter().map(|kind| kind.uid.clone()).collect();
    let kind = &mut case.snapshot.appointment_types[0];
    if tape.chance(40) {
        kind.cancellation_min_notice_minutes = tape.pick(&[60, 1_440, 0]);
        kind.cancellation_min_notice_days = tape.maybe(40, |tape| tape.between(0, 2));
        kind.cancellation_notice_until =
            kind.cancellation_min_notice_days.and_then(|_| tape.maybe(50, |tape| tape.between(0, 1_440)));
    }
    let notice = kind.cancellation_min_notice_minutes * 60;
    for appointment in &mut case.snapshot.appointments {
        if appointment.status == AppointmentStatus::Held {
            continue;
        }
        let start = appointment.start_date.0;
        match tape.below(5) {
            0 => appointment.status = AppointmentStatus::Completed,
            1 => appointment.status = AppointmentStatus::NoShow,
            2 | 3 => {
                appointment.status = AppointmentStatus::Cancelled;
                let ago = tape.pick(&[notice, notice - 1, notice + 1, 3_600, 30_000, 90_000]);
                appointment.cancelled_at = tape.maybe(90, |_| Instant((start - ago).max(0)));
                appointment.cancellation_reason = tape.maybe(70, |_| "ill".to_owned());
                appointment.confirmed_at = tape.maybe(50, |_| Instant((start - 200_000).max(0)));
            }
            _ => {}
        }
    }
    let ends: Vec<i64> = case.snapshot.appointments.iter().map(|other| other.end_date.0).collect();
    if tape.chance(50) {
        case.now = Instant(tape.near(&ends, case.now.0).min(INSTANT_MAX - 1));
    }
    let starts: Vec<i64> = case.snapshot.appointments.iter().map(|other| other.start_date.0).collect();
    let edge = |tape: &mut Tape| {
        let of = if tape.chance(50) { &starts } else { &ends };
        tape.pick_or(of, 1_000_000) + tape.pick(&[0, 0, 1, -1])
    };
    let (a, b) = (edge(tape), edge(tape));
    let from = a.min(b).clamp(0, INSTANT_MAX - 2);
    let to = a.max(b).min(INSTANT_MAX - 1).min(from + 3_000 * 86_400).max(from + 1);
    let query = AppointmentsQuery {
        from: Instant(from),
        to: Instant(to),
        doctor_uids: case.query.doctor_uids.clone(),
        patient_uid: tape.maybe(25, |_| Uid::from("pat-1")),
        appointment_type_uids: tape
            .maybe(25, |tape| vec![tape.pick_or(&[0, 1, 2], 0)])
            .map(|all| all.into_iter().filter_map(|at| kinds.get(at).cloned()).collect()),
        statuses: tape.maybe(25, |tape| {
            let all =
                [AppointmentStatus::Expired, AppointmentStatus::Confirmed, AppointmentStatus::Cancelled];
            vec![tape.pick(&all), AppointmentStatus::Held]
        }),
    };
    let doctors: Vec<Uid> = case.snapshot.doctors.iter().map(|doctor| doctor.uid.clone()).collect();
    if tape.chance(40) {
        let day = case.query.from.0.div_euclid(86_400) + tape.between(0, 2);
        let doctor_uid = tape.maybe(30, |tape| doctors[tape.below(doctors.len())].clone());
        let closure = Closure {
            date: date(day),
            start_time: tape.maybe(40, |_| 600),
            name: tape.maybe(50, |_| "Holiday".to_owned()),
            doctor_uid,
            ..Closure::default()
        };
        let is_there = case
            .snapshot
            .closures
            .iter()
            .any(|other| (other.date, &other.doctor_uid) == (closure.date, &closure.doctor_uid));
        // A doctor's own override contradicts a closure of that doctor.
        let contradicts = closure.doctor_uid.is_some();
        if !is_there && !contradicts {
            case.snapshot.closures.push(closure);
        }
    }
    let hours = UtilisationQuery {
        from: case.query.from,
        to: Instant(case.query.to.0.min(case.query.from.0 + 20 * 86_400)),
        doctor_uids: case.query.doctor_uids.clone(),
    };
    (case, query, hours)
}
