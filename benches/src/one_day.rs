//! W5: an appointment is moved within its day; which slots are left of that day? Another doctor and day every
//! time.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use frontdesk::{Appointment, Change, Clinic, Instant, SlotBuffer, SlotQuery};

use crate::baseline::{Busy, Diary, Range};
use crate::practice::{Practice, VISIT, day, query, seconds, starts, utc};

/// Doctors in rotation, each with a day and an appointment.
pub const DOCTORS: usize = 512;

/// Prepared doctors, and an appointment of each that has somewhere else to go.
pub struct OneDay {
    practice: Practice,
    moves: Vec<Move>,
    diaries: Vec<Diary>,
    clinic: Clinic,
}

struct Move {
    day: Range,
    query: SlotQuery,
    here: Appointment,
    there: Appointment,
}

impl OneDay {
    /// Makes up and prepares the doctors.
    pub fn new() -> Self {
        let practice = Practice::new(DOCTORS, 90);
        let diaries = practice.diaries();
        let mut appointments = practice.appointments().into_iter();
        let moves = practice.staff.iter().zip(&diaries).enumerate().map(|(index, (staff, diary))| {
            let appointments: Vec<Appointment> = appointments.by_ref().take(staff.bookings.len()).collect();
            let way = |here: &Appointment| {
                let day = day(staff.zone, here.start_date.0);
                let mut slots = Vec::new();
                diary.slots_into(VISIT, day, &mut slots);
                let there = slots.get(slots.len() / 2)?.timestamp();
                let there = Appointment {
                    start_date: Instant(there),
                    end_date: Instant(there + 1_800),
                    ..here.clone()
                };
                let query = SlotQuery { doctor_uids: practice.query_of(index).doctor_uids, ..query(day) };
                Some(Move { day, query, here: here.clone(), there })
            };
            appointments.iter().find_map(way).expect("no doctor is booked out")
        });
        let moves = moves.collect();
        Self { moves, clinic: practice.clinic(), practice, diaries }
    }

    /// The fair baseline: lists the day.
    pub fn a3(&self) -> impl FnMut(usize) {
        let mut slots = Vec::new();
        move |index| list(&self.diaries[index], &self.moves[index], &mut slots)
    }

    /// The engine: lists the day.
    pub fn engine(&self) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |index| ask(&self.clinic, &self.moves[index], &mut buffer)
    }

    /// The fair baseline: moves the appointment there, or back again, and lists the day.
    pub fn a3_change(&self) -> impl FnMut(usize) {
        let mut both = self.both_ways();
        let mut diaries = self.diaries.clone();
        let mut slots = Vec::new();
        move |index| {
            let (here, there) = both.next(index);
            diaries[index].rebook(busy(here), busy(there));
            list(&diaries[index], &self.moves[index], &mut slots);
        }
    }

    /// The engine: moves the appointment there, or back again, and lists the day.
    pub fn engine_change(&self) -> impl FnMut(usize) {
        let mut both = self.both_ways();
        let mut clinic = self.practice.clinic();
        let mut buffer = SlotBuffer::new();
        move |index| {
            let (_, there) = both.next(index);
            let change = Change::PutAppointment { appointment: there.clone() };
            clinic.change(black_box(change)).expect("a valid appointment");
            ask(&clinic, &self.moves[index], &mut buffer);
        }
    }

    /// Asserts that both list the same slots of every day: as it is, after the move, and when all is back
    /// again.
    pub fn assert_same_answers(&self) {
        let (mut slots, mut buffer) = (Vec::new(), SlotBuffer::new());
        let mut same = |diary: &Diary, clinic: &Clinic, index: usize| {
            list(diary, &self.moves[index], &mut slots);
            ask(clinic, &self.moves[index], &mut buffer);
            assert_eq!(starts(&buffer), seconds(&slots), "doctor {index}");
            slots.clone()
        };
        let mut clinic = self.practice.clinic();
        for (index, Move { here, there, .. }) in self.moves.iter().enumerate() {
            let mut diary = self.diaries[index].clone();
            let before = same(&diary, &self.clinic, index);
            diary.rebook(busy(here), busy(there));
            clinic
                .change(Change::PutAppointment { appointment: there.clone() })
                .expect("a valid appointment");
            let moved: Vec<DateTime<Utc>> = same(&diary, &clinic, index);
            assert!(
                !moved.contains(&utc(there.start_date.0)),
                "the appointment of doctor {index} is there now"
            );
            diary.rebook(busy(there), busy(here));
            clinic.change(Change::PutAppointment { appointment: here.clone() }).expect("a valid appointment");
            assert_eq!(same(&diary, &clinic, index), before);
        }
    }

    fn both_ways(&self) -> BothWays<'_> {
        BothWays { moves: &self.moves, moved: vec![false; self.moves.len()] }
    }
}

/// Remembers which appointments have been moved.
struct BothWays<'a> {
    moves: &'a [Move],
    moved: Vec<bool>,
}

impl<'a> BothWays<'a> {
    /// The appointment as it is and as it is to be.
    fn next(&mut self, index: usize) -> (&'a Appointment, &'a Appointment) {
        let Move { here, there, .. } = &self.moves[index];
        self.moved[index] = !self.moved[index];
        if self.moved[index] { (here, there) } else { (there, here) }
    }
}

fn busy(appointment: &Appointment) -> Busy {
    (utc(appointment.start_date.0), utc(appointment.end_date.0))
}

fn list(diary: &Diary, way: &Move, slots: &mut Vec<DateTime<Utc>>) {
    diary.slots_into(black_box(VISIT), black_box(way.day), slots);
    black_box(&slots);
}

fn ask(clinic: &Clinic, way: &Move, buffer: &mut SlotBuffer) {
    clinic.find_slots_into(black_box(&way.query), way.day.now.into(), buffer).expect("a valid question");
    black_box(buffer.slots());
}

impl Default for OneDay {
    fn default() -> Self {
        Self::new()
    }
}
