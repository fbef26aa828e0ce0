//! Families of clinics: what each makes difficult, and its numbers. A family has as many clinics as there are
//! seeds.

use super::chance::Chance;
use super::clinic::{Booking, Clinic, Leaving, Wish, Wishes};
use super::law::{Law, Patience};

/// A family of clinics.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
    make: fn(&Make) -> Vec<Clinic>,
}

/// What a family makes clinics from.
#[derive(Debug)]
struct Make {
    chance: Chance,
    /// How much of the full length is wanted.
    share: f64,
}

/// How many families at the beginning are those that the bounds were drawn for; the others ask for what is
/// beyond.
pub const FIRST: usize = 12;

/// All of them.
pub const FAMILIES: [Family; 19] = [
    Family {
        name: "s01_mm3",
        about: "three equal doctors, exponential visits, load .9",
        make: |make| vec![make.endless(Law::Exponential)],
    },
    Family {
        name: "s02_mg3_cv05",
        about: "the same, lognormal visits that vary half as much",
        make: |make| vec![make.endless(Law::of_cv(0.5))],
    },
    Family {
        name: "s03_mg3_cv10",
        about: "the same, lognormal visits that vary as much",
        make: |make| vec![make.endless(Law::of_cv(1.0))],
    },
    Family {
        name: "s04_hetero",
        about: "four doctors of different speed, three reasons",
        make: |make| vec![make.hetero(40)],
    },
    Family {
        name: "s05_preferred",
        about: "every second patient sees one doctor only",
        make: |make| vec![make.wishing(Wish::Strict, 55)],
    },
    Family {
        name: "s06_shifts",
        about: "five doctors, staggered duty with breaks, closing with a queue",
        make: |make| vec![make.shifts()],
    },
    Family {
        name: "s07_appointments",
        about: "booked three quarters of the day; guard, no-shows",
        make: |make| vec![make.booked()],
    },
    Family {
        name: "s08_abandon",
        about: "load 1.4, exponential patience of 35 minutes",
        make: |make| vec![make.abandoning()],
    },
    Family {
        name: "s09_staffing",
        about: "two to five doctors through the day, and arrivals too",
        make: |make| vec![make.staffing()],
    },
    Family { name: "s10_coldstart", about: "90 clinics on their first day", make: Make::coldstart },
    Family {
        name: "s11_drift_urgent",
        about: "an eighth urgent; half way, doctors change their speed",
        make: |make| vec![make.drifting()],
    },
    Family {
        name: "s12_kitchen_sink",
        about: "nearly all of that at once",
        make: |make| vec![make.kitchen_sink()],
    },
    Family {
        name: "s13_soft",
        about: "every second patient goes first with one doctor",
        make: |make| vec![make.wishing(Wish::Soft, 40)],
    },
    Family {
        name: "s14_soft_until",
        about: "every second waits for one doctor, for 15 minutes",
        make: |make| vec![make.wishing(Wish::Until(15.0), 40)],
    },
    Family {
        name: "s15_late",
        about: "appointments; half of the patients are late",
        make: |make| vec![make.late()],
    },
    Family {
        name: "s16_leaving",
        about: "a quarter of the doctors leave early without saying",
        make: |make| vec![make.leaving()],
    },
    Family {
        name: "s17_groups",
        about: "patients come in groups, 1.7 on average",
        make: |make| vec![make.groups()],
    },
    Family {
        name: "s18_twenty",
        about: "twenty doctors of different speed",
        make: |make| vec![make.twenty()],
    },
    Family {
        name: "s19_soft_shifts_urgent",
        about: "soft preferences, shifts with breaks, urgent patients",
        make: |make| vec![make.soft_shifts_urgent()],
    },
];

/// Mean minutes by reason, and what clinics believe they are.
const MINUTES: [f64; 3] = [6.0, 12.0, 25.0];
const NOMINAL: [f64; 3] = [5.0, 10.0, 20.0];
const REASONS: [f64; 3] = [0.45, 0.4, 0.15];

/// How the clinics differ that are seen on their first day only: mean minutes by reason, and standard
/// deviations of logarithms.
#[derive(Debug)]
pub struct FirstDay {
    /// Mean minutes by reason, of all of them.
    pub minutes: [f64; 3],
    /// Of a clinic.
    pub level_sd: f64,
    /// Of a doctor in it.
    pub doctor_sd: f64,
    /// Of a doctor with a reason.
    pub cell_sd: f64,
}

/// Those of `s10_coldstart`.
pub const FIRST_DAY: FirstDay =
    FirstDay { minutes: MINUTES, level_sd: 0.3, doctor_sd: 0.3, cell_sd: CELL_SD };
/// How much each doctor differs with each reason.
const CELL_SD: f64 = 0.1;

impl Family {
    /// Whether each clinic is seen on its first day only.
    pub fn is_coldstart(&self) -> bool {
        self.name == "s10_coldstart"
    }

    /// The clinics of a seed, with a share of the days of the full length.
    pub fn clinics(&self, chance: Chance, share: f64) -> Vec<Clinic> {
        (self.make)(&Make { chance, share })
    }
}

