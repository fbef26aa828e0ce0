//! §4: what takes a doctor's places and seats, with its gaps.

use frontdesk::{Appointment, Uid};

use super::bookings::{Session, span};
use super::definitions::Busy;
use super::desk::Desk;
use super::interval::Interval;
use super::window::Spot;

impl<'a> Desk<'a> {
    /// Seats of one appointment with this doctor.
    pub fn capacity(&self) -> i64 {
        if self.doctor.concurrent_appointments_max > 1 { 1 } else { self.kind.capacity }
    }

    /// Whether no other appointment takes the place of a slot.
    pub(super) fn has_place(&self, slot: Interval, spot: Spot<'_>) -> bool {
        match self.doctor.concurrent_appointments_max {
            1 => self.clashing(slot, spot).is_empty(),
            _ => self.places_full(slot, spot).is_none(),
        }
    }

    /// The first instant that matters to a slot at which all places are taken.
    pub fn places_full(&self, slot: Interval, spot: Spot<'_>) -> Option<i64> {
        let busy = self.busy_times(spot);
        let moments = (self.rules.moments)(slot, &busy).into_iter();
        moments.filter(|at| self.is_full_at(*at, &busy)).min()
    }

    /// From an instant at which all places are taken on, the first at which one is free.
    pub fn free_again(&self, at: i64, spot: Spot<'_>) -> i64 {
        let busy = self.busy_times(spot);
        let ends = busy.iter().map(|busy| busy.span.end + busy.behind).filter(|end| *end > at);
        ends.filter(|end| !self.is_full_at(*end, &busy)).min().unwrap_or(at)
    }

    pub(super) fn is_full_at(&self, at: i64, busy: &[Busy]) -> bool {
        let taken = (self.rules.places_taken)(busy, at);
        (self.rules.is_full)(taken, self.doctor.concurrent_appointments_max)
    }

    /// The blocking appointments, with the gaps to slots of a window that is so.
    pub fn busy_times(&self, spot: Spot<'_>) -> Vec<Busy> {
        self.blocking.iter().map(|appointment| self.busy(appointment, spot)).collect()
    }

    /// What no slot of a window that is so may overlap: each appointment with its gaps or, of a doctor with
    /// several places, the time in which all are taken.
    pub fn taken(&self, spot: Spot<'_>) -> Vec<Busy> {
        let busy = self.busy_times(spot);
        if self.doctor.concurrent_appointments_max == 1 {
            return busy;
        }
        // A slot that ends before one of those that take the last place keeps the gap to it.
        let last = busy.iter().filter(|last| self.is_full_at(last.span.start, &busy));
        let full = last.map(|last| {
            let end = self.free_again(last.span.start, spot);
            Busy { span: Interval { start: last.span.start, end }, behind: 0, ahead: last.ahead }
        });
        full.collect()
    }

    /// What a slot asks for before and after it, in seconds.
    pub fn own_gaps(&self) -> (i64, i64) {
        let (before, after) = (self.rules.own_gaps)(self.kind, self.setting());
        (before * 60, after * 60)
    }

    /// An appointment, with the gaps between it and a slot of a window that is so.
    pub fn busy(&self, other: &Appointment, spot: Spot<'_>) -> Busy {
        let kinds = &self.snapshot.appointment_types;
        let kind = kinds.iter().find(|kind| Some(&kind.uid) == other.appointment_type_uid.as_ref());
        let gaps = kind.map_or((0, 0), |kind| {
            let settings = &self.doctor.appointment_type_settings;
            let setting = settings.iter().find(|setting| setting.appointment_type_uid == kind.uid);
            (self.rules.own_gaps)(kind, setting)
        });
        let ways = match (spot.location, other.location_uid.as_ref()) {
            (Some(here), Some(there)) => {
                ((self.rules.way)(self.snapshot, there, here), (self.rules.way)(self.snapshot, here, there))
            }
            _ => (0, 0),
        };
        self.apart(span(other), (gaps.0 * 60, gaps.1 * 60), spot.buffer, ways)
    }

    /// Blocked time, with the gaps between it and a slot of a window with `buffer`.
    pub fn away(&self, away: Interval, buffer: i64) -> Busy {
        self.apart(away, (0, 0), buffer, (0, 0))
    }

    pub(super) fn apart(
        &self,
        span: Interval,
        (before, after): (i64, i64),
        buffer: i64,
        ways: (i64, i64),
    ) -> Busy {
        let own = self.own_gaps();
        let (behind, ahead) =
            ((self.rules.gap)(buffer, after, own.0, ways.0), (self.rules.gap)(buffer, own.1, before, ways.1));
        Busy { span, behind, ahead }
    }

    /// The session of the type with that start, if there is one.
    pub fn session_at(&self, start: i64) -> Option<&Session<'a>> {
        self.sessions
            .iter()
            .find(|session| session.start() == start && session.type_uid() == Some(&self.kind.uid))
    }

    /// The session with that start, if those of a window somewhere can be of it.
    pub fn session_met(&self, start: i64, location: Option<&Uid>) -> Option<&Session<'a>> {
        self.session_at(start).filter(|session| {
            session.members.iter().all(|member| (self.rules.meets)(self.listed(member), location))
        })
    }

    /// Where an appointment is, if the clinic lists that.
    pub(super) fn listed<'b>(&self, appointment: &'b Appointment) -> Option<&'b Uid> {
        appointment.location_uid.as_ref().filter(|uid| self.rank(Some(uid)).is_some())
    }

    /// The session with that start that has room for those of a window somewhere.
    pub fn joined(&self, start: i64, location: Option<&Uid>) -> Option<&Session<'a>> {
        self.session_met(start, location)
            .filter(|session| (self.rules.has_room)(session.taken, self.seats, self.capacity()))
    }

    /// The blocking appointments with which a slot clashes. It does not with those of the session that it
    /// joins.
    pub fn clashing(&self, slot: Interval, spot: Spot<'_>) -> Vec<&'a Appointment> {
        let joined = self.joined(slot.start, spot.location);
        let others = self.blocking.iter().copied().filter(|appointment| {
            joined.is_none_or(|session| session.members.iter().all(|member| member.uid != appointment.uid))
        });
        others.filter(|appointment| (self.rules.clashes)(slot, self.busy(appointment, spot))).collect()
    }

    /// Seats that a slot with that start leaves to book.
    pub(super) fn seats_left(&self, start: i64) -> i64 {
        // With several places nobody joins anybody: each appointment has the one seat of its own.
        let joined = self.session_at(start).filter(|_| self.doctor.concurrent_appointments_max == 1);
        let taken = joined.map_or(0, |session| session.taken);
        (self.rules.seats_left)(self.capacity(), taken, self.seats)
    }
}
