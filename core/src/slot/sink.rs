//! Sinks of the admission pass: what is made of the starts that can be booked (a list, days, yes or no).

use super::range::Bounds;
use crate::prepared::place::LocationPlace;

/// Candidates `first + i · step`; those with bit `i` set can be booked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) first: i64,
    pub(crate) step: i64,
    /// How many candidates there are, at most 63.
    pub(crate) count: u32,
    pub(crate) last: i64,
    pub(crate) free: u64,
    /// Where its window is.
    pub(crate) location: Option<LocationPlace>,
}

/// Takes what can be booked.
pub(crate) trait Sink {
    /// Whether it takes all candidates of all windows, whatever forbids them.
    const ALL: bool = false;

    /// Chunks of one doctor, in order except where windows of different buffers overlap.
    fn free(&mut self, chunk: Chunk, bounds: &mut Bounds);
}

impl Chunk {
    /// The starts that can be booked, in order.
    #[inline]
    pub(crate) fn starts(self) -> impl Iterator<Item = i64> {
        let mut free = self.free;
        std::iter::from_fn(move || {
            let index = i64::from(free.trailing_zeros());
            let some = free != 0;
            free &= free.wrapping_sub(1);
            some.then(|| self.first + index * self.step)
        })
    }
}
