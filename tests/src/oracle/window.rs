//! A window of the oracle.

use std::collections::BTreeSet;

use frontdesk::Uid;

use super::interval::Interval;

/// A window of a doctor on a local date, after merging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The number of the date to which it belongs.
    pub date: i64,
    /// From its start, where its grid is anchored, to its end. Validity and blocked intervals have no say.
    pub span: Interval,
    /// Least gap between two appointments in it, in seconds.
    pub buffer: i64,
    /// For whom it is, and from when on.
    pub terms: Terms,
    /// What validity leaves of its parts.
    pub open: Vec<Interval>,
}

/// For whom a window is, and from when on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The types that it is for; all if there is none.
    pub types: Option<BTreeSet<Uid>>,
    /// From so many minutes before a start on it is for other types too.
    pub reserved_until: Option<i64>,
    /// Earlier than so many minutes before a start it is for nobody.
    pub released: Option<i64>,
    /// Where it is.
    pub location: Option<Uid>,
    /// Most sessions of some types in it.
    pub limits: BTreeSet<(BTreeSet<Uid>, i64)>,
}

/// What of a window decides how far from others its slots are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot<'a> {
    /// Least gap between two appointments in it, in seconds.
    pub buffer: i64,
    /// Where it is.
    pub location: Option<&'a Uid>,
}

impl Window {
    /// Its buffer and its location.
    pub fn spot(&self) -> Spot<'_> {
        Spot { buffer: self.buffer, location: self.terms.location.as_ref() }
    }
}

impl Spot<'_> {
    /// Nowhere, with a buffer.
    pub fn nowhere(buffer: i64) -> Self {
        Self { buffer, location: None }
    }
}
