//! Whether those whom doctors see can be: nobody twice, and no appointment with two doctors.

use std::collections::BTreeSet;

use super::doctor::{Consultation, QueueDoctor, UpcomingAppointment};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::limits::{CONCURRENT_PATIENTS_MAX, bounds};
use crate::model::check::{count, instant, optional_uid, uid, within};
use crate::wait::VisitKind;
use crate::wire::uid::Uid;

/// Those whom a doctor sees: none twice, and of several one is the current.
pub(super) fn consultations(doctor: &QueueDoctor, path: &Path<'_>, faults: &mut Faults) {
    if let Some(places) = doctor.concurrent_patients_max {
        faults.note(within(places, bounds::PLACES, &path.field("concurrent_patients_max")));
    }
    let beside = path.field("beside");
    faults.note(count(doctor.beside.len(), CONCURRENT_PATIENTS_MAX as usize - 1, &beside));
    if doctor.current.is_none() && !doctor.beside.is_empty() {
        let detail = "beside nobody: `current` is null".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&beside));
    }
    let mut begun = BTreeSet::new();
    each_consultation(doctor, path, |current, path| {
        faults.note(uid(&current.uid, &path.field("uid")));
        optional_uid(current.reason.as_ref(), &path.field("reason"), faults);
        instant(Some(current.registered_at), &path.field("registered_at"), faults);
        instant(Some(current.started_at), &path.field("started_at"), faults);
        if !begun.insert((current.kind == VisitKind::Appointment, &current.uid)) {
            faults.add(ErrorCode::Duplicate { value: current.uid.to_string() }.at(&path.field("uid")));
        }
    });
}

/// Looks at everybody whom a doctor sees, each with the path at which they stand.
pub(super) fn each_consultation<'d>(
    doctor: &'d QueueDoctor,
    path: &Path<'_>,
    mut look: impl FnMut(&'d Consultation, &Path<'_>),
) {
    if let Some(current) = &doctor.current {
        look(current, &path.field("current"));
    }
    let list = path.field("beside");
    for (index, current) in doctor.beside.iter().enumerate() {
        look(current, &list.index(index));
    }
}

/// An appointment is one doctor's: none that has begun is among those that others have.
pub(super) fn begun_with_one_doctor(
    doctor: &QueueDoctor,
    others: &BTreeSet<Uid>,
    path: &Path<'_>,
    faults: &mut Faults,
) {
    each_consultation(doctor, path, |current, path| {
        if current.kind == VisitKind::Appointment && others.contains(&current.uid) {
            faults.add(ErrorCode::Duplicate { value: current.uid.to_string() }.at(&path.field("uid")));
        }
    });
}

/// Nor is one that is to come.
pub(super) fn of_one_doctor(
    appointments: &[UpcomingAppointment],
    others: &BTreeSet<Uid>,
    path: &Path<'_>,
    faults: &mut Faults,
) {
    let list = path.field("appointments");
    for (index, appointment) in appointments.iter().enumerate() {
        if others.contains(&appointment.uid) {
            let code = ErrorCode::Duplicate { value: appointment.uid.to_string() };
            faults.add(code.at(&list.index(index).field("uid")));
        }
    }
}
