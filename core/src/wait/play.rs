//! A future of a waiting room: from what stands now, every doctor sees patient after patient as `dispatch`
//! says, until all who wait have been seen. One future gives the start of every one of them.

use super::lasts::Course;
use super::line::Line;
use super::scene::Scene;
use super::seats::Seats;
use crate::wait::dispatch::{Candidate, FreeDoctor, Preference, Turn, dispatch};

/// Where the futures of a scene are played, one after another.
#[derive(Debug)]
pub(crate) struct Stage<'s> {
    scene: &'s Scene,
    line: Line,
    /// When who is there to be seen, or drops the wish for one doctor, in order: what is known of it, and all
    /// of it in this future.
    known_changes: Vec<(f64, u32)>,
    changes: Vec<(f64, u32)>,
    /// Those who were sent elsewhere, of whom each future says when they are back.
    elsewhere: Vec<u32>,
    /// By doctor: when they are to be asked next, and whether they wait for somebody to come; which stretch
    /// of duty and which appointment comes next.
    free: Vec<f64>,
    /// Until when they pause, and how many pauses they have had.
    paused_until: Vec<f64>,
    pauses: Vec<usize>,
    is_idle: Vec<bool>,
    /// Of doctors with several places, when those whom they see leave.
    seats: Vec<Seats>,
    /// Whether any doctor has several: mostly none does, and one question has to tell.
    has_several: bool,
    duty: Vec<usize>,
    appointment: Vec<usize>,
    /// The numbers of those who came later and are in the line.
    came: Vec<usize>,
    /// What may still be done: doctors compared.
    steps_left: u64,
}

