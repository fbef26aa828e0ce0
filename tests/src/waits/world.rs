//! What somebody at the desk of a simulated clinic gets to know, in the order in which it becomes known:
//! visits that are over, and askers with the room as it stands.

use frontdesk::DoctorPreference;

use super::chance::Chance;
use super::clinic::{Clinic, Wish};
use super::day::{Day, WalkIn};
use super::floor::{Floor, Happening, Who};
use super::stream::{
    Asker, Current, Doctor, Line, PastVisit, Planned, Policy, Question, Waiter, Wish as Meant,
};

/// Clinics, one after the other, as chance has it.
#[derive(Debug)]
pub struct World {
    /// The clinics.
    pub clinics: Vec<Clinic>,
    /// What chance hangs on.
    pub chance: Chance,
}

/// What becomes known.
#[derive(Debug)]
pub enum Known<'w> {
    /// A line of the stream.
    Line(Line),
    /// Somebody asks.
    Asked(Asked<'w>),
}

/// An asker who has to wait, and what nobody at the desk knows.
#[derive(Debug)]
pub struct Asked<'w> {
    /// The clinic.
    pub clinic: &'w Clinic,
    /// The room as it is, the asker in it.
    pub floor: &'w Floor<'w>,
    /// Who asks.
    pub asker: usize,
}

impl Asked<'_> {
    /// The minutes until the asker is seen, if they stay; `None` if the day is over before.
    pub fn wait(&self) -> Option<f64> {
        self.floor.wait_of(self.asker)
    }
}

impl World {
    /// Tells what becomes known, with so many askers if there are as many, evenly chosen from all who have to
    /// wait.
    pub fn watch(&self, questions: usize, mut tell: impl FnMut(Known<'_>)) {
        let mut delayed = 0;
        self.live(|known| delayed += usize::from(matches!(known, Known::Asked(_))));
        let mut number = 0;
        self.live(|known| match known {
            Known::Line(_) => tell(known),
            Known::Asked(_) => {
                number += 1;
                if number * questions / delayed > (number - 1) * questions / delayed {
                    tell(known);
                }
            }
        });
    }

    /// Every day of every clinic, with everybody who comes without hurry and finds no doctor.
    fn live(&self, mut tell: impl FnMut(Known<'_>)) {
        for (number, clinic) in self.clinics.iter().enumerate() {
            tell(Known::Line(Line::Clinic { clinic: number as u32 }));
            for day in 0..clinic.days {
                let day = Day::new(clinic, day, self.chance.of(number as u64));
                live_day(&day, &mut tell);
            }
        }
    }
}

/// A day, with everybody who comes without hurry and finds no doctor.
pub(super) fn live_day(day: &Day<'_>, tell: &mut impl FnMut(Known<'_>)) {
    let mut floor = Floor::new(day);
    let (mut open, mut happened) = (true, Vec::new());
    while open {
        open = floor.step(&mut |happening| happened.push(happening));
        happened
            .iter()
            .filter_map(|happening| visit(&floor, *happening))
            .for_each(|visit| tell(Known::Line(Line::Visit(visit))));
        for happening in happened.drain(..) {
            match happening {
                Happening::Came(asker) if !day.walk_ins[asker].urgent && floor.waiting.contains(&asker) => {
                    tell(Known::Asked(Asked { clinic: day.clinic, floor: &floor, asker }));
                }
                _ => {}
            }
        }
    }
}

/// The record of a visit that is over.
fn visit(floor: &Floor<'_>, happening: Happening) -> Option<PastVisit> {
    let day = floor.day;
    let walk_in = |who: usize, doctor: i64, started: Option<f64>, ended: f64, outcome: &str| {
        let WalkIn { reason, arrived, urgent, .. } = day.walk_ins[who];
        let ((pref, wish), urgent) = (wanted(&day.walk_ins[who]), u8::from(urgent));
        PastVisit {
            kind: "walkin".into(),
            doctor,
            reason,
            arrived,
            started,
            ended,
            outcome: outcome.into(),
            pref,
            wish,
            urgent,
        }
    };
    Some(match happening {
        Happening::Came(_) | Happening::Fetched(_) => return None,
        Happening::Left(who) => walk_in(who, -1, None, floor.now, "aband"),
        Happening::Unserved(who) => walk_in(who, -1, None, day.close, "unserved"),
        Happening::Finished(doctor, busy) => match busy.who {
            Who::WalkIn(who) => walk_in(who, doctor as i64, Some(busy.began), busy.ends, "done"),
            Who::Booked(which) => {
                let booked = &day.doctors[doctor].booked[which];
                PastVisit {
                    kind: "appt".into(),
                    doctor: doctor as i64,
                    reason: day.clinic.booking.reason,
                    arrived: booked.at,
                    started: Some(busy.began),
                    ended: busy.ends,
                    outcome: if booked.is_kept(day.clinic, busy.began) { "done" } else { "no_show" }.into(),
                    pref: -1,
                    wish: Meant::default(),
                    urgent: 0,
                }
            }
        },
    })
}

impl Asked<'_> {
    /// What the desk sees.
    pub fn question(&self, number: u64) -> Question {
        let Self { floor, asker, .. } = *self;
        let day = floor.day;
        let (pref, wish) = wanted(&day.walk_ins[asker]);
        let mut queue: Vec<&WalkIn> =
            floor.waiting.iter().filter(|who| **who != asker).map(|&who| &day.walk_ins[who]).collect();
        queue.sort_by_key(|patient| !patient.urgent);
        Question {
            q: number,
            t: floor.now,
            doctors: (0..floor.rooms.len()).map(|doctor| doctor_at(floor, doctor)).collect(),
            queue: queue.into_iter().map(|patient| waiter(day, patient)).collect(),
            asker: Asker {
                id: name(day, &day.walk_ins[asker]),
                reason: day.walk_ins[asker].reason,
                pref,
                wish,
            },
            policy: Policy {
                guard: day.clinic.booking.guard,
                grace: day.clinic.booking.grace,
                nominal_minutes: day.clinic.nominal_minutes.clone(),
            },
            close: day.close,
        }
    }
}

