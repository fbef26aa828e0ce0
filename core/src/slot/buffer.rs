//! Slots in bulk: rows of sixteen bytes, in memory that is used again.

use super::admit::Scratch;
use super::ask::Ask;
use super::range::Bounds;
use super::sink::{CHUNK, Chunk, Sink};
use crate::limits::SLOTS_MAX;
use crate::prepared::agenda::Agenda;
use crate::prepared::place::LocationPlace;

/// A slot in sixteen bytes. Its end is its start and [`SlotBuffer::duration_seconds_of`] it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct PackedSlot {
    /// The start, in Unix seconds.
    pub start_date: i64,
    /// Which of [`Clinic::doctor_uids`](crate::clinic::Clinic::doctor_uids), counted from 0.
    pub doctor: u32,
    /// Which of [`Clinic::locations`](crate::clinic::Clinic::locations), counted from 1; 0 for none.
    pub location: u16,
    /// Seats that are left; 1 but for group visits.
    pub seats_left: u16,
}

/// Where packed slots are put. Keep one and hand it in again: a query then allocates nothing.
#[derive(Debug, Clone, Default)]
pub struct SlotBuffer {
    pub(crate) rows: Rows,
    /// Of each slot, in seconds, but for those of doctors who take another time.
    pub(crate) duration: i64,
    /// The doctors who do, in order, and how long they take.
    pub(crate) own_durations: Vec<(u32, i64)>,
    pub(crate) scratch: Scratch,
}

impl SlotBuffer {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// The slots of the last query.
    pub fn slots(&self) -> &[PackedSlot] {
        self.rows.as_slice()
    }

    /// How long each of them is, but for those of doctors whose settings say otherwise.
    pub fn duration_seconds(&self) -> i64 {
        self.duration
    }

    /// Whether all are as long.
    pub fn is_of_one_length(&self) -> bool {
        self.own_durations.is_empty()
    }

    /// How long a slot of the last query is.
    pub fn duration_seconds_of(&self, slot: &PackedSlot) -> i64 {
        let own = self.own_durations.binary_search_by_key(&slot.doctor, |(doctor, _)| *doctor);
        own.map_or(self.duration, |index| self.own_durations[index].1)
    }
}

/// Rows, and room behind them that has been initialised once and can be written to without asking.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    // INVARIANT: `filled` is at most the length.
    rows: Vec<PackedSlot>,
    filled: usize,
    /// Room to sort in.
    keys: Vec<u64>,
    spare: Vec<PackedSlot>,
}

/// Rows that are written at a time.
const AT_A_TIME: usize = 4;
/// Room for a chunk, and for what is written behind its last row.
const ROOM: usize = CHUNK + AT_A_TIME;

impl Rows {
    pub(crate) fn clear(&mut self) {
        self.filled = 0;
    }

    /// Whether there has never been a row.
    pub(crate) fn is_fresh(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.filled
    }

    pub(crate) fn as_slice(&self) -> &[PackedSlot] {
        &self.rows[..self.filled]
    }

    /// Orders rows by start, and leaves those of the same start in the order in which they are. That is the
    /// order by doctor, as they come doctor by doctor.
    pub(crate) fn sort_by_start(&mut self) {
        let (rows, keys, spare) = (&mut self.rows[..self.filled], &mut self.keys, &mut self.spare);
        if rows.is_sorted() {
            return;
        }
        // Sorting eight bytes each is several times as fast as sorting rows: the start, counted from the
        // first, and the place. Both fit in half of them, since a range is at most ten years long.
        let base = rows.iter().fold(i64::MAX, |base, row| row.start_date.min(base));
        keys.clear();
        keys.extend(
            rows.iter().zip(0_u64..).map(|(row, place)| ((row.start_date - base) as u64) << 32 | place),
        );
        keys.sort_unstable();
        let place = |key: &u64| (key & u64::from(u32::MAX)) as usize;
        spare.clear();
        spare.extend(keys.iter().map(|key| rows[place(key)]));
        rows.copy_from_slice(spare);
    }

    pub(crate) fn truncate(&mut self, count: usize) {
        self.filled = self.filled.min(count);
    }

    /// Makes room for `count` more rows.
    #[cold]
    pub(crate) fn reserve(&mut self, count: usize) {
        if self.rows.len() < self.filled + count + ROOM {
            self.rows.resize(self.filled + count + ROOM, PackedSlot::default());
        }
    }

