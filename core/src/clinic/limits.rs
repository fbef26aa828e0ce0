//! The limits that a clinic sets for all: how weeks are counted, and how much one patient may book.

use super::Clinic;
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::model::check;
use crate::model::limit::PatientLimit;

impl Clinic {
    /// The weekday with which weeks start where limits count; 0, which is Monday, if nothing is said.
    pub fn week_starts_on(&self) -> Option<i64> {
        self.week_starts_on
    }

    /// Most appointments of each patient.
    pub fn patient_limits(&self) -> &[PatientLimit] {
        &self.patient_limits
    }

    /// Takes what is said of limits in the place of what was.
    pub(super) fn set_limits(
        &mut self,
        week_starts_on: Option<i64>,
        patient_limits: Vec<PatientLimit>,
        faults: &mut Faults,
    ) {
        let root = Path::Root;
        if let Some(weekday) = week_starts_on {
            faults.note(check::range(weekday, 0, 6, &root.field("week_starts_on")));
        }
        let list = root.field("patient_limits");
        check::patient_limits(&patient_limits, &list, faults);
        for (index, limit) in patient_limits.iter().enumerate() {
            let path = list.index(index);
            let uids = path.field("appointment_type_uids");
            for (index, uid) in limit.appointment_type_uids.iter().flatten().enumerate() {
                if self.kind_of(uid).is_none() {
                    let uid = uid.to_string();
                    faults.add(ErrorCode::NotFound { what: "appointment type", uid }.at(&uids.index(index)));
                }
            }
        }
        if faults.count() == 0 {
            (self.week_starts_on, self.patient_limits) = (week_starts_on, patient_limits);
        }
    }

    /// The same, as a change.
    pub(super) fn change_limits(
        &mut self,
        week_starts_on: Option<i64>,
        patient_limits: Vec<PatientLimit>,
    ) -> Result<()> {
        Faults::of(|faults| self.set_limits(week_starts_on, patient_limits, faults))
    }
}
