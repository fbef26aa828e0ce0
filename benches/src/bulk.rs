//! W2: all slots of 1,000 doctors in the next 90 days, doctor by doctor, or in one order by start.
//!
//! The answer has some 600,000 rows. Nothing that gives it can be faster than writing them, so that is
//! measured too.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use frontdesk::{Clinic, PackedSlot, SlotBuffer, SlotQuery};

use crate::baseline::{Diary, Range};
use crate::practice::{Practice, VISIT, query};

/// Doctors in one answer: they are the rotation.
pub const DOCTORS: usize = 1_000;

/// A clinic, and the question for all its slots.
pub struct Bulk {
    range: Range,
    query: SlotQuery,
    diaries: Vec<Diary>,
    clinic: Clinic,
}

impl Bulk {
    /// Makes up and prepares the doctors.
    pub fn new() -> Self {
        let practice = Practice::on_two_continents(DOCTORS, 90);
        Self {
            range: practice.range(),
            query: query(practice.range()),
            diaries: practice.diaries(),
            clinic: practice.clinic(),
        }
    }

    /// Slots of the answer.
    pub fn slots(&self) -> usize {
        let mut rows = Vec::new();
        self.list(&mut rows);
        rows.len()
    }

    /// The fair baseline, doctor by doctor.
    pub fn a3_by_doctor(&self) -> impl FnMut(usize) {
        let mut rows = Vec::new();
        move |_| self.list(&mut rows)
    }

    /// The fair baseline, by start.
    pub fn a3_ordered(&self) -> impl FnMut(usize) {
        let mut rows = Vec::new();
        move |_| {
            self.list(&mut rows);
            rows.sort_unstable();
            black_box(&rows);
        }
    }

    /// The engine, doctor by doctor.
    pub fn by_doctor(&self) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |_| self.ask_by_doctor(&mut buffer)
    }

    /// The engine, by start.
    pub fn ordered(&self) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |_| self.ask_ordered(&mut buffer)
    }

    /// Writes as many rows as the answer has, as fast as they can be written: no row has to be found out.
    pub fn write_only(&self) -> impl FnMut(usize) {
        let count = self.slots();
        let mut rows: Vec<PackedSlot> = Vec::with_capacity(count);
        move |_| {
            let first = black_box(self.range.from.timestamp());
            rows.clear();
            rows.extend((0..count).map(|row| PackedSlot {
                start_date: first + 2_400 * row as i64,
                doctor: 7,
                seats_left: 1,
                location: 0,
            }));
            black_box(&rows);
        }
    }

    /// Asserts that both give the same rows in both orders.
    pub fn assert_same_answers(&self) {
        let (mut rows, mut buffer) = (Vec::new(), SlotBuffer::new());
        let same = |rows: &[(DateTime<Utc>, u32)], buffer: &SlotBuffer| {
            let packed = buffer.slots().iter().map(|slot| (slot.start_date, slot.doctor));
            rows.iter().map(|&(start, doctor)| (start.timestamp(), doctor)).eq(packed)
        };
        self.list(&mut rows);
        self.ask_by_doctor(&mut buffer);
        assert!(same(&rows, &buffer), "by doctor");
        rows.sort_unstable();
        self.ask_ordered(&mut buffer);
        assert!(same(&rows, &buffer), "by start");
    }

    fn list(&self, rows: &mut Vec<(DateTime<Utc>, u32)>) {
        rows.clear();
        for (doctor, diary) in (0..).zip(&self.diaries) {
            diary.for_each_slot(black_box(VISIT), black_box(self.range), |slot| rows.push((slot, doctor)));
        }
        black_box(&rows);
    }

    fn ask_by_doctor(&self, buffer: &mut SlotBuffer) {
        self.clinic
            .find_slots_by_doctor_into(black_box(&self.query), self.range.now.into(), buffer)
            .expect("a valid question");
        black_box(buffer.slots());
    }

    fn ask_ordered(&self, buffer: &mut SlotBuffer) {
        self.clinic
            .find_slots_into(black_box(&self.query), self.range.now.into(), buffer)
            .expect("a valid question");
        black_box(buffer.slots());
    }
}

impl Default for Bulk {
    fn default() -> Self {
        Self::new()
    }
}
