//! W4: which slots has this doctor in the next ten years? Twice as many years cost twice as much, and no
//! more.

use std::hint::black_box;

use chrono::TimeDelta;
use frontdesk::{AppointmentType, Calendar, SlotBuffer};

use crate::baseline::{Diary, Range};
use crate::practice::{Practice, VISIT, appointment_type, seconds, starts};

/// Doctors in rotation.
pub const DOCTORS: usize = 256;
/// The horizons that are asked for, in years of 365 days.
pub const YEARS: [i64; 5] = [1, 2, 4, 8, 10];

/// Doctors with some 8,000 bookings in ten years.
pub struct Horizon {
    range: Range,
    appointment_type: AppointmentType,
    diaries: Vec<Diary>,
    calendars: Vec<Calendar>,
}

impl Horizon {
    /// Makes up and prepares the doctors.
    pub fn new() -> Self {
        let practice = Practice::new(DOCTORS, 3_650);
        Self {
            range: practice.range(),
            appointment_type: appointment_type(),
            diaries: practice.diaries(),
            calendars: practice.calendars(),
        }
    }

    /// Slots of one answer for so many years, on average.
    pub fn slots(&self, years: i64) -> f64 {
        let mut slots = Vec::new();
        let mut count = |diary: &Diary| {
            diary.slots_into(VISIT, self.range(years), &mut slots);
            slots.len()
        };
        self.diaries.iter().map(&mut count).sum::<usize>() as f64 / DOCTORS as f64
    }

    /// The fair baseline, prepared.
    pub fn a3(&self, years: i64) -> impl FnMut(usize) {
        let mut slots = Vec::new();
        move |index| {
            self.diaries[index].slots_into(black_box(VISIT), black_box(self.range(years)), &mut slots);
            black_box(&slots);
        }
    }

    /// The engine, prepared.
    pub fn engine(&self, years: i64) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |index| self.ask(index, self.range(years), &mut buffer)
    }

    /// Asserts that both give the same slots of every doctor for all ten years.
    pub fn assert_same_answers(&self) {
        let (mut slots, mut buffer) = (Vec::new(), SlotBuffer::new());
        for index in 0..DOCTORS {
            self.diaries[index].slots_into(VISIT, self.range, &mut slots);
            self.ask(index, self.range, &mut buffer);
            assert!(starts(&buffer) == seconds(&slots), "doctor {index}");
        }
    }

    fn range(&self, years: i64) -> Range {
        Range { to: self.range.from + TimeDelta::days(365 * years), ..self.range }
    }

    fn ask(&self, index: usize, range: Range, buffer: &mut SlotBuffer) {
        let Range { from, to, now } = black_box(range);
        let calendar = &self.calendars[index];
        calendar
            .find_slots_into(&self.appointment_type, from.into(), to.into(), now.into(), buffer)
            .expect("a valid question");
        black_box(buffer.slots());
    }
}

impl Default for Horizon {
    fn default() -> Self {
        Self::new()
    }
}
