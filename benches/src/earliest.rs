//! W3: the earliest ten slots of 1,000 doctors, from another moment on every time.

use std::hint::black_box;

use chrono::TimeDelta;
use frontdesk::{Clinic, SlotBuffer, SlotQuery};

use crate::baseline::{Diary, Range, first_slots};
use crate::practice::{Practice, VISIT, query};

/// Moments in rotation.
pub const MOMENTS: usize = 256;
const DOCTORS: usize = 1_000;
const COUNT: usize = 10;

/// A clinic that is booked for 90 days, and questions that are asked in the first sixty of them.
pub struct Earliest {
    ranges: Vec<Range>,
    queries: Vec<SlotQuery>,
    diaries: Vec<Diary>,
    clinic: Clinic,
}

impl Earliest {
    /// Makes up and prepares the doctors.
    pub fn new() -> Self {
        let practice = Practice::on_two_continents(DOCTORS, 90);
        let start = practice.range().from;
        // 337 minutes apart: all hours of the day and all days of the week.
        let from = |index| start + TimeDelta::minutes(337 * index);
        let ranges: Vec<Range> = (0..MOMENTS as i64)
            .map(|index| Range { from: from(index), to: from(index) + TimeDelta::days(30), now: from(index) })
            .collect();
        let queries =
            ranges.iter().map(|&range| SlotQuery { limit: Some(COUNT as i64), ..query(range) }).collect();
        Self { ranges, queries, diaries: practice.diaries(), clinic: practice.clinic() }
    }

    /// The fair baseline, which leaves a doctor once ten earlier slots are known.
    pub fn a3(&self) -> impl FnMut(usize) {
        move |index| {
            black_box(first_slots(&self.diaries, black_box(VISIT), black_box(self.ranges[index]), COUNT));
        }
    }

    /// The engine, with slots as they go to people.
    pub fn first_slots(&self) -> impl FnMut(usize) {
        move |index| {
            let now = self.ranges[index].now.into();
            black_box(
                self.clinic.first_slots(black_box(&self.queries[index]), now).expect("a valid question"),
            );
        }
    }

    /// The engine, with packed slots.
    pub fn packed(&self) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |index| {
            let now = self.ranges[index].now.into();
            self.clinic
                .find_slots_into(black_box(&self.queries[index]), now, &mut buffer)
                .expect("a valid question");
            black_box(buffer.slots());
        }
    }

    /// Asserts that all give the same ten slots from every moment on.
    pub fn assert_same_answers(&self) {
        let uids: Vec<_> = self.clinic.doctor_uids().collect();
        let mut buffer = SlotBuffer::new();
        for (range, query) in self.ranges.iter().zip(&self.queries) {
            let expected: Vec<_> = first_slots(&self.diaries, VISIT, *range, COUNT)
                .into_iter()
                .map(|(start, doctor)| (start.timestamp(), doctor))
                .collect();
            assert_eq!(expected.len(), COUNT);
            let slots = self.clinic.first_slots(query, range.now.into()).expect("a valid question");
            let named = slots.iter().map(|slot| (slot.start_date.0, &slot.doctor_uid));
            assert!(
                expected.iter().map(|&(start, doctor)| (start, uids[doctor as usize])).eq(named),
                "first slots at {}",
                range.from
            );
            self.clinic.find_slots_into(query, range.now.into(), &mut buffer).expect("a valid question");
            let packed: Vec<_> = buffer.slots().iter().map(|slot| (slot.start_date, slot.doctor)).collect();
            assert_eq!(packed, expected, "packed at {}", range.from);
        }
    }
}

impl Default for Earliest {
    fn default() -> Self {
        Self::new()
    }
}