    /// Writes the candidates of a chunk that can be booked.
    #[inline(always)]
    fn append(&mut self, chunk: &Chunk<'_>, meta: u64) {
        if self.filled + ROOM > self.rows.len() {
            self.reserve(self.filled.max(ROOM));
        }
        let Some(room) = self.rows[self.filled..].first_chunk_mut::<ROOM>() else { return };
        let (mut free, mut next) = (chunk.free, 0);
        while free != 0 {
            // Some at a time, of which the last may be none: there is room for them.
            for row in room[next % CHUNK..].iter_mut().take(AT_A_TIME) {
                let start = chunk.starts[free.trailing_zeros() as usize % CHUNK];
                *row = PackedSlot {
                    start_date: chunk.base + i64::from(start),
                    doctor: meta as u32,
                    location: (meta >> 32) as u16,
                    seats_left: (meta >> 48) as u16,
                };
                free &= free.wrapping_sub(1);
            }
            next += AT_A_TIME;
        }
        self.filled += chunk.free.count_ones() as usize;
    }

    /// Says of the rows from `begin` on how many seats are left.
    #[inline(never)]
    fn count_seats(&mut self, begin: usize, agenda: &Agenda, ask: &Ask<'_>) {
        for row in &mut self.rows[begin..self.filled] {
            let taken = agenda.seats_taken(row.start_date, ask.kind, ask.now, ask.excluded);
            // No more than `CAPACITY_MAX`.
            row.seats_left = ask.capacity.saturating_sub(taken) as u16;
        }
    }

    /// Sorts the rows from `begin` on, and leaves one of each start, doctor and location.
    fn sort_from(&mut self, begin: usize) {
        let rows = &mut self.rows[begin..self.filled];
        rows.sort_unstable();
        let mut kept = 0;
        for index in 0..rows.len() {
            if index == 0 || rows[index] != rows[kept - 1] {
                rows[kept] = rows[index];
                kept += 1;
            }
        }
        self.filled = begin + kept;
    }
}

/// Collects the slots of one doctor after another.
pub(crate) struct List<'a> {
    rows: &'a mut Rows,
    /// Most rows that are wanted in the end, by start and doctor.
    limit: usize,
    /// More rows than this are cut down to `limit`.
    room: usize,
    /// All of a row but its start, with the location of the last chunk: in one word, as it lies in memory, so
    /// that it is written at once.
    meta: u64,
    /// 1 where the same start can come again, at another location.
    others_at: i64,
    /// Where the rows of this doctor begin.
    begin: usize,
    /// No start so far is after this; and whether all came in order.
    last: i64,
    in_order: bool,
    /// For group visits: where to count seats.
    seats: Option<(&'a Agenda, &'a Ask<'a>)>,
}

impl<'a> List<'a> {
    /// Continues `rows` with the slots of a doctor. With a `limit`, the rows are its first slots of all
    /// doctors so far.
    pub(crate) fn new(
        rows: &'a mut Rows,
        limit: Option<usize>,
        doctor: u32,
        agenda: &'a Agenda,
        ask: &'a Ask<'a>,
    ) -> Self {
        let begin = rows.len();
        let (limit, room) = limit.map_or((SLOTS_MAX + 1, SLOTS_MAX), |limit| (limit, limit + limit.max(32)));
        let seats = (ask.capacity > 1).then_some((agenda, ask));
        Self {
            rows,
            limit,
            room,
            meta: u64::from(doctor) | 1 << 48,
            others_at: i64::from(ask.located.is_some()),
            begin,
            last: i64::MIN,
            in_order: true,
            seats,
        }
    }

    /// Sorts this doctor's rows if need be; a start that several windows of a location yield is one slot.
    pub(crate) fn finish(self) {
        if !self.in_order {
            self.rows.sort_from(self.begin);
        }
    }

    /// More rows than room: the first `limit` are enough, and nothing at or after the last of them is of
    /// interest any more.
    #[cold]
    fn cut(&mut self, bounds: &mut Bounds) {
        if self.limit > SLOTS_MAX {
            // Too many for an answer: it is refused, so no more of it is needed.
            bounds.high = i64::MIN;
            return;
        }
        self.rows.sort_from(0);
        self.rows.truncate(self.limit);
        // The rows of this doctor are no longer together, and those to come do not continue them.
        (self.begin, self.in_order) = (0, false);
        if let (true, Some(last)) = (self.rows.len() == self.limit, self.rows.as_slice().last()) {
            bounds.high = bounds.high.min(last.start_date + self.others_at);
        }
    }
}

impl Sink for List<'_> {
    #[inline(always)]
    fn free(&mut self, chunk: Chunk<'_>, bounds: &mut Bounds) {
        let first = chunk.base + i64::from(chunk.starts[chunk.free.trailing_zeros() as usize % CHUNK]);
        self.in_order &= self.last < first;
        self.last = self.last.max(chunk.last());
        let begin = self.rows.len();
        if self.meta >> 32 & 0xffff != u64::from(LocationPlace::number(chunk.location)) {
            self.meta = self.meta & !(0xffff << 32) | u64::from(LocationPlace::number(chunk.location)) << 32;
        }
        self.rows.append(&chunk, self.meta);
        if let Some((agenda, ask)) = self.seats {
            self.rows.count_seats(begin, agenda, ask);
        }
        if self.rows.len() > self.room {
            self.cut(bounds);
        }
    }
}
