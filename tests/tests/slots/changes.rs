//! A clinic that was changed step by step is the one that its last snapshot makes.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::{
    AppointmentStatus, Change, Clinic, ClinicSnapshot, Closure, Doctor, Instant, QuietHours, RecipientRole,
    Reminder, TypeLimit, Uid,
};
use frontdesk_tests::engine::{answered, clinic, explain, find};
use frontdesk_tests::generate::Case;
use frontdesk_tests::generate::bookings::TYPE_UIDS;
use frontdesk_tests::oracle::bookings::hold_end;
use frontdesk_tests::oracle::type_of;
use frontdesk_tests::run::{Verdict, case_count, check, fail, same, same_list, stream};

/// The same clinic, with everything in one order.
fn ordered(mut snapshot: ClinicSnapshot) -> ClinicSnapshot {
    snapshot.doctors.sort_by(|a, b| a.uid.cmp(&b.uid));
    snapshot.appointment_types.sort_by(|a, b| a.uid.cmp(&b.uid));
    snapshot.appointments.sort_by(|a, b| a.uid.cmp(&b.uid));
    snapshot.closures.sort_by(|a, b| (a.date, &a.doctor_uid).cmp(&(b.date, &b.doctor_uid)));
    snapshot.timezones.sort_by(|a, b| a.name.cmp(&b.name));
    snapshot.reminders.sort_by(|a, b| a.uid.cmp(&b.uid));
    snapshot
}

/// With the end of each hold that only says when it was held first: it is that of its type when it came in,
/// and stays.
fn ended(mut snapshot: ClinicSnapshot) -> ClinicSnapshot {
    let ends: Vec<i64> =
        snapshot.appointments.iter().map(|appointment| hold_end(&snapshot, appointment)).collect();
    for (appointment, end) in snapshot.appointments.iter_mut().zip(ends) {
        if appointment.status == AppointmentStatus::Held {
            appointment.hold_expires_at = Some(Instant(end));
        }
    }
    snapshot
}

/// Puts `value` in the place of the one with its uid, or behind all others.
fn put<T>(list: &mut Vec<T>, value: T, is_same: impl Fn(&T) -> bool) {
    match list.iter_mut().find(|other| is_same(other)) {
        Some(other) => *other = value,
        None => list.push(value),
    }
}

/// What a change means for plain data.
fn apply(snapshot: &mut ClinicSnapshot, change: Change) {
    match change {
        Change::PutDoctor { doctor } => {
            let uid = doctor.uid.clone();
            put(&mut snapshot.doctors, doctor, |other| other.uid == uid);
        }
        Change::ReplaceExceptions { doctor_uid, uid_prefix, exceptions } => {
            for doctor in snapshot.doctors.iter_mut().filter(|doctor| doctor.uid == doctor_uid) {
                doctor.availability_exceptions.retain(|other| !other.uid.starts_with(&uid_prefix));
                doctor.availability_exceptions.extend(exceptions.clone());
            }
        }
        Change::RemoveDoctor { uid } => {
            snapshot.doctors.retain(|other| other.uid != uid);
            snapshot.closures.retain(|closure| closure.doctor_uid.as_ref() != Some(&uid));
        }
        Change::PutAppointmentType { appointment_type } => {
            let uid = appointment_type.uid.clone();
            put(&mut snapshot.appointment_types, appointment_type, |other| other.uid == uid);
        }
        Change::RemoveAppointmentType { uid } => {
            snapshot.appointment_types.retain(|other| other.uid != uid);
            for doctor in &mut snapshot.doctors {
                doctor.appointment_type_settings.retain(|setting| setting.appointment_type_uid != uid);
            }
            for uids in snapshot.doctors.iter_mut().flat_map(types_of_windows).flatten() {
                uids.retain(|other| *other != uid);
            }
            for uids in snapshot.patient_limits.iter_mut().flat_map(|limit| &mut limit.appointment_type_uids)
            {
                uids.retain(|other| *other != uid);
            }
            snapshot
                .patient_limits
                .retain(|limit| limit.appointment_type_uids.as_ref().is_none_or(|uids| !uids.is_empty()));
            for limits in snapshot.doctors.iter_mut().flat_map(limits_of_windows) {
                limits.iter_mut().for_each(|limit| limit.appointment_type_uids.retain(|other| *other != uid));
                limits.retain(|limit| !limit.appointment_type_uids.is_empty());
                // One that is left beside another for the same type, and allows more, says nothing.
                let least = limits.iter().map(|limit| limit.appointments).min();
                let same = limits
                    .windows(2)
                    .all(|pair| pair[0].appointment_type_uids == pair[1].appointment_type_uids);
                if same {
                    limits.retain(|limit| Some(limit.appointments) == least);
                }
            }
            snapshot.reminders.retain(|reminder| reminder.appointment_type_uid != uid);
        }
        Change::PutReminder { reminder } => {
            let uid = reminder.uid.clone();
            put(&mut snapshot.reminders, reminder, |other| other.uid == uid);
        }
        Change::RemoveReminder { uid } => snapshot.reminders.retain(|other| other.uid != uid),
        Change::PutQuietHours { quiet_hours } => snapshot.quiet_hours = quiet_hours,
        Change::LimitLiveHolds { max_per_patient } => snapshot.max_live_holds_per_patient = max_per_patient,
        Change::SetLocations { locations, travel_minutes } => {
            (snapshot.locations, snapshot.travel_minutes) = (locations, travel_minutes);
        }
        Change::SetLimits { week_starts_on, patient_limits } => {
            (snapshot.week_starts_on, snapshot.patient_limits) = (week_starts_on, patient_limits);
        }
        Change::PutAppointment { appointment } => {
            let uid = appointment.uid.clone();
            put(&mut snapshot.appointments, appointment, |other| other.uid == uid);
        }
        Change::RemoveAppointment { uid } => snapshot.appointments.retain(|other| other.uid != uid),
        Change::PutClosure { closure } => {
            let (date, doctor_uid) = (closure.date, closure.doctor_uid.clone());
            put(&mut snapshot.closures, closure, |other| {
                other.date == date && other.doctor_uid == doctor_uid
            });
        }
        Change::RemoveClosure { closure } => {
            snapshot
                .closures
                .retain(|other| (other.date, &other.doctor_uid) != (closure.date, &closure.doctor_uid));
        }
    }
}

