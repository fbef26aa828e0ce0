//! Whether wire values are what they must be: ranges, order, uniqueness. Each refusal names the field, and a
//! value with parts is checked whole: all that is wrong with it is noted.

use std::collections::BTreeSet;

use crate::error::faults::Faults;
use crate::error::quoted::Quoted;
use crate::error::{ErrorCode, Number, Path, Result};
use crate::limits::{
    APPROVAL_TTL_SECONDS_MAX, BOOKING_LIMITS_MAX, BUFFER_MINUTES_MAX, CAPACITY_MAX, CLOSURE_DAYS_MAX,
    CONCURRENT_APPOINTMENTS_MAX, DURATION_MINUTES_MAX, DURATION_MINUTES_MIN, DURATIONS_PER_TYPE_MAX,
    EVERY_WEEKS_MAX, EXCEPTIONS_PER_DOCTOR_MAX, HOLD_MAX_SECONDS_MAX, HOLD_TTL_SECONDS_MAX,
    HOLD_TTL_SECONDS_MIN, HORIZON_DAYS_MAX, HORIZON_MINUTES_MAX, LEAST_GAP_MINUTES_MAX, LIMIT_COUNT_MAX,
    MINUTE_OF_DAY_MAX, NAME_CHARS_MAX, NOTICE_DAYS_MAX, NOTICE_MINUTES_MAX, NTH_OF_MONTH_MAX,
    OVERRIDES_PER_DOCTOR_MAX, PRIORITY_MAX, REASON_CHARS_MAX, REMINDER_DAYS_MAX, REMINDER_MINUTES_MAX,
    RULES_PER_DOCTOR_MAX, SETTINGS_PER_DOCTOR_MAX, STEP_MINUTES_MAX, TYPE_LIMITS_PER_WINDOW_MAX,
    TYPES_PER_WINDOW_MAX, UID_BYTES_MAX, WEIGHT_MAX, WINDOWS_PER_OVERRIDE_MAX,
};
use crate::model::appointment::Appointment;
use crate::model::appointment_type::AppointmentType;
use crate::model::availability::{AvailabilityException, AvailabilityRule, Closure, ExceptionKind, ForWhom};
use crate::model::doctor::Doctor;
use crate::model::grid::{Grid, GridMode};
use crate::model::limit::{BookingLimit, CountedOver, PatientLimit, TypeLimit};
use crate::model::location::Location;
use crate::model::reminder::{QuietHours, Reminder};
use crate::time::instant::Instant;
use crate::time::zone::{DAY, TABLE_END, TABLE_START, day_number};
use crate::wire::uid::Uid;

pub(crate) fn range(value: i64, min: i64, max: i64, path: &Path<'_>) -> Result<()> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(ErrorCode::OutOfRange { value, min, max }.at(path))
    }
}

/// The number, if it is one and in range; zero without a sign.
pub(crate) fn number(value: f64, min: f64, max: f64, path: &Path<'_>) -> Result<f64> {
    if (min..=max).contains(&value) {
        Ok(value + 0.0)
    } else {
        Err(ErrorCode::NumberOutOfRange { value: Number(value), min: Number(min), max: Number(max) }.at(path))
    }
}

pub(crate) fn count(count: usize, limit: usize, path: &Path<'_>) -> Result<()> {
    if count <= limit {
        Ok(())
    } else {
        Err(ErrorCode::TooMany { count: count as u64, limit: limit as u64 }.at(path))
    }
}

pub(crate) fn uid(uid: &Uid, path: &Path<'_>) -> Result<()> {
    range(uid.len() as i64, 1, UID_BYTES_MAX as i64, path)
}

/// A date that the tables of zones reach: somewhat more than the engine's time, since clocks differ.
pub(crate) fn date(date: chrono::NaiveDate, path: &Path<'_>) -> Result<()> {
    range(day_number(date).saturating_mul(DAY), TABLE_START, TABLE_END, path)
}

pub(crate) fn interval(start: Instant, end: Instant, path: &Path<'_>, faults: &mut Faults) {
    let starts = faults.note(start.checked(&path.field("start_date")));
    let ends = faults.note(end.checked(&path.field("end_date")));
    if starts.is_some() && ends.is_some() && end <= start {
        faults.add(ErrorCode::EmptyInterval { start: start.0, end: end.0 }.at(&path.field("end_date")));
    }
}

