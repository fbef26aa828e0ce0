//! The clinic at work, event by event, by the rule of the waiting room as it is documented. It shares no code
//! with the engine, knows what nobody knows beforehand, and does not hurry.

use super::clinic::Wish;
use super::day::{Day, WalkIn};

/// A day under way.
#[derive(Debug, Clone)]
pub struct Floor<'d> {
    /// What chance has in store.
    pub day: &'d Day<'d>,
    /// Now.
    pub now: f64,
    /// Those who wait, by their place in the day's list, in the order in which they came.
    pub waiting: Vec<usize>,
    /// By doctor.
    pub rooms: Vec<Room>,
    /// The next to come.
    pub next: usize,
    /// Whose patience does not end.
    pub patient: Option<usize>,
}

/// A consulting room.
#[derive(Debug, Clone, Default)]
pub struct Room {
    /// Whom the doctor sees.
    pub busy: Option<Busy>,
    /// How many of the doctor's appointments have begun.
    pub begun: usize,
}

/// A consultation, or a wait for somebody who has an appointment.
#[derive(Debug, Clone, Copy)]
pub struct Busy {
    /// With whom.
    pub who: Who,
    /// Since when.
    pub began: f64,
    /// Until when: nobody knows.
    pub ends: f64,
}

/// A patient, by their place in the day's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// From the queue.
    WalkIn(usize),
    /// With one of the doctor's appointments.
    Booked(usize),
}

/// What happens.
#[derive(Debug, Clone, Copy)]
pub enum Happening {
    /// Somebody comes.
    Came(usize),
    /// A doctor fetches somebody from the queue.
    Fetched(usize),
    /// A doctor is free again.
    Finished(usize, Busy),
    /// Somebody leaves unseen.
    Left(usize),
    /// Somebody waits when the day is over.
    Unserved(usize),
}

impl<'d> Floor<'d> {
    /// Before anybody came.
    pub fn new(day: &'d Day<'d>) -> Self {
        Self {
            day,
            now: f64::NEG_INFINITY,
            waiting: Vec::new(),
            rooms: vec![Room::default(); day.doctors.len()],
            next: 0,
            patient: None,
        }
    }

    /// Lives until the next moment in which something may happen, and tells what does. `false` when the day
    /// is over.
    pub fn step(&mut self, tell: &mut impl FnMut(Happening)) -> bool {
        let day = self.day;
        let at = self.next_moment();
        if at >= day.close {
            self.now = day.close;
            self.waiting.drain(..).for_each(|who| tell(Happening::Unserved(who)));
            let running = self
                .rooms
                .iter_mut()
                .enumerate()
                .filter_map(|(doctor, room)| Some((doctor, room.busy.take()?)));
            let mut running: Vec<(usize, Busy)> = running.collect();
            running.sort_by(|(_, a), (_, b)| a.ends.total_cmp(&b.ends));
            running.into_iter().for_each(|(doctor, busy)| tell(Happening::Finished(doctor, busy)));
            return false;
        }
        self.now = at;
        for (doctor, room) in self.rooms.iter_mut().enumerate() {
            room.busy
                .take_if(|busy| busy.ends <= at)
                .into_iter()
                .for_each(|busy| tell(Happening::Finished(doctor, busy)));
        }
        let patient = self.patient;
        self.waiting.retain(|&who| {
            let leaves = patient != Some(who) && day.walk_ins[who].leaves_at <= at;
            if leaves {
                tell(Happening::Left(who));
            }
            !leaves
        });
        // One by one: of those who come together, each finds the one before either waiting or with a doctor.
        if day.walk_ins.get(self.next).is_some_and(|coming| coming.arrived <= at) {
            self.waiting.push(self.next);
            tell(Happening::Came(self.next));
            self.next += 1;
        }
        for doctor in 0..self.rooms.len() {
            self.turn(doctor, tell);
        }
        true
    }

    /// What a doctor does who is free.
    fn turn(&mut self, doctor: usize, tell: &mut impl FnMut(Happening)) {
        let (day, at) = (self.day, self.now);
        let room = &mut self.rooms[doctor];
        if room.busy.is_some() {
            return;
        }
        let doctors_day = &day.doctors[doctor];
        if let Some(next) = doctors_day.booked.get(room.begun) {
            if next.at <= at {
                let minutes = day.minutes[doctor][day.clinic.booking.reason];
                room.busy = Some(Busy {
                    who: Who::Booked(room.begun),
                    began: at,
                    ends: next.ends_at(day.clinic, at, minutes),
                });
                room.begun += 1;
                return;
            }
            if at + day.clinic.booking.guard > next.at {
                return;
            }
        }
        if !doctors_day.is_on_duty(at) {
            return;
        }
        let eligible = self.waiting.iter().copied().filter(|&who| day.walk_ins[who].may_see(doctor, at));
        let Some(who) = eligible.min_by_key(|&who| rank(&day.walk_ins[who], doctor, who)) else { return };
        self.waiting.retain(|&other| other != who);
        let patient = &day.walk_ins[who];
        let ends = at + day.minutes[doctor][patient.reason] * patient.ratio;
        room.busy = Some(Busy { who: Who::WalkIn(who), began: at, ends });
        tell(Happening::Fetched(who));
    }

    /// Whether a doctor has gone for the day, as anybody can see.
    pub fn has_left(&self, doctor: usize) -> bool {
        self.rooms[doctor].busy.is_none() && self.day.doctors[doctor].leaves_at <= self.now
    }

    /// The next time at which anything may change.
    fn next_moment(&self) -> f64 {
        let day = self.day;
        let mut next = day.walk_ins.get(self.next).map_or(f64::INFINITY, |coming| coming.arrived);
        let mut may = |at: f64| {
            if at > self.now && at < next {
                next = at;
            }
        };
        for (room, doctor) in self.rooms.iter().zip(&day.doctors) {
            match &room.busy {
                // What began just now may be over already.
                Some(busy) => may(busy.ends.max(self.now.next_up())),
                None => {
                    doctor.duty.iter().for_each(|(on, _)| may(*on));
                    doctor.booked.get(room.begun).into_iter().for_each(|booked| may(booked.at));
                }
            }
        }
        for &who in &self.waiting {
            let waiting = &day.walk_ins[who];
            if self.patient != Some(who) {
                may(waiting.leaves_at);
            }
            if let Some((_, Wish::Until(minutes))) = waiting.wish {
                may(waiting.arrived + minutes);
            }
        }
        next
    }

    /// How long somebody who waits will wait, if they stay; `None` if the day is over before. All else is as
    /// it would have been.
    pub fn wait_of(&self, asker: usize) -> Option<f64> {
        let mut floor = Self { patient: Some(asker), ..self.clone() };
        let mut seen = false;
        while !seen
            && floor
                .step(&mut |happening| seen |= matches!(happening, Happening::Fetched(who) if who == asker))
        {
        }
        seen.then_some(floor.now - self.now)
    }
}

/// Who is fetched first, of those whom the doctor may see: the urgent, then those who want this doctor most
/// of all, then by arrival.
fn rank(patient: &WalkIn, doctor: usize, arrival: usize) -> (bool, bool, usize) {
    (!patient.urgent, patient.wish != Some((doctor, Wish::Soft)), arrival)
}
