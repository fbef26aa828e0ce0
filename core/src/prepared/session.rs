//! Sessions: the bookings of an [`Agenda`] of one type that start together. A group visit is one, however
//! many come to it. [`slot`](crate::slot) asks for them where it matters what a booking is.

use crate::prepared::agenda::{Agenda, Booking};
use crate::prepared::place::{AppointmentPlace, TypePlace};

/// The appointments of one type that start together: one visit, with one or more seats taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) start: i64,
    pub(crate) kind: Option<TypePlace>,
    pub(crate) seats: u32,
    /// Length of its longest member, in seconds.
    pub(crate) length: i64,
}

impl Agenda {
    /// The sessions that start in `[from, to)` and block at `now`, but for one appointment.
    pub(crate) fn sessions(
        &self,
        from: i64,
        to: i64,
        now: i64,
        excluded: Option<AppointmentPlace>,
    ) -> Sessions<'_> {
        let place = |at: i64| self.spans().partition_point(|span| span.start < at);
        Sessions { agenda: self, next: place(from), end: place(to), now, excluded }
    }

    /// The session of `kind` at `start`, if there is one.
    pub(crate) fn session_at(
        &self,
        start: i64,
        kind: Option<TypePlace>,
        now: i64,
        excluded: Option<AppointmentPlace>,
    ) -> Option<Session> {
        self.sessions(start, start + 1, now, excluded).find(|session| session.kind == kind)
    }

    /// Who takes part in the session of `kind` at `start`.
    pub(crate) fn members(
        &self,
        start: i64,
        kind: Option<TypePlace>,
        now: i64,
        excluded: Option<AppointmentPlace>,
    ) -> impl Iterator<Item = Booking> + '_ {
        let from = self.spans().partition_point(|span| span.start < start);
        let together = self.from(from).take_while(move |booking| booking.start == start);
        together.filter(move |booking| booking.kind == kind && booking.blocks(now, excluded))
    }

    /// The seats taken in the session of `kind` at `start`.
    pub(crate) fn seats_taken(
        &self,
        start: i64,
        kind: Option<TypePlace>,
        now: i64,
        excluded: Option<AppointmentPlace>,
    ) -> u32 {
        self.session_at(start, kind, now, excluded).map_or(0, |session| session.seats)
    }
}

/// See [`Agenda::sessions`].
pub(crate) struct Sessions<'a> {
    agenda: &'a Agenda,
    next: usize,
    end: usize,
    now: i64,
    excluded: Option<AppointmentPlace>,
}

impl Iterator for Sessions<'_> {
    type Item = Session;

    fn next(&mut self) -> Option<Session> {
        let mut session: Option<Session> = None;
        while self.next < self.end {
            let booking = self.agenda.get(self.next);
            if booking.blocks(self.now, self.excluded) {
                let length = booking.end - booking.start;
                match &mut session {
                    None => {
                        let (start, kind, seats) = (booking.start, booking.kind, u32::from(booking.seats));
                        session = Some(Session { start, kind, seats, length });
                    }
                    Some(open)
                        if (open.start, open.kind) == (booking.start, booking.kind)
                            && !self.agenda.has_several_places() =>
                    {
                        open.seats = open.seats.saturating_add(u32::from(booking.seats));
                        open.length = open.length.max(length);
                    }
                    Some(_) => break,
                }
            }
            self.next += 1;
        }
        session
    }
}