impl Make {
    fn days(&self, days: u32) -> u32 {
        (self.share * f64::from(days)).ceil() as u32
    }

    /// One reason, nobody wants anything. `duty` and `arrivals` are minutes of the day.
    fn plain(
        &self,
        days: u32,
        duty: Vec<Vec<(f64, f64)>>,
        arrivals: &[(f64, f64, f64)],
        close: f64,
    ) -> Clinic {
        let doctors = duty.len();
        Clinic {
            days: self.days(days),
            close,
            duty,
            minutes: vec![(0, vec![vec![12.0]; doctors])],
            nominal_minutes: vec![10.0],
            law: Law::Lognormal(0.5),
            arrivals: arrivals.to_vec(),
            companion: 0.0,
            reasons: vec![1.0],
            wishes: Wishes { share: 0.0, popularity: vec![1.0; doctors], wish: Wish::Strict },
            urgent: 0.0,
            patience: Patience::Endless,
            booking: Booking::NONE,
            leaving: Leaving::NEVER,
        }
    }

    /// Three reasons, doctors of these speeds, and each with each a little different.
    fn varied(&self, speeds: &[f64], clinic: Clinic) -> Clinic {
        Clinic {
            minutes: vec![(0, self.minutes(&MINUTES, speeds, 0))],
            nominal_minutes: NOMINAL.to_vec(),
            reasons: REASONS.to_vec(),
            ..clinic
        }
    }

    fn minutes(&self, reasons: &[f64], speeds: &[f64], clinic: u64) -> Vec<Vec<f64>> {
        let cell = |doctor: usize, reason: usize| {
            self.chance.of(clinic).of(doctor as u64).of(reason as u64).normal()
        };
        let row = |(doctor, speed): (usize, &f64)| {
            reasons
                .iter()
                .enumerate()
                .map(|(reason, minutes)| speed * minutes * libm::exp(CELL_SD * cell(doctor, reason)))
                .collect()
        };
        speeds.iter().enumerate().map(row).collect()
    }

    fn endless(&self, law: Law) -> Clinic {
        let minutes = self.share * 120_000.0;
        Clinic {
            days: 1,
            law,
            ..self.plain(1, vec![vec![(0.0, minutes)]; 3], &[(0.0, minutes, 0.225)], minutes)
        }
    }

    fn hetero(&self, days: u32) -> Clinic {
        self.varied(
            &[0.7, 0.9, 1.15, 1.5],
            self.plain(days, office_hours(4), &[(470.0, 880.0, 0.355)], 1_000.0),
        )
    }

    fn wishing(&self, wish: Wish, days: u32) -> Clinic {
        let clinic = self.plain(days, office_hours(4), &[(470.0, 880.0, 0.34)], 1_000.0);
        Clinic {
            wishes: Wishes { share: 0.5, popularity: vec![3.0, 2.0, 1.0, 1.0], wish },
            ..self.varied(&[0.75, 0.85, 1.15, 1.4], clinic)
        }
    }

    fn shifts(&self) -> Clinic {
        let arrivals = [(475.0, 600.0, 0.3), (600.0, 840.0, 0.33), (840.0, 1_020.0, 0.17)];
        Clinic {
            law: Law::Lognormal(0.6),
            wishes: Wishes { share: 0.15, popularity: vec![1.0, 1.0, 1.0, 2.0, 2.5], wish: Wish::Strict },
            ..self.varied(&[0.9, 0.95, 1.0, 1.1, 1.2], self.plain(45, staggered(1_080.0), &arrivals, 1_120.0))
        }
    }

    fn booked(&self) -> Clinic {
        let clinic = self.plain(110, office_hours(3), &[(480.0, 880.0, 0.15)], 1_000.0);
        let booking = Booking {
            first: 30.0,
            every: 45.0,
            booked: 0.75,
            reason: 3,
            no_show: 0.1,
            guard: 6.0,
            grace: 5.0,
            ..Booking::NONE
        };
        let wishes = Wishes { share: 0.1, ..clinic.wishes.clone() };
        let minutes = self.minutes(&[6.0, 12.0, 25.0, 15.0], &[0.9, 1.0, 1.15], 0);
        let (reasons, nominal_minutes) = (vec![0.5, 0.4, 0.1, 0.0], vec![5.0, 10.0, 20.0, 15.0]);
        Clinic { booking, wishes, minutes: vec![(0, minutes)], reasons, nominal_minutes, ..clinic }
    }

    fn abandoning(&self) -> Clinic {
        let clinic = self.plain(40, office_hours(4), &[(470.0, 930.0, 0.46)], 1_000.0);
        Clinic { law: Law::Lognormal(0.7), patience: Patience::Exponential(35.0), ..clinic }
    }

    fn staffing(&self) -> Clinic {
        let mut duty = office_hours(5);
        (duty[2], duty[3], duty[4]) = (vec![(600.0, 840.0)], vec![(600.0, 840.0)], vec![(630.0, 780.0)]);
        let arrivals = [(475.0, 600.0, 0.26), (600.0, 780.0, 0.4), (780.0, 930.0, 0.22)];
        Clinic {
            law: Law::Lognormal(0.6),
            ..self.varied(&[0.8, 0.9, 1.0, 1.1, 1.3], self.plain(45, duty, &arrivals, 1_000.0))
        }
    }

