//! What a clinic lends a waiting room: its doctors with their time on duty and appointments, and its types as
//! reasons.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk::limits::VISIT_REASONS_MAX;
use frontdesk::{
    AppointmentStatus, Clinic, Duty, Instant, QueueChange, QueueCommand, QueueDoctor, QueuePolicy, Uid,
    UpcomingAppointment, VisitReason, WaitingRoom,
};

use super::room::{Room, elsewhere};
use crate::limits::DUTY_DAYS;

const DAY: i64 = 86_400;

impl Room {
    /// What has to change so that the room knows of its clinic what it must at `now`: who is there when, and
    /// who has an appointment.
    ///
    /// The engine's two values do not know each other. Here is all that they share.
    pub fn lent(&self, clinic: &Clinic, now: Instant) -> frontdesk::Result<Vec<QueueChange>> {
        let mut changes = Vec::new();
        let is_here = |uid: &Uid| self.room.doctor(uid).is_some();
        let policy = self.policy(clinic, is_here);
        if policy != *self.room.policy() {
            changes.push(QueueChange::PutPolicy { policy: policy.clone() });
        }
        let all: Vec<Uid> = clinic.doctor_uids().cloned().collect();
        let wanted = self.settings.doctor_uids.as_ref().unwrap_or(&all);
        let under_way: BTreeSet<&Uid> = self
            .room
            .doctors()
            .iter()
            .flat_map(QueueDoctor::consultations)
            .map(|consultation| &consultation.uid)
            .collect();
        // An appointment is one doctor's: it is taken from whoever has it before anybody is given it.
        let mut given = Vec::new();
        for uid in wanted {
            let Some(doctor) = clinic.doctor(uid) else { continue };
            let duty = duty(clinic, uid, now)?;
            let appointments = upcoming(clinic, uid, &under_way, now)?;
            let concurrent_patients_max = self.settings.concurrent_patients_max.get(uid).copied();
            match self.room.doctor(uid) {
                None => {
                    let (uid, display_name) = (uid.clone(), doctor.display_name.clone());
                    given.push(QueueChange::PutDoctor {
                        doctor: QueueDoctor {
                            uid,
                            display_name,
                            duty,
                            appointments,
                            concurrent_patients_max,
                            ..QueueDoctor::default()
                        },
                    });
                }
                Some(there) => {
                    if there.concurrent_patients_max != concurrent_patients_max {
                        // Who is with the doctor stays there: that is not for a change to say.
                        let (current, beside) = (None, Vec::new());
                        let doctor =
                            QueueDoctor { concurrent_patients_max, current, beside, ..there.clone() };
                        changes.push(QueueChange::PutDoctor { doctor });
                    }
                    if there.duty != duty {
                        changes.push(QueueChange::PutDuty { doctor_uid: uid.clone(), duty });
                    }
                    let kept: Vec<UpcomingAppointment> = there
                        .appointments
                        .iter()
                        .filter(|appointment| appointments.contains(appointment))
                        .cloned()
                        .collect();
                    if kept != appointments {
                        given.push(QueueChange::PutAppointments { doctor_uid: uid.clone(), appointments });
                    }
                    if kept != there.appointments {
                        changes.push(QueueChange::PutAppointments {
                            doctor_uid: uid.clone(),
                            appointments: kept,
                        });
                    }
                }
            }
        }
        // Who is lent no longer may still see somebody, so is not taken out, but fetches nobody.
        for doctor in self
            .room
            .doctors()
            .iter()
            .filter(|doctor| !wanted.contains(&doctor.uid) || clinic.doctor(&doctor.uid).is_none())
        {
            if !doctor.duty.is_empty() {
                changes.push(QueueChange::PutDuty { doctor_uid: doctor.uid.clone(), duty: Vec::new() });
            }
            if !doctor.appointments.is_empty() {
                changes.push(QueueChange::PutAppointments {
                    doctor_uid: doctor.uid.clone(),
                    appointments: Vec::new(),
                });
            }
        }
        changes.append(&mut given);
        // What a doctor serves is said once the doctor is there.
        let is_lent = |uid: &Uid| is_here(uid) || wanted.contains(uid) && clinic.doctor(uid).is_some();
        let with_all = self.policy(clinic, is_lent);
        if with_all != policy {
            changes.push(QueueChange::PutPolicy { policy: with_all });
        }
        Ok(changes)
    }