/// An instant that may be missing.
pub(crate) fn instant(at: Option<Instant>, path: &Path<'_>, faults: &mut Faults) {
    if let Some(at) = at {
        faults.note(at.checked(path));
    }
}

/// A number that may be missing.
fn optional_range(value: Option<i64>, min: i64, max: i64, path: &Path<'_>, faults: &mut Faults) {
    if let Some(value) = value {
        faults.note(range(value, min, max, path));
    }
}

/// A uid that may be missing.
pub(crate) fn optional_uid(id: Option<&Uid>, path: &Path<'_>, faults: &mut Faults) {
    if let Some(id) = id {
        faults.note(uid(id, path));
    }
}

pub(crate) fn text(text: Option<&String>, min: usize, max: usize, path: &Path<'_>) -> Result<()> {
    text.map_or(Ok(()), |text| range(text.chars().count() as i64, min as i64, max as i64, path))
}

pub(crate) fn unique<'a, T: Ord + std::fmt::Display + 'a>(
    values: impl Iterator<Item = T>,
    list: &Path<'_>,
    field: &str,
    faults: &mut Faults,
) {
    let mut seen = BTreeSet::new();
    for (index, value) in values.enumerate() {
        if let Some(twice) = seen.replace(value) {
            faults.add(ErrorCode::Duplicate { value: twice.to_string() }.at(&list.index(index).field(field)));
        }
    }
}

pub(crate) fn appointment_type(kind: &AppointmentType, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&kind.uid, &path.field("uid")));
    faults.note(text(kind.name.as_ref(), 1, NAME_CHARS_MAX, &path.field("name")));
    faults.note(duration(kind.duration_minutes, &path.field("duration_minutes")));
    durations(&kind.durations_minutes, &path.field("durations_minutes"), faults);
    faults.note(range(
        kind.hold_ttl_seconds,
        HOLD_TTL_SECONDS_MIN,
        HOLD_TTL_SECONDS_MAX,
        &path.field("hold_ttl_seconds"),
    ));
    faults.note(range(
        kind.booking_min_notice_minutes,
        0,
        NOTICE_MINUTES_MAX,
        &path.field("booking_min_notice_minutes"),
    ));
    faults.note(range(
        kind.cancellation_min_notice_minutes,
        0,
        NOTICE_MINUTES_MAX,
        &path.field("cancellation_min_notice_minutes"),
    ));
    faults.note(range(
        kind.rebooking_min_notice_minutes,
        0,
        NOTICE_MINUTES_MAX,
        &path.field("rebooking_min_notice_minutes"),
    ));
    for (field, minutes) in [
        ("buffer_before_minutes", kind.buffer_before_minutes),
        ("buffer_after_minutes", kind.buffer_after_minutes),
    ] {
        faults.note(range(minutes, 0, BUFFER_MINUTES_MAX, &path.field(field)));
    }
    for (field, seconds, most) in [
        ("hold_max_seconds", kind.hold_max_seconds, HOLD_MAX_SECONDS_MAX),
        ("approval_ttl_seconds", kind.approval_ttl_seconds, APPROVAL_TTL_SECONDS_MAX),
    ] {
        let Some(seconds) = seconds else { continue };
        let path = path.field(field);
        if faults.is_ok(range(seconds, HOLD_TTL_SECONDS_MIN, most, &path)) && seconds < kind.hold_ttl_seconds
        {
            let detail = format!("shorter than a hold, {} seconds", kind.hold_ttl_seconds);
            faults.add(ErrorCode::Conflict { detail }.at(&path));
        }
    }
    faults.note(range(kind.capacity, 1, CAPACITY_MAX, &path.field("capacity")));
    for (field, at) in [("created_at", kind.created_at), ("updated_at", kind.updated_at)] {
        instant(at.map(Instant), &path.field(field), faults);
    }
    if let Some(minutes) = kind.horizon_minutes {
        faults.note(range(minutes, 0, HORIZON_MINUTES_MAX, &path.field("horizon_minutes")));
    }
    if let Some(days) = kind.horizon_days {
        faults.note(range(days, 0, HORIZON_DAYS_MAX, &path.field("horizon_days")));
    }
    notice_days(
        ["booking_min_notice_days", "booking_notice_until"],
        (kind.booking_min_notice_days, kind.booking_notice_until, kind.booking_notice_working_days),
        path,
        faults,
    );
    notice_days(
        ["cancellation_min_notice_days", "cancellation_notice_until"],
        (
            kind.cancellation_min_notice_days,
            kind.cancellation_notice_until,
            kind.cancellation_notice_working_days,
        ),
        path,
        faults,
    );
    notice_days(
        ["rebooking_min_notice_days", "rebooking_notice_until"],
        (kind.rebooking_min_notice_days, kind.rebooking_notice_until, kind.rebooking_notice_working_days),
        path,
        faults,
    );
    if let Some(spec) = &kind.grid {
        grid(spec, &path.field("grid"), faults);
    }
    limits(&kind.limits, &path.field("limits"), faults);
}

