//! How long things take, as drawn for one future.

use super::beliefs::{Beliefs, outlasted_by};
use super::dice::{self, Luck};
use super::habits::Patience;
use super::lasts::Course;
use super::outlook::Outlook;
use super::pause::PauseLaw;
use super::scene::{CurrentAt, DoctorAt, Scene};
use super::shape::ATOMS;
use super::unseen::rest_unseen;
use crate::wait::dispatch::{Candidate, Preference};

/// Patients who come later in one future, at most. They only push back those who wait.
pub(super) const LATER_MAX: usize = 1_000;

/// What a person's luck decides.
mod purpose {
    pub(super) const CAME: u64 = 1;
    pub(super) const LEAVES: u64 = 2;
    pub(super) const BELIEFS: u64 = 3;
    pub(super) const LATER: u64 = 4;
    pub(super) const PAUSES: u64 = 5;
    pub(super) const BACK: u64 = 7;
}

/// All futures of a scene.
pub(crate) struct Futures<'s> {
    scene: &'s Scene,
    outlook: &'s Outlook,
    beliefs: Beliefs,
    current: Vec<Option<Person>>,
    beside: Vec<Vec<Person>>,
    planned: Vec<Vec<Person>>,
    waiting: Vec<Person>,
    /// When those who were sent elsewhere are back.
    back: Vec<Luck>,
    patience: Option<Patience>,
    no_show: f64,
    /// How many come later, per second, and whether those count who go before nobody.
    later_rate: f64,
    passes: bool,
    seed: u64,
}

/// Somebody whose visit is drawn.
struct Person {
    /// The column of the reason.
    column: usize,
    length: Luck,
    /// Whether somebody with an appointment comes; when somebody who waits leaves.
    attendance: Luck,
}

/// One future of a scene.
pub(crate) struct Future<'f> {
    futures: &'f Futures<'f>,
    number: u32,
    /// What its belief says: expected seconds by doctor and column, and by doctor the atoms outlasted.
    expected: &'f [f64],
    outlasted: &'f [u16],
    later_key: u64,
}

impl<'s> Futures<'s> {
    pub(crate) fn new(scene: &'s Scene, outlook: &'s Outlook, count: u32, seed: u64) -> Self {
        let person = |column: usize, key: u64, attends: u64| Person {
            column,
            length: Luck::new(dice::mix(seed ^ key), count),
            attendance: Luck::new(dice::mix(seed ^ key ^ dice::mix(attends)), count),
        };
        let planned = |doctor: &DoctorAt| {
            doctor
                .appointments
                .iter()
                .map(|planned| person(planned.column, planned.key, purpose::CAME))
                .collect()
        };
        let beside = |doctor: &DoctorAt| {
            doctor.beside.iter().map(|now| person(now.column, now.key, purpose::CAME)).collect()
        };
        let later_rate = later_rate(scene, outlook);
        let key = dice::mix(seed ^ purpose::BELIEFS);
        Self {
            scene,
            outlook,
            beliefs: Beliefs::new(scene, outlook, count, key, later_rate > 0.0),
            current: scene
                .doctors
                .iter()
                .map(|doctor| doctor.current.as_ref().map(|now| person(now.column, now.key, purpose::CAME)))
                .collect(),
            beside: scene.doctors.iter().map(beside).collect(),
            planned: scene.doctors.iter().map(planned).collect(),
            waiting: scene
                .waiting
                .iter()
                .map(|waiter| person(waiter.column, waiter.key, purpose::LEAVES))
                .collect(),
            back: backs(scene, count, seed),
            patience: outlook.habits.patience(),
            no_show: outlook.habits.no_show(),
            later_rate,
            passes: passes(scene),
            seed,
        }
    }

    /// How much each future counts; `None` if all count alike.
    pub(crate) fn weights(&self) -> Option<&[f64]> {
        self.beliefs.weights()
    }

    pub(crate) fn future(&self, number: u32) -> Future<'_> {
        let (expected, outlasted) = self.beliefs.of(number);
        Future {
            futures: self,
            number,
            expected,
            outlasted,
            later_key: dice::mix(self.seed ^ purpose::LATER << 32 ^ u64::from(number)),
        }
    }
}

