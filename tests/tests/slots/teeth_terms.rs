//! Misreadings of notice, horizon, what blocks, sessions, limits and patients.

use frontdesk::{Actor, AppointmentStatus, Period};
use frontdesk_tests::oracle::clock::{DAY, weekday};
use frontdesk_tests::oracle::definitions::day_of;
use frontdesk_tests::oracle::{Definitions, RIGHT};

use crate::teeth_hours::shown;

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        (
            "a notice of 0 counts as none",
            Definitions {
                notice: |kind, setting| {
                    let own = setting
                        .filter(|setting| setting.active)
                        .and_then(|setting| setting.booking_min_notice_minutes);
                    own.filter(|minutes| *minutes != 0).unwrap_or(kind.booking_min_notice_minutes)
                },
                ..right
            },
        ),
        (
            "the notice of an inactive setting counts",
            Definitions {
                notice: |kind, setting| {
                    setting
                        .and_then(|setting| setting.booking_min_notice_minutes)
                        .unwrap_or(kind.booking_min_notice_minutes)
                },
                ..right
            },
        ),
        (
            "the notice is that of the type",
            Definitions { notice: |kind, _| kind.booking_min_notice_minutes, ..right },
        ),
        (
            "the longer notice holds",
            Definitions {
                notice: |kind, setting| (RIGHT.notice)(kind, setting).max(kind.booking_min_notice_minutes),
                ..right
            },
        ),
        (
            "notice is exclusive",
            Definitions { keeps_notice: |start, now, notice| start > now + notice, ..right },
        ),
        (
            "notice is a second short",
            Definitions { keeps_notice: |start, now, notice| start + 1 >= now + notice, ..right },
        ),
        (
            "the horizon is exclusive",
            Definitions { inside_horizon: |start, now, horizon| start < now + horizon, ..right },
        ),
        (
            "the horizon is a second long",
            Definitions { inside_horizon: |start, now, horizon| start <= now + horizon + 1, ..right },
        ),
        (
            "from is exclusive",
            Definitions { in_range: |start, range| range.start < start && start < range.end, ..right },
        ),
        (
            "to is inclusive",
            Definitions { in_range: |start, range| range.start <= start && start <= range.end, ..right },
        ),
        (
            "a hold blocks at its end",
            Definitions {
                blocks: |appointment, hold_end, now| match appointment.status {
                    AppointmentStatus::Held => now <= hold_end,
                    _ => (RIGHT.blocks)(appointment, hold_end, now),
                },
                ..right
            },
        ),
        (
            "a hold ends a second early",
            Definitions {
                blocks: |appointment, hold_end, now| match appointment.status {
                    AppointmentStatus::Held => now + 1 < hold_end,
                    _ => (RIGHT.blocks)(appointment, hold_end, now),
                },
                ..right
            },
        ),
        (
            "no_show does not block",
            Definitions {
                blocks: |appointment, hold_end, now| {
                    appointment.status != AppointmentStatus::NoShow
                        && (RIGHT.blocks)(appointment, hold_end, now)
                },
                ..right
            },
        ),
        (
            "completed does not block",
            Definitions {
                blocks: |appointment, hold_end, now| {
                    appointment.status != AppointmentStatus::Completed
                        && (RIGHT.blocks)(appointment, hold_end, now)
                },
                ..right
            },
        ),
        (
            "cancelled blocks",
            Definitions {
                blocks: |appointment, hold_end, now| {
                    appointment.status == AppointmentStatus::Cancelled
                        || (RIGHT.blocks)(appointment, hold_end, now)
                },
                ..right
            },
        ),
        (
            "expired blocks",
            Definitions {
                blocks: |appointment, hold_end, now| {
                    appointment.status == AppointmentStatus::Expired
                        || (RIGHT.blocks)(appointment, hold_end, now)
                },
                ..right
            },
        ),
        ("the appointment to be moved is in its own way", Definitions { excluded_blocks: true, ..right }),
        (
            "an inactive doctor offers",
            Definitions {
                offers: |doctor, kind| {
                    (RIGHT.offers)(&frontdesk::Doctor { active: true, ..doctor.clone() }, kind)
                },
                ..right
            },
        ),
        (
            "an inactive type is offered",
            Definitions {
                offers: |doctor, kind| {
                    (RIGHT.offers)(doctor, &frontdesk::AppointmentType { active: true, ..kind.clone() })
                },
                ..right
            },
        ),
        (
            "an inactive setting selects",
            Definitions {
                offers: |doctor, kind| {
                    let mut doctor = doctor.clone();
                    doctor.appointment_type_settings.iter_mut().for_each(|setting| setting.active = true);
                    (RIGHT.offers)(&doctor, kind)
                },
                ..right
            },
        ),
        (
            "an inactive setting excludes",
            Definitions {
                offers: |doctor, kind| {
                    let settings = &doctor.appointment_type_settings;
                    (RIGHT.offers)(doctor, kind)
                        && settings
                            .iter()
                            .all(|setting| setting.active || setting.appointment_type_uid != kind.uid)
                },
                ..right
            },
        ),
        (
            "every doctor is selected",
            Definitions { offers: |doctor, kind| doctor.active && kind.active, ..right },
        ),
        ("sessions mix types", Definitions { one_session: |a, b| a.start_date == b.start_date, ..right }),
        (
            "a session has one length",
            Definitions {
                one_session: |a, b| (RIGHT.one_session)(a, b) && a.end_date == b.end_date,
                ..right
            },
        ),
        ("every appointment is a session", Definitions { one_session: |a, b| a.uid == b.uid, ..right }),
        (
            "one seat stays free",
            Definitions { has_room: |taken, asked, capacity| taken + asked < capacity, ..right },
        ),
        ("no seat is joined", Definitions { has_room: |_, _, _| false, ..right }),
        (
            "a session counts the length of its first",
            Definitions { session_length: |lengths| lengths[0], ..right },
        ),
        (
            "a session counts the length of its shortest",
            Definitions { session_length: |lengths| lengths.iter().copied().min().unwrap_or(0), ..right },
        ),
        (
            "a session counts the lengths of all",
            Definitions { session_length: |lengths| lengths.iter().sum(), ..right },
        ),
        (
            "limits count in UTC",
            Definitions {
                period_of: |clock, per, first, at| match per {
                    Period::Day => at.div_euclid(DAY),
                    Period::Week => at.div_euclid(DAY) - weekday(at.div_euclid(DAY)),
                    _ => (RIGHT.period_of)(clock, per, first, at),
                },
                ..right
            },
        ),
        (
            "limits count on the date that the clock shows",
            Definitions {
                period_of: |clock, per, first, at| match per {
                    Period::Day => shown(clock, at),
                    Period::Week => shown(clock, at) - weekday(shown(clock, at)),
                    _ => (RIGHT.period_of)(clock, per, first, at),
                },
                ..right
            },
        ),
        (
            "a week starts on Sunday",
            Definitions {
                period_of: |clock, per, first, at| match per {
                    Period::Week => day_of(clock, at) - weekday(day_of(clock, at) + 1),
                    _ => (RIGHT.period_of)(clock, per, first, at),
                },
                ..right
            },
        ),
        ("a week is a day", Definitions { period_of: |clock, _, _, at| day_of(clock, at), ..right }),
        (
            "a limit is reached at it",
            Definitions { exceeds: |used, more, limit| used + more >= limit, ..right },
        ),
        ("a limit is passed once", Definitions { exceeds: |used, _, limit| used > limit, ..right }),
        ("limits are not there", Definitions { exceeds: |_, _, _| false, ..right }),
        (
            "one who joins a session is refused for a limit",
            Definitions { adds: |_, length| (1, length), ..right },
        ),
        ("the horizon binds administrators", Definitions { is_bound_by_horizon: |_| true, ..right }),
        (
            "the horizon binds patients only",
            Definitions { is_bound_by_horizon: |by| by == Actor::Patient, ..right },
        ),
        ("the notice binds administrators", Definitions { is_bound_by_notice: |_| true, ..right }),
        (
            "the notice does not bind partners",
            Definitions { is_bound_by_notice: |by| by == Actor::Patient, ..right },
        ),
        ("a patient may be in two places", Definitions { patient_is_busy: |_, _| false, ..right }),
        (
            "a patient's appointments must not touch",
            Definitions { patient_is_busy: |a, b| a.meets(b), ..right },
        ),
        (
            "a patient may have one hold more than the most",
            Definitions {
                holds_all: |holds, most, moves| !moves && most.is_some_and(|most| holds > most),
                ..right
            },
        ),
        (
            "who moves an appointment asks for a hold",
            Definitions { holds_all: |holds, most, _| most.is_some_and(|most| holds >= most), ..right },
        ),
    ]
}
