//! The places of a doctor who sees several patients at a time, in one future.

/// The places of a doctor, and when those who have one leave.
#[derive(Debug, Clone)]
pub(crate) struct Seats {
    places: usize,
    /// Whether the doctor sees several at a time, or does so now with fewer places than before.
    is_several: bool,
    /// When those who are there leave, in order.
    ends: Vec<f64>,
}

impl Seats {
    /// So many places for a doctor with so many patients beside the first.
    pub(crate) fn new(places: usize, beside: usize) -> Self {
        Self { places, is_several: places > 1 || beside > 0, ends: Vec::new() }
    }

    /// Whether there may be several patients at a time. Of other doctors nothing is kept here.
    #[inline]
    pub(crate) fn are_several(&self) -> bool {
        self.is_several
    }

    /// Those who are there at the start of a future, and nobody else. When a place is free, if none is.
    pub(crate) fn fill(&mut self, ends: impl Iterator<Item = f64>) -> Option<f64> {
        self.ends.clear();
        self.ends.extend(ends);
        self.ends.sort_unstable_by(f64::total_cmp);
        self.full_until()
    }

    /// Somebody takes a place until `end`. When one is free again, if none is.
    pub(crate) fn take(&mut self, end: f64) -> Option<f64> {
        let place = self.ends.partition_point(|other| *other <= end);
        self.ends.insert(place, end);
        self.full_until()
    }

    /// Who is done by `at` leaves. Whether somebody did.
    pub(crate) fn leave(&mut self, at: f64) -> bool {
        let done = self.ends.partition_point(|end| *end <= at);
        self.ends.drain(..done);
        done > 0
    }

    /// When a place is free, or another one; infinite if nobody is there.
    pub(crate) fn next_free(&self) -> f64 {
        let place = self.ends.len().saturating_sub(self.places);
        self.ends.get(place).copied().unwrap_or(f64::INFINITY)
    }

    /// There may be more than there are places for: nobody follows the first of those who leave.
    fn full_until(&self) -> Option<f64> {
        self.ends.len().checked_sub(self.places).map(|place| self.ends[place])
    }
}
