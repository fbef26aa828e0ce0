//! W7: can this doctor be booked at that moment? Another doctor and another moment every time.

use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use frontdesk::{BookingOptions, Clinic, Uid};

use crate::baseline::{Diary, Range};
use crate::practice::{Practice, TYPE_UID, VISIT, utc};

/// Moments in rotation.
pub const CANDIDATES: usize = 2_048;
const DOCTORS: usize = 512;

/// Prepared doctors, and moments of which about half can be booked.
pub struct Candidates {
    candidates: Vec<Candidate>,
    range: Range,
    diaries: Vec<Diary>,
    clinic: Clinic,
}

struct Candidate {
    doctor: usize,
    doctor_uid: Uid,
    start: DateTime<Utc>,
}

impl Candidates {
    /// Makes up and prepares the doctors.
    pub fn new() -> Self {
        let practice = Practice::new(DOCTORS, 90);
        let range = practice.range();
        let diaries = practice.diaries();
        let mut random = fastrand::Rng::with_seed(7);
        let mut slots = Vec::new();
        let candidates = (0..CANDIDATES)
            .map(|_| {
                let doctor = random.usize(..DOCTORS);
                diaries[doctor].slots_into(VISIT, range, &mut slots);
                let slot = slots[random.usize(..slots.len())];
                let bookings = &practice.staff[doctor].bookings;
                let start = match random.u8(..16) {
                    0..4 => utc(bookings[random.usize(..bookings.len())].0),
                    4..6 => slot + TimeDelta::minutes(random.i64(1..40)),
                    6..8 => range.from + TimeDelta::minutes(random.i64(0..90 * 1_440)),
                    _ => slot,
                };
                Candidate { doctor, doctor_uid: practice.staff[doctor].doctor.uid.clone(), start }
            })
            .collect();
        Self { candidates, range, diaries, clinic: practice.clinic() }
    }

    /// The fair baseline.
    pub fn a3(&self) -> impl FnMut(usize) {
        move |index| {
            black_box(self.check(index));
        }
    }

    /// The engine.
    pub fn engine(&self) -> impl FnMut(usize) {
        move |index| {
            black_box(self.ask(index));
        }
    }

    /// Asserts that both say the same of every moment.
    pub fn assert_same_answers(&self) {
        let answers: Vec<bool> = (0..CANDIDATES).map(|index| self.check(index)).collect();
        let bookable = answers.iter().filter(|bookable| **bookable).count();
        assert!((CANDIDATES / 3..CANDIDATES * 2 / 3).contains(&bookable), "{bookable} of {CANDIDATES}");
        for (index, expected) in answers.into_iter().enumerate() {
            let Candidate { doctor_uid, start, .. } = &self.candidates[index];
            assert_eq!(self.ask(index), expected, "{doctor_uid} at {start}");
        }
    }

    fn check(&self, index: usize) -> bool {
        let candidate = black_box(&self.candidates[index]);
        self.diaries[candidate.doctor].is_bookable(black_box(VISIT), candidate.start, self.range.now)
    }

    fn ask(&self, index: usize) -> bool {
        let candidate = black_box(&self.candidates[index]);
        let answer = self.clinic.is_bookable(
            black_box(TYPE_UID),
            &candidate.doctor_uid,
            candidate.start.into(),
            &BookingOptions::default(),
            self.range.now.into(),
        );
        answer.expect("a valid question")
    }
}

impl Default for Candidates {
    fn default() -> Self {
        Self::new()
    }
}