impl Future<'_> {
    /// The luck of somebody who comes later. They have no uid by which it could be told from that of others.
    fn later_unit(&self, number: usize, purpose: u64) -> f64 {
        dice::unit(dice::mix(self.later_key ^ (number as u64) << 8 ^ purpose))
    }

    /// What somebody comes for who comes later.
    fn later_column(&self, number: usize) -> usize {
        let reason = self.later_unit(number, 2);
        self.futures.outlook.mix.iter().position(|share| reason < *share).unwrap_or(0)
    }

    /// The luck of a doctor's pause.
    fn pause_unit(&self, doctor: usize, number: usize) -> f64 {
        let key = self.futures.scene.doctors[doctor].key ^ self.futures.seed;
        dice::unit(dice::mix(key ^ purpose::PAUSES << 56 ^ u64::from(self.number) << 24) ^ number as u64)
    }

    #[inline(never)]
    fn fresh_pause(&self, law: &PauseLaw, doctor: usize, number: usize) -> f64 {
        law.fresh(self.futures.outlook.pause_factors[doctor], self.pause_unit(doctor, number + 1))
    }

    #[inline]
    fn length(&self, doctor: usize, person: &Person) -> f64 {
        let atoms = &self.futures.outlook.atoms.values;
        let atom = atoms[person.length.pick(self.number, ATOMS)];
        self.expected[doctor * self.futures.outlook.columns + person.column] * atom
    }

    /// Of a consultation that nobody has closed: how long ago it was over, and for how long somebody has
    /// waited in vain since.
    fn over_for(&self, doctor: usize) -> Option<(f64, f64)> {
        let futures = self.futures;
        let now = futures.scene.doctors[doctor].current.as_ref().filter(|now| now.is_forgotten)?;
        let length = futures.current[doctor].as_ref().map_or(0.0, |person| self.length(doctor, person));
        Some(now.over_for(length))
    }

    /// What a consultation under way still takes, of which so many atoms are outlasted; `None` of one that
    /// was over before.
    #[inline]
    fn remaining_of(&self, doctor: usize, now: &CurrentAt, person: &Person, outlasted: u16) -> Option<f64> {
        if now.is_forgotten {
            return None;
        }
        let (scene, outlook) = (self.futures.scene, self.futures.outlook);
        let expected = self.expected[doctor * outlook.columns + person.column];
        let above = ATOMS - usize::from(outlasted);
        if now.may_be_nobody(scene.grace) && self.is_nobody(person, above) {
            return Some(scene.grace - now.elapsed);
        }
        Some(outlook.atoms.beyond(expected, (now.elapsed, above), person.length, self.number))
    }

    /// Whether a consultation under way, which has not outlasted so many atoms, is with somebody who has not
    /// come.
    #[cold]
    fn is_nobody(&self, person: &Person, above: usize) -> bool {
        let nobody = self.futures.no_show;
        let somebody = (1.0 - nobody) * above as f64 / ATOMS as f64;
        person.attendance.of(self.number) * (nobody + somebody) < nobody
    }

    /// What is left of the visit of somebody whom a doctor has seen before.
    #[cold]
    fn visit_again(&self, doctor: usize, waiter: usize) -> f64 {
        let person = &self.futures.waiting[waiter];
        let elapsed = self.futures.scene.waiting[waiter].seen_by(doctor);
        let outlook = self.futures.outlook;
        let expected = self.expected[doctor * outlook.columns + person.column];
        let above = ATOMS - outlook.atoms.at_most(elapsed / expected);
        outlook.atoms.beyond(expected, (elapsed, above), person.length, self.number)
    }

    /// Whether somebody who waits has left by then.
    #[inline(never)]
    fn has_left(&self, patience: &Patience, waiter: usize, at: f64) -> bool {
        let waited = self.futures.scene.waiting[waiter].waited;
        let luck = self.futures.waiting[waiter].attendance.of(self.number);
        60.0 * patience.ends_after(waited / 60.0, luck) <= waited + at
    }
}

