//! A future of a waiting room: from what stands now, every doctor sees patient after patient as `dispatch` says, until all who wait have
//! been seen. One future gives the start of every one of them.

use super::line::Line;
use super::scene::Scene;
use crate::dispatch::{Candidate, FreeDoctor, Preference, Turn, dispatch};

/// How long things take in one future, in seconds.
pub(crate) trait Course {
    /// What the doctor's consultation under way still takes; 0 if there is none.
    fn remaining(&self, doctor: usize) -> f64;
    /// The doctor's appointment, or the wait for somebody who does not come.
    fn appointment(&self, doctor: usize, index: usize) -> f64;
    /// The visit of somebody who waits and is fetched at `at`; 0 if they have left by then.
    fn visit(&self, doctor: usize, waiter: usize, at: f64) -> f64;
    /// How long after the one before the next patient comes; infinite if nobody does.
    fn later_gap(&self, number: usize) -> f64;
    /// Who that is; `None` if it makes no difference to those who wait.
    fn later(&self, number: usize) -> Option<Candidate>;
    /// The visit of that patient.
    fn later_visit(&self, doctor: usize, number: usize) -> f64;
}

/// Where the futures of a scene are played, one after another.
#[derive(Debug)]
pub(crate) struct Stage<'s> {
    scene: &'s Scene,
    line: Line,
    /// When somebody's wish for one doctor is dropped, in order.
    drops: Vec<f64>,
    /// By doctor: when they are free, which stretch of duty and which appointment comes next.
    free: Vec<f64>,
    duty: Vec<usize>,
    appointment: Vec<usize>,
    /// The numbers of those who came later and are in the line.
    came: Vec<usize>,
    /// What may still be done: doctors compared and candidates looked at.
    steps_left: u64,
}

impl<'s> Stage<'s> {
    pub(crate) fn new(scene: &'s Scene, steps_max: u64) -> Self {
        let people: Vec<Candidate> = scene.waiting.iter().map(|waiter| waiter.candidate).collect();
        let ends = |person: &Candidate| match person.preference {
            Preference::Until(_, at) if at > 0.0 => Some(at),
            _ => None,
        };
        let mut drops: Vec<f64> = people.iter().filter_map(ends).collect();
        drops.sort_unstable_by(f64::total_cmp);
        let doctors = scene.doctors.len();
        Self {
            scene,
            line: Line::new(people, doctors),
            drops,
            free: vec![0.0; doctors],
            duty: vec![0; doctors],
            appointment: vec![0; doctors],
            came: Vec::new(),
            steps_left: steps_max,
        }
    }

    /// Plays a future, and says of everybody who is seen in it when. Stops short when no steps are left.
    pub(crate) fn play(&mut self, course: &impl Course, mut seen: impl FnMut(usize, f64)) {
        let scene = self.scene;
        let waiting = scene.waiting.len();
        self.line.fill();
        for doctor in 0..scene.doctors.len() {
            self.free[doctor] = course.remaining(doctor);
        }
        self.duty.fill(0);
        self.appointment.fill(0);
        self.came.clear();
        let mut left = waiting;
        // Of those who wait, the first are there already; the rest come in their order.
        let mut here = 0;
        let (mut later, mut next_later) = (0, course.later_gap(0));
        while left > 0 {
            let Some((doctor, at)) = self.earliest().filter(|(_, at)| *at < scene.close) else { return };
            while next_later <= at {
                if let Some(person) = course.later(later) {
                    self.line.add(person);
                    self.came.push(later);
                }
                later += 1;
                next_later += course.later_gap(later);
            }
            let next_arrival = loop {
                match scene.waiting.get(here) {
                    Some(waiter) if -waiter.waited <= at => here += 1,
                    later => break later.map_or(f64::INFINITY, |waiter| -waiter.waited),
                }
            };
            let (next_duty, off) = self.duty_from(doctor, at);
            let index = self.appointment[doctor];
            let next_appointment = scene.doctors[doctor].appointments.get(index).map_or(f64::INFINITY, |planned| planned.at);
            let free = FreeDoctor {
                doctor: doctor as u32,
                at,
                on_duty: next_duty <= at,
                may_be_preferred: self.line.is_preferred(doctor),
                next_appointment,
                guard: scene.guard,
            };
            let mut looked_at = self.free.len() as u64;
            let is_here = |person: u32| (person as usize) < here || person as usize >= waiting;
            let line = self.line.of(doctor).inspect(|_| looked_at += 1).take_while(|(person, _)| is_here(*person));
            let turn = dispatch(&free, line);
            self.steps_left = self.steps_left.saturating_sub(looked_at);
            if self.steps_left == 0 {
                return;
            }
            self.free[doctor] = match turn {
                Turn::Appointment => {
                    self.appointment[doctor] += 1;
                    at + course.appointment(doctor, index)
                }
                Turn::Waiter(person) => {
                    self.line.remove(person);
                    let person = person as usize;
                    if person < waiting {
                        left -= 1;
                        // Who has left by then would have been seen now: that is the wait of one who stays.
                        seen(person, at);
                        at + course.visit(doctor, person, at)
                    } else {
                        at + course.later_visit(doctor, self.came[person - waiting])
                    }
                }
                Turn::Guarded => next_appointment,
                Turn::OffDuty => next_appointment.min(next_duty),
                Turn::Nobody => {
                    let next_drop = self.drops.get(self.drops.partition_point(|drop| *drop <= at)).copied();
                    next_appointment.min(off).min(next_arrival).min(next_later).min(next_drop.unwrap_or(f64::INFINITY))
                }
            };
        }
    }

    /// What may still be done.
    pub(crate) fn steps_left(&self) -> u64 {
        self.steps_left
    }

    /// Whether there were too few steps.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.steps_left == 0
    }

    /// The doctor who is free first, and when; of several the first in the list.
    fn earliest(&self) -> Option<(usize, f64)> {
        let (mut doctor, mut earliest) = (0, *self.free.first()?);
        for (other, &at) in self.free.iter().enumerate() {
            if at < earliest {
                (doctor, earliest) = (other, at);
            }
        }
        Some((doctor, earliest))
    }

    /// Start and end of the doctor's stretch of duty that is not over at `at`; infinite if there is none.
    fn duty_from(&mut self, doctor: usize, at: f64) -> (f64, f64) {
        let duty = &self.scene.doctors[doctor].duty;
        let index = &mut self.duty[doctor];
        while duty.get(*index).is_some_and(|(_, off)| *off <= at) {
            *index += 1;
        }
        duty.get(*index).copied().unwrap_or((f64::INFINITY, f64::INFINITY))
    }
}
