//! A clinic as it is: who works when, how long visits take, who comes and what they want. All of it is the
//! truth; the engine sees none of it.

use super::chance::Chance;
use super::law::{Law, Patience};

/// Minutes from one day to the next.
pub const DAY: f64 = 1_440.0;

/// A clinic. Times are minutes from the start of a day.
#[derive(Debug, Clone)]
pub struct Clinic {
    /// How many days it is watched.
    pub days: u32,
    /// The end of each.
    pub close: f64,
    /// By doctor: the stretches of duty.
    pub duty: Vec<Vec<(f64, f64)>>,
    /// The day from which on, and mean minutes by doctor and reason. The first is from day 0 on.
    pub minutes: Vec<(u32, Vec<Vec<f64>>)>,
    /// What the clinic believes its visits take, by reason.
    pub nominal_minutes: Vec<f64>,
    /// How visits scatter.
    pub law: Law,
    /// From, until, and arrivals per minute.
    pub arrivals: Vec<(f64, f64, f64)>,
    /// The probability that somebody who comes brings one more, and so on.
    pub companion: f64,
    /// How often walk-ins come for each reason.
    pub reasons: Vec<f64>,
    /// Who wants whom.
    pub wishes: Wishes,
    /// The share of walk-ins who are urgent.
    pub urgent: f64,
    /// When walk-ins leave.
    pub patience: Patience,
    /// Appointments.
    pub booking: Booking,
    /// Doctors who leave without having said so.
    pub leaving: Leaving,
}

/// Whom walk-ins want to see.
#[derive(Debug, Clone)]
pub struct Wishes {
    /// The share who want a certain doctor.
    pub share: f64,
    /// How often each doctor is wanted.
    pub popularity: Vec<f64>,
    /// What the wish means.
    pub wish: Wish,
}

/// What it means to want a doctor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wish {
    /// This one only.
    Strict,
    /// Anybody, but this one takes them before others.
    Soft,
    /// This one only, and after so many minutes anybody.
    Until(f64),
}

/// How a doctor's day is booked.
#[derive(Debug, Clone, Copy)]
pub struct Booking {
    /// The first possible appointment so many minutes after a stretch of duty begins, then every so many.
    pub first: f64,
    /// See `first`.
    pub every: f64,
    /// How likely each is to be booked.
    pub booked: f64,
    /// Its reason.
    pub reason: usize,
    /// How likely nobody comes.
    pub no_show: f64,
    /// How likely those who come are late, and by how many minutes on average.
    pub late: (f64, f64),
    /// Nobody is fetched from the queue so many minutes before an appointment.
    pub guard: f64,
    /// How long a doctor waits for the patient.
    pub grace: f64,
}

/// How doctors leave before their time.
#[derive(Debug, Clone, Copy)]
pub struct Leaving {
    /// How likely a doctor does on one day.
    pub probability: f64,
    /// At most so many minutes before the end of duty.
    pub minutes_max: f64,
}

impl Booking {
    /// No appointments.
    pub const NONE: Self = Self {
        first: 0.0,
        every: 60.0,
        booked: 0.0,
        reason: 0,
        no_show: 0.0,
        late: (0.0, 0.0),
        guard: 0.0,
        grace: 0.0,
    };

    /// When a patient comes to an appointment at `at`; infinite if not at all.
    pub fn comes_at(&self, at: f64, chance: Chance) -> f64 {
        if chance.of(0).happens(self.no_show) {
            return f64::INFINITY;
        }
        let (late, minutes) = self.late;
        if chance.of(1).happens(late) { at + minutes * chance.of(2).exponential() } else { at }
    }
}

impl Leaving {
    /// Nobody does.
    pub const NEVER: Self = Self { probability: 0.0, minutes_max: 0.0 };

    /// When a doctor leaves whose duty ends at `end`.
    pub fn leaves_at(&self, end: f64, chance: Chance) -> f64 {
        if chance.of(0).happens(self.probability) {
            end - self.minutes_max * chance.of(1).unit()
        } else {
            end
        }
    }
}

impl Clinic {
    /// Mean minutes by doctor and reason on a day.
    pub fn minutes_on(&self, day: u32) -> &[Vec<f64>] {
        let current = self.minutes.iter().rev().find(|(from, _)| *from <= day);
        &current.expect("a clinic has minutes from day 0 on").1
    }

    /// The same with those only whose coming may change when somebody is seen who waits already; `None` if
    /// there are none.
    ///
    /// The urgent go first, and those who want a doctor softly go first with that one. Who waits for one
    /// doctor for a while lets others go past, who then are with a doctor when that while is over: there,
    /// everybody counts.
    pub fn overtakers(&self) -> Option<Self> {
        let Wishes { share: wishing, wish, .. } = self.wishes;
        let chosen = match wish {
            Wish::Strict => self.urgent,
            Wish::Soft => self.urgent + (1.0 - self.urgent) * wishing,
            Wish::Until(_) if wishing > 0.0 => return Some(self.clone()),
            Wish::Until(_) => self.urgent,
        };
        if chosen == 0.0 {
            return None;
        }
        // Of a Poisson stream, those who are chosen independently are one too.
        assert!(self.companion == 0.0, "companions come together, so they are not chosen independently");
        let arrivals =
            self.arrivals.iter().map(|&(from, until, rate)| (from, until, chosen * rate)).collect();
        Some(Self {
            arrivals,
            urgent: self.urgent / chosen,
            wishes: Wishes { share: 1.0, ..self.wishes.clone() },
            ..self.clone()
        })
    }
}
