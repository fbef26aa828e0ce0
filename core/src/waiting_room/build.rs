//! Making a room: everything is checked and looked up, or all that is wrong is named.

use std::collections::{BTreeMap, BTreeSet};

use super::doctor::{Consultation, QueueDoctor};
use super::entry::{QueueEntry, QueueStatus};
use super::skills::{ReasonSkills, check_doctors};
use super::{WaitingRoom, WaitingRoomSnapshot};
use super::{begun, check};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{ENTRIES_MAX, LIVE_ENTRIES_MAX, ROOM_DOCTORS_MAX, bounds};
use crate::model::check::{count, within};
use crate::wait::VisitKind;

impl WaitingRoom {
    /// Checks and prepares a room.
    ///
    /// # Errors
    /// All that is wrong, each with its path: ranges, ids that are there twice or nowhere, an entry
    /// whose fields contradict its status, a consultation without its entry.
    ///
    /// ```
    /// use frontdesk::{WaitingRoom, from_json};
    ///
    /// let room = WaitingRoom::new(from_json(r#"{ "doctors": [ { "uid": "doc-456",
    ///   "duty": [ { "start_date": 1774256400, "end_date": 1774270800 } ] } ],
    ///     "entries": [ { "uid": "q-1", "status": "waiting", "patient_uid": "pat-789",
    ///       "registered_at": 1774256460, "sequence": 0 } ] }"#)?)?;
    /// assert_eq!(room.position("q-1"), Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(snapshot: WaitingRoomSnapshot) -> Result<Self> {
        let root = Path::Root;
        let WaitingRoomSnapshot { policy, doctors, entries, next_sequence } = snapshot;
        let mut faults = Faults::default();
        check::policy(&policy, &root.field("policy"), &mut faults);
        faults.note(within(next_sequence, bounds::NEXT_SEQUENCE, &root.field("next_sequence")));
        let mut room = Self {
            policy,
            doctors: Vec::with_capacity(doctors.len()),
            doctor_places: BTreeMap::new(),
            skills: ReasonSkills::default(),
            entries: BTreeMap::new(),
            waiting: BTreeMap::new(),
            live: BTreeMap::new(),
            next_sequence,
            last_start: None,
            last_waited: None,
        };
        let list = root.field("doctors");
        faults.note(count(doctors.len(), ROOM_DOCTORS_MAX, &list));
        let mut appointments = BTreeSet::new();
        for (index, mut doctor) in doctors.into_iter().enumerate() {
            let path = list.index(index);
            check::doctor(&doctor, &path, &mut faults);
            if room.doctor_places.insert(doctor.uid.clone(), index).is_some() {
                faults.add(ErrorCode::Duplicate { value: doctor.uid.to_string() }.at(&path.field("uid")));
            }
            begun::begun_with_one_doctor(&doctor, &appointments, &path, &mut faults);
            begun::of_one_doctor(&doctor.appointments, &appointments, &path, &mut faults);
            appointments.extend(doctor.appointment_uids().cloned());
            doctor.sort_appointments();
            room.doctors.push(doctor);
        }
        let (reasons, policy) = (&room.policy.visit_reasons, root.field("policy"));
        check_doctors(reasons, &room.doctor_places, &policy.field("visit_reasons"), &mut faults);
        room.skills = ReasonSkills::new(reasons, &room.doctor_places);
        room.take_entries(entries, &mut faults);
        // Whether there is an entry to a consultation is asked only where none was left out.
        faults.done()?;
        let mut faults = Faults::default();
        for (index, doctor) in room.doctors.iter().enumerate() {
            room.consultations_are_of_entries(doctor, &list.index(index), &mut faults);
        }
        faults.done()?;
        Ok(room)
    }

    fn take_entries(&mut self, entries: Vec<QueueEntry>, faults: &mut Faults) {
        let root = Path::Root;
        let list = root.field("entries");
        faults.note(count(entries.len(), ENTRIES_MAX, &list));
        let mut sequences = BTreeSet::new();
        for (index, entry) in entries.into_iter().enumerate() {
            if faults.is_full() {
                return;
            }
            let (path, before) = (list.index(index), faults.count());
            faults.note(self.check_entry(&entry, &path));
            let duplicate = |value: &dyn ToString, field| {
                ErrorCode::Duplicate { value: value.to_string() }.at(&path.field(field))
            };
            if self.entries.contains_key(&entry.uid) {
                faults.add(duplicate(&entry.uid, "uid"));
            }
            if !sequences.insert(entry.sequence) {
                faults.add(duplicate(&entry.sequence, "sequence"));
            }
            if entry.status.is_live() && self.live.contains_key(&entry.patient_uid) {
                faults.add(duplicate(&entry.patient_uid, "patient_uid"));
            }
            if entry.status == QueueStatus::Allocated {
                faults.note(self.consultation_is_with_the_doctor(&entry, &path));
            }
            self.next_sequence = self.next_sequence.max(entry.sequence.saturating_add(1));
            if faults.count() == before {
                self.put_entry(entry);
            }
        }
        faults.note(count(self.live.len(), LIVE_ENTRIES_MAX, &list));
    }

    /// Checks an entry, and that the doctors are here without whom it could not go on.
    pub(super) fn check_entry(&self, entry: &QueueEntry, path: &Path<'_>) -> Result<()> {
        let mut faults = Faults::default();
        check::entry(entry, path, &mut faults);
        let allocated = entry.doctor_uid.as_ref().filter(|_| entry.status == QueueStatus::Allocated);
        let only = entry.only_doctor().filter(|_| entry.status.is_live());
        for (field, doctor) in [("doctor_uid", allocated), ("preferred_doctor_uid", only)] {
            if let Some(uid) = doctor.filter(|uid| !self.doctor_places.contains_key(*uid)) {
                let code = ErrorCode::NotFound { what: "doctor", uid: uid.to_string() };
                faults.add(code.at(&path.field(field)));
            }
        }
        faults.done()
    }

    fn consultation_is_with_the_doctor(&self, entry: &QueueEntry, path: &Path<'_>) -> Result<()> {
        let doctor = entry.doctor_uid.as_ref().and_then(|uid| self.doctor(uid));
        let is_it = |current: &Consultation| entry.consultation().as_ref() == Some(current);
        if doctor.is_some_and(|doctor| doctor.consultations().any(is_it)) {
            return Ok(());
        }
        let detail = "the doctor's `current` is not this consultation".to_owned();
        Err(ErrorCode::Conflict { detail }.at(&path.field("doctor_uid")))
    }

    fn consultations_are_of_entries(&self, doctor: &QueueDoctor, path: &Path<'_>, faults: &mut Faults) {
        begun::each_consultation(doctor, path, |current, path| {
            let entry =
                self.entries.get(&current.uid).filter(|entry| entry.doctor_uid.as_ref() == Some(&doctor.uid));
            let is_seen = entry.is_some_and(|entry| entry.status == QueueStatus::Allocated);
            if current.kind == VisitKind::WalkIn && !is_seen {
                let code =
                    ErrorCode::NotFound { what: "allocated queue entry", uid: current.uid.to_string() };
                faults.add(code.at(&path.field("uid")));
            }
        });
    }
}
