//! W6: on which days of the next year has this doctor a slot? Another doctor every time.

use std::hint::black_box;

use frontdesk::{Clinic, DaysQuery};

use crate::baseline::{Diary, Range};
use crate::practice::{Practice, TYPE_UID, VISIT};

/// Doctors in rotation.
pub const DOCTORS: usize = 256;

/// Doctors that are booked for a year.
pub struct Year {
    range: Range,
    queries: Vec<DaysQuery>,
    diaries: Vec<Diary>,
    clinic: Clinic,
}

impl Year {
    /// Makes up and prepares the doctors.
    pub fn new() -> Self {
        let practice = Practice::new(DOCTORS, 365);
        let range = practice.range();
        let query = |uid: &frontdesk::Uid| DaysQuery {
            appointment_type_uid: TYPE_UID.into(),
            from: range.from.into(),
            to: range.to.into(),
            doctor_uids: Some(vec![uid.clone()]),
            ..DaysQuery::default()
        };
        let queries = practice.staff.iter().map(|staff| query(&staff.doctor.uid)).collect();
        Self { range, queries, diaries: practice.diaries(), clinic: practice.clinic() }
    }

    /// The fair baseline, which leaves a day at its first slot.
    pub fn a3(&self) -> impl FnMut(usize) {
        move |index| {
            black_box(self.diaries[index].days_with_slots(black_box(VISIT), black_box(self.range)));
        }
    }

    /// The engine.
    pub fn engine(&self) -> impl FnMut(usize) {
        move |index| {
            let query = black_box(&self.queries[index]);
            black_box(self.clinic.days_with_slots(query, self.range.now.into()).expect("a valid question"));
        }
    }

    /// Asserts that both give the same days of every doctor.
    pub fn assert_same_answers(&self) {
        for (query, diary) in self.queries.iter().zip(&self.diaries) {
            let expected: Vec<_> = diary
                .days_with_slots(VISIT, self.range)
                .into_iter()
                .map(|(date, first)| (date, first.timestamp()))
                .collect();
            assert!((200..365).contains(&expected.len()), "some days are off and some are full");
            let days = self.clinic.days_with_slots(query, self.range.now.into()).expect("a valid question");
            let days: Vec<_> = days.iter().map(|day| (day.date, day.first_start_date.0)).collect();
            assert_eq!(days, expected, "{:?}", query.doctor_uids);
        }
    }
}

impl Default for Year {
    fn default() -> Self {
        Self::new()
    }
}