impl<'s> Stage<'s> {
    pub(crate) fn new(scene: &'s Scene, steps_max: u64) -> Self {
        let people: Vec<Candidate> = scene.waiting.iter().map(|waiter| waiter.candidate).collect();
        let counts_from = scene.waiting.iter().map(|waiter| waiter.counts_from).collect();
        let mut changes = Vec::new();
        for (number, person) in people.iter().enumerate() {
            let drops_at = match person.preference {
                Preference::Until(_, at) if at > person.ready_at => at,
                _ => 0.0,
            };
            let ahead = [person.ready_at, drops_at].into_iter().filter(|at| *at > 0.0 && at.is_finite());
            changes.extend(ahead.map(|at| (at, number as u32)));
        }
        in_order(&mut changes);
        let elsewhere = (0..).zip(&scene.waiting).filter(|(_, waiter)| waiter.elsewhere.is_some());
        let elsewhere = elsewhere.map(|(number, _)| number).collect();
        let doctors = scene.doctors.len();
        let seats: Vec<Seats> =
            scene.doctors.iter().map(|doctor| Seats::new(doctor.places, doctor.beside.len())).collect();
        Self {
            scene,
            line: Line::new(people, counts_from, doctors, &scene.skills),
            known_changes: changes.clone(),
            changes,
            elsewhere,
            free: vec![0.0; doctors],
            paused_until: vec![0.0; doctors],
            pauses: vec![0; doctors],
            is_idle: vec![false; doctors],
            has_several: seats.iter().any(Seats::are_several),
            seats,
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
        if !self.elsewhere.is_empty() {
            self.come_back(course);
        }
        self.is_idle.fill(false);
        self.duty.fill(0);
        self.appointment.fill(0);
        self.came.clear();
        for doctor in 0..scene.doctors.len() {
            let remaining = if self.are_several(doctor) {
                self.take_seats(doctor, course)
            } else {
                course.remaining(doctor)
            };
            let free = remaining.unwrap_or_default();
            self.free[doctor] = free;
            self.pauses[doctor] = usize::from(remaining.is_some());
            let pause = if remaining.is_some() { course.pause(doctor, 0) } else { course.rest(doctor) };
            self.pause(doctor, free, pause);
            if self.are_several(doctor) {
                self.free[doctor] = self.free[doctor].min(self.seats[doctor].next_free());
            }
        }
        let mut left = waiting;
        // Of those who wait, the first are there already; the rest come in their order.
        let mut here = scene.waiting.partition_point(|waiter| waiter.waited >= 0.0);
        let (mut later, mut next_later, mut changed) = (0, course.later_gap(0), 0);
        while left > 0 {
            let (doctor, at) = self.earliest();
            let next_arrival = scene.waiting.get(here).map_or(f64::INFINITY, |waiter| -waiter.waited);
            let next_change = self.changes.get(changed).map_or(f64::INFINITY, |(at, _)| *at);
            let happens = next_arrival.min(next_later).min(next_change);
            if happens.min(at) >= scene.close || !self.spend(self.free.len() + scene.skills.count()) {
                return;
            }
            // Somebody comes, or may be seen by more doctors than before: one of those who wait for that is
            // asked.
            if happens <= at && happens < f64::INFINITY {
                let person = if happens == next_arrival {
                    here += 1;
                    Some(scene.waiting[here - 1].candidate)
                } else if happens == next_change {
                    changed += 1;
                    self.line.change(self.changes[changed - 1].1, happens)
                } else {
                    let person = course.later(later);
                    if let Some((person, head_start)) = person {
                        self.line.add(person, happens - head_start);
                        self.came.push(later);
                    }
                    later += 1;
                    next_later += course.later_gap(later);
                    person.map(|(person, _)| person)
                };
                if let Some(person) = person {
                    self.wake(person, happens);
                }
                continue;
            }
            if at == f64::INFINITY {
                return;
            }
            self.is_idle[doctor] = false;
            if self.are_several(doctor) {
                self.end_visits(doctor, at, course);
            }
            let (next_duty, off) = self.duty_from(doctor, at);
            let index = self.appointment[doctor];
            let next_appointment = self.next_appointment(doctor);
            let free = FreeDoctor {
                doctor: doctor as u32,
                skills: &scene.skills,
                at,
                on_duty: next_duty <= at,
                paused_until: self.paused_until[doctor],
                next_appointment,
                guard: scene.guard,
            };
            let turn = dispatch(&free, self.line.of(doctor, here as u32));
            let next = match turn {
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
                Turn::Paused => next_appointment.min(self.paused_until[doctor]).min(off),
                Turn::OffDuty => next_appointment.min(next_duty),
                Turn::Nobody => {
                    self.is_idle[doctor] = true;
                    next_appointment.min(off)
                }
            };
            if self.are_several(doctor) {
                self.after_turn(doctor, at, turn, next, next_duty, course);
                continue;
            }
            // Who has left by then is not seen, and nothing comes after that.
            let was_seen = matches!(turn, Turn::Appointment | Turn::Waiter(_)) && next > at;
            self.free[doctor] = next;
            if was_seen || turn == Turn::OffDuty {
                // Who comes on duty pauses, too, before the first is fetched.
                let from = if turn == Turn::OffDuty { next_duty } else { next };
                self.pause(doctor, from, course.pause(doctor, self.pauses[doctor]));
                self.pauses[doctor] += 1;
            }
        }
    }

    /// When those who were sent elsewhere are back in this future.
    #[cold]
    fn come_back(&mut self, course: &impl Course) {
        self.changes.clone_from(&self.known_changes);
        for &person in &self.elsewhere {
            let at = course.back(person as usize);
            self.line.comes_back(person, at);
            let drops_at = match self.scene.waiting[person as usize].candidate.preference {
                Preference::Until(_, end) if end > at => end,
                _ => f64::INFINITY,
            };
            self.changes
                .extend([at, drops_at].into_iter().filter(|at| at.is_finite()).map(|at| (at, person)));
        }
        in_order(&mut self.changes);
    }

    /// Whether a doctor may see several patients at a time.
    #[inline(always)]
    fn are_several(&self, doctor: usize) -> bool {
        self.has_several && self.seats[doctor].are_several()
    }

    /// Of a doctor with several places: who is there now takes one. When one is free, if none is.
    #[cold]
    fn take_seats(&mut self, doctor: usize, course: &impl Course) -> Option<f64> {
        let count = self.scene.doctors[doctor].beside.len();
        let beside = (0..count).filter_map(|index| course.beside(doctor, index));
        self.seats[doctor].fill(course.remaining(doctor).into_iter().chain(beside))
    }

    /// Of a doctor with several places: who is done by `at` leaves, and with that a pause begins.
    #[cold]
    fn end_visits(&mut self, doctor: usize, at: f64, course: &impl Course) {
        if self.seats[doctor].leave(at) {
            self.begin_pause(doctor, at, course);
        }
    }

    /// Of a doctor with several places: who was fetched takes one. If another is left, the doctor is asked
    /// again at once, or after a pause; at the latest when somebody leaves.
    #[cold]
    fn after_turn(
        &mut self,
        doctor: usize,
        at: f64,
        turn: Turn<u32>,
        next: f64,
        next_duty: f64,
        course: &impl Course,
    ) {
        self.free[doctor] = next;
        if matches!(turn, Turn::Appointment | Turn::Waiter(_)) && next > at {
            let full_until = self.seats[doctor].take(next);
            self.free[doctor] = full_until.unwrap_or(at);
            if full_until.is_none() {
                self.begin_pause(doctor, at, course);
            }
        } else if turn == Turn::OffDuty && next_duty < f64::INFINITY {
            // Who comes on duty pauses, too, before the first is fetched.
            self.begin_pause(doctor, next_duty, course);
        }
        self.free[doctor] = self.free[doctor].min(self.seats[doctor].next_free());
    }

    fn begin_pause(&mut self, doctor: usize, from: f64, course: &impl Course) {
        self.paused_until[doctor] = from + course.pause(doctor, self.pauses[doctor]);
        self.pauses[doctor] += 1;
    }

    /// A doctor who is free from `from` on pauses first. Where nothing can come of it, the doctor is not
    /// asked before the pause is over.
    #[inline]
    fn pause(&mut self, doctor: usize, from: f64, lasts: f64) {
        let until = from + lasts;
        self.paused_until[doctor] = until;
        if lasts > 0.0 && self.free[doctor] == from && self.next_appointment(doctor) > until {
            let (on, off) = self.duty_from(doctor, from);
            if on <= from && until < off {
                self.free[doctor] = until;
            }
        }
    }

    /// Asks the first idle doctor who would see somebody at `at`. The others would find nobody: for them
    /// nothing has changed.
    fn wake(&mut self, person: Candidate, at: f64) {
        let would_see = |&doctor: &usize| {
            self.is_idle[doctor]
                && self.free[doctor] > at
                && person.allows(doctor as u32, at, &self.scene.skills)
                && at + self.scene.guard <= self.next_appointment(doctor)
        };
        if let Some(doctor) = (0..self.free.len()).find(would_see) {
            self.free[doctor] = at;
            self.is_idle[doctor] = false;
        }
    }

    /// When the doctor's next appointment is to begin; infinite if there is none.
    fn next_appointment(&self, doctor: usize) -> f64 {
        self.scene.doctors[doctor]
            .appointments
            .get(self.appointment[doctor])
            .map_or(f64::INFINITY, |planned| planned.at)
    }

    /// Takes steps, and says whether any are left.
    fn spend(&mut self, steps: usize) -> bool {
        self.steps_left = self.steps_left.saturating_sub(steps.max(1) as u64);
        self.steps_left > 0
    }

    /// What may still be done.
    pub(crate) fn steps_left(&self) -> u64 {
        self.steps_left
    }

    /// Whether there were too few steps.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.steps_left == 0
    }

    /// The doctor who is to be asked first, and when; of several the first in the list. Infinite if nobody
    /// is.
    fn earliest(&self) -> (usize, f64) {
        let (mut doctor, mut earliest) = (0, f64::INFINITY);
        for (other, &at) in self.free.iter().enumerate() {
            if at < earliest {
                (doctor, earliest) = (other, at);
            }
        }
        (doctor, earliest)
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

fn in_order(changes: &mut [(f64, u32)]) {
    changes.sort_unstable_by(|(a, first), (b, second)| a.total_cmp(b).then(first.cmp(second)));
}
