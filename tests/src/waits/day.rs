//! A day as chance has it: who comes and when, what they want, how long they take and how long they stay.
//! What the clinic makes of it is decided on the floor.

use super::chance::Chance;
use super::clinic::{Clinic, DAY, Wish};

/// A day. Times are minutes from the start of the clinic's first day.
#[derive(Debug, Clone)]
pub struct Day<'c> {
    /// The clinic.
    pub clinic: &'c Clinic,
    /// Its number.
    pub number: u32,
    /// Mean minutes by doctor and reason.
    pub minutes: &'c [Vec<f64>],
    /// When it is over.
    pub close: f64,
    /// In the order in which they come.
    pub walk_ins: Vec<WalkIn>,
    /// The doctors.
    pub doctors: Vec<DoctorDay>,
}

/// Somebody who comes without an appointment.
#[derive(Debug, Clone, Copy)]
pub struct WalkIn {
    /// Counts those of the day.
    pub number: u32,
    /// When they come.
    pub arrived: f64,
    /// What for.
    pub reason: usize,
    /// Whom they want to see.
    pub wish: Option<(usize, Wish)>,
    /// Whether they go before others.
    pub urgent: bool,
    /// How long they take, as a ratio to the mean of their doctor and reason.
    pub ratio: f64,
    /// When they leave unseen.
    pub leaves_at: f64,
}

/// A doctor's day.
#[derive(Debug, Clone)]
pub struct DoctorDay {
    /// Stretches of duty.
    pub duty: Vec<(f64, f64)>,
    /// From when on nobody is seen, whatever the duty.
    pub leaves_at: f64,
    /// Appointments by time.
    pub booked: Vec<Booked>,
}

/// An appointment.
#[derive(Debug, Clone, Copy)]
pub struct Booked {
    /// When.
    pub at: f64,
    /// When the patient comes; infinite if not at all.
    pub comes_at: f64,
    /// As of a walk-in.
    pub ratio: f64,
}

/// What chance decides.
mod purpose {
    pub(super) const WALK_INS: u64 = 1;
    pub(super) const BOOKED: u64 = 2;
    pub(super) const LEAVING: u64 = 3;
}

impl<'c> Day<'c> {
    /// A day by its number.
    pub fn new(clinic: &'c Clinic, number: u32, chance: Chance) -> Self {
        let start = f64::from(number) * DAY;
        let chance = chance.of(u64::from(number));
        let doctors = clinic
            .duty
            .iter()
            .enumerate()
            .map(|(doctor, duty)| DoctorDay::new(clinic, start, duty, chance.of(1_000 + doctor as u64)));
        Self {
            clinic,
            number,
            minutes: clinic.minutes_on(number),
            close: start + clinic.close,
            walk_ins: walk_ins(clinic, start, f64::NEG_INFINITY, chance.of(purpose::WALK_INS)),
            doctors: doctors.collect(),
        }
    }

    /// Others who may still come.
    pub fn coming(&self, clinic: &Clinic, after: f64, chance: Chance) -> Vec<WalkIn> {
        walk_ins(clinic, f64::from(self.number) * DAY, after, chance)
    }
}

/// Those who come after `after` on a day that starts at `start`.
fn walk_ins(clinic: &Clinic, start: f64, after: f64, chance: Chance) -> Vec<WalkIn> {
    let mut coming = Vec::new();
    for (piece, &(from, until, per_minute)) in clinic.arrivals.iter().enumerate() {
        let (mut at, until) = ((start + from).max(after), start + until);
        for number in 0.. {
            let chance = chance.of(piece as u64).of(number);
            at += chance.of(0).exponential() / per_minute;
            if at >= until {
                break;
            }
            let mut companion = 0;
            loop {
                coming.push(WalkIn::new(clinic, coming.len() as u32, at, chance.of(1 + companion)));
                companion += 1;
                if !chance.of(1_000 + companion).happens(clinic.companion) {
                    break;
                }
            }
        }
    }
    coming
}

impl WalkIn {
    fn new(clinic: &Clinic, number: u32, arrived: f64, chance: Chance) -> Self {
        let wishes = &clinic.wishes;
        let urgent = chance.of(1).happens(clinic.urgent);
        let wish = (!urgent && chance.of(2).happens(wishes.share))
            .then(|| (chance.of(3).pick(&wishes.popularity), wishes.wish));
        Self {
            number,
            arrived,
            reason: chance.of(4).pick(&clinic.reasons),
            wish,
            urgent,
            ratio: clinic.law.draw(chance.of(5)),
            leaves_at: arrived + clinic.patience.draw(chance.of(6)),
        }
    }

    /// Whether a doctor may see them at `at`.
    pub fn may_see(&self, doctor: usize, at: f64) -> bool {
        match self.wish {
            None | Some((_, Wish::Soft)) => true,
            Some((wanted, Wish::Strict)) => wanted == doctor,
            Some((wanted, Wish::Until(minutes))) => wanted == doctor || at >= self.arrived + minutes,
        }
    }
}

impl DoctorDay {
    fn new(clinic: &Clinic, start: f64, duty: &[(f64, f64)], chance: Chance) -> Self {
        let booking = &clinic.booking;
        let mut booked = Vec::new();
        for (stretch, &(on, off)) in duty.iter().enumerate() {
            let mut at = on + booking.first;
            for number in 0.. {
                let chance = chance.of(purpose::BOOKED).of(stretch as u64).of(number);
                if booking.booked <= 0.0 || at >= off {
                    break;
                }
                if chance.of(0).happens(booking.booked) {
                    booked.push(Booked::new(clinic, start + at, chance.of(1)));
                }
                at += booking.every;
            }
        }
        let duty: Vec<(f64, f64)> = duty.iter().map(|(on, off)| (start + on, start + off)).collect();
        let end = duty.last().map_or(start, |(_, off)| *off);
        Self { duty, leaves_at: clinic.leaving.leaves_at(end, chance.of(purpose::LEAVING)), booked }
    }

    /// Whether walk-ins are seen.
    pub fn is_on_duty(&self, at: f64) -> bool {
        at < self.leaves_at && self.duty.iter().any(|&(on, off)| on <= at && at < off)
    }
}

impl Booked {
    /// An appointment whose patient is as chance has it.
    pub fn new(clinic: &Clinic, at: f64, chance: Chance) -> Self {
        Self { at, comes_at: clinic.booking.comes_at(at, chance.of(0)), ratio: clinic.law.draw(chance.of(1)) }
    }

    /// Whether somebody comes while the doctor waits, who does so from `began` on.
    pub fn is_kept(&self, clinic: &Clinic, began: f64) -> bool {
        self.comes_at <= began + clinic.booking.grace
    }

    /// When it is over, if the doctor turns to it at `began` and the visit takes so many minutes on average.
    pub fn ends_at(&self, clinic: &Clinic, began: f64, minutes: f64) -> f64 {
        if self.is_kept(clinic, began) {
            self.comes_at.max(began) + minutes * self.ratio
        } else {
            began + clinic.booking.grace
        }
    }
}
