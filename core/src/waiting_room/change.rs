//! Changes of a room's rules and rosters: each is checked first.

use std::collections::BTreeSet;

use serde::Serialize;

use super::doctor::{Duty, QueueDoctor, UpcomingAppointment};
use super::entry::QueueEntry;
use super::policy::QueuePolicy;
use super::rule::{QueueRefusal, QueueRule};
use super::skills::{ReasonSkills, check_doctors};
use super::{Waiter, WaitingRoom};
use super::{begun, check};
use crate::error::faults::{Faults, both};
use crate::error::quoted::Quoted;
use crate::error::{Error, ErrorCode, Path};
use crate::limits::ROOM_DOCTORS_MAX;
use crate::model::check::count;
use crate::order::sort_by_key;
use crate::time::instant::Instant;
use crate::wait::VisitReason;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// A change to what the room knows. It records what is so; what happens to patients is for commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "change", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum QueueChange {
    /// Replaces the rules.
    PutPolicy {
        /// The rules.
        policy: QueuePolicy,
    },
    /// Adds a doctor, behind the others, or replaces what is known of one. A consultation goes on.
    PutDoctor {
        /// The doctor; `current` is null, or what it is already, and so is `beside`.
        doctor: QueueDoctor,
    },
    /// Removes a doctor who sees nobody, and whom no live entry needs.
    RemoveDoctor {
        /// The doctor.
        uid: Uid,
    },
    /// Puts the doctors into another order.
    OrderDoctors {
        /// All of them.
        uids: Vec<Uid>,
    },
    /// Replaces the times at which a doctor is on duty.
    PutDuty {
        /// The doctor.
        doctor_uid: Uid,
        /// In order, none overlapping another.
        duty: Vec<Duty>,
    },
    /// Replaces the appointments of a doctor that have not begun.
    PutAppointments {
        /// The doctor.
        doctor_uid: Uid,
        /// In any order.
        appointments: Vec<UpcomingAppointment>,
    },
    /// Drops entries that were completed or cancelled before an instant.
    Forget {
        /// That instant.
        before: Instant,
    },
}

tagged! {
    QueueChange, change {
        policy: QueuePolicy,
        doctor: QueueDoctor,
        uid: Uid,
        uids: Vec<Uid>,
        doctor_uid: Uid,
        duty: Vec<Duty>,
        appointments: Vec<UpcomingAppointment>,
        before: Instant,
    }
    PutPolicy { policy }
    PutDoctor { doctor }
    RemoveDoctor { uid }
    OrderDoctors { uids }
    PutDuty { doctor_uid, duty }
    PutAppointments { doctor_uid, appointments }
    Forget { before }
}

