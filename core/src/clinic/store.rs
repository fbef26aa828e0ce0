//! The appointments of a clinic by place, by uid and by patient. A [`Clinic`](super::Clinic) has one.

use crate::clinic::arena::Arena;
use crate::clinic::index::UidIndex;
use crate::clinic::record::Record;
use crate::prepared::place::{AppointmentPlace, LocationPlace};
use crate::wire::uid::Uid;

/// The appointments of a clinic, by place and by id.
#[derive(Debug, Clone, Default)]
pub(crate) struct AppointmentStore {
    records: Arena<AppointmentPlace, Record>,
    by_uid: UidIndex<AppointmentPlace>,
    /// The first of each patient's appointments; each knows the next.
    by_patient: UidIndex<AppointmentPlace>,
}

impl AppointmentStore {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            records: Arena::with_capacity(capacity),
            by_uid: UidIndex::with_capacity(capacity),
            by_patient: UidIndex::default(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    pub(crate) fn place(&self, uid: &str) -> Option<AppointmentPlace> {
        self.by_uid.get(uid, |place| uid_at(&self.records, place))
    }

    pub(crate) fn at(&self, place: AppointmentPlace) -> &Record {
        self.records.at(place)
    }

    /// Adds a record under an id that is not there yet.
    pub(crate) fn insert(&mut self, record: Record) -> AppointmentPlace {
        let uid = record.uid.clone();
        let place = self.records.insert(record);
        self.by_uid.insert(&uid, place, |place| uid_at(&self.records, place));
        self.link(place);
        place
    }

    /// A patient's appointments, in no particular order.
    pub(crate) fn of_patient(&self, patient_uid: &str) -> impl Iterator<Item = &Record> {
        let first = self.by_patient.get(patient_uid, |place| patient_at(&self.records, place));
        let next = |record: &&Record| record.next_of_patient.map(|place| self.at(place));
        std::iter::successors(first.map(|place| self.at(place)), next)
    }

    /// Puts an appointment before the others of its patient.
    fn link(&mut self, place: AppointmentPlace) {
        let Some(patient) = self.at(place).patient_uid.clone() else { return };
        let first = self.by_patient.get(&patient, |place| patient_at(&self.records, place));
        if let Some(first) = first {
            self.by_patient.remove(&patient, first);
        }
        self.records.at_mut(place).next_of_patient = first;
        self.by_patient.insert(&patient, place, |place| patient_at(&self.records, place));
    }

    /// Takes an appointment out from among the others of its patient.
    fn unlink(&mut self, place: AppointmentPlace) {
        let record = self.at(place);
        let (Some(patient), next) = (record.patient_uid.clone(), record.next_of_patient) else { return };
        let Some(first) = self.by_patient.get(&patient, |place| patient_at(&self.records, place)) else {
            return;
        };
        if first == place {
            self.by_patient.remove(&patient, place);
            if let Some(next) = next {
                self.by_patient.insert(&patient, next, |place| patient_at(&self.records, place));
            }
            return;
        }
        let mut before = first;
        while let Some(other) = self.at(before).next_of_patient.filter(|other| *other != place) {
            before = other;
        }
        self.records.at_mut(before).next_of_patient = next;
    }

    /// Looks the locations of appointments up anew, once their places have changed.
    pub(crate) fn look_up_locations(&mut self, place_of: impl Fn(&str) -> Option<LocationPlace>) {
        for record in self.records.iter_mut() {
            record.location = record.location_uid().and_then(|uid| place_of(uid));
        }
    }

    pub(crate) fn remove(&mut self, place: AppointmentPlace) -> Option<Record> {
        self.records.get(place)?;
        self.unlink(place);
        let record = self.records.remove(place)?;
        self.by_uid.remove(&record.uid, place);
        Some(record)
    }
}

fn uid_at(records: &Arena<AppointmentPlace, Record>, place: AppointmentPlace) -> &Uid {
    &records.at(place).uid
}

fn patient_at(records: &Arena<AppointmentPlace, Record>, place: AppointmentPlace) -> &Uid {
    records.at(place).patient_uid.as_ref().expect("the index holds appointments of patients")
}
