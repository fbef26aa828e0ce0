//! How long things take on average.

use super::habits::Patience;
use super::lasts::Course;
use super::outlook::Outlook;
use super::scene::{CurrentAt, Scene};
use super::shape::Atoms;
use super::unseen::rest_unseen;

/// A single course in which everything takes as long as it does on average.
///
/// It is quick, and says too much: of several doctors the first is free sooner than any of them on average.
pub(crate) struct Expected<'s> {
    scene: &'s Scene,
    outlook: &'s Outlook,
    no_show: f64,
    patience: Option<Patience>,
}

impl<'s> Expected<'s> {
    pub(crate) fn new(scene: &'s Scene, outlook: &'s Outlook) -> Self {
        Self { scene, outlook, no_show: outlook.habits.no_show(), patience: outlook.habits.patience() }
    }

    fn length(&self, doctor: usize, column: usize) -> f64 {
        self.outlook.expected[doctor * self.outlook.columns + column] * self.outlook.atoms.mean()
    }

    /// What a consultation under way still takes.
    fn remaining_of(&self, doctor: usize, now: &CurrentAt) -> Option<f64> {
        if now.is_forgotten {
            return None;
        }
        let expected = self.outlook.expected[doctor * self.outlook.columns + now.column];
        Some(beyond(&self.outlook.atoms, expected, now.elapsed))
    }
}

/// What is left, on average, of something that has taken so long.
fn beyond(atoms: &Atoms, expected: f64, elapsed: f64) -> f64 {
    let below = atoms.at_most(elapsed / expected);
    match atoms.tail(below, elapsed / expected) {
        Some(mean) => mean * expected,
        None => atoms.mean_from(below) * expected - elapsed,
    }
}

impl Course for Expected<'_> {
    fn remaining(&self, doctor: usize) -> Option<f64> {
        self.remaining_of(doctor, self.scene.doctors[doctor].current.as_ref()?)
    }

    fn beside(&self, doctor: usize, index: usize) -> Option<f64> {
        self.remaining_of(doctor, &self.scene.doctors[doctor].beside[index])
    }

    fn rest(&self, doctor: usize) -> f64 {
        if let Some(now) = self.scene.doctors[doctor].current.as_ref().filter(|now| now.is_forgotten) {
            let (over_for, in_vain) = now.over_for(self.length(doctor, now.column));
            return rest_unseen(over_for, in_vain, 0.5);
        }
        let (Some(law), Some(free)) = (&self.outlook.pauses, self.scene.doctors[doctor].free) else {
            return 0.0;
        };
        let factor = self.outlook.pause_factors[doctor];
        let lasts = free.asked_at.map_or_else(|| law.fresh(factor, 0.5), |age| law.beyond(age, factor, 0.5));
        (lasts - free.age).max(0.0)
    }

    fn pause(&self, doctor: usize, _: usize) -> f64 {
        self.outlook.pauses.as_ref().map_or(0.0, |law| law.fresh(self.outlook.pause_factors[doctor], 0.5))
    }

    fn appointment(&self, doctor: usize, index: usize) -> f64 {
        let column = self.scene.doctors[doctor].appointments[index].column;
        self.no_show * self.scene.grace + (1.0 - self.no_show) * self.length(doctor, column)
    }

    fn back(&self, waiter: usize) -> f64 {
        let waiter = &self.scene.waiting[waiter];
        let (Some(law), Some(gone)) = (&self.outlook.elsewhere, waiter.elsewhere) else {
            return f64::INFINITY;
        };
        beyond(&law.atoms, law.expected(gone.sent_by, waiter.column), gone.elapsed)
    }

    fn visit(&self, doctor: usize, waiter: usize, at: f64) -> f64 {
        let waiter = &self.scene.waiting[waiter];
        if waiter.candidate.was_seen {
            let expected = self.outlook.expected[doctor * self.outlook.columns + waiter.column];
            return beyond(&self.outlook.atoms, expected, waiter.seen_by(doctor));
        }
        let stays = self
            .patience
            .as_ref()
            .map_or(1.0, |patience| patience.stays(waiter.waited / 60.0, (waiter.waited + at) / 60.0));
        stays * self.length(doctor, waiter.column)
    }
}
