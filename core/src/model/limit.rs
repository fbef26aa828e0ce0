//! How many appointments there may be: of a type or a doctor in a period, of one patient, and of some types
//! in one window.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::wire::uid::Uid;

/// Most appointments, or most minutes of them, on one local day or in one local week. One of the two, or
/// both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct BookingLimit {
    /// The period in which is counted, by the doctor's local clock, or the clinic's if it is over all
    /// doctors.
    pub per: Period,
    /// Over whom is counted. Only limits of types are over all doctors.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub scope: CountedOver,
    /// Most appointments; 0 allows none. A group visit counts once.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub appointments: Option<i64>,
    /// Most minutes of appointments.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub minutes: Option<i64>,
}

/// A stretch of local dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Period {
    /// A local day.
    Day,
    /// Seven local days, from the weekday on with which the clinic's weeks start.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// Over whom a limit counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum CountedOver {
    /// Each doctor alone.
    #[default]
    Doctor,
    /// All doctors together.
    Clinic,
}

/// Most appointments of one patient, with whatever doctor: in a period, or to come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct PatientLimit {
    /// The period in which is counted, by the clinic's clock. Either this or `upcoming`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Period>,
    /// Whether those are counted that start now or later.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub upcoming: bool,
    /// Most appointments; 0 allows none.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub appointments: i64,
    /// Only these types are counted, and only they are limited; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_type_uids: Option<Vec<Uid>>,
}

impl PatientLimit {
    /// Whether it can never be reached, since another one has as few for all that it counts. Of two that say
    /// the same, the first counts.
    pub(crate) fn is_idle(all: &[Self], index: usize) -> bool {
        let own = &all[index];
        all.iter().enumerate().any(|(place, other)| {
            let as_few = other.appointments < own.appointments
                || (other.appointments == own.appointments && (!other.is_within(own) || place < index));
            place != index && as_few && own.is_within(other)
        })
    }

    /// Whether whatever it counts another one counts as well.
    fn is_within(&self, other: &Self) -> bool {
        let is_named = |uid: &Uid| other.appointment_type_uids.as_ref().is_none_or(|all| all.contains(uid));
        let types = match &self.appointment_type_uids {
            Some(uids) => uids.iter().all(is_named),
            None => other.appointment_type_uids.is_none(),
        };
        types
            && match (self.per, other.per) {
                (None, None) | (Some(Period::Day), Some(_)) | (Some(Period::Month), Some(Period::Year)) => {
                    true
                }
                (own, others) => own == others,
            }
    }

    /// Leaves out a type that is gone, and limits that say nothing any more.
    pub(crate) fn forget_type(all: &mut Vec<Self>, uid: &Uid) {
        for uids in all.iter_mut().filter_map(|limit| limit.appointment_type_uids.as_mut()) {
            uids.retain(|other| other != uid);
        }
        all.retain(|limit| limit.appointment_type_uids.as_ref().is_none_or(|uids| !uids.is_empty()));
        for index in (0..all.len()).rev() {
            if Self::is_idle(all, index) {
                all.remove(index);
            }
        }
    }
}

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
