//! Terms of windows: for which appointment types one is, from when on, and at which location.

use crate::error::{ErrorCode, Path, Result};
use crate::limits::WINDOW_TERMS_PER_DOCTOR_MAX;
use crate::model::availability::ForWhom;
use crate::order::sort_by;
use crate::prepared::locations::Locations;
use crate::prepared::place::{LocationPlace, Place, TermsPlace, TypePlace};
use crate::time::zone::MINUTE;
use crate::wire::uid::Uid;

/// What a window asks for that is not for all at all times, or is somewhere in particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    /// The types that it is for, in order; all if there is none.
    types: Option<Box<[TypePlace]>>,
    /// From so many seconds before a start on, other types are admitted too.
    reserved_until: Option<i64>,
    /// Before so many seconds before a start, nobody is.
    released: Option<i64>,
    pub(crate) location: Option<LocationPlace>,
    /// In order.
    limits: Box<[LimitOfTypes]>,
}

/// Most sessions of some types in one window.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LimitOfTypes {
    pub(crate) most: i64,
    /// In order.
    pub(crate) kinds: Box<[TypePlace]>,
}

/// The places that a clinic has for the types and locations that windows name.
#[derive(Clone, Copy)]
pub(crate) struct Places<'a> {
    pub(crate) kind_of: &'a dyn Fn(&str) -> Option<TypePlace>,
    pub(crate) locations: &'a Locations,
}

/// Why a window does not admit a type at a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAdmitted {
    /// It is for others, until then, or always.
    Reserved { until: Option<i64> },
    /// It is for nobody yet.
    NotReleased { at: i64 },
    /// It is elsewhere.
    Elsewhere(Option<LocationPlace>),
    /// It has as many sessions of some types as it may.
    Full { limit: i64, used: i64 },
}

impl Terms {
    /// The place of what a window says, in a list that it is added to if need be; none if it admits all.
    pub(crate) fn place(whom: ForWhom<'_>, all: &mut Vec<Self>, places: Places<'_>) -> Option<TermsPlace> {
        // More than may be are refused, whatever they are.
        if whom.is_all() || all.len() > WINDOW_TERMS_PER_DOCTOR_MAX {
            return None;
        }
        let kinds = |uids: &[Uid]| {
            let mut kinds: Vec<TypePlace> = uids.iter().filter_map(|uid| (places.kind_of)(uid)).collect();
            kinds.sort_unstable();
            kinds.into_boxed_slice()
        };
        let types = whom.appointment_type_uids.map(kinds);
        let mut limits: Vec<LimitOfTypes> = whom
            .type_limits
            .iter()
            .map(|limit| LimitOfTypes {
                most: limit.appointments,
                kinds: kinds(&limit.appointment_type_uids),
            })
            .collect();
        sort_by(&mut limits, Ord::cmp);
        let seconds = |minutes: Option<i64>| minutes.map(|minutes| minutes.saturating_mul(MINUTE));
        let terms = Self {
            types,
            reserved_until: seconds(whom.reserved_until_minutes_before),
            released: seconds(whom.released_minutes_before),
            location: whom.location_uid.and_then(|uid| places.locations.place(uid)),
            limits: limits.into_boxed_slice(),
        };
        let index = all.iter().position(|other| *other == terms).unwrap_or_else(|| {
            all.push(terms);
            all.len() - 1
        });
        Some(TermsPlace::at(index))
    }

    /// Refuses more than a doctor may have.
    pub(crate) fn check(all: &[Self], path: &Path<'_>) -> Result<()> {
        if all.len() <= WINDOW_TERMS_PER_DOCTOR_MAX {
            return Ok(());
        }
        let (count, limit) = (all.len() as u64, WINDOW_TERMS_PER_DOCTOR_MAX as u64);
        Err(ErrorCode::TooMany { count, limit }.at(path))
    }

    fn are_for(&self, kind: TypePlace) -> bool {
        self.types.as_ref().is_none_or(|types| types.contains(&kind))
    }

    /// Whether a type is ever admitted.
    pub(crate) fn may_admit(&self, kind: TypePlace) -> bool {
        self.are_for(kind) || self.reserved_until.is_some()
    }

    /// The last start at which a type is admitted at `now`: none, or as late as one likes.
    pub(crate) fn latest(&self, kind: TypePlace, now: i64) -> Option<i64> {
        let reserved =
            if self.are_for(kind) { Some(i64::MAX) } else { self.reserved_until.map(|until| now + until) };
        reserved.map(|latest| latest.min(self.released.map_or(i64::MAX, |released| now + released)))
    }

    /// Why a type is not admitted at a start.
    pub(crate) fn against(&self, kind: TypePlace, start: i64, now: i64) -> Option<NotAdmitted> {
        let reserved = !self.are_for(kind) && self.reserved_until.is_none_or(|until| start - until > now);
        if reserved {
            return Some(NotAdmitted::Reserved { until: self.reserved_until.map(|until| start - until) });
        }
        let release = self.released.map(|released| start - released);
        release.filter(|at| *at > now).map(|at| NotAdmitted::NotReleased { at })
    }

    /// The limits that are about a type, the least first.
    pub(crate) fn limits_of(&self, kind: Option<TypePlace>) -> impl Iterator<Item = &LimitOfTypes> {
        self.limits.iter().filter(move |limit| kind.is_some_and(|kind| limit.kinds.contains(&kind)))
    }

    /// The types that it is for.
    pub(crate) fn types(&self) -> &[TypePlace] {
        self.types.as_deref().unwrap_or(&[])
    }
}
