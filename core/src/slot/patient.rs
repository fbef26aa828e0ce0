//! The patient for whom is asked: other appointments that are in the way, holds, and limits.

use std::collections::BTreeMap;

use super::limit::{Exceeded, dates};
use super::query::{LimitScope, LimitUnit};
use crate::clinic::{Clinic, Record};
use crate::model::appointment::AppointmentStatus;
use crate::model::limit::{PatientLimit, Period};
use crate::prepared::place::{AppointmentPlace, TypePlace};
use crate::time::interval::{Interval, unite};
use crate::wire::uid::Uid;

/// What a patient has, as far as it stands in the way of another booking.
#[derive(Debug, Clone, Default)]
pub(super) struct Patient {
    /// Blocking appointments, with whatever doctor, by start.
    pub(super) busy: Vec<Interval>,
    /// Starts at which a limit of the patient is reached, by start.
    pub(super) full: Vec<Interval>,
    /// As many live holds as may be, and one more is asked for; or as many appointments as may be at any
    /// time.
    pub(super) has_all_it_may: bool,
}

impl Patient {
    pub(super) fn new(
        clinic: &Clinic,
        uid: &Uid,
        kind: TypePlace,
        excluded: Option<AppointmentPlace>,
        now: i64,
    ) -> Self {
        let mut busy: Vec<Interval> =
            live(clinic, uid, excluded, now).map(|other| Interval::new(other.start, other.end)).collect();
        busy.sort_unstable_by_key(|span| (span.start, span.end));
        let mut has_all_it_may = limit_of_holds(clinic, uid, excluded, now).is_some();
        let mut full = Vec::new();
        for limit in limits(clinic, kind) {
            let counted: Vec<i64> = counted(clinic, limit, uid, excluded, now).collect();
            let Some(per) = limit.per else {
                has_all_it_may |= counted.len() as i64 >= limit.appointments;
                continue;
            };
            has_all_it_may |= limit.appointments == 0;
            let mut used: BTreeMap<(i64, i64), i64> = BTreeMap::new();
            for start in counted {
                let period = around(clinic, per, start);
                *used.entry((period.start, period.end)).or_default() += 1;
            }
            let reached = used.into_iter().filter(|(_, used)| *used >= limit.appointments);
            full.extend(reached.map(|((start, end), _)| Interval::new(start, end)));
        }
        unite(&mut full);
        Self { busy, full, has_all_it_may }
    }
}

/// The appointments of a patient that block, but for the one that is to be moved. In no particular order.
pub(super) fn live<'a>(
    clinic: &'a Clinic,
    uid: &Uid,
    excluded: Option<AppointmentPlace>,
    now: i64,
) -> impl Iterator<Item = &'a Record> {
    let moved = excluded.map(|place| &clinic.record_at(place).uid);
    clinic
        .of_patient(uid)
        .filter(move |other| Some(&other.uid) != moved)
        .filter(move |other| other.blocks_until().is_some_and(|until| now < until))
}

/// The limits of patients that are about a type.
fn limits(clinic: &Clinic, kind: TypePlace) -> impl Iterator<Item = &PatientLimit> {
    clinic.patient_limits().iter().filter(move |limit| names(clinic, limit, Some(kind)))
}

/// Whether a limit is about what has that type, or none.
fn names(clinic: &Clinic, limit: &PatientLimit, kind: Option<TypePlace>) -> bool {
    let Some(uids) = &limit.appointment_type_uids else { return true };
    kind.is_some_and(|kind| uids.contains(clinic.kind_uid(kind)))
}

/// The starts of what a limit counts of a patient.
fn counted<'a>(
    clinic: &'a Clinic,
    limit: &'a PatientLimit,
    uid: &'a Uid,
    excluded: Option<AppointmentPlace>,
    now: i64,
) -> impl Iterator<Item = i64> + 'a {
    let of_type = live(clinic, uid, excluded, now).filter(|other| names(clinic, limit, other.kind));
    of_type.map(|other| other.start).filter(move |start| !limit.upcoming || *start >= now)
}

/// The period around a start, on the clinic's clock.
fn around(clinic: &Clinic, per: Period, start: i64) -> Interval {
    let zone = clinic.timezone();
    let dates = dates(per, zone.day_of(start), clinic.week_starts_on().unwrap_or(0));
    Interval::new(zone.boundary(dates.start, 0), zone.boundary(dates.end, 0))
}

/// The limits of a patient that one more appointment of a type at a start would exceed.
pub(super) fn exceeded(
    clinic: &Clinic,
    uid: &Uid,
    (kind, excluded): (TypePlace, Option<AppointmentPlace>),
    start: i64,
    now: i64,
) -> Vec<Exceeded> {
    let exceeded = |limit: &PatientLimit| {
        let counted = counted(clinic, limit, uid, excluded, now);
        let used = match limit.per {
            None => counted.count(),
            Some(per) => {
                let period = around(clinic, per, start);
                counted.filter(|start| period.contains(*start)).count()
            }
        };
        let (used, unit) = (used as i64, LimitUnit::Appointments);
        let (scope, per, most) = (LimitScope::Patient, limit.per, limit.appointments);
        (used >= most).then_some(Exceeded { scope, per, unit, limit: most, used })
    };
    limits(clinic, kind).filter_map(exceeded).collect()
}

/// How many live holds a patient may have, if there are as many and another is asked for. Where an
/// appointment that is no hold is moved, none is.
pub(super) fn limit_of_holds(
    clinic: &Clinic,
    uid: &Uid,
    excluded: Option<AppointmentPlace>,
    now: i64,
) -> Option<i64> {
    let asks = excluded.is_none_or(|place| clinic.record_at(place).status == AppointmentStatus::Held);
    let most = clinic.max_live_holds_per_patient().filter(|_| asks)?;
    let holds = live(clinic, uid, excluded, now).filter(|other| other.status == AppointmentStatus::Held);
    (holds.count() as i64 >= most).then_some(most)
}
