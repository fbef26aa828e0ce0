//! Validation of appointment types, when a clinic is built or changed.

use super::limit::booking_limits;
use super::ranges::{Ranges, ranges};
use super::{count, text, uid, within};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::limits::bounds;
use crate::limits::{
    APPROVAL_TTL_SECONDS_MAX, BUFFER_MINUTES_MAX, CAPACITY_MAX, DURATION_MINUTES_MAX, DURATION_MINUTES_MIN,
    DURATIONS_PER_TYPE_MAX, HOLD_MAX_SECONDS_MAX, HOLD_TTL_SECONDS_MAX, HOLD_TTL_SECONDS_MIN,
    HORIZON_DAYS_MAX, HORIZON_MINUTES_MAX, INSTANT_MAX, INSTANT_MIN, LEAST_GAP_MINUTES_MAX,
    MINUTE_OF_DAY_MAX, NAME_CHARS_MAX, NOTICE_DAYS_MAX, NOTICE_MINUTES_MAX, STEP_MINUTES_MAX,
};
use crate::model::appointment_type::AppointmentType;
use crate::model::grid::{Grid, GridMode};

pub(super) const APPOINTMENT_TYPE: Ranges<AppointmentType> = ranges!(AppointmentType {
    duration_minutes: DURATION_MINUTES_MIN..=DURATION_MINUTES_MAX,
    hold_ttl_seconds: HOLD_TTL_SECONDS_MIN..=HOLD_TTL_SECONDS_MAX,
    booking_min_notice_minutes: 0..=NOTICE_MINUTES_MAX,
    cancellation_min_notice_minutes: 0..=NOTICE_MINUTES_MAX,
    rebooking_min_notice_minutes: 0..=NOTICE_MINUTES_MAX,
    buffer_before_minutes: 0..=BUFFER_MINUTES_MAX,
    buffer_after_minutes: 0..=BUFFER_MINUTES_MAX,
    hold_max_seconds: HOLD_TTL_SECONDS_MIN..=HOLD_MAX_SECONDS_MAX,
    approval_ttl_seconds: HOLD_TTL_SECONDS_MIN..=APPROVAL_TTL_SECONDS_MAX,
    capacity: 1..=CAPACITY_MAX,
    horizon_minutes: 0..=HORIZON_MINUTES_MAX,
    horizon_days: 0..=HORIZON_DAYS_MAX,
    booking_min_notice_days: 0..=NOTICE_DAYS_MAX,
    booking_notice_until: 0..=MINUTE_OF_DAY_MAX,
    cancellation_min_notice_days: 0..=NOTICE_DAYS_MAX,
    cancellation_notice_until: 0..=MINUTE_OF_DAY_MAX,
    rebooking_min_notice_days: 0..=NOTICE_DAYS_MAX,
    rebooking_notice_until: 0..=MINUTE_OF_DAY_MAX,
    created_at: INSTANT_MIN..=INSTANT_MAX - 1,
    updated_at: INSTANT_MIN..=INSTANT_MAX - 1,
});

pub(super) const GRID: Ranges<Grid> = ranges!(Grid {
    step_minutes: 1..=STEP_MINUTES_MAX,
    align_minutes: 1..=MINUTE_OF_DAY_MAX,
    least_gap_minutes: 1..=LEAST_GAP_MINUTES_MAX,
});

pub(crate) fn appointment_type(kind: &AppointmentType, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&kind.uid, &path.field("uid")));
    faults.note(text(kind.name.as_ref(), 1, NAME_CHARS_MAX, &path.field("name")));
    APPOINTMENT_TYPE.check(kind, path, faults);
    durations(&kind.durations_minutes, &path.field("durations_minutes"), faults);
    for (field, seconds) in
        [("hold_max_seconds", kind.hold_max_seconds), ("approval_ttl_seconds", kind.approval_ttl_seconds)]
    {
        let is_short = seconds.is_some_and(|seconds| seconds < kind.hold_ttl_seconds);
        if is_short && APPOINTMENT_TYPE.has(kind, field) && APPOINTMENT_TYPE.has(kind, "hold_ttl_seconds") {
            let detail = format!("shorter than a hold, {} seconds", kind.hold_ttl_seconds);
            faults.add(ErrorCode::Conflict { detail }.at(&path.field(field)));
        }
    }
    for (field, days, until, working_days) in [
        (
            "booking_min_notice_days",
            kind.booking_min_notice_days,
            kind.booking_notice_until,
            kind.booking_notice_working_days,
        ),
        (
            "cancellation_min_notice_days",
            kind.cancellation_min_notice_days,
            kind.cancellation_notice_until,
            kind.cancellation_notice_working_days,
        ),
        (
            "rebooking_min_notice_days",
            kind.rebooking_min_notice_days,
            kind.rebooking_notice_until,
            kind.rebooking_notice_working_days,
        ),
    ] {
        if days.is_none() && (until.is_some() || working_days) {
            faults.add(ErrorCode::MissingField.at(&path.field(field)));
        }
    }
    if let Some(spec) = &kind.grid {
        grid(spec, &path.field("grid"), faults);
    }
    booking_limits(&kind.limits, &path.field("limits"), faults);
}

/// The lengths of a type.
fn durations(all: &[i64], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(all.len(), DURATIONS_PER_TYPE_MAX, path));
    for (index, minutes) in all.iter().enumerate().take(DURATIONS_PER_TYPE_MAX) {
        let path = path.index(index);
        if faults.is_ok(within(*minutes, bounds::DURATION, &path)) && all[..index].contains(minutes) {
            faults.add(ErrorCode::Duplicate { value: minutes.to_string() }.at(&path));
        }
    }
}

pub(crate) fn grid(grid: &Grid, path: &Path<'_>, faults: &mut Faults) {
    GRID.check(grid, path, faults);
    let Some(align) = grid.align_minutes else {
        return;
    };
    let path = path.field("align_minutes");
    if !GRID.has(grid, "align_minutes") {
        return;
    }
    if grid.mode != GridMode::Clock {
        faults.add(ErrorCode::Conflict { detail: "only the mode `clock` aligns".to_owned() }.at(&path));
    } else if !Grid::aligns(align) {
        let detail = format!("{align} does not divide the 1440 minutes of a day");
        faults.add(ErrorCode::Conflict { detail }.at(&path));
    }
}
