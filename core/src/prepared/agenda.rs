//! What stands in a doctor's way: the blocking appointments of one doctor, in order of their start.

use crate::prepared::place::{AppointmentPlace, TypePlace};
use crate::time::interval::Interval;

/// What blocks until then blocks for good.
pub(crate) const FOR_GOOD: i64 = i64::MAX;

/// An appointment as far as it blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Booking {
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// First instant at which it no longer blocks: the end of a hold, or never.
    pub(crate) blocks_until: i64,
    /// Its type, if it has one.
    pub(crate) kind: Option<TypePlace>,
    /// None where it has no id: stateless use.
    pub(crate) appointment: Option<AppointmentPlace>,
    /// How many seats of its session it takes.
    pub(crate) seats: u16,
}

/// The bookings of one doctor.
///
/// When they are is kept apart from what they are: most questions need the former only, and a clinic's
/// bookings are more than a processor's cache holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agenda {
    // INVARIANT: sorted by (start, kind, appointment), so that the members of a session are neighbours.
    spans: Vec<Interval>,
    /// One for each span; empty if none of them has an id, a type or an end of its blocking.
    notes: Vec<Note>,
    /// For each span, the latest end of it and all before it; empty if that is its own end, as it is unless
    /// bookings overlap.
    reach: Vec<i64>,
    /// For each span, the seats that it takes; empty if all take one.
    seats: Vec<u16>,
    /// How many of the bookings are holds.
    holds: u32,
    /// How many bookings may run at a time; 0 is one.
    places: u32,
}

#[derive(Debug, Clone, Copy)]
struct Note {
    blocks_until: i64,
    kind: Option<TypePlace>,
    appointment: Option<AppointmentPlace>,
}

impl Agenda {
    /// The bookings in any order.
    pub(crate) fn new(mut bookings: Vec<Booking>) -> Self {
        bookings.sort_unstable_by_key(key);
        let spans = bookings.iter().map(|booking| Interval::new(booking.start, booking.end)).collect();
        let notes = bookings.iter().map(Note::of).collect();
        let holds = bookings.iter().filter(|booking| booking.blocks_until != FOR_GOOD).count() as u32;
        let takes_several = bookings.iter().any(|booking| booking.seats > 1);
        let seats = bookings.iter().filter(|_| takes_several).map(|booking| booking.seats).collect();
        let mut agenda = Self { spans, notes, reach: Vec::new(), seats, holds, places: 1 };
        agenda.measure_reach();
        agenda
    }

    /// Bookings of which nothing is known but when they are, in any order.
    pub(crate) fn of_spans(mut spans: Vec<Interval>) -> Self {
        spans.sort_unstable_by_key(|span| span.start);
        let mut agenda = Self { spans, ..Self::default() };
        agenda.measure_reach();
        agenda
    }

    fn measure_reach(&mut self) {
        self.reach.clear();
        if !self.spans.is_sorted_by(|a, b| a.end <= b.end) {
            let mut reach = i64::MIN;
            self.reach.extend(self.spans.iter().map(|span| {
                reach = span.end.max(reach);
                reach
            }));
            self.reach.shrink_to_fit();
        }
    }

    pub(crate) fn insert(&mut self, booking: Booking) {
        let index = self.place(&booking);
        if booking.seats > 1 && self.seats.is_empty() {
            self.seats.resize(self.len(), 1);
        }
        if booking.seats > 1 || !self.seats.is_empty() {
            self.seats.insert(index, booking.seats);
        }
        self.spans.insert(index, Interval::new(booking.start, booking.end));
        self.notes.insert(index, Note::of(&booking));
        self.holds += u32::from(booking.blocks_until != FOR_GOOD);
        let in_order = index.checked_sub(1).is_none_or(|before| self.spans[before].end <= booking.end)
            && self.spans.get(index + 1).is_none_or(|after| booking.end <= after.end);
        if !(self.reach.is_empty() && in_order) {
            self.measure_reach();
        }
    }

    pub(crate) fn remove(&mut self, booking: &Booking) {
        let index = self.place(booking);
        if index < self.len() && self.get(index) == *booking {
            self.spans.remove(index);
            self.notes.remove(index);
            if !self.seats.is_empty() {
                self.seats.remove(index);
            }
            self.holds -= u32::from(booking.blocks_until != FOR_GOOD);
            if !self.reach.is_empty() {
                self.measure_reach();
            }
        }
    }

    /// Where a booking is, or belongs.
    fn place(&self, booking: &Booking) -> usize {
        let from = self.spans.partition_point(|span| span.start < booking.start);
        let same_start = self.notes[from..]
            .iter()
            .zip(&self.spans[from..])
            .take_while(|(_, span)| span.start == booking.start);
        from + same_start
            .take_while(|(note, _)| (note.kind, note.appointment) < (booking.kind, booking.appointment))
            .count()
    }