impl WaitingRoom {
    /// Makes a change, or refuses it and changes nothing.
    ///
    /// # Errors
    /// As [`WaitingRoom::new`], with paths in the change; `not_found` for a doctor who is not there;
    /// `doctor_busy` and `doctor_needed` for one who can't be removed.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{QueueChange, QueueDoctor, WaitingRoom, hours};
    ///
    /// let nine = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
    /// let mut room = WaitingRoom::builder()
    ///     .doctor(QueueDoctor::new("ada").duty(nine..nine + hours(4)))
    ///     .build()?;
    ///
    /// let doctor = QueueDoctor::new("bob").duty(nine..nine + hours(2));
    /// room.change(QueueChange::PutDoctor { doctor })?;
    /// assert_eq!(room.doctors().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn change(&mut self, change: QueueChange) -> Result<(), QueueRefusal> {
        let root = Path::Root;
        match change {
            QueueChange::PutPolicy { policy } => {
                let path = root.field("policy");
                Faults::of(|faults| {
                    check::policy(&policy, &path, faults);
                    let reasons = &policy.visit_reasons;
                    check_doctors(reasons, &self.doctor_places, &path.field("visit_reasons"), faults);
                })?;
                self.policy = policy;
                self.doctors_moved();
            }
            QueueChange::PutDoctor { doctor } => self.put_doctor(doctor, &root.field("doctor"))?,
            QueueChange::RemoveDoctor { uid } => self.remove_doctor(&uid, &root.field("uid"))?,
            QueueChange::OrderDoctors { uids } => self.order_doctors(&uids, &root.field("uids"))?,
            QueueChange::PutDuty { doctor_uid, duty } => {
                let place = self.place_of(&doctor_uid, &root.field("doctor_uid"));
                let checked = Faults::of(|faults| check::duty(&duty, &root.field("duty"), faults));
                let (place, ()) = both(place, checked)?;
                self.doctors[place].duty = duty;
            }
            QueueChange::PutAppointments { doctor_uid, appointments } => {
                let place = self.place_of(&doctor_uid, &root.field("doctor_uid"));
                let doctor = self.doctor(&doctor_uid);
                let others = self.appointments_of_others(&doctor_uid);
                let checked = Faults::of(|faults| {
                    check::appointments(&appointments, doctor, &root.field("appointments"), faults);
                    begun::of_one_doctor(&appointments, &others, &root, faults);
                });
                let (place, ()) = both(place, checked)?;
                let doctor = &mut self.doctors[place];
                doctor.appointments = appointments;
                doctor.sort_appointments();
            }
            QueueChange::Forget { before } => {
                before.checked(&root.field("before"))?;
                self.entries.retain(|_, entry| entry.status.is_live() || entry.latest() >= before);
                self.look_back();
            }
        }
        Ok(())
    }

    fn place_of(&self, uid: &Uid, path: &Path<'_>) -> Result<usize, Error> {
        let not_found = || ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(path);
        self.doctor_places.get(uid).copied().ok_or_else(not_found)
    }

    /// The appointments of all doctors but one.
    fn appointments_of_others(&self, uid: &Uid) -> BTreeSet<Uid> {
        self.doctors
            .iter()
            .filter(|doctor| doctor.uid != *uid)
            .flat_map(QueueDoctor::appointment_uids)
            .cloned()
            .collect()
    }

    fn put_doctor(&mut self, mut doctor: QueueDoctor, path: &Path<'_>) -> Result<(), Error> {
        let place = self.doctor_places.get(&doctor.uid).copied();
        let there = place.map(|place| &self.doctors[place]);
        let (current, beside) =
            there.map_or((None, Vec::new()), |there| (there.current.clone(), there.beside.clone()));
        let mut faults = Faults::default();
        for (field, is_another) in [
            ("current", doctor.current.is_some() && doctor.current != current),
            ("beside", !doctor.beside.is_empty() && doctor.beside != beside),
        ] {
            if is_another {
                let detail = "consultations begin and end by commands".to_owned();
                faults.add(ErrorCode::Conflict { detail }.at(&path.field(field)));
            }
        }
        (doctor.current, doctor.beside) = (current, beside);
        let before = place.and_then(|place| self.doctors[place].last_ended_at);
        doctor.last_ended_at = doctor.last_ended_at.or(before);
        if doctor.away_since.is_none() && doctor.back_at.is_none() {
            let before = place.map(|place| (self.doctors[place].away_since, self.doctors[place].back_at));
            (doctor.away_since, doctor.back_at) = before.unwrap_or_default();
        }
        check::doctor(&doctor, path, &mut faults);
        let others = self.appointments_of_others(&doctor.uid);
        begun::of_one_doctor(&doctor.appointments, &others, path, &mut faults);
        faults.done()?;
        doctor.sort_appointments();
        match place {
            Some(place) => self.doctors[place] = doctor,
            None => {
                count(self.doctors.len() + 1, ROOM_DOCTORS_MAX, path)?;
                self.doctors.push(doctor);
                self.doctors_moved();
            }
        }
        Ok(())
    }

    fn remove_doctor(&mut self, uid: &Uid, path: &Path<'_>) -> Result<(), QueueRefusal> {
        let place = self.place_of(uid, path)?;
        if let Some(current) = &self.doctors[place].current {
            return Err(QueueRule::DoctorBusy { uid: current.uid.clone() }.into());
        }
        let needs = |entry: &&QueueEntry| entry.only_doctor() == Some(uid);
        let entries = self.live.values().map(|uid| &self.entries[uid]).filter(needs).count();
        let serves = |reason: &&VisitReason| reason.doctor_uids.iter().flatten().any(|other| other == uid);
        let reasons = self.policy.visit_reasons.iter().filter(serves).count();
        if entries > 0 || reasons > 0 {
            return Err(QueueRule::DoctorNeeded { entries, reasons }.into());
        }
        self.doctors.remove(place);
        self.doctors_moved();
        Ok(())
    }

    fn order_doctors(&mut self, uids: &[Uid], path: &Path<'_>) -> Result<(), Error> {
        let mut ranks = vec![None; self.doctors.len()];
        Faults::of(|faults| {
            for (rank, uid) in uids.iter().enumerate() {
                let Some(place) = faults.note(self.place_of(uid, &path.index(rank))) else { continue };
                if ranks[place].replace(rank).is_some() {
                    faults.add(ErrorCode::Duplicate { value: uid.to_string() }.at(&path.index(rank)));
                }
            }
            for (doctor, _) in self.doctors.iter().zip(&ranks).filter(|(_, rank)| rank.is_none()) {
                let detail = format!("the doctor `{}` is left out", Quoted(&doctor.uid));
                faults.add(ErrorCode::Conflict { detail }.at(path));
            }
        })?;
        let places = &self.doctor_places;
        sort_by_key(&mut self.doctors, |doctor| ranks[places[&doctor.uid]]);
        self.doctors_moved();
        Ok(())
    }

    /// Looks up anew what counts doctors by their places, and who serves which reason.
    fn doctors_moved(&mut self) {
        self.doctor_places =
            self.doctors.iter().enumerate().map(|(place, doctor)| (doctor.uid.clone(), place)).collect();
        self.skills = ReasonSkills::new(&self.policy.visit_reasons, &self.doctor_places);
        let mut waiting = std::mem::take(&mut self.waiting);
        for Waiter { uid, candidate } in waiting.values_mut() {
            *candidate = self.candidate(&self.entries[uid]);
        }
        self.waiting = waiting;
    }
}