/// How long an appointment may be.
pub(crate) fn duration(minutes: i64, path: &Path<'_>) -> Result<()> {
    range(minutes, DURATION_MINUTES_MIN, DURATION_MINUTES_MAX, path)
}

/// The lengths of a type.
fn durations(all: &[i64], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(all.len(), DURATIONS_PER_TYPE_MAX, path));
    for (index, minutes) in all.iter().enumerate() {
        let path = path.index(index);
        if faults.is_ok(duration(*minutes, &path)) && all[..index].contains(minutes) {
            faults.add(ErrorCode::Duplicate { value: minutes.to_string() }.at(&path));
        }
    }
}

/// A notice in dates: its fields, and what they say.
fn notice_days(
    [days_field, until_field]: [&str; 2],
    (days, until, working_days): (Option<i64>, Option<i64>, bool),
    path: &Path<'_>,
    faults: &mut Faults,
) {
    if let Some(days) = days {
        faults.note(range(days, 0, NOTICE_DAYS_MAX, &path.field(days_field)));
    } else if until.is_some() || working_days {
        faults.add(ErrorCode::MissingField.at(&path.field(days_field)));
    }
    if let Some(until) = until {
        faults.note(range(until, 0, MINUTE_OF_DAY_MAX, &path.field(until_field)));
    }
}

pub(crate) fn grid(grid: &Grid, path: &Path<'_>, faults: &mut Faults) {
    if let Some(step) = grid.step_minutes {
        faults.note(range(step, 1, STEP_MINUTES_MAX, &path.field("step_minutes")));
    }
    if let Some(gap) = grid.least_gap_minutes {
        faults.note(range(gap, 1, LEAST_GAP_MINUTES_MAX, &path.field("least_gap_minutes")));
    }
    let Some(align) = grid.align_minutes else {
        return;
    };
    let path = path.field("align_minutes");
    if !faults.is_ok(range(align, 1, MINUTE_OF_DAY_MAX, &path)) {
        return;
    }
    if grid.mode != GridMode::Clock {
        faults.add(ErrorCode::Conflict { detail: "only the mode `clock` aligns".to_owned() }.at(&path));
    } else if !Grid::aligns(align) {
        let detail = format!("{align} does not divide the 1440 minutes of a day");
        faults.add(ErrorCode::Conflict { detail }.at(&path));
    }
}

fn limits(limits: &[BookingLimit], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(limits.len(), BOOKING_LIMITS_MAX, path));
    for (index, limit) in limits.iter().enumerate() {
        let path = path.index(index);
        if limit.appointments.is_none() && limit.minutes.is_none() {
            faults.add(ErrorCode::MissingField.at(&path.field("appointments")));
        }
        for (field, value) in [("appointments", limit.appointments), ("minutes", limit.minutes)] {
            faults.note(value.map_or(Ok(()), |value| range(value, 0, LIMIT_COUNT_MAX, &path.field(field))));
        }
    }
}

