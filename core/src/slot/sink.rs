//! Sinks of the admission pass: what is made of the starts that can be booked (a list, days, yes or no).

use super::range::Bounds;
use crate::prepared::place::LocationPlace;

/// Candidates of a chunk at most: as many as a word has bits.
pub(crate) const CHUNK: usize = 64;

/// Candidates `base + starts[i]`, in order; those with bit `i` set can be booked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk<'a> {
    pub(crate) base: i64,
    pub(crate) starts: &'a [u32; CHUNK],
    pub(crate) free: u64,
    /// Where its windows are.
    pub(crate) location: Option<LocationPlace>,
}

/// Takes what can be booked.
pub(crate) trait Sink {
    /// Whether it takes all candidates of all windows, whatever forbids them.
    const ALL: bool = false;

    /// Chunks of one doctor, none of them empty, in order except where windows of different buffers overlap.
    fn free(&mut self, chunk: Chunk<'_>, bounds: &mut Bounds);
}

impl Chunk<'_> {
    /// The starts that can be booked, in order.
    #[inline]
    pub(crate) fn starts(self) -> impl Iterator<Item = i64> {
        let mut free = self.free;
        std::iter::from_fn(move || {
            let some = free != 0;
            let index = free.trailing_zeros() as usize % CHUNK;
            free &= free.wrapping_sub(1);
            some.then(|| self.base + i64::from(self.starts[index]))
        })
    }

    /// The last of them.
    #[inline]
    pub(crate) fn last(&self) -> i64 {
        self.base + i64::from(self.starts[self.free.ilog2() as usize % CHUNK])
    }
}
