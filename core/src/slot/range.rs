//! Which starts are wanted, and whether the clock is known for them.

use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{DOCTOR_DAYS_MAX, RANGE_DAYS_MAX};
use crate::model::check;
use crate::time::instant::Instant;
use crate::time::zone::{DAY, Zone};

/// Starts in `[low, high)` are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) low: i64,
    pub(crate) high: i64,
    /// Starts before this are not wanted either, as long as starts come in order.
    pub(crate) skip: i64,
}

/// A range of starts that has been checked.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// The field of the question that names its end.
    pub(crate) field: &'static str,
}

impl Range {
    /// That of one start, which the field `start_date` names.
    pub(super) fn only(start: i64) -> Self {
        Self { from: start, to: start + 1, field: "start_date" }
    }

    pub(crate) fn new(from: Instant, to: Instant) -> Result<Self> {
        let root = Path::Root;
        let (from, to) = both(from.checked(&root.field("from")), to.checked(&root.field("to")))?;
        let range = Self { from, to, field: "to" };
        let path = root.field("to");
        if range.to <= range.from {
            return Err(ErrorCode::EmptyInterval { start: range.from, end: range.to }.at(&path));
        }
        check::count(range.days() as usize, RANGE_DAYS_MAX as usize, &path)?;
        Ok(range)
    }

    /// Days that the range touches, about.
    pub(super) fn days(self) -> i64 {
        (self.to - self.from + DAY - 1) / DAY
    }

    /// Refuses ranges over so many doctors that walking them all would take too long.
    pub(crate) fn check_work(self, doctors: usize) -> Result<()> {
        check::count(self.days() as usize * doctors, DOCTOR_DAYS_MAX, &Path::Root.field("to"))
    }
}

/// Refuses to answer by a zone that the caller's data does not cover: the last offset may no longer hold.
/// `field` is what asks for more.
pub(crate) fn check_coverage(zone: &Zone, bounds: Bounds, field: &str) -> Result<()> {
    // A slot ends at most a day after the last start, and its date a day later.
    match zone.covers_until() {
        Some(end) if bounds.low < bounds.high && bounds.high + 2 * DAY > end.0 => {
            Err(ErrorCode::TimezoneDataEnds { timezone: zone.name().to_owned(), covers_until: end.0 }
                .at(&Path::Root.field(field)))
        }
        _ => Ok(()),
    }
}
