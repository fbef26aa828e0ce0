//! What is asked of one doctor, and what follows from it: the starts that are wanted, steps and gaps.

use super::gap::{Gap, GapsOfBookings};
use super::limit::OfClinic;
use super::range::Bounds;
use super::times::Times;
use crate::clinic::Clinic;
use crate::limits::INSTANT_MAX;
use crate::model::grid::GridMode;
use crate::prepared::agenda::{Agenda, Booking};
use crate::prepared::calendar::Calendar;
use crate::prepared::place::{AppointmentPlace, LocationPlace, TypePlace};
use crate::prepared::policy::{Gaps, GridPolicy, Policy};
use crate::time::interval::Interval;
use crate::time::zone::next_multiple;

/// What is asked of a doctor.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) grid: GridPolicy,
    /// The type. None where the question is not about one: every window admits that, and it joins no session.
    pub(crate) kind: Option<TypePlace>,
    /// Seats of one appointment with this doctor.
    pub(crate) capacity: u32,
    /// How many of them are asked for.
    pub(crate) seats: u32,
    /// Length of the slot, in seconds.
    pub(crate) duration: i64,
    pub(crate) now: i64,
    /// The first start that keeps the booking notice that holds for this doctor.
    pub(crate) earliest: i64,
    /// The last start inside the horizon, of a slot that ends in the engine's time.
    pub(crate) latest: i64,
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// The appointment that does not count.
    pub(crate) excluded: Option<AppointmentPlace>,
    /// Those of the type with this doctor.
    pub(crate) gaps: Gaps,
    /// Those of what is booked, if types have any.
    pub(crate) gaps_of_bookings: Option<GapsOfBookings<'a>>,
    /// When the patient has something else, by start.
    pub(crate) patient: &'a [Interval],
    /// Only windows at these locations count, if any are named.
    pub(crate) locations: Option<&'a [LocationPlace]>,
    /// The weekday with which weeks start.
    pub(crate) week_starts_on: i64,
    /// What the type may have with all doctors, if that is limited.
    pub(crate) of_clinic: Option<&'a OfClinic<'a>>,
    /// The starts at which the patient has all appointments that may be, by start.
    pub(crate) patient_full: &'a [Interval],
    /// The clinic, if it has locations: it knows where appointments are.
    pub(crate) located: Option<&'a Clinic>,
    /// At which times of the day it should be, if not at any.
    pub(crate) times: Option<Times<'a>>,
}

/// The last start of a slot of this length that ends in the engine's time, and inside a horizon if there is
/// one.
pub(crate) fn last_start(duration: i64, horizon: Option<i64>) -> i64 {
    let last = INSTANT_MAX - 1 - duration;
    horizon.map_or(last, |horizon| last.min(horizon))
}

impl Ask<'_> {
    /// The starts that range, notice and horizon leave.
    pub(crate) fn bounds(&self) -> Bounds {
        Bounds { low: self.from.max(self.earliest), high: self.to.min(self.latest + 1), skip: i64::MIN }
    }

    /// From one start to the next in a window with this buffer.
    pub(crate) fn step(&self, buffer: i64) -> i64 {
        self.grid.step.unwrap_or(self.duration + buffer.max(self.gaps.before).max(self.gaps.after))
    }

    /// The gaps to what asks for none itself, in a window with this buffer.
    pub(super) fn gap(&self, buffer: i64) -> Gap {
        Gap::of(buffer, self.gaps)
    }

    /// The gaps to a booking, of a slot in a window with this buffer and location.
    pub(super) fn gap_to(&self, booking: &Booking, (buffer, location): (i64, Option<LocationPlace>)) -> Gap {
        self.gap_beside(self.gap(buffer), booking, location)
    }

    /// The gaps to a booking, where they are so to what asks for none itself.
    pub(super) fn gap_beside(&self, gap: Gap, booking: &Booking, location: Option<LocationPlace>) -> Gap {
        self.gaps_of_bookings.map_or(gap, |gaps| gap.beside(gaps.of(booking, location)))
    }

    /// Whether a session of which so many seats are taken has room.
    pub(super) fn has_room(&self, taken: u32) -> bool {
        taken.saturating_add(self.seats) <= self.capacity
    }

    /// Whether windows at a location count.
    pub(super) fn is_at(&self, location: Option<LocationPlace>) -> bool {
        let contain = |locations: &[LocationPlace]| location.is_some_and(|place| locations.contains(&place));
        self.locations.is_none_or(contain)
    }

    /// Whether the session of the type at a start can be joined at a location: no member of it is at another
    /// one.
    pub(super) fn joins_at(&self, agenda: &Agenda, start: i64, location: Option<LocationPlace>) -> bool {
        let Some(clinic) = self.located.filter(|_| location.is_some()) else { return true };
        let mut members = agenda.members(start, self.kind, self.now, self.excluded);
        members.all(|member| {
            let there = clinic.location_of(&member);
            there.is_none() || there == location
        })
    }

    /// No gap to a booking is greater, in a window with this buffer.
    pub(super) fn gap_most(&self, buffer: i64) -> i64 {
        let Gap { behind, ahead } = self.gap(buffer);
        behind.max(ahead).max(self.gaps_of_bookings.map_or(0, |gaps| gaps.most))
    }

    /// The anchor of a window's grid, in the modes that have one.
    pub(crate) fn anchor(&self, calendar: &Calendar, window_start: i64) -> i64 {
        match self.grid.mode {
            GridMode::Window | GridMode::Packed | GridMode::Adjacent => window_start,
            GridMode::Clock => calendar.zone.next_aligned(window_start, self.grid.align_minutes),
        }
    }

    /// The same on a clock that does not change, by seconds since some midnight.
    pub(super) fn anchor_by_clock(&self, window_start: i64) -> i64 {
        match self.grid.mode {
            GridMode::Window | GridMode::Packed | GridMode::Adjacent => window_start,
            GridMode::Clock => next_multiple(window_start, self.grid.align_minutes),
        }
    }
}
