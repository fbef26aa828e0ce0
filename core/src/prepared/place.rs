//! Places of what a clinic holds: each is a type of its own, so that none is taken for another. An `Option`
//! of one takes no more room than the place.

use std::num::NonZeroU32;

/// Where something is in the list that holds it.
pub(crate) trait Place: Copy + Eq {
    /// The place with this index, which is less than the limit of the list.
    fn at(index: usize) -> Self;

    /// Its index in the list.
    fn index(self) -> usize;
}

macro_rules! place {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(NonZeroU32);

        impl Place for $name {
            #[inline(always)]
            fn at(index: usize) -> Self {
                Self(NonZeroU32::MIN.saturating_add(index as u32))
            }

            #[inline(always)]
            fn index(self) -> usize {
                (self.0.get() - 1) as usize
            }
        }
    };
}

place!(TypePlace, "The place of an appointment type in its clinic.");
place!(DoctorPlace, "The place of a doctor in its clinic.");
place!(AppointmentPlace, "The place of an appointment in its clinic.");