/// The types that each window of a doctor is for.
fn types_of_windows(doctor: &mut Doctor) -> impl Iterator<Item = &mut Option<Vec<Uid>>> {
    let rules = doctor.availability_rules.iter_mut().map(|rule| &mut rule.appointment_type_uids);
    let extras = doctor.availability_exceptions.iter_mut().map(|extra| &mut extra.appointment_type_uids);
    let windows = doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows);
    rules.chain(extras).chain(windows.map(|window| &mut window.appointment_type_uids))
}

fn limits_of_windows(doctor: &mut Doctor) -> impl Iterator<Item = &mut Vec<TypeLimit>> {
    let rules = doctor.availability_rules.iter_mut().map(|rule| &mut rule.type_limits);
    let extras = doctor.availability_exceptions.iter_mut().map(|extra| &mut extra.type_limits);
    let windows = doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows);
    rules.chain(extras).chain(windows.map(|window| &mut window.type_limits))
}

/// The number of a kind of change.
fn kind(change: &Change) -> usize {
    match change {
        Change::PutDoctor { .. } => 0,
        Change::RemoveDoctor { .. } => 1,
        Change::PutAppointmentType { .. } => 2,
        Change::RemoveAppointmentType { .. } => 3,
        Change::PutAppointment { .. } => 4,
        Change::RemoveAppointment { .. } => 5,
        Change::PutClosure { .. } => 6,
        Change::RemoveClosure { .. } => 7,
        Change::PutReminder { .. } => 8,
        Change::RemoveReminder { .. } => 9,
        Change::LimitLiveHolds { .. } => 10,
        Change::ReplaceExceptions { .. } => 11,
        Change::PutQuietHours { .. } => 12,
        Change::SetLocations { .. } => 13,
        Change::SetLimits { .. } => 14,
    }
}

