//! Validation of wire values after reading: ranges, order, uniqueness. Each refusal names the field, and a
//! value with parts is checked whole: all that is wrong with it is noted.

mod appointment_type;
mod doctor;
mod limit;
mod ranges;
mod reminder;
mod window;

use std::collections::BTreeSet;

pub(crate) use self::appointment_type::{appointment_type, grid};
pub(crate) use self::doctor::doctor;
pub(crate) use self::limit::patient_limits;
use self::ranges::{Ranges, ranges};
pub(crate) use self::reminder::{quiet_hours, reminder};
pub(crate) use self::window::{closure, each_window, exceptions};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Number, Path, Result};
use crate::limits::bounds::Bound;
use crate::limits::{
    DURATION_MINUTES_MAX, DURATION_MINUTES_MIN, NAME_CHARS_MAX, REASON_CHARS_MAX, SEATS_MAX, UID_BYTES_MAX,
};
use crate::model::appointment::Appointment;
use crate::model::location::Location;
use crate::time::instant::Instant;
use crate::time::zone::{DAY, TABLE_END, TABLE_START, day_number};
use crate::wire::uid::Uid;

/// Tells the ranges of all records that have a table of them: record, field, least, most.
#[cfg(feature = "schema")]
pub(crate) fn every_range(tell: &mut dyn FnMut(&'static str, &'static str, i64, i64)) {
    appointment_type::APPOINTMENT_TYPE.tell(tell);
    appointment_type::GRID.tell(tell);
    limit::BOOKING_LIMIT.tell(tell);
    limit::PATIENT_LIMIT.tell(tell);
    limit::TYPE_LIMIT.tell(tell);
    doctor::DOCTOR.tell(tell);
    doctor::SETTING.tell(tell);
    window::RULE.tell(tell);
    window::EXCEPTION.tell(tell);
    window::OVERRIDE_WINDOW.tell(tell);
    window::CLOSURE.tell(tell);
    reminder::REMINDER.tell(tell);
    reminder::QUIET_HOURS.tell(tell);
    APPOINTMENT.tell(tell);
    for Bound { min, max, of } in crate::limits::bounds::INTEGERS {
        of.iter().for_each(|(name, field)| tell(name, field, *min, *max));
    }
}

/// Refuses an integer that is out of its range.
pub(crate) fn within(value: i64, Bound { min, max, .. }: Bound<i64>, path: &Path<'_>) -> Result<()> {
    range(value, min, max, path)
}

/// The number, if it is one and in its range; zero without a sign.
pub(crate) fn number_within(value: f64, bound: Bound<f64>, path: &Path<'_>) -> Result<f64> {
    number(value, bound.min, bound.max, path)
}

pub(crate) fn range(value: i64, min: i64, max: i64, path: &Path<'_>) -> Result<()> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(ErrorCode::OutOfRange { value, min, max }.at(path))
    }
}

/// The number, if it is one and lies between the two; zero without a sign.
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

/// A uid that may be missing.
pub(crate) fn optional_uid(id: Option<&Uid>, path: &Path<'_>, faults: &mut Faults) {
    if let Some(id) = id {
        faults.note(uid(id, path));
    }
}

pub(crate) fn text(text: Option<&String>, min: usize, max: usize, path: &Path<'_>) -> Result<()> {
    text.map_or(Ok(()), |text| range(text.chars().count() as i64, min as i64, max as i64, path))
}

/// No two of a list say the same in this field.
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

/// No uid is in a list twice.
pub(crate) fn twice(uids: &[Uid], list: &Path<'_>, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (index, uid) in uids.iter().enumerate().filter(|(_, uid)| !seen.insert(*uid)) {
        faults.add(ErrorCode::Duplicate { value: uid.to_string() }.at(&list.index(index)));
    }
}

pub(crate) fn location(location: &Location, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&location.uid, &path.field("uid")));
    faults.note(text(location.name.as_ref(), 0, NAME_CHARS_MAX, &path.field("name")));
}

const APPOINTMENT: Ranges<Appointment> = ranges!(Appointment {
    duration_minutes: DURATION_MINUTES_MIN..=DURATION_MINUTES_MAX,
    seats: 1..=SEATS_MAX,
});

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
    APPOINTMENT.check(appointment, path, faults);
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
