//! A sequence as a tape tells it: a small clinic, so that commands get in each other's way, and a clock that
//! lingers about the bounds.

use frontdesk::{
    Actor, AppointmentType, AppointmentTypeSetting, AvailabilityRule, BookingLimit, Change, ClinicSnapshot,
    Command, CountedOver, Doctor, DoctorChoiceStrategy, Grid, GridMode, Instant, Period, ReasonCode,
    RebookingMode, RecipientRole, Reminder, RoomStrategy, Uid, from_json,
};

use super::limits::limit_for_all;
use super::locations::{add_locations, location};
use super::{Ask, Sequence, Step};
use crate::generate::tape::Tape;

/// Monday, 2027-03-22T00:00 in Berlin.
pub const MONDAY: i64 = 1_805_670_000;
/// Numbers that a sequence reads at most.
pub const TAPE: usize = 900;

const STEPS: usize = 30;
const HOUR: i64 = 3_600;
const DOCTORS: [&str; 3] = ["ada", "ben", "cara"];
const TYPES: [&str; 2] = ["visit", "class"];
const PATIENTS: [&str; 3] = ["pia", "quinn", "rose"];

impl Sequence {
    /// The sequence that a tape tells.
    pub fn read(mut tape: Tape) -> Self {
        let tape = &mut tape;
        let clinic = clinic(tape);
        let tick = |tape: &mut Tape, number, runs_back| match tape.below(20) {
            0 if runs_back => -tape.pick(&[1, 60, 300, 900, 2 * HOUR]),
            0..10 => 0,
            10..15 => tape.pick(&[1, 30, 59, 60]),
            15..18 => tape.pick(&[299, 300, 899, 900]),
            18 => tape.pick(&[1_800, HOUR, 3 * HOUR]),
            // Late enough for what was booked to have begun.
            _ if number > 2 * STEPS / 3 => 6 * HOUR,
            _ => 0,
        };
        let mut holds = 0;
        Self::tell(tape, clinic, STEPS, MONDAY + 6 * HOUR, tick, |tape, clinic, before, _| {
            ask(tape, clinic, before, &mut holds)
        })
    }
}

fn clinic(tape: &mut Tape) -> ClinicSnapshot {
    let count = 2 + tape.below(2);
    let mut clinic = ClinicSnapshot {
        timezone: Some("Europe/Berlin".to_owned()),
        appointment_types: (0..2).map(|index| appointment_type(tape, index)).collect(),
        doctors: (0..count).map(|index| doctor(tape, index)).collect(),
        reminders: (0..2).map(|index| reminder(tape, index)).collect(),
        max_live_holds_per_patient: tape.maybe(30, |tape| tape.between(1, 2)),
        ..ClinicSnapshot::default()
    };
    if tape.chance(25) {
        add_locations(tape, &mut clinic);
    }
    if tape.chance(15) {
        limit_for_all(tape, &mut clinic);
    }
    if tape.chance(15) {
        let doctor = &mut clinic.doctors[0];
        doctor.concurrent_appointments_max = tape.pick(&[2, 2, 3]);
        // With several places there are no group visits.
        doctor.appointment_type_settings.retain(|setting| setting.appointment_type_uid == TYPES[0]);
    }
    clinic
}