fn name(day: &Day<'_>, patient: &WalkIn) -> String {
    format!("p{}-{}", day.number, patient.number)
}

fn waiter(day: &Day<'_>, patient: &WalkIn) -> Waiter {
    let (pref, wish) = wanted(patient);
    Waiter {
        id: name(day, patient),
        arrived: patient.arrived,
        reason: patient.reason,
        pref,
        wish,
        urgent: u8::from(patient.urgent),
    }
}

fn wanted(patient: &WalkIn) -> (i64, Meant) {
    let Some((doctor, wish)) = patient.wish else { return (-1, Meant::default()) };
    let meant = match wish {
        Wish::Strict => Meant::default(),
        Wish::Soft => Meant { preference: Some(DoctorPreference::Soft), patience_minutes: None },
        Wish::Until(minutes) => {
            Meant { preference: Some(DoctorPreference::Soft), patience_minutes: Some(minutes as i64) }
        }
    };
    (doctor as i64, meant)
}

fn doctor_at(floor: &Floor<'_>, number: usize) -> Doctor {
    let (day, room) = (floor.day, &floor.rooms[number]);
    let doctor = &day.doctors[number];
    let current = room.busy.map(|busy| match busy.who {
        Who::WalkIn(who) => {
            let patient = &day.walk_ins[who];
            Current {
                kind: "walkin".into(),
                reason: patient.reason,
                started: busy.began,
                arrived: patient.arrived,
                patient: name(day, patient),
            }
        }
        Who::Booked(which) => {
            let (reason, arrived) = (day.clinic.booking.reason, doctor.booked[which].at);
            Current {
                kind: "appt".into(),
                reason,
                started: busy.began,
                arrived,
                patient: format!("a{}-{number}-{which}", day.number),
            }
        }
    });
    let to_come = |off: f64| off > floor.now && !floor.has_left(number);
    Doctor {
        id: number as i64,
        current,
        windows: doctor.duty.iter().copied().filter(|(_, off)| to_come(*off)).collect(),
        appts: doctor.booked[room.begun..]
            .iter()
            .map(|booked| Planned { at: booked.at, reason: day.clinic.booking.reason })
            .collect(),
    }
}