impl Course for Future<'_> {
    #[inline]
    fn remaining(&self, doctor: usize) -> Option<f64> {
        let now = self.futures.scene.doctors[doctor].current.as_ref()?;
        let person = self.futures.current[doctor].as_ref()?;
        self.remaining_of(doctor, now, person, self.outlasted[doctor])
    }

    fn beside(&self, doctor: usize, index: usize) -> Option<f64> {
        let now = &self.futures.scene.doctors[doctor].beside[index];
        let outlasted = outlasted_by(self.futures.outlook, self.expected, doctor, now);
        self.remaining_of(doctor, now, &self.futures.beside[doctor][index], outlasted)
    }

    fn rest(&self, doctor: usize) -> f64 {
        let (scene, outlook) = (self.futures.scene, self.futures.outlook);
        if let Some((over_for, in_vain)) = self.over_for(doctor) {
            return rest_unseen(over_for, in_vain, self.pause_unit(doctor, 0));
        }
        let (Some(law), Some(free)) = (&outlook.pauses, scene.doctors[doctor].free) else { return 0.0 };
        let (unit, factor) = (self.pause_unit(doctor, 0), outlook.pause_factors[doctor]);
        let lasts = match free.asked_at {
            Some(age) => law.beyond(age, factor, unit),
            None => law.fresh(factor, unit),
        };
        (lasts - free.age).max(0.0)
    }

    #[inline(always)]
    fn pause(&self, doctor: usize, number: usize) -> f64 {
        self.futures.outlook.pauses.as_ref().map_or(0.0, |law| self.fresh_pause(law, doctor, number))
    }

    fn appointment(&self, doctor: usize, index: usize) -> f64 {
        let person = &self.futures.planned[doctor][index];
        if person.attendance.of(self.number) < self.futures.no_show {
            self.futures.scene.grace
        } else {
            self.length(doctor, person)
        }
    }

    fn back(&self, waiter: usize) -> f64 {
        let futures = self.futures;
        let (Some(law), Some(gone)) = (&futures.outlook.elsewhere, futures.scene.waiting[waiter].elsewhere)
        else {
            return f64::INFINITY;
        };
        let person = &futures.waiting[waiter];
        let expected = law.expected(gone.sent_by, person.column);
        let above = ATOMS - law.atoms.at_most(gone.elapsed / expected);
        law.atoms.beyond(expected, (gone.elapsed, above), futures.back[waiter], self.number)
    }

    #[inline]
    fn visit(&self, doctor: usize, waiter: usize, at: f64) -> f64 {
        if self.futures.scene.waiting[waiter].candidate.was_seen {
            return self.visit_again(doctor, waiter);
        }
        match &self.futures.patience {
            Some(patience) if self.has_left(patience, waiter, at) => 0.0,
            _ => self.length(doctor, &self.futures.waiting[waiter]),
        }
    }

    fn later_gap(&self, number: usize) -> f64 {
        if self.futures.later_rate <= 0.0 || number >= LATER_MAX {
            return f64::INFINITY;
        }
        -libm::log(1.0 - self.later_unit(number, 0)) / self.futures.later_rate
    }

    fn later(&self, number: usize) -> Option<(Candidate, f64)> {
        let (scene, outlook) = (self.futures.scene, self.futures.outlook);
        let kind = if scene.kinds.is_empty() { 0 } else { scene.kinds[self.later_column(number)] };
        let anybody = Candidate {
            preference: Preference::Anyone,
            kind,
            urgent: false,
            was_seen: false,
            ready_at: f64::NEG_INFINITY,
        };
        let mut left = self.later_unit(number, 1) * self.futures.later_rate - outlook.urgent_rate;
        if left < 0.0 {
            return Some((Candidate { urgent: true, ..anybody }, 0.0));
        }
        for (doctor, rate) in outlook.own_first_rates.iter().enumerate() {
            left -= rate;
            if left < 0.0 {
                // Who would like to see a doctor comes for something that the doctor does.
                let kind = if scene.skills.serves(doctor as u32, kind) { kind } else { 0 };
                return Some((
                    Candidate { preference: Preference::Soft(doctor as u32), kind, ..anybody },
                    0.0,
                ));
            }
        }
        for (head_start, rate) in &outlook.head_start_rates {
            left -= rate;
            if left < 0.0 {
                return Some((anybody, *head_start));
            }
        }
        self.futures.passes.then_some((anybody, 0.0))
    }

    fn later_visit(&self, doctor: usize, number: usize) -> f64 {
        let outlook = self.futures.outlook;
        let (column, length) = (self.later_column(number), self.later_unit(number, 3));
        self.expected[doctor * outlook.columns + column]
            * outlook.atoms.values[(length * ATOMS as f64) as usize]
    }
}

/// The luck of those who were sent elsewhere; none where nobody was.
fn backs(scene: &Scene, count: u32, seed: u64) -> Vec<Luck> {
    if scene.waiting.iter().all(|waiter| waiter.elsewhere.is_none()) {
        return Vec::new();
    }
    let luck = |key: u64| Luck::new(dice::mix(seed ^ key ^ dice::mix(purpose::BACK)), count);
    scene.waiting.iter().map(|waiter| luck(waiter.key)).collect()
}

/// Whether those who come later and go before nobody are seen before somebody all the same: who waits for one
/// doctor for a while lets others go to the rest.
fn passes(scene: &Scene) -> bool {
    scene
        .waiting
        .iter()
        .any(|waiter| matches!(waiter.candidate.preference, Preference::Until(_, end) if end > 0.0))
}

/// How many come per second. None where nobody makes a difference to those who wait.
pub(super) fn later_rate(scene: &Scene, outlook: &Outlook) -> f64 {
    let first = outlook.urgent_rate
        + outlook.own_first_rates.iter().sum::<f64>()
        + outlook.head_start_rates.iter().map(|(_, rate)| rate).sum::<f64>();
    let is_all_urgent = scene.waiting.iter().all(|waiter| waiter.candidate.urgent);
    // All are drawn if any are: a draw must not hang on who waits.
    if (first > 0.0 || passes(scene)) && !is_all_urgent { first + outlook.in_turn_rate } else { 0.0 }
}
