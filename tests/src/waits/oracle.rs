//! The oracle: it knows every distribution of the clinic and what stands in the room, and plays the rest of
//! the day many times on the clinic's own floor. What chance has in store for this one day it does not know.

use super::chance::Chance;
use super::clinic::Clinic;
use super::day::{Booked, Day, DoctorDay, WalkIn};
use super::floor::{Busy, Floor, Who};
use super::guess::Guess;

/// Somebody who knows how a clinic works.
#[derive(Debug)]
pub struct Oracle<'c> {
    clinic: &'c Clinic,
    overtakers: Option<Clinic>,
    futures: u64,
}

mod purpose {
    pub(super) const BUSY: u64 = 1;
    pub(super) const LEAVING: u64 = 2;
    pub(super) const BOOKED: u64 = 3;
    pub(super) const WAITING: u64 = 4;
    pub(super) const COMING: u64 = 5;
}

impl<'c> Oracle<'c> {
    /// An oracle that takes the clinic to be this one.
    pub fn new(clinic: &'c Clinic, futures: u64) -> Self {
        Self { clinic, overtakers: clinic.overtakers(), futures }
    }

    /// How long somebody will wait who stays.
    pub fn guess(&self, floor: &Floor<'_>, asker: usize, chance: Chance) -> Guess {
        let waits: Vec<Option<f64>> =
            (0..self.futures).map(|future| self.wait(floor, asker, chance.of(future))).collect();
        Guess::of(&waits, last_start(floor) - floor.now)
    }

    /// The wait in one future.
    pub(super) fn wait(&self, floor: &Floor<'_>, asker: usize, chance: Chance) -> Option<f64> {
        let (now, today) = (floor.now, floor.day);
        let minutes = self.clinic.minutes_on(today.number);
        let waiting = floor.waiting.iter().enumerate().map(|(place, &who)| {
            self.waiting(&today.walk_ins[who], now, chance.of(purpose::WAITING).of(place as u64))
        });
        let mut walk_ins: Vec<WalkIn> = waiting.collect();
        if let Some(overtakers) = &self.overtakers {
            walk_ins.extend(today.coming(overtakers, now, chance.of(purpose::COMING)));
        }
        let doctors = (0..today.doctors.len())
            .map(|number| self.doctor(floor, number, chance.of(1_000 + number as u64)))
            .collect();
        let day =
            Day { clinic: self.clinic, number: today.number, minutes, close: today.close, walk_ins, doctors };
        let mut future = Floor {
            day: &day,
            waiting: (0..floor.waiting.len()).collect(),
            next: floor.waiting.len(),
            patient: None,
            ..floor.clone()
        };
        for (number, room) in future.rooms.iter_mut().enumerate() {
            if let Some(busy) = &mut room.busy {
                busy.ends =
                    self.ends(today, number, busy, now, chance.of(1_000 + number as u64).of(purpose::BUSY));
            }
        }
        future.wait_of(floor.waiting.iter().position(|&who| who == asker).expect("who asks is waiting"))
    }

    /// Somebody who has waited until now, as they may go on.
    fn waiting(&self, walk_in: &WalkIn, now: f64, chance: Chance) -> WalkIn {
        let patience = |chance| walk_in.arrived + self.clinic.patience.draw(chance);
        let leaves_at = chance.of(1).such_that(patience, |leaves_at| *leaves_at > now).unwrap_or(now);
        WalkIn { ratio: self.clinic.law.draw(chance.of(0)), leaves_at, ..*walk_in }
    }

    /// A doctor's day from now on.
    fn doctor(&self, floor: &Floor<'_>, number: usize, chance: Chance) -> DoctorDay {
        let (doctor, room) = (&floor.day.doctors[number], &floor.rooms[number]);
        let again = |(which, booked): (usize, &Booked)| match which < room.begun {
            true => *booked,
            false => Booked::new(self.clinic, booked.at, chance.of(purpose::BOOKED).of(which as u64)),
        };
        let end = doctor.duty.last().map_or(floor.now, |(_, off)| *off);
        // Who has a patient may be on the point of leaving.
        let was_there = room.busy.map_or(floor.now, |busy| busy.began);
        let leaving = |chance| self.clinic.leaving.leaves_at(end, chance);
        let leaves_at = match floor.has_left(number) || was_there >= end {
            true => doctor.leaves_at,
            false => chance
                .of(purpose::LEAVING)
                .such_that(leaving, |leaves_at| *leaves_at > was_there)
                .unwrap_or(end),
        };
        DoctorDay {
            duty: doctor.duty.clone(),
            leaves_at,
            booked: doctor.booked.iter().enumerate().map(again).collect(),
        }
    }

    /// When a consultation may end that is not over yet.
    fn ends(&self, today: &Day<'_>, doctor: usize, busy: &Busy, now: f64, chance: Chance) -> f64 {
        let minutes = &self.clinic.minutes_on(today.number)[doctor];
        let draw = |chance| match busy.who {
            Who::WalkIn(who) => {
                busy.began + minutes[today.walk_ins[who].reason] * self.clinic.law.draw(chance)
            }
            Who::Booked(which) => {
                let booked = Booked::new(self.clinic, today.doctors[doctor].booked[which].at, chance);
                booked.ends_at(self.clinic, busy.began, minutes[self.clinic.booking.reason])
            }
        };
        chance.such_that(draw, |ends| *ends > now).unwrap_or(now)
    }
}

/// When the last doctor goes, or the day is over.
pub(super) fn last_start(floor: &Floor<'_>) -> f64 {
    let ends = floor.day.doctors.iter().filter_map(|doctor| doctor.duty.last()).map(|(_, off)| *off);
    ends.fold(floor.now, f64::max).min(floor.day.close)
}