/// A change that the dice choose: something of the clinic or of another one, put, moved or removed.
fn change(dice: &[u32], clinic: &ClinicSnapshot, other: &ClinicSnapshot) -> Change {
    let [what, which, how] = [dice[0] as usize, dice[1] as usize, dice[2] as usize];
    let doctors: Vec<_> = clinic.doctors.iter().chain(&other.doctors).collect();
    let types: Vec<_> = clinic.appointment_types.iter().chain(&other.appointment_types).collect();
    let appointments: Vec<_> = clinic.appointments.iter().chain(&other.appointments).collect();
    let closures: Vec<_> = clinic.closures.iter().chain(&other.closures).cloned().collect();
    match what % 19 {
        0..2 => {
            let mut doctor = doctors[which % doctors.len()].clone();
            match how % 4 {
                0 => doctor.active = !doctor.active,
                1 => drop(doctor.availability_rules.pop()),
                2 => doctor.uid = Uid::from(format!("doc-{}", how % 3)),
                _ => {}
            }
            for rule in &mut doctor.availability_rules {
                rule.doctor_uid = None;
            }
            Change::PutDoctor { doctor }
        }
        2 => Change::RemoveDoctor { uid: doctors[which % doctors.len()].uid.clone() },
        3 => Change::PutAppointmentType { appointment_type: types[which % types.len()].clone() },
        4 => Change::RemoveAppointmentType { uid: Uid::from(TYPE_UIDS[which % 3]) },
        5..9 if !appointments.is_empty() => {
            let mut appointment = appointments[which % appointments.len()].clone();
            // To another time, doctor or type, or as it is.
            let moved = [0, 0, 900, 86_400, 1][how % 5];
            appointment.start_date = Instant(appointment.start_date.0 + moved);
            appointment.end_date = Instant(appointment.end_date.0 + moved);
            if how.is_multiple_of(3) {
                appointment.doctor_uid = doctors[how / 3 % doctors.len()].uid.clone();
            }
            if how.is_multiple_of(7) {
                appointment.appointment_type_uid = None;
            }
            Change::PutAppointment { appointment }
        }
        9 if !appointments.is_empty() => {
            Change::RemoveAppointment { uid: appointments[which % appointments.len()].uid.clone() }
        }
        12 => {
            let reminder = Reminder {
                uid: Uid::from(format!("rem-{}", how % 3)),
                appointment_type_uid: Uid::from(TYPE_UIDS[which % 3]),
                recipient_role: RecipientRole::Patient,
                minutes_before: how.is_multiple_of(2).then_some(60),
                days_before: (!how.is_multiple_of(2)).then_some(how as i64 % 3),
                local_time: (!how.is_multiple_of(2)).then_some(how as i64 % 1_440),
                send_email: true,
                send_sms: false,
                active: true,
            };
            Change::PutReminder { reminder }
        }
        // Of the first letter of a uid: of some, or of all.
        15 => {
            let doctor = doctors[which % doctors.len()];
            let from = doctors[how % doctors.len()];
            let uid_prefix: String = match from.availability_exceptions.first() {
                Some(exception) if how.is_multiple_of(3) => exception.uid.to_string(),
                Some(exception) => exception.uid.chars().take(how % 2).collect(),
                None => "own:".to_owned(),
            };
            let mut exceptions = from.availability_exceptions.clone();
            exceptions.retain(|exception| exception.uid.starts_with(&uid_prefix));
            Change::ReplaceExceptions { doctor_uid: doctor.uid.clone(), uid_prefix, exceptions }
        }
        18 => {
            let from = if how.is_multiple_of(3) { other } else { clinic };
            let mut patient_limits = from.patient_limits.clone();
            if how.is_multiple_of(4) {
                patient_limits.pop();
            }
            let week_starts_on = (how % 5 > 0).then_some(how as i64 % 8);
            Change::SetLimits { week_starts_on, patient_limits }
        }
        // Turned round, those of the other clinic, or without ways.
        17 => {
            let from = if how.is_multiple_of(3) { other } else { clinic };
            let mut locations = from.locations.clone();
            let mut travel_minutes = from.travel_minutes.clone();
            match how % 4 {
                0 => travel_minutes.clear(),
                1 => drop(locations.pop()),
                _ => locations.reverse(),
            }
            Change::SetLocations { locations, travel_minutes }
        }
        13 => Change::RemoveReminder { uid: Uid::from(format!("rem-{}", how % 3)) },
        16 => Change::PutQuietHours {
            // Some of them have no length.
            quiet_hours: (how % 3 != 0)
                .then_some(QuietHours { start_time: how as i64 % 1_440, end_time: which as i64 % 1_440 }),
        },
        14 => Change::LimitLiveHolds { max_per_patient: (how % 3 != 0).then_some(how as i64 % 3) },
        10 if !closures.is_empty() => {
            Change::RemoveClosure { closure: closures[which % closures.len()].clone() }
        }
        _ => {
            let date = chrono::DateTime::from_timestamp(how as i64 % 5 * 86_400, 0)
                .map(|utc| utc.date_naive())
                .unwrap_or_default();
            let random = Closure { date, ..Closure::default() };
            let mut closure =
                if closures.is_empty() { random } else { closures[which % closures.len()].clone() };
            closure.doctor_uid = how.is_multiple_of(2).then(|| doctors[how / 2 % doctors.len()].uid.clone());
            Change::PutClosure { closure }
        }
    }
}

