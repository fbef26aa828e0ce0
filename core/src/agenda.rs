//! What stands in a doctor's way: the blocking appointments of one doctor, in order of their start.

/// The kind of an appointment without a type.
pub(crate) const NO_KIND: u32 = u32::MAX;
/// The appointment of a booking that has no id: stateless use.
pub(crate) const NO_APPOINTMENT: u32 = u32::MAX;

/// An appointment as far as it blocks. Who may count it as absent, and from when on, is in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Booking {
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// First instant at which it no longer blocks: the end of a hold, or never.
    pub(crate) blocks_until: i64,
    /// Its type, as the clinic numbers them.
    pub(crate) kind: u32,
    /// Its place among the clinic's appointments.
    pub(crate) appointment: u32,
}

/// The bookings of one doctor.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agenda {
    // INVARIANT: sorted by (start, kind, appointment), so that the members of a session are neighbours.
    bookings: Vec<Booking>,
    /// For each, the latest end of it and all before it. Apart, because a search touches little else.
    reach: Vec<i64>,
}

/// The appointments of one type that start together: one visit, with one or more seats taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) start: i64,
    pub(crate) kind: u32,
    pub(crate) seats: u32,
    /// Length of its longest member, in seconds.
    pub(crate) length: i64,
}

impl Agenda {
    pub(crate) fn new(mut bookings: Vec<Booking>) -> Self {
        bookings.shrink_to_fit();
        bookings.sort_unstable_by_key(key);
        let running_maximum = |reach: &mut i64, booking: &Booking| {
            *reach = booking.end.max(*reach);
            Some(*reach)
        };
        let reach = bookings.iter().scan(i64::MIN, running_maximum).collect();
        Self { bookings, reach }
    }

    pub(crate) fn bookings(&self) -> &[Booking] {
        &self.bookings
    }

    /// For each booking, the latest end of it and all before it.
    pub(crate) fn reach(&self) -> &[i64] {
        &self.reach
    }

    pub(crate) fn insert(&mut self, booking: Booking) {
        let index = self.bookings.partition_point(|other| key(other) < key(&booking));
        self.bookings.insert(index, booking);
        self.reach.insert(index, i64::MIN);
        self.reach_from(index);
    }

    pub(crate) fn remove(&mut self, booking: &Booking) {
        if let Ok(index) = self.bookings.binary_search_by_key(&key(booking), key) {
            self.bookings.remove(index);
            self.reach.remove(index);
            self.reach_from(index);
        }
    }

    /// Restores `reach` after the booking at `index` came or went.
    fn reach_from(&mut self, index: usize) {
        let mut reach = index.checked_sub(1).map_or(i64::MIN, |before| self.reach[before]);
        for (place, booking) in self.bookings.iter().enumerate().skip(index) {
            reach = reach.max(booking.end);
            if place > index && self.reach[place] == reach {
                break;
            }
            self.reach[place] = reach;
        }
    }

    /// The first booking that may still run at `at`.
    pub(crate) fn first_running_at(&self, at: i64) -> usize {
        self.reach.partition_point(|reach| *reach <= at)
    }

    /// The sessions that start in `[from, to)` and block at `now`, but for one appointment.
    pub(crate) fn sessions(&self, from: i64, to: i64, now: i64, excluded: u32) -> Sessions<'_> {
        let place = |at: i64| self.bookings.partition_point(|booking| booking.start < at);
        let (low, high) = (place(from), place(to));
        Sessions { bookings: &self.bookings[low..high.max(low)], now, excluded }
    }

    /// The seats taken in the session of `kind` at `start`.
    pub(crate) fn seats_taken(&self, start: i64, kind: u32, now: i64, excluded: u32) -> u32 {
        self.sessions(start, start + 1, now, excluded).filter(|session| session.kind == kind).map(|session| session.seats).sum()
    }
}

impl Booking {
    /// Whether it blocks at `now`, for somebody who does not count `excluded`.
    pub(crate) fn blocks(&self, now: i64, excluded: u32) -> bool {
        now < self.blocks_until && (self.appointment != excluded || excluded == NO_APPOINTMENT)
    }
}

fn key(booking: &Booking) -> (i64, u32, u32) {
    (booking.start, booking.kind, booking.appointment)
}

/// See [`Agenda::sessions`].
pub(crate) struct Sessions<'a> {
    bookings: &'a [Booking],
    now: i64,
    excluded: u32,
}

impl Iterator for Sessions<'_> {
    type Item = Session;

    fn next(&mut self) -> Option<Session> {
        let mut session: Option<Session> = None;
        while let Some((booking, rest)) = self.bookings.split_first() {
            if booking.blocks(self.now, self.excluded) {
                match &mut session {
                    None => {
                        session = Some(Session { start: booking.start, kind: booking.kind, seats: 1, length: booking.end - booking.start })
                    }
                    Some(open) if (open.start, open.kind) == (booking.start, booking.kind) => {
                        open.seats += 1;
                        open.length = open.length.max(booking.end - booking.start);
                    }
                    Some(_) => break,
                }
            }
            self.bookings = rest;
        }
        session
    }
}
