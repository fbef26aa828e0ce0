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

/// A booking, and the latest end of it and all before it: where to start looking.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) booking: Booking,
    pub(crate) reach: i64,
}

/// The bookings of one doctor.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agenda {
    // INVARIANT: sorted by (start, kind, appointment), so that the members of a session are neighbours; `reach` is the
    // running maximum of `end`.
    rows: Vec<Row>,
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
    pub(crate) fn new(bookings: impl IntoIterator<Item = Booking>) -> Self {
        let mut rows: Vec<Row> = bookings.into_iter().map(|booking| Row { booking, reach: booking.end }).collect();
        rows.shrink_to_fit();
        rows.sort_unstable_by_key(|row| key(&row.booking));
        let mut reach = i64::MIN;
        for row in &mut rows {
            reach = reach.max(row.booking.end);
            row.reach = reach;
        }
        Self { rows }
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(crate) fn insert(&mut self, booking: Booking) {
        let index = self.rows.partition_point(|row| key(&row.booking) < key(&booking));
        self.rows.insert(index, Row { booking, reach: i64::MIN });
        self.reach_from(index);
    }

    pub(crate) fn remove(&mut self, booking: &Booking) {
        if let Ok(index) = self.rows.binary_search_by_key(&key(booking), |row| key(&row.booking)) {
            self.rows.remove(index);
            self.reach_from(index);
        }
    }

    /// Restores `reach` after the row at `index` came or went.
    fn reach_from(&mut self, index: usize) {
        let mut reach = index.checked_sub(1).map_or(i64::MIN, |before| self.rows[before].reach);
        for (distance, row) in self.rows[index..].iter_mut().enumerate() {
            reach = reach.max(row.booking.end);
            if distance > 0 && row.reach == reach {
                break;
            }
            row.reach = reach;
        }
    }

    /// The first row that may still run at `at`.
    pub(crate) fn first_running_at(&self, at: i64) -> usize {
        self.rows.partition_point(|row| row.reach <= at)
    }

    /// The sessions that start in `[from, to)` and block at `now`, but for one appointment.
    pub(crate) fn sessions(&self, from: i64, to: i64, now: i64, excluded: u32) -> Sessions<'_> {
        let (low, high) =
            (self.rows.partition_point(|row| row.booking.start < from), self.rows.partition_point(|row| row.booking.start < to));
        Sessions { rows: &self.rows[low..high.max(low)], now, excluded }
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
    rows: &'a [Row],
    now: i64,
    excluded: u32,
}

impl Iterator for Sessions<'_> {
    type Item = Session;

    fn next(&mut self) -> Option<Session> {
        let mut session: Option<Session> = None;
        while let Some((Row { booking, .. }, rest)) = self.rows.split_first() {
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
            self.rows = rest;
        }
        session
    }
}