/// Both clinics give the same answers to the questions of `case`.
fn same_answers(case: &Case, changed: &Clinic, fresh: &Clinic) -> Verdict {
    if !fresh.snapshot().appointment_types.iter().any(|kind| kind.uid == case.query.appointment_type_uid) {
        return Ok(());
    }
    let mut query = case.query.clone();
    let known: Vec<Uid> = fresh.doctor_uids().cloned().collect();
    if let Some(uids) = &mut query.doctor_uids {
        uids.retain(|uid| known.contains(uid));
    }
    if let Some(uids) = &mut query.location_uids {
        uids.retain(|uid| fresh.locations().iter().any(|location| location.uid == *uid));
    }
    let appointments = fresh.snapshot().appointments;
    query.exclude_appointment_uid =
        query.exclude_appointment_uid.filter(|uid| appointments.iter().any(|other| other.uid == *uid));
    // A length that the type no longer has is refused.
    query.duration_minutes = query.duration_minutes.filter(|minutes| {
        let snapshot = fresh.snapshot();
        let kind = type_of(&snapshot, &query.appointment_type_uid);
        *minutes == kind.duration_minutes || kind.durations_minutes.contains(minutes)
    });
    // So are seats.
    query.seats = query
        .seats
        .filter(|seats| *seats <= type_of(&fresh.snapshot(), &query.appointment_type_uid).capacity);
    same_list("answers differ", &find(changed, &query, case.now)?, &find(fresh, &query, case.now)?)?;
    // At the start of an appointment, there are reasons for which the order could differ.
    let starts = appointments.iter().map(|other| other.start_date.0).take(4);
    for start in starts.chain([query.from.0, query.to.0, case.now.0 + 3_600]) {
        same_list(
            "reasons differ",
            &explain(changed, &query, start, case.now)?,
            &explain(fresh, &query, start, case.now)?,
        )?;
    }
    Ok(())
}

/// The lines of the JSON text, in which a difference is easy to see.
fn lines(snapshot: &ClinicSnapshot) -> Vec<String> {
    serde_json::to_string_pretty(snapshot).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[test]
fn a_changed_clinic_is_the_one_of_its_last_snapshot() {
    let accepted: [AtomicUsize; 15] = Default::default();
    check("changes", 15_000, |case| {
        // Doctors and appointments of another story, under the same uids. The dice are the end of its tape,
        // too.
        let seed = u64::from(case.dice.first().copied().unwrap_or(0));
        let Some(other) = stream("changes to", seed % 512).next() else { return Ok(()) };
        let mut changed = clinic(&case.snapshot)?;
        let mut model = ended(case.snapshot.clone());
        for dice in case.dice.chunks_exact(3).take(9) {
            let change = change(dice, &model, &other.snapshot);
            let before = changed.snapshot();
            let mut next = model.clone();
            apply(&mut next, change.clone());
            match changed.change(change.clone()) {
                Ok(()) => {
                    accepted[kind(&change)].fetch_add(1, Ordering::Relaxed);
                    model = ended(next);
                }
                Err(error) => {
                    same("a refused change changed something", &changed.snapshot(), &before)?;
                    // Removing what is not there is refused, though the result would do.
                    let removes_nothing = ordered(next.clone()) == ordered(model.clone());
                    if Clinic::new(next).is_ok() && !removes_nothing {
                        return fail(
                            "refused, though the result is a clinic",
                            format!("{change:?}: {error}"),
                        );
                    }
                }
            }
        }
        let fresh = answered("Clinic::new of the last snapshot", Clinic::new(model.clone()))?;
        same_list(
            "the snapshot differs from the model",
            &lines(&ordered(changed.snapshot())),
            &lines(&ordered(model)),
        )?;
        same_list("the snapshots differ", &lines(&changed.snapshot()), &lines(&fresh.snapshot()))?;
        same_answers(case, &changed, &fresh)
    });
    assert!(
        accepted.iter().all(|times| times.load(Ordering::Relaxed) > case_count(15_000) / 100),
        "of each kind: {accepted:?}"
    );
}