/// Everything about the limits of patients but the types that they name.
pub(crate) fn patient_limits(limits: &[PatientLimit], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(limits.len(), BOOKING_LIMITS_MAX, path));
    for (index, limit) in limits.iter().enumerate().take(BOOKING_LIMITS_MAX) {
        let path = path.index(index);
        faults.note(range(limit.appointments, 0, LIMIT_COUNT_MAX, &path.field("appointments")));
        match (limit.per, limit.upcoming) {
            (None, false) => faults.add(ErrorCode::MissingField.at(&path.field("per"))),
            (Some(_), true) => {
                let detail = "either `per` or `upcoming`, not both".to_owned();
                faults.add(ErrorCode::Conflict { detail }.at(&path.field("upcoming")));
            }
            _ => {}
        }
        let list = path.field("appointment_type_uids");
        if let Some(uids) = &limit.appointment_type_uids {
            faults.note(range(uids.len() as i64, 1, TYPES_PER_WINDOW_MAX as i64, &list));
            for (index, uid) in uids.iter().enumerate().filter(|(index, uid)| uids[..*index].contains(uid)) {
                faults.add(ErrorCode::Duplicate { value: uid.to_string() }.at(&list.index(index)));
            }
        }
        if PatientLimit::is_idle(&limits[..limits.len().min(BOOKING_LIMITS_MAX)], index) {
            let detail = "another limit has as few for all that this one counts".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path.field("appointments")));
        }
    }
}

/// Everything about a doctor but what refers to the clinic: its zone and the types of its settings.
pub(crate) fn doctor(doctor: &Doctor, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&doctor.uid, &path.field("uid")));
    faults.note(text(doctor.display_name.as_ref(), 0, NAME_CHARS_MAX, &path.field("display_name")));
    optional_uid(doctor.video_room_id.as_ref(), &path.field("video_room_id"), faults);

    let rules = path.field("availability_rules");
    faults.note(count(doctor.availability_rules.len(), RULES_PER_DOCTOR_MAX, &rules));
    for (index, entry) in doctor.availability_rules.iter().enumerate() {
        rule(entry, &doctor.uid, &rules.index(index), faults);
    }
    unique(doctor.availability_rules.iter().map(|rule| &rule.uid), &rules, "uid", faults);

    exceptions(&doctor.availability_exceptions, &path.field("availability_exceptions"), faults);

    let overrides = path.field("date_overrides");
    faults.note(count(doctor.date_overrides.len(), OVERRIDES_PER_DOCTOR_MAX, &overrides));
    for (index, entry) in doctor.date_overrides.iter().enumerate() {
        let path = overrides.index(index);
        faults.note(date(entry.date, &path.field("date")));
        let windows = path.field("windows");
        faults.note(count(entry.windows.len(), WINDOWS_PER_OVERRIDE_MAX, &windows));
        for (index, window) in entry.windows.iter().enumerate() {
            let path = windows.index(index);
            clock_window(window.start_time, window.end_time, window.buffer_minutes, &path, faults);
            for_whom(window.for_whom(), false, &path, faults);
        }
    }
    unique(doctor.date_overrides.iter().map(|entry| entry.date), &overrides, "date", faults);

    let settings = path.field("appointment_type_settings");
    faults.note(count(doctor.appointment_type_settings.len(), SETTINGS_PER_DOCTOR_MAX, &settings));
    for (index, setting) in doctor.appointment_type_settings.iter().enumerate() {
        let path = settings.index(index);
        faults.note(uid(&setting.appointment_type_uid, &path.field("appointment_type_uid")));
        if let Some(minutes) = setting.booking_min_notice_minutes {
            faults.note(range(minutes, 0, NOTICE_MINUTES_MAX, &path.field("booking_min_notice_minutes")));
        }
        if let Some(minutes) = setting.duration_minutes {
            faults.note(duration(minutes, &path.field("duration_minutes")));
        }
        if let Some(priority) = setting.priority {
            faults.note(range(priority, 0, PRIORITY_MAX, &path.field("priority")));
        }
        optional_range(setting.weight, 1, WEIGHT_MAX, &path.field("weight"), faults);
        for (field, minutes) in [
            ("buffer_before_minutes", setting.buffer_before_minutes),
            ("buffer_after_minutes", setting.buffer_after_minutes),
        ] {
            faults.note(
                minutes.map_or(Ok(()), |minutes| range(minutes, 0, BUFFER_MINUTES_MAX, &path.field(field))),
            );
        }
    }
    unique(
        doctor.appointment_type_settings.iter().map(|setting| &setting.appointment_type_uid),
        &settings,
        "appointment_type_uid",
        faults,
    );
    let places = path.field("concurrent_appointments_max");
    faults.note(range(doctor.concurrent_appointments_max, 1, CONCURRENT_APPOINTMENTS_MAX, &places));
    let list = path.field("limits");
    limits(&doctor.limits, &list, faults);
    for (index, _) in doctor.limits.iter().enumerate().filter(|(_, limit)| limit.scope == CountedOver::Clinic)
    {
        let detail = "a limit of a doctor is not over all doctors".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&list.index(index).field("scope")));
    }
}

