//! Whether the values of a room are what they must be, each on its own.

use super::begun;
use super::doctor::{Duty, QueueDoctor, UpcomingAppointment};
use super::entry::{DoctorPreference, QueueEntry, QueuePresence, QueueStatus};
use super::parts::parts;
use super::policy::{QueueLevel, QueuePolicy};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{
    AWAY_MINUTES_MAX, DUTY_WINDOWS_MAX, LEVELS_MAX, NAME_CHARS_MAX, REASON_CHARS_MAX,
    UPCOMING_APPOINTMENTS_MAX, bounds,
};
use crate::model::check::{count, instant, interval, optional_uid, range, text, uid, unique, within};
use crate::wait::{ShownWait, VisitReason};
use crate::wire::uid::Uid;

pub(super) fn policy(policy: &QueuePolicy, path: &Path<'_>, faults: &mut Faults) {
    faults.note(within(policy.guard_minutes, bounds::GUARD, &path.field("guard_minutes")));
    let grace = path.field("no_show_grace_minutes");
    faults.note(within(policy.no_show_grace_minutes, bounds::GRACE, &grace));
    if let Some(capacity) = policy.capacity {
        faults.note(within(capacity, bounds::CAPACITY, &path.field("capacity")));
    }
    faults.note(text(policy.close_msg.as_ref(), 0, REASON_CHARS_MAX, &path.field("close_msg")));
    instant(policy.closes_at, &path.field("closes_at"), faults);
    faults.note(VisitReason::check_all(&policy.visit_reasons, &path.field("visit_reasons")));
    levels(&policy.levels, &path.field("levels"), faults);
    if let Some(minutes) = policy.average_visit_minutes {
        let average = path.field("average_visit_minutes");
        faults.note(within(minutes, bounds::DURATION, &average));
    }
    for (field, value, bound) in [
        ("visit_minutes_max", policy.visit_minutes_max, bounds::VISIT_MINUTES),
        ("visit_seconds_min", policy.visit_seconds_min, bounds::VISIT_SECONDS),
    ] {
        faults.note(value.map_or(Ok(()), |value| within(value, bound, &path.field(field))));
    }
}

fn levels(levels: &[QueueLevel], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(levels.len(), LEVELS_MAX, path));
    for (index, level) in levels.iter().enumerate() {
        let path = path.index(index);
        faults.note(uid(&level.uid, &path.field("uid")));
        faults.note(text(level.name.as_ref(), 0, NAME_CHARS_MAX, &path.field("name")));
        let head_start = path.field("head_start_minutes");
        faults.note(within(level.head_start_minutes, bounds::LEVEL_HEAD_START, &head_start));
    }
    unique(levels.iter().map(|level| &level.uid), path, "uid", faults);
}

/// Who joins with a level has its urgency and head start, and names none besides.
pub(super) fn one_urgency(entry: &QueueEntry, path: &Path<'_>, faults: &mut Faults) {
    if entry.level.is_none() {
        return;
    }
    for (field, is_said) in [("urgent", entry.urgent), ("head_start_seconds", entry.head_start_seconds != 0)]
    {
        if is_said {
            let detail = "the level says it".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path.field(field)));
        }
    }
}

/// Everything about a doctor but whether the consultation is that of an entry.
pub(super) fn doctor(doctor: &QueueDoctor, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&doctor.uid, &path.field("uid")));
    faults.note(text(doctor.display_name.as_ref(), 0, NAME_CHARS_MAX, &path.field("display_name")));
    optional_uid(doctor.video_room_id.as_ref(), &path.field("video_room_id"), faults);
    duty(&doctor.duty, &path.field("duty"), faults);
    appointments(&doctor.appointments, Some(doctor), &path.field("appointments"), faults);
    instant(doctor.last_ended_at, &path.field("last_ended_at"), faults);
    away(doctor, path, faults);
    begun::consultations(doctor, path, faults);
}

/// When a doctor will be back goes with being away, and is not before that.
fn away(doctor: &QueueDoctor, path: &Path<'_>, faults: &mut Faults) {
    instant(doctor.away_since, &path.field("away_since"), faults);
    let Some(back_at) = doctor.back_at else { return };
    let path = path.field("back_at");
    if faults.note(back_at.checked(&path)).is_none() {
        return;
    }
    let detail = match doctor.away_since {
        None => "the doctor was never away".to_owned(),
        Some(since) if back_at < since => format!("before {since}, which it follows"),
        Some(_) => return,
    };
    faults.add(ErrorCode::Conflict { detail }.at(&path));
}