fn appointment_type(tape: &mut Tape, index: usize) -> AppointmentType {
    let least =
        format!(r#"{{ "uid": "{}", "duration_minutes": {} }}"#, TYPES[index], tape.pick(&[30, 20, 60]));
    let kind: AppointmentType = from_json(&least).expect("a type needs no more");
    let cancellation_min_notice_days = tape.maybe(25, |tape| tape.pick(&[0, 0, 1]));
    let rebooking_min_notice_days = tape.maybe(25, |tape| tape.pick(&[0, 0, 1]));
    let hold_ttl_seconds = tape.pick(&[900, 900, 300, 60, 1]);
    AppointmentType {
        hold_ttl_seconds,
        hold_max_seconds: tape.maybe(60, |tape| hold_ttl_seconds * tape.pick(&[1, 2, 2, 10])),
        approval_ttl_seconds: tape.maybe(20, |tape| hold_ttl_seconds.max(tape.pick(&[60, 3_600]))),
        booking_min_notice_minutes: tape.pick(&[0, 0, 30, 120]),
        cancellation_min_notice_minutes: tape.pick(&[0, 60, 240]),
        rebooking_min_notice_minutes: tape.pick(&[0, 60, 240]),
        booking_min_notice_days: tape.maybe(10, |_| 0),
        cancellation_min_notice_days,
        cancellation_notice_until: cancellation_min_notice_days
            .and_then(|_| tape.maybe(60, |tape| tape.pick(&[0, 530, 560, 600]))),
        cancellation_notice_working_days: cancellation_min_notice_days.is_some() && tape.chance(30),
        rebooking_min_notice_days,
        rebooking_notice_until: rebooking_min_notice_days
            .and_then(|_| tape.maybe(60, |tape| tape.pick(&[0, 530, 560, 600]))),
        rebooking_notice_working_days: rebooking_min_notice_days.is_some() && tape.chance(30),
        room_strategy: tape.pick(&[RoomStrategy::PerAppointment, RoomStrategy::PersistentPerProvider]),
        rebooking_mode: tape.pick(&[RebookingMode::AnyDoctorSameOrganisation, RebookingMode::SameDoctorOnly]),
        doctor_choice: tape.pick(&[
            DoctorChoiceStrategy::FewestAppointments,
            DoctorChoiceStrategy::Priority,
            DoctorChoiceStrategy::RoundRobin,
        ]),
        durations_minutes: tape.maybe(40, |_| vec![kind.duration_minutes, 40]).unwrap_or_default(),
        allow_patient_rebooking: tape.chance(70),
        active: !tape.chance(5),
        capacity: if index == 0 { 1 } else { tape.pick(&[2, 3, 4]) },
        horizon_minutes: tape.maybe(10, |_| 300),
        grid: tape.maybe(50, |tape| Grid {
            mode: tape.pick(&[GridMode::Window, GridMode::Packed, GridMode::Packed, GridMode::Adjacent]),
            step_minutes: Some(tape.pick(&[10, 30])),
            align_minutes: None,
            least_gap_minutes: tape.maybe(10, |tape| tape.pick(&[10, 20])),
        }),
        limits: limits(tape),
        ..kind
    }
}

fn limits(tape: &mut Tape) -> Vec<BookingLimit> {
    tape.maybe(25, |tape| BookingLimit {
        per: Period::Day,
        scope: CountedOver::Doctor,
        appointments: Some(tape.between(1, 3)),
        minutes: None,
    })
    .into_iter()
    .collect()
}

/// All windows of a doctor have the same buffer, so that one number says under which an appointment was
/// admitted.
fn doctor(tape: &mut Tape, index: usize) -> Doctor {
    let buffer_minutes = tape.pick(&[0, 5, 10, 15]);
    let start_time = tape.pick(&[480, 540]);
    let rule = |weekday: i64| AvailabilityRule {
        uid: Uid::from(format!("rule-{weekday}")),
        weekday,
        start_time,
        end_time: start_time + 150,
        buffer_minutes,
        ..AvailabilityRule::default()
    };
    let availability_rules = vec![rule(0), rule(1)];
    let setting = |tape: &mut Tape, kind: usize| AppointmentTypeSetting {
        appointment_type_uid: Uid::from(TYPES[kind]),
        active: tape.chance(80),
        booking_min_notice_minutes: tape.maybe(40, |tape| tape.pick(&[0, 60])),
        priority: tape.maybe(60, |tape| tape.between(0, 2)),
        duration_minutes: tape.maybe(20, |tape| tape.pick(&[25, 45])),
        ..AppointmentTypeSetting::default()
    };
    Doctor {
        uid: Uid::from(DOCTORS[index]),
        video_room_id: tape.maybe(50, |_| Uid::from(format!("room-{index}"))),
        active: !tape.chance(5),
        availability_rules,
        appointment_type_settings: (0..2)
            .filter_map(|kind| tape.maybe(50, |tape| setting(tape, kind)))
            .collect(),
        limits: limits(tape),
        ..Doctor::default()
    }
}

fn reminder(tape: &mut Tape, index: usize) -> Reminder {
    Reminder {
        uid: Uid::from(format!("rem-{index}")),
        appointment_type_uid: Uid::from(TYPES[index]),
        recipient_role: RecipientRole::Patient,
        minutes_before: Some(tape.pick(&[1, 60, 150])),
        days_before: None,
        local_time: None,
        send_email: true,
        send_sms: false,
        active: !tape.chance(10),
    }
}

fn ask(tape: &mut Tape, clinic: &ClinicSnapshot, before: &[Step], holds: &mut usize) -> Ask {
    // Most holds are confirmed at once.
    if let Some(Ask::Command(Command::Hold { uid, .. }) | Ask::Offered(Command::Hold { uid, .. }, _)) =
        before.last().map(|step| &step.ask)
        && tape.chance(60)
    {
        return Ask::Command(Command::Confirm {
            uid: uid.clone(),
            video_room_id: tape.maybe(30, |_| Uid::from("room-7")),
            by: actor(tape),
        });
    }
    match tape.below(40) {
        0..9 => {
            let uid = if tape.chance(92) { *holds } else { tape.below(*holds + 1) };
            *holds += 1;
            let hold = hold(tape, clinic, uid);
            if tape.chance(75) { Ask::Offered(hold, tape.below(64)) } else { Ask::Command(hold) }
        }
        9..13 if !before.is_empty() => Ask::Again(tape.below(before.len())),
        13 => Ask::Change(Box::new(change(tape, clinic))),
        14 => Ask::RecordDue,
        _ => {
            let command = later(tape, clinic, *holds);
            if matches!(command, Command::Rebook { .. }) && tape.chance(70) {
                Ask::Offered(command, tape.below(64))
            } else {
                Ask::Command(command)
            }
        }
    }
}

fn uid(number: usize) -> Uid {
    Uid::from(format!("m{number}"))
}

fn actor(tape: &mut Tape) -> Actor {
    tape.pick(&[Actor::Patient, Actor::Patient, Actor::Partner, Actor::Administrator])
}

/// Whoever speaks for the practice; seldom somebody who may not.
fn practice(tape: &mut Tape) -> Actor {
    if tape.chance(90) { Actor::Administrator } else { actor(tape) }
}

/// On the grid of ten minutes for the most part.
fn start(tape: &mut Tape) -> Instant {
    let opens = MONDAY + tape.pick(&[0, 0, 0, 24]) * HOUR + 8 * HOUR;
    Instant(opens + tape.between(0, 21) * 600 + tape.pick(&[0, 0, 0, 0, 0, 0, 300, 1]))
}

/// What is overridden: mostly nothing, and mostly by the administrator.
fn overridden(tape: &mut Tape, by: Actor) -> Vec<ReasonCode> {
    const KINDS: &[&[ReasonCode]] = &[
        &[ReasonCode::SlotTaken, ReasonCode::Held],
        &[ReasonCode::SlotTaken, ReasonCode::Held, ReasonCode::OffGrid],
        &[ReasonCode::Held],
        &[ReasonCode::OutsideHours, ReasonCode::OffGrid],
        &[ReasonCode::GroupFull],
        &[ReasonCode::LimitReached, ReasonCode::OffGrid],
        &[ReasonCode::PatientBusy, ReasonCode::TooManyHolds],
        &[ReasonCode::TypeInactive, ReasonCode::DoctorNotOffering],
    ];
    let often = if by == Actor::Administrator { 50 } else { 2 };
    tape.maybe(often, |tape| tape.pick(KINDS).to_vec()).unwrap_or_default()
}

/// A length that is asked for: mostly none, and sometimes one that no type has.
fn minutes(tape: &mut Tape) -> Option<i64> {
    tape.maybe(12, |tape| tape.pick(&[40, 40, 40, 40, 30, 20, 60, 50, 1_441]))
}

/// How many seats are asked for: mostly one, and sometimes more than a type can have.
fn seats(tape: &mut Tape) -> Option<i64> {
    tape.maybe(16, |tape| tape.pick(&[2, 2, 2, 2, 3, 3, 1, 1, 4, 0, 1_001]))
}

fn hold(tape: &mut Tape, clinic: &ClinicSnapshot, number: usize) -> Command {
    let by = actor(tape);
    Command::Hold {
        uid: uid(number),
        appointment_type_uid: Uid::from(tape.pick(&TYPES)),
        start_date: Some(start(tape)),
        local_start: None,
        doctor_uid: tape.maybe(60, |tape| Uid::from(DOCTORS[tape.below(clinic.doctors.len())])),
        patient_uid: tape.maybe(60, |tape| Uid::from(tape.pick(&PATIENTS))),
        by,
        r#override: overridden(tape, by),
        replaces: tape.maybe(15, |tape| uid(number.saturating_sub(1 + tape.below(3)))),
        duration_minutes: minutes(tape),
        location_uid: location(tape, clinic),
        seats: seats(tape),
    }
}

/// A command about one of the latest holds, or about nobody.
fn later(tape: &mut Tape, clinic: &ClinicSnapshot, holds: usize) -> Command {
    let uid = match tape.below(12) {
        0 => Uid::from("nobody"),
        1..7 => uid(holds.saturating_sub(1)),
        _ => uid(tape.below(holds.max(1))),
    };
    match tape.below(26) {
        0..4 => {
            Command::Confirm { uid, video_room_id: tape.maybe(30, |_| Uid::from("room-7")), by: actor(tape) }
        }
        21..23 => Command::Extend { uid },
        23..25 => Command::Approve { uid, by: practice(tape) },
        25 => {
            Command::Decline { uid, reason: tape.pick(&["full", "full", " "]).to_owned(), by: practice(tape) }
        }
        4 => Command::Release { uid },
        5 => Command::Cancel {
            uid,
            reason: tape.pick(&["ill", "ill", "ill", " "]).to_owned(),
            by: actor(tape),
        },
        6..15 => {
            let by = actor(tape);
            Command::Rebook {
                uid,
                start_date: Some(start(tape)),
                local_start: None,
                doctor_uid: tape.maybe(50, |tape| Uid::from(DOCTORS[tape.below(clinic.doctors.len())])),
                by,
                r#override: overridden(tape, by),
                duration_minutes: minutes(tape),
                appointment_type_uid: tape.maybe(8, |tape| Uid::from(tape.pick(&TYPES))),
                location_uid: location(tape, clinic),
                seats: seats(tape),
            }
        }
        15..17 => Command::Complete { uid, by: actor(tape) },
        17..19 => Command::Reopen { uid, by: practice(tape) },
        _ => Command::NoShow { uid },
    }
}

fn change(tape: &mut Tape, clinic: &ClinicSnapshot) -> Change {
    match tape.below(8) {
        0..3 => {
            let index = tape.below(clinic.doctors.len());
            // Settings name types that may be gone.
            Change::PutDoctor {
                doctor: Doctor { appointment_type_settings: Vec::new(), ..doctor(tape, index) },
            }
        }
        3..6 => {
            let index = tape.below(2);
            Change::PutAppointmentType { appointment_type: appointment_type(tape, index) }
        }
        6 => Change::RemoveAppointmentType { uid: Uid::from(tape.pick(&TYPES)) },
        _ => Change::LimitLiveHolds { max_per_patient: tape.maybe(60, |tape| tape.between(1, 3)) },
    }
}
