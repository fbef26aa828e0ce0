//! A doctor of a clinic, prepared, with what is special about a type.

use std::sync::Arc;

use crate::model::doctor::Doctor;
use crate::prepared::agenda::Agenda;
use crate::prepared::calendar::Calendar;
use crate::prepared::closures::Closures;
use crate::prepared::locations::Locations;
use crate::prepared::place::TypePlace;
use crate::prepared::policy::Gaps;
use crate::prepared::terms::Places;
use crate::time::zone::Zone;
use crate::wire::uid::Uid;

/// A doctor of the clinic.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// The doctor's, here too: it is what a look-up compares.
    pub(super) uid: Uid,
    pub(crate) doctor: Box<Doctor>,
    pub(crate) calendar: Calendar,
    /// The doctor's place among all, by uid.
    pub(super) rank: u32,
    /// Active settings, by kind.
    pub(super) settings: Vec<Setting>,
}

/// What is special to a doctor about a type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    pub(super) kind: TypePlace,
    /// The booking notice in seconds, if it names one.
    pub(crate) notice: Option<i64>,
    pub(crate) priority: Option<u32>,
    /// How long it takes with this doctor, in seconds, if it says so.
    pub(crate) duration: Option<i64>,
    pub(crate) weight: Option<u32>,
    pub(super) gap_before: Option<i64>,
    pub(super) gap_after: Option<i64>,
}

impl Setting {
    /// The gaps that an appointment has with this doctor; `of_type` are those of its type.
    pub(crate) fn gaps(self, of_type: Gaps) -> Gaps {
        Gaps {
            before: self.gap_before.unwrap_or(of_type.before),
            after: self.gap_after.unwrap_or(of_type.after),
        }
    }
}

impl Member {
    /// A doctor of whom only the uid is known.
    pub(super) fn without_hours(uid: Uid) -> Self {
        let doctor = Doctor { uid: uid.clone(), ..Default::default() };
        let calendar = Calendar::prepare(
            &doctor,
            Zone::utc(),
            Closures::default(),
            Arc::default(),
            Agenda::default(),
            Places { kind_of: &|_| None, locations: &Locations::default() },
        );
        Self { uid, doctor: Box::new(doctor), calendar, rank: 0, settings: Vec::new() }
    }

    /// The active setting for a type.
    pub(crate) fn setting(&self, kind: TypePlace) -> Option<Setting> {
        let index = self.settings.binary_search_by_key(&kind, |setting| setting.kind).ok()?;
        Some(self.settings[index])
    }
}
