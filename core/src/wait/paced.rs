//! Futures by the pace of the room, for the share of them in which the roster says too little.

use super::dice::{self, Luck};
use super::habits::Patience;
use super::lasts::Course;
use super::outlook::Outlook;
use super::pace::PaceLaw;
use super::scene::{DoctorAt, Scene};
use super::shape::ATOMS;
use crate::wait::dispatch::{Candidate, Preference};

/// Sets of beliefs about the pace.
const BELIEFS: u32 = 32;
/// Of all futures, at most this share is by the pace where doctors are known.
const SHARE_MAX: f64 = 0.5;
/// What the luck of gaps hangs on, beside the person's.
const GAPS: u64 = 6 << 56;

/// Which share of the futures is to be by the pace. Where doctors on duty are free though somebody waits, it
/// is not known who is there: the more of them, the less a roster says. Where everybody is at work it says
/// all, and so it does where patients or doctors are not alike.
pub(crate) fn share(scene: &Scene, outlook: &Outlook) -> f64 {
    if scene.waiting.iter().any(|waiter| waiter.candidate.kind > 0 || waiter.elsewhere.is_some()) {
        return 0.0;
    }
    let plain = scene
        .waiting
        .iter()
        .all(|waiter| matches!(waiter.candidate.preference, Preference::Anyone | Preference::Soft(_)));
    if outlook.pace.is_none() || !plain && scene.doctors.len() > 1 {
        return 0.0;
    }
    if scene.doctors.is_empty() {
        return 1.0;
    }
    let on_duty = |doctor: &&DoctorAt| doctor.current.is_some() || doctor.free.is_some();
    let here = scene.doctors.iter().filter(on_duty);
    if outlook.pauses.is_none() || here.clone().any(|doctor| !doctor.appointments.is_empty()) {
        return 0.0;
    }
    let lets_wait = |doctor: &&DoctorAt| {
        let forgotten = doctor.current.as_ref().filter(|now| now.is_forgotten);
        doctor.free.is_some_and(|free| free.asked_at == Some(free.age))
            || forgotten.is_some_and(|now| now.in_vain.is_some_and(|seconds| seconds > 0.0))
    };
    let free = here.clone().filter(lets_wait).count();
    (free as f64 / here.count().max(1) as f64).min(SHARE_MAX)
}

/// The same room, in which one who is always there sees everybody in turn.
pub(crate) fn scene(scene: &Scene) -> Scene {
    let mut waiting = scene.waiting.clone();
    waiting.iter_mut().for_each(|waiter| waiter.candidate.preference = Preference::Anyone);
    let mut duty: Vec<(f64, f64)> = scene.doctors.iter().flat_map(|doctor| doctor.duty.clone()).collect();
    duty.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<(f64, f64)> = Vec::with_capacity(duty.len());
    for (on, off) in duty {
        match joined.last_mut() {
            Some(last) if on <= last.1 => last.1 = last.1.max(off),
            _ => joined.push((on, off)),
        }
    }
    if scene.doctors.is_empty() {
        joined.push((0.0, f64::INFINITY));
    }
    let all = DoctorAt {
        duty: joined,
        current: None,
        beside: Vec::new(),
        places: 1,
        is_away: false,
        free: None,
        key: 0,
        appointments: Vec::new(),
    };
    let Scene { guard, grace, close, since_start, .. } = *scene;
    Scene { doctors: vec![all], waiting, guard, grace, close, since_start, ..Scene::default() }
}

/// All futures of a scene by its pace.
pub(crate) struct Paced<'s> {
    scene: &'s Scene,
    law: &'s PaceLaw,
    /// How many come per second who are urgent, and who have a head start.
    urgent_rate: f64,
    head_start_rates: &'s [(f64, f64)],
    patience: Option<Patience>,
    /// Expected seconds by belief, and how many atoms the gap under way has outlasted.
    expected: Vec<(f64, usize)>,
    waiting: Vec<(Luck, Luck)>,
    first: Luck,
    seed: u64,
}

