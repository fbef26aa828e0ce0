//! Slots in bulk: rows of sixteen bytes, in memory that is used again.

use super::admit::{Ask, Bounds, Chunk, Scratch, Sink};
use crate::agenda::Agenda;
use crate::limits::SLOTS_MAX;

/// A slot in sixteen bytes. Its end is its start and the duration of the type that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackedSlot {
    /// The start, in Unix seconds.
    pub start_date: i64,
    /// Which of [`Clinic::doctor_uids`](crate::Clinic::doctor_uids), counted from 0.
    pub doctor: u32,
    /// Seats that are left; 1 but for group visits.
    pub seats_left: u32,
}

/// Where packed slots are put. Keep one and hand it in again: a query then allocates nothing.
#[derive(Debug, Clone, Default)]
pub struct SlotBuffer {
    pub(crate) rows: Vec<PackedSlot>,
    pub(crate) scratch: Scratch,
}

impl SlotBuffer {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// The slots of the last query.
    pub fn slots(&self) -> &[PackedSlot] {
        &self.rows
    }
}

/// Collects the slots of one doctor after another.
pub(crate) struct List<'a> {
    rows: &'a mut Vec<PackedSlot>,
    /// Most rows that are wanted in the end, by start and doctor.
    limit: usize,
    /// More rows than this are cut down to `limit`.
    room: usize,
    doctor: u32,
    /// Where the rows of this doctor begin.
    begin: usize,
    /// The last start, and whether all starts came in order.
    last: i64,
    in_order: bool,
    /// For group visits: where to count seats.
    seats: Option<(&'a Agenda, &'a Ask<'a>)>,
}

impl<'a> List<'a> {
    /// Continues `rows` with the slots of a doctor. With a `limit`, the rows are its first slots of all doctors so far.
    pub(crate) fn new(rows: &'a mut Vec<PackedSlot>, limit: Option<usize>, doctor: u32, agenda: &'a Agenda, ask: &'a Ask<'a>) -> Self {
        let begin = rows.len();
        let (limit, room) = limit.map_or((SLOTS_MAX + 1, SLOTS_MAX), |limit| (limit, limit + limit.max(32)));
        let seats = (ask.policy.capacity > 1).then_some((agenda, ask));
        Self { rows, limit, room, doctor, begin, last: i64::MIN, in_order: true, seats }
    }

    /// Sorts this doctor's rows if need be; a start that several windows yield is one slot.
    pub(crate) fn finish(self) {
        if !self.in_order {
            let begin = self.begin.min(self.rows.len());
            self.rows[begin..].sort_unstable();
            dedup_from(self.rows, begin);
        }
    }

    /// More rows than room: the first `limit` are enough, and nothing at or after the last of them is of interest any more.
    #[cold]
    fn cut(&mut self, bounds: &mut Bounds) {
        if self.limit > SLOTS_MAX {
            // Too many for an answer: it is refused, so no more of it is needed.
            bounds.high = i64::MIN;
            return;
        }
        self.rows.sort_unstable();
        dedup_from(self.rows, 0);
        self.rows.truncate(self.limit);
        // The rows of this doctor are no longer together, and those to come do not continue them.
        (self.begin, self.in_order) = (0, false);
        if let (true, Some(last)) = (self.rows.len() == self.limit, self.rows.last()) {
            bounds.high = bounds.high.min(last.start_date);
        }
    }
}

impl Sink for List<'_> {
    #[inline]
    fn free(&mut self, chunk: Chunk, bounds: &mut Bounds) {
        if chunk.first <= self.last {
            self.in_order = false;
        }
        self.last = self.last.max(chunk.last());
        let doctor = self.doctor;
        match self.seats {
            None => self.rows.extend(chunk.starts().map(|start_date| PackedSlot { start_date, doctor, seats_left: 1 })),
            Some((agenda, ask)) => self.rows.extend(chunk.starts().map(|start_date| {
                let taken = agenda.seats_taken(start_date, ask.kind, ask.now, ask.excluded);
                PackedSlot { start_date, doctor, seats_left: ask.policy.capacity - taken }
            })),
        }
        if self.rows.len() > self.room {
            self.cut(bounds);
        }
    }
}

/// Removes repeated rows of `rows[from..]`, which is sorted.
fn dedup_from(rows: &mut Vec<PackedSlot>, from: usize) {
    let mut end = from;
    for index in from..rows.len() {
        if index == from || rows[index] != rows[end - 1] {
            rows[end] = rows[index];
            end += 1;
        }
    }
    rows.truncate(end);
}
