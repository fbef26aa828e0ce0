//! From journal entries to database rows: what each entry writes. Called when a batch is stored.

use frontdesk::{
    Appointment, AppointmentStatus, Change, Clinic, Doctor, Event, Instant, Reason, TypeLimit, Uid,
};

use super::records::{ClinicRecord, QUIET_HOURS, closure_uid, kind};
use crate::json::to_json;
use crate::limits::LIVE_HOLDS_DEFAULT;
use crate::store::{AppointmentWrite, Memo, RecordRow, Writes};

/// Where a meeting is held if nobody says: a type does not.
pub const MEETING_FORMAT_DEFAULT: &str = "DIGITAL";

/// What a change is about to take with it, to be looked up before it does.
#[derive(Default)]
pub(super) struct Before {
    /// The type seats one at a time.
    single: bool,
    /// Doctors with a setting that goes.
    doctors: Vec<Uid>,
    /// There are limits of patients, which can name a type that goes.
    limits_patients: bool,
    /// The doctor had one place.
    single_place: bool,
    /// Reminders that go.
    reminders: Vec<Uid>,
    /// Closures that go.
    closures: Vec<Uid>,
}

pub(super) fn before(clinic: &Clinic, change: &Change) -> Before {
    match change {
        Change::PutAppointmentType { appointment_type } => {
            let single =
                clinic.appointment_type(&appointment_type.uid).is_some_and(|before| before.capacity == 1);
            Before { single, ..Before::default() }
        }
        Change::RemoveAppointmentType { uid } => {
            let doctors = clinic.doctor_uids().filter_map(|doctor| clinic.doctor(doctor));
            let with_setting = doctors.filter(|doctor| names_type(doctor, uid));
            let reminders = clinic.reminders().filter(|reminder| reminder.appointment_type_uid == *uid);
            Before {
                limits_patients: !clinic.patient_limits().is_empty(),
                doctors: with_setting.map(|doctor| doctor.uid.clone()).collect(),
                reminders: reminders.map(|reminder| reminder.uid.clone()).collect(),
                ..Before::default()
            }
        }
        Change::PutDoctor { doctor } => {
            let single_place =
                clinic.doctor(&doctor.uid).is_some_and(|before| before.concurrent_appointments_max == 1);
            Before { single_place, ..Before::default() }
        }
        Change::RemoveDoctor { uid } => {
            let own = clinic.closures().filter(|closure| closure.doctor_uid.as_ref() == Some(uid));
            Before { closures: own.map(closure_uid).collect(), ..Before::default() }
        }
        _ => Before::default(),
    }
}

/// Whether a doctor's settings or windows name a type.
fn names_type(doctor: &Doctor, uid: &Uid) -> bool {
    let in_window = |types: &Option<Vec<Uid>>, limits: &[TypeLimit]| {
        types.as_ref().is_some_and(|types| types.contains(uid))
            || limits.iter().any(|limit| limit.appointment_type_uids.contains(uid))
    };
    doctor.appointment_type_settings.iter().any(|setting| setting.appointment_type_uid == *uid)
        || doctor
            .availability_rules
            .iter()
            .any(|rule| in_window(&rule.appointment_type_uids, &rule.type_limits))
        || doctor
            .availability_exceptions
            .iter()
            .any(|extra| in_window(&extra.appointment_type_uids, &extra.type_limits))
        || doctor
            .date_overrides
            .iter()
            .flat_map(|entry| &entry.windows)
            .any(|window| in_window(&window.appointment_type_uids, &window.type_limits))
}

