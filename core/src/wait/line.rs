//! Those who wait while a future is played, so that a doctor comes upon those alone whom they may see: one line for everybody, and one for each doctor of
//! those who want no other.

use crate::dispatch::{Candidate, Preference};

/// Nobody.
const END: u32 = u32::MAX;

/// Those who wait. They are numbered in the order of service; urgent patients who come later go on counting.
#[derive(Debug)]
pub(crate) struct Line {
    people: Vec<Candidate>,
    /// How many of the first are urgent.
    urgent: u32,
    /// How many are there from the start.
    waiting: u32,
    /// The line for everybody, linked both ways.
    next: Vec<u32>,
    before: Vec<u32>,
    first: u32,
    last_urgent: u32,
    /// The line of each doctor, and how many have left it. They leave it in their order.
    own: Vec<Vec<u32>>,
    left: Vec<usize>,
    /// Whether somebody would like to see a doctor first, by doctor.
    preferred: Vec<bool>,
}

impl Line {
    pub(crate) fn new(people: Vec<Candidate>, doctors: usize) -> Self {
        let (mut own, mut preferred) = (vec![Vec::new(); doctors], vec![false; doctors]);
        for (number, person) in people.iter().enumerate() {
            match person.preference {
                Preference::Strict(doctor) => own[doctor as usize].push(number as u32),
                Preference::Soft(doctor) => preferred[doctor as usize] = true,
                Preference::Anyone | Preference::Until(..) => {}
            }
        }
        let urgent = people.iter().take_while(|person| person.urgent).count() as u32;
        let waiting = people.len() as u32;
        Self { people, urgent, waiting, next: Vec::new(), before: Vec::new(), first: END, last_urgent: END, own, left: vec![0; doctors], preferred }
    }

    /// Everybody who was there from the start, and nobody else.
    pub(crate) fn fill(&mut self) {
        self.people.truncate(self.waiting as usize);
        self.left.fill(0);
        for links in [&mut self.next, &mut self.before] {
            links.clear();
            links.resize(self.waiting as usize, END);
        }
        (self.first, self.last_urgent) = (END, END);
        let mut last = END;
        for person in 0..self.waiting {
            if !matches!(self.people[person as usize].preference, Preference::Strict(_)) {
                self.tie(last, person);
                last = person;
                if person < self.urgent {
                    self.last_urgent = person;
                }
            }
        }
    }

    pub(crate) fn remove(&mut self, person: u32) {
        if let Preference::Strict(doctor) = self.people[person as usize].preference {
            self.left[doctor as usize] += 1;
            return;
        }
        let (before, next) = (self.before[person as usize], self.next[person as usize]);
        self.tie(before, next);
        if self.last_urgent == person {
            self.last_urgent = before;
        }
    }

    /// An urgent patient who would see anybody, behind those who are urgent already.
    pub(crate) fn add_urgent(&mut self) {
        let person = self.people.len() as u32;
        let before = self.last_urgent;
        let next = if before == END { self.first } else { self.next[before as usize] };
        self.people.push(Candidate { preference: Preference::Anyone, urgent: true });
        self.next.push(END);
        self.before.push(END);
        self.tie(before, person);
        self.tie(person, next);
        self.last_urgent = person;
    }

    fn tie(&mut self, before: u32, next: u32) {
        match before {
            END => self.first = next,
            _ => self.next[before as usize] = next,
        }
        if next != END {
            self.before[next as usize] = before;
        }
    }

    /// Whether somebody with a soft preference for the doctor was there at the start.
    pub(crate) fn is_preferred(&self, doctor: usize) -> bool {
        self.preferred[doctor]
    }

    /// Those whom a doctor may ever see, in the order of service.
    pub(crate) fn of(&self, doctor: usize) -> impl Iterator<Item = (u32, &Candidate)> {
        let mut anybody = self.first;
        let mut own = self.own[doctor][self.left[doctor]..].iter();
        let mut mine = own.next().copied().unwrap_or(END);
        std::iter::from_fn(move || {
            let person = if self.rank(mine) < self.rank(anybody) {
                std::mem::replace(&mut mine, own.next().copied().unwrap_or(END))
            } else {
                let person = anybody;
                anybody = *self.next.get(person as usize)?;
                person
            };
            Some((person, &self.people[person as usize]))
        })
    }

    /// The place in the order of service. Urgent patients who came later stand between those who were urgent from the start and the others.
    fn rank(&self, person: u32) -> u64 {
        if person < self.waiting {
            (2 * u64::from(person) + 1) << 32
        } else if person == END {
            u64::MAX
        } else {
            (2 * u64::from(self.urgent)) << 32 | u64::from(person)
        }
    }
}
