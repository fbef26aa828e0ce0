//! The types of appointments that a clinic has: one comes, is replaced, or goes with all that names it.

use super::Clinic;
use crate::error::faults::Faults;
use crate::error::quoted::Quoted;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::APPOINTMENT_TYPES_MAX;
use crate::model::appointment_type::AppointmentType;
use crate::model::check;
use crate::model::limit::PatientLimit;
use crate::prepared::policy::Policy;
use crate::wire::uid::Uid;

impl Clinic {
    pub(super) fn put_type(&mut self, kind: AppointmentType, path: &Path<'_>) -> Result<()> {
        Faults::of(|faults| {
            check::appointment_type(&kind, path, faults);
            let mut doctors = self.doctors.iter().map(|member| &member.doctor);
            let has_several = doctors.find(|doctor| {
                let mut settings = doctor.appointment_type_settings.iter();
                doctor.concurrent_appointments_max > 1
                    && settings.any(|setting| setting.appointment_type_uid == kind.uid)
            });
            if let Some(doctor) = has_several.filter(|_| kind.capacity > 1) {
                let doctor = Quoted(&doctor.uid);
                let detail = format!("the doctor `{doctor}` has a setting for it, and several places");
                faults.add(ErrorCode::Conflict { detail }.at(&path.field("capacity")));
            }
        })?;
        if self.kind_of(&kind.uid).is_none() {
            check::count(
                self.kinds.iter().filter(|kind| kind.current.is_some()).count() + 1,
                APPOINTMENT_TYPES_MAX,
                path,
            )?;
        }
        let place = self.place_for_kind(&kind.uid);
        let policy = Policy::new(&kind);
        self.note_gaps([policy.gaps.before, policy.gaps.after]);
        self.kinds.at_mut(place).current = Some((kind, policy));
        Ok(())
    }

    pub(super) fn remove_type(&mut self, uid: &Uid, path: &Path<'_>) -> Result<()> {
        let Some((place, _)) = self.kind_of(uid) else {
            return Err(ErrorCode::NotFound { what: "appointment type", uid: uid.to_string() }.at(path));
        };
        self.kinds.at_mut(place).current = None;
        for member in self.doctors.iter_mut() {
            member.settings.retain(|setting| setting.kind != place);
            member.doctor.appointment_type_settings.retain(|setting| setting.appointment_type_uid != *uid);
        }
        self.forget_type_in_windows(uid);
        self.reminders.retain(|_, reminder| reminder.appointment_type_uid != *uid);
        PatientLimit::forget_type(&mut self.patient_limits, uid);
        self.release_kind(place);
        Ok(())
    }

    /// Windows for this type are so no longer; those for it alone are for nobody then.
    fn forget_type_in_windows(&mut self, uid: &Uid) {
        let mut concerned = Vec::new();
        for member in self.doctors.iter_mut() {
            let mut names_it = false;
            check::each_window(&member.doctor, &Path::Root, &mut |whom, _| {
                names_it |= whom.types_named().any(|other| other == uid);
            });
            if names_it {
                let doctor = &mut member.doctor;
                doctor.availability_rules.iter_mut().for_each(|rule| rule.forget_type(uid));
                doctor.availability_exceptions.iter_mut().for_each(|exception| exception.forget_type(uid));
                let windows = doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows);
                windows.for_each(|window| window.forget_type(uid));
                concerned.push(doctor.uid.clone());
            }
        }
        concerned.iter().for_each(|uid| self.refresh(uid));
    }
}