/// Shows every window of a doctor, with its path.
pub(crate) fn each_window(doctor: &Doctor, path: &Path<'_>, visit: &mut dyn FnMut(ForWhom<'_>, &Path<'_>)) {
    let list = path.field("availability_rules");
    for (index, rule) in doctor.availability_rules.iter().enumerate() {
        visit(rule.for_whom(), &list.index(index));
    }
    let list = path.field("availability_exceptions");
    for (index, exception) in doctor.availability_exceptions.iter().enumerate() {
        visit(exception.for_whom(), &list.index(index));
    }
    let list = path.field("date_overrides");
    for (index, entry) in doctor.date_overrides.iter().enumerate() {
        let path = list.index(index);
        let list = path.field("windows");
        for (index, window) in entry.windows.iter().enumerate() {
            visit(window.for_whom(), &list.index(index));
        }
    }
}

fn rule(rule: &AvailabilityRule, doctor_uid: &Uid, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&rule.uid, &path.field("uid")));
    if rule.doctor_uid.as_ref().is_some_and(|named| named != doctor_uid) {
        let detail = format!("the rule is listed under the doctor `{}`", Quoted(doctor_uid));
        faults.add(ErrorCode::Conflict { detail }.at(&path.field("doctor_uid")));
    }
    faults.note(range(rule.weekday, 0, 6, &path.field("weekday")));
    clock_window(rule.start_time, rule.end_time, rule.buffer_minutes, path, faults);
    for (field, bound) in [("valid_from", rule.valid_from), ("valid_until", rule.valid_until)] {
        instant(bound, &path.field(field), faults);
    }
    if let (Some(start), Some(end)) = (rule.valid_from, rule.valid_until)
        && end <= start
    {
        faults.add(ErrorCode::EmptyInterval { start: start.0, end: end.0 }.at(&path.field("valid_until")));
    }
    recurrence(rule, path, faults);
    for_whom(rule.for_whom(), rule.blocked, path, faults);
    if rule.blocked && rule.buffer_minutes != 0 {
        let detail = "time off has no buffer".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&path.field("buffer_minutes")));
    }
}

/// For whom a window is. Blocked time is for nobody.
fn for_whom(whom: ForWhom<'_>, blocked: bool, path: &Path<'_>, faults: &mut Faults) {
    let list = path.field("appointment_type_uids");
    if let Some(uids) = whom.appointment_type_uids {
        faults.note(count(uids.len(), TYPES_PER_WINDOW_MAX, &list));
        for (index, twice) in uids.iter().enumerate().filter(|(index, uid)| uids[..*index].contains(uid)) {
            faults.add(ErrorCode::Duplicate { value: twice.to_string() }.at(&list.index(index)));
        }
    } else if whom.reserved_until_minutes_before.is_some() {
        faults.add(ErrorCode::MissingField.at(&list));
    }
    for (field, minutes) in [
        ("reserved_until_minutes_before", whom.reserved_until_minutes_before),
        ("released_minutes_before", whom.released_minutes_before),
    ] {
        faults.note(
            minutes.map_or(Ok(()), |minutes| range(minutes, 0, NOTICE_MINUTES_MAX, &path.field(field))),
        );
    }
    type_limits(whom, path, faults);
    optional_uid(whom.location_uid, &path.field("location_uid"), faults);
    if blocked && whom.location_uid.is_some() {
        let detail = "blocked time is nowhere".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&path.field("location_uid")));
    }
    if blocked && !(ForWhom { location_uid: None, ..whom }).is_all() {
        let detail = "blocked time is for nobody".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&list));
    }
}

