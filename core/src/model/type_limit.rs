//! Most appointments of some types in one window.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::wire::uid::Uid;

/// Most appointments of some types in each window of a rule, of an override or of extra hours: of the
/// appointments of these types that start in it, together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct TypeLimit {
    /// The types that are counted, and for which it is a limit.
    pub appointment_type_uids: Vec<Uid>,
    /// Most appointments, 1 to 100000. A group visit counts once.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub appointments: i64,
}

impl TypeLimit {
    /// Whether it can never be reached, since another one of the same window has as few for all its types. Of
    /// two that say the same, the first counts.
    pub(crate) fn is_idle(all: &[Self], index: usize) -> bool {
        let own = &all[index];
        let kinds: BTreeSet<&Uid> = own.appointment_type_uids.iter().collect();
        all.iter().enumerate().any(|(place, other)| {
            let others: BTreeSet<&Uid> = other.appointment_type_uids.iter().collect();
            let as_few = other.appointments < own.appointments
                || (other.appointments == own.appointments && (kinds != others || place < index));
            place != index && as_few && kinds.is_subset(&others)
        })
    }

    /// Leaves out a type that is gone, and limits that say nothing any more.
    pub(crate) fn forget_type(all: &mut Vec<Self>, uid: &str) {
        all.iter_mut().for_each(|limit| limit.appointment_type_uids.retain(|other| *other != uid));
        all.retain(|limit| !limit.appointment_type_uids.is_empty());
        for index in (0..all.len()).rev() {
            if Self::is_idle(all, index) {
                all.remove(index);
            }
        }
    }
}
