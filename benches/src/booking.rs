//! W8: may this be booked? A hold for a patient, with another of 1,000 doctors every time.

use std::hint::black_box;

use frontdesk::{Clinic, Command, Event, Instant, Refusal, Rule, Uid};

use crate::baseline::Range;
use crate::practice::{Practice, TYPE_UID};

/// Doctors in rotation, with about 200 appointments each.
pub const DOCTORS: usize = 1_000;

/// A clinic, and a hold for every doctor: one that is granted, and one that is refused.
pub struct Booking {
    clinic: Clinic,
    range: Range,
    granted: Vec<Command>,
    refused: Vec<Command>,
}

impl Booking {
    /// Makes up the clinic and the commands.
    pub fn new() -> Self {
        let practice = Practice::new(DOCTORS, 90);
        let (clinic, range) = (practice.clinic(), practice.range());
        let mut random = fastrand::Rng::with_seed(8);
        let hold = |index: usize, start: i64| {
            Command::from(
                Command::hold(format!("new-{index:04}"), TYPE_UID, Instant(start))
                    .doctor(practice.staff[index].doctor.uid.clone())
                    .patient(format!("new-pat-{index:04}")),
            )
        };
        let mut granted = Vec::with_capacity(DOCTORS);
        for index in 0..DOCTORS {
            let slots =
                clinic.find_slots(&practice.query_of(index), range.now.into()).expect("a valid question");
            granted.push(hold(index, slots[random.usize(..slots.len())].start_date.0));
        }
        let booked = |index: usize, random: &mut fastrand::Rng| {
            let bookings = &practice.staff[index].bookings;
            bookings[random.usize(..bookings.len())].0
        };
        let refused = (0..DOCTORS).map(|index| hold(index, booked(index, &mut random))).collect();
        Self { clinic, range, granted, refused }
    }

    /// Decides about a hold that is granted.
    pub fn granted(&self) -> impl FnMut(usize) {
        move |index| {
            black_box(self.decide(&self.granted[index])).expect("a slot that is offered");
        }
    }

    /// Decides about a hold that is refused, and says why.
    pub fn refused(&self) -> impl FnMut(usize) {
        move |index| {
            black_box(self.decide(&self.refused[index])).expect_err("a slot that is taken");
        }
    }

    /// Records a hold and its release, which leaves the clinic as it was but for one more cancelled
    /// appointment.
    pub fn applied(&self) -> impl FnMut(usize) {
        let mut clinic = self.clinic.clone();
        let mut events = Vec::with_capacity(DOCTORS);
        for command in &self.granted {
            events.extend(self.decide(command).expect("a slot that is offered"));
        }
        let mut round = 0;
        move |index| {
            round += 1;
            if let Event::Held { appointment, .. } = &mut events[index] {
                appointment.uid = Uid::from(format!("new-{round}"));
                let released = Event::Released { uid: appointment.uid.clone(), at: self.range.now.into() };
                assert!(clinic.apply(&events[index]) && clinic.apply(&released));
            }
        }
    }

    /// Asserts what is decided.
    pub fn assert_answers(&self) {
        for (granted, refused) in self.granted.iter().zip(&self.refused) {
            assert!(matches!(self.decide(granted).as_deref(), Ok([Event::Held { .. }])), "{granted:?}");
            assert!(
                matches!(self.decide(refused), Err(Refusal::Rule(Rule::NotBookable { .. }))),
                "{refused:?}"
            );
        }
    }

    fn decide(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        self.clinic.decide(black_box(command), self.range.now.into())
    }
}

impl Default for Booking {
    fn default() -> Self {
        Self::new()
    }
}