/// The rows of a change that has been made.
pub(super) fn after(clinic: &Clinic, change: &Change, before: &Before, now: Instant) -> Writes {
    let mut writes = Writes::default();
    match change {
        Change::PutDoctor { doctor } => {
            writes.records.push(doctor_row(clinic, &doctor.uid));
            if before.single_place && doctor.concurrent_appointments_max > 1 {
                writes.several_places.push(doctor.uid.clone());
            }
        }
        Change::ReplaceExceptions { doctor_uid, .. } => writes.records.push(doctor_row(clinic, doctor_uid)),
        Change::RemoveDoctor { uid } => {
            writes.records.push(removed(kind::DOCTOR, uid));
            writes.records.extend(before.closures.iter().map(|uid| removed(kind::CLOSURE, uid)));
        }
        Change::PutAppointmentType { appointment_type } => {
            writes.records.push(put(
                kind::APPOINTMENT_TYPE,
                &appointment_type.uid,
                to_json(appointment_type),
            ));
            if before.single && appointment_type.capacity > 1 {
                writes.grouped_types.push(appointment_type.uid.clone());
            }
        }
        Change::RemoveAppointmentType { uid } => {
            writes.records.push(removed(kind::APPOINTMENT_TYPE, uid));
            writes.records.extend(before.doctors.iter().map(|uid| doctor_row(clinic, uid)));
            if before.limits_patients {
                let record = to_json(&ClinicRecord::of(clinic));
                writes.records.push(put(kind::CLINIC, &"clinic".into(), record));
            }
            writes.records.extend(before.reminders.iter().map(|uid| removed(kind::REMINDER, uid)));
        }
        Change::PutReminder { reminder } => {
            writes.records.push(put(kind::REMINDER, &reminder.uid, to_json(reminder)));
        }
        Change::RemoveReminder { uid } => writes.records.push(removed(kind::REMINDER, uid)),
        Change::PutQuietHours { quiet_hours } => writes.records.push(match quiet_hours {
            Some(hours) => put(kind::CLINIC, &QUIET_HOURS.into(), to_json(hours)),
            None => removed(kind::CLINIC, &QUIET_HOURS.into()),
        }),
        Change::LimitLiveHolds { .. } | Change::SetLocations { .. } | Change::SetLimits { .. } => {
            writes.records.push(put(kind::CLINIC, &"clinic".into(), to_json(&ClinicRecord::of(clinic))));
        }
        Change::PutAppointment { appointment } => {
            writes.appointments.extend(appointment_row(clinic, &appointment.uid, &Memo::default(), now));
        }
        Change::RemoveAppointment { uid } => writes.removed_appointments.push(uid.clone()),
        Change::PutClosure { closure } => {
            writes.records.push(put(kind::CLOSURE, &closure_uid(closure), to_json(closure)));
        }
        Change::RemoveClosure { closure } => {
            writes.records.push(removed(kind::CLOSURE, &closure_uid(closure)));
        }
    }
    writes
}

/// The appointments whose time or gap one takes, because the administrator said so.
fn beside(appointment: &Appointment) -> Vec<Uid> {
    let other = |reason: &Reason| match reason {
        Reason::SlotTaken { by, .. } | Reason::Held { by, .. } => Some(by.clone()),
        _ => None,
    };
    appointment.overrode.iter().filter_map(other).collect()
}

/// Whether an event that is about to happen gives its appointment a place and seats that it does not have:
/// one that took place, or to which nobody came, has kept its own.
pub(super) fn takes_anew(clinic: &Clinic, event: &Event) -> bool {
    let was_cancelled = |uid: &Uid| {
        clinic.appointment(uid).is_some_and(|before| before.status == AppointmentStatus::Cancelled)
    };
    match event {
        Event::Held { .. } | Event::Rebooked { .. } => true,
        Event::Reopened { uid, .. } => was_cancelled(uid),
        _ => false,
    }
}

/// How many places an appointment has taken one of, if that is to be counted: the doctor has several, and the
/// administrator has not let it in beside all.
pub(super) fn places_to_count(clinic: &Clinic, uid: &Uid) -> Option<i64> {
    let appointment = clinic.appointment(uid)?;
    let is_let_in = appointment.overrode.iter().any(|reason| matches!(reason, Reason::PlacesFull { .. }));
    let places = clinic.doctor(&appointment.doctor_uid)?.concurrent_appointments_max;
    (places > 1 && !is_let_in).then_some(places)
}

/// How many seats the session has of which an appointment has taken some, if they are to be counted: its type
/// is for groups, and the administrator has not let it in beside others.
pub(super) fn seats_to_count(clinic: &Clinic, uid: &Uid) -> Option<i64> {
    let appointment = clinic.appointment(uid)?;
    let is_let_in = appointment.overrode.iter().any(|reason| {
        matches!(reason, Reason::GroupFull { .. } | Reason::SlotTaken { .. } | Reason::Held { .. })
    });
    let capacity = clinic.appointment_type(appointment.appointment_type_uid.as_ref()?)?.capacity;
    let is_group = capacity > 1 && !has_several_places(clinic, &appointment.doctor_uid);
    (is_group && !is_let_in).then_some(capacity)
}

fn has_several_places(clinic: &Clinic, doctor_uid: &Uid) -> bool {
    clinic.doctor(doctor_uid).is_some_and(|doctor| doctor.concurrent_appointments_max > 1)
}

