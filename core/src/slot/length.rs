//! How long a slot is: as long as is asked for, else as it takes with the doctor, else as the type says.

use crate::clinic::{Clinic, Setting};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::bounds;
use crate::model::appointment::AppointmentStatus;
use crate::model::check;
use crate::prepared::place::{AppointmentPlace, TypePlace};
use crate::prepared::policy::Policy;
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;

/// Refuses a length for which the type, if it is known, can't be booked.
pub(crate) fn check(policy: Option<&Policy>, asked: Option<i64>, path: &Path<'_>) -> Result<()> {
    let Some(minutes) = asked else { return Ok(()) };
    check::within(minutes, bounds::DURATION, path)?;
    if policy.is_none_or(|policy| policy.has_length(minutes * MINUTE)) {
        return Ok(());
    }
    let detail = format!("the type can't be booked for {minutes} minutes");
    Err(ErrorCode::Conflict { detail }.at(path))
}

/// The length where none is asked for, in seconds.
pub(super) fn usual(policy: &Policy, setting: Option<Setting>) -> i64 {
    setting.and_then(|setting| setting.duration).unwrap_or(policy.duration)
}

/// The length that was asked for the appointment that is to be moved, if it is still one of its type. A hold
/// is replaced by one that says for itself how long it is.
pub(super) fn kept(
    clinic: &Clinic,
    excluded: Option<AppointmentPlace>,
    kind: TypePlace,
    policy: &Policy,
) -> Option<i64> {
    let moved = clinic.record_at(excluded?);
    let stays = moved.kind == Some(kind) && moved.status != AppointmentStatus::Held;
    let seconds = moved.duration_minutes().filter(|_| stays)? * MINUTE;
    policy.has_length(seconds).then_some(seconds)
}

/// The end of an appointment, if it is in the engine's time.
pub(crate) fn end_of(start: i64, duration: i64) -> Result<Instant> {
    let end = Instant(start + duration);
    end.checked(&Path::Root.field("start_date"))?;
    Ok(end)
}
