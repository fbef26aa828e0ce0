//! How many seats of a session one appointment takes: as many as are asked for, else those that it had, else
//! one.

use crate::clinic::Clinic;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::bounds;
use crate::model::appointment::AppointmentStatus;
use crate::model::check;
use crate::prepared::place::AppointmentPlace;
use crate::prepared::policy::Policy;

/// Refuses more seats than the type, if it is known, has.
pub(crate) fn check(policy: Option<&Policy>, asked: Option<i64>, path: &Path<'_>) -> Result<()> {
    let Some(seats) = asked else { return Ok(()) };
    check::within(seats, bounds::SEATS, path)?;
    let Some(policy) = policy.filter(|policy| seats > i64::from(policy.capacity)) else { return Ok(()) };
    let detail = match policy.capacity {
        1 => "the type is no group visit: it has 1 seat".to_owned(),
        capacity => format!("the type has {capacity} seats"),
    };
    Err(ErrorCode::Conflict { detail }.at(path))
}

/// The seats where none are asked for: those of the appointment that is to be moved. A hold is replaced by
/// one that says for itself how many it takes.
pub(super) fn kept(clinic: &Clinic, excluded: Option<AppointmentPlace>) -> u32 {
    let moved = excluded.map(|place| clinic.record_at(place));
    let stays = moved.filter(|moved| moved.status != AppointmentStatus::Held);
    stays.map_or(1, |moved| u32::from(moved.seats()))
}
