//! Places of what a clinic holds: each is a type of its own, so that none is taken for another. An `Option`
//! of one takes no more room than the place.

use std::num::{NonZeroU16, NonZeroU32};

/// Where something is in the list that holds it.
pub(crate) trait Place: Copy + Eq {
    /// The place with this index, which is less than the limit of the list.
    fn at(index: usize) -> Self;

    /// Its index in the list.
    fn index(self) -> usize;
}

macro_rules! place {
    ($name:ident, $number:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name($number);

        impl Place for $name {
            #[inline(always)]
            fn at(index: usize) -> Self {
                Self($number::MIN.saturating_add(index as _))
            }

            #[inline(always)]
            fn index(self) -> usize {
                (self.0.get() - 1) as usize
            }
        }
    };
}

place!(TypePlace, NonZeroU32, "The place of an appointment type in its clinic.");
place!(DoctorPlace, NonZeroU32, "The place of a doctor in its clinic.");
place!(AppointmentPlace, NonZeroU32, "The place of an appointment in its clinic.");
place!(LocationPlace, NonZeroU16, "The place of a location in its clinic.");
place!(TermsPlace, NonZeroU16, "The place of a window's terms among its doctor's.");

impl LocationPlace {
    /// As rows of slots have it: counted from 1, and 0 for none.
    #[inline(always)]
    pub(crate) fn number(place: Option<Self>) -> u16 {
        place.map_or(0, |place| place.0.get())
    }

    /// The place that a row of slots has.
    pub(crate) fn numbered(number: u16) -> Option<Self> {
        NonZeroU16::new(number).map(Self)
    }
}