    /// The room as it is foreseen at `now`: with what its clinic lends it, and without the doctors whom other
    /// rooms keep, for as long as they probably will.
    pub fn foreseen(
        &self,
        clinic: &Clinic,
        rooms: &BTreeMap<Uid, Room>,
        now: Instant,
    ) -> frontdesk::Result<WaitingRoom> {
        let mut room = self.prepared(clinic, now)?;
        let kept: Vec<(Uid, Vec<Duty>)> = room
            .doctors()
            .iter()
            .filter_map(|doctor| {
                let others = elsewhere(rooms, &self.settings.uid, &doctor.uid);
                let goes_on = others.filter(|(other, current)| {
                    let left = QueueCommand::LeaveAppointment {
                        doctor_uid: doctor.uid.clone(),
                        appointment_uid: current.uid.clone(),
                    };
                    !other.outdated(clinic).contains(&left)
                });
                // Until the last of them is over.
                let usual = goes_on
                    .map(|(other, current)| current.started_at.0 + 60 * other.room.policy().average_visit());
                let usual = usual.max()?;
                Some((doctor.uid.clone(), duty_from(&doctor.duty, Instant(usual.max(now.0 + 60)))))
            })
            .collect();
        for (doctor_uid, duty) in kept {
            let _ = room.change(QueueChange::PutDuty { doctor_uid, duty });
        }
        Ok(room)
    }

    /// The room as it is at `now`: with what its clinic lends it, and without consultations of appointments
    /// that no longer stand as they began.
    pub fn prepared(&self, clinic: &Clinic, now: Instant) -> frontdesk::Result<WaitingRoom> {
        let mut room = self.with_lent(clinic, now)?;
        for left in self.outdated(clinic) {
            for event in room.decide(&left, now).into_iter().flatten() {
                room.apply(&event);
            }
        }
        Ok(room)
    }

    /// The room with what its clinic lends it at `now`: what a command is put to.
    pub(super) fn with_lent(&self, clinic: &Clinic, now: Instant) -> frontdesk::Result<WaitingRoom> {
        let mut room = self.room.clone();
        for change in self.lent(clinic, now)? {
            // What does not fit is left out of an estimate; a command will say what is wrong.
            let _ = room.change(change);
        }
        Ok(room)
    }

    /// The room's rules, with the clinic's types as reasons. Of the doctors who serve a reason only those
    /// count who are in the room.
    pub(super) fn policy(&self, clinic: &Clinic, is_here: impl Fn(&Uid) -> bool) -> QueuePolicy {
        let mut policy = self.settings.policy_among(is_here);
        let mut types: Vec<_> = clinic.appointment_types().filter(|kind| kind.active).collect();
        types.sort_unstable_by(|a, b| a.uid.cmp(&b.uid));
        for kind in types {
            let known = policy.visit_reasons.iter().any(|reason| reason.reason == kind.uid);
            if !known && policy.visit_reasons.len() < VISIT_REASONS_MAX {
                policy.visit_reasons.push(VisitReason {
                    reason: kind.uid.clone(),
                    duration_minutes: kind.duration_minutes,
                    ..VisitReason::default()
                });
            }
        }
        policy
    }
}

/// The doctor's open time of yesterday and the next days. It begins with a day, so that it changes once a day
/// and not with every second.
fn duty(clinic: &Clinic, uid: &Uid, now: Instant) -> frontdesk::Result<Vec<Duty>> {
    let from = now.0.div_euclid(DAY) * DAY - DAY;
    let (from, to) = (from.max(0), from + DUTY_DAYS * DAY);
    let open = clinic.open_time(uid, Instant(from), Instant(to))?;
    Ok(open.into_iter().map(|(start_date, end_date)| Duty { start_date, end_date }).collect())
}

/// What is left of the time on duty from an instant on.
fn duty_from(duty: &[Duty], from: Instant) -> Vec<Duty> {
    let left = duty.iter().filter(|window| window.end_date > from);
    left.map(|window| Duty { start_date: window.start_date.max(from), end_date: window.end_date }).collect()
}

/// The doctor's confirmed appointments that are not over, but for those that are taking place, with whomever.
fn upcoming(
    clinic: &Clinic,
    uid: &Uid,
    under_way: &BTreeSet<&Uid>,
    now: Instant,
) -> frontdesk::Result<Vec<UpcomingAppointment>> {
    let within = clinic.appointments_within(uid, now, Instant(now.0 + DUTY_DAYS * DAY))?;
    let confirmed =
        within.into_iter().filter(|appointment| appointment.status == AppointmentStatus::Confirmed);
    let mut upcoming: Vec<UpcomingAppointment> = confirmed
        .filter(|appointment| !under_way.contains(&appointment.uid))
        .map(|appointment| UpcomingAppointment {
            uid: appointment.uid,
            start_date: appointment.start_date,
            reason: appointment.appointment_type_uid,
        })
        .collect();
    // The room's own order, so that the two can be compared.
    upcoming.sort_by(|a, b| (a.start_date, &a.uid).cmp(&(b.start_date, &b.uid)));
    upcoming.truncate(frontdesk::limits::UPCOMING_APPOINTMENTS_MAX);
    Ok(upcoming)
}

