//! The patient for whom is asked: other appointments that are in the way, and holds.

use crate::clinic::{Clinic, Record};
use crate::model::appointment::AppointmentStatus;
use crate::prepared::agenda::NO_APPOINTMENT;
use crate::time::interval::Interval;
use crate::wire::uid::Uid;

/// What a patient has, as far as it stands in the way of another booking.
#[derive(Debug, Clone, Default)]
pub(super) struct Patient {
    /// Blocking appointments, with whatever doctor, by start.
    pub(super) busy: Vec<Interval>,
    /// As many live holds as may be, and one more is asked for.
    pub(super) holds_all_it_may: bool,
}

impl Patient {
    pub(super) fn new(clinic: &Clinic, uid: &Uid, excluded: u32, now: i64) -> Self {
        let mut busy: Vec<Interval> =
            live(clinic, uid, excluded, now).map(|other| Interval::new(other.start, other.end)).collect();
        busy.sort_unstable_by_key(|span| (span.start, span.end));
        Self { busy, holds_all_it_may: limit_of_holds(clinic, uid, excluded, now).is_some() }
    }
}

/// The appointments of a patient that block, but for the one that is to be moved. In no particular order.
pub(super) fn live<'a>(
    clinic: &'a Clinic,
    uid: &Uid,
    excluded: u32,
    now: i64,
) -> impl Iterator<Item = &'a Record> {
    let moved = (excluded != NO_APPOINTMENT).then(|| &clinic.record_at(excluded).uid);
    clinic
        .of_patient(uid)
        .filter(move |other| Some(&other.uid) != moved)
        .filter(move |other| other.blocks_until().is_some_and(|until| now < until))
}

/// How many live holds a patient may have, if there are as many and another is asked for. Where an
/// appointment that is no hold is moved, none is.
pub(super) fn limit_of_holds(clinic: &Clinic, uid: &Uid, excluded: u32, now: i64) -> Option<i64> {
    let is_hold = |place: u32| clinic.record_at(place).status == AppointmentStatus::Held;
    let asks = excluded == NO_APPOINTMENT || is_hold(excluded);
    let most = clinic.max_live_holds_per_patient().filter(|_| asks)?;
    let holds = live(clinic, uid, excluded, now).filter(|other| other.status == AppointmentStatus::Held);
    (holds.count() as i64 >= most).then_some(most)
}