    /// The same bookings, of which so many may run at a time.
    pub(crate) fn with_places(self, places: usize) -> Self {
        Self { places: places as u32, ..self }
    }

    /// How many bookings may run at a time.
    pub(crate) fn places(&self) -> usize {
        self.places.max(1) as usize
    }

    /// Whether more than one booking may run at a time. There are no groups then: each is a session of its
    /// own.
    pub(crate) fn has_several_places(&self) -> bool {
        self.places > 1
    }

    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// When the bookings are, by start.
    pub(crate) fn spans(&self) -> &[Interval] {
        &self.spans
    }

    /// Whether every booking blocks, whoever asks and whenever, if nobody is excluded.
    pub(crate) fn is_firm(&self) -> bool {
        self.holds == 0
    }

    /// Whether a booking blocks at `now`, for somebody who does not count `excluded`.
    pub(crate) fn blocks(&self, index: usize, now: i64, excluded: Option<AppointmentPlace>) -> bool {
        self.notes.get(index).is_none_or(|note| note.blocks(now, excluded))
    }

    pub(crate) fn get(&self, index: usize) -> Booking {
        let Interval { start, end } = self.spans[index];
        let unknown = Note { blocks_until: FOR_GOOD, kind: None, appointment: None };
        let Note { blocks_until, kind, appointment } = self.notes.get(index).copied().unwrap_or(unknown);
        let seats = self.seats.get(index).copied().unwrap_or(1);
        Booking { start, end, blocks_until, kind, appointment, seats }
    }

    /// The bookings from a place on, by start.
    pub(crate) fn from(&self, index: usize) -> impl Iterator<Item = Booking> + '_ {
        (index..self.len()).map(|index| self.get(index))
    }

    /// The first booking that may still run at `at`.
    #[inline(always)]
    pub(crate) fn first_running_at(&self, at: i64) -> usize {
        let (Some(first), Some(last)) = (self.spans.first(), self.spans.last()) else { return 0 };
        // Bookings are spread about evenly, so a guess touches less memory than a search that halves.
        let guess = (at - first.start) as f64 / (last.start - first.start + 1) as f64 * self.len() as f64;
        self.first_running_near(at, guess as usize)
    }

    /// Whether a booking and all before it have ended by `at`.
    #[inline(always)]
    pub(crate) fn ends_by(&self, index: usize, at: i64) -> bool {
        if self.reach.is_empty() { self.spans[index].end <= at } else { self.reach[index] <= at }
    }

    /// The same, looked for from the place `near` on, in growing steps.
    fn first_running_near(&self, at: i64, near: usize) -> usize {
        let ends_by = |index: usize| self.ends_by(index, at);
        // INVARIANT: all before `from` end by `at`, and from `until` on none.
        let (mut from, mut until) = (0, self.len());
        let mut probe = near.min(self.len());
        let mut step = 1;
        if probe < until && ends_by(probe) {
            from = probe + 1;
            while from < until {
                probe = (from + step - 1).min(until - 1);
                if !ends_by(probe) {
                    until = probe;
                    break;
                }
                from = probe + 1;
                step *= 2;
            }
        } else {
            until = probe;
            while from < until {
                probe = until.saturating_sub(step);
                if ends_by(probe) {
                    from = probe + 1;
                    break;
                }
                until = probe;
                step *= 2;
            }
        }
        while from < until {
            let middle = from + (until - from) / 2;
            if ends_by(middle) { from = middle + 1 } else { until = middle }
        }
        from
    }

    /// The first booking that starts after `at`.
    pub(crate) fn first_starting_after(&self, at: i64) -> usize {
        self.spans.partition_point(|span| span.start <= at)
    }

    /// The bookings that start in an interval.
    pub(crate) fn starting_in(&self, within: Interval) -> impl Iterator<Item = Booking> + '_ {
        let from = self.spans.partition_point(|span| span.start < within.start);
        self.from(from).take_while(move |booking| booking.start < within.end)
    }
}

impl Note {
    fn of(booking: &Booking) -> Self {
        Self { blocks_until: booking.blocks_until, kind: booking.kind, appointment: booking.appointment }
    }

    fn blocks(&self, now: i64, excluded: Option<AppointmentPlace>) -> bool {
        now < self.blocks_until && (excluded.is_none() || self.appointment != excluded)
    }
}

impl Booking {
    /// Whether it blocks at `now`, for somebody who does not count `excluded`.
    pub(crate) fn blocks(&self, now: i64, excluded: Option<AppointmentPlace>) -> bool {
        Note::of(self).blocks(now, excluded)
    }
}

fn key(booking: &Booking) -> (i64, Option<TypePlace>, Option<AppointmentPlace>) {
    (booking.start, booking.kind, booking.appointment)
}