/// One of them.
pub(crate) struct PacedFuture<'f> {
    all: &'f Paced<'f>,
    number: u32,
    expected: f64,
    outlasted: usize,
}

impl<'s> Paced<'s> {
    pub(crate) fn new(
        scene: &'s Scene,
        outlook: &'s Outlook,
        law: &'s PaceLaw,
        count: u32,
        seed: u64,
    ) -> Self {
        let luck = |key: u64| Luck::new(dice::mix(seed ^ key ^ GAPS), count);
        let of = |logarithm: f64| {
            let expected = 60.0 * libm::exp(logarithm);
            (expected, law.atoms.at_most(scene.since_start / expected))
        };
        Self {
            scene,
            law,
            urgent_rate: outlook.urgent_rate,
            head_start_rates: &outlook.head_start_rates,
            patience: outlook.habits.patience(),
            expected: law.fit.beliefs(dice::mix(seed ^ GAPS), BELIEFS).into_iter().map(of).collect(),
            waiting: scene
                .waiting
                .iter()
                .map(|waiter| (luck(waiter.key), luck(dice::mix(waiter.key))))
                .collect(),
            first: luck(0),
            seed,
        }
    }

    pub(crate) fn future(&self, number: u32) -> PacedFuture<'_> {
        let (expected, outlasted) = self.expected[number as usize % self.expected.len()];
        PacedFuture { all: self, number, expected, outlasted }
    }

    fn later_rate(&self) -> f64 {
        self.urgent_rate + self.head_start_rates.iter().map(|(_, rate)| rate).sum::<f64>()
    }

    fn later_unit(&self, future: u32, number: usize) -> f64 {
        dice::unit(dice::mix(self.seed ^ GAPS ^ u64::from(future)) ^ number as u64)
    }
}

impl Course for PacedFuture<'_> {
    fn remaining(&self, _: usize) -> Option<f64> {
        let (law, elapsed) = (self.all.law, self.all.scene.since_start);
        let elapsed_and_above = (elapsed, ATOMS - self.outlasted);
        Some(law.atoms.beyond(self.expected, elapsed_and_above, self.all.first, self.number))
    }

    fn appointment(&self, _: usize, _: usize) -> f64 {
        0.0
    }

    fn visit(&self, _: usize, waiter: usize, at: f64) -> f64 {
        let (gap, leaves) = self.all.waiting[waiter];
        if let Some(patience) = &self.all.patience {
            let waited = self.all.scene.waiting[waiter].waited;
            if 60.0 * patience.ends_after(waited / 60.0, leaves.of(self.number)) <= waited + at {
                return 0.0;
            }
        }
        self.expected * self.all.law.atoms.values[gap.pick(self.number, ATOMS)]
    }

    fn later_gap(&self, number: usize) -> f64 {
        let rate = self.all.later_rate();
        if rate <= 0.0 || number >= super::course::LATER_MAX {
            return f64::INFINITY;
        }
        -libm::log(1.0 - self.all.later_unit(self.number, 3 * number)) / rate
    }

    fn later(&self, number: usize) -> Option<(Candidate, f64)> {
        let unit = self.all.later_unit(self.number, 3 * number + 1);
        let mut left = unit * self.all.later_rate() - self.all.urgent_rate;
        let candidate = Candidate {
            preference: Preference::Anyone,
            kind: 0,
            urgent: left < 0.0,
            was_seen: false,
            ready_at: f64::NEG_INFINITY,
        };
        if candidate.urgent {
            return Some((candidate, 0.0));
        }
        let head_start = self.all.head_start_rates.iter().find(|(_, rate)| {
            left -= rate;
            left < 0.0
        });
        head_start.map(|(head_start, _)| (candidate, *head_start))
    }

    fn later_visit(&self, _: usize, number: usize) -> f64 {
        let unit = self.all.later_unit(self.number, 3 * number + 2);
        self.expected * self.all.law.atoms.values[(unit * ATOMS as f64) as usize]
    }
}
