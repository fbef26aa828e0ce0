//! Which doctors serve which reasons, as the policy says.

use std::collections::BTreeMap;

use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::wait::VisitReason;
use crate::wait::dispatch::Skills;
use crate::wire::uid::Uid;

/// Who serves which reason.
#[derive(Debug, Clone, Default)]
pub(super) struct ReasonSkills {
    table: Skills,
    /// The kinds of the reasons that not all doctors serve.
    kinds: BTreeMap<Uid, u32>,
}

impl ReasonSkills {
    /// Looks up the doctors of each reason. One who is not here serves nobody.
    pub(super) fn new(reasons: &[VisitReason], places: &BTreeMap<Uid, usize>) -> Self {
        let mut skills = Self::default();
        for reason in reasons {
            let Some(doctors) = &reason.doctor_uids else { continue };
            let mut serves = vec![false; places.len()];
            for &place in doctors.iter().filter_map(|doctor| places.get(doctor)) {
                serves[place] = true;
            }
            let kind = skills.table.kind(serves);
            if kind > 0 {
                skills.kinds.insert(reason.reason.clone(), kind);
            }
        }
        skills
    }

    /// The kind of a visit for this reason. A reason that the policy does not know is served by all.
    pub(super) fn kind_of(&self, reason: Option<&Uid>) -> u32 {
        reason.and_then(|reason| self.kinds.get(reason)).copied().unwrap_or_default()
    }

    /// Who serves which kinds.
    pub(super) fn table(&self) -> &Skills {
        &self.table
    }
}

/// Whether the doctors are here who serve the reasons.
pub(super) fn check_doctors(
    reasons: &[VisitReason],
    places: &BTreeMap<Uid, usize>,
    path: &Path<'_>,
    faults: &mut Faults,
) {
    for (index, reason) in reasons.iter().enumerate() {
        let path = path.index(index);
        let path = path.field("doctor_uids");
        for (index, doctor) in reason.doctor_uids.iter().flatten().enumerate() {
            if !places.contains_key(doctor) {
                let code = ErrorCode::NotFound { what: "doctor", uid: doctor.to_string() };
                faults.add(code.at(&path.index(index)));
            }
        }
    }
}