/// Most appointments of some types in a window.
fn type_limits(whom: ForWhom<'_>, path: &Path<'_>, faults: &mut Faults) {
    let list = path.field("type_limits");
    faults.note(count(whom.type_limits.len(), TYPE_LIMITS_PER_WINDOW_MAX, &list));
    let all = &whom.type_limits[..whom.type_limits.len().min(TYPE_LIMITS_PER_WINDOW_MAX)];
    for (index, limit) in all.iter().enumerate() {
        let (path, kinds) = (list.index(index), &limit.appointment_type_uids);
        let uids = path.field("appointment_type_uids");
        faults.note(range(kinds.len() as i64, 1, TYPES_PER_WINDOW_MAX as i64, &uids));
        for (index, uid) in kinds.iter().enumerate() {
            if kinds[..index].contains(uid) {
                faults.add(ErrorCode::Duplicate { value: uid.to_string() }.at(&uids.index(index)));
            }
            let is_for_it = whom.appointment_type_uids.is_none_or(|own| own.contains(uid));
            if !is_for_it && whom.reserved_until_minutes_before.is_none() {
                let detail = "the window is not for this type".to_owned();
                faults.add(ErrorCode::Conflict { detail }.at(&uids.index(index)));
            }
        }
        let appointments = path.field("appointments");
        if faults.is_ok(range(limit.appointments, 1, LIMIT_COUNT_MAX, &appointments))
            && TypeLimit::is_idle(all, index)
        {
            let detail = "another limit has as few for all of these types".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&appointments));
        }
    }
}

/// On which dates of its weekday a rule holds.
fn recurrence(rule: &AvailabilityRule, path: &Path<'_>, faults: &mut Faults) {
    if let Some(weeks) = rule.every_weeks {
        faults.note(range(weeks, 1, EVERY_WEEKS_MAX, &path.field("every_weeks")));
        if rule.from_date.is_none() {
            faults.add(ErrorCode::MissingField.at(&path.field("from_date")));
        }
    }
    if let Some(from) = rule.from_date {
        faults.note(date(from, &path.field("from_date")));
    }
    let list = path.field("nth_of_month");
    for (index, &number) in rule.nth_of_month.iter().enumerate() {
        let path = list.index(index);
        if !faults.is_ok(range(number, -NTH_OF_MONTH_MAX, NTH_OF_MONTH_MAX, &path)) {
            continue;
        }
        if number == 0 {
            let detail = "1 is the first of a month, -1 the last".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path));
        } else if rule.nth_of_month[..index].contains(&number) {
            faults.add(ErrorCode::Duplicate { value: number.to_string() }.at(&path));
        }
    }
}

fn clock_window(start: i64, end: i64, buffer: i64, path: &Path<'_>, faults: &mut Faults) {
    let starts = faults.is_ok(range(start, 0, MINUTE_OF_DAY_MAX, &path.field("start_time")));
    let ends = faults.is_ok(range(end, 0, MINUTE_OF_DAY_MAX, &path.field("end_time")));
    faults.note(range(buffer, 0, BUFFER_MINUTES_MAX, &path.field("buffer_minutes")));
    if starts && ends && start >= end {
        faults.add(ErrorCode::EmptyInterval { start, end }.at(&path.field("end_time")));
    }
}

pub(crate) fn exceptions(list: &[AvailabilityException], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(list.len(), EXCEPTIONS_PER_DOCTOR_MAX, path));
    for (index, entry) in list.iter().enumerate() {
        exception(entry, &path.index(index), faults);
    }
    unique(list.iter().map(|exception| &exception.uid), path, "uid", faults);
}

fn exception(exception: &AvailabilityException, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&exception.uid, &path.field("uid")));
    interval(exception.start_date, exception.end_date, path, faults);
    let buffer = path.field("buffer_minutes");
    faults.note(range(exception.buffer_minutes, 0, BUFFER_MINUTES_MAX, &buffer));
    if exception.kind == ExceptionKind::Blocked && exception.buffer_minutes != 0 {
        faults.add(ErrorCode::Conflict { detail: "a blocked interval has no buffer".to_owned() }.at(&buffer));
    }
    for_whom(exception.for_whom(), exception.kind == ExceptionKind::Blocked, path, faults);
    if exception.kind == ExceptionKind::Extra && exception.keeps_gap {
        let detail = "only a blocked interval keeps the gap".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&path.field("keeps_gap")));
    }
}

