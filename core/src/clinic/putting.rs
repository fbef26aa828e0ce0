//! What changes do to doctors, appointments and closures: each is checked, and then put, replaced or removed.
//! [`Clinic::change`] calls them.

use super::Clinic;
use super::members::closure_key;
use crate::error::faults::{Faults, both};
use crate::error::quoted::Quoted;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{APPOINTMENTS_MAX, CLOSURES_MAX, DOCTORS_MAX, EXCEPTIONS_PER_DOCTOR_MAX};
use crate::model::appointment::Appointment;
use crate::model::availability::{AvailabilityException, Closure};
use crate::model::check;
use crate::model::doctor::Doctor;
use crate::prepared::place::AppointmentPlace;
use crate::wire::uid::Uid;

impl Clinic {
    pub(super) fn put_doctor(&mut self, doctor: Doctor, path: &Path<'_>) -> Result<()> {
        let place = self.doctor_place(&doctor.uid);
        if place.is_none() {
            check::count(self.ranks.len() + 1, DOCTORS_MAX, path)?;
        }
        let mut member = self.member(doctor, path)?;
        match place {
            Some(place) => {
                let old = self.doctors.at_mut(place);
                let places = member.calendar.agenda.places();
                let agenda = std::mem::take(&mut old.calendar.agenda);
                member.calendar.agenda = agenda.with_places(places);
                member.rank = old.rank;
                *old = member;
            }
            None => {
                self.add_member(member);
                self.rank();
            }
        }
        Ok(())
    }

    pub(super) fn replace_exceptions(
        &mut self,
        doctor_uid: &Uid,
        uid_prefix: &str,
        exceptions: Vec<AvailabilityException>,
    ) -> Result<()> {
        let root = Path::Root;
        let not_found = || {
            ErrorCode::NotFound { what: "doctor", uid: doctor_uid.to_string() }.at(&root.field("doctor_uid"))
        };
        let list = root.field("exceptions");
        let other = |exception: &AvailabilityException| !exception.uid.starts_with(uid_prefix);
        // Checked by themselves first, so that a path is one of the change.
        let checked = Faults::of(|faults| {
            for (index, exception) in exceptions.iter().enumerate().filter(|(_, exception)| other(exception))
            {
                let detail = format!("`{}` does not begin with the prefix", Quoted(&exception.uid));
                faults.add(ErrorCode::Conflict { detail }.at(&list.index(index).field("uid")));
            }
            check::exceptions(&exceptions, &list, faults);
        });
        let (place, ()) = both(self.doctor_place(doctor_uid).ok_or_else(not_found), checked)?;
        let mut doctor = Doctor::clone(&self.member_at(place).doctor);
        doctor.availability_exceptions.retain(other);
        let total = doctor.availability_exceptions.len() + exceptions.len();
        check::count(total, EXCEPTIONS_PER_DOCTOR_MAX, &list)?;
        Faults::of(|faults| {
            for (index, exception) in exceptions.iter().enumerate() {
                self.check_whom(exception.for_whom(), &list.index(index), faults);
            }
        })?;
        doctor.availability_exceptions.extend(exceptions);
        self.put_doctor(doctor, &root)
    }

    pub(super) fn remove_doctor(&mut self, uid: &Uid, path: &Path<'_>) -> Result<()> {
        let Some(place) = self.doctor_place(uid) else {
            return Err(ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(path));
        };
        let appointments = self.appointments.iter().filter(|record| record.doctor == place).count();
        if appointments > 0 {
            return Err(ErrorCode::InUse { appointments }.at(path));
        }
        self.doctors_by_uid.remove(uid, place);
        self.doctors.remove(place);
        self.rank();
        self.closures.retain(|(_, own), _| own.as_ref() != Some(uid));
        Ok(())
    }

    pub(super) fn put_appointment(&mut self, appointment: Appointment, path: &Path<'_>) -> Result<()> {
        let place = self.appointments.place(&appointment.uid);
        if place.is_none() {
            check::count(self.appointments.len() + 1, APPOINTMENTS_MAX, path)?;
        }
        let record = self.record(appointment, path)?;
        if let Some(place) = place {
            self.withdraw(place);
        }
        let doctor = record.doctor;
        let place = self.appointments.insert(record);
        if let Some(booking) = self.appointments.at(place).booking(place) {
            self.doctors.at_mut(doctor).calendar.agenda.insert(booking);
        }
        Ok(())
    }

    pub(super) fn remove_appointment(&mut self, uid: &Uid, path: &Path<'_>) -> Result<()> {
        let Some(place) = self.appointments.place(uid) else {
            return Err(ErrorCode::NotFound { what: "appointment", uid: uid.to_string() }.at(path));
        };
        self.withdraw(place);
        Ok(())
    }

    /// Takes an appointment out of the store and out of its doctor's way.
    fn withdraw(&mut self, place: AppointmentPlace) {
        let Some(record) = self.appointments.remove(place) else {
            return;
        };
        if let Some(booking) = record.booking(place) {
            self.doctors.at_mut(record.doctor).calendar.agenda.remove(&booking);
        }
        if let Some(kind) = record.kind {
            self.kinds.at_mut(kind).appointments -= 1;
            self.release_kind(kind);
        }
    }

    pub(super) fn put_closure(&mut self, closure: Closure, path: &Path<'_>) -> Result<()> {
        self.check_closure(&closure, path)?;
        let key = closure_key(&closure);
        if !self.closures.contains_key(&key) {
            check::count(self.closures.len() + 1, CLOSURES_MAX, path)?;
        }
        self.closures.insert(key.clone(), closure);
        self.closure_changed(key.1.as_ref());
        Ok(())
    }

    pub(super) fn remove_closure(&mut self, closure: &Closure, path: &Path<'_>) -> Result<()> {
        let key = closure_key(closure);
        if self.closures.remove(&key).is_none() {
            return Err(ErrorCode::NotFound { what: "closure", uid: closure.date.to_string() }
                .at(&path.field("date")));
        }
        self.closure_changed(key.1.as_ref());
        Ok(())
    }

    fn closure_changed(&mut self, doctor: Option<&Uid>) {
        match doctor {
            Some(uid) => self.refresh(uid),
            None => self.share_closures(),
        }
    }
}