/// Who is away may be back in so many minutes; nobody else will be.
pub(super) fn minutes_until_back(away: bool, minutes: Option<i64>, path: &Path<'_>) -> Result<Option<i64>> {
    match minutes {
        Some(_) if !away => {
            let detail = "the doctor is not away".to_owned();
            Err(ErrorCode::Conflict { detail }.at(path))
        }
        Some(minutes) => range(minutes, 0, AWAY_MINUTES_MAX, path).map(|()| Some(minutes)),
        None => Ok(None),
    }
}

/// What somebody is told, as the entry keeps it.
pub(super) fn announcement(uid: &Uid, shown: &ShownWait, path: &Path<'_>) -> Result<ShownWait> {
    Faults::of(|faults| {
        shown.check(path, faults);
        if shown.uid.as_ref().is_some_and(|other| other != uid) {
            let detail = "shown of another entry".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path.field("uid")));
        }
    })?;
    Ok(ShownWait { uid: None, ..shown.clone() })
}

pub(super) fn duty(windows: &[Duty], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(windows.len(), DUTY_WINDOWS_MAX, path));
    for (index, window) in windows.iter().enumerate() {
        let path = path.index(index);
        interval(window.start_date, window.end_date, &path, faults);
        if index > 0 && window.start_date < windows[index - 1].end_date {
            let detail = "starts before the end of the one before".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path.field("start_date")));
        }
    }
}

pub(super) fn appointments(
    appointments: &[UpcomingAppointment],
    doctor: Option<&QueueDoctor>,
    path: &Path<'_>,
    faults: &mut Faults,
) {
    faults.note(count(appointments.len(), UPCOMING_APPOINTMENTS_MAX, path));
    for (index, appointment) in appointments.iter().enumerate() {
        let path = path.index(index);
        faults.note(uid(&appointment.uid, &path.field("uid")));
        instant(Some(appointment.start_date), &path.field("start_date"), faults);
        optional_uid(appointment.reason.as_ref(), &path.field("reason"), faults);
        if doctor.is_some_and(|doctor| doctor.current_appointment(&appointment.uid).is_some()) {
            let detail = "this appointment has begun".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path.field("uid")));
        }
    }
    unique(appointments.iter().map(|appointment| &appointment.uid), path, "uid", faults);
}

/// Everything about an entry but what refers to the room.
pub(super) fn entry(entry: &QueueEntry, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&entry.uid, &path.field("uid")));
    faults.note(uid(&entry.patient_uid, &path.field("patient_uid")));
    for (field, id) in [
        ("visit_reason", &entry.visit_reason),
        ("level", &entry.level),
        ("preferred_doctor_uid", &entry.preferred_doctor_uid),
        ("doctor_uid", &entry.doctor_uid),
        ("video_room_id", &entry.video_room_id),
    ] {
        optional_uid(id.as_ref(), &path.field(field), faults);
    }
    faults.note(preference(entry, path));
    let head_start = path.field("head_start_seconds");
    faults.note(within(entry.head_start_seconds, bounds::HEAD_START, &head_start));
    faults.note(within(entry.sequence, bounds::ENTRY_SEQUENCE, &path.field("sequence")));
    instant(Some(entry.registered_at), &path.field("registered_at"), faults);
    presence(entry, path, faults);
    parts(entry, path, faults);
    told(entry, path, faults);
    stamps(entry, path, faults);
}

/// What is said of a preferred doctor goes together.
fn preference(entry: &QueueEntry, path: &Path<'_>) -> Result<()> {
    let strict = entry.preference == DoctorPreference::Strict;
    if strict && entry.preferred_doctor_uid.is_none() {
        return Err(ErrorCode::MissingField.at(&path.field("preferred_doctor_uid")));
    }
    let Some(minutes) = entry.preference_patience_minutes else {
        return Ok(());
    };
    let path = path.field("preference_patience_minutes");
    within(minutes, bounds::DOCTOR_PATIENCE, &path)?;
    let detail = match (&entry.preferred_doctor_uid, strict) {
        (Some(_), false) => return Ok(()),
        (Some(_), true) => "a strict preference does not end",
        (None, _) => "no doctor is preferred",
    };
    Err(ErrorCode::Conflict { detail: detail.to_owned() }.at(&path))
}

