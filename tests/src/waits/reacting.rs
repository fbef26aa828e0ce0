//! Patients who react to what they are told: some turn away, some come again when it was to be their turn.

use std::collections::BTreeSet;

use super::chance::Chance;
use super::clinic::Clinic;
use super::day::{Day, WalkIn};
use super::world::{Known, live_day};

/// How patients take what they are told.
#[derive(Debug, Clone, Copy)]
pub struct Reaction {
    /// Everybody waits who is told so many minutes or less.
    pub accepted: f64,
    /// Some do if they are told up to so many minutes more.
    pub scatter: f64,
    /// The share of the others who come again, after as many minutes as they were told. Then they wait.
    pub again: f64,
}

/// What chance decides.
const REACTING: u64 = 9_000;

impl Reaction {
    /// Every day of a clinic. `hear` is told what becomes known, and of somebody who asks it says how many
    /// minutes they are told. Who turns away is seen by nobody, and leaves no record.
    pub fn live(&self, clinic: &Clinic, chance: Chance, mut hear: impl FnMut(Known<'_>) -> f64) {
        for number in 0..clinic.days {
            let mut day = Day::new(clinic, number, chance);
            let chance = chance.of(REACTING).of(u64::from(number));
            let mut heard = Heard::default();
            // A reaction changes only what comes after it. So the day is lived anew each time, and what has
            // been heard of it is not told again.
            while let Some((who, again_at)) = self.first(&day, chance, &mut heard, &mut hear) {
                let patient = day.walk_ins.remove(who);
                if let Some(arrived) = again_at.filter(|at| *at < day.close) {
                    let place = day.walk_ins.partition_point(|other| other.arrived <= arrived);
                    let leaves_at = patient.leaves_at + arrived - patient.arrived;
                    day.walk_ins.insert(place, WalkIn { arrived, leaves_at, ..patient });
                }
            }
        }
    }

    /// The first who turns away and has not reacted yet, and when they come again.
    fn first(
        &self,
        day: &Day<'_>,
        chance: Chance,
        heard: &mut Heard,
        hear: &mut impl FnMut(Known<'_>) -> f64,
    ) -> Option<(usize, Option<f64>)> {
        let (mut place, mut turned) = (0, None);
        live_day(day, &mut |known| {
            place += 1;
            if turned.is_some() || place <= heard.count {
                return;
            }
            let who = match &known {
                Known::Line(_) => None,
                Known::Asked(asked) => Some((asked.asker, asked.floor.day.walk_ins[asked.asker])),
            };
            let minutes = hear(known);
            heard.count += 1;
            let Some((asker, patient)) = who else { return };
            let chance = chance.of(u64::from(patient.number));
            let accepted = self.accepted + self.scatter * chance.of(0).unit();
            if heard.decided.insert(patient.number) && minutes > accepted {
                // Next time, they don't ask.
                heard.count -= 1;
                let comes = chance.of(1).happens(self.again);
                turned = Some((asker, comes.then_some(patient.arrived + minutes)));
            }
        });
        turned
    }
}

/// What has been heard of a day.
#[derive(Default)]
struct Heard {
    count: usize,
    /// Who has been told how long it will be, and gone or stayed.
    decided: BTreeSet<u32>,
}
