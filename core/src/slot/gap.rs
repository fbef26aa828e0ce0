//! How far apart two appointments of a doctor are: the greatest of what the window, the first and the second
//! ask for, and of the way between them.

use crate::clinic::{Clinic, Member};
use crate::prepared::agenda::Booking;
use crate::prepared::place::LocationPlace;
use crate::prepared::policy::Gaps;
use crate::time::interval::Interval;

/// The least gaps between a slot and what lies before and after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gap {
    /// From the end of what is before to the start of the slot.
    pub(super) behind: i64,
    /// From the end of the slot to the start of what is after.
    pub(super) ahead: i64,
}

/// Where the gaps of bookings are looked up: those of their types, and the ways to where they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GapsOfBookings<'a> {
    clinic: &'a Clinic,
    member: &'a Member,
    /// None of them is greater.
    pub(super) most: i64,
}

impl Gap {
    /// That to what asks for none itself, in a window with a buffer.
    pub(super) fn of(buffer: i64, own: Gaps) -> Self {
        Self { behind: buffer.max(own.before), ahead: buffer.max(own.after) }
    }

    /// The greater one on either side of something that asks for gaps itself.
    pub(super) fn beside(self, other: Gaps) -> Self {
        Self { behind: self.behind.max(other.after), ahead: self.ahead.max(other.before) }
    }

    /// Something with gaps of its own, as much longer as these are greater.
    #[inline]
    pub(super) fn lengthened(self, busy: Interval, own: Gaps) -> Interval {
        let Self { behind, ahead } = self.beside(own);
        Interval::new(busy.start - (ahead - self.ahead), busy.end + (behind - self.behind))
    }

    /// What a slot must not touch of something and its gaps.
    pub(super) fn around(self, busy: Interval) -> Interval {
        Interval::new(busy.start - self.ahead, busy.end + self.behind)
    }
}

impl<'a> GapsOfBookings<'a> {
    /// Those of a clinic's bookings with a doctor, if any type has one or any way takes time.
    pub(super) fn new(clinic: &'a Clinic, member: &'a Member) -> Option<Self> {
        let most = clinic.gap_most();
        (most > 0).then_some(Self { clinic, member, most })
    }

    /// Those of a booking, for a slot at a location.
    pub(super) fn of(self, booking: &Booking, location: Option<LocationPlace>) -> Gaps {
        let gaps = booking.kind.map_or(Gaps::default(), |kind| self.clinic.gaps_of(kind, self.member));
        let Some((here, there)) = location.zip(self.clinic.location_of(booking)) else { return gaps };
        let locations = self.clinic.locations_by_place();
        Gaps {
            before: gaps.before.max(locations.between(here, there)),
            after: gaps.after.max(locations.between(there, here)),
        }
    }
}
