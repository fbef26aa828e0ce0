//! A future of a waiting room: from what stands now, every doctor sees patient after patient as `dispatch`
//! says, until all who wait have been seen. One future gives the start of every one of them.

use super::desk::Desk;
use super::lasts::Course;
use super::line::Line;
use super::scene::Scene;
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
    /// By doctor: when they are to be asked next, and all else.
    free: Vec<f64>,
    desks: Vec<Desk<'s>>,
    /// The numbers of those who came later and are in the line.
    came: Vec<usize>,
    /// What may still be done: doctors compared.
    steps_left: u64,
}

/// What happens next in a future beside what doctors do.
#[derive(Debug)]
struct Ahead {
    /// Of those who wait, how many have come. The rest comes in their order.
    here: usize,
    /// How many have come later, and when the next one does.
    later: usize,
    next_later: f64,
    /// How many of the changes were made.
    changed: usize,
    /// When the first of all that happens; infinite if nothing does.
    next: f64,
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
        Self {
            scene,
            line: Line::new(people, counts_from, scene.doctors.len(), &scene.skills),
            known_changes: changes.clone(),
            changes,
            elsewhere,
            free: vec![0.0; scene.doctors.len()],
            desks: scene.doctors.iter().enumerate().map(|(doctor, at)| Desk::new(doctor, at)).collect(),
            came: Vec::new(),
            steps_left: steps_max,
        }
    }

    /// Plays a future, and says of everybody who is seen in it when. Stops short when no steps are left.
    pub(crate) fn play(&mut self, course: &impl Course, mut seen: impl FnMut(usize, f64)) {
        let scene = self.scene;
        let steps_per_turn = scene.doctors.len() + scene.skills.count();
        let waiting = scene.waiting.len();
        let mut left = waiting;
        let mut ahead = self.begin(course);
        while left > 0 {
            let (doctor, at) = self.earliest();
            if ahead.next >= scene.close && at >= scene.close || !self.spend(steps_per_turn) {
                return;
            }
            if ahead.next <= at && ahead.next < f64::INFINITY {
                self.happen(&mut ahead, course);
                continue;
            }
            if at == f64::INFINITY {
                return;
            }
            if self.desks[doctor].are_several() {
                self.desks[doctor].end_visits(at, course);
            }
            let turn = self.turn(doctor, at, ahead.here as u32);
            let desk = &mut self.desks[doctor];
            let Desk { on: next_duty, off, next_appointment, .. } = *desk;
            let next = match turn {
                Turn::Appointment => at + course.appointment(doctor, desk.begin_appointment()),
                Turn::Waiter(person) => {
                    let person = person as usize;
                    if person < waiting {
                        // Who has left by then would have been seen now: that is the wait of one who stays.
                        seen(person, at);
                        left -= 1;
                        if left == 0 {
                            return;
                        }
                        at + course.visit(doctor, person, at)
                    } else {
                        at + course.later_visit(doctor, self.came[person - waiting])
                    }
                }
                Turn::Guarded => next_appointment,
                Turn::Paused => next_appointment.min(desk.paused_until).min(off),
                Turn::OffDuty => next_appointment.min(next_duty),
                Turn::Nobody => next_appointment.min(off),
            };
            self.free[doctor] = match turn {
                _ if desk.are_several() => desk.after_turn(at, turn, next, next_duty, course),
                // Who has left by then is not seen, and nothing comes after that.
                Turn::Appointment | Turn::Waiter(_) if next > at => desk.pause(next, next, course),
                // Who comes on duty pauses, too, before the first is fetched.
                Turn::OffDuty => desk.pause(next, next_duty, course),
                _ => next,
            };
        }
    }

    /// What a doctor does who is asked at `at`. Who is fetched does not wait any more.
    fn turn(&mut self, doctor: usize, at: f64, here: u32) -> Turn<u32> {
        let desk = &mut self.desks[doctor];
        let (next_duty, _) = desk.duty_from(at);
        let free = FreeDoctor {
            doctor: doctor as u32,
            skills: &self.scene.skills,
            at,
            on_duty: next_duty <= at,
            paused_until: desk.paused_until,
            next_appointment: desk.next_appointment,
            guard: self.scene.guard,
        };
        let turn = dispatch(&free, self.line.of(doctor, here));
        desk.is_idle = turn == Turn::Nobody;
        if let Turn::Waiter(person) = turn {
            self.line.remove(person);
        }
        turn
    }

    /// Begins a future, and says what happens first.
    fn begin(&mut self, course: &impl Course) -> Ahead {
        self.line.fill();
        if !self.elsewhere.is_empty() {
            self.come_back(course);
        }
        self.came.clear();
        for (desk, free) in self.desks.iter_mut().zip(&mut self.free) {
            *free = desk.begin(course);
        }
        // Of those who wait, the first are there already.
        let here = self.scene.waiting.partition_point(|waiter| waiter.waited >= 0.0);
        let mut ahead = Ahead { here, later: 0, next_later: course.later_gap(0), changed: 0, next: 0.0 };
        ahead.next = self.next_arrival(&ahead).min(ahead.next_later).min(self.next_change(&ahead));
        ahead
    }

    /// Somebody comes, or may be seen by more doctors than before: one of those who wait for that is asked.
    fn happen(&mut self, ahead: &mut Ahead, course: &impl Course) {
        let happens = ahead.next;
        let person = if happens == self.next_arrival(ahead) {
            ahead.here += 1;
            Some(self.scene.waiting[ahead.here - 1].candidate)
        } else if happens == self.next_change(ahead) {
            ahead.changed += 1;
            self.line.change(self.changes[ahead.changed - 1].1, happens)
        } else {
            let person = course.later(ahead.later);
            if let Some((person, head_start)) = person {
                self.line.add(person, happens - head_start);
                self.came.push(ahead.later);
            }
            ahead.later += 1;
            ahead.next_later += course.later_gap(ahead.later);
            person.map(|(person, _)| person)
        };
        if let Some(person) = person {
            self.wake(person, happens);
        }
        ahead.next = self.next_arrival(ahead).min(ahead.next_later).min(self.next_change(ahead));
    }

    fn next_arrival(&self, ahead: &Ahead) -> f64 {
        self.scene.waiting.get(ahead.here).map_or(f64::INFINITY, |waiter| -waiter.waited)
    }

    fn next_change(&self, ahead: &Ahead) -> f64 {
        self.changes.get(ahead.changed).map_or(f64::INFINITY, |(at, _)| *at)
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

    /// Asks the first idle doctor who would see somebody at `at`. The others would find nobody: for them
    /// nothing has changed.
    fn wake(&mut self, person: Candidate, at: f64) {
        let would_see = |&doctor: &usize| {
            let desk = &self.desks[doctor];
            desk.is_idle
                && self.free[doctor] > at
                && person.allows(doctor as u32, at, &self.scene.skills)
                && at + self.scene.guard <= desk.next_appointment
        };
        if let Some(doctor) = (0..self.free.len()).find(would_see) {
            self.free[doctor] = at;
            self.desks[doctor].is_idle = false;
        }
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
        // Without a branch: which of the doctors it is can't be foretold.
        for (other, &at) in self.free.iter().enumerate() {
            let is_earlier = at < earliest;
            earliest = if is_earlier { at } else { earliest };
            doctor = if is_earlier { other } else { doctor };
        }
        (doctor, earliest)
    }
}

fn in_order(changes: &mut [(f64, u32)]) {
    changes.sort_unstable_by(|(a, first), (b, second)| a.total_cmp(b).then(first.cmp(second)));
}