    fn coldstart(&self) -> Vec<Clinic> {
        let clinic = |number: u32| {
            let chance = self.chance.of(100 + u64::from(number));
            let FirstDay { level_sd, doctor_sd, .. } = FIRST_DAY;
            let level = level_sd * chance.of(0).normal();
            let speed = |doctor: u64| libm::exp(level + doctor_sd * chance.of(1 + doctor).normal());
            let speeds: Vec<f64> = (0..3).map(speed).collect();
            let clinic = Clinic {
                days: 1,
                ..self.plain(1, vec![vec![(480.0, 800.0)]; 3], &[(475.0, 720.0, 0.27)], 860.0)
            };
            let minutes = vec![(0, self.minutes(&MINUTES, &speeds, 1 + u64::from(number)))];
            Clinic { minutes, law: Law::Lognormal(0.55), ..self.varied(&speeds, clinic) }
        };
        (0..self.days(90)).map(clinic).collect()
    }

    fn drifting(&self) -> Clinic {
        let mut clinic = self
            .varied(&[0.9, 1.0, 1.0, 1.2], self.plain(56, office_hours(4), &[(470.0, 880.0, 0.3)], 1_000.0));
        let mut after = clinic.minutes[0].1.clone();
        for (row, change) in after.iter_mut().zip([1.5, 1.5, 0.8, 1.3]) {
            row.iter_mut().for_each(|minutes| *minutes *= change);
        }
        clinic.minutes.push((self.days(24), after));
        Clinic { urgent: 0.12, ..clinic }
    }

    fn kitchen_sink(&self) -> Clinic {
        let arrivals = [(475.0, 600.0, 0.22), (600.0, 840.0, 0.26), (840.0, 960.0, 0.15)];
        let clinic = self.plain(50, staggered(1_020.0), &arrivals, 1_080.0);
        Clinic {
            law: Law::Lognormal(0.6),
            minutes: vec![(0, self.minutes(&[6.0, 12.0, 25.0, 14.0], &[1.1, 1.35, 1.05, 1.2, 1.5], 0))],
            reasons: vec![0.45, 0.4, 0.15, 0.0],
            nominal_minutes: vec![5.0, 10.0, 20.0, 15.0],
            wishes: Wishes { share: 0.3, popularity: vec![2.0, 1.5, 1.0, 2.2, 3.0], wish: Wish::Strict },
            urgent: 0.06,
            patience: Patience::Lognormal(45.0, 0.8),
            booking: Booking {
                first: 30.0,
                every: 60.0,
                booked: 0.5,
                reason: 3,
                no_show: 0.1,
                guard: 6.0,
                grace: 5.0,
                ..Booking::NONE
            },
            ..clinic
        }
    }

    fn late(&self) -> Clinic {
        let clinic = self.booked();
        Clinic {
            days: self.days(70),
            booking: Booking { late: (0.5, 5.0), grace: 10.0, ..clinic.booking },
            ..clinic
        }
    }

    fn leaving(&self) -> Clinic {
        let clinic = self.varied(
            &[0.8, 0.95, 1.1, 1.3],
            self.plain(40, office_hours(4), &[(470.0, 860.0, 0.31)], 1_000.0),
        );
        Clinic { leaving: Leaving { probability: 0.25, minutes_max: 240.0 }, ..clinic }
    }

    fn groups(&self) -> Clinic {
        let clinic = self.plain(40, office_hours(4), &[(470.0, 880.0, 0.19)], 1_000.0);
        Clinic { companion: 0.4, ..self.varied(&[0.8, 0.95, 1.1, 1.3], clinic) }
    }

    fn twenty(&self) -> Clinic {
        let speeds: Vec<f64> = (0..20).map(|doctor| 0.7 + 0.04 * f64::from(doctor)).collect();
        self.varied(&speeds, self.plain(12, office_hours(20), &[(470.0, 880.0, 1.75)], 1_000.0))
    }

    fn soft_shifts_urgent(&self) -> Clinic {
        let shifts = self.shifts();
        Clinic {
            urgent: 0.08,
            wishes: Wishes { share: 0.4, wish: Wish::Soft, ..shifts.wishes.clone() },
            ..shifts
        }
    }
}

/// From eight to four.
fn office_hours(doctors: usize) -> Vec<Vec<(f64, f64)>> {
    vec![vec![(480.0, 960.0)]; doctors]
}

/// Five doctors with breaks, the last of whom goes at `end`.
fn staggered(end: f64) -> Vec<Vec<(f64, f64)>> {
    vec![
        vec![(480.0, 720.0), (765.0, 900.0)],
        vec![(480.0, 660.0), (705.0, 840.0)],
        vec![(540.0, 780.0)],
        vec![(600.0, 720.0), (750.0, 960.0)],
        vec![(720.0, end)],
    ]
}
