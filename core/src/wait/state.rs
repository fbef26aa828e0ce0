//! What a learner keeps: sums by doctor and reason. Whatever is loaded must be such that it could have been
//! learned.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::elsewhere::Elsewhere;
use super::habits::Habits;
use super::pace::Pace;
use super::pause::Pauses;
use super::rate::Rate;
use crate::error::Path;
use crate::limits::{LEARNER_DOCTORS_MAX, LEARNER_REASONS_MAX};
use crate::model::check;
use crate::wire::uid::Uid;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) doctors: Vec<Uid>,
    pub(super) reasons: Vec<Uid>,
    /// Visits of patients from the queue: those whose reason is not known, and then by reason. So are the
    /// columns of the rates.
    pub(super) walk_ins: Vec<f64>,
    /// By doctor, patients who wanted to see them first.
    pub(super) own_first: Vec<f64>,
    pub(super) rates: [Rate; 3],
    pub(super) habits: Habits,
    /// Visits whose length was not believed, as the slowest rate forgets.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub(super) doubted: f64,
    /// Of doctors who are free while somebody waits.
    #[serde(default, skip_serializing_if = "Pauses::is_empty")]
    pub(super) pauses: Pauses,
    /// From start to start, while somebody waits.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub(super) pace: Pace,
    /// How long patients were elsewhere in the middle of a visit.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub(super) elsewhere: Elsewhere,
}

impl State {
    /// The first field that can't have been learned.
    pub(super) fn wrong(&self) -> Option<&'static str> {
        let (doctors, reasons) = (self.doctors.len(), self.reasons.len());
        let fields = [
            ("doctors", doctors <= LEARNER_DOCTORS_MAX && are_ids(&self.doctors)),
            ("reasons", reasons <= LEARNER_REASONS_MAX && are_ids(&self.reasons)),
            ("walk_ins", self.walk_ins.len() <= reasons + 1 && Habits::are_counts(&self.walk_ins)),
            ("own_first", self.own_first.len() <= doctors && Habits::are_counts(&self.own_first)),
            ("rates", self.rates.iter().all(|rate| rate.is_valid(doctors, reasons + 1))),
            ("habits", self.habits.is_valid()),
            ("doubted", Habits::are_counts(&[self.doubted])),
            ("pauses", self.pauses.is_valid(doctors)),
            ("elsewhere", self.elsewhere.iter().all(|rate| rate.is_valid(doctors, reasons + 1))),
            ("pace", self.pace.iter().all(|rate| rate.is_valid(doctors + 1, 1))),
        ];
        fields.into_iter().find_map(|(field, can_be)| (!can_be).then_some(field))
    }
}

/// Whether these can be ids, none of them twice.
fn are_ids(uids: &[Uid]) -> bool {
    let distinct: BTreeSet<&Uid> = uids.iter().collect();
    distinct.len() == uids.len() && uids.iter().all(|uid| check::uid(uid, &Path::Root).is_ok())
}

/// The place of a value in a list, at its end if it is new and there is room.
pub(super) fn place(list: &mut Vec<Uid>, value: &Uid, max: usize) -> Option<usize> {
    let known = list.iter().position(|other| other == value);
    known.or_else(|| {
        (list.len() < max).then(|| {
            list.push(value.clone());
            list.len() - 1
        })
    })
}
