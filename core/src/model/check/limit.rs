//! Validation of limits, when a clinic is built or changed: also whether they can be reached.

use std::collections::BTreeSet;

use super::ranges::{Ranges, ranges};
use super::{count, range, twice};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::limits::{BOOKING_LIMITS_MAX, LIMIT_COUNT_MAX, TYPE_LIMITS_PER_WINDOW_MAX, TYPES_PER_WINDOW_MAX};
use crate::model::availability::ForWhom;
use crate::model::limit::{BookingLimit, PatientLimit, TypeLimit};
use crate::wire::uid::Uid;

pub(super) const BOOKING_LIMIT: Ranges<BookingLimit> =
    ranges!(BookingLimit { appointments: 0..=LIMIT_COUNT_MAX, minutes: 0..=LIMIT_COUNT_MAX });

pub(super) const PATIENT_LIMIT: Ranges<PatientLimit> =
    ranges!(PatientLimit { appointments: 0..=LIMIT_COUNT_MAX });

pub(super) const TYPE_LIMIT: Ranges<TypeLimit> = ranges!(TypeLimit { appointments: 1..=LIMIT_COUNT_MAX });

/// The limits of a type or of a doctor.
pub(super) fn booking_limits(limits: &[BookingLimit], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(limits.len(), BOOKING_LIMITS_MAX, path));
    for (index, limit) in limits.iter().enumerate() {
        let path = path.index(index);
        if limit.appointments.is_none() && limit.minutes.is_none() {
            faults.add(ErrorCode::MissingField.at(&path.field("appointments")));
        }
        BOOKING_LIMIT.check(limit, &path, faults);
    }
}

/// Everything about the limits of patients but whether the types that they name are there.
pub(crate) fn patient_limits(limits: &[PatientLimit], path: &Path<'_>, faults: &mut Faults) {
    faults.note(count(limits.len(), BOOKING_LIMITS_MAX, path));
    let all = &limits[..limits.len().min(BOOKING_LIMITS_MAX)];
    let uids = |limit: &PatientLimit| limit.appointment_type_uids.as_ref().map_or(0, Vec::len);
    let are_short = all.iter().all(|limit| uids(limit) <= TYPES_PER_WINDOW_MAX);
    for (index, limit) in all.iter().enumerate() {
        let path = path.index(index);
        PATIENT_LIMIT.check(limit, &path, faults);
        match (limit.per, limit.upcoming) {
            (None, false) => faults.add(ErrorCode::MissingField.at(&path.field("per"))),
            (Some(_), true) => {
                let detail = "either `per` or `upcoming`, not both".to_owned();
                faults.add(ErrorCode::Conflict { detail }.at(&path.field("upcoming")));
            }
            _ => {}
        }
        if let Some(uids) = &limit.appointment_type_uids {
            let list = path.field("appointment_type_uids");
            faults.note(range(uids.len() as i64, 1, TYPES_PER_WINDOW_MAX as i64, &list));
            twice(uids, &list, faults);
        }
        if are_short && PatientLimit::is_idle(all, index) {
            let detail = "another limit has as few for all that this one counts".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path.field("appointments")));
        }
    }
}

/// Most appointments of some types in a window.
pub(super) fn type_limits(whom: ForWhom<'_>, path: &Path<'_>, faults: &mut Faults) {
    let list = path.field("type_limits");
    faults.note(count(whom.type_limits.len(), TYPE_LIMITS_PER_WINDOW_MAX, &list));
    let all = &whom.type_limits[..whom.type_limits.len().min(TYPE_LIMITS_PER_WINDOW_MAX)];
    let own: Option<BTreeSet<&Uid>> = whom.appointment_type_uids.map(|uids| uids.iter().collect());
    for (index, limit) in all.iter().enumerate() {
        let (path, uids) = (list.index(index), &limit.appointment_type_uids);
        let names = path.field("appointment_type_uids");
        faults.note(range(uids.len() as i64, 1, TYPES_PER_WINDOW_MAX as i64, &names));
        twice(uids, &names, faults);
        for (index, uid) in uids.iter().enumerate() {
            let is_for_it = own.as_ref().is_none_or(|own| own.contains(uid));
            if !is_for_it && whom.reserved_until_minutes_before.is_none() {
                let detail = "the window is not for this type".to_owned();
                faults.add(ErrorCode::Conflict { detail }.at(&names.index(index)));
            }
        }
        TYPE_LIMIT.check(limit, &path, faults);
        let is_known = TYPE_LIMIT.has(limit, "appointments") && uids.len() <= TYPES_PER_WINDOW_MAX;
        if is_known && TypeLimit::is_idle(all, index) {
            let detail = "another limit has as few for all of these types".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path.field("appointments")));
        }
    }
}
