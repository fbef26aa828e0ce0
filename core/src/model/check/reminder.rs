//! Validation of reminders and quiet hours, when a clinic is built or changed.

use super::ranges::{Ranges, ranges};
use super::uid;
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::limits::{MINUTE_OF_DAY_MAX, REMINDER_DAYS_MAX, REMINDER_MINUTES_MAX};
use crate::model::reminder::{QuietHours, Reminder};

pub(super) const REMINDER: Ranges<Reminder> = ranges!(Reminder {
    minutes_before: 1..=REMINDER_MINUTES_MAX,
    days_before: 0..=REMINDER_DAYS_MAX,
    local_time: 0..=MINUTE_OF_DAY_MAX - 1,
});

pub(super) const QUIET_HOURS: Ranges<QuietHours> =
    ranges!(QuietHours { start_time: 0..=MINUTE_OF_DAY_MAX - 1, end_time: 0..=MINUTE_OF_DAY_MAX });

/// Everything about a reminder but what refers to the clinic.
pub(crate) fn reminder(reminder: &Reminder, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&reminder.uid, &path.field("uid")));
    let (minutes_before, days_before) = (path.field("minutes_before"), path.field("days_before"));
    let local_time = path.field("local_time");
    REMINDER.check(reminder, path, faults);
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
    QUIET_HOURS.check(&quiet, path, faults);
    let end_time = path.field("end_time");
    if start == 0 && end == MINUTE_OF_DAY_MAX {
        let detail = "some time of the day must be left".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&end_time));
    } else if start == end && (0..MINUTE_OF_DAY_MAX).contains(&start) {
        faults.add(ErrorCode::EmptyInterval { start, end }.at(&end_time));
    }
}
