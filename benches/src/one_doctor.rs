//! W1: which slots has this doctor in the next 90 days? Another doctor every time.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use frontdesk::{AppointmentType, Calendar, Clinic, Doctor, SlotBuffer, SlotQuery, Zone};

use crate::baseline::{Busy, Diary, Range};
use crate::practice::{Practice, VISIT, appointment_type, seconds, starts};

/// Doctors in rotation.
pub const DOCTORS: usize = 512;

/// Doctors, prepared in every way.
pub struct OneDoctor {
    practice: Practice,
    range: Range,
    appointment_type: AppointmentType,
    busy: Vec<Vec<Busy>>,
    diaries: Vec<Diary>,
    calendars: Vec<Calendar>,
    zone: Zone,
    clinic: Clinic,
    of_three_kinds: Clinic,
    queries: Vec<SlotQuery>,
}

impl OneDoctor {
    /// Makes up and prepares the doctors.
    pub fn new() -> Self {
        let practice = Practice::new(DOCTORS, 90);
        Self {
            range: practice.range(),
            appointment_type: appointment_type(),
            busy: practice.staff.iter().map(|staff| staff.busy()).collect(),
            diaries: practice.diaries(),
            calendars: practice.calendars(),
            zone: Zone::named("Europe/Berlin").expect("a zone of the tz database"),
            clinic: practice.clinic(),
            of_three_kinds: Clinic::new(practice.snapshot_of_three_kinds()).expect("a valid clinic"),
            queries: (0..DOCTORS).map(|index| practice.query_of(index)).collect(),
            practice,
        }
    }

    /// Slots of one answer, on average.
    pub fn slots(&self) -> f64 {
        let mut slots = Vec::new();
        let mut count = |diary: &Diary| {
            diary.slots_into(VISIT, self.range, &mut slots);
            slots.len()
        };
        self.diaries.iter().map(&mut count).sum::<usize>() as f64 / DOCTORS as f64
    }

    /// The usual way, prepared.
    pub fn a2(&self) -> impl FnMut(usize) {
        let mut slots = Vec::new();
        move |index| {
            self.diaries[index].zoned_slots_into(black_box(VISIT), black_box(self.range), &mut slots);
            black_box(&slots);
        }
    }

    /// The fair baseline with a cursor, prepared.
    pub fn a3_cursor(&self) -> impl FnMut(usize) {
        let mut slots = Vec::new();
        move |index| {
            self.diaries[index].slots_by_cursor_into(black_box(VISIT), black_box(self.range), &mut slots);
            black_box(&slots);
        }
    }

    /// The fair baseline, prepared.
    pub fn a3(&self) -> impl FnMut(usize) {
        let mut slots = Vec::new();
        move |index| {
            self.diaries[index].slots_into(black_box(VISIT), black_box(self.range), &mut slots);
            black_box(&slots);
        }
    }

    /// The engine, asking a clinic for one of its doctors.
    pub fn clinic(&self) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |index| self.ask_clinic(&self.clinic, index, &mut buffer)
    }

    /// The engine, asking a clinic with windows of three kinds and gaps of a type.
    pub fn clinic_of_three_kinds(&self) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |index| self.ask_clinic(&self.of_three_kinds, index, &mut buffer)
    }

    /// The engine, asking the prepared doctor.
    pub fn calendar(&self) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |index| self.ask(&self.calendars[index], &mut buffer)
    }

    /// The fair baseline, from rules and unsorted bookings on.
    pub fn a3_stateless(&self) -> impl FnMut(usize) {
        let mut slots = Vec::new();
        move |index| self.prepare_and_list(index, &mut slots)
    }

    /// The engine, from rules and unsorted bookings on.
    pub fn stateless(&self) -> impl FnMut(usize) {
        let mut buffer = SlotBuffer::new();
        move |index| self.prepare_and_ask(index, &mut buffer)
    }

    /// Asserts that every way gives the same slots of every doctor.
    pub fn assert_same_answers(&self) {
        let (mut slots, mut buffer, mut zoned) = (Vec::new(), SlotBuffer::new(), Vec::new());
        for index in 0..DOCTORS {
            self.diaries[index].slots_into(VISIT, self.range, &mut slots);
            let expected = seconds(&slots);
            assert!(expected.len() > 300, "doctor {index} is not booked out");
            self.diaries[index].zoned_slots_into(VISIT, self.range, &mut zoned);
            assert_eq!(
                zoned.iter().map(DateTime::timestamp).collect::<Vec<_>>(),
                expected,
                "a2, doctor {index}"
            );
            self.diaries[index].slots_by_cursor_into(VISIT, self.range, &mut slots);
            assert_eq!(seconds(&slots), expected, "a3 with a cursor, doctor {index}");
            self.prepare_and_list(index, &mut slots);
            assert_eq!(seconds(&slots), expected, "a3 stateless, doctor {index}");
            self.ask_clinic(&self.of_three_kinds, index, &mut buffer);
            assert_eq!(starts(&buffer), expected, "clinic of three kinds, doctor {index}");
            self.ask_clinic(&self.clinic, index, &mut buffer);
            assert_eq!(starts(&buffer), expected, "clinic, doctor {index}");
            assert!(buffer.slots().iter().all(|slot| slot.doctor as usize == index && slot.seats_left == 1));
            self.ask(&self.calendars[index], &mut buffer);
            assert_eq!(starts(&buffer), expected, "calendar, doctor {index}");
            self.prepare_and_ask(index, &mut buffer);
            assert_eq!(starts(&buffer), expected, "stateless, doctor {index}");
        }
    }

    fn prepare_and_list(&self, index: usize, slots: &mut Vec<DateTime<Utc>>) {
        let staff = black_box(&self.practice.staff[index]);
        let diary = Diary::new(staff.zone, &staff.doctor.availability_rules, &self.busy[index]);
        diary.slots_into(black_box(VISIT), black_box(self.range), slots);
        black_box(&slots);
    }

    fn prepare_and_ask(&self, index: usize, buffer: &mut SlotBuffer) {
        let staff = black_box(&self.practice.staff[index]);
        let doctor: &Doctor = &staff.doctor;
        let calendar = Calendar::new(doctor, &self.zone, &staff.bookings).expect("a valid doctor");
        self.ask(&calendar, buffer);
    }

    fn ask_clinic(&self, clinic: &Clinic, index: usize, buffer: &mut SlotBuffer) {
        let query = black_box(&self.queries[index]);
        clinic.find_slots_into(query, self.range.now.into(), buffer).expect("a valid question");
        black_box(buffer.slots());
    }

    fn ask(&self, calendar: &Calendar, buffer: &mut SlotBuffer) {
        let Range { from, to, now } = black_box(self.range);
        calendar
            .find_slots_into(&self.appointment_type, from.into(), to.into(), now.into(), buffer)
            .expect("a valid question");
        black_box(buffer.slots());
    }
}

impl Default for OneDoctor {
    fn default() -> Self {
        Self::new()
    }
}