/// The row of an appointment as the clinic has it.
pub(super) fn appointment_row(
    clinic: &Clinic,
    uid: &Uid,
    memo: &Memo,
    now: Instant,
) -> Option<AppointmentWrite> {
    let appointment = clinic.appointment(uid)?;
    let kind = appointment.appointment_type_uid.as_ref().and_then(|uid| clinic.appointment_type(uid));
    let session = match (&appointment.appointment_type_uid, kind) {
        _ if has_several_places(clinic, &appointment.doctor_uid) => String::new(),
        (Some(uid), Some(kind)) if kind.capacity > 1 => format!("{uid}@{}", appointment.start_date),
        _ => uid.to_string(),
    };
    let memo = Memo {
        appointment_type_name: appointment
            .appointment_type_name
            .clone()
            .or(kind.and_then(|kind| kind.name.clone())),
        meeting_type: appointment.meeting_type.or(kind.map(|kind| kind.meeting_type)).map(word),
        meeting_format: Some(
            appointment.meeting_format.map_or_else(|| MEETING_FORMAT_DEFAULT.to_owned(), word),
        ),
        patient_display_name: appointment.patient_display_name.clone(),
        shop_uid: memo.shop_uid.clone(),
    };
    Some(AppointmentWrite {
        uid: uid.clone(),
        status: status_word(appointment.status),
        doctor_uid: appointment.doctor_uid.clone(),
        patient_uid: appointment.patient_uid.clone(),
        appointment_type_uid: appointment.appointment_type_uid.clone(),
        start_date: appointment.start_date,
        end_date: appointment.end_date,
        hold_expires_at: appointment.hold_expires_at,
        created_at: appointment.created_at.unwrap_or(now),
        session,
        places: None,
        capacity: None,
        beside: beside(&appointment),
        decided_at: now,
        memo,
        data: to_json(&appointment),
    })
}

/// The word of the wire for a status.
pub fn status_word(status: AppointmentStatus) -> &'static str {
    match status {
        AppointmentStatus::Held => "held",
        AppointmentStatus::Confirmed => "confirmed",
        AppointmentStatus::Cancelled => "cancelled",
        AppointmentStatus::Expired => "expired",
        AppointmentStatus::Completed => "completed",
        AppointmentStatus::NoShow => "no_show",
    }
}

fn doctor_row(clinic: &Clinic, uid: &Uid) -> RecordRow {
    RecordRow {
        kind: kind::DOCTOR.to_owned(),
        uid: uid.clone(),
        alias: None,
        data: clinic.doctor(uid).map(to_json),
    }
}

fn put(kind: &str, uid: &Uid, data: String) -> RecordRow {
    RecordRow { kind: kind.to_owned(), uid: uid.clone(), alias: None, data: Some(data) }
}

fn removed(kind: &str, uid: &Uid) -> RecordRow {
    RecordRow { kind: kind.to_owned(), uid: uid.clone(), alias: None, data: None }
}

/// The word of the wire for a value of an enum.
pub fn word(value: impl serde::Serialize) -> String {
    to_json(&value).trim_matches('"').to_owned()
}

/// Every row of a clinic that is brought in whole.
pub fn rows_of_clinic(clinic: &Clinic, snapshot: &frontdesk::ClinicSnapshot, now: Instant) -> Writes {
    let mut writes = Writes::default();
    let mut all = |change: Change| writes.extend(after(clinic, &change, &Before::default(), now));
    snapshot
        .appointment_types
        .iter()
        .for_each(|kind| all(Change::PutAppointmentType { appointment_type: kind.clone() }));
    snapshot.doctors.iter().for_each(|doctor| all(Change::PutDoctor { doctor: doctor.clone() }));
    snapshot.reminders.iter().for_each(|reminder| all(Change::PutReminder { reminder: reminder.clone() }));
    snapshot.closures.iter().for_each(|closure| all(Change::PutClosure { closure: closure.clone() }));
    snapshot
        .appointments
        .iter()
        .for_each(|appointment| all(Change::PutAppointment { appointment: appointment.clone() }));
    if let Some(hours) = snapshot.quiet_hours {
        all(Change::PutQuietHours { quiet_hours: Some(hours) });
    }
    // One record has all that is said of the clinic as a whole.
    if let Some(max) = snapshot.max_live_holds_per_patient {
        all(Change::LimitLiveHolds { max_per_patient: Some(max) });
    } else if !snapshot.locations.is_empty()
        || snapshot.week_starts_on.is_some()
        || !snapshot.patient_limits.is_empty()
    {
        let usual = Some(LIVE_HOLDS_DEFAULT);
        let record = ClinicRecord { max_live_holds_per_patient: usual, ..ClinicRecord::of(clinic) };
        writes.records.push(put(kind::CLINIC, &"clinic".into(), to_json(&record)));
    }
    writes
}