pub(crate) fn closure(closure: &Closure, path: &Path<'_>, faults: &mut Faults) {
    let known = faults.is_ok(date(closure.date, &path.field("date")));
    let last = path.field("last_date");
    if let Some(last_date) = closure.last_date
        && faults.is_ok(date(last_date, &last))
        && known
    {
        let days = closure.days();
        if days.is_empty() {
            let detail = "the last date is before the first".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&last));
        } else {
            faults.note(count((days.end - days.start) as usize, CLOSURE_DAYS_MAX as usize, &last));
        }
    }
    let (start, end) = (closure.start_time.unwrap_or(0), closure.end_time.unwrap_or(MINUTE_OF_DAY_MAX));
    clock_window(start, end, 0, path, faults);
    faults.note(text(closure.name.as_ref(), 0, NAME_CHARS_MAX, &path.field("name")));
}

pub(crate) fn location(location: &Location, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&location.uid, &path.field("uid")));
    faults.note(text(location.name.as_ref(), 0, NAME_CHARS_MAX, &path.field("name")));
}

/// Everything about a reminder but what refers to the clinic.
pub(crate) fn reminder(reminder: &Reminder, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&reminder.uid, &path.field("uid")));
    let (minutes_before, days_before) = (path.field("minutes_before"), path.field("days_before"));
    let local_time = path.field("local_time");
    optional_range(reminder.minutes_before, 1, REMINDER_MINUTES_MAX, &minutes_before, faults);
    optional_range(reminder.days_before, 0, REMINDER_DAYS_MAX, &days_before, faults);
    optional_range(reminder.local_time, 0, MINUTE_OF_DAY_MAX - 1, &local_time, faults);
    let by_minutes = reminder.minutes_before.is_some();
    let either = || ErrorCode::Conflict { detail: "either minutes before, or a time on a date".to_owned() };
    match (reminder.days_before, reminder.local_time) {
        (Some(_), _) if by_minutes => faults.add(either().at(&days_before)),
        (None, Some(_)) if by_minutes => faults.add(either().at(&local_time)),
        (Some(_), None) => faults.add(ErrorCode::MissingField.at(&local_time)),
        (None, Some(_)) => faults.add(ErrorCode::MissingField.at(&days_before)),
        (None, None) if !by_minutes => faults.add(ErrorCode::MissingField.at(&minutes_before)),
        _ => {}
    }
}

/// Hours that end, and don't last all day.
pub(crate) fn quiet_hours(quiet: QuietHours, path: &Path<'_>, faults: &mut Faults) {
    let QuietHours { start_time: start, end_time: end } = quiet;
    let end_time = path.field("end_time");
    let starts = faults.is_ok(range(start, 0, MINUTE_OF_DAY_MAX - 1, &path.field("start_time")));
    let ends = faults.is_ok(range(end, 0, MINUTE_OF_DAY_MAX, &end_time));
    if starts && ends && end - start == MINUTE_OF_DAY_MAX {
        let detail = "some time of the day must be left".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&end_time));
    } else if starts && ends && start == end {
        faults.add(ErrorCode::EmptyInterval { start, end }.at(&end_time));
    }
}

/// Everything about an appointment but what refers to the clinic.
pub(crate) fn appointment(appointment: &Appointment, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&appointment.uid, &path.field("uid")));
    interval(appointment.start_date, appointment.end_date, path, faults);
    for (field, at) in [
        ("created_at", appointment.created_at),
        ("hold_expires_at", appointment.hold_expires_at),
        ("cancelled_at", appointment.cancelled_at),
        ("confirmed_at", appointment.confirmed_at),
        ("rebooked_at", appointment.rebooked_at),
    ] {
        instant(at, &path.field(field), faults);
    }
    if let Some(minutes) = appointment.duration_minutes {
        faults.note(duration(minutes, &path.field("duration_minutes")));
    }
    for (field, id) in [
        ("patient_uid", &appointment.patient_uid),
        ("appointment_type_uid", &appointment.appointment_type_uid),
        ("video_room_id", &appointment.video_room_id),
        ("location_uid", &appointment.location_uid),
        ("replaces", &appointment.replaces),
    ] {
        optional_uid(id.as_ref(), &path.field(field), faults);
    }
    for (field, name) in [
        ("doctor_display_name", &appointment.doctor_display_name),
        ("patient_display_name", &appointment.patient_display_name),
        ("appointment_type_name", &appointment.appointment_type_name),
    ] {
        faults.note(text(name.as_ref(), 0, NAME_CHARS_MAX, &path.field(field)));
    }
    faults.note(text(
        appointment.cancellation_reason.as_ref(),
        0,
        REASON_CHARS_MAX,
        &path.field("cancellation_reason"),
    ));
}