/// Who is on the way will be there in so many minutes; nobody else is expected.
pub(super) fn minutes_away(
    presence: QueuePresence,
    minutes: Option<i64>,
    path: &Path<'_>,
) -> Result<Option<i64>> {
    match (presence == QueuePresence::OnTheWay, minutes) {
        (true, None) => Err(ErrorCode::MissingField.at(path)),
        (true, Some(minutes)) => {
            within(minutes, bounds::ON_THE_WAY, path)?;
            Ok(Some(minutes))
        }
        (false, None) => Ok(None),
        (false, Some(_)) => {
            let detail = "the patient is not on the way".to_owned();
            Err(ErrorCode::Conflict { detail }.at(path))
        }
    }
}

/// What is said of where a patient is goes with waiting, and a time with being on the way.
fn presence(entry: &QueueEntry, path: &Path<'_>, faults: &mut Faults) {
    let (presence, ready_at) = (path.field("presence"), path.field("ready_at"));
    if entry.presence != QueuePresence::Ready && entry.status != QueueStatus::Waiting {
        let detail = "the entry is not waiting".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&presence));
    }
    match (entry.presence == QueuePresence::OnTheWay, entry.ready_at) {
        (true, None) => faults.add(ErrorCode::MissingField.at(&ready_at)),
        (false, Some(_)) => {
            let detail = "the patient is not on the way".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&ready_at));
        }
        (_, at) => instant(at, &ready_at, faults),
    }
}

/// Who was told something was told something first, and not before joining.
fn told(entry: &QueueEntry, path: &Path<'_>, faults: &mut Faults) {
    let fields = [("announced", &entry.announced, &entry.shown), ("shown", &entry.shown, &entry.announced)];
    for (field, told, other) in fields {
        let path = path.field(field);
        let Some(told) = told else {
            if other.is_some() {
                faults.add(ErrorCode::MissingField.at(&path));
            }
            continue;
        };
        told.check(&path, faults);
        if told.uid.is_some() {
            let detail = "the entry's own".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path.field("uid")));
        }
        if told.at < entry.registered_at {
            let detail = format!("before {}, which it follows", entry.registered_at);
            faults.add(ErrorCode::Conflict { detail }.at(&path.field("at")));
        }
    }
}

/// What is recorded of an entry goes with its status, and nothing comes before what it follows.
fn stamps(entry: &QueueEntry, path: &Path<'_>, faults: &mut Faults) {
    use QueueStatus::{Allocated, Cancelled, Completed, Waiting};
    let seen = entry.allocated_at.is_some();
    // Who was seen where nobody says by whom.
    let by_nobody =
        entry.status == Completed && entry.doctor_uid.is_none() && entry.completed_at == entry.allocated_at;
    let rules = [
        ("doctor_uid", entry.doctor_uid.is_some(), seen && !by_nobody),
        ("video_room_id", entry.video_room_id.is_some(), seen && !by_nobody),
        (
            "allocated_at",
            seen,
            matches!(entry.status, Allocated | Completed) || seen && entry.status == Cancelled,
        ),
        ("completed_at", entry.completed_at.is_some(), entry.status == Completed),
        ("cancelled_at", entry.cancelled_at.is_some(), entry.status == Cancelled),
        ("cancelled_by", entry.cancelled_by.is_some(), entry.status == Cancelled),
    ];
    for (field, is_there, belongs) in rules {
        match (is_there, belongs) {
            (false, true) => faults.add(ErrorCode::MissingField.at(&path.field(field))),
            (true, false) => {
                let detail = if entry.status == Waiting {
                    "the entry is waiting"
                } else {
                    "does not go with the status"
                };
                faults.add(ErrorCode::Conflict { detail: detail.to_owned() }.at(&path.field(field)));
            }
            _ => {}
        }
    }
    let mut before =
        entry.parts.last().map_or(entry.registered_at, |part| part.back_at.unwrap_or(part.sent_at));
    for (field, at) in [
        ("allocated_at", entry.allocated_at),
        ("completed_at", entry.completed_at),
        ("cancelled_at", entry.cancelled_at),
    ] {
        let Some(at) = at else { continue };
        if faults.note(at.checked(&path.field(field))).is_some() && at < before {
            let detail = format!("before {before}, which it follows");
            faults.add(ErrorCode::Conflict { detail }.at(&path.field(field)));
        }
        before = at;
    }
}