#[cfg(test)]
mod tests {
    use frontdesk::{Change, from_json};
    use serde_json::json;

    use super::*;

    const NINE: i64 = 1_774_256_400; // Monday, 2026-03-23T09:00Z

    /// The appointment moves to another doctor, whichever of the two comes first, also while it takes place.
    #[test]
    fn an_appointment_that_changes_doctors_changes_them_in_the_room() {
        for (from, to) in [("ada", "ben"), ("ben", "ada")] {
            for is_under_way in [false, true] {
                let appointment = |doctor: &str| {
                    json!({ "uid": "mtg-1", "status": "confirmed",
                    "doctor_uid": doctor, "start_date": NINE + 600, "end_date": NINE + 1_200 })
                };
                let clinic = json!({ "doctors": [ { "uid": "ada" }, { "uid": "ben" } ],
                    "appointments": [ appointment(from) ] });
                let mut clinic =
                    Clinic::new(from_json(&clinic.to_string()).expect("JSON")).expect("a clinic");
                let mut room = Room::new(&"room".into());
                let follow = |room: &mut Room, clinic: &Clinic| {
                    let changes = room.lent(clinic, Instant(NINE)).expect("an instant");
                    assert!(changes.iter().all(|change| room.change(change)), "{from} to {to}: {changes:?}");
                    assert_eq!(room.lent(clinic, Instant(NINE)), Ok(Vec::new()));
                };
                follow(&mut room, &clinic);
                if is_under_way {
                    let start = json!({ "command": "start_appointment", "doctor_uid": from,
                        "appointment_uid": "mtg-1" });
                    let start = from_json(&start.to_string()).expect("a command");
                    for event in room.room.decide(&start, Instant(NINE)).expect("the doctor is free") {
                        assert!(room.apply(&event));
                    }
                }
                let moved = Change::PutAppointment {
                    appointment: from_json(&appointment(to).to_string()).expect("an appointment"),
                };
                clinic.change(moved).expect("appointments may move");
                follow(&mut room, &clinic);
                let planned = |uid: &str| room.room.doctor(uid).map(|doctor| doctor.appointments.len());
                assert_eq!((planned(from), planned(to)), (Some(0), Some(usize::from(!is_under_way))));
            }
        }
    }
    /// A doctor who sees several patients in another room is foreseen here once the last of them is over.
    #[test]
    fn who_sees_several_elsewhere_is_awaited_until_the_last_is_over() {
        let rule = json!({ "uid": "monday", "weekday": 0, "start_time": 0, "end_time": 1_440 });
        let clinic = json!({ "doctors": [ { "uid": "ada", "availability_rules": [ rule ] } ] });
        let clinic = Clinic::new(from_json(&clinic.to_string()).expect("JSON")).expect("a clinic");
        let mut other = Room::new(&"south".into());
        other.settings.concurrent_patients_max.insert("ada".into(), 2);
        for change in other.lent(&clinic, Instant(NINE)).expect("an instant") {
            assert!(other.change(&change));
        }
        for (index, began) in [NINE, NINE + 120].into_iter().enumerate() {
            let uid = format!("q-{index}");
            for command in [
                json!({ "command": "register", "uid": uid, "patient_uid": uid }),
                json!({ "command": "allocate", "doctor_uid": "ada" }),
            ] {
                let command: QueueCommand = from_json(&command.to_string()).expect("a command");
                for event in other.room.decide(&command, Instant(began)).expect("a place is free") {
                    assert!(other.apply(&event));
                }
            }
        }
        let usual = 60 * other.room.policy().average_visit();
        let room = Room::new(&"north".into());
        let mut rooms = BTreeMap::from([("south".into(), other)]);
        let on_duty_from = |rooms: &BTreeMap<Uid, Room>| {
            let foreseen = room.foreseen(&clinic, rooms, Instant(NINE + 180)).expect("an instant");
            foreseen.doctor("ada").expect("she is lent").duty[0].start_date
        };
        assert_eq!(on_duty_from(&rooms), Instant(NINE + 120 + usual));
        // When the last one is over first, it is the other whom she is awaited for.
        let over: QueueCommand = from_json(r#"{ "command": "complete", "uid": "q-1" }"#).expect("a command");
        let other = rooms.get_mut("south").expect("it is there");
        for event in other.room.decide(&over, Instant(NINE + 180)).expect("it is under way") {
            assert!(other.apply(&event));
        }
        assert_eq!(on_duty_from(&rooms), Instant(NINE + usual));
    }
}
