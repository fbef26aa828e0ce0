//! Validation of rules, exceptions, overrides and closures, when a clinic is built or changed.

use super::limit::type_limits;
use super::ranges::{Ranges, ranges};
use super::{count, date, instant, interval, optional_uid, text, twice, uid, unique, within};
use crate::error::faults::Faults;
use crate::error::quoted::Quoted;
use crate::error::{ErrorCode, Path};
use crate::limits::{
    BUFFER_MINUTES_MAX, CLOSURE_DAYS_MAX, EVERY_WEEKS_MAX, EXCEPTIONS_PER_DOCTOR_MAX, MINUTE_OF_DAY_MAX,
    NAME_CHARS_MAX, NOTICE_MINUTES_MAX, NTH_OF_MONTH_MAX, TYPES_PER_WINDOW_MAX, bounds,
};
use crate::model::availability::{
    AvailabilityException, AvailabilityRule, Closure, ExceptionKind, ForWhom, OverrideWindow,
};
use crate::model::doctor::Doctor;
use crate::wire::uid::Uid;

pub(super) const RULE: Ranges<AvailabilityRule> = ranges!(AvailabilityRule {
    weekday: 0..=6,
    start_time: 0..=MINUTE_OF_DAY_MAX,
    end_time: 0..=MINUTE_OF_DAY_MAX,
    buffer_minutes: 0..=BUFFER_MINUTES_MAX,
    every_weeks: 1..=EVERY_WEEKS_MAX,
    reserved_until_minutes_before: 0..=NOTICE_MINUTES_MAX,
    released_minutes_before: 0..=NOTICE_MINUTES_MAX,
});

pub(super) const EXCEPTION: Ranges<AvailabilityException> = ranges!(AvailabilityException {
    buffer_minutes: 0..=BUFFER_MINUTES_MAX,
    reserved_until_minutes_before: 0..=NOTICE_MINUTES_MAX,
    released_minutes_before: 0..=NOTICE_MINUTES_MAX,
});

pub(super) const OVERRIDE_WINDOW: Ranges<OverrideWindow> = ranges!(OverrideWindow {
    start_time: 0..=MINUTE_OF_DAY_MAX,
    end_time: 0..=MINUTE_OF_DAY_MAX,
    buffer_minutes: 0..=BUFFER_MINUTES_MAX,
    reserved_until_minutes_before: 0..=NOTICE_MINUTES_MAX,
    released_minutes_before: 0..=NOTICE_MINUTES_MAX,
});

pub(super) const CLOSURE: Ranges<Closure> =
    ranges!(Closure { start_time: 0..=MINUTE_OF_DAY_MAX, end_time: 0..=MINUTE_OF_DAY_MAX });

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

pub(super) fn rule(rule: &AvailabilityRule, doctor_uid: &Uid, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&rule.uid, &path.field("uid")));
    if rule.doctor_uid.as_ref().is_some_and(|named| named != doctor_uid) {
        let detail = format!("the rule is listed under the doctor `{}`", Quoted(doctor_uid));
        faults.add(ErrorCode::Conflict { detail }.at(&path.field("doctor_uid")));
    }
    RULE.check(rule, path, faults);
    clock(rule.start_time, rule.end_time, path, faults);
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

/// A window of an override of one date.
pub(super) fn override_window(window: &OverrideWindow, path: &Path<'_>, faults: &mut Faults) {
    OVERRIDE_WINDOW.check(window, path, faults);
    clock(window.start_time, window.end_time, path, faults);
    for_whom(window.for_whom(), false, path, faults);
}

/// For whom a window is. Blocked time is for nobody.
fn for_whom(whom: ForWhom<'_>, blocked: bool, path: &Path<'_>, faults: &mut Faults) {
    let list = path.field("appointment_type_uids");
    if let Some(uids) = whom.appointment_type_uids {
        faults.note(count(uids.len(), TYPES_PER_WINDOW_MAX, &list));
        twice(uids, &list, faults);
    } else if whom.reserved_until_minutes_before.is_some() {
        faults.add(ErrorCode::MissingField.at(&list));
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

/// On which dates of its weekday a rule holds.
fn recurrence(rule: &AvailabilityRule, path: &Path<'_>, faults: &mut Faults) {
    if rule.every_weeks.is_some() && rule.from_date.is_none() {
        faults.add(ErrorCode::MissingField.at(&path.field("from_date")));
    }
    if let Some(from) = rule.from_date {
        faults.note(date(from, &path.field("from_date")));
    }
    let list = path.field("nth_of_month");
    let most = 2 * NTH_OF_MONTH_MAX as usize;
    faults.note(count(rule.nth_of_month.len(), most, &list));
    for (index, &number) in rule.nth_of_month.iter().enumerate().take(most) {
        let path = list.index(index);
        if !faults.is_ok(within(number, bounds::NTH_OF_MONTH, &path)) {
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

/// A window of the clock ends after it starts.
fn clock(start: i64, end: i64, path: &Path<'_>, faults: &mut Faults) {
    let is_in_range = |minute| (0..=MINUTE_OF_DAY_MAX).contains(&minute);
    if start >= end && is_in_range(start) && is_in_range(end) {
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
    EXCEPTION.check(exception, path, faults);
    if exception.kind == ExceptionKind::Blocked && exception.buffer_minutes != 0 {
        let detail = "a blocked interval has no buffer".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&path.field("buffer_minutes")));
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
    CLOSURE.check(closure, path, faults);
    clock(start, end, path, faults);
    faults.note(text(closure.name.as_ref(), 0, NAME_CHARS_MAX, &path.field("name")));
}
