//! The doctors that a question names.

use crate::clinic::{Clinic, Member};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::wire::uid::Uid;

/// The doctors asked for, as ranks in order.
#[derive(Clone)]
pub(crate) enum Doctors {
    All,
    /// The most frequent question, which should cost no allocation.
    One([u32; 1]),
    Some(Vec<u32>),
}

impl Doctors {
    /// Those of the field `doctor_uids`: all if it is null.
    pub(crate) fn new(clinic: &Clinic, doctor_uids: Option<&[Uid]>) -> Result<Self> {
        let root = Path::Root;
        let list = root.field("doctor_uids");
        let not_found = |index: usize, uid: &Uid| {
            ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&list.index(index))
        };
        let rank = |index: usize, uid: &Uid| clinic.rank_of(uid).ok_or_else(|| not_found(index, uid));
        Ok(match doctor_uids {
            None => Self::All,
            Some([uid]) => Self::One([rank(0, uid)?]),
            Some(uids) => {
                let mut ranks = Vec::with_capacity(uids.len());
                Faults::of(|faults| {
                    let ranked = uids.iter().enumerate().map(|(index, uid)| rank(index, uid));
                    ranks.extend(ranked.filter_map(|rank| faults.note(rank)));
                })?;
                ranks.sort_unstable();
                ranks.dedup();
                Self::Some(ranks)
            }
        })
    }

    pub(crate) fn count(&self, clinic: &Clinic) -> usize {
        match self {
            Self::All => clinic.ranks().len(),
            Self::One(ranks) => ranks.len(),
            Self::Some(ranks) => ranks.len(),
        }
    }

    /// In order, with their ranks.
    pub(crate) fn members<'a>(&self, clinic: &'a Clinic) -> impl Iterator<Item = (u32, &'a Member)> {
        (0..self.count(clinic)).map(move |index| {
            let rank = match self {
                Self::All => index as u32,
                Self::One(ranks) => ranks[index],
                Self::Some(ranks) => ranks[index],
            };
            (rank, clinic.member_at(clinic.ranks()[rank as usize]))
        })
    }
}
